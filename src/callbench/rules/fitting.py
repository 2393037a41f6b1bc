"""Which outcomes fit an attempt as it stands, so that no attempt says what did not happen."""

from __future__ import annotations

from callbench.rules.outcomes import SHIPPED, OutcomeRule, Outcomes


def fitting_outcomes(
    *, required_left: int, answered: int, follow_up: bool = False, may_call_again: bool = True, complaint: bool = False,
    outcomes: Outcomes = SHIPPED,
) -> tuple[OutcomeRule, ...]:  # fmt: skip
    """The outcomes that may be chosen, in the order of the list.

    required_left: required questions still open. answered: questions answered or refused by the customer.
    follow_up: a time was agreed in this call. may_call_again: the item may be attempted once more after this.
    complaint: one was raised in this call. outcomes: the shop's. Completed needs every required question; those whose
    answers are taken up again (partly completed, broken off) need an answer and a gap; whoever answered, complained or
    agreed on a time was reached, so outcomes without contact do not fit then. One after which nobody calls drops the time.
    """

    def fits(outcome: OutcomeRule) -> bool:
        if outcome.completes:
            return required_left == 0 and answered > 0
        if (outcome.resumes or outcome.aapor == "P") and not (answered > 0 and required_left > 0):
            return False
        if not may_call_again and not outcome.final and (follow_up or outcome.needs_time):
            return False
        return outcome.contacted or not (answered or follow_up or complaint)

    return tuple(outcome for outcome in outcomes.offered if fits(outcome))


def proposed_outcome(fitting: tuple[OutcomeRule, ...], *, follow_up: bool, wanted: str = "") -> str:
    """The key of the outcome that Enter would choose, "" for none.

    wanted: what the answers themselves propose (script column), taken when it fits and drops nothing; else completed where it fits; else
    the agreed callback, when a time was agreed.
    """
    keys = {outcome.key for outcome in fitting if not (follow_up and outcome.ends_calling)}
    if wanted in keys:
        return wanted
    if "completed" in keys:
        return "completed"
    return "callback_agreed" if follow_up and "callback_agreed" in keys else ""
