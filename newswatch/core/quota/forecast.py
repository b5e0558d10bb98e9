"""How likely an open month is to be met, from the unit's own pace.

Items are taken to come as a Poisson process whose rate per day is the same all year. With N items in the T days of past months and Jeffreys'
prior for a Poisson rate (proportional to rate^-1/2) the rate has the posterior Gamma(N + 1/2, T), and the number of items in the d days left is
negative binomial with size N + 1/2 and success probability T / (T + d): Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.6 and 2.8.
The chance is that of at least as many items as are missing. Channels are taken as independent of each other.

Where items come several at a time, or good months alternate with bad ones, the chance is surer of itself than it should be (a stated 95% came true
in 77 to 85 of 100 such months); where most come in the last week, it is too low. `tests/benchmarks/bench_forecast.py` measures it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, lgamma, log, log1p, prod

from newswatch.core.quota.clause import Scope
from newswatch.core.quota.readings import MonthCount, rounded
from newswatch.core.quota.rule import Rule

_LEAST_MONTHS = 3
_MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance (0 to 1) that the month is met, drawn from `months` ended months of the unit that had `pace` items a month."""

    chance: float
    months: int
    pace: Decimal


def forecast(rule: Rule, present: MonthCount, past: Sequence[MonthCount], days_left: int) -> Forecast | None:
    """The outlook for an open month with `days_left` days to come.

    `past` are ended months whose counts are known, in any order; the last twelve before the open one are used. None where the month is met
    already, where fewer than three past months are known, or where the rule needs a split by channel that isn't.
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
    """The counts that each face the quota, None where they aren't known."""
    if rule.scope is Scope.COMBINED:
        return (count.combined,)
    return tuple(count.by_channel.get(channel, 0) for channel in rule.channels) if count.split_known else None


def _met(rule: Rule, counts: Sequence[int]) -> bool:
    return (any if rule.scope is Scope.ANY_CHANNEL else all)(n >= rule.quota for n in counts)


def _together(rule: Rule, chances: Sequence[float]) -> float:
    return 1 - prod(1 - chance for chance in chances) if rule.scope is Scope.ANY_CHANNEL else prod(chances)


def _at_least(missing: int, items: int, days: int, days_left: int) -> float:
    """The chance of at least `missing` items in the days left, after so many items in so many days."""
    if missing <= 0:
        return 1.0
    if days_left <= 0:
        return 0.0
    size = items + 0.5
    none, more = -size * log1p(days_left / days), log(days_left / (days + days_left))
    fewer = sum(exp(lgamma(size + k) - lgamma(size) - lgamma(k + 1) + none + k * more) for k in range(missing))
    return min(1.0, max(0.0, 1 - fewer))
