"""`callbench supplement`: who could not be called is back in the queue, and nothing wrong gets onto a card."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

AGENT = ("--agent", "wangmin")


@pytest.fixture
def parked(shop, base):
    """`shop` with 张伟 parked: his number was found wrong."""
    with closing(sqlite3.connect(base)) as db, db:
        db.execute("UPDATE phone SET state = 'wrong' WHERE e164 = '+8613700137000'")
        db.execute(
            "UPDATE queue_item SET state = 'parked', closed_why = 'no_phone' WHERE customer_id = "
            "(SELECT id FROM customer WHERE name = '张伟')"
        )
    return shop


def groups(run) -> dict[str, int]:
    return {key: n for key, n in run("queue", "--json").json["counts"].items() if n}


def test_a_number_brings_the_customer_back(parked) -> None:
    assert groups(parked)["parked"] == 1
    said = parked("supplement", "张伟", "phone=13912345678", "gender=male", *AGENT)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Kept: 张伟. ")
    assert "There is a number to call now." in said.out
    assert "parked" not in groups(parked)


def test_what_is_missing_is_told_and_the_answer_for_programs_is_the_card(parked) -> None:
    card = parked("supplement", "张伟", "birthday=05-20", *AGENT, "--json").json
    assert (card["name"], card["birthday"]) == ("张伟", "--05-20")
    assert "phone" in card["missing"]
    told = parked("supplement", "张伟", "微信=zhangwei", *AGENT, "--lang", "zh_CN").out
    assert told.startswith("已保存：张伟。")
    assert "电话" in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("张伟", "birthday=2月30日"), "Birthday"),
        (("张伟", "phone=12"), "Phone"),
        (("张伟", "phone=13700137000"), "found wrong before"),
        (("张伟", "shoe=42"), "no profile field 'shoe'"),
        (("张伟", "phone"), "no FIELD=VALUE"),
        (("张伟",), "not said"),
        (("nobody", "gender=male"), "Nobody is found"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_changes_nothing(parked, words, says) -> None:
    before = parked("history", "张伟", "--json").json
    told = parked("supplement", *words, *AGENT)
    assert told.code == 2
    assert says in told.err
    assert parked("history", "张伟", "--json").json == before
