"""Whether the customer's card can hold what a question with callbench::profile is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from callbench.script.parts import Choice, Question
from callbench.values.profile_words import CODED

Holds = Callable[[str, str], str]
"""(profile field, text) → why the card cannot hold it, "" when it can."""

_READ = CODED | {"birthday", "email", "phone"}
"""Fields that hold no free words."""
_NOTHING_SAID = frozenset({"note", "acknowledge"})
_SAYS_ONE_THING = frozenset({"text", "select_one", "calculate", "hidden", "meta"})


def unfit(question: Question) -> str:
    """The code of what is wrong with the type of a question that fills a field of the card, "" for nothing."""
    field, kind = question.profile, question.kind
    if field == "birthday" and kind == "date":
        return "birthday-year"
    if kind in _NOTHING_SAID or (field in _READ and kind not in _SAYS_ONE_THING):
        return "profile-type"
    return ""


def unfit_choices(question: Question, choices: Iterable[Choice], holds: Holds) -> Iterator[tuple[Choice, str, str]]:
    """The choices the card cannot hold: each with what would be written (its name in fields of codes, else its words), and why not."""
    for choice in choices:
        coded = question.profile in CODED or not choice.label
        for text in [choice.value] if coded else choice.label.values():
            if why := holds(question.profile, text):
                yield choice, text, why
                break
