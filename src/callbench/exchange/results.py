"""Interviews as a table: one row an interview, one column a question, each answer with its type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from callbench.exchange.result_columns import QuestionColumn
from callbench.exchange.tables_out import CsvWriter, JsonLines, WorkbookWriter, Writer
from callbench.i18n import N_, _, pgettext
from callbench.records.calls import AnswerGiven
from callbench.records.results import ResultRow
from callbench.rules.complaints import KINDS, URGENCIES
from callbench.rules.outcomes import outcome_label

_WRITERS: Final[dict[str, type[Writer]]] = {"csv": CsvWriter, "xlsx": WorkbookWriter, "jsonl": JsonLines}
FORMATS: Final = tuple(_WRITERS)
ABOUT: Final = (
    N_("interview"), N_("day"), N_("started_at"), N_("ended_at"), N_("agent"), N_("customer_code"), N_("customer"),
    N_("phone"), N_("campaign"), N_("script"), N_("script_version"), N_("script_hash"), N_("outcome"),
    N_("outcome (label)"), N_("note"), N_("follow_up_at"),
    N_("complaint"), N_("complaint_urgency"), N_("complaint_words"), N_("corrected_at"),
)  # fmt: skip
"""Columns before the questions; translated in tables for people. JSON has their names, and no labels.

script_hash says with which content of the script an interview was made, whatever its version is called.
"""
_ONLY_TABLES: Final = ABOUT.index("outcome (label)")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d*[1-9])?")


def write_results(
    file: BinaryIO, form: str, columns: Sequence[QuestionColumn], rows: Iterable[ResultRow], zone: ZoneInfo
) -> int:
    """Write the rows as one of FORMATS, times on the clock of `zone`; how many there were.

    A refused answer is `[refused]` in tables and {"refused": true} in JSON; an empty cell was not asked or skipped.
    Tables have what was shown beside the values of choices; a workbook has the questions on a sheet of their own.
    """
    writer: Writer = _WRITERS[form](file)
    machine = form == "jsonl"
    try:
        head = [
            name if machine else _(name) for place, name in enumerate(ABOUT) if not (machine and place == _ONLY_TABLES)
        ]
        places: dict[tuple[str, str], int] = {}
        names: list[str] = []
        labelled: set[int] = set()  # places of values with what was shown in the place behind
        for column in columns:
            places[column.form_id, column.path] = len(names)
            names.append(column.name)
            if column.labelled and not machine:
                labelled.add(len(names) - 1)
                names.append(f"{column.name} (label)")
        writer.head(head + names)
        if isinstance(writer, WorkbookWriter):
            said = (_("name"), _("label"), _("kind"), _("script"))
            writer.beside(
                pgettext("sheet", "Questions"), said, [(one.name, one.label, one.kind, one.form_id) for one in columns]
            )
        count = 0
        for row in rows:
            count += 1
            answers: list[Any] = [None] * len(names)
            for answer in row.answers:
                place = places.get((row.script, answer.path))
                if place is not None:
                    answers[place] = _value(answer, machine)
                    if place in labelled and answer.state == "given":
                        answers[place + 1] = answer.label or None
            writer.row([*_about(row, zone, machine), *answers])
    except BaseException:
        writer.abort()
        raise
    writer.end()
    return count


def _about(row: ResultRow, zone: ZoneInfo, machine: bool) -> list[Any]:
    outcome = [row.outcome] if machine else [row.outcome, outcome_label(row.outcome)]
    return [
        str(row.attempt_id), row.day, _moment(row.started_at, zone, machine), _moment(row.ended_at, zone, machine),
        row.agent, row.customer_code, row.customer_name, row.phone, row.campaign, row.script, row.script_version,
        row.script_hash, *outcome, row.note, _moment(row.follow_up_at, zone, machine),
        *_complaint(row, machine), _moment(row.corrected_at, zone, machine),
    ]  # fmt: skip


def _complaint(row: ResultRow, machine: bool) -> list[Any]:
    """Kind, urgency and words; in tables for people as they are called."""
    wish = row.complaint
    if wish is None:
        return [None, None, None]
    codes = (wish.kind, wish.urgency) if machine else (_(KINDS[wish.kind]), _(URGENCIES[wish.urgency]))
    return [*codes, wish.words]


def _moment(moment: datetime | None, zone: ZoneInfo, machine: bool) -> datetime | None:
    """On the shop's clock; without its zone in tables, which know none."""
    local = moment and moment.astimezone(zone).replace(microsecond=0)
    return local if machine or local is None else local.replace(tzinfo=None)


def _value(answer: AnswerGiven, machine: bool) -> Any:
    if answer.state == "refused":
        return {"refused": True} if machine else _("[refused]")
    if answer.state == "skipped" or not answer.text:
        return None
    if answer.kind in ("integer", "decimal", "choice") or answer.state == "calculated":
        return _number(answer.text)
    if answer.kind == "choices" and machine:
        return answer.text.split()
    if answer.kind == "date":
        try:
            return date.fromisoformat(answer.text[:10])
        except ValueError:
            return answer.text
    return answer.text


def _number(text: str) -> int | float | str:
    """The number, where the text is its plain writing; `007` and long numbers of something stay texts."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
