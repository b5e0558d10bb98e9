"""What the header of a table is, once it is found (`heads`): its rows, its columns by field and role, its shape.

rows      a row is an airing: columns for date and title
days      columns are days, cells are titles (a weekly grid)
matrix    columns are days, rows are titles, cells are marks (a month's matrix)
sessions  rows are days, columns are parts of the day, hours, kinds or makers of items, cells are titles
undated   rows without a date column; the day stands in a line above them, or in the title
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newswatch.core.text import clean
from newswatch.sources.log.axis import Axis, Kind
from newswatch.sources.log.columns import FIELDS


class Shape(StrEnum):
    """What a table's rows and columns stand for."""

    ROWS = "rows"
    DAYS = "days"
    MATRIX = "matrix"
    SESSIONS = "sessions"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table: its first and last row, the columns it spans, the place of each field and role, its names and axes.

    `above` is the line over it, as far as it stands over these columns: "BUỔI SÁNG" over one of two tables side by side. `counted` is the row below
    which rows that are no bulletins are counted. `more_titles`, `more_times`, `more_repeats` and `more_dates` are further columns that can only hold
    titles, hours under such a name as the first, the days of a span on which it was aired, or days under the very name of the day's column.
    `odd_times` are columns for hours under other names.
    """

    top: int
    row: int
    span: range
    shape: Shape
    places: Mapping[str, int]
    labels: Mapping[int, str]
    axes: Mapping[int, Axis] = field(default_factory=dict)
    above: str = ""
    counted: int = 0
    more_titles: frozenset[int] = frozenset()
    more_times: tuple[int, ...] = ()
    more_repeats: tuple[int, ...] = ()
    more_dates: tuple[int, ...] = ()
    odd_times: tuple[int, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """The header of each field as written."""
        return {name: clean(self.labels[at]) for name, at in self.places.items() if name in FIELDS}

    @property
    def score(self) -> int:
        """How much of the header is understood; a weekday with its date is more than a weekday."""
        dated = sum(1 for axis in self.axes.values() if axis.kind is Kind.DAY and axis.text)
        return len([name for name in self.places if name in FIELDS]) + len(self.axes) + dated
