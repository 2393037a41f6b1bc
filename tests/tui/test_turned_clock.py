"""The clock of the machine is turned while the screens are open: it is said, and stands in the header."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from queue_shop import fill

from callbench.clock import FixedClock


@dataclass(frozen=True)
class Turnable(FixedClock):
    """A clock that says of itself that it is the real one."""

    note: str = ""

    def turn(self, by: timedelta) -> None:
        object.__setattr__(self, "moment", self.moment + by)


@pytest.fixture
def clock() -> Turnable:
    return Turnable(datetime(2026, 3, 5, 2, 0, tzinfo=UTC))


async def test_a_clock_that_went_back_is_said(stage, clock: Turnable) -> None:
    async with stage(lambda bench: fill(bench, ("李娜",)), language="en", size=(120, 36)) as s:
        assert "clock turned" not in s.text
        clock.turn(timedelta(days=-1, minutes=-5))
        s.app._tick()
        await s.rest()
        assert "went back by 24 h 5 min" in " ".join(s.text.split())
        assert "clock turned" in s.text
