"""The outcomes of this base: the shipped ones as the shop changed them, and its own.

`VERSION` changes with every edit. Statements that run in each call read it along, so that every program with this base
knows that there is something new without asking for it.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from callbench.rules.outcomes import SHIPPED, OutcomeRule, Outcomes
from callbench.store import tables
from callbench.store.rows import PLAIN, Fixed, row, rows, run, sql
from callbench.store.tables import core

VERSION = "coalesce((SELECT value FROM meta WHERE name = 'outcomes'), '')"
"""What a statement selects to learn of changes; "" until the shop has changed something."""

_outcome = core(tables.Outcome)
_PLAIN = (
    "key", "aapor", "contacted", "final", "after", "press", "needs_time", "once", "resumes", "tries_next", "phone_state",
    "customer_state", "attempt", "note_required", "delay", "active",
)  # fmt: skip
_ALL = Fixed(select(*(_outcome.c[name] for name in (*_PLAIN, "label"))).order_by(_outcome.c.position, _outcome.c.key))
_READ_VERSION = sql(f"SELECT {VERSION} AS value", columns={"value": PLAIN})
_COUNT_UP = sql(
    """
INSERT INTO meta (name, value) VALUES ('outcomes', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS integer) + 1 AS text)
"""
)
_USED = sql(
    "SELECT o.key FROM outcome o WHERE EXISTS (SELECT 1 FROM attempt a WHERE a.outcome = o.key)", columns={"key": PLAIN}
)
_USED_ONE = sql("SELECT 1 AS used FROM attempt WHERE outcome = :key LIMIT 1", columns={"used": PLAIN})
_LOCK = sql("SELECT key FROM outcome ORDER BY key FOR NO KEY UPDATE", columns={"key": PLAIN})


def read(connection: Connection) -> Outcomes:
    """All outcomes in the order they are listed, with the version they have."""
    version = row(connection, _READ_VERSION).value
    return Outcomes((_rule(found) for found in rows(connection, _ALL)), version)


def used(connection: Connection) -> set[str]:
    """The keys that attempts ended with."""
    return {found.key for found in rows(connection, _USED)}


def is_used(connection: Connection, key: str) -> bool:
    """Whether an attempt ended so."""
    return row(connection, _USED_ONE, {"key": key}) is not None


def lock(connection: Connection) -> None:
    """Nobody else edits until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        rows(connection, _LOCK)


def write(connection: Connection, was: Outcomes, now: Outcomes) -> None:
    """Let the base have `now` in place of `was`; those that are no longer there must be unused."""
    for key in was.keys() - now.keys():
        connection.execute(delete(_outcome).where(_outcome.c.key == key))
    for at, rule in enumerate(now.rules):
        if rule.key in was:
            connection.execute(update(_outcome).where(_outcome.c.key == rule.key).values(_values(rule, at)))
        else:
            connection.execute(insert(_outcome), _values(rule, at))
    run(connection, _COUNT_UP, {})


def seed(connection: Connection) -> None:
    """Make the shipped outcomes known to the base; those it has stay as they are."""
    have = set(connection.scalars(select(_outcome.c.key)))
    if missing := [_values(rule, at) for at, rule in enumerate(SHIPPED.rules) if rule.key not in have]:
        connection.execute(insert(_outcome), missing)


def _values(rule: OutcomeRule, position: int) -> dict[str, Any]:
    plain = {name: getattr(rule, name) for name in _PLAIN}
    words = {language: said for language, said in rule.words.items() if said}
    label = json.dumps(words, ensure_ascii=False) if words else ""
    return plain | {"position": position, "label": label, "shipped": rule.shipped}


def _rule(found: Any) -> OutcomeRule:
    shipped = SHIPPED.get(found.key)
    plain = {name: getattr(found, name) for name in _PLAIN}
    words = json.loads(found.label) if found.label else {}
    return OutcomeRule(label=shipped.label if shipped else "", words=words, **plain)
