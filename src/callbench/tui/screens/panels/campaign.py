"""A campaign to be planned or changed: every field read while it is typed, whom it would call counted before it is fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from callbench.i18n import N_, _, language
from callbench.records.campaigns import Campaign, CampaignChanged, CampaignEdit, CampaignWish, Counted
from callbench.records.people import Agent
from callbench.rules.campaign_words import (
    MOST_ATTEMPTS,
    hours_words,
    period_words,
    read_hours,
    read_number,
    read_period,
    read_targets,
    read_yes,
    targets_words,
    yes_words,
)
from callbench.rules.campaigns import check_hours
from callbench.rules.selection import check, told
from callbench.rules.selection_words import as_words, read_selection
from callbench.text import clean
from callbench.tui import show, show_campaign
from callbench.tui.screens.panels.form import Entry, FormPanel
from callbench.tui.screens.panels.script_entry import reads_script
from callbench.values.problem import ValueProblem

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDTH = 74
_COMMAS = str.maketrans("，、;；", ",,,,")


class CampaignPanel(FormPanel[CampaignChanged]):
    """Returns the campaign as it is kept. campaign: the one to be changed, None for a new one; forms: published scripts."""

    PREVIEW_ROWS = 4

    def __init__(self, boss: Agent, campaign: Campaign | None, forms: Sequence[str], today: int) -> None:
        self.boss, self.campaign, self.today = boss, campaign, today
        one = campaign
        script = one.form_id if one else forms[0] if len(forms) == 1 else ""
        attempts = str(one.max_attempts) if one else ""
        super().__init__((
            Entry("name", N_("Campaign"), self._read_name, one.name if one else "", N_("a name")),
            Entry("script", N_("Script"), str if one else reads_script(forms), script, N_("its id"), fixed=one is not None),
            Entry("purpose", N_("Purpose"), _text(200), one.purpose if one else "", N_("shown at each call")),
            Entry("whom", N_("Whom it calls"), read_selection, as_words(one.selection) if one else "", N_("class key, tag vip")),
            Entry("people", N_("Who calls"), _people, ", ".join(one.people) if one else "", N_("everyone")),
            Entry("period", N_("Period"), read_period, period_words(one.starts_on, one.ends_on) if one else "", "2026-04-01.."),
            Entry("hours", N_("Hours"), read_hours, hours_words(one.opens, one.closes) if one else "", N_("the shop's")),
            Entry("attempts", N_("Most attempts"), _attempts, attempts, N_("as the settings say")),
            Entry("targets", N_("Targets"), read_targets, targets_words(one.targets) if one else "", N_("completed 80%")),
            Entry("skill", N_("Skill"), _text(60), one.skill if one else "", N_("none")),
            Entry("consent", N_("Needs consent for"), _text(60), one.consent if one else "", N_("nothing")),
            Entry("marketing", N_("Advertises"), read_yes, yes_words(one.marketing) if one else "", N_("no")),
        ))  # fmt: skip

    def heading(self) -> str:
        if self.campaign is None:
            return _("Plan a campaign")
        return _("Change {name}").format(name=show.fit(f"{self.campaign.code} {self.campaign.name}", 50))

    def _read_name(self, text: str) -> str:
        if not (name := clean(text, limit=100)):
            raise ValueProblem("name", _("A campaign needs a name."))
        return name

    def together(self, values: Mapping[str, Any]) -> tuple[str, str]:
        today = self.desk.clock.now().astimezone(self.desk.settings.zone).date()
        before = self.campaign.ends_on if self.campaign else None
        last = values["period"][1]
        if last is not None and last < self.today and last != before:
            return "period", _("The last day is past.")
        try:
            check_hours(self.desk.settings, *values["hours"], marketing=values["marketing"])
        except ValueProblem as problem:
            return "hours", problem.message
        try:
            if values["whom"] is not None:
                check(values["whom"], today)
        except ValueProblem as problem:
            return "whom", problem.message
        return "", ""

    # -- whom it would call --------------------------------------------------------------------------------------

    def asked(self, values: Mapping[str, Any]) -> Any:
        """The selection, and the consent that it needs."""
        return None if values["whom"] is None else (values["whom"], values["consent"])

    def count(self, bench: Bench, asked: Any) -> Counted:
        from callbench.desk.selection import count_selection

        selection, consent = asked
        return count_selection(bench, selection, self.campaign, consent=consent)

    def preview(self, found: Counted | None) -> list[Content]:
        if found is None:
            hint = _(
                "Whom it calls is written as on the command line: class key, service facial, served 60d..15d, amount 500.., "
                "branch NAME, owner CODE, answer csat<3, tag vip; or everybody."
            )
            return [show.line((part, "$muted")) for part in show.wrapped(hint, _WIDTH, most=3)]
        words = show.fit(told(self.values["whom"], language()), _WIDTH)
        return [show.line((words, "$mark")), *show_campaign.counted_rows(found, _WIDTH)]

    # -- keeping -----------------------------------------------------------------------------------------------

    def keep(self, bench: Bench, values: Mapping[str, Any]) -> CampaignChanged:
        from callbench.desk.campaign_edits import change_campaign, edit_of, plan_campaign

        starts, ends = values["period"]
        opens, closes = values["hours"]
        wish = CampaignWish(
            values["name"], values["script"], values["purpose"], starts, ends, opens, closes, values["attempts"],
            values["skill"], values["consent"], values["marketing"],
        )  # fmt: skip
        edit = CampaignEdit(wish, values["whom"], values["people"], values["targets"])
        if self.campaign is None:
            return CampaignChanged(plan_campaign(bench, self.boss, edit))
        if edit == edit_of(self.campaign):
            return CampaignChanged(self.campaign)
        return change_campaign(bench, self.boss, self.campaign, edit)


def _text(limit: int) -> Any:
    return lambda text: clean(text, limit=limit)


def _people(text: str) -> tuple[str, ...]:
    names = (name.strip() for name in clean(text, limit=400).translate(_COMMAS).split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _attempts(text: str) -> int | None:
    return read_number(text, 1, MOST_ATTEMPTS)
