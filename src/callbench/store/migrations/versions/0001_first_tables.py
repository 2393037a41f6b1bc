"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

from callbench.store.types import Id

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Events are only ever added: the store itself refuses to change or remove one.
_SQLITE = """
CREATE TRIGGER event_no_{verb} BEFORE {verb} ON event
BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
"""
# INSERT OR REPLACE removes the old row without asking the triggers above.
_SQLITE_REPLACE = """
CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
"""
_POSTGRES = """
CREATE FUNCTION event_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are only ever added'; END $$;
CREATE TRIGGER event_only_added BEFORE UPDATE OR DELETE ON event
FOR EACH ROW EXECUTE FUNCTION event_only_added();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION event_only_added()
"""


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('agent', 'supervisor')", name=op.f("ck_agent_role")),
        sa.CheckConstraint("state IN ('active', 'left')", name=op.f("ck_agent_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("code", name=op.f("uq_agent_code")),
    )
    op.create_table(
        "event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("agent_id", Id(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", Id(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_subject", "event", ["subject", "subject_id"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "outcome",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("aapor", sa.String(), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("aapor IN ('I', 'P', 'R', 'NC', 'O', 'NE', 'open')", name=op.f("ck_outcome_aapor")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outcome")),
    )
    op.create_table(
        "script_version",
        sa.Column("id", Id(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f("ck_script_version_state")),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_script_version_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_version")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_script_version_form_id_version")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("script_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("max_attempts", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused', 'closed')", name=op.f("ck_campaign_state")),
        sa.CheckConstraint("max_attempts >= 1", name=op.f("ck_campaign_max_attempts")),
        sa.ForeignKeyConstraint(
            ["script_id"], ["script_version.id"], name=op.f("fk_campaign_script_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
    )
    op.create_table(
        "customer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("owner_id", Id(), nullable=True),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("birthday", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("wechat", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("preferred_time", sa.String(), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("special_needs", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "customer_class IN ('', 'key', 'regular', 'potential', 'special')", name=op.f("ck_customer_customer_class")
        ),
        sa.CheckConstraint("gender IN ('', 'female', 'male', 'other')", name=op.f("ck_customer_gender")),
        sa.CheckConstraint("state IN ('active', 'inactive', 'do_not_call')", name=op.f("ck_customer_state")),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_customer_owner_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(
        "ix_customer_code",
        "customer",
        ["code"],
        unique=True,
        sqlite_where=sa.text("code <> ''"),
        postgresql_where=sa.text("code <> ''"),
    )
    op.create_index(op.f("ix_customer_name"), "customer", ["name"], unique=False)
    op.create_table(
        "phone",
        sa.Column("id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("e164", sa.String(), nullable=False),
        sa.Column("ext", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('mobile', 'fixed', 'other', 'unknown')", name=op.f("ck_phone_kind")),
        sa.CheckConstraint("state IN ('valid', 'wrong', 'invalid')", name=op.f("ck_phone_state")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_phone_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("customer_id", "position", name=op.f("uq_phone_customer_id_position")),
    )
    op.create_index(
        "ix_phone_e164",
        "phone",
        ["e164"],
        unique=False,
        sqlite_where=sa.text("e164 <> ''"),
        postgresql_where=sa.text("e164 <> ''"),
    )
    op.create_table(
        "queue_item",
        sa.Column("id", Id(), nullable=False),
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("ready_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("agent_id", Id(), nullable=True),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("held_by", Id(), nullable=True),
        sa.Column("touched_at", UTCDateTime(), nullable=True),
        sa.Column("last_outcome", sa.String(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_on", sa.Integer(), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_on", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'done') = (closed_at IS NOT NULL)", name=op.f("ck_queue_item_closed_at")),
        sa.CheckConstraint("(state = 'held') = (held_by IS NOT NULL)", name=op.f("ck_queue_item_held_by")),
        sa.CheckConstraint(
            "closed_why IN ('', 'outcome', 'attempts', 'no_phone', 'do_not_call', 'inactive')",
            name=op.f("ck_queue_item_closed_why"),
        ),
        sa.CheckConstraint(
            "rule IN ('retry', 'after_service', 'plan', 'list', 'agreed')", name=op.f("ck_queue_item_rule")
        ),
        sa.CheckConstraint("state IN ('open', 'held', 'parked', 'done')", name=op.f("ck_queue_item_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_queue_item_attempts")),
        sa.CheckConstraint("priority BETWEEN 0 AND 9", name=op.f("ck_queue_item_priority")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_queue_item_agent_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_queue_item_campaign_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_queue_item_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["held_by"], ["agent.id"], name=op.f("fk_queue_item_held_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_item")),
    )
    op.create_index(
        "ix_queue_item_agreed",
        "queue_item",
        ["ready_at", "id", "due_on", "state", "agreed"],
        unique=False,
        sqlite_where=sa.text("state = 'open' AND agreed"),
        postgresql_where=sa.text("state = 'open' AND agreed"),
    )
    op.create_index(
        "ix_queue_item_closed",
        "queue_item",
        ["closed_on"],
        unique=False,
        sqlite_where=sa.text("state = 'done'"),
        postgresql_where=sa.text("state = 'done'"),
    )
    op.create_index("ix_queue_item_customer", "queue_item", ["customer_id", "campaign_id"], unique=False)
    op.create_index(
        "ix_queue_item_open_due",
        "queue_item",
        ["due_on", "ready_at", "id", "agent_id", "state", "created_on"],
        unique=False,
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_index(
        "ix_queue_item_parked",
        "queue_item",
        ["customer_id"],
        unique=False,
        sqlite_where=sa.text("state = 'parked'"),
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.create_index(
        "ix_queue_item_take",
        "queue_item",
        ["priority", "attempts", "ready_at", "id", "due_on", "state", "agreed"],
        unique=False,
        sqlite_where=sa.text("state = 'open' AND NOT agreed"),
        postgresql_where=sa.text("state = 'open' AND NOT agreed"),
    )
    op.create_index(
        "uq_queue_item_held_by",
        "queue_item",
        ["held_by"],
        unique=True,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "uq_queue_item_held_customer",
        "queue_item",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "uq_queue_item_open",
        "queue_item",
        ["customer_id", "campaign_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "service_record",
        sa.Column("id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.CheckConstraint("nth >= 1", name=op.f("ck_service_record_nth")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_service_record_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
        sa.UniqueConstraint(
            "customer_id",
            "on_day",
            "item",
            "amount",
            "nth",
            name=op.f("uq_service_record_customer_id_on_day_item_amount_nth"),
        ),
    )
    op.create_table(
        "attempt",
        sa.Column("id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=False),
        sa.Column("script_id", Id(), nullable=False),
        sa.Column("e164", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column("business_day", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_attempt_ended_at")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_attempt_agent_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_attempt_campaign_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_attempt_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["queue_item.id"], name=op.f("fk_attempt_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["outcome"], ["outcome.key"], name=op.f("fk_attempt_outcome"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["script_id"], ["script_version.id"], name=op.f("fk_attempt_script_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("item_id", "nth", name=op.f("uq_attempt_item_id_nth")),
    )
    op.create_index("ix_attempt_customer", "attempt", ["customer_id", "started_at"], unique=False)
    op.create_index(
        "ix_attempt_day", "attempt", ["business_day", "agent_id", "outcome", "item_id", "due_on"], unique=False
    )
    op.create_index(
        "ix_attempt_e164",
        "attempt",
        ["e164", "ended_at"],
        unique=False,
        sqlite_where=sa.text("e164 <> ''"),
        postgresql_where=sa.text("e164 <> ''"),
    )
    op.create_table(
        "draft",
        sa.Column("id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=False),
        sa.Column("script_id", Id(), nullable=False),
        sa.Column("phone_id", Id(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_draft_agent_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["item_id"], ["queue_item.id"], name=op.f("fk_draft_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_draft_phone_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["script_id"], ["script_version.id"], name=op.f("fk_draft_script_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("item_id", name=op.f("uq_draft_item_id")),
    )
    op.create_index(op.f("ix_draft_agent_id"), "draft", ["agent_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("attempt_id", Id(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'integer', 'decimal', 'date', 'time', 'dateTime', 'choice', 'choices', 'boolean')",
            name=op.f("ck_answer_kind"),
        ),
        sa.CheckConstraint(
            "measure IN ('', 'csat', 'nps', 'ces', 'resolved', 'attitude', 'efficiency', 'effect')",
            name=op.f("ck_answer_measure"),
        ),
        sa.CheckConstraint("state IN ('given', 'calculated', 'refused', 'skipped')", name=op.f("ck_answer_state")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "path", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_question", "answer", ["question", "attempt_id", "text"], unique=False)
    op.create_table(
        "draft_answer",
        sa.Column("draft_id", Id(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('given', 'refused')", name=op.f("ck_draft_answer_state")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_answer_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_answer")),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("attempt_id", Id(), nullable=True),
        sa.Column("made_by", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'kept', 'moved', 'cancelled')", name=op.f("ck_follow_up_state")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_follow_up_agent_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_follow_up_attempt_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_follow_up_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["queue_item.id"], name=op.f("fk_follow_up_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by"], ["agent.id"], name=op.f("fk_follow_up_made_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_attempt_id"), "follow_up", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_follow_up_customer_id"), "follow_up", ["customer_id"], unique=False)
    op.create_index(op.f("ix_follow_up_item_id"), "follow_up", ["item_id"], unique=False)
    op.create_index("ix_follow_up_made", "follow_up", ["made_on", "made_by"], unique=False)
    op.create_index(
        "ix_follow_up_open",
        "follow_up",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_follow_up_open_item",
        "follow_up",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES)
    else:
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(verb=verb))
        op.execute(_SQLITE_REPLACE)
