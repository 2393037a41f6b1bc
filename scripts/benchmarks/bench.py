"""The benchmarks: every figure beside its floor from the same run, as one JSON line.

value and floor are medians of n measurements taken in turns; ratio is value / floor. Aims are told on stderr.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from figures import Figure, talk

ROOT = Path(__file__).resolve().parents[2]
AIMS = {
    "help": 4.0, "first_paint": 1.15, "usable_queue": 2.7, "memory": 1.5, "take_next": 3.0, "save_result": 2.0, "day_summary": 2.0,
    **{f"{what}_{size}{end}": 3.0 for what in ("take", "return") for size in ("10k", "100k", "1m") for end in ("", "_p99")},
    "take_growth": 1.3, "take_growth_p99": 1.3, "queue_page_1m": 5.0, "queue_counts_1m": 4.0,
    "plan_run": 8.0, "plan_run_memory": 1.5,
    **{f"past_{what}": 3.0 for what in ("take", "return", "take_p99", "return_p99")},
    "past_queue_page": 5.0, "past_queue_counts": 4.0, "past_why": 40.0, "past_card": 5.0,
    "reevaluate_20": 8.0, "reevaluate_228": 8.0, "reevaluate_1000": 12.0, "reevaluate_growth": 1.3, "reevaluate_elementpath": 0.1,
    "lines_228": 1.0, "load_228": 12.0, "canonical_228": 5.0, "repeat_10": 15.0, "repeat_50": 12.0,
    "key_8": 2.0, "key_60": 2.0, "key_228": 2.0, "key_growth": 1.2, "next_customer": 5.0, "open_call": 2.0, "memory_calls": 1.1,
    "keys_closed_question": 1.0, "keys_call_8_questions": 1.0, "keys_unanswered": 1.0, "keys_follow_up_preset": 1.0,
}  # fmt: skip
LIMITS = {
    "reevaluate_228": 2.0,
    "lines_228": 1.0,
    "load_228": 100.0,
    "queue_counts_1m": 5.0,
    "past_queue_counts": 5.0,
    "plan_run": 20.0,
}
"""What holds on a quiet machine, in the figure's own unit, whatever the floor does."""
GROUPS = (
    ("help",), ("first_paint", "usable_queue"), ("memory",), ("take_next", "save_result"), ("day_summary",),
    (*(f"{what}_{size}{end}" for what in ("take", "return") for size in ("10k", "100k", "1m") for end in ("", "_p99")),
     "take_growth", "take_growth_p99", "queue_page_1m", "queue_counts_1m"),
    ("plan_run", "plan_run_memory"),
    ("reevaluate_20", "reevaluate_228", "reevaluate_1000", "reevaluate_growth"), ("reevaluate_elementpath",), ("lines_228",),
    ("load_228", "canonical_228"), ("repeat_10", "repeat_50"),
    ("key_8", "key_60", "key_228", "key_growth"), ("next_customer", "open_call"), ("memory_calls",),
    ("keys_closed_question", "keys_call_8_questions", "keys_unanswered", "keys_follow_up_preset"),
)  # fmt: skip
ASKED_FOR = (tuple(f"past_{what}" for what in (
    "take", "return", "queue_page", "queue_counts", "why", "card", "take_p99", "return_p99"
)),)  # fmt: skip
"""Groups that are only run when they are named: their base alone takes longer than all others."""


