"""The call in hand as one record: item, customer, history, why now, script, and what was answered so far."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.records.calls import CallInHand, Why
from callbench.records.people import Agent, Customer, History
from callbench.store import drafts, profiles
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, sql

_IN_HAND = sql(
    """
SELECT d.id, d.item_id, d.agent_id, a.code, a.name, a.role, a.state AS agent_state, i.customer_id, i.campaign_id,
  c.name AS campaign, c.purpose, c.max_attempts, i.rule, i.agreed, coalesce(f.reason, i.reason) AS reason, i.attempts,
  coalesce(f.due_at, i.ready_at) AS due_at, i.last_outcome, i.last_at, i.agent_id AS whose, d.script_id, s.title,
  s.canonical, d.phone_id, d.started_at, d.note,
  d.complaint, d.follow_up, EXISTS (SELECT 1 FROM draft_answer g WHERE g.draft_id = d.id) AS answered,
  EXISTS (SELECT 1 FROM complaint k WHERE k.customer_id = i.customer_id) AS complained
FROM draft d JOIN queue_item i ON i.id = d.item_id JOIN agent a ON a.id = d.agent_id
JOIN campaign c ON c.id = i.campaign_id JOIN script_version s ON s.id = d.script_id
LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open'
WHERE d.id = :draft
""",
    columns={
        "id": ID, "item_id": ID, "agent_id": ID, "code": PLAIN, "name": PLAIN, "role": PLAIN, "agent_state": PLAIN,
        "customer_id": ID, "campaign_id": ID, "campaign": PLAIN, "purpose": PLAIN, "max_attempts": PLAIN, "rule": PLAIN,
        "agreed": FLAG, "reason": PLAIN, "attempts": PLAIN, "due_at": TIME, "last_outcome": PLAIN, "last_at": TIME,
        "whose": ID, "script_id": ID, "title": PLAIN, "canonical": PLAIN, "phone_id": ID, "started_at": TIME,
        "note": PLAIN, "complaint": PLAIN, "follow_up": PLAIN, "answered": FLAG, "complained": FLAG,
    },
    draft=ID,
)  # fmt: skip


def call_in_hand(
    connection: Connection, draft_id: UUID, shop: str = "", *, interrupted: bool = False
) -> CallInHand | None:
    """Everything about the call of this draft; None when the draft is gone. shop: spoken where no branch is known."""
    found = row(connection, _IN_HAND, {"draft": draft_id})
    if found is None:
        return None
    customer = profiles.customer(connection, found.customer_id)
    assert customer is not None
    history = profiles.history(connection, found.customer_id, complained=found.complained)
    return CallInHand(
        item_id=found.item_id,
        draft_id=found.id,
        agent=Agent(found.agent_id, found.code, found.name, found.role, found.agent_state),
        customer=customer,
        history=history,
        why=_why(found, interrupted),
        script_id=found.script_id,
        script_title=found.title,
        script_json=found.canonical,
        fields=fields(customer, history, found.name, found.phone_id, shop),
        phone_id=found.phone_id,
        started_at=found.started_at,
        note=found.note,
        answers=drafts.answers(connection, found.id) if found.answered else (),
        interrupted=interrupted,
        complaint=drafts.read_complaint(found.complaint),
        follow_up=drafts.read_follow_up(found.follow_up),
    )


def _why(found: Any, interrupted: bool) -> Why:
    due_at: datetime = found.due_at
    return Why(
        rule="interrupted" if interrupted else "agreed" if found.agreed else found.rule,
        purpose=found.purpose or found.campaign,
        due_at=due_at,
        attempt=found.attempts + 1,
        max_attempts=found.max_attempts,
        campaign=found.campaign,
        reason=found.reason,
        last_outcome=found.last_outcome,
        last_at=found.last_at,
        personal=found.whose is not None,
    )


def fields(customer: Customer, history: History, agent_name: str, phone_id: UUID | None, shop: str) -> dict[str, str]:
    """What the script may read of the customer, by the names of its hidden questions; "" where unknown.

    service, service_date (ISO), amount (major units), staff and shop are those of the newest service record; without
    one, shop is the customer's branch, else `shop`.
    """
    last = history.services[0] if history.services else None
    amount = "" if last is None or last.amount is None else f"{last.amount / 100:.2f}".removesuffix(".00")
    return customer.fields(phone_id) | {
        "agent_name": agent_name,
        "service": last.item if last else "",
        "service_date": last.on_day.isoformat() if last else "",
        "amount": amount,
        "staff": last.staff if last else "",
        "shop": (last.branch if last else "") or customer.branch or shop,
    }
