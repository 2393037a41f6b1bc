"""Repeats: instances with paths of their own, what names mean inside and outside them, how they come and go."""

from __future__ import annotations

import pytest
from making import NOW, compiled, interview, script

from callbench.records.calls import DraftAnswer
from callbench.script.interview import Interview
from callbench.script.model import script_from_json
from callbench.values.problem import ValueProblem

HEAD = ("type", "name", "label", "relevant", "constraint", "calculation", "repeat_count", "required", "choice_filter")
VISITS = (
    HEAD,
    ("text", "first", "First"),
    ("begin_repeat", "visits", "Visit"),
    ("text", "effect", "How was ${effect}?", "", "", "", "", "yes"),
    ("integer", "cost", "Cost", "", ". < 1000"),
    ("calculate", "place", "", "", "", "position(..)"),
    ("text", "why", "Why no ${place}?", "${cost} > 100"),
    ("end_repeat", "", ""),
    ("calculate", "total", "", "", "", "sum(${cost})"),
    ("calculate", "words", "", "", "", "join(', ', ${effect})"),
    ("text", "last", "Last of ${total}"),
)


def paths(found: Interview) -> list[str]:
    return [line.path for line in found.lines()]


def values(found: Interview) -> dict[str, str]:
    return {answer.path: answer.text for answer in found.answers()}


def again(found: Interview) -> Interview:
    return Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts())


def calculated(expression: str, *, inside: str = "", **settings: str) -> dict[str, str]:
    """What `expression` gives behind three instances whose x is 1, 2, 4; or `inside` in each of them."""
    rows = [
        ("type", "name", "label", "calculation"),
        ("begin_repeat", "rep", "Rep", ""),
        ("integer", "x", "X", ""),
        ("begin_group", "g", "G", ""),
        ("text", "y", "Y", ""),
        ("calculate", "in", "", inside or "''"),
        ("end_group", "", "", ""),
        ("end_repeat", "", "", ""),
        ("calculate", "out", "", expression or "''"),
    ]
    found = interview(rows)
    found.set("rep", "3")
    for number, text in enumerate(("1", "2", "4"), 1):
        found.set(f"rep[{number}]/x", text)
        found.set(f"rep[{number}]/g/y", "abc"[number - 1])
    return values(found)


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


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("sum(${x})", "7"), ("count(${rep})", "3"), ("count(${x})", "3"), ("max(${x})", "4"), ("min(${x})", "1"),
        ("join('-', ${y})", "a-b-c"), ("concat(${y})", "abc"), ("${x}", "1"), ("${x} + 1", "2"),
        ("indexed-repeat(${x}, ${rep}, 2)", "2"), ("indexed-repeat(${y}, ${rep}, count(${rep}))", "c"),
        ("indexed-repeat(${x}, ${rep}, 9)", ""), ("indexed-repeat(/data/rep/g/y, /data/rep, 3)", "c"),
        ("/data/rep[2]/x", "2"), ("${rep}[position() = 3]/x", "4"), ("sum(/data/rep[x > 1]/x)", "6"),
        ("count(${rep}[x = 4])", "1"), ("/data/rep[last()]/g/y", "c"), ("count-non-empty(${x})", "3"),
        ("string(count(/data/rep/g))", "3"), ("sum(//x)", "7"), ("count(/data/*)", "4"),
        ("sum(${rep}/x)", "7"), ("count(${x}[. > 1])", "2"), ("boolean(${rep}[g/y = 'b'])", "true"),
    ],
)  # fmt: skip
def test_from_outside_a_name_means_all_instances(expression: str, text: str) -> None:
    assert calculated(expression)["out"] == text


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("${x}", "1 2 4"), ("${x} * 10", "10 20 40"), ("../../x", "1 2 4"), ("/data/rep/x", "1 2 4"), ("../y", "a b c"),
        ("sum(${x})", "1 2 4"), ("sum(../../../rep/x)", "7 7 7"), ("count(${rep})", "3 3 3"), ("position(../..)", "1 2 3"),
        ("count(/data/rep)", "3 3 3"), ("position(${rep})", "1 2 3"), ("count(../../../rep)", "3 3 3"),
        ("coalesce(indexed-repeat(${x}, ${rep}, position(../..) - 1), 'none')", "none 1 2"),
        ("concat(${y}, '!')", "a! b! c!"), ("count(${rep}[x > current()/../../x])", "2 1 0"),
        ("sum(${rep}[position() <= position(current()/../..)]/x)", "1 3 7"),
        ("string(../../preceding-sibling::rep[1]/x)", " 1 2"), ("sum(/data/rep[x < ${x}]/x)", "0 1 3"),
        ("current()/../../x", "1 2 4"), ("string-length(${y})", "1 1 1"), ("if(${x} = 2, 'two', '')", " two "),
        ("name(../..)", "rep rep rep"), ("${g}/y", "a b c"), ("sum(${rep}/x)", "7 7 7"),
    ],
)  # fmt: skip
def test_from_inside_a_name_means_the_same_instance(expression: str, texts: str) -> None:
    found = calculated("", inside=expression)
    assert " ".join(found[f"rep[{number}]/g/in"] for number in (1, 2, 3)) == texts


