"""Selections: what is typed, how it is kept, which names match a pattern."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench import i18n
from callbench.records.campaigns import Answered, Selection
from callbench.rules.selection import as_text, check, edge_day, from_text, is_like, read_answered, read_edge, told
from callbench.values.problem import ValueProblem

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
selections = st.builds(
    Selection, classes=st.lists(st.sampled_from(["key", "regular"]), unique=True).map(tuple), item=words,
    served_from=st.sampled_from(["", "30d", "2026-01-01"]), served_to=st.sampled_from(["", "3d", "2026-02-01"]),
    amount_from=st.none() | st.integers(0, 10**9), amount_to=st.none() | st.integers(0, 10**9),
    branches=st.lists(words, max_size=2).map(tuple), owners=st.lists(words, max_size=2).map(tuple),
    answers=st.lists(st.builds(Answered, words, st.sampled_from("=<>"), words), max_size=2).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
)  # fmt: skip


@given(selections)
def test_what_is_kept_is_what_was_fixed(selection: Selection) -> None:
    assert from_text(as_text(selection)) == selection
    for language in ("en", "zh_CN"):
        i18n.use_language(language)
        assert told(selection, language)
    i18n.use_language("en")


def test_nothing_fixed_is_not_everybody() -> None:
    assert from_text("") is None
    assert from_text(as_text(Selection())) == Selection()
    assert told(Selection(), "en") == "all customers"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("effect=bad", Answered("effect", "=", "bad")), ("score<3", Answered("score", "<", "3")),
        ("csat ＞ 4", Answered("csat", ">", "4")), ("came>2026-03-01", Answered("came", ">", "2026-03-01")),
        ("why=a = b", Answered("why", "=", "a = b")), ("满意度<3", Answered("满意度", "<", "3")),
    ],
)  # fmt: skip
def test_conditions_on_answers(typed: str, meant: Answered) -> None:
    assert read_answered(typed) == meant


@pytest.mark.parametrize("typed", ["", "score", "<3", "score<", "score<bad", "=5"])
def test_what_is_no_condition(typed: str) -> None:
    with pytest.raises(ValueProblem):
        read_answered(typed)


def test_days_are_named_or_counted_back() -> None:
    today = date(2026, 3, 5)
    for typed, day in (
        ("2026-03-01", date(2026, 3, 1)), ("30d", date(2026, 2, 3)), ("7天前", date(2026, 2, 26)),
        ("1 day ago", date(2026, 3, 4)), ("0d", today),
    ):  # fmt: skip
        assert edge_day(read_edge(typed), today) == day
    for wrong in ("", "soon", "2026-02-30", "20260301", "99999d"):
        with pytest.raises(ValueProblem):
            read_edge(wrong)
    check(Selection(served_from="30d", served_to="30d", amount_from=5, amount_to=5), today)
    for backwards in (Selection(served_from="3d", served_to="30d"), Selection(amount_from=5, amount_to=4)):
        with pytest.raises(ValueProblem):
            check(backwards, today)


@pytest.mark.parametrize(
    ("pattern", "name", "holds"),
    [
        ("护理", "面部护理 60 分钟", True), ("护理*", "面部护理", False), ("*护理", "面部护理", True), ("FACIAL", "facial care", True),
        ("面?护理", "面部护理", True), ("面?护理", "面护理", False), ("100%", "100% off", True), ("100%", "1000 off", False),
        ("a_b", "axb", False), ("a_b", "a_b", True), ("", "anything", True), ("[ab]", "a", False), ("a\\b", "a\\b c", True),
    ],
)  # fmt: skip
def test_patterns(pattern: str, name: str, holds: bool) -> None:
    assert is_like(pattern, name) == holds
