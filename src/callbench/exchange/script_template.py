"""A workbook to start a script from: every column, drop-downs where words are given, an example, and a page of help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from callbench.exchange.script_workbook import dress, saved, workbook_of, write
from callbench.exchange.template_guide import guide
from callbench.i18n import _, language
from callbench.rules.complaints import KINDS
from callbench.rules.outcomes import OUTCOMES
from callbench.script.parts import MEASURES, STAGES
from callbench.script.telling.as_sheets import Table, as_sheets

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from callbench.script.model import Script

_GUIDE: Final = {"zh_CN": "说明", "en": "Guide"}
_SPOKEN: Final = {"zh_CN": "中文 (zh)", "en": "English (en)"}
_WORDS: Final = "_words"
_LAST: Final = 1000
"""Row to which the drop-downs reach."""
_TEXTS: Final = ("label", "hint", "callbench::say", "callbench::objection", "constraint_message")
_PLAIN: Final = (
    "required", "relevant", "constraint", "calculation", "choice_filter", "default", "appearance", "parameters",
    "callbench::stage", "callbench::measure", "callbench::refuse", "callbench::profile", "callbench::outcome",
    "callbench::complaint", "callbench::follow_up",
)  # fmt: skip
_PROPOSED: Final = ("callbench_outcome", "callbench_complaint", "callbench_follow_up")
_TYPES: Final = (
    "text", "integer", "decimal", "date", "time", "dateTime", "range", "acknowledge", "note", "calculate", "hidden",
    "begin_group", "end_group", "begin_repeat", "end_repeat",
)  # fmt: skip
_YES_NO: Final = ("yes", "no")
_APPEARANCES: Final = ("multiline", "phone", "rating", "nps")

Row = dict[str, str]


def template(profile: Sequence[str]) -> bytes:
    """A workbook with a small example, in the language in use. profile: fields of a customer that an answer may fill."""
    spoken = _SPOKEN[language()]
    survey = ["type", "name", *(f"{text}::{spoken}" for text in _TEXTS), *_PLAIN]
    choices = ["list_name", "name", f"label::{spoken}", *_PROPOSED]
    settings: Row = {
        "form_title": _("My follow-up call"), "form_id": "my_script", "version": "1", "default_language": spoken,
    }  # fmt: skip
    return _finished(
        {
            "survey": _table(survey, _survey(spoken)),
            "choices": _table(choices, _choices(f"label::{spoken}")),
            "settings": [list(settings), list(settings.values())],
        },
        profile,
    )


def template_of(script: Script, profile: Sequence[str]) -> bytes:
    """A workbook that starts from `script`; its help is in the language in use."""
    sheets = as_sheets(script)
    sheets["survey"] = _widened(sheets["survey"], _PLAIN)
    sheets["choices"] = _widened(sheets["choices"], _PROPOSED)
    return _finished(sheets, profile)


def _table(header: list[str], rows: Iterable[Row]) -> Table:
    return [header, *([row.get(column, "") for column in header] for row in rows)]


def _widened(table: Table, columns: Iterable[str]) -> Table:
    """The table with the columns it does not have yet."""
    more = [column for column in columns if column not in table[0]]
    return [[*table[0], *more], *([*row, *[""] * len(more)] for row in table[1:])]


def _survey(spoken: str) -> Iterable[Row]:
    """The example: opening, satisfaction with its reason, recommendation, the next visit, thanks."""

    def row(kind: str, name: str = "", label: str = "", **more: str) -> Row:
        texts = {
            "hint": "hint",
            "say": "callbench::say",
            "objection": "callbench::objection",
            "otherwise": "constraint_message",
        }
        found: Row = {"type": kind, "name": name, f"label::{spoken}": label}
        for key, value in more.items():
            found[f"{texts[key]}::{spoken}" if key in texts else key if key in _PLAIN else f"callbench::{key}"] = value
        return found

    for name in ("customer_name", "agent_name", "shop"):
        yield row("hidden", name)
    yield row(
        "select_one good_time", "good_time", _("Is this a good time?"), required="yes", refuse="yes", stage="opening",
        say=_("Hello ${customer_name}, this is ${agent_name} from ${shop}. Is this a good time for two minutes?"),
        objection=_("No problem. When would suit you? I will call again then."),
    )  # fmt: skip
    yield row("begin_group", "visit", _("Your last visit"), relevant="${good_time} = 'yes'", stage="body")
    yield row(
        "select_one satisfied", "csat", _("How satisfied are you?"), required="yes", refuse="yes", measure="csat",
        complaint="if(. <= 2, 'service', '')",
    )  # fmt: skip
    yield row(
        "text", "why", _("What was wrong?"), relevant="${csat} <= 2", appearance="multiline",
        say=_("I am sorry to hear that. What should have been better?"),
    )  # fmt: skip
    yield row(
        "range", "nps", _("How likely are you to recommend us to a friend?"), required="yes", refuse="yes",
        appearance="nps", parameters="start=0 end=10 step=1", measure="nps", hint=_("0 not at all, 10 certainly"),
    )  # fmt: skip
    yield row("select_multiple wishes", "wishes", _("What would you like to hear about?"))
    yield row("end_group")
    yield row("begin_group", "next_step", _("Next time"), relevant="${good_time} = 'yes'", stage="closing")
    yield row("select_one yes_no", "come_again", _("Shall I book your next visit?"), required="yes", refuse="yes")
    yield row(
        "date", "next_visit", _("Which day suits you?"), relevant="${come_again} = 'yes'", required="yes", refuse="yes",
        constraint=". >= today()", otherwise=_("This day is over."),
    )  # fmt: skip
    yield row("note", "thanks", _("Thank you for your time, ${customer_name}. Goodbye!"))
    yield row("end_group")


def _choices(label: str) -> Iterable[Row]:
    def row(name: str, value: str, text: str, **more: str) -> Row:
        return {"list_name": name, "name": value, label: text} | {
            f"callbench_{key}": word for key, word in more.items()
        }

    yield row("good_time", "yes", _("Yes, go on"))
    yield row("good_time", "later", _("Another time"), outcome="callback_agreed")
    yield row("good_time", "no", _("Not this time"), outcome="refused_now")
    for value, text in enumerate(
        (_("Very dissatisfied"), _("Dissatisfied"), _("Neither"), _("Satisfied"), _("Very satisfied")), 1
    ):
        yield row("satisfied", str(value), text)
    yield row("wishes", "offers", _("Offers"))
    yield row("wishes", "appointments", _("Free appointments"))
    yield row("wishes", "none", _("Nothing"))
    yield row("yes_no", "yes", _("Yes"))
    yield row("yes_no", "no", _("No"))


def _finished(sheets: dict[str, Table], profile: Sequence[str]) -> bytes:
    book = workbook_of(sheets)
    lists = list(dict.fromkeys(row[0] for row in sheets["choices"][1:]))
    _explain(book, profile)
    _offer(book, lists, profile)
    book.active = 0
    return saved(book)


def _explain(book: Workbook, profile: Sequence[str]) -> None:
    """The page of help, behind the script's own sheets."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(_GUIDE[language()])
    for number, row in enumerate(guide(profile), 1):
        for column, text in enumerate(row, 1):
            cell = write(sheet, number, column, text)
            cell.alignment = Alignment(wrap_text=len(row) > 1, vertical="top")
            if len(row) == 1 and not text[0].isdigit():
                cell.font = Font(bold=True, size=14 if number == 1 else 12)
    for letter, width in (("A", 44), ("B", 52), ("C", 44)):
        sheet.column_dimensions[letter].width = width


