"""Who works here: chosen by a digit, or by arrows and Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.rules import words
from callbench.tui import show
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.queue_words import no_agents
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.desk.bench import Bench


class AgentsScreen(BenchScreen[Agent | None]):
    """Returns the agent chosen, None when it stays as it was."""

    PLACE = "agents"
    CSS = """
    AgentsScreen #question { height: auto; margin: 2 4 1 4; text-style: bold; }
    AgentsScreen Rows { margin: 0 4; }
    """
    AUTO_FOCUS = "#rows"
    BINDINGS = bindings_for("agents")

    def body(self) -> ComposeResult:
        yield Static(_("Who works here?"), id="question", markup=False)
        yield Placard()
        yield Rows[Agent](self._paint, id="rows")

    def on_mount(self) -> None:
        self.load()

    def retranslate(self) -> None:
        self.query_one("#question", Static).update(_("Who works here?"))
        super().retranslate()

    @work(exclusive=True, group="agents")
    async def load(self) -> None:
        """Read who is there."""

        def read(bench: Bench) -> tuple[Agent, ...]:
            from callbench.desk.agents import list_agents

            return list_agents(bench)

        try:
            agents = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if not self.is_open:
            return
        codes = [agent.code for agent in agents]
        here = self.desk.agent.code if self.desk.agent else ""
        self.query_one(Rows[Agent]).show(agents, codes.index(here) if here in codes else 0)
        if not agents:
            self.query_one(Placard).tell(*no_agents())

    def _paint(self, agent: Agent, room: int, live: bool) -> Content:
        at = self.query_one(Rows[Agent]).items.index(agent) + 1
        return show.line(
            "> " if live else "  ",
            show.keycap(str(at)) if at <= 9 else "   ",
            "  ",
            (show.cell(agent.name, min(24, room - 20)), "bold" if live else ""),
            "  ",
            (show.cell(agent.code, 16), "" if live else "$muted"),
            (show.label(words.ROLES, agent.role) if room >= 70 else "", "" if live else "$muted"),
        )

    def on_key(self, event: events.Key) -> None:
        agents = self.query_one(Rows[Agent]).items
        if event.character and event.character in "123456789" and int(event.character) <= len(agents):
            event.stop()
            self.dismiss(agents[int(event.character) - 1])

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        agent = self.query_one(Rows[Agent]).item
        if agent is not None:
            self.dismiss(agent)

    def action_back(self) -> None:
        self.dismiss(None)
