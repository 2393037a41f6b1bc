"""The survey sheet: rows become questions in their groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from callbench.script.compiling.columns import Row
from callbench.script.compiling.or_other import asking_other, with_other
from callbench.script.compiling.outcome_keys import OutcomeKeys
from callbench.script.compiling.parameters import read_parameters
from callbench.script.compiling.question_types import REFUSED, Type, meant_type, read_type
from callbench.script.expressions import NO, YES, Site, expression, flag, literal, proposal
from callbench.script.parts import ASKED, MEASURES, STAGES, ChoiceList, Expr, Group, Question
from callbench.script.problems import Problems
from callbench.script.sheets.content import Cell
from callbench.text import nearest

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_BEGINS = frozenset({"begin_group", "begin_repeat"})
_ENDS = frozenset({"end_group", "end_repeat"})


_DEEPEST = 50
"""Groups in groups; what lies deeper is left out, with a problem."""


@dataclass(slots=True)
class _Open:
    """A group or repeat that is being filled."""

    name: str
    path: str
    row: Row | None
    relevant: Expr | None = None
    stage: str = ""
    repeat: bool = False
    count: Expr | None = None
    items: list[Question | Group] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class SurveyReader:
    """Reads rows one after the other; items and sites are there when all are read."""

    def __init__(self, problems: Problems, lists: dict[str, ChoiceList], outcomes: OutcomeKeys) -> None:
        self.problems = problems
        self.lists = lists
        self.outcomes = outcomes
        self.sites: list[Site] = []
        self.used_lists: set[str] = set()
        self.rows: dict[str, Row] = {}
        self._open = [_Open("", "", None)]
        self._notes = 0

    def read(self, rows: list[Row]) -> tuple[Question | Group, ...]:
        """All rows as nested items."""
        for row in rows:
            if flag(row.cells.get("disabled"), None):
                continue
            self._row(row)
        while len(self._open) > 1:
            left = self._open[-1]
            if left.row is not None:
                self.problems.add("open-group", left.row.cell("type", "name"), question=left.name, name=left.name)
            self._close()
        return tuple(self._open[0].items)

    def _row(self, row: Row) -> None:
        cell = row.cells.get("type")
        if cell is None:
            if "name" in row.cells:
                self.problems.add("no-type", row.cells["name"], question=row.text("name"))
            return
        found = read_type(cell.text)
        if found.kind in REFUSED:
            self.problems.add(found.kind, cell, question=row.text("name"), type=cell.text)
        elif found.kind == "unknown":
            word = cell.text.split()[0] if cell.text.split() else cell.text
            self.problems.add(
                "unknown-type", cell, question=row.text("name"), suggestion=meant_type(word), type=cell.text
            )
        elif found.kind in _ENDS:
            if len(self._open) == 1:
                self.problems.add("no-open-group", cell)
            else:
                if self._open[-1].repeat != (found.kind == "end_repeat"):
                    self.problems.add("wrong-end", cell, question=self._open[-1].name, name=self._open[-1].name)
                self._close()
        elif name := self._name(row, found):
            if found.kind in _BEGINS:
                self._begin(row, name, repeat=found.kind == "begin_repeat")
            else:
                self._question(row, name, found)

    def _name(self, row: Row, found: Type) -> str:
        """The row's name; "" when it cannot be used. A note may come without one."""
        cell = row.cells.get("name")
        if cell is None:
            if found.meta == "audit":  # holds nothing in a call; XLSForm lets it go without a name
                return "audit"
            if found.kind == "note":
                return self._unnamed_note()
            self.problems.add("no-name", row.cells["type"])
            return f"unnamed_{row.number}" if found.kind in _BEGINS else ""
        if not _NAME.fullmatch(cell.text):
            self.problems.add("bad-name", cell, name=cell.text)
            return f"unnamed_{row.number}" if found.kind in _BEGINS else ""
        if cell.text in self._open[-1].names:
            self.problems.add("double-name", cell, question=cell.text, name=cell.text)
            return f"unnamed_{row.number}" if found.kind in _BEGINS else ""
        self._open[-1].names.add(cell.text)
        return cell.text

    def _unnamed_note(self) -> str:
        """A name that does not change when empty rows do."""
        self._notes += 1
        name = f"unnamed_note_{self._notes}"
        self._open[-1].names.add(name)
        return name

    def _begin(self, row: Row, name: str, *, repeat: bool) -> None:
        path = self._path(name)
        opened = _Open(name, path, row, stage=self._one_of(row, "stage", STAGES) or self._open[-1].stage)
        opened.relevant = self._expression(row, name, path, "relevant")
        opened.repeat = repeat
        if repeat:
            opened.count = self._expression(row, name, path, "repeat_count")
        self._open.append(opened)
        if len(self._open) == _DEEPEST + 2:
            self.problems.add("deep-group", row.cells["type"], question=name, limit=_DEEPEST)

    def _close(self) -> None:
        done = self._open.pop()
        row = done.row
        assert row is not None
        if len(self._open) > _DEEPEST:
            return
        self._open[-1].items.append(
            Group(
                done.name,
                done.path,
                tuple(done.items),
                label=_texts(row, "label"),
                relevant=done.relevant,
                appearance=row.text("appearance"),
                stage=done.stage,
                columns=_others(row),
                row=row.number,
                repeat=done.repeat,
                count=done.count,
            )
        )

    def _path(self, name: str) -> str:
        above = self._open[-1].path
        return f"{above}/{name}" if above else name

    def _question(self, row: Row, name: str, found: Type) -> None:
        path = self._path(name)
        question = Question(
            name,
            found.kind,
            path,
            label=_texts(row, "label"),
            hint=_texts(row, "hint"),
            say=_texts(row, "callbench::say"),
            objection=_texts(row, "callbench::objection"),
            required=self._yes_no(row, name, path, "required"),
            required_message=_texts(row, "required_message"),
            relevant=self._expression(row, name, path, "relevant"),
            constraint=self._expression(row, name, path, "constraint"),
            constraint_message=_texts(row, "constraint_message"),
            calculation=self._expression(row, name, path, "calculation"),
            default=self._default(row, name, path),
            readonly=self._yes_no(row, name, path, "readonly"),
            choices=self._list(row, name, found),
            choice_filter=self._expression(row, name, path, "choice_filter"),
            appearance=row.text("appearance"),
            parameters=read_parameters(row, name, found.kind, self.problems),
            meta=found.meta,
            stage=self._one_of(row, "stage", STAGES) or self._open[-1].stage,
            measure=self._one_of(row, "measure", MEASURES),
            profile=row.text("callbench::profile"),
            outcome=self._proposal(row, name, path, "outcome"),
            complaint=self._proposal(row, name, path, "complaint"),
            follow_up=self._proposal(row, name, path, "follow_up"),
            refuse=flag(row.cells.get("callbench::refuse"), self.problems),
            columns=_others(row),
            row=row.number,
        )
        self.rows[path] = row
        if found.kind == "calculate" and question.calculation is None and question.default is None:
            self.problems.add("no-calculation", row.cells["type"], question=name)
        if found.kind in ASKED and not question.label and not question.say and not question.hint:
            self.problems.add("no-label", row.cell("name", "type"), question=name)
        self._open[-1].items.append(question)
        if found.other:
            self._add_other(question, row.cells["type"])

    def _add_other(self, question: Question, cell: Cell) -> None:
        """`or_other`: one more choice, and a question that asks for it."""
        asking = asking_other(question, self._path(f"{question.name}_other"))
        if asking.name in self._open[-1].names:
            self.problems.add("double-name", cell, question=question.name, name=asking.name)
        self._open[-1].names.add(asking.name)
        if asking.relevant:
            self.sites.append(Site(asking.relevant, asking.path, "relevant", asking.name, cell))
        self._open[-1].items.append(asking)

    def _list(self, row: Row, name: str, found: Type) -> str:
        if not found.kind.startswith("select_"):
            return ""
        cell = row.cells["type"]
        if not found.choices:
            self.problems.add("no-list-name", cell, question=name)
            return ""
        if found.choices.startswith("${"):  # the answers of a repeat
            return found.choices
        known = self.lists.get(found.choices)
        if known is None:
            hint = nearest(found.choices, self.lists)
            self.problems.add("no-such-list", cell, question=name, suggestion=hint, list=found.choices)
            return ""
        self.used_lists.add(found.choices)
        if found.kind == "select_multiple":
            for choice in known.choices:
                if " " in choice.value:
                    self.problems.add("choice-space", cell, question=name, name=choice.value)
        if found.other:
            self.lists[found.choices] = with_other(known)
        return found.choices

    def _one_of(self, row: Row, column: str, known: tuple[str, ...]) -> str:
        cell = row.cells.get(f"callbench::{column}")
        if cell is None:
            return ""
        word = cell.text.casefold().replace("_", "-").replace(" ", "-")
        if word not in known:
            self.problems.add(
                f"unknown-{column}", cell, question=row.text("name"), suggestion=nearest(word, known), name=cell.text
            )
            return ""
        return word

    def _site(self, expr: Expr | None, row: Row, name: str, path: str, column: str, cell: Cell | None) -> Expr | None:
        if expr is not None and cell is not None:
            self.sites.append(Site(expr, path, column, name, cell))
        return expr

    def _expression(self, row: Row, name: str, path: str, column: str) -> Expr | None:
        cell = row.cells.get(column)
        return self._site(expression(cell), row, name, path, column, cell)

    def _yes_no(self, row: Row, name: str, path: str, column: str) -> Expr | None:
        cell = row.cells.get(column)
        if cell is None or cell.text.casefold() in NO:
            return None
        if cell.text.casefold() in YES:
            return Expr("true()")
        return self._site(expression(cell), row, name, path, column, cell)

    def _default(self, row: Row, name: str, path: str) -> Expr | None:
        cell = row.cells.get("default")
        return self._site(literal(cell), row, name, path, "default", cell) if cell else None

    def _proposal(self, row: Row, name: str, path: str, column: str) -> Expr | None:
        cell = row.cells.get(f"callbench::{column}")
        if cell is None:
            return None
        made, word = proposal(cell)
        if column == "outcome":
            self.outcomes.check(word, cell, self.problems, name)
        return self._site(made, row, name, path, column, cell)


def _texts(row: Row, name: str) -> dict[str, str]:
    return {language: cell.text for language, cell in row.texts.get(name, {}).items()}


def _others(row: Row) -> dict[str, str]:
    return {name: cell.text for name, cell in row.others.items()}
