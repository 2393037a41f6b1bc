"""Lines are made anew only where something changed, and are always those a fresh interview would show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, interview, script

from callbench import i18n
from callbench.script.interview import Interview

ROWS = (
    ("type", "name", "label::English (en)", "label::中文 (zh)", "hint::English (en)", "relevant", "constraint", "required",
     "readonly", "choice_filter", "calculation"),
    ("hidden", "customer_name", "", "", "", "", "", "", "", "", ""),
    ("select_one p", "prov", "Province of ${customer_name}?", "省份?", "", "", "", "yes", "", "", ""),
    ("select_multiple c", "city", "Cities?", "城市?", "In ${prov}", "", "count-selected(.) <= ${most}", "${prov} = 'zj'", "", "prov = ${prov}", ""),
    ("begin_group", "g", "Because of ${prov}", "原因 ${prov}", "", "", "", "", "", "", ""),
    ("integer", "most", "At most?", "最多?", "", "", "", "", "${city} = 'hz'", "", ""),
    ("acknowledge", "said", "Said", "已说", "", "", "", "", "", "", ""),
    ("end_group", "", "", "", "", "", "", "", "", "", ""),
    ("begin_repeat", "visits", "Visit to ${place}", "到访 ${place}", "", "", "", "", "", "", ""),
    ("text", "place", "Where, ${customer_name}?", "哪里?", "Said ${place}", "", ". != ${prov}", "", "", "", ""),
    ("select_one t", "how", "How was it?", "如何?", "", "${place} != ''", "", "", "", "", ""),
    ("end_repeat", "", "", "", "", "", "", "", "", "", ""),
    ("range", "nps", "Recommend?", "推荐?", "", "", "", "", "", "", ""),
    ("calculate", "all", "", "", "", "", "", "", "", "", "join(', ', ${place})"),
    ("note", "end", "So: ${all}", "就是:${all}", "", "", "", "", "", "", ""),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label::English (en)", "label::中文 (zh)", "prov"),
    ("p", "zj", "Zhejiang", "浙江", ""), ("p", "gd", "Guangdong", "广东", ""),
    ("c", "hz", "Hangzhou", "杭州", "zj"), ("c", "nb", "Ningbo", "宁波", "zj"), ("c", "gz", "Guangzhou ${most}", "广州", "gd"),
    ("t", "good", "Good, ${customer_name}", "好", ""), ("t", "bad", "Bad", "不好", ""),
)  # fmt: skip
SCRIPT = script(ROWS, CHOICES)
PATHS = (
    "prov",
    "city",
    "g/most",
    "g/said",
    "visits[1]/place",
    "visits[2]/place",
    "visits[2]/how",
    "visits",
    "nps",
    "visits[1]/how",
)
TYPED = ("zj", "gd", "hz", "hz nb", "gz", "1", "2", "+", "-", "good", "here", "", "OK")
MOVES = st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from((*TYPED, "refuse", "language"))), max_size=20)


@settings(max_examples=120, deadline=None)
@given(MOVES)
def test_kept_lines_are_those_of_a_fresh_interview(moves: list[tuple[str, str]]) -> None:
    found = Interview(SCRIPT, fields={"customer_name": "李女士"}, now=NOW, language="en")
    for path, typed in moves:
        if typed == "language":
            found.language = "en" if found.language == "zh_CN" else "zh_CN"
        elif path.startswith("visits[") and path not in {line.path for line in found.lines()}:
            continue
        elif typed == "refuse" and path != "visits":
            found.refuse(path)
        elif typed != "refuse" and not found.check(path, typed):
            found.set(path, typed)
        fresh = Interview(
            SCRIPT, fields={"customer_name": "李女士"}, now=NOW, language=found.language, answers=found.drafts()
        )
        assert found.lines() == fresh.lines()


def test_a_line_that_did_not_change_is_the_same_object() -> None:
    found = interview(ROWS, CHOICES, customer_name="Li")
    before = {line.path: line for line in found.lines()}
    found.set("nps", "3")
    after = {line.path: line for line in found.lines()}
    changed = {path for path in before if before[path] is not after[path]}
    assert changed <= {"nps", "visits"}
    found.set("prov", "zj")
    assert after["city"] is not {line.path: line for line in found.lines()}["city"]


def test_the_language_reaches_every_line() -> None:
    found = interview(ROWS, CHOICES, customer_name="Li")
    found.refuse("nps")
    assert found.line("nps").shown == "Does not know or refuses"
    i18n.use_language("zh_CN")
    found.language = "zh_CN"
    assert [line.label for line in found.lines()][:2] == ["省份?", "城市?"]
    assert found.line("nps").shown != "Does not know or refuses"
    assert found.line("g/said").choices[0].label != "Confirmed"


def test_a_repeat_may_be_called_by_what_is_asked_inside() -> None:
    found = interview(ROWS, CHOICES, customer_name="Li")
    found.set("visits[1]/place", "Here")
    assert found.line("visits").label == "Add another: Visit to Here?"
    found.set("visits", "-")
    assert found.line("visits").label == "Add another: visits?"
