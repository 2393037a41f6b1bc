"""What a person reads from a picture of the call screen: who is called, which question is live, what is shown as given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shop import CODE, REFUSED

_GIVEN = re.compile(rf"✓ +(\d+)  (?:Question \d+\?|Anything else\?) +(A\d+x\d|P\d{{5}}-[\d.]+|{REFUSED})\s*$")
_LIVE = re.compile(r"> +(\d+)  (?:Question \d+\?|Anything else\?)")
_GAPS = re.compile(r"required left: (\d+)")
_IN_CALL = re.compile(r"question \d+ of \d+")
_END = re.compile(r"All questions are asked\.|required answers? (is|are) missing")
_NOBODY = frozenset[str]()


@dataclass(frozen=True)
class Picture:
    """codes: customers on the call screen (more than one is a defect). live: 0 at the end or when a panel covers it.

    given: question → the answer its row shows behind a tick: it is said to be on disk. gaps: required answers that are missing.
    """

    codes: frozenset[str]
    live: int
    given: dict[int, str]
    at_end: bool
    gaps: int

    @property
    def code(self) -> str:
        """Who is called; "" when it is not the call screen."""
        return next(iter(self.codes), "") if len(self.codes) == 1 else ""


def read_picture(rows: Sequence[str]) -> Picture:
    """Read a screen."""
    text = "\n".join(rows)
    if not _IN_CALL.search(text):
        return Picture(_NOBODY, 0, {}, False, 0)
    live = _LIVE.search(text)
    given = {int(found[1]): found[2] for row in rows if (found := _GIVEN.search(row))}
    gaps = _GAPS.search(text)
    return Picture(
        frozenset(CODE.findall(text)), int(live[1]) if live else 0, given, bool(_END.search(text)),
        int(gaps[1]) if gaps else 0,
    )  # fmt: skip
