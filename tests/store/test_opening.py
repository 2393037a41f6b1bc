"""Opening a base: new, older, newer, foreign, damaged, locked, read-only, on a full disk, and several programs at once."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from callbench.desk.agents import list_agents
from callbench.desk.bench import Bench, open_bench
from callbench.desk.queue import queue_page
from callbench.errors import EXIT_UNUSABLE, StoreBusy, StoreProblem, UsageProblem
from callbench.store import database, guard, migrate, version
from callbench.store.database import Database, open_database
from shopfloor import Shop

HEAD = version.SCHEMA
NEXT = f"{int(HEAD) + 1:04}"
MORE = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{next}", "{head}", None, None


def upgrade() -> None:
    op.add_column("agent", sa.Column("team", sa.String(), nullable=False, server_default=""))
    {more}
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def second_migration(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory):
    """As if the next release had one more migration; `more` is a line at its end."""

    def install(more: str = "") -> None:
        tree = tmp_path_factory.mktemp("tree") / "migrations"
        shutil.copytree(migrate.HERE, tree)
        (tree / "versions" / f"{NEXT}_next.py").write_text(MORE.format(next=NEXT, head=HEAD, more=more))
        monkeypatch.setattr(migrate, "HERE", tree)
        monkeypatch.setattr(version, "SCHEMA", NEXT)

    return install


def test_a_base_is_made_on_first_use_and_found_again(address: str) -> None:
    open_database(address).close()
    with closing(open_database(address, create=False)) as again, again.read() as c:
        assert c.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == version.SCHEMA
        assert c.execute(text("SELECT count(*) FROM outcome")).scalar_one() == 18


def test_the_version_in_the_code_is_the_head_of_the_tree() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(migrate.config()).get_current_head() == version.SCHEMA


def test_the_tables_are_what_the_migrations_make(bench: Bench) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    with bench.db.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": not bench.db.is_postgres})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_sqlite_is_set_as_the_store_needs_it(lite: Bench) -> None:
    with lite.db.write() as c:
        pragma = {
            name: c.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "journal_size_limit")
        }
    assert pragma == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "journal_size_limit": 8 << 20,
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="no POSIX permissions")
def test_nobody_else_may_read_the_base(lite: Bench) -> None:
    assert Path(lite.db.address).stat().st_mode & 0o077 == 0


def _open(address: str, gate) -> None:
    gate.wait(60)
    open_database(address).close()


def test_programs_that_open_an_empty_base_together_make_one(address: str) -> None:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)
    openers = [context.Process(target=_open, args=(address, gate), daemon=True) for _ in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
    assert [opener.exitcode for opener in openers] == [0, 0, 0]
    with closing(open_database(address, create=False)) as found, found.read() as c:
        assert c.execute(text("SELECT count(*) FROM outcome")).scalar_one() == 18
        assert c.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1


def test_a_base_of_the_first_release_keeps_what_it_holds(tmp_path: Path, settings, clock) -> None:
    from alembic import command

    path = tmp_path / "first.db"
    path.touch()
    engine = database._sqlite(path)
    made = migrate.config()
    with engine.connect() as connection, connection.begin():
        made.attributes["connection"] = connection
        command.upgrade(made, "0001")
        connection.execute(
            text("INSERT INTO agent VALUES (randomblob(16), 'old', '旧', 'agent', 'active', '2026-01-01 00:00:00')")
        )
    engine.dispose()
    with open_bench(str(path), settings, clock) as bench:
        assert [agent.code for agent in list_agents(bench)] == ["old"]
        with bench.db.read() as c:
            assert c.execute(text("SELECT count(*) FROM complaint")).scalar_one() == 0
            assert c.execute(text("SELECT count(*) FROM agent_break")).scalar_one() == 0


def test_an_older_base_is_backed_up_and_migrated(address: str, second_migration, clock, settings) -> None:
    with open_bench(address, settings, clock) as bench:
        Shop(bench)
    second_migration()
    with closing(open_database(address)) as newer, newer.read() as c:
        assert set(c.execute(text("SELECT team FROM agent")).scalars()) == {""}
        assert c.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == NEXT
    if "://" not in address:
        (copy,) = Path(address).parent.glob(f"shop.before-{NEXT}.*.db")
        assert copy.stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(copy)) as before:
            assert before.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
            assert before.execute("SELECT count(*) FROM agent").fetchone() == (2,)


def test_a_migration_that_fails_leaves_the_base_as_it_was(address: str, second_migration) -> None:
    open_database(address).close()
    second_migration("op.execute('INSERT INTO no_such_table VALUES (1)')")
    with pytest.raises(DBAPIError):
        open_database(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(version, "SCHEMA", HEAD)
        with closing(open_database(address)) as old, old.read() as c:
            assert c.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
            assert "team" not in c.execute(text("SELECT * FROM agent")).keys()  # noqa: SIM118


def test_a_newer_base_is_refused_and_not_touched(address: str) -> None:
    with closing(open_database(address)) as made, made.write() as c:
        c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem, match="newer callbench") as told:
        open_database(address)
    assert told.value.code == "store-newer"
    if "://" not in address:
        assert [n for n in names(Path(address).parent) if n.endswith(".db")] == ["shop.db"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM alembic_version",
        "INSERT INTO alembic_version VALUES ('9998')",
        "UPDATE alembic_version SET version_num = '0000'",
        "UPDATE alembic_version SET version_num = 'none'",
    ],
)
def test_a_base_without_one_version_is_refused(address: str, change: str) -> None:
    with closing(open_database(address)) as made, made.write() as c:
        c.execute(text(change))
    with pytest.raises(StoreProblem, match="which version") as told:
        open_database(address)
    assert told.value.code == "store-damaged"
    assert told.value.exit_code == EXIT_UNUSABLE
    if "://" not in address:
        assert [n for n in names(Path(address).parent) if n.endswith(".db")] == ["shop.db"]


@pytest.mark.parametrize("table", ["person", "alembic_version"])
def test_a_database_of_another_program_is_refused(address: str, table: str) -> None:
    engine, _shown = database._engine(address, True)
    with closing(Database(engine, "")) as other, other.write() as c:
        c.exec_driver_sql(f"CREATE TABLE {table} (version_num TEXT)")
    with pytest.raises(StoreProblem, match="another program") as told:
        open_database(address)
    assert told.value.code == "store-foreign"
    engine, _shown = database._engine(address, True)
    with closing(Database(engine, "")) as left, left.read() as c:
        assert [row[0] for row in c.exec_driver_sql(version._TABLES[engine.dialect.name])] == [table]


@pytest.mark.parametrize(
    ("content", "code"), [(b"name,phone\n" * 50, "store-foreign"), (b"SQLite format 3\x00", "store-damaged")]
)
def test_a_file_that_is_no_base_is_refused_and_not_touched(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(StoreProblem) as told:
        open_database(path)
    assert told.value.code == code
    assert path.read_bytes() == content
    assert names(tmp_path) == ["list.csv"]


def test_an_empty_file_becomes_a_base(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.touch()
    open_database(path).close()
    assert path.stat().st_size > 0


def test_a_name_no_file_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="too long"):
        open_database(tmp_path / ("x" * 300))


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="folder"):
        open_database(tmp_path)
    with pytest.raises(StoreProblem, match="no base here"):
        open_database(tmp_path / "none.db", create=False)
    assert names(tmp_path) == []
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="No base can be made here"):
        open_database(tmp_path / "file" / "shop.db")


@pytest.mark.parametrize("address", ["mysql://x/y", "http://x", "://"])
def test_an_address_that_cannot_be_a_base_is_a_usage_problem(address: str) -> None:
    with pytest.raises(UsageProblem):
        open_database(address)


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(StoreProblem) as told:
        open_database("postgresql+psycopg://me:secret@127.0.0.1:1/shop")
    assert told.value.code == "store-connection"
    assert "secret" not in str(told.value)


@pytest.fixture
def made(tmp_path: Path, settings, clock) -> Path:
    """A closed base of thirty items."""
    path = tmp_path / "shop.db"
    with open_bench(path, settings, clock) as bench:
        shop = Shop(bench)
        for _ in range(30):
            shop.item()
    return path


def test_a_shortened_base_is_told_before_it_is_opened(made: Path, settings, clock) -> None:
    made.write_bytes(made.read_bytes()[:-5000])
    with pytest.raises(StoreProblem) as told:
        open_bench(made, settings, clock)
    assert told.value.code == "store-damaged"


@pytest.mark.parametrize("first", [0, 4096])
def test_a_base_with_overwritten_pages_is_told(made: Path, settings, clock, first: int) -> None:
    content = bytearray(made.read_bytes())
    content[first + 100 :] = b"\xa5" * (len(content) - first - 100)
    made.write_bytes(content)
    with pytest.raises(StoreProblem) as told, open_bench(made, settings, clock) as bench:
        queue_page(bench)
    assert told.value.code == "store-damaged"
    assert made.read_bytes() == content


def test_a_base_locked_by_another_program_is_told(lite: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(lite)
    with closing(sqlite3.connect(lite.db.address, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
        with closing(open_database(lite.db.address)) as second:
            with second.read() as c:
                assert c.exec_driver_sql("SELECT count(*) FROM agent").scalar() == 2
            with pytest.raises(StoreBusy, match="locked"), second.write() as c:
                c.exec_driver_sql("DELETE FROM agent")
    shop.customer()


def test_a_base_that_may_not_be_written_is_told(lite: Bench) -> None:
    with lite.db.read() as c:
        c.exec_driver_sql("PRAGMA query_only = ON")  # root may write any file: so the engine itself is made to refuse
    with pytest.raises(StoreProblem) as told:
        Shop(lite)
    assert told.value.code == "store-read-only"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_is_told_when_opened(made: Path, settings, clock) -> None:
    made.chmod(0o400)
    with pytest.raises(StoreProblem) as told:
        open_bench(made, settings, clock)
    assert told.value.code == "store-read-only"


def test_on_a_full_disk_the_write_is_refused_whole_and_reading_goes_on(lite: Bench) -> None:
    shop = Shop(lite)
    lite.db.engine.dispose()

    def fill() -> None:
        with lite.db.write() as c:
            c.exec_driver_sql(f"PRAGMA max_page_count = {c.exec_driver_sql('PRAGMA page_count').scalar()}")
            c.exec_driver_sql("UPDATE agent SET name = 'half done'")
            c.exec_driver_sql("INSERT INTO meta VALUES ('big', hex(zeroblob(500000)))")

    with pytest.raises(StoreProblem) as told:
        fill()
    assert told.value.code == "store-full"
    lite.db.engine.dispose()
    with lite.db.read() as c:
        assert set(c.exec_driver_sql("SELECT name FROM agent").scalars()) == {"Wang", "Li"}
    shop.customer()  # with space again, writing works again


@pytest.mark.parametrize(("free", "code"), [(0, "store-full"), (10**9, "store-disk")])
def test_a_disk_without_room_for_the_log_is_told_as_full(
    lite: Bench, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    monkeypatch.setattr(guard.shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    with pytest.raises(StoreProblem) as told, guard.explained(lite.db.address):
        raise error
    assert told.value.code == code


def test_a_server_that_refuses_writing_is_told(server: Bench) -> None:
    with pytest.raises(StoreProblem) as told, server.db.read() as c:
        c.exec_driver_sql("DELETE FROM agent")
    assert told.value.code == "store-read-only"


def test_events_are_only_ever_added(bench: Bench) -> None:
    from callbench.store import events

    with bench.db.write() as c:
        events.record(c, bench.clock.now(), None, "test", "base", None, {"n": 1})
    again = "INSERT INTO event SELECT * FROM event"
    if not bench.db.is_postgres:
        again = again.replace("INSERT", "INSERT OR REPLACE")
    changes = ["UPDATE event SET kind = 'x'", "DELETE FROM event", again]
    if bench.db.is_postgres:
        changes.append("TRUNCATE event")
    for change in changes:
        with pytest.raises(DBAPIError, match=r"only ever added|duplicate key"), bench.db.write() as c:
            c.exec_driver_sql(change)
    with bench.db.read() as c:
        assert c.exec_driver_sql("SELECT kind FROM event").scalars().all() == ["test"]
