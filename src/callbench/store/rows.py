"""Plain rows of a statement, whose column types the checker need not follow: they go straight into frozen records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable


def rows(connection: Connection, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows."""
    return connection.execute(statement, values).all()


def row(connection: Connection, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
    """The first row, or None."""
    return connection.execute(statement, values).first()
