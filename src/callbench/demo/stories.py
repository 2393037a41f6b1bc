"""What happened to the demo's customers so far: a few stories, told relative to now, in shares of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

MOMENTS: Final = tuple(
    timedelta(days=days, minutes=minutes)
    for days, minutes in ((0, -8), (0, -50), (-1, 0), (0, 25), (0, 130), (1, 0), (3, 0))
)
"""When callbacks were agreed for, from now; moved into calling hours."""


@dataclass(frozen=True, slots=True)
class Story:
    """share: of 60 customers. most: how many of it at any size of the shop. created: days ago, drawn from the range.

    calls: (day, outcome), oldest first; the day counts forward from the creation where `past`, else back from today.
    ready: days from today an item without calls becomes ready. agreed: which of MOMENTS the last call booked, -1 for none.
    phone: whether there is a number to call. evening: calls are made late, so that their repetition is due the next morning.
    """

    share: int
    created: tuple[int, int]
    calls: tuple[tuple[int, str], ...] = ()
    past: bool = False
    ready: int = 0
    agreed: int = -1
    phone: bool = True
    evening: bool = False
    most: int = 1_000_000


STORIES: Final = (
    # finished in the last weeks
    Story(6, (6, 24), ((0, "completed"),), past=True),
    Story(3, (8, 24), ((0, "no_answer"), (1, "completed")), past=True),
    Story(2, (9, 24), ((0, "busy"), (1, "completed")), past=True),
    Story(2, (10, 24), ((0, "callback_agreed"), (2, "completed")), past=True),
    Story(1, (9, 20), ((0, "refused_for_good"),), past=True),
    Story(1, (9, 20), ((0, "do_not_call"),), past=True),
    # today's work so far
    Story(5, (0, 1), ((0, "completed"),), most=90),
    Story(2, (1, 2), ((1, "no_answer"), (0, "completed")), most=40),
    Story(2, (0, 1), ((0, "no_answer"),), most=30),
    Story(1, (0, 1), ((0, "busy"),), most=15),
    Story(1, (0, 2), ((0, "refused_now"),), most=10),
    Story(1, (1, 2), ((0, "broke_off"),), most=5),
    # agreed with the customer: just due, overdue, and later; the last two booked today
    *(
        Story(1, (3, 4), ((2 if n < len(MOMENTS) - 2 else 0, "callback_agreed"),), agreed=n, most=25)
        for n in range(len(MOMENTS))
    ),
    # waiting: overdue, due again, due, later, without a number
    Story(4, (3, 6), ready=-2),
    Story(2, (4, 6), ((4, "no_answer"), (3, "switched_off"))),
    Story(4, (2, 3), ((1, "switched_off"),), evening=True),
    Story(9, (0, 0)),
    Story(4, (0, 0), ready=1),
    Story(2, (0, 0), ready=3),
    Story(1, (0, 1), phone=False, most=40),
)
BEFORE: Final = Story(0, (40, 80), ((0, "completed"),), past=True)
"""An earlier round of calls, so that the card of an open customer has something to tell."""


def cast(customers: int, rng: Random) -> list[Story]:
    """One story a customer, in the shares of STORIES, mixed; what is capped is made up for by finished and due ones."""
    whole = sum(story.share for story in STORIES)
    parts = [min(story.most, story.share * customers // whole) for story in STORIES]
    plenty = [n for n, story in enumerate(STORIES) if story.most >= customers]
    for n in range(customers - sum(parts)):
        parts[plenty[n * 7 % len(plenty)]] += 1
    told = [story for story, n in zip(STORIES, parts, strict=True) for _n in range(n)]
    rng.shuffle(told)
    return told
