"""The template: sound for us and for other engines, in both languages, with words for everything there is."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pytest

from callbench import i18n
from callbench.demo.samples import SAMPLES
from callbench.desk.customers import FIELDS
from callbench.exchange.script_template import template, template_of
from callbench.exchange.template_guide import guide
from callbench.rules.outcomes import OUTCOMES
from callbench.script.compile import compile_script
from callbench.script.compiling.columns import OWN, SURVEY
from callbench.script.compiling.question_types import KINDS, META
from callbench.script.quality.report import quality
from callbench.script.source import read_source
from callbench.script.xpath.library import FUNCTIONS

pytestmark = pytest.mark.parametrize("language", ["zh_CN", "en"])
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def spoken(language: str) -> None:
    i18n.use_language(language)


def test_the_template_is_a_script_without_a_warning(language: str) -> None:
    found = compile_script(read_source(template(FIELDS), "template.xlsx"), outcomes=[rule.key for rule in OUTCOMES])
    assert found.problems == ()
    assert found.script is not None
    assert quality(found.script, profile=FIELDS) == ()
    assert found.script.languages == ({"zh_CN": "中文 (zh)", "en": "English (en)"}[language],)
    kinds = {question.kind for question in found.script.questions()}
    assert kinds >= {"select_one", "select_multiple", "text", "range", "date", "note", "hidden"}


@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_is_the_shipped_script(key: str) -> None:
    shipped = compile_script(read_source(SAMPLES[key].workbook.read_bytes(), "a.xlsx")).script
    assert shipped is not None
    found = compile_script(read_source(template_of(shipped, FIELDS), "b.xlsx"))
    assert found.problems == ()
    assert found.script is not None
    assert found.script.hash == shipped.hash


def test_other_engines_take_it(tmp_path) -> None:
    from pyxform.xls2xform import convert

    path = tmp_path / "template.xlsx"
    path.write_bytes(template(FIELDS))
    made = convert(str(path), validate=False)
    assert "<h:html" in made.xform
    assert made.warnings == [] or all("language" not in warning for warning in made.warnings)


def test_drop_downs_offer_words_that_are_understood(language: str) -> None:
    book = openpyxl.load_workbook(BytesIO(template(FIELDS)))
    assert [sheet.title for sheet in book.worksheets] == [
        "survey", "choices", "settings", {"zh_CN": "说明", "en": "Guide"}[language], "_words",
    ]  # fmt: skip
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 4 + ["hidden"]
    assert book.active.title == "survey"
    offered = {}
    for sheet in (book["survey"], book["choices"]):
        assert sheet.freeze_panes == "C2"
        assert all(cell.font.bold for cell in sheet[1])
        for validation in sheet.data_validations.dataValidation:
            column = next(iter(validation.sqref.ranges)).min_col
            letter, last = re.fullmatch(r"_words!\$([A-Z])\$2:\$\1\$(\d+)", validation.formula1).groups()
            words = [book["_words"][f"{letter}{row}"].value for row in range(2, int(last) + 1)]
            assert all(words)
            offered[sheet.cell(1, column).value] = words
            assert not validation.showErrorMessage, "expressions and other lists may be typed"
    assert offered.keys() >= {
        "type", "required", "appearance", "callbench::stage", "callbench::measure", "callbench::refuse",
        "callbench::profile", "callbench::outcome", "callbench::complaint", "list_name", "callbench_outcome",
    }  # fmt: skip
    assert offered["callbench::outcome"] == [rule.key for rule in OUTCOMES]
    assert {"select_one satisfied", "text", "begin_group"} <= set(offered["type"])


def test_every_part_is_well_formed_and_text_is_text() -> None:
    with zipfile.ZipFile(BytesIO(template(FIELDS))) as archive:
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith("l")}
    sheets = [tree for name, tree in trees.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 5
    for tree in sheets:
        children = [child.tag.removeprefix(MAIN) for child in tree]
        order = [
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "dataValidations",
            "pageMargins",
        ]
        assert children == sorted(children, key=order.index), "Excel repairs a file whose parts are in another order"
        assert not list(tree.iter(f"{MAIN}f"))
        assert {cell.get("t") for cell in tree.iter(f"{MAIN}c") if len(cell)} <= {"s", "inlineStr"}
        for cells in tree.iter(f"{MAIN}dataValidation"):
            assert len(cells.find(f"{MAIN}formula1").text) < 255


def test_the_page_of_help_tells_everything(language: str) -> None:
    rows = list(guide(FIELDS))
    names = set(re.split(r"[\s,…]+", " ".join(row[0] for row in rows if len(row) == 3)))
    kinds = {*KINDS.values(), *META.values(), "select_one", "select_multiple", "begin_group", "begin_repeat"}
    assert kinds - names <= {"comments"}
    assert SURVEY | {f"callbench::{name}" for name in OWN} | {"label", "hint"} <= names
    assert FUNCTIONS.keys() <= names
    for rule in OUTCOMES:
        assert any(rule.key in row[2] for row in rows if len(row) == 3)
    if language == "zh_CN":
        assert all(re.search("[\u4e00-\u9fff]", row[1]) for row in rows if len(row) == 3)
