"""The shop in which calls are killed: one agent, customers whose name is a code, a script whose answers can be told apart."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.bench import open_bench
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Expr, Question
from callbench.store import pools, tables

BEGINS = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
AGENT = "killed"
CLOSED = 8  # questions answered by a digit; one with typed words follows
WORDS = CLOSED + 1
CODE = re.compile(r"P\d{5}")
_ZONE, _ENGLISH = "Asia/Shanghai", "English (en)"


def code_of(n: int) -> str:
    """What customer n is called."""
    return f"P{n:05}"


def _script() -> Script:
    """Every choice of every question has its own words, so that a row on the screen says which answer it shows."""
    lists = {
        f"l{n}": ChoiceList(f"l{n}", tuple(Choice(f"a{n}x{at}", {_ENGLISH: f"A{n}x{at}"}) for at in range(1, 6)))
        for n in range(1, CLOSED + 1)
    }
    closed = (
        Question(
            f"q{n}", "select_one", f"q{n}", {_ENGLISH: f"Question {n}?"}, choices=f"l{n}", required=Expr("true()"),
            refuse=True,
        )
        for n in range(1, CLOSED + 1)
    )  # fmt: skip
    words = Question(f"q{WORDS}", "text", f"q{WORDS}", {_ENGLISH: "Anything else?"})
    return Script("killed", "1", {_ENGLISH: "Calls that are killed"}, (_ENGLISH,), (*closed, words), lists)


def make_shop(path: Path, customers: int) -> None:
    """A base with so many customers in the queue, all due."""
    script, now = _script(), BEGINS
    with (
        open_bench(path, load_settings({}), FixedClock(now)) as bench,
        bench.db.write() as connection,
    ):

        def put(table: Any, rows: Iterable[dict[str, Any]]) -> None:
            connection.execute(insert(table), list(rows))

        agent, version, campaign = (UUID(int=n) for n in (1, 2, 3))
        put(tables.Agent, [
            {"id": agent, "code": AGENT, "name": "Agent", "role": "agent", "state": "active", "created_at": now}
        ])  # fmt: skip
        put(tables.ScriptVersion, [{
            "id": version, "form_id": script.form_id, "version": "1", "hash": script.hash, "title": "Killed",
            "canonical": script.canonical(), "workbook": b"", "file_name": "", "state": "published", "created_at": now,
        }])  # fmt: skip
        put(tables.Campaign, [{
            "id": campaign, "code": "killed", "name": "Killed", "purpose": "", "script_id": version, "state": "active",
            "max_attempts": 6, "created_at": now,
        }])  # fmt: skip
        people = [(n, UUID(int=1_000_000 + n)) for n in range(customers)]
        put(tables.Customer, [{
            "id": id_, "code": code_of(n), "name": code_of(n), "gender": "", "customer_class": "", "branch": "",
            "birthday": "", "email": "", "wechat": "", "zone": _ZONE, "channel": "", "preferred_time": "",
            "preferences": "", "special_needs": "", "note": "", "state": "active", "created_at": now, "updated_at": now,
        } for n, id_ in people])  # fmt: skip
        put(tables.Phone, [{
            "id": UUID(int=2_000_000 + n), "customer_id": id_, "position": 0, "e164": f"+86138{n:08}", "ext": "",
            "kind": "mobile", "state": "valid", "original": "",
        } for n, id_ in people])  # fmt: skip
        put(tables.QueueItem, pools.with_pools(connection, [{
            "id": UUID(int=3_000_000 + n), "campaign_id": campaign, "customer_id": id_, "state": "open", "rule": "list",
            "reason": "", "agreed": False, "priority": 5, "attempts": 0, "due_on": 20260305, "zone": _ZONE,
            "ready_at": now - timedelta(hours=1) + timedelta(seconds=n), "last_outcome": "", "created_at": now,
            "created_on": 20260305,
        } for n, id_ in people]))  # fmt: skip


@dataclass
class Kept:
    """What the base holds of one customer. answers: question number → what its row shows."""

    held: bool = False  # in the agent's hand
    drafted: bool = False
    note: str = ""
    follow_up: str = ""  # when, UTC, as the tables keep times
    complaints: list[str] = field(default_factory=list)  # to be raised with the draft, and raised
    outcomes: list[str] = field(default_factory=list)  # of saved attempts
    answers: dict[int, str] = field(default_factory=dict)


@dataclass
class Shop:
    """What the base holds: everybody it knows something of, by code; whether the agent is on a break; what is damaged."""

    kept: dict[str, Kept]
    away: bool
    damages: list[str]


_DRAFTS = """
SELECT c.code, i.state = 'held', d.note, d.follow_up, d.complaint, d.id
FROM draft d JOIN queue_item i ON i.id = d.item_id JOIN customer c ON c.id = i.customer_id
"""
_ATTEMPTS = "SELECT c.code, t.outcome, t.note, t.id FROM attempt t JOIN customer c ON c.id = t.customer_id"
_COMPLAINTS = "SELECT c.code, p.kind, p.urgency, p.words FROM complaint p JOIN customer c ON c.id = p.customer_id"
_BREAK = "SELECT count(*) FROM agent_break WHERE ended_at IS NULL"
REFUSED = "does not know / refuses"


def _shown(text: str, state: str) -> str:
    return REFUSED if state == "refused" else text[:1].upper() + text[1:]


def complaint_words(kind: str, urgency: str, words: str) -> str:
    """A complaint in one line."""
    return f"{kind}, {urgency}: {words}"


def read_shop(path: Path) -> Shop:
    """Look into the base on the side."""
    found: dict[str, Kept] = {}
    with closing(sqlite3.connect(path, timeout=10)) as base:
        wrong = [f"integrity: {said}" for (said,) in base.execute("PRAGMA integrity_check") if said != "ok"]
        wrong += [f"foreign key: {row}" for row in base.execute("PRAGMA foreign_key_check")]
        for code, held, note, wish, complaint, id_ in base.execute(_DRAFTS).fetchall():
            rows = base.execute("SELECT path, text, state FROM draft_answer WHERE draft_id = ?", (id_,))
            found[code] = kept = Kept(bool(held), True, note, wish, answers=_answers(rows))
            if complaint:
                kept.complaints.append(complaint_words(**json.loads(complaint)))
        for code, outcome, note, id_ in base.execute(_ATTEMPTS).fetchall():
            kept = found.setdefault(code, Kept())
            kept.outcomes.append(outcome)
            if not kept.drafted:
                rows = base.execute(
                    "SELECT path, text, state FROM answer WHERE attempt_id = ? AND state IN ('given', 'refused')",
                    (id_,),
                )
                kept.note, kept.answers = note, _answers(rows)
                wish = base.execute("SELECT due_at FROM follow_up WHERE attempt_id = ?", (id_,)).fetchone()
                kept.follow_up = wish[0] if wish else ""
        for code, *complaint in base.execute(_COMPLAINTS):
            found.setdefault(code, Kept()).complaints.append(complaint_words(*complaint))
        (away,) = base.execute(_BREAK).fetchone()
    return Shop(found, bool(away), wrong)


def _answers(rows: Iterable[tuple[str, str, str]]) -> dict[int, str]:
    return {int(path.removeprefix("q")): _shown(text, state) for path, text, state in rows}
