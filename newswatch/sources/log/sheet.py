"""What one table sheet of a log file holds: its texts as a person sees them, and what a cell says beside its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newswatch.core.bulletin import RowProblem

Row = tuple[int, Sequence[str]]
Place = tuple[int, int]
"""Row number as shown, and place of the cell in the row from 0."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a cell says beside its text.

    `fault` is why its value can't be used (an error value, a formula nobody computed). `real` is a date that the program stored as one.
    `number` is a number without a form. `looks` are its fill, its font's colour and weight, as keys that are equal where they look equal.
    """

    fault: str = ""
    real: bool = False
    number: bool = False
    struck: bool = False
    partly_struck: bool = False
    comment: str = ""
    looks: frozenset[str] = frozenset()


PLAIN = Facts()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a log file.

    `label` is the sheet's own name. `delimiter` is set only for CSV, whose rows may be longer than its header. `unit` is the unit of a length
    that is a bare number: apps write seconds into JSON, and people write anything. `problems` are entries that are no rows. `wide` are the
    places that a cell merged to the right covers, with its text. `since_1904` says that bare serial numbers count from 1904.
    """

    name: str
    rows: Sequence[Row]
    label: str = ""
    delimiter: str = ""
    unit: str = ""
    problems: tuple[RowProblem, ...] = ()
    facts: Mapping[Place, Facts] = field(default_factory=dict)
    wide: Mapping[Place, str] = field(default_factory=dict)
    since_1904: bool = False

    def at(self, row: int, column: int) -> Facts:
        """The facts of a cell."""
        return self.facts.get((row, column), PLAIN)
