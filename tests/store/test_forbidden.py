"""What nobody can do to the base, by whatever program: each forbidden change is refused by the engine itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DBAPIError

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.store import tables
from callbench.store.tables import core
from callbench.store.types import Id, new_id
from shopfloor import Shop

CHANGES = {
    "done to held": "UPDATE queue_item SET state = 'held', held_by = :li, closed_at = NULL WHERE id = :done",
    "parked to held": "UPDATE queue_item SET state = 'held', held_by = :li WHERE id = :parked",
    "held by another": "UPDATE queue_item SET held_by = :li WHERE id = :held",
    "held by nobody": "UPDATE queue_item SET held_by = NULL WHERE id = :held",
    "open and held": "UPDATE queue_item SET held_by = :li WHERE id = :waiting",
    "no such state": "UPDATE queue_item SET state = 'lost' WHERE id = :waiting",
    "done without a time": "UPDATE queue_item SET state = 'done', held_by = NULL WHERE id = :held",
    "no pool": "UPDATE queue_item SET pool_id = NULL WHERE id = :waiting",
    "another customer's item": "UPDATE queue_item SET customer_id = :other WHERE id = :waiting",
    "another campaign's item": "UPDATE queue_item SET campaign_id = :campaign WHERE id = :waiting",
    "an item made at another time": "UPDATE queue_item SET created_on = 20200101 WHERE id = :waiting",
    "an item with attempts removed": "DELETE FROM queue_item WHERE id = :done",
    "an attempt of another customer": "UPDATE attempt SET customer_id = :other WHERE id = :attempt",
    "an attempt for another item": "UPDATE attempt SET item_id = :waiting WHERE id = :attempt",
    "an attempt by somebody else": "UPDATE attempt SET agent_id = :li WHERE id = :attempt",
    "an attempt at another time": "UPDATE attempt SET started_at = '2026-03-04 02:00:00' WHERE id = :attempt",
    "an attempt that ended later": "UPDATE attempt SET ended_at = '2026-03-05 09:00:00' WHERE id = :attempt",
    "an attempt on another day": "UPDATE attempt SET business_day = 20200101 WHERE id = :attempt",
    "an attempt to another number": "UPDATE attempt SET e164 = '' WHERE id = :attempt",
    "an outcome changed in silence": "UPDATE attempt SET outcome = 'busy' WHERE id = :attempt",
    "a note changed in silence": "UPDATE attempt SET note = 'x' WHERE id = :attempt",
    "a correction that was none": "UPDATE attempt SET corrected_at = NULL WHERE id = :corrected",
    "a correction before the last": "UPDATE attempt SET corrected_at = '2020-01-01 00:00:00' WHERE id = :corrected",
    "a corrected attempt removed": "DELETE FROM attempt WHERE id = :corrected",
    "an attempt removed before a later one": "DELETE FROM attempt WHERE id = :first",
    "another customer's follow-up": "UPDATE follow_up SET customer_id = :other WHERE id = :follow_up",
    "an event changed": "UPDATE event SET kind = 'x'",
    "an event removed": "DELETE FROM event",
}


@pytest.fixture
def keys(bench: Bench, clock) -> dict[str, UUID]:
    """A base in which every change could be tried, and what there is by name."""
    shop = Shop(bench)
    wang = shop.agents["wang"]
    keys = {"li": shop.agents["li"].id, "other": shop.customer(), "campaign": shop.add_campaign("other")}

    def call(outcome: str, wish: FollowUpWish | None = None) -> tuple[UUID, UUID]:
        taken = calling.take_next(bench, wang)
        assert isinstance(taken, CallInHand)
        saved = calling.save_result(bench, wang, taken.draft_id, CallResult(outcome, (), "", wish))
        return taken.item_id, saved.attempt_id

    keys["waiting"] = shop.item(minutes=-1, priority=8)
    shop.item(minutes=-1, priority=0)
    keys["done"], keys["attempt"] = call("completed")
    shop.item(minutes=-1, priority=0)
    item, keys["first"] = call("busy")
    clock.set(shop.now + timedelta(hours=2))
    assert call("no_answer")[0] == item
    shop.item(minutes=-1, priority=0)
    _item, keys["corrected"] = call("completed")
    shop.item(minutes=-1, priority=0)
    call("callback_agreed", FollowUpWish(clock.now() + timedelta(hours=3)))
    (keys["follow_up"],) = (row.id for row in shop.all(tables.FollowUp))
    shop.item(minutes=-1, priority=0)
    keys["parked"], _attempt = call("wrong_number")
    shop.item(minutes=-1, priority=0)
    taken = calling.take_next(bench, wang)
    assert isinstance(taken, CallInHand)
    keys["held"] = taken.item_id
    with bench.db.write() as c:
        run(c, "UPDATE attempt SET outcome = 'busy', corrected_at = :now WHERE id = :corrected", keys, now=clock.now())
    assert {shop.row(tables.QueueItem, keys[state]).state for state in ("held", "parked", "done")} == {
        "held",
        "parked",
        "done",
    }
    return keys


def run(c: Connection, statement: str, keys: dict[str, UUID], **more: object) -> int:
    binds = [bindparam(name, type_=Id()) for name in keys if f":{name}" in statement]
    values = {name: key for name, key in keys.items() if f":{name}" in statement}
    return c.execute(text(statement).bindparams(*binds), values | more).rowcount


def test_no_forbidden_change_is_made(bench: Bench, keys: dict[str, UUID]) -> None:
    def everything() -> list[object]:
        with bench.db.read() as c:
            kept = (tables.QueueItem, tables.Attempt, tables.FollowUp, tables.Event)
            return [sorted(map(repr, c.execute(core(model).select()))) for model in kept]

    def attempt(what: str, statement: str) -> None:
        with bench.db.write() as c:
            assert run(c, statement, keys), f"nothing to change: {what}"
        pytest.fail(f"possible: {what}")

    before = everything()
    for what, statement in CHANGES.items():
        with pytest.raises((DBAPIError, Conflict)):
            attempt(what, statement)
    assert everything() == before


def test_what_is_allowed_is_still_done(bench: Bench, keys: dict[str, UUID], clock) -> None:
    later = "2026-03-05 09:00:00"
    for statement in (
        "UPDATE attempt SET outcome = 'completed', corrected_at = :later WHERE id = :corrected",
        "UPDATE queue_item SET state = 'open', held_by = NULL WHERE id = :held",
        "UPDATE queue_item SET state = 'held', held_by = :li WHERE id = :held",
        "UPDATE queue_item SET state = 'open', closed_at = NULL, closed_on = NULL WHERE id = :done",
        "UPDATE queue_item SET state = 'open' WHERE id = :parked",
        "DELETE FROM attempt WHERE id = :attempt",
        "DELETE FROM queue_item WHERE id = :done",
    ):
        more = {"later": later} if ":later" in statement else {}
        with bench.db.write() as c:
            assert run(c, statement, keys, **more) == 1, statement


def test_what_opens_or_closes_pools_is_counted(bench: Bench) -> None:
    from callbench.store import pools

    shop = Shop(bench)
    wang = shop.agents["wang"].id
    keys = {"wang": wang, "campaign": shop.campaign_id, "id": new_id(shop.now)}
    seen = set()
    for statement in (
        "UPDATE campaign SET state = 'paused'",
        "UPDATE campaign SET opens = '10:00', closes = '11:00'",
        "INSERT INTO campaign_agent VALUES (:campaign, :wang)",
        "DELETE FROM campaign_agent",
        "INSERT INTO agent_skill VALUES (:wang, 'sign')",
        "UPDATE agent SET state = 'left'",
        "INSERT INTO absence (id, agent_id, first_day, last_day, reason, made_at) VALUES (:id, :wang, 1, 2, '', '2026-03-05 00:00:00')",
        "UPDATE absence SET last_day = 3",
        "DELETE FROM absence",
    ):
        with bench.db.write() as c:
            seen.add(pools.version(c))
            run(c, statement, keys)
    with bench.db.read() as c:
        seen.add(pools.version(c))
    assert len(seen) == 10
    with bench.db.write() as c:
        c.execute(text("UPDATE campaign SET name = 'x'"))
        assert pools.version(c) in seen
