"""Campaigns, for supervisors: how far each is, everything about the chosen one; planned, changed, started, paused, closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content

from callbench.clock import business_day
from callbench.errors import CallbenchError
from callbench.i18n import N_, _, ngettext
from callbench.records.campaigns import (
    Aimed,
    Campaign,
    CampaignChanged,
    CampaignStand,
    CampaignStarted,
    Closing,
    Progress,
)
from callbench.rules.campaigns import STATES, possible
from callbench.tui import show, show_campaign
from callbench.tui.columns import Column
from callbench.tui.keymap import key_of
from callbench.tui.screens.office import OfficeScreen, bindings_of
from callbench.tui.screens.panels.campaign import CampaignPanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.queue_lines import Place
from callbench.tui.screens.queue_words import Told
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_QUESTIONS = {  # what is asked, who waits (one, many), what Enter does
    "pause": (
        N_("Pause {name}?"), N_("{n} customer waits and is not called meanwhile."),
        N_("{n} customers wait and are not called meanwhile."), N_("pause it"),
    ),
    "resume": (
        N_("Let {name} go on?"), N_("{n} customer may be called again."), N_("{n} customers may be called again."),
        N_("let it go on"),
    ),
    "close": (
        N_("Close {name} for good?"), N_("{n} customer waits and is not called for it any more."),
        N_("{n} customers wait and are not called for it any more."), N_("close it"),
    ),
}  # fmt: skip


class CampaignsScreen(OfficeScreen[CampaignStand]):
    """What a key would do is counted and asked first, except for what can be taken back by another key."""

    PLACE = "campaigns"
    BINDINGS = bindings_of("campaigns")
    HINT = N_("name, code, script")

    def __init__(self) -> None:
        super().__init__()
        self.with_closed = False
        self.far: tuple[Campaign, tuple[Progress, tuple[Aimed, ...]]] | None = None  # of which campaign how far

    # -- the list ----------------------------------------------------------------------------------------------

    def read(self, bench: Bench) -> Sequence[CampaignStand]:
        from callbench.desk.campaign_list import campaign_stands

        return campaign_stands(bench)

    def key(self, item: CampaignStand) -> object:
        return item.campaign.id

    def searched(self, item: CampaignStand) -> str:
        one = item.campaign
        return f"{one.code} {one.name} {one.purpose} {one.form_id} {one.script_title}"

    def shown(self, found: Sequence[CampaignStand]) -> Sequence[CampaignStand]:
        return [each for each in found if self.with_closed or each.campaign.state != "closed"]

    def titled(self, shown: Sequence[CampaignStand]) -> Content:
        running = sum(each.campaign.state == "active" for each in shown)
        said = ngettext("{n} campaign, {running} running", "{n} campaigns, {running} running", len(shown))
        parts: list[show.Part] = [(said.format(n=len(shown), running=running), "bold $mark")]
        closed = sum(each.campaign.state == "closed" for each in self.found or ())
        if closed and not self.with_closed:
            hidden = _("{n} closed: {key}").format(n=closed, key=key_of("campaigns.ended"))
            parts += ["   ", (hidden, "$muted")]
        return show.line(*parts)

    def listed(self, room: int) -> list[Column]:
        return show_campaign.campaign_columns(self.shown(self.found or ()), room)

    @property
    def _place(self) -> Place:
        return Place.of(self.desk.settings, self.desk.clock.now())

    @property
    def _today(self) -> int:
        settings = self.desk.settings
        return business_day(self.desk.clock.now(), settings.zone, settings.day_starts)

    def cells_of(self, item: CampaignStand) -> dict[str, tuple[str, str]]:
        return show_campaign.campaign_cells(item, self.size.width, self._place, self._today)

    def nobody(self, filtered: bool) -> Told:
        if filtered:
            return (_("No campaign here."), _("{key} drops the filter.").format(key=key_of("campaigns.back")))
        new = _("{key} plans one: a name, a script, whom it calls.").format(key=key_of("campaigns.new"))
        return (
            _("There is no campaign yet.") if not self.found else _("No campaign is open."),
            new,
            (_("It needs customers and a published script: callbench import customers FILE, callbench import script FILE."), "$muted"),
        )  # fmt: skip

    # -- the chosen one ----------------------------------------------------------------------------------------

    @on(Rows.Marked)
    def _look_closer(self) -> None:
        self._read_far()

    def after_load(self) -> None:
        self._read_far()

    @work(exclusive=True, group="far")
    async def _read_far(self) -> None:
        """How far the chosen one is, with its targets."""
        stand = self.chosen
        if stand is None:
            return

        def read(bench: Bench) -> tuple[Progress, tuple[Aimed, ...]]:
            from callbench.desk.campaigns import how_far

            return how_far(bench, stand.campaign)

        try:
            self.far = stand.campaign, await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if self.is_open:
            self.tell_details()

    def details(self, item: CampaignStand | None, room: int) -> list[Content]:
        if item is None:
            return []
        far = self.far[1] if self.far is not None and self.far[0] == item.campaign else None
        return show_campaign.campaign_rows(item.campaign, far, room)

    # -- keys --------------------------------------------------------------------------------------------------

    def action_ended(self) -> None:
        self.with_closed = not self.with_closed
        self.tell_all()

    def action_new(self) -> None:
        self._open_panel(None)

    def action_edit(self) -> None:
        if (stand := self.chosen) is not None and self._may("change", stand.campaign):
            self._open_panel(stand.campaign)

    def _open_panel(self, campaign: Campaign | None) -> None:
        """The form, once the scripts there are have been read."""

        def read(bench: Bench) -> tuple[str, ...]:
            from callbench.desk.campaign_list import published_forms

            return published_forms(bench)

        def opened(forms: tuple[str, ...]) -> None:
            ask(self, CampaignPanel(self.boss, campaign, forms, self._today), kept)

        def kept(changed: CampaignChanged | None) -> None:
            if changed is None:
                return
            said = _("{name} is kept.").format(name=changed.campaign.name)
            if changed.ended:
                ended = ngettext(
                    "{n} customer has had that many attempts and is not called any more.",
                    "{n} customers have had that many attempts and are not called any more.", changed.ended,
                )  # fmt: skip
                said += " " + ended.format(n=changed.ended)
            self.desk.say(said)
            self.load(changed.campaign.id)

        self.find_first(read, opened)

    def _may(self, verb: str, campaign: Campaign) -> bool:
        """Whether this can be done with a campaign in its state; says why not."""
        can = campaign.state != "closed" if verb == "change" else verb in possible(campaign.state)
        if not can:
            state = _(STATES[campaign.state])
            self.desk.say(_("The campaign {name!r} is {state}.").format(name=campaign.name, state=state), trouble=True)
        return can

    def action_start(self) -> None:
        """Start a planned one; a paused one goes on."""
        stand = self.chosen
        if stand is None:
            return
        campaign, boss = stand.campaign, self.boss
        if campaign.state == "paused":
            self._ask_waiting("resume")
            return
        if not self._may("start", campaign):
            return

        def run(bench: Bench, *, dry_run: bool = True) -> CampaignStarted:
            from callbench.desk.campaigns import open_campaign

            return open_campaign(bench, boss, campaign, dry_run=dry_run)

        def told(found: CampaignStarted) -> Told:
            n = found.added
            said = ngettext("{n} customer comes into the queue.", "{n} customers come into the queue.", n).format(n=n)
            also = show_campaign.left_out(found.skipped, found.elsewhere)
            return (_("Start {name}?").format(name=campaign.name), said, *also)

        self.ask_first(run, told, N_("start it"), lambda: self.change(partial(run, dry_run=False), self._added))

    def action_pause(self) -> None:
        self._ask_waiting("pause")

    def action_close(self) -> None:
        self._ask_waiting("close")

    def _ask_waiting(self, verb: str) -> None:
        """Ask with the counts of who waits in the chosen campaign, then move it."""
        stand, boss = self.chosen, self.boss
        if stand is None or not self._may(verb, stand.campaign):
            return
        campaign, (title, one, many, yes) = stand.campaign, _QUESTIONS[verb]

        def look(bench: Bench) -> Closing:
            from callbench.desk.campaign_list import waiting_in

            return waiting_in(bench, campaign)

        def told(found: Closing) -> Told:
            said = ngettext(one, many, found.items).format(n=f"{found.items:,}")
            return (
                _(title).format(name=campaign.name),
                said,
                *show_campaign.waiting_words(found, kept=verb == "pause"),
            )

        def move(bench: Bench) -> Campaign | Closing:
            from callbench.desk import campaigns

            if verb == "close":
                return campaigns.close_campaign(bench, boss, campaign)
            return (campaigns.pause_campaign if verb == "pause" else campaigns.resume_campaign)(bench, boss, campaign)

        def done(found: Campaign | Closing) -> str:
            if isinstance(found, Closing):
                closed = _("Campaign {code} is closed; customers who waited: {n}")
                return closed.format(code=campaign.code, n=found.items)
            return _("Campaign {code}: {state}").format(code=found.code, state=_(STATES[found.state]))

        self.ask_first(look, told, yes, lambda: self.change(move, done))

    def _added(self, found: CampaignStarted) -> str:
        return _("Campaign {code}: customers added: {n}").format(code=found.campaign_code, n=found.added)

    def action_refresh(self) -> None:
        stand = self.chosen
        if stand is None or not self._may("change", stand.campaign):
            return
        campaign = stand.campaign

        def write(bench: Bench) -> CampaignStarted:
            from callbench.desk.refreshing import refresh_campaign

            return refresh_campaign(bench, campaign)

        self.change(write, self._added)
