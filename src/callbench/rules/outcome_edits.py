"""Changing the set of outcomes: each edit gives a new set in which everything holds, or says what would not.

Pure, for any order of edits: what others rely on (figures, booking, the do-not-call list) cannot be edited away.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from callbench.i18n import _
from callbench.rules.fitting import fitting_outcomes
from callbench.rules.outcomes import CLASSES, FOLLOWS, SHIPPED, OutcomeRule, Outcomes
from callbench.values.problem import ValueProblem

PRESSES = "1234567890abcdefghijklmnopqrstuvwxyz"
OWN = ("words", "press", "delay", "attempt", "note_required", "active")
"""What the shop may change of a shipped outcome; the rest is what figures and rules go by."""
COUNTED = ("aapor", "contacted", "final")
"""What figures of past days go by."""
MOST = {"minutes": 43_200, "days": 365}  # the longest delay
_ALWAYS = {"completed", "callback_agreed", "do_not_call"}  # scripts, booking and the do-not-call list stand on them
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_CALLS: list[dict[str, Any]] = [
    {"required_left": left, "answered": said, "follow_up": agreed, "may_call_again": again, "complaint": complained}
    for left, said, agreed, again, complained in itertools.product((0, 1), (0, 1), *[(False, True)] * 3)
]
_LONGEST_NAME = 40


def added(outcomes: Outcomes, rule: OutcomeRule) -> Outcomes:
    """With an outcome of the shop's at the end; without a key to press it gets the first free one. Raises ValueProblem."""
    if rule.key in outcomes:
        raise ValueProblem("key-taken", _("The key {key!r} is taken.").format(key=rule.key))
    return _checked([*outcomes.rules, _with_press(outcomes, rule)], rule.key)


def changed(outcomes: Outcomes, key: str, **changes: Any) -> Outcomes:
    """With other values of one outcome. Raises ValueProblem for what may not be changed, or does not fit together."""
    rule = outcomes[key]
    edited = replace(rule, **changes)
    if rule.shipped and (fixed := _fixed(rule, edited)):
        raise ValueProblem("fixed", fixed)
    if edited.active and not rule.active and "press" not in changes and _presses(outcomes, edited):
        edited = _with_press(outcomes, replace(edited, press=""))
    if rule.active and not edited.active and key in _ALWAYS:
        raise ValueProblem(
            "always-on",
            _("{outcome} cannot be switched off: scripts, agreed callbacks and the do-not-call list stand on it.").format(
                outcome=rule.name
            ),
        )  # fmt: skip
    return _checked([edited if one.key == key else one for one in outcomes.rules], key)


def moved(outcomes: Outcomes, key: str, place: int) -> Outcomes:
    """With this outcome at a place of the list, 1 first; behind the last one: at the end."""
    others = [one for one in outcomes.rules if one.key != key]
    at = min(max(place - 1, 0), len(others))
    return Outcomes([*others[:at], outcomes[key], *others[at:]], outcomes.version)


def restored(outcomes: Outcomes, used: Collection[str]) -> Outcomes:
    """The shipped set as it came; behind it, switched off, those of the shop's that attempts ended with (`used`)."""
    own = [replace(one, active=False) for one in outcomes.rules if not one.shipped and one.key in used]
    return Outcomes([*SHIPPED.rules, *own], outcomes.version)


def _with_press(outcomes: Outcomes, rule: OutcomeRule) -> OutcomeRule:
    taken = {one.press for one in outcomes.offered}
    return rule if rule.press else replace(rule, press=next((one for one in PRESSES if one not in taken), ""))


def _presses(outcomes: Outcomes, rule: OutcomeRule) -> bool:
    """Whether another outcome is picked with the same key."""
    other = outcomes.by_press(rule.press)
    return other is not None and other.key != rule.key


def _fixed(rule: OutcomeRule, edited: OutcomeRule) -> str:
    """Why a shipped outcome cannot become this; "" when it can."""
    if all(getattr(rule, name) == getattr(edited, name) for name in vars(rule) if name not in OWN):
        return ""
    return _(
        "What {outcome} means is fixed, because figures, booking and the queue go by it; its name, key, place, delay "
        "and whether a note is needed can be changed. Add an outcome of your own for another meaning."
    ).format(outcome=rule.name)


def _can_end(outcomes: Outcomes, call: dict[str, Any]) -> bool:
    """Whether a call that stands like this can be ended by what it was, and without dropping the time that was agreed."""
    fitting = fitting_outcomes(**call, outcomes=outcomes)
    return any(not (call["follow_up"] and one.ends_calling) for one in fitting)


