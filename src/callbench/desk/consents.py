"""Consents: what a customer agreed to be called for, given or withdrawn, with how it is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from callbench.clock import YEARS
from callbench.desk.bench import Bench
from callbench.desk.people import day_after
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.brakes import ConsentLine
from callbench.records.people import Agent
from callbench.store import blocking, consents, events
from callbench.text import clean

_SOON = timedelta(milliseconds=1)


def consents_of(bench: Bench, customer_id: UUID) -> tuple[ConsentLine, ...]:
    """Everything a customer agreed to or took back, the latest first."""
    with bench.db.read() as connection:
        return consents.of_customer(connection, customer_id)


def holds(line: ConsentLine, now: datetime) -> bool:
    """Whether this consent, the latest of its purpose, still lets the customer be called."""
    return line.state == "given" and (line.until is None or line.until > now)


def record_consent(
    bench: Bench, agent: Agent, customer_id: UUID, state: str, purpose: str, *, how: str = "", until: int | None = None,
    evidence: str = "",
) -> tuple[ConsentLine, ...]:  # fmt: skip
    """Keep that a customer agreed to a purpose (given), or took it back (withdrawn); what all is kept of them afterwards.

    until: the last business day it holds (YYYYMMDD); None, or one in the year 9999: until it is withdrawn. Raises
    UsageProblem without a purpose, without how it was given, for a day that is over, and for withdrawing what was never
    given.
    """
    purpose, how = clean(purpose, limit=100).casefold(), clean(how, limit=200)
    if not purpose:
        raise UsageProblem(_("A consent needs what it is for."), todo=_("Name the purpose: --for marketing."))
    if state == "given" and not how:
        raise UsageProblem(
            _("A consent needs how it was given."), todo=_("For example: --how signed, --how 'on the phone'.")
        )
    if until is not None and until < bench.today():
        raise UsageProblem(_("This day is over."), where="--until", todo=_("Name a day to come."))
    now = bench.clock.now()
    with bench.db.write() as connection:
        if not blocking.state_of(connection, customer_id):
            raise UsageProblem(_("There is no such customer."))
        latest = next((one for one in consents.of_customer(connection, customer_id) if one.purpose == purpose), None)
        if state == "withdrawn" and (latest is None or latest.state == "withdrawn"):
            raise UsageProblem(_("There is no consent for {purpose!r} to take back.").format(purpose=purpose))
        said_at = (
            now if latest is None else max(now, latest.at + _SOON)
        )  # the order stands, however fast they are typed
        values = {
            "customer_id": customer_id, "purpose": purpose, "state": state, "how": how, "at": said_at,
            "until": None if until is None or until // 10_000 not in YEARS else day_after(bench, until),
            "evidence": clean(evidence, lines=True, limit=2_000), "recorded_by": agent.id,
        }  # fmt: skip
        consent_id = consents.add(connection, values, now)
        before = None if latest is None else latest.state
        detail = {"id": consent_id, "before": before, "after": values}
        events.record(connection, now, agent.id, f"consent.{state}", "customer", customer_id, detail)
        return consents.of_customer(connection, customer_id)
