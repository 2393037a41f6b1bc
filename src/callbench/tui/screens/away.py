"""On a break: since when and why; Enter comes back."""

from __future__ import annotations

from textual.app import ComposeResult

from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.records.breaks import Break
from callbench.rules import words
from callbench.tui import show
from callbench.tui.keymap import bindings_for, key_of
from callbench.tui.screens.base import BenchScreen
from callbench.tui.widgets.placard import Placard

BACK, LOOK, UNDO = "back", "look", "undo"


class AwayScreen(BenchScreen[str]):
    """Returns BACK when the break was ended, LOOK when it goes on behind the queue, UNDO to take the last result back."""

    PLACE = "break"
    AUTO_FOCUS = ""  # nothing is typed here, and Enter belongs to the screen
    CSS = "AwayScreen Placard { margin: 2 4; }"
    BINDINGS = bindings_for("break")

    def __init__(self, begun: Break) -> None:
        super().__init__()
        self.begun = begun
        self._minutes = -1
        self._ending = False

    def body(self) -> ComposeResult:
        yield Placard()

    def on_mount(self) -> None:
        self.retranslate()
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        """Redraw when another minute is over; nothing is typed here."""
        if self.begun.minutes(self.desk.clock.now()) != self._minutes:
            self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        desk = self.desk
        self._minutes = self.begun.minutes(desk.clock.now())
        length = ngettext("{n} minute", "{n} minutes", self._minutes).format(n=self._minutes)
        since = show.moment(self.begun.started_at, desk.settings.zone, desk.clock.now())
        undo = _("{key} takes the saved result back, as long as the header counts down.").format(
            key=key_of("queue.undo")
        )
        self.query_one(Placard).tell(
            _("Break: {reason}").format(reason=show.label(words.BREAKS, self.begun.reason)),
            _("Since {time}, {length}. Nobody is dealt to you.").format(time=since, length=length),
            _("{key} ends the break.").format(key=key_of("break.end")),
            (_("{key} looks at the queue; the break goes on.").format(key=key_of("break.look")), "$muted"),
            *([(undo, "$muted")] if desk.standing.undo_left else []),
        )

    def action_end(self) -> None:
        self._end(BACK)

    def action_undo(self) -> None:
        if self.desk.standing.undo_left:
            self._end(UNDO)

    def action_look(self) -> None:
        if not self._ending:
            self.dismiss(LOOK)

    def _end(self, then: str) -> None:
        if not self._ending:
            self._ending = True
            self.run_worker(self._ended(then), group="break")

    async def _ended(self, then: str) -> None:
        try:
            await self.desk.resting.end()
        except CallbenchError as error:
            self._ending = False
            self.tell(error, lambda: self._end(then))
            return
        self.dismiss(then)
