"""Outcomes that the shop changed: kept, known to every program with the base, and counted like the shipped ones."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callbench.config import Settings
from callbench.desk import calling, outcomes
from callbench.desk.bench import Bench, open_bench
from callbench.desk.correcting import correct_result
from callbench.desk.practice import practice_base
from callbench.desk.queue import day_progress
from callbench.desk.script_files import ScriptSeen
from callbench.desk.summary import summary
from callbench.errors import UsageProblem
from callbench.records.calls import CallInHand, CallResult
from callbench.records.people import Agent
from callbench.rules.outcomes import SHIPPED, OutcomeRule, outcome_label
from callbench.script.model import Script
from callbench.script.parts import Question
from callbench.store import agents, tables
from shopfloor import Shop

FAMILY = OutcomeRule(
    "family", "", "NC", False, False, "minutes", "", delay=90, words={"zh_CN": "家人代接", "en": "Family answered"}
)
TOLD = OutcomeRule("told", "", "O", True, True, "close", "", words={"en": "Told the shop"}, note_required=True)
SURVEYED = OutcomeRule("by_wechat", "", "I", True, True, "close", "", words={"en": "Answered by WeChat"})


def boss_of(bench: Bench) -> Agent:
    with bench.db.write() as connection:
        return agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())


def take(shop: Shop) -> CallInHand:
    call = calling.take_next(shop.bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    return call


def refused(run) -> str:
    with pytest.raises(UsageProblem) as caught:
        run()
    return caught.value.code


def test_the_shops_own_outcome_is_saved_undone_and_counted(bench: Bench) -> None:
    shop, boss = Shop(bench), boss_of(bench)
    outcomes.add_outcome(bench, boss, FAMILY)
    shop.item()
    call = take(shop)
    saved = calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("family"))
    assert saved.next_at == shop.now + timedelta(minutes=90)
    found = summary(bench)
    assert found.outcomes["family"] == 1
    assert all(check.holds for check in found.checks)
    assert found.measures["reach_rate"].numerator == 0
    calling.undo_last(bench, shop.agents["wang"])
    assert summary(bench).outcomes["family"] == 0


def test_every_change_is_a_supervisors_and_leaves_a_trace(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    wang = shop.agents["wang"]
    for change in (
        lambda who: outcomes.add_outcome(lite, who, FAMILY),
        lambda who: outcomes.change_outcome(lite, who, "busy", words={"en": "Engaged"}),
        lambda who: outcomes.move_outcome(lite, who, "busy", 1),
        lambda who: outcomes.restore_outcomes(lite, who),
    ):
        assert refused(lambda change=change: change(wang)) == "not-allowed"
        change(boss)
        told = shop.all(tables.Event)[-1]
        detail = json.loads(told.detail)
        assert told.agent_id == boss.id
        assert detail["before"] or detail["after"] or detail["order"]
    kinds = [event.kind for event in shop.all(tables.Event) if event.subject == "outcome"]
    assert kinds == ["outcome.added", "outcome.changed", "outcome.moved", "outcomes.restored"]
    assert outcomes.list_outcomes(lite) == SHIPPED
    outcomes.change_outcome(lite, boss, "busy", note_required=False)  # nothing changes, nothing is told
    assert len([event for event in shop.all(tables.Event) if event.subject == "outcome"]) == 4


def test_another_program_learns_of_it_with_its_next_call(lite: Bench, settings: Settings, clock) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    shop.item()
    shop.item()
    with open_bench(lite.db.address, settings, clock) as other:
        outcomes.change_outcome(other, boss, "busy", delay=7, words={"zh_CN": "", "en": "Engaged"})
        outcomes.change_outcome(other, boss, "rejected", active=False)
    assert lite.outcomes["busy"].delay is None
    call = take(shop)
    assert lite.outcomes["busy"].delay == 7
    assert outcome_label("busy") == "Engaged"
    assert refused(
        lambda: calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("rejected"))
    ) == "switched-off"  # fmt: skip
    with open_bench(lite.db.address, settings, clock) as other:
        outcomes.change_outcome(other, boss, "busy", delay=9)
    saved = calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("busy"))
    assert lite.outcomes["busy"].delay == 9  # known with the save itself
    assert saved.next_at == shop.now + timedelta(hours=1), "the gap between two calls to a number is longer"


def test_two_benches_of_one_program_do_not_mix_their_outcomes(lite: Bench, tmp_path, settings: Settings, clock) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    outcomes.add_outcome(lite, boss, FAMILY)
    outcomes.change_outcome(lite, boss, "busy", words={"en": "Engaged"})
    shop.item()
    with open_bench(tmp_path / "other.db", settings, clock) as other:
        assert outcome_label("busy") == "Busy"
        assert "family" not in other.outcomes
        call = take(shop)
        assert outcome_label("busy") == "Engaged", "the words of the bench that is worked on"
        calling.take_next(other, Shop(other).agents["wang"])
        assert outcome_label("busy") == "Busy"
        calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("family"))
        assert outcome_label("family") == "Family answered"


def test_practice_has_the_outcomes_of_the_shop(lite: Bench, settings: Settings, clock) -> None:
    boss = boss_of(lite)
    outcomes.add_outcome(lite, boss, FAMILY)
    outcomes.change_outcome(lite, boss, "rejected", active=False)
    script = Script("care", "1", {}, (), (Question("q", "text", "q"),))
    seen = ScriptSeen("care@1", script, b"", "care.xlsx")
    with practice_base(seen, settings, clock, {}, lite.outcomes) as (path, own), open_bench(path, own, clock) as bench:
        assert [rule.key for rule in bench.outcomes.offered] == [rule.key for rule in lite.outcomes.offered]


def test_a_note_that_is_needed(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    outcomes.add_outcome(lite, boss, TOLD)
    shop.item()
    call, wang = take(shop), shop.agents["wang"]
    assert (
        refused(lambda: calling.save_result(lite, wang, call.draft_id, CallResult("told", note=" \n"))) == "needs-note"
    )
    calling.save_result(lite, wang, call.draft_id, CallResult("told", note="moved to Xi'an"))
    assert refused(lambda: correct_result(lite, boss, call.draft_id, reason="typed wrongly", note="")) == "needs-note"


def test_what_counts_as_no_attempt_uses_up_none(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    outcomes.change_outcome(lite, boss, "busy", attempt=False)
    item = shop.item()
    for n in range(4):  # two a day are the most
        lite.clock.set(shop.now + timedelta(minutes=70 * n))  # type: ignore[attr-defined]
        calling.save_result(lite, shop.agents["wang"], take(shop).draft_id, CallResult("busy"))
    kept = shop.row(tables.QueueItem, item)
    assert (kept.state, kept.attempts) == ("open", 4)
    assert lite.day_of(kept.ready_at) == lite.today()


def test_what_is_switched_off_stays_with_the_calls_that_have_it(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    outcomes.add_outcome(lite, boss, FAMILY)
    shop.item()
    call = take(shop)
    calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("family"))
    assert refused(lambda: outcomes.change_outcome(lite, boss, "family", aapor="NE")) == "used"
    outcomes.restore_outcomes(lite, boss)
    assert not lite.outcomes["family"].active
    assert summary(lite).outcomes["family"] == 1
    assert "family" not in summary(lite, 20260304).outcomes
    done = correct_result(lite, boss, call.draft_id, reason="more to say", note="his mother")
    assert done.outcome == "family"
    assert refused(lambda: correct_result(lite, boss, call.draft_id, reason="x", outcome="nobody")) == "usage"
    correct_result(lite, boss, call.draft_id, reason="was busy", outcome="busy")
    assert refused(lambda: correct_result(lite, boss, call.draft_id, reason="no", outcome="family")) == "switched-off"


def test_class_i_of_the_shops_is_a_completed_interview(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    outcomes.add_outcome(lite, boss, SURVEYED)
    shop.item()
    calling.save_result(lite, shop.agents["wang"], take(shop).draft_id, CallResult("by_wechat"))
    assert summary(lite).measures["completed"].numerator == 1
    assert day_progress(lite).completed == 1
