"""calendars, campaigns, plans, pools, brakes, skills"""

from datetime import time
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

from callbench.store.altering import add_column, constrain, flag_column, link, partial_index, text_column
from callbench.store.forbidden import make_triggers
from callbench.store.types import Id, new_id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CLASSES = "customer_class IN ('', 'key', 'regular', 'potential', 'special')"
_RULES = "'retry', 'after_service', 'plan', 'list', 'agreed', 'complaint', 'recurring'"
_CLOSED_WHY = (
    "'', 'outcome', 'attempts', 'no_phone', 'do_not_call', 'inactive', 'campaign', 'cancelled', 'other_call', 'consent'"
)
_OPEN, _AGREED = "state = 'open' AND NOT agreed", "state = 'open' AND agreed"
_ITEM_INDEXES: dict[str, tuple[list[str], str]] = {
    "ix_queue_item_take": (
        ["priority", "attempts", "pool_id", "ready_at", "id", "state", "agreed"], _OPEN
    ),
    "ix_queue_item_turn": (["priority", "attempts", "ready_at", "id", "due_on", "state", "agreed"], _OPEN),
    "ix_queue_item_agreed": (["pool_id", "ready_at", "id", "due_on", "state", "agreed"], _AGREED),
    "ix_queue_item_complaint": (
        ["pool_id", "due_by", "id", "ready_at", "state", "agreed", "rule"], f"{_OPEN} AND rule = 'complaint'"
    ),
    "ix_queue_item_released": (["released_at"], "state = 'open' AND released_at IS NOT NULL"),
    "uq_queue_item_anchor": (["plan_id", "customer_id", "anchor_on"], "plan_id IS NOT NULL"),
}  # fmt: skip
# What the shipped outcomes do, as it was fixed in the program before this version: key: press, after, more.
_SHIPPED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "completed": ("1", "close", {}),
    "no_answer": ("2", "minutes:retry.no_answer_minutes", {"tries_next": True}),
    "busy": ("3", "minutes:retry.busy_minutes", {}),
    "switched_off": ("4", "next_day", {"tries_next": True}),
    "rejected": ("5", "next_day", {}),
    "answering_machine": ("6", "minutes:retry.no_answer_minutes", {}),
    "callback_agreed": ("7", "agreed", {"needs_time": True}),
    "callback_any": ("8", "minutes:retry.no_answer_minutes", {}),
    "partial": ("9", "same_agent", {"resumes": True}),
    "refused_now": ("a", "days:retry.refused_days", {"once": True}),
    "refused_for_good": ("b", "close", {}),
    "do_not_call": ("c", "close", {"customer_state": "do_not_call"}),
    "broke_off": ("d", "same_agent_next_day", {"once": True, "resumes": True}),
    "wrong_person": ("e", "next_phone", {"tries_next": True, "phone_state": "wrong"}),
    "wrong_number": ("f", "next_phone", {"tries_next": True, "phone_state": "invalid"}),
    "unable": ("g", "close", {}),
    "deceased_or_left": ("h", "close", {"customer_state": "inactive"}),
    "duplicate": ("i", "close", {}),
}


# What profiles said then of when somebody likes to be called.
_PARTS = {
    **dict.fromkeys(("morning", "上午", "早上"), "00:00-12:00"),
    **dict.fromkeys(("afternoon", "下午"), "12:00-18:00"),
    **dict.fromkeys(("evening", "晚上", "傍晚"), "18:00-24:00"),
}


def upgrade() -> None:
    _people()
    _brakes()
    _outcomes()
    _campaigns()
    _call_plans()
    _pools()
    _items()
    _follow_ups()
    make_triggers()


