"""The version of the tables: read raw at every start; Alembic is imported only when it differs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from callbench.errors import StoreProblem
from callbench.i18n import _

if TYPE_CHECKING:
    from callbench.store.database import Database

SCHEMA = "0004"  # the newest migration; a test holds it against the tree
_OURS = re.compile("[0-9]{4}(?<!0000)")  # how migrations are numbered
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}


def check_version(database: Database) -> None:
    """Leave the base at SCHEMA: a new one is made, an older one backed up and migrated, a newer one refused."""
    with database.engine.connect() as connection, connection.begin():
        found = _found(connection, database.address)
    if found == SCHEMA:
        return
    if found is not None and found > SCHEMA:
        raise StoreProblem(
            _("The base was made by a newer callbench (version {found}; this one knows {known}).").format(
                found=found, known=SCHEMA
            ),
            where=database.address,
            todo=_("Install the newer callbench. Nothing was written."),
            code="store-newer",
        )
    if found is not None and not database.is_postgres:
        backup(Path(database.address), f"before-{SCHEMA}")
    from callbench.store.migrate import migrate

    migrate(database)


def _found(connection: Connection, address: str) -> str | None:
    """The version of the base, None when it is empty. Raises StoreProblem when its tables are somebody else's."""
    tables = [row[0] for row in connection.exec_driver_sql(_TABLES[connection.dialect.name])]
    if not tables:
        return None
    if not {"alembic_version", "queue_item"} <= set(tables):
        raise StoreProblem(
            _("This database belongs to another program (it has the table {table!r}).").format(table=tables[0]),
            where=address,
            todo=_("Name another file; this one was not touched."),
            code="store-foreign",
        )
    found = [row[0] for row in connection.exec_driver_sql("SELECT version_num FROM alembic_version")]
    if len(found) != 1 or not _OURS.fullmatch(str(found[0])):
        raise StoreProblem(
            _("The base does not say of which version it is."),
            where=address,
            todo=_("Nothing was written. Keep the file, and go on with the newest backup beside it."),
            code="store-damaged",
        )
    return str(found[0])


def backup(path: Path, label: str) -> Path:
    """Copy a SQLite base beside itself with the online backup interface; return the copy's path. A half copy is removed."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}.{label}.{stamp}{path.suffix}")
    target.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target
