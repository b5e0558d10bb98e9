"""What the appendix of a report lists: the items that count and those that wait, each with its number in the full list."""

from typing import Any

from newswatch.report import figures
from newswatch.report.books.items import item_totals
from newswatch.report.documents.told import Told, counted, rows
from newswatch.report.numbering import numbered
from newswatch.report.vi import item_names


def values(told: Told) -> dict[str, Any]:
    """The items as rows, how many there are of each, and how many the full list has besides."""
    year, named = told.year, item_names.by_title(item_names.known(told.year))
    lines = [line for _, line in numbered(year, told.months)]
    waiting = [line for line in lines if line.awaiting and not figures.counts(year.rule, line)]
    taken = counted(told)
    return {
        "counted": rows(told, taken, told.lacking),
        "waiting": rows(told, waiting, {line.item.id: item_names.why_not(line, named) for line in waiting}),
        "totals": item_totals(year, told.months),
        "others": len(lines) - len(taken) - len(waiting),
    }
