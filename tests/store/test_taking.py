"""Who is dealt what: the order, who may have an item, the plan of the statement, several programs at once."""

from __future__ import annotations

import multiprocessing
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk import calling
from callbench.desk.bench import Bench, open_bench
from callbench.desk.dealing import pools_for
from callbench.desk.queue import queue_page
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, CallResult, NothingNow
from callbench.store import holding, pools, profiles, tables, taking
from callbench.store.tables import core
from callbench.store.types import new_id
from shopfloor import Shop, number

NOON = datetime(
    2026, 3, 5, 2, 0, tzinfo=UTC
)  # where the `clock` of the tests stands; spawned programs import it from here


def deal(bench: Bench, shop: Shop, agent: str = "wang") -> UUID | None:
    """One bare take; the item stays held."""
    with bench.db.write() as c:
        pools.release_personal(c, bench.clock.now())
        who = shop.agents[agent].id
        found = taking.take(c, who, bench.clock.now(), pools_for(bench, c, who))
        return None if found is None else found.id


def deal_all(bench: Bench, shop: Shop, agent: str = "wang") -> list[UUID]:
    """Everything this agent is dealt, each item closed before the next is taken."""
    dealt = []
    while (item := deal(bench, shop, agent)) is not None:
        dealt.append(item)
        with bench.db.write() as c:
            holding.close(c, item, "outcome", bench.clock.now(), bench.today())
    return dealt


def change(bench: Bench, model: Any, row_id: UUID, **values: Any) -> None:
    table = core(model)
    with bench.db.write() as c:
        c.execute(table.update().where(table.c.id == row_id).values(values))


def test_priority_then_attempts_then_time_then_key(bench: Bench) -> None:
    shop = Shop(bench)
    last = shop.item(minutes=-90, priority=9)
    later = shop.item(minutes=-5)
    earlier = shop.item(minutes=-60)
    tried = shop.item(minutes=-600, attempts=2)
    key = shop.item(minutes=0, priority=0)
    same = sorted(shop.item(minutes=-30) for _ in range(3))
    shop.item(minutes=1, priority=0)
    assert deal_all(bench, shop) == [key, earlier, *same, later, tried, last]


