"""Outside text on its way to the screen: nothing runs, nothing hides, what is cut shows that it was."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hostile import HOSTILE
from rich.cells import cell_len

from callbench import i18n
from callbench.tui import show
from callbench.values.calendar_words import weekday_name

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Shanghai
SHANGHAI = "Asia/Shanghai"
BIDI_AND_CONTROLS = {"Cc", "Cf", "Cs"}


def harmless(text: str, allowed: str = "\u200c\u200d") -> bool:
    return all(c in allowed or unicodedata.category(c) not in BIDI_AND_CONTROLS for c in text)


def test_there_are_many_hostile_texts() -> None:
    assert len(set(HOSTILE)) >= 100


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_shown_harmless_and_in_its_cells(text: str) -> None:
    assert harmless(show.safe(text))
    assert cell_len(show.cell(text, 12)) == 12
    assert harmless(show.cell(text, 12))
    assert all(cell_len(line) <= 30 for line in show.wrapped(text, 30))
    assert len(show.wrapped(text, 30, most=3)) <= 3
    content = show.line("a", (show.fit(text, 20), "$muted"), "b")
    assert content.plain == "a" + show.fit(text, 20) + "b"
    assert len(content.spans) <= 1  # markup in the text made no styles


def test_what_is_cut_shows_it() -> None:
    assert show.safe("李" * 6_000).endswith("…")
    assert len(show.safe("李" * 6_000)) <= show.LONGEST
    assert show.fit("Alexandra Papadopoulou", 12) == "Alexandra P…"
    assert show.wrapped("one two three four five", 9, most=2) == ["one two", "three…"]


def test_markup_in_a_name_stays_text() -> None:
    assert show.safe("[Acme] Ltd [/] [@click=app.quit]") == "[Acme] Ltd [/] [@click=app.quit]"


@pytest.mark.parametrize(
    ("language", "at", "shown"),
    [
        ("zh_CN", NOW, "10:00"),
        ("zh_CN", NOW - timedelta(hours=16), "昨天 18:00"),
        ("zh_CN", NOW + timedelta(days=1), "明天 10:00"),
        ("zh_CN", NOW - timedelta(days=30), "02-03 10:00"),
        ("zh_CN", NOW - timedelta(days=300), "2025-05-09 10:00"),
        ("en", NOW - timedelta(hours=16), "yesterday 18:00"),
        ("en", NOW + timedelta(days=5), "10 Mar 10:00"),
    ],
)
def test_moments_are_told_as_seen_from_now(language: str, at: datetime, shown: str) -> None:
    i18n.use_language(language)
    assert show.moment(at, SHANGHAI, NOW) == shown


def test_the_same_moment_on_another_clock() -> None:
    assert show.moment(NOW, "Asia/Urumqi", NOW) == "08:00"
    assert show.clock_time(NOW, "America/New_York") == "21:00"
    assert show.moment(NOW - timedelta(hours=3), "America/New_York", NOW) == "18:00"


def test_days_and_how_long_ago() -> None:
    i18n.use_language("zh_CN")
    assert weekday_name(date(2026, 3, 5)) == "周四"
    assert show.day(date(2026, 3, 4), date(2026, 3, 5)) == "昨天"
    assert [show.ago(NOW - timedelta(minutes=m), NOW) for m in (5, 200, 4000)] == ["5 分钟", "3 小时", "2 天"]
    assert show.ago(NOW + timedelta(minutes=5), NOW) == "0 分钟"  # what is to come has no age
    assert show.until(NOW + timedelta(minutes=5), NOW) == "5 分钟"


def test_numbers_are_masked_unless_asked_for() -> None:
    assert show.phone("+8613812345678") == "138 **** 5678"
    assert "1234" in show.phone("+8613812345678", whole=True).replace(" ", "")
    assert show.phone("") == ""


def test_bars_tell_their_share_by_form_too() -> None:
    assert show.bar(0.3, 10).plain == "╍╍╍╌╌╌╌╌╌╌"
    assert show.bar(0.001, 10).plain.count("╍") == 1
    assert show.bar(0, 4).plain == "╌╌╌╌"
    assert show.bar(7, 4).plain == "╍╍╍╍"
    assert all(unicodedata.east_asian_width(c) == "N" for c in show.bar(0.5, 4).plain)


def test_two_texts_on_one_line_never_exceed_it() -> None:
    for width in range(1, 40):
        both = show.beside(show.line("李娜的名单很长很长"), show.line("200"), width)
        assert both.cell_length <= max(width, 3)
        assert both.plain.endswith("200")
