"""The call screen on a real base: what it shows is whole and true, what is given is on disk, nothing of a customer stays."""

from __future__ import annotations

import asyncio
import threading
import unicodedata

import pytest
from call_shop import EIGHT, KINDS, TRUE, Question, Shop, both, closed, in_call, rows, script, written
from hostile import HOSTILE
from rich.cells import cell_len
from textual.events import Key, Paste

from callbench.desk import calling
from callbench.errors import Conflict, StoreBusy
from callbench.script.parts import Expr
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.widgets.notice import Notice

SIZES = [(80, 24), (120, 36), (200, 60)]


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


def drafts(base) -> dict[str, str]:
    return dict(rows(base, "SELECT path, text FROM draft_answer"))


OPENING = (
    "Hello Ms Fitzgerald, this is Christina from Jingya Beauty, Jing an Branch. A few days ago you told us of a problem with "
    "Hydration facial. We have dealt with it, and I would like to make sure that it is settled. It takes two or three minutes. "
    "The call is recorded, only to help us do better, and you may stop at any time."
)


async def test_an_opening_is_whole_on_a_small_screen(stage) -> None:
    form = script("opening", closed("handy", "方便吗?", "Is this a good time?", "yes_no", say=both(OPENING, OPENING)))
    async with in_call(stage, form, size=(80, 24), language="en") as s:
        assert "stop at any time." in s.text
        assert "Is this a good time?" in s.text
        assert "required left" in s.text


# -- what is shown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_everything_about_the_call_is_there_and_fits(stage, size, language) -> None:
    async with in_call(stage, past=True, size=size, language=language) as s:
        assert all(cell_len(line) == size[0] for line in s.lines)
        zh = language == "zh_CN"
        words = [
            "李娜",
            "138 **** 5678",
            "护理后第 3 天",
            "敏感肌",
            "1",
            "3/6" if size[0] < 100 else ("3 次" if zh else "3 of 6"),
        ]
        words += ["现在方便通话吗", "必答还剩 8 题", "第 1 题，共 8 题"] if zh else ["good time", "required left: 8"]
        words += ["重点" if zh else "Key"]
        if size[0] >= 100:
            words += [
                "09:00-21:00",
                "效果与满意度",
                "喜欢安静的房间",
                "水光护理0",
                "¥680",
                "补水套装0",
                "王敏",
                "静安店",
            ]
            words += (
                ["待补充", "生日", "无人接听", "满意", "推荐"]
                if zh
                else ["To add", "Birthday", "No answer", "recommends"]
            )
        for word in words:
            assert word in s.text, word
        assert "13812345678" not in s.text.replace(" ", "")
        assert ("李娜您好" if zh else "Hello 李娜") in s.text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_no_glyph_of_ambiguous_width_stands_before_a_column(stage, language) -> None:
    async with in_call(stage, past=True, size=(200, 60), language=language) as s:
        await s.press("1", "5", "1")
        assert {c for c in s.text if unicodedata.east_asian_width(c) == "A"} == set()


async def test_the_folded_card_opens_with_a_key(stage) -> None:
    async with in_call(stage, past=True, size=(80, 24)) as s:
        assert "补水套装0" not in s.text
        shown = await s.press("f5", "pagedown")
        assert "补水套装0" in shown


async def test_the_number_is_masked_until_asked_for(stage) -> None:
    async with in_call(stage) as s:
        assert "138 1234 5678" in await s.press("ctrl+n")
        assert "138 1234 5678" not in await s.press("ctrl+n")
        await s.press("ctrl+n")
        assert "138 1234 5679" not in await s.press("f2", "2"), "the next one is masked again"


async def test_the_live_question_is_marked_without_colour(stage, monkeypatch) -> None:
    async with in_call(stage) as s:
        live = [line for line in s.lines if " > " in line and "现在方便通话吗" in line]
        assert len(live) == 1


