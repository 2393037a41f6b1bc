"""Make a base of any size with a plausible past, fast: plain executemany into the real tables.

A team works through campaigns day by day, `--calls-a-day` attempts a day: customers whose turn has come first, then new
ones from the campaign's list; outcomes are drawn with weights, answers and follow-ups follow from them, and what is open
at the end is the queue. The last day breaks off at 14:00. The same arguments make the same base.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from bisect import bisect
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from base_people import START, ZONE, write_people, write_script
from base_script import FIVE, KINDS, SCRIPT
from table_writer import TableWriter

OPENS, CLOSES, BREAK_OFF = 1, 13, 6  # 9:00, 21:00 and 14:00 in Shanghai, as hours UTC
MAX_ATTEMPTS = 6
OUTCOMES = {  # outcome → weight, days until the next turn (None: closed)
    "completed": (38, None), "no_answer": (22, 1), "busy": (6, 0), "switched_off": (5, 1), "rejected": (6, 1),
    "answering_machine": (3, 1), "callback_agreed": (7, 2), "callback_any": (3, 1), "partial": (2, 1), "refused_now": (4, 7),
    "refused_for_good": (1.5, None), "do_not_call": (0.3, None), "broke_off": (0.7, 1), "unable": (0.8, None),
    "deceased_or_left": (0.4, None), "duplicate": (0.3, None),
}  # fmt: skip
CALLED = list(OUTCOMES)
WEIGHTS = list(accumulate(weight for weight, _days in OUTCOMES.values()))
STARS = list(accumulate((3, 4, 13, 35, 45)))
SCORES = list(accumulate((1, 1, 1, 1, 1, 4, 4, 11, 21, 22, 33)))


@dataclass(slots=True)
class Item:
    """A queue item while its story is told."""

    id: bytes
    customer: int
    campaign: int
    created_on: int
    due_on: int
    ready_at: str
    attempts: int = 0
    agent: bytes | None = None
    agreed: bool = False
    last_outcome: str = ""
    last_at: str | None = None
    follow_up: int | None = None
    closed_on: int | None = None


class Shop:
    """The story: `tell` writes it."""

    def __init__(
        self, writer: TableWriter, customers: int, calls: int, calls_a_day: int, last_day: date, seed: int
    ) -> None:
        self.writer = writer
        self.random = random.Random(seed)
        self.customers = customers
        self.calls = calls
        self.calls_a_day = calls_a_day
        self.agents = [self.new_id(0) for _ in range(max(2, calls_a_day // 50))]  # 50 calls an agent and day
        self.days = [last_day - timedelta(days=n) for n in range((calls - 1) // calls_a_day, -1, -1)]
        self.people = [self.new_id(1 + n) for n in range(customers)]
        self.campaigns: list[bytes] = []
        self.pools: dict[tuple[int, bytes | None], int] = {}
        self.items: list[Item] = []
        self.due: dict[int, deque[Item]] = {}
        self.fresh = 0  # customers of the newest campaign that have an item
        self.attempts = writer.sheet(
            "attempt", "id", "item_id", "nth", "campaign_id", "customer_id", "agent_id", "script_id", "e164", "outcome",
            "started_at", "ended_at", "business_day", "due_on", "note",
        )  # fmt: skip
        self.answers = writer.sheet(
            "answer", "attempt_id", "path", "question", "kind", "text", "number", "label", "state", "measure"
        )
        self.follow_ups: list[list[Any]] = []

    def new_id(self, milliseconds: int) -> bytes:
        """A UUIDv7 (RFC 9562) of this time since 1970."""
        low = self.random.getrandbits(74)
        return (milliseconds << 80 | 7 << 76 | low >> 62 << 64 | 2 << 62 | low & (1 << 62) - 1).to_bytes(16, "big")

    def tell(self) -> None:
        """Write everything."""
        self.phones, self.owners = write_people(
            self.writer, self.random, self.new_id, self.agents, self.people, self.days[0]
        )
        self.script = write_script(self.writer, self.new_id(0))
        self.next_campaign()
        left = self.calls
        for day in self.days:
            last = day == self.days[-1]
            self.tell_day(day, left if last else min(left, self.calls_a_day), last)
            left -= min(left, self.calls_a_day)
        self.fill_list()
        self.write_work()

    def next_campaign(self) -> None:
        self.campaigns.append(self.new_id(len(self.campaigns)))
        self.fresh = 0

    def new_item(self, day: date) -> Item:
        """The next customer of the campaign's list, due on `day`; a new campaign when the list is through."""
        if self.fresh == self.customers:
            self.next_campaign()
        item = Item(
            self.new_id(_ms(day, OPENS * 3600)),
            self.fresh,
            len(self.campaigns) - 1,
            _number(day),
            _number(day),
            _at(day, OPENS * 3600),
        )
        self.fresh += 1
        self.items.append(item)
        return item

    def tell_day(self, day: date, calls: int, last: bool) -> None:
        """Make this day's calls, those whose turn has come first."""
        number = _number(day)
        turn = self.due.pop(number, deque())
        seconds = ((BREAK_OFF if last else CLOSES) - OPENS) * 3600
        for n in range(calls):
            item = turn.popleft() if turn else self.new_item(day)
            self.call(item, day, number, OPENS * 3600 + seconds * n // calls, turn)
        if turn:  # who was not reached today is first tomorrow
            self.due.setdefault(_number(day + timedelta(days=1)), deque()).extendleft(reversed(turn))

    def call(self, item: Item, day: date, number: int, second: int, turn: deque[Item]) -> None:
        """One attempt and what comes of it."""
        draw = self.random
        started, ended = _at(day, second), _at(day, second + 20 + draw.randrange(220))
        key = CALLED[bisect(WEIGHTS, draw.random() * WEIGHTS[-1])]
        agent = item.agent or draw.choice(self.agents)
        attempt = self.new_id(_ms(day, second))
        item.attempts += 1
        self.attempts.add(
            attempt, item.id, item.attempts, self.campaigns[item.campaign], self.people[item.customer], agent, self.script,
            self.phones[item.customer], key, started, ended, number, item.due_on, "约好再联系" if key == "callback_agreed" else "",
        )  # fmt: skip
        if item.follow_up is not None:
            self.follow_ups[item.follow_up][-1] = "kept"
        item.follow_up, item.agreed, item.agent, item.last_outcome, item.last_at = None, False, None, key, ended
        if key in ("completed", "partial", "broke_off"):
            self.answer(attempt, 8 if key == "completed" else 3)
        days = OUTCOMES[key][1]
        if days is None or item.attempts >= MAX_ATTEMPTS:
            item.closed_on = number
            return
        then = day + timedelta(days=days)
        item.due_on = _number(then)
        item.ready_at = _at(
            then, min(second + 1800, (CLOSES - 1) * 3600) if days == 0 else OPENS * 3600 + draw.randrange(11 * 3600)
        )
        if key == "callback_agreed":
            item.agreed, item.agent, item.follow_up = True, agent, len(self.follow_ups)
            self.follow_ups.append(
                [self.new_id(_ms(day, second)), item.id, self.people[item.customer], attempt, agent, agent, item.ready_at,
                 item.due_on, "客户约定", ended, number, "open"]
            )  # fmt: skip
        (turn if days == 0 else self.due.setdefault(item.due_on, deque())).append(item)

    def answer(self, attempt: bytes, questions: int) -> None:
        """The first questions of the script, some refused."""
        draw, add = self.random, self.answers.add
        for question in SCRIPT.items[:questions]:
            name, measure = question.name, question.measure
            if draw.random() < 0.03:
                add(attempt, name, name, KINDS[question.kind], "", None, "", "refused", measure)
            elif question.kind == "text":
                if draw.random() < 0.3:
                    add(
                        attempt,
                        name,
                        name,
                        "text",
                        f"希望周末多安排些时间 {draw.randrange(1000)}",
                        None,
                        "",
                        "given",
                        measure,
                    )
            elif question.kind == "range":
                value = bisect(SCORES, draw.random() * SCORES[-1])
                add(attempt, name, name, "integer", str(value), value, str(value), "given", measure)
            elif question.choices == "five":
                value = 1 + bisect(STARS, draw.random() * STARS[-1])
                add(attempt, name, name, "choice", str(value), value, FIVE[value - 1], "given", measure)
            else:
                choice = draw.choice(SCRIPT.lists[question.choices].choices)
                add(
                    attempt,
                    name,
                    name,
                    KINDS[question.kind],
                    choice.value,
                    None,
                    choice.label["中文 (zh)"],
                    "given",
                    measure,
                )

    def fill_list(self) -> None:
        """The rest of the newest campaign's list, due from a week ago to next week."""
        while self.fresh < self.customers:
            day = self.days[-1] + timedelta(days=self.random.randrange(-7, 8))
            self.new_item(max(day, self.days[0])).created_on = _number(self.days[0])

    def write_work(self) -> None:
        """Campaigns, items and follow-ups as they stand in the end."""
        start = START
        campaigns = self.writer.sheet("campaign", "id", "code", "name", "script_id", "state", "created_at")
        for n, campaign in enumerate(self.campaigns, 1):
            state = "active" if n == len(self.campaigns) else "closed"
            campaigns.add(campaign, f"care{n}", f"护理回访 {n}", self.script, state, start)
        items = self.writer.sheet(
            "queue_item", "id", "campaign_id", "customer_id", "state", "rule", "agreed", "priority", "attempts", "ready_at", "due_on",
            "zone", "agent_id", "last_outcome", "last_at", "closed_at", "closed_on", "closed_why", "created_at", "created_on",
            "pool_id",
        )  # fmt: skip
        for item in self.items:
            done = item.closed_on is not None
            rule = "agreed" if item.agreed else "retry" if item.attempts else "list"
            items.add(
                item.id, self.campaigns[item.campaign], self.people[item.customer], "done" if done else "open", rule,
                int(item.agreed), 4 if item.customer % 10 == 0 else 5, item.attempts, item.ready_at, item.due_on, ZONE, item.agent,
                item.last_outcome, item.last_at, item.last_at if done else None, item.closed_on, "outcome" if done else "",
                start, item.created_on, self.pool(item),
            )  # fmt: skip
        follow_ups = self.writer.sheet(
            "follow_up", "id", "item_id", "customer_id", "attempt_id", "made_by", "agent_id", "due_at", "due_on", "reason",
            "made_at", "made_on", "state",
        )  # fmt: skip
        for row in self.follow_ups:
            follow_ups.add(*row)
        pools = self.writer.sheet("pool", "id", "campaign_id", "zone", "agent_id")
        for (campaign, whose), pool in self.pools.items():
            pools.add(pool, self.campaigns[campaign], ZONE, whose)
        for sheet in (campaigns, self.attempts, self.answers, pools, items, follow_ups):
            sheet.flush()

    def pool(self, item: Item) -> int:
        """Where an item lies: its own agent's, its customer's owner's, or everybody's."""
        whose = item.agent if item.agreed else self.owners[item.customer]
        return self.pools.setdefault((item.campaign, whose), len(self.pools) + 1)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _at(day: date, second: int) -> str:
    """As the tables keep times: UTC, with microseconds."""
    return f"{day.isoformat()} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000"


def _ms(day: date, second: int) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + second) * 1000


