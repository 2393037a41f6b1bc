"""Scripts as lists show them and as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ScriptListed:
    """A version of a script. state: draft, published or retired. created_at: when it was imported or published, UTC."""

    id: UUID
    form_id: str
    version: str
    title: str
    state: str
    file_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ScriptKept:
    """A version as it is kept: its canonical JSON, which counts, and the workbook it came from, for its cells."""

    id: UUID
    form_id: str
    version: str
    title: str
    state: str
    hash: str
    canonical: str
    workbook: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class ScriptUses:
    """What holds on to a version: open interviews, saved attempts, and the names of campaigns that call with it."""

    interviews: int
    attempts: int
    campaigns: tuple[str, ...]

    @property
    def any(self) -> bool:
        return bool(self.interviews or self.attempts or self.campaigns)
