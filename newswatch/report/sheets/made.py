"""A workbook of newswatch's own for an office: head and rows in its letters, ready for print, formulas with the values they come to.

The same contents at the same moment give the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

from newswatch.core.model import LOCAL
from newswatch.core.text import printable
from newswatch.report.books.archive import settled
from newswatch.report.books.sheet import for_print
from newswatch.report.sheets.addresses import address_of
from newswatch.report.sheets.markup import Part, content

_FACE, _LINE_POINTS, _LONGEST_CELL = "Times New Roman", 16, 2000
_HEAD_COLOUR, _SHUT_COLOUR, _LINE_COLOUR = "E8EDF2", "EDEDED", "808080"
_SHEET_PART = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, and what it comes to: points, or an empty text."""

    text: str
    comes_to: Decimal | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be typed into a cell: points from `least` to those of another cell; nothing at all where `most_at` is empty. `told` says so."""

    least: Decimal
    most_at: str
    told: str


Value = str | Decimal | int | Formula | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its values, whether it is set in bold, and what may be typed where (columns from 0)."""

    values: tuple[Value, ...]
    bold: bool = False
    limits: Mapping[int, Limits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet: its name, a title and lines over the table, the columns with their widths, the rows, and who signs (left and right)."""

    name: str
    title: str
    said: Sequence[str]
    columns: Sequence[tuple[str, int]]
    lines: Sequence[Line]
    signed: tuple[str, str] = ("", "")
    filtered: bool = False

    @property
    def head(self) -> int:
        """The row of the table's head, from 1."""
        return len(self.said) + 2


def made(page: Page, at: datetime) -> bytes:
    """The page as an .xlsx file, made at an instant."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "newswatch"
    book.properties.created = at.astimezone(LOCAL).replace(tzinfo=None, microsecond=0)
    sheet: Any = book.worksheets[0]
    sheet.title = page.name
    _write(sheet, page)
    _for_print(sheet, page)
    raw = io.BytesIO()
    book.save(raw)
    worked_out = {_SHEET_PART: lambda body: _worked_out(body, _values(page))}
    return settled(raw, f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode(), worked_out)


def _write(sheet: Any, page: Page) -> None:
    width = sum(wide for _, wide in page.columns)
    for row, text in enumerate((page.title, *page.said), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(page.columns))
        _put(sheet, row, 0, text, bold=row == 1, size=14 if row == 1 else 12, ruled=False, centred=row == 1)
        sheet.row_dimensions[row].height = _LINE_POINTS * len(wrap(text, width) or [""]) + (6 if row == 1 else 0)
    for column, (heading, wide) in enumerate(page.columns):
        sheet.column_dimensions[address_of((0, column))[:-1]].width = wide
        _put(sheet, page.head, column, heading, bold=True, centred=True, colour=_HEAD_COLOUR)
    sheet.row_dimensions[page.head].height = _height([heading for heading, _ in page.columns], page)
    figures = {n for line in page.lines for n, value in enumerate(line.values) if n in line.limits or not isinstance(value, str | None)}
    for row, line in enumerate(page.lines, page.head + 1):
        for column, value in enumerate(line.values):
            shut = column in line.limits and not line.limits[column].most_at
            _put(sheet, row, column, value, bold=line.bold, figure=column in figures, colour=_SHUT_COLOUR if shut else "")
            if column in line.limits:
                _limit(sheet, row, column, line.limits[column])
        sheet.row_dimensions[row].height = _height(line.values, page)
    _sign(sheet, page)


def _put(
    sheet: Any,
    row: int,
    column: int,
    value: Value,
    *,
    bold: bool,
    size: int = 12,
    ruled: bool = True,
    centred: bool = False,
    figure: bool = False,
    colour: str = "",
) -> None:
    """Writes one cell. A text stays a text even if it begins like a formula."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = sheet.cell(row, column + 1)
    if isinstance(value, str):
        cell.value = printable(value, _LONGEST_CELL)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, Formula):
        cell.value = f"={value.text}"
    elif value is not None:
        cell.value = value
    cell.font = Font(name=_FACE, size=size, bold=bold)
    cell.alignment = Alignment("center" if centred or figure else "left", vertical="center" if centred else "top", wrap_text=True)
    if ruled:
        thin = Side(style="thin", color=_LINE_COLOUR)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour)


def _limit(sheet: Any, row: int, column: int, limits: Limits) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if limits.most_at:
        rule = DataValidation(type="decimal", operator="between", formula1=f"{limits.least}", formula2=limits.most_at, allow_blank=True)
    else:
        rule = DataValidation(type="custom", formula1="FALSE", allow_blank=True)
    rule.errorTitle, rule.error, rule.showErrorMessage = "Điểm không hợp lệ", limits.told, True
    rule.add(address_of((row - 1, column)))
    sheet.add_data_validation(rule)


def _height(values: Sequence[Value], page: Page) -> int:
    """Rows get a height, since not every program fits it to the text. A character of the face is about as wide as one of those that widths count."""
    lines = [len(wrap(value, max(1, wide - 1))) for value, (_, wide) in zip(values, page.columns, strict=False) if isinstance(value, str)]
    return _LINE_POINTS * max(lines or [1], default=1) + 4 if any(lines) else _LINE_POINTS + 4


def _sign(sheet: Any, page: Page) -> None:
    row, count = page.head + len(page.lines) + 2, len(page.columns)
    half = count // 2
    for (first, last), text in zip(((1, half), (half + 1, count)), page.signed, strict=True):
        for step, (said, bold) in enumerate(((text, True), ("(Ký, ghi rõ họ tên)", False))):
            if text:
                sheet.merge_cells(start_row=row + step, start_column=first, end_row=row + step, end_column=last)
                _put(sheet, row + step, first - 1, said, bold=bold, ruled=False, centred=True)


def _for_print(sheet: Any, page: Page) -> None:
    """Paper and foot as of every workbook, the head in view."""
    for_print(sheet, page.head)
    sheet.freeze_panes = f"C{page.head + 1}"
    if page.filtered:
        sheet.auto_filter.ref = f"A{page.head}:{address_of((page.head + len(page.lines) - 1, len(page.columns) - 1))}"


def _values(page: Page) -> dict[str, Decimal | None]:
    """What each formula comes to, by its cell."""
    return {
        address_of((row, column)): value.comes_to
        for row, line in enumerate(page.lines, page.head)
        for column, value in enumerate(line.values)
        if isinstance(value, Formula)
    }


def _worked_out(body: bytes, values: Mapping[str, Decimal | None]) -> bytes:
    """The sheet, its formulas with their values, which openpyxl can't write."""
    part = Part(_SHEET_PART, body)
    for cell in part.root.walk():
        if cell.name != "x:c" or cell.get("r") not in values:
            continue
        amount, formula = values[cell.get("r")], cell.first("x:f")
        value, text = cell.first("x:v"), "" if amount is None else f"{amount:f}"
        if formula and value:
            part.put(value.start, value.end, f"<v>{content(text)}</v>")
            part.retag(cell, {"t": "str" if amount is None else None})
    return part.written()
