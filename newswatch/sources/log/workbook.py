"""Turns XLSX and XLSM into tables of text cells, as a person sees them in Excel (openpyxl).

Hidden sheets are left out: they hold drop-down lists or last year's copy. Rows that a filter hides are read. A merged cell gives its text to
the rows it covers, in its first column. A formula gives the value that Excel last computed.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from newswatch.errors import InputError
from newswatch.sources.log.columns import Row

_MOST_BYTES = 300_000_000
_MOST_COLUMNS = 64  # a log has at most 21 fields
_BLANK_ROWS = 1000
_DAY = timedelta(days=1)
_HALF_SECOND = timedelta(milliseconds=500)


def workbook_sheets(body: bytes, name: str) -> list[tuple[str, list[Row]]]:
    """The visible sheets as (`log.xlsx[Tháng 3]`, rows numbered as in Excel). Raises InputError if the bytes are no sound workbook."""
    from openpyxl import load_workbook

    _refuse_other_zip(body, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(body), data_only=True)
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [(f"{name}[{sheet.title}]", _rows(sheet)) for sheet in visible]
    except Exception as error:  # openpyxl raises nearly anything for a damaged workbook
        raise InputError(
            f"{name}: a damaged workbook ({type(error).__name__}: {error}); open it in Excel and save it again as .xlsx"
        ) from error


def _refuse_other_zip(body: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {member.filename: member.file_size for member in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(f"{name}: a damaged or incomplete workbook ({error}); copy or save it again") from error
    if "xl/workbook.bin" in members:
        raise InputError(f"{name}: a binary workbook (.xlsb); save it as .xlsx")
    if "content.xml" in members:
        raise InputError(f"{name}: an OpenDocument file (.ods); save it as .xlsx")
    if any(member.startswith("word/") for member in members):
        raise InputError(f"{name}: a Word document, but a log must be CSV, XLSX or JSON; copy its table into Excel")
    if not any(member.startswith("xl/") for member in members):
        raise InputError(f"{name}: a ZIP archive and no workbook; unpack it and hand in the log inside")
    if sum(members.values()) > _MOST_BYTES:
        raise InputError(f"{name}: holds more than {_MOST_BYTES // 1_000_000} MB unpacked; a log is far smaller")


def _rows(sheet: Any) -> list[Row]:
    """The rows down to the last filled one. Reading ends after 1000 blank rows, because a sheet may be formatted down to its last row."""
    rows: list[Row] = []
    last = 0
    width = min(sheet.max_column, _MOST_COLUMNS)
    covered = dict(_covered(sheet, width))
    for number, cells in enumerate(sheet.iter_rows(max_col=width), 1):
        texts = tuple(_shown(covered.get((number, column), cell)) for column, cell in enumerate(cells, 1))
        rows.append((number, texts))
        if any(texts):
            last = number
        elif number - last > _BLANK_ROWS:
            break
    return rows[:last]


def _covered(sheet: Any, width: int) -> Iterator[tuple[tuple[int, int], Any]]:
    """The places below the top of each merged cell, each with the cell that holds the value."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_col <= width:
            top = sheet.cell(merged.min_row, merged.min_col)
            for row in range(merged.min_row + 1, merged.max_row + 1):
                yield (row, merged.min_col), top


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
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _clock(length: timedelta, shape: str) -> str:
    """A time or length as `05:30`, or as `00:03:20` if the format shows seconds.

    A length of a day or more was typed as minutes and seconds: Excel reads 25:00 as 25 hours, and no bulletin is that long.
    """
    seconds = int((length + _HALF_SECOND).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if "s" not in shape.lower() or (length >= _DAY and not rest):
        return f"{hours:02}:{minutes:02}"
    return f"{hours:02}:{minutes:02}:{rest:02}"
