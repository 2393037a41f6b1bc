"""Scripts: read and compiled, counted anew after an answer, shown as lines; each beside the least that does the same."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from itertools import cycle
from xml.parsers import expat
from zoneinfo import ZoneInfo

import long_script
from callbench.script.interview import Interview
from callbench.script.lines import Line
from callbench.script.model import Script
from callbench.script.xpath.parser import parse
from figures import Figure, figure, in_turns
from repeat_script import RepeatByHand, repeat_interview

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SIZES = (20, 228, 1_000)
REPEATS = (10, 50)
USUAL = 228


def timed(run: Callable[[], object]) -> Callable[[], float]:
    """Milliseconds of the processor for one run: what else the machine does has no part in it."""

    def measure() -> float:
        start = time.thread_time()
        run()
        return (time.thread_time() - start) * 1_000

    return measure


class Pair:
    """A script of so many rows, all of it answered, and the same by hand; both must hold the same values."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.talk = Interview(long_script.script(long_script.workbook(rows)), fields={}, now=NOW, language="zh_CN")
        self.by_hand = long_script.ByHand(rows, NOW.date())
        for row in range(rows):
            kind = long_script.KINDS[row % len(long_script.KINDS)]
            if kind in long_script.ANSWERS:
                self.answer(row, long_script.ANSWERS[kind])
        self.answer(0, "n")
        self.compare()
        self.answer(0, "y")
        self.compare()
        self.mine, self.theirs = cycle("12"), cycle("12")

    def path(self, row: int) -> str:
        n, place = divmod(row, len(long_script.KINDS))
        return f"{long_script.KINDS[place]}_{n}"

    def answer(self, row: int, text: str) -> None:
        self.talk.set(self.path(row), text)
        self.by_hand.raw[row] = text
        self.by_hand.count()

    def compare(self) -> None:
        told = {answer.path: answer.text for answer in self.talk.answers()}
        for row in range(self.rows):
            path = self.path(row)
            if path.partition("_")[0] not in ("late",):
                text = self.by_hand.values[row] if self.by_hand.relevant[row] else None
                if told.get(path) != text:
                    raise AssertionError(f"{path}: ours {told.get(path)!r}, by hand {text!r}")

    def ours(self) -> None:
        """One answer changed: checked, kept, everything counted anew."""
        self.talk.set("score_0", next(self.mine))

    def hand(self) -> None:
        self.by_hand.raw[1] = next(self.theirs)
        self.by_hand.count()


def reevaluate(n: int) -> list[Figure]:
    """p95 of one answer at each size, and how it grows."""
    pairs = {rows: Pair(rows) for rows in SIZES}
    found = []
    for rows, pair in pairs.items():
        values, floors = in_turns(n, timed(pair.ours), timed(pair.hand))
        found.append(figure(f"reevaluate_{rows}", "ms", values, floors, share=0.95))
    large, usual = pairs[SIZES[-1]], pairs[USUAL]
    values, floors = in_turns(n, timed(large.ours), timed(usual.ours))
    each = ([ms * 1_000 / large.rows for ms in values], [ms * 1_000 / usual.rows for ms in floors])
    return [*found, figure("reevaluate_growth", "us a row", *each)]


def elementpath(n: int) -> list[Figure]:
    """Everything counted anew at 228 rows against elementpath on the same expressions."""
    from other_engine import Elementpath

    pair = Pair(USUAL)
    values = {answer.question: answer.text for answer in pair.talk.answers()}
    names = [question.name for question in pair.talk.script.questions()]
    conditions = {
        f"{question.name} {column}": expression.source
        for question in pair.talk.script.questions()
        for column in ("relevant", "calculation")
        if (expression := getattr(question, column))
    }
    other = Elementpath(conditions, {name: values.get(name, "") for name in names}, NOW.date())
    shown = {line.path for line in pair.talk.lines()}
    for name, value in other.count().items():
        question, column = name.split()
        if column == "relevant" and bool(value) != (question in shown):
            raise AssertionError(f"{name}: elementpath {value!r}")
    return [figure("reevaluate_elementpath", "ms", *in_turns(n, timed(pair.ours), timed(other.count)))]


def lines(n: int) -> list[Figure]:
    """The lines after one answer against making as many line records from values that are ready."""
    pair = Pair(USUAL)
    ready = [{each.name: getattr(line, each.name) for each in dataclasses.fields(line)} for line in pair.talk.lines()]

    def ours() -> float:
        pair.ours()
        return timed(pair.talk.lines)()

    return [figure("lines_228", "ms", *in_turns(n, ours, timed(lambda: [Line(**values) for values in ready])))]


def load(n: int) -> list[Figure]:
    """A workbook read and compiled against unpacking and parsing its XML; then its canonical JSON and hash."""
    data = long_script.workbook(USUAL)

    def ours() -> Script:
        parse.cache_clear()  # nobody imports the same expressions twice
        return long_script.script(data)

    def least() -> int:
        seen = 0

        def count(*_told: object) -> None:
            nonlocal seen
            seen += 1

        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    reader = expat.ParserCreate()
                    reader.StartElementHandler = reader.EndElementHandler = reader.CharacterDataHandler = count
                    reader.Parse(archive.read(name), True)
        return seen

    whole = ours()
    tree = json.loads(whole.canonical())

    def canonical() -> str:
        return dataclasses.replace(whole).hash  # a copy has counted nothing yet

    def plain() -> str:
        text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    if canonical() != plain():
        raise AssertionError("the plain JSON is another")
    return [
        figure("load_228", "ms", *in_turns(max(3, n // 5), timed(ours), timed(least))),
        figure("canonical_228", "ms", *in_turns(n, timed(canonical), timed(plain))),
    ]


def repeats(n: int) -> list[Figure]:
    """p95 of one answer inside a repeat of 10 and of 50 instances, with sums over them outside."""
    found = []
    for instances in REPEATS:
        talk, by_hand = repeat_interview(instances, NOW), RepeatByHand(instances)
        mine, theirs = cycle("12"), cycle("12")

        def ours(talk: Interview = talk, answers: Iterator[str] = mine) -> None:
            talk.set("visits[1]/score", next(answers))

        def hand(by_hand: RepeatByHand = by_hand, answers: Iterator[str] = theirs) -> None:
            by_hand.scores[0] = next(answers)
            by_hand.count()

        ours(), hand()
        told = {answer.path: answer.text for answer in talk.answers()}
        if (told["total"], told["many"], told["worst"]) != by_hand.count():
            raise AssertionError(f"ours {told}, by hand {by_hand.count()}")
        found.append(figure(f"repeat_{instances}", "ms", *in_turns(n, timed(ours), timed(hand)), share=0.95))
    return found
