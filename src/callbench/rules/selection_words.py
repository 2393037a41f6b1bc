"""A selection as it is typed: condition by condition on the command line, in one line on a screen; and as that line again."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable

from callbench.i18n import N_, _, in_every_language
from callbench.records.campaigns import Selection
from callbench.rules.selection import read_answered, read_edge
from callbench.rules.words import CLASSES, code_of
from callbench.text import clean
from callbench.values.amount import read_amount
from callbench.values.problem import ValueProblem
from callbench.values.profile_words import read_class

NAMES = {
    "class": N_("class"), "service": N_("service"), "served": N_("served"), "amount": N_("amount"),
    "branch": N_("branch"), "owner": N_("owner"), "answer": N_("answer"), "tag": N_("tag"),
}  # fmt: skip
"""What a customer is selected by; the options of `campaign select` bear these names."""
_ALSO = {"归属": "owner", "责任坐席": "owner"}  # other words for them
EVERYBODY = N_("everybody")
_ONCE = ("service", "served", "amount")
_LISTS = ("class", "owner", "tag")  # several values of these may be written with commas
_BETWEEN = " \t\n\u3000,，、;；"
_NAMED = re.compile(r"(?:--)?([^\s=＝:：]+)[=＝:：](.*)", re.DOTALL)
_QUOTES = str.maketrans("“”「」", '""""')
_PLAIN = re.compile(r"[^\s\"'\\,，、;；=＝:：]+")


class PartProblem(ValueProblem):
    """What is wrong with one condition. part: one of NAMES."""

    def __init__(self, part: str, problem: ValueProblem) -> None:
        super().__init__(problem.code, problem.message)
        self.part = part


def read_class_word(text: str) -> str:
    """A customer class by its code, its name in either language, or another word files have for it. Raises ValueProblem."""
    found = code_of(text, CLASSES) or read_class(text)
    if not found:
        raise ValueProblem("class-unknown", _("Choose one of: {choices}").format(choices=_(", ").join(CLASSES)))
    return found


def selection_of(said: Iterable[tuple[str, str]]) -> Selection:
    """A selection from conditions, each (one of NAMES, its value). Raises PartProblem."""
    found: dict[str, list[str]] = defaultdict(list)
    for part, value in said:
        found[part].append(value)
    for part in _ONCE:
        if len(found[part]) > 1:
            problem = ValueProblem("twice", _("{name} can be said once only.").format(name=_(NAMES[part])))
            raise PartProblem(part, problem)
    try:
        part = "served"
        first, last = _span(found[part])
        served = [read_edge(edge) if edge else "" for edge in (first, last)]
        part = "amount"
        low, high = (read_amount(edge) if edge else None for edge in _span(found[part]))
        part = "class"
        classes = tuple(dict.fromkeys(read_class_word(one) for one in found[part]))
        part = "answer"
        answers = tuple(read_answered(clean(one, limit=200)) for one in found[part])
    except ValueProblem as problem:
        raise PartProblem(part, problem) from None
    return Selection(
        classes=classes, item="".join(found["service"]), served_from=served[0], served_to=served[1], amount_from=low,
        amount_to=high, branches=tuple(found["branch"]), owners=tuple("" if one == "-" else one for one in found["owner"]),
        answers=answers, tags=tuple(found["tag"]),
    )  # fmt: skip


def read_selection(text: str) -> Selection | None:
    """A line like `class key, service "*facial*", served 60d..15d`, with or without the dashes of options; None for nothing.

    Names and classes may be written in either language; `everybody` selects all customers. Raises ValueProblem.
    """
    words = _words(text)
    if not words:
        return None
    if len(words) == 1 and words[0].casefold() in map(str.casefold, in_every_language(EVERYBODY)):
        return Selection()
    said: list[tuple[str, str]] = []
    rest = iter(words)
    for word in rest:
        if said and said[-1][0] in _LISTS and not _part(word):  # one more of them
            said.append((said[-1][0], word))
            continue
        part, value = _named(word)
        if not value and (value := next(rest, "")) == "":
            raise ValueProblem("no-value", _("What comes after {name!r}?").format(name=_(NAMES[part])))
        said.append((part, value))
    return selection_of(said)


def _words(text: str) -> list[str]:
    """What spaces and commas divide, but for those between quotation marks."""
    found = shlex.shlex(text.translate(_QUOTES), posix=True, punctuation_chars=False)
    found.whitespace, found.whitespace_split, found.commenters = _BETWEEN, True, ""
    try:
        return list(found)
    except ValueError:
        raise ValueProblem("quote", _("A quotation mark is still open.")) from None


def as_words(selection: Selection | None) -> str:
    """A selection as `read_selection` reads it, in the language in use; "" for none."""
    if selection is None:
        return ""
    said = [("class", _(CLASSES[one])) for one in selection.classes]
    said += [("service", selection.item)] if selection.item else []
    said += (
        [("served", f"{selection.served_from}..{selection.served_to}")]
        if selection.served_from or selection.served_to
        else []
    )
    amounts = ["" if edge is None else _units(edge) for edge in (selection.amount_from, selection.amount_to)]
    said += [("amount", "..".join(amounts))] if any(amounts) else []
    said += [("branch", one) for one in selection.branches]
    said += [("owner", one or "-") for one in selection.owners]
    said += [("answer", f"{one.question}{one.sign}{one.value}") for one in selection.answers]
    said += [("tag", one) for one in selection.tags]
    return ", ".join(f"{_(NAMES[part])} {_quoted(value)}" for part, value in said) or _(EVERYBODY)


def _part(word: str) -> tuple[str, str] | None:
    """The condition a word names, with its value where it is joined to it; None for another word."""
    joined = _NAMED.fullmatch(word)
    name, value = (joined[1], joined[2]) if joined else (word.removeprefix("--"), "")
    part = code_of(name, NAMES) or _ALSO.get(name, "")
    return (part, value) if part else None


def _named(word: str) -> tuple[str, str]:
    """As `_part`. Raises ValueProblem for another word."""
    if found := _part(word):
        return found
    known = _(", ").join(_(one) for one in NAMES.values())
    raise ValueProblem(
        "condition",
        _("{word!r} is nothing to select by; write one of {known}, then its value.").format(
            word=clean(word, limit=40), known=known
        ),
    )


def _span(values: list[str]) -> tuple[str, str]:
    if not values:
        return "", ""
    text = clean(values[0], limit=60)
    first, dots, last = text.partition("..")
    if not dots or not (first or last).strip():
        raise ValueProblem(
            "span",
            _("{text!r} is no span; write FROM..TO, either end may be left out: 30d.. or ..2026-02-28.").format(
                text=text
            ),
        )
    return first.strip(), last.strip()


def _units(minor: int) -> str:
    return f"{minor // 100}" if minor % 100 == 0 else f"{minor / 100:.2f}"


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
