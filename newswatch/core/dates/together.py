"""Decides what the dates in digits of one list, feed or column mean, read together: which number is the day, and which century two digits name.

One reading has to explain all dates of one shape (separator, digits of the year). The dates that can be read in one way only decide for the others.
If they contradict each other, those that can be read in two ways stay undated. If none decides, days come first, as everywhere in Việt Nam,
unless a sign speaks against it: a date that would then lie in the future while it would not with the month first, or the form in which
programs set to American English print a time. A date that no reading makes a day is impossible by itself and decides nothing.

Nothing depends on the order of the texts. Reading a text that is day first is done in `parsing`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from newswatch.core.dates.parsing import find, is_american, parse
from newswatch.core.dates.tokens import YEARS, plain_text, shown_text

_LONGEST = 400  # characters; a cell that states a date has far fewer, and the limit bounds the work on any text
_AHEAD = timedelta(days=1)  # a server's clock or zone may be wrong by less than a day
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


class Doubt(StrEnum):
    """Why a text of a list is undated: no date that can be read, no such day, neighbours that contradict each other, nothing that tells day from
    month or the year."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    CONTRADICTION = "contradiction"
    ORDER_UNKNOWN = "order_unknown"


class Told(NamedTuple):
    """A text whose date, if it had one in digits, is written so that it can be read in one way. With a `doubt` the text is as it was."""

    text: str
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Convention:
    """How the dates of one list are to be read: the order of each shape, and why where it is unsure.

    `today` is the local day of the answer, from which the century of two-digit years is told; without it they are not read. `proved` are the
    orders that dates with one reading decided; they hold for the next pages of the same list too. `known` are the days that earlier polls found for
    texts, which stay as they were read where the order has become unsure.
    """

    today: date | None
    orders: Mapping[str, Order] = field(default_factory=dict)
    doubts: Mapping[str, Doubt] = field(default_factory=dict)
    proved: Mapping[str, Order] = field(default_factory=dict)
    known: Mapping[str, date | None] = field(default_factory=dict)

    def tell(self, text: str) -> Told:
        """A text of the list, made readable alone."""
        spots = _spots(text)
        if not spots.places:
            return Told(text)
        order = self.orders.get(spots.shape, Order.DAY_FIRST)
        if order is Order.DAY_FIRST and not spots.short and not spots.american:
            return Told(text)
        days = _possible(text, self.today if spots.short else None)
        if not days:
            return Told(text, Doubt.IMPOSSIBLE)
        if len(set(days.values())) == 1:
            return Told(_written(spots, next(iter(days.values()))))
        if order not in days and (day := self.known.get(text)) and (day,) in days.values():
            return Told(_written(spots, (day,)))
        if order not in days:
            return Told(text, self.doubts.get(spots.shape, Doubt.CONTRADICTION))
        return Told(_written(spots, days[order]))

    def proves(self, text: str) -> bool:
        """Whether other dates prove in which order the numbers of this text stand."""
        return _spots(text).shape in self.proved

    def month_first(self, text: str) -> bool:
        """Whether other dates prove that this text begins with the month."""
        return self.proved.get(_spots(text).shape) is Order.MONTH_FIRST


def convention(
    texts: Iterable[str], today: date | None, *, known: Iterable[tuple[str, date]] = (), before: Mapping[str, Order] | None = None
) -> Convention:
    """How the dates of one list are to be read.

    `known` are texts with the local day that an earlier poll found for them, which are asked where no date decides. `before` are the orders
    that earlier pages of the same list proved.
    """
    shapes: dict[str, set[str]] = {}
    for text in texts:
        spots = _spots(text)
        if spots.places:
            shapes.setdefault(spots.shape, set()).add(text)
    remembered = [(text, day) for text, day in known if _spots(text).places]
    days: dict[str, date | None] = {}
    for text, day in remembered:
        days[text] = day if days.setdefault(text, day) == day else None
    found = {shape: _decide(shape, same, today, remembered, (before or {}).get(shape)) for shape, same in shapes.items()}
    return Convention(
        today,
        {shape: one.order for shape, one in found.items()},
        {shape: one.doubt for shape, one in found.items() if one.doubt},
        {**(before or {}), **{shape: one.order for shape, one in found.items() if one.proved}},
        days,
    )


def read(
    texts: Sequence[str], today: date | None, one: Callable[[str], datetime | None] = parse
) -> tuple[tuple[datetime | None, Doubt | None], ...]:
    """What each text of one column means, by `one` for a date that can be read alone: an instant, or why there is none."""
    found = convention(texts, today)
    return tuple(_one(found, text, one) for text in texts)


def _one(found: Convention, text: str, one: Callable[[str], datetime | None]) -> tuple[datetime | None, Doubt | None]:
    told = found.tell(text)
    at = None if told.doubt else one(told.text)
    if at is not None or told.doubt:
        return at, told.doubt
    spots = _spots(text)
    impossible = bool(spots.places) and not _possible(text, found.today if spots.short else None)
    return None, Doubt.IMPOSSIBLE if impossible else Doubt.UNREADABLE


def exchangeable(text: str) -> bool | None:
    """Whether a date in digits, with a year of four, can name two days; None if it names none."""
    days = _possible(text, None)
    return len(set(days.values())) > 1 if days and _spots(text).places else None


