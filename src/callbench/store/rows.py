"""Statements written once, run straight on the driver, and their plain rows, which go straight into frozen records."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Executable, Table, Text, bindparam, column, insert, text
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import UTCDateTime

from callbench.store.types import Id

# What was written last comes first: on a clock that stands still, neither times nor keys would tell.
LATEST = {"sqlite": "{table}.rowid DESC", "postgresql": "age({table}.xmin)"}
ID, TIME, FLAG, PLAIN = Id(), UTCDateTime(), Boolean(), Text()

Values = Mapping[str, Any]


class Fixed:
    """A statement whose text never changes: compiled once a dialect, then only bound, executed and fetched.

    SQLAlchemy's own execution prepares the same compiled statement anew each time, which takes longer than SQLite takes
    for most of ours. Types, errors (DBAPIError) and the handling of lost connections are the same. Every parameter is
    given a value, unless it has one of its own; for an INSERT see `adding`.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def __str__(self) -> str:
        return str(self._statement)

    def run(
        self, connection: Connection, values: Values | Sequence[Values], then: Callable[[_Compiled, Any], Any]
    ) -> Any:
        """Execute it, once or for each of several values; what `then` reads from the driver's cursor."""
        dialect = connection.dialect
        if (compiled := self._compiled.get(dialect.name)) is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        held = connection.connection
        cursor = held.cursor()
        try:
            if isinstance(values, Mapping):
                cursor.execute(compiled.text, compiled.bound(values))
            else:
                cursor.executemany(compiled.text, [compiled.bound(one) for one in values])
            return then(compiled, cursor)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, held.dbapi_connection, cursor):
                connection.invalidate(error)
            raise DBAPIError.instance(
                compiled.text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
            ) from error
        finally:
            cursor.close()


class _Compiled:
    """A statement in the words of one dialect: how its values are bound, and what its rows are made with."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        assert not compiled.insert_prefetch, f"a default is left to SQLAlchemy: {compiled}"
        assert not compiled.post_compile_params, f"the text depends on the values: {compiled}"
        self.text = str(compiled)
        self._by_place = compiled.positional
        names = compiled.positiontup if compiled.positional else list(compiled.params)
        kinds = [(name, compiled.binds[name].type.dialect_impl(dialect)) for name in names]
        self._binds = [(name, kind.bind_processor(dialect)) for name, kind in kinds]
        self._own = {name: compiled.params[name] for name in names if not compiled.binds[name].required}
        columns = list(getattr(statement, "selected_columns", ()))
        self._dialect = dialect
        self._kinds = [one.type.dialect_impl(dialect) for one in columns]
        self._results: list[Any] = []
        self._row: Any = namedtuple("Row", [one.key for one in columns], rename=True)  # type: ignore[misc]

    def bound(self, values: Values) -> Any:
        """The values as the driver takes them."""
        if self._own:
            values = {**self._own, **values}
        ready = [convert(values[name]) if convert else values[name] for name, convert in self._binds]
        return ready if self._by_place else {name: value for (name, _), value in zip(self._binds, ready, strict=True)}

    def rows(self, cursor: Any, found: Sequence[Any]) -> list[Any]:
        """What was fetched with its values as Python has them, by name and in order."""
        if not self._results:  # what a server's numbers are is known from its first answer
            told = zip(self._kinds, cursor.description, strict=True)
            self._results = [kind.result_processor(self._dialect, about[1]) for kind, about in told]
        make, converts = self._row._make, self._results
        return [
            make([convert(value) if convert else value for value, convert in zip(one, converts, strict=True)])
            for one in found
        ]


def sql(
    statement: str, /, *lists: str, columns: Mapping[str, TypeEngine[Any]] | None = None, **binds: TypeEngine[Any]
) -> Any:
    """A statement in SQL that both engines share. binds: parameters whose type is not plain; columns: what it returns,
    in this order; lists: parameters that stand for several values (`IN :name`), on which its text depends.
    """
    made: Any = text(statement).bindparams(
        *(bindparam(name, type_=kind) for name, kind in binds.items() if name not in lists),
        *(bindparam(name, type_=binds.get(name), expanding=True) for name in lists),
    )
    if columns:
        made = made.columns(*(column(name, kind) for name, kind in columns.items()))
    return made if lists else Fixed(made)


def adding(table: Table) -> Fixed:
    """INSERT into every column; one that is given no value gets its default, or NULL where that is allowed."""
    return Fixed(insert(table).values({one.name: _given(one) for one in table.columns}))


def _given(one: Any) -> Any:
    if one.default is None and not one.nullable:
        return bindparam(one.name)
    return bindparam(one.name, value=None if one.default is None else one.default.arg)


def rows(connection: Connection, statement: Fixed | Executable, values: Values | None = None) -> Sequence[Any]:
    """All rows."""
    if isinstance(statement, Fixed):
        found: list[Any] = statement.run(connection, values or {}, _all)
        return found
    return connection.execute(statement, values).all()


def row(connection: Connection, statement: Fixed | Executable, values: Values | None = None) -> Any:
    """The first row, or None."""
    if isinstance(statement, Fixed):
        return statement.run(connection, values or {}, _first)
    return connection.execute(statement, values).first()


def run(connection: Connection, statement: Fixed, values: Values | Sequence[Values]) -> int:
    """Write, once or for each of several values; how many rows were written."""
    count: int = statement.run(connection, values, _count)
    return count


def _all(compiled: _Compiled, cursor: Any) -> list[Any]:
    return compiled.rows(cursor, cursor.fetchall())


def _first(compiled: _Compiled, cursor: Any) -> Any:
    found = cursor.fetchone()
    return None if found is None else compiled.rows(cursor, (found,))[0]


def _count(_compiled: _Compiled, cursor: Any) -> Any:
    return cursor.rowcount
