"""Campaigns as they are planned and shown: whom they call, what they aim at, how far they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Answered:
    """What a customer said last to a question, by its name or by what it measures. sign: = < >; value: as it is compared."""

    question: str
    sign: str
    value: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom a campaign calls: of several values of one kind any, of several kinds all; nothing said: everybody.

    item: pattern of the service (`*`, `?`; without them a part of its name). served_from, served_to: between which days
    the last such service was, `2026-03-05`, or `30d` before today. amount_from, amount_to: of that service, minor units.
    owners: codes of agents, "" for nobody's customers.
    """

    classes: tuple[str, ...] = ()
    item: str = ""
    served_from: str = ""
    served_to: str = ""
    amount_from: int | None = None
    amount_to: int | None = None
    branches: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a campaign aims at. measure: completed, reach, satisfaction; number: of calls or customers, or per cent."""

    measure: str
    number: int
    per_cent: bool = False


@dataclass(frozen=True, slots=True)
class CampaignWish:
    """A campaign to be made. starts_on, ends_on: business days or None; opens, closes: HH:MM or ""; attempts: None: as
    the settings say. skill, consent: what a call needs of the agent, of the customer. marketing: something is advertised.
    """

    name: str
    form_id: str
    purpose: str = ""
    starts_on: int | None = None
    ends_on: int | None = None
    opens: str = ""
    closes: str = ""
    attempts: int | None = None
    skill: str = ""
    consent: str = ""
    marketing: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with everything that was fixed. people: codes of agents, empty for everyone; selection: None where
    none was fixed. script_state: draft, published, retired. refreshed_on: when its list was last brought up to date.
    """

    id: UUID
    code: str
    name: str
    purpose: str
    state: str
    script_id: UUID
    form_id: str
    script_title: str
    script_version: str
    script_state: str
    max_attempts: int
    starts_on: int | None
    ends_on: int | None
    opens: str
    closes: str
    skill: str
    consent: str
    marketing: bool
    refreshed_on: int | None
    selection: Selection | None = None
    targets: tuple[Target, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignEdit:
    """Everything of a campaign that is decided by hand. people: codes or names of agents, empty for everyone."""

    wish: CampaignWish
    selection: Selection | None = None
    people: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignChanged:
    """A campaign after a change. ended: items whose attempts are used up by it."""

    campaign: Campaign
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A customer of a selection, to be looked at before it is fixed. amount: of the last service, minor units or None."""

    name: str
    code: str
    customer_class: str
    owner: str
    branch: str
    last_day: str
    last_item: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A selection in numbers. found: customers who match; added: who would be called; skipped: reason → customers.

    by_class: class → who would be called. elsewhere: who of them waits in another campaign, too.
    """

    found: int
    added: int
    skipped: dict[str, int] = field(default_factory=dict)
    by_class: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is. waiting, held, parked, done: its items by state; customers: all of them."""

    customers: int = 0
    waiting: int = 0
    held: int = 0
    parked: int = 0
    done: int = 0
    attempts: int = 0
    contacted: int = 0
    completed: int = 0
    rated: int = 0  # answers 1-5 on satisfaction
    satisfied: int = 0  # of them 4 and 5


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target beside what was reached. now: in the unit of the target, None where there is nothing to divide by."""

    target: Target
    now: float | None
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a campaign does. items: open ones that end; promised: agreed callbacks among them; held: calls that go on."""

    items: int
    promised: int
    held: int


@dataclass(frozen=True, slots=True)
class CampaignStand:
    """A campaign in a list. open: items that wait, are in a call or without a number; today: of those done, on this
    business day; next_at: from when the first that waits may be called; aimed: its targets beside what was reached,
    of one that is closed none.
    """

    campaign: Campaign
    open: int = 0
    today: int = 0
    done: int = 0
    next_at: datetime | None = None
    aimed: tuple[Aimed, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignStarted:
    """What starting a campaign did. skipped: reason → customers: already, no_phone, silence, not_active,
    do_not_call, consent.

    elsewhere: how many of those added wait in another campaign too.
    """

    campaign_code: str
    added: int
    skipped: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign and how far it is."""

    id: UUID
    code: str
    name: str
    purpose: str
    state: str
    script_title: str
    waiting: int  # open, held and parked items
    done: int
    starts_on: int | None = None
    ends_on: int | None = None
