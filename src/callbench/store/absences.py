"""Who is away, who can do what, who learns: what staff is, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.records.staff import AbsenceLine, Trainee
from callbench.store import pools, tables
from callbench.store.rows import ID, PLAIN, adding, rows, run, sql
from callbench.store.tables import core

_ADD = adding(core(tables.Absence))
_ABSENCES = sql(
    """
SELECT b.id, a.code AS agent, a.name AS agent_name, b.first_day, b.last_day, coalesce(s.code, '') AS stand_in,
  coalesce(s.name, '') AS stand_in_name, b.reason
FROM absence b JOIN agent a ON a.id = b.agent_id LEFT JOIN agent s ON s.id = b.stand_in_id
WHERE b.last_day >= :first ORDER BY b.first_day, a.code, b.id
""",
    columns={
        "id": ID, "agent": PLAIN, "agent_name": PLAIN, "first_day": PLAIN, "last_day": PLAIN, "stand_in": PLAIN,
        "stand_in_name": PLAIN, "reason": PLAIN,
    },
)  # fmt: skip
_REMOVE = sql("DELETE FROM absence WHERE id = :absence", absence=ID)
_SHORTEN = sql("UPDATE absence SET last_day = :last WHERE id = :absence", absence=ID)
_SKILLS = sql(
    "SELECT a.code, s.skill FROM agent_skill s JOIN agent a ON a.id = s.agent_id ORDER BY a.code, s.skill",
    columns={"code": PLAIN, "skill": PLAIN},
)
_CAN = sql("INSERT INTO agent_skill (agent_id, skill) VALUES (:agent, :skill) ON CONFLICT DO NOTHING", agent=ID)
_CANNOT = sql("DELETE FROM agent_skill WHERE agent_id = :agent AND skill = :skill", agent=ID)
_NEEDS = sql("UPDATE customer SET skill = :skill WHERE id = :customer AND skill <> :skill", customer=ID)
_TRAIN = sql("UPDATE agent SET trainer_id = :trainer WHERE id = :agent", agent=ID, trainer=ID)
_TRAINEES = sql(
    """
SELECT a.code, a.name, t.code AS trainer, coalesce(k.code, '') AS campaign
FROM agent a JOIN agent t ON t.id = a.trainer_id LEFT JOIN campaign_agent n ON n.agent_id = a.id
LEFT JOIN campaign k ON k.id = n.campaign_id ORDER BY a.code, k.code
""",
    columns={"code": PLAIN, "name": PLAIN, "trainer": PLAIN, "campaign": PLAIN},
)
_TRAINERS = sql(
    "SELECT id, trainer_id FROM agent WHERE trainer_id IS NOT NULL ORDER BY id",
    columns={"id": ID, "trainer_id": ID},
)
_CAMPAIGNS = sql("SELECT id, code, name FROM campaign ORDER BY code", columns={"id": ID, "code": PLAIN, "name": PLAIN})
_ALLOW = sql(
    "INSERT INTO campaign_agent (campaign_id, agent_id) VALUES (:campaign, :agent) ON CONFLICT DO NOTHING",
    campaign=ID, agent=ID,
)  # fmt: skip
_FORBID = sql(
    "DELETE FROM campaign_agent WHERE campaign_id = :campaign AND agent_id = :agent", campaign=ID, agent=ID
)  # fmt: skip


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new absence, by the columns of its table."""
    run(connection, _ADD, values)


def absences(connection: Connection, first: int) -> tuple[AbsenceLine, ...]:
    """Those that last up to `first` (a business day) or later, by their first day."""
    return tuple(AbsenceLine(*found) for found in rows(connection, _ABSENCES, {"first": first}))


def end(connection: Connection, absence_id: UUID, last_day: int | None) -> None:
    """Let an absence end with a day; None: it never was."""
    if last_day is None:
        run(connection, _REMOVE, {"absence": absence_id})
    else:
        run(connection, _SHORTEN, {"absence": absence_id, "last": last_day})


def skills(connection: Connection) -> Sequence[Any]:
    """(code, skill) of everybody."""
    return rows(connection, _SKILLS)


def set_skill(connection: Connection, agent_id: UUID, skill: str, *, can: bool) -> bool:
    """Somebody can do something, or not any more; False when it was so before."""
    return run(connection, _CAN if can else _CANNOT, {"agent": agent_id, "skill": skill}) == 1


def needs(connection: Connection, customer_id: UUID, skill: str) -> bool:
    """What calls to a customer need, "" for nothing; False when it was so before."""
    changed = run(connection, _NEEDS, {"customer": customer_id, "skill": skill}) == 1
    if changed:
        pools.place_customers(connection, [customer_id])
    return changed


def train(connection: Connection, agent_id: UUID, trainer_id: UUID | None) -> None:
    """Who looks after a trainee; None: they are none any more."""
    run(connection, _TRAIN, {"agent": agent_id, "trainer": trainer_id})


def trainers(connection: Connection) -> dict[UUID, UUID]:
    """Who looks after whom: trainee → trainer."""
    return {one.id: one.trainer_id for one in rows(connection, _TRAINERS)}


def trainees(connection: Connection) -> tuple[Trainee, ...]:
    """Everybody who learns, by code."""
    found: dict[str, Trainee] = {}
    for one in rows(connection, _TRAINEES):
        before = found.get(one.code, Trainee(one.code, one.name, one.trainer, ()))
        campaigns = (*before.campaigns, one.campaign) if one.campaign else before.campaigns
        found[one.code] = Trainee(one.code, one.name, one.trainer, campaigns)
    return tuple(found.values())


def campaigns(connection: Connection) -> Sequence[Any]:
    """Campaigns: id, code, name."""
    return rows(connection, _CAMPAIGNS)


def name_for(connection: Connection, campaign_id: UUID, agent_id: UUID, *, named: bool) -> bool:
    """Name somebody for a campaign, or no more; False when it was so before."""
    return run(connection, _ALLOW if named else _FORBID, {"campaign": campaign_id, "agent": agent_id}) == 1
