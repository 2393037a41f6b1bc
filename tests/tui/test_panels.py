"""The panels over a call: what they offer, refuse and return, by keys, in both languages."""

from __future__ import annotations

import asyncio

import pytest
from call_shop import KINDS, TRUE, Question, both, burst, in_call, rows, script, written
from rich.cells import cell_len
from textual.events import Paste

from callbench.desk.outcomes import add_outcome, change_outcome
from callbench.rules.outcomes import OutcomeRule
from callbench.store import agents
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.outcome import OutcomePanel

SIZES = [(80, 24), (120, 36), (200, 60)]
PANELS = ("f2", "f3", "f5", "f6", "f8")


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_panel_fits_opens_and_closes(stage, size, language) -> None:
    async with in_call(stage, past=True, size=size, language=language) as s:
        for key in PANELS:
            await s.press(key)
            assert not isinstance(s.app.screen, CallScreen), key
            sheet = s.app.screen.query_one(".sheet").region
            assert sheet.width <= size[0]
            assert sheet.bottom <= size[1], key
            assert all(cell_len(line) == size[0] for line in s.lines)
            assert "Esc" in s.text
            await s.press("escape")
            assert isinstance(s.app.screen, CallScreen), key


# -- outcome -------------------------------------------------------------------------------------------------------


async def test_the_outcome_list_holds_what_fits(stage, base) -> None:
    async with in_call(stage, language="en") as s:
        shown = await s.press("f2")
        for words in ("No answer", "Busy", "Callback agreed", "Number does not exist"):
            assert words in shown
        assert "Completed" not in shown
        assert "Partly completed" not in shown
        assert "1 does not fit this call." in await s.press("1")
        await s.press("escape", "1", "f2")
        assert "Partly completed" in s.text
        assert "Busy" not in s.text
        assert "2 does not fit" in await s.press("2")
    assert rows(base, "SELECT * FROM attempt") == []


async def as_boss(s, edit) -> None:
    """Let a supervisor change something in the base that is open."""

    def run() -> None:
        bench = s.app.work.bench
        with bench.db.write() as connection:
            boss = agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())
        edit(bench, boss)

    await asyncio.to_thread(run)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_more_outcomes_than_rows_scroll_with_the_mark(stage, base, language) -> None:
    async with in_call(stage, size=(80, 24), language=language) as s:

        def edit(bench, boss) -> None:
            for n in range(16):
                words = {"zh_CN": f"自定{n}", "en": f"Own {n}"}
                add_outcome(bench, boss, OutcomeRule(f"own_{n}", "", "O", True, True, "close", "", words=words))

        await as_boss(s, edit)
        first = "自定0" if language == "zh_CN" else "Own 0"
        last = "自定15" if language == "zh_CN" else "Own 15"
        shown = await s.press("f2")
        assert last not in shown
        assert s.app.screen.query_one(".sheet").region.bottom <= 24
        shown = await s.press("up")  # from the first one round to the last
        assert last in shown
        assert first not in shown
        await s.press("enter")
    assert rows(base, "SELECT outcome FROM attempt") == ["own_15"]


async def test_the_panel_has_the_shops_names_order_and_keys(stage, base) -> None:
    async with in_call(stage) as s:
        await as_boss(
            s, lambda *who: change_outcome(*who, "busy", words={"zh_CN": "占线中"}, press="x", note_required=True)
        )
        shown = await s.press("f2")
        assert " X " in shown
        assert "占线中" in shown
        shown = await s.press("x")
        assert "“占线中”必须写备注" in shown
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)
        assert rows(base, "SELECT outcome FROM attempt") == []
        await s.press("f2", "x", *"busy all day", "enter")
    assert rows(base, "SELECT outcome, note FROM attempt") == [("busy", "busy all day")]


