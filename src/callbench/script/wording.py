"""What an agent reads: the script's texts in one language, with the values of the moment."""

from __future__ import annotations

from collections.abc import Callable

from callbench.script.layout import Place
from callbench.script.parts import Choice, Group, Texts
from callbench.script.plain import template
from callbench.script.program import Program
from callbench.script.xpath.errors import ExprError

Filled = Callable[[list[str]], str]


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
