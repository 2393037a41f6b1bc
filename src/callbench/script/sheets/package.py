"""The zip package of an .xlsx workbook: its parts, read in blocks, never more than a script can need."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Final
from xml.parsers import expat

from callbench.i18n import _
from callbench.script.sheets import refusals

_MOST_PARTS: Final = 5_000
_MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that are unpacked of one workbook, all parts together."""
_MOST_TAGS: Final = 2_000_000
"""Tags that are looked at in one workbook."""
_LONGEST_TAG: Final = 8 * 1024 * 1024
_BLOCK: Final = 256 * 1024
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, LookupError,
    OverflowError,
)  # fmt: skip
"""What a cut or overwritten archive makes zipfile raise."""
_MACRO_PARTS: Final = re.compile(r"xl/(vbaproject\.bin|macrosheets/.+)")

Attributes = dict[str, str]


class Finished(Exception):
    """Raised by a handler that has seen enough."""


class Package:
    """A workbook's parts. name: the file's, for refusals. All errors are FileProblems."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = _MOST_UNPACKED
        self._tags = _MOST_TAGS
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except _DAMAGE as problem:
            raise refusals.damaged(name) from problem
        if len(entries) > _MOST_PARTS:
            raise refusals.bomb(name)
        self._parts = {_plain(entry.filename): entry for entry in entries}
        self._check_kind()

    def _check_kind(self) -> None:
        names = self._parts
        if any(entry.flag_bits & 1 for entry in names.values()):
            raise refusals.protected(self.name)
        if "xl/workbook.bin" in names:
            raise refusals.other_kind(self.name, _("This is a binary workbook (.xlsb)."))
        if "content.xml" in names and "mimetype" in names:
            raise refusals.other_kind(self.name, _("This is an OpenDocument file."))
        if any(part.startswith("index/") and part.endswith(".iwa") for part in names) or "index.zip" in names:
            raise refusals.other_kind(self.name, _("This is a Numbers document."))
        if not any(part.startswith("xl/") for part in names) and "[content_types].xml" not in names:
            raise refusals.other_kind(self.name, _("This is no Excel workbook."))

    @property
    def macros(self) -> bool:
        """Whether it carries programs; nobody runs them here."""
        return any(_MACRO_PARTS.fullmatch(part) for part in self._parts)

    @property
    def links_out(self) -> bool:
        """Whether formulas of it read other files."""
        return any(part.startswith("xl/externallinks/") for part in self._parts)

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` ("" for the package) refers to: relationship id → (last word of its kind, part)."""
        folder, own = posixpath.split(part)
        where = posixpath.join(folder, "_rels", own + ".rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, values: Attributes) -> None:
            if tag == "Relationship" and values.get("TargetMode", "") != "External":
                target = values.get("Target", "").replace("\\", "/")
                kind = values.get("Type", "").rpartition("/")[2]
                found[values.get("Id", "")] = (kind, _plain(posixpath.join("/" + folder, target)))

        if where in self:
            self.parse(where, start)
        return found

    def blocks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        entry = self._parts.get(_plain(part))
        if entry is None or entry.compress_type not in _METHODS:
            raise refusals.damaged(self.name)
        try:
            with self._archive.open(entry) as file:
                while block := file.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise refusals.bomb(self.name)
                    yield block
        except _DAMAGE as problem:
            raise refusals.damaged(self.name) from problem

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> Iterable[bytes]:
        """Hand every tag of a part to `start` and `end`, without its prefix, and what is between them to `text`.

        A handler may raise Finished; what is left unread of the part is returned. Document types are refused: no
        workbook has one, and entities can be made to grow.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        plain: dict[str, str] = {}

        def started(tag: str, values: Attributes) -> None:
            self._tags -= 1
            if self._tags < 0:
                raise refusals.bomb(self.name)
            local = plain.get(tag)
            if local is None:
                local = plain[tag] = tag.rpartition(":")[2]
            start(local, values)

        def ended(tag: str) -> None:
            end(plain[tag]) if end else None

        def doctype(*_parts: object) -> None:
            raise refusals.damaged(self.name)

        parser.StartElementHandler = started
        parser.EndElementHandler = ended if end else None
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = doctype
        blocks = self.blocks(part)
        fed = 0
        try:
            for block in blocks:
                parser.Parse(block, False)
                fed += len(block)
                if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise refusals.bomb(self.name)
            parser.Parse(b"", True)
        except Finished:
            return blocks
        except (expat.ExpatError, UnicodeError, LookupError) as problem:
            raise refusals.damaged(self.name) from problem
        return ()


def _plain(part: str) -> str:
    """A part's name as packages agree on it: without case, forward slashes, none in front, no dots in between."""
    return posixpath.normpath("/" + part.replace("\\", "/")).lstrip("/").lower()
