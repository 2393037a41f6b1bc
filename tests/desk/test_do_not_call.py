"""The do-not-call list: what stands on it is not dealt, dialled, booked or put into a campaign, until it is lifted."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from callbench.desk import block_lists, blocking, calling, phones
from callbench.desk.bench import Bench
from callbench.desk.brakes import check_may_be_dialled
from callbench.desk.campaigns import start_campaign
from callbench.desk.correcting import correct_result
from callbench.errors import Conflict, FileProblem, UsageProblem
from callbench.records.calls import CallInHand, CallResult, FollowUpWish, NothingNow
from callbench.records.people import Agent
from callbench.store import agents, tables
from shopfloor import Shop, number

MONDAY = 20260309


def boss_of(bench: Bench) -> Agent:
    with bench.db.write() as connection:
        return agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())


def take(shop: Shop, who: str = "wang") -> CallInHand:
    call = calling.take_next(shop.bench, shop.agents[who])
    assert isinstance(call, CallInHand)
    return call


def state(shop: Shop, item) -> tuple[str, str]:
    kept = shop.row(tables.QueueItem, item)
    return kept.state, kept.closed_why


def test_a_person_on_the_list_is_called_by_nobody(bench: Bench) -> None:
    shop = Shop(bench)
    customer = shop.customer("Wang Fang")
    items = [shop.item(customer), shop.item(customer, campaign_id=shop.add_campaign("second"))]
    other = shop.item()
    entry = blocking.block_customer(bench, shop.agents["wang"], customer, "asked in the shop")
    assert (entry.made_by, entry.reason, entry.until_day) == ("Wang", "asked in the shop", None)
    assert [state(shop, item) for item in items] == [("done", "do_not_call")] * 2
    assert take(shop).item_id == other
    assert start_campaign(bench, "Third", "care").skipped == {"not_active": 1}
    with pytest.raises(Conflict, match="already"):
        blocking.block_customer(bench, shop.agents["wang"], customer, "again")
    told = json.loads(next(event for event in shop.all(tables.Event) if event.kind == "do_not_call.added").detail)
    assert told["after"]["reason"] == "asked in the shop"


def test_lifting_is_a_supervisors_with_a_reason(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    customer = shop.customer("Wang Fang")
    entry = blocking.block_customer(lite, shop.agents["wang"], customer, "asked")
    with pytest.raises(UsageProblem, match="supervisors"):
        blocking.lift(lite, shop.agents["wang"], entry, "asked back")
    with pytest.raises(UsageProblem, match="reason"):
        blocking.lift(lite, boss, entry, "  ")
    blocking.lift(lite, boss, blocking.find_entry(lite, "wang fang"), "asked back")
    assert blocking.do_not_call_list(lite) == ()
    (lifted,) = blocking.do_not_call_list(lite, everything=True)
    assert (lifted.lifted_by, lifted.lift_reason) == ("Boss", "asked back")
    assert start_campaign(lite, "Spring", "care").added == 1
    with pytest.raises(Conflict, match="meanwhile"):
        blocking.lift(lite, boss, entry, "again")


def test_until_a_day_the_customer_waits(lite: Bench, clock) -> None:
    shop = Shop(lite)
    item = shop.item(shop.customer("Wang Fang"))
    blocking.block_customer(lite, shop.agents["wang"], shop.row(tables.QueueItem, item).customer_id, "away", MONDAY)
    assert isinstance(calling.take_next(lite, shop.agents["wang"]), NothingNow)
    with pytest.raises(Conflict, match="do-not-call"):
        calling.take_item(lite, shop.agents["wang"], item)
    assert state(shop, item) == ("open", "")
    clock.set(shop.now + timedelta(days=5))  # Tuesday
    assert take(shop).item_id == item


def test_a_listed_number_is_passed_over(lite: Bench) -> None:
    shop = Shop(lite)
    customer = shop.customer("Two", phones=[number(91), number(92)])
    item, lonely = shop.item(customer), shop.item(shop.customer("One", phones=[number(93)]), priority=9)
    for n in (91, 93):
        blocking.block_number(lite, shop.agents["wang"], number(n), "asked by post")
    call = take(shop)
    assert (call.item_id, call.customer.phones[1].id) == (item, call.phone_id)
    lines = phones.numbers_of(lite, call.draft_id)
    assert [line.why_not for line in lines] == ["do_not_call", ""]
    with pytest.raises(Conflict, match="do-not-call list"):
        phones.choose_phone(lite, call.draft_id, call.customer.phones[0].id)
    assert isinstance(calling.take_next(lite, shop.agents["li"]), NothingNow)
    assert state(shop, lonely) == ("parked", "do_not_call")
    started = start_campaign(lite, "Spring", "care")
    assert (started.added, started.skipped) == (1, {"no_phone": 1})
    blocking.lift(lite, boss_of(lite), blocking.find_entry(lite, "", number(93)), "asked back")
    assert state(shop, lonely) == ("open", "")


def test_a_number_listed_up_to_a_day_is_waited_for(lite: Bench, clock) -> None:
    shop = Shop(lite)
    items = [shop.item(shop.customer(phones=[number(n)])) for n in (94, 95)]
    calls = [calling.take_item(lite, shop.agents[who], item) for who, item in zip(("wang", "li"), items, strict=True)]
    for n, who, call in ((94, "wang", calls[0]), (95, "li", calls[1])):
        blocking.block_number(lite, shop.agents[who], number(n), "away", MONDAY if n == 94 else None)
        calling.save_result(lite, shop.agents[who], call.draft_id, CallResult("no_answer"))
    assert state(shop, items[1]) == ("parked", "do_not_call")
    waits = shop.row(tables.QueueItem, items[0])
    assert (waits.state, lite.day_of(waits.ready_at)) == ("open", MONDAY + 1)


def test_what_is_listed_during_a_call_is_neither_dialled_nor_booked(lite: Bench) -> None:
    shop = Shop(lite)
    shop.item()
    call = take(shop)
    check_may_be_dialled(lite, call)
    blocking.block_number(lite, shop.agents["li"], call.customer.phones[0].e164, "asked a colleague", MONDAY)
    with pytest.raises(Conflict, match="do-not-call"):
        check_may_be_dialled(lite, call)
    blocking.block_customer(lite, shop.agents["li"], call.customer.id, "asked a colleague", MONDAY)
    soon = FollowUpWish(shop.now + timedelta(days=1))
    with pytest.raises(Conflict, match="do-not-call"):
        calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("callback_agreed", follow_up=soon))
    later = FollowUpWish(shop.now + timedelta(days=5))
    calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("callback_agreed", follow_up=later))


def test_nothing_is_booked_for_who_has_no_number_left_then(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(shop.customer(phones=[number(96), number(97)]))
    call, wish = take(shop), FollowUpWish(shop.now + timedelta(days=1))
    blocking.block_number(bench, shop.agents["li"], number(96), "asked a colleague")
    blocking.block_number(bench, shop.agents["li"], number(97), "asked a colleague", MONDAY)
    with pytest.raises(Conflict, match="Every number of this customer"):
        calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("callback_agreed", follow_up=wish))
    assert shop.all(tables.FollowUp) == []
    later = FollowUpWish(shop.now + timedelta(days=5))  # one number may be called again by then
    calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("callback_agreed", follow_up=later))


def test_the_outcome_writes_it_and_undoing_takes_it_back(bench: Bench) -> None:
    shop = Shop(bench)
    customer = shop.customer()
    shop.item(customer)
    call = take(shop)
    calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("do_not_call"))
    (entry,) = blocking.do_not_call_list(bench)
    assert (entry.customer_id, entry.source, entry.reason, entry.made_by) == (
        customer,
        "outcome",
        "do_not_call",
        "Wang",
    )
    calling.undo_last(bench, shop.agents["wang"])
    assert blocking.do_not_call_list(bench, everything=True) == ()


def test_a_correction_writes_it_and_lifts_it(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    customer = shop.customer()
    item = shop.item(customer)
    call = take(shop)
    calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("no_answer"))
    correct_result(lite, boss, call.draft_id, outcome="do_not_call", reason="he said so")
    (entry,) = blocking.do_not_call_list(lite)
    assert (entry.customer_id, entry.made_by) == (customer, "Boss")
    assert state(shop, item)[0] == "done"
    correct_result(lite, boss, call.draft_id, outcome="busy", reason="it was somebody else")
    assert blocking.do_not_call_list(lite) == ()
    (lifted,) = blocking.do_not_call_list(lite, everything=True)
    assert (lifted.lifted_by, lifted.lift_reason) == ("Boss", "it was somebody else")
    assert shop.row(tables.Customer, customer).state == "active"


def test_a_correction_leaves_an_entry_made_by_hand(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    customer = shop.customer()
    shop.item(customer)
    call = take(shop)
    calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("do_not_call"))
    blocking.block_customer(lite, boss, shop.customer("another"), "asked", None)
    with lite.db.write() as connection:
        blocking.block_person(lite, connection, boss.id, customer, "asked by post", "hand", lite.clock.now())
    correct_result(lite, boss, call.draft_id, outcome="busy", reason="wrong key")
    assert shop.row(tables.Customer, customer).state == "do_not_call"
    assert [entry.source for entry in blocking.do_not_call_list(lite) if entry.customer_id == customer] == ["hand"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_from_a_file(lite: Bench, tmp_path: Path, kind: str) -> None:
    shop = Shop(lite)
    customer = shop.customer("Coded", code="K2")
    rows = [
        ["禁拨号码", "原因", "截止日期", "客户编号"],
        ["13700137000 / 13700137001", "来电要求", "2026-12-31", None],
        [None, "信访", None, "K2"],
        ["abc", None, None, None],
        [None, None, None, "K9"],
        ["13600136000", None, "2020-01-01", None],
        ["13600136001", None, "soon", None],
        [None, "nobody", None, None],
    ]
    path = tmp_path / f"list.{kind}"
    if kind == "csv":
        path.write_text("\n".join(",".join(cell or "" for cell in row) for row in rows), "gb18030")
    else:
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    trial = block_lists.import_block_list(lite, shop.agents["wang"], path, dry_run=True)
    assert blocking.do_not_call_list(lite) == ()
    report = block_lists.import_block_list(lite, shop.agents["wang"], path)
    assert (report.added, report.same, report.rejected) == (trial.added, trial.same, trial.rejected) == (3, 0, 5)
    assert [(problem.row, problem.code) for problem in report.problems] == [
        (4, "phone-text"), (5, "unknown-code"), (6, "until-over"), (7, "date-not-understood"), (8, "nobody"),
    ]  # fmt: skip
    assert report.rows == report.added + report.same + report.rejected
    assert {entry.e164 or entry.customer_code for entry in blocking.do_not_call_list(lite)} == {
        "+8613700137000", "+8613700137001", "K2",
    }  # fmt: skip
    assert shop.row(tables.Customer, customer).state == "do_not_call"
    again = block_lists.import_block_list(lite, shop.agents["wang"], path)
    assert (again.added, again.same, again.rejected) == (0, 3, 5)


def test_a_list_without_a_heading_holds_numbers(lite: Bench, tmp_path: Path) -> None:
    shop = Shop(lite)
    (tmp_path / "list.txt").write_text("13700137000\n13700137001\n\n", "utf-8")
    assert block_lists.import_block_list(lite, shop.agents["wang"], tmp_path / "list.txt").added == 2
    (tmp_path / "empty.csv").write_text("号码\n", "utf-8")
    with pytest.raises(FileProblem):
        block_lists.import_block_list(lite, shop.agents["wang"], tmp_path / "empty.csv")
