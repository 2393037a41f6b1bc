"""Rules of the live interview that a small slip would break, one a test (`scripts/mutants` makes the slips)."""

from __future__ import annotations

import pytest
from making import NOW, YN, compiled, interview, script

from callbench.records.calls import DraftAnswer
from callbench.script.interview import Interview
from callbench.script.lines import Line


def line(found: Interview, path: str) -> Line:
    return next(each for each in found.lines() if each.path == path)


def calculated(found: Interview) -> dict[str, str]:
    return {answer.question: answer.text for answer in found.answers() if answer.state == "calculated"}


def test_what_cannot_be_changed_is_neither_required_nor_counted_as_asked() -> None:
    rows = (
        ("type", "name", "label", "required", "readonly"),
        ("text", "a", "A", "yes", "yes"),
        ("select_one yn", "b", "B", "", ""),
        ("text", "c", "C", "yes", "${b} = 'y'"),
    )
    found = interview(rows)
    assert not line(found, "a").required
    assert (found.gaps, found.progress) == (("c",), (0, 2))
    found.set("b", "y")
    assert (found.gaps, found.progress) == ((), (1, 1))


def test_a_default_is_given_once() -> None:
    rows = (
        ("type", "name", "label", "default"),
        ("text", "a", "A", "first"),
        ("text", "b", "B", "concat(${a}, '!')"),
    )
    found = interview(rows)
    found.set("a", "changed")
    assert line(found, "b").text == "first!"
    found.clear("a")
    assert line(found, "a").text == "", "what was cleared stays cleared"


def test_nobody_corrects_a_calculate() -> None:
    rows = (("type", "name", "label", "calculation"), ("integer", "a", "A", ""), ("calculate", "b", "", "${a} * 2"))
    found = interview(rows)
    found.set("a", "4")
    kept = (DraftAnswer("a", "4"), DraftAnswer("b", "99"))
    assert calculated(Interview(found.script, fields={}, now=NOW, language="en", answers=kept)) == {"b": "8"}


def test_calculations_may_read_what_stands_below_them() -> None:
    rows = (
        ("type", "name", "label", "calculation", "relevant"),
        ("calculate", "first", "", "${second} + 1", ""),
        ("text", "seen", "Seen", "", "${third} = 'x'"),
        ("calculate", "second", "", "string-length(${third}) * 10", ""),
        ("text", "third", "Third", "", ""),
    )
    found = interview(rows)
    found.set("third", "x")
    assert calculated(found) == {"first": "11", "second": "10"}
    assert found.set("third", "xy").gone == ("seen",)


PATHS = (
    ("type", "name", "label", "relevant", "constraint", "calculation"),
    ("select_one yn", "ask", "Ask", "", "", ""),
    ("begin_group", "g", "G", "", "", ""),
    ("integer", "a", "A", "${ask} != 'n'", ". >= 0 and count(../*[. > 5]) < 2", ""),
    ("integer", "b", "B", "", "", ""),
    ("end_group", "", "", "", "", ""),
    ("calculate", "big", "", "", "", "count(${g}/*[. > 5])"),
    ("calculate", "all", "", "", "", "concat(${g}/*)"),
)


def test_paths_read_a_tried_answer_only_while_it_is_tried() -> None:
    found = interview(PATHS)
    found.set("g/b", "9")
    assert found.check("g/a", "7"), "two would be above five"
    assert found.check("g/a", "-1")
    found.set("g/a", "3")
    assert calculated(found) == {"big": "1", "all": "39"}
    assert found.check("g/a", "8")
    found.set("ask", "y")
    assert calculated(found) == {"big": "1", "all": "39"}


def test_what_was_only_tried_is_read_by_no_condition_afterwards() -> None:
    rows = (
        ("type", "name", "label", "constraint", "required"),
        ("begin_group", "g", "G", "", ""),
        ("integer", "a", "A", ". != 1", ""),
        ("integer", "b", "B", "", ""),
        ("end_group", "", "", "", ""),
        ("text", "c", "C", "", "count(${g}/*[. > 5]) > 0"),
    )
    found = interview(rows)
    found.set("g/b", "3")
    assert not line(found, "c").required
    assert found.check("g/a", "7") == ""
    assert not line(found, "c").required
    assert not found.gaps
    found.set("g/a", "7")
    assert line(found, "c").required


