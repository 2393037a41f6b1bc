"""Customers who match a selection, with what decides whether each is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import aliased

from callbench.records.campaigns import Answered, Example, Selection
from callbench.rules.selection import edge_day, like
from callbench.store import tables
from callbench.store.rows import ID, rows
from callbench.store.tables import core

_customer, _phone, _agent = core(tables.Customer), core(tables.Phone), core(tables.Agent)
_service, _tag = core(tables.ServiceRecord), core(tables.CustomerTag)
_attempt, _answer = core(tables.Attempt), core(tables.Answer)
_item, _listed, _consent = core(tables.QueueItem), core(tables.DoNotCall), core(tables.Consent)
_AT_ONCE = 2_000  # customers read at a time
_THERE = bindparam("customer", type_=ID)


def candidates(
    connection: Connection, selection: Selection, campaign_id: UUID | None, today: date, day: int, consent: str,
    now: datetime,
) -> Iterator[Any]:  # fmt: skip
    """Every customer of a selection, some thousand at a time in memory, with what decides whether they are called.

    campaign_id: None before there is one. day: the business day, by which the do-not-call list is read; consent: the
    purpose that must be consented to, "" for none.
    """
    holds = and_(_listed.c.lifted_at.is_(None), or_(_listed.c.until_day.is_(None), _listed.c.until_day >= day))
    blocked = exists().where(holds, _listed.c.e164 != "", _listed.c.e164 == _phone.c.e164).correlate(_phone)
    number = exists().where(
        _phone.c.customer_id == _customer.c.id, _phone.c.state == "valid", _phone.c.e164 != "", ~blocked
    )
    person = exists().where(holds, _listed.c.customer_id.is_not(None), _listed.c.customer_id == _customer.c.id)
    mine: ColumnElement[bool] = _item.c.campaign_id == campaign_id if campaign_id else false()
    there = exists().where(_item.c.customer_id == _customer.c.id, mine)
    elsewhere = exists().where(_item.c.customer_id == _customer.c.id, ~mine, text("queue_item.state <> 'done'"))
    query = select(
        _customer.c.id, _customer.c.customer_class, _customer.c.zone, _customer.c.preferred_time, _customer.c.state,
        number.label("has_number"), person.label("listed"), there.label("already"), elsewhere.label("elsewhere"),
        _consents(consent, now).label("consents"),
    ).where(*conditions(selection, today))  # fmt: skip
    last: UUID | None = None
    while True:
        page = query if last is None else query.where(_customer.c.id > last)
        found = rows(connection, page.order_by(_customer.c.id).limit(_AT_ONCE))
        yield from found
        if len(found) < _AT_ONCE:
            return
        last = found[-1].id


def matching(connection: Connection, selection: Selection, today: date) -> Sequence[UUID]:
    """The keys of all customers of a selection, in order."""
    query = select(_customer.c.id).where(*conditions(selection, today)).order_by(_customer.c.id)
    return [found.id for found in rows(connection, query)]


def examples(connection: Connection, ids: Sequence[UUID], item: str) -> tuple[Example, ...]:
    """These few customers as they are looked at, in this order, with their last service of the pattern."""
    found: dict[UUID, Example] = {}
    for customer_id in ids:
        service = aliased(_service)
        last = select(service.c.id).where(service.c.customer_id == _customer.c.id, *_named(service, item))
        newest = last.order_by(service.c.on_day.desc(), service.c.nth.desc()).limit(1).correlate(_customer)
        query = (
            select(
                _customer.c.name, _customer.c.code, _customer.c.customer_class, func.coalesce(_agent.c.name, "").label("owner"),
                _customer.c.branch, _service.c.on_day.label("last_day"), func.coalesce(_service.c.item, "").label("last_item"),
                _service.c.amount,
            )
            .outerjoin_from(_customer, _agent, _agent.c.id == _customer.c.owner_id)
            .outerjoin(_service, _service.c.id == newest.scalar_subquery())
            .where(_customer.c.id == _THERE)
        )  # fmt: skip
        for one in rows(connection, query, {"customer": customer_id}):
            day = "" if one.last_day is None else one.last_day.isoformat()
            found[customer_id] = Example(**one._asdict() | {"last_day": day})
    return tuple(found.values())


def conditions(selection: Selection, today: date) -> list[ColumnElement[bool]]:
    """What a customer must be, have or have said; `today` is what days ago are counted from."""
    found: list[ColumnElement[bool]] = []
    if selection.classes:
        found.append(_customer.c.customer_class.in_(selection.classes))
    if selection.branches:
        found.append(_customer.c.branch.in_(selection.branches))
    if selection.owners:
        owner = select(_agent.c.id).where(_agent.c.code.in_([code for code in selection.owners if code]))
        whose = [_customer.c.owner_id.in_(owner)]
        found.append(or_(*whose, _customer.c.owner_id.is_(None)) if "" in selection.owners else whose[0])
    if selection.tags:
        found.append(exists().where(_tag.c.customer_id == _customer.c.id, _tag.c.tag.in_(selection.tags)))
    found += [_said(answered) for answered in selection.answers]
    served = (selection.served_from, selection.served_to, selection.amount_from, selection.amount_to)
    if selection.item or any(edge not in ("", None) for edge in served):
        found.append(_served(selection, today))
    return found


def known(connection: Connection, what: str) -> list[str]:
    """What there is to be selected by: branches, tags, or questions and measures that were answered."""
    queries: dict[str, Select[Any]] = {
        "branch": select(_customer.c.branch).where(_customer.c.branch != "").distinct(),
        "tag": select(_tag.c.tag).distinct(),
    }
    return sorted(str(found[0]) for found in rows(connection, queries[what]))


def is_answered(connection: Connection, question: str) -> bool:
    """Whether any interview has an answer to a question, or to what measures this."""
    named = select(_answer.c.attempt_id).where(or_(_answer.c.question == question, _answer.c.measure == question))
    return bool(rows(connection, named.where(_answer.c.state.in_(("given", "calculated"))).limit(1)))


def _named(service: Any, item: str) -> list[ColumnElement[bool]]:
    return [func.lower(service.c.item).like(like(item), escape="\\")] if item else []


def _served(selection: Selection, today: date) -> ColumnElement[bool]:
    """The last service (of the pattern) lies between the days, and one of that day between the amounts."""
    later, last = aliased(_service), aliased(_service)
    newest = (
        select(func.max(later.c.on_day))
        .where(later.c.customer_id == _customer.c.id, *_named(later, selection.item))
        .correlate(_customer)
        .scalar_subquery()
    )
    wanted = [last.c.customer_id == _customer.c.id, last.c.on_day == newest, *_named(last, selection.item)]
    if selection.served_from:
        wanted.append(last.c.on_day >= edge_day(selection.served_from, today))
    if selection.served_to:
        wanted.append(last.c.on_day <= edge_day(selection.served_to, today))
    if selection.amount_from is not None:
        wanted.append(last.c.amount >= selection.amount_from)
    if selection.amount_to is not None:
        wanted.append(last.c.amount <= selection.amount_to)
    return exists(select(last.c.id).where(*wanted).correlate(_customer))


def _said(answered: Answered) -> ColumnElement[bool]:
    """The customer's latest answer to the question, by name or by what it measures, is as asked."""
    asked, said = aliased(_answer), aliased(_answer)
    when = aliased(_attempt)

    def about(answer: Any) -> list[ColumnElement[bool]]:
        return [
            or_(answer.c.question == answered.question, answer.c.measure == answered.question),
            answer.c.state.in_(("given", "calculated")),
        ]

    latest = (
        select(when.c.id)
        .where(
            when.c.customer_id == _customer.c.id, exists(select(asked.c.path).where(asked.c.attempt_id == when.c.id, *about(asked)))
        )
        .order_by(when.c.started_at.desc(), when.c.id.desc())
        .limit(1)
        .correlate(_customer)
        .scalar_subquery()
    )  # fmt: skip
    return exists(
        select(said.c.path)
        .where(said.c.attempt_id == latest, *about(said), _compared(said, answered))
        .correlate(_customer)
    )


