"""Who is put on the do-not-call list after a follow-up was saved: it is cancelled for that reason, and what comes back is said."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callbench.desk import blocking, calling
from callbench.desk.appointments import book
from callbench.desk.bench import Bench
from callbench.desk.followups import list_follow_ups
from callbench.records.calls import CallResult, FollowUpWish, NothingNow
from callbench.records.people import Agent, FollowUp
from callbench.store import agents, tables
from shopfloor import Shop, number

MONDAY, TUESDAY = 20260309, 20260310


def boss_of(bench: Bench) -> Agent:
    with bench.db.write() as connection:
        return agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())


def booked(shop: Shop, customer, days: float = 1, outcome: str = "callback_agreed"):
    """A follow-up saved with a call; its item."""
    wang = shop.agents["wang"]
    call = calling.take_item(shop.bench, wang, shop.item(customer))
    wish = FollowUpWish(shop.now + timedelta(days=days))
    calling.save_result(shop.bench, wang, call.draft_id, CallResult(outcome, follow_up=wish))
    return next(one for one in shop.all(tables.FollowUp) if one.customer_id == customer).item_id


def item(shop: Shop, id_) -> tuple[str, str, bool]:
    kept = shop.row(tables.QueueItem, id_)
    return kept.state, kept.closed_why, bool(kept.agreed)


def cancelled(bench: Bench) -> list[FollowUp]:
    return list(list_follow_ups(bench, state="cancelled"))


@pytest.mark.parametrize("outcome", ["callback_agreed", "completed"])
@pytest.mark.parametrize("whole", [True, False], ids=["person", "number"])
def test_for_good_nothing_stays_open(bench: Bench, whole: bool, outcome: str) -> None:
    shop = Shop(bench)
    customer = shop.customer("Wang Fang", phones=[number(81)])
    waits = booked(shop, customer, outcome=outcome)
    if whole:
        blocking.block_customer(bench, shop.agents["li"], customer, "asked in the shop")
    else:
        blocking.block_number(bench, shop.agents["li"], number(81), "asked by post")
    assert item(shop, waits) == (("done", "do_not_call", True) if whole else ("parked", "do_not_call", False))
    (found,) = cancelled(bench)
    assert (found.closed_why, found.sequence) == ("do_not_call", 1)
    kept = shop.row(tables.FollowUp, found.id)
    assert (kept.closed_by, kept.closed_at) == (shop.agents["li"].id, bench.clock.now())
    (event,) = [one for one in shop.all(tables.Event) if one.kind == "follow_up.cancelled"]
    assert json.loads(event.detail)["after"] == {"why": "do_not_call"}
    assert list_follow_ups(bench) == ()


def test_one_number_of_two_ends_nothing(lite: Bench) -> None:
    shop = Shop(lite)
    customer = shop.customer(phones=[number(82), number(83)])
    waits = booked(shop, customer)
    blocking.block_number(lite, shop.agents["li"], number(82), "asked by post")
    assert item(shop, waits) == ("open", "", True)
    blocking.block_number(lite, shop.agents["li"], number(83), "asked by post")
    assert item(shop, waits) == ("parked", "do_not_call", False)


def test_up_to_a_day_what_was_agreed_up_to_it_is_cancelled_and_waits_behind_it(bench: Bench) -> None:
    shop = Shop(bench)
    soon, later, plain = shop.customer("Soon"), shop.customer("Later"), shop.customer("Plain")
    items = booked(shop, soon), booked(shop, later, days=5), shop.item(plain)
    for customer in (soon, later, plain):
        blocking.block_customer(bench, shop.agents["li"], customer, "away", MONDAY)
    assert [item(shop, id_) for id_ in items] == [("open", "", False), ("open", "", True), ("open", "", False)]
    waits = shop.row(tables.QueueItem, items[0])
    assert (waits.rule, waits.agent_id, bench.day_of(waits.ready_at), waits.due_on) == ("retry", None, TUESDAY, TUESDAY)
    assert bench.day_of(shop.row(tables.QueueItem, items[2]).ready_at) == TUESDAY
    assert [found.customer_name for found in cancelled(bench)] == ["Soon"]
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), NothingNow)


def test_lifting_says_what_comes_back_and_what_does_not(bench: Bench) -> None:
    shop, boss = Shop(bench), boss_of(bench)
    person, away, numbered = (
        shop.customer("Person"),
        shop.customer("Away"),
        shop.customer("Numbered", phones=[number(84)]),
    )
    for customer in (person, numbered):
        booked(shop, customer)
    waits = shop.item(away)
    entries = [
        blocking.block_customer(bench, boss, person, "asked"),
        blocking.block_customer(bench, boss, away, "away", MONDAY),
        blocking.block_number(bench, boss, number(84), "asked"),
    ]
    told = [blocking.lift(bench, boss, entry, "asked back") for entry in entries]
    assert [[one.customer_name for one in lifted.back] for lifted in told] == [[], ["Away"], ["Numbered"]]
    assert [[one.customer_name for one in lifted.cancelled] for lifted in told] == [["Person"], [], ["Numbered"]]
    assert shop.row(tables.QueueItem, waits).ready_at == bench.clock.now()
    call = calling.take_next(bench, shop.agents["wang"])
    assert not isinstance(call, NothingNow)
    assert call.customer.name == "Away"


def test_what_waits_for_another_reason_waits_on(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    customer = shop.customer()
    waits = shop.item(customer, minutes=60 * 24 * 9)
    before = shop.row(tables.QueueItem, waits).ready_at
    entry = blocking.block_customer(lite, boss, customer, "away", MONDAY)
    assert blocking.lift(lite, boss, entry, "back").back == ()
    assert shop.row(tables.QueueItem, waits).ready_at == before


def test_listed_while_a_colleague_has_them_in_hand(bench: Bench) -> None:
    shop = Shop(bench)
    customer, wang = shop.customer(), shop.agents["wang"]
    waits = booked(shop, customer)
    bench.clock.set(shop.now + timedelta(days=1))
    call = calling.take_item(bench, wang, waits)
    blocking.block_customer(bench, shop.agents["li"], customer, "asked in the shop")
    assert [found.closed_why for found in cancelled(bench)] == ["do_not_call"]
    calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    assert item(shop, waits)[:2] == ("done", "do_not_call")


def test_given_back_it_is_put_aside_when_its_turn_comes_and_never_outside_the_hours(bench: Bench) -> None:
    shop = Shop(bench)
    customer, wang = shop.customer(), shop.agents["wang"]
    waits = booked(shop, customer)
    bench.clock.set(shop.now + timedelta(days=1))
    call = calling.take_item(bench, wang, waits)
    blocking.block_customer(bench, shop.agents["li"], customer, "away", MONDAY)
    calling.give_back(bench, wang, call.item_id)
    bench.clock.set(shop.now + timedelta(days=1, hours=1))
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    bench.clock.set(shop.now + timedelta(days=4, hours=14, minutes=5))  # five past midnight on Tuesday
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    bench.clock.set(shop.now + timedelta(days=5))
    again = calling.take_next(bench, wang)
    assert not isinstance(again, NothingNow)
    assert again.item_id == waits


def test_undoing_the_outcome_brings_the_follow_ups_back_as_they_were(bench: Bench) -> None:
    shop = Shop(bench)
    customer, wang = shop.customer(), shop.agents["wang"]
    other = shop.add_campaign("second")
    shop.item(customer, campaign_id=other, priority=9)
    wish = FollowUpWish(shop.now + timedelta(days=1))
    book(bench, shop.agents["li"], customer, wish)
    call = calling.take_next(bench, wang)
    if isinstance(call, NothingNow):
        call = calling.take_item(bench, wang, shop.item(customer))
    calling.save_result(bench, wang, call.draft_id, CallResult("do_not_call"))
    assert [found.closed_why for found in cancelled(bench)] == ["do_not_call"]
    calling.undo_last(bench, wang)
    (kept,) = shop.all(tables.FollowUp)
    assert (kept.state, kept.closed_why, kept.closed_at, kept.closed_by) == ("open", "", None, None)
