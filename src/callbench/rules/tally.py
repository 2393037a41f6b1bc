"""What is counted before anything is computed: the plain counts of one agent or of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class OutcomeClass(NamedTuple):
    """What an outcome counts as. aapor: I, P, R, NC, O, NE or open. final: it ends the customer's turn.

    active: it may be chosen, and is listed also where it did not happen.
    """

    aapor: str
    contacted: bool
    final: bool
    active: bool = True


class Score(NamedTuple):
    """One kind of answer to the questions of a measure. number: None where there is none. state: as in AnswerGiven, or resumed."""

    measure: str
    state: str
    number: float | None


@dataclass(frozen=True)
class Tally:
    """What was counted for one agent or for all. A customer in two campaigns counts once in each.

    attempted: customers called at least once. waiting: customers not called whose turn had come and who still waited at
    the end. planned: the union of both, counted apart. ended: customers called with a final outcome. shared: how often
    a customer was called by one more agent. calls: attempts, counted apart from `outcomes`.
    """

    classes: Mapping[str, OutcomeClass]
    outcomes: Mapping[str, int] = field(default_factory=dict)
    calls: int = 0
    attempted: int = 0
    waiting: int = 0
    planned: int = 0
    ended: int = 0
    shared: int = 0
    follow_ups: int = 0
    complaints: int = 0
    corrected: int = 0
    break_minutes: int = 0
    scores: Mapping[Score, int] = field(default_factory=dict)

    def of(self, holds: Callable[[str, OutcomeClass], bool]) -> int:
        """Attempts whose outcome fits."""
        return sum(n for key, n in self.outcomes.items() if holds(key, self.classes[key]))

    @property
    def reached(self) -> int:
        """Attempts in which somebody was spoken to."""
        return self.of(lambda _key, outcome: outcome.contacted)

    @property
    def completed(self) -> int:
        """Attempts in which the interview was carried through (class I)."""
        return self.of(lambda _key, outcome: outcome.aapor == "I")

    @property
    def refused(self) -> int:
        """Attempts that ended with a refusal (class R)."""
        return self.of(lambda _key, outcome: outcome.aapor == "R")


SCORED = ("csat", "nps", "ces")  # the measures of questions that figures are computed from
_NO_ANSWER = {"refused": "refused", "skipped": "unanswered", "resumed": "resumed"}


def on_scale(tally: Tally, measure: str, low: int, high: int) -> tuple[dict[int, int], dict[str, int]]:
    """The answers to a measure's questions that are whole numbers from low to high, and the others by reason."""
    valid: dict[int, int] = {}
    left_out: dict[str, int] = {}
    for score, n in tally.scores.items():
        if score.measure != measure:
            continue
        if score.state in _NO_ANSWER:
            reason = _NO_ANSWER[score.state]
        elif score.number is None or score.number != int(score.number) or not low <= score.number <= high:
            reason = "off_scale"
        else:
            valid[int(score.number)] = valid.get(int(score.number), 0) + n
            continue
        left_out[reason] = left_out.get(reason, 0) + n
    return valid, left_out
