"""Who has no number is supplemented from the queue, and is back in it at once; what fails is said and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from call_shop import EIGHT, burst, in_call, rows
from queue_shop import fill

from callbench.tui.screens.panels.profile import ProfilePanel
from callbench.tui.screens.queue import QueueScreen

PARKED = "SELECT c.name FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE i.state = 'parked'"
SIZES = [(80, 24), (120, 36)]


def one_parked(bench) -> None:
    fill(bench, ["李娜", "王芳"], groups=("untouched", "parked"))


def type_into(s, field: str, text: str) -> None:
    entry = s.app.screen.query_one(f"#field_{field}")
    entry.focus()
    entry.value = text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_number_typed_on_the_card_puts_the_customer_back(stage, tmp_path, size, language) -> None:
    zh = language == "zh_CN"
    async with stage(one_parked, size=size, language=language) as s:
        text = await s.press("G")
        assert ("F12 补录号码" if zh else "F12 adds a number") in text
        text = await s.press("f12")
        assert isinstance(s.app.screen, ProfilePanel)
        assert "王芳" in text
        assert ("本次来由" if zh else "Why now") not in text
        assert s.app.screen.focused.id == "field_phone", "what is missing first"
        await s.press(*"13912345678")
        text = await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert ("王芳已回到名单" if zh else "王芳 is back in the queue.") in text
        assert rows(tmp_path / "shop.db", PARKED) == []
        assert "139 **** 5678" in text
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM event WHERE kind = 'profile.changed'") == [1]


async def test_enter_on_such_a_line_opens_the_card_too_once(stage, tmp_path) -> None:
    async with stage(one_parked) as s:
        await s.press("G")
        await burst(s, "enter", "enter", "enter")
        assert sum(isinstance(screen, ProfilePanel) for screen in s.app.screen_stack) == 1
        await s.press(*"13912345678", "enter")
        assert rows(tmp_path / "shop.db", PARKED) == []


async def test_any_other_line_shows_its_card_and_nothing_changes_when_it_is_left(stage, tmp_path) -> None:
    async with stage(one_parked) as s:
        assert "先选中一行" in await s.press("f12")
        await s.press("down", "f12")
        assert isinstance(s.app.screen, ProfilePanel)
        assert s.app.screen.customer.name == "李娜"
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM event") == [0]


async def test_what_is_no_number_is_told_beside_the_field(stage, tmp_path) -> None:
    async with stage(one_parked) as s:
        await s.press("G", "f12")
        await s.press(*"110")
        await s.press("enter")
        assert isinstance(s.app.screen, ProfilePanel)
        assert s.app.screen.query_one("#problem").content.plain.strip()
        assert rows(tmp_path / "shop.db", PARKED) == ["王芳"]


async def test_a_number_found_wrong_before_is_refused_and_can_be_mended(stage, tmp_path) -> None:
    base = tmp_path / "shop.db"
    async with stage(one_parked) as s:
        with closing(sqlite3.connect(base)) as db, db:
            db.execute(
                "INSERT INTO phone (id, customer_id, position, e164, ext, kind, state, original) SELECT randomblob(16), id, 0, "
                "'+8613912345678', '', 'mobile', 'wrong', '' FROM customer WHERE name = '王芳'"
            )
        await s.press("G", "f12")
        await s.press(*"13912345678")
        text = await s.press("enter")
        assert "这个号码之前已确认不对" in text
        await s.press("enter")
        assert isinstance(s.app.screen, ProfilePanel)
        assert s.app.screen.query_one("#field_phone").value == "13912345678", "what was typed is still there"
        type_into(s, "phone", "13912345679")
        await s.press("enter")
        assert rows(base, PARKED) == []


async def test_a_base_that_is_locked_is_told_and_enter_keeps_it_then(stage, tmp_path, monkeypatch) -> None:
    from callbench.desk import customers
    from callbench.errors import StoreProblem

    real, failures = customers.update_profile, [1]

    def locked(*args, **values):
        if failures:
            failures.pop()
            raise StoreProblem("locked")
        return real(*args, **values)

    monkeypatch.setattr(customers, "update_profile", locked)
    async with stage(one_parked) as s:
        await s.press("G", "f12")
        await s.press(*"13912345678")
        assert "locked" in await s.press("enter")
        await s.press("enter")
        assert rows(tmp_path / "shop.db", PARKED) == []


async def test_a_number_typed_on_a_card_that_lacks_nothing_is_not_lost(stage, tmp_path) -> None:
    async with in_call(stage, EIGHT, birthday="1990-05-20") as s:
        await s.press("f5")
        assert isinstance(s.app.screen, ProfilePanel)
        assert s.app.screen.focused is None, "nothing is missing"
        assert "13922221234" in await burst(s, *"13922221234")
        await s.press("enter")
        await s.rest()
        assert "+8613922221234" in rows(tmp_path / "shop.db", "SELECT e164 FROM phone")
