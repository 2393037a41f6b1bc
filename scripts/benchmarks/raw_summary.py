"""The floor of the daily summary: the counts it needs by the plain driver, without its checks and without making records."""

from __future__ import annotations

import sqlite3

CALLED = "FROM attempt WHERE business_day = :day"
FINAL = "outcome IN (SELECT key FROM outcome WHERE final)"
RESUMED = """CASE WHEN t.outcome IN ('partial', 'broke_off') AND EXISTS (
  SELECT 1 FROM attempt l JOIN answer o ON o.attempt_id = l.id
  WHERE l.item_id = t.item_id AND l.nth > t.nth AND l.business_day <= :day AND o.path = r.path
) THEN 'resumed' ELSE r.state END"""
ANSWERED = "FROM attempt t JOIN answer r ON r.attempt_id = t.id WHERE t.business_day = :day"
STATEMENTS = (
    "SELECT key, contacted, final, aapor FROM outcome",
    "SELECT id, code, name, state FROM agent",
    f"SELECT agent_id, outcome, count(*) {CALLED} GROUP BY 1, 2",
    f"SELECT agent_id, count(DISTINCT item_id), count(DISTINCT CASE WHEN {FINAL} THEN item_id END) {CALLED} GROUP BY 1",
    f"SELECT count(DISTINCT item_id), count(DISTINCT CASE WHEN {FINAL} THEN item_id END) {CALLED}",
    f"""SELECT agent_id, count(*) FROM queue_item WHERE state <> 'done' AND state <> 'parked' AND due_on <= :day
    AND id NOT IN (SELECT item_id {CALLED}) GROUP BY 1""",
    "SELECT made_by, count(*) FROM follow_up WHERE made_on = :day GROUP BY 1",
    f"""SELECT t.script_id, r.path, r.kind, r.measure, {RESUMED}, CASE WHEN r.kind = 'text' THEN '' ELSE r.text END, r.number, count(*)
    {ANSWERED} GROUP BY 1, 2, 3, 4, 5, 6, 7""",
    f"""SELECT t.agent_id, r.measure, {RESUMED}, r.number, count(*) {ANSWERED} AND r.measure IN ('csat', 'nps', 'ces')
    GROUP BY 1, 2, 3, 4""",
    "SELECT id, canonical FROM script_version",
)


def read_day(connection: sqlite3.Connection, day: int) -> int:
    """Read everything; the number of calls."""
    connection.execute("BEGIN")
    found = [connection.execute(statement, {"day": day}).fetchall() for statement in STATEMENTS]
    connection.execute("COMMIT")
    return sum(n for _agent, _outcome, n in found[2])
