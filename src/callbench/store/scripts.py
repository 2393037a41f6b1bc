"""Script versions: kept whole when imported, never changed afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from callbench.records.scripts import ScriptListed
from callbench.store.rows import ID, row, rows
from callbench.store.tables import ScriptVersion, core
from callbench.store.types import new_id

_script = core(ScriptVersion)
_ADD = insert(_script)
_HASH = select(_script.c.id, _script.c.hash).where(
    _script.c.form_id == bindparam("form"), _script.c.version == bindparam("version_")
)
_LIST = select(
    _script.c.id, _script.c.form_id, _script.c.version, _script.c.title, _script.c.state, _script.c.file_name,
    _script.c.created_at,
).order_by(_script.c.form_id, _script.c.created_at, _script.c.id)  # fmt: skip
_CANONICAL = select(_script.c.canonical).where(_script.c.id == bindparam("script", type_=ID))


def hash_of(connection: Connection, form_id: str, version: str) -> str:
    """The hash of that version, "" when it is not there."""
    found = row(connection, _HASH, {"form": form_id, "version_": version})
    return "" if found is None else found.hash


def add(
    connection: Connection, form_id: str, version: str, digest: str, title: str, canonical: str, workbook: bytes,
    file_name: str, now: datetime,
) -> UUID:  # fmt: skip
    """A new version, published at once; the key it gets."""
    script_id = new_id(now)
    connection.execute(
        _ADD,
        {
            "id": script_id, "form_id": form_id, "version": version, "hash": digest, "title": title,
            "canonical": canonical, "workbook": workbook, "file_name": file_name, "state": "published", "created_at": now,
        },
    )  # fmt: skip
    return script_id


def listed(connection: Connection) -> tuple[ScriptListed, ...]:
    """All versions, by form, oldest first."""
    return tuple(ScriptListed(*found) for found in rows(connection, _LIST))


def canonical(connection: Connection, script_id: UUID) -> str | None:
    """The canonical JSON of a version."""
    found = row(connection, _CANONICAL, {"script": script_id})
    return None if found is None else str(found.canonical)
