"""Statements written in SQL that both engines share, and their plain rows, which go straight into frozen records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Executable, Text, bindparam, column, text
from sqlalchemy.types import TypeEngine
from sqlmodel import UTCDateTime

from callbench.store.types import Id

# What was written last comes first: on a clock that stands still, neither times nor keys would tell.
LATEST = {"sqlite": "{table}.rowid DESC", "postgresql": "age({table}.xmin)"}
ID, TIME, FLAG, PLAIN = Id(), UTCDateTime(), Boolean(), Text()


def sql(
    statement: str, /, *lists: str, columns: Mapping[str, TypeEngine[Any]] | None = None, **binds: TypeEngine[Any]
) -> Any:
    """A statement compiled once. binds: parameters whose type is not plain; columns: what it returns, in this order;
    lists: parameters that stand for several values (`IN :name`).
    """
    made = text(statement).bindparams(
        *(bindparam(name, type_=kind) for name, kind in binds.items()),
        *(bindparam(name, expanding=True) for name in lists),
    )
    return made.columns(*(column(name, kind) for name, kind in columns.items())) if columns else made


def rows(connection: Connection, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows."""
    return connection.execute(statement, values).all()


def row(connection: Connection, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
    """The first row, or None."""
    return connection.execute(statement, values).first()
