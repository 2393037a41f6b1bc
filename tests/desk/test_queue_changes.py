"""Many items changed at once: what changes and what stays and why, one transaction, one trace an item, taken back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbench import i18n
from callbench.desk import calling
from callbench.desk.appointments import book
from callbench.desk.bench import Bench
from callbench.desk.customers import update_profile
from callbench.desk.followups import list_follow_ups
from callbench.desk.queue import queue_page
from callbench.desk.queue_changes import change_items, new_batch
from callbench.desk.queue_undoing import undo_change
from callbench.desk.why import why
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.records.people import Agent
from callbench.records.queue_changes import Change, Changed
from callbench.rules.queue_changes import ACTIONS, OWN, STAYS, done_line, stay_lines
from callbench.store.tables import Customer, DoNotCall, Event, FollowUp, QueueItem, core
from shopfloor import Shop, at, number

DAY = 24 * 60
FRIDAY = 20260306


@pytest.fixture
def bench(lite: Bench) -> Bench:
    """What both engines must do alike has a test of its own."""
    return lite


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def boss(shop: Shop) -> Agent:
    return replace(shop.agents["li"], role="supervisor")


def rows(bench: Bench, model: Any) -> list[dict[str, Any]]:
    with bench.db.read() as connection:
        found = [dict(one._mapping) for one in connection.execute(core(model).select())]
    return sorted(found, key=lambda one: str(one.get("id", one)))


def whole(bench: Bench) -> tuple[list[dict[str, Any]], ...]:
    """Everything a change may touch, but for what counts how often it was touched."""
    customers = [{name: value for name, value in one.items() if name != "updated_at"} for one in rows(bench, Customer)]
    booked = [{name: value for name, value in one.items() if name != "sequence"} for one in rows(bench, FollowUp)]
    return rows(bench, QueueItem), customers, booked, rows(bench, DoNotCall)


def why_of(found: Changed) -> dict[UUID, str]:
    return {one.item_id: one.why for one in found.stays}


def test_a_move_goes_to_the_day_where_nothing_keeps_the_customer(bench: Bench, shop: Shop) -> None:
    plain, there = shop.item(minutes=-9), shop.item(ready_at=at("2026-03-06T09:00+08:00"))
    promised, parked = shop.item(agreed=True, rule="agreed"), shop.item(state="parked", closed_why="no_phone")
    change = Change("move", day=FRIDAY)
    tried = change_items(bench, boss(shop), [plain, there, promised, parked], change, dry_run=True)
    assert (tried.changed, tried.tried, why_of(tried)) == (
        1,
        True,
        {there: "same", promised: "agreed", parked: "parked"},
    )
    assert shop.row(QueueItem, plain).ready_at < shop.now
    done = change_items(bench, boss(shop), [plain, there, promised, parked], change)
    assert (done.changed, done.later, why_of(done)) == (1, 0, why_of(tried))
    moved = shop.row(QueueItem, plain)
    assert (moved.ready_at, moved.due_on) == (at("2026-03-06T09:00+08:00"), FRIDAY)
    sunday = change_items(bench, boss(shop), [plain], Change("move", day=20260308))
    assert (sunday.changed, sunday.later) == (1, 0 if shop.row(QueueItem, plain).due_on == 20260308 else 1)
    with pytest.raises(UsageProblem, match="over"):
        change_items(bench, boss(shop), [plain], Change("move", day=20260304))


def test_moving_keeps_the_limits_of_calls(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    item = shop.item()
    for _ in range(2):
        call = calling.take_item(bench, wang, item)
        calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
        bench.clock.set(bench.clock.now() + timedelta(hours=4))  # type: ignore[attr-defined]
    found = change_items(bench, boss(shop), [item], Change("move", day=20260305))
    assert (found.changed + len(found.stays), shop.row(QueueItem, item).due_on) == (1, FRIDAY)


def test_handing_goes_with_the_promise_and_says_whose_the_others_are(bench: Bench, shop: Shop) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    owned, free = shop.item(shop.customer(owner_id=wang.id)), shop.item()
    who = shop.customer()
    shop.item(who, state="done", closed_at=shop.now, closed_on=20260304)
    booked = book(bench, wang, who, FollowUpWish(at("2026-03-06T10:00+08:00"), "again", personal=True))
    done = change_items(bench, boss(shop), [owned, free, booked.item_id], Change("hand", to=li))
    assert (done.changed, done.stays) == (3, ())
    assert [one.agent_id for one in list_follow_ups(bench, None)] == [li.id]
    promised = shop.row(QueueItem, booked.item_id)
    assert (promised.agent_id, promised.released_at) == (li.id, at("2026-03-06T10:15+08:00"))
    assert shop.row(QueueItem, free).released_at is None
    assert [row.item_id for row in queue_page(bench, text="owner:li").rows if row.item_id == owned] == [owned]
    again = change_items(bench, boss(shop), [owned, free], Change("hand", to=li))
    assert set(why_of(again).values()) == {"same"}
    back = change_items(bench, boss(shop), [owned, free, booked.item_id], Change("free"))
    assert back.changed == 3
    never = change_items(bench, boss(shop), [owned, free], Change("free"))
    assert why_of(never) == {owned: "owner", free: "same"}
    with pytest.raises(UsageProblem, match="to whom"):
        change_items(bench, boss(shop), [owned], Change("hand"))


def test_what_was_handed_over_is_dealt_to_them_alone(bench: Bench, shop: Shop) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item()
    change_items(bench, boss(shop), [item], Change("hand", to=li))
    assert not isinstance(calling.take_next(bench, wang), CallInHand)
    call = calling.take_next(bench, li)
    assert isinstance(call, CallInHand)
    assert call.item_id == item


def test_priorities_end_at_their_ends(bench: Bench, shop: Shop) -> None:
    high, low = shop.item(priority=0), shop.item(priority=9)
    assert why_of(change_items(bench, boss(shop), [high, low], Change("raise"))) == {high: "same"}
    assert why_of(change_items(bench, boss(shop), [high, low], Change("lower"))) == {}
    assert [shop.row(QueueItem, one).priority for one in (high, low)] == [1, 9]


def test_what_is_set_aside_waits_for_somebody_not_for_a_number(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    item, without = shop.item(), shop.item(shop.customer(phones=[]), state="parked", closed_why="no_phone")
    assert change_items(bench, boss(shop), [item], Change("park")).changed == 1
    customer = shop.row(QueueItem, item).customer_id
    update_profile(bench, wang, customer, {"phone": number(77)})
    assert shop.row(QueueItem, item).state == "parked"
    assert why(bench, wang, customer).items[0].kept.code == "aside"
    nothing = calling.take_next(bench, wang)
    assert (nothing.counts["aside"], nothing.counts["no_phone"]) == (1, 1)
    told = {row.item_id: row.closed_why for row in queue_page(bench, group="parked").rows}
    assert told == {item: "cancelled", without: "no_phone"}
    back = change_items(bench, boss(shop), [item, without], Change("unpark"))
    assert (back.changed, why_of(back)) == (1, {without: "no_phone"})
    assert isinstance(calling.take_next(bench, wang), CallInHand)


def test_closing_needs_a_reason_and_cancels_what_is_booked(bench: Bench, shop: Shop) -> None:
    who = shop.customer()
    shop.item(who, state="done", closed_at=shop.now, closed_on=20260304)
    booked = book(bench, shop.agents["wang"], who, FollowUpWish(at("2026-03-06T10:00+08:00"), "again"))
    for reason in ("", "  "):
        with pytest.raises(UsageProblem, match="why"):
            change_items(bench, boss(shop), [booked.item_id], Change("close", reason=reason))
    change_items(bench, boss(shop), [booked.item_id], Change("close", reason="moved away"))
    closed = shop.row(QueueItem, booked.item_id)
    assert (closed.state, closed.closed_why, closed.closed_on) == ("done", "cancelled", 20260305)
    (cancelled,) = list_follow_ups(bench, None, state="cancelled")
    assert cancelled.closed_why == "moved away"


def test_who_is_in_a_call_or_done_stays(bench: Bench, shop: Shop) -> None:
    held = shop.item(minutes=-5)
    call = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    beside = shop.item(call.customer.id, campaign_id=shop.add_campaign("other"))
    done = shop.item(state="done", closed_at=shop.now, closed_on=20260305)
    gone = UUID(int=9)
    found = change_items(bench, boss(shop), [held, done, gone], Change("close", reason="x"), dry_run=True)
    assert (found.changed, why_of(found)) == (0, {held: "held", done: "done", gone: "gone"})
    assert [one.who for one in found.stays if one.why == "held"] == ["Wang"]
    assert why_of(change_items(bench, boss(shop), [held, beside], Change("block", reason="asked"))) == {
        held: "held", beside: "held",
    }  # fmt: skip


def test_agents_may_do_some_things_to_their_own(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    own, other = shop.item(shop.customer(owner_id=wang.id)), shop.item()
    for action in ACTIONS:
        change = Change(action, to=wang, day=FRIDAY, reason="asked")
        if action in OWN:
            assert why_of(change_items(bench, wang, [own, other], change, dry_run=True))[other] == "not_yours"
        else:
            with pytest.raises(UsageProblem, match="supervisors do"):
                change_items(bench, wang, [own, other], change, dry_run=True)


def test_a_second_enter_changes_nothing_more(bench: Bench, shop: Shop) -> None:
    items = [shop.item(), shop.item(agreed=True, rule="agreed")]
    batch = new_batch(bench)
    first = change_items(bench, boss(shop), items, Change("lower"), batch)
    before = whole(bench)
    assert change_items(bench, boss(shop), items, Change("lower"), batch) == first
    assert whole(bench) == before
    assert len(shop.all(Event)) == 1 + first.changed


def test_each_item_has_its_trace_with_the_batch(bench: Bench, shop: Shop) -> None:
    items = [shop.item(), shop.item()]
    done = change_items(bench, boss(shop), items, Change("close", reason="moved away"))
    told = [(one.kind, one.subject_id, json.loads(one.detail)) for one in shop.all(Event)]
    assert {subject for kind, subject, _detail in told if kind == "queue.item_changed"} == set(items)
    for kind, _subject, detail in told:
        assert kind == "queue.changed" or (detail["batch"], detail["reason"]) == (str(done.batch), "moved away")
        assert kind == "queue.changed" or detail["before"]["state"] == "open"


def test_a_customer_with_several_items_is_listed_once_and_comes_back_whole(bench: Bench, shop: Shop) -> None:
    who = shop.customer()
    shop.item(who, state="done", closed_at=shop.now, closed_on=20260304)
    book(bench, shop.agents["wang"], who, FollowUpWish(at("2026-03-06T10:00+08:00"), "again"))
    other = shop.item(who, campaign_id=shop.add_campaign("other"))
    (booked,) = [one for one in shop.all(QueueItem) if one.state == "open" and one.id != other]
    before = whole(bench)
    done = change_items(bench, boss(shop), [other, booked.id], Change("block", reason="asked on the phone"))
    assert done.changed == 2
    assert len(rows(bench, DoNotCall)) == 1
    assert {one.state for one in shop.all(QueueItem)} == {"done"}
    assert why_of(change_items(bench, boss(shop), [other], Change("block", reason="x"))) == {other: "done"}
    assert undo_change(bench, boss(shop)).changed == 2
    assert whole(bench) == before


def test_undo_names_what_something_was_built_on(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    items = [shop.item(minutes=-n) for n in range(1, 5)]
    change_items(bench, boss(shop), items, Change("lower"))
    called = calling.take_item(bench, wang, items[0])
    change_items(bench, replace(wang, role="supervisor"), [items[1]], Change("raise"))
    with bench.db.write() as connection:
        connection.execute(core(QueueItem).update().where(core(QueueItem).c.id == items[2]).values(priority=1))
    found = undo_change(bench, boss(shop))
    assert (found.changed, found.undone) == (1, True)
    assert why_of(found) == {items[0]: "held", items[1]: "changed", items[2]: "changed"}
    assert shop.row(QueueItem, items[3]).priority == 5
    assert [one.who for one in found.stays if one.why == "held"] == ["Wang"]
    with pytest.raises(Conflict, match="already"):
        undo_change(bench, boss(shop))
    calling.give_back(bench, wang, called.item_id)


def test_a_closed_item_stays_closed_where_another_waits_by_now(bench: Bench, shop: Shop) -> None:
    item = shop.item()
    change_items(bench, boss(shop), [item], Change("close", reason="double"))
    shop.item(shop.row(QueueItem, item).customer_id)
    assert why_of(undo_change(bench, boss(shop))) == {item: "again"}


def test_only_ones_own_change_is_taken_back_or_a_supervisor_does(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    with pytest.raises(Conflict, match="no change"):
        undo_change(bench, wang)
    item = shop.item(shop.customer(owner_id=wang.id))
    done = change_items(bench, wang, [item], Change("park"))
    with pytest.raises(Conflict, match="no change"):
        undo_change(bench, boss(shop))
    li = shop.agents["li"]
    with pytest.raises(UsageProblem, match="supervisors do"):
        undo_change(bench, li, done.batch)
    assert undo_change(bench, boss(shop), done.batch).changed == 1


def test_too_many_and_unknown_changes_are_refused(bench: Bench, shop: Shop, monkeypatch) -> None:
    monkeypatch.setattr("callbench.desk.queue_changes.MOST", 2)
    with pytest.raises(UsageProblem, match="At most 2"):
        change_items(bench, boss(shop), [UUID(int=n) for n in range(3)], Change("park"))
    with pytest.raises(UsageProblem, match="no change 'burn'"):
        change_items(bench, boss(shop), [], Change("burn"))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_words_for_every_change_and_every_reason_to_stay(bench: Bench, shop: Shop, language: str) -> None:
    i18n.use_language(language)
    items = [shop.item(), shop.item(agreed=True, rule="agreed")]
    for action in ACTIONS:
        change = Change(action, to=shop.agents["wang"], day=FRIDAY, reason="x")
        found = change_items(bench, boss(shop), items, change, dry_run=True)
        for one in (found, replace(found, tried=False), replace(found, undone=True)):
            assert str(found.changed) in done_line(one)
            assert "{" not in done_line(one)
            assert all("{" not in line for line in stay_lines(one))
    assert all(i18n._(words) for words in STAYS.values())


def test_a_server_changes_and_takes_back_alike(server: Bench) -> None:
    shop = Shop(server)
    supervisor, who = boss(shop), shop.customer()
    shop.item(who, state="done", closed_at=shop.now, closed_on=20260304)
    book(server, shop.agents["wang"], who, FollowUpWish(at("2026-03-06T10:00+08:00"), "again", personal=True))
    shop.item(minutes=-9)
    shop.item(state="parked", closed_why="no_phone")
    items = [one.id for one in shop.all(QueueItem) if one.state != "done"]
    before = whole(server)
    for action in ACTIONS:
        done = change_items(server, supervisor, items, Change(action, to=shop.agents["li"], day=FRIDAY, reason="so"))
        assert done.changed
        assert undo_change(server, supervisor).changed == done.changed
        assert whole(server) == before, action


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_change_taken_back_leaves_everything_as_it_was(shop: Shop, data) -> None:
    lite = shop.bench
    wang, li = shop.agents.values()
    supervisor = replace(li, role="supervisor")
    owners = st.sampled_from([None, wang.id, li.id])
    items = []
    for _ in range(6):
        who = shop.customer(owner_id=data.draw(owners))
        state = data.draw(st.sampled_from(["open", "open", "parked"]))
        agreed = state == "open" and data.draw(st.booleans())
        items.append(
            shop.item(
                who, state=state, agreed=agreed, rule="agreed" if agreed else "list", minutes=data.draw(st.integers(-2 * DAY, DAY)),
                priority=data.draw(st.integers(0, 9)), attempts=data.draw(st.integers(0, 3)),
                closed_why=data.draw(st.sampled_from(["no_phone", "cancelled"])) if state == "parked" else "",
                agent_id=data.draw(owners) if agreed else None,
            )
        )  # fmt: skip
    action = data.draw(st.sampled_from(list(ACTIONS)))
    change = Change(action, to=wang, day=data.draw(st.integers(20260305, 20260330)), reason="because")
    before = whole(lite)
    tried = change_items(lite, supervisor, items, change, dry_run=True)
    assert whole(lite) == before
    done = change_items(lite, supervisor, items, change)
    assert (done.changed, done.stays, done.later) == (tried.changed, tried.stays, tried.later)
    assert done.changed + len(done.stays) == len(items)
    if done.changed:
        assert undo_change(lite, supervisor, done.batch).changed == done.changed
    assert whole(lite) == before
