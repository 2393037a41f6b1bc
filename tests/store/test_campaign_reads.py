"""What is read and ended of a campaign is found in its own rows, however long the shop's past is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.campaigns import list_campaigns
from callbench.records.calls import CallInHand, CallResult
from callbench.store import campaign_figures, campaigns
from shopfloor import Shop

ITEMS, ATTEMPTS = "ix_queue_item_campaign", "ix_attempt_campaign"
USES = {
    "_OF_OUTCOME": ATTEMPTS, "_COMPLETED": ATTEMPTS, "_WAITING": ITEMS, "_CANCEL": ITEMS, "_END": ITEMS, "_IS_LEFT": ITEMS,
    "_END_LEFT": ITEMS, "_CALLED": "ix_attempt_day", "_USED_UP": ITEMS, "_NEXT": "ix_queue_item_take",
}  # fmt: skip


def filled(statement: Any, postgres: bool) -> str:
    """A statement with values in the place of its parameters."""
    key = "'00000000-0000-0000-0000-000000000000'" if postgres else "x'00'"
    found = re.sub(r"IN (\(__\[POSTCOMPILE_\w+\]\)|:completed|:uncounted)", "IN ('completed')", str(statement))
    found = re.sub(r":(campaign|agent)\b", key, found)
    found = re.sub(r":(now|since)\b", "'2026-03-05 02:00:00'", found)
    return re.sub(r":agreed\b", "false", re.sub(r":(day|most)\b", "20260305", found)).replace(":why", "''")


@pytest.mark.parametrize("name", USES)
def test_statements_of_a_campaign_seek(bench: Bench, name: str) -> None:
    Shop(bench).item()
    postgres = bench.db.is_postgres
    room = campaigns if hasattr(campaigns, name) else campaign_figures
    statement = filled(getattr(room, name), postgres)
    with bench.db.write() as c:
        if postgres:
            c.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = "\n".join(row[0] for row in c.execute(text(f"EXPLAIN {statement}")))
        else:
            plan = "\n".join(row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
    if postgres and name in ("_IS_LEFT", "_END_LEFT", "_NEXT"):  # of so few rows the server may choose another one
        assert "Seq Scan on queue_item" not in plan, plan
    else:
        assert USES[name] in plan, plan
    assert not re.search(r"SCAN (queue_item|attempt)\b", plan), plan


def test_a_campaign_is_counted_by_what_is_kept(bench: Bench) -> None:
    shop = Shop(bench)
    for _n in range(3):
        shop.item()
    shop.item(minutes=30, agreed=True, rule="agreed")
    wang = shop.agents["wang"]
    for outcome in ("completed", "busy"):
        call = calling.take_next(bench, wang)
        assert isinstance(call, CallInHand)
        calling.save_result(bench, wang, call.draft_id, CallResult(outcome))
    calling.take_next(bench, wang)
    with bench.db.read() as c:
        found = campaigns.progress(c, shop.campaign_id, {"completed"}, {"completed"})
        assert (found.customers, found.waiting, found.held, found.parked, found.done) == (4, 2, 1, 0, 1)
        assert (found.attempts, found.contacted, found.completed) == (2, 1, 1)
        called = campaigns.called_since(c, shop.now - timedelta(seconds=1))
        assert sorted(outcome for calls in called.values() for outcome, _when in calls) == ["busy", "completed"]
        assert campaigns.called_since(c, shop.now) == {}
    (row,) = list_campaigns(bench)
    assert (row.waiting, row.done) == (3, 1)
    stand = campaign_figures.Items(4, 1, 1, shop.now + timedelta(minutes=30))
    with bench.db.read() as c:
        assert campaign_figures.items(c, bench.today()) == {shop.campaign_id: stand}
