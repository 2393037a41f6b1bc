"""The tables, declared once. Times are UTC beside a business-day column (YYYYMMDD); enumerations are codes with CHECK.

Who imports this package has all of them in the metadata, as Alembic needs it.
"""

from __future__ import annotations

from callbench.store.tables.base import Event, Meta
from callbench.store.tables.calls import Answer, Attempt, Complaint, Draft, DraftAnswer, FollowUp
from callbench.store.tables.people import Agent, AgentBreak, Customer, Phone, ServiceRecord
from callbench.store.tables.shape import core
from callbench.store.tables.work import Campaign, Outcome, QueueItem, ScriptVersion

__all__ = [
    "Agent",
    "AgentBreak",
    "Answer",
    "Attempt",
    "Campaign",
    "Complaint",
    "Customer",
    "Draft",
    "DraftAnswer",
    "Event",
    "FollowUp",
    "Meta",
    "Outcome",
    "Phone",
    "QueueItem",
    "ScriptVersion",
    "ServiceRecord",
    "core",
]
