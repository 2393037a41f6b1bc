"""Repeats: instances with paths of their own, how they come and go, and what they keep."""

from __future__ import annotations

import pytest
from making import NOW, REPEAT_HEAD, VISITS, again, compiled, interview, paths, script, values

from callbench.records.calls import DraftAnswer
from callbench.script.interview import Interview
from callbench.script.model import script_from_json
from callbench.values.problem import ValueProblem


def test_a_repeat_begins_with_one_instance_and_a_line_that_adds() -> None:
    found = interview(VISITS)
    assert paths(found) == ["first", "visits[1]/effect", "visits[1]/cost", "visits", "last"]
    line = found.line("visits")
    assert (line.kind, line.label, line.text, line.shown) == ("repeat", "Add another: Visit?", "1", "1")
    assert [(c.value, c.digit, c.label) for c in line.choices] == [("+", "1", "Add one"), ("-", "2", "Remove the last")]
    assert not line.required
    assert found.line("visits[1]/effect").section == "Visit 1"
    assert found.line("visits[1]/effect").number == 2
    assert found.line("visits").section == ""


def test_instances_are_added_one_by_one_or_to_a_number() -> None:
    found = interview(VISITS)
    change = found.set("visits", "+")
    assert change.back == ("visits[2]/effect", "visits[2]/cost")
    assert paths(found) == [
        "first", "visits[1]/effect", "visits[1]/cost", "visits[2]/effect", "visits[2]/cost", "visits", "last",
    ]  # fmt: skip
    assert found.line("visits[2]/cost").section == "Visit 2"
    assert found.set("visits", "4").back[-1] == "visits[4]/cost"
    assert found.set("visits", "-").gone == ("visits[4]/effect", "visits[4]/cost")
    found.set("visits", "0")
    assert paths(found) == ["first", "visits", "last"]
    assert [choice.value for choice in found.line("visits").choices] == ["+"]


@pytest.mark.parametrize("typed", ["101", "-1", "many", "1.5", "９９９"])
def test_a_number_of_instances_that_cannot_be_is_refused_and_changes_nothing(typed: str) -> None:
    found = interview(VISITS)
    assert found.check("visits", typed)
    with pytest.raises(ValueProblem):
        found.set("visits", typed)
    assert found.line("visits").text == "1"
    assert found.drafts() == ()


def test_none_can_be_taken_from_none() -> None:
    found = interview(VISITS)
    found.set("visits", "0")
    assert found.check("visits", "-")


def test_each_instance_has_its_own_answers_conditions_and_texts() -> None:
    found = interview(VISITS)
    found.set("visits", "2")
    found.set("visits[2]/cost", "150")
    found.set("visits[1]/effect", "fine")
    assert "visits[2]/why" in paths(found)
    assert "visits[1]/why" not in paths(found)
    assert found.line("visits[2]/why").label == "Why no 2?"
    assert found.line("visits[1]/effect").label == "How was fine?"
    assert found.line("visits[2]/effect").label == "How was ?"
    assert found.check("visits[2]/cost", "1000")
    assert values(found) == {
        "first": "", "visits[1]/effect": "fine", "visits[1]/cost": "", "visits[1]/place": "1", "visits[2]/effect": "",
        "visits[2]/cost": "150", "visits[2]/place": "2", "visits[2]/why": "", "total": "150", "words": "fine, ", "last": "",
    }  # fmt: skip
    assert found.line("last").label == "Last of 150"


def test_gaps_and_progress_count_every_instance() -> None:
    found = interview(VISITS)
    found.set("visits", "2")
    assert found.gaps == ("visits[1]/effect", "visits[2]/effect")
    assert found.progress == (0, 6)
    found.set("visits[1]/effect", "x")
    assert (found.first_gap(), found.progress) == ("visits[2]/effect", (1, 6))
    found.set("visits[2]/effect", "y")
    assert found.is_complete


def test_answers_of_an_instance_taken_away_wait_until_it_comes_back() -> None:
    found = interview(VISITS)
    found.set("visits", "3")
    found.set("visits[2]/cost", "7")
    found.set("visits[3]/cost", "8")
    found.set("visits", "1")
    assert values(found)["total"] == "0"
    assert not any(path.startswith("visits[2]") for path in values(found))
    assert DraftAnswer("visits[3]/cost", "8") in found.drafts()
    restored = again(found)
    assert restored.lines() == found.lines()
    for each in (found, restored):
        each.set("visits", "3")
        assert values(each)["total"] == "15"
        assert each.line("visits[2]/cost").text == "7"
    assert restored.drafts() == found.drafts()


def test_the_number_is_part_of_the_drafts_whatever_it_was_before() -> None:
    found = interview(VISITS)
    found.set("visits", "+")
    assert found.drafts() == (DraftAnswer("visits", "2"),)
    found.set("visits", "-")
    assert found.drafts() == (DraftAnswer("visits", "1"),)
    found.clear("visits")
    assert found.drafts() == ()


def test_drafts_are_restored_in_any_order() -> None:
    found = interview(VISITS)
    found.set("visits", "3")
    found.set("visits[3]/effect", "late")
    backwards = Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts()[::-1])
    assert backwards.lines() == found.lines()
    assert backwards.drafts() == found.drafts()


def test_drafts_of_no_use_are_left_out() -> None:
    drafts = [
        DraftAnswer("visits[101]/effect", "x"), DraftAnswer("visits[0]/effect", "x"), DraftAnswer("visits/effect", "x"),
        DraftAnswer("first[1]", "x"), DraftAnswer("visits", "many"), DraftAnswer("nothing", "x"), DraftAnswer("", "x"),
    ]  # fmt: skip
    found = Interview(script(VISITS), fields={}, now=NOW, language="en", answers=drafts)
    assert found.drafts() == ()
    for path in ("visits[2]/effect", "visits/effect", "visits[1]", "nothing"):
        with pytest.raises(KeyError):
            found.line(path)


