"""A small shop to test on: agents, customers with numbers, a script, a campaign, written straight into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.records.people import Agent
from callbench.script.model import Script
from callbench.store import agents, campaigns, tables
from callbench.store.tables import core
from callbench.store.types import new_id

SHANGHAI = "Asia/Shanghai"


def number(n: int) -> str:
    """A mobile number that nobody else of this shop has."""
    return f"+86138{n:08d}"


class Shop:
    """Everything a test of the queue needs, on an open bench."""

    def __init__(self, bench: Bench, *, agent_codes: Iterable[str] = ("wang", "li")) -> None:
        self.bench = bench
        self.now = bench.clock.now()
        self.script_id, self.campaign_id = new_id(self.now), new_id(self.now)
        self.agents: dict[str, Agent] = {}
        self._n = 0
        with bench.db.write() as c:
            for code in agent_codes:
                self.agents[code] = agents.add(c, code, code.title(), "agent", self.now)
            self._insert(
                c, tables.ScriptVersion, id=self.script_id, form_id="care", version="1", hash="0" * 64, title="Care",
                canonical=Script("care", "1", {}, (), ()).canonical(), workbook=b"", file_name="", state="published", created_at=self.now,
            )  # fmt: skip
        self.add_campaign("care", self.campaign_id)

    def add_campaign(self, name: str, campaign_id: UUID | None = None, max_attempts: int = 6) -> UUID:
        campaign_id = campaign_id or new_id(self.now)
        with self.bench.db.write() as c:
            campaigns.add(
                c,
                {
                    "id": campaign_id, "code": name, "name": name, "purpose": f"about {name}", "script_id": self.script_id,
                    "state": "active", "max_attempts": max_attempts, "created_at": self.now,
                },
            )  # fmt: skip
        return campaign_id

    def customer(self, name: str = "", *, phones: Iterable[str] | None = None, **more: Any) -> UUID:
        self._n += 1
        customer_id = new_id(self.now)
        values: dict[str, Any] = {
            "id": customer_id, "code": "", "name": name or f"Customer {self._n}", "gender": "", "customer_class": "",
            "branch": "", "birthday": "", "email": "", "wechat": "", "zone": SHANGHAI, "channel": "",
            "preferred_time": "", "preferences": "", "special_needs": "", "note": "", "state": "active",
            "created_at": self.now, "updated_at": self.now,
        }  # fmt: skip
        with self.bench.db.write() as c:
            self._insert(c, tables.Customer, **(values | more))
            for position, e164 in enumerate([number(self._n)] if phones is None else phones):
                self._insert(
                    c, tables.Phone, id=new_id(self.now), customer_id=customer_id, position=position, e164=e164, ext="",
                    kind="mobile", state="valid", original=e164,
                )  # fmt: skip
        return customer_id

    def item(self, customer_id: UUID | None = None, *, minutes: float = 0, **more: Any) -> UUID:
        """An open item; `minutes` from now (negative: it has been waiting)."""
        ready_at = more.pop("ready_at", self.now + timedelta(minutes=minutes))
        item_id = new_id(self.now)
        values: dict[str, Any] = {
            "id": item_id, "campaign_id": self.campaign_id, "customer_id": customer_id or self.customer(), "state": "open",
            "rule": "list", "reason": "", "agreed": False, "priority": 5, "attempts": 0, "ready_at": ready_at,
            "due_on": self.bench.day_of(ready_at), "zone": SHANGHAI, "last_outcome": "", "closed_why": "",
            "created_at": self.now, "created_on": self.bench.day_of(self.now),
        }  # fmt: skip
        with self.bench.db.write() as c:
            campaigns.add_items(c, [values | more])
        return item_id

    def row(self, model: Any, row_id: UUID) -> Any:
        """One row as it stands."""
        table = core(model)
        with self.bench.db.read() as c:
            return c.execute(table.select().where(table.c.id == row_id)).one_or_none()

    def all(self, model: Any) -> list[Any]:
        table = core(model)
        with self.bench.db.read() as c:
            return list(c.execute(table.select()))

    def _insert(self, c: Any, model: Any, **values: Any) -> None:
        c.execute(core(model).insert().values(**values))


def at(text: str) -> datetime:
    """An aware moment from `2026-03-05T10:00+08:00`, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
