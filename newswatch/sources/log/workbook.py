"""Turns XLSX and XLSM into tables of text cells with what they say beside, as a person sees them in Excel (openpyxl).

Hidden sheets are left out: they hold drop-down lists or last year's copy. Rows that a filter hides are read. A merged cell gives its text to
the rows it covers, in its first column. A formula gives the value that Excel last computed; one that was never computed has a fault.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from newswatch.core.text import clean
from newswatch.errors import InputError
from newswatch.sources.log import bounds
from newswatch.sources.log.sheet import PLAIN, Facts, Place, Row, Sheet

_MOST_COLUMNS = 64  # a log has at most 21 fields
_BLANK_ROWS = 1000
_LARGEST = 1e15
_LONGEST = 32_767  # characters of an Excel cell
_FORMULA = re.compile(rb"<f[ >/]")
_ALL, _PART = "all", "part"
_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_DAY = timedelta(days=1)
_HALF_SECOND = timedelta(milliseconds=500)


def workbook_sheets(body: bytes, name: str) -> list[Sheet]:
    """The visible sheets (`log.xlsx[Tháng 3]`), rows numbered as in Excel. Raises InputError if the bytes are no sound workbook."""
    from openpyxl import load_workbook

    has_formulas = _refuse_other_zip(body, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(body), data_only=True, rich_text=True)
            formulas = load_workbook(io.BytesIO(body)) if has_formulas else None
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            since_1904 = book.epoch.year == 1904
            return [_sheet(sheet, formulas[sheet.title] if formulas else None, name, since_1904) for sheet in visible]
    except Exception as error:  # openpyxl raises nearly anything for a damaged workbook
        raise InputError(
            f"{name}: a damaged workbook ({type(error).__name__}: {error}); open it in Excel and save it again as .xlsx"
        ) from error


def _refuse_other_zip(body: bytes, name: str) -> bool:
    """Whether a workbook holds formulas. Raises InputError for a ZIP archive that is none, and for one that is too large."""
    members = bounds.members(body, name)
    if "xl/workbook.bin" in members:
        raise InputError(f"{name}: a binary workbook (.xlsb); save it as .xlsx")
    if any(member.startswith("word/") for member in members):
        raise InputError(f"{name}: a Word document, but a log must be CSV, XLSX or JSON; copy its table into Excel")
    if not any(member.startswith("xl/") for member in members):
        raise InputError(f"{name}: a ZIP archive and no workbook; unpack it and hand in the log inside")
    count, has_formulas = bounds.Count(name), False
    for member in (m for m in members if m.endswith((".xml", ".rels"))):
        found = bounds.part(body, member, name)
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            count.add(found)
            has_formulas = has_formulas or _FORMULA.search(found) is not None
    return has_formulas


def _sheet(sheet: Any, formulas: Any, name: str, since_1904: bool) -> Sheet:
    """A sheet down to its last filled row. Blank stretches of more than a thousand rows are left out, since a sheet may be formatted to its end."""
    cells = {place: cell for place, cell in sheet._cells.items() if place[1] <= _MOST_COLUMNS}
    covered = {place: sheet.cell(*top) for place, top in islice(_covered(sheet, down=True), bounds.MOST_CELLS)}
    filled: dict[int, dict[int, str]] = {}
    facts: dict[Place, Facts] = {}
    for (number, column), cell in {**cells, **covered}.items():
        text = _shown(cell)
        found = _facts(cell, formulas.cell(cell.row, cell.column) if formulas and cell.value is None else None)
        if found.fault and not text:
            text = _formula(formulas.cell(cell.row, cell.column))
        if text:
            filled.setdefault(number, {})[column - 1] = text
        if found != PLAIN:
            facts[number, column - 1] = found
    width = max((column + 1 for row in filled.values() for column in row), default=0)
    wide = {(row, column - 1): _shown(sheet.cell(*top)) for (row, column), top in _covered(sheet, down=False)}
    return Sheet(f"{name}[{sheet.title}]", list(_rows(filled, width)), sheet.title, facts=facts, wide=wide, since_1904=since_1904)


def _rows(filled: Mapping[int, Mapping[int, str]], width: int) -> Iterator[Row]:
    last = 0
    for number in sorted(filled):
        if number - last <= _BLANK_ROWS:
            yield from ((blank, ("",) * width) for blank in range(last + 1, number))
        yield number, tuple(filled[number].get(column, "") for column in range(width))
        last = number


def _covered(sheet: Any, *, down: bool) -> Iterator[tuple[Place, Place]]:
    """The places that merged cells cover below their top, in its column, or to its right; each with the place of the value (from 1)."""
    for merged in sheet.merged_cells.ranges:
        top = (merged.min_row, merged.min_col)
        if down and merged.min_col <= _MOST_COLUMNS:
            yield from (
                ((row, merged.min_col), top) for row in range(merged.min_row + 1, min(merged.max_row, merged.min_row + _BLANK_ROWS) + 1)
            )
        elif not down:
            yield from (((merged.min_row, column), top) for column in range(merged.min_col + 1, min(merged.max_col, _MOST_COLUMNS) + 1))


def _facts(cell: Any, formula: Any) -> Facts:
    if formula is not None and formula.data_type == "f":
        return Facts(fault="a formula that was never computed; open the file in Excel and save it")
    fault = "an error value instead of what it should hold" if cell.data_type == "e" else ""
    if cell.value is None and not cell.has_style:
        return PLAIN
    return Facts(
        fault=fault,
        real=isinstance(cell.value, date),
        number=isinstance(cell.value, int | float),
        struck=_struck(cell) == _ALL,
        partly_struck=_struck(cell) == _PART,
        comment=clean(cell.comment.text or "") if cell.comment else "",
        looks=frozenset(_looks(cell)) if cell.has_style else frozenset(),
    )


def _struck(cell: Any) -> str:
    """Whether all of a cell's text is struck through, a part of it, or nothing."""
    whole = bool(cell.font and cell.font.strike)
    if not isinstance(cell.value, list):
        return _ALL if whole else ""
    runs = [(str(run), bool(run.font.strike) if hasattr(run, "font") and run.font else whole) for run in cell.value]
    struck = [through for text, through in runs if text.strip()]
    return _ALL if struck and all(struck) else _PART if any(struck) else ""


