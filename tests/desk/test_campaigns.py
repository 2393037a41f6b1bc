"""Starting a campaign: who gets an item, who does not and why, and when they may be called."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.campaigns import list_campaigns, start_campaign
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult
from callbench.store import tables
from shopfloor import Shop, at, number


def test_everybody_who_may_be_called_gets_one_item(bench: Bench) -> None:
    shop = Shop(bench)
    key, regular = shop.customer(customer_class="key"), shop.customer(customer_class="regular")
    shop.customer(phones=[])
    shop.customer(state="do_not_call")
    started = start_campaign(bench, "Spring", "care", purpose="How was it")
    assert (started.campaign_code, started.added) == ("C2", 2)
    assert started.skipped == {"no_phone": 1, "not_active": 1}
    items = {row.customer_id: row for row in shop.all(tables.QueueItem)}
    assert items.keys() == {key, regular}
    assert items[key].priority < items[regular].priority
    assert {(row.ready_at, row.due_on, row.rule) for row in items.values()} == {(shop.now, bench.today(), "list")}
    assert started.elsewhere == 0
    newcomer = shop.customer()
    again = start_campaign(bench, "Spring", "care")
    assert (again.campaign_code, again.added, again.skipped["already"]) == ("C2", 1, 2)
    assert newcomer in {row.customer_id for row in shop.all(tables.QueueItem)}
    assert {(c.code, c.name, c.waiting, c.done) for c in list_campaigns(bench)} == {
        ("care", "care", 0, 0), ("C2", "Spring", 3, 0),
    }  # fmt: skip


def test_items_wait_for_the_date_the_hours_the_gap_and_the_caps(bench: Bench, clock) -> None:
    shop = Shop(bench)
    called, berlin = shop.customer(), shop.customer(zone="Europe/Berlin")
    shop.item(called, minutes=-1)
    call = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("completed"))
    start_campaign(bench, "now", "care")
    ready = {row.customer_id: row.ready_at for row in shop.all(tables.QueueItem) if row.state == "open"}
    assert ready == {called: shop.now + timedelta(hours=1), berlin: at("2026-03-05T09:00+01:00")}
    start_campaign(bench, "later", "care", due_at=datetime.fromisoformat("2026-03-10T22:00+08:00"), classes=["", "key"])
    later = {row.ready_at for row in shop.all(tables.QueueItem) if row.ready_at > at("2026-03-10T00:00+08:00")}
    assert later == {at("2026-03-11T09:00+08:00"), at("2026-03-10T15:00+01:00")}


def test_who_waits_in_another_campaign_is_added_and_told(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item()
    shop.item(state="done", closed_at=shop.now, closed_on=bench.today(), closed_why="outcome")
    shop.item(shop.customer(phones=[]))  # not added, so not told
    started = start_campaign(bench, "second", "care")
    assert (started.added, started.elsewhere) == (2, 1)


def test_who_refused_for_good_is_left_in_peace(lite: Bench) -> None:
    shop = Shop(lite)
    shop.item()
    call = calling.take_next(lite, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("refused_for_good"))
    assert start_campaign(lite, "b", "care").skipped == {"silence": 1}


def test_what_cannot_be_a_campaign_is_refused(lite: Bench) -> None:
    shop = Shop(lite)
    shop.customer(phones=[number(1)])
    wrong: list[tuple[dict, str]] = [
        ({"name": " "}, "needs a name"), ({"form_id": "cars"}, "nearest is 'care'"), ({"classes": ["gold"]}, "gold"),
        ({"rule": "whim"}, "after_service"), ({"priority": 10}, "0"),
    ]  # fmt: skip
    for change, says in wrong:
        with pytest.raises(UsageProblem, match=says):
            start_campaign(lite, **({"name": "x", "form_id": "care"} | change))
    assert shop.all(tables.QueueItem) == []
    assert [c.code for c in list_campaigns(lite)] == ["care"]


def test_a_name_that_runs_with_another_script_is_a_conflict(lite: Bench) -> None:
    from callbench.store.tables import core
    from callbench.store.types import new_id

    shop = Shop(lite)
    with lite.db.write() as c:
        c.execute(
            core(tables.ScriptVersion).insert().values(
                id=new_id(shop.now), form_id="other", version="1", hash="1" * 64, title="Other", canonical="{}",
                workbook=b"", file_name="", state="published", created_at=shop.now,
            )
        )  # fmt: skip
    with pytest.raises(Conflict, match="another script"):
        start_campaign(lite, "care", "other")
