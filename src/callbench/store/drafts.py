"""The call in hand on disk: one draft a held item, each answer a row from the moment it is given."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update

from callbench.records.calls import ComplaintWish, DraftAnswer, FollowUpWish
from callbench.store import pools, tables
from callbench.store.outcomes import VERSION
from callbench.store.rows import FLAG, ID, PLAIN, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core
from callbench.store.types import Id, new_id

_draft, _given = core(tables.Draft), core(tables.DraftAnswer)
_item, _phone = core(tables.QueueItem), core(tables.Phone)
_ID = bindparam("id_", type_=Id())

_OF_AGENT = """
SELECT d.id, i.id AS item_id, i.state, i.ready_at, i.zone, i.customer_id, i.campaign_id,
  (SELECT min(h.touched_at) FROM queue_item h WHERE h.state = 'held') AS oldest,
  EXISTS (SELECT 1 FROM agent_break b WHERE b.agent_id = a.id AND b.ended_at IS NULL) AS away,
  (SELECT min(r.released_at) FROM queue_item r WHERE r.state = 'open' AND r.released_at IS NOT NULL) AS released,
  {VERSION} AS outcomes_version, {DEALING} AS dealing_version
FROM agent a LEFT JOIN draft d ON d.agent_id = a.id
LEFT JOIN queue_item i ON i.id = d.item_id AND i.state IN ('held', 'open')
WHERE a.id = :agent ORDER BY i.state, d.started_at DESC
"""
_MINE = sql(
    _OF_AGENT.format(VERSION=VERSION, DEALING=pools.VERSION),
    columns={
        "id": ID, "item_id": ID, "state": PLAIN, "ready_at": TIME, "zone": PLAIN, "customer_id": ID, "campaign_id": ID,
        "oldest": TIME, "away": FLAG, "released": TIME, "outcomes_version": PLAIN,
        "dealing_version": PLAIN,
    },
    agent=ID,
)  # fmt: skip
_LOCK_AGENT = sql("SELECT 1 FROM agent WHERE id = :agent FOR NO KEY UPDATE", agent=ID)
_TOUCH = sql(
    """
UPDATE queue_item SET state = 'held', touched_at = :now, held_by = (SELECT agent_id FROM draft WHERE id = :draft)
WHERE id = (SELECT item_id FROM draft WHERE id = :draft) AND (state = 'held' OR state = 'open' AND NOT EXISTS (
  SELECT 1 FROM queue_item h WHERE h.state = 'held' AND (h.customer_id = queue_item.customer_id
  OR h.held_by = (SELECT agent_id FROM draft WHERE id = :draft))
)) RETURNING id
""",
    columns={"id": ID},
    draft=ID,
    now=TIME,
)
_SAID_IN = Fixed(select(_draft.c.note, _draft.c.complaint, _draft.c.follow_up).where(_draft.c.id == _ID))
_ANSWERS = Fixed(select(_given.c.path, _given.c.text, _given.c.state).where(_given.c.draft_id == _ID))
_ADD = adding(_draft)
_ADD_ANSWERS = adding(_given)
_DROP = Fixed(delete(_draft).where(_draft.c.id == _ID))
_DROP_EMPTY = sql(
    "DELETE FROM draft WHERE id = :draft AND note = '' AND complaint = '' AND follow_up = '' "
    "AND NOT EXISTS (SELECT 1 FROM draft_answer WHERE draft_id = :draft)",
    draft=ID,
)
_DROP_ANSWER = Fixed(delete(_given).where(_given.c.draft_id == _ID, _given.c.path == bindparam("path_")))
_NOTE = Fixed(update(_draft).where(_draft.c.id == _ID).values(note=bindparam("note_")))
_COMPLAINT = Fixed(update(_draft).where(_draft.c.id == _ID).values(complaint=bindparam("complaint_")))
_FOLLOW_UP = Fixed(update(_draft).where(_draft.c.id == _ID).values(follow_up=bindparam("follow_up_")))
_PHONE = Fixed(
    update(_draft)
    .where(
        _draft.c.id == _ID,
        select(_phone.c.id)
        .join_from(_phone, _item, _item.c.customer_id == _phone.c.customer_id)
        .where(_phone.c.id == bindparam("phone_", type_=Id()), _item.c.id == _draft.c.item_id)
        .exists(),
    )
    .values(phone_id=bindparam("phone_", type_=Id()))
)
_RESUMED = sql(
    """
SELECT path, text, state FROM answer WHERE state IN ('given', 'refused')
AND attempt_id = (SELECT id FROM attempt WHERE item_id = :item ORDER BY nth DESC LIMIT 1)
""",
    columns={"path": PLAIN, "text": PLAIN, "state": PLAIN},
    item=ID,
)
_KEEP = sql(
    """
