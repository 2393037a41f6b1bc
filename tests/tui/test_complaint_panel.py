"""F4: a complaint raised in a call, by keys: chosen, changed, dropped, proposed by answers, kept on disk, shown later."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from call_shop import both, burst, closed, in_call, rows, script, written
from hostile import HOSTILE, LONG
from rich.cells import cell_len
from textual.events import Paste

from callbench.config import load_settings
from callbench.records.calls import ComplaintWish
from callbench.records.people import Complaint
from callbench.rules.complaints import deadlines
from callbench.script.parts import Choice, ChoiceList
from callbench.text import clean
from callbench.tui import show_complaint
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.complaint import ComplaintPanel

SERVICE = ChoiceList(
    "served", (Choice("good", both("好", "good")), Choice("bad", both("不好", "bad"), complaint="service"))
)
SIZES = [(80, 24), (120, 36)]
RAISED = "SELECT kind, urgency, words FROM complaint"


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


@pytest.fixture
def asked(monkeypatch):
    """One question whose second answer points to a complaint about the service."""
    from call_shop import LISTS

    monkeypatch.setitem(LISTS, "served", SERVICE)
    return script("served", closed("served", "服务好吗?", "Was the service good?", "served"))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_it_fits_and_shows_both_deadlines_as_chosen(stage, base, size, language) -> None:
    async with in_call(stage, size=size, language=language) as s:
        shown = await s.press("f4")
        assert isinstance(s.app.screen, ComplaintPanel)
        assert s.app.screen.query_one(".sheet").region.bottom <= size[1]
        assert all(cell_len(line) == size[0] for line in s.lines)
        moments = {
            "zh_CN": (
                "2026-03-05 周四 21:00",
                "2026-03-10 周二 21:00",
                "2026-03-05 周四 12:00",
                "2026-03-06 周五 21:00",
            ),
            "en": ("Thu 2026-03-05 21:00", "Tue 2026-03-10 21:00", "Thu 2026-03-05 12:00", "Fri 2026-03-06 21:00"),
        }[language]
        assert all(moment in shown for moment in moments[:2]), "normal: the same day, three working days later"
        shown = await s.press("f4")
        assert all(moment in shown for moment in moments[2:]), "urgent: two working hours, the day after"
        await s.press("2", *"wait", "ctrl+j", *"2h", "enter")
        assert isinstance(s.app.screen, CallScreen)
        mark = {"zh_CN": "将登记投诉", "en": "omplaint to raise"}[language]
        assert mark in await written(s), "as long as it is not saved"
        await s.press("1", "5")
        assert mark in s.text
        assert rows(base, RAISED) == []
        shown = await s.press("f2")
        assert mark in shown
        assert {"zh_CN": "无人接听", "en": "No answer"}[language] not in shown, "who complained was reached"
        await s.press("8")
        assert mark not in s.text, "the next customer's screen is clean"
        assert {"zh_CN": "投诉", "en": "complaint"}[language] in s.text, "said with what was saved"
    assert rows(base, RAISED) == [("service", "urgent", "wait\n2h")]


async def test_words_typed_right_behind_the_kind_are_not_lost(stage, base) -> None:
    async with in_call(stage) as s:
        await burst(s, "f4", "3", *"too dear", "enter")
        assert isinstance(s.app.screen, CallScreen)
        await s.press("f4")
        await burst(s, "1", *" again", "enter")
        await s.press("f2", "8")
    assert rows(base, RAISED) == [("product", "normal", "too dear again")]


async def test_it_is_changed_and_dropped_before_saving(stage, base) -> None:
    async with in_call(stage, language="en") as s:
        assert "press a digit" in await s.press("f4", "enter")
        assert isinstance(s.app.screen, ComplaintPanel)
        await s.press("1", *"red", "enter")
        await s.press("f4", "3", *"dy", "enter")
        await written(s)
        assert '"kind": "price", "urgency": "normal", "words": "reddy"' in rows(base, "SELECT complaint FROM draft")[0]
        await s.press("f4", "escape")
        assert "Complaint to raise: Price" in s.text, "left as it was"
        assert "dropped" in await s.press("f4", "delete")
        assert "Complaint to raise" not in await written(s)
        assert rows(base, "SELECT complaint FROM draft") == [""]
        await s.press("f2", "2")
    assert rows(base, RAISED) == []
    assert rows(base, "SELECT outcome FROM attempt") == ["no_answer"]


async def test_tab_goes_between_kind_and_words(stage, base) -> None:
    async with in_call(stage) as s:
        shown = await s.press("f4", *"太贵", "tab", "3", *"3天", "tab", "delete")
        assert isinstance(s.app.screen, ComplaintPanel), "there is none to drop yet"
        assert "Del" not in shown
        shown = await s.press("enter", "f4")
        assert "Del 撤掉投诉" in shown
        assert "Del" not in await s.press("tab"), "there it deletes a character"
        await s.press("tab", "delete")
        assert isinstance(s.app.screen, CallScreen), "dropped among the kinds"
        await s.press("f4", *"x", "tab", "4", "enter", "f2", "8")
    assert rows(base, RAISED) == [("contract", "normal", "x")]


async def test_what_answers_propose_opens_it_before_the_outcome_is_saved(stage, base, asked) -> None:
    async with in_call(stage, asked) as s:
        await s.press("2", "enter")
        assert isinstance(s.app.screen, ComplaintPanel)
        assert "要登记吗" in s.text
        assert rows(base, "SELECT * FROM attempt") == []
        await s.press("enter")
        assert "王芳" in s.text
        await s.press("ctrl+z")
        assert "将登记投诉：服务" in s.text, "taken back with its call"
        assert rows(base, RAISED) == []
        await s.press("f2", "1")
        assert "王芳" in s.text, "decided once, not asked again"
    assert rows(base, RAISED) == [("service", "normal", "")]
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


async def test_it_is_left_out_knowingly(stage, base, asked) -> None:
    async with in_call(stage, asked) as s:
        await s.press("2", "enter")
        assert "不登记" in s.text
        await s.press("escape")
        assert "王芳" in s.text
    assert rows(base, RAISED) == []
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


async def test_nothing_is_asked_where_nothing_is_proposed(stage, base, asked) -> None:
    async with in_call(stage, asked) as s:
        await s.press("1", "enter")
        assert "王芳" in s.text
    assert rows(base, RAISED) == []


async def test_what_was_dropped_by_hand_is_not_proposed_again(stage, base, asked) -> None:
    async with in_call(stage, asked) as s:
        await s.press("2", "f4", "delete", "enter")
        assert "王芳" in s.text
    assert rows(base, RAISED) == []


async def test_words_a_script_made_up_become_the_customers(stage, base) -> None:
    """EIGHT's third choice proposes `skin`, which is no kind."""
    async with in_call(stage) as s:
        await s.press("1", "5", "3", "5", "5", "5", "1", "0", "1", "enter")
        assert isinstance(s.app.screen, ComplaintPanel), s.text
        await s.press("1", "enter")
        assert "王芳" in s.text
    assert rows(base, RAISED) == [("product", "normal", "skin")]


