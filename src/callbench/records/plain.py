"""A customer as programs read it in JSON: the names that exports and the command line share (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from callbench.records.people import Customer, Phone, Service


def customer_plain(customer: Customer, services: Iterable[Service]) -> dict[str, Any]:
    """Profile, numbers and services. Amounts are decimal numbers in whole units; days stay dates."""
    return {
        "code": customer.code,
        "name": customer.name,
        "phones": [_phone(phone) for phone in customer.phones],
        "class": customer.customer_class,
        "owner": customer.owner_name,
        "gender": customer.gender,
        "birthday": customer.birthday,
        "email": customer.email,
        "wechat": customer.wechat,
        "branch": customer.branch,
        "zone": customer.zone,
        "channel": customer.channel,
        "preferred_time": customer.preferred_time,
        "preferences": customer.preferences,
        "special_needs": customer.special_needs,
        "note": customer.note,
        "state": customer.state,
        "services": [_service(service) for service in services],
    }


def _phone(phone: Phone) -> dict[str, Any]:
    return {"e164": phone.e164, "ext": phone.ext, "kind": phone.kind, "state": phone.state, "original": phone.original}


def _service(service: Service) -> dict[str, Any]:
    amount = None if service.amount is None else service.amount / 100  # exact to the cent: the shortest writing is kept
    return {
        "date": service.on_day, "item": service.item, "amount": amount, "staff": service.staff, "branch": service.branch,
    }  # fmt: skip
