"""Which plans come with the program, and which there may be beside each other. Source: RULES "Call plans"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from callbench.i18n import N_, _
from callbench.records.plans import Plan
from callbench.text import clean
from callbench.values.problem import ValueProblem

_BY_CLASS = (  # code, name, months, window, priority
    ("key", N_("Key customers monthly"), 1, 7, 4),
    ("regular", N_("Regular customers quarterly"), 3, 14, 5),
    ("potential", N_("Potential customers half-yearly"), 6, 21, 6),
)
_BY_SERVICE = (  # code, name, trigger, days, window, priority
    ("next-day", N_("The day after a service"), "service", 1, 1, 2),
    ("day-3", N_("Three days after a service"), "service", 3, 2, 3),
    ("day-15", N_("Fifteen days after a service"), "service", 15, 5, 4),
    ("before-next", N_("Three days before the next service"), "cycle", 3, 2, 4),
)
_NOBODY = UUID(int=0)
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
SHIPPED: tuple[Plan, ...] = (
    *(
        Plan(_NOBODY, code, name, _NOBODY, "class", code, every_months=months, window_days=window, priority=priority)
        for code, name, months, window, priority in _BY_CLASS
    ),
    *(
        Plan(_NOBODY, code, name, _NOBODY, trigger, offset_days=days, window_days=window, priority=priority)
        for code, name, trigger, days, window, priority in _BY_SERVICE
    ),
)
"""The plans of RULES by their codes; special customers are called by hand."""


def read_code(text: str) -> str:
    """The code of a plan as it is kept. Raises ValueProblem."""
    code = clean(text).casefold()
    if not _CODE.fullmatch(code):
        raise ValueProblem(
            "code",
            _(
                "{code!r} is no code for a plan; use up to 40 small letters, digits, dots or dashes, without spaces."
            ).format(code=code[:60]),
        )
    return code


def check(plan: Plan, others: Sequence[Plan], gap: int) -> None:
    """Raise ValueProblem for a plan that does not fit together, or would call a person sooner than `gap` days again."""
    if plan.trigger == "class" and not (plan.customer_class and plan.every_months):
        raise ValueProblem("plan", _("A plan by class needs a class and how many months: --class key --every 1."))
    if plan.trigger != "class" and not plan.offset_days:
        raise ValueProblem("plan", _("A plan after a service needs how many days: --after 3, or --before 3."))
    if plan.trigger == "class" and 28 * (plan.every_months or 1) < gap:
        raise ValueProblem(
            "plan-too-short",
            _("This plan calls again sooner than {n} days after, the least gap between plan calls.").format(n=gap),
        )
    if plan.trigger == "cycle" and plan.every_months and 28 * plan.every_months <= (plan.offset_days or 0):
        raise ValueProblem(
            "plan", _("The next service comes sooner than {n} days after the last.").format(n=plan.offset_days)
        )
    for other in others:
        if other.id != plan.id and other.state == "active" and plan.trigger == other.trigger == "service":
            near = abs((plan.offset_days or 0) - (other.offset_days or 0)) < gap
            alike = plan.item == other.item and plan.customer_class in ("", other.customer_class)
            if near and (alike or (plan.item == other.item and not other.customer_class)):
                raise ValueProblem(
                    "plan-too-short",
                    _(
                        "The plan {name} calls less than {n} days before or after this one, the least gap between plan calls."
                    ).format(name=other.code, n=gap),
                )