def month_first(text: str) -> str:
    """A text with its date in digits written so that it is read with the month first; as it is, if that is no day."""
    spots = _spots(text)
    days = {} if spots.short else _possible(text, None)
    return _written(spots, days[Order.MONTH_FIRST]) if Order.MONTH_FIRST in days else text


def swapped(text: str, day: date) -> bool:
    """Whether a date in digits, with a year of four, names this day only if day and month change places."""
    days = _possible(text, None)
    return days.get(Order.MONTH_FIRST) == (day,) != days.get(Order.DAY_FIRST)


class _Spots(NamedTuple):
    """The dates in digits of a text as printed: where each stands, and its three numbers. All have the shape of the first."""

    shown: str
    plain: str
    shape: str = ""
    places: tuple[tuple[int, int, tuple[str, str, str]], ...] = ()

    @property
    def short(self) -> bool:
        return self.shape.endswith("2")

    @property
    def american(self) -> bool:
        return is_american(self.plain)


class _Decided(NamedTuple):
    order: Order
    doubt: Doubt | None = None
    proved: bool = False


@lru_cache(4096)
def _spots(text: str) -> _Spots:
    if len(text) > _LONGEST:
        return _Spots("", "")
    shown = shown_text(text)
    plain = plain_text(shown)
    found = [(m.start(), m.end(), (m[1], m[3], m[4]), f"{m[2].strip() or ' '}{len(m[4])}") for m in _DIGITS.finditer(plain)]
    if not found or len({shape for *_, shape in found}) > 1:
        return _Spots(shown, plain)
    return _Spots(shown, plain, found[0][3], tuple(place[:3] for place in found))


@lru_cache(4096)
def _possible(text: str, today: date | None) -> Mapping[Order, tuple[date, ...]]:
    """The days that a text can mean in each order; an order that makes one of its dates no day, or contradicts a weekday in it, is missing."""
    spots = _spots(text)
    orders = (Order.DAY_FIRST, Order.MONTH_FIRST, *([Order.YEAR_FIRST] if spots.short else []))
    found: dict[Order, tuple[date, ...]] = {}
    for order in orders:
        days = tuple(_day(numbers, order, today) for *_, numbers in spots.places)
        real = tuple(day for day in days if day is not None)
        if len(real) == len(days):
            found[order] = real
    if len(found) > 1 and _DAYS_OF_WEEK.search(spots.plain):
        return {order: days for order, days in found.items() if find(_written(spots, days)) is not None}
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


def _written(spots: _Spots, days: tuple[date, ...]) -> str:
    """The text with its dates written year first."""
    text = spots.shown
    for (start, end, _), day in reversed(list(zip(spots.places, days, strict=True))):
        text = f"{text[:start]}{day.isoformat()}{text[end:]}"
    return text


def _decide(shape: str, texts: Collection[str], today: date | None, known: Collection[tuple[str, date]], before: Order | None) -> _Decided:
    """The order of the dates of one shape: the one that explains them all, else the one remembered, else day first if nothing speaks against it."""
    at = today if shape.endswith("2") else None
    possible = {text: days for text in texts if (days := _possible(text, at))}
    left = set.intersection(*map(set, possible.values())) if possible else set()
    if len(left) > 1:
        left = _by_years(left, possible.keys())
    if before and left:
        left &= {before}
    if len(left) == 1:
        return _Decided(left.pop(), proved=True)
    if not left:
        return _Decided(before, proved=True) if before and not possible else _Decided(Order.UNSURE, Doubt.CONTRADICTION)
    recalled = {order for text, day in known for order in _recalled(text, day, at)}
    if len(recalled & left) == 1 and recalled <= left:
        return _Decided(recalled.pop())
    sure = not _speaks_against(possible, left, today)
    return _Decided(Order.DAY_FIRST) if sure else _Decided(Order.UNSURE, Doubt.ORDER_UNKNOWN)


def _by_years(left: set[Order], texts: Iterable[str]) -> set[Order]:
    """The orders without those whose numbers for the year are more various than at the other end: the years of a list hardly vary, its days do."""
    if Order.YEAR_FIRST not in left:
        return left
    ends = [(numbers[0], numbers[2]) for text in texts for *_, numbers in _spots(text).places]
    first, last = (len({end[n] for end in ends}) for n in (0, 1))
    if first == last:
        return left
    return left - {Order.YEAR_FIRST} if last < first else {Order.YEAR_FIRST}


def _recalled(text: str, day: date, today: date | None) -> set[Order]:
    """The orders by which a text means the day that was known for it; none if it means that in every order."""
    days = _possible(text, today)
    orders = {order for order, found in days.items() if set(found) == {day}}
    return orders if len(orders) < len(days) else set()


def _speaks_against(possible: Mapping[str, Mapping[Order, tuple[date, ...]]], left: set[Order], today: date | None) -> bool:
    """Whether something speaks against the day first where no date decides."""
    if not {Order.DAY_FIRST, Order.MONTH_FIRST} >= left or any(_spots(text).american for text in possible):
        return True
    if today is None:
        return False
    latest = {order: max(max(days[order]) for days in possible.values()) for order in left}
    return latest[Order.MONTH_FIRST] <= today + _AHEAD < latest[Order.DAY_FIRST]
