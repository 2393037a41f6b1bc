"""Reading phone numbers as shops write them: libphonenumber's rules, and what people put around a number.

What libphonenumber lacks and is settled here: `转` extensions and extensions behind a dash, several numbers in a cell,
notes behind a number, numbers a spreadsheet has damaged, masked numbers, and numbers nobody may be called on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import normalize

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from callbench.i18n import _
from callbench.text import clean
from callbench.values.phone_words import EXTENSION, MASKED, NUMBER, PLACEHOLDER, in_words, same_signs
from callbench.values.problem import ValueProblem

_KINDS: Final = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "unknown",  # one plan for both, as in North America
}
_SCIENTIFIC: Final = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_AS_DECIMAL: Final = re.compile(r"(\+?\d{5,})\.0+")
_LONGEST_SHORT: Final = 8  # digits of emergency and short numbers
_LONGEST_NOTE: Final = 6  # digits; a longer run beside a good number is taken for a second number and told
_MOST_TEXT: Final = 1_000
_EMERGENCY: Final = {"CN": ("110", "119", "120", "122", "12395", "95110")}  # beside those the library knows
_LOCAL: Final = {"CN": re.compile(r"[2-8]\d{6,7}")}  # 7 or 8 digits, valid only within one area
_NOTHING: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class PhoneRead:
    """One number. e164: `+86…`. ext: digits or "". kind: mobile, fixed, other, unknown. original: the text it stood in."""

    e164: str
    ext: str
    kind: str
    original: str


@dataclass(frozen=True, slots=True)
class PhonesRead:
    """What a cell held: the numbers that can be called, in order, and what is wrong with the rest."""

    phones: tuple[PhoneRead, ...] = ()
    problems: tuple[ValueProblem, ...] = ()


def read_phones(text: str, region: str = "CN") -> PhonesRead:
    """Read every number of one cell. Numbers without a country code belong to `region` (two letters).

    An empty cell and words for "none" give nothing at all. Codes of problems: phone-digits-lost, phone-scientific (a
    number was read, but must be checked), phone-masked, phone-emergency, phone-short-code, phone-sms-only,
    phone-local-only, phone-invalid, phone-text, phone-too-long.
    """
    original = clean(text, limit=_MOST_TEXT + 1)
    if len(original) > _MOST_TEXT:
        return _bad("phone-too-long", _("A cell with so much text is no phone number."))
    plain = same_signs(normalize("NFKC", original)).strip(" '`\"")
    if PLACEHOLDER.fullmatch(plain):
        return PhonesRead()
    if plain.isascii() and (kind := _national_mobile(plain, region)):
        return PhonesRead((PhoneRead(kind, "", "mobile", original),))
    if match := _SCIENTIFIC.fullmatch(plain):
        return _scientific(match, original, region)
    if match := _AS_DECIMAL.fullmatch(plain):
        plain = match[1]
    return _scan(plain, original, region)


def show_phone(e164: str, ext: str = "", region: str = "CN") -> str:
    """The number as people of `region` read it: `138 1234 5678`, `021 5888 8888 ext. 801`, `+1 415-555-2671`."""
    parsed = _parsed(e164)
    if parsed is None:
        return e164
    home = phonenumbers.region_code_for_number(parsed) == region
    shown = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
    return _("{number} ext. {ext}").format(number=shown, ext=ext) if ext else str(shown)


def is_callable(e164: str) -> bool:
    """Whether a number may be offered, copied or dialled: a valid one that is neither an emergency nor a short number."""
    parsed = _parsed(e164)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return False
    digits = str(phonenumbers.national_significant_number(parsed))
    region = phonenumbers.region_code_for_number(parsed) or ""
    if len(digits) > _LONGEST_SHORT:
        return True
    from phonenumbers import shortnumberinfo as short  # 20 ms, needed for few numbers

    emergency = short.is_emergency_number(digits, region) or digits in _EMERGENCY.get(region, ())
    return not emergency and not short.is_valid_short_number(parsed)


def national_digits(e164: str) -> str:
    """The number as it is dialled in its own country: 13812345678, 02158888888; "" for what is no number."""
    parsed = _parsed(e164)
    if parsed is None:
        return ""
    shown = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    return "".join(char for char in shown if char.isascii() and char.isdigit())


def mask_phone(e164: str, region: str = "CN") -> str:
    """The number with its middle hidden, for places that need not know it: `138 **** 5678`, `+1 **** 2671`."""
    parsed = _parsed(e164)
    if parsed is not None and phonenumbers.region_code_for_number(parsed) != region and len(e164) > 9:
        return f"+{parsed.country_code} **** {e164[-4:]}"
    shown = show_phone(e164, region=region)
    at = [place for place, char in enumerate(shown) if char.isdigit()]
    hidden = set(at[3:-4] if len(at) > 8 else at[: -(len(at) // 2)])
    return "".join("*" if place in hidden else char for place, char in enumerate(shown))


@lru_cache(maxsize=4_096)
def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException:
        return None


@lru_cache(maxsize=8)
def _mobile_plan(region: str) -> tuple[str, re.Pattern[str]] | None:
    """Country code and pattern of mobile numbers, where mobile and fixed numbers cannot be mistaken for each other."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    if region != "CN" or metadata is None or metadata.mobile is None or not metadata.mobile.national_number_pattern:
        return None
    return f"+{metadata.country_code}", re.compile(metadata.mobile.national_number_pattern, re.ASCII)


