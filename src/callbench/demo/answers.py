"""Answering a script the way customers do, so that the demo's figures come from real interviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random

from callbench.demo.words import Business
from callbench.records.calls import AnswerGiven
from callbench.script.interview import Interview, Line
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


def answered(
    script: Script, business: Business, fields: Mapping[str, str], now: datetime, rng: Random, *, questions: int = 100
) -> tuple[AnswerGiven, ...]:
    """The answers of one call; with `questions`, only the first so many of them (the call broke off)."""
    interview = Interview(script, fields=fields, now=now, language="zh_CN")
    mood = rng.choices(_MOODS, _WEIGHTS)[0]
    for _question in range(questions):
        path = interview.first_gap()
        if path is None:
            break
        line = next(line for line in interview.lines() if line.path == path)
        interview.set(path, _say(line, business, mood, rng))
    else:
        return interview.answers()
    if rng.random() < 0.4 and (open_ends := [line for line in interview.lines() if line.kind == "text"]):
        interview.set(open_ends[-1].path, rng.choice(business.suggestions))
    return interview.answers()


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
