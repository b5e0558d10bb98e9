"""How large a log may be. A commune's log of a year has a few thousand rows, and a small file can unpack to any size."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from xml.parsers import expat

from newswatch.errors import InputError
from newswatch.sources.log.sheet import Sheet

MOST_BYTES = 30_000_000
"""Of a file: pictures may stand in it."""

MOST_UNPACKED = 60_000_000
"""Bytes of a workbook's parts in all. Five years of a log, a sheet for each month, unpack to about five million."""

MOST_CELLS = 500_000
"""Of a workbook. Twelve sheets of a thousand rows and 26 columns, as Google Sheets writes them empty, have 312,000. One takes about 20 µs."""

MOST_ROWS = 20_000
"""Rows of a file with anything in them: ten airings a day for five years. One takes up to 1 ms."""

MOST_COLUMNS = 200
"""Of a CSV or JSON file: a log has at most 21 fields, a calendar one for each day of a month. The work grows with their square."""

MOST_SHEETS = 100
MOST_MERGED = 5_000
"""Merged cells of a workbook."""

LONGEST_CELL = 32_767
"""Characters of a cell, as in Excel. What follows is not read."""

_SHORT_CELL = 500
_BLANKS = re.compile(r"\s{20,}")
_CELL, _MERGED = re.compile(rb"<(?:\w+:)?c[ />]"), re.compile(rb"<(?:\w+:)?mergeCell[ />]")
_RANGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SMALLER = "a log is far smaller"
_DAMAGED = "a damaged or incomplete workbook ({}); copy or save it again"
_ODS_DAMAGED = "a damaged OpenDocument file (.ods) ({}); open it and save it as .xlsx"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, NotImplementedError, KeyError)
_MOST_PLACES = 2_000_000  # of a sheet of an .ods, from its first cell to its last, filled or not


def members(body: bytes, name: str) -> dict[str, int]:
    """The parts of a workbook with their sizes as its directory states them, which no more is unpacked than. Raises InputError if they are too large,
    or the archive is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            sizes = {member.filename: member.file_size for member in archive.infolist()}
    except _ZIP_ERRORS as error:
        raise InputError(f"{name}: {_damaged(body, error)}") from error
    if sum(sizes.values()) > MOST_UNPACKED:
        raise InputError(f"{name}: holds more than {MOST_UNPACKED // 1_000_000} MB unpacked; {_SMALLER}")
    return sizes


def part(body: bytes, member: str, name: str) -> bytes:
    """One part of a workbook. Raises InputError if it is damaged, or defines what other XML would have to be made of."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found = archive.read(member)
    except _ZIP_ERRORS as error:
        raise InputError(f"{name}: {_damaged(body, error)}") from error
    if _DOCTYPE.search(found):
        raise InputError(f"{name}: a workbook whose XML has definitions of its own, which no program writes; copy its cells into a new one")
    return found


def _damaged(body: bytes, error: Exception) -> str:
    return (_ODS_DAMAGED if b"opendocument.spreadsheet" in body[:200] else _DAMAGED).format(error)


class Count:
    """Counts the cells and merged cells of the sheets of a workbook. Raises InputError as soon as they are too many."""

    def __init__(self, name: str) -> None:
        self._name, self._cells, self._merged, self._sheets = name, 0, 0, 0

    def add(self, sheet: bytes) -> None:
        """Counts those of one more sheet, given as its XML."""
        self._cells += len(_CELL.findall(sheet)) + sum(map(_around, _RANGE.findall(sheet)))
        self._merged += len(_MERGED.findall(sheet))
        self._sheets += 1
        for found, most, what in (
            (self._cells, MOST_CELLS, "cells"),
            (self._merged, MOST_MERGED, "merged cells"),
            (self._sheets, MOST_SHEETS, "sheets"),
        ):
            if found > most:
                raise InputError(f"{self._name}: has more than {most:,} {what}; {_SMALLER}")


def _around(place: tuple[bytes, bytes, bytes, bytes]) -> int:
    """How many rows and columns a merged cell goes over: openpyxl makes a cell for each."""
    left, top, right, bottom = place
    return abs(int(bottom) - int(top)) + abs(_number(right) - _number(left))


def _number(column: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def check_ods(content: bytes, name: str) -> None:
    """Raises InputError if the sheets of an .ods are too large once what is written once for many cells is each of them."""
    count = _Repeated(name)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = count.start, count.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(f"{name}: {_ODS_DAMAGED.format(error)}") from error


class _Repeated:
    """Counts the filled cells of an .ods as often as they are repeated, and the places of a sheet up to its last filled cell."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = self._row = self._rows = self._column = self._columns = self._filled = self._times = self._sheets = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "table":
            self._rows = self._columns = 0
            self._sheets += 1
            self._refuse(self._sheets, MOST_SHEETS, "sheets")
        elif kind == "table-row":
            self._row, self._column, self._filled = _times(attrs, "rows"), 0, 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._times = _times(attrs, "columns")
            if any(key.startswith("office:") for key in attrs):
                self._fill()
            self._column += self._times
        elif kind == "p" and self._times:
            self._column -= self._times
            self._fill()
            self._column += self._times

    def end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind in ("table-cell", "covered-table-cell"):
            self._times = 0
        elif kind == "table-row":
            self._rows += self._row
            self._cells += self._filled * self._row
            self._refuse(self._cells, MOST_CELLS, "cells")
            if self._filled:
                self._refuse(self._rows * self._columns, _MOST_PLACES, "cells")

    def _fill(self) -> None:
        self._filled += self._times
        self._columns = max(self._columns, self._column + self._times)

    def _refuse(self, found: int, most: int, what: str) -> None:
        if found > most:
            raise InputError(f"{self._name}: has more than {most:,} {what}; {_SMALLER}")


def _times(attrs: dict[str, str], what: str) -> int:
    stated = attrs.get(f"table:number-{what}-repeated", "1")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else 1


def check_tables(found: Sequence[Sheet], name: str) -> None:
    """Raises InputError if the tables of a file have too many filled rows, or one is too wide."""
    filled = sum(1 for sheet in found for _, cells in sheet.rows if any(cells))
    check_size(name, filled, max((len(cells) for sheet in found for _, cells in sheet.rows), default=0))


def calmed(sheet: Sheet) -> Sheet:
    """A sheet in which no cell is longer than a cell of Excel may be, or holds more blanks in a row than anyone types: patterns of words go over them."""
    if all(len(cell) <= _SHORT_CELL for _, cells in sheet.rows for cell in cells):
        return sheet
    rows = [(number, tuple(_calm(cell) if len(cell) > _SHORT_CELL else cell for cell in cells)) for number, cells in sheet.rows]
    return replace(sheet, rows=rows)


def _calm(cell: str) -> str:
    return _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", cell)[:LONGEST_CELL]


def check_size(name: str, rows: int, columns: int) -> None:
    """Raises InputError if a table of so many filled rows and columns is none of a log."""
    if rows > MOST_ROWS:
        raise InputError(f"{name}: has {rows:,} rows, more than {MOST_ROWS:,}; {_SMALLER}: hand it in year by year")
    if columns > MOST_COLUMNS:
        raise InputError(f"{name}: has {columns:,} columns, more than {MOST_COLUMNS}; {_SMALLER}")
