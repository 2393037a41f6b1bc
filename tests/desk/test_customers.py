"""The card, finding people, and what may be written into a profile."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from callbench.desk.bench import Bench
from callbench.desk.customers import customer, find_customers, history, update_profile
from callbench.errors import UsageProblem
from callbench.store import tables
from shopfloor import SHANGHAI, Shop, number


def test_customers_are_found_by_part_of_name_code_or_number(bench: Bench) -> None:
    shop = Shop(bench)
    li = shop.customer("李娜", phones=["+8613812345678", "+862122334455"], code="VIP-7")
    shop.customer("Anna_Lee 100%")
    shop.customer("Annabel")
    for text in ("李", "vip-7", "5678", "138 1234", "2233-4455"):
        assert [found.id for found in find_customers(bench, text)] == [li], text
    assert [found.name for found in find_customers(bench, "anna")] == ["Anna_Lee 100%", "Annabel"]
    assert [found.name for found in find_customers(bench, "a_l")] == ["Anna_Lee 100%"]  # no wildcard
    assert [found.name for found in find_customers(bench, "0%")] == ["Anna_Lee 100%"]
    assert find_customers(bench, "") == find_customers(bench, "\x1b") == ()
    assert len(find_customers(bench, "n", limit=1)) == 1
    (found,) = find_customers(bench, "李娜")
    assert [phone.e164 for phone in found.phones] == ["+8613812345678", "+862122334455"]
    assert found == customer(bench, li)


def test_an_unknown_customer_is_told(lite: Bench) -> None:
    with pytest.raises(UsageProblem, match="no such customer"):
        customer(lite, uuid4())
    with pytest.raises(UsageProblem, match="no such customer"):
        update_profile(lite, Shop(lite).agents["wang"], uuid4(), {"note": "x"})


def test_a_profile_is_supplemented_and_the_trace_keeps_before_and_after(bench: Bench) -> None:
    shop = Shop(bench)
    who = shop.customer("Li", phones=[number(1)])
    fields = {
        "name": " 李\x1b[31m娜 ", "gender": "女", "customer_class": "重点客户", "birthday": "1990年5月20日",
        "phone": "138-1234-5678 转 12", "zone": "Europe/Berlin", "email": "li@example.com", "note": "a\nb",
    }  # fmt: skip
    waiting, done = shop.item(who), shop.item(who, state="done", closed_at=shop.now, closed_on=bench.today())
    found = update_profile(bench, shop.agents["wang"], who, fields)
    assert [shop.row(tables.QueueItem, one).zone for one in (waiting, done)] == ["Europe/Berlin", SHANGHAI]
    assert (found.name, found.gender, found.customer_class, found.birthday) == ("李娜", "female", "key", "1990-05-20")
    assert (found.zone, found.email, found.note) == ("Europe/Berlin", "li@example.com", "a\nb")
    assert [(p.e164, p.ext) for p in found.phones] == [(number(1), ""), ("+8613812345678", "12")]
    assert found.missing == ()
    (event,) = shop.all(tables.Event)
    detail = json.loads(event.detail)
    assert (event.kind, event.agent_id, event.subject_id) == ("profile.changed", shop.agents["wang"].id, who)
    assert detail["fields"]["name"] == ["Li", "李娜"]
    assert len(detail["phones"]) == 1
    update_profile(bench, shop.agents["wang"], who, fields)  # nothing new: no number twice, no event
    assert len(shop.all(tables.Event)) == 1
    assert customer(bench, who) == found


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [("birthday", "5月20日", "--05-20"), ("birthday", "2-29", "--02-29"), ("birthday", "", ""), ("gender", "M", "male"),
     ("customer_class", "", ""), ("email", "", "")],
)  # fmt: skip
def test_values_are_stored_in_one_form(lite: Bench, field: str, text: str, stored: str) -> None:
    shop = Shop(lite)
    found = update_profile(lite, shop.agents["wang"], shop.customer(), {field: text})
    assert getattr(found, field) == stored


@pytest.mark.parametrize(
    ("field", "text"),
    [("birthday", "2-30"), ("birthday", "2027-01-01"), ("birthday", "soon"), ("phone", "12"), ("phone", "110"),
     ("gender", "?"), ("customer_class", "gold"), ("zone", "Mars/Base"), ("email", "li@"), ("name", " "), ("shoe", "38")],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_written(lite: Bench, field: str, text: str) -> None:
    shop = Shop(lite)
    who = shop.customer("Li", phones=[])
    with pytest.raises(UsageProblem) as told:
        update_profile(lite, shop.agents["wang"], who, {"note": "x", field: text})
    assert told.value.todo
    assert customer(lite, who).note == ""
    assert shop.all(tables.Phone) == shop.all(tables.Event) == []


def test_the_history_is_newest_first(bench: Bench, clock) -> None:
    from datetime import date, timedelta

    from callbench.desk import calling
    from callbench.records.calls import AnswerGiven, CallInHand, CallResult
    from callbench.store.tables import core
    from callbench.store.types import new_id

    shop = Shop(bench)
    who = shop.customer()
    with bench.db.write() as c:
        for day, item in ((1, "laser"), (20, "care")):
            c.execute(
                core(tables.ServiceRecord).insert().values(
                    id=new_id(shop.now), customer_id=who, on_day=date(2026, 2, day), item=item, amount=68_000, nth=1,
                    staff="Zhao", branch="Jing'an",
                )
            )  # fmt: skip
    shop.item(who)
    for outcome, answers in (
        ("no_answer", ()),
        (
            "completed",
            (AnswerGiven("/s", "s", "choice", "5", 5.0, "很满意", measure="csat"), AnswerGiven("/t", "t", "text", "x")),
        ),
    ):
        call = calling.take_next(bench, shop.agents["wang"])
        assert isinstance(call, CallInHand)
        calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult(outcome, answers))
        clock.set(shop.now + timedelta(hours=4))
    found = history(bench, who)
    assert [(s.item, s.amount) for s in found.services] == [("care", 68_000), ("laser", 68_000)]
    assert [(c.outcome, c.agent_name, c.answers) for c in found.calls] == [
        ("completed", "Wang", (("csat", "很满意"),)), ("no_answer", "Wang", ()),
    ]  # fmt: skip
    assert call.fields["service"] == "care"
    assert (call.fields["service_date"], call.fields["amount"], call.fields["shop"]) == ("2026-02-20", "680", "Jing'an")
