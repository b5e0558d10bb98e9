"""Decides which column of a table holds the day aired, where its header does not say it: by what stands below."""

from collections.abc import Sequence
from dataclasses import replace

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import clean
from newswatch.sources.log.columns import header_key
from newswatch.sources.log.days import is_date
from newswatch.sources.log.head import Shape
from newswatch.sources.log.moments import clock
from newswatch.sources.log.tables import Table
from newswatch.sources.log.wording import is_made


def day_of_hours(table: Table) -> Table:
    """The table with the day of its hours, if no day but the one an item was made is known and its hours are written with their days."""
    places = table.head.places
    at, hour = places.get("date"), places.get("time")
    if hour is None or (table.head.shape is not Shape.UNDATED if at is None else not is_made(header_key(table.head.labels[at]))):
        return table
    held = [cells[hour] for _, cells in table.rows if hour < len(cells) and cells[hour].strip()]
    if not held or not all(map(is_date, held)):
        return table
    day = {**{f: p for f, p in places.items() if f != "time"}, "date": hour}
    return replace(table, head=replace(table.head, shape=Shape.ROWS if at is None else table.head.shape, places=day))


def hours_alone(table: Table) -> Table:
    """The table without a column for the day, if the one that may hold day or hour ("Thời gian") holds nothing but hours."""
    places = table.head.places
    at = places.get("date")
    if at is None or "time" in places or table.head.shape is not Shape.ROWS:
        return table
    held = [cells[at] for _, cells in table.rows if at < len(cells) and cells[at].strip() and _is_filled(cells)]
    hours = [text for text in held if clock(text) and not is_date(text)]
    if not hours or any(is_date(text) or text.strip().isdigit() for text in held) or 2 * len(hours) < len(held):
        return table
    return replace(
        table, head=replace(table.head, shape=Shape.UNDATED, places={**{f: p for f, p in places.items() if f != "date"}, "time": at})
    )


def _is_filled(cells: Sequence[str]) -> bool:
    """Whether a row holds more than a heading."""
    return sum(1 for cell in cells if cell.strip()) > 1


def made_alone(table: Table) -> RowProblem | None:
    """A problem if the only known day is the one an item was made, and another column, not understood, holds days as well."""
    head = table.head
    at = head.places.get("date")
    if at is None or not is_made(header_key(head.labels[at])):
        return None
    for other in range(max((len(cells) for _, cells in table.rows), default=0)):
        if (
            other not in head.places.values()
            and other not in table.elsewhere
            and any(other < len(cells) and is_date(cells[other]) for _, cells in table.rows)
        ):
            names = f"{clean(head.labels[at])} | {clean(head.labels.get(other, ''))}"
            return RowProblem(table.sheet.name, head.row, names, "", 'which column holds the day aired? name it "Ngày phát"')
    return None
