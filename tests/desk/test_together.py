"""A customer wanted by two campaigns is called once, with both purposes in view."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from callbench.desk import calling
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.desk.correcting import correct_result
from callbench.records.calls import CallInHand, CallResult, NothingNow
from callbench.store import tables
from callbench.store.tables import core
from shopfloor import Shop


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def twice(shop: Shop, **other: object) -> tuple[UUID, UUID]:
    """Two items of one customer, the second of another campaign."""
    customer = shop.customer()
    first = shop.item(customer, priority=1)
    return first, shop.item(customer, campaign_id=shop.add_campaign("gift"), **other)


def taken(shop: Shop) -> CallInHand:
    call = calling.take_next(shop.bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    return call


def test_both_purposes_are_in_view_and_one_call_settles_them(shop: Shop) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    first, second = twice(shop)
    call = taken(shop)
    assert (call.item_id, call.why.purpose) == (first, "about care")
    assert [(one.item_id, one.campaign, one.purpose) for one in call.why.also] == [(second, "gift", "about gift")]
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    row = shop.row(tables.QueueItem, second)
    assert (row.state, row.closed_why, row.served_with, row.attempts) == ("done", "other_call", call.draft_id, 0)
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    again = calling.undo_last(bench, wang)
    assert again.why.also == call.why.also
    row = shop.row(tables.QueueItem, second)
    assert (row.state, row.closed_why, row.served_with, row.closed_at) == ("open", "", None, None)
    calling.save_result(bench, wang, again.draft_id, CallResult("completed"))
    assert shop.row(tables.QueueItem, second).state == "done"


@pytest.mark.parametrize("outcome", ["no_answer", "partial", "refused_now", "refused_for_good", "callback_any"])
def test_a_call_that_was_not_completed_settles_nothing_else(shop: Shop, outcome: str) -> None:
    _first, second = twice(shop)
    call = taken(shop)
    calling.save_result(shop.bench, shop.agents["wang"], call.draft_id, CallResult(outcome))
    assert shop.row(tables.QueueItem, second).state == "open"


def test_what_is_not_wanted_now_stands_for_itself(shop: Shop) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    later = {"ready_at": shop.now + timedelta(days=20)}
    _first, second = twice(shop, **later)
    customer = shop.row(tables.QueueItem, second).customer_id
    agreed = shop.item(customer, campaign_id=shop.add_campaign("agreed"), agreed=True, rule="agreed", minutes=60)
    paused = shop.item(customer, campaign_id=shop.add_campaign("paused"))
    other_agents = shop.item(customer, campaign_id=shop.add_campaign("li"))
    consent = shop.item(customer, campaign_id=shop.add_campaign("consent"))
    campaign = core(tables.Campaign)
    with bench.db.write() as connection:
        connection.execute(campaign.update().where(campaign.c.name == "paused").values(state="paused"))
        connection.execute(campaign.update().where(campaign.c.name == "consent").values(consent="offers"))
        connection.execute(
            core(tables.CampaignAgent).insert(),
            {
                "campaign_id": shop.row(tables.QueueItem, other_agents).campaign_id,
                "agent_id": shop.agents["li"].id,
            },
        )
    call = taken(shop)
    assert call.why.also == ()
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    for item in (second, agreed, paused, other_agents, consent):
        assert shop.row(tables.QueueItem, item).state == "open"


def test_a_retry_is_wanted_whenever_it_would_come(shop: Shop) -> None:
    tried = {"ready_at": shop.now + timedelta(days=1), "attempts": 2, "rule": "retry"}
    _first, second = twice(shop, **tried)
    assert [one.item_id for one in taken(shop).why.also] == [second]


def test_what_came_during_the_call_is_not_settled_by_it(shop: Shop, clock) -> None:
    first = shop.item()
    call = taken(shop)
    clock.set(shop.now + timedelta(minutes=1))
    customer = shop.row(tables.QueueItem, first).customer_id
    late = shop.item(customer, campaign_id=shop.add_campaign("late"), created_at=shop.now + timedelta(seconds=30))
    calling.save_result(shop.bench, shop.agents["wang"], call.draft_id, CallResult("completed"))
    assert shop.row(tables.QueueItem, late).state == "open"


def test_correcting_a_completed_call_lets_the_others_wait_again(shop: Shop) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    _first, second = twice(shop)
    call = taken(shop)
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    boss = add_agent(bench, "boss", "Boss", "supervisor")
    correct_result(bench, boss, call.draft_id, outcome="no_answer", reason="pressed the wrong key")
    row = shop.row(tables.QueueItem, second)
    assert (row.state, row.served_with) == ("open", None)
