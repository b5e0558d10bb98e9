"""A sheet handed in, whichever program it is of."""

from collections.abc import Sequence
from typing import Protocol

from newswatch.errors import InputError
from newswatch.report.sheets.document import Document
from newswatch.report.sheets.filling import Filled, Filling
from newswatch.report.sheets.finding import Place, find
from newswatch.report.sheets.grid import Grid
from newswatch.report.sheets.package import Package
from newswatch.report.sheets.workbook import Workbook


class Sheet(Protocol):
    """A workbook or a document."""

    def grids(self) -> list[Grid]:
        """Its tables."""

    def fill(self, place: Place, given: Filling) -> Filled:
        """The file with a row filled in. Raises InputError."""


def opened(raw: bytes, *, read_only: bool = False) -> Sheet:
    """The workbook or document that the bytes are. Raises InputError: they are something else, encrypted, damaged, or signed and not `read_only`."""
    package = Package(raw, read_only=read_only)
    return Document(package) if package.part(package.main).root.name == "w:document" else Workbook(package)


def place_of(sheet: Sheet, code: str, year: int, table: str | None = None) -> Place:
    """The row of a criterion, in the named table alone if one is named. Raises InputError: none, more than one, or no such table."""
    grids: Sequence[Grid] = sheet.grids()
    chosen = [grid for grid in grids if table is None or grid.name == table]
    if not chosen and table is not None:
        raise InputError(f"--table: there is none named {table!r}; there are {', '.join(grid.name for grid in grids) or 'none'}")
    return find(chosen, code, year)