def _offer(book: Workbook, lists: list[str], profile: Sequence[str]) -> None:
    """Drop-downs; other words may be typed all the same, for expressions and other lists."""
    selects = [f"{kind} {name}" for name in lists for kind in ("select_one", "select_multiple")]
    words = {
        "type": (*selects, *_TYPES), "required": _YES_NO, "readonly": _YES_NO, "callbench::refuse": _YES_NO,
        "appearance": _APPEARANCES, "callbench::stage": STAGES, "callbench::measure": MEASURES,
        "callbench::profile": profile, "callbench::outcome": [rule.key for rule in OUTCOMES],
        "callbench::complaint": tuple(KINDS), "list_name": lists,
    }  # fmt: skip
    kept = book.create_sheet(_WORDS)
    kept.sheet_state = "hidden"
    for column, (name, listed) in enumerate(words.items(), 1):
        for row, word in enumerate((name, *listed), 1):
            write(kept, row, column, word)
        for sheet in (book["survey"], book["choices"]):
            _offer_in(sheet, name, column, len(listed))
    dress(kept)


def _offer_in(sheet: Worksheet, name: str, column: int, count: int) -> None:
    """The words of one column of the hidden sheet, below the header of that name."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, header in enumerate(sheet[1], 1):
        if str(header.value or "").replace("callbench_", "callbench::", 1) == name:
            letter, where = get_column_letter(column), get_column_letter(place)
            made: Any = DataValidation(
                type="list", formula1=f"{_WORDS}!${letter}$2:${letter}${count + 1}", allow_blank=True,
                showErrorMessage=False,
            )  # fmt: skip
            made.add(f"{where}2:{where}{_LAST}")
            sheet.add_data_validation(made)
