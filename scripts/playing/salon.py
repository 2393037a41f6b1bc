"""The salon whose week is played: made through the functions a desk has, from files as a shop brings them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import as_file
from pathlib import Path
from random import Random
from uuid import UUID

from machine import PlayClock, some, weighed

from callbench.clock import day_number
from callbench.config import Settings, load_settings
from callbench.demo.samples import SAMPLES
from callbench.desk import (
    absences,
    agents,
    appointments,
    campaigns,
    consents,
    imports,
    plan_edits,
    scripts,
    skills,
    trainees,
)
from callbench.desk.bench import Bench, open_bench
from callbench.desk.block_lists import import_block_list
from callbench.desk.blocking import block_customer
from callbench.desk.customers import find_customers
from callbench.errors import CallbenchError
from callbench.records.calls import FollowUpWish
from callbench.records.campaigns import CampaignWish, Selection, Target
from callbench.records.people import Agent

ZONES = {"": 94, "Asia/Urumqi": 2, "Asia/Tokyo": 2, "Europe/Berlin": 1, "America/New_York": 1}
CLASSES = {"重点": 22, "常规": 40, "潜在": 30, "特殊": 3, "": 5}
PREFERRED = {"": 80, "上午": 5, "下午": 6, "晚上": 4, "14:00-17:00": 5}
SERVICES = (("水光护理", 680), ("补水护理", 380), ("光子嫩肤", 1280), ("肩颈按摩", 298), ("面部清洁", 198))
CALLERS = (("wangmin", "王敏"), ("lijing", "李静"), ("zhangwei", "张伟"), ("zhaolei", "赵磊"))
BOSS = ("chenfang", "陈芳")
CARE, TASTE, OFFERS = "秋季护理回访", "满意度抽样", "国庆活动邀约"


@dataclass
class Salon:
    """The base, and everybody at it with a bench of their own, as on desks of their own. today: the day that is played."""

    place: Path
    clock: PlayClock
    customers: int
    draw: Random
    settings: Settings = field(default_factory=lambda: load_settings({}))
    benches: dict[str, Bench] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.place / "salon.db"

    @property
    def boss(self) -> Agent:
        return self.agents[BOSS[0]]

    @property
    def bench(self) -> Bench:
        """The supervisor's."""
        return self.benches[BOSS[0]]

    def at(self, day: date, clock: time) -> datetime:
        """A moment on the shop's clock."""
        return datetime.combine(day, clock, self.settings.zone)

    def code(self, n: int) -> str:
        """What customer n is called."""
        return f"M{n:05}"

    def close(self) -> None:
        for bench in self.benches.values():
            bench.close()

    # -- what a shop brings -------------------------------------------------------------------------------------

    def make(self, first: date) -> None:
        """Everything the salon has on the evening before its week."""
        for code, _name in (BOSS, *CALLERS):
            self.benches[code] = open_bench(self.path, self.settings, self.clock)
        self.agents[BOSS[0]] = agents.add_agent(self.bench, *BOSS, "supervisor")
        for code, name in CALLERS:
            self.agents[code] = agents.add_agent(self.bench, code, name)
        for key in ("salon_care", "salon_satisfaction"):
            with as_file(SAMPLES[key].workbook) as path:
                scripts.import_script(self.bench, path)
        self._import("customers.csv", self._customers())
        self._import("services.csv", self._services(first))
        self._brakes(first)
        self._staff()
        self._campaigns(first)
        self._promises(first)

    def served(self, day: date) -> int:
        """Who came to the salon on a day, brought in by a file; how many."""
        came = self.draw.sample(range(self.customers), max(2, self.customers // 60))
        rows = [(self.code(n), *self._service(), day.isoformat()) for n in sorted(came)]
        self._import(f"served-{day}.csv", [("客户编号", "服务项目", "消费金额", "消费日期"), *rows])
        return len(rows)

    def _import(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        path = self.place / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        report = imports.import_customers(self.bench, path, agent=self.boss)
        if report.rejected:
            raise RuntimeError(f"{name}: {report.problems[:3]}")

    def _customers(self) -> Iterator[Sequence[object]]:
        """Some share a number, some have two, a few have none, live abroad, or like another time of the day."""
        draw = self.draw
        yield "客户编号", "姓名", "手机", "备用手机", "客户分类", "责任人", "门店", "时区", "方便时间"
        for n in range(self.customers):
            class_ = weighed(draw, CLASSES)
            owner = some(draw, 0.55 if class_ == "重点" else 0.12, draw.choice(CALLERS[:3])[0], "")
            shared = n - 1 if n % 97 == 96 else n
            phone = some(draw, 0.985, f"138{shared:08}", "")
            second = some(draw, 0.15, f"139{n:08}", "")
            zone, likes = weighed(draw, ZONES), weighed(draw, PREFERRED)
            yield self.code(n), f"客户{n}", phone, second, class_, owner, draw.choice(("静安店", "徐汇店")), zone, likes

    def _service(self) -> tuple[str, int]:
        return self.draw.choice(SERVICES)

    def _services(self, first: date) -> Iterator[Sequence[object]]:
        yield "客户编号", "服务项目", "消费金额", "消费日期"
        for n in range(self.customers):
            last = weighed(self.draw, {"week": 6, "month": 30, "quarter": 40, "year": 20, "": 4})
            if not last:
                continue
            spans = {"week": (1, 6), "month": (7, 30), "quarter": (31, 95), "year": (96, 300)}
            day = first - timedelta(days=self.draw.randint(*spans[last]))
            for _visit in range(self.draw.choice((1, 1, 2, 3))):
                yield self.code(n), *self._service(), day.isoformat()
                day -= timedelta(days=self.draw.randint(20, 45))

    # -- what a supervisor arranges -----------------------------------------------------------------------------

    def _brakes(self, first: date) -> None:
        path = self.place / "listed.csv"
        until = first + timedelta(days=2)
        rows = [["号码", "原因", "截止日期"]]
        rows += [[f"138{n:08}", "来电要求", until.isoformat() if n % 2 else ""] for n in range(5, self.customers, 150)]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        import_block_list(self.bench, self.boss, path)
        for n in range(9, self.customers, 400):
            block_customer(self.bench, self.boss, self.customer(n), "信件要求", day_number(until) if n % 2 else None)
        for n in range(0, self.customers, 8):
            until_day = day_number(first + timedelta(days=3)) if n % 5 == 4 else None
            consents.record_consent(
                self.bench, self.boss, self.customer(n), "given", "offers", how="签字", until=until_day
            )
            if n % 56 == 0:
                consents.record_consent(self.bench, self.boss, self.customer(n), "withdrawn", "offers")

    def _staff(self) -> None:
        skills.set_skill(self.bench, self.boss, self.agents["lijing"], "english")
        skills.set_skill(self.bench, self.boss, self.agents["zhangwei"], "english")
        for n in range(3, self.customers, 90):
            skills.need_skill(self.bench, self.boss, self.customer(n), "english")

    def _campaigns(self, first: date) -> None:
        bench, boss = self.bench, self.boss
        last = day_number(first + timedelta(days=30))
        wishes = (
            (CampaignWish(CARE, "salon_care", "护理效果", ends_on=last), Selection(served_from="40d", served_to="4d")),
            (
                CampaignWish(TASTE, "salon_satisfaction", "满意度", ends_on=last, opens="09:30", closes="19:00", attempts=4),
                Selection(classes=("key", "potential")),
            ),
            (
                CampaignWish(
                    OFFERS, "salon_satisfaction", "国庆活动", starts_on=day_number(first + timedelta(days=1)),
                    ends_on=last, consent="offers", marketing=True,
                ),
                Selection(),
            ),
        )  # fmt: skip
        for wish, selection in wishes:
            campaign = campaigns.create_campaign(bench, boss, wish)
            campaign = campaigns.fix_selection(bench, boss, campaign, selection)
            campaigns.open_campaign(bench, boss, campaign)
        care = campaigns.find_campaign(bench, CARE)
        campaigns.set_targets(bench, boss, care, [Target("completed", 60, per_cent=True)])
        offers = campaigns.find_campaign(bench, OFFERS)
        campaigns.set_people(bench, boss, offers, ["wangmin", "zhangwei"], [])
        trainees.train(bench, boss, self.agents["zhaolei"], self.agents["lijing"])
        trainees.allow(bench, boss, self.agents["zhaolei"], TASTE)
        plan_edits.add_shipped(bench, boss, "salon_care")

    def _promises(self, first: date) -> None:
        """Booked before the week: some anybody's, some somebody's own, some that come again every week."""
        day = first + timedelta(days=1)
        while not bench_works(self.bench, day):
            day += timedelta(days=1)
        booked = 0
        for n in range(7, self.customers, max(self.customers // 25, 8)):
            who = self.agents[self.draw.choice(CALLERS[:3])[0]]
            due = self.at(day, time(9 + booked % 9, 15 * (booked % 4)))
            wish = FollowUpWish(
                due, "上次约好的", personal=booked % 3 > 0, rrule="FREQ=WEEKLY" if booked % 5 == 4 else ""
            )
            try:
                appointments.book(self.benches[who.code], who, self.customer(n), wish)
            except CallbenchError:  # abroad it is night then, or nobody has them in a campaign
                continue
            booked += 1

    def customer(self, n: int) -> UUID:
        """The key of customer n."""
        (found,) = find_customers(self.bench, self.code(n), 1)
        return found.id

    def ill(self, code: str, first: date, last: date, stand_in: str) -> None:
        """Somebody is away from a day to another."""
        absences.add_absence(
            self.bench, self.boss, self.agents[code], day_number(first), day_number(last), self.agents[stand_in], "生病"
        )


def bench_works(bench: Bench, day: date) -> bool:
    """Whether the shop's calendar says that people work on this day."""
    return bench.calendar.is_workday(day)
