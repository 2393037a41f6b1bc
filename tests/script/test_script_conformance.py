"""The recorded cases of other engines, as far as the reference data is here (`scripts/conformance` replays all of it)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conformance import expressions, forms, states
from conformance.exceptions import JAVAROSA_EVAL

Reference = Callable[[str], Path]


def passes(tally: expressions.Tally) -> None:
    assert tally.failures == []
    assert tally.passed > 0


def test_every_assertion_of_web_forms_in_scope_holds(reference: Reference) -> None:
    passes(expressions.webforms(reference("10_xlsform/expressions/webforms_xpath.jsonl")))


def test_javarosa_counts_the_same_but_for_the_listed_exceptions(reference: Reference) -> None:
    passes(expressions.javarosa_eval(reference("10_xlsform/expressions/javarosa_eval.json")))
    assert len(JAVAROSA_EVAL) <= 10


def test_javarosa_accepts_and_refuses_the_same_expressions(reference: Reference) -> None:
    passes(expressions.javarosa_parse(reference("10_xlsform/expressions/javarosa_parse.json")))


@pytest.mark.parametrize("engine", ["javarosa", "webforms"])
@pytest.mark.parametrize(
    "form",
    ["choice_filter_test", "group", "or_other", "phq9___gad7", "repeat_allows_selection", "small", "xlsform_spec_test"],
)
def test_recorded_forms_replay_without_a_difference(reference: Reference, form: str, engine: str) -> None:
    passes(states.replay(reference(f"10_xlsform/form_states/{form}"), "seed1", engine))


def test_the_phone_survey_replays_without_a_difference(reference: Reference) -> None:
    passes(states.replay(reference("10_xlsform/form_states/Phone_Survey_Form"), "seed0", "webforms"))


def test_real_workbooks_load_or_name_the_cell(reference: Reference) -> None:
    passes(forms.load_all(reference("10_xlsform/forms")))
