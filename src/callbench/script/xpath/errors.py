"""What can be wrong with an expression: one code, one message."""

from __future__ import annotations

from callbench.i18n import N_, _

EXPRESSION_MESSAGES: dict[str, str] = {
    "empty": N_("The expression is empty."),
    "too-long": N_("This is longer than {limit} characters."),
    "too-deep": N_("This nests deeper than {limit} levels."),
    "open-quote": N_("The quotation mark is never closed."),
    "full-width": N_("'{sign}' is a full-width character; write '{meant}'."),
    "other-sign": N_("'{sign}' is not a sign of this language; write '{meant}'."),
    "foreign-sign": N_("'{sign}' means nothing here."),
    "unexpected": N_("'{word}' is not expected here."),
    "unfinished": N_("Something is missing at the end."),
    "unknown-axis": N_("'{axis}' is no axis of a path."),
    "unknown-function": N_("There is no function '{name}'."),
    "no-random-order": N_("Choices keep their order, so that each keeps its digit; leave randomize() out."),
    "no-geography": N_("{name}() is about places on a map; nobody gives them by telephone."),
    "arguments": N_("{name}() takes {takes} values, not {given}."),
    "variable": N_("Questions are named with braces: write ${{{name}}}."),
    "null": N_("There is no null; compare with '' for a blank answer."),
    "no-such-question": N_("There is no question '{name}'."),
    "ambiguous-name": N_("'{name}' is the name of several questions; which one is meant is not clear."),
    "last-saved": N_("Answers of an earlier call are not known here; customer fields come as hidden questions."),
    "not-in-repeat": N_("'{name}' is not inside the repeat '{repeat}'."),
    "no-such-table": N_("There is no choice list '{name}'; tables from other files are not read."),
    "no-such-path": N_("The path {path} leads to no question."),
    "no-node": N_("There is nothing here a path could start from."),
    "not-nodes": N_("A question or a path is meant here, not a value."),
    "bad-pattern": N_("'{pattern}' is no pattern: {why}"),
    "slow-pattern": N_("The pattern takes too long: {pattern}"),
    "slow-path": N_("Paths visit too many answers here: more than {limit}."),
    "digest": N_("digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512, as hex or base64."),
}


class ExprError(Exception):
    """An expression that cannot be understood, or fails when it is counted.

    code: one of EXPRESSION_MESSAGES. at: offset in the expression. hint: what to write instead, or "".
    """

    def __init__(self, code: str, at: int = 0, hint: str = "", **values: object) -> None:
        self.code = code
        self.at = at
        self.hint = hint
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return _(EXPRESSION_MESSAGES[self.code]).format(**self.values)
