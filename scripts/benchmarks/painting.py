"""From a key to the picture it makes: in the call screen, at its end and at its beginning, against a bare field's echo.

All in pseudo-terminals; a time ends when the bytes that show the effect have arrived. Values and floors are 95th
percentiles, taken in turns.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from base_people import START, ZONE
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Expr, Question
from figures import Figure, figure
from starting import HERE, bench_terminal, environment
from terminal import Terminal

SIZES = (8, 60, 228)
_P95 = 0.95
_CALLS, _SECONDS = 1000, 90.0  # of one run, for what stays in memory
_DIGITS = "123"
_F2, _F10, _ESCAPE, _UP = "\x1bOQ", "\x1b[21~", "\x1b", "\x1b[A"
_NAMES = ("PA", "PB")  # customers' names begin with these, so that they are found on any screen


def _script(questions: int) -> Script:
    """So many closed questions, some asked only because of others, as in the field."""
    items = tuple(
        Question(
            f"q{n}", "select_one", f"q{n}", {"中文 (zh)": f"第{n}个问题怎么样?"}, required=Expr("true()"), choices="three",
            relevant=Expr(f"${{q{n - 5}}} != 'x'") if n % 5 == 0 and n > 5 else None,
        )
        for n in range(1, questions + 1)
    )  # fmt: skip
    three = ChoiceList("three", tuple(Choice(f"c{n}", {"中文 (zh)": f"选择{n}"}) for n in (1, 2, 3)))
    return Script(f"paint{questions}", "1", {"中文 (zh)": "画面"}, ("中文 (zh)",), items, {"three": three})


def _add_calls(base: Path, script: Script, customers: int) -> None:
    """So many customers who come before all others, named PA00001 …, with this script."""
    with closing(sqlite3.connect(base, isolation_level=None)) as at:
        at.execute("BEGIN IMMEDIATE")
        version, campaign = script.form_id.encode().ljust(16, b"p"), script.form_id.encode().ljust(16, b"P")
        at.execute(
            """INSERT INTO script_version (id, form_id, version, hash, title, canonical, workbook, file_name, state, created_at)
            VALUES (?, ?, '1', ?, '画面', ?, x'', '', 'published', ?)""",
            (version, script.form_id, script.hash, script.canonical(), START),
        )
        at.execute(
            """INSERT INTO campaign (id, code, name, purpose, script_id, state, max_attempts, created_at)
            VALUES (?, ?, ?, '', ?, 'active', 6, ?)""",
            (campaign, script.form_id, script.form_id, version, START),
        )
        rested = at.execute(
            "SELECT id FROM customer c WHERE name NOT LIKE 'P%' "
            "ORDER BY (SELECT max(a.ended_at) FROM attempt a WHERE a.customer_id = c.id) LIMIT ?",
            (customers,),
        ).fetchall()
        (pool,) = at.execute(
            "INSERT INTO pool (campaign_id, zone, hours, skill) VALUES (?, ?, '', '') RETURNING id", (campaign, ZONE)
        ).fetchone()
        for n, (customer,) in enumerate(rested):
            at.execute("UPDATE customer SET name = ? WHERE id = ?", (f"P{'AB'[n % 2]}{n:05}", customer))
            at.execute(
                """INSERT INTO queue_item (id, campaign_id, customer_id, state, rule, reason, agreed, priority, attempts,
                ready_at, due_on, zone, last_outcome, closed_why, created_at, created_on, pool_id)
                VALUES (?, ?, ?, 'open', 'list', '', 0, 0, 0, '2026-03-05 01:00:00.000000', 20260305, ?, '', '', ?, 20260305, ?)""",
                (script.form_id.encode().ljust(12, b"i") + n.to_bytes(4, "big"), campaign, customer, ZONE, START, pool),
            )
        at.execute("UPDATE queue_item SET state = 'done', closed_at = ?, closed_on = 20260305 WHERE agreed", (START,))
        at.execute("COMMIT")


class _Field:
    """The bare application."""

    def __init__(self) -> None:
        self.terminal = Terminal([sys.executable, str(HERE / "bare_echo.py")], environment())
        self.terminal.until(bool)
        self.terminal.drain(1.0)
        self.typed = 0

    def key(self) -> float:
        """A letter typed until it is seen, in milliseconds."""
        if self.typed == 40:
            self.terminal.send(_F10)
            self.terminal.drain(0.3)
            self.typed = 0
        self.typed += 1
        return self.terminal.timed("x", lambda text: text.count("x") == self.typed)

    def push(self) -> float:
        """An empty screen pushed until it is seen."""
        took = self.terminal.timed(_F2, lambda text: "pushed" in text)
        self.terminal.send(_ESCAPE)
        self.terminal.drain(0.5)
        return took


class _Call:
    """The bench with a script of so many questions in hand, half of them answered."""

    def __init__(self, base: Path, place: Path, agent: str, questions: int) -> None:
        self.path = place / f"paint{questions}.db"
        shutil.copyfile(base, self.path)
        _add_calls(self.path, _script(questions), 2)
        self.questions, self.at = questions, questions // 2
        self.terminal = bench_terminal(self.path, agent)
        self.terminal.until(lambda text: "PA00000" in text)
        self.terminal.send(_F2)
        self._until_live(1)
        for n in range(1, self.at):
            self.terminal.send("1")
            self._until_live(n + 1)
        self.nth = 0

    def _live(self, question: int) -> str:
        return f"第{question}题，共{self.questions}题"

    def _until_live(self, question: int) -> None:
        self.terminal.until(lambda text: self._live(question) in text)
        self.terminal.drain(0.05)

    def key(self) -> float:
        """A digit until the next question is live; then back to this one, which does not count."""
        self.nth += 1
        took = self.terminal.timed(_DIGITS[self.nth % 3], lambda text: self._live(self.at + 1) in text)
        self.terminal.drain(0.2)
        self.terminal.send(_UP)
        self._until_live(self.at)
        self.terminal.drain(0.2)
        return took


def keys(n: int, base: Path, place: Path, agent: str) -> list[Figure]:
    """A key of the call screen at three lengths of the script, all against the same echo."""
    field, calls = _Field(), [_Call(base, place, agent, questions) for questions in SIZES]
    values: dict[int, list[float]] = {questions: [] for questions in SIZES}
    floors: list[float] = []
    try:
        for turn in range(n + 3):
            row = [lambda: floors.append(field.key())]
            row += [lambda call=call: values[call.questions].append(call.key()) for call in calls]  # type: ignore[misc]
            for measure in row if turn % 2 == 0 else reversed(row):
                measure()
    finally:
        for one in (field, *calls):
            one.terminal.end()
    rows = {questions: found[3:] for questions, found in values.items()}  # the first ones warm up
    found = [figure(f"key_{questions}", "ms", rows[questions], floors[3:], share=_P95) for questions in SIZES]
    return [*found, figure("key_growth", "ms", rows[228], rows[8], share=_P95)]


def next_customer(n: int, base: Path, place: Path, agent: str) -> list[Figure]:
    """An outcome chosen until the next customer stands there, and the call screen opened from the queue."""
    field, desk = _Field(), _Desk(base, place, agent, n)
    values: dict[str, list[float]] = {"next": [], "open": [], "echo": [], "push": []}
    try:
        for turn in range(n + 3):
            row = [("echo", field.key), ("push", field.push), ("next", desk.outcome), ("open", desk.open)]
            for name, measure in row if turn % 2 == 0 else reversed(row):
                values[name].append(measure())
    finally:
        for one in (field, desk):
            one.terminal.end()
    kept = {name: found[3:] for name, found in values.items()}  # the first ones warm up
    return [
        figure("next_customer", "ms", kept["next"], kept["echo"], share=_P95),
        figure("open_call", "ms", kept["open"], kept["push"], share=_P95),
    ]


def many_calls(base: Path, place: Path, agent: str) -> list[Figure]:
    """Resident memory after 1,000 calls in one run, or as many as there is time for, against that after the first 50."""
    path = place / "many.db"
    shutil.copyfile(base, path)
    _add_calls(path, _script(SIZES[0]), _CALLS + 20)
    run = [sys.executable, str(HERE / "many_calls.py"), str(path), agent, str(_CALLS), str(_SECONDS)]
    told = subprocess.run(run, env=environment(), check=True, capture_output=True, text=True).stdout
    found = [line.split() for line in told.splitlines()]
    (_few, first), (calls, last) = found[0], found[-1]
    return [replace(figure("memory_calls", "MB", [float(last)], [float(first)], digits=1), n=int(calls))]


class _Desk:
    """The bench with customers who do not answer, one after the other."""

    def __init__(self, base: Path, place: Path, agent: str, n: int) -> None:
        path = place / "next.db"
        shutil.copyfile(base, path)
        _add_calls(path, _script(SIZES[0]), 2 * n + 20)
        self.terminal = bench_terminal(path, agent)
        self.terminal.until(lambda text: "PA00000" in text)
        self.terminal.drain(2.0)
        self.terminal.timed(_F2, self._called)

    @staticmethod
    def _called(text: str) -> bool:
        return "第1题，共8题" in text

    def outcome(self) -> float:
        """F2 opens the outcomes; then the key of "no answer" until somebody else is called."""
        self.terminal.drain(0.5)  # the key before is deaf for a moment
        here = next(name for name in _NAMES if name in self.terminal.text)
        other = next(name for name in _NAMES if name != here)
        self.terminal.timed(_F2, lambda text: "没有接通" in text or "未接通" in text or "无人接听" in text)
        self.terminal.drain(0.2)
        return self.terminal.timed("2", lambda text: self._called(text) and other in text)

    def open(self) -> float:
        """Back to the queue, then F2 until a customer is called."""
        self.terminal.drain(0.5)
        self.terminal.timed(_ESCAPE, lambda text: not self._called(text))
        self.terminal.drain(1.0)
        return self.terminal.timed(_F2, self._called)
