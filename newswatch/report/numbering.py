"""Numbers the items of a period. Workbook, report, evidence pack and its index name one item by one number."""

from collections.abc import Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement


def numbered(year: YearStatement, told: Sequence[MonthStatement]) -> list[tuple[int, Line]]:
    """The items of the months told, and those without a date that await a person, each with its number in the list ("TT"), from 1 up."""
    return list(enumerate([line for month in told for line in month.lines] + [line for line in year.undated if line.awaiting], 1))