def _people() -> None:
    add_column("agent", sa.Column("trainer_id", Id(), nullable=True))
    constrain("agent", links={"trainer_id": "agent"})
    add_column("customer", text_column("skill", sa.String()))
    op.create_table(
        "agent_skill",
        sa.Column("agent_id", Id(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        link("agent_skill", "agent_id", "agent", "CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "skill", name=op.f("pk_agent_skill")),
    )
    op.create_table(
        "absence",
        sa.Column("id", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", Id(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_absence_last_day")),
        sa.CheckConstraint("stand_in_id <> agent_id", name=op.f("ck_absence_stand_in_id")),
        *(link("absence", column, "agent") for column in ("agent_id", "stand_in_id", "made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_agent", "absence", ["agent_id", "last_day"])
    op.create_index("ix_absence_day", "absence", ["last_day", "first_day"])
    op.create_table(
        "customer_tag",
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        link("customer_tag", "customer_id", "customer", "CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "tag", name=op.f("pk_customer_tag")),
    )
    op.create_index(op.f("ix_customer_tag_tag"), "customer_tag", ["tag"])


def _brakes() -> None:
    op.create_table(
        "consent",
        sa.Column("id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('given', 'withdrawn')", name=op.f("ck_consent_state")),
        link("consent", "customer_id", "customer", "CASCADE"),
        link("consent", "recorded_by", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_customer", "consent", ["customer_id", "purpose", "at"])
    op.create_table(
        "do_not_call",
        sa.Column("id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=True),
        sa.Column("e164", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=True),
        sa.Column("lifted_at", UTCDateTime(), nullable=True),
        sa.Column("lifted_by", Id(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(customer_id IS NULL) = (e164 <> '')", name=op.f("ck_do_not_call_e164")),
        sa.CheckConstraint("lifted_at >= made_at", name=op.f("ck_do_not_call_lifted_at")),
        link("do_not_call", "customer_id", "customer", "CASCADE"),
        link("do_not_call", "made_by", "agent"),
        link("do_not_call", "lifted_by", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_call")),
    )
    partial_index(
        "ix_do_not_call_customer", "do_not_call", ["customer_id"], "lifted_at IS NULL AND customer_id IS NOT NULL"
    )
    partial_index("ix_do_not_call_number", "do_not_call", ["e164"], "lifted_at IS NULL AND e164 <> ''")
    _list_who_asked()
    op.create_table(
        "calendar_day",
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('off', 'work')", name=op.f("ck_calendar_day_kind")),
        sa.PrimaryKeyConstraint("calendar", "day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("calendar", "year", name=op.f("pk_calendar_year")),
    )


def _list_who_asked() -> None:
    """Who asked never to be called stands on the list, from the day their card last changed."""
    bind = op.get_bind()
    card = sa.table("customer", sa.column("id", Id()), sa.column("state"), sa.column("updated_at", UTCDateTime()))
    listed = sa.table(
        "do_not_call", sa.column("id", Id()), sa.column("customer_id", Id()), sa.column("e164"), sa.column("reason"),
        sa.column("source"), sa.column("made_at", UTCDateTime()), sa.column("lift_reason"),
    )  # fmt: skip
    asked = bind.execute(sa.select(card.c.id, card.c.updated_at).where(card.c.state == "do_not_call")).all()
    plain = {"e164": "", "reason": "", "source": "outcome", "lift_reason": ""}
    entries = [{"id": new_id(at), "customer_id": customer, "made_at": at, **plain} for customer, at in asked]
    if entries:
        bind.execute(sa.insert(listed), entries)


def _outcomes() -> None:
    for column in (
        text_column("label", sa.String()), text_column("press", sa.String()), flag_column("attempt", on=True), flag_column("note_required"),
        sa.Column("after", sa.String(), nullable=False, server_default="close"),
    ):  # fmt: skip
        add_column("outcome", column)
    add_column("outcome", sa.Column("delay", sa.Integer(), nullable=True), check="delay >= 0")
    for name in ("needs_time", "once", "resumes", "tries_next"):
        add_column("outcome", flag_column(name))
    add_column("outcome", text_column("phone_state", sa.String()), check="phone_state IN ('', 'wrong', 'invalid')")
    add_column(
        "outcome", text_column("customer_state", sa.String()), check="customer_state IN ('', 'inactive', 'do_not_call')"
    )
    add_column("outcome", flag_column("active", on=True))
    add_column("outcome", flag_column("shipped"))
    columns = ("key", "press", "after", "needs_time", "once", "resumes", "tries_next", "phone_state", "customer_state")
    outcome = sa.table("outcome", *(sa.column(name) for name in (*columns, "shipped")))
    for key, (press, after, more) in _SHIPPED.items():
        values = {"press": press, "after": after, "shipped": True, **more}
        op.execute(sa.update(outcome).where(outcome.c.key == key).values(values))


def _campaigns() -> None:
    for column in (
        sa.Column("starts_on", sa.Integer(), nullable=True), sa.Column("ends_on", sa.Integer(), nullable=True),
        text_column("opens", sa.String()), text_column("closes", sa.String()), text_column("selection"), text_column("skill", sa.String()),
        text_column("consent", sa.String()), flag_column("marketing"), text_column("targets"),
        sa.Column("started_at", UTCDateTime(), nullable=True), sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("refreshed_on", sa.Integer(), nullable=True),
    ):  # fmt: skip
        add_column("campaign", column)
    constrain(
        "campaign",
        checks={
            "state": "state IN ('planned', 'active', 'paused', 'closed')",
            "ends_on": "ends_on >= starts_on",
            "closes": "(opens = '') = (closes = '')",
        },
    )
    op.create_table(
        "campaign_agent",
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=False),
        link("campaign_agent", "agent_id", "agent", "CASCADE"),
        link("campaign_agent", "campaign_id", "campaign", "CASCADE"),
        sa.PrimaryKeyConstraint("campaign_id", "agent_id", name=op.f("pk_campaign_agent")),
    )


def _call_plans() -> None:
    op.create_table(
        "call_plan",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("every_months", sa.SmallInteger(), nullable=True),
        sa.Column("offset_days", sa.SmallInteger(), nullable=True),
        sa.Column("window_days", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("trigger IN ('class', 'service', 'cycle')", name=op.f("ck_call_plan_trigger")),
        sa.CheckConstraint("state IN ('active', 'paused')", name=op.f("ck_call_plan_state")),
        sa.CheckConstraint(_CLASSES, name=op.f("ck_call_plan_customer_class")),
        sa.CheckConstraint("every_months >= 1", name=op.f("ck_call_plan_every_months")),
        sa.CheckConstraint("window_days >= 0", name=op.f("ck_call_plan_window_days")),
        sa.CheckConstraint("priority BETWEEN 0 AND 9", name=op.f("ck_call_plan_priority")),
        link("call_plan", "campaign_id", "campaign"),
        link("call_plan", "made_by", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_call_plan_code")),
    )


def _pools() -> None:
    """The pools, and those of the items there are."""
    op.create_table(
        "pool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("agent_id", Id(), nullable=True),
        sa.Column("skill", sa.String(), nullable=False),
        link("pool", "agent_id", "agent"),
        link("pool", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool")),
    )
    partial_index("uq_pool_shared", "pool", ["campaign_id", "zone", "hours", "skill"], "agent_id IS NULL")
    partial_index("uq_pool_own", "pool", ["campaign_id", "agent_id", "zone", "hours", "skill"], "agent_id IS NOT NULL")
    bind = op.get_bind()
    op.execute("CREATE TEMPORARY TABLE said_hours (said TEXT PRIMARY KEY, hours TEXT NOT NULL)")
    for said in bind.scalars(sa.text("SELECT DISTINCT preferred_time FROM customer")).all():
        bind.execute(sa.text("INSERT INTO said_hours VALUES (:said, :hours)"), {"said": said, "hours": _window(said)})
    op.execute(f"INSERT INTO pool (campaign_id, zone, hours, agent_id, skill) SELECT DISTINCT {_COMMON}, '' {_JOINED}")


def _window(said: str) -> str:
    """HH:MM-HH:MM, "" when a profile says nothing usable."""
    words = said.strip().casefold()
    if words in _PARTS:
        return _PARTS[words]
    first, dash, last = (part.strip() for part in words.replace("–", "-").replace("~", "-").partition("-"))
    try:
        begins = _clock(first)
        ends = last if last == "24:00" else _clock(last)
    except ValueError:
        return ""
    return f"{begins}-{ends}" if dash and begins < ends else ""


def _clock(said: str) -> str:
    return time.fromisoformat(said.zfill(5)).strftime("%H:%M")


_WHOSE = "coalesce(i.agent_id, CASE WHEN i.agreed THEN NULL ELSE c.owner_id END)"
_COMMON = f"i.campaign_id, i.zone, s.hours, {_WHOSE}"
_JOINED = """
FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN said_hours s ON s.said = c.preferred_time
"""
_FILL = """
UPDATE queue_item SET pool_id = w.pool FROM (
  SELECT i.id AS item, p.id AS pool {joined}
  JOIN pool p ON p.campaign_id = i.campaign_id AND p.zone = i.zone AND p.hours = s.hours AND p.skill = ''
    AND p.agent_id {same} {whose}
) w WHERE w.item = queue_item.id
"""


def _items() -> None:
    for name in ("ix_queue_item_take", "ix_queue_item_agreed"):
        op.drop_index(name, table_name="queue_item")
    add_column("queue_item", sa.Column("pool_id", sa.Integer(), nullable=True))
    add_column("queue_item", sa.Column("due_by", UTCDateTime(), nullable=True))
    add_column("queue_item", sa.Column("plan_id", Id(), nullable=True))
    add_column("queue_item", sa.Column("anchor_on", sa.Integer(), nullable=True))
    add_column("queue_item", sa.Column("served_with", Id(), nullable=True))
    same = "IS NOT DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS"
    op.execute(_FILL.format(same=same, joined=_JOINED, whose=_WHOSE))
    op.execute("DROP TABLE said_hours")
    constrain(
        "queue_item",
        checks={
            "rule": f"rule IN ({_RULES})",
            "closed_why": f"closed_why IN ({_CLOSED_WHY})",
            "pool_id": "state = 'done' OR pool_id IS NOT NULL",
        },
        links={"pool_id": "pool", "plan_id": "call_plan"},
    )
    for name, (columns, where) in _ITEM_INDEXES.items():
        partial_index(name, "queue_item", columns, where)


def _follow_ups() -> None:
    add_column("follow_up", sa.Column("ends_at", UTCDateTime(), nullable=True))
    for column in (
        text_column("purpose", sa.String()), sa.Column("channel", sa.String(), nullable=False, server_default="phone"),
        text_column("rrule", sa.String()), sa.Column("series_id", Id(), nullable=True), text_column("uid", sa.String()),
        sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
    ):  # fmt: skip
        add_column("follow_up", column)
    add_column("follow_up", sa.Column("closed_by", Id(), nullable=True))
    add_column("follow_up", text_column("closed_why", sa.String()))
    constrain("follow_up", checks={"ends_at": "ends_at > due_at"}, links={"closed_by": "agent"})
    partial_index("ix_follow_up_series", "follow_up", ["series_id"], "series_id IS NOT NULL")
    partial_index("ix_follow_up_uid", "follow_up", ["uid"], "uid <> ''")
