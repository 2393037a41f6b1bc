"""A call plan to be added or changed: the calls it would make in a month are counted before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from textual.content import Content

from callbench.i18n import N_, _
from callbench.records.people import Agent
from callbench.records.plans import Plan, PlanPreview, PlanRow
from callbench.rules.calendar import calendar_of
from callbench.rules.campaign_words import read_number
from callbench.rules.plan_set import check, read_code
from callbench.rules.plan_words import LIMITS, preview_words
from callbench.rules.plans import told
from callbench.rules.selection_words import read_class_word
from callbench.rules.words import CLASSES
from callbench.text import clean
from callbench.tui import show, show_plan
from callbench.tui.screens.panels.form import Entry, FormPanel
from callbench.tui.screens.panels.script_entry import reads_script
from callbench.values.problem import ValueProblem

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDTH = 74
_NOBODY = UUID(int=0)
_HIGH = 30  # rows of a screen on which the days of the month are shown, too


class PlanPanel(FormPanel[Plan]):
    """Returns the plan as it is kept. row: the one to be changed, None for a new one; others: all there are; month: the
    days whose calls are counted.
    """

    PREVIEW_ROWS = 3

    def __init__(
        self, boss: Agent, row: PlanRow | None, others: Sequence[Plan], forms: Sequence[str], month: tuple[date, date]
    ) -> None:
        self.boss, self.row, self.others, self.month = boss, row, tuple(others), month
        plan = row.plan if row else Plan(_NOBODY, "", "", _NOBODY, "class", window_days=3)
        after, before = (
            str(plan.offset_days or "") if plan.trigger == trigger else "" for trigger in ("service", "cycle")
        )
        made_for = (
            Entry("made_for", N_("Campaign"), str, f"{row.campaign_code} {row.campaign}", fixed=True)
            if row
            else Entry("made_for", N_("Script"), reads_script(forms), forms[0] if len(forms) == 1 else "", N_("its id"))
        )
        super().__init__((
            Entry("code", N_("Code"), self._code, plan.code, N_("a short word"), fixed=row is not None),
            Entry("name", N_("Plan name"), partial(clean, limit=100), plan.name, N_("what it is called")),
            made_for,
            Entry("customer_class", N_("Class"), _class, _(CLASSES[plan.customer_class]) if plan.customer_class else "", N_("everybody")),
            Entry("item", N_("Service"), partial(clean, limit=100), plan.item, N_("any; * and ? too")),
            Entry("every_months", N_("Every … months"), _number("every_months"), str(plan.every_months or ""), N_("by class")),
            Entry("after", N_("Days after it"), _number("after"), after, N_("after a service")),
            Entry("before", N_("Days before next"), _number("before"), before, N_("before the next")),
            Entry("window_days", N_("May move (days)"), _number("window_days"), str(plan.window_days), "0-90"),
            Entry("priority", N_("Priority"), _number("priority"), str(plan.priority), N_("0 is first")),
        ))  # fmt: skip

    def on_mount(self) -> None:
        if self.app.size.height >= _HIGH:
            self.PREVIEW_ROWS = 10
        super().on_mount()

    def heading(self) -> str:
        return _("Add a plan") if self.row is None else _("Change {name}").format(name=self.row.plan.code)

    def _code(self, text: str) -> str:
        code = read_code(text)
        if self.row is None and any(plan.code == code for plan in self.others):
            raise ValueProblem("code-taken", _("There is a plan {name!r} already.").format(name=code))
        return code

    def together(self, values: Mapping[str, Any]) -> tuple[str, str]:
        if values["after"] and values["before"]:
            return "before", _("A plan calls either after a service or before the next one.")
        plan = self._plan(values)
        where = {"class": "every_months", "service": "after", "cycle": "before"}[plan.trigger]
        if plan.trigger == "class" and not plan.customer_class:
            return "customer_class", _("Say which class, or how many days after a service or before the next one.")
        if plan.trigger == "class" and not plan.every_months:
            return where, _("Say how many months, or how many days after a service or before the next one.")
        try:
            check(plan, self.others, self.desk.settings["plans.gap_days"])
        except ValueProblem as problem:
            return where, problem.message
        return "", ""

    def _plan(self, values: Mapping[str, Any]) -> Plan:
        """The plan as it is typed."""
        offset = values["after"] or values["before"]
        trigger = "service" if values["after"] else "cycle" if values["before"] else "class"
        before = self.row.plan if self.row else Plan(_NOBODY, values["code"], "", _NOBODY, trigger)
        return replace(
            before, name=values["name"] or values["code"], trigger=trigger, customer_class=values["customer_class"],
            item=values["item"], every_months=values["every_months"], offset_days=offset,
            window_days=values["window_days"] or 0, priority=5 if values["priority"] is None else values["priority"],
        )  # fmt: skip

    # -- the calls it would make ---------------------------------------------------------------------------------

    def asked(self, values: Mapping[str, Any]) -> Plan:
        return self._plan(values)

    def count(self, bench: Bench, asked: Plan) -> tuple[Plan, PlanPreview]:
        from callbench.desk.plans import preview

        return asked, preview(bench, *self.month, asked)

    def preview(self, found: tuple[Plan, PlanPreview] | None) -> list[Content]:
        if found is None:
            return []
        plan, seen = found
        head = show.line((show.fit(told(plan), _WIDTH), "$mark"))
        if self.PREVIEW_ROWS > 3:
            today = self.desk.clock.now().astimezone(self.desk.settings.zone).date()
            calendar = calendar_of(self.desk.settings)
            return [head, *show_plan.month_rows(seen, calendar, today, _WIDTH, name=show.fit(plan.name, 30))]
        said = show.wrapped(preview_words(seen, show.fit(plan.name, 30)), _WIDTH, most=2)
        return [head, *(show.line((part, "bold $ink")) for part in said)]

    def keep(self, bench: Bench, values: Mapping[str, Any]) -> Plan:
        from callbench.desk.plan_edits import add_plan, change_plan

        plan = self._plan(values)
        if self.row is None:
            return add_plan(bench, self.boss, plan, form_id=values["made_for"])
        before = self.row.plan
        changes = {name: getattr(plan, name) for name in plan.__slots__ if getattr(plan, name) != getattr(before, name)}
        return change_plan(bench, self.boss, self.row, **changes) if changes else before


def _class(text: str) -> str:
    return read_class_word(text) if clean(text) else ""


def _number(name: str) -> Any:
    least, most = LIMITS[name]
    return lambda text: read_number(text, least, most)
