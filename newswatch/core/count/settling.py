"""Decides in which order people should settle what waits for them: first what an ended month hangs on, then what an open one may gain, then the rest.

Nothing here looks at why an item waits. The months that it may be of, as `statement` found them, and what these lack tell what it decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from newswatch.core.count.possible import raised
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month
from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.readings import month_deduction, shortfall
from newswatch.core.quota.rule import Rule


class Decides(StrEnum):
    """What may change once an item is settled: an ended month, one that is still open, or nothing."""

    ENDED = "ended"
    OPEN = "open"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Stake:
    """A month that lacks items and may gain one: how many it is `short` of, what the item is worth there, how many other items wait for the month.

    `points` are those that the rule's reading takes for the one item; 0 where the rule has no points or the reading doesn't tell them month by month.
    """

    month: Month
    ended: bool
    short: int
    points: Decimal
    rivals: int

    @property
    def nearness(self) -> tuple[bool, Decimal, int, int, Month]:
        """The order of what hangs on an item: ended months first, then by points, the nearest to being met, the fewest rivals."""
        return not self.ended, -self.points, self.short, self.rivals, self.month


@dataclass(frozen=True, slots=True)
class Settling:
    """An item that waits for a person with what it may change, the first stake being the one that decides most."""

    line: Line
    stakes: tuple[Stake, ...] = ()

    @property
    def decides(self) -> Decides:
        """What may change once it is settled."""
        if not self.stakes:
            return Decides.NOTHING
        return Decides.ENDED if self.stakes[0].ended else Decides.OPEN

    @property
    def worth(self) -> Decimal:
        """The points of the first stake."""
        return self.stakes[0].points if self.stakes else Decimal(0)


_RANKS = list(Decides)


def to_settle(years: Iterable[YearStatement], also: Iterable[Line] = ()) -> tuple[Settling, ...]:
    """What waits for a person in some years, in the order of what it decides. `also` are waiting lines that stand before those of the years.

    Equals come by how few months they may be of, then by their dates.
    """
    found = {line.item.id: Settling(line) for line in also if line.awaiting}
    for year in years:
        for one in _of_year(year):
            before = found.get(one.line.item.id)
            found[one.line.item.id] = _joined(before, one) if before else one
    return tuple(sorted(found.values(), key=_order))


def of_month(year: YearStatement, month: MonthStatement) -> tuple[Settling, ...]:
    """What waits for a person and may be of a month, in the order of what it decides for that month and then for the others."""
    mine = {line.item.id for line in (*month.lines, *month.elsewhere) if line.awaiting}
    found = [one for one in to_settle([year]) if one.line.item.id in mine]
    return tuple(sorted(found, key=lambda one: next((-s.points for s in one.stakes if s.month == month.month), Decimal(1))))


def waiting_in(year: YearStatement) -> tuple[Line, ...]:
    """The items that wait for a person and may be of a month of the year, by date; those without a date last."""
    concerned = {line.item.id for month in year.months for line in (*month.lines, *month.elsewhere) if line.awaiting}
    return tuple(line for line in year.lines if line.item.id in concerned)


def _of_year(year: YearStatement) -> list[Settling]:
    stakes: dict[int, list[Stake]] = {}
    for month in year.months:
        waiting = [line for line in (*month.lines, *month.elsewhere) if line.awaiting]
        for line in waiting:
            stakes.setdefault(line.item.id, []).extend(_stake(year.rule, month, line, len(waiting) - 1))
    by_id = {line.item.id: line for line in (*year.lines, *(ln for m in year.months for ln in m.elsewhere)) if line.awaiting}
    return [Settling(line, tuple(sorted(stakes.get(id_, ()), key=lambda s: s.nearness))) for id_, line in by_id.items()]


def _stake(rule: Rule, month: MonthStatement, line: Line, rivals: int) -> list[Stake]:
    """What an item may change in a month; nothing if that lacks none, or none of its channel."""
    after = raised(month.count, [line])
    left = shortfall(rule, after)
    if not month.short or (left == month.short and rule.scope is not Scope.ANY_CHANNEL):
        return []
    points = Decimal(0)
    if rule.reading is Reading.A_CUMULATIVE:
        points = month_deduction(rule, month.count) - month_deduction(rule, after)
    elif rule.reading is Reading.B_DEFICIENT_MONTHS and not left and rule.max_points is not None:
        points = min(rule.penalty, rule.max_points - rule.min_points)
    return [Stake(month.month, month.state is not State.OPEN, month.short, points, rivals)]


def _joined(one: Settling, other: Settling) -> Settling:
    """An item in two years: each month once."""
    stakes = {stake.month: stake for stake in (*one.stakes, *other.stakes)}
    return replace(one, stakes=tuple(sorted(stakes.values(), key=lambda s: s.nearness)))


def _order(one: Settling) -> tuple[int, Decimal, int, int, int, float, int]:
    item = one.line.item
    first = one.stakes[0] if one.stakes else None
    when = (item.published_at or item.first_seen_at).timestamp()
    short, rivals = (first.short, first.rivals) if first else (0, 0)
    return _RANKS.index(one.decides), -one.worth, short, len(one.stakes), rivals, when, item.id
