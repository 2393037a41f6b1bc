"""A salon's week, played through: `week.py --customers 4000 --first 2026-09-20 --days 9 --seed 1`; see scripts/play_week."""

from __future__ import annotations

import argparse
import heapq
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random

from besides import Besides
from caller import Caller
from counting import Day, closing, opening, table
from ending import findings
from machine import PlayClock, keys_from
from plan_check import expected_plans
from raw import works
from salon import CALLERS, Salon
from watch import Watch

from callbench import i18n
from callbench.config import load_settings
from callbench.desk.daily import begin_day

_OPENS = time(9)
_LOOKS = [time(9, 30), time(12), time(15)]  # of who looks in on a day off


@dataclass
class Played:
    """What came of it. told: what happened besides; wrong: what must not be."""

    days: list[Day] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Week:
    """Some days of a salon, one after the other; within a day whoever is next by the clock goes on."""

    def __init__(self, place: Path, first: date, days: int, customers: int, seed: int, closes: time) -> None:
        evening = datetime.combine(first - timedelta(days=1), time(19), load_settings({}).zone)
        self.salon = Salon(place, PlayClock(evening), customers, Random(seed))
        self.days = [first + timedelta(days=n) for n in range(days)]
        self.salon.make(first)
        self.watch = Watch(self.salon, Random(seed + 1))
        self.callers = {code: Caller(self.salon, self.watch, code, str(seed)) for code, _name in CALLERS}
        working = [day for day in self.days if works(day)]
        self.besides = Besides(self.salon, self.watch, self.callers, working, Random(seed + 2))
        self.played, self.closes = Played(), closes

    def play(self) -> Played:
        """All days, then everything once more."""
        happens = sorted(self.besides.all(), key=lambda one: one[0])
        for day in self.days:
            self._day(day, [one for one in happens if one[0].date() == day])
        played, watch = self.played, self.watch
        played.told = self.besides.told + [
            text for caller in self.callers.values() for text in (*caller.told, *caller.kept())
        ]
        played.counts = dict(watch.counts)
        for caller in self.callers.values():
            for code, n in caller.refusals.items():
                played.refused[code] = played.refused.get(code, 0) + n
        played.wrong = [*watch.findings, *findings(watch)]
        return played

    def close(self) -> None:
        self.watch.close()
        self.salon.close()

    def _day(self, day: date, happens: list[tuple[datetime, Callable[[], None]]]) -> None:
        salon, watch = self.salon, self.watch
        self._to(salon.at(day, time(8, 30)))
        begun = opening(watch)
        begin_day(salon.bench)
        watch.world += 1
        for text in expected_plans(watch, day):
            watch.wrong(text)
        before = watch.raw.picture()
        if again := begin_day(salon.bench):
            watch.wrong(f"the day was begun twice, {again} calls came in again")
        if watch.raw.picture() != before:
            watch.wrong("beginning the day again changed the queue")
        self._run(day, happens)
        self._to(salon.at(day, self.closes) + timedelta(minutes=10))
        watch.promises()
        self.played.days.append(closing(watch, day, begun))
        self._to(salon.at(day, time(19)))
        salon.served(day)
        watch.world += 1

    def _run(self, day: date, happens: list[tuple[datetime, Callable[[], None]]]) -> None:
        salon, order = self.salon, count()
        going: list[tuple[datetime, int, Iterator[datetime] | Callable[[], None]]] = []

        def on(at: datetime, what: Iterator[datetime] | Callable[[], None]) -> None:
            heapq.heappush(going, (at, next(order), what))

        for at, what in happens:
            on(at, what)
        for clock in (time(11), time(13, 30), time(16, 30)):
            on(salon.at(day, clock), self.watch.promises)
        for n, (code, caller) in enumerate(self.callers.items()):
            begins = salon.at(day, _OPENS) + timedelta(seconds=30 * n)
            if works(day):
                if not self._away(code, day):
                    on(begins, caller.day(begins, salon.at(day, self.closes)))
            elif n == 0:
                on(begins, caller.peek([salon.at(day, look) for look in _LOOKS]))
        while going:
            at, _n, what = heapq.heappop(going)
            self._to(at)
            if callable(what):
                what()
                self.watch.world += 1
            elif (again := next(what, None)) is not None:
                on(max(again, at), what)

    def _away(self, code: str, day: date) -> bool:
        number, agent = int(day.strftime("%Y%m%d")), self.salon.agents[code].id.bytes
        query = "SELECT 1 FROM absence WHERE agent_id = ? AND first_day <= ? AND last_day >= ?"
        planned = code == "zhangwei" and day in self.besides.days[1:3]  # who is ill says so in the morning
        return planned or self.watch.raw.one(query, agent, number, number) is not None

    def _to(self, at: datetime) -> None:
        self.salon.clock.moment = max(self.salon.clock.moment, at)


def play(place: Path, first: date, days: int, customers: int, seed: int, closes: time = time(18)) -> Played:
    """Play so many days of such a salon in a folder; closes: when its agents go home."""
    with keys_from(seed):
        week = Week(place, first, days, customers, seed, closes)
        try:
            return week.play()
        finally:
            week.close()


def main() -> int:
    """Read the arguments, play, tell."""
    parser = argparse.ArgumentParser(prog="scripts/play_week", description=__doc__)
    parser.add_argument("--customers", type=int, default=4_000)
    parser.add_argument("--first", type=date.fromisoformat, default=date(2026, 9, 20))
    parser.add_argument("--days", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder in which the base stays")
    given = parser.parse_args()
    i18n.use_language("en")
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory() as folder:
        played = play(Path(folder), given.first, given.days, given.customers, given.seed)
    print(*table(played.days), sep="\n")
    print("", "Besides:", *(f"  {text}" for text in played.told), sep="\n")
    print("", "Looked at:", *(f"  {n} {what}" for what, n in sorted(played.counts.items())), sep="\n")
    print("", "Refused, as it should be:", *(f"  {n} x {what}" for what, n in sorted(played.refused.items())), sep="\n")
    print("", f"Findings: {len(played.wrong)}", sep="\n")
    for text in played.wrong:
        print(text, file=sys.stderr)
    return 1 if played.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
