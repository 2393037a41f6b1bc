"""The longest way through a script: most questions, and most time to talk, that one call can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from callbench.script.instances import MOST
from callbench.script.model import Script
from callbench.script.parts import SHOWN, Group, Question
from callbench.script.quality.steering import Steering
from callbench.script.quality.talk import talk_seconds
from callbench.script.state import State

EFFORT = 400_000
"""How many places may be counted in the search: about a second."""
_ALWAYS = "true()"

Weights = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PathReport:
    """The longest way through a script. questions: most that can be asked in one call.

    seconds: most time to talk, by the language as the workbook names it; the two may come from different ways.
    exact: a call can really be that long. Otherwise none is longer: a condition depends on what cannot be tried out (a
    day, a free text), or there were too many ways to go. rounds: the script has repeats whose number is not fixed; each is counted once.
    """

    questions: int
    seconds: Mapping[str, int]
    exact: bool
    rounds: bool = False


def path_report(script: Script) -> PathReport:
    """The longest way through `script`: every combination of answers that conditions tell apart is tried.

    `callbench script check` prints it; `quality` warns when it is longer than a follow-up call should be.
    """
    steering = Steering(script)
    search = Search(steering, EFFORT)
    times, rounds = _times(script)
    weights = {
        place.index: _weights(script, place.question, times.get(place.question.path, 1))
        for place in steering.layout.questions
        if place.question.kind in SHOWN
    }
    found = search.most(weights) or (0.0,) * (1 + len(script.languages))
    exact = search.complete and not steering.unsure and not any(index in steering.loose for index in _above(steering))
    seconds = {language: round(each) for language, each in zip(script.languages, found[1:], strict=True)}
    return PathReport(int(found[0]), seconds, exact and not rounds, rounds)


def _above(steering: Steering) -> set[int]:
    """Places that are shown, and their groups."""
    found: set[int] = set()
    for place in steering.layout.questions:
        if place.question.kind in SHOWN:
            here = place
            while here.index:
                found.add(here.index)
                here = steering.layout.places[here.parent]
    return found


def _weights(script: Script, question: Question, times: int) -> Weights:
    asked = question.asked and not (question.readonly and question.readonly.source == _ALWAYS)
    seconds = (talk_seconds(script, question, language) for language in script.languages)
    return (float(asked) * times, *(each * times for each in seconds))


def _times(script: Script) -> tuple[dict[str, int], bool]:
    """How often questions inside repeats of a fixed number are asked, by path; whether another number is open."""
    found: dict[str, int] = {}
    is_open = False

    def walk(items: Iterable[Question | Group], times: int) -> None:
        nonlocal is_open
        for item in items:
            if isinstance(item, Question):
                found[item.path] = times
            else:
                fixed = item.count.source.strip() if item.count else ""
                is_open |= item.repeat and not fixed.isdecimal()
                walk(item.items, times * _number(fixed) if item.repeat and fixed.isdecimal() else times)

    walk(script.items, 1)
    return found, is_open


def _number(fixed: str) -> int:
    """How many instances a call makes of so many."""
    return MOST if len(fixed) > len(str(MOST)) else min(int(fixed), MOST)


class Search:
    """Tries answers out. effort: places that may be counted; complete: it was enough so far.

    blank: any question may stay without an answer (as during a call); otherwise only those that need none.
    """

    def __init__(self, steering: Steering, effort: int, *, blank: bool = False) -> None:
        self.steering = steering
        self.effort = effort
        self.complete = True
        self.blank = blank
        self._rank = {step.index: at for at, step in enumerate(steering.program.order)}

    def most(self, weights: Mapping[int, Weights]) -> Weights:
        """The greatest sum of the weights of places asked together, each component by itself; too great when not `complete`, () for no weights."""
        return self._most(weights, list(weights), {})

    def tries(self, index: int) -> Iterator[State]:
        """The state after each set of answers that makes a difference to one place, until the effort is spent."""
        return self._tries(sorted(self.steering.needs[index], key=self._rank.__getitem__), {})

    def _tries(self, free: list[int], given: dict[int, str]) -> Iterator[State]:
        if self.effort <= 0:
            self.complete = False
        elif free:
            for value in self._values(free[0], given):
                yield from self._tries(free[1:], {**given, free[0]: value})
        else:
            self._try(given)
            yield self.steering.state

    def _most(self, weights: Mapping[int, Weights], places: Sequence[int], given: dict[int, str]) -> Weights:
        """The same for some places, what they depend on being given in part."""
        total: Weights = ()
        for together, free in self._islands(places, given):
            part = self._branch(weights, together, free, given) if free else self._count(weights, together, given)
            total = tuple(map(sum, zip(total, part, strict=True))) if total else part
        return total

    def _islands(self, places: Sequence[int], given: Mapping[int, str]) -> list[tuple[list[int], set[int]]]:
        """Places that hang together by open questions, and these questions: what is apart is tried apart."""
        islands: list[tuple[list[int], set[int]]] = []
        for place in places:
            free = set(self.steering.needs[place]) - given.keys()
            together = [place]
            apart = []
            for island in islands:
                if free & island[1] or not (free or island[1]):
                    together = island[0] + together
                    free |= island[1]
                else:
                    apart.append(island)
            islands = [*apart, (together, free)]
        return islands

    def _branch(
        self, weights: Mapping[int, Weights], places: list[int], free: set[int], given: dict[int, str]
    ) -> Weights:
        bound = _sum(weights[place] for place in places)
        if self.effort <= 0:
            self.complete = False
            return bound
        question = min(free, key=self._rank.__getitem__)
        best: Weights = tuple(0.0 for _each in bound)
        for value in self._values(question, given):
            found = self._most(weights, places, {**given, question: value})
            best = tuple(map(max, best, found))
            if best == bound:
                break
        return best

    def _values(self, index: int, given: Mapping[int, str]) -> list[str]:
        """What may be answered to a question here."""
        steering, step = self.steering, self.steering.program.steps[index]
        state = steering.state
        self._try(given)
        if not state.relevant[index]:
            return [""]
        values = list(steering.values[index])
        if step.offered is not None:
            offered = {choice.value for choice in state.offered(step)}
            values = [value for value in values if set(value.split()) <= offered]
        question = step.place.question
        must = question.asked and question.required and question.required.source == _ALWAYS and not question.refuse
        if self.blank or not must or self._is_loose(index) or not values:
            values.append("")
        return values

    def _is_loose(self, index: int) -> bool:
        places = self.steering.layout.places
        while index:
            if index in self.steering.loose:
                return True
            index = places[index].parent
        return False

    def _count(self, weights: Mapping[int, Weights], places: list[int], given: Mapping[int, str]) -> Weights:
        self._try(given)
        relevant = self.steering.state.relevant
        nothing = tuple(0.0 for _each in weights[places[0]])
        return _sum((weights[place] for place in places if relevant[place]), nothing)

    def _try(self, given: Mapping[int, str]) -> None:
        state = self.steering.state
        for index in self.steering.values:
            state.raw[index] = given.get(index, "")
        state.recompute()
        self.effort -= len(state.relevant)


def _sum(weights: Iterable[Weights], start: Weights = ()) -> Weights:
    for each in weights:
        start = tuple(a + b for a, b in zip(start, each, strict=True)) if start else each
    return start
