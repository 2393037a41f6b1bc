"""The page "Writing a script" is complete in both languages: every code, type, column and function; its examples compile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from making import compiled

import callbench
from callbench.desk.customers import FIELDS
from callbench.records.people import Customer, History
from callbench.rules.complaints import KINDS as COMPLAINTS
from callbench.rules.outcomes import SHIPPED
from callbench.script.compiling.columns import OWN, SURVEY
from callbench.script.compiling.question_types import KINDS, META
from callbench.script.parts import MEASURES, STAGES
from callbench.script.problems import ERRORS, MESSAGES, QUALITY, WARNINGS
from callbench.script.xpath.errors import EXPRESSION_MESSAGES
from callbench.script.xpath.library import FUNCTIONS
from callbench.store.cards import fields

PAGES = {name: Path(__file__).parents[2] / "docs" / "guide" / f"scripts.{name}.md" for name in ("en", "zh")}
TEXT = {name: path.read_text("utf-8") for name, path in PAGES.items()}
SOURCE = Path(callbench.__file__).parent
CHOICES = (
    ("list_name", "name", "label", "province"),
    *(("yes_no", name, name) for name in ("yes", "no")),
    *(("satisfied", str(n), f"Grade {n}") for n in range(1, 6)),
    *(("reason", name, name) for name in ("price", "staff", "none")),
    *(("province", name, name) for name in ("zj", "gd")),
    *(("city", name, name, province) for name, province in (("hz", "zj"), ("gz", "gd"))),
)
SPELLINGS = {
    "string",
    "int",
    "calculation",
    "trigger",
    "datetime",
    "dateTime",
}  # of types that are there under one name


def customer_fields() -> list[str]:
    """The names scripts know of a customer."""
    blank = Customer(**dict.fromkeys(Customer.__slots__, "") | {"phones": ()})
    return list(fields(blank, History(**dict.fromkeys(History.__slots__, ())), "", None, ""))


def coded(text: str) -> set[str]:
    """Everything that stands in code marks, words of it too."""
    spans = re.findall(r"`([^`\n]+)`", text)
    return set(spans) | {word for span in spans for word in span.split()}


def codes(text: str) -> set[str]:
    """The first cells of tables that hold one code."""
    return set(re.findall(r"^\| `([a-z][a-z-]*)` \|", text, re.MULTILINE))


def refusals() -> set[str]:
    """Codes of refused files and versions, as the rooms raise them."""
    rooms = [*(SOURCE / "script").rglob("*.py"), *(SOURCE / "desk").glob("script*.py")]
    found = {code for path in rooms for code in re.findall(r'\bcode="([a-z-]+)"', path.read_text("utf-8"))}
    assert len(found) > 8
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_code_is_told_with_its_meaning_and_mending(page: str) -> None:
    wanted = {code for table in MESSAGES for code in table} | refusals()
    assert wanted - codes(TEXT[page]) == set()
    for code in wanted:
        assert re.search(rf"^\| `{code}` \| [^|]+ \| [^|]+ \|$", TEXT[page], re.MULTILINE), code


@pytest.mark.parametrize("page", PAGES)
def test_codes_stand_under_what_they_are(page: str) -> None:
    sections = re.split(r"^### ", TEXT[page], flags=re.MULTILINE)
    for table in (ERRORS, EXPRESSION_MESSAGES, WARNINGS, QUALITY):
        assert any(codes(section) == table.keys() for section in sections)


@pytest.mark.parametrize("page", PAGES)
def test_every_type_column_function_and_word_is_named(page: str) -> None:
    told = coded(TEXT[page])
    wanted = set(FUNCTIONS) | SURVEY | set(MEASURES) | set(STAGES) | set(FIELDS) | SHIPPED.keys() | COMPLAINTS.keys()
    wanted |= (KINDS.keys() - SPELLINGS) | {"dateTime"} | set(META.values()) | {f"callbench::{name}" for name in OWN}
    wanted |= {"begin_group", "end_group", "begin_repeat", "end_repeat", "select_one", "select_multiple", "or_other"}
    wanted |= set(customer_fields())
    assert {word for word in wanted if word not in told} == set()


def examples(text: str) -> list[list[list[str]]]:
    """The tables behind `<!-- survey -->`, as cells without code marks."""
    found = []
    for part in text.split("<!-- survey -->")[1:]:
        lines = [line.strip() for line in part.splitlines()]
        start = next(at for at, line in enumerate(lines) if line.startswith("|"))
        rows = []
        for line in lines[start:]:
            if not line.startswith("|"):
                break
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        found.append([rows[0], *rows[2:]])
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_example_compiles(page: str) -> None:
    tables = examples(TEXT[page])
    assert len(tables) >= 15
    for header, *rows in tables:
        blank = [""] * (len(header) - 2)
        given = {row[1] for row in rows}
        before = [["hidden", name, *blank] for name in customer_fields() if name not in given]
        problems = compiled([header, *before, *rows], CHOICES).problems
        assert [str(p) for p in problems if p.code != "unused-list"] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_function_is_shown_at_work(page: str) -> None:
    rows = re.findall(r"^\| (`[^|]+`) \| `([^|]+)` \| [^|]+ \|$", TEXT[page], re.MULTILINE)
    shown = [(names, example) for names, example in rows if set(re.findall("`([^`]+)`", names)) <= FUNCTIONS.keys()]
    assert {name for names, _example in shown for name in re.findall("`([^`]+)`", names)} == FUNCTIONS.keys()
    for _names, example in shown:
        assert any(f"{name}(" in example for name in FUNCTIONS), example


def test_both_pages_have_the_same_structure() -> None:
    marks = re.compile(r"#+ |\||\d+\. |- |```", re.MULTILINE)
    shape = {
        name: [mark[0] for line in text.splitlines() if (mark := marks.match(line))] for name, text in TEXT.items()
    }
    assert shape["en"] == shape["zh"]
    machine = {name: [[row[:2] for row in table] for table in examples(text)] for name, text in TEXT.items()}
    assert machine["en"] == machine["zh"]
    assert codes(TEXT["en"]) == codes(TEXT["zh"])


@pytest.mark.parametrize("page", PAGES)
def test_the_way_from_the_template_to_a_published_version_can_be_gone_as_written(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callbench.cli.main import main

    block = re.search(r"```sh\n(.*?)```", TEXT[page], re.DOTALL)
    assert block
    lines = [line.split("#")[0].split() for line in block[1].splitlines()]
    assert [line[2] for line in lines] == ["template", "check", "try", "import", "publish"]
    monkeypatch.chdir(tmp_path)
    for line in lines:
        if line[2] != "try":  # that one asks
            assert main(["--db", "guide.db", *line[1:]]) == 0
