"""Opening a base and its two kinds of transaction: `read()` and `write()`; one short transaction a use case."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from callbench.errors import StoreProblem, UsageProblem
from callbench.i18n import _
from callbench.store import guard
from callbench.store.version import check_version

BUSY_TIMEOUT = 5.0  # seconds a writer waits for another one
WAL_LIMIT = 8 * 1024 * 1024  # bytes the write-ahead log is cut back to
_FULL = "synchronous = FULL"  # NORMAL lost acknowledged saves in 162 of 200 simulated power cuts


class Database:
    """A base that is open. `address` is its path or its URL without a password, as shown to people."""

    def __init__(self, engine: Engine, address: str) -> None:
        self.engine = engine
        self._writer = engine.execution_options(callbench_write=True)  # the same connections
        self.address = address

    @property
    def is_postgres(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the base. Raises StoreProblem."""
        with guard.explained(self.address), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that is committed whole when the block ends, or not at all.

        BEGIN IMMEDIATE on SQLite: the write lock is taken first, so nothing read inside can have changed since.
        """
        with guard.explained(self.address), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """A write in which tables may be put in the place of others: no foreign key is followed on SQLite meanwhile."""
        with guard.explained(self.address), self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            try:
                if not self.is_postgres:
                    raw.execute("PRAGMA foreign_keys = OFF")
                with connection.begin():
                    yield connection
            finally:
                if not self.is_postgres:
                    raw.execute("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Let the planner keep its statistics, and go."""
        if not self.is_postgres:
            with guard.quiet(), self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA optimize")
        self.engine.dispose()


def open_database(address: str | Path, *, create: bool = True) -> Database:
    """Open the base at a path or URL; made on first use when `create`; backed up and migrated when it is older.

    Raises StoreProblem when it is missing (create=False), locked, read-only, damaged, newer or not a database,
    UsageProblem when the address cannot be one.
    """
    engine, shown = _engine(str(address), create)
    database = Database(engine, shown)
    event.listen(engine, "rollback", _forget)
    try:
        with guard.explained(shown):
            check_version(database)
    except BaseException:
        engine.dispose()
        raise
    return database


def _forget(connection: Connection) -> None:
    """What a connection keeps of the rows it has read may never have been committed."""
    if not connection.invalidated:  # one that was lost keeps nothing, and may not be asked
        connection.info.clear()


def _engine(address: str, create: bool) -> tuple[Engine, str]:
    if "://" not in address:
        path = Path(address).expanduser()
        guard.check_file(path, create)
        return _sqlite(path), str(path)
    try:
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database:
            return _engine(url.database, create)
        if url.get_backend_name() != "postgresql":
            raise UsageProblem(
                _("This kind of base is not supported."),
                where=url.render_as_string(),
                todo=_("Name a file, or postgresql+psycopg://user@host/name."),
            )
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True,
            connect_args={"connect_timeout": 10, "options": f"-c timezone=UTC -c lock_timeout={BUSY_TIMEOUT * 1000:.0f}"},
        )  # fmt: skip
    except (ArgumentError, NoSuchModuleError):
        raise UsageProblem(
            _("This is no address of a base."), todo=_("Name a file, or postgresql+psycopg://user@host/name.")
        ) from None
    except ModuleNotFoundError as error:
        raise StoreProblem(
            _("The driver for PostgreSQL is not installed ({module}).").format(module=error.name),
            todo=_("Install callbench[postgres]."),
        ) from None
    logging.getLogger("psycopg").addHandler(logging.NullHandler())  # else it talks on standard error beside us
    _begin_for_writes(engine)
    return engine, url.render_as_string(hide_password=True)


def _sqlite(path: Path) -> Engine:
    place, file = path.absolute(), guard.file_at(path)

    def connect() -> sqlite3.Connection:
        uri = f"{place.as_uri()}?mode=rw"  # never makes a file: an empty one in the base's place would be taken for it
        return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("foreign_keys = ON", _FULL, "temp_store = MEMORY", f"journal_size_limit = {WAL_LIMIT}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        guard.check_in_place(path, place, file)
        # The driver's own BEGIN is off (isolation_level None): it is deferred, and lost or refused half of all
        # concurrent updates in a measurement.
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("BEGIN IMMEDIATE" if connection.get_execution_options().get("callbench_write") else "BEGIN")

    return engine


def _begin_for_writes(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("callbench_write"):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
