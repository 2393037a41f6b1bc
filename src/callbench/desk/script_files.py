"""Scripts as they lie before somebody: a file or a version of the base, read, compiled, and compared."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from callbench.clock import Clock
from callbench.config import Settings
from callbench.desk.bench import Bench
from callbench.desk.customers import FIELDS, field_check
from callbench.errors import CallbenchError, FileProblem, UsageProblem
from callbench.exchange.customers import is_customer_list
from callbench.exchange.files import readable, stat_of
from callbench.i18n import _
from callbench.records.scripts import ScriptKept
from callbench.rules.outcomes import SHIPPED
from callbench.rules.words import CHANNELS
from callbench.script.compile import Compiled, compile_script
from callbench.script.model import Script, script_from_json
from callbench.script.problems import ScriptProblem
from callbench.script.quality.card_fields import Holds
from callbench.script.quality.longest_path import PathReport, path_report
from callbench.script.quality.report import quality
from callbench.script.sheets.content import ScriptSource
from callbench.script.source import read_source
from callbench.script.telling.cells import Cells
from callbench.script.telling.diff import Difference, differences
from callbench.store import scripts
from callbench.text import clean, nearest

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv")


@dataclass(frozen=True)
class ScriptFile:
    """A script file as read. compiled holds the script, or all that is wrong with it."""

    path: Path
    data: bytes
    source: ScriptSource
    compiled: Compiled


@dataclass(frozen=True)
class ScriptSeen:
    """A script to look at. name: the file's, or FORM@VERSION. state: draft, published, retired; "" for a file."""

    name: str
    script: Script
    data: bytes
    file_name: str
    state: str = ""

    @cached_property
    def cells(self) -> Cells | None:
        """Where everything stands in its workbook; None when that cannot be read any more."""
        try:
            source = read_source(self.data, self.file_name)
        except CallbenchError:
            return None
        written = compile_script(source).script
        return None if written is None else Cells(source, written)


def read_script(path: Path, region: str, outcomes: Collection[str] | None = None) -> ScriptFile:
    """Read and compile a script file. region: the shop's; outcomes: its keys, None where no base tells them, and others than
    the shipped ones are only warned of. Raises FileProblem when it is no script at all.
    """
    stat_of(path)
    with readable(path):
        data = path.read_bytes()
    try:
        source = read_source(data, path.name)
    except FileProblem as refusal:
        if refusal.code == "no-survey" and is_customer_list(path, region):
            raise FileProblem(
                _("This is a list of customers, not a script."), where=str(path), code="file-customers",
                todo=_("Take it in with: callbench import customers {file}").format(file=path.name),
            ) from None  # fmt: skip
        raise
    known = SHIPPED.keys() if outcomes is None else outcomes
    return ScriptFile(path, data, source, compile_script(source, outcomes=known, guessed=outcomes is None))


@dataclass(frozen=True)
class ScriptChecked:
    """All there is to say about a script file. errors: there is no script. warnings: what the compiler saw; remarks: what
    could be better. longest: the longest way through it, None when there are errors.
    """

    file: ScriptFile
    errors: tuple[ScriptProblem, ...]
    warnings: tuple[ScriptProblem, ...]
    remarks: tuple[ScriptProblem, ...] = ()
    longest: PathReport | None = None


def check_script(
    path: Path, settings: Settings, clock: Clock, outcomes: Collection[str] | None = None
) -> ScriptChecked:
    """Read a script file and say everything about it; outcomes as in `read_script`. Raises FileProblem for no script at all."""
    file = read_script(path, settings["shop.region"], outcomes)
    errors = tuple(each for each in file.compiled.problems if each.severity == "error")
    warnings = tuple(each for each in file.compiled.problems if each.severity != "error")
    script = file.compiled.script
    if script is None:
        return ScriptChecked(file, errors, warnings)
    remarks = quality(script, Cells(file.source, script), profile=FIELDS, holds=card_check(settings, clock))
    return ScriptChecked(file, errors, warnings, remarks, path_report(script))


