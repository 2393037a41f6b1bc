"""Dialling: the program of `dial.command` is started with a number; nothing of it reaches the terminal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

from callbench.config import Settings
from callbench.errors import CallbenchError, Conflict, SettingsProblem
from callbench.i18n import _
from callbench.records.people import Phone
from callbench.system_words import system_words
from callbench.values.phone import is_callable, national_digits


def check_callable(phone: Phone | None) -> Phone:
    """The number, when it may be offered, copied or dialled. Raises Conflict for none, a bad, an emergency or a short one."""
    if phone is None or phone.state != "valid" or not is_callable(phone.e164):
        raise Conflict(
            _("There is no number that can be called."), todo=_("Supplement the profile first."), code="no-number"
        )
    return phone


def program(settings: Settings) -> str:
    """The name of the program that dials. Raises SettingsProblem where none is set."""
    if not settings["dial.command"]:
        raise SettingsProblem(
            _("No program to dial with is set."),
            where="dial.command",
            todo=_('Set one: command = ["xdg-open", "tel:{e164}"] under [dial].'),
        )
    return str(settings["dial.command"][0])


def dial_words(settings: Settings, phone: Phone | None) -> tuple[str, ...]:
    """The program and its arguments for this number. Raises SettingsProblem without a program, Conflict as `check_callable`."""
    program(settings)
    called = check_callable(phone)
    stands_for = {"e164": called.e164, "national": national_digits(called.e164), "ext": called.ext}
    return tuple(re.sub(r"{(\w+)}", lambda found: stands_for[found[1]], word) for word in settings["dial.command"])


def start(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the program in a session of its own, without a shell, its input and output nowhere; it outlives us.

    Meant for a thread: a program on a slow disk takes its time. Raises SettingsProblem when it cannot be started.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - the words come from the shop's own settings, the number is digits
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        why = _("there is no such program")
    except (OSError, ValueError) as error:
        why = system_words(error) if isinstance(error, OSError) else str(error)
    raise SettingsProblem(
        _("{program} cannot be started: {why}").format(program=words[0], why=why), where="dial.command"
    )


def failed(program: str, code: int) -> CallbenchError | None:
    """What an exit code of the program says; None when it did its work."""
    if code == 0:
        return None
    return CallbenchError(
        _("{program} ended with code {code}; the number was perhaps not dialled.").format(program=program, code=code),
        where="dial.command",
        code="dial",
    )
