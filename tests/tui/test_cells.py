"""Text measured in cells: never wider than asked, nothing lost in wrapping, Chinese line ends as they are set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callbench.tui.cells import CUT, cell, fit, wrap

TEXTS = st.text(
    st.one_of(
        st.sampled_from("李娜您好，。！？（）《》abc -01 é👍🏽🇨🇳\u0301\u200d"),
        st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co"]),
    ),
    max_size=60,
)


@given(TEXTS, st.integers(0, 40))
def test_fitted_text_is_never_wider_and_whole_when_it_fits(text: str, cells: int) -> None:
    fitted = fit(text, cells)
    assert cell_len(fitted) <= cells
    if cell_len(text) <= cells:
        assert fitted == text
    elif cells > 0:
        assert fitted.endswith(CUT)
        assert text.startswith(fitted[:-1])


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, cells: int, right: bool) -> None:
    assert cell_len(cell(text, cells, right=right)) == cells


@given(TEXTS, st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces_at_line_ends(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("李娜您好，。！？（）《》、abc 12"), max_size=60), st.integers(6, 40))
def test_lines_are_no_wider_than_asked(text: str, cells: int) -> None:
    assert all(cell_len(line) <= cells for line in wrap(text, cells))


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("您好，我是静雅美容的王敏。", 12, ["您好，我是静", "雅美容的王", "敏。"]),
        ("十月十八日您在静安店", 6, ["十月十", "八日您", "在静安", "店"]),
        ("做了（水光护理）", 6, ["做了", "（水光", "护理）"]),
        ("How was the service today?", 12, ["How was the", "service", "today?"]),
        ("满意 satisfied 吗", 10, ["满意", "satisfied", "吗"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 10, [""]),
    ],
)
def test_line_breaks_by_example(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(text, cells) == lines


@given(st.text(st.sampled_from("李娜您好，。！？）》、"), min_size=1, max_size=40), st.integers(8, 30))
def test_no_line_begins_with_closing_punctuation(text: str, cells: int) -> None:
    runs = max(len(run) for run in "".join("#" if c in "，。！？）》、" else " " for c in text).split() or [""])
    if (runs + 1) * 2 <= cells and text[0] not in "，。！？）》、":
        assert not [line for line in wrap(text, cells) if line[:1] in "，。！？）》、" and line]


@pytest.mark.parametrize("width", range(4, 30))
def test_a_number_stays_with_what_it_counts(width: int) -> None:
    lines = wrap("护理后第 3 天，第 2 次，上次未接，还剩 12 题，约定 10 分钟后", width)
    for whole in ("第 3 天", "第 2 次", "12 题", "10 分"):
        if width >= 8:
            assert any(whole in line for line in lines), lines
    assert all(cell_len(line) <= width for line in lines)


WHOLES = (
    "1月14日", "2026年3月5日", "2026 年 3 月 5 日", "10月18日", "03-06 09:00", "2026-03-06 09:00", "10点30分", "明天 09:00", "5 Mar", "14 January 2026",
    "Mar 5, 2026", "tomorrow 09:00", "10 am", "138 0013 8000", "138 **** 5678", "+86 138 0013 8000", "(021) 5888 8888", "021-5888 8888",
    "¥680", "¥ 1,280.50", "1,280 元", "12.5万元", "CNY 680",
)  # fmt: skip


@pytest.mark.parametrize("whole", WHOLES)
def test_dates_numbers_and_amounts_are_never_torn(whole: str) -> None:
    for text in (
        f"您好，您{whole}在静安店做了水光护理，我们想了解一下。",
        f"Hello, about {whole} and what you told us of it.",
        f"约定（{whole}），{whole}。{whole}",
    ):
        for width in range(cell_len(whole) + 6, 60):
            lines = wrap(text, width)
            assert sum(line.count(whole) for line in lines) == text.count(whole), (width, lines)
            assert all(cell_len(line) <= width for line in lines)


@given(
    st.lists(st.sampled_from([*WHOLES, "您好", "，", " ", "the ", "）", "（", "2", "第 3 次"]), max_size=12),
    st.integers(4, 50),
)
def test_nothing_is_lost_or_too_wide_with_them(parts: list[str], cells: int) -> None:
    lines = wrap("".join(parts), cells)
    assert "".join("".join(lines).split()) == "".join("".join(parts).split())
    assert all(cell_len(line) <= cells for line in lines)
