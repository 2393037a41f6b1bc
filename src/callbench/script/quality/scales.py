"""Scales: which end is the good one, by the words at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from callbench.script.digits import scale
from callbench.script.model import Script
from callbench.script.parts import Question

_BAD = re.compile(
    r"不满|不太满意|不好|很差|较差|差评|糟糕|失望|不同意|不认同|不推荐|不愿意推荐|不会推荐|完全不会|绝对不会|不可能|困难|费劲"
    r"|dissatisf|unsatisf|not satisf|\bpoor|\bbad\b|terrible|awful|disappoint|disagree|unlikely|not likely|not at all"
    r"|\bnever\b|difficult",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"满意|很好|非常好|较好|优秀|不错|同意|认同|一定会|肯定会|很可能|极有可能|愿意推荐|容易|轻松"
    r"|satisf|\bgood\b|excellent|\bgreat\b|agree|likely|certainly|definitely|\beasy\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]+")
RISING, FALLING = 1, -1


def direction(script: Script, question: Question) -> int:
    """RISING when the greater number is the better answer, FALLING for the reverse, 0 where the words do not say.

    The number of a choice is its value; where values are words, its place in the list, which is also its key.
    """
    if question.kind == "range":
        return _agreed(_of_hint(question, text) for text in (*question.hint.values(), *question.label.values()))
    if question.kind != "select_one" or question.choices not in script.lists:
        return 0
    choices = script.lists[question.choices].choices
    if len(choices) < 3:  # yes and no are no scale
        return 0
    numbers = [int(choice.value) for choice in choices if _NUMBER.fullmatch(choice.value)]
    if len(numbers) != len(choices):
        numbers = list(range(len(choices)))
    languages = {language for choice in choices for language in choice.label}
    return _agreed(
        _of_words([(number, choice.label.get(name, "")) for number, choice in zip(numbers, choices, strict=True)])
        for name in languages
    )


def ends_told(question: Question, language: str) -> bool:
    """Whether hint or question say in `language` what the ends of a range mean."""
    if question.hint.get(language) or question.hint.get(""):
        return True
    said = f"{question.label.get(language, '')} {question.say.get(language, '')}"
    end = re.escape(question.parameters.get("end", ""))
    return bool(re.search(rf"(?<![0-9]){end}\s*(?:分|points?)?\s*(?:[=:：(（]|是|为|表示|代表|is\b|means\b)", said))


def is_bare(labels: Iterable[str]) -> bool:
    """Whether choices are numbers without words at one of their ends."""
    told = list(labels)
    return len(told) > 2 and any(_NUMBER.fullmatch(end.strip()) for end in (told[0], told[-1]))


def is_range_scale(question: Question) -> bool:
    """Whether a range is one that a customer answers by feeling: few points, or marked as rating or nps."""
    return question.kind == "range" and (bool(scale(question)) or question.measure != "")


def _of_words(choices: list[tuple[int, str]]) -> int:
    bad = [number for number, words in choices if _BAD.search(words)]
    good = [number for number, words in choices if _GOOD.search(words) and not _BAD.search(words)]
    if not bad or not good:
        return 0
    return RISING if max(bad) < min(good) else FALLING if max(good) < min(bad) else 0


def _of_hint(question: Question, text: str) -> int:
    """`0 not at all, 10 certainly`: what stands behind each end."""
    start, end = (re.escape(question.parameters.get(name, "")) for name in ("start", "end"))
    match = re.search(rf"(?<![0-9]){start}(?![0-9])(.*?)(?<![0-9]){end}(?![0-9])(.*)", text, re.DOTALL)
    return _of_words([(0, match[1]), (1, match[2])]) if match else 0


def _agreed(found: Iterable[int]) -> int:
    """What all that say something say."""
    said = {each for each in found if each}
    return said.pop() if len(said) == 1 else 0
