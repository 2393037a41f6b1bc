"""`callbench script try`: a script gone through for practice, line by line or on the screens; no data is touched."""

from __future__ import annotations

from callbench.cli import base
from callbench.cli.bench import need_terminal, open_on
from callbench.cli.call import read_line
from callbench.cli.door import Door
from callbench.cli.script_show import SCRIPT, SCRIPT_HELP, script_seen
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, language
from callbench.text import clean


@base.command(
    "try",
    N_("Go through a script for practice, drafts too. At the end it says what would have been saved; nothing is."),
    json=False,
)
@base.argument("name", SCRIPT, SCRIPT_HELP)
@base.option(
    "--fields",
    "given",
    multiple=True,
    metavar=N_("NAME=TEXT"),
    said=N_("What the script is told of the customer, by the field's name; may be repeated."),
)
@base.option(
    "--tui", is_flag=True, said=N_("On the call screen, with invented customers on a base that is thrown away.")
)
def try_(door: Door, name: str, given: tuple[str, ...], tui: bool) -> int:
    """Run the dialogue, or the screens."""
    if tui:
        need_terminal()
    seen, own = script_seen(door, name), door.known_outcomes()
    door.close()
    fields = _fields(given)
    if tui:
        from callbench.desk.practice import AGENT, practice_base

        with practice_base(seen, door.settings, door.clock, fields, own) as (path, settings):
            return open_on(str(path), settings, door.clock, AGENT, practice=True)
    from callbench.cli.dialogue import Dialogue
    from callbench.cli.practice import Practice
    from callbench.desk.customers import field_check
    from callbench.desk.practice import practice_fields
    from callbench.script.interview import Interview

    known = practice_fields(seen.script, fields, door.local_now())
    interview = Interview(
        seen.script, fields=known, now=door.local_now(), language=language(), region=door.settings["shop.region"],
        accepts=field_check(door.settings, door.clock),
    )  # fmt: skip
    return Dialogue(interview, Practice(door, seen, known, interview), read_line).run()


def _fields(given: tuple[str, ...]) -> dict[str, str]:
    fields = {}
    for words in given:
        name, equals, text = words.partition("=")
        if not equals or not name.strip():
            raise UsageProblem(_("{text!r} is not NAME=TEXT.").format(text=clean(words, limit=60)), where="--fields")
        fields[name.strip()] = clean(text)
    return fields
