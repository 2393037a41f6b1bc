"""Taking back the result saved last, within the seconds the shop allows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.breaks import refuse_during_break
from callbench.desk.confirming import unsettle
from callbench.desk.together import whole
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.calls import AnswerGiven, CallInHand, ComplaintWish, DraftAnswer
from callbench.records.people import Agent
from callbench.store import attempts, blocking, cards, complaints, drafts, events, followups, holding, others, profiles

_TIMES = {"ready_at", "released_at", "touched_at", "last_at", "closed_at"}
_IDS = {"agent_id", "held_by"}


def undo_last(bench: Bench, agent: Agent) -> CallInHand:
    """The agent's last result as if it had not been saved: the call is in hand again, with its answers.

    Raises Conflict when there is none within calls.undo_seconds, when something was built on it since, and during a break. A call taken
    meanwhile goes back to the queue; what was answered in it stays.
    """
    now = bench.clock.now()
    since = now - timedelta(seconds=bench.settings["calls.undo_seconds"])
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        begun = drafts.of_agent(connection, agent.id)
        refuse_during_break(bench, connection, agent.id, begun)
        held = [mine for mine in begun.drafts if mine.state == "held"]
        last = attempts.last_of(connection, agent.id, since, bench.today(), bench.day_of(now - timedelta(days=1)))
        if last is None:
            raise Conflict(
                _("There is no result to undo."),
                todo=_("Only the last one can be, for {n} seconds.").format(n=bench.settings["calls.undo_seconds"]),
            )
        changes = events.last_detail(connection, "call.saved", "attempt", last.id)
        _check_untouched(connection, last, changes)
        for mine in held:
            holding.let_go(connection, mine.item_id)
            drafts.drop_if_empty(connection, mine.id)
        answers = attempts.answers(connection, last.id)
        wish = followups.remove_of_attempt(connection, last.id)
        _take_back(connection, last.id, changes, now)
        holding.open_again(connection, last.item_id)
        before = attempts.item_state(connection, last.item_id) | _typed(changes["item"]["before"])
        before |= {"state": "held", "held_by": agent.id, "touched_at": now}
        attempts.set_item(connection, last.item_id, before)
        drafts.restore(
            connection,
            {
                "id": last.id, "item_id": last.item_id, "agent_id": agent.id, "script_id": last.script_id,
                "phone_id": _uuid(changes["phone_id"]), "started_at": last.started_at, "note": last.note,
                "complaint": drafts.wish_text(_complaint(changes)),
                "follow_up": drafts.wish_text(wish) or changes.get("dropped", ""),
            },
            _given(answers),
            now,
        )  # fmt: skip
        events.record(connection, now, agent.id, "call.undone", "attempt", last.id, _both(last, answers))
    with bench.db.read() as connection:
        card = cards.call_in_hand(connection, last.id, bench.shop_name)
        assert card is not None
        return whole(bench, connection, card)


def _check_untouched(connection: Any, last: Any, changes: Mapping[str, Any]) -> None:
    """Raise Conflict when the item, or the one its follow-up made, is not as the save left it, or it was corrected."""
    if last.corrected_at is not None:
        raise Conflict(_("This result can no longer be undone: it was corrected meanwhile."))
    after = _typed(changes["item"]["after"])
    stands = attempts.item_state(connection, last.item_id)
    moved = [name for name, value in after.items() if name != "ready_at" and stands[name] != value]
    if "new_item" in changes:
        made = attempts.item_state(connection, UUID(changes["new_item"]))
        if made["state"] != "open" or made["attempts"]:
            moved.append("new_item")
    if "again" in changes:
        made = attempts.item_state(connection, UUID(changes["again"][1]))
        if made["state"] != "open" or made["attempts"]:
            moved.append("again")
    if moved:
        raise Conflict(_("This result can no longer be undone: the customer was taken or called again meanwhile."))


def _take_back(connection: Any, attempt_id: UUID, changes: Mapping[str, Any], now: datetime) -> None:
    """Everything the save did beside the item itself and its follow-up."""
    if "complaint" in changes:
        complaints.remove(connection, UUID(changes["complaint"]["id"]))
    unsettle(connection, changes.get("settled", []))
    if "again" in changes:
        followups.remove(connection, UUID(changes["again"][0]))
        attempts.remove_item(connection, UUID(changes["again"][1]))
    if "new_item" in changes:
        attempts.remove_item(connection, UUID(changes["new_item"]))
    attempts.remove(connection, attempt_id)
    if "phone" in changes:
        profiles.set_phone_state(connection, UUID(changes["phone"][0]), changes["phone"][1])
    if "customer" in changes:
        profiles.set_state(connection, UUID(changes["customer"][0]), changes["customer"][1], now)
    if "listed" in changes:
        blocking.remove(connection, UUID(changes["listed"]))
    for item_id, state in changes.get("closed", ()):
        others.reopen(connection, UUID(item_id), state)
    for item_id in changes.get("served", ()):
        others.unserve(connection, UUID(item_id), attempt_id)
    for item_id, before, after in reversed(changes.get("pushed", ())):
        others.pull_back(connection, UUID(item_id), datetime.fromisoformat(after), datetime.fromisoformat(before))
    for follow_up_id in changes.get("cancelled", ()):
        followups.reopen(connection, UUID(follow_up_id))
    if "follow_up" in changes:
        followups.reopen(connection, UUID(changes["follow_up"][0]))
    if "profile" in changes:
        _restore_profile(connection, changes["profile"], now)


def _restore_profile(connection: Any, change: Mapping[str, Any], now: datetime) -> None:
    """Fields that still hold what the save wrote; later edits stay."""
    customer_id = UUID(change["customer"])
    stands = profiles.current(connection, customer_id) or {}
    back = {name: before for name, (before, after) in change["fields"].items() if stands.get(name) == after}
    if back:
        profiles.write(connection, customer_id, back, now)
    for phone_id in change["phones"]:
        profiles.remove_phone(connection, UUID(phone_id))


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What changed of an item, as the trace keeps it, with times and keys again."""
    typed = dict(values)
    for name in typed.keys() & _TIMES:
        typed[name] = None if typed[name] is None else datetime.fromisoformat(typed[name])
    for name in typed.keys() & _IDS:
        typed[name] = _uuid(typed[name])
    return typed


def _complaint(changes: Mapping[str, Any]) -> ComplaintWish | None:
    raised = changes.get("complaint")
    return None if raised is None else ComplaintWish(raised["kind"], raised["urgency"], raised["words"])


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _given(answers: tuple[AnswerGiven, ...]) -> tuple[DraftAnswer, ...]:
    return tuple(DraftAnswer(a.path, a.text, a.state) for a in answers if a.state in ("given", "refused"))


def _both(last: Any, answers: tuple[AnswerGiven, ...]) -> dict[str, Any]:
    """The attempt that was taken back, whole: nothing that was once saved is lost to the trace."""
    return {
        "before": {**last._asdict(), "answers": [[a.path, a.kind, a.text, a.state] for a in answers]},
        "after": None,
    }
