"""The version of the tables: read raw at every start; Alembic is imported only when it differs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from callbench.errors import StoreProblem
from callbench.i18n import _

if TYPE_CHECKING:
    from callbench.store.database import Database

SCHEMA = "0001"  # the newest migration; a test holds it against the tree


def check_version(database: Database) -> None:
    """Leave the base at SCHEMA: a new one is made, an older one backed up and migrated, a newer one refused."""
    with database.engine.connect() as connection:
        found = _found(connection)
    if found == SCHEMA:
        return
    if found is None:
        _refuse_foreign(database)
    elif found > SCHEMA:
        raise StoreProblem(
            _("The base was made by a newer callbench (version {found}; this one knows {known}).").format(
                found=found, known=SCHEMA
            ),
            where=database.address,
            todo=_("Install the newer callbench. Nothing was written."),
            code="store-newer",
        )
    elif not database.is_postgres:
        backup(Path(database.address), f"before-{SCHEMA}")
    from callbench.store.migrate import migrate

    migrate(database)


def _found(connection: Connection) -> str | None:
    with connection.begin():
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_foreign(database: Database) -> None:
    with database.engine.connect() as connection, connection.begin():
        if tables := inspect(connection).get_table_names():
            raise StoreProblem(
                _("This database belongs to another program (it has the table {table!r}).").format(table=tables[0]),
                where=database.address,
                todo=_("Name another file; this one was not touched."),
            )


def backup(path: Path, label: str) -> Path:
    """Copy a SQLite base beside itself with the online backup interface; return the copy's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}.{label}.{stamp}{path.suffix}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
    return target
