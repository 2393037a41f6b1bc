"""Scripts as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ScriptListed:
    """A version of a script. state: draft, published or retired. created_at: when it was imported, UTC."""

    id: UUID
    form_id: str
    version: str
    title: str
    state: str
    file_name: str
    created_at: datetime