async def test_an_interrupted_call_still_has_it(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f4", "2", *"慢", "enter")
        await written(s)
        await s.press("escape", "2")  # given back; with a complaint it is asked first
        await s.press("f2")
        assert isinstance(s.app.screen, CallScreen)
    assert '"慢"' in rows(base, "SELECT complaint FROM draft WHERE complaint <> ''")[0]


async def test_open_complaints_stand_on_card_and_in_history(stage, base) -> None:
    async with in_call(stage, language="en", names=("李娜",)) as s:
        await s.press("f4", "2", *"slow", "enter", "f2", "8")
        s.app.clock.set(s.app.clock.now().replace(day=6))
        await s.press("escape")
        await s.press("f2")
        assert "Open complaint: Service" in s.text
        assert "late" in s.text
        await s.press("f5")
        assert "Complaint Service" in s.text
        assert "slow" in s.text


async def test_hostile_words_harm_nothing(stage, base) -> None:
    """Many of them at once: each is a line of what is pasted; the longest ones alone."""
    short = [words for words in HOSTILE if len(words) < 1_000]
    together = ["\n".join(short[at : at + 50]) for at in range(0, len(short), 50)]
    async with in_call(stage, size=(80, 24)) as s:
        for words in (*together, *LONG[:2]):
            await s.press("f4")
            s.app.screen.query_one("#words").text = ""
            s.app.screen.post_message(Paste(words))
            await s.press("f4", "tab", "5", "enter")
            assert isinstance(s.app.screen, CallScreen), words
            assert all(cell_len(line) == 80 for line in s.lines), words
            assert "\x1b" not in s.text
        await s.press("f2", "8")
    assert len(rows(base, RAISED)) == 1


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:20]))
def test_hostile_words_are_shown_as_they_are(words: str) -> None:
    now = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    settings = load_settings({})
    until = deadlines(settings, "normal", now)
    one = Complaint(
        UUID(int=1), UUID(int=2), words, None, "service", "urgent", words, "raised", words, words, now,
        until.answer_by, until.solve_by, until.final_by, None,
    )  # fmt: skip
    for shown in (
        show_complaint.wish_words(ComplaintWish("service", "urgent", words)),
        show_complaint.past(one, settings, now).plain,
        show_complaint.open_words(one, settings, now),
    ):
        assert clean(shown).replace(" ", "") == shown.replace(" ", "")
        assert cell_len(shown) <= 200
