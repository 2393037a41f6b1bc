"""Filters of the queue on a real base: each condition, all together, rows before counts, ended when nobody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.queue import items_that_match, queue_page
from callbench.desk.why import why
from callbench.errors import UsageProblem
from callbench.records.calls import CallInHand, NothingNow
from callbench.store.stopping import Stop, Stopped
from shopfloor import Shop, at

DAY = 24 * 60


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def test_each_condition_leaves_what_it_says(bench: Bench, shop: Shop) -> None:
    wang, hot = shop.agents["wang"], shop.add_campaign("hot")
    key = shop.item(shop.customer("李娜", customer_class="key"), minutes=-5)
    mine = shop.item(shop.customer(owner_id=wang.id), minutes=-DAY, attempts=2)
    handed = shop.item(minutes=-5, agent_id=wang.id, attempts=1)
    other = shop.item(minutes=-5, campaign_id=hot)
    later = shop.item(minutes=DAY)
    everything = {key, mine, handed, other, later}
    for text, left in {
        "": everything, "class:key": {key}, "class:none": everything - {key}, "owner:wang": {mine, handed},
        "owner:-": {key, other, later}, "owner:wang,-": everything, "tries:0": {key, other, later}, "tries:1-": {mine, handed},
        "tries:1-1": {handed}, "due:overdue": {mine}, "due:today": {key, handed, other}, "due:tomorrow": {later},
        "campaign:hot": {other}, "group:overdue,later": {mine, later}, "owner:wang tries:2 due:overdue": {mine},
        "owner:wang 李娜": set(), "class:key 李": {key},
    }.items():  # fmt: skip
        page = queue_page(bench, text=text)
        assert {row.item_id for row in page.rows} == left, text
        assert page.total == len(left)
        assert sum(page.counts.values()) == 5
        assert set(items_that_match(bench, None, text=text, most=9)) == left
        plain = queue_page(bench, text=text, count=False)
        assert (plain.rows, plain.counted) == (page.rows, False)
        for start in range(4):
            assert queue_page(bench, text=text, start=start, count=False).rows == page.rows[start:]
    assert dict(queue_page(bench, text="owner:wang class:key").told) == {"Owner": "Wang", "Class": "Key"}
    assert {row.item_id for row in queue_page(bench, group="due", text="group:due,later").rows} == {handed}
    assert queue_page(bench, group="due", text="group:later").rows == ()
    with pytest.raises(UsageProblem, match="Owner"):
        queue_page(bench, text="owner:nobodyhere")


def test_what_nobody_waits_for_is_ended(bench: Bench, shop: Shop) -> None:
    shop.item()
    stop = Stop()
    stop.ask()
    with pytest.raises(Stopped):
        queue_page(bench, text="class:none", stop=stop)
    assert queue_page(bench, text="class:none").total == 1


def test_a_long_statement_is_interrupted_from_another_thread(bench: Bench) -> None:
    from threading import Thread

    endless = {
        "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(3600)",
    }
    stop = Stop()
    with bench.db.read() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        name = connection.dialect.name
        asking = Thread(target=_ask_once_it_runs, args=(stop, raw, name), daemon=True)

        def begin() -> None:
            with stop.over(connection):
                asking.start()
                connection.exec_driver_sql(endless[name])

        with pytest.raises(Stopped):
            begin()
    asking.join(30)
    with bench.db.read() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def _ask_once_it_runs(stop: Stop, raw: object, name: str) -> None:
    """An interruption before the statement has begun ends nothing, so it is asked until it holds."""
    import time

    for _ in range(3_000):
        stop.ask()
        if stop._end is None:
            return
        time.sleep(0.01)


def test_an_interrupted_call_stands_as_one_only_where_it_would_go_on(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    shop.item(shop.customer(preferred_time="上午"), minutes=-5)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    calling.keep_note(bench, call.draft_id, "half way")
    calling.give_back(bench, wang, call.item_id)
    for moment in (at("2026-03-05T10:40+08:00"), at("2026-03-05T14:00+08:00"), at("2026-03-05T21:30+08:00")):
        clock.set(moment)
        found = why(bench, wang, call.customer.id).items[0]
        stands = queue_page(bench, wang).rows[0].group == "interrupted"
        assert stands is found.kept.may_be_called
        nothing = isinstance(calling.take_next(bench, wang), NothingNow)
        assert nothing is not stands
        if not nothing:
            calling.give_back(bench, wang, call.item_id)
            clock.set(moment + timedelta(minutes=1))
    assert not stands
