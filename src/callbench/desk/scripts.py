"""The scripts of the base: bringing a workbook in, publishing, retiring and removing a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.script_files import ScriptSeen, advertising, compare, find_version, kept_seen, read_script
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import N_, _, language, ngettext
from callbench.records.imports import ImportReport, Problem
from callbench.records.people import Agent
from callbench.records.scripts import ScriptKept, ScriptListed, ScriptUses
from callbench.script.model import Script, script_from_json
from callbench.script.problems import ScriptProblem
from callbench.store import events, scripts

_NAMED = 5  # changes that a refusal names


@dataclass(frozen=True, slots=True)
class StateChanged:
    """What publishing or retiring did. before: the state it was in. campaigns: that go on with this version now. told: what
    they are held to by it, in sentences.
    """

    form_id: str
    version: str
    before: str
    state: str
    campaigns: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


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


def import_script(bench: Bench, path: Path, *, agent: Agent | None = None, draft: bool = False) -> ImportReport:
    """Take a script from an XLSForm workbook: one row, added, changed, same or rejected with every problem and its cell.

    draft: it is not published yet and may be imported again with other content; else it is published at once. A
    published version never changes. Raises Conflict naming the changed cells when that version is there with other
    content, FileProblem when the file is no script at all.
    """
    file = read_script(path, bench.settings["shop.region"], bench.outcomes.keys())
    problems = tuple(_told(problem) for problem in file.compiled.problems)
    script = file.compiled.script
    if script is None:
        return ImportReport(1, 0, 0, 0, 1, problems)
    now, who = bench.clock.now(), agent.id if agent else None
    notes = [_note(script), *advertising(script, bench.settings)]
    detail = {"form_id": script.form_id, "version": script.version, "hash": script.hash, "file": path.name}
    values: dict[str, Any] = {
        "form_id": script.form_id, "version": script.version, "hash": script.hash, "title": script.title(language()),
        "canonical": script.canonical(), "workbook": file.data, "file_name": path.name,
        "state": "draft" if draft else "published",
    }  # fmt: skip
    with bench.db.write() as connection:
        known = scripts.version(connection, script.form_id, script.version, lock=True)
        values["created_at"] = scripts.moment(connection, script.form_id, now)
        if known is None:
            script_id = scripts.add(connection, values)
        elif known.hash == script.hash and (draft or known.state != "draft"):
            notes += [] if known.state == values["state"] else [_state_note(known.state, script)]
            return ImportReport(1, 0, 0, 1, 0, problems, tuple(notes))
        elif known.state == "draft":
            script_id = known.id
            scripts.change(connection, script_id, values)
            detail["before"] = known.hash
        else:
            raise _immutable(path, known, ScriptSeen(str(path), script, file.data, path.name))
        events.record(connection, now, who, "script.imported", "script", script_id, detail | {"state": values["state"]})
        if draft:
            notes.append(_state_note("draft", script))
        else:
            notes += _taken_over(
                scripts.take_over(connection, script_id, marketing=script.marketing, consent=script.consent)
            )
    return ImportReport(1, int(known is None), int(known is not None), 0, 0, problems, tuple(notes))


def publish_script(bench: Bench, form_id: str, version: str, *, agent: Agent | None = None) -> StateChanged:
    """Let campaigns call with this version from now on; open interviews go on with theirs. Raises UsageProblem."""
    now = bench.clock.now()
    with bench.db.write() as connection:
        kept = _locked(bench, connection, form_id, version)
        if kept.state == "published":
            return StateChanged(form_id, version, kept.state, kept.state)
        since = scripts.moment(connection, form_id, now)
        scripts.change(connection, kept.id, {"state": "published", "created_at": since})
        script = script_from_json(kept.canonical)
        campaigns = scripts.take_over(connection, kept.id, marketing=script.marketing, consent=script.consent)
        detail = {"before": kept.state, "campaigns": campaigns}
        events.record(connection, now, agent.id if agent else None, "script.published", "script", kept.id, detail)
    told = tuple(advertising(script, bench.settings))
    return StateChanged(form_id, version, kept.state, "published", campaigns, told)


def retire_script(bench: Bench, form_id: str, version: str, *, agent: Agent | None = None) -> StateChanged:
    """No campaign is started with this version any more; those that call with it go on. Raises UsageProblem."""
    with bench.db.write() as connection:
        kept = _locked(bench, connection, form_id, version)
        if kept.state == "draft":
            raise UsageProblem(
                _("{name} is a draft; nothing calls with it.").format(name=f"{form_id}@{version}"),
                todo=_("Remove it with: callbench script remove {form} {version}").format(
                    form=form_id, version=version
                ),
                code="script-draft",
            )
        if kept.state != "retired":
            scripts.change(connection, kept.id, {"state": "retired"})
            events.record(
                connection, bench.clock.now(), agent.id if agent else None, "script.retired", "script", kept.id,
                {"before": kept.state},
            )  # fmt: skip
        uses = scripts.uses(connection, kept.id)
    return StateChanged(form_id, version, kept.state, "retired", uses.campaigns)


def remove_script(bench: Bench, form_id: str, version: str, *, agent: Agent | None = None) -> None:
    """Take a version away for good. Raises Conflict saying what uses it, UsageProblem when it is not there."""
    with bench.db.write() as connection:
        kept = _locked(bench, connection, form_id, version)
        uses = scripts.uses(connection, kept.id)
        if uses.any:
            raise Conflict(
                _("{name} cannot be removed; it is used by: {uses}.").format(
                    name=f"{form_id}@{version}", uses=_(", ").join(_using(uses))
                ),
                todo=_("Retire it: callbench script retire {form} {version}").format(form=form_id, version=version),
                code="script-used",
            )
        scripts.remove(connection, kept.id)
        detail = {"form_id": form_id, "version": version, "hash": kept.hash, "state": kept.state}
        events.record(
            connection, bench.clock.now(), agent.id if agent else None, "script.removed", "script", kept.id, detail
        )


def _locked(bench: Bench, connection: Any, form_id: str, version: str) -> ScriptKept:
    """That version, which nobody begins to use meanwhile. Raises UsageProblem naming the nearest."""
    found = scripts.version(connection, form_id, version, lock=True)
    return found or find_version(bench, f"{form_id}@{version}")


def _note(script: Script) -> str:
    return _("Script {title}, {form_id} version {version}, {n} questions.").format(
        title=script.title(language()), form_id=script.form_id, version=script.version,
        n=sum(question.asked for question in script.questions()),
    )  # fmt: skip


_STATE_NOTES = {
    "draft": N_("It is a draft; campaigns call with it when it is published: callbench script publish {name}"),
    "published": N_("It is published already."),
    "retired": N_("It is retired; to bring it back: callbench script publish {name}"),
}


def _state_note(state: str, script: Script) -> str:
    return _(_STATE_NOTES[state]).format(name=f"{script.form_id}@{script.version}")


def _taken_over(campaigns: tuple[str, ...]) -> list[str]:
    said = _("Campaigns that go on with this version: {names}.")
    return [said.format(names=_(", ").join(campaigns))] if campaigns else []


def _using(uses: ScriptUses) -> list[str]:
    """What uses a version, in words."""
    found = []
    if n := uses.interviews:
        found.append(ngettext("{n} open interview", "{n} open interviews", n).format(n=n))
    found += [_("campaign {name}").format(name=name) for name in uses.campaigns]
    if n := uses.attempts:
        found.append(ngettext("{n} saved call", "{n} saved calls", n).format(n=n))
    return found


def _immutable(path: Path, kept: ScriptKept, new: ScriptSeen) -> Conflict:
    """Why a published version is not replaced: the cells that changed, by name."""
    changes = [each.new_cell or each.old_cell or each.path or each.field for each in compare(kept_seen(kept), new)]
    cells = list(dict.fromkeys(changes))
    named = _(", ").join(cells[:_NAMED])
    if len(cells) > _NAMED:
        named = _("{some} and {n} more").format(some=named, n=len(cells) - _NAMED)
    return Conflict(
        _("Version {version} of the script {form_id} is already there with other content; changed: {cells}.").format(
            version=kept.version, form_id=kept.form_id, cells=named
        ),
        where=str(path),
        todo=_("Give the changed script a new version on its settings sheet. What changed: callbench script diff {old} {new}").format(
            old=f"{kept.form_id}@{kept.version}", new=path
        ),
        code="script-version",
    )  # fmt: skip


def _told(problem: ScriptProblem) -> Problem:
    """The same problem as every import tells it: row, and the column's letter."""
    cell = re.fullmatch(r"([A-Z]*)(\d*)", problem.cell)
    message = problem.message
    if problem.suggestion and problem.suggestion not in message:
        message = _("{message} Did you mean '{word}'?").format(message=message, word=problem.suggestion)
    column, row = (cell[1], int(cell[2] or 0)) if cell else (problem.cell, 0)
    return Problem(problem.code, message, row, column, problem.sheet, rejected=problem.severity == "error")
