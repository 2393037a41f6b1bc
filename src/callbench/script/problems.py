"""What can be wrong with a script: one code, one message, each with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from callbench.i18n import N_, _
from callbench.script.sheets.content import Cell, Remark
from callbench.script.xpath.errors import EXPRESSION_MESSAGES, ExprError

ERRORS: dict[str, str] = {
    "no-column": N_("The sheet '{sheet}' has no column '{column}'."),
    "double-column": N_("The column '{column}' is there twice."),
    "no-questions": N_("The survey sheet has no questions."),
    "no-type": N_("The type is missing."),
    "unknown-type": N_("There is no question type '{type}'."),
    "not-by-phone": N_("'{type}' cannot be answered by telephone."),
    "other-file": N_("Choices from other files are not read; put them on the choices sheet."),
    "no-rank": N_("Nobody ranks a list by telephone; ask with select_one what comes first, then what comes second."),
    "no-loop": N_("Loops are not read; write begin_repeat, or a question for each."),
    "not-repeated": N_("'{name}' is no question of a repeat; nothing could be chosen."),
    "no-name": N_("The name is missing."),
    "bad-name": N_("'{name}' is no name: letters, digits, _ and - without spaces, not beginning with a digit."),
    "double-name": N_("The name '{name}' is there twice in the same group."),
    "no-list-name": N_("The type names no choice list."),
    "no-such-list": N_("The choice list '{list}' is not on the choices sheet."),
    "no-choice-name": N_("The choice has no name."),
    "choice-space": N_("'{name}' holds a space; names of choices of a select_multiple must not."),
    "double-choice": N_("The choice '{name}' is there twice in the list '{list}'."),
    "open-group": N_("The group '{name}' is never closed."),
    "wrong-end": N_("This closes '{name}', but a group ends with end_group and a repeat with end_repeat."),
    "no-open-group": N_("This closes a group that was never opened."),
    "deep-group": N_("More than {limit} groups lie in each other here."),
    "and-more": N_("There are more than {limit} errors; the rest was not looked for."),
    "cycle": N_("This depends on itself: {path}"),
    "never-begins": N_(
        "Only an answer inside '{name}' says how often it is asked, so it is never asked; ask for the number before it."
    ),
    "no-calculation": N_("The question is calculated, but there is no calculation."),
    "bad-parameters": N_("'{text}' is no list of parameters like start=1 end=5 step=1."),
    "bad-range": N_("The range must go from a smaller to a greater number in steps above 0."),
    "bad-yes-no": N_("'{text}' is neither yes nor no."),
    "unknown-stage": N_("There is no stage '{name}'."),
    "unknown-measure": N_("There is no measure '{name}'."),
    "unknown-outcome": N_("There is no outcome '{name}'."),
    "no-value": N_("The formula in this cell has no stored value."),
    "error-value": N_("The cell holds the spreadsheet error {text}."),
    "long-cell": N_("The cell holds {n} characters; at most {limit} are read."),
}
WARNINGS: dict[str, str] = {
    "outcome-not-shipped": N_(
        "'{name}' is none of the shipped outcomes; whether the shop has one of its own is told by a base: --db PATH."
    ),
    "lost-version": N_("The version is a formula without a stored value; '{version}' is used instead."),
    "no-version": N_("There is no version; '{version}' is used instead."),
    "no-such-language": N_("No column is in the language '{language}'; missing texts are shown in '{used}'."),
    "form-id-of-file": N_("There is no form_id; '{form_id}', the file's name, is used instead."),
    "unknown-column": N_("The column '{column}' is kept but not used."),
    "unknown-parameter": N_("The parameter '{parameter}' is kept but not used."),
    "ignored-sheet": N_("The sheet '{sheet}' is not read."),
    "no-such-choice": N_("'{value}' is not a choice of {question_name}; no answer is ever equal to it."),
    "unused-list": N_("No question uses the choice list '{list}'."),
    "no-such-column": N_(
        "The choice list '{list}' has no column '{name}'; it counts as blank. A word stands in quotes."
    ),
    "no-label": N_("The question has no label."),
    "hidden-sheet": N_("The sheet is hidden; it was read all the same."),
    "hidden-rows": N_("Hidden rows were read like the others: {rows}."),
    "hidden-columns": N_("Hidden columns were read like the others: {columns}."),
    "merged-cells": N_("Merged cells: the value belongs to the first cell only ({ranges})."),
    "title-row": N_("Row {row} is taken for a title; the column names are read from row {header}."),
    "no-heading": N_("Columns without a name in the first row were not read: {columns}."),
    "date-cell": N_("The spreadsheet turned this into a date; it is read as '{text}'."),
    "macros": N_("The workbook carries macros; they were not read and never run."),
    "links-out": N_("The workbook refers to other files; the values it kept of them were read."),
    "double-label": N_("The label '{label}' is there twice in the list '{list}'."),
}
QUALITY: dict[str, str] = {
    "missing-translation": N_("{column} has no text in {language}."),
    "no-refusal": N_("This must be answered, yet nothing fits a customer who does not know or refuses."),
    "unreachable": N_("This is never asked: its condition never holds."),
    "never-offered": N_("The choice '{name}' of the list '{list}' is never offered."),
    "required-note": N_("A note is not answered; 'required' means nothing here."),
    "bare-scale": N_("Nothing says what {low} and {high} mean; write it into the hint."),
    "scale-reversed": N_("A small number is the good end here, but the summary counts 4 and 5 as satisfied."),
    "scales-differ": N_("The scale runs the other way round than that of '{other}'."),
    "long-say": N_("This takes about {seconds} seconds to say; let the customer speak after {limit}."),
    "many-choices": N_("{n} choices are too many to have a digit each; up to 10 do."),
    "off-measure": N_(
        "The measure '{measure}' needs answers from {low} to {high}; others are left out of the figures."
    ),
    "measure-type": N_("A question of this type cannot carry the measure '{measure}'."),
    "no-moment": N_("'{text}' says no time for a follow-up."),
    "unknown-profile": N_("There is no profile field '{name}'."),
    "profile-type": N_("An answer of this type is nothing for the profile field '{name}'."),
    "profile-choice": N_("The profile field '{name}' cannot hold the choice '{text}': {why}"),
    "birthday-year": N_(
        "A date always has a year, a birthday need not; with the type text, 1990-05-01 and 05-01 are accepted."
    ),
    "many-questions": N_("One call can come to {n} questions; {limit} are enough."),
    "long-call": N_("One call can take too long: about {time}; keep it under {limit} minutes."),
}
"""What makes a script worse without making it wrong."""
MESSAGES = (ERRORS, WARNINGS, QUALITY, EXPRESSION_MESSAGES)
"""Every code with its message; a code is in one of them."""


@dataclass(frozen=True, slots=True)
class ScriptProblem:
    """One thing wrong with a script.

    code: one of ERRORS, WARNINGS, QUALITY or EXPRESSION_MESSAGES. sheet and cell ("D3"; "" when it is about the whole sheet).
    question: its name, or "". expression: the whole one, at: the offset in it, None when it is not about an expression.
    suggestion: what was probably meant, or "". values fill the message.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    question: str = ""
    expression: str = ""
    at: int | None = None
    suggestion: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """error: there is no script; warning: there is one, but look."""
        return "warning" if self.code in WARNINGS or self.code in QUALITY else "error"

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        text = next(table[self.code] for table in MESSAGES if self.code in table)
        return _(text).format(**self.values)

    @property
    def place(self) -> str:
        """`survey!D3`, or the sheet alone."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        """`survey!D3 [full-width] …`, the expression with a caret below, the suggestion."""
        lines = [f"{self.place} [{self.code}] {self.message}".lstrip()]
        if self.suggestion and self.suggestion not in self.message:
            lines[0] = _("{message} Did you mean '{word}'?").format(message=lines[0], word=self.suggestion)
        if self.at is not None:
            line, column = caret(self.expression, self.at)
            lines += [f"    {line}", "    " + " " * column + "^"]
        return "\n".join(lines)


def caret(expression: str, at: int) -> tuple[str, int]:
    """The part of an expression around offset `at` in one line, and how many terminal cells lie before the offset."""
    from unicodedata import east_asian_width

    start = max(0, at - 60)
    shown = expression[start : at + 60].replace("\n", " ").replace("\t", " ")
    before = shown[: at - start]
    return shown, sum(2 if east_asian_width(char) in "WF" else 1 for char in before)


MOST = 500
"""Errors that are looked for; a file with more of them is no script that somebody mends line by line."""


class EnoughProblems(Exception):
    """So many are found that looking for more would only take time."""


class Problems:
    """Collects problems while a script is compiled. Raises EnoughProblems at the error after MOST."""

    def __init__(self) -> None:
        self.found: list[ScriptProblem] = []
        self._errors = 0

    def _keep(self, problem: ScriptProblem) -> None:
        self._errors += problem.severity == "error"
        if self._errors > MOST:
            self.found.append(ScriptProblem("and-more", values={"limit": MOST}))
            raise EnoughProblems
        self.found.append(problem)

    def add(
        self, code: str, cell: Cell | None, *, question: str = "", suggestion: str = "", sheet: str = "", **values: Any
    ) -> None:
        """One problem at `cell`, or about a whole `sheet`."""
        self._keep(
            ScriptProblem(
                code,
                cell.sheet if cell else sheet,
                cell.place.partition("!")[2] if cell else "",
                question,
                suggestion=suggestion,
                values={"sheet": sheet} | values,
            )
        )

    def add_remark(self, remark: Remark) -> None:
        """What the reader of the file has to say."""
        self._keep(ScriptProblem(remark.code, remark.sheet, remark.cell, values=dict(remark.values)))

    def add_expression(self, problem: ExprError, cell: Cell, question: str, expression: str) -> None:
        """What is wrong with the expression in `cell`."""
        self.add_at(
            problem.code, cell, problem.at, question=question, expression=expression, suggestion=problem.hint,
            **problem.values,
        )  # fmt: skip

    def add_at(
        self, code: str, cell: Cell, at: int, *, question: str, expression: str, suggestion: str, **values: Any
    ) -> None:
        """One problem at offset `at` of the expression in `cell`."""
        place = cell.place.partition("!")[2]
        self._keep(ScriptProblem(code, cell.sheet, place, question, expression, at, suggestion, values))

    @property
    def any_error(self) -> bool:
        return self._errors > 0
