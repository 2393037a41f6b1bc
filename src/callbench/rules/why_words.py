"""Why an item is called or kept back, in words: the same for screens and plain lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from callbench.i18n import N_, _
from callbench.records.why import ItemWhy, Step
from callbench.rules.campaigns import STATES
from callbench.rules.complaints import KINDS
from callbench.rules.outcomes import outcome_label
from callbench.rules.why import BEFORE, COUNTED, MAY_BE_CALLED
from callbench.rules.why_holds import holds_words
from callbench.rules.why_kept import LIMITS, WHY_NOT
from callbench.rules.words import HELD_BACK, WHY

CLOSED = {  # why an item ended
    "outcome": N_("by the outcome of its last call"), "attempts": N_("after its last attempt"),
    "no_phone": N_("without a number to call"), "do_not_call": HELD_BACK["do_not_call"], "inactive": N_("inactive"),
    "campaign": N_("with its campaign"), "cancelled": N_("cancelled"),
    "other_call": N_("by a call for another campaign"), "consent": HELD_BACK["consent"],
}  # fmt: skip
_ONE = {  # of rules.why.BEFORE, what has another word for one
    "interrupted": N_("interrupted call"),
    "agreed": N_("agreed call whose time has come"),
    "complaint": N_("complaint to be confirmed"),
}
Clock = Callable[[datetime], str]
"""How a moment is written."""


def why_lines(item: ItemWhy, clock: Clock) -> list[tuple[str, str]]:
    """Label and words, line by line: what is now, what comes then, what put it here, what stands before it."""
    kept, then = item.kept, []
    if kept.may_be_called:
        now = _(MAY_BE_CALLED)
        now = _("{why}, until {time}").format(why=now, time=clock(kept.until)) if kept.until else now
        now = _("in a call; {why}").format(why=_(WHY_NOT[item.barred])) if item.barred else now
    else:
        first, *rest = kept.steps
        now, then = _step(item, first, clock), [_step(item, step, clock) for step in rest]
    lines = [(_("Now"), now), *((_("Then"), words) for words in then)]
    if kept.may_be_called:
        in_hand = item.turn[0] == 0
        lines.append((_("Turn"), _("in the agent's hand") if in_hand else turn_words(item.before)))
    lines.append((_("Holds"), _("; ").join(holds_words(held) for held in item.holds)))
    rule = _(WHY.get(item.rule, item.rule))
    lines += [
        (_("Here because"), _("{rule}: {reason}").format(rule=rule, reason=item.reason) if item.reason else rule),
        (_("Campaign"), _campaign(item)),
        (_("Plan"), item.plan),
        (_("Whose"), _whose(item) or _("anyone's")),
        (_("Skill"), item.skill),
        (_("Due"), clock(item.ready_at) if item.state != "done" else ""),
        (_("Attempts"), f"{item.attempts}/{item.max_attempts}"),
    ]
    if item.last_outcome:
        lines.append(
            (_("Last"), f"{outcome_label(item.last_outcome)} {clock(item.last_at) if item.last_at else ''}".strip())
        )
    lines.append((_("Note"), item.remark))
    return [(label, words) for label, words in lines if words]


def ended_words(why: str) -> str:
    """Why something ended: a code of CLOSED in words, what somebody gave as the reason as it stands."""
    return _(CLOSED[why]) if why in CLOSED else why


def turn_words(before: Mapping[str, int]) -> str:
    """What the agent is dealt before it."""
    if not before:
        return _("is dealt next")
    told = [
        _("{n} {what}").format(
            n=f"{COUNTED}+" if n >= COUNTED else n, what=_((_ONE if n == 1 else BEFORE).get(kind, BEFORE[kind]))
        )
        for kind, n in before.items()
    ]
    return _("after {others}").format(others=_(", ").join(told))


def nothing_words(counts: Mapping[str, int]) -> list[str]:
    """How many calls wait for what; what is closed waits for nothing."""
    said = WHY_NOT | LIMITS
    waiting = {code: n for code, n in counts.items() if n and code != "done"}
    return [_("{n} {why}").format(n=n, why=_(said.get(code, code))) for code, n in waiting.items()]


def _step(item: ItemWhy, step: Step, clock: Clock) -> str:
    words = _(WHY_NOT[step.code])
    about = {
        "done": _(CLOSED[item.closed_why]) if item.closed_why else "",
        "held": item.in_hand_of,
        "campaign": _(STATES[item.campaign_state]),
        "owner": _whose(item),
        "skill": item.skill,
        "not_due": _put_off(item),
        "day_off": step.about,
    }.get(step.code, "")
    if about:
        words = _("{what} ({more})").format(what=words, more=about)
    return _("{why}, until {time}").format(why=words, time=clock(step.until)) if step.until else words


def _put_off(item: ItemWhy) -> str:
    """What put off an item that is not due, with the plan and the complaint."""
    if item.limit != "complaint":
        return _(LIMITS[item.limit]) if item.limit else ""
    return _("the plan {plan} waits until a complaint is settled: {kind}").format(
        plan=item.plan, kind=_(KINDS[item.complaint])
    )


def _whose(item: ItemWhy) -> str:
    """Whose call it is, and who makes it while they are away."""
    if not item.away:
        return item.whose
    if item.stands_in:
        return _("{agent}, away; {stand_in} stands in").format(agent=item.whose, stand_in=item.stands_in)
    return _("{agent}, away").format(agent=item.whose)


def _campaign(item: ItemWhy) -> str:
    """The campaign, and what of it stands out: that something is advertised, that a promise outlives it."""
    more = []
    if item.marketing:
        more.append(_("advertises"))
    if item.kept.may_be_called and item.campaign_state != "active":
        more.append(_("{state}; what was promised is kept").format(state=_(STATES[item.campaign_state])))
    return _("{what} ({more})").format(what=item.campaign, more=_(", ").join(more)) if more else item.campaign
