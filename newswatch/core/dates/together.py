"""Decides what the dates in digits of one list, feed or column mean, read together: which number is the day, and which century two digits name.

One reading has to explain all dates of one shape (separator, digits of the year). The dates that can be read in one way only decide for the others.
If they contradict each other, those that can be read in two ways stay undated. If none decides, days come first, as everywhere in Việt Nam,
unless a sign speaks against it: a date that would then lie in the future while it would not with the month first, the form in which
programs set to American English print a time, or a list that is in order only with the month first. A date that no reading makes a day is
impossible by itself and decides nothing.

But for that sign nothing depends on the order of the texts. Reading a text that is day first is done in `parsing`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from newswatch.core.dates.digits import Order, possible, spots_of, written
from newswatch.core.dates.parsing import parse
from newswatch.core.dates.sequence import is_more_orderly

_AHEAD = timedelta(days=1)  # a server's clock or zone may be wrong by less than a day


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
        spots = spots_of(text)
        if not spots.places:
            return Told(text)
        order = self.orders.get(spots.shape, Order.DAY_FIRST)
        if order is Order.DAY_FIRST and not spots.short and not spots.american:
            return Told(text)
        days = possible(text, self.today if spots.short else None)
        if not days:
            return Told(text, Doubt.IMPOSSIBLE)
        if len(set(days.values())) == 1:
            return Told(written(spots, next(iter(days.values()))))
        if order not in days and (day := self.known.get(text)) and (day,) in days.values():
            return Told(written(spots, (day,)))
        if order not in days:
            return Told(text, self.doubts.get(spots.shape, Doubt.CONTRADICTION))
        return Told(written(spots, days[order]))

    def proves(self, text: str) -> bool:
        """Whether other dates prove in which order the numbers of this text stand."""
        return spots_of(text).shape in self.proved

    def month_first(self, text: str) -> bool:
        """Whether other dates prove that this text begins with the month."""
        return self.proved.get(spots_of(text).shape) is Order.MONTH_FIRST


def convention(
    texts: Iterable[str],
    today: date | None,
    *,
    known: Iterable[tuple[str, date]] = (),
    before: Mapping[str, Order] | None = None,
    in_sequence: bool = False,
) -> Convention:
    """How the dates of one list are to be read. `in_sequence` says that the texts come as the list shows them, so that its order is a sign.

    `known` are texts with the local day that an earlier poll found for them, which are asked where no date decides. `before` are the orders
    that earlier pages of the same list proved.
    """
    shapes: dict[str, dict[str, None]] = {}
    for text in texts:
        spots = spots_of(text)
        if spots.places:
            shapes.setdefault(spots.shape, {})[text] = None
    remembered = [(text, day) for text, day in known if spots_of(text).places]
    days: dict[str, date | None] = {}
    for text, day in remembered:
        days[text] = day if days.setdefault(text, day) == day else None
    found = {shape: _decide(shape, same, today, remembered, (before or {}).get(shape), in_sequence) for shape, same in shapes.items()}
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
    spots = spots_of(text)
    impossible = bool(spots.places) and not possible(text, found.today if spots.short else None)
    return None, Doubt.IMPOSSIBLE if impossible else Doubt.UNREADABLE


class _Decided(NamedTuple):
    order: Order
    doubt: Doubt | None = None
    proved: bool = False


def _decide(
    shape: str, texts: Collection[str], today: date | None, known: Collection[tuple[str, date]], before: Order | None, in_sequence: bool
) -> _Decided:
    """The order of the dates of one shape: the one that explains them all, else the one remembered, else day first if nothing speaks against it."""
    at = today if shape.endswith("2") else None
    means = {text: days for text in texts if (days := possible(text, at))}
    left = set.intersection(*map(set, means.values())) if means else set()
    if len(left) > 1:
        left = _by_years(left, means.keys())
    if before and left:
        left &= {before}
    if len(left) == 1:
        return _Decided(left.pop(), proved=True)
    if not left:
        return _Decided(before, proved=True) if before and not means else _Decided(Order.UNSURE, Doubt.CONTRADICTION)
    recalled = {order for text, day in known for order in _recalled(text, day, at)}
    if len(recalled & left) == 1 and recalled <= left:
        return _Decided(recalled.pop())
    sure = not _speaks_against(means, left, today, in_sequence)
    return _Decided(Order.DAY_FIRST) if sure else _Decided(Order.UNSURE, Doubt.ORDER_UNKNOWN)


def _by_years(left: set[Order], texts: Iterable[str]) -> set[Order]:
    """The orders without those whose numbers for the year are more various than at the other end: the years of a list hardly vary, its days do."""
    if Order.YEAR_FIRST not in left:
        return left
    ends = [(numbers[0], numbers[2]) for text in texts for *_, numbers in spots_of(text).places]
    first, last = (len({end[n] for end in ends}) for n in (0, 1))
    if first == last:
        return left
    return left - {Order.YEAR_FIRST} if last < first else {Order.YEAR_FIRST}


def _recalled(text: str, day: date, today: date | None) -> set[Order]:
    """The orders by which a text means the day that was known for it; none if it means that in every order."""
    days = possible(text, today)
    orders = {order for order, found in days.items() if set(found) == {day}}
    return orders if len(orders) < len(days) else set()


def _speaks_against(means: Mapping[str, Mapping[Order, tuple[date, ...]]], left: set[Order], today: date | None, in_sequence: bool) -> bool:
    """Whether something speaks against the day first where no date decides."""
    if not {Order.DAY_FIRST, Order.MONTH_FIRST} >= left or any(spots_of(text).american for text in means):
        return True
    read = {order: [max(days[order]) for days in means.values()] for order in left}
    if in_sequence and is_more_orderly(read[Order.MONTH_FIRST], read[Order.DAY_FIRST]):
        return True
    return today is not None and max(read[Order.MONTH_FIRST]) <= today + _AHEAD < max(read[Order.DAY_FIRST])