NESTED = (
    REPEAT_HEAD,
    ("begin_group", "g", "Shops"),
    ("begin_repeat", "visits", "Visit"),
    ("text", "day", "Day"),
    ("begin_group", "h", "Things"),
    ("begin_repeat", "items", "Item"),
    ("integer", "price", "Price on ${day}"),
    ("calculate", "both", "", "", "", "concat(${day}, position(../../..), position(..), count(${items}))"),
    ("end_repeat", "", ""),
    ("calculate", "sub", "", "", "", "sum(${price})"),
    ("end_group", "", ""),
    ("end_repeat", "", ""),
    ("end_group", "", ""),
    ("calculate", "all", "", "", "", "sum(${price})"),
    ("calculate", "one", "", "", "", "indexed-repeat(${price}, ${visits}, 2, ${items}, 1)"),
    ("calculate", "row", "", "", "", "sum(indexed-repeat(${price}, ${visits}, 2))"),
)


def test_repeats_lie_in_each_other() -> None:
    found = interview(NESTED)
    found.set("g/visits", "2")
    found.set("g/visits[2]/h/items", "+")
    assert paths(found) == [
        "g/visits[1]/day", "g/visits[1]/h/items[1]/price", "g/visits[1]/h/items", "g/visits[2]/day",
        "g/visits[2]/h/items[1]/price", "g/visits[2]/h/items[2]/price", "g/visits[2]/h/items", "g/visits",
    ]  # fmt: skip
    found.set("g/visits[1]/day", "Mon")
    found.set("g/visits[2]/day", "Tue")
    for path, price in (("1]/h/items[1]", "1"), ("2]/h/items[1]", "2"), ("2]/h/items[2]", "4")):
        found.set(f"g/visits[{path}/price", price)
    told = values(found)
    assert (told["all"], told["one"], told["row"]) == ("7", "2", "6")
    assert (told["g/visits[1]/h/sub"], told["g/visits[2]/h/sub"]) == ("1", "6")
    assert told["g/visits[2]/h/items[2]/both"] == "Tue222"
    assert told["g/visits[1]/h/items[1]/both"] == "Mon111"
    line = found.line("g/visits[2]/h/items[2]/price")
    assert (line.label, line.section) == ("Price on Tue", "Visit 2 · Item 2")
    assert found.line("g/visits[2]/h/items").section == "Visit 2 · Things"
    assert again(found).lines() == found.lines()
    assert script_from_json(found.script.canonical()) == found.script


def test_relevance_of_a_repeat_and_of_its_instances() -> None:
    rows = (
        REPEAT_HEAD,
        ("select_one yn", "ok", "Ok?"),
        ("begin_repeat", "rep", "Thing", "${ok} = 'y' and position(.) != 2"),
        ("integer", "x", "X"),
        ("end_repeat", "", ""),
        ("calculate", "s", "", "", "", "concat(sum(${x}), '/', count(${rep}), '/', count(${x}))"),
    )
    found = interview(rows)
    assert paths(found) == ["ok"]
    found.set("ok", "y")
    found.set("rep", "3")
    for number in (1, 3):
        found.set(f"rep[{number}]/x", str(number))
    assert paths(found) == ["ok", "rep[1]/x", "rep[3]/x", "rep"]
    assert values(found)["s"] == "4/2/2"
    found.set("ok", "n")
    assert paths(found) == ["ok"]
    assert values(found)["s"] == "0/0/0"
    found.set("ok", "y")
    assert values(found)["s"] == "4/2/2"


def test_defaults_are_counted_when_an_instance_comes() -> None:
    rows = (
        ("type", "name", "label", "default", "readonly"),
        ("text", "town", "Town", "", ""),
        ("begin_repeat", "rep", "Rep", "", ""),
        ("integer", "no", "No", "position(..) * 10", ""),
        ("text", "where", "Where", "${town}", ""),
        ("end_repeat", "", "", "", ""),
    )
    found = interview(rows)
    found.set("town", "Hangzhou")
    found.set("rep", "2")
    assert [found.line(f"rep[{n}]/no").text for n in (1, 2)] == ["10", "20"]
    assert [found.line(f"rep[{n}]/where").text for n in (1, 2)] == ["", "Hangzhou"]
    assert again(found).lines() == found.lines()


def test_profile_and_proposals_look_at_every_instance() -> None:
    rows = (
        ("type", "name", "label", "callbench::profile", "callbench::complaint"),
        ("begin_repeat", "rep", "Rep", "", ""),
        ("text", "wish", "Wish", "wish", ""),
        ("text", "bad", "Bad", "", "concat(${wish}, ': ', .)"),
        ("end_repeat", "", "", "", ""),
    )
    found = interview(rows)
    found.set("rep", "2")
    found.set("rep[1]/wish", "tea")
    found.set("rep[2]/wish", "quiet")
    found.set("rep[2]/bad", "noise")
    assert found.profile() == {"wish": "quiet"}
    assert found.proposals().complaint == "tea: ; quiet: noise"


def test_a_repeat_and_its_end_must_fit() -> None:

    rows = (
        ("type", "name", "label"),
        ("begin_repeat", "r", "R"),
        ("text", "a", "A"),
        ("end_group", "", ""),
    )
    errors = [(p.code, p.place) for p in compiled(rows).problems if p.severity == "error"]
    assert errors == [("wrong-end", "survey!A4")]
