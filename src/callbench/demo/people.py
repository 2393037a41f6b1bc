"""Inventing customers: names, numbers, what they bought, what is still missing about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from callbench.demo.words import (
    CHANNELS,
    CLASSES,
    FEMALE,
    MALE,
    PHONE_BLOCKS,
    PREFERRED_TIMES,
    SURNAMES,
    Business,
)
from callbench.records.people import Agent, Customer, Phone, Service

_VISITS = {"key": 6, "regular": 4, "potential": 1, "special": 3, "": 1}


class Ids:
    """UUIDv7 keys (RFC 9562) whose random part comes from the seed, so that the same shop has the same keys."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def at(self, moment: datetime) -> UUID:
        """A key whose time part is `moment`."""
        random = self._rng.getrandbits(74)
        return UUID(
            int=int(moment.timestamp() * 1_000) << 80
            | 7 << 76
            | (random >> 62) << 64
            | 2 << 62
            | random & (1 << 62) - 1
        )


def number(position: int) -> str:
    """The E.164 number of the customer at `position`: no two alike, none in service anywhere known."""
    nth, block = divmod(position, len(PHONE_BLOCKS))
    line = (nth * 7_919 + block * 1_777 + 1_234) % 10_000
    return f"+86{PHONE_BLOCKS[block]}{line:04}"


def invent(
    position: int, business: Business, owner: Agent | None, zone: str, created: datetime, rng: Random, ids: Ids
) -> Customer:
    """One customer; about one in five lacks a birthday, a class or a gender, so that there is something to supplement."""
    female = rng.random() < (0.85 if business.key == "salon" else 0.5)
    name = rng.choice(SURNAMES) + rng.choice(FEMALE if female else MALE)
    age = rng.randint(22, 58)
    birthday = date(created.year - age, 1, 1) + timedelta(days=rng.randrange(365))
    e164 = number(position)
    return Customer(
        id=ids.at(created),
        code=f"{business.prefix}{position + 1:05}",
        name=name,
        gender="" if rng.random() < 0.07 else "female" if female else "male",
        customer_class=rng.choice(CLASSES),
        owner_id=owner.id if owner else None,
        owner_name=owner.name if owner else "",
        branch=rng.choice(business.branches),
        birthday=rng.choice(["", "", f"--{birthday:%m-%d}", *[birthday.isoformat()] * 7]),
        email="",
        wechat=f"wx_{position + 1:05}" if rng.random() < 0.4 else "",
        zone=zone,
        channel=rng.choice(CHANNELS),
        preferred_time=rng.choice(PREFERRED_TIMES),
        preferences=rng.choice(business.preferences) if rng.random() < 0.5 else "",
        special_needs=rng.choice(business.special_needs) if rng.random() < 0.2 else "",
        note="",
        state="active",
        phones=(Phone(ids.at(created), e164, "", "mobile", "valid", e164.removeprefix("+86")),),
    )


def bought(customer: Customer, business: Business, last: date, rng: Random) -> tuple[Service, ...]:
    """What a customer bought, newest first; the newest on `last`."""
    services: list[Service] = []
    day = last
    staff = rng.choice(business.staff)
    for visit in range(1 + rng.randint(0, _VISITS[customer.customer_class])):
        # The last of the list is a purchase; a call is about a service.
        item, yuan = rng.choice(business.services if visit else business.services[:-1])
        services.append(Service(day, item, yuan * 100, staff, customer.branch))
        day -= timedelta(days=rng.randint(12, 45))
        staff = rng.choice((staff, rng.choice(business.staff)))
    return tuple(services)
