"""`callbench script check`: everything that is wrong with a script file, each with its cell; no base is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from callbench.desk.script_files import ScriptFile
    from callbench.script.problems import ScriptProblem


@base.command(
    "check", N_("Everything that is wrong with a script file, with its cells. Exit code 1 when it has errors.")
)
@base.file_argument
def check(door: Door, file: str) -> int:
    """Print errors first, then warnings, and the sum; findings when there are errors."""
    from callbench.desk.script_files import read_script

    found = read_script(Path(file), door.settings["shop.region"])
    problems = sorted(found.compiled.problems, key=lambda each: each.severity != "error")
    errors = sum(each.severity == "error" for each in problems)
    if door.json:
        say.json(_shape(found, problems, errors))
    else:
        for problem in problems:
            say.lines(str(problem).split("\n"))
        say.lines(_summary(found, errors, len(problems) - errors))
    return EXIT_FINDINGS if errors else EXIT_DONE


def _summary(found: ScriptFile, errors: int, warnings: int) -> list[str]:
    counts = [ngettext("{n} error", "{n} errors", errors).format(n=errors)] if errors else []
    counts += [ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)] if warnings else []
    script = found.compiled.script
    if script is None:
        return [_("Not usable: {counts}.").format(counts=_(", ").join(counts))]
    n = sum(question.asked for question in script.questions())
    title = _("Script {title}, {form_id} version {version}, {n} questions.").format(
        title=script.title(language()), form_id=script.form_id, version=script.version, n=n
    )
    return [title, _("No errors; {counts}.").format(counts=_(", ").join(counts)) if counts else _("Nothing is wrong.")]


def _shape(found: ScriptFile, problems: list[ScriptProblem], errors: int) -> dict[str, Any]:
    script = found.compiled.script
    return {
        "file": str(found.path),
        "form_id": script.form_id if script else None,
        "version": script.version if script else None,
        "hash": script.hash if script else None,
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [
            {
                "severity": each.severity,
                "sheet": each.sheet,
                "cell": each.cell,
                "question": each.question,
                "code": each.code,
                "message": each.message,
                "expression": each.expression,
                "at": each.at,
                "suggestion": each.suggestion,
            }
            for each in problems
        ],
    }
