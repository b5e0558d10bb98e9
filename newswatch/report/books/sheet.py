"""A sheet of an office as it is printed: title, note, a head that stays in sight, rows, totals, and where people sign. What stands in it is handed in."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from newswatch.core.model import LOCAL
from newswatch.core.text import printable
from newswatch.report.books.archive import settled

if TYPE_CHECKING:
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 2000
"""Characters; a longer text is cut short."""
HEADER_ROW = 3
_SIGN_HERE = ("(Ký, ghi rõ họ tên)", False)
_SIGNED = (
    (("", False), ("NGƯỜI LẬP DANH SÁCH", True), _SIGN_HERE),
    (("Ngày …… tháng …… năm ………", False), ("TRƯỞNG BAN BIÊN TẬP", True), _SIGN_HERE),
)
_FACE, _LINE_POINTS = "Times New Roman", 15
_DAY_FORMAT = "dd/mm/yyyy"
_Made = dict[tuple[int, bool, bool, bool, bool], Any]


@dataclass(frozen=True, slots=True)
class _Style:
    """The style of a kind of cell: for its text, its figures and days, its links."""

    font: "Font"
    link: "Font"
    text: "Alignment"
    figure: "Alignment"
    border: "Border | None" = None
    fill: "PatternFill | None" = None


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a workbook. They are made once: openpyxl compares each style with those it has, which is quick only for the same object."""

    title: _Style
    note: _Style
    header: _Style
    row: _Style
    total: _Style
    signed: _Style
    signing: _Style


@cache
def _styles() -> _Styles:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    plain, bold, link_font = Font(name=_FACE), Font(name=_FACE, bold=True), Font(name=_FACE, color="0B57A4", underline="single")
    line, middle = Alignment(wrap_text=False), Alignment("center")
    wrapped, centred = Alignment(vertical="top", wrap_text=True), Alignment("center", vertical="top", wrap_text=True)
    thin = Side(style="thin", color="C5CCD3")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    return _Styles(
        title=_Style(Font(name=_FACE, bold=True, size=14), link_font, line, line),
        note=_Style(Font(name=_FACE, italic=True, color="5B6770"), link_font, line, line),
        header=_Style(bold, link_font, wrapped, centred, border, PatternFill("solid", fgColor="E8EDF2")),
        row=_Style(plain, link_font, wrapped, centred, border),
        total=_Style(bold, link_font, line, line),
        signed=_Style(bold, link_font, middle, middle),
        signing=_Style(Font(name=_FACE, italic=True), link_font, middle, middle),
    )


class Book:
    """A workbook being made, as of an instant: two of the same sheets and instant are the same bytes."""

    def __init__(self, as_of: datetime, description: str = "") -> None:
        from openpyxl import Workbook

        self._made = Workbook()
        self._kinds = _Made()
        self._empty = True
        self._made.properties.creator = "newswatch"
        self._made.properties.description = description or None
        self._made.properties.created = as_of.astimezone(LOCAL).replace(tzinfo=None, microsecond=0)

    def sheet(self, name: str, said: tuple[str, str, str], columns: Sequence[tuple[str, int]], rows: Iterable[tuple[Any, ...]]) -> None:
        """Adds a sheet for A4 landscape: title, note and totals (`said`), `columns` with their widths, and the rows. A cell that is a pair is a text
        with the address it leads to."""
        sheet = self._made.worksheets[0] if self._empty else self._made.create_sheet()
        self._empty, sheet.title = False, name
        _fill(sheet, said, columns, rows, self._kinds)

    def saved(self) -> bytes:
        """The workbook's bytes. openpyxl makes the archive uncompressed, so that all is compressed once."""
        from openpyxl.writer.excel import ExcelWriter

        raw = io.BytesIO()
        ExcelWriter(self._made, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED)).save()
        return settled(raw, f"{self._made.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode())


def for_print(sheet: Any, head: int) -> None:
    """A4 landscape, all columns on a page, the row `head` on each, the page's number at its foot, with the room LibreOffice needs for it."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="Trang &P/&N"))
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.8, header=0.3, footer=0.4)


def _fill(
    sheet: "Worksheet", said: tuple[str, str, str], columns: Sequence[tuple[str, int]], rows: Iterable[tuple[Any, ...]], made: _Made
) -> None:
    from openpyxl.utils import get_column_letter

    styles, (title, note, totals) = _styles(), said
    _write(sheet, 1, 1, title, styles.title, made)
    _write(sheet, 2, 1, note, styles.note, made)
    for at, (name, width) in enumerate(columns, 1):
        _write(sheet, HEADER_ROW, at, name, styles.header, made)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[HEADER_ROW].height = _LINE_POINTS * max(_lines(name, width) for name, width in columns)
    last = HEADER_ROW
    for last, row in enumerate(rows, HEADER_ROW + 1):
        for at, value in enumerate(row, 1):
            _write(sheet, last, at, value, styles.row, made)
        sheet.row_dimensions[last].height = _LINE_POINTS * max(_lines(value, width) for value, (_, width) in zip(row, columns, strict=True))
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(columns))}{last}"
    _write(sheet, last + 1, 1, totals, styles.total, made)
    _signatures(sheet, last + 3, len(columns), made)
    for_print(sheet, HEADER_ROW)


def _signatures(sheet: "Worksheet", row: int, columns: int, made: _Made) -> None:
    """Who made the list on the left, the head of the board on the right, below the day. People sign the printed sheet; nothing is filled in.

    The ranges are named as merged and their other cells left out: openpyxl's `merge_cells` would make and style each of them.
    """
    from openpyxl.worksheet.cell_range import CellRange

    for (first, last), texts in zip(((1, columns // 2), (columns // 2 + 1, columns)), _SIGNED, strict=True):
        for at, (text, bold) in enumerate(texts, row):
            sheet.merged_cells.add(CellRange(min_col=first, max_col=last, min_row=at, max_row=at).coord)
            _write(sheet, at, first, text, _styles().signed if bold else _styles().signing, made)


def _lines(value: Any, width: int) -> int:
    """How many lines a text takes in a column of `width` characters. Rows get a height, since not every program fits it to the text."""
    text = value[0] if isinstance(value, tuple) else value
    if not isinstance(text, str) or len(line := printable(text, LONGEST_CELL)) <= width:
        return 1
    return max(1, len(wrap(line, width)))


def _write(sheet: "Worksheet", row: int, column: int, value: Any, style: _Style, made: _Made) -> None:
    """Writes one cell. A text stays a text even if it begins like a formula. `made` are the kinds of cells that the workbook has."""
    value, address = value if isinstance(value, tuple) else (value, "")
    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = printable(value, LONGEST_CELL)
        cell.data_type = "s"
    else:
        cell.value = value
    if address:
        cell.hyperlink = address
    quoted = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    kind = (id(style), isinstance(value, str), quoted, isinstance(value, date), bool(address))
    if kind in made:
        cell._style = copy(made[kind])
        return
    _style_as(cell, value, style, quoted=quoted, linked=bool(address))
    made[kind] = cell._style


def _style_as(cell: Any, value: Any, style: _Style, *, quoted: bool, linked: bool) -> None:
    """Gives a cell its style, which openpyxl compares part by part with all that the workbook has: ten times as long as to copy what it came to."""
    if isinstance(value, str):
        cell.quotePrefix = quoted
    if isinstance(value, date):
        cell.number_format = _DAY_FORMAT
    cell.font = style.link if linked else style.font
    cell.alignment = style.text if isinstance(value, str) else style.figure
    if style.border:
        cell.border = style.border
    if style.fill:
        cell.fill = style.fill
