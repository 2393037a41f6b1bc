"""The daily summary against bases whose rows are known: every figure is what a plain count over the rows gives."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from sqlmodel import SQLModel

from callbench import i18n
from callbench.desk.bench import Bench
from callbench.desk.summary import summary
from callbench.errors import UsageProblem
from callbench.records.people import Agent
from callbench.records.summary import Summary
from callbench.rules.outcomes import OUTCOMES, SHIPPED
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Question
from callbench.store import pools

TODAY = 20260305  # as the clock of conftest has it
SCRIPT = Script(
    form_id="care",
    version="1",
    titles={"": "Care"},
    languages=("中文 (zh)", "English (en)"),
    items=(
        Question("hidden_name", "hidden", "hidden_name"),
        Question(
            "satisfied",
            "select_one",
            "satisfied",
            {"中文 (zh)": "${hidden_name},满意吗?", "English (en)": "Satisfied, ${hidden_name}?"},
            choices="five",
            measure="csat",
        ),
        Question(
            "recommend", "range", "recommend", {"": "Recommend?"}, parameters={"start": "0", "end": "10"}, measure="nps"
        ),
        Question("trouble", "select_multiple", "trouble", {"": "Any trouble?"}, choices="trouble"),
        Question("words", "text", "words", {"": "In your words"}),
        Question("spent", "integer", "spent", {"": "Spent"}),
        Question("total", "calculate", "total"),
    ),
    lists={
        "five": ChoiceList("five", tuple(Choice(str(n), {"": f"{n} stars"}) for n in (5, 4, 3, 2, 1))),
        "trouble": ChoiceList("trouble", (Choice("red", {"": "Redness"}), Choice("itch", {"": "Itching"}))),
    },
)


def moment(day: int, minute: int = 0) -> datetime:
    """Ten o'clock in Shanghai and some minutes, in UTC."""
    return datetime(day // 10_000, day // 100 % 100, day % 100, 2, 0, tzinfo=UTC) + timedelta(minutes=minute)


@dataclass
class Rows:
    """The rows of a base as the test means them; `store` writes them."""

    agents: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    follow_ups: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[dict[str, Any]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def id(self) -> UUID:
        return UUID(int=next(self.numbers))

    def agent(self, code: str, state: str = "active") -> UUID:
        self.agents.append(
            {
                "id": self.id(),
                "code": code,
                "name": code.title(),
                "role": "agent",
                "state": state,
                "created_at": moment(20260101),
            }
        )
        return self.agents[-1]["id"]

    def item(
        self, due_on: int, created_on: int = 20260301, agent: UUID | None = None, closed_on: int | None = None
    ) -> dict[str, Any]:
        self.items.append(
            {
                "id": self.id(), "campaign_id": CAMPAIGN, "customer_id": self.id(), "state": "done" if closed_on else "open",
                "rule": "list", "reason": "", "agreed": False, "priority": 5, "attempts": 0, "ready_at": moment(due_on),
                "due_on": due_on, "zone": "Asia/Shanghai", "agent_id": agent, "last_outcome": "",
                "closed_at": moment(closed_on) if closed_on else None, "closed_on": closed_on, "closed_why": "",
                "created_at": moment(created_on), "created_on": created_on,
            }
        )  # fmt: skip
        return self.items[-1]

    def call(self, item: dict[str, Any], agent: UUID, outcome: str, day: int, due_on: int | None = None) -> UUID:
        item["attempts"] += 1
        self.attempts.append(
            {
                "id": self.id(), "item_id": item["id"], "nth": item["attempts"], "campaign_id": CAMPAIGN,
                "customer_id": item["customer_id"], "agent_id": agent, "script_id": SCRIPT_ID, "e164": "", "channel": "phone",
                "outcome": outcome, "started_at": moment(day, item["attempts"]), "ended_at": moment(day, item["attempts"] + 1),
                "business_day": day, "due_on": item["due_on"] if due_on is None else due_on, "note": "",
                "corrected_at": None,
            }
        )  # fmt: skip
        return self.attempts[-1]["id"]

    def answer(self, attempt: UUID, path: str, text: str, state: str = "given") -> None:
        kind, measure = {
            "satisfied": ("choice", "csat"), "recommend": ("integer", "nps"), "trouble": ("choices", ""),
            "words": ("text", ""), "spent": ("integer", ""), "total": ("integer", ""),
        }[path]  # fmt: skip
        number = float(text) if text.isdigit() and kind != "text" else None
        self.answers.append(
            {"attempt_id": attempt, "path": path, "question": path, "kind": kind, "text": text, "number": number, "label": "",
             "state": state, "measure": measure}
        )  # fmt: skip

    def follow_up(self, item: dict[str, Any], made_by: UUID, day: int) -> None:
        self.follow_ups.append(
            {"id": self.id(), "item_id": item["id"], "customer_id": item["customer_id"], "made_by": made_by, "due_at": moment(day),
             "due_on": day, "reason": "", "note": "", "state": "kept", "made_at": moment(day), "made_on": day}
        )  # fmt: skip

    def complaint(self, item: dict[str, Any], raised_by: UUID, day: int) -> None:
        at = moment(day)
        self.complaints.append(
            {"id": self.id(), "customer_id": item["customer_id"], "kind": "price", "urgency": "normal", "words": "",
             "state": "raised", "raised_by": raised_by, "raised_at": at, "raised_on": day, "answer_by": at, "solve_by": at,
             "final_by": at}
        )  # fmt: skip

    def store(self, bench: Bench) -> None:
        """Empty the base and write these rows."""
        tables = SQLModel.metadata.tables
        customers = [
            {"id": item["customer_id"], "code": "", "name": "n", "zone": "Asia/Shanghai", "created_at": moment(20260101),
             "updated_at": moment(20260101), "gender": "", "customer_class": "", "branch": "", "birthday": "", "email": "",
             "wechat": "", "channel": "", "preferred_time": "", "preferences": "", "special_needs": "", "note": "", "state": "active"}
            for item in self.items
        ]  # fmt: skip
        script = {
            "id": SCRIPT_ID, "form_id": SCRIPT.form_id, "version": "1", "hash": SCRIPT.hash, "title": "Care",
            "canonical": SCRIPT.canonical(), "workbook": b"", "file_name": "", "state": "published", "created_at": moment(20260101),
        }  # fmt: skip
        campaign = {
            "id": CAMPAIGN, "code": "care", "name": "Care", "purpose": "", "script_id": SCRIPT_ID, "state": "active",
            "max_attempts": 6, "created_at": moment(20260101),
        }  # fmt: skip
        rows = {
            "agent": self.agents, "customer": customers, "script_version": [script], "campaign": [campaign],
            "pool": [], "queue_item": self.items, "attempt": self.attempts, "answer": self.answers, "follow_up": self.follow_ups,
            "complaint": self.complaints,
        }  # fmt: skip
        with bench.db.write() as connection:
            connection.info.clear()  # the pools it has seen go as well
            for name in ("attempt_last", "attempt_stays"):  # they keep attempts from being emptied
                connection.exec_driver_sql(
                    f"DROP TRIGGER IF EXISTS {name}" + (" ON attempt" if bench.db.is_postgres else "")
                )
            for name in reversed(rows):
                connection.execute(delete(tables[name]))
            for name, lines in rows.items():
                if lines:
                    found = pools.with_pools(connection, lines) if name == "queue_item" else lines
                    connection.execute(insert(tables[name]), found)

    def person(self, code: str) -> Agent:
        row = next(agent for agent in self.agents if agent["code"] == code)
        return Agent(row["id"], row["code"], row["name"], row["role"], row["state"])


SCRIPT_ID, CAMPAIGN = UUID(int=10**9), UUID(int=10**9 + 1)


def values(found: Summary, *keys: str) -> list[float | None]:
    return [found.measures[key].value for key in keys]


@pytest.fixture
def day() -> Rows:
    """A day told in full: two agents, seven customers."""
    rows = Rows()
    wang, li = rows.agent("wang"), rows.agent("li")
    rows.agent("new")
    rows.agent("gone", "left")
    first, second, third, fourth = (rows.item(TODAY) for _ in range(4))
    for item in (first, second):
        item.update(state="done", closed_on=TODAY, closed_at=moment(TODAY))
    call = rows.call(first, wang, "completed", TODAY)
    rows.answer(call, "satisfied", "5")
    rows.answer(call, "recommend", "10")
    rows.answer(call, "trouble", "red itch")
    rows.answer(call, "words", "all good")
    rows.answer(call, "total", "3", "calculated")
    call = rows.call(second, li, "completed", TODAY)
    rows.answer(call, "satisfied", "2")
    rows.answer(call, "recommend", "3")
    rows.answer(call, "trouble", "red")
    rows.answer(call, "spent", "80")
    rows.call(third, wang, "busy", TODAY)
    third["due_on"] = 20260306
    rows.call(third, li, "callback_agreed", TODAY)
    rows.follow_up(third, li, TODAY)
    rows.call(fourth, wang, "refused_now", 20260304, due_on=20260304)  # yesterday; due again today
    call = rows.call(fourth, wang, "partial", TODAY)
    rows.answer(call, "satisfied", "", "refused")
    rows.answer(call, "recommend", "", "skipped")
    rows.item(TODAY)  # waits
    rows.item(20260302, agent=li)  # overdue, hers
    rows.item(20260306)  # not yet
    return rows


def test_a_day_told_in_full(bench: Bench, day: Rows):
    day.store(bench)
    found = summary(bench)
    assert (found.first_day, found.last_day, found.agent) == (TODAY, TODAY, "")
    assert values(found, "planned", "attempted", "waiting", "calls", "reached", "completed", "refused", "follow_ups") == [
        6, 4, 2, 5, 4, 2, 0, 1,
    ]  # fmt: skip
    assert values(found, "reach_rate", "completion_rate", "follow_up_rate") == [4 / 5, 2 / 4, 2 / 6]
    assert values(found, "satisfaction", "satisfaction_mean", "nps") == [1 / 2, 3.5, 0]
    assert found.measures["satisfaction"].left_out == {"refused": 1}
    assert found.measures["nps"].left_out == {"unanswered": 1}
    assert found.measures["attempted"].left_out == {"also_by_another_agent": 1}
    assert {key: n for key, n in found.outcomes.items() if n} == {
        "completed": 2, "busy": 1, "callback_agreed": 1, "partial": 1,
    }  # fmt: skip
    assert list(found.outcomes) == [outcome.key for outcome in OUTCOMES]
    assert all(check.holds for check in found.checks)
    assert [line.code for line in found.agents] == ["li", "new", "wang", ""]  # who left and did nothing is not listed
    li, new, wang, anyone = found.agents
    assert [line.measures["calls"].value for line in found.agents] == [2, 0, 3, 0]
    assert [line.measures["planned"].value for line in found.agents] == [3, 0, 3, 1]
    assert (anyone.name, anyone.measures["waiting"].value, sum(anyone.outcomes.values())) == ("", 1, 0)
    assert [line.measures["satisfaction"].value for line in (li, new, wang)] == [0, None, 1]
    assert {key: n for key, n in wang.outcomes.items() if n} == {"completed": 1, "busy": 1, "partial": 1}


def test_an_agents_summary_is_their_line(bench: Bench, day: Rows):
    day.store(bench)
    team = {line.code: line for line in summary(bench).agents}
    for code in ("wang", "li", "new"):
        own = summary(bench, agent=day.person(code))
        assert own.agent == code
        assert own.measures == team[code].measures
        assert own.outcomes == team[code].outcomes
        assert own.agents == (team[code],)
        assert all(check.holds for check in own.checks)
    assert [q.path for q in summary(bench, agent=day.person("wang")).questions] == [
        "satisfied",
        "recommend",
        "trouble",
        "words",
    ]


def test_questions_in_the_scripts_order_and_words(bench: Bench, day: Rows):
    day.store(bench)
    satisfied, recommend, trouble, words, spent = summary(bench).questions
    assert (satisfied.script, satisfied.path, satisfied.label) == ("care", "satisfied", "Satisfied, …?")
    assert (satisfied.answered, satisfied.refused, satisfied.unanswered, satisfied.mean) == (2, 1, 0, 3.5)
    assert satisfied.distribution == (
        ("5", "5 stars", 1), ("4", "4 stars", 0), ("3", "3 stars", 0), ("2", "2 stars", 1), ("1", "1 stars", 0),
    )  # fmt: skip
    assert (recommend.answered, recommend.unanswered, recommend.mean) == (2, 1, 6.5)
    assert [(value, n) for value, _label, n in recommend.distribution if n] == [("3", 1), ("10", 1)]
    assert len(recommend.distribution) == 11
    assert trouble.distribution == (("red", "Redness", 2), ("itch", "Itching", 1))
    assert (trouble.answered, trouble.mean) == (2, None)
    assert (words.answered, words.distribution) == (1, ())
    assert (spent.mean, spent.distribution) == (80, (("80", "80", 1),))
    i18n.use_language("zh_CN")
    assert summary(bench).questions[0].label == "…,满意吗?"


def test_yesterday_stays_as_it_was(bench: Bench, day: Rows):
    """Called today, closed today or due again: at the end of yesterday they were still what they were."""
    day.store(bench)
    found = summary(bench, 20260304)
    # The overdue item waited, and nothing else: the others were due today.
    assert values(found, "planned", "attempted", "waiting", "calls", "refused") == [2, 1, 1, 1, 1]
    assert all(check.holds for check in found.checks)
    late = day.item(20260303, closed_on=TODAY)  # closed today without a call
    day.call(day.item(20260303, closed_on=TODAY), day.person("li").id, "completed", TODAY)
    day.item(20260303, created_on=TODAY)  # came with an old date only today
    day.store(bench)
    assert values(summary(bench, 20260304), "planned", "attempted", "waiting") == [4, 1, 3]
    assert late["due_on"] == 20260303
    assert values(summary(bench, 20260304, TODAY), "planned", "attempted", "waiting") == [8, 5, 3]


def test_a_call_taken_up_again_counts_each_question_once(bench: Bench):
    """Partly done on one day, done on the next, the first answers carried on: one interview, its last answers."""
    rows = Rows()
    wang, li = rows.agent("wang"), rows.agent("li")
    item = rows.item(20260304)
    partial = rows.call(item, wang, "partial", 20260304)
    rows.answer(partial, "satisfied", "5")
    rows.answer(partial, "trouble", "red")
    done = rows.call(item, li, "completed", TODAY)
    rows.answer(done, "satisfied", "4")
    rows.answer(done, "recommend", "9")
    item.update(state="done", closed_on=TODAY, closed_at=moment(TODAY))
    rows.store(bench)
    both = summary(bench, 20260304, TODAY)
    assert both.measures["satisfaction_mean"].value == 4
    assert both.measures["satisfaction"].left_out == {"resumed": 1}
    assert [(q.path, q.answered) for q in both.questions] == [("satisfied", 1), ("recommend", 1), ("trouble", 1)]
    assert summary(bench, 20260304, agent=rows.person("wang")).measures["satisfaction_mean"].value == 5
    assert summary(bench, 20260304, TODAY, rows.person("wang")).measures["satisfaction_mean"].value is None
    assert values(summary(bench, TODAY), "satisfaction_mean", "nps") == [4, 100]


def test_who_has_no_number_does_not_wait(bench: Bench):
    rows = Rows()
    rows.agent("wang")
    rows.item(TODAY)
    rows.item(TODAY).update(state="parked", closed_why="no_phone")
    rows.store(bench)
    assert values(summary(bench), "planned", "waiting") == [1, 1]


def test_days_without_anything(bench: Bench, day: Rows):
    day.store(bench)
    for first, last in ((20270101, 20270131), (20260306, 20260306), (20200101, 20200101)):
        found = summary(bench, first, last)
        assert {f.numerator for f in found.measures.values()} == {0}
        assert found.measures["reach_rate"].value is None
        assert (found.questions, sum(found.outcomes.values())) == ((), 0)
        assert all(check.holds for check in found.checks)


@pytest.mark.parametrize(
    ("first", "last"), [(20260230, None), (0, None), (-5, None), (20260305, 20260304), (99999999, None)]
)
def test_days_that_are_none(lite: Bench, first: int, last: int | None):
    with pytest.raises(UsageProblem):
        summary(lite, first, last)


def test_a_sum_that_does_not_hold_is_said(lite: Bench, day: Rows, monkeypatch: pytest.MonkeyPatch):
    from callbench.store import summary as store

    day.store(lite)
    monkeypatch.setattr(store, "calls", lambda _connection, _days: 6)
    monkeypatch.setattr(store, "planned", lambda _connection, _days: 7)
    wrong = {check.name: (check.left, check.right) for check in summary(lite).checks if not check.holds}
    assert wrong == {
        "outcomes_are_calls": (5, 6), "agents_calls": (5, 6),
        "planned_is_called_and_waiting": (6, 7), "agents_planned": (6, 7),
    }  # fmt: skip


DAYS = [20260227, 20260228, 20260301, 20260302, 20260303, 20260304, TODAY, 20260306]
KEYS = [outcome.key for outcome in OUTCOMES]


@st.composite
def bases(draw: st.DrawFn) -> Rows:
    """A small base in which every item has lived a possible life up to today."""
    rows = Rows()
    people = [rows.agent(code, draw(st.sampled_from(["active", "left"]))) for code in ("a", "b", "c")]
    past = DAYS[: DAYS.index(TODAY) + 1]
    for _ in range(draw(st.integers(0, 7))):
        created = draw(st.sampled_from(past))
        item = rows.item(draw(st.sampled_from(DAYS)), created, draw(st.sampled_from([None, *people])))
        for called in sorted(draw(st.lists(st.sampled_from([d for d in past if d >= created]), max_size=3))):
            key = draw(st.sampled_from([*KEYS, "partial", "broke_off"]))
            call = rows.call(item, draw(st.sampled_from(people)), key, called)
            if draw(st.booleans()):
                rows.attempts[-1]["corrected_at"] = moment(called)
            if draw(st.booleans()):
                rows.complaint(item, draw(st.sampled_from(people)), called)
            for path in draw(st.sets(st.sampled_from(["satisfied", "recommend", "trouble"]))):
                state = draw(st.sampled_from(["given", "given", "refused", "skipped"]))
                text = {"satisfied": st.sampled_from("12345"), "recommend": st.integers(0, 12).map(str),
                        "trouble": st.sampled_from(["red", "itch", "red itch"])}[path]  # fmt: skip
                rows.answer(call, path, draw(text) if state == "given" else "", state)
            if SHIPPED[key].final:
                item.update(state="done", closed_on=called, closed_at=moment(called))
                break
            item["due_on"] = draw(st.sampled_from([d for d in DAYS if d >= called]))
            if draw(st.booleans()):
                rows.follow_up(item, draw(st.sampled_from(people)), called)
        else:
            if draw(st.integers(0, 3)) == 0:  # closed without a call
                after = [a["business_day"] for a in rows.attempts if a["item_id"] == item["id"]]
                closed = draw(st.sampled_from([d for d in past if d >= max([created, *after])]))
                item.update(state="done", closed_on=closed, closed_at=moment(closed))
    return rows


def answers_that_count(rows: Rows, first: int, last: int) -> list[dict[str, Any]]:
    """The answers of the days; of calls that were taken up again, the last answer to each question."""
    calls = [a for a in rows.attempts if first <= a["business_day"] <= last]
    by_call = {a["id"]: {r["path"]: r for r in rows.answers if r["attempt_id"] == a["id"]} for a in calls}
    kept = []
    for call in calls:
        later = [a for a in calls if a["item_id"] == call["item_id"] and a["nth"] > call["nth"]]
        again = {path for a in later for path in by_call[a["id"]]} if SHIPPED[call["outcome"]].resumes else set()
        kept += [row for path, row in by_call[call["id"]].items() if path not in again]
    return kept


def counted(rows: Rows, first: int, last: int, agent: UUID | None) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of every measure, by plain counting."""
    calls = [a for a in rows.attempts if first <= a["business_day"] <= last]
    called_by_anyone = {a["item_id"] for a in calls}
    waiting = set()
    for item in rows.items if first <= TODAY else []:
        later = [a for a in rows.attempts if a["item_id"] == item["id"] and a["business_day"] > last]
        if later:
            due = later[0]["due_on"]
        elif item["closed_on"] is None or item["closed_on"] > last:
            due = item["due_on"]
        else:
            continue
        if item["created_on"] <= last and due <= min(last, TODAY) and item["id"] not in called_by_anyone:
            waiting.add((item["id"], item["agent_id"]))
    if agent:
        calls = [a for a in calls if a["agent_id"] == agent]
        waiting = {line for line in waiting if line[1] == agent}
    attempted = {a["item_id"] for a in calls}
    ended = {a["item_id"] for a in calls if SHIPPED[a["outcome"]].final}
    reached = sum(SHIPPED[a["outcome"]].contacted for a in calls)
    completed = sum(a["outcome"] == "completed" for a in calls)
    refused = sum(SHIPPED[a["outcome"]].aapor == "R" for a in calls)
    made = sum(first <= f["made_on"] <= last and agent in (None, f["made_by"]) for f in rows.follow_ups)
    raised = sum(first <= c["raised_on"] <= last and agent in (None, c["raised_by"]) for c in rows.complaints)
    corrected = sum(a["corrected_at"] is not None for a in calls)
    ids = {a["id"] for a in calls}
    given = [a for a in answers_that_count(rows, first, last) if a["attempt_id"] in ids and a["state"] == "given"]
    csat = [int(a["text"]) for a in given if a["path"] == "satisfied"]
    nps = [int(a["text"]) for a in given if a["path"] == "recommend" and int(a["text"]) <= 10]
    up, down = sum(v >= 9 for v in nps), sum(v <= 6 for v in nps)
    planned = len(attempted) + len(waiting)
    return {
        "planned": (planned, 1), "attempted": (len(attempted), 1), "waiting": (len(waiting), 1), "calls": (len(calls), 1),
        "reached": (reached, 1), "reach_rate": (reached, len(calls)), "completed": (completed, 1),
        "completion_rate": (completed, reached), "refused": (refused, 1), "follow_ups": (made, 1),
        "complaints": (raised, 1), "corrected": (corrected, 1),
        "follow_up_rate": (len(ended), planned), "satisfaction": (sum(v >= 4 for v in csat), len(csat)),
        "satisfaction_mean": (sum(csat), len(csat)), "promoters": (up, len(nps)), "detractors": (down, len(nps)),
        "nps": (up - down, len(nps)), "ces": (0, 0), "break_minutes": (0, 1),
    }  # fmt: skip


@hypothesis(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(rows=bases(), days=st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted))
def test_every_figure_is_a_plain_count(lite: Bench, rows: Rows, days: list[int]):
    rows.store(lite)  # the one base, filled anew for each example
    first, last = days
    found = summary(lite, first, last)
    lines = {line.code: line for line in found.agents}
    assert {key: (f.numerator, f.denominator) for key, f in found.measures.items()} == counted(rows, first, last, None)
    assert [check for check in found.checks if not check.holds] == []
    everyone = Counter(a["outcome"] for a in rows.attempts if first <= a["business_day"] <= last)
    assert {key: n for key, n in found.outcomes.items() if n} == everyone
    for person in rows.agents:
        expected = counted(rows, first, last, person["id"])
        if person["code"] in lines:
            line = lines[person["code"]]
            assert {key: (f.numerator, f.denominator) for key, f in line.measures.items()} == expected
            own = summary(lite, first, last, rows.person(person["code"]))
            assert own.measures == line.measures
            assert [check for check in own.checks if not check.holds] == []
        else:
            assert person["state"] == "left"
            assert (
                expected["planned"] == expected["calls"] == expected["follow_ups"] == expected["complaints"] == (0, 1)
            )
    counting = answers_that_count(rows, first, last)
    for question in found.questions:
        own_rows = [a for a in counting if a["path"] == question.path]
        states = Counter(a["state"] for a in own_rows)
        assert (question.answered, question.refused, question.unanswered) == (
            states["given"],
            states["refused"],
            states["skipped"],
        )
        given_values = Counter(v for a in own_rows if a["state"] == "given" for v in a["text"].split())
        assert {value: n for value, _label, n in question.distribution if n} == given_values
    assert {q.path for q in found.questions} == {a["path"] for a in counting}