def test_paths_do_not_lead_to_what_is_not_relevant() -> None:
    rows = (
        ("type", "name", "label", "relevant", "calculation"),
        ("select_one yn", "ask", "Ask", "", ""),
        ("begin_group", "g", "G", "", ""),
        ("integer", "a", "A", "${ask} = 'y'", ""),
        ("integer", "b", "B", "", ""),
        ("end_group", "", "", "", ""),
        ("calculate", "many", "", "", "count(/data/g/*)"),
        ("calculate", "whole", "", "", "string(/data/g)"),
    )
    found = interview(rows)
    assert calculated(found) == {"many": "1", "whole": ""}
    found.set("ask", "y")
    found.set("g/a", "7")
    assert calculated(found) == {"many": "2", "whole": "7"}
    found.set("ask", "n")
    assert calculated(found) == {"many": "1", "whole": ""}


def test_paths_read_what_is_not_relevant_as_blank() -> None:
    found = interview(PATHS)
    found.set("g/a", "7")
    found.set("ask", "n")
    assert calculated(found) == {"big": "0", "all": ""}
    found.set("ask", "y")
    assert calculated(found) == {"big": "1", "all": "7"}


def test_a_chain_of_conditions_counts_each() -> None:
    rows = (
        ("type", "name", "label", "relevant"),
        *((f"select_one {kind}", name, name, "") for kind, name in (("yn", "a"), ("yn", "b"), ("yn", "c"))),
        ("text", "any", "Any", "${a} = 'y' or ${b} = 'y' or ${c} = 'y'"),
        ("text", "all", "All", "${a} = 'y' and ${b} = 'y' and ${c} = 'y'"),
    )
    found = interview(rows)
    assert found.set("b", "y").back == ("any",)
    found.set("a", "y")
    assert found.set("c", "y").back == ("all",)


def test_the_order_of_columns_and_empty_rows_are_no_content() -> None:
    rows = (
        ("type", "name", "label", "hint", "media"),
        ("select_one yn", "a", "A", "Ask", "x"),
        ("text", "b", "B", "", ""),
    )
    turned = tuple(tuple(reversed(row)) for row in (rows[0], (), *rows[1:]))
    choices = tuple((*row, "p", "q") if row[0] != "list_name" else (*row, "one", "two") for row in YN)
    swapped = tuple((row[1], row[0], row[2], row[4], row[3]) for row in choices)
    assert script(turned, swapped).hash == script(rows, choices).hash
    assert script((rows[0], rows[2], rows[1]), choices).hash != script(rows, choices).hash, "the order of questions is"
    other = (choices[0], choices[2], choices[1], *choices[3:])
    assert script(rows, other).hash != script(rows, choices).hash, "the order of choices is"


def test_a_missing_translation_shows_the_default_language_and_then_any() -> None:
    rows = (
        ("type", "name", "label::English (en)", "label::中文 (zh)", "label::Deutsch (de)"),
        ("text", "a", "English", "", ""),
        ("text", "b", "", "中文", ""),
        ("text", "c", "", "", "Deutsch"),
    )
    found = interview(rows, language="zh_CN")
    assert [each.label for each in found.lines()] == ["English", "中文", "Deutsch"]
    assert not [problem for problem in compiled(rows).problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("columns", "default", "languages", "problem"),
    [
        (("label::中文 (zh)", "label::English (en)"), "English (en)", ("English (en)", "中文 (zh)"), ()),
        (("label::中文 (zh)", "label::English (en)"), "english", ("English (en)", "中文 (zh)"), ()),
        (("label::中文 (zh)", "label::English (en)"), "Englsh", ("中文 (zh)", "English (en)"), ("settings!D2", "English (en)")),
        (("label::Français", "label::Deutsch"), "Español", ("Français", "Deutsch"), ("settings!D2", "")),
        (("label",), "English", ("",), ()),
        (("label::Français", "label"), "English", ("", "Français"), ()),
        (("label::Français", "label"), "", ("Français", ""), ()),
    ],
)  # fmt: skip
def test_the_default_language_is_one_of_the_columns(
    columns: tuple[str, ...], default: str, languages: tuple[str, ...], problem: tuple[str, str]
) -> None:
    settings = (("form_id", "version", "form_title", "default_language"), ("test", "1", "Test", default))
    found = compiled((("type", "name", *columns), ("text", "a", *columns)), (), settings)
    assert found.script is not None
    assert found.script.languages == languages
    told = [(p.place, p.suggestion) for p in found.problems if p.code == "no-such-language"]
    assert told == ([problem] if problem else [])


