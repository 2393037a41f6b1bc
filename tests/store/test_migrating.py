"""A base of any earlier version, full of data, becomes one of this version: nothing is lost, and everything holds again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, MetaData, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel, UTCDateTime

from callbench.errors import Conflict
from callbench.store import database, migrate, outcomes, version
from callbench.store.database import Database, open_database
from callbench.store.types import Id, new_id

THEN = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
OLD = [f"{n:04}" for n in range(1, int(version.SCHEMA))]


def old_tables(connection: Connection) -> MetaData:
    """The tables as they lie in the base, with our own types: the engine only shows bytes and texts."""
    found = MetaData()
    found.reflect(connection)
    for name, table in found.tables.items():
        for column in table.columns if name in SQLModel.metadata.tables else ():
            column.type = SQLModel.metadata.tables[name].c[column.name].type
    return found


class OldShop:
    """A little of everything, as a program of that version would have written it."""

    def __init__(self, connection: Connection, revision: str) -> None:
        self.connection = connection
        self.tables = old_tables(connection).tables
        self.wang, self.li = (self.agent(code) for code in ("wang", "li"))
        self.script = self.add(
            "script_version", form_id="care", version="1", hash="0" * 64, title="Care", canonical="{}", workbook=b"",
            file_name="", state="published", created_at=THEN,
        )  # fmt: skip
        self.campaigns = [self.campaign(code) for code in ("C1", "C2")]
        if revision >= "0003":
            outcomes.seed(connection)
        else:
            for key in ("completed", "busy", "do_not_call"):
                self.row("outcome", key=key, aapor="I", contacted=True, final=True, position=0)
        self.revision = revision
        self.items: dict[str, UUID] = {}
        self.people()
        self.past()
        if revision >= "0002":
            self.add(
                "complaint", customer_id=self.customers[0], kind="price", urgency="normal", words="dear", state="raised",
                raised_by=self.wang, raised_at=THEN, raised_on=20260301, answer_by=THEN, solve_by=THEN,
                final_by=THEN + timedelta(days=7),
            )  # fmt: skip
            self.add("agent_break", agent_id=self.wang, reason="meal", started_at=THEN, business_day=20260301)

        if revision >= "0003":
            self.rules()

    def rules(self) -> None:
        self.row("agent_skill", agent_id=self.wang, skill="english")
        self.row("customer_tag", customer_id=self.customers[0], tag="vip")
        self.row("campaign_agent", campaign_id=self.campaigns[0], agent_id=self.wang)
        self.row("calendar_day", calendar="china", day=20260302, kind="off", name="", source="test")
        self.row("calendar_year", calendar="china", year=2026, source="test", imported_at=THEN)
        self.add("absence", agent_id=self.wang, first_day=20260301, last_day=20260302, reason="", made_at=THEN)
        self.add(
            "consent", customer_id=self.customers[0], purpose="care", state="given", how="phone", at=THEN, evidence="",
            recorded_at=THEN,
        )  # fmt: skip
        self.add(
            "call_plan", code="P1", name="Care", campaign_id=self.campaigns[0], trigger="class", customer_class="key", item="",
            every_months=1, window_days=3, priority=5, state="active", made_at=THEN, changed_at=THEN,
        )  # fmt: skip

    def row(self, table: str, **values: Any) -> None:
        self.connection.execute(insert(self.tables[table]), values)

    def add(self, table: str, **values: Any) -> UUID:
        made = new_id(THEN)
        self.row(table, id=made, **values)
        return made

    def agent(self, code: str) -> UUID:
        return self.add("agent", code=code, name=code, role="agent", state="active", created_at=THEN)

    def campaign(self, code: str) -> UUID:
        return self.add(
            "campaign",
            code=code,
            name=code,
            purpose="",
            script_id=self.script,
            state="active",
            max_attempts=6,
            created_at=THEN,
        )

    def people(self) -> None:
        blank = dict.fromkeys(
            ("gender", "customer_class", "branch", "birthday", "email", "wechat", "channel", "preferences", "special_needs", "note"),
            "",
        )  # fmt: skip
        said = ["", "上午", "14:00-16:00", "when it rains", ""]
        self.customers = [
            self.add(
                "customer", code=f"K{n}", name=f"Customer {n}", zone="Asia/Shanghai" if n else "Europe/Berlin",
                owner_id=self.li if n == 1 else None, preferred_time=said[n], state="do_not_call" if n == 4 else "active",
                created_at=THEN, updated_at=THEN, **blank,
            )
            for n in range(5)
        ]  # fmt: skip
        if self.revision >= "0003":
            self.add(
                "do_not_call", customer_id=self.customers[4], e164="", reason="", source="outcome", made_at=THEN, lift_reason="",
            )  # fmt: skip
        for n, customer in enumerate(self.customers):
            self.add(
                "phone", customer_id=customer, position=0, e164=f"+861380000000{n}", ext="", kind="mobile", state="valid",
                original="1",
            )  # fmt: skip

    def item(self, name: str, n: int, campaign: int, state: str, **more: Any) -> None:
        values = {
            "rule": "list", "reason": "", "agreed": False, "priority": 5, "attempts": 0, "ready_at": THEN,
            "due_on": 20260301, "zone": "Asia/Shanghai" if n else "Europe/Berlin", "last_outcome": "", "closed_why": "",
            "created_at": THEN, "created_on": 20260301,
        }  # fmt: skip
        if self.revision >= "0003":
            more["pool_id"] = self.pool(n, campaign, more)
        self.items[name] = self.add(
            "queue_item",
            campaign_id=self.campaigns[campaign],
            customer_id=self.customers[n],
            state=state,
            **(values | more),
        )

    def pool(self, n: int, campaign: int, item: dict[str, Any]) -> int:
        pool = len(self.items) + 1
        said = {1: "00:00-12:00", 2: "14:00-16:00"}
        owner = self.li if n == 1 else None
        self.row(
            "pool", id=pool, campaign_id=self.campaigns[campaign], zone="Asia/Shanghai" if n else "Europe/Berlin",
            hours=said.get(n, ""), agent_id=item.get("agent_id", owner), skill="",
        )  # fmt: skip
        return pool

    def past(self) -> None:
        self.item("abroad", 0, 0, "open")
        self.item("owned", 1, 0, "open")
        self.item("held", 2, 0, "held", held_by=self.wang, touched_at=THEN)
        self.item("mine", 3, 0, "open", agreed=True, rule="agreed", agent_id=self.wang, released_at=THEN)
        self.item("parked", 1, 1, "parked", closed_why="no_phone")
        self.item("done", 4, 1, "done", closed_at=THEN, closed_on=20260301, closed_why="outcome", attempts=1)
        attempt = self.add(
            "attempt", item_id=self.items["done"], nth=1, campaign_id=self.campaigns[1], customer_id=self.customers[4],
            agent_id=self.li, script_id=self.script, e164="+8613800000004", channel="phone", outcome="do_not_call",
            started_at=THEN, ended_at=THEN, business_day=20260301, due_on=20260301, note="never again",
        )  # fmt: skip
        self.row(
            "answer", attempt_id=attempt, path="/a", question="a", kind="choice", text="5", number=5.0, label="", state="given",
            measure="csat",
        )  # fmt: skip
        draft = self.add(
            "draft", item_id=self.items["held"], agent_id=self.wang, script_id=self.script, started_at=THEN, note=""
        )
        self.row("draft_answer", draft_id=draft, path="/a", text="5", state="given", answered_at=THEN)
        self.add(
            "follow_up", item_id=self.items["mine"], customer_id=self.customers[3], made_by=self.wang, agent_id=self.wang,
            due_at=THEN, due_on=20260301, reason="", note="", state="open", made_at=THEN, made_on=20260301,
        )  # fmt: skip
        self.add("event", at=THEN, kind="test", subject="base", detail="{}")


def contents(connection: Connection, columns: dict[str, list[str]] | None = None) -> dict[str, tuple[list[str], list]]:
    """Table → its columns (or those asked for) and all its rows."""
    kept = {}
    for name, table in old_tables(connection).tables.items():
        if columns is None or name in columns:
            wanted = [column.name for column in table.columns] if columns is None else columns[name]
            rows = connection.execute(select(*(table.c[one] for one in wanted))).all()
            kept[name] = wanted, sorted(map(repr, rows))
    return kept


def old_base(address: str, revision: str) -> tuple[OldShop, dict[str, tuple[list[str], list]]]:
    from alembic import command

    engine, _shown = database._engine(address, True)
    with closing(Database(engine, address)) as made:
        if not made.is_postgres:
            migrate._use_wal(made)
        with made.rebuilding() as connection:
            settings = migrate.config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, revision)
            shop = OldShop(connection, revision)
        with made.read() as connection:
            return shop, contents(connection)


def schema(connection: Connection) -> Any:
    """What the engine itself says of tables, indexes and triggers."""
    if connection.dialect.name == "sqlite":
        return sorted(map(tuple, connection.execute(text("SELECT type, name, tbl_name FROM sqlite_master"))))
    return (
        sorted(connection.execute(text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")).scalars()),
        sorted(connection.execute(text("SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace")).scalars()),
        sorted(connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars()),
    )  # fmt: skip


@pytest.mark.parametrize("revision", OLD)
def test_everything_an_older_base_held_is_there_afterwards(address: str, revision: str) -> None:
    shop, before = old_base(address, revision)
    assert {name for name, (_columns, rows) in before.items() if not rows} <= {"service_record", "meta"}
    with closing(open_database(address)) as newer, newer.write() as c:
        after = contents(c, {name: columns for name, (columns, _rows) in before.items()})
        for name, (_columns, rows) in before.items():
            if name == "alembic_version":
                continue
            found = after[name][1]
            assert found == rows if name != "outcome" else set(rows) <= set(found), name
        if not newer.is_postgres:
            assert c.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert c.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert c.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        pools = c.execute(
            text("SELECT i.id, p.zone, p.hours, p.agent_id FROM queue_item i LEFT JOIN pool p ON p.id = i.pool_id")
            .columns(id=Id(), agent_id=Id())
        )  # fmt: skip
        found = {row[0]: tuple(row[1:]) for row in pools}
        here = "Asia/Shanghai"
        assert {name: found[item] for name, item in shop.items.items()} == {
            "abroad": ("Europe/Berlin", "", None), "owned": (here, "00:00-12:00", shop.li), "parked": (here, "00:00-12:00", shop.li),
            "held": (here, "14:00-16:00", None), "mine": (here, "", shop.wang), "done": (here, "", None),
        }  # fmt: skip
        listed = c.execute(
            text("SELECT customer_id, source, made_at FROM do_not_call").columns(
                customer_id=Id(), made_at=UTCDateTime()
            )
        )
        assert [tuple(row) for row in listed] == [(shop.customers[4], "outcome", THEN)]


@pytest.mark.parametrize("revision", OLD)
def test_an_older_base_becomes_what_a_new_one_is(address: str, revision: str, tmp_path: Path) -> None:
    def told(base: Database) -> Any:
        with base.read() as c:
            outcomes = c.execute(text("SELECT * FROM outcome ORDER BY key"))
            return schema(c), {row.key: row[5:] for row in outcomes}  # behind what the older version had put there

    old_base(address, revision)
    with closing(open_database(address)) as newer:
        grown = told(newer)
        if newer.is_postgres:  # a server's base is made anew in its place
            with newer.write() as c:
                c.exec_driver_sql("DROP SCHEMA public CASCADE")
                c.exec_driver_sql("CREATE SCHEMA public")
    with closing(open_database(address if "://" in address else tmp_path / "new.db")) as made:
        assert told(made) == grown


@pytest.mark.parametrize("revision", OLD)
def test_what_the_base_itself_refuses_it_still_refuses(address: str, revision: str) -> None:
    shop, _before = old_base(address, revision)
    with closing(open_database(address)) as newer:

        def refused(statement: str, **values: Any) -> None:
            keys = [bindparam(name, type_=Id()) for name in values]
            with pytest.raises((DBAPIError, Conflict)), newer.write() as c:
                c.execute(text(statement).bindparams(*keys), values)

        refused("UPDATE event SET kind = 'x'")
        refused("DELETE FROM queue_item WHERE id = :item", item=shop.items["done"])  # an attempt was made for it
        refused("DELETE FROM campaign WHERE id = :campaign", campaign=shop.campaigns[0])
        refused("DELETE FROM agent WHERE id = :agent", agent=shop.wang)
        refused("UPDATE queue_item SET state = 'gone'")
        refused("UPDATE queue_item SET rule = 'whim'")
        refused("UPDATE queue_item SET pool_id = 4711")
        refused("UPDATE queue_item SET held_by = :agent, state = 'held'", agent=shop.li)
        refused("UPDATE campaign SET state = 'gone'")
        refused("UPDATE campaign SET starts_on = 20260302, ends_on = 20260301")
        refused("UPDATE follow_up SET ends_at = due_at")
        refused("UPDATE outcome SET delay = -1")
        refused("UPDATE agent SET trainer_id = :nobody", nobody=new_id(THEN))
        refused(
            "INSERT INTO do_not_call (id, e164, reason, source, made_at, lift_reason) VALUES (:id, '', '', '', '2026-01-01', '')",
            id=new_id(THEN),
        )


def test_what_was_written_last_is_still_known_as_the_last(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    shop, _before = old_base(str(path), "0002")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM queue_item WHERE id = ?", (shop.items["abroad"].bytes,))  # a gap in the order
        raw.commit()
        before = raw.execute("SELECT rowid, id FROM queue_item ORDER BY rowid").fetchall()
    open_database(path).close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT rowid, id FROM queue_item ORDER BY rowid").fetchall() == before


def test_the_older_base_lies_beside_the_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    old_base(str(path), "0002")
    open_database(path).close()
    (copy,) = tmp_path.glob(f"shop.before-{version.SCHEMA}.*.db")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        assert raw.execute("SELECT count(*) FROM queue_item").fetchone() == (6,)
        assert not raw.execute("SELECT 1 FROM pragma_table_info('queue_item') WHERE name = 'pool_id'").fetchall()


def test_a_change_of_the_tables_that_fails_leaves_the_older_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.db"
    _shop, before = old_base(str(path), "0002")

    def fail(_connection: Connection) -> None:
        raise IntegrityError("the last step", None, Exception("fails"))

    with monkeypatch.context() as patch:
        patch.setattr("callbench.store.outcomes.seed", fail)
        with pytest.raises(IntegrityError):
            open_database(path)
    engine, _shown = database._engine(str(path), False)
    with closing(Database(engine, str(path))) as old, old.read() as c:
        assert contents(c) == before
        assert c.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    open_database(path).close()
