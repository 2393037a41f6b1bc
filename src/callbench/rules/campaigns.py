"""What a campaign goes through, and what it may aim at.

States: planned → active → paused → closed. A closed one stays closed: whoever is to be called again is called by another.
"""

from __future__ import annotations

from collections.abc import Sequence

from callbench.config import Settings
from callbench.i18n import N_, _
from callbench.records.campaigns import Aimed, Progress, Target
from callbench.rules.brakes import marketing_hours
from callbench.rules.hours import calling_hours
from callbench.rules.windows import clocks_of
from callbench.values.problem import ValueProblem

STATES = {"planned": N_("planned"), "active": N_("running"), "paused": N_("paused"), "closed": N_("closed")}
MOVES: dict[str, dict[str, str]] = {
    "start": {"planned": "active"},
    "pause": {"active": "paused"},
    "resume": {"paused": "active"},
    "close": {"planned": "closed", "active": "closed", "paused": "closed"},
}
"""What is done → the states in which it can be → the state after it."""
MEASURES = {"completed": N_("completed"), "reach": N_("reached"), "satisfaction": N_("satisfied")}


def moved(state: str, verb: str) -> str | None:
    """The state after `verb`; None where it cannot be done."""
    return MOVES[verb].get(state)


def possible(state: str) -> tuple[str, ...]:
    """What can be done in a state."""
    return tuple(verb for verb, states in MOVES.items() if state in states)


def check_hours(settings: Settings, opens: str, closes: str, *, marketing: bool) -> None:
    """Raise ValueProblem when hours of a campaign ("" for none) leave nothing of those in which the shop may call."""
    shop = calling_hours(settings, settings["shop.zone"])
    told = f"{shop.opens:%H:%M}-{shop.closes:%H:%M}"
    hours = shop.within(*clocks_of(f"{opens}-{closes}")) if opens else shop
    if hours is None:
        raise ValueProblem(
            "hours-outside",
            _("Between {hours} nobody may be called: the shop calls {shop}.").format(
                hours=f"{opens}-{closes}", shop=told
            ),
        )
    if marketing and marketing_hours(hours, settings) is None:
        adverts = f"{settings['marketing.from']:%H:%M}-{settings['marketing.until']:%H:%M}"
        raise ValueProblem(
            "hours-outside",
            _("Between {hours} nothing may be advertised: that is done {adverts}.").format(
                hours=f"{opens}-{closes}" if opens else told, adverts=adverts
            ),
        )


def read_target(measure: str, text: str) -> Target:
    """`120` or `80%`. Raises ValueProblem for anything else, and for more than 100 %."""
    said = text.strip().replace("％", "%")
    per_cent = said.endswith("%")
    digits = said.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        raise ValueProblem("target", _("{text!r} is no target; write a number, or per cent: 80%.").format(text=text))
    if per_cent and int(digits) > 100:
        raise ValueProblem(
            "target-too-high", _("A target of {text} cannot be reached: the most is 100%.").format(text=said)
        )
    return Target(measure, int(digits), per_cent)


def aimed(targets: Sequence[Target], progress: Progress) -> tuple[Aimed, ...]:
    """Each target with what was reached.

    completed: customers with a completed call ÷ customers of the campaign; reach: attempts with somebody reached ÷
    attempts; satisfaction: answers 4 and 5 ÷ answers 1 to 5. A target in numbers is compared with what is divided.
    """
    parts = {
        "completed": (progress.completed, progress.customers),
        "reach": (progress.contacted, progress.attempts),
        "satisfaction": (progress.satisfied, progress.rated),
    }
    found = []
    for target in targets:
        above, below = parts[target.measure]
        share = 100 * above / below if below else None
        found.append(Aimed(target, share if target.per_cent else above, above, below))
    return tuple(found)
