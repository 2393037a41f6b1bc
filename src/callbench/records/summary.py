"""The daily summary as other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure with its parts. value: None when the denominator is 0. left_out: how many records do not count, by reason."""

    key: str
    value: float | None
    numerator: float
    denominator: float
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgentDay:
    """One agent's line; measures by key, outcomes by key."""

    code: str
    name: str
    measures: dict[str, Figure]
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class QuestionDay:
    """One question's answers. distribution: (value, label, count) in the script's order. mean: of numeric answers, else None.

    unanswered: asked but passed over. Several values may stand in one answer (kind choices); open text has no distribution.
    """

    script: str
    path: str
    label: str
    kind: str
    measure: str
    answered: int
    refused: int
    mean: float | None
    distribution: tuple[tuple[str, str, int], ...]
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One sum that must hold. left and right are the two sides."""

    name: str
    holds: bool
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A day, or a range of days (YYYYMMDD, inclusive), of one agent or of all."""

    first_day: int
    last_day: int
    agent: str  # code, or "" for all
    measures: dict[str, Figure]
    outcomes: dict[str, int]
    agents: tuple[AgentDay, ...]
    questions: tuple[QuestionDay, ...]
    checks: tuple[Check, ...]
