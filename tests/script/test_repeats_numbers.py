"""How many instances a repeat has where an expression says so, and where it can never begin."""

from __future__ import annotations

import pytest
from making import REPEAT_HEAD, VISITS, again, compiled, interview, paths, values


def test_the_number_of_instances_can_be_calculated() -> None:
    rows = (
        REPEAT_HEAD,
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
        REPEAT_HEAD,
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
        REPEAT_HEAD,
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


def test_a_repeat_is_not_judged_in_a_script_with_other_mistakes() -> None:
    rows = [
        ("type", "name", "label", "repeat_count"), ("begin_repeat", "rep", "", "${x}"), ("integer", "x", "X"), ("end_repeat",),
        ("select_one ${nobody}", "a", "A"),
    ]  # fmt: skip
    assert [each.code for each in compiled(rows).problems if each.severity == "error"] == ["no-such-question"]


def test_a_repeat_in_a_repeat_is_judged_within_one_instance() -> None:
    def codes(count: str) -> list[str]:
        rows = [
            ("type", "name", "label", "repeat_count"), ("begin_repeat", "out"), ("integer", "n", "N"), ("begin_repeat", "in", "", count),
            ("integer", "x", "X"), ("end_repeat",), ("end_repeat",),
        ]  # fmt: skip
        return [each.code for each in compiled(rows).problems if each.severity == "error"]

    assert codes("${x}") == ["never-begins"]
    assert codes("sum(${x}) + ${n}") == codes("position(..) + sum(${x})") == []


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
