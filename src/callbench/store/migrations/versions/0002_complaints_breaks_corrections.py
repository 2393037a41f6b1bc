"""complaints, breaks, corrections"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

from callbench.store.types import Id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent_break",
        sa.Column("id", Id(), nullable=False),
        sa.Column("agent_id", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("business_day", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('meal', 'rest', 'meeting', 'training', 'other_work')", name=op.f("ck_agent_break_reason")
        ),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_agent_break_ended_at")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_agent_break_agent_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_break")),
    )
    op.create_index("ix_agent_break_day", "agent_break", ["business_day", "agent_id"], unique=False)
    op.create_index(
        "uq_agent_break_open",
        "agent_break",
        ["agent_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("attempt_id", Id(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("raised_by", Id(), nullable=False),
        sa.Column("owner_id", Id(), nullable=True),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("raised_on", sa.Integer(), nullable=False),
        sa.Column("answer_by", UTCDateTime(), nullable=False),
        sa.Column("solve_by", UTCDateTime(), nullable=False),
        sa.Column("final_by", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('product', 'service', 'price', 'contract', 'other')", name=op.f("ck_complaint_kind")
        ),
        sa.CheckConstraint(
            "state IN ('raised', 'assigned', 'answered', 'solved', 'confirmed', 'reopened')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint("urgency IN ('normal', 'urgent')", name=op.f("ck_complaint_urgency")),
        sa.CheckConstraint("answer_by <= final_by AND solve_by <= final_by", name=op.f("ck_complaint_final_by")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_complaint_attempt_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_complaint_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_complaint_owner_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["raised_by"], ["agent.id"], name=op.f("fk_complaint_raised_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_attempt_id"), "complaint", ["attempt_id"], unique=False)
    op.create_index("ix_complaint_customer", "complaint", ["customer_id", "raised_at"], unique=False)
    op.create_index(
        "ix_complaint_open",
        "complaint",
        ["answer_by"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_complaint_raised", "complaint", ["raised_on", "raised_by"], unique=False)
    op.add_column("attempt", sa.Column("corrected_at", UTCDateTime(), nullable=True))
    op.create_index(
        "ix_attempt_corrected",
        "attempt",
        ["business_day", "agent_id"],
        unique=False,
        sqlite_where=sa.text("corrected_at IS NOT NULL"),
        postgresql_where=sa.text("corrected_at IS NOT NULL"),
    )
    for name in ("complaint", "follow_up"):
        op.add_column("draft", sa.Column(name, sa.Text(), nullable=False, server_default=""))
