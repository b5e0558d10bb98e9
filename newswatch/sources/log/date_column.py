"""Reads the dates of one sheet's date column together: the order of day and month, and cells that a spreadsheet may have exchanged them in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newswatch.core.dates import Convention, Doubt, convention, exchangeable

_REASONS = {
    Doubt.CONTRADICTION: "day or month first? Other dates of this column contradict each other (25/11 beside 11/25); write yyyy-mm-dd",
    Doubt.ORDER_UNKNOWN: "day or month first? Nothing in this column tells; write yyyy-mm-dd",
}
_FLIPPED = (
    "day and month may have been exchanged by the spreadsheet: it has made dates of those cells only whose day is 12 or less, "
    "and left the others as text; set the column to text and write all of it again as dd/mm/yyyy"
)
_MONTHS = 12
_WHOLE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: \d\d:\d\d(?::\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How the dates of one column are to be read. `flipped` says that cells that are dates may have day and month exchanged."""

    convention: Convention
    flipped: bool = False

    def tell(self, text: str) -> tuple[str, str]:
        """A cell so written that it can be read alone, and why it can't be read in this column (empty if it can)."""
        if self.flipped and _exchanged(text):
            return text, _FLIPPED
        told = self.convention.tell(text)
        return told.text, _REASONS.get(told.doubt, "") if told.doubt else ""


def read(texts: Sequence[str]) -> DateColumn:
    """The dates of a column from all its cells.

    A spreadsheet that expects another order than the one typed makes dates of the cells that it can, with day and month exchanged, and leaves the
    others as text: a column of text cells whose days all lie above 12, beside date cells whose days all lie below 13, is such a one.
    """
    found = convention(texts, None)
    typed = [text for text in texts if exchangeable(text) is not None]
    made = [text for text in texts if _WHOLE.fullmatch(text.strip())]
    left = bool(typed) and not any(exchangeable(text) for text in typed)
    return DateColumn(found, left and any(map(_exchanged, made)) and all(_day(text) <= _MONTHS for text in made))


def _exchanged(text: str) -> bool:
    """Whether a cell that is a date names another day with day and month exchanged."""
    whole = _WHOLE.fullmatch(text.strip())
    return whole is not None and whole[2] != whole[3] and int(whole[3]) <= _MONTHS


def _day(text: str) -> int:
    whole = _WHOLE.fullmatch(text.strip())
    return int(whole[3]) if whole else 0
