"""The tables, declared once. Times are UTC beside a business-day column (YYYYMMDD); enumerations are codes with CHECK.

Who imports this package has all of them in the metadata, as Alembic needs it.
"""

from __future__ import annotations

from callbench.store.tables.base import Event, Meta
from callbench.store.tables.brakes import CalendarDay, CalendarYear, Consent, DoNotCall
from callbench.store.tables.calls import Answer, Attempt, Complaint, Draft, DraftAnswer, FollowUp
from callbench.store.tables.people import (
    Absence,
    Agent,
    AgentBreak,
    AgentSkill,
    Customer,
    CustomerTag,
    Phone,
    ServiceRecord,
)
from callbench.store.tables.shape import core
from callbench.store.tables.work import (
    CallPlan,
    Campaign,
    CampaignAgent,
    Outcome,
    Pool,
    QueueItem,
    QueueTally,
    ScriptVersion,
)

__all__ = [
    "Absence",
    "Agent",
    "AgentBreak",
    "AgentSkill",
    "Answer",
    "Attempt",
    "CalendarDay",
    "CalendarYear",
    "CallPlan",
    "Campaign",
    "CampaignAgent",
    "Complaint",
    "Consent",
    "Customer",
    "CustomerTag",
    "DoNotCall",
    "Draft",
    "DraftAnswer",
    "Event",
    "FollowUp",
    "Meta",
    "Outcome",
    "Phone",
    "Pool",
    "QueueItem",
    "QueueTally",
    "ScriptVersion",
    "ServiceRecord",
    "core",
]
