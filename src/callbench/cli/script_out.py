"""`callbench script template` and `script export`: workbooks that go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.exports import target_of
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.desk.script_out import ScriptOut

_FORCE = base.option("--force", is_flag=True, said=N_("Replace a file of this name."))


@base.command("template", N_("Write a workbook to start a script from: drop-downs, an example, a page of help."))
@base.argument("out", N_("OUT.xlsx"), N_("The workbook to write."))
@base.option("--sample", metavar=N_("KEY"), said=N_("Start from a shipped script instead of the example."))
@_FORCE
def template(door: Door, out: str, sample: str | None, force: bool) -> None:
    """Write the workbook and tell where it is."""
    from callbench.desk.script_out import write_template

    _tell(door, out, write_template(Path(out), sample=sample or "", force=force))


@base.command("export", N_("Write a version as the workbook that was imported, or as canonical JSON."))
@base.argument("form", N_("FORM"), N_("The script's id, as `script list` tells it; or FORM@VERSION."))
@base.argument("out", N_("OUT"), N_("The file to write, .xlsx or .json; - is standard output."))
@_FORCE
def export(door: Door, form: str, out: str, force: bool) -> None:
    """Write the file and tell what it holds."""
    from callbench.desk.script_out import export_script

    target = target_of(out, binary=not door.json)
    _tell(door, out, export_script(door.bench, form, target, as_json=door.json, force=force))


def _tell(door: Door, out: str, done: ScriptOut) -> None:
    if out == "-":
        return
    if door.json:
        say.json({"file": out, "script": done.name, "bytes": done.bytes, "original": done.original})
    elif done.original:
        say.talk(_("{script} written to {file}, as it was imported.").format(script=done.name, file=out))
    elif done.name:
        say.talk(_("{script} written to {file}.").format(script=done.name, file=out))
    else:
        say.talk(_("Template written to {file}. Check it with: callbench script check {file}").format(file=out))
