"""Signs of life of a call in hand: it stays while somebody is there, goes back when nobody is, and is never taken in silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.calls import AnswerGiven
from callbench.rules.outcomes import outcome_label
from callbench.store import attempts, drafts, events, holding, nothing


def touch(bench: Bench, draft_id: UUID) -> None:
    """Somebody is there: the item stays in hand, or is again. Raises Conflict when the call is no longer theirs."""
    with bench.db.write() as connection:
        if not drafts.touch(connection, draft_id, bench.clock.now()):
            raise gone()


def return_idle(bench: Bench, draft_id: UUID) -> bool:
    """Give an item back that nobody touched for calls.hold_minutes; what was answered waits with it.

    Whether it is back in the queue, by this or already before; False when another window gave a sign of life meanwhile.
    Raises Conflict when the call is no longer its agent's.
    """
    now = bench.clock.now()
    before = now - timedelta(minutes=bench.settings["calls.hold_minutes"])
    with bench.db.write() as connection:
        held = holding.held(connection, draft_id)
        if held is None or held.state not in ("held", "open"):
            raise gone()
        if held.state == "open":
            return True
        if held.touched_at > before:
            return False
        holding.let_go(connection, held.item_id)
        events.record(
            connection, now, held.agent_id, "item.returned_idle", "queue_item", held.item_id,
            {"touched_at": held.touched_at},
        )  # fmt: skip
        return True


def what_became(bench: Bench, draft_id: UUID, item_id: UUID) -> str:
    """One sentence on what became of a call that is no longer in hand."""
    with bench.db.read() as connection:
        if (saved := attempts.saved(connection, draft_id)) is not None:
            return _("It was saved in another window: {outcome}.").format(outcome=outcome_label(saved.outcome))
        name, state = nothing.holder(connection, item_id)
    if name:
        return _("{agent} has this customer in hand, with what was answered.").format(agent=name)
    if state == "done":
        return _("Its item was closed meanwhile.")
    return _("It waits in the queue again, with what was answered.")


def not_saved(bench: Bench, draft_id: UUID, given: Sequence[AnswerGiven]) -> frozenset[str]:
    """The questions answered otherwise here than in what another window saved of this call; none when none did."""
    with bench.db.read() as connection:
        if attempts.saved(connection, draft_id) is None:
            return frozenset()
        saved = {answer.path: answer.text for answer in attempts.answers(connection, draft_id)}
    said = (answer for answer in given if answer.state in ("given", "refused"))
    return frozenset(answer.path for answer in said if saved.get(answer.path) != answer.text)


def gone() -> Conflict:
    """What is raised when a call is no longer in its agent's hand."""
    return Conflict(
        _("This call is no longer in your hand."),
        todo=_("It was saved, given back, or taken over after a pause. Take the next one."),
        code="call-gone",
    )
