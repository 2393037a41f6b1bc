"""A campaign planned whole and changed later: what may change, what is refused and with what to do, what it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbench.desk import campaign_edits, campaign_list, campaigns
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.errors import Conflict, UsageProblem
from callbench.records.campaigns import Campaign, CampaignEdit, CampaignWish, Selection, Target
from callbench.records.people import Agent
from callbench.store import tables
from shopfloor import Shop


@pytest.fixture
def boss(bench: Bench) -> Agent:
    return add_agent(bench, "boss", "Boss", "supervisor")


def edit(name: str = "Spring", **more: object) -> CampaignEdit:
    return CampaignEdit(CampaignWish(name, "care", **more), Selection(), ("Wang",), (Target("completed", 80, True),))  # type: ignore[arg-type]


def test_planned_whole_then_changed_whole(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    shop.customer(customer_class="key")
    made = campaign_edits.plan_campaign(bench, boss, edit(opens="10:00", closes="18:00"))
    assert (made.state, made.people, made.selection, made.opens) == ("planned", ("wang",), Selection(), "10:00")
    assert campaign_edits.edit_of(made).targets == (Target("completed", 80, True),)
    wanted = CampaignEdit(
        CampaignWish("Summer", "care", "how was it", 20260310, 20260331, "", "", 3, "english", "care", marketing=True),
        Selection(("key",)), ("li", "wang"), (),
    )  # fmt: skip
    changed = campaign_edits.change_campaign(bench, boss, made, wanted).campaign
    assert campaign_edits.edit_of(changed) == wanted
    trace = next(one for one in shop.all(tables.Event) if one.kind == "campaign.changed")
    assert '"name": "Spring"' in trace.detail
    assert '"name": "Summer"' in trace.detail


def test_what_may_not_change_is_refused(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    made = campaign_edits.plan_campaign(bench, boss, edit())
    same = campaign_edits.edit_of(made)

    def with_wish(**more: object) -> CampaignEdit:
        return replace(same, wish=replace(same.wish, **more))  # type: ignore[arg-type]

    with pytest.raises(UsageProblem, match="changes nothing"):
        campaign_edits.change_campaign(bench, boss, made, same)
    with pytest.raises(UsageProblem, match="keeps its script") as refused:
        campaign_edits.change_campaign(bench, boss, made, with_wish(form_id="other"))
    assert "script publish" in refused.value.todo
    with pytest.raises(Conflict, match="There is a campaign"):
        campaign_edits.change_campaign(bench, boss, made, with_wish(name="care"))
    for wrong, said in (
        ({"opens": "22:00", "closes": "23:00"}, "nobody may be called"),
        ({"opens": "18:00", "closes": "10:00"}, "are empty"),
        ({"ends_on": 20260301}, "is over"),
        ({"starts_on": 20260331, "ends_on": 20260310}, "after the last"),
        ({"name": " "}, "needs a name"),
    ):
        with pytest.raises(UsageProblem, match=said):
            campaign_edits.change_campaign(bench, boss, made, with_wish(**wrong))
    with pytest.raises(UsageProblem, match="no agent"):
        campaign_edits.change_campaign(bench, boss, made, replace(same, people=("nobody",)))
    with pytest.raises(UsageProblem, match="supervisors do"):
        campaign_edits.change_campaign(bench, shop.agents["wang"], made, with_wish(purpose="x"))
    campaign_edits.change_campaign(bench, boss, made, with_wish(purpose="x"))
    with pytest.raises(Conflict, match="Somebody else"):
        campaign_edits.change_campaign(bench, boss, made, with_wish(purpose="y"))
    campaigns.close_campaign(bench, boss, campaigns.find_campaign(bench, "Spring"))
    with pytest.raises(Conflict, match="closed"):
        campaign_edits.change_campaign(bench, boss, made, with_wish(purpose="y"))


def _care(bench: Bench) -> Campaign:
    return campaigns.find_campaign(bench, "care")


def test_fewer_attempts_end_who_has_had_them(bench: Bench, boss: Agent) -> None:
    from callbench.desk import calling
    from callbench.records.calls import CallInHand, CallResult

    shop = Shop(bench)
    tried, fresh = shop.item(), shop.item(minutes=5)
    call = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("no_answer"))
    changed = campaign_edits.change_campaign(
        bench,
        boss,
        _care(bench),
        replace(edit_of := campaign_edits.edit_of(_care(bench)), wish=replace(edit_of.wish, attempts=1)),
    )
    assert changed.ended == 1
    assert (shop.row(tables.QueueItem, tried).state, shop.row(tables.QueueItem, tried).closed_why) == (
        "done",
        "attempts",
    )
    assert shop.row(tables.QueueItem, fresh).state == "open"


def test_the_list_of_campaigns(bench: Bench, boss: Agent) -> None:
    shop = Shop(bench)
    shop.item()
    shop.item(state="done", closed_why="outcome", closed_at=shop.now, closed_on=bench.today())
    made = campaign_edits.plan_campaign(bench, boss, edit())
    campaigns.set_targets(bench, boss, _care(bench), [Target("completed", 80, True)])
    running, planned = campaign_list.campaign_stands(bench)
    assert (running.campaign.code, running.open, running.done, running.today) == ("care", 1, 1, 1)
    assert running.next_at is not None
    assert running.next_at <= bench.clock.now()
    assert running.aimed[0].denominator == 2
    assert planned.campaign == made
    assert campaign_list.waiting_in(bench, running.campaign).items == 1
    assert campaign_list.published_forms(bench) == ("care",)