INSERT INTO draft_answer (draft_id, path, text, state, answered_at) VALUES (:draft_id, :path, :text, :state, :answered_at)
ON CONFLICT (draft_id, path) DO UPDATE
SET text = excluded.text, state = excluded.state, answered_at = excluded.answered_at
""",
    draft_id=ID,
    answered_at=TIME,
)


def lock_agent(connection: Connection, agent_id: UUID) -> None:
    """Until the end of the transaction nobody else takes for this agent. SQLite's write lock does this by itself."""
    if connection.dialect.name == "postgresql":
        run(connection, _LOCK_AGENT, {"agent": agent_id})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An agent's unfinished calls (rows: id, item_id, state, ready_at, zone …), the one in hand first, then the latest.

    oldest: the earliest last sign of life of anybody's held item; None when nothing is held. away: on a break.
    released: when the next item of one agent's alone is everybody's. outcomes_version, dealing_version: of what the shop
    may have changed since (store/outcomes, store/pools).
    """

    drafts: tuple[Any, ...]
    oldest: datetime | None
    away: bool
    outcomes_version: str | None = None
    released: datetime | None = None
    dealing_version: str | None = None


def of_agent(connection: Connection, agent_id: UUID) -> Unfinished:
    """What this agent has begun and not finished."""
    found = rows(connection, _MINE, {"agent": agent_id})
    drafts = tuple(one for one in found if one.item_id is not None)
    if not found:
        return Unfinished((), None, False)
    first = found[0]
    return Unfinished(drafts, first.oldest, first.away, first.outcomes_version, first.released, first.dealing_version)


def touch(connection: Connection, draft_id: UUID, now: datetime) -> bool:
    """A sign of life: the item of this draft stays, or is again, its agent's. False when the draft is gone, or when the
    item was released and its agent or customer is in another call by now.
    """
    return row(connection, _TOUCH, {"draft": draft_id, "now": now}) is not None


def start(
    connection: Connection, item_id: UUID, agent_id: UUID, script_id: UUID, phone_id: UUID | None, now: datetime,
    *, left: UUID | None = None, resumes: bool = False,
) -> UUID:  # fmt: skip
    """A draft for an item just taken; its id.

    Its answers go on from the unfinished call `left` by somebody, or from the last attempt when that is resumed.
    """
    said = {"note": "", "complaint": "", "follow_up": ""}
    given: tuple[DraftAnswer, ...] = ()
    if left is not None:
        said = row(connection, _SAID_IN, {"id_": left})._asdict()
        given = answers(connection, left)
        run(connection, _DROP, {"id_": left})
    elif resumes:
        given = tuple(DraftAnswer(*found) for found in rows(connection, _RESUMED, {"item": item_id}))
    draft = {"id": new_id(now), "item_id": item_id, "agent_id": agent_id, "script_id": script_id, "phone_id": phone_id}
    return restore(connection, draft | said | {"started_at": now}, given, now)


def restore(connection: Connection, draft: dict[str, Any], given: tuple[DraftAnswer, ...], now: datetime) -> UUID:
    """Write a whole draft; its id."""
    run(connection, _ADD, draft)
    if given:
        about = {"draft_id": draft["id"], "answered_at": now}
        run(connection, _ADD_ANSWERS, [about | {"path": a.path, "text": a.text, "state": a.state} for a in given])
    draft_id: UUID = draft["id"]
    return draft_id


def answers(connection: Connection, draft_id: UUID) -> tuple[DraftAnswer, ...]:
    """What was answered so far."""
    return tuple(DraftAnswer(*found) for found in rows(connection, _ANSWERS, {"id_": draft_id}))


def keep_answer(connection: Connection, draft_id: UUID, answer: DraftAnswer, now: datetime) -> None:
    """Write one answer, over an earlier one to the same question."""
    values = {"draft_id": draft_id, "path": answer.path, "text": answer.text, "state": answer.state, "answered_at": now}
    run(connection, _KEEP, values)


def drop_answer(connection: Connection, draft_id: UUID, path: str) -> None:
    """Take one answer back."""
    run(connection, _DROP_ANSWER, {"id_": draft_id, "path_": path})


def keep_note(connection: Connection, draft_id: UUID, note: str) -> None:
    """Write the note of the call in hand."""
    run(connection, _NOTE, {"id_": draft_id, "note_": note})


def keep_complaint(connection: Connection, draft_id: UUID, wish: ComplaintWish | None) -> None:
    """Write the complaint to be raised with the result of the call in hand; None takes it back."""
    run(connection, _COMPLAINT, {"id_": draft_id, "complaint_": wish_text(wish)})


def keep_follow_up(connection: Connection, draft_id: UUID, wish: FollowUpWish | None) -> None:
    """Write the follow-up to be booked with the result of the call in hand; None takes it back."""
    run(connection, _FOLLOW_UP, {"id_": draft_id, "follow_up_": wish_text(wish)})


def wish_text(wish: ComplaintWish | FollowUpWish | None) -> str:
    """A complaint or a follow-up as a draft holds it."""
    return "" if wish is None else json.dumps(asdict(wish), ensure_ascii=False, default=datetime.isoformat)


def read_complaint(text: str) -> ComplaintWish | None:
    """The complaint that `wish_text` wrote."""
    return ComplaintWish(**json.loads(text)) if text else None


def read_follow_up(text: str) -> FollowUpWish | None:
    """The follow-up that `wish_text` wrote."""
    wish = json.loads(text) if text else None
    times = (
        {name: datetime.fromisoformat(wish[name]) for name in ("due_at", "ends_at") if wish.get(name)} if wish else {}
    )
    return FollowUpWish(**wish | times) if wish else None


def choose_phone(connection: Connection, draft_id: UUID, phone_id: UUID) -> bool:
    """Ring this number of the customer instead; False when it is not the customer's."""
    return run(connection, _PHONE, {"id_": draft_id, "phone_": phone_id}) == 1


def drop_if_empty(connection: Connection, draft_id: UUID) -> None:
    """Remove a draft in which nothing was said yet."""
    run(connection, _DROP_EMPTY, {"draft": draft_id})


def drop(connection: Connection, draft_id: UUID) -> None:
    """Remove a draft and its answers."""
    run(connection, _DROP, {"id_": draft_id})