def test_a_running_total_reads_the_instance_before() -> None:
    rows = (
        ("type", "name", "label", "calculation"),
        ("begin_repeat", "rep", "Rep", ""),
        ("integer", "x", "X", ""),
        ("calculate", "sofar", "", "${x} + coalesce(indexed-repeat(${sofar}, ${rep}, position(..) - 1), 0)"),
        ("calculate", "before", "", "sum(../preceding-sibling::rep/x)"),
        ("end_repeat", "", "", ""),
    )
    found = interview(rows)
    found.set("rep", "3")
    for number in (3, 1, 2):
        found.set(f"rep[{number}]/x", str(number))
    assert [values(found)[f"rep[{n}]/sofar"] for n in (1, 2, 3)] == ["1", "3", "6"]
    assert [values(found)[f"rep[{n}]/before"] for n in (1, 2, 3)] == ["0", "1", "3"]


NESTED = (
    HEAD,
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


def test_the_number_of_instances_can_be_calculated() -> None:
    rows = (
        HEAD,
        ("integer", "n", "How many?"),
        ("begin_repeat", "rep", "Thing", "", "", "", "${n}"),
        ("text", "x", "X"),
        ("end_repeat", "", ""),
        ("calculate", "c", "", "", "", "count(${rep})"),
    )
    found = interview(rows)
    assert paths(found) == ["n"]
    assert found.set("n", "2").back == ("rep[1]/x", "rep[2]/x")
    found.set("rep[2]/x", "kept")
    found.set("n", "1")
    assert (paths(found), values(found)["c"]) == (["n", "rep[1]/x"], "1")
    assert again(found).set("n", "3").back == ("rep[2]/x", "rep[3]/x")
    found.set("n", "2")
    assert values(found)["rep[2]/x"] == "kept"
    assert again(found).lines() == found.lines()
    found.set("n", "100000")
    assert values(found)["c"] == "100", "a slip of the finger does not make a million questions"
    found.set("n", "")
    assert paths(found) == ["n"]
    with pytest.raises(KeyError):
        found.set("rep", "+")


def test_the_number_of_inner_instances_follows_the_outer_answer() -> None:
    rows = (
        HEAD,
        ("begin_repeat", "out", "Out"),
        ("integer", "n", "N"),
        ("begin_repeat", "in", "In", "", "", "", "${n} + 1"),
        ("text", "x", "X"),
        ("end_repeat", "", ""),
        ("end_repeat", "", ""),
    )
    found = interview(rows)
    found.set("out", "2")
    found.set("out[1]/n", "0")
    found.set("out[2]/n", "1")
    assert paths(found) == ["out[1]/n", "out[1]/in[1]/x", "out[2]/n", "out[2]/in[1]/x", "out[2]/in[2]/x", "out"]
    assert again(found).lines() == found.lines()


def test_a_repeat_goes_on_until_an_answer_says_stop() -> None:
    rows = (
        HEAD,
        ("calculate", "wanted", "", "", "", "if(count(${rep}) = 0 or ${rep}[last()]/more = 'y', count(${rep}) + 1, count(${rep}))"),
        ("begin_repeat", "rep", "Thing", "", "", "", "${wanted}"),
        ("select_one yn", "more", "More?"),
        ("end_repeat", "", ""),
    )  # fmt: skip
    found = interview(rows)
    assert paths(found) == ["rep[1]/more"]
    assert found.set("rep[1]/more", "y").back == ("rep[2]/more",)
    found.set("rep[2]/more", "y")
    found.set("rep[3]/more", "n")
    assert paths(found) == ["rep[1]/more", "rep[2]/more", "rep[3]/more"]
    assert again(found).lines() == found.lines()
    assert found.set("rep[1]/more", "n").gone == ("rep[2]/more", "rep[3]/more")
    found.set("rep[1]/more", "y")
    assert len(paths(found)) == 3


def test_relevance_of_a_repeat_and_of_its_instances() -> None:
    rows = (
        HEAD,
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


def test_choices_are_filtered_by_the_same_instance() -> None:
    choices = (("list_name", "name", "label", "p"), ("c", "hz", "Hangzhou", "zj"), ("c", "gz", "Guangzhou", "gd"))
    rows = (
        HEAD,
        ("begin_repeat", "rep", "Place"),
        ("text", "p", "Province"),
        ("select_one c", "city", "City", "", "", "", "", "", "p = ${p}"),
        ("calculate", "called", "", "", "", "jr:choice-name(${city}, '${city}')"),
        ("end_repeat", "", ""),
    )
    found = interview(rows, choices)
    found.set("rep", "2")
    found.set("rep[1]/p", "zj")
    found.set("rep[2]/p", "gd")
    assert [c.value for c in found.line("rep[1]/city").choices] == ["hz"]
    found.set("rep[1]/city", "1")
    found.set("rep[2]/city", "1")
    assert (values(found)["rep[1]/called"], values(found)["rep[2]/called"]) == ("Hangzhou", "Guangzhou")
    assert found.set("rep[1]/p", "gd").cleared == ("rep[1]/city",)


def test_a_select_chooses_among_the_answers_of_a_repeat() -> None:
    rows = (
        HEAD,
        ("begin_repeat", "family", "Person"),
        ("text", "who", "Name"),
        ("integer", "age", "Age"),
        ("end_repeat", "", ""),
        ("select_one ${who}", "head", "Who decides?"),
        ("select_multiple ${who}", "grown", "Who is grown up?", "", "", "", "", "", "${age} >= 18 and ${head} != ''"),
        ("calculate", "name", "", "", "", "jr:choice-name(${head}, '${head}')"),
    )
    found = interview(rows)
    found.set("family", "3")
    for number, (who, age) in enumerate((("Li Na", "40"), ("Bao", "7"), ("Wei", "19")), 1):
        found.set(f"family[{number}]/who", who)
        found.set(f"family[{number}]/age", age)
    assert [(c.value, c.label, c.digit) for c in found.line("head").choices] == [
        ("Li Na", "Li Na", "1"), ("Bao", "Bao", "2"), ("Wei", "Wei", "3"),
    ]  # fmt: skip
    found.set("head", "1")
    assert (found.line("head").shown, values(found)["name"]) == ("Li Na", "Li Na")
    assert [c.value for c in found.line("grown").choices] == ["Li Na", "Wei"]
    assert found.set("family[1]/who", "Lina").cleared == ("head",)
    assert found.line("head").state == "open"
    assert again(found).lines() == found.lines()


def test_a_filter_that_looks_at_what_is_chosen_elsewhere_does_not_go_in_circles() -> None:
    choices = (("list_name", "name", "label"), *(("m", str(n), f"M{n}") for n in (1, 2, 3)))
    rows = (
        HEAD,
        ("begin_repeat", "rep", "Worker"),
        ("select_one m", "who", "Who?", "", "", "", "", "", "${who} = name or not(selected(${taken}, name))"),
        ("end_repeat", "", ""),
        ("calculate", "taken", "", "", "", "join(' ', ${who})"),
    )
    found = interview(rows, choices)
    found.set("rep", "2")
    found.set("rep[1]/who", "2")
    assert [c.value for c in found.line("rep[1]/who").choices] == ["1", "2", "3"]
    assert [c.value for c in found.line("rep[2]/who").choices] == ["1", "3"]
    found.set("rep[2]/who", "3")
    assert values(found)["taken"] == "2 3"
    assert again(found).lines() == found.lines()


@pytest.mark.parametrize(
    ("count", "more", "cells"),
    [
        ("${x}", (), ["E2"]),
        ("if(${x} > 0, ${x}, 0)", (), ["E2"]),
        ("count(${rep}[x = 'y'])", (), ["E2"]),
        ("${wanted}", (("calculate", "wanted", "", "${x} + 1"),), ["E2"]),
        ("count(${other})", (("begin_repeat", "other", "", "", "${x}"), ("text", "y", "Y"), ("end_repeat",)), ["E2", "E5"]),
    ],
)  # fmt: skip
def test_a_number_that_only_the_repeat_itself_could_say_is_a_mistake(
    count: str, more: tuple[tuple[str, ...], ...], cells: list[str]
) -> None:
    head = ("type", "name", "label", "calculation", "repeat_count", "relevant")
    rows = (head, ("begin_repeat", "rep", "", "", count, "1 = 1"), ("integer", "x", "X"), ("end_repeat",), *more)
    found = [each for each in compiled(rows).problems if each.severity == "error"]
    assert [(each.code, each.place) for each in found] == [("never-begins", f"survey!{cell}") for cell in cells]


@pytest.mark.parametrize(
    ("count", "more"),
    [
        ("if(count(${rep}) = 0 or ${rep}[last()]/x = 'y', count(${rep}) + 1, count(${rep}))", ()),
        ("count(${rep}) + 1", ()),
        ("${n} + sum(${x})", (("integer", "n", "N"),)),
        ("${wanted}", (("hidden", "n"), ("calculate", "wanted", "", "coalesce(${n}, sum(${x}))"))),
        ("if(today() > '2020-01-01', 1, ${x})", ()),
        ("count(${other}) + sum(${x})", (("begin_repeat", "other"), ("text", "y", "Y"), ("end_repeat",))),
        ("0", ()),
    ],
)  # fmt: skip
def test_a_repeat_that_something_else_may_begin_is_none(count: str, more: tuple[tuple[str, ...], ...]) -> None:
    head = ("type", "name", "label", "calculation", "repeat_count")
    rows = (head, ("begin_repeat", "rep", "", "", count), ("integer", "x", "X"), ("end_repeat",), *more)
    assert [str(each) for each in compiled(rows).problems if each.severity == "error"] == []


def test_a_repeat_in_a_repeat_is_judged_within_one_instance() -> None:
    def codes(count: str) -> list[str]:
        rows = [
            ("type", "name", "label", "repeat_count"), ("begin_repeat", "out"), ("integer", "n", "N"), ("begin_repeat", "in", "", count),
            ("integer", "x", "X"), ("end_repeat",), ("end_repeat",),
        ]  # fmt: skip
        return [each.code for each in compiled(rows).problems if each.severity == "error"]

    assert codes("${x}") == ["never-begins"]
    assert codes("sum(${x}) + ${n}") == codes("position(..) + sum(${x})") == []


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
    from making import compiled

    rows = (
        ("type", "name", "label"),
        ("begin_repeat", "r", "R"),
        ("text", "a", "A"),
        ("end_group", "", ""),
    )
    errors = [(p.code, p.place) for p in compiled(rows).problems if p.severity == "error"]
    assert errors == [("wrong-end", "survey!A4")]


@pytest.mark.parametrize(
    "header", ["repeat_count", "jr:count", "control::jr:count", "body::jr:count", "Repeat Count", "count"]
)
def test_the_column_of_the_number_in_its_spellings(header: str) -> None:
    rows = (
        ("type", "name", "label", header),
        ("begin_repeat", "r", "R", 2),
        ("text", "a", "A"),
        ("end_repeat", "", ""),
    )
    assert paths(interview(rows)) == ["r[1]/a", "r[2]/a"]


def test_recount_grows_with_the_instances_and_not_faster() -> None:
    import time

    def best(number: int) -> float:
        found = interview(VISITS)
        found.set("visits", str(number))
        times = []
        for turn in range(30):
            began = time.perf_counter()
            found.set(f"visits[{number}]/cost", str(turn))
            times.append(time.perf_counter() - began)
        return min(times)

    assert best(100) < best(10) * 40
