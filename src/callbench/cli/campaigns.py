"""`callbench campaign`: who is called for what."""

from __future__ import annotations

from typing import Any

import click

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.i18n import N_, _, ngettext
from callbench.rules.words import CLASSES, code_of

_SKIPPED = {
    "already": N_("already in the queue"),
    "no_phone": N_("no number to call"),
    "silence": N_("refused follow-up calls not long ago"),
    "not_active": N_("not to be called"),
    "do_not_call": N_("on the do-not-call list"),
}


class _Class(click.ParamType[str]):
    """A customer class by its code, its name in either language, or another word files have for it (VIP, 贵宾 …)."""

    name = "class"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from callbench.values.problem import ValueProblem
        from callbench.values.profile_words import read_class

        if found := code_of(value, CLASSES):
            return found
        try:
            if found := read_class(value):
                return found
        except ValueProblem as problem:
            self.fail(problem.message, param, ctx)
        self.fail(_("Choose one of: {choices}").format(choices=_(", ").join(CLASSES)), param, ctx)


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
    type=_Class(),
    metavar="key|regular|potential|special",
    said=N_("Only customers of this class; may be repeated."),
)
def start(door: Door, name: str, form_id: str, purpose: str, classes: tuple[str, ...]) -> None:
    """Print how many customers were added and why others were not."""
    from callbench.desk.campaigns import start_campaign

    started = start_campaign(door.bench, name, form_id, purpose=purpose, classes=classes)
    if door.json:
        say.json(
            {
                "campaign": started.campaign_code,
                "added": started.added,
                "skipped": started.skipped,
                "elsewhere": started.elsewhere,
            }
        )
        return
    say.lines([_("Campaign {code}: customers added: {n}").format(code=started.campaign_code, n=started.added)])
    if started.skipped:
        skipped = _(", ").join(f"{_(_SKIPPED.get(reason, reason))} {n}" for reason, n in started.skipped.items())
        say.lines([_("Left out: {skipped}").format(skipped=skipped)])
    if n := started.elsewhere:
        said = ngettext("{n} of them also waits in another campaign.", "{n} of them also wait in another campaign.", n)
        say.lines([said.format(n=n)])


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
