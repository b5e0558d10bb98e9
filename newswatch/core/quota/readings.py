"""Decides what counts are worth in points: the seven readings of the quota clause, in three scopes.

The clause of criterion 1.3.3 ("at least 4 items each month, one item fewer costs 0.5, at most 2") doesn't say how shortfalls of several months
add up, nor which channels count together. The readings are the ways in which it can be meant; all give 2 for no shortage and 0 for no items.

With counted items n of a month, its shortfall is s = max(0, quota − n), and over the M months of a year with N items in all

    A  k = sum of s                          every missing item of the year
    B  k = months with s > 0                 each deficient month once
    C  k = greatest s                        the worst month
    D  k = max(0, quota − N/M)               the average month, in whole items (ceil) or exactly
    E  k = max(0, quota·M − N)               the year's total
       points = max_points − penalty·k, kept within min_points and max_points
    F  points = mean of the months' points, each max_points − penalty·s kept within the same bounds

In scope `each_channel` a month's s is the sum of its channels' shortfalls, and D and E add up the k of each channel. In scope `any_channel` n is the
count of the month's best channel. The literal words of the clause are A, and A gives the least of all. All sums are exact. Points become a
Decimal (28 digits) once, at the end.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.rule import Rule

_OFFSETTING = frozenset({Reading.D_AVERAGE_CEIL, Reading.D_AVERAGE_EXACT, Reading.E_ANNUAL_TOTAL})


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The counted items of a month: `combined` counts them once over all channels of the rule, `by_channel` on each channel.

    An item on two channels is one in `combined` and one in each of the two. An empty `by_channel` means that the split isn't known.
    Raises ValueError for a negative count.
    """

    month: Month
    combined: int
    by_channel: Mapping[Channel, int] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if min(self.combined, *self.by_channel.values(), 0) < 0:
            raise ValueError(f"{self.month}: a count is negative: {self.combined} combined, {dict(self.by_channel)} by channel")

    @property
    def split_known(self) -> bool:
        """Whether it is known how many items each channel had. A month without items had none on each."""
        return bool(self.by_channel) or self.combined == 0


@dataclass(frozen=True, slots=True)
class Score:
    """The result of some months. `missing` is the sum of their shortfalls under the scope.

    `points` and `deduction` (from the maximum) are None if the rule has no points or there are no months: nothing judged is no score.
    """

    reading: Reading
    scope: Scope
    months: int
    missing: int
    points: Decimal | None
    deduction: Decimal | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The points under each reading, in one scope. It is empty if there is no score."""

    points: Mapping[Reading, Decimal] = field(hash=False)

    @property
    def low(self) -> Decimal | None:
        """The least any reading gives."""
        return min(self.points.values(), default=None)

    @property
    def high(self) -> Decimal | None:
        """The most any reading gives."""
        return max(self.points.values(), default=None)


def shortfall(rule: Rule, count: MonthCount, scope: Scope | None = None) -> int:
    """The items missing from one month under the rule's scope, or the one given.

    Raises ValueError if the scope needs a split by channel that isn't known.
    """
    return sum(_missing(rule, n) for n in _faced(rule, count, scope or rule.scope))


def month_deduction(rule: Rule, count: MonthCount) -> Decimal:
    """What one month alone would cost: penalty times shortfall, but at most all points of the criterion. It is 0 for a target without points."""
    if rule.max_points is None:
        return Decimal(0)
    return min(rule.penalty * shortfall(rule, count), rule.max_points - rule.min_points)


def score(rule: Rule, counts: Sequence[MonthCount], reading: Reading | None = None, scope: Scope | None = None) -> Score:
    """The score of these months under the rule's reading and scope, or those given.

    Points are rounded to the rule's `round_step`, halves up. Raises ValueError if a month comes twice, or if the scope needs a split by channel
    that isn't known.
    """
    reading, scope = reading or rule.reading, scope or rule.scope
    if len({c.month for c in counts}) < len(counts):
        raise ValueError("a month is counted twice")
    faced = [_faced(rule, count, scope) for count in counts]
    missing = sum(_missing(rule, n) for month in faced for n in month)
    points = deduction = None
    if rule.max_points is not None and faced:
        points = _stepped(rule, _points(rule, faced, reading))
        deduction = rule.max_points - points
    return Score(reading, scope, len(counts), missing, points, deduction)


def spread(rule: Rule, counts: Sequence[MonthCount], scope: Scope | None = None) -> Spread:
    """The points of these months under every reading. Raises ValueError as `score` does."""
    results = (score(rule, counts, reading, scope) for reading in Reading)
    return Spread({result.reading: result.points for result in results if result.points is not None})


def met(rule: Rule, count: MonthCount) -> MonthCount:
    """The same month if nothing were missing from it."""
    by_channel = {channel: max(n, rule.quota) for channel, n in count.by_channel.items()}
    return MonthCount(count.month, max(count.combined, rule.quota), by_channel)


def can_make_up(reading: Reading) -> bool:
    """Whether items above the quota of one month make up for a missing item of another: under D and E, not under A, B, C and F."""
    return reading in _OFFSETTING


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Points for display, halves away from zero."""
    return points.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _faced(rule: Rule, count: MonthCount, scope: Scope) -> tuple[int, ...]:
    """The counts that each face the quota in one month."""
    if scope is Scope.COMBINED:
        return (count.combined,)
    if not count.split_known:
        raise ValueError(f"{count.month}: scope {scope} needs the items of each channel, only the combined count is known")
    channels = tuple(count.by_channel.get(channel, 0) for channel in rule.channels)
    return channels if scope is Scope.EACH_CHANNEL else (max(channels),)


