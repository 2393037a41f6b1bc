"""A saved result put right by a supervisor: both versions stay, the day counts anew, what follows follows the rules."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callbench.desk import calling, customers
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.desk.correcting import correct_result, saved_call
from callbench.desk.summary import summary
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, ComplaintWish, FollowUpWish, Saved
from callbench.records.people import Agent
from callbench.rules.outcomes import OUTCOMES
from callbench.script.model import Script
from callbench.script.parts import Question
from callbench.store import tables
from callbench.store.types import new_id
from shopfloor import Shop, number

HOUR = timedelta(hours=1)
GOOD = AnswerGiven("/service", "service", "choice", "5", 5.0, "very good", measure="csat")
BAD = AnswerGiven("/service", "service", "choice", "1", 1.0, "very bad", measure="csat")


CARE = Script("care", "1", {}, (), (Question("service", "select_one", "/service"),))


def open_shop(bench: Bench) -> Shop:
    """One whose script can be read, for summaries of its answers."""
    shop, version = Shop(bench), tables.core(tables.ScriptVersion)
    with bench.db.write() as c:
        c.execute(version.update().values(canonical=CARE.canonical()))
    return shop


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return open_shop(bench)


@pytest.fixture
def boss(bench: Bench) -> Agent:
    return add_agent(bench, "boss", "Boss", "supervisor")


def call_and_save(bench: Bench, shop: Shop, outcome: str, *answers: AnswerGiven, **more) -> Saved:
    call = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(call, CallInHand), call
    return calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult(outcome, answers, **more))


def put_right(bench: Bench, boss: Agent, saved: Saved, **what):
    return correct_result(bench, boss, saved.attempt_id, reason="wrong key", **what)


def test_both_versions_stay_whole_and_the_day_counts_anew(bench: Bench, shop: Shop, boss: Agent, clock) -> None:
    shop.item()
    saved = call_and_save(bench, shop, "completed", GOOD, note="fine")
    clock.set(shop.now + 26 * HOUR)
    done = put_right(bench, boss, saved, note="not fine", answers=[BAD])
    assert (done.day, done.was, done.outcome, done.next_at) == (20260305, "completed", "completed", None)
    attempt = shop.row(tables.Attempt, saved.attempt_id)
    assert (attempt.note, attempt.corrected_at) == ("not fine", clock.now())
    assert [(a.text, a.number, a.label) for a in shop.all(tables.Answer)] == [("1", 1.0, "very bad")]
    event = shop.all(tables.Event)[-1]
    detail = json.loads(event.detail)
    assert (event.kind, event.agent_id, event.subject_id) == ("call.corrected", boss.id, saved.attempt_id)
    assert detail["reason"] == "wrong key"
    assert (detail["before"]["outcome"], detail["before"]["note"]) == ("completed", "fine")
    assert [a["text"] for a in detail["before"]["answers"]] == ["5"]
    assert (detail["after"]["note"], [a["label"] for a in detail["after"]["answers"]]) == ("not fine", ["very bad"])
    day = summary(bench, 20260305)
    assert day.measures["satisfaction"].value == 0
    assert day.measures["corrected"].value == 1
    assert all(check.holds for check in day.checks)
    assert summary(bench).measures["corrected"].value == 0, "it counts to the day of the call"
    put_right(bench, boss, saved, note="fine after all")
    assert summary(bench, 20260305).measures["corrected"].value == 1, "a call, however often"
    (past,) = customers.history(bench, shop.all(tables.Customer)[0].id).calls
    assert past.corrected_at == clock.now()


def test_who_may_not_is_told_and_nothing_changes(bench: Bench, shop: Shop, boss: Agent) -> None:
    shop.item()
    saved = call_and_save(bench, shop, "completed", GOOD)
    before = [shop.all(model) for model in (tables.Attempt, tables.Answer, tables.QueueItem, tables.Event)]
    wang = shop.agents["wang"]
    for who, reason, what, says in (
        (wang, "x", {"note": "y"}, "may not correct"),
        (boss, " \x1b ", {"note": "y"}, "needs its reason"),
        (boss, "x", {}, "changes nothing"),
        (boss, "x", {"outcome": "completed", "note": "", "answers": [GOOD]}, "changes nothing"),
        (boss, "x", {"outcome": "complete"}, "There is no outcome"),
        (boss, "x", {"outcome": "no_answer"}, "has answers"),
        (boss, "x", {"outcome": "callback_agreed"}, "booked none"),
    ):
        with pytest.raises(UsageProblem, match=says):
            correct_result(bench, who, saved.attempt_id, reason=reason, **what)
    with pytest.raises(UsageProblem, match="no such saved call"):
        correct_result(bench, boss, new_id(shop.now), reason="x", note="y")
    assert before == [shop.all(model) for model in (tables.Attempt, tables.Answer, tables.QueueItem, tables.Event)]


def test_completed_by_mistake_is_dealt_again_as_the_rules_have_it(bench: Bench, shop: Shop, boss: Agent, clock) -> None:
    item = shop.item()
    saved = call_and_save(bench, shop, "completed", GOOD)
    clock.set(shop.now + HOUR)
    done = put_right(bench, boss, saved, outcome="no_answer", answers=[])
    row = shop.row(tables.QueueItem, item)
    assert (row.state, row.last_outcome, row.closed_at, row.closed_why) == ("open", "no_answer", None, "")
    assert row.ready_at == done.next_at
    assert done.next_at is not None
    assert done.next_at >= shop.now + 3 * HOUR, "three hours after the attempt"
    assert summary(bench).measures["completed"].value == 0
    assert all(check.holds for check in summary(bench).checks)
    clock.set(done.next_at)
    again = calling.take_next(bench, shop.agents["li"])
    assert isinstance(again, CallInHand)
    assert again.item_id == item


def test_not_reached_by_mistake_is_closed(bench: Bench, shop: Shop, boss: Agent) -> None:
    item = shop.item()
    saved = call_and_save(bench, shop, "no_answer")
    done = put_right(bench, boss, saved, outcome="completed", answers=[GOOD])
    row = shop.row(tables.QueueItem, item)
    assert (row.state, row.closed_why, row.closed_on, done.next_at) == ("done", "outcome", bench.today(), None)
    assert summary(bench).measures["completed"].value == 1


def test_an_attempt_that_was_followed_by_another_leaves_the_item(bench: Bench, shop: Shop, boss: Agent, clock) -> None:
    item = shop.item()
    first = call_and_save(bench, shop, "no_answer")
    clock.set(shop.now + 5 * HOUR)
    call_and_save(bench, shop, "completed", GOOD)
    before = shop.row(tables.QueueItem, item)
    put_right(bench, boss, first, outcome="busy")
    assert shop.row(tables.QueueItem, item) == before


def test_nobody_is_taken_out_of_a_hand(bench: Bench, shop: Shop, boss: Agent, clock) -> None:
    shop.item()
    saved = call_and_save(bench, shop, "busy")
    clock.set(shop.now + 2 * HOUR)
    assert isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)
    with pytest.raises(Conflict, match="in hand"):
        put_right(bench, boss, saved, outcome="completed", answers=[GOOD])
    assert shop.row(tables.Attempt, saved.attempt_id).outcome == "busy"


def test_a_number_marked_by_mistake_is_called_again(bench: Bench, shop: Shop, boss: Agent) -> None:
    item = shop.item()
    saved = call_and_save(bench, shop, "wrong_number")
    assert shop.row(tables.QueueItem, item).state == "parked"
    done = put_right(bench, boss, saved, outcome="switched_off")
    assert shop.all(tables.Phone)[0].state == "valid"
    assert (shop.row(tables.QueueItem, item).state, done.next_at is None) == ("open", False)
    put_right(bench, boss, saved, outcome="wrong_person")
    assert shop.all(tables.Phone)[0].state == "wrong"
    assert shop.row(tables.QueueItem, item).state == "parked"


def test_do_not_call_by_mistake_is_taken_back_and_set(bench: Bench, shop: Shop, boss: Agent) -> None:
    customer = shop.customer()
    item, other = shop.item(customer), shop.item(customer, campaign_id=shop.add_campaign("b"), minutes=5)
    saved = call_and_save(bench, shop, "do_not_call")
    assert shop.row(tables.QueueItem, other).state == "done"
    put_right(bench, boss, saved, outcome="refused_now")
    assert shop.row(tables.Customer, customer).state == "active"
    assert [shop.row(tables.QueueItem, each).state for each in (item, other)] == ["open", "open"]
    put_right(bench, boss, saved, outcome="do_not_call")
    assert shop.row(tables.Customer, customer).state == "do_not_call"
    assert [shop.row(tables.QueueItem, each).state for each in (item, other)] == ["done", "done"]


def test_what_was_promised_stands(bench: Bench, shop: Shop, boss: Agent) -> None:
    item = shop.item()
    wish = FollowUpWish(shop.now + 3 * HOUR)
    saved = call_and_save(bench, shop, "callback_agreed", follow_up=wish)
    done = put_right(bench, boss, saved, outcome="completed", answers=[GOOD])
    row = shop.row(tables.QueueItem, item)
    assert (row.state, row.agreed, row.ready_at, done.next_at) == ("open", True, wish.due_at, wish.due_at)
    with pytest.raises(UsageProblem, match="nobody will call again"):
        put_right(bench, boss, saved, outcome="refused_for_good")
    with pytest.raises(UsageProblem, match="nobody was reached"):
        put_right(bench, boss, saved, outcome="busy", answers=[])
    put_right(bench, boss, saved, outcome="do_not_call")
    assert shop.row(tables.QueueItem, item).state == "done"
    assert [f.state for f in shop.all(tables.FollowUp)] == ["cancelled"]


def test_a_customer_who_waits_already_is_not_put_in_twice(bench: Bench, shop: Shop, boss: Agent) -> None:
    item = shop.item()
    saved = call_and_save(bench, shop, "completed", GOOD, follow_up=FollowUpWish(shop.now + 3 * HOUR))
    put_right(bench, boss, saved, outcome="partial")
    assert sorted(row.state for row in shop.all(tables.QueueItem)) == ["done", "open"]
    assert shop.row(tables.QueueItem, item).state == "done"


def test_who_complained_was_reached_and_a_corrected_result_is_not_undone(bench: Bench, shop: Shop, boss: Agent) -> None:
    shop.item()
    saved = call_and_save(bench, shop, "refused_now", complaint=ComplaintWish("price"))
    with pytest.raises(UsageProblem, match="a complaint"):
        put_right(bench, boss, saved, outcome="busy")
    put_right(bench, boss, saved, note="x")
    with pytest.raises(Conflict, match="corrected meanwhile"):
        calling.undo_last(bench, shop.agents["wang"])


@pytest.mark.parametrize("wanted", [rule.key for rule in OUTCOMES if not rule.needs_time])
def test_every_outcome_may_be_what_it_was(lite: Bench, wanted: str) -> None:
    """Corrected to it, everything is as if it had been saved so; corrected back, as it was."""
    found = []
    shop = open_shop(lite)
    boss = add_agent(lite, "boss", "Boss", "supervisor")
    for first in (wanted, "busy" if wanted != "busy" else "no_answer"):
        item = shop.item(shop.customer(phones=[number(70), number(80)], state="active"), minutes=-60)
        saved = call_and_save(lite, shop, first)
        if first != wanted:
            put_right(lite, boss, saved, outcome=wanted)
        row = shop.row(tables.QueueItem, item)
        customer = shop.row(tables.Customer, row.customer_id)
        states = sorted(p.state for p in shop.all(tables.Phone) if p.customer_id == row.customer_id)
        whose = row.agent_id, row.released_at is None
        found.append((row.state, row.closed_why, row.closed_on, row.last_outcome, customer.state, states, whose))
        with lite.db.write() as c:  # the second customer has the same numbers; nobody was called yet
            c.execute(tables.core(tables.Phone).delete())
    assert found[0] == found[1]


def test_what_stands_can_be_read(bench: Bench, shop: Shop) -> None:
    shop.item(shop.customer("李娜"))
    saved = call_and_save(bench, shop, "completed", GOOD, note="n")
    call = saved_call(bench, saved.attempt_id)
    assert (call.customer_name, call.agent_name, call.outcome, call.note) == ("李娜", "Wang", "completed", "n")
    assert [(a.path, a.text) for a in call.answers] == [("/service", "5")]
    assert call.fields["customer_name"] == "李娜"
