"""The demo shop as a whole: a beauty salon with two branches and a courier's branch, told relative to now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from callbench.config import Settings
from callbench.demo.answers import Answers
from callbench.demo.calls import Part, World, play
from callbench.demo.people import Ids, bought, invent
from callbench.demo.stories import BEFORE, Story, cast
from callbench.demo.words import BUSINESSES, COURIER, SALON, Business
from callbench.records.demo import DemoCampaign, DemoCustomer, DemoItem
from callbench.records.people import Agent
from callbench.rules.outcomes import SHIPPED
from callbench.script.model import Script

_MANY = 3_000  # customers above which the finished calls reach further back, so that a day stays a day's work
_EARLIER = 0.3  # share of open customers who were called in an earlier round
_ABROAD = {7: "Asia/Tokyo", 31: "Asia/Urumqi"}  # position → zone: customers whose clock is not the shop's


class Shop:
    """The demo shop at `now` (UTC) on the business day `today`; the same seed and moment make the same shop."""

    def __init__(self, now: datetime, today: date, settings: Settings, customers: int, seed: int) -> None:
        rng = Random(seed)  # noqa: S311  (a shop is invented, nothing is protected)
        self.customers = customers
        self._world = World(now, today, settings, rng, Ids(rng), Answers(rng))
        self._stretch = 1 + customers // _MANY
        opened = self._world.at(-100 - 24 * self._stretch)
        self.campaigns = {
            business.key: DemoCampaign(
                self._world.ids.at(opened), business.key, business.campaign, business.purpose, business.form_id
            )
            for business in BUSINESSES
        }
        self.opened_at = opened

    def people(self, agents: Mapping[str, Agent], scripts: Mapping[str, Script]) -> Iterator[DemoCustomer]:
        """Every customer, one by one. agents: by code; scripts: by form id."""
        for position, story in enumerate(cast(self.customers, self._world.rng)):
            business = SALON if position % 5 < 3 else COURIER
            agent = agents[self._world.rng.choice(business.agents)]
            yield self._customer(position, business, story, agent, scripts[business.form_id])

    def _customer(self, position: int, business: Business, story: Story, agent: Agent, script: Script) -> DemoCustomer:
        world, rng = self._world, self._world.rng
        first, last = story.created
        begins = -rng.randint(first, last * (self._stretch if story.past else 1))
        created = world.at(begins - rng.randint(100, 390))
        owner = agent if rng.random() < 0.5 else None
        zone = _ABROAD.get(position, world.settings.zone.key)
        customer = invent(position, business, owner, zone, created, rng, world.ids)
        if not story.phone:
            customer = replace(
                customer, phones=(replace(customer.phones[0], e164="", kind="unknown", original="见微信"),)
            )
        after = rng.random() < 0.7
        gap = business.after_days if after else rng.randint(20, 60)
        ready = max(begins, story.ready) if story.ready else begins
        services = bought(customer, business, world.day(ready) - timedelta(days=gap), rng)
        rule, reason = (
            ("after_service", business.after_reason) if after else (business.other_rule, business.other_reason)
        )
        part = Part(business, script, self.campaigns[business.key].id, customer, services, agent, begins, rule, reason)
        item = play(world, story, part)
        earlier: tuple[DemoItem, ...] = ()
        if item.state == "open" and rng.random() < _EARLIER:
            past = replace(part, begins=begins - rng.randint(*BEFORE.created))
            asked_on = world.day(past.begins)
            if not any(service.on_day <= asked_on for service in services):  # that call was about one as well
                services += (replace(services[-1], on_day=asked_on - timedelta(days=business.after_days)),)
                past = replace(past, services=services)
            earlier = tuple(item for item in (play(world, BEFORE, past),) if item.state == "done")
        if item.calls and (becomes := SHIPPED[item.calls[-1].outcome].customer_state):
            customer = replace(customer, state=becomes)
        return DemoCustomer(customer, created, services, (*earlier, item))
