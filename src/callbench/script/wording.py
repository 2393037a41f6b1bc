"""What an agent reads: the script's texts in one language, mark-up taken out, the values of the moment put in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from callbench.script.layout import Place
from callbench.script.parts import Choice, Group, Texts
from callbench.script.program import Program
from callbench.script.xpath.errors import ExprError
from callbench.text import clean

Filled = Callable[[list[str]], str]

_TAG = re.compile(r"<(?:!doctype|!--.*?--|/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head|title)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table)\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_BLANK_LINES = re.compile(r"\n{2,}")
REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
"""`${name}` inside a text."""


def without_markup(text: str) -> str:
    """HTML and Markdown emphasis as SurveyCTO and ODK forms have it, as plain text."""
    if "<" in text and _TAG.search(text):
        text = _HIDDEN.sub("", text.replace("\n", " "))
        text = _TAG.sub("", _CELL.sub("  ", _BREAK.sub("\n", text)))
    if "&" in text:
        text = html.unescape(text)
    if "**" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return _BLANK_LINES.sub("\n", clean(text, lines=True))


def template(text: str, value_of: Callable[[str], Filled]) -> Filled:
    """A text with `${name}` filled in from the values of the moment.

    value_of(name): how to get the value of a question, shown as it is; it never counts as mark-up.
    """
    plain = without_markup(text)
    parts = REFERENCE.split(plain)
    if len(parts) == 1:
        return lambda values: plain
    fixed, names = parts[::2], [value_of(name) for name in parts[1::2]]

    def filled(values: list[str]) -> str:
        found = [fixed[0]]
        for show, after in zip(names, fixed[1:], strict=True):
            found += (show(values), after)
        return "".join(found)

    return filled


class Wording:
    """The texts of a program in `language`, prepared when first needed."""

    def __init__(self, program: Program, language: str) -> None:
        self.program = program
        self.language = language
        self._ready: dict[tuple[int, str], Filled] = {}
        self._choices: dict[int, Filled] = {}

    def text(self, place: Place, field: str, values: list[str]) -> str:
        """One text of a question or group: label, hint, say, objection, required_message, constraint_message."""
        key = (place.index, field)
        if key not in self._ready:
            self._ready[key] = self._prepared(getattr(place.item, field, {}))
        return self._ready[key](values)

    def label(self, place: Place, values: list[str]) -> str:
        """The label; the name when there is none."""
        return self.text(place, "label", values) or (place.item.name if place.item else "")

    def section(self, place: Place, values: list[str]) -> str:
        """The heading of the innermost group that has one."""
        above = self.program.layout.places[place.parent]
        while isinstance(above.item, Group):
            if found := self.text(above, "label", values):
                return found
            above = self.program.layout.places[above.parent]
        return ""

    def choice(self, choice: Choice, values: list[str]) -> str:
        """The label of a choice; its value when there is none."""
        key = id(choice)  # the program keeps its choices alive
        if key not in self._choices:
            self._choices[key] = self._prepared(choice.label)
        return self._choices[key](values) or choice.value

    def _prepared(self, texts: Texts) -> Filled:
        return template(self.program.script.text(texts, self.language), self._value)

    def _value(self, name: str) -> Filled:
        try:
            index = self.program.layout.named(name).index
        except ExprError:
            shown = f"${{{name}}}"
            return lambda values: shown
        return lambda values: values[index]
