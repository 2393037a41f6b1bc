"""A small shop on a real file for the tests of the call: scripts, customers with history, a queue, the real app."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from textual.events import Key

from callbench.desk.bench import Bench
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Expr, Question
from callbench.store import pools, tables

TRUE = Expr("true()")
ZH, EN = "中文 (zh)", "English (en)"


def both(zh: str, en: str) -> dict[str, str]:
    return {ZH: zh, EN: en}


FIVE = ChoiceList(
    "five",
    tuple(
        Choice(str(n), both(zh, en))
        for n, zh, en in (
            (5, "非常满意", "very satisfied"),
            (4, "满意", "satisfied"),
            (3, "一般", "so-so"),
            (2, "不满意", "dissatisfied"),
            (1, "很不满意", "very dissatisfied"),
        )
    ),
)
TROUBLE = ChoiceList(
    "trouble",
    (
        Choice("none", both("没有", "none")),
        Choice("slight", both("轻微,已消退", "slight, gone by now")),
        Choice("marked", both("明显", "marked"), complaint="skin"),
    ),
)
YES_NO = ChoiceList("yes_no", (Choice("yes", both("方便", "yes")), Choice("no", both("不方便", "no"))))
TOPICS = ChoiceList(
    "topics",
    (
        Choice("care", both("护理知识", "skin care")),
        Choice("offers", both("优惠活动", "offers")),
        Choice("booking", both("预约提醒", "reminders")),
    ),
)
SHOPS = ChoiceList("shops", tuple(Choice(f"s{n}", both(f"第{n}门店", f"Branch {n}")) for n in range(1, 26)))
LISTS = {each.name: each for each in (FIVE, TROUBLE, YES_NO, TOPICS, SHOPS)}
HELLO = both(
    "${customer_name}您好,我是静雅美容的${agent_name}。前几天您在静安店做了水光护理,想了解一下这几天的感觉,大约两分钟,方便吗?",
    "Hello ${customer_name}, this is ${agent_name} of Jingya Beauty. You had a hydration facial here a few days ago. "
    "May I ask how your skin has felt since? It takes two minutes.",
)


def closed(name: str, zh: str, en: str, choices: str = "five", **more: Any) -> Question:
    return Question(name, "select_one", name, both(zh, en), choices=choices, **{"required": TRUE, **more})


def script(name: str, *items: Question) -> Script:
    hidden = tuple(Question(each, "hidden", each) for each in ("customer_name", "agent_name"))
    return Script(name, "3", both("护理后关怀", "After-care"), (ZH, EN), (*hidden, *items), LISTS)


EIGHT = script(
    "eight",
    Question("hello", "note", "hello", HELLO),
    closed("handy", "现在方便通话吗?", "Is now a good time?", "yes_no"),
    closed("effect", "护理效果满意吗?", "Are you satisfied with the result?", measure="csat"),
    closed("trouble", "护理后皮肤有没有不适?", "Any discomfort since?", "trouble", refuse=True),
    closed("attitude", "服务态度怎么样?", "How was the service?", measure="attitude"),
    closed("waiting", "等候时间合适吗?", "Was the waiting time all right?"),
    closed("room", "环境卫生满意吗?", "Was everything clean?"),
    Question("nps", "range", "nps", both("愿意把我们推荐给朋友吗?", "Would you recommend us?"),
             parameters={"start": "0", "end": "10"}, required=TRUE, measure="nps"),
    closed("again", "愿意再来吗?", "Will you come again?", "yes_no"),
    Question("thanks", "note", "thanks", both("谢谢您,祝您生活愉快!", "Thank you, have a nice day!")),
)  # fmt: skip
KINDS = script(
    "kinds",
    Question("words", "text", "words", both("还有什么建议?", "Any suggestions?"), refuse=True),
    Question("visits", "integer", "visits", both("今年来过几次?", "How often this year?"), required=TRUE,
             hint=both("大概就行", "roughly")),
    Question("next", "date", "next", both("下次想约哪天?", "Which day next time?")),
    Question("hour", "time", "hour", both("几点方便?", "What time of day?")),
    Question("topics", "select_multiple", "topics", both("想收到哪些信息?", "What would you like to hear about?"),
             choices="topics"),
    Question("shop", "select_one", "shop", both("常去哪家店?", "Which branch do you use?"), choices="shops"),
    Question("story", "text", "story", both("请说说经过", "What happened?"), appearance="multiline"),
    Question("nps", "range", "nps", both("愿意推荐吗?", "Would you recommend us?"),
             parameters={"start": "0", "end": "10"}, measure="nps"),
    closed("unwell", "有没有不适?", "Any discomfort?", "yes_no", required=None),
    Question("mobile", "text", "mobile", both("换号了吗?新号码?", "A new number?"), appearance="phone"),
    Question("what", "text", "what", both("哪里不适?", "What was it?"), relevant=Expr("${unwell} = 'yes'")),
    Question("agreed", "acknowledge", "agreed", both("已告知隐私政策", "Privacy notice given")),
)  # fmt: skip

NAMES = ("李娜", "王芳", "张伟", "陈静", "刘洋", "赵敏")


def mobile(n: int) -> str:
    return f"+861381234{5678 + n:04}"


class Shop:
    """Writes a base: two agents, a campaign on one script, customers who are all due, the first one with a history."""

    def __init__(self, bench: Bench, form: Script, names: Sequence[str] = NAMES, **customer: Any) -> None:
        self.bench = bench
        now = bench.clock.now()
        self.now, self.agent, self.other = now, self.id(1), self.id(2)
        with bench.db.write() as c:
            put = lambda table, *rows: c.execute(  # noqa: E731
                insert(table), pools.with_pools(c, rows) if table is tables.QueueItem else list(rows)
            )
            put(tables.Agent, *(
                {"id": id_, "code": code, "name": name, "role": "agent", "state": "active", "created_at": now}
                for id_, code, name in ((self.agent, "wangmin", "王敏"), (self.other, "lilei", "李雷"))
            ))  # fmt: skip
            put(tables.ScriptVersion, {
                "id": self.id(3), "form_id": form.form_id, "version": form.version, "hash": form.hash,
                "title": form.title("zh_CN"), "canonical": form.canonical(), "workbook": b"", "file_name": "",
                "state": "published", "created_at": now,
            })  # fmt: skip
            put(tables.Campaign, {
                "id": self.id(4), "code": "care", "name": "护理后关怀", "purpose": "效果与满意度", "script_id": self.id(3),
                "state": "active", "max_attempts": 6, "created_at": now,
            })  # fmt: skip
            for n, name in enumerate(names):
                self._customer(put, n, name, customer)

    def id(self, n: int) -> UUID:
        return UUID(int=n)

    def _customer(self, put: Any, n: int, name: str, more: dict[str, Any]) -> None:
        now, key = self.now, self.id(1000 + n)
        put(tables.Customer, {
            "id": key, "code": f"C{n}", "name": name, "gender": "female", "customer_class": "key" if n == 0 else "regular",
            "owner_id": self.agent, "branch": "静安店", "birthday": "", "email": "", "wechat": f"wx_{n}",
            "zone": "Asia/Shanghai", "channel": "wechat", "preferred_time": "上午", "preferences": "喜欢安静的房间",
            "special_needs": f"敏感肌,忌酒精类{n}", "note": "", "state": "active", "created_at": now, "updated_at": now,
        } | more)  # fmt: skip
        put(tables.Phone, {
            "id": self.id(2000 + n), "customer_id": key, "position": 0, "e164": mobile(n), "ext": "", "kind": "mobile",
            "state": "valid", "original": mobile(n),
        })  # fmt: skip
        put(tables.ServiceRecord, *(
            {"id": self.id(3000 + n * 10 + at), "customer_id": key, "on_day": day, "item": f"{item}{n}", "amount": amount,
             "nth": 1, "staff": "张琪", "branch": "静安店"}
            for at, (day, item, amount) in enumerate((
                (date(2026, 3, 2), "水光护理", 68_000), (date(2026, 1, 17), "补水套装", 128_000),
                (date(2025, 11, 30), "水光护理", 68_000),
            ))
        ))  # fmt: skip
        put(tables.QueueItem, {
            "id": self.id(4000 + n), "campaign_id": self.id(4), "customer_id": key, "state": "open",
            "rule": "after_service", "reason": f"护理后第 3 天{n}", "agreed": False, "priority": 3 if n == 0 else 5, "attempts": 0,
            "ready_at": now - timedelta(hours=2) + timedelta(minutes=n), "due_on": 20260305, "zone": "Asia/Shanghai",
            "last_outcome": "", "created_at": now, "created_on": 20260305,
        })  # fmt: skip

    def past_call(self, n: int = 0) -> None:
        """The customer was called before: completed long ago, not reached yesterday."""
        now = self.now
        with self.bench.db.write() as c:
            for nth, (outcome, at) in enumerate(
                (("completed", now - timedelta(days=90)), ("no_answer", now - timedelta(hours=16)))
            ):
                c.execute(insert(tables.Attempt), [{
                    "id": self.id(5000 + n * 10 + nth), "item_id": self.id(4000 + n), "nth": nth + 1, "campaign_id": self.id(4),
                    "customer_id": self.id(1000 + n), "agent_id": self.agent, "script_id": self.id(3), "e164": mobile(n),
                    "channel": "phone", "outcome": outcome, "started_at": at, "ended_at": at, "business_day": 20260304,
                    "due_on": 20260304, "note": "",
                }])  # fmt: skip
            c.execute(insert(tables.Answer), [
                {"attempt_id": self.id(5000 + n * 10), "path": path, "question": path, "kind": "choice", "text": text,
                 "number": float(text), "label": text, "state": "given", "measure": measure}
                for path, text, measure in (("effect", "5", "csat"), ("nps", "9", "nps"))
            ])  # fmt: skip
            c.execute(
                tables.QueueItem.__table__.update().where(tables.QueueItem.id == self.id(4000 + n)).values(
                    attempts=2, last_outcome="no_answer", last_at=now - timedelta(hours=16)
                )
            )  # fmt: skip


@asynccontextmanager
async def in_call(stage: Any, form: Script = EIGHT, *, past: bool = False, **more: Any) -> AsyncIterator[Any]:
    """The real app with the first customer on the call screen, 120×36 and Chinese unless told otherwise."""
    size, language = more.pop("size", (120, 36)), more.pop("language", "zh_CN")
    asked = {name: more.pop(name) for name in ("keys", "values") if name in more}

    def fill(bench: Bench) -> None:
        shop = Shop(bench, form, **more)
        if past:
            shop.past_call()

    async with stage(fill, size=size, language=language, **asked) as s:
        await s.press("f2")
        yield s


async def written(s: Any) -> str:
    """Until everything that was given is on disk, or has failed; what is shown then."""
    end = monotonic() + 30  # a busy machine may take its time
    while monotonic() < end:
        await s.rest()
        keeper = getattr(s.app.screen, "keeper", None)
        if keeper is None or keeper.pending == keeper.failed:
            await s.pilot.pause()
            return str(s.text)
        await asyncio.sleep(0.005)
    raise AssertionError("the writer does not come to rest")


async def burst(s: Any, *keys: str) -> str:
    """Keys that arrive all at once, as from a held key, a fast hand or a paste; what is shown afterwards."""
    for key in keys:
        s.app.post_message(Key(key, _character(key)))
    for _round in range(6):
        await s.pilot.pause()
    return await written(s)


def _character(key: str) -> str | None:
    return {"minus": "-", "enter": "\r"}.get(key, key if len(key) == 1 else None)


def rows(path: Path, sql: str) -> list[Any]:
    """What the base holds, read on the side; a single column comes without its tuple."""
    with closing(sqlite3.connect(path)) as base:
        found = base.execute(sql).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]
