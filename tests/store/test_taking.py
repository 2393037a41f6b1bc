"""Who is dealt what: the order, who may have an item, the plan of the statement, several programs at once."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk import calling
from callbench.desk.bench import Bench, open_bench
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, CallResult, NothingNow
from callbench.store import holding, tables, taking
from shopfloor import SHANGHAI, Shop, number

NOON = datetime(
    2026, 3, 5, 2, 0, tzinfo=UTC
)  # where the `clock` of the tests stands; spawned programs import it from here


def deal(bench: Bench, shop: Shop, agent: str = "wang", closed: tuple[str, ...] = ()) -> UUID | None:
    """One bare take; the item stays held."""
    with bench.db.write() as c:
        found = taking.take(c, shop.agents[agent].id, bench.clock.now(), closed)
        return None if found is None else found.id


def deal_all(bench: Bench, shop: Shop, agent: str = "wang", closed: tuple[str, ...] = ()) -> list[UUID]:
    """Everything this agent is dealt, each item closed before the next is taken."""
    dealt = []
    while (item := deal(bench, shop, agent, closed)) is not None:
        dealt.append(item)
        with bench.db.write() as c:
            holding.close(c, item, "outcome", bench.clock.now(), bench.today())
    return dealt


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


def test_a_late_callback_waits_for_calling_hours_a_fresh_one_does_not(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(minutes=-31, agreed=True, rule="agreed")
    fresh = shop.item(minutes=-30, agreed=True, rule="agreed")
    shop.item(minutes=-5)
    assert deal_all(bench, shop, closed=(SHANGHAI,)) == [fresh]
    assert len(deal_all(bench, shop)) == 2


def test_only_zones_where_it_is_calling_time_are_dealt(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(minutes=-60, zone="Europe/Berlin", priority=0)
    here = shop.item(minutes=-1)
    assert deal_all(bench, shop, closed=("Europe/Berlin",)) == [here]


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


@pytest.mark.parametrize("seed", range(6))
def test_the_order_is_that_of_the_rules_for_any_queue(lite: Bench, seed: int) -> None:
    shop, draw = Shop(lite), Random(seed)
    agents = [None, shop.agents["wang"].id, shop.agents["li"].id]
    zones = [SHANGHAI, "Europe/Berlin", "America/New_York"]
    closed = tuple(draw.sample(zones, draw.randrange(3)))
    waiting = []
    for _ in range(60):
        facts = {
            "minutes": draw.choice([-50, -31, -30, -29, -10, -10, 0, 0.5, 30]), "priority": draw.randrange(3),
            "attempts": draw.randrange(3), "agreed": draw.random() < 0.3, "agent_id": draw.choice(agents),
            "zone": draw.choice(zones),
        }  # fmt: skip
        if facts["agent_id"]:
            facts["released_at"] = shop.now + timedelta(minutes=draw.choice([-1, 0, 1]))
        waiting.append((shop.item(**facts), facts))

    def may(facts: dict) -> bool:
        mine = facts["agent_id"] in (None, shop.agents["wang"].id) or facts["released_at"] <= shop.now
        fresh = facts["agreed"] and facts["minutes"] >= -30
        return mine and facts["minutes"] <= 0 and (fresh or facts["zone"] not in closed)

    def turn(found: tuple) -> tuple:
        item_id, facts = found
        if facts["agreed"]:
            return (0, -facts["minutes"], 0, 0, -item_id.int)  # of two for the same minute, the one made later
        return (1, facts["priority"], facts["attempts"], facts["minutes"], item_id.int)

    expected = [item_id for item_id, facts in sorted((f for f in waiting if may(f[1])), key=turn)]
    assert deal_all(lite, shop, closed=closed) == expected


def test_taking_seeks_in_the_partial_indexes_and_never_scans_or_sorts(lite: Bench) -> None:
    shop = Shop(lite)
    for n in range(300):
        shop.item(minutes=-n, priority=n % 4, attempts=n % 3, agreed=n % 10 == 0)
    for zones in (False, True):
        sql = str(taking._TAKE[False, zones]).replace("(__[POSTCOMPILE_closed])", "('x')")
        for name in ("agent", "now", "late"):
            sql = sql.replace(f":{name}", "'2026-03-05 02:00:00'")
        with lite.db.read() as c:
            plan = [row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        uses = " ".join(plan)
        assert "ix_queue_item_turn (priority=? AND attempts=? AND ready_at<?)" in uses
        assert "ix_queue_item_take (priority=? AND attempts>?)" in uses  # the next level …
        assert "ix_queue_item_take (priority>?)" in uses  # … without reading the one before
        assert "ix_queue_item_agreed (ready_at<?)" in uses
        assert "uq_queue_item_held_customer (customer_id=?)" in uses
        scans = [step for step in plan if step.startswith(("SCAN i", "SCAN h", "SCAN queue_item"))]
        assert scans == ["SCAN i USING COVERING INDEX ix_queue_item_take"], plan  # the first level: one row of it
        assert "USE TEMP B-TREE FOR ORDER BY" not in uses


def test_taking_on_the_server_uses_the_partial_indexes(server: Bench) -> None:
    shop = Shop(server)
    shop.item()
    with server.db.write() as c:
        c.exec_driver_sql("SET LOCAL enable_seqscan = off")
        from sqlalchemy import text

        sql = str(taking._TAKE[True, False]).replace(":agent", f"'{shop.agents['wang'].id}'").replace(":now", "now()")
        plan = "\n".join(row[0] for row in c.execute(text(f"EXPLAIN {sql}")))
    assert "ix_queue_item_take" in plan
    assert "ix_queue_item_agreed" in plan
    assert "LockRows" in plan


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
