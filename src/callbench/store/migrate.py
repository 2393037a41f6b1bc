"""Running Alembic on an open base, in one transaction, from the package's own tree."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from callbench.store import outcomes

if TYPE_CHECKING:
    from callbench.store.database import Database

_ONE_AT_A_TIME = 0x63616C6C  # the key of the server's lock around migrations: any number nobody else uses
HERE = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration for this tree, without an ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def migrate(database: Database) -> None:
    """Bring the base to the newest version, or leave it as it was. Several programs may try at the same time."""
    settings = config()
    if not database.is_postgres:
        _use_wal(database)
    with database.rebuilding() as connection:
        if database.is_postgres:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        outcomes.seed(connection)


def _use_wal(database: Database) -> None:
    """Write-ahead logging, kept in the file. Must be asked for outside a transaction, and while nobody writes."""
    from callbench.store.database import BUSY_TIMEOUT  # the database imports this module when it must migrate

    patient = time.monotonic() + BUSY_TIMEOUT
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        while True:
            try:
                raw.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:  # the busy time-out does not cover this change
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patient:
                    raise
            time.sleep(0.02)
