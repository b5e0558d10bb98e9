"""Decides whether a title cell holds one item or several, and which.

Numbers in order, or the same bullet before each, part items for sure. Lines and semicolons alone do not: such a cell is for a person to part,
unless each further line goes on in lower case, as a wrapped title does.
"""

import re

from newswatch.core.text import clean

_NUMBERED = re.compile(r"(?:^|(?<=[\s;.]))\s*(?:tin |bài |\()?(\d{1,2})\s?[.):/-]\s*(?=[^\d\s])", re.IGNORECASE)
_BULLET = re.compile(r"^\s*([-–—*•+●▪◦·]|->|=>)\s*(?=\S)")
_INLINE_BULLET = re.compile(r"\s*;\s*(?=[-–*•+●▪])")
_BETWEEN = re.compile(r"\s*;\s*|\s+[+/|]\s+")
_END = re.compile(r"[;.,\s]+$")
_LEAST_WORDS = 3
_ASIDE = re.compile(r"\([^()]*\)[.;]?")
_HOUR = r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d\d)?"
_TIMED = re.compile(
    rf"\s*(?:[-–*•+]\s*)?((?:lúc )?{_HOUR}(?:\s?[-–]\s?{_HOUR})?|(?:buổi )?(?:sáng|trưa|chiều|tối)(?:\s?\(?{_HOUR}\)?)?)\s?[:–-]\s+(?=\S)",
    re.IGNORECASE,
)

UNSURE = "not surely one item: several lines or parts; number them, or give each a row"


def parted(text: str) -> list[str] | None:
    """The titles of a cell, each on one line; None if it can't be told whether they are several."""
    numbered = _by_numbers(text)
    if numbered:
        return numbered
    pieces = _INLINE_BULLET.split(text) if _INLINE_BULLET.search(text) else [text]
    lines = [line.strip() for piece in pieces for line in piece.splitlines() if line.strip()]
    bulleted = _by_bullets(lines)
    if bulleted:
        return bulleted
    if any(_BULLET.match(line) for line in lines[1:]) or any(_starts_anew(line) for line in lines[1:]):
        return None
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > 1 and all(_starts_anew(part) and len(part.split()) >= _LEAST_WORDS for part in parts):
        return None
    return [clean(_BULLET.sub("", text) if len(lines) == 1 and len(lines[0].split()) > 1 else text)]


def listed(script: str) -> list[str]:
    """The titles that a programme's content lists, if it surely lists several."""
    found = parted(script) or []
    return found if len(found) > 1 else []


def _by_numbers(text: str) -> list[str]:
    """The items behind 1. 2. 3.; nothing if the numbers don't count up from 1, or text stands before the first that is no heading."""
    marks = list(_NUMBERED.finditer(text))
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return []
    before = text[: marks[0].start()].strip()
    if before and not before.endswith(":"):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [_item(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _by_bullets(lines: list[str]) -> list[str]:
    """The items behind one and the same bullet; lines in lower case go on the item above."""
    if len(lines) > 1 and lines[0].endswith(":") and not _BULLET.match(lines[0]):
        lines = lines[1:]
    marks = [_BULLET.match(line) for line in lines]
    if sum(1 for mark in marks if mark) < 2 or len({mark[1] for mark in marks if mark}) > 1 or not marks[0]:
        return []
    found: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            found.append(line[mark.end() :])
        elif _starts_anew(line):
            return []
        else:
            found[-1] = f"{found[-1]} {line}"
    return [_item(text) for text in found]


def _item(text: str) -> str:
    return clean(_END.sub("", text))


def _starts_anew(line: str) -> bool:
    if _ASIDE.fullmatch(line.strip()):
        return False
    first = line.strip().lstrip("\"'“‘(")[:1]
    return first.isupper() or bool(_TIMED.match(line))


def timed(text: str) -> list[tuple[str, str]]:
    """The titles of a cell each of whose lines begins with an hour or a part of the day, as (when, title); a lone line only with an hour."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_TIMED.match(line) for line in lines]
    if len(lines) == 1 and found[0] and not found[0][1][:1].isdigit():
        return []
    return [(match[1], line[match.end() :].strip()) for match, line in zip(found, lines, strict=True) if match] if all(found) else []
