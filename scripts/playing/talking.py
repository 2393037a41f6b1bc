"""What a customer says in a call, asked of the script as the doors ask it, and kept answer by answer."""

from __future__ import annotations

from random import Random

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.records.calls import CallInHand, CallResult, ComplaintWish, FollowUpWish
from callbench.rules.complaints import proposed_wish
from callbench.script.interview import interview_of

_MOST = 60  # questions of one call


class Talk:
    """The interview of a call in hand."""

    def __init__(self, bench: Bench, call: CallInHand, draw: Random) -> None:
        self.bench, self.call, self.draw = bench, call, draw
        local = bench.clock.now().astimezone(bench.settings.zone)
        self.interview = interview_of(call, local, "zh_CN", bench.settings["shop.region"])

    @property
    def open(self) -> bool:
        """Whether a required question is."""
        return self.interview.first_gap() is not None

    def some(self, questions: int) -> None:
        """Ask so many of the questions that must be answered; each answer is on disk before the next is asked."""
        for _ in range(min(questions, _MOST)):
            if (path := self.interview.first_gap()) is None:
                return
            had = {answer.path: answer for answer in self.interview.drafts()}
            self._answer(path)
            for answer in self.interview.drafts():
                if had.get(answer.path) != answer:
                    calling.keep_answer(self.bench, self.call.draft_id, answer.path, answer.text, answer.state)

    def _answer(self, path: str) -> None:
        line, draw = self.interview.line(path), self.draw
        if line.can_refuse and draw.random() < 0.03:
            self.interview.refuse(path)
        elif line.choices:
            values = [choice.value for choice in line.choices]
            best = values[0] if not line.measure else draw.choice(("5", "5", "4", "4", "3"))
            self.interview.set(path, best if draw.random() < 0.9 and best in values else draw.choice(values))
        elif line.kind == "range":
            self.interview.set(path, str(draw.randint(4, 10)))
        else:
            said = {"integer": "1", "decimal": "1", "date": "明天", "time": "15:00", "dateTime": "明天15:00"}
            self.interview.set(path, said.get(line.kind, "还不错，下次再来"))

    def result(self, outcome: str, wish: FollowUpWish | None) -> CallResult:
        """What is saved when the call ends so."""
        asked, complaint = self.interview.progress[0] > 0, None
        rule = self.bench.outcomes[outcome]
        if rule.contacted and asked:
            complaint = proposed_wish(self.interview.proposals().complaint)
        if complaint is None and outcome == "completed" and self.draw.random() < 0.03:
            complaint = ComplaintWish("service", self.draw.choice(("normal", "urgent")), "等得太久")
        answers, profile = (self.interview.answers(), self.interview.profile()) if asked else ((), {})
        return CallResult(outcome, answers, "", wish, profile, complaint)