def _national_mobile(plain: str, region: str) -> str:
    """The short way for the cell nearly every shop has: a bare mobile number. A test holds it against the library."""
    plan = _mobile_plan(region)
    return plan[0] + plain if plan and plan[1].fullmatch(plain) else ""


def _bad(code: str, message: str) -> PhonesRead:
    return PhonesRead((), (ValueProblem(code, message),))


def _scientific(match: re.Match[str], original: str, region: str) -> PhonesRead:
    """`1.38E+10`: a spreadsheet has thrown digits away; with all digits there the number is read, and asked about."""
    digits = match[1] + (match[2] or "")
    if len(digits) != int(match[3]) + 1:
        return _bad(
            "phone-digits-lost",
            _(
                "A spreadsheet has shortened this number to {text}; its digits are lost. Export the column as text."
            ).format(text=original[:30]),
        )
    read = _one(digits, region)
    if read is None:
        return PhonesRead((), (_why(digits, region),))
    message = _("A spreadsheet wrote this number as {text}; it was read as {number}. Please check it.").format(
        text=original[:30], number=digits
    )
    return PhonesRead((PhoneRead(*read, original),), (ValueProblem("phone-scientific", message),))


def _scan(plain: str, original: str, region: str) -> PhonesRead:
    """Find the numbers in a text that may hold several of them and notes."""
    problems: list[ValueProblem] = []
    if masked := MASKED.findall(plain):
        problems.append(
            ValueProblem(
                "phone-masked", _("{text} is masked; its digits are not in the file.").format(text=masked[0][:30])
            )
        )
        plain = MASKED.sub(" ; ", plain)
    found: list[tuple[int, tuple[str, str, str]]] = []
    unread: list[re.Match[str]] = []
    end = 0
    for match in NUMBER.finditer(plain):
        if match.start() < end:
            continue  # the extension of the number before
        read = _several(match[0], region)
        if not read:
            unread.append(match)
        elif (behind := EXTENSION.match(plain, match.end())) and not read[-1][1]:
            read[-1] = (read[-1][0], behind[1], read[-1][2])
            end = behind.end()
        found += [(match.start(), one) for one in read]
    if not found and not unread and not problems:
        return _bad("phone-text", _("There is no phone number in {text!r}.").format(text=original[:30]))
    for match in unread:
        digits = re.sub(r"\D", "", match[0])
        if not (found and len(digits) <= _LONGEST_NOTE and in_words(plain, match.start(), match.end())):
            problems.append(_why(match[0], region))
    phones: dict[tuple[str, str], PhoneRead] = {}
    for place, (e164, ext, kind) in found:
        following = min((other for other, _read in found if other > place), default=None)
        piece = original if len(found) == 1 else plain[place:following].strip(" /,;|&")
        phones.setdefault((e164, ext), PhoneRead(e164, ext, kind, piece))
    return PhonesRead(tuple(phones.values()), tuple(problems))


def _several(text: str, region: str) -> list[tuple[str, str, str]]:
    """The number in `text`; where the whole is none, the numbers between its spaces, or two mobiles without a gap."""
    if whole := _one(text, region):
        return [whole]
    digits = re.sub(r"\D", "", text)
    if len(digits) == 22 and (left := _one(digits[:11], region)) and (right := _one(digits[11:], region)):
        return [left, right]
    pieces = text.split(" ")
    read: list[tuple[str, str, str]] = []
    start = 0
    while start < len(pieces) and len(pieces) > 1:
        for stop in range(len(pieces), start, -1):
            if one := _one(" ".join(pieces[start:stop]), region):
                read.append(one)
                start = stop
                break
        else:
            return []
    return read


def _one(text: str, region: str) -> tuple[str, str, str] | None:
    """(e164, ext, kind) of one number, with an extension behind its last dash; None when it is not valid."""
    if read := _valid(text, region):
        return read[0], "", read[1]
    head, _dash, ext = text.rpartition("-")
    if ext.isdigit() and len(ext) <= 6 and (read := _valid(head, region)):
        return read[0], ext, read[1]
    return None


def _valid(text: str, region: str) -> tuple[str, str] | None:
    digits = re.sub(r"\D", "", text)
    if not 5 <= len(digits) <= 20:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kind = _KINDS.get(phonenumbers.number_type(number), "other")
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)), kind


def _why(text: str, region: str) -> ValueProblem:
    """Why `text` is no number that can be called."""
    digits = re.sub(r"\D", "", text)
    if len(digits) <= 8:
        from phonenumbers import shortnumberinfo as short  # 20 ms, needed for wrong numbers only

        if short.is_emergency_number(digits, region) or digits in _EMERGENCY.get(region, ()):
            return ValueProblem(
                "phone-emergency", _("{text} is an emergency number; it is never called.").format(text=digits)
            )
        try:
            number = phonenumbers.parse(digits, region)
        except NumberParseException:
            number = None
        if number and short.is_valid_short_number_for_region(number, region):
            return ValueProblem(
                "phone-short-code", _("{text} is a service number, not a customer's.").format(text=digits)
            )
    if region == "CN" and digits.startswith("106") and len(digits) >= 8:
        return ValueProblem(
            "phone-sms-only", _("{text} only sends text messages; it cannot be called.").format(text=digits)
        )
    if _LOCAL.get(region, _NOTHING).fullmatch(digits):
        return ValueProblem(
            "phone-local-only", _("{text} lacks its area code; write it like 021-58888888.").format(text=digits)
        )
    return ValueProblem(
        "phone-invalid", _("{text} is no valid number ({n} digits).").format(text=text[:30], n=len(digits))
    )
