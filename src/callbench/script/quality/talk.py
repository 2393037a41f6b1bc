"""How long it takes to say a text and to get an answer: the talk time of a call, estimated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from callbench.script.model import Script
from callbench.script.parts import ASKED, Question, Texts
from callbench.script.wording import REFERENCE, without_markup

WORDS_A_MINUTE = 150
"""Spoken words of a language that puts spaces between them."""
CHARACTERS_A_MINUTE = 240
"""Spoken Chinese characters."""
READ_OUT = 10
"""Choices of a list that are read to the customer; of a longer list the agent picks what the customer said."""
ANSWER_SECONDS = {"closed": 8.0, "typed": 15.0}
"""Our assumption of how long a customer thinks and answers. (Pew Research Center reckons some 10 seconds to read and answer
an ordinary question of a survey, and minutes for a hard open one.)
"""
_NAME_CHARACTERS, _NAME_WORDS = 4, 2  # what `${customer_name}` and the like become, on average
_CHARACTER = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")


def spoken_seconds(text: str) -> float:
    """Seconds to say `text`: Chinese characters and words of other languages, each at their speed; a `${name}` counts as a name."""
    plain = without_markup(text)
    names = len(REFERENCE.findall(plain))
    rest = REFERENCE.sub(" ", plain)
    characters = len(_CHARACTER.findall(rest))
    words = len(_WORD.findall(_CHARACTER.sub(" ", rest)))
    if characters:
        characters += names * _NAME_CHARACTERS
    else:
        words += names * _NAME_WORDS
    return characters * 60 / CHARACTERS_A_MINUTE + words * 60 / WORDS_A_MINUTE


def talk_seconds(script: Script, question: Question, language: str) -> float:
    """Seconds one question or note takes: what is said, the question itself, its choices read out, the answer.

    language: as the workbook names it; where a text is missing there, that of the default language is said, else any. Hints and objections are not.
    """
    said = [*_text(script, question.say, language), *_text(script, question.label, language)]
    choices = script.lists[question.choices].choices if question.choices in script.lists else ()
    if len(choices) <= READ_OUT:
        said += [text for choice in choices for text in _text(script, choice.label, language)]
    closed = bool(choices) or question.kind in ("range", "acknowledge")
    answer = ANSWER_SECONDS["closed" if closed else "typed"] if question.kind in ASKED else 0.0
    return sum(map(spoken_seconds, said)) + answer


def _text(script: Script, texts: Texts, language: str) -> Iterable[str]:
    return [text for name in (language, *script.languages, "") if (text := texts.get(name))][:1]
