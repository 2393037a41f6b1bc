"""What an attempt can end with: the shipped outcomes, with their AAPOR class and what happens next.

Source: survey practice and AAPOR Standard Definitions; `open` outcomes are not in final rates.
"""

from __future__ import annotations

from dataclasses import dataclass

from callbench.i18n import N_, _


@dataclass(frozen=True)
class OutcomeRule:
    """One outcome.

    aapor: I, P, R, NC, O, NE or open. contacted: somebody was spoken to. final: the item is closed.
    after: what follows: close, agreed (the booked time), same_agent (within a day), same_agent_next_day,
    minutes:<setting>, next_day, days:<setting>, next_phone (the number is bad: another one, else to be supplemented).
    press: the digit or letter that picks it in the outcome list. needs_time: a follow-up time must be given.
    once: the second of its kind on one item closes it. resumes: its answers are offered again in the next call.
    tries_next: another number of the customer is offered at once.
    """

    key: str
    label: str
    aapor: str
    contacted: bool
    final: bool
    after: str
    press: str
    needs_time: bool = False
    once: bool = False
    resumes: bool = False
    tries_next: bool = False
    phone_state: str = ""  # what becomes of the number called: wrong, invalid
    customer_state: str = ""  # what becomes of the customer: inactive, do_not_call

    @property
    def ends_calling(self) -> bool:
        """Nobody calls this person again, so no follow-up can be booked with it."""
        return bool(self.customer_state) or self.key == "refused_for_good"


OUTCOMES: tuple[OutcomeRule, ...] = (
    OutcomeRule("completed", N_("Completed"), "I", True, True, "close", "1"),
    OutcomeRule("no_answer", N_("No answer"), "NC", False, False, "minutes:retry.no_answer_minutes", "2", tries_next=True),
    OutcomeRule("busy", N_("Busy"), "NC", False, False, "minutes:retry.busy_minutes", "3"),
    OutcomeRule("switched_off", N_("Switched off or out of service"), "NC", False, False, "next_day", "4", tries_next=True),
    OutcomeRule("rejected", N_("Call rejected"), "NC", False, False, "next_day", "5"),
    OutcomeRule("answering_machine", N_("Voice mail or assistant"), "NC", False, False, "minutes:retry.no_answer_minutes", "6"),
    OutcomeRule("callback_agreed", N_("Callback agreed"), "open", True, False, "agreed", "7", needs_time=True),
    OutcomeRule("callback_any", N_("Call again another time"), "open", True, False, "minutes:retry.no_answer_minutes", "8"),
    OutcomeRule("partial", N_("Partly completed"), "P", True, False, "same_agent", "9", resumes=True),
    OutcomeRule("refused_now", N_("Not this time"), "R", True, False, "days:retry.refused_days", "a", once=True),
    OutcomeRule("refused_for_good", N_("Refuses follow-up calls"), "R", True, True, "close", "b"),
    OutcomeRule("do_not_call", N_("Asks never to be called"), "R", True, True, "close", "c", customer_state="do_not_call"),
    OutcomeRule("broke_off", N_("Hung up midway"), "R", True, False, "same_agent_next_day", "d", once=True, resumes=True),
    OutcomeRule("wrong_person", N_("Number belongs to someone else"), "NE", True, False, "next_phone", "e", tries_next=True, phone_state="wrong"),
    OutcomeRule("wrong_number", N_("Number does not exist"), "NE", False, False, "next_phone", "f", tries_next=True, phone_state="invalid"),
    OutcomeRule("unable", N_("Unable (language, health)"), "O", True, True, "close", "g"),
    OutcomeRule("deceased_or_left", N_("Deceased or moved away"), "NE", True, True, "close", "h", customer_state="inactive"),
    OutcomeRule("duplicate", N_("Duplicate customer"), "NE", False, True, "close", "i"),
)  # fmt: skip
BY_KEY = {outcome.key: outcome for outcome in OUTCOMES}


def outcome_label(key: str) -> str:
    """An outcome as people call it; a key nobody knows here (another shop's) as it is."""
    return _(BY_KEY[key].label) if key in BY_KEY else key
