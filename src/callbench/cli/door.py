"""What a command is handed: settings, clock and the open bench, each made when it is first needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, update_wrapper
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from callbench.cli.front import Wish
from callbench.clock import Clock, clock_from
from callbench.config import Settings, default_base, load_settings
from callbench.errors import UsageProblem
from callbench.i18n import _

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.people import Agent
    from callbench.rules.outcomes import Outcomes


class Door:
    """Use as a context manager: what was opened is closed."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self._bench: Bench | None = None

    @property
    def json(self) -> bool:
        """Whether a program reads the answer."""
        return self.wish.json

    @cached_property
    def settings(self) -> Settings:
        """Raises SettingsProblem, also for keys of a command that the screens do not have."""
        settings = load_settings()
        if settings.keys:
            from callbench.records.commands import known_command

            for id_ in settings.keys:
                known_command(id_, settings.keys_at)
        return settings

    @cached_property
    def clock(self) -> Clock:
        """The real one, or what CALLBENCH_NOW says. Raises SettingsProblem."""
        return clock_from(os.environ.get("CALLBENCH_NOW", ""), self.settings.zone)

    def local_now(self) -> datetime:
        """Now, on the shop's clock."""
        return self.clock.now().astimezone(self.settings.zone)

    @property
    def address(self) -> str:
        """The base meant: --db, CALLBENCH_DB, the setting desk.base, the user's data folder; in this order."""
        said = self.wish.db or os.environ.get("CALLBENCH_DB", "") or self.settings["desk.base"]
        return str(said or default_base())

    @property
    def bench(self) -> Bench:
        """The open bench, made on first use. Raises StoreProblem, UsageProblem."""
        if self._bench is None:
            from callbench.desk.bench import open_bench

            self._bench = open_bench(self.address, self.settings, self.clock)
        return self._bench

    def known_outcomes(self) -> Outcomes | None:
        """The shop's outcomes; None where there is no base to tell them, and none is made."""
        is_there = "://" in self.address or Path(self.address).is_file()
        return self.bench.outcomes if is_there else None

    def mind_the_clock(self) -> None:
        """Say when the clock is behind what the base holds: it went back, and calls are saved with its times."""
        from callbench.cli import say
        from callbench.clock import wall_time
        from callbench.desk.clock_behind import written_ahead

        if (then := written_ahead(self.bench)) is not None:
            now, zone = self.clock.now(), self.settings.zone
            words = _(
                "It is {now} by this clock, but this base was written to at {then}. Check the time of the computers: "
                "calls are saved with it."
            )
            say.talk(words.format(now=wall_time(now, zone), then=wall_time(then, zone)))

    def agent(self, said: str | None) -> Agent:
        """Who calls: --agent after or before the command, else the setting desk.agent. Raises UsageProblem."""
        found = self.agent_named(said or self.wish.agent or self.settings["desk.agent"])
        if found is None:
            raise UsageProblem(_("Who calls is not said."), where="--agent", todo=_("Name a code: --agent CODE."))
        return found

    def agent_named(self, said: str | None) -> Agent | None:
        """Whom the line names, None when nobody. Raises UsageProblem for somebody unknown."""
        if not (name := said or self.wish.agent):
            return None
        from callbench.desk.agents import find_agent

        return find_agent(self.bench, name)

    def __enter__(self) -> Door:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the base; the next use opens it again."""
        if self._bench is not None:
            self._bench.close()
            self._bench = None


def pass_door(function: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a command's function a Door, and close it afterwards."""
    import click  # by commands only: the screens, which need a Door too, open sooner

    def call(*args: Any, **values: Any) -> Any:
        context = click.get_current_context()
        with Door(context.ensure_object(Wish)) as door:
            return context.invoke(function, door, *args, **values)

    return update_wrapper(call, function)
