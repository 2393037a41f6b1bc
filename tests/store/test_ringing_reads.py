"""Who else is ringing a number is found by seeks, whatever the planner was told of the sizes of the tables."""

from __future__ import annotations

import pytest

from callbench.desk.bench import Bench
from callbench.desk.calling import take_next
from callbench.desk.why import why as asked
from callbench.store import numbers, why
from callbench.store.rows import Fixed
from shopfloor import Shop

# What ANALYZE found in a base in use: no call was in hand then, so that nothing is said about those.
_USUAL = (
    ("queue_item", "uq_queue_item_open", "2233 1 1"),
    ("queue_item", "ix_queue_item_customer", "15000 3 1"),
    ("queue_item", "sqlite_autoindex_queue_item_1", "15000 1"),
    ("phone", "ix_phone_e164", "5000 1"),
    ("phone", "sqlite_autoindex_phone_2", "5000 1 1"),
    ("phone", "sqlite_autoindex_phone_1", "5000 1"),
)


@pytest.mark.parametrize("statement", [numbers._RINGING, why._NUMBERS])
def test_no_index_is_made_to_find_who_else_rings_a_number(lite: Bench, statement: Fixed) -> None:
    shop = Shop(lite)
    customer = shop.customer()
    shop.item(customer)
    asked(lite, shop.agents["wang"], customer)
    take_next(lite, shop.agents["wang"])
    with lite.db.write() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", list(_USUAL))
    with lite.db.read() as connection:
        connection.exec_driver_sql("ANALYZE sqlite_schema")  # which makes it read them
        text = next(iter(statement._compiled.values())).text
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (b"",) * text.count("?"))]
    assert not [step for step in steps if "AUTOMATIC" in step or step.startswith("SCAN")], steps
