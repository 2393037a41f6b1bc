"""The page of a script template that tells every type, column, customer field and function, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from callbench.i18n import N_, _
from callbench.rules.complaints import KINDS
from callbench.rules.outcomes import OUTCOMES
from callbench.script.parts import MEASURES, STAGES

_STEPS: Final = (
    N_("Fill in the three sheets survey, choices and settings; the example may be changed or deleted."),
    N_("Check it: callbench script check FILE. Every mistake is told with its cell."),
    N_("Practise it: callbench script try FILE. Nothing is kept."),
    N_("Take it in: callbench script import FILE. A changed script needs a new version on the sheet settings."),
    N_("Words between ${ and } are replaced by the answer or the customer's field of that name."),
)
_TYPES: Final = (
    ("text", N_("words"), ""),
    ("integer, decimal", N_("a number"), ""),
    ("date, time, dateTime", N_("a day, a time of day, both"), ""),
    ("select_one LIST", N_("one of a list of the sheet choices"), "select_one satisfied"),
    ("select_multiple LIST", N_("some of a list"), "select_multiple wishes"),
    ("select_one LIST or_other", N_("with a choice 'Other' and a question what it is"), "select_one wishes or_other"),
    ("range", N_("a number on a scale; the column parameters says which"), "start=0 end=10 step=1"),
    ("acknowledge", N_("something the agent confirms"), ""),
    ("note", N_("words to say; nothing is answered"), ""),
    ("calculate", N_("a value that is worked out from others"), ""),
    ("hidden", N_("a value of the customer's card, by its name"), "customer_name"),
    ("begin_group … end_group", N_("questions with one heading and one condition"), ""),
    ("begin_repeat … end_repeat", N_("questions that are asked several times"), ""),
    (
        "start, end, today, username, deviceid, phonenumber, email, caseid, audit, simserial, subscriberid",
        N_("what other programs record; accepted, not asked"), "",
    ),
)  # fmt: skip
_COLUMNS: Final = (
    ("type, name", N_("the type; a name without spaces, beginning with a letter"), ""),
    ("label, hint", N_("the question; a remark for the agent. A language stands behind two colons"), "label::中文 (zh)"),
    ("required", N_("yes, or a condition"), "yes"),
    ("required_message", N_("what is said when it is left open though required"), ""),
    ("relevant", N_("asked only when this holds; on groups too"), "${csat} <= 2"),
    ("constraint", N_("what an answer must fulfil; a dot is the answer"), ". >= today()"),
    ("constraint_message", N_("what is said otherwise"), ""),
    ("calculation", N_("how it is worked out"), "if(${csat} >= 4, 'good', 'bad')"),
    ("choice_filter", N_("which choices are offered"), "city = ${city}"),
    ("default", N_("the answer at the start"), "today()"),
    ("appearance", N_("multiline, phone, rating, nps; others are accepted"), "multiline"),
    ("parameters", N_("of a range"), "start=1 end=5 step=1"),
    ("readonly", N_("yes, or a condition: shown, not changed"), ""),
    ("repeat_count", N_("how often a repeat is asked"), ""),
    ("disabled", N_("yes: the row does not count"), ""),
    ("callbench::say", N_("what to say before the question"), ""),
    ("callbench::objection", N_("what to say when the customer objects"), ""),
    ("callbench::refuse", N_("yes: \"don't know / refuses\" may be recorded"), "yes"),
    ("callbench::stage", N_("part of the call; on groups too"), ", ".join(STAGES)),
    ("callbench::measure", N_("counted in the daily summary as"), ", ".join(MEASURES)),
    ("callbench::profile", N_("the answer is written into this field of the customer's card"), ""),
    ("callbench::outcome", N_("proposes how the call ended"), ", ".join(rule.key for rule in OUTCOMES)),
    ("callbench::complaint", N_("proposes a complaint about"), ", ".join(KINDS)),
    ("callbench::follow_up", N_("proposes a follow-up at"), "+1d"),
    ("choices: list_name, name, label", N_("a list, the value that is stored, what is read out; own columns for filters"), ""),
    (
        "choices: callbench_outcome, callbench_complaint, callbench_follow_up",
        N_("the same for one choice, written with an underscore"), "",
    ),
    ("settings: form_id, version, form_title", N_("name of the script, its version, its title"), ""),
    ("settings: default_language", N_("the language that stands in for missing texts"), ""),
)  # fmt: skip
_FIELDS: Final = (
    ("customer_name, customer_code, customer_class", N_("name, code, class")),
    ("gender, birthday", N_("female, male, other or blank; 1990-05-01")),
    ("phone, wechat, email", N_("the number that is called, and what the card says")),
    ("owner_name, agent_name, shop", N_("who is in charge, who calls, the branch")),
    ("service, service_date, amount, staff", N_("the last service or purchase")),
)
_FUNCTIONS: Final = (
    ("= != < <= > >= and or + - * div mod", N_("comparing, combining, counting; always half-width signs"), "${nps} <= 6 and ${csat} < 3"),
    ("if", N_("one or the other"), "if(${nps} >= 9, 'fan', 'other')"),
    ("coalesce, once", N_("the first that is not blank; the first value ever"), "coalesce(${nick}, ${customer_name})"),
    ("selected, selected-at, count-selected", N_("whether, which and how many are chosen"), "selected(${wishes}, 'price')"),
    ("jr:choice-name, jr:itext", N_("how a choice is called"), "jr:choice-name(${csat}, '${csat}')"),
    ("true, false, not, boolean, boolean-from-string", N_("yes or no"), "not(${csat} = 1)"),
    ("string, concat, join", N_("putting texts together"), "concat(${shop}, ' ', ${staff})"),
    ("string-length, normalize-space", N_("number of characters; without superfluous spaces"), "string-length(.) <= 200"),
    ("contains, starts-with, ends-with", N_("whether a text holds another"), "contains(${service}, 'spa')"),
    ("substring, substr, substring-before, substring-after", N_("a part of a text"), "substring-before(${amount}, '.')"),
    ("translate, regex", N_("replacing characters; whether the whole value fits a pattern"), "regex(., '[0-9]{6}')"),
    ("number, int, round, floor, ceiling, abs", N_("numbers"), "round(${amount}, 1)"),
    ("sum, min, max, count, count-non-empty", N_("of the answers of a repeat"), "sum(${price})"),
    (
        "pow, sqrt, exp, exp10, log, log10, pi, sin, cos, tan, asin, acos, atan, atan2, random, uuid",
        N_("arithmetic, chance"), "once(random())",
    ),
    ("today, now, date, date-time", N_("today, now, a day or moment from its text"), "today() - ${service_date}"),
    ("format-date, format-date-time", N_("a day or moment written out"), "format-date(today(), '%Y-%m-%d')"),
    ("decimal-date-time, decimal-time", N_("days since 1970, part of a day"), "decimal-time('12:00')"),
    ("instance, pulldata", N_("looking up a choice list like a table"), "pulldata('city', 'zone', 'name', ${city})"),
    ("position, last, current, indexed-repeat", N_("where in a repeat"), "indexed-repeat(${price}, ${visits}, 1)"),
    ("checklist, weighted-checklist", N_("whether so many conditions hold"), "checklist(1, 2, ${a} = 'yes', ${b} = 'yes')"),
    ("digest, base64-decode, id, name, local-name, namespace-uri, lang", N_("seldom needed"), ""),
)  # fmt: skip


def guide(profile: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows of the page: one cell is a heading or a step, three are a name, its meaning and an example."""
    yield (_("Writing a script"),)
    for number, step in enumerate(_STEPS, 1):
        yield (f"{number}. {_(step)}",)
    for heading, rows in (
        (_("Types"), _TYPES), (_("Columns"), _COLUMNS),
        (_("Fields of the customer, as hidden questions"), [(*row, "") for row in _FIELDS]),
        (_("Conditions and functions"), _FUNCTIONS),
    ):  # fmt: skip
        yield ()
        yield (heading,)
        for name, meaning, example in rows:
            yield name, _(meaning), ", ".join(profile) if name == "callbench::profile" else example
