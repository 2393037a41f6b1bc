"""`callbench call`: a whole call line by line, for screen readers, plain terminals and scripts that type."""

from __future__ import annotations

import sys

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.outcome import chosen, override_option
from callbench.errors import EXIT_DONE
from callbench.i18n import N_, language


@base.command(
    "call",
    N_(
        "Make a call here: the script's questions line by line, then the outcome. Every answer is kept as it is given; ? tells what can be typed."
    ),
    json=False,
)
@base.argument(
    "item", N_("ITEM|CUSTOMER"), N_("Its id, as `next` and `queue` tell it, or a customer; the next one when left out."),
    required=False,
)  # fmt: skip
@override_option
@base.agent_option
def call(door: Door, item: str | None, override: str, agent: str | None) -> int:
    """Go through one call. Findings when the input ended before the result was saved."""
    from callbench.cli import cards
    from callbench.cli.books import OnDisk
    from callbench.cli.dialogue import Dialogue
    from callbench.desk import calling
    from callbench.desk.customers import field_check
    from callbench.records.calls import NothingNow
    from callbench.script.interview import interview_of

    who = door.agent(agent)
    door.mind_the_clock()
    found = chosen(door, who, item, override) if item else calling.take_next(door.bench, who)
    if isinstance(found, NothingNow):
        say.lines(cards.nothing_card(found, door.settings.zone))
        return EXIT_DONE
    reads = field_check(door.settings, door.clock)
    interview = interview_of(found, door.local_now(), language(), door.settings["shop.region"], reads)
    return Dialogue(interview, OnDisk(door, who, found), read_line).run()


def read_line(prompt: str) -> str | None:
    """What is typed, without its line break; None at the end of the input. The prompt is shown to people only."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        try:
            return input(prompt)
        except EOFError:
            return None
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
