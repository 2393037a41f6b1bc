"""Cases of other engines our dialect answers otherwise, and forms it refuses, each with its reason: the one list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Deviation:
    """A kind of case ours answers otherwise on purpose. expected: what the other engine gives there: error, number."""

    pattern: str
    expected: str
    reason: str

    def covers(self, expression: str, expected: str) -> bool:
        return expected == self.expected and re.fullmatch(self.pattern, expression) is not None


JAVAROSA_EVAL = (
    Deviation(
        r"(number|string|string-length|normalize-space)\(\)",
        "error",
        "without an argument it is about the place it stands at (XPath 1.0, 4.2 and 4.4; web-forms agrees)",
    ),
    Deviation(
        r"(date|date-time)\(.*\)",
        "error",
        "what is no date is an invalid one that ends blank, so that a half-typed answer stops no call (web-forms agrees)",
    ),
    Deviation(
        r"decimal-(date-)?time\(.*\)", "error", "what is no date is no number, and no error, for the same reason"
    ),
    Deviation(r"round\('[0-9]+,[0-9]+'.*\)", "number", "a decimal comma is no number in XPath (1.0, 4.4)"),
    Deviation(
        r"round\('?-[0-9.]*5'?, *-?[0-9]+\)", "number", "with digits, halves go away from zero, as web-forms has it"
    ),
)
"""Where JavaRosa's tests of expressions expect something else; only cases that do differ count as exceptions."""

REFUSED_FORMS = {
    "null": "`= null` is a mistake: there is no null, and other engines take it for a question that is not there",
    "other-file": "choices from other files are not read",
    "last-saved": "answers of an earlier call are not known in this one",
}
"""Code of the problem → why a form that has it is not replayed."""
