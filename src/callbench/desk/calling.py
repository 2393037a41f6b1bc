"""Taking a call, keeping what is said, giving it back. Its result is saved by desk/saving, taken back by desk/undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.brakes import check_active, check_brakes, check_whose, never
from callbench.desk.breaks import refuse_during_break
from callbench.desk.complaints import checked
from callbench.desk.dealing import pools_for
from callbench.desk.holds import gone
from callbench.desk.listing import cancel, end_planned
from callbench.desk.nothing import nothing_now
from callbench.desk.rights import check_supervisor
from callbench.desk.saving import save_result as save_result
from callbench.desk.together import whole
from callbench.desk.undoing import undo_last as undo_last
from callbench.desk.why import may_be_called
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.calls import CallInHand, ComplaintWish, DraftAnswer, FollowUpWish, NothingNow
from callbench.records.people import Agent
from callbench.store import blocking, cards, drafts, events, followups, holding, nothing, numbers, pools, taking
from callbench.text import clean


def take_next(bench: Bench, agent: Agent) -> CallInHand | NothingNow:
    """The agent's interrupted call, or else the item that comes first, held; when there is none, why and until when.

    Raises Conflict while the agent is on a break.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        mine = drafts.of_agent(connection, agent.id)
        bench.learn_outcomes(connection, mine.outcomes_version)
        bench.learn_calendar(connection)
        refuse_during_break(bench, connection, agent.id, mine)
        if opened := _release(bench, connection, mine, now):  # also a call of this agent's that was left for long
            mine = drafts.of_agent(connection, agent.id)
        draft_id, interrupted = _resume(bench, connection, agent, mine, now), True
        if draft_id is None:
            draft_id, interrupted = _deal(bench, connection, agent, mine, now, opened=opened), False
    with bench.db.read() as connection:
        if draft_id is not None:
            return _card(bench, connection, draft_id, interrupted=interrupted)
        return nothing_now(bench, connection, agent.id)


def take_item(
    bench: Bench, agent: Agent, item_id: UUID, phone_id: UUID | None = None, *, override: str = ""
) -> CallInHand:
    """This item, held, out of turn, to ring this number of the customer (None: the first that may be rung).

    override: why a supervisor calls although something keeps the customer back; it is recorded, and never goes before the
    do-not-call list. Raises Conflict saying why when it cannot be taken.
    """
    now, override = bench.clock.now(), clean(override, limit=2_000)
    if override:
        check_supervisor(agent)
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        mine = drafts.of_agent(connection, agent.id)
        bench.learn_outcomes(connection, mine.outcomes_version)
        bench.learn_calendar(connection)
        refuse_during_break(bench, connection, agent.id, mine)
        if _release(bench, connection, mine, now):
            mine = drafts.of_agent(connection, agent.id)
        own = next((draft for draft in mine.drafts if draft.item_id == item_id), None)
        if any(draft.state == "held" and draft is not own for draft in mine.drafts):
            raise Conflict(
                _("You have another call in hand."), todo=_("Finish it or give it back, then take this one.")
            )
        if own is None:
            item = _take_this(bench, connection, agent, item_id, phone_id, now, override)
            draft_id = _started(bench, connection, agent, item, now, phone_id, override)
        else:
            if own.state != "held":  # an interrupted call of one's own is begun again as any other
                _take_this(bench, connection, agent, item_id, phone_id, now, override)
            draft_id = own.id
            drafts.touch(connection, draft_id, now)
    with bench.db.read() as connection:
        return _card(bench, connection, draft_id, interrupted=own is not None)


def waiting_item(bench: Bench, customer_id: UUID) -> UUID:
    """The item with which this customer waits, the one dealt first of several. Raises Conflict when there is none."""
    with bench.db.read() as connection:
        found = taking.waiting(connection, customer_id)
        state = blocking.state_of(connection, customer_id)
    if found is None:
        check_active(state)
        raise Conflict(
            _("This customer is not in the queue."), todo=_("A campaign puts customers there: campaign start.")
        )
    return found


def item_in_hand(bench: Bench, agent: Agent) -> CallInHand | None:
    """The call this agent was in the middle of, as it stands on disk; None when there is none."""
    with bench.db.read() as connection:
        for mine in drafts.of_agent(connection, agent.id).drafts:
            if mine.state == "held":
                return _card(bench, connection, mine.id, interrupted=True)
    return None


