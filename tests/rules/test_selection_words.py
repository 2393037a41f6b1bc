"""A selection in one line: read in either language, told back as it is read, refused with what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.i18n import use_language
from callbench.records.campaigns import Answered, Selection
from callbench.rules.campaign_words import (
    period_words,
    read_hours,
    read_number,
    read_period,
    read_targets,
    read_yes,
    targets_words,
)
from callbench.rules.selection_words import as_words, read_selection
from callbench.values.problem import ValueProblem

LINE = 'class key, class 常规, service "*facial*", served 60d..15d, amount 500..2000.5, owner -, answer csat<3, tag vip'
WHOLE = Selection(
    ("key", "regular"), "*facial*", "60d", "15d", 50_000, 200_050, (), ("",), (Answered("csat", "<", "3"),), ("vip",)
)


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "--class key --class regular --service *facial* --served 60d..15d --amount 500..2000.5 --owner - --answer 'csat<3' --tag vip",
        "class=key,regular service=*facial* served=60d..15d amount=500..2000.5 owner=- answer=csat<3 tag=vip",
        "分类 重点，常规，服务 *facial*，服务日期 60天..15天，金额 500..2000.5；归属 -、回答 csat<3、标签　vip",
        "分类 重点，常规 服务 *facial* 服务日期 60天..15天 金额 500..2000.5 归属 - 回答 csat<3 标签 vip",
        "分类 重点，常规 服务 *facial* 服务日期 60天..15天 金额 500..2000.5 责任人 - 回答 csat<3 标签 vip",
    ],
)
def test_one_line_in_many_ways(line: str) -> None:
    assert read_selection(line) == WHOLE


def test_nothing_and_everybody() -> None:
    assert read_selection("  ") is None
    assert read_selection("Everybody") == read_selection("所有客户") == Selection()
    assert as_words(None) == ""
    assert as_words(Selection()) == "everybody"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("clas key", "nothing to select by"),
        ("class", "What comes after 'class'"),
        ("class gold", "is no class"),
        ("served yesterday", "is no span"),
        ("served 3d..x", "is no day"),
        ("amount 5..many", "many"),
        ('service "open', "still open"),
        ("answer csat", "is no condition"),
        ("service a service b", "once only"),
    ],
)
def test_what_cannot_be_read_says_what_can(line: str, said: str) -> None:
    with pytest.raises(ValueProblem, match=said):
        read_selection(line)


_texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8).filter(
    lambda text: (
        not text.strip(",，;；、\"'“”「」\\- ").__len__() < len(text) and not any(c in text for c in "“”「」,，、;；")
    )
)
_selections = st.builds(
    Selection,
    classes=st.lists(st.sampled_from(["key", "regular", "potential", "special"]), unique=True).map(tuple),
    item=st.one_of(st.just(""), _texts),
    served_from=st.sampled_from(["", "30d", "2026-01-01"]),
    served_to=st.sampled_from(["", "3d", "2026-02-28"]),
    amount_from=st.one_of(st.none(), st.integers(0, 10**7)),
    amount_to=st.one_of(st.none(), st.integers(0, 10**7)),
    branches=st.lists(_texts, max_size=2).map(tuple),
    owners=st.lists(st.sampled_from(["", "wang", "li"]), unique=True).map(tuple),
    tags=st.lists(_texts, max_size=2).map(tuple),
    answers=st.lists(
        st.builds(Answered, st.sampled_from(["csat", "效果"]), st.sampled_from("=<>"), st.sampled_from(["3", "10"])),
        max_size=2,
    ).map(tuple),
)


@given(_selections, st.sampled_from(["en", "zh_CN"]))
def test_what_is_told_is_read_again(selection: Selection, language: str) -> None:
    use_language(language)
    try:
        assert read_selection(as_words(selection)) == selection
    finally:
        use_language("en")


def test_periods_hours_targets() -> None:
    assert read_period("2026-04-01..2026-04-30") == (20260401, 20260430)
    assert read_period("2026年4月1日 至 2026年4月30日") == (20260401, 20260430)
    assert read_period("..2026-04-30") == (None, 20260430)
    assert read_period(period_words(20260401, None)) == (20260401, None)
    assert read_hours("10:00-18:00") == read_hours(" 10：00—18：00") == ("10:00", "18:00")
    assert read_hours("10-18") == read_hours("10点到18:00") == read_hours("10 至 18点") == ("10:00", "18:00")
    assert read_hours("9-12:30") == ("09:00", "12:30")
    assert read_targets("completed 80%, reached 5") == read_targets("完成：80％；接通5")
    assert read_targets(targets_words(read_targets("satisfied 90%"))) == read_targets("satisfied 90 %")
    assert [read_yes(text) for text in ("", "no", "否", "yes", "是", "Y")] == [False, False, False, True, True, True]
    assert read_number("", 1, 9) is None


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_period, "april", "is no period"),
        (read_period, "2026-04-30..2026-04-01", "after the last"),
        (read_hours, "18:00-10:00", "are no hours"),
        (read_targets, "completed 120%", "the most is 100%"),
        (read_targets, "happy 5", "is no target"),
        (read_targets, "completed", "is no target"),
        (read_targets, "completed 5, completed 6", "once only"),
        (read_yes, "perhaps", "Write yes or no"),
    ],
)
def test_what_is_no_period_hours_or_target(read, text: str, said: str) -> None:
    with pytest.raises(ValueProblem, match=said):
        read(text)


def test_a_number_in_its_bounds() -> None:
    with pytest.raises(ValueProblem, match="from 1 to 9"):
        read_number("10", 1, 9)
