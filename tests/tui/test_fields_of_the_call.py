"""What a script reads of the customer follows what changes in the call: another number, a supplemented card."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from call_shop import EN, LISTS, TRUE, ZH, Shop, both, closed, in_call, rows, written
from sqlalchemy import insert

from callbench.script.model import Script
from callbench.script.parts import Expr, Question
from callbench.store import tables

SECOND = "+8613922221234"
FORM = Script(
    "fields", "1", both("核对", "Check"), (ZH, EN),
    (
        Question("phone", "hidden", "phone"),
        Question("customer_name", "hidden", "customer_name"),
        Question("said", "note", "said", both("现在拨打的是${phone},客户${customer_name}", "Calling ${phone}, ${customer_name}")),
        closed("handy", "现在方便吗?", "Is now a good time?", "yes_no"),
        Question("why", "text", "why", both("第二个号码是谁的?", "Whose is the second number?"),
                 relevant=Expr(f"${{phone}} = '{SECOND}'"), required=TRUE),
        Question("called", "calculate", "called", calculation=Expr("${phone}")),
    ),
    LISTS,
)  # fmt: skip


def two_numbers(bench) -> None:
    shop = Shop(bench, FORM)
    with bench.db.write() as c:
        c.execute(insert(tables.Phone), [{
            "id": UUID(int=7001), "customer_id": shop.id(1000), "position": 1, "e164": SECOND, "ext": "", "kind": "mobile",
            "state": "valid", "original": SECOND,
        }])  # fmt: skip


async def test_words_conditions_and_what_is_saved_follow_the_number_that_is_called(stage, tmp_path) -> None:
    base = tmp_path / "shop.db"
    async with stage(two_numbers, size=(120, 36)) as s:
        text = await s.press("f2")
        assert "+8613812345678" in text
        assert "第二个号码是谁的" not in text
        text = await s.press("ctrl+g", "2")
        assert SECOND in text
        assert "+8613812345678" not in text
        assert "第二个号码是谁的" in text
        await s.press("1")
        await s.press(*"her", "enter")
        await written(s)
        await s.press("enter", "enter")
        saved = dict(rows(base, "SELECT question, text FROM answer"))
        assert saved == {"handy": "yes", "why": "her", "called": SECOND}


async def test_a_conditions_answer_waits_where_the_number_is_changed_back(stage) -> None:
    async with stage(two_numbers, size=(120, 36)) as s:
        await s.press("f2")
        await s.press("ctrl+g", "2")
        await s.press("1")
        await s.press(*"her", "enter")
        assert "第二个号码是谁的" not in await s.press("ctrl+g", "1")
        assert "her" in await s.press("ctrl+g", "2")


async def test_a_name_put_right_in_the_call_is_spoken_at_once(stage) -> None:
    async with stage(two_numbers, size=(120, 36)) as s:
        await s.press("f2")
        await s.press("f5")
        field = s.app.screen.query_one("#field_name")
        field.focus()
        field.value = "李小娜"
        text = await s.press("enter")
        assert "客户李小娜" in text
        assert s.app.screen.talk.call.fields["customer_name"] == "李小娜"


def test_fields_of_the_card_are_told_in_one_place() -> None:
    from callbench.records.people import Customer, Phone

    phone = Phone(UUID(int=1), SECOND, "", "mobile", "valid", SECOND)
    customer = Customer(UUID(int=2), "C1", "李娜", *[""] * 2, None, *[""] * 12, phones=(phone,))
    assert customer.fields(UUID(int=1))["phone"] == SECOND
    assert customer.fields(None)["phone"] == ""
    assert replace(customer, name="王芳").fields(None)["customer_name"] == "王芳"


async def test_what_a_customer_likes_has_its_name_also_where_no_channel_is_known(stage) -> None:
    async with in_call(stage, channel="", preferred_time="") as s:
        assert "偏好    喜欢安静的房间" in s.text
