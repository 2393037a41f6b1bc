"""Editing the set of outcomes: what is refused, and what holds whatever was edited."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench import i18n
from callbench.rules.fitting import fitting_outcomes
from callbench.rules.outcome_edits import OWN, PRESSES, added, changed, moved, restored
from callbench.rules.outcomes import SHIPPED, OutcomeRule, Outcomes, outcome_label, use_outcomes
from callbench.values.problem import ValueProblem

GATEKEEPER = OutcomeRule(
    "gatekeeper", "", "NC", False, False, "minutes", "", delay=90, words={"zh_CN": "家人代接", "en": "Family answered"}
)


def refused(run) -> str:
    with pytest.raises(ValueProblem) as caught:
        run()
    return caught.value.code


def test_the_shipped_set_passes_its_own_checks() -> None:
    for key in SHIPPED:
        assert changed(SHIPPED, key, note_required=True)[key].note_required


def test_one_of_the_shops_is_offered_with_a_key_of_its_own() -> None:
    found = added(SHIPPED, GATEKEEPER)
    assert found["gatekeeper"].press == "0"
    assert list(found)[-1] == "gatekeeper"
    assert found.by_press("0") is found["gatekeeper"]
    assert found["gatekeeper"] in fitting_outcomes(required_left=1, answered=0, outcomes=found)
    assert found["gatekeeper"] not in fitting_outcomes(required_left=1, answered=2, outcomes=found)
    assert refused(lambda: added(found, GATEKEEPER)) == "key-taken"


def test_its_name_is_in_the_language_in_use_or_in_the_one_there_is() -> None:
    found = added(SHIPPED, GATEKEEPER)
    use_outcomes(found)
    i18n.use_language("zh_CN")
    assert outcome_label("gatekeeper") == "家人代接"
    assert outcome_label("no_answer") == "无人接听"
    i18n.use_language("en")
    assert outcome_label("gatekeeper") == "Family answered"
    use_outcomes(changed(found, "no_answer", words={"zh_CN": "没人接"}))
    assert outcome_label("no_answer") == "No answer"  # renamed in Chinese only
    assert outcome_label("somewhere_else") == "somewhere_else"


@pytest.mark.parametrize("key", ["completed", "callback_agreed", "do_not_call"])
def test_what_others_stand_on_stays_on(key: str) -> None:
    assert refused(lambda: changed(SHIPPED, key, active=False)) == "always-on"


def test_a_call_can_always_be_ended() -> None:
    some = changed(SHIPPED, "refused_now", active=False)
    assert refused(lambda: changed(some, "unable", active=False)) == "no-way-out"
    # another one that closes after somebody was reached may take its place
    other = added(SHIPPED, OutcomeRule("handed_over", "", "O", True, True, "close", "", words={"en": "Handed over"}))
    assert not changed(other, "unable", active=False)["unable"].active


@pytest.mark.parametrize(
    ("name", "value"),
    [("aapor", "O"), ("contacted", False), ("final", False), ("after", "next_day"), ("customer_state", "inactive"),
     ("needs_time", True), ("resumes", True), ("tries_next", True), ("phone_state", "wrong"), ("once", True)],
)  # fmt: skip
def test_what_a_shipped_one_means_is_fixed(name: str, value: object) -> None:
    assert refused(lambda: changed(SHIPPED, "completed", **{name: value})) == "fixed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Family"}, {"key": "x" * 41}, {"words": {}}, {"words": {"en": "x" * 41}}, {"aapor": "X"},
        {"contacted": True}, {"final": True}, {"after": "soon"}, {"delay": None}, {"delay": 0}, {"delay": 50_000},
        {"after": "days", "delay": 366}, {"after": "close", "delay": None}, {"after": "next_phone", "delay": None},
        {"after": "agreed", "delay": None, "needs_time": True}, {"after": "next_day"}, {"phone_state": "wrong"},
        {"customer_state": "inactive"}, {"aapor": "R"}, {"press": "?"}, {"press": "1"}, {"press": "ab"}, {"resumes": True},
        {"words": {"en": "Busy"}}, {"words": {"zh_CN": "  "}}, {"aapor": "I", "contacted": True},
        {"aapor": "open", "contacted": True, "final": True, "after": "close", "delay": None},
        {"final": True, "after": "close", "delay": None, "once": True}, {"aapor": "O", "contacted": True, "attempt": False},
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(wrong: dict[str, object]) -> None:
    values = vars(GATEKEEPER) | wrong
    values["words"] = {language: words.strip() for language, words in values["words"].items()}
    assert refused(lambda: added(SHIPPED, OutcomeRule(**values))) == "not-fitting"


def test_an_outcome_moves_and_keeps_its_key() -> None:
    found = moved(SHIPPED, "busy", 1)
    assert list(found)[:3] == ["busy", "completed", "no_answer"]
    assert found["busy"] == SHIPPED["busy"]
    assert list(moved(found, "busy", 3)) == list(SHIPPED)
    assert list(moved(SHIPPED, "busy", 99))[-1] == "busy"


def test_what_is_switched_on_again_gets_another_key_where_its_own_was_given_away() -> None:
    without = changed(SHIPPED, "duplicate", active=False)
    taken = changed(without, "busy", press="i")
    assert changed(taken, "duplicate", active=True)["duplicate"].press == "3"
    assert changed(without, "duplicate", active=True)["duplicate"].press == "i"


def test_restoring_keeps_only_what_attempts_ended_with() -> None:
    found = changed(added(moved(SHIPPED, "busy", 1), GATEKEEPER), "busy", delay=5, words={"en": "Engaged"})
    assert restored(found, ()) == SHIPPED
    kept = restored(found, {"gatekeeper", "busy"})
    assert list(kept) == [*SHIPPED, "gatekeeper"]
    assert not kept["gatekeeper"].active
    assert kept["busy"] == SHIPPED["busy"]


KEYS = st.sampled_from([*SHIPPED, "own_1", "own_2"])
EDIT = st.one_of(
    st.tuples(st.just("move"), KEYS, st.integers(0, 30)),
    st.tuples(st.just("active"), KEYS, st.booleans()),
    st.tuples(st.just("press"), KEYS, st.sampled_from([*PRESSES, ""])),
    st.tuples(st.just("delay"), KEYS, st.one_of(st.none(), st.integers(0, 50_000))),
    st.tuples(st.just("attempt"), KEYS, st.booleans()),
    st.tuples(st.just("words"), KEYS, st.dictionaries(st.sampled_from(["zh_CN", "en"]), st.sampled_from(["忙", "Busy", "A", "B"]))),
    st.tuples(st.just("add"), st.sampled_from(["own_1", "own_2"]), st.builds(
        OutcomeRule, key=st.just(""), label=st.just(""), aapor=st.sampled_from(["NC", "R", "O", "open", "I"]),
        contacted=st.booleans(), final=st.booleans(), after=st.sampled_from(["close", "minutes", "next_day", "agreed"]),
        press=st.sampled_from(["", "z"]), needs_time=st.booleans(), delay=st.one_of(st.none(), st.just(90)),
    )),
)  # fmt: skip


def edited(outcomes: Outcomes, edit: tuple) -> Outcomes:
    kind, key, value = edit
    if kind == "add":
        return added(outcomes, OutcomeRule(**vars(value) | {"key": key, "words": {"en": key}}))
    if key not in outcomes:
        return outcomes
    return moved(outcomes, key, value) if kind == "move" else changed(outcomes, key, **{kind: value})


@given(edits=st.lists(EDIT, max_size=25))
@settings(max_examples=60, deadline=None)
def test_whatever_is_edited_the_set_stays_whole(edits: list[tuple]) -> None:
    outcomes = SHIPPED
    for edit in edits:
        with suppress(ValueProblem):
            outcomes = edited(outcomes, edit)
    assert set(SHIPPED) <= set(outcomes), "keys are stable"
    for key, rule in SHIPPED.items():
        fixed = {name: value for name, value in vars(rule).items() if name not in OWN}
        assert {name: value for name, value in vars(outcomes[key]).items() if name not in OWN} == fixed
    presses = [rule.press for rule in outcomes.offered if rule.press]
    assert len(set(presses)) == len(presses)
    names = [rule.name for rule in outcomes.offered]
    assert len(set(names)) == len(names)
    for left in (0, 1):
        for answered in (0, 1):
            assert fitting_outcomes(required_left=left, answered=answered, outcomes=outcomes)
    assert restored(outcomes, set()) == SHIPPED
