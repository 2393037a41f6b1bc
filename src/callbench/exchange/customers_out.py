"""Customers as JSON lines, with their numbers and services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from callbench.exchange.tables_out import JsonLines
from callbench.records.people import Customer, Phone, Service


def write_customers(file: BinaryIO, customers: Iterable[tuple[Customer, tuple[Service, ...]]]) -> int:
    """One object a line; how many there were. Amounts are decimal numbers in whole units, days ISO."""
    writer = JsonLines(file)
    count = 0
    for customer, services in customers:
        writer.write(_customer(customer, services))
        count += 1
    writer.end()
    return count


def _customer(customer: Customer, services: tuple[Service, ...]) -> dict[str, Any]:
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
