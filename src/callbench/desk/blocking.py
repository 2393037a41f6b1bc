"""The do-not-call list: persons and numbers put on it, and lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.desk.listing import come_back, end_planned, end_planned_of_number
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.brakes import Lifted, Listed
from callbench.records.people import Agent
from callbench.rules.outcomes import OutcomeRule
from callbench.store import blocking, events, profiles
from callbench.text import clean

_REASON = 2_000  # characters


def do_not_call_list(bench: Bench, *, everything: bool = False) -> tuple[Listed, ...]:
    """The entries that hold today, the newest first; everything: also those that were lifted or are over."""
    with bench.db.read() as connection:
        return blocking.entries(connection, bench.today(), everything=everything)


def block_customer(bench: Bench, agent: Agent, customer_id: UUID, reason: str, until: int | None = None) -> Listed:
    """Put a person on the list: at once and in every campaign nobody calls them. until: the last day (YYYYMMDD), None: for good.

    Raises UsageProblem without a reason or for a day that is over, Conflict when they are listed as long already.
    """
    said = _checked(bench, reason, until)
    now = bench.clock.now()
    with bench.db.write() as connection:
        if not blocking.state_of(connection, customer_id):
            raise UsageProblem(_("There is no such customer."))
        if listed_as_long(blocking.of_person(connection, customer_id), until):
            raise Conflict(_("This customer is on the do-not-call list already."), code="listed-already")
        block_person(bench, connection, agent.id, customer_id, said, "hand", now, until)
        return blocking.of_person(connection, customer_id)[0]


def block_number(bench: Bench, agent: Agent, e164: str, reason: str, until: int | None = None) -> Listed:
    """Put a number on the list, whosever it is. Raises as `block_customer`."""
    said = _checked(bench, reason, until)
    now = bench.clock.now()
    with bench.db.write() as connection:
        if listed_as_long(blocking.of_number(connection, e164), until):
            raise Conflict(_("This number is on the do-not-call list already."), code="listed-already")
        list_number(bench, connection, agent.id, e164, said, "hand", now, until)
        return blocking.of_number(connection, e164)[0]


def lift(bench: Bench, supervisor: Agent, entry: Listed, reason: str) -> Lifted:
    """Take an entry off the list: who waited for it is back, who was listed for good may be called by the next campaign or
    refresh; what comes back, and what was cancelled and does not.

    Raises UsageProblem when the agent is no supervisor or the reason is missing, Conflict when it was lifted meanwhile.
    """
    check_supervisor(supervisor)
    said = clean(reason, lines=True, limit=_REASON)
    if not said:
        raise UsageProblem(_("Lifting an entry needs its reason."), todo=_("Say why this may be called again."))
    now = bench.clock.now()
    with bench.db.write() as connection:
        if not blocking.lift(connection, entry.id, supervisor.id, said, now):
            raise Conflict(_("This entry was lifted meanwhile."))
        lifted = come_back(bench, connection, entry, now)
        detail = {"before": _traced(entry), "after": None, "reason": said}
        events.record(connection, now, supervisor.id, "do_not_call.lifted", "do_not_call", entry.id, detail)
    return lifted


def find_entry(bench: Bench, words: str, e164: str = "") -> Listed:
    """The one entry that holds today and is of this number, of this customer by name or code, or has this id.

    Raises UsageProblem when there is none, or are several.
    """
    wanted = clean(words, limit=100).casefold()
    found = [
        entry
        for entry in do_not_call_list(bench)
        if (wanted and wanted in (str(entry.id), entry.customer_name.casefold(), entry.customer_code.casefold()))
        or (e164 and entry.e164 == e164)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageProblem(
            _("{text!r} is not on the do-not-call list.").format(text=clean(words, limit=60)),
            todo=_("See it with: callbench do-not-call list."),
        )
    ids = _(", ").join(str(entry.id) for entry in found[:10])
    raise UsageProblem(
        _("Several entries are meant by {text!r}.").format(text=clean(words, limit=60)),
        todo=_("Name one by its id: {ids}.").format(ids=ids),
        code="several",
    )


def block_person(
    bench: Bench, connection: Any, agent_id: UUID | None, customer_id: UUID, reason: str, source: str, now: datetime,
    until: int | None = None,
) -> UUID:  # fmt: skip
    """Write the entry inside a transaction, and end what was planned with the person; its id.

    See `desk/listing` for what becomes of their items and follow-ups.
    """
    values = {
        "customer_id": customer_id, "e164": "", "reason": reason, "source": source, "made_by": agent_id,
        "until_day": until,
    }  # fmt: skip
    entry_id = blocking.add(connection, values, now)
    events.record(
        connection, now, agent_id, "do_not_call.added", "do_not_call", entry_id, {"before": None, "after": values}
    )
    if until is None:
        profiles.set_state(connection, customer_id, "do_not_call", now)
    end_planned(bench, connection, agent_id, customer_id, now)
    return entry_id


def block_by_outcome(connection: Any, agent_id: UUID, customer_id: UUID, outcome: OutcomeRule, now: datetime) -> UUID:
    """The entry that a call leaves behind which ended so; what was planned with the person is ended by its caller. Its id."""
    values = {"customer_id": customer_id, "e164": "", "reason": outcome.key, "source": "outcome", "made_by": agent_id}
    return blocking.add(connection, values, now)


def list_number(
    bench: Bench, connection: Any, agent_id: UUID | None, e164: str, reason: str, source: str, now: datetime,
    until: int | None,
) -> UUID:  # fmt: skip
    """Write the entry inside a transaction, and end what was planned with whoever has no other number; its id."""
    values = {
        "customer_id": None, "e164": e164, "reason": reason, "source": source, "made_by": agent_id, "until_day": until,
    }  # fmt: skip
    entry_id = blocking.add(connection, values, now)
    events.record(
        connection, now, agent_id, "do_not_call.added", "do_not_call", entry_id, {"before": None, "after": values}
    )
    end_planned_of_number(bench, connection, agent_id, e164, now)
    return entry_id


def listed_as_long(entries: tuple[Listed, ...], until: int | None) -> bool:
    """Whether one of the entries holds at least as long."""
    wanted = blocking.FOR_EVER if until is None else until
    return any((entry.until_day or blocking.FOR_EVER) >= wanted for entry in entries)


def _checked(bench: Bench, reason: str, until: int | None) -> str:
    said = clean(reason, lines=True, limit=_REASON)
    if not said:
        raise UsageProblem(_("An entry needs its reason."), todo=_("Say who asked for it, and how."))
    if until is not None and until < bench.today():
        raise UsageProblem(_("{day} is over.").format(day=date_of(until)), todo=_("Name a day to come."))
    return said


def _traced(entry: Listed) -> dict[str, Any]:
    return {
        "customer_id": entry.customer_id, "e164": entry.e164, "reason": entry.reason, "source": entry.source,
        "made_at": entry.made_at, "until_day": entry.until_day,
    }  # fmt: skip
