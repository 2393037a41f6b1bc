"""F3 books a follow-up that comes again: typed, shown as it was understood, saved, gone on with."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from call_shop import in_call, rows, written

from callbench.desk import calling
from callbench.desk.agents import find_agent
from callbench.desk.bench import open_bench
from callbench.records.calls import CallResult, Saved
from callbench.tui.screens.panels.follow_up import FollowUpPanel

BIWEEKLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"


@pytest.mark.parametrize(
    ("language", "words", "told", "rule"),
    [("zh_CN", "每月10号", "以后每月 10 号", "FREQ=MONTHLY;BYMONTHDAY=10"),
     ("en", "every 2 weeks", "then every 2 weeks on Thu", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")],
)  # fmt: skip
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_a_series_is_shown_before_it_counts_and_booked(
    stage, tmp_path, language, words, told, rule, size
) -> None:
    base = tmp_path / "shop.db"
    async with in_call(stage, language=language, size=size) as s:
        await s.press("f3")
        shown = await s.press(*("space" if char == " " else char for char in words))
        assert isinstance(s.app.screen, FollowUpPanel)
        assert told in shown
        sheet = s.app.screen.query_one(".sheet").region
        assert sheet.bottom <= size[1], "everything of it is seen"
        keys = s.app.screen.query_one("#keys").region
        assert 0 < keys.bottom <= size[1]
        assert rows(base, "SELECT count(*) FROM follow_up") == [0]
        await s.press("enter")
        shown = await written(s)
        assert told.removeprefix("then ").removeprefix("以后") in " ".join(shown.split()), "asked for the outcome"
        await s.press("7")
        await written(s)
    assert rows(base, "SELECT rrule FROM follow_up") == [rule]
    assert rows(base, "SELECT rule FROM queue_item WHERE agreed") == ["recurring"]


async def test_what_is_kept_is_followed_by_the_next_and_undoing_keeps_the_rule(
    stage, tmp_path, settings, clock
) -> None:
    base = tmp_path / "shop.db"
    async with in_call(stage, language="en") as s:
        await s.press("f3", *"every", "space", "2", "space", *"weeks", "enter")
        await s.press("7")
        await written(s)
        await s.press("ctrl+z")
        await written(s)
        assert s.app.screen.talk.call.follow_up.rrule == BIWEEKLY, "taken back, it is in hand as it was"
        await s.press("f2", "enter")
        await written(s)
    ((item, due),) = rows(base, "SELECT hex(item_id), due_at FROM follow_up")
    clock.set(datetime.fromisoformat(due).replace(tzinfo=UTC))

    def kept() -> Saved:
        with open_bench(base, settings, clock) as bench:
            wangmin = find_agent(bench, "wangmin")
            call = calling.take_item(bench, wangmin, UUID(hex=item))
            return calling.save_result(bench, wangmin, call.draft_id, CallResult("completed"))

    saved = await asyncio.to_thread(kept)
    assert saved.again_at == clock.now() + timedelta(days=14)
    assert rows(base, "SELECT state, rrule FROM follow_up ORDER BY due_at") == [("kept", BIWEEKLY), ("open", BIWEEKLY)]


async def test_a_preset_is_booked_once_with_three_keys(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        await s.press("f3", "2", "enter")
        await written(s)
    assert '"rrule": ""' in rows(tmp_path / "shop.db", "SELECT follow_up FROM draft WHERE follow_up <> ''")[0]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_with_another_time_offered_every_key_is_still_seen(stage, language) -> None:
    async with in_call(stage, language=language, size=(80, 24)) as s:
        shown = await s.press("f3", *"monthly")  # on a Sunday
        assert s.app.screen.meant.offered is not None
        assert s.app.screen.query_one("#keys").region.bottom <= 24
        assert {"zh_CN": "Esc 返回", "en": "Esc back"}[language] in shown
