"""Every hostile text in every field of every record that is shown: harmless, in its cells, whole or visibly shortened."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest
from hostile import HOSTILE
from rich.cells import cell_len
from textual.content import Content

from callbench.records import calls, people, plans, summary
from callbench.records.why import ItemWhy, Reason, Step
from callbench.rules.complaints import KINDS
from callbench.script.lines import ChoiceLine, Line
from callbench.tui import show, show_complaint, show_customer, show_history, show_script
from callbench.tui.screens import queue_lines, queue_words, summary_lines
from callbench.tui.screens.queue_lines import Place
from callbench.tui.themes import NAMES

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
WIDTHS = (38, 70)
CODED = {"zone", "e164", "customer_json", "script_json"}  # read by programs, never shown as they are


def harmless(text: str) -> None:
    bad = [char for char in text if unicodedata.category(char) in UNSEEN and char not in "\n\u200c"]
    assert not bad, bad


def checked(found: Any, width: int = 0) -> None:
    """Harmless, styled by our own names alone, and no wider than asked."""
    rows = found if isinstance(found, list | tuple) else [found]
    for row in rows:
        content = row if isinstance(row, Content) else getattr(row, "content", None)
        text = content.plain if content is not None else str(row)
        harmless(text)
        if content is not None:
            for span in content.spans:
                words = str(span.style).replace("on ", "").split()
                assert all(word in ("bold", "underline") or word.removeprefix("$") in NAMES for word in words), (
                    span.style
                )
        if width:
            assert cell_len(text) <= width, (width, text)


@cache
def hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def filled(kind: Any, text: str, /, **more: Any) -> Any:
    """A record of this kind with `text` in every field that holds text."""
    found: dict[str, Any] = {}
    for field in fields(kind):
        hint = hints(kind)[field.name]
        kinds = get_args(hint) or (hint,)
        if field.name in more:
            found[field.name] = more[field.name]
        elif str in kinds and hint is not dict:
            found[field.name] = "Asia/Shanghai" if field.name == "zone" else "" if field.name in CODED else text
        elif UUID in kinds:
            found[field.name] = UUID(int=1)
        elif int in kinds or float in kinds:
            found[field.name] = 3
        elif bool in kinds:
            found[field.name] = False
        elif hint in (date,):
            found[field.name] = date(2026, 3, 2)
        elif any(getattr(each, "__name__", "") == "datetime" for each in kinds):
            found[field.name] = NOW
        elif is_dataclass(hint):
            found[field.name] = filled(hint, text)
        elif "dict" in str(hint):
            found[field.name] = {}
        elif "tuple" in str(hint) or "Mapping" in str(hint):
            found[field.name] = () if "tuple" in str(hint) else {}
    return kind(**found)


NOW = None  # set by the fixture: the house has one clock


@pytest.fixture(autouse=True)
def at_ten(clock):
    global NOW
    NOW = clock.now()


def call_of(text: str) -> calls.CallInHand:
    phone = filled(people.Phone, text, state="valid", e164="+8613812345678")
    odd = filled(people.Phone, text, state="invalid")
    history = people.History(
        services=(filled(people.Service, text),),
        calls=(filled(people.PastCall, text, answers=((text, text), ("csat", text)), corrected_at=None),),
        follow_ups=(filled(people.FollowUp, text),),
        complaints=(
            filled(people.Complaint, text, closed_at=None),
            filled(people.Complaint, text, kind=next(iter(KINDS))),
        ),
    )
    customer = filled(people.Customer, text, phones=(phone, odd))
    planned = plans.Planned(filled(plans.Plan, text, trigger="service"), text, date(2026, 3, 2), date(2026, 3, 5))
    also = (calls.AlsoFor(UUID(int=2), text, text),)
    return filled(
        calls.CallInHand, text, customer=customer, history=history, phone_id=phone.id, planned=planned,
        why=filled(calls.Why, text, plan=planned, also=also),
        complaint=calls.ComplaintWish(text, text, text), follow_up=calls.FollowUpWish(NOW, text, text),
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_card_history_and_reasons(settings, language) -> None:
    from callbench import i18n

    i18n.use_language(language)
    for text in HOSTILE:
        call = call_of(text)
        for width in WIDTHS:
            checked(show_customer.card_rows(call, settings, NOW, width, whole=True))
            checked(show_customer.folded(call, settings, width, whole=False), width)
            checked(show_history.history_rows(call.history, settings, NOW, width), width)
            checked(show_customer.why_rows(call.why, [("Whose", call.why.reason)], width), width)
        checked(show_customer.why_words(call.why, settings, NOW))
        checked(show_complaint.wish_words(call.complaint))


def test_lines_of_queue_and_follow_ups(settings) -> None:
    place = Place.of(settings, NOW)
    for text in HOSTILE:
        for group in ("held", "agreed", text):
            row = filled(calls.QueueRow, text, group=group, due_on=20260302)
            for room in (75, 115, 195):
                checked(queue_lines.queue_row(row, room, False, place), room)
                checked(queue_lines.queue_row(row, room, True, place), room)
            checked(queue_words.about(row, False, place))
            for kept in (Reason("", NOW), Reason("held", NOW, (Step("held", NOW), Step("owner", None)))):
                item = replace(
                    filled(ItemWhy, text),
                    kept=kept,
                    turn=(4,),
                    before={"time": 3},
                    limit="",
                    closed_why="",
                    barred="",
                    campaign_state="active",
                )
                checked([each if isinstance(each, str) else each[0] for each in queue_words.why(row, item, place)])
        booked = filled(people.FollowUp, text)
        for room in (75, 115):
            checked(queue_lines.follow_up_row(booked, room, True, place, timedelta(minutes=15)), room)


def test_questions_choices_and_answers() -> None:
    for text in HOSTILE:
        choice = filled(ChoiceLine, text, digit="1", proposes=text)
        line = filled(
            Line, text, kind="select_one", state="given", choices=(choice, replace(choice, digit="", value="other"))
        )
        for kind in ("select_one", "select_multiple", "text", "note", "range", text):
            for state in ("given", "open", "refused"):
                each = replace(line, kind=kind, state=state)
                for width in WIDTHS:
                    checked(show_script.question_row(each, width, "kept"), width)
                    checked(show_script.asked_rows(each, width, roomy=True), width)
                checked(show_script.choice_rows(each, 70, picked={text}, pointed=text, most=4, refuse_key="9"))
        checked(show_script.said_rows(text, 70, 6), 70)
        checked(show_script.end_rows(3, 0, text, [text], True, 70))


def test_figures_of_the_day() -> None:
    for text in HOSTILE:
        agent = filled(summary.AgentDay, text)
        asked = filled(summary.QuestionDay, text, distribution=((text, text, 3),), mean=None)
        for room in (76, 116):
            checked(summary_lines.question(asked, room), room)
            checked(summary_lines._agents([agent], room), room)


def test_whole_or_visibly_shortened() -> None:
    for text in HOSTILE:
        whole = show.safe(text)
        harmless(whole)
        for width in (1, 7, 20, 60):
            for shown in (show.fit(text, width), show.cell(text, width).rstrip()):
                assert cell_len(shown) <= width
                assert shown.endswith("…") or shown.strip() == whole.strip(), (text, shown)
        lines = show.wrapped(text, 30)
        together, told = "".join("".join(lines).split()), "".join(show.safe(text, lines=True).split())
        assert together == told, text[:40]
        short = show.wrapped(text, 30, most=2)
        assert short == lines or short[-1].endswith("…"), text[:40]


def test_the_list_is_long_enough() -> None:
    assert len(set(HOSTILE)) >= 200
