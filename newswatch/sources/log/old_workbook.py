"""Turns .xls and .ods into tables of text cells (python-calamine). What the cells say beside is read apart (`xls_looks`, `ods_looks`).

A sheet that is hidden is left out; a merged cell gives its text to the rows it covers, as in a workbook of today.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from newswatch.errors import InputError
from newswatch.sources.log import bounds, ods_looks, xls_looks
from newswatch.sources.log.sheet import PLAIN, Facts, Place, Row, Sheet

_MOST_COLUMNS = 64
_MOST_CELLS = 2_000_000  # from a sheet's first cell to its last, filled or not
_BLANK_ROWS = 1000
_DAY = timedelta(days=1)
_HALF_SECOND = timedelta(milliseconds=500)


def old_workbook_sheets(body: bytes, name: str) -> list[Sheet]:
    """The visible sheets, rows numbered as in the program. Raises InputError if the bytes are no sound workbook."""
    from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

    if body.startswith(b"PK"):
        bounds.members(body, name)
        bounds.check_ods(bounds.part(body, "content.xml", name), name)
    try:
        with load_workbook(io.BytesIO(body)) as book:
            visible = [meta.name for meta in book.sheets_metadata if meta.visible is SheetVisibleEnum.Visible]
            if len(visible) > bounds.MOST_SHEETS:
                raise InputError(f"{name}: has more than {bounds.MOST_SHEETS:,} sheets; a log is far smaller")
            beside = ods_looks.looks(body) if body.startswith(b"PK") else xls_looks.looks(body)
            return [_sheet(book.get_sheet_by_name(label), label, name, beside.get(label, {})) for label in visible]
    except (CalamineError, OSError, ValueError) as error:
        kind = "OpenDocument file (.ods)" if body.startswith(b"PK") else "old workbook (.xls)"
        raise InputError(f"{name}: a damaged {kind} ({error}); open it and save it as .xlsx") from error


def _sheet(sheet: Any, label: str, name: str, beside: Mapping[Place, Facts]) -> Sheet:
    if sheet.total_height * min(sheet.total_width, _MOST_COLUMNS) > _MOST_CELLS:
        raise InputError(f"{name}: sheet {label} has more than {_MOST_CELLS:,} cells; a log is far smaller")
    values = [list(row[:_MOST_COLUMNS]) for row in sheet.to_python(skip_empty_area=False)]
    wide: dict[Place, str] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(values) and left < len(values[top]):
            for row in range(top + 1, min(bottom + 1, len(values))):
                values[row][left] = values[top][left]
            wide.update({(top + 1, column): _shown(values[top][left]) for column in range(left + 1, min(right + 1, _MOST_COLUMNS))})
    facts = dict(beside)
    for number, row_ in enumerate(values, 1):
        for column, value in enumerate(row_):
            kind = _facts(value)
            if kind != PLAIN:
                facts[number, column] = replace(facts.get((number, column), PLAIN), real=kind.real, number=kind.number)
    return Sheet(f"{name}[{label}]", list(_rows(values)), label, facts=facts, wide=wide)


def _rows(values: list[list[Any]]) -> Iterator[Row]:
    last = 0
    for number, row in enumerate(values, 1):
        texts = tuple(map(_shown, row))
        if any(texts):
            if number - last <= _BLANK_ROWS:
                yield from ((blank, ("",) * len(texts)) for blank in range(last + 1, number))
            yield number, texts
            last = number


def _facts(value: Any) -> Facts:
    return Facts(real=isinstance(value, date), number=isinstance(value, int | float) and not isinstance(value, bool))


def _shown(value: Any) -> str:
    """A value as text: a date as 2026-03-12, a time or length as 05:30 or 00:03:20, a whole number without a point."""
    if isinstance(value, datetime):
        whole = (value + _HALF_SECOND).replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return _clock(value if isinstance(value, timedelta) else timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def _clock(length: timedelta) -> str:
    seconds = int((length + _HALF_SECOND).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours:02}:{minutes:02}:{rest:02}" if rest or length >= _DAY else f"{hours:02}:{minutes:02}"