async def test_an_outcome_is_chosen_by_arrows_too(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f2", "down", "down", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["busy"]


async def test_enter_takes_nothing_where_nothing_is_proposed(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f2", "enter", "enter")
        assert isinstance(s.app.screen, OutcomePanel)
    assert rows(base, "SELECT * FROM attempt") == []


async def test_letters_choose_the_rarer_outcomes(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f2", "c")
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["do_not_call"]
    assert rows(base, "SELECT state FROM customer ORDER BY id")[0] == "do_not_call"


async def test_partial_keeps_the_answers_for_the_next_time(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5", "f2", "9")
        assert "王芳" in s.text
        assert "2 项作答" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["partial"]
    found = rows(base, "SELECT path FROM answer WHERE state = 'given' ORDER BY path")
    assert found == ["effect", "handy"]


# -- follow-up -----------------------------------------------------------------------------------------------------


async def test_what_was_understood_is_shown_before_it_counts(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f3")
        shown = await s.press("5")
        assert "2026-03-06" in shown
        assert "客户当地" in shown
        assert rows(base, "SELECT * FROM follow_up") == []
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)


@pytest.mark.parametrize("typed", ["昨天", "3月4日 10:00"])
async def test_the_past_is_refused(stage, base, typed) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "tab", *("space" if c == " " else c for c in typed), "enter")
        assert isinstance(s.app.screen, FollowUpPanel)
        await s.press("enter")
        assert isinstance(s.app.screen, FollowUpPanel)


async def test_outside_the_hours_the_next_possible_time_is_offered(stage, base) -> None:
    async with in_call(stage) as s:
        shown = await s.press("f3", *"明天22点")
        assert "不在可拨时段 09:00-21:00 内" in shown
        assert "最近可约" in shown
        shown = await s.press("enter")
        assert isinstance(s.app.screen, FollowUpPanel), "it is shown before it counts"
        assert "2026-03-09" in shown
        await s.press("enter", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-09 01:00:00.000000"]


async def test_a_time_is_meant_on_the_customers_clock_and_shown_on_both(stage, base) -> None:
    async with in_call(stage, zone="Asia/Tokyo") as s:
        shown = await s.press("f3", *"明天10点")
        assert "10:00（客户当地）" in shown
        assert "09:00" in shown
        await s.press("enter", "enter")
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-06 01:00:00.000000"]


async def test_reason_and_whose_it_is(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "5", "tab", *"问肤色", "f3")
        assert "谁都可以" in s.text
        await s.press("enter", "enter")
    assert rows(base, "SELECT reason, agent_id FROM follow_up") == [("问肤色", None)]


async def test_a_booked_follow_up_is_seen_and_changed(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "5", "enter")
        assert isinstance(s.app.screen, OutcomePanel)
        assert "已约跟进" in s.text
        assert "无人接听" not in s.text, "who agreed on a time was reached"
        await s.press("escape", "f3")
        assert "2026-03-06" in s.text
        await s.press("6", "enter", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-06 07:00:00.000000"]


async def test_a_booked_follow_up_is_dropped_again(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "5", "enter", "escape", "f3")
        assert "取消预约" in s.text
        assert "预约已取消" in await s.press("delete")
        await s.press("f2", "2")
        assert "王芳" in s.text
    assert rows(base, "SELECT * FROM follow_up") == []
    assert rows(base, "SELECT outcome FROM attempt") == ["no_answer"]


async def test_words_that_are_no_time_say_what_would_be(stage) -> None:
    async with in_call(stage, language="en") as s:
        shown = await s.press("f3", *"soonish")
        assert "not understood" in shown
        await s.press("enter")
        assert isinstance(s.app.screen, FollowUpPanel)
        assert "Say when first" in await s.press(*["backspace"] * 7, "enter")


async def test_an_answer_proposes_words_for_the_follow_up(stage, base) -> None:
    agreed = Question("handy", "acknowledge", "handy", both("改天再聊?", "Another day?"), required=TRUE)
    async with in_call(stage, script("later", agreed)) as s:
        await s.press("f2", "7", "escape")
        assert isinstance(s.app.screen, CallScreen), "left without a time, nothing is saved"
    assert rows(base, "SELECT * FROM attempt") == []


# -- profile, note, why --------------------------------------------------------------------------------------------


async def test_what_is_missing_is_supplemented_and_checked(stage, base) -> None:
    async with in_call(stage) as s:
        assert "待补充" in s.text
        shown = await s.press("f5", *"2月30")
        assert "138 1234 5678" in shown
        await s.press("enter")
        assert not isinstance(s.app.screen, CallScreen), "no such day"
        await s.press(*["backspace"] * 5, *"1990-5-20", "enter")
        await written(s)
        assert isinstance(s.app.screen, CallScreen)
        assert "待补充" not in s.text
        assert "资料已保存" in s.text
    assert rows(base, "SELECT birthday FROM customer ORDER BY id")[0] == "1990-05-20"
    assert len(rows(base, "SELECT * FROM event WHERE kind = 'profile.changed'")) == 1


async def test_another_number_is_added_and_fields_are_changed(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f5", "tab", *"13900001111", "tab", "tab", *["backspace"] * 3, *"男", "enter")
        await written(s)
        assert "139 **** 1111" in s.text  # the new number stands on the card, masked
    assert "+8613900001111" in rows(base, "SELECT e164 FROM phone")
    assert rows(base, "SELECT gender FROM customer ORDER BY id")[0] == "male"


async def test_an_answer_for_the_profile_is_checked_as_it_is_typed_and_written_with_the_call(stage, base) -> None:
    form = script("card", Question("born", "text", "born", both("您的生日是?", "Your birthday?"), profile="birthday"))
    async with in_call(stage, form, language="en") as s:
        shown = await s.press(*"abc")
        assert "'abc' is no date" in shown
        await s.press("enter")
        await written(s)
        assert rows(base, "SELECT * FROM draft_answer") == []
        await s.press(*["backspace"] * 3, *"1990-5-20", "enter", "enter")
        await written(s)
        assert rows(base, "SELECT birthday FROM customer ORDER BY id")[0] == "1990-05-20"
        await s.press("ctrl+z")
        await written(s)
        assert rows(base, "SELECT birthday FROM customer ORDER BY id")[0] == ""
        assert "1990-5-20" in s.text


async def test_a_profile_left_alone_is_not_written(stage, base) -> None:
    async with in_call(stage, language="en") as s:
        await s.press("f5", "enter")
        assert isinstance(s.app.screen, CallScreen)
        await s.press("f5", *"1990", "escape")
    assert rows(base, "SELECT birthday FROM customer ORDER BY id")[0] == ""
    assert rows(base, "SELECT * FROM event WHERE kind = 'profile.changed'") == []


async def test_a_note_left_by_escape_is_as_it_was(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("f8", *"甲", "f8")
        await written(s)
        await s.press("f8", *"乙", "escape")
        await written(s)
        assert rows(base, "SELECT note FROM draft") == ["甲"]
        await s.press("f8", "backspace", "enter")
        await written(s)
        assert rows(base, "SELECT note FROM draft") == [""]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_why_tells_rule_attempt_and_last_outcome(stage, language) -> None:
    async with in_call(stage, KINDS, past=True, language=language) as s:
        shown = await s.press("f6")
        words = (
            ("服务后回访", "护理后关怀", "第 3 次，最多 6 次", "无人接听")
            if language == "zh_CN"
            else ("3 of 6", "No answer")
        )
        for word in words:
            assert word in shown, word


# -- keys that arrive all at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["周五下午3点", "fri 3pm", "tomorrow 10:00", "15:30", "3月5日14:00"])
@pytest.mark.parametrize("before", [(), ("f3",)], ids=["open", "with the key"])
async def test_words_in_one_burst_keep_their_digits(stage, typed, before) -> None:
    async with in_call(stage) as s:
        if not before:
            await s.press("f3")
        await burst(s, *before, *typed)
        assert s.app.screen.query_one("#when").value == typed


async def test_a_preset_then_words_in_one_burst(stage) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "1")
        await burst(s, *"周五下午3点")
        assert s.app.screen.query_one("#when").value == "周五下午3点"
        assert "2026-03-06" in s.text
        await s.press(*["backspace"] * 7)
        assert "2026-03-06" in await s.press("5"), "an empty field takes presets again"


async def test_a_paste_always_goes_to_the_field(stage) -> None:
    async with in_call(stage) as s:
        await s.press("f3")
        s.app.post_message(Paste("3月6日 14:00"))
        await s.rest()
        assert s.app.screen.query_one("#when").value == "3月6日 14:00"
        assert "2026-03-06" in s.text


async def test_a_whole_follow_up_in_one_burst_with_its_outcome(stage, base) -> None:
    async with in_call(stage) as s:
        await burst(s, "f3", "5", "enter", "7")
        await s.rest()
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["callback_agreed"]
    assert len(rows(base, "SELECT * FROM follow_up")) == 1


async def test_a_key_behind_a_closing_panel_reaches_the_call(stage, base) -> None:
    async with in_call(stage) as s:
        await burst(s, "f8", "甲", "enter", "1")
        assert isinstance(s.app.screen, CallScreen)
        assert rows(base, "SELECT path FROM draft_answer") == ["handy"]
        assert rows(base, "SELECT note FROM draft") == ["甲"]


@pytest.mark.parametrize(("keys", "said"), [(("1",), "has 1 answer and"), (("1", "1"), "has 2 answers and")])
async def test_leaving_counts_the_answers(stage, keys, said) -> None:
    async with in_call(stage, language="en") as s:
        await s.press(*keys)
        assert said in await s.press("escape")
