"""What was promised on the phone is kept whatever became of its campaign; nothing else stays behind in one that is closed."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest

from callbench.desk import calling, campaigns, daily
from callbench.desk.agents import add_agent
from callbench.desk.appointments import book
from callbench.desk.bench import Bench
from callbench.desk.why import why
from callbench.records.calls import CallInHand, CallResult, FollowUpWish, NothingNow
from callbench.records.people import Agent
from callbench.rules.why_words import why_lines
from callbench.store import tables
from shopfloor import Shop

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    shop = Shop(bench)
    shop.agents["boss"] = add_agent(bench, "boss", "Boss", "supervisor")
    return shop


def do(shop: Shop, verb: str) -> None:
    boss, care = shop.agents["boss"], campaigns.find_campaign(shop.bench, "care")
    {"pause": campaigns.pause_campaign, "close": campaigns.close_campaign}[verb](shop.bench, boss, care)


def told(shop: Shop, customer: UUID, agent: Agent) -> dict[str, str]:
    return dict(why_lines(why(shop.bench, agent, customer).items[0], str))


def test_an_agreed_call_of_a_paused_campaign_is_made(bench: Bench, shop: Shop) -> None:
    wang, promised = shop.agents["wang"], shop.customer()
    shop.item(promised, minutes=-5, agreed=True, rule="agreed")
    other = shop.customer()
    shop.item(other)
    do(shop, "pause")
    assert told(shop, promised, wang)["Campaign"] == "care (paused; what was promised is kept)"
    assert told(shop, other, wang)["Now"] == "in a campaign that is not running (paused)"
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    assert call.customer.id == promised
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    nothing = calling.take_next(bench, wang)
    assert isinstance(nothing, NothingNow)
    assert nothing.counts == {"campaign": 1, "done": 1}


def test_whose_call_it_is_counts_also_when_the_campaign_is_paused(bench: Bench, shop: Shop) -> None:
    customer, boss = shop.customer(), shop.agents["boss"]
    shop.item(customer, minutes=-5, agreed=True, rule="agreed")
    campaigns.set_people(bench, boss, campaigns.find_campaign(bench, "care"), ["li"], [])
    do(shop, "pause")
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), NothingNow)
    assert told(shop, customer, shop.agents["wang"])["Now"] == "for other agents of the campaign"
    assert isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)


@pytest.mark.parametrize("known", [True, False], ids=["pools known", "pools unknown"])
def test_what_is_promised_in_a_call_whose_campaign_closes_is_kept(
    bench: Bench, shop: Shop, clock, *, known: bool
) -> None:
    wang, li, customer = shop.agents["wang"], shop.agents["li"], shop.customer()
    shop.item(customer)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    do(shop, "close")
    if known:
        calling.take_next(bench, li)
    calling.save_result(
        bench,
        wang,
        call.draft_id,
        CallResult("callback_agreed", follow_up=FollowUpWish(shop.now + HOUR, personal=False)),
    )
    assert daily.begin_day(bench) == 0
    assert isinstance(calling.take_next(bench, li), NothingNow)
    clock.set(shop.now + HOUR)
    again = calling.take_next(bench, li)
    assert isinstance(again, CallInHand)
    assert again.customer.id == customer
    calling.save_result(bench, li, again.draft_id, CallResult("no_answer"))
    (item,) = shop.all(tables.QueueItem)
    assert (item.state, item.closed_why) == ("done", "campaign"), "nobody is tried again for a closed campaign"


def test_what_is_booked_for_a_closed_campaign_is_kept(bench: Bench, shop: Shop, clock) -> None:
    wang, customer = shop.agents["wang"], shop.customer()
    shop.item(customer)
    do(shop, "close")
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    book(bench, wang, customer, FollowUpWish(shop.now + HOUR, personal=False))
    clock.set(shop.now + HOUR + MINUTE)
    assert isinstance(calling.take_next(bench, wang), CallInHand)


def test_what_is_given_back_to_a_closed_campaign_ends_with_the_day(bench: Bench, shop: Shop, clock) -> None:
    wang, customer = shop.agents["wang"], shop.customer()
    shop.item(customer)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    do(shop, "close")
    calling.give_back(bench, wang, call.item_id)
    assert told(shop, customer, wang)["Now"] == "in a campaign that is not running (closed)"
    clock.set(shop.now + 24 * HOUR)
    daily.begin_day(bench)
    assert told(shop, customer, wang)["Now"] == "closed (with its campaign)"
    daily.begin_day(bench)
    (event,) = [one for one in shop.all(tables.Event) if one.kind == "campaign.left_ended"]
    assert (event.agent_id, json.loads(event.detail)) == (None, {"ended": 1}), "the program itself did it, once"
