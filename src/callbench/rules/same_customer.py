"""Which customer a row of a file means, and what it changes on their card; never somebody else's.

A customer number decides, unless name and numbers both contradict it. Without one, the same phone number with the same
name; without a phone number, the same e-mail address or name. What could mean two people is refused, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from callbench.i18n import _
from callbench.records.imports import PROFILE, Card, CustomerRow, PhoneRow, ServiceRow
from callbench.values.names import name_key
from callbench.values.problem import ValueProblem


class Cards:
    """Customers that rows may mean, found by number, phone, e-mail or name."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self.by_code: dict[str, Card] = {}
        self.by_phone: dict[str, list[Card]] = {}
        self.by_email: dict[str, list[Card]] = {}
        self.by_name: dict[str, list[Card]] = {}
        for card in cards:
            self.add(card)

    def add(self, card: Card) -> None:
        """Make a card, or what it has gained, known."""
        if card.code:
            self.by_code[card.code] = card
        for key, index in (
            *((phone.e164, self.by_phone) for phone in card.phones),
            (card.profile.get("email", ""), self.by_email),
            (card.name, self.by_name),
        ):
            if key and not any(card is known for known in index.setdefault(key, [])):
                index[key].append(card)


@dataclass(slots=True)
class Changes:
    """What a row changes. fields: name → (before, after). filled: the service's day and item had no amount yet."""

    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    phones: list[tuple[int, PhoneRow]] = field(default_factory=list)  # position, number
    service: ServiceRow | None = None
    nth: int = 1
    filled: bool = False
    tags: list[str] = field(default_factory=list)
    problems: list[ValueProblem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fields or self.phones or self.service or self.tags)


def find_card(row: CustomerRow, cards: Cards, *, phones_in_file: bool) -> tuple[Card | None, list[ValueProblem]]:
    """The customer a row means, None for somebody new, and what should be looked at.

    phones_in_file: whether the file has a column of phone numbers; then a row without one does not mean a customer
    who has one. Raises ValueProblem (code-of-another, several-customers, nobody) when the row must be refused.
    """
    if row.code and (card := cards.by_code.get(row.code)):
        if not _agrees(row, card):
            message = _("The customer number {code} belongs to {name}, with another phone number.")
            raise ValueProblem("code-of-another", message.format(code=row.code, name=card.name))
        return card, []
    numbers = [phone.e164 for phone in row.phones if phone.e164]
    if numbers:
        return _by_number(row, _unique(card for number in numbers for card in cards.by_phone.get(number, ())))
    if email := row.profile.get("email", ""):
        found = [card for card in cards.by_email.get(email, ()) if _same_name(row, card) and _one_code(row, card)]
        if found:
            return _only(row, found), []
    if not (row.code or row.name or email):
        raise ValueProblem("nobody", _("There is no name, customer number or usable phone number to know anybody by."))
    if row.code or not row.name:
        return None, []
    named = [card for card in cards.by_name.get(row.name, ()) if not (email and card.profile.get("email"))]
    if phones_in_file:
        named = [card for card in named if not any(phone.e164 for phone in card.phones)]
    return (_only(row, named) if named else None), []


