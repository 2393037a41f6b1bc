"""A queue of any size on a real file: every group is there, names and other texts as the test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from call_shop import EIGHT, mobile
from sqlalchemy import insert

from callbench.desk.bench import Bench
from callbench.store import pools, tables

GROUPS = ("untouched", "agreed", "overdue", "due", "later", "done", "parked")
AGENTS = (("wangmin", "王敏"), ("lilei", "李雷"))


def fill(
    bench: Bench,
    names: Sequence[str],
    *,
    texts: Sequence[str] = ("护理后第 3 天",),
    agents: Sequence[tuple[str, str]] = AGENTS,
    groups: Sequence[str] = GROUPS,
) -> None:
    """One customer with one item a name, the groups in turn; `texts` become reasons, notes and services in turn.

    Agreed ones carry an open follow-up of the first agent. The campaign is named like the first text.
    """
    now = bench.clock.now()
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (tables.Customer, tables.Phone, tables.ServiceRecord, tables.QueueItem, tables.FollowUp)
    }
    for n, name in enumerate(names):
        text, group = texts[n % len(texts)], groups[n % len(groups)]
        rows[tables.Customer].append(
            {"id": UUID(int=10_000 + n), "code": f"C{n}", "name": name, "customer_class": ("key", "regular", "potential", "special", "")[n % 5],
             "zone": "Asia/Urumqi" if n % 6 == 5 else "Asia/Shanghai", "note": text, "special_needs": text, "preferences": text,
             "state": "active", "created_at": now, "updated_at": now, "gender": "", "branch": text[:60], "birthday": "", "email": "",
             "wechat": "", "channel": "", "preferred_time": ""}
        )  # fmt: skip
        if group != "parked":
            rows[tables.Phone].append(
                {"id": UUID(int=20_000 + n), "customer_id": UUID(int=10_000 + n), "position": 0, "e164": mobile(n), "ext": "",
                 "kind": "mobile", "state": "valid", "original": mobile(n)}
            )  # fmt: skip
        rows[tables.ServiceRecord].append(
            {"id": UUID(int=30_000 + n), "customer_id": UUID(int=10_000 + n), "on_day": now.date(), "item": text, "amount": 68_000,
             "nth": 1, "staff": text[:60], "branch": ""}
        )  # fmt: skip
        rows[tables.QueueItem].append(_item(n, group, text, now))
        if group == "agreed":
            rows[tables.FollowUp].append(
                {"id": UUID(int=50_000 + n), "item_id": UUID(int=40_000 + n), "customer_id": UUID(int=10_000 + n), "attempt_id": None,
                 "made_by": UUID(int=1), "agent_id": UUID(int=1), "due_at": now - timedelta(minutes=5 + n), "due_on": 20260305, "reason": text,
                 "note": text, "state": "open", "made_at": now - timedelta(days=1), "made_on": 20260304}
            )  # fmt: skip
    script = {
        "id": UUID(int=3), "form_id": EIGHT.form_id, "version": EIGHT.version, "hash": EIGHT.hash, "title": EIGHT.title("zh_CN"),
        "canonical": EIGHT.canonical(), "workbook": b"", "file_name": "", "state": "published", "created_at": now,
    }  # fmt: skip
    campaign = {
        "id": UUID(int=4), "code": "care", "name": texts[0], "purpose": texts[0], "script_id": UUID(int=3), "state": "active",
        "max_attempts": 6, "created_at": now,
    }  # fmt: skip
    people = [
        {"id": UUID(int=1 + at), "code": code, "name": name, "role": "agent", "state": "active", "created_at": now}
        for at, (code, name) in enumerate(agents)
    ]
    with bench.db.write() as connection:
        connection.execute(insert(tables.Agent), people)
        connection.execute(insert(tables.ScriptVersion), [script])
        connection.execute(insert(tables.Campaign), [campaign])
        for table, found in rows.items():
            if found:
                connection.execute(
                    insert(table), pools.with_pools(connection, found) if table is tables.QueueItem else found
                )


def _item(n: int, group: str, reason: str, now: Any) -> dict[str, Any]:
    due = {"overdue": 20260303, "later": 20260306}.get(group, 20260305)
    ready = {"overdue": timedelta(days=-2), "later": timedelta(days=1), "agreed": timedelta(minutes=-5 - n)}.get(
        group, timedelta(hours=-1)
    )
    done, parked = group == "done", group == "parked"
    return {
        "id": UUID(int=40_000 + n), "campaign_id": UUID(int=4), "customer_id": UUID(int=10_000 + n),
        "state": "done" if done else "parked" if parked else "open", "rule": "after_service", "reason": reason,
        "agreed": group == "agreed", "priority": 5, "attempts": 1 if group == "due" else 0, "ready_at": now + ready, "due_on": due,
        "zone": "Asia/Shanghai", "agent_id": UUID(int=1) if group == "agreed" else None,
        "released_at": now + timedelta(minutes=10) if group == "agreed" else None, "last_outcome": "no_answer" if group == "due" else "",
        "last_at": now - timedelta(hours=20) if group == "due" else None, "closed_at": now if done else None,
        "closed_on": 20260305 if done else None, "closed_why": "outcome" if done else "no_phone" if parked else "",
        "created_at": now - timedelta(days=3), "created_on": 20260302,
    }  # fmt: skip
