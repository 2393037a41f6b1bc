"""One interview as it goes out in an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from callbench.records.calls import AnswerGiven, ComplaintWish


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One interview for export: who, when, outcome, answers by question path."""

    attempt_id: UUID
    day: date
    started_at: datetime
    ended_at: datetime
    agent: str
    customer_code: str
    customer_name: str
    phone: str
    campaign: str
    script: str
    script_version: str
    script_hash: str
    outcome: str
    note: str
    follow_up_at: datetime | None
    answers: tuple[AnswerGiven, ...]
    complaint: ComplaintWish | None = None
    corrected_at: datetime | None = None
