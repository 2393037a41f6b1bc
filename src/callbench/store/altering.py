"""Changing tables that hold data, on both engines: columns with their constraints, CHECKs, partial indexes.

SQLite adds columns but changes no constraint: there the table is copied with its rowids, and its indexes and triggers
are made again. Nothing may be deleted with the old table, so the caller has switched foreign keys off (store/migrate).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateColumn

_AROUND = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type <> 'table' AND sql IS NOT NULL"


def text_column(name: str, kind: Any = None) -> sa.Column[str]:
    """A text that is "" where nothing was said."""
    return sa.Column(name, sa.Text() if kind is None else kind, nullable=False, server_default="")


def flag_column(name: str, *, on: bool = False) -> sa.Column[bool]:
    """A yes or no, for all rows there are."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if on else sa.false())


def link(table: str, column: str, to: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    """A foreign key of a table that is being made."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def partial_index(name: str, table: str, columns: Sequence[str], where: str) -> None:
    """An index over the rows for which `where` holds; unique when its name begins so."""
    condition = sa.text(where)
    op.create_index(
        name, table, list(columns), unique=name.startswith("uq_"), sqlite_where=condition, postgresql_where=condition
    )


def add_column(table: str, column: sa.Column[Any], check: str = "") -> None:
    """A new column. check: a condition of its own."""
    sa.Table(table, sa.MetaData(), column)
    said = str(CreateColumn(column).compile(dialect=op.get_bind().dialect))
    if check:
        said += f" CONSTRAINT ck_{table}_{column.name} CHECK ({check})"
    op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {said}"))


def constrain(table: str, *, checks: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None) -> None:
    """CHECKs by the name of their column, in place of those that have it; foreign keys to the `id` of tables, by column."""
    wanted = {f"ck_{table}_{name}": f"CHECK ({check})" for name, check in (checks or {}).items()}
    for column, to in (links or {}).items():
        wanted[f"fk_{table}_{column}"] = f"FOREIGN KEY({column}) REFERENCES {to} (id) ON DELETE RESTRICT"
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for name, constraint in wanted.items():
            op.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"))
            op.execute(sa.text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}"))
        return
    assert not bind.exec_driver_sql("PRAGMA foreign_keys").scalar_one()
    made = bind.scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
    )
    assert made is not None
    around = bind.scalars(sa.text(_AROUND), {"table": table}).all()
    columns = ", ".join(f'"{found[1]}"' for found in bind.exec_driver_sql(f"PRAGMA table_info({table})"))
    new = f"{table}_changed"
    bind.exec_driver_sql(_constrained(made.replace(table, new, 1), wanted))
    bind.exec_driver_sql(f"INSERT INTO {new} (rowid, {columns}) SELECT rowid, {columns} FROM {table} ORDER BY rowid")  # noqa: S608
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {new} RENAME TO {table}")
    for statement in around:
        bind.exec_driver_sql(statement)


def _constrained(made: str, wanted: Mapping[str, str]) -> str:
    """The statement that makes a table, with these constraints."""
    for name, constraint in wanted.items():
        if found := re.search(rf"CONSTRAINT {name} CHECK \(", made):
            made = f"{made[: found.start()]}CONSTRAINT {name} {constraint}{made[_closing(made, found.end()) :]}"
        else:
            made = f"{made.rstrip().removesuffix(')')}, CONSTRAINT {name} {constraint})"
    return made


def _closing(made: str, start: int) -> int:
    """Behind the parenthesis that closes the one before `start`; there are none inside the texts of our CHECKs."""
    depth, end = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(made[end], 0)
        end += 1
    return end
