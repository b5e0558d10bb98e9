"""The points that a cell states, as people write them: `1,5`, `1.5 điểm`, `1,5/2`; and the day."""

import re
from datetime import date, timedelta
from decimal import Decimal

from newswatch.core.assessment.sheet import Lack
from newswatch.core.dates import find
from newswatch.core.model import LOCAL
from newswatch.report.sheets.grid import Cell
from newswatch.report.sheets.headings import plain

_POINTS = re.compile(r"(?P<points>[+-]?\d{1,6}(?:[.,]\d{1,15})?)(?:\s?/\s?(?P<most>\d{1,6}(?:[.,]\d{1,15})?))?\s?(?:điểm|đ)?\.?")
_NOTHING = re.compile(r"[-–—_.…/x\s]*")
"""What people put where nothing is to stand."""
_STEPS = Decimal(1).scaleb(-9)  # a binary number that stands for 1.5 differs from it far behind these
_FIRST_DAY = date(1899, 12, 30)  # of which Excel counts days
_DAYS = range(36_526, 73_051)  # 2000 to 2099


def points_of(cell: Cell, most: Decimal | None = None) -> Decimal | Lack:
    """The points of a cell, or why it has none. `1,5/2` is 1.5 where the maximum is 2 or unknown."""
    if cell.number is not None:
        return _short(cell.number)
    text = plain(cell.text)
    if _NOTHING.fullmatch(text):
        return Lack.BLANK
    found = _POINTS.fullmatch(text.replace("−", "-"))
    if not found:
        return Lack.UNREADABLE
    if found["most"] and most is not None and _decimal(found["most"]) != most:
        return Lack.UNREADABLE
    return _short(_decimal(found["points"]))


def day_of(cell: Cell) -> date | None:
    """The day a cell states, a day of Excel or one written out; None if none."""
    if cell.number is not None:
        return _FIRST_DAY + timedelta(days=int(cell.number)) if int(cell.number) in _DAYS else None
    found = find(cell.text)
    return found[0].astimezone(LOCAL).date() if found else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _short(amount: Decimal) -> Decimal:
    if abs(amount) >= 10**9:
        return amount
    rounded = amount.quantize(_STEPS)
    return Decimal(f"{rounded.normalize() + 0:f}")
