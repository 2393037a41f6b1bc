"""Numbers, breaks, jumping, objections, the history opened, a card from the queue: their words are whole, hostile texts harmless."""

from __future__ import annotations

from uuid import UUID

import pytest
from call_shop import EIGHT, Shop, in_call
from hostile import HOSTILE
from hostile_shop import CUSTOMERS, fill
from rich.cells import cell_len
from sqlalchemy import insert, update
from test_hostile_call import calm
from test_words_fit import crop
from textual import events

from callbench.store import tables
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen

SIZES = [(80, 24), (100, 30), (200, 60)]
NUMBERS = (
    ("+8613922221234", "mobile", "valid"),
    ("+862158888888", "fixed", "wrong"),
    ("+8613922221235", "other", "invalid"),
)


def several_numbers(bench) -> None:
    shop = Shop(bench, EIGHT)
    shop.past_call()
    with bench.db.write() as c:
        for position, (e164, kind, state) in enumerate(NUMBERS, 1):
            c.execute(insert(tables.Phone), [{
                "id": UUID(int=7000 + position), "customer_id": shop.id(1000), "position": position, "e164": e164, "ext": "8001",
                "kind": kind, "state": state, "original": e164,
            }])  # fmt: skip


def whole(s, columns: int) -> None:
    """Nothing of the panel in front is shortened but a script's own questions; every line has its width."""
    sheet = s.app.screen.query(".sheet")
    inside = sheet.first().region if sheet else s.app.screen.region
    theirs = {y for found in s.app.screen.query("#found") for y in range(found.region.y, found.region.bottom)}
    rows = [line for y, line in enumerate(s.lines) if inside.y <= y < inside.bottom and y not in theirs]
    assert not [line for line in rows if "…" in crop(line, inside.x, inside.right)], s.text
    assert all(cell_len(line) == columns for line in s.lines)


@pytest.mark.parametrize("spacing", ["roomy", "compact"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_our_own_words_are_whole(stage, language, spacing) -> None:
    values = {"desk.spacing": spacing}
    async with stage(several_numbers, size=(80, 24), language=language, values=values) as s:
        await s.press("f2")
        for columns, lines in SIZES:
            await s.pilot.resize_terminal(columns, lines)
            await s.rest()
            for key in ("ctrl+g", "ctrl+b", "f12"):
                await s.press(key)
                assert not isinstance(s.app.screen, CallScreen), key
                whole(s, columns)
                if key == "ctrl+g":
                    await s.press("3")  # it says why this one is not to be called
                    whole(s, columns)
                await s.press("escape")
                assert isinstance(s.app.screen, CallScreen), key
            for key in ("ctrl+o", "ctrl+l"):
                await s.press(key)
                assert all(cell_len(line) == columns for line in s.lines)
                await s.press("escape")
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)
        await s.press("ctrl+b")
        whole(s, 200)


def hostile(bench) -> None:
    """As `hostile_shop.fill`, with more numbers whose originals are texts."""
    fill(bench)
    with bench.db.write() as c:
        for n in range(CUSTOMERS):
            c.execute(insert(tables.Phone), [
                {"id": UUID(int=110_000 + n * 10 + at), "customer_id": UUID(int=1000 + n), "position": at, "e164": "" if at == 2 else
                 f"+8613{n:02}222{at:04}", "ext": "", "kind": "mobile", "state": "invalid" if at == 2 else "valid",
                 "original": HOSTILE[(n * 3 + at) % len(HOSTILE)].replace("\x00", "").encode("utf-8", "replace").decode()[:200]}
                for at in (1, 2)
            ])  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 36), "zh_CN")], ids=str)
async def test_hostile_texts_of_every_customer(stage, size, language) -> None:
    async with stage(hostile, size=size, language=language) as s:
        await s.press("f2")
        for _customer in range(CUSTOMERS):
            assert isinstance(s.app.screen, CallScreen)
            for key in ("ctrl+g", "f12", "ctrl+b"):
                await s.press(key)
                calm(s, size[0])
                await s.press("down", "escape")
            await s.press("ctrl+o")
            calm(s, size[0])
            await s.press("ctrl+o", "ctrl+l", "enter")
            calm(s, size[0])
            await s.press("end", "enter")
            calm(s, size[0])
            await s.press("escape")
            assert isinstance(s.app.screen, CallScreen)
            await s.press("f2", "2")
            while isinstance(s.app.screen, CallScreen) and s.app.screen.still is not None and s.app.screen.talk is None:
                await s.press("escape")


async def test_hostile_cards_from_the_queue(stage) -> None:
    def parked(bench) -> None:
        fill(bench)
        with bench.db.write() as c:
            c.execute(update(tables.Phone).values(state="invalid"))
            c.execute(update(tables.QueueItem).values(state="parked", closed_why="no_phone"))

    async with stage(parked) as s:
        for _customer in range(CUSTOMERS):
            await s.press("down")
            calm(s, 80)
            await s.press("f12")
            calm(s, 80)
            await s.press("pagedown", "pagedown")
            calm(s, 80)
            await s.press("escape")


@pytest.mark.parametrize("keys", [("f12",), ("ctrl+l", "slash")], ids=str)
async def test_every_text_typed_into_the_fields_that_search(stage, keys) -> None:
    async with in_call(stage, past=True) as s:
        await s.press(*keys)
        field = s.app.screen.focused
        for at in range(0, len(HOSTILE), 12):
            for text in HOSTILE[at : at + 12]:
                field.post_message(events.Paste(text))
            await s.pilot.pause()
            calm(s, 120, joiners="\u200d")
            field.clear()
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)


@pytest.mark.parametrize(("language", "day"), [("en", "12 Mar 10:00"), ("zh_CN", "03-12 10:00")])
async def test_the_follow_up_panel_writes_dates_as_its_language_does_and_its_columns_stand(
    stage, language, day
) -> None:
    async with in_call(stage, language=language) as s:
        text = await s.press("f3")
        assert day in text
        begin = {
            cell_len(line[: line.index(words)])
            for line in s.lines
            for words in (("what it is about", "only me") if language == "en" else ("约来谈什么", "只由我"))
            if words in line and "F3" not in line
        }
        assert len(begin) == 1, s.text


async def test_a_key_that_is_no_choice_tells_all_that_are(stage) -> None:
    async with in_call(stage) as s:
        assert "请按：1 2 3 9" in await s.press("1", "5", "7")
