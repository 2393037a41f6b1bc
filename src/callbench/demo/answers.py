"""Answering a script the way customers do, so that the demo's figures come from real interviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from random import Random

from callbench.demo.words import Business
from callbench.records.calls import AnswerGiven
from callbench.script.interview import Interview
from callbench.script.lines import Line
from callbench.script.model import Script

_MOODS = (
    (5, 5, 5, 4),
    (5, 4, 4, 4),
    (4, 4, 3, 5),
    (3, 3, 4, 2),
    (2, 1, 3, 2),
)  # what a happy, … an angry customer says
_WEIGHTS = (38, 36, 16, 7, 3)
_TROUBLED = 0.12
_DIFFERENT = 200


class Answers:
    """Gives the answers of one call after another. The first ones of a script are whole interviews; in a shop of many
    thousand customers the later ones repeat what was said there, with their own customer's facts.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._said: dict[tuple[str, int], list[tuple[AnswerGiven, ...]]] = defaultdict(list)

    def of_call(
        self, script: Script, business: Business, fields: Mapping[str, str], now: datetime, *, questions: int
    ) -> tuple[AnswerGiven, ...]:
        """The answers of one call; only the first so many `questions` (fewer: the call broke off)."""
        interview = Interview(script, fields=fields, now=now, language="zh_CN")
        said = self._said[script.form_id, questions]
        if len(said) < _DIFFERENT:
            self._ask(interview, business, questions)
            said.append(interview.answers())
            return said[-1]
        facts = {answer.path: answer for answer in interview.answers() if answer.state == "calculated"}
        return tuple(facts.get(answer.path, answer) for answer in self._rng.choice(said))

    def _ask(self, interview: Interview, business: Business, questions: int) -> None:
        mood = self._rng.choices(_MOODS, _WEIGHTS)[0]
        for _question in range(questions):
            path = interview.first_gap()
            if path is None:
                break
            line = next(line for line in interview.lines() if line.path == path)
            interview.set(path, _say(line, business, mood, self._rng))
        else:
            return
        if self._rng.random() < 0.4 and (open_ends := [line for line in interview.lines() if line.kind == "text"]):
            interview.set(open_ends[-1].path, self._rng.choice(business.suggestions))


def _say(line: Line, business: Business, mood: tuple[int, ...], rng: Random) -> str:
    score = rng.choice(mood)
    if line.kind == "range":
        return str(min(10, score * 2 + rng.choice((-1, 0, 0, 1))))
    if line.kind == "text":
        return rng.choice(business.troubles)
    values = [choice.value for choice in line.choices]
    if line.measure:
        return str(score)
    if values[0] in ("yes", "none", "good"):  # what nearly everybody says comes first
        return values[0] if values[0] == "yes" or rng.random() > _TROUBLED else rng.choice(values[1:])
    return rng.choice(values)
