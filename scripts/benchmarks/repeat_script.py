"""A script with a repeat: five questions an instance, sums over all of them behind it; and the same by hand."""

from __future__ import annotations

from datetime import datetime

from callbench.script.interview import Interview
from long_script import saved, script

SURVEY = (
    ("type", "name", "label", "relevant", "calculation", "constraint"),
    ("begin_repeat", "visits", "Visit", "", "", ""),
    ("text", "place", "Where?", "", "", "string-length(.) <= 200"),
    ("select_one five", "score", "Satisfied?", "${place} != ''", "", ""),
    ("text", "why", "Why?", "${score} <= 2", "", ""),
    ("calculate", "weight", "", "", "${score} * 10 + position(..)", ""),
    ("calculate", "grade", "", "", "if(${weight} > 20, 'high', 'low')", ""),
    ("end_repeat", "", "", "", "", ""),
    ("calculate", "total", "", "", "sum(${weight})", ""),
    ("calculate", "many", "", "", "count(${visits})", ""),
    ("calculate", "worst", "", "", "min(${score})", ""),
    ("text", "more", "Anything else?", "${total} > 100", "", ""),
)


def repeat_interview(instances: int, now: datetime) -> Interview:
    """An interview with so many instances, all answered."""
    talk = Interview(script(saved(SURVEY)), fields={}, now=now, language="en")
    talk.set("visits", str(instances))
    for n in range(1, instances + 1):
        talk.set(f"visits[{n}]/place", "Here")
        talk.set(f"visits[{n}]/score", "3")
    return talk


class RepeatByHand:
    """The same conditions over lists of texts. scores: one an instance."""

    def __init__(self, instances: int) -> None:
        self.places = ["Here"] * instances
        self.scores = ["3"] * instances

    def count(self) -> tuple[str, str, str]:
        """(total, many, worst) as texts; everything anew."""
        asked = [place != "" for place in self.places]
        scores = [score if holds else "" for score, holds in zip(self.scores, asked, strict=True)]
        self.why = [bool(score) and float(score) <= 2 for score in scores]
        weights = [float(score) * 10 + n if score else None for n, score in enumerate(scores, 1)]
        total = sum(weight for weight in weights if weight is not None)
        self.grades = ["high" if weight is not None and weight > 20 else "low" for weight in weights]
        self.more = total > 100
        return str(int(total)), str(len(scores)), str(int(min(map(float, scores))))
