"""Owners, stand-ins, skills and trainees: who is dealt whom, and what is refused."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from callbench.desk import calling
from callbench.desk.absences import add_absence, end_absence, list_absences
from callbench.desk.bench import Bench
from callbench.desk.handover import give_customers, list_loads, undo_handover
from callbench.desk.skills import list_skills, need_skill, set_skill
from callbench.desk.trainees import allow, list_trainees, train
from callbench.desk.why import why
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, NothingNow
from callbench.records.people import Agent
from callbench.store import agents, tables
from callbench.store.tables import core
from shopfloor import Shop


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench, agent_codes=("wang", "li", "zhao"))


@pytest.fixture
def boss(shop: Shop, bench: Bench) -> Agent:
    with bench.db.write() as connection:
        return agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())


def dealt(bench: Bench, agent: Agent):
    """The item an agent is dealt, given back to where it was; None for nothing."""
    found = calling.take_next(bench, agent)
    if not isinstance(found, CallInHand):
        return None
    calling.give_back(bench, agent, found.item_id)
    return found.item_id


def test_a_customer_is_dealt_to_the_owner_and_to_whoever_stands_in(
    bench: Bench, shop: Shop, boss: Agent, clock
) -> None:
    wang, li, zhao = (shop.agents[code] for code in ("wang", "li", "zhao"))
    customer = shop.customer()
    item = shop.item(customer)
    assert give_customers(bench, boss, [wang], ids=[customer]).moved == 1
    assert dealt(bench, li) is None
    assert why(bench, li, customer).items[0].kept.code == "owner"
    add_absence(bench, boss, wang, bench.today(), bench.today(), li, "ill")
    assert dealt(bench, zhao) is None
    assert dealt(bench, li) == item
    clock.set(shop.now + timedelta(days=1))
    assert dealt(bench, li) is None, "the owner is back"
    assert dealt(bench, wang) == item


@pytest.mark.parametrize(("first", "last"), [(0, 99991231), (0, 89991231), (99991231, 99991231)])
def test_who_is_away_up_to_the_last_of_all_days_stops_nobody(lite: Bench, first: int, last: int) -> None:
    shop = Shop(lite, agent_codes=("wang", "li", "zhao"))
    with lite.db.write() as connection:
        boss = agents.add(connection, "boss", "Boss", "supervisor", lite.clock.now())
    wang, li, zhao = (shop.agents[code] for code in ("wang", "li", "zhao"))
    customer = shop.customer()
    shop.item(customer)
    give_customers(lite, boss, [wang], ids=[customer])
    add_absence(lite, boss, wang, first or lite.today(), last, li)
    kept = why(lite, zhao, customer).items[0].kept
    assert (kept.code, kept.until) == ("owner", None)
    nobody = calling.take_next(lite, zhao)
    assert isinstance(nobody, NothingNow)
    assert (nobody.counts, nobody.next_at) == ({"owner": 1}, None)


def test_a_campaign_that_begins_on_the_last_of_all_days_waits(lite: Bench) -> None:
    shop = Shop(lite)
    customer = shop.customer()
    shop.item(customer)
    with lite.db.write() as connection:
        connection.execute(core(tables.Campaign).update().values(starts_on=99991231))
    kept = why(lite, shop.agents["wang"], customer).items[0].kept
    assert (kept.code, kept.until) == ("period", None)


def test_standing_in_for_each_other_is_refused_by_name(bench: Bench, shop: Shop, boss: Agent) -> None:
    wang, li, zhao = (shop.agents[code] for code in ("wang", "li", "zhao"))
    add_absence(bench, boss, wang, 20260309, 20260313, li)
    add_absence(bench, boss, li, 20260312, 20260316, zhao)
    with pytest.raises(Conflict, match="Zhao → Wang → Li → Zhao"):
        add_absence(bench, boss, zhao, 20260313, 20260313, wang)
    add_absence(bench, boss, zhao, 20260316, 20260316, wang)  # Wang is back by then
    with pytest.raises(Conflict, match="already"):
        add_absence(bench, boss, wang, 20260313, 20260314)
    with pytest.raises(UsageProblem):
        add_absence(bench, boss, wang, 20260401, 20260401, wang)
    with pytest.raises(UsageProblem):
        add_absence(bench, boss, wang, 20260402, 20260401)
    with pytest.raises(UsageProblem, match="may not"):
        add_absence(bench, wang, wang, 20260401, 20260401)
    end_absence(bench, boss, wang)
    assert [one.agent for one in list_absences(bench)] == ["li", "zhao"]
    with pytest.raises(Conflict):
        end_absence(bench, boss, wang)


def test_a_portfolio_is_counted_divided_and_taken_back(bench: Bench, shop: Shop, boss: Agent) -> None:
    wang, li, zhao = (shop.agents[code] for code in ("wang", "li", "zhao"))
    mine = [shop.customer(owner_id=wang.id, customer_class="key" if n < 4 else "") for n in range(10)]
    shop.customer(owner_id=li.id)
    shop.customer(owner_id=wang.id, state="inactive")
    shop.item(mine[0])
    counted = give_customers(bench, boss, [li, zhao], of=[wang.id], dry_run=True)
    assert (counted.moved, counted.to, counted.tried) == (
        10,
        {"li": 5, "zhao": 5},
        True,
    )
    assert {load.agent and load.agent.code: load.customers for load in list_loads(bench)}["wang"] == 10
    assert give_customers(bench, boss, [li, zhao], of=[wang.id]).moved == 10
    assert dealt(bench, wang) is None
    given = {row.id: row.owner_id for row in shop.all(tables.Customer)}
    moved_on = next(one for one in mine if given[one] == li.id)
    give_customers(bench, boss, [boss], ids=[moved_on])
    undo_handover(bench, boss)
    assert undone(shop, mine) == Counter({li.id: 5, zhao.id: 5})
    with pytest.raises(Conflict):
        undo_handover(bench, boss)
    assert give_customers(bench, boss, [], of=[zhao.id], classes=["key"]).to.keys() <= {""}
    with pytest.raises(UsageProblem):
        give_customers(bench, boss, [li])
    with pytest.raises(UsageProblem):
        give_customers(bench, wang, [li], of=[zhao.id])


def undone(shop: Shop, mine: list) -> Counter:
    return Counter(row.owner_id for row in shop.all(tables.Customer) if row.id in mine)


def test_what_was_given_on_since_stays_when_a_change_is_taken_back(bench: Bench, shop: Shop, boss: Agent) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    first, second = shop.customer(owner_id=wang.id), shop.customer(owner_id=wang.id)
    give_customers(bench, boss, [li], of=[wang.id])
    with bench.db.write() as connection:  # as an import would
        table = tables.core(tables.Customer)
        connection.execute(table.update().where(table.c.id == first).values(owner_id=boss.id))
    back = undo_handover(bench, boss)
    assert (back.moved, back.to) == (1, {"wang": 1})
    assert shop.row(tables.Customer, first).owner_id == boss.id
    assert shop.row(tables.Customer, second).owner_id == wang.id


def test_special_cases_are_dealt_to_specialists(bench: Bench, shop: Shop, boss: Agent) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    customer = shop.customer()
    item = shop.item(customer)
    assert need_skill(bench, boss, customer, "Laser")
    assert dealt(bench, wang) is None
    kept = why(bench, wang, customer).items[0]
    assert (kept.kept.code, kept.kept.until, kept.skill) == ("skill", None, "laser")
    assert set_skill(bench, boss, li, "laser")
    assert not set_skill(bench, boss, li, "LASER")
    assert list_skills(bench) == {"laser": ("li",)}
    assert dealt(bench, li) == item
    assert set_skill(bench, boss, li, "laser", can=False)
    with pytest.raises(UsageProblem):
        set_skill(bench, boss, li, " ")


def test_trainees_are_dealt_what_they_are_allowed(bench: Bench, shop: Shop, boss: Agent, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    customer = shop.customer()
    item = shop.item(customer)
    with pytest.raises(UsageProblem):
        allow(bench, boss, li, "care")
    train(bench, boss, li, wang)
    assert dealt(bench, li) is None
    assert why(bench, li, customer).items[0].kept.code == "trainee"
    assert allow(bench, boss, li, "care")
    assert [(one.agent, one.trainer, one.campaigns) for one in list_trainees(bench)] == [("li", "wang", ("care",))]
    assert dealt(bench, wang) == item, "a campaign that names only trainees is everybody's"
    clock.set(shop.now + timedelta(minutes=20))
    assert dealt(bench, li) == item
    assert allow(bench, boss, li, "care", allowed=False)
    train(bench, boss, li, None)
    clock.set(shop.now + timedelta(minutes=40))
    assert dealt(bench, li) == item
    with pytest.raises(UsageProblem):
        train(bench, boss, li, li)


def test_nobody_is_their_own_trainers_trainer(bench: Bench, shop: Shop, boss: Agent) -> None:
    wang, li, zhao = (shop.agents[code] for code in ("wang", "li", "zhao"))
    train(bench, boss, li, wang)
    train(bench, boss, wang, zhao)
    for learner, trainer in ((wang, li), (zhao, li)):  # the two of them, then all three
        with pytest.raises(Conflict, match=r"train each other: .* → ") as caught:
            train(bench, boss, learner, trainer)
        assert caught.value.code == "circle"
    assert {one.agent: one.trainer for one in list_trainees(bench)} == {"li": "wang", "wang": "zhao"}
    train(bench, boss, li, None)
    train(bench, boss, zhao, li)
