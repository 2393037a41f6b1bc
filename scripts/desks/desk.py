"""One desk of many: takes, saves, gives back and takes back on a base that others work on, until it is stopped or killed.

The clock runs fast, so that gaps, retries and caps come to bear: SPEED seconds in one.
"""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from callbench.config import Settings, load_settings
from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench, open_bench
from callbench.desk.calling import give_back, keep_answer, save_result, take_next, undo_last
from callbench.errors import CallbenchError
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.records.people import Agent

BEGINS = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
OUTCOMES = {
    "completed": 50, "no_answer": 15, "busy": 8, "rejected": 4, "refused_now": 4, "callback_agreed": 8, "partial": 4,
    "wrong_number": 3, "refused_for_good": 2, "do_not_call": 2,
}  # fmt: skip
SETTINGS = {
    "CALLBENCH_CALLS_FROM": "00:00", "CALLBENCH_CALLS_UNTIL": "23:59", "CALLBENCH_CALLS_ON_DAYS_OFF": "yes",
    "CALLBENCH_CALLS_UNDO_SECONDS": "600",
}  # fmt: skip


@dataclass(frozen=True)
class FastClock:
    """A shop's time since `started` (seconds since 1970), `speed` times as fast."""

    started: float
    speed: float
    note: str = "fast"

    def now(self) -> datetime:
        return BEGINS + timedelta(seconds=(time.time() - self.started) * self.speed)


def shop_settings() -> Settings:
    """Everybody may be called at any hour: what is tried is not the hours."""
    return load_settings(SETTINGS)


def work(bench: Bench, agent: Agent, draw: Random, stop: Path) -> None:
    """Call after call until `stop` is there."""
    while not stop.exists():
        try:
            call = take_next(bench, agent)
            if isinstance(call, CallInHand):
                _call(bench, agent, call, draw)
            else:
                time.sleep(0.02)
        except CallbenchError:  # busy, or somebody else was quicker: told to the agent, who goes on
            continue


def _call(bench: Bench, agent: Agent, call: CallInHand, draw: Random) -> None:
    way = draw.random()
    if way < 0.06:
        give_back(bench, agent, call.item_id)
        return
    keep_answer(bench, call.draft_id, "/a", str(draw.randrange(5)))
    (outcome,) = draw.choices(list(OUTCOMES), list(OUTCOMES.values()))
    wish = None
    if outcome == "callback_agreed":
        due_at = bench.clock.now() + timedelta(minutes=draw.choice((20, 90, 300)))
        wish = FollowUpWish(due_at.replace(second=0, microsecond=0), personal=draw.random() < 0.5)
    result = CallResult(outcome, (), "", wish)
    save_result(bench, agent, call.draft_id, result)
    if way < 0.1:
        save_result(bench, agent, call.draft_id, result)  # as after a lost connection
    elif way < 0.13:
        undo_last(bench, agent)


def main() -> None:
    """`desk.py ADDRESS STOP STARTED SPEED SEED CODE…`: one connection an agent."""
    address, stop, started, speed, seed, *codes = sys.argv[1:]
    clock = FastClock(float(started), float(speed))

    def sit(code: str) -> None:
        with open_bench(address, shop_settings(), clock, create=False) as bench:
            work(bench, find_agent(bench, code), Random(f"{seed} {code}"), Path(stop))

    seats = [threading.Thread(target=sit, args=(code,)) for code in codes]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join()


if __name__ == "__main__":
    main()
