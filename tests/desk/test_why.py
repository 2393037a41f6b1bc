"""What why says of the cases that stand out, on both engines, and that it looks nothing up by reading everything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.why import why
from callbench.records.calls import CallInHand
from callbench.records.why import ItemWhy, Step
from callbench.rules.why_words import nothing_words, turn_words, why_lines
from callbench.store import drafts, holding, tables
from callbench.store import why as store
from callbench.store.tables import core
from callbench.store.types import new_id
from shopfloor import Shop

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def close(bench: Bench, call: CallInHand) -> None:
    with bench.db.write() as c:
        drafts.drop(c, call.draft_id)
        holding.close(c, call.item_id, "outcome", bench.clock.now(), bench.today())


def first(shop: Shop, customer, code: str = "wang", at=None) -> ItemWhy:
    return why(shop.bench, shop.agents[code], customer, at).items[0]


def test_what_is_dealt_before_is_counted_by_kind(bench: Bench, shop: Shop) -> None:
    customer = shop.customer()
    shop.item(minutes=-5, agreed=True, rule="agreed")
    shop.item(minutes=-50, agreed=True, rule="agreed")
    shop.item(minutes=-9, rule="complaint", due_by=shop.now - MINUTE, priority=9)
    shop.item(minutes=-1, priority=1)
    shop.item(minutes=-1, priority=2)
    shop.item(minutes=-3)
    shop.item(minutes=3)
    shop.item(minutes=-9, attempts=2)
    mine = shop.item(customer, minutes=-2, attempts=1)
    told = first(shop, customer)
    assert told.item_id == mine
    assert told.before == {"agreed": 2, "complaint": 1, "priority": 2, "attempts": 1}
    assert turn_words(told.before).startswith("after 2 agreed calls whose time has come, 1 complaint to")
    assert {type(n) for n in told.before.values()} == {int}, "as programs read them"
    assert told.kept.until == shop.now + timedelta(hours=11)
    later = shop.customer()
    shop.item(later, minutes=-1, attempts=1)
    assert first(shop, later).before == told.before | {"time": 1}
    assert turn_words({"time": 1000}) == "after 1000+ due earlier"


def test_what_the_next_taking_opens_stands_before_too(bench: Bench, shop: Shop, clock) -> None:
    left, wang, li = shop.customer(), shop.agents["wang"], shop.agents["li"]
    shop.item(left, minutes=-60, priority=1)
    assert isinstance(calling.take_next(bench, li), CallInHand), "and never touched again"
    clock.set(shop.now + 31 * MINUTE)
    over, recent, mine = (shop.customer() for _ in range(3))
    for customer, minutes, ends in ((over, -50, 0), (recent, -10, 31)):
        released = shop.now + ends * MINUTE
        shop.item(customer, minutes=minutes, agreed=True, rule="agreed", agent_id=li.id, released_at=released)
    shop.item(mine, minutes=-1)
    assert first(shop, recent).before == {}
    assert first(shop, over).before == {"agreed": 1}
    assert first(shop, left).before == {"agreed": 2}
    told = first(shop, mine)
    assert told.before == {"agreed": 2, "priority": 1}
    assert first(shop, mine, at=shop.now + 30 * MINUTE).before == {"agreed": 1, "priority": 1}, "one is theirs yet"
    dealt = []
    while isinstance(call := calling.take_next(bench, wang), CallInHand):
        dealt.append(call.customer.id)
        close(bench, call)
    assert dealt == [recent, over, left, mine]


def test_what_was_begun_counts_as_interrupted_alone(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item(minutes=-9, agreed=True, rule="agreed")
    begun, other = calling.take_next(bench, wang), shop.customer()
    assert isinstance(begun, CallInHand)
    with bench.db.write() as c:
        holding.let_go(c, begun.item_id)
    shop.item(other, minutes=-1)
    assert first(shop, other).before == {"interrupted": 1}
    assert first(shop, other, "li").before == {"agreed": 1}


def test_one_of_a_kind_is_told_as_one() -> None:
    assert turn_words({"interrupted": 1, "agreed": 1, "complaint": 1}) == (
        "after 1 interrupted call, 1 agreed call whose time has come, 1 complaint to be confirmed"
    )


def test_a_call_in_hand_and_one_that_was_interrupted(bench: Bench, shop: Shop, clock) -> None:
    wang, customer = shop.agents["wang"], shop.customer()
    shop.item(customer, minutes=-1)
    other = shop.customer()
    shop.item(other)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    mine = first(shop, customer)
    assert (mine.kept.code, mine.turn, mine.in_hand_of, mine.rule) == ("", (0,), "Wang", "list")
    assert ("Turn", "in the agent's hand") in why_lines(mine, str)
    assert first(shop, other).before == {"interrupted": 1}
    theirs = first(shop, customer, "li")
    assert theirs.kept.steps == (Step("held", shop.now + 30 * MINUTE),)
    assert ("Now", "in a call with a colleague (Wang), until T") in why_lines(theirs, lambda _moment: "T")
    clock.set(shop.now + 30 * MINUTE)
    assert first(shop, customer, "li").kept.may_be_called


def test_other_moments_and_what_no_time_ends(bench: Bench, shop: Shop) -> None:
    customer = shop.customer(preferred_time="14:00-16:00")
    shop.item(customer, minutes=60)
    told = first(shop, customer)
    assert [step.code for step in told.kept.steps] == ["preferred"], "who is due within the hours waits for them"
    assert told.kept.until == shop.now + timedelta(hours=4)
    assert first(shop, customer, at=told.kept.until).kept.may_be_called
    assert first(shop, customer, at=told.kept.until - MINUTE).kept.code == "preferred"
    late = shop.customer(preferred_time="10:00-10:30")
    shop.item(late, minutes=60)
    assert [step.code for step in first(shop, late).kept.steps] == ["not_due", "preferred"]
    gone = shop.customer(state="inactive")
    shop.item(gone)
    assert (first(shop, gone).kept.code, first(shop, gone).kept.until) == ("inactive", None)
    nobody = shop.customer()
    assert why(bench, shop.agents["wang"], nobody).items == ()
    with pytest.raises(Exception, match="no such customer"):
        why(bench, shop.agents["wang"], new_id(shop.now))
    assert nothing_words({"hours": 3}) == ["3 outside calling hours"]


def test_an_interrupted_call_waits_for_what_a_new_one_waits_for(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    shop.item()
    calling.take_next(bench, wang)
    campaign = core(tables.Campaign)
    with bench.db.write() as c:
        c.execute(campaign.update().values(state="paused"))
        c.execute(core(tables.QueueItem).update().values(state="open", held_by=None))  # a colleague's look released it
    assert not isinstance(calling.take_next(bench, wang), CallInHand)
    with bench.db.write() as c:
        c.execute(campaign.update().values(state="active"))
    again = calling.take_next(bench, wang)
    assert isinstance(again, CallInHand)
    assert again.interrupted


def test_nothing_is_read_but_what_the_customer_has(lite: Bench) -> None:
    shop = Shop(lite)
    customer = shop.customer()
    shop.item(customer)
    why(lite, shop.agents["wang"], customer)
    with lite.db.read() as connection:
        for statement in (store._ITEMS, store._CALLEE, store._NUMBERS):
            text = next(iter(statement._compiled.values())).text
            plan = [
                row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (b"",) * text.count("?"))
            ]
            assert not [step for step in plan if step.startswith("SCAN")], plan