def advertising(script: Script, settings: Settings) -> list[str]:
    """What campaigns that call with the script are held to because of its settings sheet, in sentences."""
    said = []
    if script.marketing:
        said.append(
            _("It contains marketing: campaigns with it call only from {begin} until {end}.").format(
                begin=f"{settings['marketing.from']:%H:%M}", end=f"{settings['marketing.until']:%H:%M}"
            )
        )
    if script.consent:
        said.append(
            _("Campaigns with it call only who has agreed to be called for: {purpose}.").format(purpose=script.consent)
        )
    return said


def card_check(settings: Settings, clock: Clock) -> Holds:
    """What choices of a script the fields of a profile can hold; unlike somebody who types, a script must name a known channel."""
    reads = field_check(settings, clock)

    def holds(field: str, text: str) -> str:
        if field == "channel" and text not in CHANNELS:
            return _("Known: {known}.").format(known=_(", ").join(CHANNELS))
        return reads(field, text)

    return holds


def is_file_name(name: str) -> bool:
    """Whether a file is meant and no form: there is one of this name, a folder stands before it, or it ends like one."""
    ends = "@" not in name and Path(name).suffix.casefold() in _ENDINGS
    return ends or os.sep in name or "/" in name or Path(name).is_file()


def seen_in_file(path: Path, region: str, outcomes: Collection[str] | None = None) -> ScriptSeen:
    """The script of a file; outcomes as in `read_script`. Raises FileProblem when it has errors or is none."""
    file = read_script(path, region, outcomes)
    if file.compiled.script is None:
        n = sum(problem.severity == "error" for problem in file.compiled.problems)
        raise FileProblem(
            _("The script has errors: {n}.").format(n=n), where=str(path), code="script-errors",
            todo=_("See them all with: callbench script check {file}").format(file=path),
        )  # fmt: skip
    return ScriptSeen(str(path), file.compiled.script, file.data, path.name)


def seen_in_base(bench: Bench, name: str) -> ScriptSeen:
    """FORM@VERSION, or FORM for the version published last. Raises UsageProblem naming the nearest."""
    return kept_seen(find_version(bench, name))


def kept_seen(kept: ScriptKept) -> ScriptSeen:
    """A version of the base as it is looked at."""
    name = f"{kept.form_id}@{kept.version}"
    return ScriptSeen(name, script_from_json(kept.canonical), kept.workbook, kept.file_name, kept.state)


def find_version(bench: Bench, name: str) -> ScriptKept:
    """The version that FORM@VERSION or FORM names. Raises UsageProblem naming the nearest form, or its versions."""
    form_id, at, version = name.partition("@")
    with bench.db.read() as connection:
        found = scripts.version(connection, form_id, version) if at else scripts.newest(connection, form_id)
        if found is not None:
            return found
        known = scripts.listed(connection)
    versions = [f"{form_id}@{one.version}" for one in known if one.form_id == form_id]
    if versions:
        what = _("There is no version {version!r} of {form!r}.") if at else _("No version of {form!r} is published.")
        raise UsageProblem(
            what.format(form=clean(form_id), version=clean(version)),
            todo=_("Known: {known}.").format(known=", ".join(versions)), code="script-unknown",
        )  # fmt: skip
    forms = dict.fromkeys(one.form_id for one in known)
    raise UsageProblem(
        _("There is no script {name!r}, and no such file.").format(name=clean(name)),
        todo=_("The nearest is {nearest!r}.").format(nearest=nearest(form_id, forms, alike=0))
        if forms
        else _("Import one: callbench import script FILE."),
        code="script-unknown",
    )


def compare(old: ScriptSeen, new: ScriptSeen) -> tuple[Difference, ...]:
    """In what the newer differs from the older, with the cells of both workbooks as far as they can be read."""
    return differences(old.script, new.script, old.cells, new.cells)
