"""What the dates in digits of one text can mean, alone: as day, month and year in each order. Which order holds in a list is decided in `together`."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from newswatch.core.dates.parsing import find, is_american
from newswatch.core.dates.tokens import YEARS, plain_text, shown_text

_LONGEST = 400  # characters; a cell that states a date has far fewer, and the limit bounds the work on any text
_DAYS_OF_WEEK = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|cn|chu nhat|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b", re.ASCII
)
_DIGITS = re.compile(
    r"(?<![\d/])(?<!\d[.:-])(\d{1,2})( ?[/.-] ?| )(\d{1,2})\2(\d{4}|\d\d)(?!\d|:\d| ?/ ?[a-z\d]|[.-]\d{1,4}(?![\d:hg]))", re.ASCII
)


class Order(StrEnum):
    """In which order the numbers of a date stand. `unsure` is none that explains all dates of a shape."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    UNSURE = "unsure"


class Spots(NamedTuple):
    """The dates in digits of a text as printed: where each stands, and its three numbers. All have the shape of the first."""

    shown: str
    plain: str
    shape: str = ""
    places: tuple[tuple[int, int, tuple[str, str, str]], ...] = ()

    @property
    def short(self) -> bool:
        """Whether the year has two digits."""
        return self.shape.endswith("2")

    @property
    def american(self) -> bool:
        """Whether a time stands there as programs set to American English print it."""
        return is_american(self.plain)


@lru_cache(4096)
def spots_of(text: str) -> Spots:
    """The dates in digits of a text. There are none if it is as long as a paragraph, or has dates of several shapes."""
    if len(text) > _LONGEST:
        return Spots("", "")
    shown = shown_text(text)
    plain = plain_text(shown)
    found = [(m.start(), m.end(), (m[1], m[3], m[4]), f"{m[2].strip() or ' '}{len(m[4])}") for m in _DIGITS.finditer(plain)]
    if not found or len({shape for *_, shape in found}) > 1:
        return Spots(shown, plain)
    return Spots(shown, plain, found[0][3], tuple(place[:3] for place in found))


@lru_cache(4096)
def possible(text: str, today: date | None) -> Mapping[Order, tuple[date, ...]]:
    """The days that a text can mean in each order; an order that makes one of its dates no day, or contradicts a weekday in it, is missing.

    `today` is the local day from which the century of two-digit years is told; without it such a date is no day.
    """
    spots = spots_of(text)
    orders = (Order.DAY_FIRST, Order.MONTH_FIRST, *([Order.YEAR_FIRST] if spots.short else []))
    found: dict[Order, tuple[date, ...]] = {}
    for order in orders:
        days = tuple(_day(numbers, order, today) for *_, numbers in spots.places)
        real = tuple(day for day in days if day is not None)
        if len(real) == len(days):
            found[order] = real
    if len(found) > 1 and _DAYS_OF_WEEK.search(spots.plain):
        return {order: days for order, days in found.items() if find(written(spots, days)) is not None}
    return found


def _day(numbers: tuple[str, str, str], order: Order, today: date | None) -> date | None:
    first, second, third = numbers
    day, month, year = {
        Order.DAY_FIRST: (first, second, third),
        Order.MONTH_FIRST: (second, first, third),
        Order.YEAR_FIRST: (third, second, first),
    }[order]
    whole = int(year) if len(year) == 4 else _whole_year(int(year), today)
    try:
        return date(whole, int(month), int(day)) if whole in YEARS else None
    except ValueError:
        return None


def _whole_year(two_digits: int, today: date | None) -> int:
    """The year of two digits: the one of this century, unless that lies more than a year ahead. 0 without a day to tell it from."""
    if today is None:
        return 0
    year = today.year // 100 * 100 + two_digits
    return year if year <= today.year + 1 else year - 100


def written(spots: Spots, days: tuple[date, ...]) -> str:
    """The text with its dates written year first."""
    text = spots.shown
    for (start, end, _), day in reversed(list(zip(spots.places, days, strict=True))):
        text = f"{text[:start]}{day.isoformat()}{text[end:]}"
    return text


def exchangeable(text: str) -> bool | None:
    """Whether a date in digits, with a year of four, can name two days; None if it names none."""
    days = possible(text, None)
    return len(set(days.values())) > 1 if days and spots_of(text).places else None


def both_days(text: str, today: date | None) -> tuple[date, date] | None:
    """The two days that one date in digits can name, the one with the day first before; None if it can't name two (`today` as in `possible`)."""
    days = possible(text, today)
    first, second = (days.get(order, ()) for order in (Order.DAY_FIRST, Order.MONTH_FIRST))
    return (first[0], second[0]) if len(first) == len(second) == 1 and first != second else None


def month_first(text: str) -> str:
    """A text with its date in digits written so that it is read with the month first; as it is, if that is no day."""
    spots = spots_of(text)
    days = {} if spots.short else possible(text, None)
    return written(spots, days[Order.MONTH_FIRST]) if Order.MONTH_FIRST in days else text


def swapped(text: str, day: date) -> bool:
    """Whether a date in digits, with a year of four, names this day only if day and month change places."""
    days = possible(text, None)
    return days.get(Order.MONTH_FIRST) == (day,) != days.get(Order.DAY_FIRST)
