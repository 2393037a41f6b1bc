"""Call plans, for supervisors: when each calls, and a month of the calls they make; changed, paused, run, the shipped ones added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from callbench.clock import business_day, date_of
from callbench.errors import CallbenchError
from callbench.i18n import N_, _, ngettext
from callbench.records.plans import Plan, PlanPreview, PlanRow, PlanRun
from callbench.rules.calendar import calendar_of
from callbench.rules.plan_set import SHIPPED
from callbench.rules.plan_words import STATES, month_of, window_words
from callbench.rules.plans import told
from callbench.tui import cells, columns, show, show_plan
from callbench.tui.columns import Column
from callbench.tui.keymap import key_of
from callbench.tui.screens.office import OfficeScreen, bindings_of
from callbench.tui.screens.panels.plan import PlanPanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.panels.shipped_plans import ShippedPlansPanel
from callbench.tui.screens.queue_words import Told
from callbench.tui.show_campaign import STATE_STYLES

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDE, _WIDEST = 110, 150


class PlansScreen(OfficeScreen[PlanRow]):
    """The list is there at once; a month of calls is counted behind it, for all plans in one go."""

    PLACE = "plans"
    BINDINGS = bindings_of("plans")
    HINT = N_("code, name, class, service")

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 1  # which month is looked at, from this one on
        self.together = False  # all plans, not the chosen one
        self.seen: PlanPreview | None = None

    # -- the list ----------------------------------------------------------------------------------------------

    def read(self, bench: Bench) -> Sequence[PlanRow]:
        from callbench.desk.plans import list_plans

        return list_plans(bench)

    def key(self, item: PlanRow) -> object:
        return item.plan.id

    def searched(self, item: PlanRow) -> str:
        return f"{item.plan.code} {item.plan.name} {told(item.plan)} {item.campaign_code} {item.campaign}"

    def titled(self, shown: Sequence[PlanRow]) -> Content:
        running = sum(each.plan.state == "active" for each in shown)
        said = ngettext("{n} plan, {running} running", "{n} plans, {running} running", len(shown))
        return show.line((said.format(n=len(shown), running=running), "bold $mark"))

    def listed(self, room: int) -> list[Column]:
        state = max(cells.width(_(each)) for each in STATES.values())
        found = [
            Column("state", _("State"), state), Column("name", _("Plan"), 13 if room < _WIDEST else 40),
            Column("when", _("When"), 0), Column("waiting", _("Waiting"), 8, True), Column("month", f"{self.first:%Y-%m}", 8, True),
            Column("busiest", _("Busiest"), 10, True),
        ]  # fmt: skip
        if room >= _WIDE:
            found[3:3] = [Column("window", _("Window"), 14), Column("campaign", _("Campaign"), 0)]
        return columns.laid_out(found, room, 1)

    def cells_of(self, item: PlanRow) -> dict[str, tuple[str, str]]:
        plan = item.plan
        seen = self.seen.only(plan.code) if self.seen is not None else None
        calls = "…" if seen is None else f"{seen.calls:,}" if plan.state == "active" else "-"
        busiest = ""
        if seen is not None and seen.busiest is not None:
            day, most = seen.busiest
            busiest = f"{show.date_text(day, self.today)} {most}"
        runs = item.campaign_state == "active"
        return {
            "state": (_(STATES[plan.state]), STATE_STYLES[plan.state]),
            "name": (f"{plan.code} {plan.name}" if self.size.width >= _WIDEST else plan.code, ""),
            "when": (told(plan), ""),
            "window": (window_words(plan), "$muted"),
            "campaign": (f"{item.campaign_code} {item.campaign}", "$muted" if runs else "$bad"),
            "waiting": (f"{item.waiting:,}", ""),
            "month": (calls, ""),
            "busiest": (busiest, "$muted"),
        }

    def nobody(self, filtered: bool) -> Told:
        if filtered:
            return (_("No plan here."), _("{key} drops the filter.").format(key=key_of("plans.back")))
        return (
            _("There is no plan yet."),
            _("{key} adds those that come with the program: by class, and after services.").format(key=key_of("plans.shipped")),
            _("{key} adds one of your own.").format(key=key_of("plans.new")),
        )  # fmt: skip

    # -- a month of calls --------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The shop's business day now."""
        settings = self.desk.settings
        return date_of(business_day(self.desk.clock.now(), settings.zone, settings.day_starts))

    @property
    def first(self) -> date:
        """The first day of the month that is looked at."""
        return month_of(self.today, self.ahead)[0]

    def after_load(self) -> None:
        self.look_ahead()

    @work(exclusive=True, group="preview")
    async def look_ahead(self) -> None:
        """Count the calls of the month that is looked at."""
        first, last = month_of(self.today, self.ahead)
        self.seen = None
        self.tell_all()
        if not self.found:
            return

        def read(bench: Bench) -> PlanPreview:
            from callbench.desk.plans import preview

            return preview(bench, first, last)

        try:
            self.seen = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if self.is_open:
            self.tell_all()

    def details(self, item: PlanRow | None, room: int) -> list[Content]:
        if item is None:
            return []
        rows = [] if self.together else show_plan.plan_rows(item, room)
        if self.seen is None:
            return [*rows, show.line((_("counting …"), "$muted"))]
        if not self.together and item.plan.state != "active":
            return [*rows, show.line((_("Paused: it makes no calls."), "$muted"))]
        seen = self.seen if self.together else self.seen.only(item.plan.code)
        name = "" if self.together else show.fit(item.plan.name, 40)
        return [*rows, *show_plan.month_rows(seen, calendar_of(self.desk.settings), self.today, room, name=name)]

    def action_before(self) -> None:
        if self.ahead > 0:
            self.ahead -= 1
            self.look_ahead()

    def action_after(self) -> None:
        if self.ahead < 24:
            self.ahead += 1
            self.look_ahead()

    def action_whole(self) -> None:
        self.together = not self.together
        self.tell_details()

    # -- keys --------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        if (row := self.chosen) is not None:
            self._open_panel(row)

    def action_new(self) -> None:
        self._open_panel(None)

    def _open_panel(self, row: PlanRow | None) -> None:
        """The form, once the scripts there are have been read."""
        others = [each.plan for each in self.found or ()]

        def kept(plan: Plan | None) -> None:
            if plan is not None:
                self.desk.say(_("{name} is kept.").format(name=plan.code))
                self.load(plan.id)

        def opened(forms: tuple[str, ...]) -> None:
            ask(self, PlanPanel(self.boss, row, others, forms, month_of(self.today, self.ahead)), kept)

        self.find_first(_forms, opened)

    def action_pause(self) -> None:
        self._switch("pause")

    def action_start(self) -> None:
        self._switch("resume")

    def _switch(self, verb: str) -> None:
        row, boss = self.chosen, self.boss
        if row is None:
            return

        def write(bench: Bench) -> Plan:
            from callbench.desk.plan_edits import pause_plan, resume_plan

            return (pause_plan if verb == "pause" else resume_plan)(bench, boss, row.plan.code)

        def done(plan: Plan) -> str:
            return _("Plan {code}: {state}").format(code=plan.code, state=_(STATES[plan.state]))

        self.change(write, done)

    def action_run(self) -> None:
        """What is due today, asked with its counts first."""

        def look(bench: Bench, *, dry_run: bool = True) -> PlanRun:
            from callbench.desk.plans import run_plans

            return run_plans(bench, dry_run=dry_run)

        def told_(run: PlanRun) -> Told:
            n = sum(run.made.values())
            lines = [ngettext("{n} call comes into the queue.", "{n} calls come into the queue.", n).format(n=n)]
            lines += [f"{code}  {calls}" for code, calls in sorted(run.made.items())]
            if run.withdrawn:
                lines.append(
                    _("Withdrawn, because something happened since that their plan counts from: {n}").format(
                        n=run.withdrawn
                    )
                )
            return (_("Make the calls that are due today?"), *lines)

        def done(run: PlanRun) -> str:
            n = sum(run.made.values())
            return ngettext("{n} call made.", "{n} calls made.", n).format(n=n)

        self.ask_first(look, told_, N_("make them"), lambda: self.change(partial(look, dry_run=False), done))

    def action_shipped(self) -> None:
        there = {each.plan.code for each in self.found or ()}
        missing = [plan for plan in SHIPPED if plan.code not in there]
        if not missing:
            self.desk.say(_("All plans that come with the program are here."))
        else:
            self._ask_shipped(missing)

    def _ask_shipped(self, missing: Sequence[Plan]) -> None:
        def kept(plans: tuple[Plan, ...] | None) -> None:
            if plans:
                n = len(plans)
                self.desk.say(ngettext("{n} plan added.", "{n} plans added.", n).format(n=n))
                self.load()

        self.find_first(_forms, lambda forms: ask(self, ShippedPlansPanel(self.boss, missing, forms), kept))


def _forms(bench: Bench) -> tuple[str, ...]:
    from callbench.desk.campaign_list import published_forms

    return published_forms(bench)
