"""Customers as JSON lines, with their numbers and services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from callbench.exchange.tables_out import JsonLines
from callbench.records.people import Customer, Service
from callbench.records.plain import customer_plain


def write_customers(file: BinaryIO, customers: Iterable[tuple[Customer, tuple[Service, ...]]]) -> int:
    """One object a line; how many there were. Amounts are decimal numbers in whole units, days ISO."""
    writer = JsonLines(file)
    count = 0
    for customer, services in customers:
        writer.write(customer_plain(customer, services))
        count += 1
    writer.end()
    return count