def give_back(bench: Bench, agent: Agent, item_id: UUID) -> None:
    """Back to the queue without an attempt, and not dealt again for calls.skip_minutes. Raises Conflict when not held.

    What was answered stays with the item for whoever takes it next.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        for mine in drafts.of_agent(connection, agent.id).drafts:
            if mine.item_id == item_id and mine.state == "held":
                ready_at = max(mine.ready_at, now + timedelta(minutes=bench.settings["calls.skip_minutes"]))
                holding.let_go(connection, item_id, ready_at)
                drafts.drop_if_empty(connection, mine.id)
                events.record(
                    connection, now, agent.id, "item.given_back", "queue_item", item_id,
                    {"ready_at": [mine.ready_at, ready_at]},
                )  # fmt: skip
                return
    raise gone()


def keep_answer(bench: Bench, draft_id: UUID, path: str, text: str, state: str = "given") -> None:
    """Write one answer of the call in hand to disk. Raises Conflict when the call is no longer in hand."""
    now = bench.clock.now()
    answer = DraftAnswer(path, clean(text, lines=True), state)
    with bench.db.write() as connection:
        _alive(connection, draft_id, now)
        drafts.keep_answer(connection, draft_id, answer, now)


def drop_answer(bench: Bench, draft_id: UUID, path: str) -> None:
    """Take one answer back. Raises Conflict when the call is no longer in hand."""
    with bench.db.write() as connection:
        _alive(connection, draft_id, bench.clock.now())
        drafts.drop_answer(connection, draft_id, path)


def keep_note(bench: Bench, draft_id: UUID, note: str) -> None:
    """Write the note of the call in hand. Raises Conflict when the call is no longer in hand."""
    with bench.db.write() as connection:
        _alive(connection, draft_id, bench.clock.now())
        drafts.keep_note(connection, draft_id, clean(note, lines=True))


def keep_complaint(bench: Bench, draft_id: UUID, wish: ComplaintWish | None) -> None:
    """Write the complaint to be raised with the result of the call in hand; None takes it back.

    Raises Conflict when the call is no longer in hand, UsageProblem for a kind or an urgency that is not known.
    """
    kept = None if wish is None else checked(wish)
    with bench.db.write() as connection:
        _alive(connection, draft_id, bench.clock.now())
        drafts.keep_complaint(connection, draft_id, kept)


def keep_follow_up(bench: Bench, draft_id: UUID, wish: FollowUpWish | None) -> None:
    """Write the follow-up to be booked with the result of the call in hand; None takes it back.

    Whether it can be is asked when it is saved. Raises Conflict when the call is no longer in hand.
    """
    if wish is not None:
        reason, note = clean(wish.reason, limit=200), clean(wish.note, lines=True)
        ends_at = wish.ends_at and wish.ends_at.astimezone(UTC)
        wish = replace(wish, due_at=wish.due_at.astimezone(UTC), reason=reason, note=note, ends_at=ends_at)
    with bench.db.write() as connection:
        _alive(connection, draft_id, bench.clock.now())
        drafts.keep_follow_up(connection, draft_id, wish)


def _resume(bench: Bench, connection: Any, agent: Agent, mine: drafts.Unfinished, now: datetime) -> UUID | None:
    """The agent's unfinished call: the one still in hand, else one that was released and nobody took, if it may ring now."""
    for draft in mine.drafts:
        goes_on = draft.state == "held" or may_be_called(
            bench, connection, agent.id, draft.customer_id, draft.item_id, now
        )
        if goes_on and drafts.touch(connection, draft.id, now):
            draft_id: UUID = draft.id
            return draft_id
    return None


def _release(bench: Bench, connection: Any, mine: drafts.Unfinished, now: datetime) -> bool:
    """Open what nobody has touched for calls.hold_minutes; whether there was any."""
    before = now - timedelta(minutes=bench.settings["calls.hold_minutes"])
    return mine.oldest is not None and mine.oldest <= before and holding.release_expired(connection, before) > 0


def _deal(
    bench: Bench, connection: Any, agent: Agent, mine: drafts.Unfinished, now: datetime, *, opened: bool
) -> UUID | None:
    """Hold the item that comes first and start its draft; items that turn out not to be callable are put right on the way.

    opened: some were released just now, and may have been one agent's up to then.
    """
    due = opened or (mine.released is not None and mine.released <= now)
    released = due and pools.release_personal(connection, now)
    open_pools = pools_for(bench, connection, agent.id, None if released else mine.dealing_version)
    while (item := taking.take(connection, agent.id, now, open_pools)) is not None:
        if (draft_id := _start(bench, connection, agent, item, now)) is not None:
            return draft_id
    return None


