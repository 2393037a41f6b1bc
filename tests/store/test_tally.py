"""What the base keeps of its counts is what counting gives: after any change, at any moment, with many who write."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from callbench.desk import calling
from callbench.desk.bench import Bench, open_bench
from callbench.desk.queue import queue_page
from callbench.errors import CallbenchError
from callbench.records.calls import CallInHand, CallResult
from callbench.store import tally
from callbench.store.tables import QueueItem, core
from shopfloor import Shop

_item = core(QueueItem)
MICRO = timedelta(microseconds=1)
# around the ten minutes by which the base keeps them: sharp, just before, just behind, between
TIMES = [
    start + timedelta(minutes=10 * tens) + beside
    for start in (timedelta(), timedelta(days=-1), timedelta(days=1))
    for tens in (-2, -1, 0, 1, 2)
    for beside in (timedelta(), -MICRO, MICRO, timedelta(seconds=59, microseconds=999_999))
]
WAYS = {
    "open": ("parked", "done", "held"),
    "held": ("open", "parked", "done"),
    "parked": ("open", "done"),
    "done": ("open",),
}


def counted(items: list[Any], now: datetime, today: int) -> dict[str, int]:
    """One by one, as the queue says in words."""
    found = dict.fromkeys(tally.GROUPS, 0)
    for one in items:
        if one.state == "done":
            group = "done" if one.closed_on == today else ""
        elif one.state != "open":
            group = one.state
        elif one.agreed:
            group = "agreed" if one.due_on <= today else "later"
        elif one.ready_at > now:
            group = "later"
        else:
            group = "overdue" if one.due_on < today else "due" if one.attempts else "untouched"
        if group:
            found[group] += 1
    return found


class Changes:
    """Items that are changed at random, in every way the base allows."""

    def __init__(self, shop: Shop, draw: Random) -> None:
        self.shop, self.draw, self.now = shop, draw, shop.now
        self.days = (20260303, 20260304, 20260305, 20260306)

    def values(self, state: str) -> dict[str, Any]:
        draw, done = self.draw, state == "done"
        return {
            "state": state, "agreed": not done and draw.random() < 0.3, "due_on": draw.choice(self.days),
            "ready_at": self.now + draw.choice(TIMES), "attempts": draw.choice((0, 0, 1, 3)), "closed_at": self.now if done else None,
            "closed_on": draw.choice((*self.days, None)) if done else None, "closed_why": "outcome" if done else "",
            "held_by": self.shop.agents["li"].id if state == "held" else None, "priority": draw.choice((4, 5)),
        }  # fmt: skip

    def one(self, c: Any) -> None:
        """Change one of them, or the days of many, or take one away."""
        there = c.execute(_item.select()).all()
        chosen, kind = self.draw.choice(there), self.draw.random()
        if kind < 0.1:
            which = _item.c.due_on == self.draw.choice(self.days)
            c.execute(update(_item).where(which).values(due_on=self.draw.choice(self.days)))
        elif kind < 0.15:
            c.execute(delete(_item).where(_item.c.id == chosen.id))
        else:
            ways = [way for way in WAYS[chosen.state] if way != "held" or all(one.state != "held" for one in there)]
            state = self.draw.choice((chosen.state, *ways))
            c.execute(update(_item).where(_item.c.id == chosen.id).values(self.values(state)))


def assert_kept(bench: Bench, moments: list[datetime]) -> None:
    with bench.db.read() as c:
        assert tally.differences(c) == []
        items = list(c.execute(_item.select()))
        for now in moments:
            for today in (20260304, 20260305):
                assert tally.counts(c, now, today) == counted(items, now, today), (now, today)


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_what_counting_gives(bench: Bench, seed: int) -> None:
    shop, draw = Shop(bench), Random(seed)
    other = shop.add_campaign("other")
    changes = Changes(shop, draw)
    for n in range(24):
        shop.item(
            campaign_id=(shop.campaign_id, other)[n % 2],
            **changes.values(draw.choice(("open", "open", "parked", "done"))),
        )
    moments = [shop.now + beside for beside in TIMES]
    assert_kept(bench, moments)
    for _round in range(8):
        with bench.db.write() as c:
            for _n in range(6):
                changes.one(c)
        with suppress(ZeroDivisionError), bench.db.write() as c:  # what is rolled back was never counted
            changes.one(c)
            raise ZeroDivisionError
        assert_kept(bench, draw.sample(moments, 8))
    with bench.db.read() as c:
        empty = "SELECT count(*) FROM queue_tally WHERE n = 0"
        assert c.exec_driver_sql(empty).scalar_one() == 0 or bench.db.is_postgres  # there until it is folded in


def test_a_count_that_is_wrong_is_found(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item()
    with bench.db.write() as c:
        c.exec_driver_sql("UPDATE queue_tally SET n = 3")
    with bench.db.read() as c:
        (found,) = tally.differences(c)
    assert (found.kind, found.campaign_id, found.kept, found.there) == ("open", shop.campaign_id, 3, 1)


def test_the_queue_leaves_out_of_other_groups_what_is_in_ones_own_hand(bench: Bench) -> None:
    shop = Shop(bench)
    for _n in range(3):
        shop.item()
    wang, li = shop.agents["wang"], shop.agents["li"]
    assert isinstance(calling.take_next(bench, wang), CallInHand)
    assert {name: n for name, n in queue_page(bench, wang).counts.items() if n} == {"interrupted": 1, "untouched": 2}
    assert {name: n for name, n in queue_page(bench, li).counts.items() if n} == {"held": 1, "untouched": 2}
    assert queue_page(bench, wang).total == queue_page(bench, li).total == 3


def work(address: str, settings: Any, clock: Any, code: str) -> None:
    from callbench.desk.agents import find_agent

    with open_bench(address, settings, clock, create=False) as bench:
        agent = find_agent(bench, code)
        for n in range(60):
            try:
                call = calling.take_next(bench, agent)
                if not isinstance(call, CallInHand):
                    return
                if n % 3:
                    calling.give_back(bench, agent, call.item_id)
                else:
                    calling.save_result(bench, agent, call.draft_id, CallResult("busy"))
            except CallbenchError:  # busy: somebody else was quicker
                continue


def test_many_who_write_at_a_time_keep_the_counts(server: Bench, settings: Any, clock: Any) -> None:
    codes = [f"a{n}" for n in range(4)]
    shop = Shop(server, agent_codes=codes)
    for _n in range(150):
        shop.item()
    address = server.db.engine.url.render_as_string(hide_password=False)
    desks = [threading.Thread(target=work, args=(address, settings, clock, code)) for code in codes]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    with server.db.read() as c:
        assert tally.differences(c) == []
        moved = c.exec_driver_sql("SELECT last_value FROM queue_tally_slot").scalar_one()
        waiting = c.exec_driver_sql("SELECT count(*) FROM queue_tally WHERE slot > 0").scalar_one()
        assert moved > 300
        assert waiting < moved  # somebody folded


def test_a_change_of_many_items_is_one_row_a_count(server: Bench) -> None:
    shop = Shop(server)
    for _n in range(20):
        shop.item()
    with server.db.write() as c:
        c.exec_driver_sql("DELETE FROM queue_tally")
        c.exec_driver_sql("UPDATE queue_item SET due_on = 20260310")
        rows = c.exec_driver_sql("SELECT day, n FROM queue_tally WHERE slot > 0 ORDER BY day").all()
    assert [tuple(row) for row in rows] == [(20260305, -20), (20260310, 20)]


def test_counting_reads_no_item_but_those_of_the_last_ten_minutes(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item()
    statement = re.sub(r":(begun|now)\b", "'2026-03-05 02:00:00'", str(tally._READY_SINCE)).replace(
        ":today", "20260305"
    )
    with bench.db.write() as c:
        if bench.db.is_postgres:
            c.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = "\n".join(row[0] for row in c.execute(text(f"EXPLAIN {statement}")))
            assert "Seq Scan" not in plan
            found = re.findall(r"Index Cond: \(\(.*priority = .*attempts = .*ready_at > .*ready_at <= ", plan)
        else:
            plan = "\n".join(row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
            found = re.findall(
                r"COVERING INDEX ix_queue_item_t\w+ \(priority=\? AND attempts=\? AND ready_at>\? AND ready_at<\?\)",
                plan,
            )
        assert len(found) == 2, plan
