"""On a server others change a customer while an item of theirs is written: it lies where the customer's card says afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.store import owners, pools, profiles
from callbench.store.tables import Pool, QueueItem
from shopfloor import Shop

_WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


class Meanwhile:
    """Once a pool has been chosen for an item, before it is written, somebody else changes the customer and commits, unless
    the server makes them wait until the item is written.
    """

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bench = bench
        self.change: Callable[[Any], None] | None = None
        self.passes = 0  # choices that are let pass
        self.here, self.other = threading.get_ident(), threading.Thread(target=self._edit)
        self.failed: list[BaseException] = []
        choose = pools.pool_of

        def chosen(connection: Any, key: Any) -> int:
            found = choose(connection, key)
            if self.change is not None and threading.get_ident() == self.here:
                self.passes -= 1
                if self.passes < 0 and not self.other.ident:
                    self.other.start()
                    self.until_done_or_waiting()
            return found

        monkeypatch.setattr(pools, "pool_of", chosen)

    def _edit(self) -> None:
        try:
            with self.bench.db.write() as c:
                assert self.change is not None
                self.change(c)
        except BaseException as error:
            self.failed.append(error)

    def until_done_or_waiting(self) -> None:
        end = time.monotonic() + 60
        while self.other.is_alive() and time.monotonic() < end:
            with self.bench.db.read() as c:
                if c.exec_driver_sql(_WAITS).scalar_one():
                    return
            time.sleep(0.01)

    def end(self) -> None:
        self.other.join(60)
        assert not self.failed
        assert not self.other.is_alive()


@pytest.fixture
def meanwhile(server: Bench, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    return Meanwhile(server, monkeypatch)


def prefer(customer: UUID, now: Any) -> Callable[[Any], None]:
    def change(c: Any) -> None:
        profiles.current(c, customer)
        profiles.write(c, customer, {"preferred_time": "上午"}, now)

    return change


def give(customer: UUID, agent: UUID, now: Any) -> Callable[[Any], None]:
    return lambda c: owners.give(c, {customer: agent}, now)


def lies(shop: Shop) -> set[tuple[str, UUID | None]]:
    """Where the open items lie: preferred hours, whose."""
    found = {pool.id: (pool.hours, pool.agent_id) for pool in shop.all(Pool)}
    return {found[item.pool_id] for item in shop.all(QueueItem) if item.state == "open"}


@pytest.mark.parametrize("who", ["preferred_time", "owner"])
@pytest.mark.parametrize("way", ["goes on", "item of its own", "taken back", "new list"])
def test_an_item_lies_where_its_customer_belongs(server: Bench, meanwhile: Meanwhile, way: str, who: str) -> None:
    shop = Shop(server)
    customer = shop.customer()
    wang, li = shop.agents["wang"], shop.agents["li"]
    change = prefer(customer, shop.now) if who == "preferred_time" else give(customer, li.id, shop.now)
    agreed = False
    if way == "new list":
        meanwhile.change = change
        shop.item(customer)
    else:
        shop.item(customer)
        call = calling.take_next(server, wang)
        assert isinstance(call, CallInHand)
        result = CallResult("busy")
        if way == "item of its own":
            agreed, meanwhile.passes = True, 1
            wish = FollowUpWish(shop.now + timedelta(hours=2), personal=False)
            result = CallResult("completed", follow_up=wish)
        if way == "taken back":
            calling.save_result(server, wang, call.draft_id, CallResult("completed"))
            meanwhile.change = change
            taken = calling.undo_last(server, wang)
            calling.give_back(server, wang, taken.item_id)
        else:
            meanwhile.change = change
            calling.save_result(server, wang, call.draft_id, result)
    meanwhile.end()
    whose = li.id if who == "owner" and not agreed else None
    assert lies(shop) == {("00:00-12:00" if who == "preferred_time" else "", whose)}


def test_a_save_that_waits_for_an_edit_goes_by_what_it_says(server: Bench, meanwhile: Meanwhile) -> None:
    shop = Shop(server)
    customer = shop.customer()
    shop.item(customer)
    wang = shop.agents["wang"]
    call = calling.take_next(server, wang)
    assert isinstance(call, CallInHand)
    meanwhile.other = threading.Thread(
        target=calling.save_result, args=(server, wang, call.draft_id, CallResult("busy"))
    )
    with server.db.write() as c:
        prefer(customer, shop.now)(c)
        meanwhile.other.start()
        meanwhile.until_done_or_waiting()
    meanwhile.end()
    assert lies(shop) == {("00:00-12:00", None)}
