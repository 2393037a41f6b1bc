"""What could be better in a script: everything a machine can see, each with its cell, as warnings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from callbench.script.digits import digits_for, scale
from callbench.script.model import Script
from callbench.script.parts import ASKED, SHOWN, Choice, Group, Question, Texts
from callbench.script.problems import ScriptProblem
from callbench.script.quality.card_fields import Holds, unfit, unfit_choices
from callbench.script.quality.longest_path import EFFORT, Search, path_report
from callbench.script.quality.scales import FALLING, direction, ends_told, is_bare, is_range_scale
from callbench.script.quality.steering import Steering
from callbench.script.quality.talk import spoken_seconds
from callbench.script.telling.authored import plain_word
from callbench.script.telling.cells import Cells
from callbench.text import nearest
from callbench.values.problem import ValueProblem
from callbench.values.when import read_when

MOST_QUESTIONS = 12
MOST_SECONDS = 300
"""A follow-up call stays under five minutes (field practice)."""
LONGEST_SAY = 30
"""Seconds an agent may speak without a break: our assumption."""
_TEXTS = {
    "label": "label", "hint": "hint", "say": "callbench::say", "objection": "callbench::objection",
    "required_message": "required_message", "constraint_message": "constraint_message",
}  # fmt: skip
_ON_SCALE = {"csat": (1, 5), "attitude": (1, 5), "efficiency": (1, 5), "effect": (1, 5), "nps": (0, 10), "ces": (1, 7)}
"""The answers a measure is computed from (RULES, "Measures")."""
_SOME_DAY = datetime(2026, 1, 1, 10, tzinfo=UTC)
_SATISFACTION = ("csat", "attitude", "efficiency", "effect")
_SEARCHED = frozenset({"autocomplete", "minimal", "search"})  # appearances of lists that are typed into
_NO_ANSWER = re.compile(
    r"不知道|不清楚|不确定|不记得|没印象|说不[清好准]|不好说|没想好|不愿|不想|不方便|拒绝|不适用|没有意见"
    r"|(?:don['’]?t|do not|does not) (?:know|remember|recall)|not sure|unsure|can(?:no|['’])t (?:say|tell)|refus"
    r"|prefer not|rather not|no opinion|no answer|not applicable|\bn/a\b|undecided",
    re.IGNORECASE,
)
_NO_ANSWER_VALUES = frozenset(
    ["dk", "dont_know", "don_t_know", "unknown", "unsure", "refused", "refuse", "ref", "na", "n_a"]
) | frozenset({"88", "98", "99", "888", "998", "999", "-1", "-88", "-98", "-99", "-999"})


def quality(
    script: Script, cells: Cells | None = None, *, profile: Collection[str] = (), holds: Holds | None = None
) -> tuple[ScriptProblem, ...]:
    """What could be better in `script`, in the order of its questions; all are warnings.

    cells: where everything stands in the file; without it problems name the question only. profile: fields that
    callbench::profile may name; none are checked when it is empty. holds: what these fields can hold; without it no
    choice is tried. What `compile_script` has told (double labels, unused lists, choices that are none) is not told again.
    """
    return tuple(_Report(script, cells, profile, holds).all())


class _Report:
    def __init__(self, script: Script, cells: Cells | None, profile: Collection[str], holds: Holds | None) -> None:
        self.script, self.cells, self.profile, self.holds = script, cells, profile, holds
        self.steering = Steering(script)
        self.search = Search(self.steering, EFFORT, blank=True)
        named = [language for language in script.languages if language]
        self.languages = named if len(named) > 1 else []
        self.first_scale: tuple[int, str] | None = None

    def all(self) -> Iterator[ScriptProblem]:
        never = self._never_asked()
        for place in self.steering.layout.places[1:]:
            item = place.item
            if place.index in never:
                yield self._at(item, "unreachable", "relevant")
            if isinstance(item, Group):
                yield from self._translations(item, ("label",))
            elif isinstance(item, Question):
                if item.kind in SHOWN:
                    yield from self._question(item)
                if item.profile and self.profile:
                    yield from self._profile(item)
        for name in sorted({question.choices for question in self.script.questions()} & self.script.lists.keys()):
            yield from self._list(name)
        yield from self._whole()

    def _question(self, question: Question) -> Iterator[ScriptProblem]:
        yield from self._translations(question, tuple(_TEXTS))
        if question.kind == "note" and question.required:
            yield self._at(question, "required-note", "required")
        if question.kind in ASKED:
            yield from self._answers(question)
            yield from self._scale(question)
            yield from self._measure(question)
        if question.follow_up and _is_no_moment(plain_word(question.follow_up) or ""):
            yield self._at(question, "no-moment", "follow_up", text=plain_word(question.follow_up))
        for language, said in question.say.items():
            seconds = spoken_seconds(said)
            if seconds > LONGEST_SAY:
                yield self._at(question, "long-say", "say", language, seconds=round(seconds), limit=LONGEST_SAY)
                break

    def _translations(self, item: Question | Group, fields: tuple[str, ...]) -> Iterator[ScriptProblem]:
        for field in fields:
            texts: Texts = getattr(item, field)
            for language in self._missing(texts):
                found = self._place(item, field, language) or self._place(item, field, next(iter(texts)))
                yield self._problem(
                    "missing-translation", found, item.name, column=_TEXTS.get(field, field), language=language
                )

    def _missing(self, texts: Texts) -> list[str]:
        if not texts or "" in texts:  # a column without a language speaks for all
            return []
        return [language for language in self.languages if not texts.get(language)]

    def _answers(self, question: Question) -> Iterator[ScriptProblem]:
        choices = self._choices(question)
        open_to_all = question.refuse or question.kind == "acknowledge" or any(map(_is_way_out, choices))
        if question.required and not question.readonly and not open_to_all:
            yield self._at(question, "no-refusal", "required")
        searched = question.choice_filter or _SEARCHED & set(question.appearance.split())
        if choices and not searched and "" in digits_for([choice.value for choice in choices]):
            yield self._at(question, "many-choices", "kind", n=len(choices))

    def _scale(self, question: Question) -> Iterator[ScriptProblem]:
        bare = False
        if is_range_scale(question):
            hinted = any(question.hint.values())  # a hint that one language lacks is another remark
            bare = not hinted and any(not ends_told(question, language) for language in self.script.languages)
            ends = question.parameters["start"], question.parameters["end"]
        elif question.kind == "select_one" and (choices := self._choices(question)):
            ends = choices[0].value, choices[-1].value
            told = [next(iter(choice.label.values()), choice.value) for choice in choices]
            bare = not question.hint and is_bare(told)
        if bare:
            yield self._at(question, "bare-scale", "hint", low=ends[0], high=ends[1])
        found = direction(self.script, question)
        if found == FALLING and question.measure in _SATISFACTION:
            yield self._at(question, "scale-reversed", "choices")
        elif found and self.first_scale and self.first_scale[0] != found:
            yield self._at(question, "scales-differ", "choices", other=self.first_scale[1])
        elif found and not self.first_scale:
            self.first_scale = (found, question.name)

    def _measure(self, question: Question) -> Iterator[ScriptProblem]:
        if not question.measure:
            return
        closed = question.kind in ("select_one", "range")
        if not closed and (question.kind != "integer" or question.measure == "resolved"):
            yield self._at(question, "measure-type", "measure", measure=question.measure)
        elif closed and (ends := _ON_SCALE.get(question.measure)):
            points = scale(question) if question.kind == "range" else self._numbers(question)
            numbers = [int(point) for point in points]
            if not numbers or (min(numbers), max(numbers)) != ends:
                yield self._at(question, "off-measure", "measure", measure=question.measure, low=ends[0], high=ends[1])

    def _profile(self, question: Question) -> Iterator[ScriptProblem]:
        name = question.profile
        if name not in self.profile:
            yield self._at(question, "unknown-profile", "profile", suggestion=nearest(name, self.profile), name=name)
        elif code := unfit(question):
            yield self._at(question, code, "kind", name=name)
        elif self.holds:
            choices = [choice for choice in self._choices(question) if not _is_no_answer(choice)]
            for choice, text, why in unfit_choices(question, choices, self.holds):
                found = self._choice_place(question.choices, choice.value, "value") or self._place(question, "kind")
                yield self._problem("profile-choice", found or "choices", question.name, text=text, name=name, why=why)

    def _numbers(self, question: Question) -> list[str]:
        """The values of choices that are numbers and do not mean that there is no answer."""
        values = [choice.value for choice in self._choices(question) if not _is_no_answer(choice)]
        return [value for value in values if re.fullmatch(r"-?[0-9]{1,4}", value)]

    def _list(self, name: str) -> Iterator[ScriptProblem]:
        choices = self.script.lists[name].choices
        offered = self._offered(name)
        for choice in choices:
            for language in self._missing(choice.label):
                places = (self._choice_place(name, choice.value, "label", each) for each in (language, *choice.label))
                found = next(filter(None, places), "")
                yield self._problem("missing-translation", found or "choices", "", column="label", language=language)
            if _is_no_moment(choice.follow_up):
                found = self._choice_place(name, choice.value, "follow_up")
                yield self._problem("no-moment", found or "choices", "", text=choice.follow_up)
            if offered is not None and choice.value not in offered:
                found = self._choice_place(name, choice.value, "value")
                yield self._problem("never-offered", found or "choices", "", name=choice.value, list=name)

    def _offered(self, name: str) -> set[str] | None:
        """The choices of a list that some question offers in some call; None when that cannot be told."""
        values = {choice.value for choice in self.script.lists[name].choices}
        seen: set[str] = set()
        for place in self.steering.layout.questions:
            if place.question.choices != name:
                continue
            step = self.steering.program.steps[place.index]
            if step.offered is None:  # every choice, or a filter that cannot be tried out
                return None
            for state in self.search.tries(place.index):
                if state.relevant[place.index]:
                    seen |= {choice.value for choice in state.offered(step)}
                if seen == values:
                    return seen
        return seen if self.search.complete else None

    def _never_asked(self) -> set[int]:
        """Places whose condition never holds, whatever is answered; those inside of others left out."""
        never: set[int] = set()
        inside: set[int] = set()
        for place in self.steering.layout.places[1:]:
            if place.parent in inside:
                inside.add(place.index)
            elif not any(state.relevant[place.index] for state in self.search.tries(place.index)):
                if not self.search.complete:
                    break
                inside.add(place.index)
                shown = isinstance(place.item, Group) or place.question.kind in SHOWN
                never |= {place.index} if shown else set()
        return never

    def _whole(self) -> Iterator[ScriptProblem]:
        for language in self._missing(self.script.titles):
            found = self.cells.of_setting("titles", language) if self.cells else ""
            yield self._problem("missing-translation", found or "settings", "", column="form_title", language=language)
        path = path_report(self.script)
        if path.questions > MOST_QUESTIONS and path.exact:
            yield self._problem("many-questions", "survey", "", n=path.questions, limit=MOST_QUESTIONS)
        language, seconds = max(path.seconds.items(), key=lambda each: (each[1], each[0]))
        if seconds >= MOST_SECONDS and path.exact:
            time, limit = (f"{each // 60}:{each % 60:02}" for each in (seconds, MOST_SECONDS))
            yield self._problem("long-call", "survey", "", time=f"{language} {time}".lstrip(), limit=limit)

    def _choices(self, question: Question) -> tuple[Choice, ...]:
        found = self.script.lists.get(question.choices)
        return found.choices if found else ()

    def _place(self, item: Question | Group, field: str, language: str = "") -> str:
        return self.cells.of_item(item.path, field, language) if self.cells else ""

    def _choice_place(self, list_name: str, value: str, field: str, language: str = "") -> str:
        return self.cells.of_choice(list_name, value, field, language) if self.cells else ""

    def _at(
        self, item: Question | Group | None, code: str, field: str, language: str = "", *, suggestion: str = "",
        **values: object,
    ) -> ScriptProblem:  # fmt: skip
        assert item is not None
        place = self._place(item, field, language) or self._place(item, "kind") or "survey"
        return self._problem(code, place, item.name, suggestion=suggestion, **values)

    def _problem(
        self, code: str, place: str, question: str, *, suggestion: str = "", **values: object
    ) -> ScriptProblem:
        sheet, _mark, cell = place.partition("!")
        return ScriptProblem(code, sheet, cell, question, suggestion=suggestion, values=dict(values))


def _is_no_moment(words: str) -> bool:
    """Whether words proposed for a follow-up mean no time, whatever the day; a day that is past now is one."""
    if not words:
        return False
    try:
        read_when(words, _SOME_DAY)
    except ValueProblem as problem:
        return problem.code not in ("past", "too_far", "no_calendar")  # the shop has one
    return False


def _is_no_answer(choice: Choice) -> bool:
    """Whether a choice means that the customer does not know or refuses."""
    return choice.value.casefold() in _NO_ANSWER_VALUES or any(
        _NO_ANSWER.search(text) for text in choice.label.values()
    )


def _is_way_out(choice: Choice) -> bool:
    """Whether a customer who does not answer can be recorded by this choice: it says so, or ends the call."""
    return _is_no_answer(choice) or choice.outcome not in ("", "completed")
