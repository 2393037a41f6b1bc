"""Which settings there are: key, kind, default, meaning, limits. `docs/settings.md` is made from this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from callbench.i18n import N_


@dataclass(frozen=True)
class Setting:
    """One key. kind: text, int, flag, time (HH:MM), span (HH:MM-HH:MM or nothing), zone, region, calendar, language,
    choice, list, words. source: where the default comes from.

    choices: the words allowed; of a list, what may stand in {braces} in it.
    """

    key: str  # section.name
    kind: str
    default: Any
    label: str
    source: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return "CALLBENCH_" + self.key.replace(".", "_").upper()


_FIELD = N_("field practice")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SETTINGS: tuple[Setting, ...] = (
    Setting("shop.name", "text", "", N_("Name of the shop, spoken where a customer's branch is not known.")),
    Setting("shop.zone", "zone", "Asia/Shanghai", N_("Time zone of the shop (IANA name).")),
    Setting("shop.region", "region", "CN", N_("Region of phone numbers written without a country code (two letters).")),
    Setting("shop.day_starts", "time", time(4), N_("When the shop's business day begins; calls after midnight count to the day before.")),
    Setting("shop.opens", "time", time(9), N_("When the shop's working hours begin; deadlines of complaints run inside them.")),
    Setting("shop.closes", "time", time(21), N_("When the shop's working hours end.")),
    Setting(
        "shop.pause", "span", "",
        N_("Lunch pause, HH:MM-HH:MM: nobody is called on their own clock, deadlines of complaints stand still; empty: none."),
    ),
    Setting(
        "shop.calendar", "calendar", "CN",
        N_("Whose public holidays count: CN (with the days worked in their place), none, or another region like US-CA."),
    ),
    Setting("shop.workdays", "words", WEEKDAYS[:5], N_("Weekdays on which the shop works, where its calendar says nothing else."), choices=WEEKDAYS),
    Setting("desk.language", "language", "", N_("Language of screens and messages: zh_CN or en; empty follows the locale.")),
    Setting("desk.agent", "text", "", N_("Agent who works at this desk; empty asks at the start.")),
    Setting(
        "desk.theme", "choice", "", N_("Colours of the screens: dark, light or contrast; empty: as last switched there."),
        choices=("dark", "light", "contrast"),
    ),
    Setting(
        "desk.spacing", "choice", "", N_("Room between lines: roomy or compact; empty: as last switched on the screens."),
        choices=("roomy", "compact"),
    ),
    Setting("desk.base", "text", "", N_("Base to open: a path or a database address; empty means the user's data folder.")),
    Setting("calls.from", "time", time(9), N_("Nobody is called before this time on their own clock."), _FIELD),
    Setting("calls.until", "time", time(21), N_("Nobody is called from this time on, on their own clock."), _FIELD),
    Setting("calls.on_days_off", "flag", False, N_("Whether customers are called on days the shop's calendar has off, too."), _FIELD),
    Setting("calls.gap_minutes", "int", 60, N_("Least minutes between two attempts to the same number."), _FIELD, 0, 10_080),
    Setting("calls.per_day", "int", 2, N_("Most attempts a day to one person, over all campaigns."), _FIELD, 1, 50),
    Setting("calls.per_month", "int", 4, N_("Most attempts in 30 days to one person, over all campaigns."), _FIELD, 1, 500),
    Setting("calls.attempts", "int", 6, N_("Most attempts for one queue item; an agreed callback may exceed it by one."), _FIELD, 1, 100),
    Setting("calls.hold_minutes", "int", 30, N_("A held item without activity returns to the queue after this many minutes."), _FIELD, 1, 1_440),
    Setting("calls.release_minutes", "int", 15, N_("A personal callback is open to everyone this many minutes after it was due."), _FIELD, 0, 10_080),
    Setting(
        "calls.skip_minutes", "int", 15, N_("A customer given back without a call is not offered again for this many minutes."),
        _FIELD, 1, 1_440,
    ),
    Setting("calls.undo_seconds", "int", 15, N_("How long the last saved result can be undone."), _FIELD, 0, 600),
    Setting("plans.gap_days", "int", 2, N_("Least days between two calls that plans make to one person."), _FIELD, 0, 365),
    Setting("marketing.from", "time", time(10), N_("Nobody is called before this time where the call advertises something."), _FIELD),
    Setting("marketing.until", "time", time(20), N_("Nobody is called from this time on where the call advertises something."), _FIELD),
    Setting("retry.no_answer_minutes", "int", 180, N_("Next attempt after nobody answered."), _FIELD, 1, 43_200),
    Setting("retry.busy_minutes", "int", 30, N_("Next attempt after a busy line."), _FIELD, 1, 43_200),
    Setting("retry.refused_days", "int", 7, N_("Next attempt after 'not this time'."), _FIELD, 1, 365),
    Setting("retry.silence_days", "int", 60, N_("Silence after a refusal for good."), _FIELD, 1, 3_650),
    Setting(
        "dial.command", "list", (),
        N_("Program that dials, and its arguments; {e164}, {national} and {ext} stand for the number. Run without a shell."),
        choices=("e164", "national", "ext"),
    ),
    Setting("complaints.urgent_answer_hours", "int", 2, N_("Working hours until an urgent complaint is answered."), _FIELD, 1, 72),
    Setting("complaints.urgent_solve_days", "int", 1, N_("Working days until an urgent complaint is solved."), _FIELD, 0, 30),
    Setting("complaints.normal_solve_days", "int", 3, N_("Working days until any other complaint is solved."), _FIELD, 0, 60),
    Setting("complaints.owner", "text", "", N_("Code of the agent who sees to new complaints; empty, or nobody here: who raised it.")),
    Setting("complaints.final_days", "int", 7, N_("Days after which no complaint may be open."), _FIELD, 1, 90),
)  # fmt: skip
