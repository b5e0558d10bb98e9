"""A table of criteria as it was read: its rows with figures that are known or lacking, where each stands, and what could not be read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property

from newswatch.core.assessment.codes import Path, parents


class Column(StrEnum):
    """What a column holds."""

    CODE = "code"
    TITLE = "title"
    MOST = "maximum"
    SELF = "self-score"
    APPRAISED = "appraised"
    EVIDENCE = "evidence"
    EXPLANATION = "explanation"
    UNIT = "responsible unit"
    DEADLINE = "deadline"
    NOTE = "note"


class Lack(StrEnum):
    """Why there is no figure: nothing stands there, a formula that nobody worked out, what is no figure, a cell merged with another row's, no column."""

    BLANK = "blank"
    UNCALCULATED = "uncalculated"
    UNREADABLE = "unreadable"
    MERGED = "merged"
    NO_COLUMN = "no_column"


@dataclass(frozen=True, slots=True)
class At:
    """Where something stands: its table, row and column from 0; `column` is None for a whole row. `cell` is how Excel names it, empty in Word."""

    table: str
    row: int
    column: int | None
    cell: str = ""
    in_word: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Points, or why there are none. `text` is what stands there."""

    amount: Decimal | None
    lack: Lack | None
    at: At
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A criterion's row. `path` tells codes apart that begin anew under each part. `deadline` is None where none is stated as a day.

    Where a table has no column for explanations, its notes are them.
    """

    code: str
    path: Path
    title: str
    at: At
    figures: dict[Column, Figure]
    evidence: str = ""
    explanation: str = ""
    note: str = ""
    unit: str = ""
    deadline: date | None = None
    hidden: bool = False

    def figure(self, column: Column) -> Figure:
        """The figure of a column of points."""
        return self.figures.get(column) or Figure(None, Lack.NO_COLUMN, self.at)

    def amount(self, column: Column) -> Decimal | None:
        """The points of a column; None if unknown."""
        return self.figure(column).amount


class Fault(StrEnum):
    """What is wrong in a table."""

    SUM = "sum"
    LOSS = "loss"
    ABOVE_MOST = "above_maximum"
    BELOW_LEAST = "below_minimum"
    NOT_SELF_SCORED = "not_self_scored"
    BLANK = "blank"
    UNCALCULATED = "uncalculated"
    UNREADABLE = "unreadable"
    MERGED = "merged"
    NO_COLUMN = "no_column"
    NO_CODE = "no_code"
    DUPLICATE = "duplicate"
    NO_PARENT = "no_parent"
    NO_TOTAL = "no_total"
    TWO_TOTALS = "two_totals"
    NO_UNIT = "no_unit"
    NO_EVIDENCE = "no_evidence"
    NO_EXPLANATION = "no_explanation"
    DEADLINE = "deadline"
    HIDDEN = "hidden"
    UNREAD_TABLE = "unread_table"
    OTHER_MOST = "other_maximum"
    MISSING_ROW = "missing_row"
    UNKNOWN_ROW = "unknown_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: of which criterion (empty: of the table) and column, where, what stands there, and what was expected."""

    fault: Fault
    code: str = ""
    column: Column | None = None
    at: At | None = None
    found: Decimal | None = None
    expected: Decimal | None = None
    text: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Sheet:
    """A table of criteria: its rows in order, the row of totals, which columns it has, whose it says it is, and what reading met."""

    rows: tuple[Row, ...]
    total: Row | None
    columns: frozenset[Column]
    unit: str = ""
    met: tuple[Finding, ...] = field(default=())

    @cached_property
    def parents(self) -> list[int | None]:
        """The number of the row over each."""
        return parents([row.path for row in self.rows])

    @cached_property
    def children(self) -> dict[int | None, list[Row]]:
        """The rows below each row, by its number; those at the top below None."""
        found: dict[int | None, list[Row]] = {}
        for row, parent in zip(self.rows, self.parents, strict=True):
            found.setdefault(parent, []).append(row)
        return found

    def leaves(self) -> Iterator[Row]:
        """The rows that are scored by themselves."""
        return (row for n, row in enumerate(self.rows) if n not in self.children)

    def name_of(self, row: Row) -> str:
        """The code of a row, after those of its parts where another row bears the same: `II.1`."""
        return ".".join(row.path) if self._spread.get(row.code, 0) > 1 else row.code

    @cached_property
    def _spread(self) -> Counter[str]:
        """On how many paths each code stands."""
        return Counter(path[-1] for path in {row.path for row in self.rows})

    def by_path(self) -> dict[Path, Row]:
        """The rows by their paths; of those with one path the first."""
        return {row.path: row for row in reversed(self.rows)}


_DECIMALS = 2


def summed(rows: Sequence[Row], column: Column) -> Decimal | None:
    """The sum of a column; None if one of its figures is unknown."""
    amounts = [row.amount(column) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def agree(stated: Decimal, total: Decimal) -> bool:
    """Is a stated sum the sum? A sum may be stated in fewer decimals than its parts, but in two at least."""
    exponent = stated.as_tuple().exponent
    places = max(_DECIMALS, -exponent if isinstance(exponent, int) else 0)
    return total.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == stated
