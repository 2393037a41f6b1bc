"""Who works in a generated shop and who is called: agents, customers with a number and services, the script."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from base_script import SCRIPT
from table_writer import TableWriter

ZONE = "Asia/Shanghai"
START = "2020-01-01 00:00:00.000000"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红"
CLASSES = ("regular", "regular", "regular", "key", "potential", "special")
ITEMS = ("水光护理", "面部清洁", "脱毛", "肩颈按摩", "洗剪吹", "染发")


def write_people(
    writer: TableWriter,
    draw: random.Random,
    new_id: Callable[[int], bytes],
    agents: list[bytes],
    people: list[bytes],
    first_day: date,
) -> tuple[list[str], list[bytes | None]]:
    """Write agents and customers under these ids; the customers' numbers and owners: every fourth has one."""
    agent_rows = writer.sheet("agent", "id", "code", "name", "created_at")
    for n, agent in enumerate(agents, 1):
        agent_rows.add(agent, f"agent{n}", _name(draw), START)
    customers = writer.sheet(
        "customer", "id", "code", "name", "customer_class", "owner_id", "birthday", "zone", "created_at", "updated_at"
    )
    phones = writer.sheet("phone", "id", "customer_id", "position", "e164", "kind", "original")
    services = writer.sheet("service_record", "id", "customer_id", "on_day", "item", "amount")
    numbers = [f"+8613{6 + n % 4}{n:08d}" for n in range(len(people))]
    owners = [draw.choice(agents) if n % 4 == 0 else None for n in range(len(people))]
    for n, (customer, number) in enumerate(zip(people, numbers, strict=True)):
        birthday = f"{1950 + draw.randrange(55)}-{1 + draw.randrange(12):02}-{1 + draw.randrange(28):02}"
        customers.add(customer, f"C{n}", _name(draw), draw.choice(CLASSES), owners[n], birthday, ZONE, START, START)
        phones.add(new_id(n), customer, 1, number, "mobile", number.removeprefix("+86"))
        for k in range(draw.randrange(4)):
            on_day = (first_day - timedelta(days=30 * k + draw.randrange(30))).isoformat()
            services.add(new_id(n), customer, on_day, draw.choice(ITEMS), 100 * draw.randrange(50, 2000))
    for sheet in (agent_rows, customers, phones, services):
        sheet.flush()
    return numbers, owners


def write_script(writer: TableWriter, script: bytes) -> bytes:
    """Write the script under this id."""
    scripts = writer.sheet(
        "script_version", "id", "form_id", "version", "hash", "title", "canonical", "workbook", "created_at"
    )
    scripts.add(script, SCRIPT.form_id, SCRIPT.version, SCRIPT.hash, "护理回访", SCRIPT.canonical(), b"", START)
    scripts.flush()
    return script


def _name(draw: random.Random) -> str:
    return draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=2))
