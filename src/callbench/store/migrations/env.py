"""Alembic's door: runs on the connection it is handed, inside that connection's transaction."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

import callbench.store.tables  # noqa: F401  (declares the tables)
from callbench.store.types import Id


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own types by their names in new migrations."""
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        autogen_context.imports.add("from sqlmodel import UTCDateTime")
        return "UTCDateTime()"
    if kind == "type" and isinstance(item, Id):
        autogen_context.imports.add("from callbench.store.types import Id")
        return "Id()"
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


for table in SQLModel.metadata.tables.values():
    for index in table.indexes:
        if "sqlite_where" in index.dialect_kwargs:  # see `tables.partial`
            index.dialect_kwargs["postgresql_where"] = index.dialect_kwargs["sqlite_where"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_item=render_item,
    compare_type=False,
)
context.run_migrations()
