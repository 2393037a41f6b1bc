"""Cells that hold expressions, and what a cell's plain words mean as one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from callbench.script.parts import Expr
from callbench.script.problems import Problems
from callbench.script.sheets.content import Cell
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.library import FUNCTIONS
from callbench.script.xpath.tokens import tokenise

_CALL = re.compile(r"(?<![\w:\-.])(" + "|".join(sorted(map(re.escape, FUNCTIONS), key=len, reverse=True)) + r")\s*\(")

_CURLY = "“”‘’"

YES = frozenset({"yes", "true", "true()", "1", "y", "是", "必答", "必填", "√", "✓", "✔"})
NO = frozenset({"no", "false", "false()", "0", "n", "否", ""})


@dataclass(frozen=True, slots=True)
class Site:
    """An expression and the cell it stands in. column: which condition it is. path: its question's."""

    expr: Expr
    path: str
    column: str
    question: str
    cell: Cell


def expression(cell: Cell | None) -> Expr | None:
    """The expression in a cell, None for an empty one; a plain yes or no (or a spreadsheet's TRUE) is true() or false()."""
    if cell is None or not cell.expression:
        return None
    word = cell.expression.casefold()
    return Expr(
        "true()" if word in ("true", "yes") else "false()" if word in ("false", "no") else straight(cell.expression)
    )


def is_expression(text: str) -> bool:
    """Whether a cell that may hold plain words holds an expression: it names a question or calls a known function."""
    return "${" in text or _CALL.search(text) is not None


def literal(cell: Cell) -> Expr | None:
    """A default: the words themselves, unless they are an expression."""
    if is_expression(cell.expression):
        return expression(cell)
    return Expr(quoted(cell.text)) if cell.text else None


def proposal(cell: Cell) -> tuple[Expr, str]:
    """What a cell of callbench::outcome, complaint or follow_up proposes, and its plain word if it is one.

    A plain word is proposed as soon as the question has an answer; an expression as soon as it gives a text.
    """
    if is_expression(cell.expression):
        return Expr(straight(cell.expression)), ""
    return Expr(f"if(. != '', {quoted(cell.text)}, '')"), cell.text


def quoted(text: str) -> str:
    """`text` as a literal of an expression."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = ", ".join(f"'{part}'" if part != "'" else '"\'"' for part in re.split("(')", text) if part)
    return f"concat({parts})"


def straight(source: str) -> str:
    """An expression with straight quotation marks, which spreadsheets make curly while they are typed; as long as before."""
    if not any(mark in source for mark in _CURLY):
        return source
    try:
        literals = [token for token in tokenise(source) if token.kind == "literal"]
    except ExprError:  # told where the expression is checked
        return source
    chars = list(source)
    for token in literals:
        opened = source[token.at]
        quote = next((mark for mark in ("\"'" if opened in "“”" else "'\"") if mark not in token.text), opened)
        if opened in _CURLY and quote != opened:
            chars[token.at] = chars[token.at + len(token.text) + 1] = quote
    return "".join(chars)


def flag(cell: Cell | None, problems: Problems | None) -> bool:
    """A yes-or-no cell; anything else is a problem and no."""
    word = cell.text.casefold() if cell else ""
    if word not in YES and word not in NO and problems is not None:
        problems.add("bad-yes-no", cell, text=word)
    return word in YES
