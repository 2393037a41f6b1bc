"""Scripts: bringing a workbook in, which ones there are, and reading one."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.errors import Conflict, FileProblem, UsageProblem
from callbench.exchange.customers import is_customer_list
from callbench.exchange.files import readable, stat_of
from callbench.i18n import _, language
from callbench.records.imports import ImportReport, Problem
from callbench.records.people import Agent
from callbench.records.scripts import ScriptListed
from callbench.rules.outcomes import BY_KEY
from callbench.script.compile import compile_script
from callbench.script.problems import ScriptProblem
from callbench.script.source import read_source
from callbench.store import events, scripts


def list_scripts(bench: Bench) -> tuple[ScriptListed, ...]:
    """All versions of all scripts, by form, oldest first."""
    with bench.db.read() as connection:
        return scripts.listed(connection)


def script_json(bench: Bench, script_id: UUID) -> str:
    """The script as canonical JSON, for `script_from_json`. Raises UsageProblem when there is none."""
    with bench.db.read() as connection:
        found = scripts.canonical(connection, script_id)
    if found is None:
        raise UsageProblem(_("There is no such script."))
    return found


def import_script(bench: Bench, path: Path, *, agent: Agent | None = None) -> ImportReport:
    """Take a script from an XLSForm workbook: one row, added, same or rejected with every problem and its cell.

    A published version never changes. Raises Conflict when that version is there with other questions, FileProblem
    when the file is no script at all.
    """
    stat_of(path)
    with readable(path):
        data = path.read_bytes()
    try:
        source = read_source(data, path.name)
    except FileProblem as refusal:
        if refusal.code == "no-survey" and is_customer_list(path, bench.settings["shop.region"]):
            raise FileProblem(
                _("This is a list of customers, not a script."), where=str(path), code="file-customers",
                todo=_("Take it in with: callbench import customers {file}").format(file=path.name),
            ) from None  # fmt: skip
        raise
    compiled = compile_script(source, outcomes=BY_KEY.keys())
    problems = tuple(_told(problem) for problem in compiled.problems)
    script = compiled.script
    if script is None:
        return ImportReport(1, 0, 0, 0, 1, problems)
    now = bench.clock.now()
    note = _("Script {title}, {form_id} version {version}, {n} questions.").format(
        title=script.title(language()), form_id=script.form_id, version=script.version,
        n=sum(question.asked for question in script.questions()),
    )  # fmt: skip
    with bench.db.write() as connection:
        known = scripts.hash_of(connection, script.form_id, script.version)
        if known == script.hash:
            return ImportReport(1, 0, 0, 1, 0, problems, (note,))
        if known:
            raise Conflict(
                _("Version {version} of the script {form_id} is already there with other content.").format(
                    version=script.version, form_id=script.form_id
                ),
                where=str(path),
                todo=_("Give the changed script a new version on its settings sheet."),
                code="script-version",
            )
        script_id = scripts.add(
            connection, script.form_id, script.version, script.hash, script.title(language()), script.canonical(), data,
            path.name, now,
        )  # fmt: skip
        detail = {"form_id": script.form_id, "version": script.version, "hash": script.hash, "file": path.name}
        events.record(connection, now, agent.id if agent else None, "script.imported", "script", script_id, detail)
    return ImportReport(1, 1, 0, 0, 0, problems, (note,))


def _told(problem: ScriptProblem) -> Problem:
    """The same problem as every import tells it: row, and the column's letter."""
    cell = re.fullmatch(r"([A-Z]*)(\d*)", problem.cell)
    message = problem.message
    if problem.suggestion and problem.suggestion not in message:
        message += " " + _("Did you mean '{word}'?").format(word=problem.suggestion)
    column, row = (cell[1], int(cell[2] or 0)) if cell else (problem.cell, 0)
    return Problem(problem.code, message, row, column, problem.sheet, rejected=problem.severity == "error")
