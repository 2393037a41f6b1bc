"""`callbench script`: the scripts there are."""

from __future__ import annotations

from dataclasses import asdict

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.i18n import N_, _

_STATES = {"draft": N_("draft"), "published": N_("published"), "retired": N_("retired")}


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
                [(s.form_id, s.version, s.title, _(_STATES.get(s.state, s.state)), s.file_name or "-") for s in found]
            )
        )
