"""Which outcomes may be chosen, by example and for every state of a call."""

from __future__ import annotations

import itertools

import pytest

from callbench.rules.fitting import fitting_outcomes, proposed_outcome
from callbench.rules.outcomes import OUTCOMES, SHIPPED

STATES = [
    {"required_left": left, "answered": answered, "follow_up": follow_up, "may_call_again": again}
    for left, answered, follow_up, again in itertools.product((0, 2), (0, 3), (False, True), (False, True))
]


def keys(**state) -> set[str]:
    return {outcome.key for outcome in fitting_outcomes(**state)}


def test_an_untouched_script_was_not_completed_in_part_or_whole() -> None:
    found = keys(required_left=8, answered=0)
    assert found == {rule.key for rule in OUTCOMES} - {"completed", "partial", "broke_off"}


def test_required_gaps_forbid_completed() -> None:
    assert "completed" not in keys(required_left=1, answered=7)
    assert {"partial", "broke_off", "callback_agreed"} <= keys(required_left=1, answered=7)


def test_a_finished_script_is_completed_and_not_partial() -> None:
    found = keys(required_left=0, answered=8)
    assert "completed" in found
    assert not {"partial", "broke_off", "no_answer", "busy"} & found


def test_a_script_without_required_questions_is_not_completed_unasked() -> None:
    assert "completed" not in keys(required_left=0, answered=0)
    assert "no_answer" in keys(required_left=0, answered=0)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_whoever_answered_or_agreed_was_reached(state) -> None:
    found = fitting_outcomes(**state)
    assert found, "there is always a way to end a call"
    if state["answered"] or state["follow_up"]:
        assert all(outcome.contacted for outcome in found)
    if state["follow_up"]:
        assert "do_not_call" in {outcome.key for outcome in found}, "who wants no more calls may say so at any time"
        if not state["may_call_again"]:
            assert all(outcome.final for outcome in found)


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.parametrize("wanted", ["", "refused_for_good", "completed", "no_answer"])
def test_what_is_proposed_fits(state, wanted) -> None:
    fitting = fitting_outcomes(**state)
    proposed = proposed_outcome(fitting, follow_up=state["follow_up"], wanted=wanted)
    assert proposed == "" or SHIPPED[proposed] in fitting
    if SHIPPED.get(wanted) in fitting and not (state["follow_up"] and SHIPPED[wanted].ends_calling):
        assert proposed == wanted
    assert not (state["follow_up"] and proposed and SHIPPED[proposed].ends_calling), "Enter drops no follow-up"


def test_proposals_by_example() -> None:
    done = fitting_outcomes(required_left=0, answered=8)
    assert proposed_outcome(done, follow_up=False) == "completed"
    agreed = fitting_outcomes(required_left=3, answered=2, follow_up=True)
    assert proposed_outcome(agreed, follow_up=True) == "callback_agreed"
    assert proposed_outcome(fitting_outcomes(required_left=3, answered=0), follow_up=False) == ""
