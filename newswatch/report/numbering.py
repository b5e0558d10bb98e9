"""Numbers the items of a period. Workbook, report, evidence pack and its index name one item by one number."""

from collections.abc import Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement


def numbered(year: YearStatement, told: Sequence[MonthStatement]) -> list[tuple[int, Line]]:
    """The items of the months told, and those without a date that await a person, each with its number in the list ("TT"), from 1 up."""
    return list(enumerate([line for month in told for line in month.lines] + [line for line in year.undated if line.awaiting], 1))


def ranges(numbers: Sequence[int]) -> str:
    """`3, 5–8` of 3, 5, 6, 7, 8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
