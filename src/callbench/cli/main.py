"""The first door: a line of words in, data and talk out, an exit code back.

Help, version and the bench itself are answered without click, which alone takes longer to load than the help may take.
"""

from __future__ import annotations

import errno
import os
import sys

from callbench import __version__, i18n
from callbench.cli import say
from callbench.cli.front import Front, choose_language, read_front
from callbench.errors import EXIT_DONE, EXIT_UNUSABLE, CallbenchError, FileProblem, UsageProblem
from callbench.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_CLOSED = 141  # 128 + SIGPIPE
# What writing to standard output ends with when its disk fails; bases and files tell theirs themselves.
_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_DEFECT = 70  # sysexits EX_SOFTWARE: neither of the documented endings


def main(words: Sequence[str] | None = None) -> int:
    """Run one line (sys.argv when none is given). Returns the exit code; raises nothing."""
    words = sys.argv[1:] if words is None else words
    say.prepare_streams()
    front = read_front(words)
    i18n.use_language(choose_language(front.wish.lang))
    try:
        code = _answer(front, words)
        sys.stdout.flush()
    except CallbenchError as error:
        say.refuse(error, as_data=front.wish.json)
        if error.exit_code == EXIT_UNUSABLE:
            from callbench.log import note

            note(f"refused: {error.code}")
        return error.exit_code
    except KeyboardInterrupt:
        say.talk("\n" + _("Stopped."))
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _CLOSED
    except OSError as error:
        if error.errno not in _OUTPUT:
            return _defect(error)
        from callbench.system_words import system_words

        _drop_output()
        why = FileProblem(
            _("The output cannot be written: {why}").format(why=system_words(error)), code="output-unwritable"
        )
        say.refuse(why, as_data=front.wish.json)
        return why.exit_code
    except Exception as error:
        return _defect(error)
    return code


def _drop_output() -> None:
    """Nobody takes our output any more; what is still buffered must not complain when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _answer(front: Front, words: Sequence[str]) -> int:
    if front.asks == "help":
        from callbench.cli.help import first_page

        say.lines(first_page().split("\n"))
    elif front.asks == "version":
        say.lines([f"callbench {__version__}"])
    elif front.asks == "bench":
        from callbench.cli.bench import open_screens

        return open_screens(front.wish)
    else:
        return _command(words)
    return EXIT_DONE


def _command(words: Sequence[str]) -> int:
    """Let click read the line and run the command."""
    import click

    from callbench.cli.base import Group, reason
    from callbench.cli.front import Wish

    group = Group()
    try:  # not click's own main: endings and interruptions are told here
        with group.make_context("callbench", list(words), obj=Wish()) as context:
            code = group.invoke(context)
    except click.exceptions.Exit as ending:
        code = ending.exit_code
    except click.UsageError as error:
        path = "callbench" if error.ctx is None else error.ctx.command_path
        raise UsageProblem(
            reason(error), where=path, todo=_("'{command} --help' says what is possible.").format(command=path)
        ) from None
    return code if isinstance(code, int) else EXIT_DONE


def _defect(error: Exception) -> int:
    from callbench.log import failure

    kind = type(error).__name__
    path = failure(error)
    if path is None:
        say.talk(_("callbench failed unexpectedly ({kind}).").format(kind=kind))
    else:
        say.talk(_("callbench failed unexpectedly ({kind}). The place is in {path}").format(kind=kind, path=path))
    return _DEFECT


if __name__ == "__main__":
    sys.exit(main())
