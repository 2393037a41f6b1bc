"""What the parts of a player share: the program, the ledger, how this round goes, and when the kill is set."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ledger import Ledger
from picture import Picture, read_picture
from program import Program


@dataclass
class Plan:
    """How one round goes. kind: what is under way when the kill comes. delay: seconds from its beginning to the kill."""

    kind: str
    how: str
    delay: float


@dataclass
class Hand:
    """nth: of the round. armed: the kill is on its way. written: texts typed so far, so that no two are alike."""

    program: Program
    ledger: Ledger
    plan: Plan
    draw: random.Random
    nth: int
    armed: bool = False
    written: int = 0

    @property
    def picture(self) -> Picture:
        """The last whole picture, as a person reads it."""
        return read_picture(self.program.rows)

    def begins(self, kind: str) -> None:
        """This is under way from now on; what the round waits for sets the kill."""
        if kind == self.plan.kind and not self.armed:
            self.armed = True
            self.program.kill_after(self.plan.delay, self.plan.how)

    def mark(self) -> str:
        """Two numbers nobody typed before."""
        self.written += 1
        return f"{self.nth}.{self.written}"

    def press_until(self, key: str, words: str, what: str) -> None:
        """Press a key and wait until these words are on the screen."""
        self.program.press(key)
        self.program.until(lambda shown: words in shown, what)
