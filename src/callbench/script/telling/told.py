"""What can be put into words of an expression: whose answer it reads, what of it, and what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from callbench.i18n import _, ngettext
from callbench.script.layout import Layout, Place
from callbench.script.model import Script
from callbench.script.parts import Group, Question
from callbench.script.wording import REFERENCE, without_markup
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.syntax import Binary, Call, Literal, Negate, Number, Path, Ref, Syntax
from callbench.script.xpath.values import text_of_number

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 60
"""Characters of a question's words within a condition."""


class Untold(Exception):
    """This expression is clearer than any words for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words. question: whose answer it is. when: it is a day or a time. count: it counts choices."""

    words: str
    question: Question | None = None
    when: bool = False
    own: bool = False
    count: bool = False


class Values:
    """Values of the expressions of one place.

    doubles: names of questions that have the same words as another one. filters: a plain name is a column of the list
    that is chosen from.
    """

    def __init__(
        self, script: Script, layout: Layout, own: Place, language: str, doubles: Collection[str],
        *, filters: bool = False,
    ) -> None:  # fmt: skip
        self.script, self.layout, self.own = script, layout, own
        self.language, self.doubles, self.filters = language, doubles, filters

    def told(self, node: Syntax) -> Told:
        """`node` in words. Raises Untold."""
        match node:
            case Number():
                return Told(text_of_number(node.value))
            case Literal():
                day = _DAY.fullmatch(node.text) is not None
                return Told(node.text if day else quoted(node.text), when=day)
            case Negate(operand=Number(value=value)):
                return Told(text_of_number(-value))
            case Ref() | Path():
                return self._place(node)
            case Binary(op="+" | "-" | "*" | "div"):
                return self._sum(node)
            case Call():
                return self._call(node)
        raise Untold

    def value(self, node: Syntax) -> str:
        """`node` as what something else is compared with."""
        found = self.told(node)
        if found.question is None or found.own or found.count:
            return found.words
        return _("the answer to {question}").format(question=found.words)

    def choice(self, question: Question, value: str) -> str:
        """A choice as it is shown, in quotation marks."""
        known = self.script.lists.get(question.choices)
        for choice in known.choices if known else ():
            if choice.value == value:
                label = plain(self.script.text(choice.label, self.language))
                number = value.isdecimal() and not label.startswith(value)
                return quoted(f"{value} {label}" if number and label else label or value)
        return quoted(value)

    def _place(self, node: Ref | Path) -> Told:
        if self.filters and isinstance(node, Path) and node.start == "" and len(node.steps) == 1:
            step = node.steps[0]
            if step.axis == "child" and step.test.kind == "name" and not step.predicates:
                return Told(_("{column} of the choice").format(column=step.test.name))
        place = self._found(node)
        if place is None or not isinstance(place.item, Question):
            raise Untold
        when = place.item.kind in ("date", "dateTime", "time") or place.item.meta in ("start", "end", "today")
        if place.index == self.own.index:
            return Told(_("the answer"), place.item, when, own=True)
        return Told(self.name(place.item), place.item, when)

    def _found(self, node: Ref | Path) -> Place | None:
        try:
            if isinstance(node, Ref):
                return self.layout.named(node.name)
            if isinstance(node.start, Ref):
                return self.layout.walk(self.layout.named(node.start.name), node)
            if node.start == "/":
                return self.layout.walk(None, node)
            current = isinstance(node.start, Call) and node.start.name == "current"
            return self.layout.walk(self.own, node) if node.start == "" or current else None
        except ExprError:
            return None

    def name(self, question: Question) -> str:
        """A question by its words; by its name too where others have the same words."""
        words = plain(self.script.text(question.label, self.language))
        if not words:
            return question.name
        words = quoted(words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…")
        if question.name not in self.doubles:
            return words
        return _("{words} ({name})").format(words=words, name=question.name)

    def _sum(self, node: Binary) -> Told:
        left, right = self.told(node.left), self.told(node.right)
        if (
            left.when
            and isinstance(node.right, Number)
            and node.op in "+-"
            and node.right.value == int(node.right.value)
        ):
            n = int(node.right.value)
            before = ngettext("{n} day before {day}", "{n} days before {day}", n)
            after = ngettext("{n} day after {day}", "{n} days after {day}", n)
            return Told((after if node.op == "+" else before).format(n=n, day=self.value(node.left)), when=True)
        if left.when and right.when and node.op == "-":
            return Told(
                _("the days from {first} to {last}").format(first=self.value(node.right), last=self.value(node.left))
            )
        if isinstance(node.left, Binary) or isinstance(node.right, Binary):
            raise Untold
        signs = {"+": "+", "-": "−", "*": "×", "div": "÷"}
        return Told(f"{self.value(node.left)} {signs[node.op]} {self.value(node.right)}")

    def _call(self, node: Call) -> Told:
        match node.name, node.args:
            case ("today", ()):
                return Told(_("today"), when=True)
            case ("now", ()):
                return Told(_("now"), when=True)
            case ("date" | "date-time", (only,)):
                return Told(self.told(only).words if isinstance(only, Literal) else self.value(only), when=True)
            case ("number" | "int" | "string" | "normalize-space", (only,)):
                return self.told(only)
            case ("count-selected", (only,)):
                of = self.told(only)
                if of.own:
                    return Told(_("how many were chosen"), of.question, count=True)
                return Told(_("how many were chosen in {question}").format(question=of.words), of.question, count=True)
            case ("count", (Ref() | Path() as only,)) if (place := self._found(only)) and isinstance(place.item, Group):
                label = plain(self.script.text(place.item.label, self.language))
                return Told(_("the number of {things}").format(things=quoted(label) if label else place.item.name))
            case ("string-length", (only,)):
                return Told(_("how many characters {value} has").format(value=self.value(only)), count=True)
        raise Untold


def quoted(text: str) -> str:
    """In the quotation marks of the language."""
    return _("'{text}'").format(text=text)


def plain(text: str) -> str:
    """A text of a script in one line, with … for what is filled in."""
    return REFERENCE.sub("…", one_line(text))


def one_line(text: str) -> str:
    """A text of a script in one line, with the names of what is filled in."""
    return without_markup(text).replace("\n", " ")


def doubles(script: Script) -> frozenset[str]:
    """The names of questions whose words another question has too."""
    by_words: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for question in script.questions():
        by_words.setdefault(tuple(sorted(question.label.items())), []).append(question.name)
    return frozenset(name for names in by_words.values() if len(names) > 1 for name in names)