def _checked(rules: list[OutcomeRule], key: str) -> Outcomes:
    """The set, when the outcome `key` is whole, differs from the others, and every call can still be ended."""
    outcomes = Outcomes(rules)
    rule = outcomes[key]
    if wrong := _wrong(rule) or _not_its_own(rule, outcomes):
        raise ValueProblem("not-fitting", wrong)
    if not all(_can_end(outcomes, state) for state in _CALLS):
        raise ValueProblem(
            "no-way-out",
            _("{outcome} cannot be switched off: some calls could not be ended any more.").format(outcome=rule.name),
        )
    return outcomes


def _wrong(rule: OutcomeRule) -> str:
    """What does not fit together in one outcome; "" when everything does."""
    reached = rule.aapor not in ("NC", "NE")
    least_wait = rule.follows not in MOST or rule.setting != "" or rule.delay is not None
    checks = (
        (_KEY.fullmatch(rule.key), _("A key is up to 40 small letters, digits and _, beginning with a letter.")),
        (all(len(words) <= _LONGEST_NAME for words in rule.words.values()), _("A name has up to {n} characters.").format(n=_LONGEST_NAME)),
        (rule.shipped or any(rule.words.values()), _("An outcome needs a name.")),
        (rule.aapor in CLASSES, _("The class is one of: {classes}.").format(classes=_(", ").join(CLASSES))),
        (rule.follows in FOLLOWS, _("What follows is one of: {follows}.").format(follows=_(", ").join(FOLLOWS))),
        (rule.contacted or not reached, _("Class {aapor} means that somebody was reached.").format(aapor=rule.aapor)),
        (not rule.contacted or rule.aapor != "NC", _("Class NC means that nobody was reached.")),
        (rule.final == (rule.follows == "close"), _("What is final closes the item, and nothing else does.")),
        (rule.needs_time == (rule.follows == "agreed"), _("An agreed time is what follows exactly where a time must be given.")),
        (not rule.needs_time or rule.contacted, _("A time is agreed only with somebody who was reached.")),
        (least_wait, _("Say how many: minutes:90 or days:3.")),
        (rule.delay is None or rule.follows in MOST, _("{follows} has no delay; minutes and days have.").format(follows=rule.follows)),
        (rule.delay is None or 1 <= rule.delay <= MOST.get(rule.follows, rule.delay),
         _("A delay is from 1 to {most} {unit}.").format(most=MOST.get(rule.follows), unit=_unit(rule.follows))),
        (bool(rule.phone_state) == (rule.follows == "next_phone"), _("The next number follows exactly where the one called is bad.")),
        (rule.phone_state in ("", "wrong", "invalid"), _("A number becomes wrong or invalid.")),
        (rule.customer_state in ("", "inactive", "do_not_call"), _("A customer becomes inactive or do_not_call.")),
        (rule.final or not rule.customer_state, _("Whoever is not called any more has no next attempt: let it close.")),
        (rule.final or not rule.completes, _("Class I closes the item: the interview was carried through.")),
        (not rule.final or rule.aapor != "open", _("Class open is for what goes on; let something follow.")),
        (not rule.resumes or (rule.contacted and not rule.final), _("Only an interview that was begun and goes on is resumed.")),
        (not (rule.final and (rule.once or rule.tries_next)), _("What closes the item has no second time and no other number.")),
        (rule.attempt or not reached, _("Whoever was reached has been called: that counts as an attempt.")),
        (rule.press in ("", *PRESSES), _("It is picked with one digit or one small letter.")),
    )  # fmt: skip
    return next((said for holds, said in checks if not holds), "")


def _not_its_own(rule: OutcomeRule, outcomes: Outcomes) -> str:
    """Which key or name another outcome has already; "" for none."""
    if not rule.active:
        return ""
    for other in outcomes.offered:
        if other.key == rule.key:
            continue
        if rule.press and other.press == rule.press:
            return _("{press} picks {outcome} already; choose another digit or letter.").format(
                press=rule.press, outcome=other.name
            )
        if {name.casefold() for name in rule.names} & {name.casefold() for name in other.names}:
            return _("{name} is the name of {key} already.").format(name=rule.name, key=other.key)
    return ""


def _unit(follows: str) -> str:
    return _("days") if follows == "days" else _("minutes")
