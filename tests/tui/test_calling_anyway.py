"""A customer chosen by hand whom a brake keeps back: a supervisor is asked to call anyway, an agent is told why not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from call_shop import EIGHT, Shop, rows
from sqlalchemy import text

from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.override import OverridePanel


@pytest.fixture(autouse=True)
def half_past_nine(clock) -> None:
    """Before ten nothing is advertised."""
    clock.set(clock.now() - timedelta(minutes=30))


def shop(role: str, also: str = ""):
    def fill(bench) -> None:
        Shop(bench, EIGHT)
        with bench.db.write() as c:
            c.execute(text("UPDATE campaign SET marketing = 1"))
            c.execute(text(f"UPDATE agent SET role = '{role}'"))
            if also:
                c.execute(text(also))

    return fill


def traced(base) -> list[dict]:
    return [json.loads(one) for one in rows(base, "SELECT detail FROM event WHERE kind = 'brake.overridden'")]


async def choose(s) -> str:
    await s.press("down")
    return await s.press("enter")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_supervisor_calls_anyway_with_a_reason(stage, tmp_path, language) -> None:
    async with stage(shop("supervisor"), language=language) as s:
        shown = await choose(s)
        assert isinstance(s.app.screen, OverridePanel)
        assert "10:00" in shown
        await s.press("enter")
        assert isinstance(s.app.screen, OverridePanel), "it needs its reason"
        await s.press(*"back", "enter")
        assert isinstance(s.app.screen, CallScreen)
        assert s.app.screen.talk is not None
    (told,) = traced(tmp_path / "shop.db")
    assert (told["reason"], told["brake"]) == ("back", "marketing")


async def test_left_it_waits(stage, tmp_path) -> None:
    async with stage(shop("supervisor")) as s:
        await choose(s)
        await s.press("x", "escape")
        assert s.app.screen is s.app.queue
    assert traced(tmp_path / "shop.db") == []
    assert rows(tmp_path / "shop.db", "SELECT count(*) FROM queue_item WHERE state = 'held'") == [0]


async def test_an_agent_is_told_the_reason_only(stage) -> None:
    async with stage(shop("agent")) as s:
        shown = await choose(s)
        assert s.app.screen is s.app.queue
        assert "10:00" in shown


@pytest.mark.parametrize("until", ["NULL", "20260309"])
async def test_nobody_calls_who_is_on_the_do_not_call_list(stage, until) -> None:
    listed = (
        "INSERT INTO do_not_call (id, customer_id, e164, reason, source, made_at, until_day, lift_reason) "
        f"SELECT id, id, '', 'asked', 'hand', created_at, {until}, '' FROM customer"
    )
    async with stage(shop("supervisor", listed)) as s:
        shown = await choose(s)
        assert s.app.screen is s.app.queue
        assert "免打扰名单" in shown
