"""A whole screen that is left before its parts are mounted does no harm; panels take no key before they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from call_shop import in_call

from callbench.records.breaks import Break
from callbench.tui.screens.agents import AgentsScreen
from callbench.tui.screens.away import AwayScreen
from callbench.tui.screens.campaigns import CampaignsScreen
from callbench.tui.screens.follow_ups import FollowUpsScreen
from callbench.tui.screens.outcomes import OutcomesScreen
from callbench.tui.screens.plans import PlansScreen
from callbench.tui.screens.summary import SummaryScreen

NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)
SCREENS: dict[str, Callable[[], Any]] = {
    "agents": AgentsScreen, "campaigns": CampaignsScreen, "plans": PlansScreen, "outcomes": OutcomesScreen,
    "follow_ups": FollowUpsScreen, "summary": SummaryScreen,
    "away": lambda: AwayScreen(Break(UUID(int=9), UUID(int=1), "王敏", "rest", NOW, None, 20260305)),
}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
async def test_left_at_once(stage, name) -> None:
    async with in_call(stage) as s:
        below = s.app.screen
        for _each in range(5):
            s.app.push_screen(SCREENS[name]())
            s.app.pop_screen()
            await s.pilot.pause()
        await s.rest()
        assert s.app.screen is below
