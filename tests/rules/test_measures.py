"""Every measure by example and against the hand cases; what does not count is said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.rules.measures import BY_KEY, CHECKS, LEFT_OUT, MEASURES, figure, figures
from callbench.rules.outcomes import OUTCOMES
from callbench.rules.tally import OutcomeClass, Score, Tally, on_scale

CLASSES = {o.key: OutcomeClass(o.aapor, o.contacted, o.final) for o in OUTCOMES}


def answers(measure: str, **counts: int) -> dict[Score, int]:
    return {Score(measure, "given", float(value[1:])): n for value, n in counts.items()}


def test_a_day_computed_by_hand():
    tally = Tally(
        CLASSES,
        {"completed": 6, "no_answer": 5, "busy": 1, "refused_now": 1, "broke_off": 1, "callback_agreed": 2},
        calls=16,
        attempted=14,
        waiting=26,
        planned=40,
        ended=6,
        shared=1,
        follow_ups=3,
        complaints=2,
        corrected=1,
        break_minutes=45,
        scores=answers("csat", _5=3, _4=1, _2=1)
        | {Score("csat", "refused", None): 2, Score("csat", "skipped", None): 1, Score("csat", "given", 7.0): 1},
    )
    found = figures(tally)
    assert {key: (f.value, f.numerator, f.denominator, f.left_out) for key, f in found.items()} == {
        "planned": (40, 40, 1, {}),
        "attempted": (14, 14, 1, {"also_by_another_agent": 1}),
        "waiting": (26, 26, 1, {}),
        "calls": (16, 16, 1, {}),
        "reached": (10, 10, 1, {}),  # 6 + 1 + 1 + 2
        "reach_rate": (0.625, 10, 16, {}),
        "completed": (6, 6, 1, {}),
        "completion_rate": (0.6, 6, 10, {"not_reached": 6}),
        "refused": (2, 2, 1, {}),  # not this time, hung up midway
        "follow_ups": (3, 3, 1, {}),
        "complaints": (2, 2, 1, {}),
        "corrected": (1, 1, 1, {}),
        "break_minutes": (45, 45, 1, {}),
        "follow_up_rate": (0.15, 6, 40, {}),
        "satisfaction": (0.8, 4, 5, {"refused": 2, "unanswered": 1, "off_scale": 1}),
        "satisfaction_mean": (4.2, 21, 5, {"refused": 2, "unanswered": 1, "off_scale": 1}),
        "promoters": (None, 0, 0, {}),
        "detractors": (None, 0, 0, {}),
        "nps": (None, 0, 0, {}),
        "ces": (None, 0, 0, {}),
    }


def test_nothing_counted_gives_zeros_and_no_rates():
    for measure in MEASURES:
        found = figure(measure, Tally(CLASSES))
        assert (found.numerator, found.left_out) == (0, {})
        assert found.value == (0 if measure.unit == "count" else None)


@pytest.mark.parametrize(
    ("outcome", "aapor"),
    [("refused_for_good", "R"), ("do_not_call", "R"), ("callback_agreed", "open"), ("unable", "O")],
)
def test_only_refusals_count_as_refused(outcome: str, aapor: str):
    """An open appointment is no refusal, and neither is somebody who cannot take part."""
    assert CLASSES[outcome].aapor == aapor
    assert Tally(CLASSES, {outcome: 3}).refused == (3 if aapor == "R" else 0)


def test_a_shops_own_outcome_counts_by_its_class():
    classes = CLASSES | {"moved_abroad": OutcomeClass("R", True, True)}
    tally = Tally(classes, {"moved_abroad": 2, "no_answer": 1})
    assert (tally.refused, tally.reached, tally.completed) == (2, 2, 0)


def test_the_hand_cases(reference: Callable[[str], Path]):
    cases = json.loads(reference("03_stats_reference/nps_csat_hand_cases.json").read_text())["cases"]
    assert len(cases) == 5
    for case in cases:
        expected = case["expected"]
        measure = "nps" if case["kind"] == "nps" else "csat"
        tally = Tally(CLASSES, scores={Score(measure, "given", float(v)): n for v, n in case["counts"].items()})
        if measure == "nps":
            nps = figure(BY_KEY["nps"], tally)
            assert round(nps.value or 0, 4) == expected["nps"], case["id"]
            assert round(figure(BY_KEY["promoters"], tally).value or 0, 6) == expected["promoters"]
            assert round(figure(BY_KEY["detractors"], tally).value or 0, 6) == expected["detractors"]
            assert nps.denominator == expected["n_valid"]
            assert nps.left_out.get("off_scale", 0) == expected["n_invalid"]
        else:
            assert figure(BY_KEY["satisfaction"], tally).value == expected["csat"] / 100
            assert figure(BY_KEY["satisfaction_mean"], tally).value == pytest.approx(expected["mean"])
            assert figure(BY_KEY["satisfaction"], tally).denominator == expected["n"]


scores = st.dictionaries(
    st.builds(
        Score,
        st.sampled_from(["csat", "nps", "ces", "resolved"]),
        st.sampled_from(["given", "calculated", "refused", "skipped"]),
        st.one_of(st.none(), st.integers(-1, 12).map(float), st.just(3.5)),
    ),
    st.integers(1, 20),
    max_size=12,
)


@given(scores, st.sampled_from([("csat", 1, 5), ("nps", 0, 10), ("ces", 1, 7)]))
def test_every_answer_counts_or_is_left_out(found: dict[Score, int], scale: tuple[str, int, int]):
    measure, low, high = scale
    valid, left_out = on_scale(Tally(CLASSES, scores=found), measure, low, high)
    assert sum(valid.values()) + sum(left_out.values()) == sum(
        n for score, n in found.items() if score.measure == measure
    )
    assert all(low <= value <= high for value in valid)
    assert set(left_out) <= set(LEFT_OUT)


@given(scores)
def test_figures_stay_within_their_unit(found: dict[Score, int]):
    for measure in MEASURES:
        value = figure(measure, Tally(CLASSES, scores=found)).value
        if value is not None and measure.unit in ("share", "points"):
            low, high = {"share": (0, 1), "points": (-100, 100)}[measure.unit]
            assert low <= value <= high


def test_the_table_is_whole():
    assert len(BY_KEY) == len(MEASURES)
    for measure in MEASURES:
        assert measure.unit in ("count", "share", "mean", "points")
        assert all((measure.label, measure.formula, measure.source))
    assert {f"agents_{m.key}" for m in MEASURES if m.additive} < set(CHECKS)
