"""A base with very many open items, made by the engine itself: most of them may not be called now, for every reason there is."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from base_people import START, ZONE, write_script
from table_writer import TableWriter

AGENTS = 20
ABROAD = "Europe/Berlin"  # in the morning there when the shop's afternoon begins, before the calling hours
LAST_DAY = date(2026, 3, 5)
# Of ten items four are everybody's and may be called, one is the first agent's; the others are kept from this agent now.
_SPREAD = """
WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {items})
INSERT INTO {table} ({columns}) SELECT {values} FROM n
"""
ATTEMPTS = 5  # of each past item; the last one is completed
_DAYS = 700  # before 2025-12-31, on which they were made
_KEY = "CAST(printf('{mark}%015d', n) AS BLOB)"
_OWNER = "CASE n % 10 WHEN 4 THEN x'{first}' WHEN 5 THEN x'{other}' WHEN 6 THEN x'{other}' END"


def make_queue_base(path: Path, items: int, past: int = 0) -> bytes:
    """Make a base of so many open items, one a customer; the key of the agent who takes.

    past: attempts made in campaigns that are over.
    """
    writer = TableWriter(path)
    draw = random.Random(items)
    keys = [bytes([1, *draw.randbytes(15)]) for _ in range(AGENTS + 4)]
    agents, (script, running, paused, over) = keys[:AGENTS], keys[AGENTS:]
    agent_rows = writer.sheet("agent", "id", "code", "name", "created_at")
    for n, agent in enumerate(agents):
        agent_rows.add(agent, f"agent{n + 1}", f"agent{n + 1}", START)
    campaigns = writer.sheet("campaign", "id", "code", "name", "script_id", "state", "created_at")
    campaigns.add(running, "care", "护理回访", script, "active", START)
    campaigns.add(paused, "later", "暂停", script, "paused", START)
    campaigns.add(over, "over", "往期", script, "closed", START)
    pools = writer.sheet("pool", "id", "campaign_id", "zone", "hours", "agent_id", "skill")
    for n, (campaign, zone, hours, agent) in enumerate(
        (
            (running, ZONE, "", None), (running, ZONE, "", agents[0]), (running, ZONE, "", agents[1]),
            (running, ABROAD, "", None), (paused, ZONE, "", None), (running, ZONE, "18:00-24:00", None),
        ), 1,
    ):  # fmt: skip
        pools.add(n, campaign, zone, hours, agent, "")
    agent_rows.flush()
    write_script(writer, script)
    for sheet in (campaigns, pools):
        sheet.flush()
    owner = _OWNER.format(first=agents[0].hex(), other=agents[1].hex())
    customer, phone, item = (_KEY.format(mark=mark) for mark in "cpi")
    spread = {
        "customer": {
            "id": customer, "code": "'C' || n", "name": "'客户' || n", "customer_class": "'regular'", "owner_id": owner,
            "zone": f"CASE n % 10 WHEN 7 THEN '{ABROAD}' ELSE '{ZONE}' END",
            "preferred_time": "CASE n % 10 WHEN 9 THEN '晚上' ELSE '' END", "created_at": f"'{START}'",
            "updated_at": f"'{START}'",
        },
        "phone": {
            "id": phone, "customer_id": customer, "position": "1", "e164": "printf('+86138%08d', n)", "kind": "'mobile'",
            "original": "printf('138%08d', n)",
        },
        "queue_item": {
            "id": item, "campaign_id": f"CASE n % 10 WHEN 8 THEN x'{paused.hex()}' ELSE x'{running.hex()}' END",
            "customer_id": customer, "state": "'open'", "rule": "'list'", "priority": "3 + n % 4",
            "attempts": "n / 7 % 3", "zone": f"CASE n % 10 WHEN 7 THEN '{ABROAD}' ELSE '{ZONE}' END",
            # a third is due in the days to come; what is closed has waited longest
            "ready_at": "printf('2026-03-%02d %02d:%02d:%02d.000000', CASE WHEN n % 10 > 4 THEN 1 WHEN n % 3 = 0 THEN 6 + n % 9"
            " ELSE 2 + n % 3 END, 1 + n / 3600 % 12, n / 60 % 60, n % 60)",
            "due_on": "20260300 + CASE WHEN n % 10 > 4 THEN 1 WHEN n % 3 = 0 THEN 6 + n % 9 ELSE 2 + n % 3 END",
            "pool_id": "CASE n % 10 WHEN 4 THEN 2 WHEN 5 THEN 3 WHEN 6 THEN 3 WHEN 7 THEN 4 WHEN 8 THEN 5 WHEN 9 THEN 6 ELSE 1 END",
            "created_at": f"'{START}'", "created_on": "20260301",
        },
    }  # fmt: skip
    for table, values in spread.items():
        _fill(writer, table, values, items)
    if past:
        _tell_past(writer, items, past, over, script, agents[0])
    writer.finish()
    return agents[0]


def _tell_past(writer: TableWriter, items: int, past: int, campaign: bytes, script: bytes, agent: bytes) -> None:
    """Items that are done with ATTEMPTS each, spread over customers and days; the completed ones were answered."""
    day = f"date('2025-12-31', '-' || ({_DAYS} - n * {_DAYS} / {{count}}) || ' days')"
    number = "CAST(replace({day}, '-', '') AS INTEGER)"
    at = "{day} || printf(' %02d:%02d:%02d.000000', 1 + n / 3600 % 12, n / 60 % 60, n % 60)"

    def made(text: str, count: int) -> str:
        return text.format(day=day.format(count=count))

    closed = past // ATTEMPTS
    owner = f"CAST(printf('c%015d', n % {items}) AS BLOB)"
    of_item = f"n / {ATTEMPTS}"
    common = {"campaign_id": f"x'{campaign.hex()}'"}
    _fill(writer, "queue_item", {
        "id": _KEY.format(mark="o"), **common, "customer_id": owner, "state": "'done'", "attempts": str(ATTEMPTS), "zone": f"'{ZONE}'",
        "ready_at": made(at, closed), "due_on": made(number, closed), "closed_at": made(at, closed), "closed_on": made(number, closed),
        "closed_why": "'outcome'", "last_outcome": "'completed'", "created_at": f"'{START}'", "created_on": "20240101",
    }, closed)  # fmt: skip
    _fill(writer, "attempt", {
        "id": _KEY.format(mark="a"), "item_id": f"CAST(printf('o%015d', {of_item}) AS BLOB)", "nth": f"n % {ATTEMPTS} + 1", **common,
        "customer_id": f"CAST(printf('c%015d', {of_item} % {items}) AS BLOB)", "agent_id": f"x'{agent.hex()}'",
        "script_id": f"x'{script.hex()}'", "e164": f"printf('+86138%08d', {of_item} % {items})",
        "outcome": f"CASE n % {ATTEMPTS} WHEN {ATTEMPTS - 1} THEN 'completed' ELSE 'no_answer' END",
        "started_at": made(at, past), "ended_at": made(at, past), "business_day": made(number, past), "due_on": made(number, past),
    }, past)  # fmt: skip
    _fill(writer, "answer", {
        "attempt_id": f"CAST(printf('a%015d', n * {ATTEMPTS} + {ATTEMPTS - 1}) AS BLOB)", "path": "'satisfied'",
        "question": "'satisfied'", "kind": "'choice'", "text": "1 + n % 5", "number": "1 + n % 5", "measure": "'csat'",
        "label": "''", "state": "'given'",
    }, closed)  # fmt: skip


def _fill(writer: TableWriter, table: str, values: dict[str, str], count: int) -> None:
    """`count` rows of a table, each column as an expression over n."""
    sheet = writer.sheet(table, *values)
    head, _values, marks = sheet.statement.partition(" VALUES ")
    rest = marks.strip("()").split(", ")[len(values) :]
    columns = head.partition("(")[2].rstrip(")")
    writer.connection.execute(
        _SPREAD.format(items=count, table=table, columns=columns, values=", ".join([*values.values(), *rest]))
    )
    writer.rows += count
