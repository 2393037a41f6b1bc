"""`callbench script`: the versions there are, and what becomes of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.imports import tell_script
from callbench.cli.script_words import STATES
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.desk.scripts import StateChanged

_FORM = base.argument("form", N_("FORM"), N_("The script's id, as `script list` tells it; or FORM@VERSION."))
_VERSION = base.argument("version", N_("VERSION"), N_("Which version of it."), required=False)


@base.command("list", N_("Scripts and their versions."))
def listed(door: Door) -> None:
    """Print one line a version."""
    from callbench.desk.scripts import list_scripts

    found = list_scripts(door.bench)
    if door.json:
        say.json({"scripts": [asdict(script) for script in found]})
    else:
        say.lines(
            columns(
                [(s.form_id, s.version, s.title, _(STATES.get(s.state, s.state)), s.file_name or "-") for s in found]
            )
        )


@base.command(
    "import", N_("Take in a script from an XLSForm workbook; published at once. Exit code 1 when it was refused.")
)
@base.file_argument
@base.option("--draft", is_flag=True, said=N_("Do not publish it yet; a draft may be imported again with changes."))
def import_(door: Door, file: str, draft: bool) -> int:
    """Print what was done; findings when the script was refused for its problems."""
    from callbench.desk.scripts import import_script

    return tell_script(door, import_script(door.bench, Path(file), agent=door.agent_named(None), draft=draft))


@base.command("publish", N_("Let campaigns call with this version from now on. Open interviews go on with their own."))
@_FORM
@_VERSION
def publish(door: Door, form: str, version: str | None) -> None:
    """Print what changed."""
    from callbench.desk.scripts import publish_script

    changed = publish_script(door.bench, *_both(form, version), agent=door.agent_named(None))
    said = _("{name} is published already.") if changed.before == "published" else _("{name} is published.")
    _tell(door, changed, said, _("Campaigns that go on with this version: {names}."))


@base.command("retire", N_("Start no campaign with this version any more; running ones go on with it."))
@_FORM
@_VERSION
def retire(door: Door, form: str, version: str | None) -> None:
    """Print what changed."""
    from callbench.desk.scripts import retire_script

    changed = retire_script(door.bench, *_both(form, version), agent=door.agent_named(None))
    said = _("{name} is retired already.") if changed.before == "retired" else _("{name} is retired.")
    _tell(door, changed, said, _("Campaigns that still call with it: {names}."))


@base.command("remove", N_("Take a version away for good. Refused when an interview, a campaign or a call uses it."))
@_FORM
@_VERSION
def remove(door: Door, form: str, version: str | None) -> None:
    """Print what was removed."""
    from callbench.desk.scripts import remove_script

    form_id, name = _both(form, version)
    remove_script(door.bench, form_id, name, agent=door.agent_named(None))
    if door.json:
        say.json({"form_id": form_id, "version": name, "removed": True})
    else:
        say.lines([_("{name} is removed.").format(name=f"{form_id}@{name}")])


def _both(form: str, version: str | None) -> tuple[str, str]:
    """FORM VERSION or FORM@VERSION. Raises UsageProblem when no version is named."""
    form_id, at, name = form.partition("@")
    if version is not None:
        return form, version
    if not at:
        from callbench.errors import UsageProblem

        raise UsageProblem(
            _("Which version is not said."),
            where="VERSION",
            todo=_("Name it: {form}@VERSION. callbench script list tells which there are.").format(form=form),
        )
    return form_id, name


def _tell(door: Door, changed: StateChanged, said: str, used: str) -> None:
    if door.json:
        say.json(asdict(changed))
        return
    say.lines([said.format(name=f"{changed.form_id}@{changed.version}"), *changed.told])
    if changed.campaigns:
        say.lines([used.format(names=_(", ").join(changed.campaigns))])
