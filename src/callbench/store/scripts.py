"""Script versions: kept whole when imported; only a draft is ever replaced, and only what nothing uses is removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from callbench.records.scripts import ScriptKept, ScriptListed, ScriptUses
from callbench.store import tables
from callbench.store.rows import ID, row, rows
from callbench.store.tables import core
from callbench.store.types import new_id

_script, _campaign = core(tables.ScriptVersion), core(tables.Campaign)
_draft, _attempt = core(tables.Draft), core(tables.Attempt)
_ID = bindparam("script", type_=ID)
_NEWEST_FIRST = (_script.c.created_at.desc(), _script.c.id.desc())
_ADD = insert(_script)
_LIST = select(
    _script.c.id, _script.c.form_id, _script.c.version, _script.c.title, _script.c.state, _script.c.file_name,
    _script.c.created_at,
).order_by(_script.c.form_id, _script.c.created_at, _script.c.id)  # fmt: skip
_CANONICAL = select(_script.c.canonical).where(_script.c.id == _ID)
_KEPT = select(
    _script.c.id, _script.c.form_id, _script.c.version, _script.c.title, _script.c.state, _script.c.hash,
    _script.c.canonical, _script.c.workbook, _script.c.file_name,
).where(_script.c.form_id == bindparam("form"))  # fmt: skip
_VERSION = _KEPT.where(_script.c.version == bindparam("version_"))
_LOCKED = _VERSION.with_for_update()  # nobody begins to use it before the end of the transaction
_PUBLISHED = _KEPT.where(_script.c.state == "published").order_by(*_NEWEST_FIRST).limit(1)
_CAMPAIGNS = select(_campaign.c.name).where(_campaign.c.script_id == _ID).order_by(_campaign.c.name)
_LAST = select(func.max(_script.c.created_at)).where(_script.c.form_id == bindparam("form"))
_CHANGE = update(_script).where(_script.c.id == _ID)
_REMOVE = delete(_script).where(_script.c.id == _ID)
_OTHERS = (
    select(_script.c.id)
    .where(_script.c.form_id == select(_script.c.form_id).where(_script.c.id == _ID).scalar_subquery())
    .where(_script.c.id != _ID)
)
_MOVED = _campaign.c.script_id.in_(_OTHERS), _campaign.c.state != "closed"
_TO_MOVE = select(_campaign.c.name).where(*_MOVED).order_by(_campaign.c.name)
_MOVE = update(_campaign).where(*_MOVED)


def listed(connection: Connection) -> tuple[ScriptListed, ...]:
    """All versions, by form, oldest first."""
    return tuple(ScriptListed(*found) for found in rows(connection, _LIST))


def canonical(connection: Connection, script_id: UUID) -> str | None:
    """The canonical JSON of a version."""
    found = row(connection, _CANONICAL, {"script": script_id})
    return None if found is None else str(found.canonical)


def version(connection: Connection, form_id: str, name: str, *, lock: bool = False) -> ScriptKept | None:
    """That version of a form. lock: nobody begins to use it until the end of the transaction."""
    found = row(connection, _LOCKED if lock else _VERSION, {"form": form_id, "version_": name})
    return None if found is None else ScriptKept(*found)


def newest(connection: Connection, form_id: str) -> ScriptKept | None:
    """The version of a form that was published last."""
    found = row(connection, _PUBLISHED, {"form": form_id})
    return None if found is None else ScriptKept(*found)


def moment(connection: Connection, form_id: str, now: datetime) -> datetime:
    """`now`, or just after the form's latest version where that is later: which one is the newest is never in doubt."""
    last = connection.scalar(_LAST, {"form": form_id})
    return now if last is None else max(now, last + timedelta(microseconds=1))


def add(connection: Connection, values: Mapping[str, Any]) -> UUID:
    """A new version; the key it gets."""
    script_id = new_id(values["created_at"])
    connection.execute(_ADD, {"id": script_id, **values})
    return script_id


def change(connection: Connection, script_id: UUID, values: Mapping[str, Any]) -> None:
    """Other content of a draft, or another state."""
    connection.execute(_CHANGE.values(**values), {"script": script_id})


def uses(connection: Connection, script_id: UUID) -> ScriptUses:
    """What holds on to a version."""
    of = {"script": script_id}
    interviews, attempts = (
        connection.scalar(select(func.count()).select_from(table).where(table.c.script_id == _ID), of) or 0
        for table in (_draft, _attempt)
    )
    return ScriptUses(interviews, attempts, tuple(name for (name,) in rows(connection, _CAMPAIGNS, of)))


def take_over(connection: Connection, script_id: UUID, *, marketing: bool, consent: str) -> tuple[str, ...]:
    """Campaigns that are not closed and call with another version of the form go on with this one; their names.

    marketing: they advertise from now on; consent: what they need it for where they needed none. What a supervisor
    made stricter stays.
    """
    names = tuple(name for (name,) in rows(connection, _TO_MOVE, {"script": script_id}))
    if names:
        values: dict[str, Any] = {"script_id": script_id} | ({"marketing": True} if marketing else {})
        if consent:
            values["consent"] = case((_campaign.c.consent == "", consent), else_=_campaign.c.consent)
        connection.execute(_MOVE.values(values), {"script": script_id})
    return names


def remove(connection: Connection, script_id: UUID) -> None:
    """Take a version away that nothing uses."""
    connection.execute(_REMOVE, {"script": script_id})
