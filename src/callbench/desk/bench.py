"""What every desk function is handed first: the open base, the settings and the clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from callbench.clock import Clock, business_day
from callbench.config import Settings
from callbench.i18n import _
from callbench.rules.calendar import WorkCalendar, calendar_of
from callbench.rules.outcomes import SHIPPED, Outcomes, use_outcomes
from callbench.store import calendars, outcomes
from callbench.store.database import Database, open_database
from callbench.store.pools import Dealing

CALENDAR_KEPT = timedelta(minutes=1)
"""How long what another program laid over the calendar may go unseen."""


class _Known:
    """What a bench has read of its base and reads again only when it changed."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = SHIPPED
        self.calendar_read_at: datetime | None = None
        self.dealing = Dealing()


@dataclass(frozen=True)
class Bench:
    """An open bench. Use as a context manager, or close it."""

    db: Database
    settings: Settings
    clock: Clock
    _known: _Known = field(default_factory=_Known, compare=False, repr=False)

    @property
    def outcomes(self) -> Outcomes:
        """The shop's outcomes, read when the bench was opened, and again by `learn_outcomes`."""
        return self._known.outcomes

    def learn_outcomes(self, connection: Any, version: str | None = None) -> Outcomes:
        """The shop's outcomes, read again unless they still have this version (`store.outcomes.VERSION`, None: not asked);
        called by their words from now on, also where another bench was used in between.
        """
        if version is None or version != self._known.outcomes.version:
            self._known.outcomes = outcomes.read(connection)
        use_outcomes(self._known.outcomes)
        return self._known.outcomes

    @property
    def dealing(self) -> Dealing:
        """What is known of the pools; `desk/dealing` keeps it up to date."""
        return self._known.dealing

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the shop, with what it laid over them as it was when `learn_calendar` last looked."""
        return calendar_of(self.settings)

    def learn_calendar(self, connection: Any, *, at_once: bool = False) -> None:
        """Read again what the shop laid over its calendar, at most once in CALENDAR_KEPT unless asked `at_once`.

        It goes into `settings`, where the rules look for it.
        """
        now, read_at = self.clock.now(), self._known.calendar_read_at
        if not at_once and read_at is not None and abs(now - read_at) < CALENDAR_KEPT:
            return
        self._known.calendar_read_at = now
        loaded, known = calendars.read(connection, self.settings["shop.calendar"]), self.settings.shop_days
        if (loaded.days, loaded.years) != (known.days, known.years):
            # the one field of a bench that may change: whoever asks the bench finds the new days, nobody finds half of them
            object.__setattr__(self, "settings", replace(self.settings, shop_days=loaded))

    @property
    def shop_name(self) -> str:
        """What an agent says where no branch is known: the shop's name, or words that never leave a hole."""
        return self.settings["shop.name"] or _("our shop")

    def today(self) -> int:
        """The shop's business day now, YYYYMMDD."""
        return self.day_of(self.clock.now())

    def day_of(self, moment: datetime) -> int:
        """The shop's business day of `moment`, YYYYMMDD."""
        return business_day(moment, self.settings.zone, self.settings.day_starts)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_bench(address: str | Path, settings: Settings, clock: Clock, *, create: bool = True) -> Bench:
    """Open the base at a path or URL; see `open_database` for what can go wrong."""
    bench = Bench(open_database(address, create=create), settings, clock)
    try:
        with bench.db.read() as connection:
            bench.learn_outcomes(connection)
            bench.learn_calendar(connection)
    except BaseException:
        bench.close()
        raise
    return bench
