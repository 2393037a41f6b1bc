"""Rows into the real tables of a SQLite base, as fast as the driver takes them: nothing is durable until `finish`."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from callbench.store.database import open_database
from callbench.store.tally import COUNTED

BATCH = 20_000  # rows


class TableWriter:
    """A new base being filled. Indexes are built and counts are taken at the end, foreign keys are the caller's promise."""

    def __init__(self, path: Path) -> None:
        open_database(path).close()
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -262144"):
            self.connection.execute(f"PRAGMA {pragma}")
        found = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        self.indexes = found.fetchall()
        for name, _sql in self.indexes:
            self.connection.execute(f"DROP INDEX {name}")
        found = self.connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'queue_item_tally_%'"
        )
        self.counting = found.fetchall()
        for name, _sql in self.counting:
            self.connection.execute(f"DROP TRIGGER {name}")
        self.connection.execute("BEGIN")
        self.rows = 0

    def sheet(self, table: str, *columns: str) -> Sheet:
        """Rows of `table` are given as tuples of these columns; the others get the defaults of the model."""
        return Sheet(self, table, columns)

    def finish(self) -> None:
        """Build the indexes and statistics, and turn the base back into one that loses nothing."""
        self.connection.execute("COMMIT")
        for _name, sql in self.indexes:
            self.connection.execute(sql)
        self.connection.execute(
            f"INSERT INTO queue_tally SELECT kind, day, touched, ready, campaign_id, 0, n FROM ({COUNTED['sqlite']})"
        )
        for _name, sql in self.counting:
            self.connection.execute(sql)
        self.connection.execute("ANALYZE")
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.close()


class Sheet:
    """Rows of one table, written in batches. Flush at the end."""

    def __init__(self, writer: TableWriter, table: str, columns: tuple[str, ...]) -> None:
        self.writer = writer
        defaults: dict[str, Any] = {}
        for column in SQLModel.metadata.tables[table].columns:
            if column.name not in columns and not column.nullable:
                assert column.default is not None, f"{table}.{column.name} has no default"
                defaults[column.name] = column.default.arg
        names = ", ".join([*columns, *defaults])
        marks = ", ".join(["?"] * len(columns) + [_literal(value) for value in defaults.values()])
        self.statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        self.waiting: list[tuple[Any, ...]] = []

    def add(self, *row: Any) -> None:
        self.waiting.append(row)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self.writer.connection.executemany(self.statement, self.waiting)
        self.writer.rows += len(self.waiting)
        self.waiting.clear()


def _literal(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(int(value))
    assert isinstance(value, str)
    return f"'{value}'"
