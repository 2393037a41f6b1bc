"""What names mean inside a repeat and outside it, in expressions and among choices."""

from __future__ import annotations

import pytest
from making import REPEAT_HEAD, again, interview, values


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


def test_choices_are_filtered_by_the_same_instance() -> None:
    choices = (("list_name", "name", "label", "p"), ("c", "hz", "Hangzhou", "zj"), ("c", "gz", "Guangzhou", "gd"))
    rows = (
        REPEAT_HEAD,
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
        REPEAT_HEAD,
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
        REPEAT_HEAD,
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
