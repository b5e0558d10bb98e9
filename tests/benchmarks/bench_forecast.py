"""Is the stated chance true? Made-up communes, each forecast on day 10, 20 or 25 of a month, against what then happened.

Peers: the share of past months that were met (`naive`), and the one figure
that is right on average for all communes of the kind (`average`), which no commune could know. Less Brier score is better.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

from rule_tables import rule

from newswatch.core.months import Month
from newswatch.core.quota.forecast import forecast
from newswatch.core.quota.readings import MonthCount

RULE = rule()
OPEN = Month(2026, 4)
DAYS = 30
Days = list[int]


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast, the share of past months that were met, and whether this one was."""

    stated: float
    naive: float
    met: bool


def poisson(dice: random.Random, mean: float) -> int:
    floor, product, count = exp(-mean), dice.random(), 0
    while product >= floor:
        product *= dice.random()
        count += 1
    return count


def steady(dice: random.Random, pace: float) -> Days:
    """Each day alike."""
    return [poisson(dice, pace / DAYS) for _ in range(DAYS)]


def in_batches(dice: random.Random, pace: float) -> Days:
    """One to four items at a time, 2.5 on average."""
    return [sum(dice.choice((1, 2, 2, 3, 3, 4)) for _ in range(poisson(dice, pace / DAYS / 2.5))) for _ in range(DAYS)]


def moody(dice: random.Random, pace: float) -> Days:
    """Good and bad months: the month's pace is gamma distributed with shape 3."""
    return steady(dice, dice.gammavariate(3, pace / 3))


def late(dice: random.Random, pace: float) -> Days:
    """Three items of five in the last eight days."""
    return [poisson(dice, pace * (0.6 / 8 if day >= 22 else 0.4 / 22)) for day in range(DAYS)]


def case(dice: random.Random, month: Callable[[random.Random, float], Days]) -> Case | None:
    """A commune of 1.5 to 13 items a month; None if the month is met on the day of the forecast."""
    pace = exp(dice.gauss(log(4.5), 0.5))
    past = [MonthCount(OPEN.plus(-n), sum(month(dice, pace))) for n in range(1, 1 + dice.choice((3, 6, 12)))]
    days, today = month(dice, pace), dice.choice((10, 20, 25))
    found = forecast(RULE, MonthCount(OPEN, sum(days[:today])), past, DAYS - today)
    if found is None:
        return None
    return Case(found.chance, sum(c.combined >= RULE.quota for c in past) / len(past), sum(days) >= RULE.quota)


def brier(pairs: list[tuple[float, bool]]) -> float:
    return sum((stated - met) ** 2 for stated, met in pairs) / len(pairs)


def main() -> None:
    """Prints, for each kind of commune, the Brier scores and the stated against the observed share in six bands."""
    for kind in (steady, in_batches, moody, late):
        dice = random.Random(4)
        cases = [c for _ in range(6000) if (c := case(dice, kind)) is not None]
        average = sum(c.met for c in cases) / len(cases)
        ours, naive = brier([(c.stated, c.met) for c in cases]), brier([(c.naive, c.met) for c in cases])
        print(
            f"{kind.__name__:10} {len(cases)} forecasts, {average:.0%} met: "
            f"Brier {ours:.3f}, naive {naive:.3f} ({ours / naive:.0%}), average {average * (1 - average):.3f}"
        )
        for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
            band = [c for c in cases if low <= c.stated < high]
            if band:
                stated, met = sum(c.stated for c in band) / len(band), sum(c.met for c in band) / len(band)
                print(f"    stated {stated:4.0%}  observed {met:4.0%}  ({len(band)})")


if __name__ == "__main__":
    main()
