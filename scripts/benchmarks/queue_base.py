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
_KEY = "CAST(printf('{mark}%015d', n) AS BLOB)"
_OWNER = "CASE n % 10 WHEN 4 THEN x'{first}' WHEN 5 THEN x'{other}' WHEN 6 THEN x'{other}' END"


def make_queue_base(path: Path, items: int) -> bytes:
    """Make a base of so many open items, one a customer; the key of the agent who takes."""
    writer = TableWriter(path)
    draw = random.Random(items)
    keys = [bytes([1, *draw.randbytes(15)]) for _ in range(AGENTS + 3)]
    agents, (script, running, paused) = keys[:AGENTS], keys[AGENTS:]
    agent_rows = writer.sheet("agent", "id", "code", "name", "created_at")
    for n, agent in enumerate(agents):
        agent_rows.add(agent, f"agent{n + 1}", f"agent{n + 1}", START)
    campaigns = writer.sheet("campaign", "id", "code", "name", "script_id", "state", "created_at")
    campaigns.add(running, "care", "护理回访", script, "active", START)
    campaigns.add(paused, "later", "暂停", script, "paused", START)
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
        named = dict.fromkeys(values)
        sheet = writer.sheet(table, *named)
        head, _values, marks = sheet.statement.partition(" VALUES ")
        rest = marks.strip("()").split(", ")[len(named) :]
        columns = head.partition("(")[2].rstrip(")")
        writer.connection.execute(
            _SPREAD.format(items=items, table=table, columns=columns, values=", ".join([*values.values(), *rest]))
        )
    writer.finish()
    return agents[0]
