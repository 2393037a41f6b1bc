"""`callbench script check`: everything that is wrong with a script file, each with its cell. No base is needed; where there
is one, the shop's own outcomes count.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callbench.config import Settings
    from callbench.desk.script_files import ScriptChecked
    from callbench.script.problems import ScriptProblem
    from callbench.script.quality.longest_path import PathReport


@base.command(
    "check", N_("Everything that is wrong with a script file, with its cells. Exit code 1 when it has errors.")
)
@base.file_argument
def check(door: Door, file: str) -> int:
    """Print errors first, then warnings, what could be better, and the sum; findings when there are errors."""
    from callbench.desk.script_files import check_script

    found = check_script(Path(file), door.settings, door.clock, door.known_outcomes())
    if door.json:
        say.json(_shape(found))
    else:
        for problem in (*found.errors, *found.warnings):
            say.lines(str(problem).split("\n"))
        if found.remarks:
            say.lines([_("What could be better:")])
            say.lines(_together(found.remarks))
        say.lines(_summary(found, door.settings))
    return EXIT_FINDINGS if found.errors else EXIT_DONE


def _together(remarks: Sequence[ScriptProblem]) -> list[str]:
    """The same remark of many cells as one line that names the cells: forty empty cells of a language are one thing."""
    cells: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        words = str(replace(remark, sheet="", cell=""))
        cells.setdefault((remark.sheet, words), []).append(remark.cell)
    lines = []
    for (sheet, words), named in cells.items():
        place = f"{sheet}!{_(', ').join(named)}" if any(named) else sheet
        lines += f"{place} {words}".lstrip().split("\n")
    return lines


def _summary(found: ScriptChecked, settings: Settings) -> list[str]:
    from callbench.desk.script_files import advertising

    counts = [
        ngettext("{n} error", "{n} errors", len(found.errors)),
        ngettext("{n} warning", "{n} warnings", len(found.warnings)),
        ngettext("{n} remark", "{n} remarks", len(found.remarks)),
    ]
    groups = (found.errors, found.warnings, found.remarks)
    said = _(", ").join(words.format(n=len(each)) for words, each in zip(counts, groups, strict=True) if each)
    script = found.file.compiled.script
    if script is None or found.longest is None:
        return [_("Not usable: {counts}.").format(counts=said)]
    title = _("Script {title}, {form_id} version {version}, {n} questions.").format(
        title=script.title(language()), form_id=script.form_id, version=script.version,
        n=sum(question.asked for question in script.questions()),
    )  # fmt: skip
    return [
        title,
        *advertising(script, settings),
        *_longest(found.longest),
        _("No errors; {counts}.").format(counts=said) if said else _("Nothing is wrong."),
    ]


def _longest(report: PathReport) -> list[str]:
    """The longest way through, and how long it is talked about in each language."""
    named = {name: seconds for name, seconds in report.seconds.items() if name} or report.seconds
    times = [f"{name} {seconds // 60}:{seconds % 60:02}".lstrip() for name, seconds in named.items()]
    said = ngettext(
        "Longest way: {n} question, about {time}.", "Longest way: {n} questions, about {time}.", report.questions
    )
    lines = [said.format(n=report.questions, time=_(", ").join(times))]
    if report.rounds:
        lines.append(_("Each repeat is counted once."))
    elif not report.exact:
        lines.append(_("It may be shorter: some conditions cannot be tried out."))
    return lines


def _shape(found: ScriptChecked) -> dict[str, Any]:
    script = found.file.compiled.script
    groups = (("error", found.errors), ("warning", found.warnings), ("remark", found.remarks))
    return {
        "file": str(found.file.path),
        "form_id": script.form_id if script else None,
        "version": script.version if script else None,
        "hash": script.hash if script else None,
        "marketing": script.marketing if script else None,
        "consent": script.consent if script else None,
        "errors": len(found.errors),
        "warnings": len(found.warnings),
        "remarks": len(found.remarks),
        "longest": asdict(found.longest) if found.longest else None,
        "problems": [_problem(severity, each) for severity, problems in groups for each in problems],
    }


def _problem(severity: str, each: ScriptProblem) -> dict[str, Any]:
    return {
        "severity": severity,
        "sheet": each.sheet,
        "cell": each.cell,
        "question": each.question,
        "code": each.code,
        "message": each.message,
        "expression": each.expression,
        "at": each.at,
        "suggestion": each.suggestion,
    }
