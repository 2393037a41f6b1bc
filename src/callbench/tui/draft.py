"""The draft of the call in hand: every answer and the note go to disk when they are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from callbench.desk import calling
from callbench.tui.keeper import Keeper

_NOTE = "\0note"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of one call, through `keeper`, which writes it behind what other calls gave before."""

    id: UUID
    keeper: Keeper

    def keep(self, path: str, text: str, state: str) -> None:
        """An answer to keep. state: given or refused."""
        run = partial(calling.keep_answer, draft_id=self.id, path=path, text=text, state=state)
        self.keeper.put(path, run)

    def drop(self, path: str) -> None:
        """An answer that was taken back, or no longer fits."""
        self.keeper.put(path, partial(calling.drop_answer, draft_id=self.id, path=path))

    def keep_note(self, note: str) -> None:
        """The note to the call; "" takes it back."""
        self.keeper.put(_NOTE, partial(calling.keep_note, draft_id=self.id, note=note))

    def mark(self, path: str) -> str:
        """Whether an answer is on disk: kept, waiting or failed."""
        if path in self.keeper.failed:
            return "failed"
        return "waiting" if path in self.keeper.pending else "kept"