class Benchmarks:
    """Runs groups of figures; the base is made when the first one needs it."""

    def __init__(self, given: argparse.Namespace, place: Path) -> None:
        self.given = given
        self.place = place
        self.made: Path | None = given.base

    def base(self) -> Path:
        """The generated base, or the one named."""
        if self.made is None:
            from make_base import make_base

            self.made = self.place / "base.db"
            talk(f"making a base of {self.given.customers:,} customers and {self.given.calls:,} calls …")
            start = time.perf_counter()
            rows = make_base(
                self.made, customers=self.given.customers, calls=self.given.calls, calls_a_day=self.given.calls_a_day
            )
            talk(f"  {rows:,} rows in {time.perf_counter() - start:.0f} s")
        return self.made

    def run(self, group: tuple[str, ...]) -> list[Figure]:
        """All figures of a group."""
        import calling
        import keys
        import long_past
        import painting
        import plan_run
        import queue_size
        import script_room
        import starting

        def with_queue(measure: Callable[[int, Path, str, str], list[Figure]], n: int) -> list[Figure]:
            return measure(self.times(n), self.base(), *calling.first_in_queue(self.base()))

        match group[0]:
            case "help":
                return starting.help_page(self.times(30))
            case "first_paint":
                return with_queue(starting.start, 20)
            case "memory":
                return with_queue(starting.memory, 5)
            case "take_next":
                return calling.calls(self.times(300), self.base(), self.place)
            case "take_10k":
                return queue_size.sizes(self.times(200), self.place, self.sizes())
            case "plan_run":
                return plan_run.plan_run(self.times(3), self.given.customers, self.place)
            case "past_take":
                return long_past.long_past(self.times(200), self.place, self.given.base)
            case "reevaluate_20":
                return script_room.reevaluate(self.times(300))
            case "reevaluate_elementpath":
                return script_room.elementpath(self.times(40))
            case "lines_228":
                return script_room.lines(self.times(200))
            case "load_228":
                return script_room.load(self.times(100))
            case "repeat_10":
                return script_room.repeats(self.times(200))
            case "key_8":
                return painting.keys(self.times(60), self.base(), self.place, calling.first_in_queue(self.base())[0])
            case "next_customer":
                agent = calling.first_in_queue(self.base())[0]
                return painting.next_customer(self.times(40), self.base(), self.place, agent)
            case "memory_calls":
                agent = calling.first_in_queue(self.base())[0]
                return painting.many_calls(self.base(), self.place, agent)
            case "keys_closed_question":
                return keys.keys(self.base(), self.place, *calling.first_in_queue(self.base()))
            case _:
                return calling.day_summary(self.times(20), self.base())

    def sizes(self) -> tuple[str, ...]:
        """The sizes of queues that the figures asked for need; all when none is named."""
        from queue_size import SIZES

        both = ("10k", "1m")
        ends = {"take_growth": both, "take_growth_p99": both, "queue_page_1m": ("1m",), "queue_counts_1m": ("1m",)}
        asked = {size for name in self.given.names for size in ends.get(name, name.split("_")[1:2])}
        return tuple(size for size in SIZES if size in asked or not self.given.names)

    def times(self, n: int) -> int:
        """How often to measure: n, or what was asked."""
        asked: int | None = self.given.repeat
        return asked or n


def main() -> int:
    """Read the arguments, print the figures."""
    groups = (*GROUPS, *ASKED_FOR)
    known = [name for group in groups for name in group]
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="figures: " + ", ".join(known) + "; all but past_… when none is named"
    )
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--calls-a-day", type=int, default=10_000)
    parser.add_argument("--base", type=Path, help="a base that scripts/make_base made, instead of a new one")
    parser.add_argument("--repeat", type=int, help="measure this often instead of the usual number")
    given = parser.parse_args()
    if unknown := set(given.names) - set(known):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    (ROOT / ".bench").mkdir(
        exist_ok=True
    )  # on the disk of the project: a temporary folder may be memory, where nothing is durable
    with tempfile.TemporaryDirectory(dir=ROOT / ".bench") as folder:
        benchmarks = Benchmarks(given, Path(folder))
        for group in groups if given.names else GROUPS:
            if given.names and not set(group) & set(given.names):
                continue
            for found in benchmarks.run(group):
                if given.names and found.figure not in given.names:
                    continue
                print(found.line(), flush=True)
                aim = AIMS[found.figure]
                said = "within" if found.ratio <= aim else "ABOVE"
                limit = LIMITS.get(found.figure)
                beside = f"; {'within' if found.value <= limit else 'ABOVE'} {limit} {found.unit}" if limit else ""
                talk(
                    f"{found.figure}: {found.value} {found.unit}, {found.ratio:.2f} x the floor, {said} the aim of {aim}{beside}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
