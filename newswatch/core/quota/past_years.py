"""Reads past years as a person writes them down: monthly counts and the score that was awarded. `calibrate` compares readings with them."""

from collections.abc import Mapping
from decimal import Decimal

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.calibrate import PastYear
from newswatch.core.quota.readings import MonthCount
from newswatch.core.table import Table, raise_problems

_MONTHS = 12
_YEARS = range(1990, 2101)  # a number outside is a typing error; the plan of 2020 quotes years from 2018 on


def past_years(values: Mapping[str, object], where: str) -> dict[int, PastYear]:
    """The `[[years]]` of a file of past years, by year. Raises ConfigError with every problem.

    Each has `year`, `awarded`, `counts` from January on and, if they are known, the counts of `portal` and `loudspeaker`.
    """
    top = Table(values, "", [])
    found: dict[int, PastYear] = {}
    for table in top.tables("years"):
        year, past = _year(table)
        if year in found and year in _YEARS:
            table.problem("year", f"{year} stands twice; each year must be its own")
        found[year] = past
    if not found and not top.problems:
        top.problem("years", "is missing; a history needs at least one [[years]] table")
    top.finish()
    raise_problems(top.problems, where)
    return found


def _year(table: Table) -> tuple[int, PastYear]:
    year = table.whole("year", least=_YEARS[0], most=_YEARS[-1])
    noted = len(table.problems)
    combined = _counts(table, "counts", needed=True)
    split = {channel: counts for channel in Channel if (counts := _counts(table, channel, needed=False)) or table.has(channel)}
    if split and len(table.problems) == noted:
        _check_split(table, combined, split)
    awarded = table.points("awarded")
    if awarded is None and not table.has("awarded"):
        table.problem("awarded", "is missing; expected the points that were awarded, such as 1.5")
    table.finish()
    first = Month(year if year in _YEARS else _YEARS[0], 1)
    months = tuple(
        MonthCount(first.plus(n), count, {channel: v[n] for channel, v in split.items() if n < len(v)}) for n, count in enumerate(combined)
    )
    return year, PastYear(months, awarded or Decimal(0))


def _check_split(table: Table, combined: list[int], split: Mapping[Channel, list[int]]) -> None:
    """Notes channels that are missing or have another length, else months with more items than their channels have together."""
    noted = len(table.problems)
    for channel in Channel:
        if channel not in split:
            table.problem(channel, "is missing; give the counts of each channel, or of neither")
        elif len(split[channel]) != len(combined):
            table.problem(channel, f"has {len(split[channel])} months, counts has {len(combined)}")
    if len(table.problems) == noted:
        for n, (count, *parts) in enumerate(zip(combined, *split.values(), strict=True), 1):
            if count > sum(parts):
                table.problem("counts", f"month {n} has {count}, its channels together have {sum(parts)}")


def _counts(table: Table, key: str, *, needed: bool) -> list[int]:
    noted = len(table.problems)
    counts = table.wholes(key)
    if needed and not counts and len(table.problems) == noted:
        table.problem(key, "is missing; expected the monthly counts from January on, such as [4, 4, 3]")
    if len(counts) > _MONTHS:
        table.problem(key, f"has {len(counts)} months, a year has {_MONTHS}")
    return counts[:_MONTHS]