def _compared(said: Any, answered: Answered) -> ColumnElement[bool]:
    value = answered.value
    number = _number(value)
    if answered.sign == "=":
        alike = [
            said.c.text == value,
            said.c.label == value,
            (" " + said.c.text + " ").contains(f" {value} ", autoescape=True),
        ]
        return or_(*alike, said.c.number == number) if number is not None else or_(*alike)
    if number is not None:
        below: ColumnElement[bool] = said.c.number < number
        return below if answered.sign == "<" else said.c.number > number
    day = func.substr(said.c.text, 1, 10)
    dated = said.c.kind.in_(("date", "dateTime"))
    compared: ColumnElement[bool] = day < value if answered.sign == "<" else day > value
    return and_(dated, compared)


def _consents(purpose: str, now: datetime) -> ColumnElement[bool]:
    """Whether the customer's latest word on a purpose lets them be called for it."""
    if not purpose:
        return true()
    latest = (
        select(_consent.c.id)
        .where(_consent.c.customer_id == _customer.c.id, _consent.c.purpose == purpose)
        .order_by(_consent.c.at.desc(), _consent.c.id.desc())
        .limit(1)
        .correlate(_customer)
        .scalar_subquery()
    )
    given = aliased(_consent)
    return exists(
        select(given.c.id).where(
            given.c.id == latest, given.c.state == "given", or_(given.c.until.is_(None), given.c.until > now)
        )
    )


def _number(text_: str) -> float | None:
    try:
        return float(text_)
    except ValueError:
        return None
