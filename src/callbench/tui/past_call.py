"""What was answered in an earlier call, in the words of the script it was made with; imported when first asked for."""

from __future__ import annotations

from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.correcting import saved_call
from callbench.script.interview import Interview
from callbench.script.model import script_from_json


def answers_of(bench: Bench, call_id: UUID, language: str) -> tuple[tuple[str, str], ...]:
    """(question, answer) of a saved call, in the order of its script; () where nothing was asked."""
    call = saved_call(bench, call_id)
    if not call.script_json:
        return ()
    then = call.started_at.astimezone(bench.settings.zone)
    script = script_from_json(call.script_json)
    interview = Interview(script, fields=call.fields, now=then, language=language, answers=call.answers)
    return tuple((line.label, line.shown) for line in interview.lines() if line.shown and line.kind != "repeat")
