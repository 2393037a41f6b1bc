"""The trace: who changed what, when. Rows are only ever added; the store's triggers refuse anything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from callbench.store.tables import Event, core
from callbench.store.types import new_id

_ADD = insert(core(Event))


def record(
    connection: Connection,
    now: datetime,
    agent_id: UUID | None,
    kind: str,
    subject: str,
    subject_id: UUID | None,
    detail: Mapping[str, Any],
) -> None:
    """Add one event. kind: `call.saved`, `profile.changed` …; detail: JSON, with what was before and what is now."""
    connection.execute(
        _ADD,
        {
            "id": new_id(now), "at": now, "agent_id": agent_id, "kind": kind, "subject": subject,
            "subject_id": subject_id, "detail": json.dumps(detail, ensure_ascii=False, default=_plain),
        },
    )  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")
