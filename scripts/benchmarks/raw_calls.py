"""The floor of taking and saving a call: the fewest statements by the plain driver that read and write the same, as durably.

Written apart from the project's store; only the PRAGMAs are its own.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import uuid_utils

from callbench.records.calls import AnswerGiven

FREE = """
  AND i.pool_id = {pool} AND i.ready_at <= :now
  AND NOT EXISTS (SELECT 1 FROM queue_item h WHERE h.state = 'held' AND h.customer_id = i.customer_id)
"""
PROBE = """
SELECT i.ready_at, i.id FROM queue_item i WHERE i.state = 'open' AND NOT i.agreed AND i.priority = {} AND i.attempts = {}
{free} ORDER BY i.ready_at, i.id LIMIT 1
"""
AGREED = """
SELECT i.ready_at, i.id FROM queue_item i WHERE i.state = 'open' AND i.agreed {free} ORDER BY i.ready_at DESC, i.id DESC LIMIT 1
"""
POOLS = """
SELECT p.id FROM pool p JOIN campaign k ON k.id = p.campaign_id
WHERE k.state = 'active' AND (p.agent_id IS NULL OR p.agent_id = ?) ORDER BY p.id
"""
MINE = "SELECT d.id FROM draft d JOIN queue_item i ON i.id = d.item_id WHERE d.agent_id = :agent AND i.state IN ('held', 'open')"
RELEASE = "UPDATE queue_item SET state = 'open', held_by = NULL WHERE state = 'held' AND touched_at <= :before"
NUMBERS = """
SELECT c.state, c.preferred_time, k.script_id, p.id, p.e164,
  (SELECT max(a.ended_at) FROM attempt a WHERE a.e164 <> '' AND a.e164 = p.e164)
