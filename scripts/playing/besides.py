"""What happens in the salon besides calling: somebody is ill, a script is published, a campaign is paused, closed …

Each is named by the working day of the week on which it happens, and by its time. Who sees to it is the supervisor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from caller import Caller
from openpyxl import load_workbook
from salon import CARE, OFFERS, TASTE, Salon, bench_works
from watch import Watch

from callbench.clock import day_number
from callbench.demo.samples import SAMPLES
from callbench.desk import (
    absences,
    appointments,
    blocking,
    calling,
    campaigns,
    correcting,
    customers,
    handover,
    plan_edits,
    plans,
    scripts,
)
from callbench.desk.followups import list_follow_ups
from callbench.errors import CallbenchError
from callbench.records.calls import CallResult, FollowUpWish


class Besides:
    """The supervisor's week. days: the working days that are played, in order."""

    def __init__(
        self, salon: Salon, watch: Watch, callers: Mapping[str, Caller], days: list[date], draw: Random
    ) -> None:
        self.salon, self.watch, self.callers, self.days, self.draw = salon, watch, callers, days, draw
        self.told: list[str] = []

    def all(self) -> list[tuple[datetime, Callable[[], None]]]:
        """What happens when; what would fall behind the last day does not."""
        wanted: list[tuple[int, time, Callable[[], None]]] = [
            (0, time(9, 15), self.order("lijing", "killed")),
            (0, time(9, 40), self.order("zhangwei", f"agrees {self._day(1)}T10:00")),
            (0, time(10, 0), self.order("wangmin", "walks away")),
            (0, time(16, 0), self.look_up),
            (1, time(8, 40), self.ill),
            (1, time(11, 0), self.publish),
            (1, time(13, 0), self.pause),
            (1, time(14, 30), self.resume),
            (1, time(15, 0), self.overrides),
            (2, time(9, 30), self.hand_over),
            (2, time(10, 30), self.moves),
            (2, time(11, 30), self.close),
            (2, time(14, 0), self.lists),
            (2, time(15, 30), self.corrects),
            (2, time(16, 0), self.likes),
            (3, time(8, 40), self.back),
            (3, time(10, 0), self.plan_pauses),
            (3, time(16, 0), self.lifts),
        ]
        return [(self.salon.at(self.days[n], at), what) for n, at, what in wanted if n < len(self.days)]

    def _day(self, n: int) -> date:
        return self.days[min(n, len(self.days) - 1)]

    def order(self, code: str, what: str) -> Callable[[], None]:
        return lambda: self.callers[code].orders.append(what)

    def note(self, text: str) -> None:
        """Remember what happened; what `why` said before it need not hold any more."""
        self.watch.world += 1
        self.told.append(text)

    def ill(self) -> None:
        """Two days, with a stand-in; a callback was agreed for the first of them."""
        first = self._day(1)
        last = first + timedelta(days=1)
        while not bench_works(self.salon.bench, last):
            last += timedelta(days=1)
        self.salon.ill("zhangwei", first, last, "lijing")
        self.note(f"zhangwei is ill up to {last}, lijing stands in")

    def back(self) -> None:
        with suppress(CallbenchError):  # it was over yesterday
            absences.end_absence(self.salon.bench, self.salon.boss, self.salon.agents["zhangwei"])
        self.note("zhangwei is back")

    def publish(self) -> None:
        """A new version of the script of care calls, another word in it."""
        path = self.salon.place / "salon_care_2.xlsx"
        path.write_bytes(SAMPLES["salon_care"].workbook.read_bytes())
        book = load_workbook(path)
        heads = {str(cell.value): cell.column for cell in book["settings"][1]}
        cell = book["settings"].cell(2, heads["version"])
        cell.value = f"{cell.value}-b"
        book.save(path)
        report = scripts.import_script(self.salon.bench, path, agent=self.salon.boss, draft=True)
        assert report.added == 1, report
        changed = scripts.publish_script(self.salon.bench, "salon_care", str(cell.value), agent=self.salon.boss)
        self.note(f"salon_care@{cell.value} is published for {len(changed.campaigns)} campaigns")

    def pause(self) -> None:
        campaigns.pause_campaign(self.salon.bench, self.salon.boss, campaigns.find_campaign(self.salon.bench, CARE))
        self.note(f"{CARE} is paused for ninety minutes")

    def resume(self) -> None:
        campaigns.resume_campaign(self.salon.bench, self.salon.boss, campaigns.find_campaign(self.salon.bench, CARE))
        self.note(f"{CARE} goes on")

    def close(self) -> None:
        """In the middle of its calls."""
        found = campaigns.find_campaign(self.salon.bench, TASTE)
        closing = campaigns.close_campaign(self.salon.bench, self.salon.boss, found)
        self.note(f"{TASTE} is closed: {closing.items} waited, {closing.promised} promised, {closing.held} in a call")

    def overrides(self) -> None:
        """Somebody who was called twice today is called once more, with a reason; who is listed is not."""
        raw, boss, bench = self.watch.raw, self.salon.boss, self.salon.bench
        day = day_number(self.salon.clock.now().astimezone(self.salon.settings.zone).date())
        rows = raw.all(
            "SELECT i.id, c.code FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE i.state = 'open' "
            "AND i.plan_id IS NULL AND i.customer_id IN (SELECT customer_id FROM attempt WHERE business_day = ?) ORDER BY i.id",
            day,
        )
        for id_, code in rows[:20]:
            try:
                calling.take_item(bench, boss, UUID(bytes=id_))
            except CallbenchError as refused:
                if refused.code != "held-back":
                    continue
            else:
                calling.give_back(bench, boss, UUID(bytes=id_))
                continue
            call = calling.take_item(bench, boss, UUID(bytes=id_), override="客户要求马上回电")
            self.watch.chosen(boss, call, overridden=True)
            calling.save_result(bench, boss, call.draft_id, CallResult("no_answer"))
            self.note(f"{code} was called although kept back, by an override")
            return

    def look_up(self) -> None:
        """The supervisor books somebody for tomorrow, who waits."""
        due = self.salon.at(self._day(1), time(11, 15))
        for n in range(11, self.salon.customers, 13):
            try:
                appointments.book(
                    self.salon.bench, self.salon.boss, self.salon.customer(n), FollowUpWish(due, "经理回电")
                )
            except CallbenchError:
                continue
            self.note(f"the supervisor promised {self.salon.code(n)} a call at {due:%m-%d %H:%M}")
            return

    def moves(self) -> None:
        """Follow-ups are moved, cancelled and taken over."""
        bench, boss = self.salon.bench, self.salon.boss
        later = self.salon.at(self._day(len(self.days)), time(16, 0))
        done: list[str] = []
        for one in list_follow_ups(bench):
            if len(done) == 3:
                break
            try:
                if not done:
                    appointments.move(bench, boss, one.id, later, why="客户改期")
                elif len(done) == 1:
                    appointments.cancel(bench, boss, one.id, "客户不需要了")
                else:
                    appointments.take_over(bench, boss, one.id, self.salon.agents["lijing"])
            except CallbenchError:
                continue
            done.append(one.customer_code)
        self.note(f"follow-ups moved, cancelled and taken over: {len(done)}")

    def hand_over(self) -> None:
        told = handover.give_customers(
            self.salon.bench, self.salon.boss, [self.salon.agents["lijing"]], of=[self.salon.agents["zhangwei"].id],
            branches=["静安店"],
        )  # fmt: skip
        self.note(f"{told.moved} customers of zhangwei are lijing's")

    def lists(self) -> None:
        """Somebody writes that they are not to be called; a number likewise, for two days."""
        waiting = self.watch.raw.all(
            "SELECT c.code FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE i.state = 'open' AND i.agreed ORDER BY i.id"
        ) or [(self.salon.code(1),)]
        (code,) = self.draw.choice(waiting)
        try:
            blocking.block_customer(self.salon.bench, self.salon.boss, self.salon.customer(int(code[1:])), "来信要求")
        except CallbenchError:
            return
        until = day_number(self.salon.clock.now().date() + timedelta(days=1))
        blocking.block_number(
            self.salon.bench, self.salon.boss, f"138{0:08}".replace("138", "+86138", 1), "来电要求", until
        )
        self.note(f"{code} is on the do-not-call list, who had a promise; a number for two days")

    def lifts(self) -> None:
        entries = [one for one in blocking.do_not_call_list(self.salon.bench) if one.customer_id is not None]
        if entries:
            blocking.lift(self.salon.bench, self.salon.boss, entries[0], "客户又同意了")
            self.note(f"{entries[0].customer_name} is off the do-not-call list")

    def corrects(self) -> None:
        """A result of today was wrong."""
        rows = self.watch.raw.all(
            "SELECT t.id, c.code FROM attempt t JOIN customer c ON c.id = t.customer_id JOIN queue_item i ON i.id = t.item_id "
            "WHERE t.outcome = 'no_answer' AND i.state = 'open' AND i.attempts = t.nth ORDER BY t.id DESC LIMIT 20"
        )
        for id_, code in rows:
            try:
                correcting.correct_result(
                    self.salon.bench, self.salon.boss, UUID(bytes=id_), reason="按错了键", outcome="busy"
                )
            except CallbenchError:
                continue
            self.note(f"a result of {code} was corrected")
            return

    def plan_pauses(self) -> None:
        found = plans.find_plan(self.salon.bench, "potential")
        plan_edits.change_plan(self.salon.bench, self.salon.boss, found, state="paused")
        offers = campaigns.find_campaign(self.salon.bench, OFFERS)
        self.note(f"the plan for potential customers is paused; {OFFERS} is {offers.state}")

    def likes(self) -> None:
        """Some who wait like to be called in the afternoon from now on."""
        rows = self.watch.raw.all(
            "SELECT DISTINCT customer_id FROM queue_item WHERE state = 'open' ORDER BY customer_id LIMIT 20"
        )
        for (id_,) in rows:
            customers.update_profile(self.salon.bench, self.salon.boss, UUID(bytes=id_), {"preferred_time": "下午"})
        self.note(f"{len(rows)} customers like the afternoon from now on")
