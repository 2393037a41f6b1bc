"""Finding out in which encoding a text file was written; what cannot be told is refused, never shown as gibberish."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from callbench.errors import UsageProblem
from callbench.exchange.files import problem, readable
from callbench.i18n import _

_BLOCK: Final = 1024 * 1024
_SAMPLE: Final = 256 * 1024
_JUDGED: Final = 4_000  # characters beyond ASCII that are enough to tell
_CERTAIN: Final = 0.7  # of them in everyday use
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Lead bytes of everyday characters: the punctuation and level 1 of GB 2312, and of Big5.
_EVERYDAY: Final = {
    "gb18030": ("gb2312", (*range(0xA1, 0xAA), *range(0xB0, 0xD8))),
    "big5hkscs": ("big5", (*range(0xA1, 0xA4), *range(0xA4, 0xC7))),
}
_HEADINGS: Final = re.compile("姓名|电话|電話|手机|手機|日期|编号|編號|金额|金額|客户|客戶")
_NAMES: Final = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp1252": "Windows-1252",
}


def find_encoding(path: Path, asked: str | None = None) -> str:
    """The codec the whole file decodes with: the one asked for, or the one its bytes speak for.

    Marks at the start decide, then UTF-16 by its zero bytes, UTF-8 by its form, and GB18030, Big5 or Windows-1252 by
    the share of everyday characters. Raises UsageProblem for an unknown name, FileProblem when none fits.
    """
    with readable(path), path.open("rb") as file:
        head = file.read(_SAMPLE)
    if asked:
        return _asked(path, asked, head)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return _must(path, codec)
    if codec := _utf16_without_mark(head):
        return _must(path, codec)
    if _first_bad(path, "utf-8") is None:
        return "utf-8"
    judged = [(_share(head, codec), codec) for codec in ("gb18030", "big5hkscs", "cp1252")]
    fitting = [(share, codec) for share, codec in judged if share >= _CERTAIN and _first_bad(path, codec) is None]
    if not fitting:
        line = _line_of(path, _first_bad(path, "utf-8") or 0)
        raise problem(
            path, "encoding-unknown",
            _("The encoding of the text cannot be told (line {line}).").format(line=line),
            _("Save it as UTF-8, or name the encoding, for example --encoding gb18030."),
        )  # fmt: skip
    return max(fitting, key=lambda found: found[0])[1]


def shown_encoding(codec: str) -> str:
    """The name people know it by."""
    return _NAMES.get(codec, codec.upper())


def _asked(path: Path, asked: str, head: bytes) -> str:
    try:
        codec = codecs.lookup(asked).name
        "a".encode(codec)
    except (LookupError, UnicodeError, TypeError):
        raise UsageProblem(
            _("There is no encoding {name!r}.").format(name=asked), todo=_("Known: {known}.").format(known="utf-8, utf-16, gb18030, big5")
        ) from None  # fmt: skip
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8-sig"}
    codec = wider.get(codec, codec)
    if codec == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = _utf16_without_mark(head) or "utf-16-le"
    return _must(path, codec)


def _must(path: Path, codec: str) -> str:
    bad = _first_bad(path, codec)
    if bad is not None:
        raise problem(
            path, "encoding-wrong",
            _("The text is not {name} throughout (line {line}).").format(name=shown_encoding(codec), line=_line_of(path, bad)),
            _("Save it as UTF-8, or name the encoding, for example --encoding gb18030."),
        )  # fmt: skip
    return codec


def _first_bad(path: Path, codec: str) -> int | None:
    """Where the file stops being `codec`: the byte's place, or None when all of it decodes."""
    decoder = codecs.getincrementaldecoder(codec)()
    read = 0
    with readable(path), path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeError as error:
                return read + (error.start if isinstance(error, UnicodeDecodeError) else 0)
            read += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return read
    return None


def _line_of(path: Path, place: int) -> int:
    with readable(path), path.open("rb") as file:
        return file.read(place).count(b"\n") + 1


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 > len(head) and min(even, odd) * 20 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _share(head: bytes, codec: str) -> float:
    """How much of what is beyond ASCII is in everyday use, read as `codec`; 0 when it cannot be read so."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(head)
    except UnicodeDecodeError:
        return 0.0
    if codec == "cp1252":
        return _share_latin(text)
    beyond = [char for char in text if char > "\x7f"][:_JUDGED]
    if len(set(_HEADINGS.findall(text))) > 1:
        return 1.0  # no other encoding turns its bytes into these words
    narrow, leads = _EVERYDAY[codec]
    written = [char.encode(narrow, "ignore")[:1] for char in beyond]
    return sum(bool(lead) and lead[0] in leads for lead in written) / len(beyond) if beyond else 0.0


def _share_latin(text: str) -> float:
    """Letters with accents stand alone between plain letters; Chinese bytes come in runs."""
    places = [place for place, char in enumerate(text) if char > "\x7f"][:_JUDGED]
    good = sum(
        text[place].isalpha()
        and not any(char > "\x7f" for char in text[max(0, place - 1) : place] + text[place + 1 : place + 2])
        for place in places
    )
    return good / len(places) if places else 0.0