FROM customer c JOIN campaign k ON k.id = :campaign
LEFT JOIN phone p ON p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '' WHERE c.id = :customer ORDER BY p.position
"""
DRAFT = "INSERT INTO draft (id, item_id, agent_id, script_id, phone_id, started_at, note) VALUES (?, ?, ?, ?, ?, ?, '')"
CARD = (
    """SELECT i.*, k.*, s.title, s.canonical, a.*, f.* FROM queue_item i JOIN campaign k ON k.id = i.campaign_id
    JOIN script_version s ON s.id = k.script_id JOIN agent a ON a.id = :agent
    LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open' WHERE i.id = :item""",
    "SELECT c.*, a.name FROM customer c LEFT JOIN agent a ON a.id = c.owner_id WHERE c.id = :customer",
    "SELECT * FROM phone WHERE customer_id = :customer ORDER BY position",
    """SELECT t.id, t.started_at, t.outcome, a.name, t.channel, t.note FROM attempt t JOIN agent a ON a.id = t.agent_id
    WHERE t.customer_id = :customer ORDER BY t.started_at DESC LIMIT 50""",
    """SELECT r.attempt_id, r.measure, r.label, r.text FROM answer r JOIN attempt t ON t.id = r.attempt_id
    WHERE t.customer_id = :customer AND r.measure <> '' AND r.state IN ('given', 'calculated')""",
    "SELECT on_day, item, amount, staff, branch FROM service_record WHERE customer_id = :customer ORDER BY on_day DESC LIMIT 50",
    "SELECT * FROM follow_up WHERE customer_id = :customer ORDER BY due_at DESC LIMIT 50",
    "SELECT path, text, state FROM draft_answer WHERE draft_id = :draft",
)
IN_HAND = """
SELECT d.*, i.*, c.name, c.state, k.max_attempts, p.e164, p.state, f.id, f.due_at
FROM draft d JOIN queue_item i ON i.id = d.item_id JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id
LEFT JOIN phone p ON p.id = d.phone_id LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open' WHERE d.id = :draft
"""
OTHERS = """
SELECT i.id, i.ready_at FROM queue_item i WHERE i.state <> 'done' AND i.id <> :item AND i.customer_id IN
(SELECT customer_id FROM phone WHERE e164 <> '' AND e164 = :e164 UNION ALL SELECT :customer)
"""
ATTEMPT = """
INSERT INTO attempt (id, item_id, nth, campaign_id, customer_id, agent_id, script_id, e164, outcome, started_at, ended_at,
  business_day, due_on, channel, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'phone', '')
"""
ANSWER = """
INSERT INTO answer (attempt_id, path, question, kind, text, number, label, state, measure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CLOSE = """
UPDATE queue_item SET state = 'done', held_by = NULL, touched_at = NULL, attempts = attempts + 1, last_outcome = :outcome,
last_at = :now, closed_at = :now, closed_on = :day, closed_why = 'outcome', agreed = 0 WHERE id = :item
"""
EVENT = "INSERT INTO event VALUES (?, ?, ?, 'call.saved', 'attempt', ?, ?)"


class RawCalls:
    """One agent on a base of its own."""

    def __init__(
        self, path: Path, agent: bytes, now: datetime, before: datetime, day: int, settings: dict[str, Any]
    ) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for name, value in settings.items():
            self.connection.execute(f"PRAGMA {name} = {value}")
        self.now, self.day = _text(now), day
        self.about: dict[str, Any] = {"agent": agent, "now": self.now, "before": _text(before)}
        levels = self.connection.execute("SELECT DISTINCT priority, attempts FROM queue_item ORDER BY 1, 2").fetchall()
        pools = [FREE.format(pool=pool) for (pool,) in self.connection.execute(POOLS, (agent,))]
        legs = [(" ORDER BY ready_at DESC, id DESC", [AGREED.format(free=free) for free in pools])]
        legs += [(" ORDER BY ready_at, id", [PROBE.format(*level, free=free) for free in pools]) for level in levels]
        ways = " UNION ALL ".join(
            f"SELECT id FROM (SELECT * FROM ({') UNION ALL SELECT * FROM ('.join(probes)}) {order} LIMIT 1)"
            for order, probes in legs
        )
        self.hold = f"""UPDATE queue_item SET state = 'held', held_by = :agent, touched_at = :now
            WHERE id = (SELECT id FROM ({ways}) LIMIT 1) RETURNING id, customer_id, campaign_id"""

    def take(self) -> bytes:
        """Hold the next item, start its draft, read its card; the item's id."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        assert run(MINE, self.about).fetchone() is None
        run(RELEASE, self.about)
        item, customer, campaign = run(self.hold, self.about).fetchall()[0]
        about = self.about | {
            "item": item,
            "customer": customer,
            "campaign": campaign,
            "draft": uuid_utils.uuid7().bytes,
        }
        numbers = run(NUMBERS, about).fetchall()
        run(DRAFT, (about["draft"], item, about["agent"], numbers[0][2], numbers[0][3], self.now))
        run("COMMIT")
        run("BEGIN")
        for statement in CARD:
            run(statement, about).fetchall()
        run("COMMIT")
        self.held = about | {"script": numbers[0][2], "e164": numbers[0][4]}
        return bytes(item)

    def give_back(self, ready_at: datetime) -> None:
        """The call in hand goes back to the queue, not before `ready_at`, with its trace."""
        run, held = self.connection.execute, self.held
        run("BEGIN IMMEDIATE")
        found = run(MINE, held).fetchone()
        run(
            "UPDATE queue_item SET state = 'open', held_by = NULL, ready_at = :ready WHERE id = :item",
            held | {"ready": _text(ready_at)},
        )
        run("DELETE FROM draft WHERE id = :draft AND note = ''", held)
        assert found is not None
        run(
            "INSERT INTO event VALUES (?, ?, ?, 'item.given_back', 'queue_item', ?, ?)",
            (uuid_utils.uuid7().bytes, self.now, held["agent"], held["item"], json.dumps({"ready_at": [self.now, _text(ready_at)]})),
        )  # fmt: skip
        run("COMMIT")

    def save(self, outcome: str, answers: tuple[AnswerGiven, ...]) -> None:
        """End the call in hand with its answers and the trace."""
        run, held = self.connection.execute, self.held
        run("BEGIN IMMEDIATE")
        found = run(IN_HAND, held)
        before = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
        run(
            ATTEMPT,
            (held["draft"], held["item"], before["attempts"] + 1, held["campaign"], held["customer"], held["agent"], held["script"],
             held["e164"], outcome, self.now, self.now, self.day, before["due_on"]),
        )  # fmt: skip
        self.connection.executemany(
            ANSWER, [(held["draft"], a.path, a.question, a.kind, a.text, a.number, a.label, a.state, a.measure) for a in answers]
        )  # fmt: skip
        run(CLOSE, held | {"outcome": outcome, "day": self.day})
        run(OTHERS, held).fetchall()
        run("DELETE FROM draft WHERE id = :draft", held)
        changed = {
            name: before[name]
            for name in ("state", "held_by", "touched_at", "attempts", "last_outcome", "last_at", "closed_at")
        }
        trace = json.dumps({"outcome": outcome, "before": changed, "after": changed}, default=bytes.hex)
        run(EVENT, (uuid_utils.uuid7().bytes, self.now, held["agent"], held["draft"], trace))
        run("COMMIT")


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