def make_base(
    path: Path,
    *,
    customers: int,
    calls: int,
    calls_a_day: int = 10_000,
    last_day: date = date(2026, 3, 5),
    seed: int = 1,
) -> int:
    """Make the base at `path`, which must not exist yet; the number of rows written."""
    writer = TableWriter(path)
    Shop(writer, customers, calls, calls_a_day, last_day, seed).tell()
    writer.finish()
    return writer.rows


def main() -> int:
    """Read the arguments, make the base, say what it cost."""
    parser = argparse.ArgumentParser(
        prog="scripts/make_base", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the SQLite file to make; must not exist")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=1_000_000, help="attempts in all")
    parser.add_argument("--calls-a-day", type=int, default=10_000)
    parser.add_argument(
        "--last-day", type=date.fromisoformat, default=date(2026, 3, 5), metavar="DATE", help="2026-03-05"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"{given.out} exists already")
    if min(given.customers, given.calls, given.calls_a_day) < 1:
        parser.error("the numbers must be at least 1")
    start = time.perf_counter()
    rows = make_base(
        given.out, customers=given.customers, calls=given.calls, calls_a_day=given.calls_a_day, last_day=given.last_day, seed=given.seed
    )  # fmt: skip
    took = time.perf_counter() - start
    size = given.out.stat().st_size / 1e6
    print(
        f"{given.out}: {rows:,} rows, {size:,.0f} MB, {took:.0f} s ({rows / took:,.0f} rows a second)", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
