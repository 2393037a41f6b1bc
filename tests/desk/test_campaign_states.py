"""What a campaign goes through: planned, started, paused, resumed, closed; who may do it, and what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest

from callbench.desk import calling, campaigns, refreshing
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.desk.selection import count_selection
from callbench.errors import CallbenchError, Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult, FollowUpWish, NothingNow
from callbench.records.campaigns import Campaign, CampaignWish, Progress, Selection, Target
from callbench.records.people import Agent
from callbench.rules.campaigns import MOVES, STATES, aimed, moved, possible, read_target
from callbench.store import tables
from callbench.store.tables import core
from callbench.values.problem import ValueProblem
from shopfloor import Shop


@pytest.fixture
def boss(bench: Bench) -> Agent:
    return add_agent(bench, "boss", "Boss", "supervisor")


def planned(bench: Bench, boss: Agent, name: str = "Spring", **more: object) -> Campaign:
    return campaigns.create_campaign(bench, boss, CampaignWish(name, "care", **more))  # type: ignore[arg-type]


def started(bench: Bench, boss: Agent, name: str = "Spring", **more: object) -> Campaign:
    campaign = campaigns.fix_selection(bench, boss, planned(bench, boss, name, **more), Selection())
    campaigns.open_campaign(bench, boss, campaign)
    return campaigns.find_campaign(bench, name)


def test_a_campaign_goes_its_way_and_no_other(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    shop.customer()
    campaign = campaigns.fix_selection(bench, boss, planned(bench, boss), Selection())
    do: dict[str, Callable[[Campaign], object]] = {
        "start": lambda one: campaigns.open_campaign(bench, boss, one),
        "pause": lambda one: campaigns.pause_campaign(bench, boss, one),
        "resume": lambda one: campaigns.resume_campaign(bench, boss, one),
        "close": lambda one: campaigns.close_campaign(bench, boss, one),
    }
    for verb in ("start", "pause", "resume", "pause", "close"):
        state = campaign.state
        for wrong in [one for one in MOVES if one not in possible(state)]:
            with pytest.raises(Conflict) as refused:
                do[wrong](campaign)
            assert all(one in refused.value.todo for one in possible(state)), wrong
        do[verb](campaign)
        campaign = campaigns.find_campaign(bench, campaign.code)
        assert campaign.state == moved(state, verb)
    for verb, state in itertools.product(MOVES, STATES):
        assert (moved(state, verb) is None) == (verb not in possible(state))
    with pytest.raises(Conflict, match="closed"):
        refreshing.refresh_campaign(bench, campaign)
    with pytest.raises(Conflict, match="closed"):
        campaigns.fix_selection(bench, boss, campaign, Selection())
    with pytest.raises(Conflict, match="closed"):
        campaigns.set_people(bench, boss, campaign, ["wang"], [])


def test_only_a_running_campaign_is_dealt_from(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    shop.customer()
    wang = shop.agents["wang"]
    campaign = campaigns.fix_selection(bench, boss, planned(bench, boss, purpose="how was it"), Selection())
    assert not shop.all(tables.QueueItem)
    campaigns.open_campaign(bench, boss, campaign, dry_run=True)
    assert not shop.all(tables.QueueItem)
    assert campaigns.open_campaign(bench, boss, campaign).added == 1
    campaign = campaigns.pause_campaign(bench, boss, campaigns.find_campaign(bench, "spring"))
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    campaign = campaigns.resume_campaign(bench, boss, campaign)
    assert isinstance(calling.take_next(bench, wang), CallInHand)


def test_closing_ends_what_waits_and_lets_the_call_in_hand_go_on(bench: Bench, boss: Agent, clock) -> None:
    shop = Shop(bench)
    for _n in range(3):
        shop.customer()
    shop.customer(phones=[])
    wang, li = shop.agents.values()
    campaign = started(bench, boss)
    agreed = calling.take_next(bench, li)
    assert isinstance(agreed, CallInHand)
    wish = FollowUpWish(shop.now + timedelta(days=1), "later")
    calling.save_result(bench, li, agreed.draft_id, CallResult("callback_agreed", follow_up=wish))
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    told = campaigns.close_campaign(bench, boss, campaign, dry_run=True)
    assert (told.items, told.promised, told.held) == (2, 1, 1)
    assert campaigns.close_campaign(bench, boss, campaign) == told
    items = {row.id: row for row in shop.all(tables.QueueItem)}
    ended = [row for row in items.values() if row.state == "done"]
    assert {(row.closed_why, row.closed_on, row.agreed) for row in ended} == {("campaign", bench.today(), False)}
    assert {row.state for row in shop.all(tables.FollowUp)} == {"cancelled"}
    assert items[call.item_id].state == "held"
    calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    row = shop.row(tables.QueueItem, call.item_id)
    assert (row.state, row.closed_why, row.attempts) == ("done", "campaign", 1)
    calling.undo_last(bench, wang)
    assert shop.row(tables.QueueItem, call.item_id).state == "held"


def test_what_cannot_be_started_is_refused_with_what_to_do(bench: Bench, boss: Agent, clock) -> None:
    shop = Shop(bench)
    refused: list[tuple[str, Campaign]] = []
    none = planned(bench, boss, "nobody selected")
    refused.append(("no-customers", none))
    refused.append(
        (
            "no-customers",
            campaigns.fix_selection(bench, boss, planned(bench, boss, "nobody there"), Selection(classes=("key",))),
        )
    )
    over = campaigns.fix_selection(bench, boss, planned(bench, boss, "over", ends_on=bench.today()), Selection())
    clock.set(shop.now + timedelta(days=1))
    refused.append(("period-over", over))
    for code, campaign in refused:
        with pytest.raises(UsageProblem) as problem:
            campaigns.open_campaign(bench, boss, campaign)
        assert problem.value.code == code
        assert problem.value.todo
        assert campaigns.find_campaign(bench, campaign.code).state == "planned"
    script = core(tables.ScriptVersion)
    with bench.db.write() as connection:
        connection.execute(script.update().values(state="retired"))
    late = campaigns.find_campaign(bench, "nobody there")
    with pytest.raises(UsageProblem, match="not published") as problem:
        campaigns.open_campaign(bench, boss, late)
    assert "script publish care 1" in problem.value.todo
    with pytest.raises(UsageProblem, match="not published"):
        planned(bench, boss, "another")


def test_what_cannot_be_a_campaign_is_refused(bench: Bench, boss: Agent) -> None:
    Shop(bench)
    planned(bench, boss)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"name": "  "}, "needs a name"), ({"form_id": "cars"}, "no script"), ({}, "already"),
        ({"name": "a", "ends_on": 20260304}, "is over"), ({"name": "a", "starts_on": 20260310, "ends_on": 20260309}, "first day"),
        ({"name": "a", "opens": "18:00", "closes": "18:00"}, "empty"),
    ]  # fmt: skip
    for change, says in wrong:
        with pytest.raises(CallbenchError, match=says):
            campaigns.create_campaign(bench, boss, CampaignWish(**{"name": "Spring", "form_id": "care"} | change))  # type: ignore[arg-type]
    with pytest.raises(UsageProblem) as problem:
        campaigns.find_campaign(bench, "Sprung")
    assert "Spring" in problem.value.todo
    campaigns.create_campaign(bench, boss, CampaignWish("trial", "care"), dry_run=True)
    assert "trial" not in {one.name for one in campaigns.list_campaigns(bench)}


def test_supervisors_alone_plan_and_close(lite: Bench) -> None:
    shop = Shop(lite)
    shop.customer()
    boss = add_agent(lite, "boss", "Boss", "supervisor")
    wang, campaign = shop.agents["wang"], planned(lite, boss)
    for forbidden in (
        lambda: planned(lite, wang, "mine"),
        lambda: campaigns.fix_selection(lite, wang, campaign, Selection()),
        lambda: campaigns.open_campaign(lite, wang, campaign),
        lambda: campaigns.pause_campaign(lite, wang, campaign),
        lambda: campaigns.resume_campaign(lite, wang, campaign),
        lambda: campaigns.close_campaign(lite, wang, campaign),
        lambda: campaigns.set_people(lite, wang, campaign, ["wang"], []),
        lambda: campaigns.set_targets(lite, wang, campaign, [Target("reach", 50, True)]),
    ):
        with pytest.raises(UsageProblem) as refused:
            forbidden()
        assert refused.value.code == "not-allowed"


def test_refreshing_takes_in_new_customers_once(bench: Bench, boss: Agent, clock) -> None:
    shop = Shop(bench)
    shop.customer(customer_class="key")
    campaign = campaigns.fix_selection(bench, boss, planned(bench, boss), Selection(classes=("key",)))
    campaigns.open_campaign(bench, boss, campaign)
    new = shop.customer(customer_class="key")
    shop.customer(customer_class="regular")
    assert refreshing.refresh_due(bench) == ()  # started today
    clock.set(shop.now + timedelta(days=1))
    campaign = campaigns.find_campaign(bench, "Spring")
    assert refreshing.refresh_campaign(bench, campaign, dry_run=True).added == 1
    assert len(shop.all(tables.QueueItem)) == 1
    assert [one.added for one in refreshing.refresh_due(bench)] == [1]
    assert refreshing.refresh_due(bench) == ()
    assert refreshing.refresh_campaign(bench, campaign).added == 0
    assert new in {row.customer_id for row in shop.all(tables.QueueItem)}
    assert len(shop.all(tables.QueueItem)) == 2


def test_its_people_alone_are_dealt_its_calls(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    shop.customer()
    campaign = campaigns.set_people(bench, boss, started(bench, boss), ["li"], [])
    assert campaign.people == ("li",)
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), NothingNow)
    assert isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)
    with pytest.raises(UsageProblem) as problem:
        campaigns.set_people(bench, boss, campaign, [], ["li"])
    assert problem.value.code == "no-people"
    assert campaigns.set_people(bench, boss, campaign, [], [], everyone=True).people == ()


def test_targets_stand_beside_what_was_reached(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    for _n in range(4):
        shop.customer()
    wang = shop.agents["wang"]
    campaign = started(bench, boss)
    for outcome in ("completed", "no_answer", "refused_for_good"):
        call = calling.take_next(bench, wang)
        assert isinstance(call, CallInHand)
        calling.save_result(bench, wang, call.draft_id, CallResult(outcome))
    targets = [read_target("completed", "50%"), read_target("reach", "2"), read_target("satisfaction", "80 ％")]
    campaign = campaigns.set_targets(bench, boss, campaign, targets)
    progress, reached = campaigns.how_far(bench, campaign)
    assert (progress.customers, progress.attempts, progress.contacted, progress.completed) == (4, 3, 2, 1)
    assert [(one.target.measure, one.now) for one in reached] == [
        ("completed", 25),
        ("reach", 2),
        ("satisfaction", None),
    ]
    campaign = campaigns.set_targets(bench, boss, campaign, [Target("reach", 3)], ["completed"])
    assert campaign.targets == (Target("reach", 3), Target("satisfaction", 80, True))
    for wrong in ("101%", "many", "-5", "", "1.5", "80%%"):
        with pytest.raises(ValueProblem):
            read_target("reach", wrong)
    assert aimed([Target("completed", 100, True)], Progress())[0].now is None


def test_a_selection_is_counted_before_it_is_fixed(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    for customer_class in ("key", "key", "regular"):
        shop.customer(customer_class=customer_class)
    shop.customer(customer_class="key", phones=[])
    shop.item(shop.customer(customer_class="key"))
    campaign = planned(bench, boss)
    counted = count_selection(bench, Selection(classes=("key", "regular")), campaign)
    assert (counted.found, counted.added, counted.skipped, counted.elsewhere) == (5, 4, {"no_phone": 1}, 1)
    assert counted.by_class == {"key": 3, "regular": 1}
    assert len(counted.examples) == 4
    campaigns.fix_selection(bench, boss, campaign, Selection(classes=("key", "regular")))
    assert campaigns.open_campaign(bench, boss, campaign).added == counted.added
