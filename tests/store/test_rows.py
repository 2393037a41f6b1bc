"""Statements run on the driver itself: values, rows and errors are those of SQLAlchemy; none is made more often than needed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import bindparam, event, insert, select, text
from sqlalchemy.exc import DBAPIError

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.errors import StoreProblem
from callbench.records.calls import AnswerGiven, CallInHand, CallResult
from callbench.store import tables
from callbench.store.rows import FLAG, ID, PLAIN, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core
from callbench.store.types import new_id
from shopfloor import Shop

ITEM, META = core(tables.QueueItem), core(tables.Meta)


def test_rows_are_those_of_sqlalchemy(bench: Bench) -> None:
    shop = Shop(bench)
    for n in range(3):
        shop.item(minutes=-n, agreed=n == 1)
    query = select(ITEM).where(ITEM.c.ready_at < bindparam("until", type_=TIME)).order_by(ITEM.c.id)
    until = {"until": shop.now + timedelta(days=1)}
    with bench.db.read() as c:
        found, theirs = rows(c, Fixed(query), until), c.execute(query, until).all()
        assert [tuple(one) for one in found] == [tuple(one) for one in theirs]
        assert len(found) == 3
        assert {type(found[0].id), type(found[0].ready_at), type(found[0].agreed)} == {UUID, datetime, bool}
        assert [one.ready_at for one in found] == [one.ready_at for one in theirs]
        assert row(c, Fixed(query), until) == found[0]
        assert row(c, Fixed(query), {"until": shop.now - timedelta(days=999)}) is None


def test_sql_shared_by_both_engines_binds_and_reads_its_types(bench: Bench) -> None:
    shop = Shop(bench)
    item_id = shop.item(agreed=True)
    one = sql(
        "SELECT id, agreed, ready_at, '50%' AS half FROM queue_item WHERE id = :item AND ready_at <= :now AND :now IS NOT NULL",
        columns={"id": ID, "agreed": FLAG, "ready_at": TIME, "half": PLAIN}, item=ID, now=TIME,
    )  # fmt: skip
    with bench.db.read() as c:
        found = row(c, one, {"item": item_id, "now": shop.now})
    assert (found.id, found.agreed, found.half) == (item_id, True, "50%")
    assert found.ready_at <= shop.now


def test_writing_counts_rows_and_takes_several(bench: Bench) -> None:
    put = adding(META)
    rename = Fixed(META.update().where(META.c.name.like("a%")).values(value=bindparam("new")))
    with bench.db.write() as c:
        run(c, put, {"name": "b", "value": "1"})
        run(c, put, [{"name": "a1", "value": "1"}, {"name": "a2", "value": "2"}])
        assert run(c, rename, {"new": "x"}) == 2
    with bench.db.read() as c:
        assert {tuple(one) for one in c.execute(select(META.c.name, META.c.value))} == {
            ("b", "1"),
            ("a1", "x"),
            ("a2", "x"),
        }


def test_what_is_not_given_is_the_models_default_or_nothing(bench: Bench) -> None:
    item_id, other = Shop(bench).item(), new_id(bench.clock.now())
    with bench.db.write() as c:
        kept = dict(c.execute(select(ITEM).where(ITEM.c.id == item_id)).one()._mapping)
        given = {
            name: value for name, value in kept.items() if ITEM.c[name].default is None and not ITEM.c[name].nullable
        }
        run(c, adding(ITEM), given | {"id": other, "state": "done", "closed_at": given["ready_at"]})
        found = c.execute(select(ITEM).where(ITEM.c.id == other)).one()
    assert (found.priority, found.agreed, found.held_by, found.last_outcome) == (5, False, None, "")


def test_a_failure_of_the_driver_is_that_of_sqlalchemy_and_tells_no_values(bench: Bench) -> None:
    with pytest.raises(DBAPIError) as told, bench.db.write() as c:
        run(c, adding(META), [{"name": "twice", "value": "secret"}] * 2)
    assert "secret" not in str(told.value)
    with bench.db.read() as c:
        assert c.execute(select(META)).all() == []


def test_a_lost_connection_is_told_and_the_next_one_works(server: Bench) -> None:
    one = sql("SELECT 1 AS n", columns={"n": PLAIN})

    def lose() -> None:
        with server.db.read() as c:
            me = c.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with server.db.read() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": me})
            row(c, one)

    with pytest.raises(StoreProblem) as told:
        lose()
    assert told.value.code == "store-connection"
    with server.db.read() as c:
        assert row(c, one).n == 1


def test_what_is_not_fixed_is_refused_when_it_is_written(lite: Bench) -> None:
    wang = Shop(lite).agents["wang"]
    with lite.db.read() as c:
        with pytest.raises(AssertionError, match="depends on the values"):
            rows(c, Fixed(select(META).where(META.c.name.in_(["a"]))))
        with pytest.raises(AssertionError, match="default"):
            run(c, Fixed(insert(core(tables.Agent)).values(id=bindparam("id"))), {"id": wang.id})
        with pytest.raises(KeyError):
            run(c, adding(META), {"name": "x"})


def test_a_save_takes_one_statement_for_each_thing_it_writes(lite: Bench) -> None:
    shop = Shop(lite)
    shop.item()
    wang = shop.agents["wang"]
    call = calling.take_next(lite, wang)
    assert isinstance(call, CallInHand)
    said: dict[str, None] = {}  # a statement that fires a trigger is told twice

    event.listen(
        lite.db.engine, "checkout", lambda made, *_rest: made.set_trace_callback(lambda one: said.setdefault(one))
    )
    answers = tuple(AnswerGiven(f"/q{n}", f"q{n}", "choice", "5", 5.0) for n in range(8))
    calling.save_result(lite, wang, call.draft_id, CallResult("completed", answers))
    assert [" ".join(re.findall(r"\w+", one)[:3]) for one in said if not one.startswith("--")] == [
        "BEGIN IMMEDIATE", "SELECT queue_item state", "INSERT INTO attempt", *["INSERT INTO answer"] * 8,
        "UPDATE queue_item SET", "DELETE FROM draft", "INSERT INTO event", "COMMIT",
    ]  # fmt: skip