def _start(
    bench: Bench, connection: Any, agent: Agent, item: Any, now: datetime, phone_id: UUID | None = None,
    *, overridden: bool = False,
) -> UUID | None:  # fmt: skip
    """The draft of an item just held; None when its customer cannot be rung, and the item was put where it belongs.

    phone_id: ring this number; None: the first that may be rung. overridden: what may be lifted was (`take_item`).
    """
    gap = timedelta(minutes=bench.settings["calls.gap_minutes"])
    numbers.lock(connection, item.customer_id)
    person = numbers.ringing(connection, item.id, item.customer_id, item.campaign_id, now, bench.today())
    if (why := never(person)) and not (overridden and why == "consent"):
        for found in followups.open_of_customer(connection, item.customer_id):
            if found.item_id == item.id:
                cancel(connection, None, found, now, why)
        holding.close(connection, item.id, why, now, bench.day_of(now))
        return None
    if person.listed_to is not None or (person.listed and not person.numbers):
        holding.let_go(connection, item.id)
        end_planned(bench, connection, None, item.customer_id, now)
        return None
    if not person.numbers:
        holding.park(connection, item.id)
        return None
    wanted = [number for number in person.numbers if phone_id in (None, number.phone_id)]
    number = numbers.to_ring(wanted, now, gap)
    if (
        number is None and not overridden and not (item.agreed and item.ready_at <= now)
    ):  # an agreed time goes before the gap
        free_at = min(max(number.called or now, now - gap) + gap for number in person.numbers)
        holding.let_go(connection, item.id, max(free_at, now + timedelta(minutes=1)))
        return None
    before = bench.outcomes.get(item.last_outcome)
    return drafts.start(
        connection, item.id, agent.id, person.script_id, (number or wanted[0]).phone_id, now,
        left=person.left, resumes=before is not None and before.resumes,
    )  # fmt: skip


def _take_this(
    bench: Bench, connection: Any, agent: Agent, item_id: UUID, phone_id: UUID | None, now: datetime, override: str
) -> Any:
    """The row of this item, held. Raises Conflict saying why when nobody may ring its customer now."""
    item = taking.take_this(connection, agent.id, item_id, now)
    if item is None:
        raise Conflict(nothing.why_not(connection, item_id))
    ringing = numbers.ringing(connection, item.id, item.customer_id, item.campaign_id, now, bench.today())
    check_active(ringing.customer_state)
    if not ringing.numbers:
        raise Conflict(_("This customer has no number that can be called."), todo=_("Supplement the profile first."))
    check_whose(item, agent, now)
    check_brakes(bench, connection, agent, item, ringing, now, override)
    if phone_id is not None and all(number.phone_id != phone_id for number in ringing.numbers):
        raise Conflict(_("This number does not belong to the customer any more."))
    return item


def _started(
    bench: Bench, connection: Any, agent: Agent, item: Any, now: datetime, phone_id: UUID | None, override: str
) -> UUID:
    draft_id = _start(bench, connection, agent, item, now, phone_id, overridden=bool(override))
    if draft_id is not None:
        return draft_id
    person = numbers.ringing(connection, item.id, item.customer_id, item.campaign_id, now, bench.today())
    if any(number.engaged for number in person.numbers if phone_id in (None, number.phone_id)):
        raise Conflict(
            _("A colleague is calling this number, for another customer."),
            todo=_("Choose another number, or wait until they are done."),
            code="engaged",
        )
    minutes = bench.settings["calls.gap_minutes"]  # another number might be rung, this one not yet
    raise Conflict(_("This number was called less than {n} minutes ago.").format(n=minutes))


def _card(bench: Bench, connection: Any, draft_id: UUID, *, interrupted: bool) -> CallInHand:
    card = cards.call_in_hand(connection, draft_id, bench.shop_name, interrupted=interrupted)
    if card is None:
        raise gone()
    return whole(bench, connection, card)


def _alive(connection: Any, draft_id: UUID, now: datetime) -> None:
    if not drafts.touch(connection, draft_id, now):
        raise gone()
