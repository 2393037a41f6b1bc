"""Taking, keeping, giving back, saving: a call from beginning to end, on both engines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callbench.config import load_settings
from callbench.desk import calling, phones
from callbench.desk.bench import Bench
from callbench.desk.blocking import block_customer
from callbench.desk.queue import queue_page
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, FollowUpWish, NothingNow, QueueRow
from callbench.records.people import Agent
from callbench.rules.outcomes import OUTCOMES
from callbench.script.model import Script
from callbench.store import tables
from shopfloor import Shop, number

MINUTE = timedelta(minutes=1)


def take(bench: Bench, agent: Agent) -> CallInHand:
    call = calling.take_next(bench, agent)
    assert isinstance(call, CallInHand), call
    return call


def take_and_save(bench: Bench, agent: Agent, outcome: str, **more) -> CallInHand:
    call = take(bench, agent)
    calling.save_result(bench, agent, call.draft_id, CallResult(outcome, **more))
    return call


def said(text: str) -> AnswerGiven:
    return AnswerGiven("service", "service", "choice", text, state="given")


def only_row(bench: Bench, agent: Agent | None = None) -> QueueRow:
    (row,) = [row for row in queue_page(bench, agent).rows if row.group != "done"]
    return row


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def test_the_call_in_hand_has_all_the_screen_needs(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer("李娜", phones=[number(1), number(2)], customer_class="key", gender="female")
    item = shop.item(customer, minutes=-3, reason="day 3", rule="after_service")
    call = take(bench, wang)
    assert (call.item_id, call.agent, call.interrupted) == (item, wang, False)
    assert call.script_json == Script("care", "1", {}, (), ()).canonical()
    assert (call.customer.name, [p.e164 for p in call.customer.phones]) == ("李娜", [number(1), number(2)])
    assert call.phone_id == call.customer.phones[0].id
    assert (call.why.rule, call.why.purpose, call.why.reason) == ("after_service", "about care", "day 3")
    assert (call.why.attempt, call.why.max_attempts, call.why.last_outcome) == (1, 6, "")
    assert call.fields["customer_name"] == "李娜"
    assert call.fields["agent_name"] == "Wang"
    assert call.fields["phone"] == number(1)
    assert call.fields["shop"] == "our shop"  # neither is known; an agent must not stumble over a hole
    named = load_settings({"CALLBENCH_SHOP_NAME": "静雅"})
    again = calling.item_in_hand(replace(bench, settings=named), wang)
    assert again is not None
    assert again.fields["shop"] == "静雅"  # the customer's branch is not known


def test_an_interrupted_call_is_offered_again_with_all_that_was_said(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item(minutes=-1)
    shop.item(priority=0)
    call = take(bench, wang)
    other = next(p for p in call.customer.phones)
    calling.keep_answer(bench, call.draft_id, "/a", "5")
    calling.keep_answer(bench, call.draft_id, "/a", "4")
    calling.keep_answer(bench, call.draft_id, "/b", "", "refused")
    calling.keep_answer(bench, call.draft_id, "/c", "x")
    calling.drop_answer(bench, call.draft_id, "/c")
    calling.keep_note(bench, call.draft_id, "likes\ntea\x1b[2J")
    wish = FollowUpWish(shop.now + timedelta(hours=26), "asks\x1b[2J about tea", personal=False)
    calling.keep_follow_up(bench, call.draft_id, wish)
    phones.choose_phone(bench, call.draft_id, other.id)
    for again in (calling.item_in_hand(bench, wang), take(bench, wang), calling.take_item(bench, wang, call.item_id)):
        assert again is not None
        assert again.interrupted
        assert again.why.rule == "interrupted"
        assert again.draft_id == call.draft_id
        assert {(a.path, a.text, a.state) for a in again.answers} == {("/a", "4", "given"), ("/b", "", "refused")}
        assert again.note == "likes\ntea"
        assert again.follow_up == replace(wish, reason="asks about tea")
    assert calling.item_in_hand(bench, shop.agents["li"]) is None
    assert queue_page(bench, wang).rows[0].group == "interrupted"


def test_a_call_left_for_long_goes_on_only_where_a_new_one_might(bench: Bench, shop: Shop, clock) -> None:
    wang, item = shop.agents["wang"], shop.item()
    clock.set(shop.now + 650 * MINUTE)  # ten minutes before nobody may be called any more
    call = take(bench, wang)
    calling.keep_answer(bench, call.draft_id, "q", "5")
    clock.set(clock.now() + 20 * MINUTE)
    assert take(bench, wang).draft_id == call.draft_id, "still in hand: it goes on at once"
    clock.set(clock.now() + 31 * MINUTE)
    found = calling.take_next(bench, wang)
    assert isinstance(found, NothingNow)
    assert found.counts == {"hours": 1}
    assert shop.row(tables.QueueItem, item).state == "open"
    clock.set(found.next_at)
    again = take(bench, wang)
    assert (again.draft_id, again.interrupted, [a.text for a in again.answers]) == (call.draft_id, True, ["5"])


def test_a_number_of_somebody_else_cannot_be_chosen(bench: Bench, shop: Shop) -> None:
    shop.item()
    call = take(bench, shop.agents["wang"])
    stranger = shop.customer()
    phone = next(p for p in shop.all(tables.Phone) if p.customer_id == stranger)
    with pytest.raises(Conflict):
        phones.choose_phone(bench, call.draft_id, phone.id)


def test_skipping_deals_another_one_and_not_the_same_again_at_once(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    first, second = shop.item(minutes=-2), shop.item(minutes=-1)
    call = take(bench, wang)
    assert call.item_id == first
    calling.give_back(bench, wang, first)
    assert take(bench, wang).item_id == second
    calling.give_back(bench, wang, second)
    nothing = calling.take_next(bench, wang)
    assert isinstance(nothing, NothingNow)
    assert nothing.counts == {"not_due": 2}
    assert nothing.next_at == shop.now + 15 * MINUTE
    assert shop.all(tables.Attempt) == []
    assert shop.row(tables.QueueItem, first).due_on == bench.today()
    clock.set(shop.now + 15 * MINUTE)
    again = take(bench, wang).item_id
    with pytest.raises(Conflict):
        calling.give_back(bench, wang, first if again == second else second)


def test_what_was_answered_before_a_skip_is_there_for_whoever_calls_next(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item()
    calling.keep_answer(bench, take(bench, wang).draft_id, "/a", "5")
    calling.give_back(bench, wang, item)
    clock.set(shop.now + 15 * MINUTE)
    assert [(a.path, a.text) for a in take(bench, li).answers] == [("/a", "5")]


def test_a_result_is_saved_whole(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer("李娜")
    item = shop.item(customer, minutes=-2000)
    call = take(bench, wang)
    calling.keep_answer(bench, call.draft_id, "/a", "5")
    clock.set(shop.now + 2 * MINUTE)
    answers = (
        AnswerGiven("/a", "a", "choice", "5", 5.0, "很满意", measure="csat"),
        AnswerGiven("/b", "b", "text", "[/]"),
    )
    result = CallResult("completed", answers, "all\x1b[31m well", profile={"birthday": "5月20日"})
    saved = calling.save_result(bench, wang, call.draft_id, result)
    assert (saved.item_id, saved.customer_name, saved.outcome, saved.answers) == (item, "李娜", "completed", 2)
    assert (saved.next_at, saved.follow_up_at) == (None, None)
    assert saved.undo_until == clock.now() + timedelta(seconds=15)
    attempt = shop.row(tables.Attempt, saved.attempt_id)
    assert (attempt.nth, attempt.outcome, attempt.note, attempt.e164) == (1, "completed", "all well", number(1))
    assert (attempt.started_at, attempt.ended_at) == (shop.now, clock.now())
    assert attempt.business_day == bench.today()
    assert attempt.due_on == bench.day_of(shop.now - 2000 * MINUTE)
    assert [(a.path, a.text, a.number, a.label, a.measure) for a in shop.all(tables.Answer)] == [
        ("/a", "5", 5.0, "很满意", "csat"), ("/b", "[/]", None, "", ""),
    ]  # fmt: skip
    row = shop.row(tables.QueueItem, item)
    assert (row.state, row.closed_why, row.closed_on, row.attempts) == ("done", "outcome", bench.today(), 1)
    assert shop.all(tables.Draft) == shop.all(tables.DraftAnswer) == []
    assert shop.row(tables.Customer, customer).birthday == "--05-20"
    (event,) = [event for event in shop.all(tables.Event) if event.kind == "call.saved"]
    detail = json.loads(event.detail)
    assert (event.agent_id, event.subject_id) == (wang.id, saved.attempt_id)
    assert (detail["item"]["before"]["state"], detail["item"]["after"]["state"]) == ("held", "done")
    assert detail["profile"]["fields"] == {"birthday": ["", "--05-20"]}


def test_what_the_profile_cannot_hold_is_left_out_and_traced(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer("李娜")
    shop.item(customer)
    fields = {"birthday": "yesterday", "shoe_size": "38", "gender": "\x1b[31mx", "phone": "12", "wechat": "lina"}
    calling.save_result(bench, wang, take(bench, wang).draft_id, CallResult("completed", profile=fields))
    row = shop.row(tables.Customer, customer)
    assert (row.birthday, row.gender, row.wechat, len(shop.all(tables.Phone))) == ("", "", "lina", 1)
    (event,) = [event for event in shop.all(tables.Event) if event.kind == "call.saved"]
    detail = json.loads(event.detail)["profile"]
    assert detail["fields"] == {"wechat": ["", "lina"]}
    assert detail["left_out"] == {"birthday": "yesterday", "shoe_size": "38", "gender": "x", "phone": "12"}
    calling.undo_last(bench, wang)
    assert shop.row(tables.Customer, customer).wechat == ""


def test_saving_twice_is_saving_once(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item()
    call = take(bench, wang)
    wish = FollowUpWish(shop.now + 60 * MINUTE, "price")
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("callback_agreed", follow_up=wish))
    assert calling.save_result(bench, wang, call.draft_id, CallResult("callback_agreed", follow_up=wish)) == saved
    for other in (CallResult("busy"), CallResult("callback_agreed", (said("5"),), follow_up=wish)):  # a second window
        with pytest.raises(Conflict, match="another window"):
            calling.save_result(bench, wang, call.draft_id, other)
    assert len(shop.all(tables.Attempt)) == len(shop.all(tables.FollowUp)) == 1
    with pytest.raises(Conflict):
        calling.save_result(bench, shop.agents["li"], call.draft_id, CallResult("busy"))


def test_what_the_customer_said_is_counted_and_nothing_else(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item()
    call = take(bench, wang)
    declined, calculated, skipped = (
        replace(said(""), path=state, state=state) for state in ("refused", "calculated", "skipped")
    )
    result = CallResult("partial", (said("5"), declined, replace(calculated, text="2"), skipped))
    assert calling.save_result(bench, wang, call.draft_id, result).answers == 2
    assert calling.save_result(bench, wang, call.draft_id, result).answers == 2, "told again after a lost connection"


def test_nothing_is_saved_when_anything_is_wrong(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    item = shop.item()
    call = take(bench, wang)
    hour = shop.now + 60 * MINUTE
    wrong = [
        (CallResult("complete"), "completed"),  # names the nearest
        (CallResult("callback_agreed"), "needs the time"),
        (CallResult("no_answer", follow_up=FollowUpWish(hour)), "not reached"),
        (CallResult("do_not_call", follow_up=FollowUpWish(hour)), "nobody will call"),
        (CallResult("refused_for_good", follow_up=FollowUpWish(hour)), "nobody will call"),
        (CallResult("callback_agreed", follow_up=FollowUpWish(shop.now)), "has passed"),
        (CallResult("callback_agreed", follow_up=FollowUpWish(shop.now + timedelta(hours=11))), "2026-03-06 09:00"),
    ]
    for result, says in wrong:
        with pytest.raises(UsageProblem, match=says) as told:
            calling.save_result(bench, wang, call.draft_id, result)
        assert told.value.exit_code == 2
    assert shop.all(tables.Attempt) == shop.all(tables.FollowUp) == []
    assert shop.row(tables.QueueItem, item).state == "held"
    with pytest.raises(Conflict):
        calling.save_result(bench, shop.agents["li"], call.draft_id, CallResult("busy"))


@pytest.mark.parametrize("outcome", [o.key for o in OUTCOMES if not o.needs_time])
def test_every_outcome_can_be_saved_and_its_item_ends_or_comes_back(bench: Bench, shop: Shop, outcome: str) -> None:
    item = shop.item()
    call = take(bench, shop.agents["wang"])
    saved = calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult(outcome))
    row = shop.row(tables.QueueItem, item)
    assert row.last_outcome == outcome
    assert row.held_by is None
    if row.state == "open":
        assert saved.next_at == row.ready_at > shop.now
    else:
        assert row.state in ("done", "parked")


def test_a_follow_up_comes_back_at_its_time_to_its_agent_first(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item()
    at_three = shop.now + 5 * 60 * MINUTE
    take_and_save(bench, wang, "callback_agreed", follow_up=FollowUpWish(at_three, "price", "call the mobile"))
    assert only_row(bench).reason == "price"
    other = shop.item(priority=0)
    clock.set(at_three - MINUTE)
    assert take(bench, wang).item_id == other
    calling.give_back(bench, wang, other)
    clock.set(at_three)
    assert isinstance(calling.take_next(bench, li), NothingNow)
    call = take(bench, wang)
    assert call.item_id == item
    assert (call.why.rule, call.why.reason, call.why.due_at, call.why.personal) == ("agreed", "price", at_three, True)
    assert call.why.last_outcome == "callback_agreed"
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert [f.state for f in shop.all(tables.FollowUp)] == ["kept"]


def test_a_missed_callback_is_released_to_everyone(bench: Bench, shop: Shop, clock) -> None:
    item = shop.item()
    take_and_save(bench, shop.agents["wang"], "callback_agreed", follow_up=FollowUpWish(shop.now + 60 * MINUTE))
    clock.set(shop.now + 75 * MINUTE)
    assert take(bench, shop.agents["li"]).item_id == item


def test_a_follow_up_after_a_completed_call_is_an_item_of_its_own(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item(priority=2)
    tomorrow = shop.now + timedelta(days=1)
    take_and_save(bench, wang, "completed", follow_up=FollowUpWish(tomorrow, "how is it now", personal=False))
    assert shop.row(tables.QueueItem, item).state == "done"
    row = only_row(bench)
    assert (row.attempts, row.priority, row.due_at, row.group) == (0, 2, tomorrow, "later")
    clock.set(tomorrow)
    call = take(bench, li)
    assert call.item_id == row.item_id
    assert (call.why.rule, call.why.reason) == ("agreed", "how is it now")


def test_re_booking_moves_the_follow_up_and_a_call_in_vain_before_its_time_does_not_lose_it(
    bench: Bench, shop: Shop, clock
) -> None:
    wang = shop.agents["wang"]
    item = shop.item()
    three = shop.now + 5 * 60 * MINUTE
    take_and_save(bench, wang, "callback_agreed", follow_up=FollowUpWish(three))
    clock.set(shop.now + 90 * MINUTE)
    call = calling.take_item(bench, wang, item)  # early
    calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    row = shop.row(tables.QueueItem, item)
    assert (row.ready_at, row.agreed, row.agent_id) == (three, True, wang.id)
    assert [f.state for f in shop.all(tables.FollowUp)] == ["open"]
    clock.set(three)
    four = three + 60 * MINUTE
    take_and_save(bench, wang, "callback_agreed", follow_up=FollowUpWish(four))
    assert sorted(f.state for f in shop.all(tables.FollowUp)) == ["kept", "open"]
    assert shop.row(tables.QueueItem, item).ready_at == four


def test_a_callback_agreed_a_moment_ago_is_not_called_within_the_hour(bench: Bench, shop: Shop) -> None:
    """As when a program repeats its `outcome`: one call must not become two."""
    wang = shop.agents["wang"]
    shop.item()
    call = take_and_save(bench, wang, "callback_agreed", follow_up=FollowUpWish(shop.now + 5 * 60 * MINUTE))
    with pytest.raises(Conflict, match="11:00: called a short while ago"):
        calling.take_item(bench, wang, call.item_id)


def test_no_number_is_called_twice_within_the_hour_whoever_it_belongs_to(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    mother, daughter = shop.customer(phones=[number(7)]), shop.customer(phones=[number(7)])
    shop.item(mother, minutes=-2)
    second = shop.item(daughter, minutes=-1)
    third = shop.item(mother, campaign_id=shop.add_campaign("other"))
    take_and_save(bench, wang, "no_answer")
    nothing = calling.take_next(bench, wang)
    assert isinstance(nothing, NothingNow)
    assert nothing.next_at == shop.now + 60 * MINUTE
    with pytest.raises(Conflict):
        calling.take_item(bench, wang, second)
    clock.set(shop.now + 60 * MINUTE)
    assert take(bench, wang).item_id in (second, third)
    assert isinstance(calling.take_next(bench, shop.agents["li"]), NothingNow), "the number is engaged"


def test_two_attempts_a_day_to_one_person_over_all_campaigns(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer(phones=[number(1), number(2), number(3)])
    for n, name in enumerate(("a", "b", "c")):
        shop.item(customer, campaign_id=shop.add_campaign(name), minutes=n - 9)
    take_and_save(bench, wang, "rejected")
    clock.set(shop.now + 61 * MINUTE)
    take_and_save(bench, wang, "rejected")
    clock.set(shop.now + 4 * 60 * MINUTE)
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    left = next(row for row in shop.all(tables.QueueItem) if row.attempts == 0)
    assert left.ready_at == shop.now + timedelta(hours=23)  # 9:00 tomorrow
    with pytest.raises(Conflict, match="2026-03-06 09:00"):
        calling.take_item(bench, wang, left.id)


def test_do_not_call_ends_everything_for_this_person(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer()
    shop.item(customer, minutes=-2)
    shop.item(customer, campaign_id=shop.add_campaign("b"), minutes=9, agreed=True, rule="agreed")
    take_and_save(bench, wang, "do_not_call")
    assert {(row.state, row.closed_why) for row in shop.all(tables.QueueItem)} == {
        ("done", "outcome"), ("done", "do_not_call"),
    }  # fmt: skip
    assert shop.row(tables.Customer, customer).state == "do_not_call"
    shop.item(customer, campaign_id=shop.add_campaign("c"))  # put there by whatever means
    assert isinstance(calling.take_next(bench, wang), NothingNow)


def test_a_refusal_for_good_is_followed_by_silence(bench: Bench, shop: Shop) -> None:
    customer = shop.customer()
    shop.item(customer, minutes=-2)
    other = shop.item(customer, campaign_id=shop.add_campaign("b"))
    take_and_save(bench, shop.agents["wang"], "refused_for_good")
    over = datetime(2026, 5, 6, 1, tzinfo=UTC)  # 60 days end in the holidays of May
    assert shop.row(tables.QueueItem, other).ready_at == over
    with pytest.raises(Conflict, match="2026-05-06"):
        calling.take_item(bench, shop.agents["li"], other)


def test_bad_numbers_give_way_and_who_has_none_left_is_to_be_supplemented(bench: Bench, shop: Shop, clock) -> None:
    from callbench.desk.customers import update_profile

    wang = shop.agents["wang"]
    customer = shop.customer(phones=[number(1), number(2)])
    item = shop.item(customer)
    take_and_save(bench, wang, "wrong_number")
    call = take(bench, wang)
    assert next(p.e164 for p in call.customer.phones if p.id == call.phone_id) == number(2)
    calling.save_result(bench, wang, call.draft_id, CallResult("wrong_person"))
    assert [p.state for p in sorted(shop.all(tables.Phone), key=lambda p: p.position)] == ["invalid", "wrong"]
    assert only_row(bench).group == "parked"
    nothing = calling.take_next(bench, wang)
    assert isinstance(nothing, NothingNow)
    assert nothing.counts == {"no_phone": 1}
    clock.set(shop.now + timedelta(days=1))
    update_profile(bench, wang, customer, {"phone": "13912345678"})
    call = take(bench, wang)
    assert call.item_id == item
    assert call.fields["phone"] == "+8613912345678"


def test_a_number_learnt_in_the_call_is_the_next_one_to_ring(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    item = shop.item()
    take_and_save(bench, wang, "wrong_person", profile={"phone": "13912345678"})
    call = take(bench, wang)
    assert (call.item_id, call.fields["phone"]) == (item, "+8613912345678")


def test_an_unfinished_interview_goes_on_with_its_answers(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    shop.item()
    given = AnswerGiven("/a", "a", "choice", "5"), AnswerGiven("/b", "b", "decimal", "7", 7.0, state="calculated")
    take_and_save(bench, wang, "partial", answers=given)
    clock.set(shop.now + 3 * 60 * MINUTE)
    assert isinstance(calling.take_next(bench, shop.agents["li"]), NothingNow)
    call = take(bench, wang)
    assert [(a.path, a.text) for a in call.answers] == [("/a", "5")]  # what is calculated is calculated again
    assert not call.interrupted


def test_nothing_now_says_why_in_counts_and_until_when(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    shop.item(minutes=-1)
    take(bench, li)
    shop.item(zone="Europe/Berlin")  # three in the morning there
    shop.item(minutes=300)
    shop.item(minutes=-1, agreed=True, rule="agreed", agent_id=li.id, released_at=shop.now + 14 * MINUTE)
    shop.item(shop.customer(phones=[]))
    nothing = calling.take_next(bench, wang)
    assert nothing == NothingNow(
        {"held": 1, "no_phone": 1, "owner": 1, "not_due": 1, "hours": 1},
        shop.now + 14 * MINUTE,
    )


def test_who_may_be_called_when_the_hours_begin_waits_for_the_hours_and_who_is_due_later_is_not_due(
    bench: Bench, shop: Shop, clock
) -> None:
    clock.set(shop.now - timedelta(hours=3))  # seven in the morning; a campaign puts its items to nine
    opens = shop.now - timedelta(hours=1)
    for minutes in (-60, -60, -59, 30):
        shop.item(minutes=minutes)
    shop.item(minutes=-120, agreed=True, rule="agreed")  # eight o'clock was agreed: it waits for its time
    nothing = calling.take_next(bench, shop.agents["wang"])
    assert nothing == NothingNow({"hours": 2, "not_due": 3}, opens - timedelta(hours=1))
    clock.set(shop.now - timedelta(minutes=59))
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), CallInHand)


def test_an_item_is_taken_out_of_turn_or_it_is_said_why_not(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    first, second = shop.item(minutes=-5), shop.item(minutes=60)
    promised = shop.item(minutes=-1, agreed=True, rule="agreed", agent_id=li.id, released_at=shop.now + 14 * MINUTE)
    nobody = shop.item(shop.customer(phones=[]))
    gone = shop.item(shop.customer(state="inactive"))
    with pytest.raises(Conflict, match="promised by somebody else"):
        calling.take_item(bench, wang, promised)
    assert calling.take_item(bench, wang, second).item_id == second
    for item, says in [
        (second, "Wang has this customer"), (nobody, "no number"), (gone, "not to be called"), (promised, "")
    ]:  # fmt: skip
        if says:
            with pytest.raises(Conflict, match=says):
                calling.take_item(bench, li, item)
    with pytest.raises(Conflict, match="another call in hand"):
        calling.take_item(bench, wang, first)
    calling.save_result(bench, wang, take(bench, wang).draft_id, CallResult("completed"))
    with pytest.raises(Conflict, match="done"):
        calling.take_item(bench, li, second)
    clock.set(shop.now + timedelta(hours=11))
    with pytest.raises(Conflict, match="2026-03-06 09:00"):
        calling.take_item(bench, li, first)


def test_whose_a_call_is_and_what_to_do_is_told_to_who_would_take_it(bench: Bench, shop: Shop) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    promised = shop.item(minutes=-1, agreed=True, rule="agreed", agent_id=li.id, released_at=shop.now + 14 * MINUTE)
    handed = shop.item(minutes=-1, agent_id=li.id)
    with pytest.raises(Conflict, match="promised by somebody else") as refused:
        calling.take_item(bench, wang, promised)
    assert refused.value.todo == "Take the follow-up over first, then call."
    with pytest.raises(Conflict, match="a colleague's to call") as refused:
        calling.take_item(bench, wang, handed)
    assert "promised" not in str(refused.value)


def test_nobody_is_told_to_start_a_campaign_for_who_must_not_be_called(bench: Bench, shop: Shop) -> None:
    wang, customer, moved = shop.agents["wang"], shop.customer(), shop.customer(state="inactive")
    shop.item(customer)
    block_customer(bench, wang, customer, "by letter")
    with pytest.raises(Conflict, match="on the do-not-call list") as refused:
        calling.waiting_item(bench, customer)
    assert refused.value.todo == "A supervisor can lift the entry: callbench do-not-call lift."
    with pytest.raises(Conflict, match="not to be called any more"):
        calling.waiting_item(bench, moved)
    with pytest.raises(Conflict, match="not in the queue") as refused:
        calling.waiting_item(bench, shop.customer())
    assert "campaign start" in refused.value.todo


def test_a_clock_set_back_breaks_nothing(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    shop.item()
    call = take(bench, wang)
    clock.set(shop.now - 10 * MINUTE)
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("busy"))
    attempt = shop.row(tables.Attempt, saved.attempt_id)
    assert attempt.ended_at == attempt.started_at == shop.now