def _formula(cell: Any) -> str:
    return str(getattr(cell.value, "text", cell.value) or "")


def _looks(cell: Any) -> Iterator[str]:
    """The look of a cell: fill and colour of its letters other than black on white, weight, slant."""
    if cell.fill is not None and cell.fill.fill_type == "solid" and (fill := _colour(cell.fill.fgColor)) not in ("", "FFFFFF"):
        yield f"fill:{fill}"
    if cell.font is not None and cell.value is not None:
        if cell.font.color is not None and (colour := _colour(cell.font.color)) not in ("", "000000"):
            yield f"font:{colour}"
        if cell.font.b:
            yield "bold"
        if cell.font.i:
            yield "italic"


def _colour(colour: Any) -> str:
    """A colour as six hexadecimal digits, with its tint behind if it is one of the theme (the palette is that of Office)."""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].upper()
    if colour.type == "theme" and 0 <= colour.theme < len(_THEME):
        return f"{_THEME[colour.theme]}~{colour.tint:.2f}" if colour.tint else _THEME[colour.theme]
    return f"indexed{colour.indexed}" if colour.type == "indexed" and colour.indexed not in (64, 65) else ""


def _shown(cell: Any) -> str:
    """A cell's value as text: a date as 2026-03-12, a time or a length as the cell's format shows it, a number without format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole = (value + _HALF_SECOND).replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(
            timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond), cell.number_format
        )
    if isinstance(value, timedelta):
        return _clock(value, cell.number_format)
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST:
        return str(int(value))
    return str(value)[:_LONGEST]


def _clock(length: timedelta, shape: str) -> str:
    """A time or length as `05:30`, or as `00:03:20` if the format shows seconds.

    A length of a day or more was typed as minutes and seconds: Excel reads 25:00 as 25 hours, and no bulletin is that long.
    """
    seconds = int((length + _HALF_SECOND).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if "s" not in shape.lower() or (length >= _DAY and not rest):
        return f"{hours:02}:{minutes:02}"
    return f"{hours:02}:{minutes:02}:{rest:02}"