def apply_row(
    row: CustomerRow, card: Card, owner_id: UUID | None, *, again: bool, one_line_each: bool, seen: Counter[int]
) -> Changes:
    """What `row` changes on `card`, which is brought up to date.

    again: an earlier row of this file already was about this customer; then it fills gaps but replaces nothing, so
    that reading the file once more changes nothing. one_line_each: the file says the last service of each customer;
    otherwise equal lines are services of their own, counted in `seen`. Notes are added to, never replaced.
    """
    changes = Changes()
    if row.name and name_key(row.name) != name_key(card.name):
        card.name = _set(changes, "name", card.name, row.name, again)
    if row.code and row.code != card.code and (not card.code or len(row.code) > len(card.code)):
        changes.fields["code"] = (card.code, row.code)  # the longer one still has its leading zeros
        card.code = row.code
    for key in PROFILE:
        value, before = row.profile.get(key, ""), card.profile.get(key, "")
        if key == "note":
            if value and value not in before:
                card.profile[key] = f"{before}\n{value}".strip()
                changes.fields[key] = (before, card.profile[key])
        elif value and value != before:
            card.profile[key] = _set(changes, key, before, value, again)
    if owner_id and owner_id != card.owner_id and (card.owner_id is None or not again):
        changes.fields["owner_id"] = (str(card.owner_id or ""), str(owner_id))
        card.owner_id = owner_id
    for phone in row.phones:
        if not any(_same_phone(phone, known) for known in card.phones):
            changes.phones.append((card.next_position, phone))
            card.phones.append(phone)
            card.next_position += 1
    changes.tags = [tag for tag in row.tags if tag not in card.tags]
    card.tags.update(changes.tags)
    if row.service:
        _apply_service(changes, row.service, card, one_line_each, seen)
    return changes


def _apply_service(changes: Changes, service: ServiceRow, card: Card, one_line_each: bool, seen: Counter[int]) -> None:
    amounts = card.services.setdefault((service.on_day, service.item), [])
    wanted = 1
    if not one_line_each:
        line = hash((card.id, service.on_day, service.item, service.amount))
        seen[line] += 1
        wanted = seen[line]
    have = len(amounts) if service.amount is None else amounts.count(service.amount)
    if have >= wanted:
        return
    changes.service, changes.nth = service, have + 1
    if service.amount is not None and None in amounts:
        changes.filled, changes.nth = True, 1
        amounts.remove(None)
    amounts.append(service.amount)


def _by_number(row: CustomerRow, found: list[Card]) -> tuple[Card | None, list[ValueProblem]]:
    same = [card for card in found if _same_name(row, card) and _one_code(row, card)]
    if same:
        return _only(row, same), []
    for card in found:
        if _same_name(row, card):
            message = _("{name} is already known with this phone number as customer {code}.")
            return None, [ValueProblem("possible-duplicate", message.format(name=card.name, code=card.code))]
        message = _("The phone number is also that of {name}.")
        return None, [ValueProblem("shared-phone", message.format(name=card.name))]
    return None, []


def _only(row: CustomerRow, found: list[Card]) -> Card:
    if len(found) > 1:
        exact = [card for card in found if card.code == row.code and name_key(card.name) == name_key(row.name)]
        if len(exact) != 1:
            names = _(", ").join(f"{card.name} {card.code}".strip() for card in found[:5])
            raise ValueProblem(
                "several-customers", _("The row could mean several customers: {names}.").format(names=names)
            )
        found = exact
    return found[0]


def _agrees(row: CustomerRow, card: Card) -> bool:
    known = {phone.e164 for phone in card.phones if phone.e164}
    return _same_name(row, card) or any(phone.e164 in known for phone in row.phones)


def _same_name(row: CustomerRow, card: Card) -> bool:
    return not row.name or not card.name or name_key(row.name) == name_key(card.name)


def _one_code(row: CustomerRow, card: Card) -> bool:
    """Whether the two numbers can be one: one is missing, or a spreadsheet took its leading zeros away."""
    return not row.code or not card.code or row.code.lstrip("0") == card.code.lstrip("0")


def _same_phone(one: PhoneRow, other: PhoneRow) -> bool:
    if one.e164:
        return (one.e164, one.ext) == (other.e164, other.ext)
    return not other.e164 and one.original == other.original


def _set(changes: Changes, key: str, before: str, after: str, again: bool) -> str:
    if before and again:
        message = _("{before!r} in an earlier row was kept, not {after!r}.")
        changes.problems.append(
            ValueProblem("differs-from-earlier-row", message.format(before=before[:40], after=after[:40]))
        )
        return before
    changes.fields[key] = (before, after)
    return after


def _unique(cards: Iterable[Card]) -> list[Card]:
    return list({card.id: card for card in cards}.values())
