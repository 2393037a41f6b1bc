"""Text measured in terminal cells: shortened, padded and broken into lines the way Chinese and English are set."""

from __future__ import annotations

import re

from rich.cells import cell_len

CUT = "…"
_NEVER_FIRST = frozenset("，。、；：？！）】》〉」』〕”’…—·％℃,.;:?!)]}%~～・ー々")
_NEVER_LAST = frozenset("（【《〈「『〔“‘([{¥$￥")
_NUMBER = re.compile(r"(第 ?)?\d{1,4} ?")  # and the word it counts stay together: 第 2 次, 3 天
# Dates, moments, phone numbers, amounts: torn in two they are misread. Compiled when first met: every start loads this file.
_WHOLE = r"""(?xa)
    \d{1,4}[ ]?年(?:[ ]?\d{1,2}[ ]?月)?(?:[ ]?\d{1,2}[ ]?[日号])? | \d{1,2}[ ]?月[ ]?\d{1,2}[ ]?[日号] |
    (?:\d{4}-)?\d{1,2}-\d{1,2}(?:[ ]\d{1,2}:\d{2}(?::\d{2})?)? | \d{1,2}[ ]?[点时][ ]?\d{1,2}[ ]?分? |
    \d{1,2}[ ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:[ ]\d{4}\b)?(?:[ ]\d{1,2}:\d{2})? |
    (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ ]\d{1,2}\b(?:,?[ ]\d{4}\b)? |
    (?:今天|明天|昨天|today|tomorrow|yesterday)[ ]\d{1,2}:\d{2} | \d{1,2}(?::\d{2})?[ ](?:am|pm|AM|PM)\b |
    (?:\+\d{1,3}[ -]?)?\(?\d{2,5}\)?(?:[ -][\d*]{3,8}){1,4}(?:[ ](?:ext\.?|转)[ ]?\d+)? |
    (?:[¥￥$€£]|CNY|RMB|USD)[ ]?\d[\d,.]*(?:[ ]?[万亿])? | \d[\d,.]*[ ]?(?:[万亿]?元|块|万|亿|yuan\b|min\b|h\b|d\b)
"""
_WIDE = 0x2E80  # from here on scripts are written without spaces: a line may end after any character


def width(text: str) -> int:
    """Cells that `text` takes on a terminal."""
    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """`text` in at most `cells` cells; what had to be cut shows as `…` at the end."""
    text = text[: max(cells, 0) * 6 + 16] if len(text) > cells * 6 + 16 else text
    if cell_len(text) <= cells:
        return text
    if cells < 1:
        return ""
    kept: list[str] = []
    used = 0
    for cluster in _clusters(text):
        size = cell_len(cluster)
        if used + size > cells - 1:
            break
        kept.append(cluster)
        used += size
    return "".join(kept) + CUT


def cell(text: str, cells: int, *, right: bool = False) -> str:
    """`text` in exactly `cells` cells: shortened or padded (on the left when `right`)."""
    text = fit(text, cells)
    padding = " " * (cells - cell_len(text))
    return padding + text if right else text + padding


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most `cells` cells (least 2); given line breaks stay.

    English breaks at spaces, Chinese between any two characters, but no line begins with closing punctuation or ends
    with opening punctuation; dates, times, phone numbers and amounts stay whole. What is longer than a line is cut.
    """
    cells = max(cells, 2)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, cells)]


def _wrap_paragraph(paragraph: str, cells: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(paragraph):
        size = cell_len(piece)
        if used + cell_len(piece.rstrip()) <= cells:
            line, used = line + piece, used + size
            continue
        if line.strip():
            lines.append(line.rstrip())
        line, used = "", 0
        while cell_len(piece.rstrip()) > cells:
            head = _head(piece, cells)
            lines.append(head)
            piece = piece[len(head) :]
        line, used = piece, cell_len(piece)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _head(piece: str, cells: int) -> str:
    """As many whole characters of `piece` as fit; one at least."""
    head, used = "", 0
    for cluster in _clusters(piece):
        size = cell_len(cluster)
        if head and used + size > cells:
            break
        head, used = head + cluster, used + size
    return head


def _pieces(paragraph: str) -> list[str]:
    """What must stay together on a line: words with the spaces behind them, Chinese characters with their punctuation,
    numbers with what they count, dates, phone numbers, amounts.
    """
    pieces = _words(paragraph)
    if not any(char.isdigit() for char in paragraph):
        return pieces
    joined: list[str] = []
    wholes = re.finditer(_WHOLE, paragraph)
    whole = next(wholes, None)
    at = 0  # where the next piece begins
    for piece in pieces:
        while whole is not None and whole.end() <= at:
            whole = next(wholes, None)
        if joined and whole is not None and whole.start() < at:
            joined[-1] += piece
        else:
            joined.append(piece)
        at += len(piece)
    return joined


def _words(paragraph: str) -> list[str]:
    pieces: list[str] = []
    open_end = False  # the last piece may still take the next cluster
    for cluster in _clusters(paragraph):
        first = cluster[0]
        if pieces and (
            cluster.isspace()
            or first in _NEVER_FIRST
            or pieces[-1][-1] in _NEVER_LAST
            or pieces[-1].rstrip() == "第"
            or (ord(first) >= _WIDE and _NUMBER.fullmatch(pieces[-1]))
            or (open_end and ord(first) < _WIDE and not pieces[-1][-1].isspace())
        ):
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        open_end = ord(first) < _WIDE
    return pieces


def _clusters(text: str) -> list[str]:
    """Characters with what belongs to them: combining marks, joined emoji, flags, skin tones."""
    if text.isascii():
        return list(text)
    clusters: list[str] = []
    for char in text:
        if clusters and (
            cell_len(char) == 0
            or clusters[-1][-1] == "\u200d"
            or ("\U0001f3fb" <= char <= "\U0001f3ff")
            or (_is_flag(char) and _is_flag(clusters[-1]))
        ):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _is_flag(cluster: str) -> bool:
    return len(cluster) == 1 and "\U0001f1e6" <= cluster <= "\U0001f1ff"
