"""A shop drawn from a seed, in which something keeps back about every other customer: for rules that must hold on any base."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.store import campaigns, tables
from callbench.store.tables import core
from callbench.store.types import IdRun
from shopfloor import number

MOMENTS = [
    datetime(2026, 3, 5, 2, 0, tzinfo=UTC),  # Thursday, ten in Shanghai, three in Berlin
    datetime(2026, 3, 5, 2, 0, tzinfo=UTC),
    datetime(2026, 3, 5, 0, 59, 59, tzinfo=UTC),  # the hours are about to begin in Shanghai
    datetime(2026, 3, 5, 13, 0, tzinfo=UTC),  # they are over there, 14:00 in Berlin
    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # a Sunday, the clocks of New York have just been changed
    datetime(2026, 2, 14, 12, 59, tzinfo=UTC),  # the last minute before the Spring Festival
    datetime(2026, 2, 28, 4, 0, tzinfo=UTC),  # a Saturday worked for it
]
ZONES = ["Asia/Shanghai"] * 3 + ["Europe/Berlin", "America/New_York"]
PREFERRED = ["上午", "下午", "evening", "10:00-10:30", "22:00-23:00", "when it rains"]
AGENTS = 4


class RandomShop:
    """Written into an empty bench; the first agent asks.

    personal: also what keeps back one customer alone. changing: also what is otherwise tomorrow for some of those that wait
    alike: absences, last days of campaigns.
    """

    def __init__(
        self, bench: Bench, draw: Random, size: int, *, personal: bool, changing: bool, now: datetime | None = None
    ) -> None:
        self.now, self._draw = now or bench.clock.now(), draw
        self._id = IdRun(self.now - timedelta(days=1))
        self.agents = [self._id() for _ in range(AGENTS)]
        self._rows: dict[Any, list[dict[str, Any]]] = {}
        self._items: list[dict[str, Any]] = []
        self.script = self._id()
        self._busy: set[UUID] = set()
        self._bench, self._personal, self._changing = bench, personal, changing
        self._staff()
        self._campaigns()
        for n in range(size):
            self._item(n)
        with bench.db.write() as c:
            for model in (
                tables.Agent, tables.AgentSkill, tables.Absence, tables.ScriptVersion, tables.Campaign,
                tables.CampaignAgent, tables.CallPlan, tables.Customer, tables.Phone, tables.DoNotCall, tables.Consent,
                tables.Complaint,
            ):  # fmt: skip
                if found := self._rows.get(model):
                    c.execute(core(model).insert(), found)
            campaigns.add_items(c, self._items)
            for later in (tables.Draft, tables.Attempt):
                if found := self._rows.get(later):
                    c.execute(core(later).insert(), found)

    def _put(self, model: Any, **values: Any) -> None:
        self._rows.setdefault(model, []).append(values)

    def _some(self, often: float, value: Callable[[], Any], otherwise: Any = None) -> Any:
        return value() if self._draw.random() < often else otherwise

    def _anyone(self) -> UUID:
        return self._draw.choice(self.agents)

    def _skill(self) -> str:
        return self._draw.choice(("sign", "english"))

    def _minutes(self, *choices: float) -> datetime:
        return self.now + timedelta(minutes=self._draw.choice(choices))

    def _day(self, *days: int) -> int:
        there = self.now + timedelta(hours=8, days=self._draw.choice(days))
        return int(there.strftime("%Y%m%d"))

    def _staff(self) -> None:
        for n, who in enumerate(self.agents):
            trainer = self.agents[0] if n and self._draw.random() < 0.15 else None
            self._put(tables.Agent, id=who, code=f"a{n}", name=f"a{n}", created_at=self.now, trainer_id=trainer)
            for skill in sorted({self._skill() for _ in range(self._draw.randrange(3))}):
                self._put(tables.AgentSkill, agent_id=who, skill=skill)
        for who in self.agents[1:]:
            if self._changing and self._draw.random() < 0.4:
                others = [one for one in self.agents if one != who]
                other = self._draw.choice(others) if self._draw.random() < 0.6 else None
                first, last = sorted((self._day(-5, -1, 0, 0, 1, 2), self._day(-1, 0, 0, 1, 3)))
                self._put(
                    tables.Absence, id=self._id(), agent_id=who, first_day=first, last_day=last, stand_in_id=other,
                    made_at=self.now,
                )  # fmt: skip

    def _campaigns(self) -> None:
        draw = self._draw
        self._put(
            tables.ScriptVersion, id=self.script, form_id="f", version="1", hash="0" * 64, title="f", canonical="{}",
            workbook=b"", created_at=self.now,
        )  # fmt: skip
        self.lists, self.plan = [self._id() for _ in range(3)], self._id()
        for n, id_ in enumerate(self.lists):
            opens = self._some(0.2, lambda: draw.choice(("10:00", "14:30")), "")
            self._put(
                tables.Campaign, id=id_, code=f"c{n}", name=f"c{n}", script_id=self.script,
                state=self._some(0.1, lambda: draw.choice(("planned", "paused", "closed")), "active"),
                starts_on=(starts := self._some(0.2, lambda: self._day(-9, 0, 1, 2))),
                ends_on=self._some(0.2, lambda: max(self._day(*((-9, 0, 1, 2, 30) if self._changing else (-9, 30))), starts or 0)), opens=opens, closes="16:00" if opens else "",
                skill=self._some(0.15, self._skill, ""), consent="" if n else "offers", marketing=draw.random() < 0.3,
                created_at=self.now,
            )  # fmt: skip
            if draw.random() < 0.2:
                for who in {self._anyone(), self._anyone()}:
                    self._put(tables.CampaignAgent, campaign_id=id_, agent_id=who)

        self._put(
            tables.CallPlan, id=self.plan, code="p", name="p", campaign_id=self.lists[0], trigger="class",
            customer_class="key", every_months=1, made_at=self.now, changed_at=self.now,
        )  # fmt: skip

    def _customer(self, n: int) -> dict[str, Any]:
        who = {
            "id": self._id(), "name": f"n{n}", "code": f"K{n}", "zone": self._draw.choice(ZONES),
            "preferred_time": self._some(0.25, lambda: self._draw.choice(PREFERRED), ""),
            "skill": self._some(0.1, self._skill, ""), "owner_id": self._some(0.3, self._anyone),
            "state": self._some(0.05 if self._personal else 0, lambda: self._draw.choice(("inactive", "do_not_call")), "active"),
            "created_at": self.now, "updated_at": self.now,
        }  # fmt: skip
        self._put(tables.Customer, **who)
        self._rows.setdefault("phones", [])
        for position in range(self._draw.choice((0, 1, 1, 2)) if self._personal else 1):
            shared = self._personal and self._draw.random() < 0.1
            e164 = number(1) if shared else number(10_000 + n * 10 + position)
            self._put(
                tables.Phone, id=self._id(), customer_id=who["id"], position=position, e164=e164, kind="mobile",
                state="valid", original=e164,
            )  # fmt: skip
            if self._personal and self._draw.random() < 0.08:
                self._put(
                    tables.DoNotCall, id=self._id(), customer_id=None, e164=e164, made_at=self.now,
                    until_day=self._some(0.7, lambda: self._day(-1, 0, 1)),
                )  # fmt: skip
        if not self._personal or self._draw.random() < 0.8:
            until = self._some(0.3 if self._personal else 0, lambda: self._minutes(-1, 1, 500))
            state = self._some(0.1 if self._personal else 0, lambda: "withdrawn", "given")
            self._put(
                tables.Consent, id=self._id(), customer_id=who["id"], purpose="offers", state=state, at=self.now,
                until=until, recorded_at=self.now,
            )  # fmt: skip
        if self._personal and self._draw.random() < 0.1:
            self._put(
                tables.Complaint, id=self._id(), customer_id=who["id"], kind="service", urgency="normal", words="",
                raised_by=self.agents[0], raised_at=self.now, raised_on=self._day(0), answer_by=self.now, solve_by=self.now,
                final_by=self.now, closed_at=self._some(0.3, lambda: self.now),
            )  # fmt: skip
        if self._personal and self._draw.random() < 0.08:
            until_day = self._some(0.7, lambda: self._day(-1, 0, 1))
            self._put(
                tables.DoNotCall, id=self._id(), customer_id=who["id"], e164="", made_at=self.now, until_day=until_day
            )
        return who

    def _item(self, n: int) -> None:
        draw = self._draw
        list_ = draw.choice(self.lists)
        again = self._items and draw.random() < 0.1 and self._items[-1]["campaign_id"] != list_
        if again and (n < 2 or self._items[-2]["customer_id"] != self._items[-1]["customer_id"]):
            who = next(one for one in self._rows[tables.Customer] if one["id"] == self._items[-1]["customer_id"])
        else:
            who = self._customer(n)
        kind = self._some(0.35, lambda: draw.choice(("agreed", "complaint")), "list")
        state = self._some(0.1, lambda: draw.choice(("parked", "done")), "open")
        agent = self._some(0.2 if self._personal else 0, self._anyone)
        item = {
            "id": self._id(), "campaign_id": list_, "customer_id": who["id"], "state": state, "rule": kind,
            "agreed": kind == "agreed", "priority": draw.randrange(3), "attempts": draw.randrange(3),
            "ready_at": self._minutes(-1440, -31, -30, -29, -10, -10, 0, 1, 40, 600, 1000), "due_on": 20260305, "zone": who["zone"],
            "agent_id": agent, "released_at": None if agent is None else self._minutes(-5, 0, 1, 45),
            "due_by": self._minutes(-600, -1, 0, 1) if kind == "complaint" else None,
            "closed_at": self.now if state == "done" else None,
            "closed_on": self._bench.day_of(self.now) if state == "done" else None, "held_by": None, "touched_at": None,
            "created_at": self.now, "created_on": 20260301, "plan_id": None, "anchor_on": None,
        }  # fmt: skip
        if list_ == self.lists[0] and kind == "list" and draw.random() < 0.3:
            item |= {"rule": "plan", "plan_id": self.plan, "anchor_on": 20260301}
        free = [one for one in self.agents[1:] if one not in self._busy]
        taken = any(one["customer_id"] == who["id"] and one["state"] == "held" for one in self._items)
        if state == "open" and free and not taken and draw.random() < 0.1:
            item |= {"state": "held", "held_by": free[0], "touched_at": self._minutes(-31, -30, -29, -1)}
            self._busy.add(free[0])
        begins = item["held_by"] or (self._some(0.05, self._anyone) if state == "open" else None)
        phones = [one for one in self._rows.get(tables.Phone, ()) if one["customer_id"] == who["id"]]
        if begins is not None:
            self._put(
                tables.Draft, id=self._id(), item_id=item["id"], agent_id=begins, script_id=self.script,
                phone_id=phones[0]["id"] if phones else None, started_at=self.now - timedelta(minutes=100 + n),
            )  # fmt: skip
        elif self._personal and state == "open" and phones and draw.random() < 0.25:
            often = draw.choice(((-60,), (-61,), (-59,), (-1,), (-200, -100), (-40_000, -20_000, -9_000, -8_000)))
            for nth, minutes in enumerate(often, 1):
                ended, day = self._minutes(minutes), self._bench.day_of(self._minutes(minutes))
                self._put(
                    tables.Attempt, id=self._id(), item_id=item["id"], nth=nth, campaign_id=list_, customer_id=who["id"],
                    agent_id=self._anyone(), script_id=self.script, e164=phones[0]["e164"],
                    outcome=draw.choice(("no_answer", "no_answer", "refused_for_good")), started_at=ended, ended_at=ended,
                    business_day=day, due_on=day,
                )  # fmt: skip
        self._items.append(item)
