"""The do-not-call list, consents and a supervisor's override, as they are typed."""

from __future__ import annotations


def test_a_customer_goes_on_the_list_and_comes_off(shop) -> None:
    assert shop("do-not-call").out == ""
    refused = shop("do-not-call", "add", "李娜", "--agent", "wangmin")
    assert refused.code == 2
    assert "needs its reason" in refused.err
    assert "李娜" in shop("do-not-call", "add", "李娜", "--reason", "asked", "--agent", "wangmin").out
    assert [row["group"] for row in shop("queue", "--json").json["rows"] if row["name"] == "李娜"] == ["done"]
    assert shop("do-not-call", "add", "李娜", "--reason", "asked", "--agent", "wangmin").code == 3
    again = shop("next", "李娜", "--agent", "li", "--override", "important")
    assert again.code == 3
    told = shop("do-not-call", "lift", "李娜", "--reason", "asked back", "--agent", "li").out.splitlines()
    assert told == [
        "Lifted: 李娜",
        "Nobody waits in the queue for it: the next campaign, or a refresh, takes them in again.",
    ]
    entries = shop("do-not-call", "list", "--everything", "--json").json["entries"]
    assert [(one["name"], one["lifted_by"], one["lift_reason"]) for one in entries] == [
        ("李娜", "Li Lei", "asked back")
    ]
    assert shop("do-not-call", "lift", "李娜", "--reason", "x", "--agent", "li").code == 2


def test_a_number_is_meant_by_its_digits(shop) -> None:
    added = shop("do-not-call", "add", "+86 138 0013 8000", "--reason", "asked", "--agent", "wangmin", "--json").json
    assert (added["phone"], added["customer"]) == ("+8613800138000", None)
    (item,) = [row["item"] for row in shop("queue", "--json").json["rows"] if row["group"] == "parked"]
    refused = shop("call", item, "--agent", "wangmin")
    assert refused.code == 3
    assert "Every number of this customer is on the do-not-call list." in refused.err
    back = shop("do-not-call", "lift", "+86 138 0013 8000", "--reason", "asked back", "--agent", "li", "--json").json[
        "back"
    ]
    assert len(back) == 1
    found = shop("do-not-call", "add", "Wang", "--reason", "away", "--until", "2026-01-01", "--agent", "wangmin")
    assert found.code == 2
    assert "2026-01-01 is over" in found.err


def test_a_customer_is_taken_out_of_turn_by_name(shop) -> None:
    assert shop("next", "张伟", "--agent", "wangmin", "--json").json["customer"]["name"] == "张伟"
    assert shop("give-back", "-", "--agent", "wangmin").code == 0
    assert shop("next", "nobody", "--agent", "wangmin").code == 2


def test_a_supervisor_overrides_with_a_reason(shop, monkeypatch) -> None:
    monkeypatch.setenv("CALLBENCH_NOW", "2026-03-05T23:00")
    refused = shop("next", "张伟", "--agent", "li", "--lang", "zh")
    assert refused.code == 3
    assert "不在可拨打时段" in refused.err or "时段" in refused.err
    assert shop("next", "张伟", "--override", "he asked for it", "--agent", "wangmin").code == 2
    assert shop("next", "张伟", "--override", "he asked for it", "--agent", "li").code == 0


def test_consents_in_lines(shop) -> None:
    assert "agreed to nothing" in shop("consent", "张伟").out
    assert shop("consent", "张伟", "--for", "marketing").code == 2
    assert shop("consent", "张伟", "give", "--for", "marketing", "--agent", "wangmin").code == 2
    given = shop("consent", "张伟", "give", "--for", "marketing", "--how", "签字", "--agent", "wangmin", "--json").json
    assert [(one["state"], one["holds"]) for one in given["consents"]] == [("given", True)]
    taken = shop("consent", "张伟", "withdraw", "--for", "Marketing", "--agent", "wangmin", "--json").json
    assert [(one["state"], one["holds"]) for one in taken["consents"]] == [("withdrawn", False), ("given", False)]
    assert "已撤回" in shop("consent", "张伟", "--lang", "zh").out
