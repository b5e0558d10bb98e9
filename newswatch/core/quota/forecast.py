"""Decides how likely an open month is to be met, from the unit's own pace.

The model takes items as a Poisson process whose rate per day is the same all year. With N items in the T days of past months and Jeffreys'
prior for a Poisson rate (proportional to rate^-1/2), the rate has the posterior Gamma(N + 1/2, T), and the number of items in the d days left is
negative binomial with size N + 1/2 and success probability T / (T + d): Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.6 and 2.8.
The chance is that of at least as many items as are missing. Channels are taken as independent of each other.

`tests/benchmarks/bench_forecast.py` measures the model. If items come several at a time, or good months alternate with bad ones, a high chance is
stated too high: a stated 96% came true in 77 to 85 of 100 such months. If most items come in the last week, the chance is too low.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, lgamma, log, log1p, prod

from newswatch.core.quota.clause import Scope
from newswatch.core.quota.readings import MonthCount, rounded
from newswatch.core.quota.rule import Rule

_LEAST_MONTHS = 3  # chosen by hand; bench_forecast draws communes with 3, 6 and 12 past months
_MOST_MONTHS = 12  # chosen by hand: one year, in which each season comes once


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance (0 to 1) that the month is met. It is drawn from `months` ended months of the unit, which had `pace` items a month."""

    chance: float
    months: int
    pace: Decimal


def forecast(rule: Rule, present: MonthCount, past: Sequence[MonthCount], days_left: int) -> Forecast | None:
    """The forecast for an open month with `days_left` days to come.

    `past` are ended months whose counts are known, in any order. The last twelve before the open one are used. None if the month is met
    already, if fewer than three past months are known, or if the rule needs a split by channel that isn't known.
    """
    counts = _faced(rule, present)
    if counts is None or _met(rule, counts):
        return None
    known = sorted((c for c in past if c.month < present.month and _faced(rule, c) is not None), key=lambda c: c.month)[-_MOST_MONTHS:]
    if len(known) < _LEAST_MONTHS:
        return None
    windows = [c.month.window(rule.cutoff_day) for c in known]
    days = sum((window.last - window.first).days + 1 for window in windows)
    totals = [sum(column) for column in zip(*(_faced(rule, c) or () for c in known), strict=True)]
    chances = [_at_least(rule.quota - n, total, days, days_left) for n, total in zip(counts, totals, strict=True)]
    pace = Decimal(sum(c.combined for c in known)) / len(known)
    return Forecast(_together(rule, chances), len(known), rounded(pace, 1))


def _faced(rule: Rule, count: MonthCount) -> tuple[int, ...] | None:
    """The counts that each face the quota. None if they aren't known."""
    if rule.scope is Scope.COMBINED:
        return (count.combined,)
    return tuple(count.by_channel.get(channel, 0) for channel in rule.channels) if count.split_known else None


def _met(rule: Rule, counts: Sequence[int]) -> bool:
    return (any if rule.scope is Scope.ANY_CHANNEL else all)(n >= rule.quota for n in counts)


def _together(rule: Rule, chances: Sequence[float]) -> float:
    return 1 - prod(1 - chance for chance in chances) if rule.scope is Scope.ANY_CHANNEL else prod(chances)


def _at_least(missing: int, items: int, days: int, days_left: int) -> float:
    """The chance of at least `missing` items in the days left, after `items` items in `days` days."""
    if missing <= 0:
        return 1.0
    if days_left <= 0:
        return 0.0
    size = items + 0.5
    none, more = -size * log1p(days_left / days), log(days_left / (days + days_left))
    fewer = sum(exp(lgamma(size + k) - lgamma(size) - lgamma(k + 1) + none + k * more) for k in range(missing))
    return min(1.0, max(0.0, 1 - fewer))