def _missing(rule: Rule, n: int) -> int:
    return max(0, rule.quota - n)


def _points(rule: Rule, faced: Sequence[tuple[int, ...]], reading: Reading) -> Fraction:
    shortfalls = [sum(_missing(rule, n) for n in month) for month in faced]
    if reading is Reading.F_MEAN_SCORE:
        each = Counter(shortfalls)
        return sum((_kept(rule, Fraction(s)) * n for s, n in each.items()), Fraction(0)) / len(shortfalls)
    return _kept(rule, _charged(rule, faced, shortfalls, reading))


def _charged(rule: Rule, faced: Sequence[tuple[int, ...]], shortfalls: Sequence[int], reading: Reading) -> Fraction:
    """The number of penalties: k of the table above."""
    if reading is Reading.A_CUMULATIVE:
        return Fraction(sum(shortfalls))
    if reading is Reading.B_DEFICIENT_MONTHS:
        return Fraction(sum(s > 0 for s in shortfalls))
    if reading is Reading.C_WORST_MONTH:
        return Fraction(max(shortfalls))
    months = len(faced)
    totals = [max(0, rule.quota * months - sum(column)) for column in zip(*faced, strict=True)]
    if reading is Reading.E_ANNUAL_TOTAL:
        return Fraction(sum(totals))
    averages = [Fraction(total, months) for total in totals]
    return Fraction(sum(map(ceil, averages))) if reading is Reading.D_AVERAGE_CEIL else sum(averages, Fraction(0))


def _kept(rule: Rule, k: Fraction) -> Fraction:
    return max(_exact(rule.min_points), _exact(rule.max_points or Decimal(0)) - _exact(rule.penalty) * k)


@lru_cache(maxsize=256)
def _exact(points: Decimal) -> Fraction:
    """Points of a rule as a fraction; few rules are met again and again."""
    return Fraction(points)


def _stepped(rule: Rule, points: Fraction) -> Decimal:
    """Points as a Decimal, rounded to the rule's step if it has one. Maximum and minimum lie on the step, so rounding never passes them."""
    if rule.round_step is not None:
        step = Fraction(rule.round_step)
        points = (points / step + Fraction(1, 2)).__floor__() * step
    return Decimal(points.numerator) / points.denominator
