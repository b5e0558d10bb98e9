"""Past years as a person writes them down: monthly counts and the score that was awarded."""

from collections.abc import Mapping
from decimal import Decimal

from newswatch.core.calibrate import PastYear
from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.readings import MonthCount
from newswatch.core.tables import Table, raise_problems

_MONTHS = 12


def past_years(values: Mapping[str, object], where: str) -> dict[int, PastYear]:
    """The `[[years]]` of a history file, by year: `year`, `awarded`, `counts` and, if known, `portal` and `loudspeaker`, from January on.

    Raises ConfigError with every problem.
    """
    problems: list[str] = []
    top = Table(values, "", problems)
    found = dict(_year(table) for table in top.tables("years"))
    if not found:
        top.problem("years", "is missing; a history needs at least one [[years]] table")
    top.finish()
    raise_problems([f"{where}: {problem}" for problem in problems])
    return found


def _year(table: Table) -> tuple[int, PastYear]:
    year = table.whole("year", least=1990, most=2100)
    combined = _counts(table, "counts", needed=True)
    split = {channel: _counts(table, channel, needed=False) for channel in Channel}
    known = {channel: counts for channel, counts in split.items() if counts}
    for channel, counts in known.items():
        if len(counts) != len(combined):
            table.problem(channel, f"has {len(counts)} months, counts has {len(combined)}")
    awarded = table.points("awarded")
    if awarded is None and not table.has("awarded"):
        table.problem("awarded", "is missing; expected the points that were awarded, such as 1.5")
    table.finish()
    months = tuple(
        MonthCount(Month(max(year, 1), n), count, {c: v[n - 1] for c, v in known.items() if n <= len(v)}) for n, count in enumerate(combined, 1)
    )
    return year, PastYear(months, awarded or Decimal(0))


def _counts(table: Table, key: str, *, needed: bool) -> list[int]:
    counts = table.wholes(key)
    if not counts and needed:
        table.problem(key, "is missing; expected the monthly counts from January on, such as [4, 4, 3]")
    if len(counts) > _MONTHS:
        table.problem(key, f"has {len(counts)} months, a year has {_MONTHS}")
    return counts[:_MONTHS]
