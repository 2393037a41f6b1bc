"""Why a file is no script at all: the refusals that several kinds of file share."""

from __future__ import annotations

from callbench.errors import FileProblem
from callbench.i18n import _


def empty(name: str) -> FileProblem:
    """Nothing is in it."""
    return FileProblem(_("The file is empty."), where=name, code="file-empty")


def too_large(name: str, megabytes: int) -> FileProblem:
    """More bytes than are read."""
    return FileProblem(
        _("The file is larger than {limit} MB.").format(limit=megabytes),
        where=name,
        todo=_("A script is small; remove pictures and sheets that do not belong to it."),
        code="file-too-large",
    )


def too_much(name: str, sheet: str, what: str) -> FileProblem:
    """A sheet that goes on and on. what: the limit in words."""
    return FileProblem(
        _("The sheet '{sheet}' holds more than {what}.").format(sheet=sheet, what=what),
        where=name,
        todo=_("A script is small; remove what does not belong to it."),
        code="sheet-too-large",
    )


def bomb(name: str) -> FileProblem:
    """A small file that unpacks to a huge one."""
    return FileProblem(
        _("The workbook unpacks to more than a script can hold."),
        where=name,
        todo=_("Copy the script's sheets into a new workbook."),
        code="file-bomb",
    )


def damaged(name: str) -> FileProblem:
    """Cut off or overwritten."""
    return FileProblem(
        _("The workbook is damaged."),
        where=name,
        todo=_("Copy it again from where it came, or open it in Excel or WPS and save it again."),
        code="file-damaged",
    )


def protected(name: str) -> FileProblem:
    """Encrypted."""
    return FileProblem(
        _("The workbook is protected with a password."),
        where=name,
        todo=_("Open it in Excel or WPS, remove the password and save it again."),
        code="file-password",
    )


def other_kind(name: str, what: str) -> FileProblem:
    """A file of another kind; what: the sentence that says which."""
    return FileProblem(
        what, where=name, todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."), code="file-kind"
    )


def no_survey(name: str, sheets: list[str]) -> FileProblem:
    """A workbook without the sheet every script has."""
    return FileProblem(
        _("There is no sheet named 'survey'; found: {sheets}").format(sheets=", ".join(sheets) or "-"),
        where=name,
        todo=_("A script needs a sheet 'survey' with the columns type, name and label."),
        code="no-survey",
    )
