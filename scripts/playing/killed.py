"""An agent's program that is killed in the middle of a call: `killed.py BASE AGENT MOMENT`; says which item, and how many answers."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from random import Random

from talking import Talk

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.agents import find_agent
from callbench.desk.bench import open_bench
from callbench.desk.calling import item_in_hand, take_next
from callbench.records.calls import NothingNow


def main() -> None:
    """Take the next call, have two questions answered, and be gone."""
    path, code, now = sys.argv[1:]
    bench = open_bench(path, load_settings({}), FixedClock(datetime.fromisoformat(now)), create=False)
    agent = find_agent(bench, code)
    call = take_next(bench, agent)
    if isinstance(call, NothingNow):
        print("nobody", flush=True)
    else:
        Talk(bench, call, Random(1)).some(2)
        there = item_in_hand(bench, agent)
        assert there is not None
        print(call.item_id, len(there.answers), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
