"""The shipped outcomes fit together, and with the base."""

from __future__ import annotations

import pytest

from callbench.config import SETTINGS
from callbench.desk.bench import Bench
from callbench.rules.outcomes import OUTCOMES, SHIPPED, OutcomeRule
from callbench.store import tables

# The table of the rules, AAPOR class by key: the field's own words, stable for programs.
CLASSES = {
    "completed": "I", "partial": "P", "callback_agreed": "open", "callback_any": "open", "no_answer": "NC", "busy": "NC",
    "switched_off": "NC", "answering_machine": "NC", "rejected": "NC", "refused_now": "R", "refused_for_good": "R",
    "do_not_call": "R", "broke_off": "R", "wrong_person": "NE", "wrong_number": "NE", "unable": "O",
    "deceased_or_left": "NE", "duplicate": "NE",
}  # fmt: skip


def test_every_outcome_of_the_rules_is_there_with_its_class() -> None:
    assert {o.key: o.aapor for o in OUTCOMES} == CLASSES


def test_each_has_a_key_of_its_own_to_press() -> None:
    assert len({o.press for o in OUTCOMES}) == len(OUTCOMES)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.key)
def test_what_follows_is_consistent(outcome: OutcomeRule) -> None:
    kind, _colon, key = outcome.after.partition(":")
    assert (kind == "close") == outcome.final
    assert (kind == "agreed") == outcome.needs_time
    assert kind in ("close", "agreed", "same_agent", "same_agent_next_day", "minutes", "days", "next_day", "next_phone")
    assert (kind in ("minutes", "days")) == (key in {s.key for s in SETTINGS})
    assert bool(outcome.phone_state) == (kind == "next_phone")
    assert outcome.contacted or outcome.aapor in ("NC", "NE")
    assert not outcome.customer_state or outcome.final


def test_the_base_knows_the_shipped_outcomes(bench: Bench) -> None:
    table = tables.core(tables.Outcome)
    with bench.db.read() as c:
        stored = {row.key: (row.aapor, row.contacted, row.final) for row in c.execute(table.select())}
    assert stored == {key: (o.aapor, o.contacted, o.final) for key, o in SHIPPED.items()}
