"""What a script is made of: questions, groups, choice lists, and the expressions that steer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""Language as the workbook names it (`中文 (zh)`, "" for a column without one) → text, which may hold `${name}`."""

ASKED = frozenset(
    {"text", "integer", "decimal", "date", "time", "dateTime", "select_one", "select_multiple", "range", "acknowledge"}
)
"""Kinds an agent answers."""

CHOSEN = frozenset({"select_one", "select_multiple", "range", "acknowledge"})
"""Kinds that are answered by choosing, not by typing."""

SHOWN = ASKED | {"note"}
"""Kinds an agent sees."""

RANGE = {"start": "1", "end": "10", "step": "1"}
"""Parameters of a range as XLSForm has them when they are left out; a compiled range holds all three."""

STAGES = ("opening", "body", "closing", "wrap-up")
MEASURES = ("csat", "nps", "ces", "resolved", "attitude", "efficiency", "effect")


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression as its author wrote it, quotation marks made straight."""

    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list. columns: the other columns of its row, for choice filters and lookups.

    outcome, complaint, follow_up: what choosing it proposes, "" for nothing.
    """

    value: str
    label: Texts
    columns: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    complaint: str = ""
    follow_up: str = ""

    @property
    def proposes(self) -> str:
        """What kind of thing choosing it proposes: outcome, complaint, follow_up or ""."""
        return "outcome" if self.outcome else "complaint" if self.complaint else "follow_up" if self.follow_up else ""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A named list in the order of the sheet."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet that holds a value or a note.

    kind: one of ASKED, note, calculate, hidden or meta (start, end, deviceid …; `meta` says which).
    path: names of its groups and its own, joined by "/": unique in the script, and the key of its answers.
    stage: one of STAGES, own or of its group. measure: one of MEASURES or "". profile: the profile field it writes.
    outcome, complaint, follow_up: an expression whose text is proposed, None for nothing.
    refuse: "don't know / refuses" may be recorded instead of an answer.
    columns: cells under headers nobody here knows; kept, not used.
    choices: the name of its list, or `${name}` of a question of a repeat, whose answers are what can be chosen.
    row: its row on the survey sheet, 0 when unknown; takes no part in equality or the hash.
    """

    name: str
    kind: str
    path: str
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    say: Texts = field(default_factory=dict)
    objection: Texts = field(default_factory=dict)
    required: Expr | None = None
    required_message: Texts = field(default_factory=dict)
    relevant: Expr | None = None
    constraint: Expr | None = None
    constraint_message: Texts = field(default_factory=dict)
    calculation: Expr | None = None
    default: Expr | None = None
    readonly: Expr | None = None
    choices: str = ""
    choice_filter: Expr | None = None
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    meta: str = ""
    stage: str = ""
    measure: str = ""
    profile: str = ""
    outcome: Expr | None = None
    complaint: Expr | None = None
    follow_up: Expr | None = None
    refuse: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int = field(default=0, compare=False)

    @property
    def asked(self) -> bool:
        return self.kind in ASKED


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share a heading and a condition, in order.

    repeat: they are asked once for each instance; paths of questions stay without an index here, an interview writes
    `visits[2]/effect`. count: how many instances there are, None when the agent says so.
    """

    name: str
    path: str
    items: tuple[Question | Group, ...]
    label: Texts = field(default_factory=dict)
    relevant: Expr | None = None
    appearance: str = ""
    stage: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int = field(default=0, compare=False)
    repeat: bool = False
    count: Expr | None = None


def flat(items: Iterable[Question | Group], depth: int = 0) -> Iterator[tuple[Question | Group, int]]:
    """Every question and group in order, each with the number of groups around it."""
    for item in items:
        yield item, depth
        if isinstance(item, Group):
            yield from flat(item.items, depth + 1)
