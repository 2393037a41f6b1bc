"""The trace: who changed what, when. Rows are only ever added; the store's triggers refuse anything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, text

from callbench.store.rows import ID, LATEST, Fixed, adding, row, run
from callbench.store.tables import Event, core
from callbench.store.types import new_id

_event = core(Event)
_ADD = adding(_event)
_ABOUT = select(_event.c.detail).where(
    _event.c.kind == bindparam("kind_"),
    _event.c.subject == bindparam("subject_"),
    _event.c.subject_id == bindparam("id_", type_=ID),
)
_LAST = {
    dialect: Fixed(_ABOUT.order_by(text(order.format(table="event"))).limit(1)) for dialect, order in LATEST.items()
}

_NEWEST = Fixed(select(_event.c.at).order_by(_event.c.id.desc()).limit(1))  # keys begin with the moment


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
    run(
        connection, _ADD,
        {
            "id": new_id(now), "at": now, "agent_id": agent_id, "kind": kind, "subject": subject,
            "subject_id": subject_id, "detail": json.dumps(detail, ensure_ascii=False, default=_plain),
        },
    )  # fmt: skip


def newest(connection: Connection) -> datetime | None:
    """The moment of the entry with the latest one, by the clock of whoever wrote it; None where nothing was written."""
    found = row(connection, _NEWEST)
    return None if found is None else found.at


def last_detail(connection: Connection, kind: str, subject: str, subject_id: UUID) -> dict[str, Any]:
    """The detail of the newest event of this kind about one subject. Raises KeyError when there is none."""
    found = row(connection, _LAST[connection.dialect.name], {"kind_": kind, "subject_": subject, "id_": subject_id})
    if found is None:
        raise KeyError(subject_id)
    detail: dict[str, Any] = json.loads(found.detail)
    return detail


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")
