"""One row of a customer file as understood, and what is known of the customers it may mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

PROFILE = (
    "customer_class", "gender", "birthday", "email", "wechat", "branch", "channel", "preferred_time", "preferences",
    "special_needs", "note",
)  # fmt: skip
"""Profile fields that a file may fill, beside number, name and owner."""


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A number of a row. e164 "" and state invalid where the original could not be read."""

    e164: str
    ext: str
    kind: str
    state: str
    original: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service or purchase of a row. amount: minor units, None when unknown."""

    on_day: date
    item: str
    amount: int | None
    staff: str
    branch: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A row that can be taken over. row: its number in the file. profile: only fields with a value, keys of PROFILE."""

    row: int
    code: str
    name: str
    phones: tuple[PhoneRow, ...]
    profile: dict[str, str]
    owner: str
    service: ServiceRow | None


@dataclass(slots=True)
class Card:
    """A customer as far as an import looks at them; it is kept up to date while the rows of a file are worked through.

    services: day and item → amounts of the records there are, in order. is_new: made by this import.
    """

    id: UUID
    code: str
    name: str
    owner_id: UUID | None
    profile: dict[str, str]
    phones: list[PhoneRow] = field(default_factory=list)
    next_position: int = 0
    services: dict[tuple[date, str], list[int | None]] = field(default_factory=dict)
    is_new: bool = False