async def test_the_customers_clock_stands_beside_the_agents_when_they_differ(stage) -> None:
    async with in_call(stage, zone="Asia/Tokyo") as s:
        assert "客户当地 11:00" in s.text
        assert "当地 11:00" in s.text


async def test_the_language_is_switched_in_the_middle_of_a_call(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5")
        shown = await s.press("f9")
        assert "Any discomfort since?" in shown
        assert "very satisfied" in shown
        assert "points to a complaint" in shown
        assert "护理后皮肤" in await s.press("f9")
        await written(s)
    assert drafts(base) == {"handy": "yes", "effect": "5"}


async def test_many_questions_mount_no_more_widgets_than_few(stage) -> None:
    many = script("many", *(closed(f"q{n}", f"第{n}题?", f"Question {n}?") for n in range(228)))
    async with in_call(stage, many) as s:
        assert "行未显示" in s.text
        widgets = len(s.app.screen.query("*"))
        await s.press("5", "5", "pagedown", "pagedown")
        assert len(s.app.screen.query("*")) == widgets
        assert "第 19 题，共 228 题" in s.text
        assert "第18题?" in s.text
    assert widgets < 30


# -- answers -------------------------------------------------------------------------------------------------------


async def test_every_answer_is_on_disk_when_its_tick_is_there(stage, base) -> None:
    async with in_call(stage) as s:
        shown = await s.press("1")
        shown = await written(s)
        assert any("✓" in line and "方便" in line for line in shown.splitlines())
        assert drafts(base) == {"handy": "yes"}


async def test_an_earlier_answer_is_corrected_and_no_other(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5", "1", "up", "up")
        assert "第 2 题，共 8 题" in s.text
        shown = await s.press("2")
        assert "第 4 题，共 8 题" in shown, "back to where the call stands"
        await written(s)
    assert drafts(base) == {"handy": "yes", "effect": "2", "trouble": "none"}


async def test_digits_behind_the_last_question_change_nothing(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5", "1", "5", "5", "5", "9", "1")
        await written(s)
        before = drafts(base)
        await s.press("2", "3", "4")
        await written(s)
        assert drafts(base) == before


async def test_a_key_that_means_no_choice_says_which_do(stage, base) -> None:
    async with in_call(stage) as s:
        assert "请按：1 2" in await s.press("7")
        assert drafts(base) == {}


async def test_refusing_where_it_is_allowed_and_where_not(stage, base) -> None:
    async with in_call(stage) as s:
        shown = await s.press("f7")
        assert "这一题需要回答" in shown
        await s.press("1", "5", "9")
        assert "第 4 题，共 8 题" in s.text
        await written(s)
        assert rows(base, "SELECT path FROM draft_answer WHERE state = 'refused'") == ["trouble"]
    async with stage(size=(120, 36)) as s:
        await s.press("f2")
        assert "不清楚 / 不愿说" in s.text


async def test_delete_takes_an_answer_back(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5", "up", "delete")
        await written(s)
        assert drafts(base) == {"handy": "yes"}
        assert "第 2 题，共 8 题" in s.text
        await s.press("up", "backspace")
        await written(s)
        assert drafts(base) == {}


async def test_finishing_with_gaps_jumps_to_the_first(stage) -> None:
    async with in_call(stage) as s:
        await s.press("1", "down", "down", *["down"] * 8)
        assert "还有 7 道必答题没有回答" in s.text
        assert "第 2 题，共 8 题" in await s.press("enter")
        await s.press("pagedown", "pagedown")
        assert "第 2 题，共 8 题" in await s.press("tab")


async def test_typed_answers_are_checked_beside_the_field(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press(*"很好", "enter")
        assert "这里只能输入数字" in await s.press("x")
        assert "第 2 题" in await s.press("1", ",", "2", "enter")
        assert "请填整数" in s.text
        await s.press(*["backspace"] * 3, "１", "2")
        assert "请填整数" not in s.text
        await s.press("enter")
        shown = await s.press(*"2月30日")
        await s.press("enter")
        assert "第 3 题" in s.text, "no such day"
        assert shown.count("2月30日") >= 1
        await s.press(*["backspace"] * 5, *"2026-4-1", "enter", *"15:30", "enter")
        await s.press("1", "3", "enter")
        assert "第 6 题" in s.text
        await written(s)
        assert drafts(base) == {
            "words": "很好", "visits": "12", "next": "2026-04-01", "hour": "15:30:00", "topics": "care booking",
        }  # fmt: skip


async def test_a_long_list_is_narrowed_by_typing(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press("down", "3", "enter", "down", "down", "down")
        assert "第1门店" in s.text
        shown = await s.press("1", "2")
        assert "第12门店" in shown
        assert "第3门店" not in shown
        await s.press("enter")
        await s.press("up")
        assert "列表中没有匹配" in await s.press(*"xyz", "enter")
        await written(s)
        assert drafts(base)["shop"] == "s12"


async def test_long_text_scale_phone_and_confirmation(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press("down", "3", "enter", *["down"] * 4, *"第一行", "ctrl+j", *"第二行", "enter")
        assert "第 8 题" in s.text
        await s.press("minus", "2")
        await s.press(*"13800138000", "enter", "1")
        await written(s)
        found = drafts(base)
    assert found["story"] == "第一行\n第二行"
    assert found["nps"] == "10"
    assert found["unwell"] == "no"
    assert found["mobile"].replace(" ", "").endswith("13800138000")
    assert found["agreed"] == "OK"


async def test_questions_come_and_go_with_an_answer_and_theirs_is_kept_aside(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press("down", "3", "enter", *["down"] * 6)
        assert "哪里不适" not in s.text
        shown = await s.press("1")
        assert "哪里不适" in shown
        await s.press("down", *"红", "enter", *["up"] * 3, "2")
        assert "哪里不适" not in s.text
        assert "不再询问" in s.text
        await written(s)
        assert drafts(base)["what"] == "红"
        await s.press("f2", "1")
        assert "王芳" in s.text
    assert rows(base, "SELECT path FROM answer WHERE path = 'what'") == []


async def test_what_is_typed_but_not_accepted_is_not_lost(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press(*"太贵", "down", *"1,2", "down", "up")
        await written(s)
        assert "1,2" in s.text, "wrong, but still there"
        assert drafts(base) == {"words": "太贵"}
        await s.press("f2", "escape", "f6", "escape")
        assert "1,2" in s.text


async def test_a_note_at_any_time(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "f8", *"下午在家", "ctrl+j", *"按门铃", "enter")
        await written(s)
        assert rows(base, "SELECT note FROM draft") == ["下午在家\n按门铃"]
        assert "第 2 题" in s.text
        assert "下午在家" in await s.press("f8")
        await s.press("escape", "f2", "9")
    assert rows(base, "SELECT note FROM attempt") == ["下午在家\n按门铃"]


# -- when the base fails -------------------------------------------------------------------------------------------


async def test_an_answer_that_cannot_be_kept_stays_and_is_tried_again(stage, base, monkeypatch) -> None:
    real, failing = calling.keep_answer, [True]

    def keep(bench, **what) -> None:
        if failing[0] and what["path"] == "effect":
            raise StoreBusy("somebody else is writing", todo="try again in a moment")
        real(bench, **what)

    monkeypatch.setattr(calling, "keep_answer", keep)
    async with in_call(stage) as s:
        await s.press("1", "5", "1")
        shown = await written(s)
        assert "somebody else is writing" in shown
        assert "try again in a moment" in shown
        assert any("!" in line and "护理效果满意吗" in line for line in shown.splitlines())
        assert drafts(base) == {"handy": "yes", "trouble": "none"}, "the work goes on"
        assert "^R" in s.lines[-2] + s.lines[-3]
        assert not any("^R" in line for line in (await s.press("f6")).splitlines()[-4:-1]), "no key that does nothing"
        await s.press("escape")
        assert "^R" in s.lines[-2] + s.lines[-3]
        failing[0] = False
        await s.press("ctrl+r")
        shown = await written(s)
        assert "somebody else" not in shown
        assert drafts(base) == {"handy": "yes", "effect": "5", "trouble": "none"}


async def test_a_save_that_fails_loses_nothing_and_is_done_once_by_enter(stage, base, monkeypatch) -> None:
    real, fails = calling.save_result, [2]

    def save(bench, **what):
        saved = real(bench, **what) if fails[0] == 1 else None  # the second time it lands, but its answer is lost
        if fails[0]:
            fails[0] -= 1
            raise StoreBusy("the disk is full")
        return saved or real(bench, **what)

    monkeypatch.setattr(calling, "save_result", save)
    async with in_call(stage) as s:
        shown = await s.press("1", "5", "1", "5", "5", "5", "9", "1", "enter")
        assert "the disk is full" in shown
        assert "李娜" in shown
        await s.press("enter")
        assert "the disk is full" in s.text
        shown = await s.press("enter")
        assert "王芳" in shown
        assert "the disk is full" not in shown
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


async def test_a_failed_save_can_be_set_aside_and_the_call_goes_on(stage, base, monkeypatch) -> None:
    def save(bench, **what):
        raise StoreBusy("the disk is full")

    monkeypatch.setattr(calling, "save_result", save)
    async with in_call(stage) as s:
        await s.press("f2", "2")
        assert "the disk is full" in s.text
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)
        assert "the disk is full" not in s.text
        await s.press("1")
        await written(s)
        assert drafts(base) == {"handy": "yes"}


async def test_a_result_saved_before_the_next_cannot_be_taken_is_saved(stage, base, monkeypatch) -> None:
    real, failing = calling.take_next, [False]

    def take(bench, agent):
        if failing[0]:
            raise StoreBusy("somebody else is writing")
        return real(bench, agent)

    monkeypatch.setattr(calling, "take_next", take)
    async with in_call(stage) as s:
        failing[0] = True
        shown = await s.press("f2", "2")
        assert "somebody else is writing" in shown
        assert "李娜" not in shown
        failing[0] = False
        assert "王芳" in await s.press("enter")
    assert rows(base, "SELECT outcome FROM attempt") == ["no_answer"]


# -- nobody else ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_nothing_of_the_customer_before_is_left_anywhere(stage, base, size) -> None:
    before = ("李娜", "5678", "敏感肌,忌酒精类0", "护理0", "套装0", "天0", "wx_0", "很特别", "说过的话", "xyzzy")
    async with in_call(stage, KINDS, past=True, size=size) as s:
        await s.press(*"很特别", "enter", "7", "enter", "f8", *"说过的话", "enter", "ctrl+n")
        await s.press(*"xyzzy", "f3", "tab", "tab", *"很特别", "escape")
        await written(s)
        await s.press("f2", "1")
        for keys in ((), ("f2",), ("escape", "f3"), ("escape", "f5"), ("pagedown",), ("escape", "f6"), ("escape", "f8"),
                     ("escape", "ctrl+n"), ("down",), ("down",), ("down",), ("tab",)):  # fmt: skip
            shown = await s.press(*keys)
            for trace in before:
                assert trace not in shown, (keys, trace)
        await s.press("escape")
    assert rows(base, "SELECT count(*) FROM draft_answer") == [0]


async def test_when_nobody_is_left_it_says_why_and_the_way_back_stands(stage, base) -> None:
    async with in_call(stage, names=("李娜",)) as s:
        shown = await s.press("f2", "2")
        assert "李娜" not in shown
        assert "现在没有可拨打的客户" in shown
        assert "已保存：无人接听" in shown
        assert "按回车再查一次" in shown
        await s.press("1", "f2", "f3")
        assert isinstance(s.app.screen, CallScreen)
        await s.press("enter")
        assert "现在没有可拨打的客户" in s.text
        assert "李娜" in await s.press("ctrl+z")
        assert rows(base, "SELECT * FROM attempt") == []
        await s.press("f2", "2", "escape")
        assert isinstance(s.app.screen, QueueScreen)


async def test_the_same_agent_is_offered_the_same_call_with_every_answer(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "5", "9", "f8", *"等一下", "enter")
        await written(s)
    async with stage(size=(120, 36)) as s:
        shown = await s.press("f2")
        assert "李娜" in shown
        assert "已答 3 题" in shown
        assert "第 4 题，共 8 题" in shown
        assert "等一下" in await s.press("f8")


async def test_leaving_waits_for_the_writer(stage, base, monkeypatch) -> None:
    real, go_on = calling.keep_answer, threading.Event()

    def slow(bench, **what) -> None:
        go_on.wait(30)
        real(bench, **what)

    monkeypatch.setattr(calling, "keep_answer", slow)
    async with in_call(stage) as s:
        for key in ("1", "5", "1", "5"):
            s.app.post_message(Key(key, key))
        while s.app.screen.talk.walk.answered < 4:
            await asyncio.sleep(0.001)
        assert s.app.screen.keeper.pending
        s.app.exit()
        go_on.set()
    assert len(drafts(base)) == 4


async def test_escape_gives_an_untouched_customer_back(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)
        assert rows(base, "SELECT * FROM queue_item WHERE state = 'held'") == []
        assert "李娜" not in (await s.press("f2")).splitlines()[2], "not the one just given back"


async def test_a_call_that_is_no_longer_ours_can_be_left(stage, base, monkeypatch) -> None:
    def lost(bench, **what):
        raise Conflict("no longer in your hand")

    monkeypatch.setattr(calling, "give_back", lost)
    async with in_call(stage) as s:
        await s.press("1", "escape", "2")
        assert isinstance(s.app.screen, QueueScreen)
        assert "no longer in your hand" in s.text


async def test_escape_asks_when_something_was_answered(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("1", "escape")
        assert "离开这通电话" in s.text
        await s.press("escape")
        assert "第 2 题" in s.text
        await s.press("escape", "2")
        assert isinstance(s.app.screen, QueueScreen)
    assert rows(base, "SELECT * FROM queue_item WHERE state = 'held'") == []
    assert drafts(base) == {"handy": "yes"}, "for whoever calls next"


async def test_a_window_made_smaller_and_larger_loses_nothing(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press(*"abc")
        for width, height in ((80, 24), (60, 10), (200, 60), (120, 36)):
            await s.pilot.resize_terminal(width, height)
            await s.rest()
        assert "abc" in s.text
        await s.press("enter")
        await written(s)
    assert drafts(base) == {"words": "abc"}


# -- text from outside ---------------------------------------------------------------------------------------------

_EACH = 9


class HostileShop(Shop):
    """Customers whose every text is one that broke other programs; they are written as they are, past every door."""

    def __init__(self, bench, texts: tuple[str, ...]) -> None:
        self.texts = texts
        asked = tuple(
            Question(
                f"q{n}", "text", f"q{n}", both(text, text), hint=both(text, text), say=both(text, text), required=TRUE
            )
            for n, text in enumerate(texts[:3])
            if text.strip()
        )
        choices = closed("pick", texts[0][:300] or "?", texts[1][:300] or "?")
        super().__init__(bench, script("hostile", choices, *asked), names=("李娜",))
        with bench.db.write() as c:
            from sqlalchemy import update

            from callbench.store import tables

            t = texts
            c.execute(update(tables.Customer.__table__).values(
                name=t[0], special_needs=t[1], preferences=t[2], note=t[3], branch=t[4], preferred_time=t[5], channel=t[6],
                wechat=t[7], email=t[8],
            ))  # fmt: skip
            c.execute(update(tables.ServiceRecord.__table__).values(item=t[1], staff=t[2], branch=t[3]).where(
                tables.ServiceRecord.id == self.id(3000)
            ))  # fmt: skip
            c.execute(update(tables.QueueItem.__table__).values(reason=t[4]))
            c.execute(update(tables.Campaign.__table__).values(purpose=t[5], name=t[6]))


CHUNKS = [tuple(HOSTILE[at : at + _EACH]) for at in range(0, len(HOSTILE) - _EACH, 4 * _EACH)]
"""Some of each sort, every field with one; test_hostile_call goes through all of them."""


@pytest.mark.parametrize("half", [0, 1])
async def test_hostile_text_is_harmless_on_the_whole_screen(stage, tmp_path, half) -> None:
    for n, texts in enumerate(CHUNKS[half::2]):
        path = tmp_path / "shop.db"
        for old in tmp_path.glob("shop.db*"):
            old.unlink()
        size = SIZES[n % 2]
        texts = tuple(text.encode("utf-8", "replace").decode().replace("\x00", "") for text in texts)
        async with stage(lambda bench, texts=texts: HostileShop(bench, texts), size=size) as s:
            for keys in (
                ("f2",),
                ("f5",),
                ("escape", "f6"),
                ("escape", "5"),
                ("f3",),
                ("escape", "f8"),
                ("escape", "f2"),
            ):
                shown = await s.press(*keys)
                assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
                assert "\x1b" not in shown
            assert isinstance(s.app.screen_stack[1], CallScreen)
        assert path.exists()


@pytest.mark.parametrize("at", [0, 5])
async def test_hostile_text_pasted_into_a_field_and_a_note(stage, base, at) -> None:
    async with in_call(stage, KINDS) as s:
        for text in HOSTILE[at::10]:
            s.app.post_message(Paste(text))
            await s.pilot.pause()
            assert "\x1b" not in s.text
            await s.press("ctrl+u")
        s.app.post_message(Paste("".join(HOSTILE[at : at + 5])[:400]))
        await s.press("enter")
        await written(s)
        for text in rows(base, "SELECT text FROM draft_answer"):
            assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]


async def test_a_failure_never_blinks_away(stage, monkeypatch) -> None:
    def keep(bench, **what) -> None:
        raise StoreBusy("[/] the base is locked \x1b]0;x\x07")

    monkeypatch.setattr(calling, "keep_answer", keep)
    async with in_call(stage, EIGHT) as s:
        await s.press("1")
        await written(s)
        await s.press("5", "1")
        shown = await written(s)
        assert "[/] the base is locked" in shown
        assert "\x1b" not in shown
        assert s.app.screen.query_one(Notice).trouble is not None


async def test_calls_leave_no_screen_widget_or_worker_behind(stage) -> None:
    async with in_call(stage) as s:
        before = (len(s.app.screen_stack), len(s.app.screen.query("*")), len(list(s.app.workers)))
        screen = s.app.screen
        for _call in range(4):
            await s.press("1", "f2", "9") if _call % 2 else await s.press("f3", "escape", "f2", "2")
        assert s.app.screen is screen, "one screen for all calls"
        assert (len(s.app.screen_stack), len(screen.query("*")), len(list(s.app.workers))) == before


@pytest.mark.parametrize(
    ("said", "shown"),
    [("'+30d'", "Sat 2026-04-04"), ("'every month'", "Sun 2026-04-05 10:00"), ("'some day'", "follow-up: some day")],
)
async def test_the_follow_up_that_answers_suggest_is_told_as_the_day_it_means(stage, said, shown) -> None:
    form = script("again", closed("handy", "方便吗?", "Is it all right?", "yes_no", follow_up=Expr(said)))
    async with in_call(stage, form, language="en") as s:
        assert shown in await s.press("1")
        assert "+30d" not in s.text
