"""A follow-up booked in the call is on disk before its outcome: killed, undone or reopened, it is there as it was booked."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from call_shop import EIGHT, Shop, in_call, rows, written


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


def kept(base) -> list[str]:
    return rows(base, "SELECT follow_up FROM draft")


async def test_a_booked_follow_up_is_on_disk_and_on_the_card_at_once(stage, base) -> None:
    async with in_call(stage, language="en") as s:
        await s.press("f3", "6", "enter", "escape")
        shown = await written(s)
        assert "Follow-up booked: Fri 2026-03-06 15:00" in shown
        assert '"due_at": "2026-03-06T07:00:00+00:00"' in kept(base)[0]
        await s.press("f3", "delete")
        shown = await written(s)
        assert "Follow-up booked" not in shown
        assert kept(base) == [""]


async def test_reopened_the_call_still_has_it(stage, base) -> None:
    def shop(bench) -> None:
        Shop(bench, EIGHT, zone="Asia/Tokyo")

    async with stage(shop, size=(120, 36), language="en") as s:
        await s.press("f2", "f3", "6", "tab", *"tea", "f3", "enter", "escape")
        await written(s)
    async with stage(size=(120, 36), language="en") as s:
        shown = await s.press("f2")
        assert "Follow-up booked: Fri 2026-03-06 15:00" in shown  # on the customer's clock
        await s.press("f2")
        assert "Not reached" not in s.text  # who agreed on a time was reached
        await s.press("7")
        assert "Saved" in await written(s)
    due = rows(base, "SELECT due_at, reason, agent_id IS NULL FROM follow_up")
    assert due == [("2026-03-06 06:00:00.000000", "tea", 1)]


async def test_undone_it_is_booked_again_as_it_was(stage, base) -> None:
    async with in_call(stage, language="en") as s:
        await s.press("f3", "6", "tab", *"tea", "enter", "escape")
        await written(s)
        before = kept(base)
        await s.press("f2", "7")
        await written(s)
        assert len(rows(base, "SELECT id FROM follow_up")) == 1
        shown = await s.press("ctrl+z")
        assert "Follow-up booked: Fri 2026-03-06 15:00" in shown
        assert rows(base, "SELECT id FROM follow_up") == []
        assert kept(base) == before
        await s.press("f2", "7")
        await written(s)
    assert rows(base, "SELECT due_at, reason FROM follow_up") == [("2026-03-06 07:00:00.000000", "tea")]


async def test_what_is_said_to_be_kept_is_on_disk(stage, base) -> None:
    """The words come behind the write: with the base locked they do not come at all."""
    async with in_call(stage, language="en") as s:
        with closing(sqlite3.connect(base, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for key in ("f8", "x", "enter", "f3", "6", "enter"):
                await s.pilot.press(key)
                await s.pilot.pause()  # not longer than the base may be locked before a write fails
            assert "The note is kept." not in s.text
            assert "it is saved with the outcome" not in s.text
            other.execute("ROLLBACK")
        assert "it is saved with the outcome" in await written(s)
    assert rows(base, "SELECT note FROM draft") == ["x"]
