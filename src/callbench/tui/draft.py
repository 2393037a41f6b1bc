"""The draft of the call in hand: answers, note, complaint and follow-up go to disk when they are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from callbench.desk import calling
from callbench.records.calls import ComplaintWish, FollowUpWish
from callbench.tui.keeper import Keeper

_NOTE, _COMPLAINT, _FOLLOW_UP = "\0note", "\0complaint", "\0follow_up"


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

    def keep_complaint(self, wish: ComplaintWish | None) -> None:
        """The complaint to be raised with the result; None takes it back."""
        self.keeper.put(_COMPLAINT, partial(calling.keep_complaint, draft_id=self.id, wish=wish))

    def keep_follow_up(self, wish: FollowUpWish | None) -> None:
        """The follow-up to be booked with the result; None takes it back."""
        self.keeper.put(_FOLLOW_UP, partial(calling.keep_follow_up, draft_id=self.id, wish=wish))

    def mark(self, path: str) -> str:
        """Whether an answer is on disk: kept, waiting or failed."""
        if path in self.keeper.failed:
            return "failed"
        return "waiting" if path in self.keeper.pending else "kept"
