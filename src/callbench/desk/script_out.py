"""Scripts that go out: a template to start from, a version as it was imported, or its canonical JSON."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from callbench.demo.samples import SAMPLES
from callbench.desk.bench import Bench
from callbench.desk.customers import FIELDS
from callbench.desk.script_files import find_version
from callbench.errors import FileProblem, UsageProblem
from callbench.exchange.script_template import template, template_of
from callbench.exchange.script_workbook import script_to_workbook
from callbench.exchange.target import written
from callbench.i18n import _
from callbench.script.compile import compile_script
from callbench.script.model import script_from_json
from callbench.script.source import read_source
from callbench.text import clean

_KINDS = ((b"PK", ".xlsx"), (b"\xd0\xcf\x11\xe0", ".xls"))


@dataclass(frozen=True, slots=True)
class ScriptOut:
    """What was written. name: FORM@VERSION, or the key of a sample. original: they are the bytes that were imported."""

    name: str
    bytes: int
    original: bool = False


def write_template(target: Path | BinaryIO, *, sample: str = "", force: bool = False) -> ScriptOut:
    """Write a workbook to start a script from, or a shipped script; drop-downs and a page of help are in it.

    force: a file that is there may be replaced. Raises UsageProblem for an unknown sample, FileProblem when the file
    cannot be written or is there.
    """
    if isinstance(target, Path) and target.suffix.casefold() != ".xlsx":
        raise UsageProblem(
            _("A template is a workbook."), where=str(target), todo=_("Give it a name that ends with .xlsx.")
        )
    if not sample:
        return ScriptOut("", _write(target, template(FIELDS), force=force))
    found = SAMPLES.get(sample)
    if found is None:
        raise UsageProblem(
            _("There is no sample {name!r}.").format(name=clean(sample)), where="--sample",
            todo=_("Known: {known}.").format(known=", ".join(SAMPLES)),
        )  # fmt: skip
    script = compile_script(read_source(found.workbook.read_bytes(), found.file)).script
    assert script is not None
    return ScriptOut(sample, _write(target, template_of(script, FIELDS), force=force))


def export_script(
    bench: Bench, name: str, target: Path | BinaryIO, *, as_json: bool = False, force: bool = False
) -> ScriptOut:
    """Write the version that FORM@VERSION or FORM names: as JSON, or as the workbook it came from.

    A path decides by its ending: `.json`, that of the file which was imported, or `.xlsx`, for which a workbook is
    written from the script when it came from another kind of file. Raises UsageProblem when there is no such version
    or the ending is another one, FileProblem when the file cannot be written or is there.
    """
    kept = find_version(bench, name)
    own = _ending(kept.workbook)
    wanted = target.suffix.casefold() if isinstance(target, Path) else ".json" if as_json else own or ".xlsx"
    if wanted == ".xlsm" and own == ".xlsx":
        wanted = own
    original = False
    if wanted == ".json":
        data = kept.canonical.encode()
    elif wanted == own:
        data, original = kept.workbook, True
    elif wanted == ".xlsx":
        data = script_to_workbook(script_from_json(kept.canonical))
    else:
        raise UsageProblem(
            _("A script cannot be written as {ending!r}.").format(ending=clean(wanted)), where=str(target),
            todo=_("Known: {known}.").format(known=", ".join(dict.fromkeys(filter(None, (own, ".xlsx", ".json"))))),
            code="script-ending",
        )  # fmt: skip
    return ScriptOut(f"{kept.form_id}@{kept.version}", _write(target, data, force=force), original)


def _ending(data: bytes) -> str:
    """How a file of this kind is called; "" when there is none. A CSV file may have had any name."""
    if not data:
        return ""
    return next((ending for head, ending in _KINDS if data.startswith(head)), ".csv")


def _write(target: Path | BinaryIO, data: bytes, *, force: bool) -> int:
    if isinstance(target, Path) and os.path.lexists(target) and not force and (target.is_file() or target.is_symlink()):
        raise FileProblem(
            _("There is a file of this name already."), where=str(target), code="file-there",
            todo=_("Choose another name, or replace it with --force."),
        )  # fmt: skip
    with written(target) as file:
        file.write(data)
    return len(data)