def test_a_language_of_any_text_is_a_language_of_the_script() -> None:
    settings = (("form_id", "version", "form_title", "callbench::title::中文 (zh)"), ("test", "1", "Test", "测试"))
    rows = (
        ("type", "name", "callbench::say::中文 (zh)", "label", "hint::English (en)"),
        ("text", "a", "说", "A", "Hint"),
    )
    found = compiled(rows, (), settings).script
    assert found is not None
    assert found.languages == ("", "English (en)", "中文 (zh)")
    assert (found.title("zh_CN"), found.title("en")) == ("测试", "Test")
    (shown,) = interview(rows, language="zh_CN").lines()
    assert (shown.say, shown.label, shown.hint) == ("说", "A", "Hint")


def test_a_customer_field_reaches_conditions_and_dates_compare_as_dates() -> None:
    rows = (
        ("type", "name", "label", "relevant"),
        ("hidden", "service_date", "", ""),
        ("text", "old", "Old", "${service_date} < '2026-03-01'"),
        ("text", "same", "Same", "${service_date} = today()"),
        ("text", "near", "Near", "${service_date} >= today() - 7"),
    )
    shown = {
        day: [each.path for each in interview(rows, service_date=day).lines()]
        for day in ("2026-02-28", "2026-03-05", "2026-02-26", "2026-02-25", "", "soon")
    }
    assert shown == {
        "2026-02-28": ["old", "near"],
        "2026-03-05": ["same", "near"],
        "2026-02-26": ["old", "near"],
        "2026-02-25": ["old"],
        "": [],
        "soon": [],
    }


def test_a_value_kept_aside_comes_back_when_its_filter_offers_it_again() -> None:
    rows = (
        ("type", "name", "label", "choice_filter"),
        ("select_one p", "prov", "P", ""),
        ("select_multiple c", "city", "C", "prov = ${prov}"),
    )
    choices = (
        ("list_name", "name", "label", "prov"),
        ("p", "zj", "Z", ""),
        ("p", "gd", "G", ""),
        ("c", "hz", "H", "zj"),
        ("c", "gz", "G", "gd"),
    )
    found = interview(rows, choices)
    found.set("prov", "zj")
    found.set("city", "hz")
    found.set("prov", "gd")
    assert next(answer for answer in found.answers() if answer.question == "city").state == "skipped"
    found.set("prov", "zj")
    assert line(found, "city").text == "hz"


def test_a_text_that_reads_itself_by_a_path_does_not_grow_for_ever() -> None:
    rows = (
        ("type", "name", "label", "calculation"),
        ("text", "a", "A", ""),
        ("calculate", "b", "", "concat(string(/), string(/), ${a})"),
    )
    found = interview(rows)
    for text in "abcdefghijklmnopqrstuvwxyz":
        found.set("a", text * 1_000)
    assert 0 < len(calculated(found)["b"]) <= 20_000


def test_paths_within_paths_end() -> None:
    inside = "1"
    for _each in range(12):
        inside = f"count(/data/g//*[{inside} > 0])"
    rows = (
        ("type", "name", "label", "calculation", "relevant"),
        ("begin_group", "g", "G", "", ""),
        *(("text", f"q{n}", "Q", "", "") for n in range(40)),
        ("end_group", "", "", "", ""),
        ("calculate", "b", "", inside, ""),
        ("text", "c", "C", "", f"(/data/g/*)[{inside}] = 1"),
        ("calculate", "d", "", "count(/data/g/*[count(../*) > 2])", ""),
    )
    found = interview(rows)
    assert calculated(found) == {"b": "", "d": "40"}
    assert "c" not in [each.path for each in found.lines()]
