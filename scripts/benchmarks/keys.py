"""Keys a call costs: the installed program is worked in a pseudo-terminal, and the base is asked what came of it.

The floor of these figures is the budget. A key counts when it is pressed; what it did is read from the base.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from base_people import START, ZONE
from base_script import YES_NO
from callbench.values.when import presets
from figures import Figure
from starting import bench_terminal

ENTER, F2, F3 = "\r", "\x1bOQ", "\x1bOR"
BUDGETS = {"keys_closed_question": 1, "keys_call_8_questions": 10, "keys_unanswered": 2, "keys_follow_up_preset": 4}
NOW = datetime(2026, 3, 5, 14, 30, tzinfo=ZoneInfo(ZONE))
PATIENCE = 20.0  # seconds until a key has had its effect on the base
QUESTIONS = len(YES_NO.items)


class Desk:
    """One agent at work on a copy of the base; `pressed` counts."""

    def __init__(self, base: Path, place: Path, agent: str, first_row: str) -> None:
        path = place / "keys.db"
        shutil.copyfile(base, path)
        self.base = sqlite3.connect(path, isolation_level=None)
        self.agent: bytes = self.base.execute("SELECT id FROM agent WHERE code = ?", (agent,)).fetchone()[0]
        self._add_campaign()
        self.terminal = bench_terminal(path, agent)
        self.terminal.until(lambda text: first_row in text or "护理" in text)
        self.pressed = 0

    def _add_campaign(self) -> None:
        """Customers who come first, with a script of closed questions."""
        script, campaign = b"k" * 16, b"K" * 16
        run = self.base.execute
        run(
            """INSERT INTO script_version (id, form_id, version, hash, title, canonical, workbook, file_name, state, created_at)
            VALUES (?, 'keys', '1', ?, 'keys', ?, x'', '', 'published', ?)""",
            (script, YES_NO.hash, YES_NO.canonical(), START),
        )
        run(
            """INSERT INTO campaign (id, code, name, purpose, script_id, state, max_attempts, created_at)
            VALUES (?, 'keys', 'keys', '', ?, 'active', 6, ?)""",
            (campaign, script, START),
        )
        (pool,) = run(
            "INSERT INTO pool (campaign_id, zone, hours, skill) VALUES (?, ?, '', '') RETURNING id", (campaign, ZONE)
        ).fetchone()
        rested = run(
            "SELECT id FROM customer c ORDER BY (SELECT max(a.ended_at) FROM attempt a WHERE a.customer_id = c.id) LIMIT 8"
        )
        self.base.executemany(
            """INSERT INTO queue_item (id, campaign_id, customer_id, state, rule, reason, agreed, priority, attempts, ready_at,
            due_on, zone, last_outcome, closed_why, created_at, created_on, pool_id)
            VALUES (?, ?, ?, 'open', 'list', '', 0, 0, 0, '2026-03-05 01:00:00.000000', 20260305, ?, '', '', ?, 20260305, ?)""",
            [
                (bytes(15) + bytes([n]), campaign, customer, ZONE, START, pool)
                for n, (customer,) in enumerate(rested.fetchall(), 1)
            ],
        )
        run("UPDATE queue_item SET state = 'done', closed_at = ?, closed_on = 20260305 WHERE agreed", (START,))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.terminal.send(key)
            self.pressed += 1
            self.terminal.drain(0.3)  # as fast as a quick typist

    def number(self, query: str) -> int:
        return int(self.base.execute(query, {"agent": self.agent}).fetchone()[0])

    def answered(self) -> int:
        """Answers on disk of the call in hand."""
        return self.number(
            "SELECT count(*) FROM draft_answer a JOIN draft d ON d.id = a.draft_id WHERE d.agent_id = :agent"
        )

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.perf_counter() + PATIENCE
        while not holds():
            self.terminal.drain(0.05)
            if time.perf_counter() > end:
                raise RuntimeError(f"never came: {what}\n" + "\n".join(self.terminal.lines))

    def next_call(self) -> Counter[str]:
        """Wait until a call is in hand and shown; what was saved before it."""
        self.until(lambda: self.number("SELECT count(*) FROM draft WHERE agent_id = :agent") == 1, "a call in hand")
        query = "SELECT c.name FROM draft d JOIN queue_item i ON i.id = d.item_id JOIN customer c ON c.id = i.customer_id WHERE d.agent_id = ?"
        name = self.base.execute(query, (self.agent,)).fetchone()[0]
        self.until(lambda: name in self.terminal.text, "its card")
        self.terminal.drain(0.6)  # a key that ended a call is deaf for a moment
        self.pressed = 0
        return self.outcomes()

    def outcomes(self) -> Counter[str]:
        """The agent's saved calls by outcome."""
        query = "SELECT outcome, count(*) FROM attempt WHERE agent_id = ? GROUP BY outcome"
        return Counter(dict(self.base.execute(query, (self.agent,))))

    def saved(self, before: Counter[str], outcome: str) -> bool:
        """Whether one call more is saved, with this outcome, and the next one is in hand."""
        after = self.outcomes() == before + Counter([outcome])
        return after and self.number("SELECT count(*) FROM draft WHERE agent_id = :agent") == 1


def keys(base: Path, place: Path, agent: str, first_row: str) -> list[Figure]:
    """All four counts, from three calls in a row."""
    desk = Desk(base, place, agent, first_row)
    found: dict[str, float] = {}
    try:
        desk.press(F2)
        before = desk.next_call()
        desk.press(*["1"] * QUESTIONS)
        desk.until(lambda: desk.answered() == QUESTIONS, "all answers on disk")
        found["keys_closed_question"] = desk.pressed / QUESTIONS
        while not desk.saved(before, "completed"):
            desk.press(ENTER)
            desk.terminal.drain(1.0)
        found["keys_call_8_questions"] = desk.pressed

        before = desk.next_call()
        desk.press(F2, "2")
        desk.until(lambda: desk.saved(before, "no_answer"), "an attempt without an answer")
        found["keys_unanswered"] = desk.pressed

        before = desk.next_call()
        tomorrow = next(
            key for key, _label, at in presets(NOW, ZoneInfo(ZONE)) if (at.day, at.hour, at.minute) == (6, 10, 0)
        )
        desk.press(F3, tomorrow, ENTER)
        found["keys_follow_up_preset"] = desk.pressed
        desk.press("7")
        desk.until(lambda: desk.saved(before, "callback_agreed"), "an agreed callback")
        booked = """SELECT count(*) FROM follow_up
            WHERE made_by = :agent AND state = 'open' AND due_at = '2026-03-06 02:00:00.000000'"""
        desk.until(lambda: desk.number(booked) == 1, "the follow-up of tomorrow at ten")
    finally:
        desk.terminal.end()
        desk.base.close()
    return [
        Figure(name, value, "keys", BUDGETS[name], round(value / BUDGETS[name], 3), 1) for name, value in found.items()
    ]
