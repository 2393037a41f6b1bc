"""Words on the screen are whole where there is room, and give way in the right order where there is not."""

from __future__ import annotations

import pytest
from call_shop import KINDS, in_call, written
from queue_shop import fill
from rich.cells import cell_len

from callbench.records.calls import DayProgress
from callbench.tui.widgets.header import Header, Standing

LONG_DAY = DayProgress(250, 125, 130, 100, 90, 25)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
@pytest.mark.parametrize(("language", "leave"), [("en", "F10 Quit"), ("zh_CN", "F10 退出")])
async def test_the_queue_tells_how_to_leave(stage, size, language, leave) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), size=size, language=language) as s:
        assert leave in s.lines[-1]


async def test_the_counts_give_way_before_the_name(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), language="en") as s:
        header = s.app.screen.query_one(Header)
        s.app.standing = Standing("Wang Xiaomin", LONG_DAY, "10:00", "shifted", 14)
        header.aside = (("customer's clock", "11:00"), ("talk", "01:02"))
        await s.rest()
        assert cell_len(s.lines[0]) == 80
        assert "Wang" in s.lines[0]
        assert "booked" not in s.lines[0]
        header.aside = ()
        await s.rest()
        assert "Wang Xiaomin" in s.lines[0]
        assert "125/250" in s.lines[0]
        assert "shifted" in s.lines[0]


async def test_labels_of_the_profile_are_whole(stage) -> None:
    from callbench.i18n import _
    from callbench.rules import words

    async with in_call(stage, size=(80, 36), language="en") as s:
        shown = await s.press("f5")
        for field in s.app.screen.fields:
            label = _("Another number") if field == "phone" else _(words.PROFILE[field])
            assert label in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_outcomes_are_whole_and_say_that_a_time_is_asked(stage, size, language) -> None:
    async with in_call(stage, size=size, language=language) as s:
        shown = await s.press("f2")
        if size[0] > 80:
            assert "…" not in s.app.screen.query_one("#outcomes").content.plain
        assert ("asks when" if language == "en" else "再选时间") in shown
        if language == "en":
            assert "Switched off or out of service" in shown


async def test_a_notice_does_not_stay_in_the_other_language(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), language="zh_CN") as s:
        assert "没有可撤销的结果" in await s.press("ctrl+z")
        assert "没有可撤销的结果" not in await s.press("f9")
        await s.press("f6")
        assert "Who comes first" in s.text
        assert "Who comes first" not in await s.press("f9")


async def test_undo_in_a_call_with_nothing_to_undo_says_so(stage) -> None:
    async with in_call(stage) as s:
        assert "没有可撤销的结果" in await s.press("ctrl+z")


async def test_the_saved_line_is_a_sentence(stage) -> None:
    async with in_call(stage) as s:
        assert "已保存：无人接听。下一位" in await s.press("f2", "2")


@pytest.mark.parametrize(("language", "keys"), [("zh_CN", ("1-9", "上下键")), ("en", ("1-9", "Up/Down"))])
async def test_help_shows_the_keys_of_every_command(stage, language, keys) -> None:
    async with in_call(stage, language=language) as s:
        shown = await s.press("f1")
        for key in keys:
            assert any(line.strip().startswith(key) for line in shown.splitlines())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_hint_beside_a_long_text_stands_on_one_line(stage, language) -> None:
    async with in_call(stage, KINDS, language=language) as s:
        for _step in range(6):
            await s.press("down")
        shown = await written(s)
        assert ("Enter accepts, ^J new line" if language == "en" else "回车确认，^J 换行") in shown


SIZES = {"roomy": [(80, 24), (100, 30), (200, 60)], "compact": [(80, 24)]}


@pytest.mark.parametrize("spacing", ["roomy", "compact"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_our_own_words_are_whole_on_every_screen_and_panel(stage, language, spacing) -> None:
    """Titles, labels, hints and keys; a customer's or a script's own text may be shortened, and their screens are left out."""
    async with in_call(stage, size=(80, 24), language=language, values={"desk.spacing": spacing}) as s:
        for columns, rows in SIZES[spacing]:
            await s.pilot.resize_terminal(columns, rows)
            await s.rest()
            for key in ("f2", "f3", "f4", "f5", "f6", "f8", "f1", "ctrl+p"):
                await s.press(key)
                sheet = s.app.screen.query(".sheet")
                inside = sheet.first().region if sheet else s.app.screen.region
                cut = [line for y, line in enumerate(s.lines) if "…" in line and inside.y <= y < inside.bottom]
                if key not in ("f5",):  # the card and its history are the customer's
                    own = [line for line in cut if not sheet or "…" in crop(line, inside.x, inside.right)]
                    assert not own or (key == "ctrl+p" and below(s, own)), (columns, key, own)
                assert all(cell_len(line) == columns for line in s.lines), (columns, key)
                await s.press("f1" if key == "f1" else "escape")


def crop(line: str, left: int, right: int) -> str:
    """The part of a line between two cells."""
    at, kept = 0, []
    for char in line:
        if left <= at < right:
            kept.append(char)
        at += cell_len(char)
    return "".join(kept)


def below(s, lines: list[str]) -> bool:
    """Whether what is cut belongs to the screen under the palette."""
    box = s.app.screen.query_one("Vertical").region
    return all("…" not in crop(line, box.x, box.right) for line in lines)
