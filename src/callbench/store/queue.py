"""The queue as a list: groups, counts over the whole of it, pages of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.sql.selectable import Select

from callbench.records.calls import QueueRow
from callbench.records.queue_filter import QueueFilter
from callbench.rules.words import GROUPS
from callbench.store import tables, tally
from callbench.store.profiles import matching
from callbench.store.queue_filter import conditions
from callbench.store.rows import TIME, rows
from callbench.store.stopping import Stop
from callbench.store.tables import core

_item, _customer, _campaign = core(tables.QueueItem), core(tables.Customer), core(tables.Campaign)
_pool = core(tables.Pool)
_agent, _phone, _follow_up = core(tables.Agent), core(tables.Phone), core(tables.FollowUp)
_FEW = 5_000  # customers that are handed over by their keys
_NOW, _TODAY = bindparam("now", type_=TIME), bindparam("today", type_=Integer())
_OPEN, _AGREED, _NOT_AGREED = text("state = 'open'"), text("agreed"), text("NOT agreed")  # literals: partial indexes
_READY = _item.c.ready_at <= _NOW
_OVERDUE = and_(_READY, _item.c.due_on < _TODAY)
_DUE = and_(_READY, _item.c.due_on >= _TODAY, _item.c.attempts > 0)
_UNTOUCHED = and_(_READY, _item.c.due_on >= _TODAY, _item.c.attempts == 0)
_WAITING = ("overdue", "due", "untouched")  # dealt as one: the three are told apart, not put one behind the other
_IN_GROUP: dict[str, tuple[Any, ...]] = {
    "agreed": (_OPEN, _AGREED, _item.c.due_on <= _TODAY),
    "overdue": (_OPEN, _NOT_AGREED, _OVERDUE),
    "due": (_OPEN, _NOT_AGREED, _DUE),
    "untouched": (_OPEN, _NOT_AGREED, _UNTOUCHED),
    "waiting": (_OPEN, _NOT_AGREED, _READY),
    "later": (
        _OPEN,
        text("state <> 'done'"),  # said once more: the index over days is that of all that is not done
        (_item.c.ready_at > _NOW) | (_item.c.due_on > _TODAY),  # the index alone decides this
        (_item.c.due_on > _TODAY) | _NOT_AGREED,
        (_item.c.ready_at > _NOW) | _AGREED,
    ),
    "held": (text("state = 'held'"),),
    "parked": (text("state = 'parked'"),),
    "done": (text("state = 'done'"), _item.c.closed_on == _TODAY),
}
_TURN = (_item.c.priority, _item.c.attempts, _item.c.ready_at, _item.c.id)
_BY_TIME = (_item.c.ready_at, _item.c.id)
_ORDER: dict[str, tuple[Any, ...]] = {
    "agreed": (  # as store/taking deals them: of those whose time has come the latest; then those to come
        case((_READY, 0), else_=1),
        case((_READY, _item.c.ready_at)).desc(),
        case((_READY, _item.c.id)).desc(),
        *_BY_TIME,
    ),
    **dict.fromkeys(("waiting", *_WAITING), _TURN),
    "later": (_item.c.due_on, *_BY_TIME),
    "done": (_item.c.closed_at.desc(), _item.c.id),
}
_KIND = case((_OVERDUE, "overdue"), (_item.c.attempts > 0, "due"), else_="untouched")
_CONFIRM = (  # complaints whose confirmation is overdue go before what only waits
    select(_item.c.id, _KIND.label("kind"))
    # pool by pool, in the complaints' own index: told without, SQLite walks all that wait once it has statistics
    .where(
        _OPEN,
        _NOT_AGREED,
        text("rule = 'complaint'"),
        _item.c.pool_id.in_(select(_pool.c.id)),
        _READY,
        _item.c.due_by <= _NOW,
    )
    .order_by(_item.c.due_by, _item.c.id)
)


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_NUMBER = (
    select(_phone.c.e164)
    .where(_phone.c.customer_id == _item.c.customer_id, _phone.c.state == "valid", _phone.c.e164 != "")
    .order_by(_phone.c.position)
    .limit(1)
    .correlate(_item)
    .scalar_subquery()
)
_ROWS = (
    select(
        _item.c.id, _item.c.customer_id, _customer.c.name, _customer.c.customer_class, func.coalesce(_NUMBER, ""),
        _campaign.c.name, func.coalesce(_follow_up.c.reason, _item.c.reason), literal_column("''"),
        case(
            (_item.c.state == "done", _item.c.closed_at),
            (_item.c.agreed, func.coalesce(_follow_up.c.due_at, _item.c.ready_at)),  # what was promised
            else_=_item.c.ready_at,
        ), _item.c.priority,
        _item.c.attempts, _campaign.c.max_attempts, _item.c.last_outcome, func.coalesce(_agent.c.name, ""),
        _item.c.zone, _item.c.due_on, _item.c.closed_why,
    )
    .join_from(_item, _customer, _customer.c.id == _item.c.customer_id)
    .join(_campaign, _campaign.c.id == _item.c.campaign_id)
    .outerjoin(_agent, _agent.c.id == _item.c.held_by)
    .outerjoin(_follow_up, and_(_follow_up.c.item_id == _item.c.id, text("follow_up.state = 'open'")))
    .where(_item.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


class Queue:
    """The queue at one moment, cut to what `only` asks for but its groups.

    begun: the items that stand as interrupted, in order: those of one agent, or none. stop: ends what takes long.
    """

    def __init__(
        self, connection: Connection, now: datetime, today: int, begun: Sequence[UUID], only: QueueFilter,
        stop: Stop | None = None,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._moment = now, today
        self._now = {"now": now, "today": today}
        self._stop = stop or Stop()
        self._wanted: list[Any] = conditions(only)
        self._whole = not self._wanted and not only.text
        if only.text:
            found = select(_customer.c.id).where(matching(only.text))
            ids = list(connection.scalars(found.limit(_FEW + 1)))  # once, not again in every statement
            self._wanted.append(_item.c.customer_id.in_(ids if len(ids) <= _FEW else found))
        self._mine: list[UUID] = []
        if begun:
            kept = self._wanted
            found_ids = {one.id for one in self._run(select(_item.c.id).where(_item.c.id.in_(begun), *kept))}
            self._mine = [one for one in begun if one in found_ids]
            self._wanted = [*kept, _item.c.id.not_in(begun)]

    def counts(self) -> dict[str, int]:
        """How many items each group has."""
        counts = dict.fromkeys(GROUPS, 0) | {"interrupted": len(self._mine)}
        if self._whole:
            return counts | tally.counts(self._connection, *self._moment, self._mine)
        waiting = (
            select(_sum(_OVERDUE), _sum(_DUE), _sum(_UNTOUCHED), func.count())
            .select_from(_item)
            .where(_OPEN, _NOT_AGREED, *self._wanted)
        )
        agreed = (
            select(_sum(_item.c.due_on <= _TODAY), func.count()).select_from(_item).where(_OPEN, _AGREED, *self._wanted)
        )
        ((overdue_n, due, untouched, all_waiting),) = self._run(waiting)
        ((agreed_n, all_agreed),) = self._run(agreed)
        counts |= {"overdue": overdue_n, "due": due, "untouched": untouched, "agreed": agreed_n}
        counts["later"] = all_waiting - overdue_n - due - untouched + all_agreed - agreed_n
        for group in ("held", "parked", "done"):
            found = select(func.count()).select_from(_item).where(*_IN_GROUP[group], *self._wanted)
            counts[group] = self._run(found)[0][0]
        return counts

    def page(
        self, groups: Sequence[str], start: int, size: int, counts: dict[str, int] | None = None
    ) -> tuple[QueueRow, ...]:
        """Rows start+1 … start+size of these groups, as they are dealt. counts: of this very queue, None: not known."""
        place: dict[UUID, str] = {}
        known = {} if counts is None else counts | {"waiting": sum(counts[group] for group in _WAITING)}
        for group in _as_dealt(groups):
            if size <= len(place):
                break
            found = {} if known.get(group, start + 1) <= start else self._ids(group, start, size - len(place))
            place |= found
            if start:
                start = 0 if found else max(0, start - (known[group] if group in known else self._count(group)))
        if not place:
            return ()
        found_rows = {row[0]: row for row in rows(self._connection, _ROWS, {"ids": list(place)})}
        return tuple(replace(QueueRow(*found_rows[item_id]), group=group) for item_id, group in place.items())

    def ids(self, groups: Sequence[str], most: int) -> list[UUID]:
        """The keys of the items of these groups, at most `most` of them."""
        found: list[UUID] = []
        for group in _as_dealt(groups):
            if most > len(found):
                found += self._ids(group, 0, most - len(found))
        return found

    def _count(self, group: str) -> int:
        if group == "interrupted":
            return len(self._mine)
        query = select(func.count()).select_from(_item).where(*_IN_GROUP[group], *self._wanted)
        return int(self._run(query)[0][0])

    def _ids(self, group: str, start: int, size: int) -> dict[UUID, str]:
        """Items in order, each with the group it is shown in."""
        if group == "interrupted":
            return dict.fromkeys(self._mine[start : start + size], group)
        first: dict[UUID, str] = {}
        if group in ("waiting", *_WAITING):
            confirm = {found.id: found.kind for found in self._run(_CONFIRM.where(*self._wanted))}
            first = {id_: kind for id_, kind in confirm.items() if group in ("waiting", kind)}
        place = dict(list(first.items())[start : start + size])
        kind = _KIND if group == "waiting" else literal(group)
        query = select(_item.c.id, kind.label("kind")).where(*_IN_GROUP[group], *self._wanted)
        if first:
            query = query.where(_item.c.id.not_in(list(first)))
        query = query.order_by(*_ORDER.get(group, _BY_TIME)).limit(size - len(place)).offset(max(0, start - len(first)))
        return place | {found.id: found.kind for found in self._run(query)}

    def _run(self, query: Select[Any]) -> Sequence[Any]:
        self._stop.check()
        return rows(self._connection, query, self._now)


def _as_dealt(groups: Sequence[str]) -> list[str]:
    """The groups with those that are dealt as one in one place."""
    if not {*_WAITING} <= {*groups}:
        return [*groups]
    first = groups.index(_WAITING[0])
    return [*groups[:first], "waiting", *(group for group in groups[first:] if group not in _WAITING)]
