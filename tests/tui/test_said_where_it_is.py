"""What a call says stands where it belongs: nothing asked twice, nothing covered, no refusal that leads nowhere."""

from __future__ import annotations

import asyncio

import pytest
from call_shop import EIGHT, Shop, both, closed, in_call, rows, script, written
from queue_shop import fill
from textual.events import Paste
from textual.widgets._toast import Toast

from callbench.desk import breaks, calling
from callbench.errors import Conflict, StoreProblem
from callbench.records.calls import CallResult
from callbench.script.parts import Choice, ChoiceList
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.complaint import ComplaintPanel
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.trouble import Trouble

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


@pytest.mark.parametrize(("language", "asks"), [("en", "asks when"), ("zh_CN", "再选时间")])
async def test_the_outcome_asks_for_no_time_that_is_agreed(stage, language, asks) -> None:
    async with in_call(stage, language=language) as s:
        assert asks in await s.press("f2")
        await s.press("escape")
        assert asks not in await s.press("f3", "5", "enter")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_call_saved_otherwise_in_another_window_leads_on(stage, base, size) -> None:
    async with in_call(stage, size=size, language="en") as s:
        await s.press("1", "5")
        await written(s)
        talk = s.app.screen.talk
        agent, bench = s.app.agent, s.app.work.bench

        def save() -> None:
            calling.save_result(bench, agent, talk.call.draft_id, CallResult("busy"))

        await asyncio.to_thread(save)
        shown = await s.press("f2", "8")
        assert "no longer in your hand" in shown
        assert "It was saved in another window: Busy." in shown
        assert "Outcome: " in shown, "what was to be saved here"
        assert "very satisfied" in shown, "answers that are in no other window stand here"
        assert "王芳" in await s.press("enter")
    assert rows(base, "SELECT outcome FROM attempt") == ["busy"]


async def test_a_break_that_cannot_be_read_is_said_as_other_failures(stage, monkeypatch) -> None:
    def on_break(*_args, **_more):
        raise Conflict("on a break", code="on-break")

    def unreadable(*_args):
        raise StoreProblem("the connection is gone")

    monkeypatch.setattr(calling, "take_next", on_break)
    async with stage(lambda bench: Shop(bench, script("one", closed("a", "好吗?", "Good?")))) as s:
        monkeypatch.setattr(breaks, "break_of", unreadable)
        assert "the connection is gone" in await s.press("f2")
        assert s.app._exception is None


@pytest.mark.parametrize(("language", "also"), [("en", "also point to: Service"), ("zh_CN", "还涉及：服务")])
async def test_a_second_kind_is_named_beside_the_words_and_not_put_into_them(
    stage, base, monkeypatch, language, also
) -> None:
    from call_shop import LISTS

    bad = both("不好", "bad")
    for name, kind in (("dear", "price"), ("rude", "service")):
        monkeypatch.setitem(LISTS, name, ChoiceList(name, (Choice("bad", bad, complaint=kind),)))
    asked = script(
        "two", closed("a", "价格呢?", "And the price?", "dear"), closed("b", "服务呢?", "And the service?", "rude")
    )
    async with in_call(stage, asked, size=(80, 24), language=language) as s:
        await s.press("1", "1", "enter")
        assert isinstance(s.app.screen, ComplaintPanel)
        assert also in s.text
        assert s.app.screen.query_one("#words").text == ""
        await s.press("enter")
    assert rows(base, "SELECT kind, words FROM complaint") == [("price", "")]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("spacing", ["roomy", "compact"])
async def test_no_notice_covers_the_keys_of_a_failure(stage, monkeypatch, size, spacing) -> None:
    def full(*_args, **_more):
        raise StoreProblem("the disk is full", todo="Make room.")

    monkeypatch.setattr(calling, "save_result", full)
    async with in_call(stage, size=size, language="en") as s:
        s.app.set_class(spacing == "compact", "-compact")
        s.app.say("a notice that was there before")
        await s.press("f2", "2")
        s.app.say("a notice " * 20, trouble=True)
        await s.rest()
        told = s.app.screen.query_one(Trouble)
        toasts = list(s.app.screen.query(Toast))
        assert toasts
        assert all(not toast.region.overlaps(told.region) for toast in toasts)
        assert "Set aside" in s.text
        assert "Try again" in s.text
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)
        assert not s.app.screen.has_class("-in-trouble")


async def test_the_warning_before_leaving_reads_in_chinese_without_a_gap(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        (tmp_path / "shop.db").rename(tmp_path / "away.db")
        await s.press("1")
        await written(s)
        await s.press("f10")
        [said] = [note.message for note in s.app._notifications]
        assert "。 " not in said


async def test_what_the_queue_told_before_does_not_stand_above_the_questions(stage) -> None:
    async with stage(lambda bench: fill(bench, ("张三", "李四")), language="en") as s:
        await s.press("down", "w")
        heading = s.app.screen.query_one(Placard).heading
        assert heading
        assert heading in s.text
        assert heading not in await s.press("ctrl+x", "1")


async def test_a_colleagues_promise_is_refused_without_trying_again(stage, tmp_path) -> None:
    """Taking it over mends it; the same key again does not."""

    def promised(bench) -> None:
        fill(bench, ("张三", "李四"), groups=("agreed",))
        with bench.db.write() as connection:
            connection.exec_driver_sql("UPDATE queue_item SET agent_id = (SELECT id FROM agent WHERE code = 'lilei')")

    async with stage(promised, language="en") as s:
        await s.press("f8", "down")
        shown = await s.press("enter")
        assert "promised by somebody else" in shown
        assert "Set aside" in shown
        assert "Try again" not in shown


async def test_a_number_pasted_on_a_card_that_lacks_nothing_is_not_lost(stage, tmp_path) -> None:
    async with in_call(stage, EIGHT, birthday="1990-05-20") as s:
        await s.press("f5")
        s.app.post_message(Paste("13922221234"))
        await s.rest()
        assert "13922221234" in s.text
        await s.press("enter")
        await s.rest()
        assert "+8613922221234" in rows(tmp_path / "shop.db", "SELECT e164 FROM phone")
