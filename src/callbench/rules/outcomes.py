"""What an attempt can end with: the shipped outcomes, the shop's own set, and the words in force for them.

Source: survey practice and AAPOR Standard Definitions; `open` outcomes are not in final rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from callbench.config import Settings
from callbench.i18n import N_, _, language

CLASSES = ("I", "P", "R", "NC", "O", "NE", "open")
FOLLOWS = (
    "close", "agreed", "same_agent", "same_agent_next_day", "minutes", "next_day", "days", "next_phone",
)  # fmt: skip
_LONG = 120  # minutes: a pause as long as this is long enough to ring in another part of the day


@dataclass(frozen=True)
class OutcomeRule:
    """One outcome.

    label: the shipped words, a message; "" for one the shop added. words: the shop's own by language, before the shipped.
    aapor: one of CLASSES. contacted: somebody was spoken to. final: the item is closed.
    after: what follows: close, agreed (the booked time), same_agent (within a day), same_agent_next_day,
    minutes:<setting>, next_day, days:<setting>, next_phone (the number is bad: another one, else to be supplemented);
    minutes and days without a setting have a delay. delay: the shop's own minutes or days, None: the setting's.
    press: the digit or letter that picks it in the outcome list, "" for none. needs_time: a follow-up time must be given.
    once: the second of its kind on one item closes it. resumes: it was begun and left open, its answers are offered again.
    tries_next: another number of the customer is offered at once. attempt: counts as one of the attempts a person and an
    item may have. note_required: not saved without a note. active: may be chosen; attempts keep one that is switched off.
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
    attempt: bool = True
    note_required: bool = False
    delay: int | None = None
    active: bool = True
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        """As people call it, in the language in use; the shop's words in another language before none."""
        own = self.words.get(language(), "")
        return own or _(self.label) or next((words for words in self.words.values() if words), self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called here, for what people type."""
        return tuple(filter(None, (self.name, *self.words.values(), self.label)))

    @property
    def shipped(self) -> bool:
        """Whether callbench brought it."""
        return bool(self.label)

    @property
    def follows(self) -> str:
        """What follows, one of FOLLOWS."""
        return self.after.partition(":")[0]

    @property
    def setting(self) -> str:
        """The setting its delay comes from, "" for none."""
        return self.after.partition(":")[2]

    def waits(self, settings: Settings) -> int:
        """Its delay in minutes or days, as `follows` says; 0 where it has none."""
        if self.delay is not None:
            return self.delay
        return int(settings[self.setting]) if self.setting else 0

    @property
    def spreads(self) -> bool:
        """Whether the next attempt is made in another part of the day: not soon after, and not with the same agent."""
        if self.follows == "minutes":
            return self.setting != "retry.busy_minutes" if self.setting else (self.delay or 0) >= _LONG
        return self.follows in ("days", "next_day", "same_agent_next_day")

    @property
    def completes(self) -> bool:
        """The interview was carried through: no required question is open (class I)."""
        return self.aapor == "I"

    @property
    def silences(self) -> bool:
        """A refusal for good: nobody calls for the days of retry.silence_days."""
        return self.aapor == "R" and self.final and not self.customer_state

    @property
    def ends_calling(self) -> bool:
        """Nobody calls this person again, so no follow-up can be booked with it."""
        return bool(self.customer_state) or self.silences


class Outcomes(Mapping[str, OutcomeRule]):
    """A whole set by key, in the order it is listed; version: that of the base it was read from, "" for the shipped set."""

    def __init__(self, rules: Iterable[OutcomeRule], version: str = "") -> None:
        self._by_key = {rule.key: rule for rule in rules}
        self.version = version

    def __getitem__(self, key: str) -> OutcomeRule:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def rules(self) -> tuple[OutcomeRule, ...]:
        """All of them, also those that are switched off."""
        return tuple(self._by_key.values())

    @property
    def offered(self) -> tuple[OutcomeRule, ...]:
        """Those that may be chosen."""
        return tuple(rule for rule in self._by_key.values() if rule.active)

    def by_press(self, press: str) -> OutcomeRule | None:
        """The one that this digit or letter picks."""
        return next((rule for rule in self.offered if press and rule.press == press), None)

    def counts(self, key: str) -> bool:
        """Whether an attempt that ended so counts; one that nobody knows here does."""
        return key not in self._by_key or self._by_key[key].attempt


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
SHIPPED = Outcomes(OUTCOMES)
_in_force = SHIPPED


def use_outcomes(outcomes: Outcomes) -> None:
    """Call outcomes by the words of this set from now on, wherever they are shown; as the language, one a process."""
    global _in_force
    _in_force = outcomes


def outcomes_in_force() -> Outcomes:
    """The set whose words are in use: the one of the base that was opened, else the shipped one."""
    return _in_force


def outcome_label(key: str) -> str:
    """An outcome as people call it; a key nobody knows here (another shop's) as it is."""
    return _in_force[key].name if key in _in_force else key
