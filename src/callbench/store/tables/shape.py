"""What all tables share: names of constraints, keys, links, codes with CHECK, partial indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Table, text
from sqlmodel import Field, SQLModel

from callbench.store.types import Id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def key() -> Any:
    """A primary key."""
    return Field(sa_type=Id, primary_key=True)


def link(to: str, *, index: bool = False, optional: bool = False, ondelete: str = "RESTRICT") -> Any:
    """A foreign key to the `id` of another table."""
    more: dict[str, Any] = {"default": None} if optional else {}
    more |= {"foreign_key": f"{to}.id", "index": index, "nullable": optional, "ondelete": ondelete}
    return Field(sa_type=Id, **more)


def pair(to: str) -> Any:
    """One half of the key of a table that says who or what belongs together; it goes with either."""
    return Field(sa_type=Id, foreign_key=f"{to}.id", primary_key=True, ondelete="CASCADE")


def one_of(column: str, *codes: str) -> CheckConstraint:
    """`column` holds one of `codes`."""
    allowed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def partial(where: str) -> dict[str, Any]:
    """A partial index. State is a literal in queries too, or the index is not used.

    On both engines: migrations/env tells PostgreSQL's dialect, which is not loaded for a base in a file.
    """
    return {"sqlite_where": text(where)}


def core(model: type[SQLModel]) -> Table:
    """The Core table behind a model, for statements that are written once and return plain rows."""
    return SQLModel.metadata.tables[model.__tablename__]  # type: ignore[index]


class Kept(SQLModel):
    """What all tables share: only statements read and write them, so validators are not built before anybody asks.

    The files of tables do without `from __future__ import annotations`: reading every type back from text made
    declaring them, which every start waits for, a sixth longer.
    """

    model_config = {"defer_build": True}
