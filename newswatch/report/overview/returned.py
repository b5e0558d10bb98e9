"""Rows of a log that could not be taken in, as a workbook to be mended and handed in again: as they were, with a column that says what is wrong."""

import io
from collections.abc import Sequence
from typing import Any

from newswatch.core.text import printable

HEAD = "Lỗi"
_LONGEST = 32_000


def book(parts: Sequence[tuple[Sequence[str], Sequence[tuple[Sequence[str], str]]]]) -> bytes:
    """An .xlsx file: of each sheet the headers, and each row's cells with what is wrong with it. Every cell is a text: nothing in it is computed."""
    from openpyxl import Workbook  # loads in half a second, and few ask for a workbook

    made = Workbook(write_only=True)
    sheet: Any = made.create_sheet("Dòng lỗi")
    for headers, rows in parts:
        width = max([len(headers), *(len(cells) for cells, _ in rows)])
        sheet.append([_cell(sheet, text) for text in (*_padded(headers, width), HEAD)])
        for cells, told in rows:
            sheet.append([_cell(sheet, text) for text in (*_padded(cells, width), told)])
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


def _cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, printable(text, _LONGEST))
    cell.data_type = "s"
    return cell
