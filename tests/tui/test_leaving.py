"""A call that is left: what is not on disk is said first, nothing is lost by one key, and what waits is counted rightly."""

from __future__ import annotations

import pytest
from call_shop import in_call, written


async def test_leaving_with_answers_that_are_not_on_disk_is_asked_first(stage, tmp_path) -> None:
    base, away = tmp_path / "shop.db", tmp_path / "away.db"
    async with in_call(stage, language="en") as s:
        base.rename(away)
        await s.press("1", "5")
        await written(s)
        shown = await s.press("f10")
        assert s.app.is_running
        assert "2 answers are not on disk." in shown
        away.rename(base)
        await s.press("ctrl+r")
        await written(s)
        await s.press("f10")
        assert not s.app._running or s.app._exit


async def test_the_key_again_leaves_without_them(stage, tmp_path) -> None:
    async with in_call(stage, language="en") as s:
        (tmp_path / "shop.db").rename(tmp_path / "away.db")
        await s.press("1")
        await written(s)
        await s.press("f10")
        assert not s.app._exit
        await s.press("f10")
        assert s.app._exit


@pytest.mark.parametrize(("digits", "told"), [("1", "1 answer is here."), ("15", "2 answers are here.")])
async def test_a_call_that_goes_on_says_how_many_answers_are_there(stage, digits, told) -> None:
    async with in_call(stage, language="en") as s:
        await s.press(*digits)
        await written(s)
    async with stage(language="en") as s:
        assert f"Going on with the call that was interrupted: {told}" in await s.press("f2")
