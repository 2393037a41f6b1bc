"""Running Alembic on an open base, in one transaction, from the package's own tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, select

from callbench.rules.outcomes import OUTCOMES
from callbench.store.tables import Outcome

if TYPE_CHECKING:
    from callbench.store.database import Database

HERE = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration for this tree, without an ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def migrate(database: Database) -> None:
    """Bring the base to the newest version, or leave it as it was."""
    settings = config()
    if not database.is_postgres:
        with database.engine.connect() as connection:  # must be outside a transaction
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA journal_mode = WAL")
    with database.write() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        seed_outcomes(connection)


def seed_outcomes(connection: Connection) -> None:
    """Make the shipped outcomes known to the base; those it has stay as they are."""
    table = Outcome.__table__  # type: ignore[attr-defined]
    have = set(connection.scalars(select(table.c.key)))
    missing = [
        {"key": o.key, "aapor": o.aapor, "contacted": o.contacted, "final": o.final, "position": n}
        for n, o in enumerate(OUTCOMES)
        if o.key not in have
    ]
    if missing:
        connection.execute(insert(table), missing)
