"""The words a shop puts on its customers, to select them by: put on, taken off, counted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.store import events, tags
from callbench.text import nearest
from callbench.values.problem import ValueProblem
from callbench.values.tags import read_tag


def list_tags(bench: Bench) -> dict[str, int]:
    """Every tag, and how many customers have it."""
    with bench.db.read() as connection:
        return tags.counts(connection)


def tags_of(bench: Bench, customer_id: UUID) -> tuple[str, ...]:
    """The tags of a customer."""
    with bench.db.read() as connection:
        return tags.of_customer(connection, customer_id)


def set_tags(
    bench: Bench, agent: Agent, customer_id: UUID, add: Collection[str], remove: Collection[str]
) -> tuple[str, ...]:
    """Put tags on a customer and take others off; all they have then. Twice is as once.

    Raises UsageProblem for what is no tag, and for one to be taken off that the customer does not have.
    """
    try:
        wanted, gone = ({read_tag(one) for one in some} for some in (add, remove))
    except ValueProblem as problem:
        raise UsageProblem(problem.message, code=problem.code) from None
    if both := wanted & gone:
        raise UsageProblem(_("The tag {name!r} cannot be put on and taken off at once.").format(name=min(both)))
    with bench.db.write() as connection:
        before = tags.of_customer(connection, customer_id)
        if unknown := sorted(gone - {*before}):
            raise UsageProblem(
                _("This customer does not have the tag {name!r}.").format(name=unknown[0]),
                todo=_("The nearest is {nearest!r}.").format(nearest=nearest(unknown[0], before, alike=0)) if before else "",
                code="unknown",
            )  # fmt: skip
        tags.add(connection, [(customer_id, tag) for tag in sorted(wanted - {*before})])
        for tag in sorted(gone):
            tags.remove(connection, customer_id, tag)
        after = tags.of_customer(connection, customer_id)
        if after != before:
            detail = {"before": before, "after": after}
            events.record(connection, bench.clock.now(), agent.id, "customer.tagged", "customer", customer_id, detail)
    return after
