"""A table of a sheet, the same for Excel and Word: cells by row and column, both from 0."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: its text, the number if it holds one as a number."""

    text: str
    number: Decimal | None = None


@dataclass
class Grid:
    """One table: the cells that stand in it, and of each cell covered by a merge the one that stands for it.

    `uncalculated` are cells whose formula has no value yet.
    """

    name: str
    cells: dict[Spot, Cell] = field(default_factory=dict)
    covered: dict[Spot, Spot] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: set[Spot] = field(default_factory=set)

    @cached_property
    def widths(self) -> dict[int, int]:
        """How many columns each row has."""
        found: dict[int, int] = {}
        for row, column in (*self.cells, *self.covered):
            found[row] = max(found.get(row, 0), column + 1)
        return found

    def anchor(self, spot: Spot) -> Spot:
        """The cell that stands for a spot: the first of its merge, else itself."""
        return self.covered.get(spot, spot)

    def text(self, spot: Spot) -> str:
        """What stands at a spot, with what a merge spreads over it."""
        cell = self.cells.get(self.anchor(spot))
        return cell.text if cell else ""
