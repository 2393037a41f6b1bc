"""The day in numbers, counted from the raw tables and held to the summary; and the table of all days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from judge import ORDER
from raw import moment, works
from watch import Watch

from callbench.desk.summary import summary

_HEADS = (
    "day", "kind", "planned", "dealt", "calls", "reached", "completed", "refused", "booked", "due", "in time", "late",
    "missed", "plan calls", "closed", "left",
)  # fmt: skip


@dataclass
class Day:
    """One line of the table. back: why those left are kept back when the day closes, those nobody keeps back as `free`."""

    day: date
    kind: str
    figures: dict[str, int] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)


def number(day: date) -> int:
    return int(day.strftime("%Y%m%d"))


def opening(watch: Watch) -> set[bytes]:
    """The items there are before the day begins."""
    return {id_ for (id_,) in watch.raw.all("SELECT id FROM queue_item")}


def closing(watch: Watch, day: date, begun: set[bytes]) -> Day:
    """Count a day that is over, and say where the summary counts otherwise."""
    raw, on = watch.raw, number(day)
    calls = raw.all(
        "SELECT o.aapor, o.contacted, t.item_id FROM attempt t JOIN outcome o ON o.key = t.outcome WHERE t.business_day = ?",
        on,
    )
    called = {item for _class, _reached, item in calls}
    waiting = {
        item
        for (item,) in raw.all("SELECT id FROM queue_item WHERE state NOT IN ('done', 'parked') AND due_on <= ?", on)
    } - called
    figures = {
        "planned": len(called | waiting), "calls": len(calls), "reached": sum(reached for _class, reached, _item in calls),
        "completed": sum(one == "I" for one, _reached, _item in calls),
        "refused": sum(one == "R" for one, _reached, _item in calls),
        "follow_ups": raw.one("SELECT count(*) FROM follow_up WHERE made_on = ?", on),
        "waiting": len(waiting), "attempted": len(called),
    }  # fmt: skip
    told = summary(watch.salon.bench, on)
    for key, n in figures.items():
        if (said := told.measures[key].numerator) != n:
            watch.wrong(f"the summary of {day} says {key} {said:.0f}, the tables {n}")
    for check in told.checks:
        if not check.holds:
            watch.wrong(f"{check.name} of {day}: {check.left} is not {check.right}")
    figures |= _promises(watch, on) | {
        "dealt": watch.taken[on], "booked": figures["follow_ups"],
        "plan calls": raw.one("SELECT count(*) FROM queue_item WHERE created_on = ? AND plan_id IS NOT NULL", on),
        "closed": raw.one("SELECT count(*) FROM queue_item WHERE closed_on = ? AND state = 'done'", on),
        "left": raw.one("SELECT count(*) FROM queue_item WHERE state <> 'done'"),
    }  # fmt: skip
    if gone := begun - opening(watch):
        watch.counts["items taken back"] += len(gone)
    kind = "make-up day" if day.weekday() > 4 and works(day) else "work" if works(day) else "off"
    return Day(day, kind, figures, _kept_back(watch))


def _promises(watch: Watch, on: int) -> dict[str, int]:
    """Follow-ups that were due on the day and not cancelled or moved away: called in time, later, or not at all."""
    found: Counter[str] = Counter({"due": 0, "in time": 0, "late": 0, "missed": 0})
    now = watch.salon.clock.now()
    for item, due, ends, made, state in watch.raw.all(
        "SELECT item_id, due_at, ends_at, made_at, state FROM follow_up WHERE due_on = ? AND state <> 'cancelled'", on
    ):
        first = watch.raw.one(
            "SELECT min(started_at) FROM attempt WHERE item_id = ? AND ended_at > ? AND ended_at >= ?", item, made, due
        )
        over = moment(ends) or moment(due)
        assert over is not None
        if state == "moved" or over > now:
            continue
        found["due"] += 1
        if first is None:
            found["missed"] += 1
        else:
            begun = moment(first)
            assert begun is not None
            found["in time" if (begun - over).total_seconds() <= 15 * 60 else "late"] += 1
    return dict(found)


def _kept_back(watch: Watch) -> dict[str, int]:
    """What is left, by what keeps it from the agent who comes nearest to calling it."""
    now, found = watch.salon.clock.now(), Counter[str]()
    agents = [agent.id.bytes for code, agent in watch.salon.agents.items() if agent.role == "agent"]
    for item in watch.raw.items("i.state <> 'done'"):
        whys = {watch.judge.keeps_back(item, agent, now) for agent in agents}
        found["free" if "" in whys else max(whys, key=ORDER.index)] += 1
    return dict(found)


def table(days: list[Day]) -> list[str]:
    """The days, a line each, and below each what keeps back those who are left."""
    rows = [_HEADS, *((f"{one.day}", one.kind, *(str(one.figures[head]) for head in _HEADS[2:])) for one in days)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    told = [
        f"{one.day}  left: " + ", ".join(f"{n} {why}" for why, n in sorted(one.back.items(), key=lambda x: -x[1]))
        for one in days
    ]
    return [*lines, "", *told]
