"""Addresses of cells as Excel writes them, and what a formula refers to. Rows and columns from 0."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newswatch.report.sheets.grid import Spot

LAST_ROW, LAST_COLUMN = 2**20 - 1, 2**14 - 1
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on a sheet, both corners included; `sheet` is as the formula names it, empty for its own."""

    sheet: str
    first: Spot
    last: Spot

    def holds(self, spot: Spot) -> bool:
        """Is the spot in it?"""
        return self.first[0] <= spot[0] <= self.last[0] and self.first[1] <= spot[1] <= self.last[1]


def spot_of(address: str) -> Spot | None:
    """The spot of `B7`; None if it is no address."""
    found = _CELL.fullmatch(address)
    return (int(found[2]) - 1, column_of(found[1])) if found else None


def column_of(letters: str) -> int:
    """0 of `A`, 26 of `AA`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address_of(spot: Spot) -> str:
    """`B7` of a spot."""
    letters, number = "", spot[1] + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{spot[0] + 1}"


def area_of(text: str, sheet: str = "") -> Area | None:
    """The area of `B7` or `B7:C9`; None if it is none."""
    corners = [spot for corner in text.split(":") if (spot := spot_of(corner))]
    if len(corners) != text.count(":") + 1 or len(corners) > 2:
        return None
    first, last = corners[0], corners[-1]
    return Area(sheet, (min(first[0], last[0]), min(first[1], last[1])), (max(first[0], last[0]), max(first[1], last[1])))


_STRING = re.compile(r'"(?:[^"]|"")*"')
_SHEET = r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^\W\d][\w.]*))!"
_REFERENCE = re.compile(
    rf"(?:{_SHEET})?(?<![\w.$])(?:"
    r"(?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?\d{1,7})(?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?\d{1,7}))?"
    r"|(?P<cc1>\$?[A-Za-z]{1,3}):(?P<cc2>\$?[A-Za-z]{1,3})"
    r"|(?P<rr1>\$?\d{1,7}):(?P<rr2>\$?\d{1,7})"
    r")(?![\w.(!\[])"
)
_ELSEWHERE = re.compile(r"(?:'[^'\[]*\[[^\]]*\](?:[^']|'')*'|\[\d+\][\w.]*)![\w$.:]+")
"""Cells and names of other workbooks."""
_PLAIN = re.compile(r"[A-Za-z_\\][\w.]*\s*\(|\b\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?\b|\b(?:TRUE|FALSE)\b|#[A-Z/0!?]+")
_UNSURE = re.compile(r"[^\W\d_][\w.\\?]*|[\[!]")
_INDIRECT = re.compile(r"\b(?:INDIRECT|OFFSET|INDEX|CELL|GETPIVOTDATA|EVALUATE)\s*\(|:\s*(?:'[^']*'|[\w.]+)!", re.IGNORECASE)


def areas_of(formula: str, moved: Spot = (0, 0)) -> list[Area] | None:
    """What a formula refers to, moved by rows and columns as a shared formula is; None if it can't be told, as of names, tables and INDIRECT."""
    text = _ELSEWHERE.sub(" ", _STRING.sub('""', formula))
    if _INDIRECT.search(text):
        return None
    found = list(_REFERENCE.finditer(text))
    rest = _PLAIN.sub(" ", _REFERENCE.sub(" ", text))
    return None if _UNSURE.search(rest) else [area for match in found for area in _areas(match, moved)]


def _areas(match: re.Match[str], moved: Spot) -> Iterator[Area]:
    sheet = (match["quoted"] or match["bare"] or "").replace("''", "'")
    if match["c1"]:
        rows = [_row(match[name], moved) for name in ("r1", "r2") if match[name]]
        columns = [_column(match[name], moved) for name in ("c1", "c2") if match[name]]
    elif match["cc1"]:
        rows, columns = [0, LAST_ROW], [_column(match[name], moved) for name in ("cc1", "cc2")]
    else:
        rows, columns = [_row(match[name], moved) for name in ("rr1", "rr2")], [0, LAST_COLUMN]
    yield Area(sheet, (min(rows), min(columns)), (max(rows), max(columns)))


def _row(text: str, moved: Spot) -> int:
    return int(text.lstrip("$")) - 1 + (0 if text.startswith("$") else moved[0])


def _column(text: str, moved: Spot) -> int:
    return column_of(text.lstrip("$")) + (0 if text.startswith("$") else moved[1])
