"""What every desk function is handed first: the open base, the settings and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from callbench.clock import Clock, business_day
from callbench.config import Settings
from callbench.i18n import _
from callbench.store.database import Database, open_database


@dataclass(frozen=True)
class Bench:
    """An open bench. Use as a context manager, or close it."""

    db: Database
    settings: Settings
    clock: Clock

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
    return Bench(open_database(address, create=create), settings, clock)
