"""The call screen keeps what is given: every answer and note goes to disk at once, through one writer, in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from textual import work

from callbench.desk import calling
from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import show
from callbench.tui.keeper import Keeper
from callbench.tui.screens.call_view import CallView
from callbench.tui.talk import Talk
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.notice import Notice

ECHO = 0.4  # seconds in which the key that ended a call cannot answer for the next customer
_NOTE = "\0note"


class KeepingCall(CallView):
    """Owner of the form: what it tells is on its way to the base before the next key is read."""

    def __init__(self) -> None:
        super().__init__()
        self._keeper = Keeper(self._write, self._kept)
        self._echo = ("", 0.0)  # the key that ended the last call, and until when it is only its echo

    def form(self) -> ScriptForm:
        return ScriptForm(self, id="form")

    def on_mount(self) -> None:
        self._keep_writing()

    async def on_unmount(self) -> None:
        await self._keeper.finish()

    @property
    def unsaved(self) -> int:
        """Answers and notes on their way to the base, those that failed not counted."""
        return len(self._keeper.pending - self._keeper.failed)

    @property
    def ready(self) -> Talk | None:
        """The call, when something may be done with it now."""
        return None if self.busy else self.talk

    # -- what the form asks and tells --------------------------------------------------------------------------

    def mark(self, path: str) -> str:
        """Whether an answer is on disk: kept, waiting or failed."""
        if path in self._keeper.failed:
            return "failed"
        return "waiting" if path in self._keeper.pending else "kept"

    def may_answer(self, key: str) -> bool:
        """Whether a key may answer now: the one that ended the last call, held or doubled, may not."""
        return self.ready is not None and not self.is_echo(key)

    def given(self, path: str, text: str, state: str) -> None:
        """An answer was given: to disk with it."""
        if self.talk is not None:
            draft = self.talk.call.draft_id
            self._keeper.put(path, partial(calling.keep_answer, draft_id=draft, path=path, text=text, state=state))
            self.say("")

    def dropped(self, path: str) -> None:
        """An answer was taken back, or no longer fits."""
        if self.talk is not None:
            self._keeper.put(path, partial(calling.drop_answer, draft_id=self.talk.call.draft_id, path=path))

    def told(self, words: str) -> None:
        """Questions came or went."""
        self.say(words)

    def proposed(self) -> str:
        """The outcome Enter takes behind the last question, "" for none."""
        raise NotImplementedError

    def finished(self) -> None:
        """Enter behind the last question."""
        raise NotImplementedError

    # -- keys that came twice ----------------------------------------------------------------------------------

    def ended_by(self, key: str) -> None:
        """The call ends with this key: held or doubled, it does nothing to the next one."""
        self._echo = (key, monotonic() + ECHO)

    def is_echo(self, key: str) -> bool:
        """Whether `key` is only the one that ended the last call, pressed on."""
        ended_by, until = self._echo
        if key != ended_by:  # another key came: the one before was let go
            self._echo = ("", 0.0)
        if key != ended_by or monotonic() >= until:
            return False
        self._echo = (ended_by, monotonic() + ECHO)
        return True

    # -- what was given goes to disk ---------------------------------------------------------------------------

    @work(group="writer")
    async def _keep_writing(self) -> None:
        await self._keeper.run()

    async def _write(self, run: Callable[..., object]) -> None:
        await self.desk.writing(run)

    def _kept(self, _key: str, _error: CallbenchError | None) -> None:
        if not self.is_attached or not self.query(Notice):
            return  # the screen is being closed
        notice = self.query_one(Notice)
        if notice.trouble is not self._keeper.failure:
            notice.trouble = self._keeper.failure
            self.refresh_bindings()
        self.query_one(ScriptForm).draw()

    def action_retry(self) -> None:
        self._keeper.retry()

    def keep_note(self, talk: Talk, note: str) -> None:
        """A note to the call, to disk like an answer; "" takes it back."""
        talk.note = show.safe(note, lines=True)
        self._keeper.put(_NOTE, partial(calling.keep_note, draft_id=talk.call.draft_id, note=talk.note))
        self.say(_("The note is kept.") if talk.note else _("The note is taken back."))

    async def all_kept(self) -> None:
        """Wait until nothing is on its way any more."""
        self.query_one(ScriptForm).settle()
        await self._keeper.drain()

    def forget(self) -> None:
        """The call is saved or given back: what failed on the way does not matter any more."""
        self._keeper.forget()
        self.query_one(Notice).trouble = None