def test_an_agreed_callback_closest_to_now_comes_before_everything(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(minutes=-90, priority=0)
    ten, five, eleven = (shop.item(minutes=m, agreed=True, rule="agreed", priority=9) for m in (-11, -6, -1))
    shop.item(minutes=4, agreed=True, rule="agreed")
    assert deal_all(bench, shop)[:3] == [eleven, five, ten]


NIGHT = "Europe/Berlin"  # three in the morning there


def test_a_late_callback_waits_for_calling_hours_a_fresh_one_does_not(bench: Bench, clock) -> None:
    shop = Shop(bench)
    late = shop.item(minutes=-31, agreed=True, rule="agreed", zone=NIGHT)
    fresh = shop.item(minutes=-30, agreed=True, rule="agreed", zone=NIGHT)
    shop.item(minutes=-5, zone=NIGHT)
    assert deal_all(bench, shop) == [fresh]
    clock.set(shop.now + timedelta(hours=6))
    assert deal_all(bench, shop)[0] == late


def test_only_zones_where_it_is_calling_time_are_dealt(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(minutes=-60, zone=NIGHT, priority=0)
    here = shop.item(minutes=-1)
    assert deal_all(bench, shop) == [here]


def test_a_complaint_past_its_deadline_comes_before_what_is_only_due(bench: Bench) -> None:
    shop = Shop(bench)
    first = shop.item(minutes=-90, priority=0)
    later, sooner = (shop.item(rule="complaint", priority=9, due_by=shop.now - timedelta(minutes=m)) for m in (5, 50))
    in_time = shop.item(rule="complaint", priority=8, due_by=shop.now + timedelta(minutes=1))
    shop.item(minutes=5, rule="complaint", due_by=shop.now - timedelta(days=1))  # not to be rung yet
    agreed = shop.item(minutes=-1, agreed=True, rule="agreed")
    assert deal_all(bench, shop) == [agreed, sooner, later, first, in_time]


def test_the_list_has_overdue_complaints_where_they_are_dealt(bench: Bench) -> None:
    shop = Shop(bench)
    plain = [shop.item(minutes=-m) for m in (90, 80, 70, 60)]
    overdue = [shop.item(rule="complaint", priority=9, due_by=shop.now - timedelta(minutes=m)) for m in (50, 5)]
    agreed = shop.item(minutes=-1, agreed=True, rule="agreed")
    dealt = [agreed, *overdue, *plain]
    for size in (1, 2, 3, 7):
        pages = [queue_page(bench, start=start, size=size).rows for start in range(0, 7, size)]
        assert [row.item_id for page in pages for row in page] == dealt
    assert [row.item_id for row in queue_page(bench, group="untouched", start=1, size=2).rows] == dealt[2:4]
    assert deal_all(bench, shop) == dealt


def test_a_campaign_that_does_not_run_or_is_not_this_agents_is_passed_over(bench: Bench) -> None:
    shop = Shop(bench)
    wang, li = (shop.agents[code].id for code in ("wang", "li"))
    other = shop.add_campaign("other")
    item = shop.item(campaign_id=other, priority=0)
    for state in ("planned", "paused", "closed"):
        change(bench, tables.Campaign, other, state=state)
        assert deal(bench, shop) is None
    change(bench, tables.Campaign, other, state="active", starts_on=20260306)
    assert deal(bench, shop) is None
    change(bench, tables.Campaign, other, starts_on=None, ends_on=20260304)
    assert deal(bench, shop) is None
    change(bench, tables.Campaign, other, ends_on=20260305, opens="11:00", closes="12:00")
    assert deal(bench, shop) is None
    change(bench, tables.Campaign, other, opens="", closes="", skill="english")
    assert deal(bench, shop) is None
    with bench.db.write() as c:
        c.execute(core(tables.AgentSkill).insert(), [{"agent_id": who, "skill": "english"} for who in (wang, li)])
        c.execute(core(tables.CampaignAgent).insert(), {"campaign_id": other, "agent_id": li})
    assert deal(bench, shop) is None
    assert deal(bench, shop, "li") == item


def test_a_promise_is_kept_after_the_last_day_of_the_campaign(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(minutes=-90)
    agreed = shop.item(minutes=-90, agreed=True, rule="agreed")
    change(bench, tables.Campaign, shop.campaign_id, ends_on=20260304)
    assert deal_all(bench, shop) == [agreed]


def test_customers_are_dealt_to_their_owner_or_whoever_stands_in(bench: Bench) -> None:
    shop = Shop(bench, agent_codes=("wang", "li", "zhao"))
    wang, li, zhao = (shop.agents[code].id for code in ("wang", "li", "zhao"))
    item = shop.item(shop.customer(owner_id=li))
    assert deal(bench, shop, "wang") is None

    def away(who: UUID, stand_in: UUID | None, first: int = 20260305, last: int = 20260305) -> None:
        with bench.db.write() as c:
            c.execute(
                core(tables.Absence).insert(),
                {
                    "id": new_id(shop.now), "agent_id": who, "stand_in_id": stand_in, "first_day": first, "last_day": last,
                    "reason": "", "made_at": shop.now,
                },
            )  # fmt: skip

    def may(code: str) -> bool:
        found = deal(bench, shop, code)
        if found is not None:
            with bench.db.write() as c:
                holding.let_go(c, found)
        return found == item

    away(li, zhao, 20260306, 20260310)
    assert [may(code) for code in shop.agents] == [False, True, False]
    away(li, zhao)
    assert [may(code) for code in shop.agents] == [False, True, True]
    away(zhao, wang)
    assert [may(code) for code in shop.agents] == [True, True, True]
    change(bench, tables.Agent, li, state="left")
    assert all(may(code) for code in shop.agents)


def test_a_customer_who_needs_a_skill_goes_to_who_has_it(bench: Bench) -> None:
    shop = Shop(bench)
    item = shop.item(shop.customer(skill="sign"))
    assert deal(bench, shop) is None
    with bench.db.write() as c:
        c.execute(core(tables.AgentSkill).insert(), {"agent_id": shop.agents["li"].id, "skill": "sign"})
    assert deal(bench, shop) is None
    assert deal(bench, shop, "li") == item


def test_a_preferred_time_is_kept_and_a_changed_one_counts_at_once(bench: Bench, clock) -> None:
    shop = Shop(bench)
    customer = shop.customer(preferred_time="下午")
    item = shop.item(customer)
    assert deal(bench, shop) is None
    clock.set(shop.now + timedelta(hours=2))
    assert deal(bench, shop) == item
    with bench.db.write() as c:
        holding.let_go(c, item)
        profiles.write(c, customer, {"preferred_time": "15:00-16:00"}, shop.now)
    assert deal(bench, shop) is None
    with bench.db.write() as c:
        profiles.write(c, customer, {"preferred_time": "at night"}, shop.now)  # nothing usable is no preference
    assert deal(bench, shop) == item


def test_a_personal_callback_is_its_agents_until_released(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang = shop.agents["wang"].id
    item = shop.item(
        minutes=-1, agreed=True, rule="agreed", agent_id=wang, released_at=shop.now + timedelta(minutes=14)
    )
    assert deal(bench, shop, "li") is None
    clock.set(shop.now + timedelta(minutes=14))
    assert deal(bench, shop, "li") == item


def test_who_is_in_a_call_is_not_dealt_to_somebody_else(bench: Bench) -> None:
    shop = Shop(bench)
    customer = shop.customer()
    first = shop.item(customer, minutes=-5)
    shop.item(customer, campaign_id=shop.add_campaign("other"), minutes=-4)
    assert deal(bench, shop, "wang") == first
    assert deal(bench, shop, "li") is None


def test_the_base_itself_refuses_two_calls_in_one_hand_and_two_hands_on_one_customer(bench: Bench) -> None:
    shop = Shop(bench)
    customer = shop.customer()
    held = {"state": "held", "held_by": shop.agents["wang"].id, "touched_at": shop.now}
    shop.item(customer, **held)
    with pytest.raises(Conflict):
        shop.item(**held)
    with pytest.raises(Conflict):
        shop.item(customer, campaign_id=shop.add_campaign("other"), **(held | {"held_by": shop.agents["li"].id}))
    with pytest.raises(DBAPIError, match="held_by"):
        shop.item(state="held")
    with pytest.raises(DBAPIError, match="queue_item"):
        shop.item(customer)  # one open item per customer and campaign


def test_nothing_closed_is_read_however_much_of_it_there_is(lite: Bench) -> None:
    """The steps of SQLite's machine for one take, with 100,000 items before the first that may be called: other zones,
    other people's, a paused campaign, skills nobody has, other hours, agreed ones and overdue complaints of all of these.
    """
    shop = Shop(lite)
    paused, other = shop.add_campaign("paused"), shop.add_campaign("other")
    change(lite, tables.Campaign, paused, state="paused")
    li = shop.agents["li"].id
    kinds: list[tuple[dict, dict]] = [
        ({}, {"zone": NIGHT}), ({"owner_id": li}, {}), ({}, {"campaign_id": paused}), ({"skill": "sign"}, {}),
        ({"preferred_time": "晚上"}, {}),
    ]  # fmt: skip
    agreed = {"agreed": True, "rule": "agreed", "agent_id": li, "released_at": shop.now + timedelta(hours=1)}
    overdue = {"rule": "complaint", "due_by": shop.now - timedelta(days=1)}
    closed = []
    for whose, item in kinds:
        closed.append(shop.item(shop.customer(**whose), minutes=-20, **item))
        closed.append(shop.item(shop.customer(**whose), minutes=-20, **item | overdue))
        if not item.get("zone"):
            closed.append(shop.item(shop.customer(**whose), minutes=-20, **item | agreed))
    first = shop.item(campaign_id=other, priority=5, minutes=-1)
    few = _steps(lite, shop, first)
    with lite.db.write() as c:
        _multiply(c, 100_000 // len(closed))
        assert (
            c.exec_driver_sql("SELECT count(*) FROM queue_item WHERE state = 'open'").scalar_one() > 100_000
        )  # all before it
    many = _steps(lite, shop, first)
    assert many < few * 1.5 + 500, (few, many)


def _multiply(c: Any, times: int) -> None:
    """Every customer who is kept from wang, and their item, so often again."""
    for table, keys in (
        ("customer", {"id": "{customer}"}), ("queue_item", {"id": "{item}", "customer_id": "{customer}"})
    ):  # fmt: skip
        columns = [row[1] for row in c.exec_driver_sql(f"PRAGMA table_info({table})")]
        made = {
            "customer": "CAST(printf('%08d%08d', n.n, who.rowid) AS BLOB)",
            "item": "CAST(printf('%09d%07d', n.n, who.rowid) AS BLOB)",
        }
        values = [keys.get(name, f"one.{name}").format(**made) for name in columns]
        one = "customer one ON one.id = who.id" if table == "customer" else "queue_item one ON one.customer_id = who.id"
        c.exec_driver_sql(
            f"""
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {times}),
  who AS MATERIALIZED (
    SELECT c.id, c.rowid FROM customer c JOIN queue_item i ON i.customer_id = c.id WHERE i.ready_at < '2026-03-05 01:50:00'
  )
INSERT INTO {table} ({", ".join(columns)}) SELECT {", ".join(values)} FROM who JOIN {one}, n
"""
        )


def _steps(bench: Bench, shop: Shop, expected: UUID) -> int:
    """How many instructions SQLite's machine needs to deal the item that is expected, in hundreds."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 100

    with bench.db.write() as c:
        who = shop.agents["wang"].id
        open_pools = pools_for(bench, c, who)
        raw = c.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(count, 100)
        found = taking.take(c, who, bench.clock.now(), open_pools)
        raw.set_progress_handler(None, 0)
        assert found is not None
        assert found.id == expected
        holding.let_go(c, found.id)
    return counted


def test_taking_seeks_in_the_partial_indexes_and_never_scans_or_sorts(lite: Bench) -> None:
    shop = Shop(lite)
    for n in range(40):
        shop.item(minutes=-n, priority=n % 4, attempts=n % 3, agreed=n % 10 == 0)
    statement = str(taking._TAKE["sqlite"])
    for name in ("agent_pools", "agreed_pools", "late_pools", "pools"):
        statement = statement.replace(f":{name})", "'[1]')")
    for name in ("agent", "now", "late"):
        statement = re.sub(rf":{name}\b", "'2026-03-05 02:00:00'", statement)
    with lite.db.read() as c:
        plan = [row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    uses = " ".join(plan)
    assert "ix_queue_item_take (priority=? AND attempts=? AND pool_id=? AND ready_at<?)" in uses
    assert re.search(r"ix_queue_item_t\w+ \(priority=\? AND attempts>\?\)", uses)  # the next level …
    assert re.search(r"ix_queue_item_t\w+ \(priority>\?\)", uses)  # … without reading the one before
    assert "ix_queue_item_agreed (pool_id=? AND ready_at>? AND ready_at<?)" in uses
    assert "ix_queue_item_agreed (pool_id=? AND ready_at<?)" in uses
    assert "ix_queue_item_complaint (pool_id=? AND due_by<?)" in uses
    assert "uq_queue_item_held_customer (customer_id=?)" in uses
    scans = [step for step in plan if step.startswith(("SCAN i ", "SCAN h ", "SCAN queue_item"))]
    assert len(scans) == 1, plan  # the first level: one row of an index in this order
    assert scans[0].startswith("SCAN i USING COVERING INDEX ix_queue_item_t")


def test_taking_on_the_server_uses_the_partial_indexes(server: Bench) -> None:
    shop = Shop(server)
    shop.item()
    with server.db.write() as c:
        c.exec_driver_sql("SET LOCAL enable_seqscan = off")
        statement = str(taking._TAKE["postgresql"]).replace(":agent)", ")")
        for name in ("agreed_pools", "late_pools", "pools"):
            statement = statement.replace(f":{name} ", "'{1}' ")
        statement = re.sub(r":(now|late)\b", "now()", statement).replace(":agent", f"'{shop.agents['wang'].id}'")
        plan = "\n".join(row[0] for row in c.execute(text(f"EXPLAIN {statement}")))
    for index in ("ix_queue_item_t", "ix_queue_item_agreed", "ix_queue_item_complaint"):
        assert index in plan
    assert "LockRows" in plan
    assert "Seq Scan" not in plan


def work(address: str, agent_code: str, gate, results) -> None:
    """Take and save until nothing is left; as a program of its own."""
    clock = FixedClock(NOON)
    with open_bench(address, load_settings({}), clock, create=False) as bench:
        from callbench.desk.agents import find_agent

        agent = find_agent(bench, agent_code)
        gate.wait(60)
        taken = []
        while True:
            try:
                call = calling.take_next(bench, agent)
            except Conflict:
                continue
            if isinstance(call, NothingNow):
                break
            taken.append(call.item_id.hex)
            calling.save_result(bench, agent, call.draft_id, CallResult("completed"))
    results.put((agent_code, taken))


def test_several_programs_never_deal_an_item_twice_and_lose_none(address: str, settings, clock) -> None:
    codes = [f"a{n}" for n in range(3)]
    with open_bench(address, settings, clock) as bench:
        shop = Shop(bench, agent_codes=codes)
        shared = number(99_999_999)
        items = [shop.item(shop.customer(phones=[shared]) if n < 2 else None, priority=n % 3) for n in range(200)]
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(len(codes)), context.Queue()
    programs = [context.Process(target=work, args=(address, code, gate, results), daemon=True) for code in codes]
    for program in programs:
        program.start()
    taken = dict(results.get(timeout=120) for _ in codes)
    for program in programs:
        program.join(60)
    dealt = [item for items_of_one in taken.values() for item in items_of_one]
    assert len(dealt) == len(set(dealt)), "an item was dealt twice"
    with open_bench(address, settings, clock) as bench:
        shop.bench = bench
        attempts = shop.all(tables.Attempt)
        left = [row.id for row in shop.all(tables.QueueItem) if row.state != "done"]
    # Two customers share a number: whichever came second waits out the gap.
    assert {UUID(hex=item) for item in dealt} | set(left) == set(items)
    assert len(left) == 1
    assert left[0] in items[:2]
    assert sorted(a.item_id.hex for a in attempts) == sorted(dealt)
    assert sum(map(bool, taken.values())) > 1, "one program did all the work"


def count_up(address: str, gate) -> None:
    with open_bench(address, load_settings({}), FixedClock(NOON), create=False) as bench:
        gate.wait(60)
        for _ in range(100):
            with bench.db.write() as c:
                n = int(c.exec_driver_sql("SELECT value FROM meta WHERE name = 'n'").scalar_one())
                c.exec_driver_sql(f"UPDATE meta SET value = '{n + 1}' WHERE name = 'n'")


def test_what_is_read_inside_a_write_cannot_have_changed(tmp_path: Path, settings, clock) -> None:
    """The driver's own transactions lost half of these updates in a measurement."""
    address = str(tmp_path / "shop.db")
    with open_bench(address, settings, clock) as bench, bench.db.write() as c:
        c.exec_driver_sql("INSERT INTO meta VALUES ('n', '0')")
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)
    programs = [context.Process(target=count_up, args=(address, gate), daemon=True) for _ in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(60)
    with open_bench(address, settings, clock) as bench, bench.db.read() as c:
        assert c.exec_driver_sql("SELECT value FROM meta WHERE name = 'n'").scalar_one() == "300"


def test_a_held_item_returns_after_the_time_without_activity(bench: Bench, clock) -> None:
    shop = Shop(bench)
    item = shop.item()
    wang, li = shop.agents["wang"], shop.agents["li"]
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    clock.set(shop.now + timedelta(minutes=20))
    calling.keep_answer(bench, call.draft_id, "q1", "5")  # a sign of life
    clock.set(shop.now + timedelta(minutes=49))
    assert isinstance(calling.take_next(bench, li), NothingNow)
    clock.set(shop.now + timedelta(minutes=50))
    taken = calling.take_next(bench, li)
    assert isinstance(taken, CallInHand)
    assert taken.item_id == item
    assert [(a.path, a.text) for a in taken.answers] == [("q1", "5")]  # what was said is not asked again
    with pytest.raises(Conflict):
        calling.keep_answer(bench, call.draft_id, "q2", "1")
    assert calling.item_in_hand(bench, wang) is None
