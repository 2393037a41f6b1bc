"""`callbench campaign`: who is called for what."""

from __future__ import annotations

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.i18n import N_, _
from callbench.rules.words import CLASSES

_SKIPPED = {
    "already": N_("already in the queue"),
    "no_phone": N_("no number to call"),
    "silence": N_("refused follow-up calls not long ago"),
    "not_active": N_("not to be called"),
}


@base.command("start", N_("Put customers into the queue, with a script."))
@base.argument("name", N_("NAME"))
@base.option(
    "--script", "form_id", required=True, metavar=N_("SCRIPT"), said=N_("The script's id, as `script list` tells it.")
)
@base.option(
    "--purpose", default="", metavar=N_("TEXT"), said=N_("What the calls are for; shown beside every customer.")
)
@base.option(
    "--class",
    "classes",
    multiple=True,
    type=base.Choice(tuple(CLASSES)),
    metavar="key|regular|potential|special",
    said=N_("Only customers of this class; may be repeated."),
)
def start(door: Door, name: str, form_id: str, purpose: str, classes: tuple[str, ...]) -> None:
    """Print how many customers were added and why others were not."""
    from callbench.desk.campaigns import start_campaign

    started = start_campaign(door.bench, name, form_id, purpose=purpose, classes=classes)
    if door.json:
        say.json({"campaign": started.campaign_code, "added": started.added, "skipped": started.skipped})
        return
    say.lines([_("Campaign {code}: customers added: {n}").format(code=started.campaign_code, n=started.added)])
    if started.skipped:
        skipped = _(", ").join(f"{_(_SKIPPED.get(reason, reason))} {n}" for reason, n in started.skipped.items())
        say.lines([_("Left out: {skipped}").format(skipped=skipped)])


@base.command("list", N_("Campaigns and how far they are."))
def listed(door: Door) -> None:
    """Print one line a campaign."""
    from callbench.desk.campaigns import list_campaigns

    found = list_campaigns(door.bench)
    if door.json:
        from callbench.cli.shapes import campaign_shape

        say.json({"campaigns": [campaign_shape(campaign) for campaign in found]})
        return
    rows = [
        (c.code, c.name, _("waiting {n}").format(n=c.waiting), _("done {n}").format(n=c.done), c.script_title)
        for c in found
    ]
    say.lines(columns(rows))
