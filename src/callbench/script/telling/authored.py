"""What an author wrote in a cell, told back from what it was compiled to."""

from __future__ import annotations

from collections.abc import Mapping

from callbench.script.parts import Expr
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.parser import parse
from callbench.script.xpath.syntax import Binary, Call, Literal, Path, Syntax


def authored(value: object) -> str:
    """A field of a question, group or choice as its cell has it: words, an expression, yes; "" for nothing."""
    if isinstance(value, Expr):
        word = plain_word(value)
        return "yes" if value.source == "true()" else value.source if word is None else word
    if isinstance(value, Mapping):
        return " ".join(f"{key}={authored(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(authored, value))
    return str(value) if value and value is not True else "yes" if value else ""


def plain_word(expr: Expr) -> str | None:
    """The word behind a default (`'x'`) or a proposal (`if(. != '', 'x', '')`); None for any other expression."""
    try:
        syntax = parse(expr.source)
    except ExprError:
        return None
    match syntax:
        case Literal():
            return syntax.text
        case Call(name="if", args=(Binary(op="!=", left=Path(), right=Literal(text="")), word, Literal(text=""))):
            return _text(word)
    return _text(syntax)


def _text(syntax: Syntax) -> str | None:
    match syntax:
        case Literal():
            return syntax.text
        case Call(name="concat", args=args) if args and all(isinstance(each, Literal) for each in args):
            return "".join(each.text for each in args if isinstance(each, Literal))
    return None
