"""F10 while answers are not on disk: it is said first, and nothing is lost by one key."""

from __future__ import annotations

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
