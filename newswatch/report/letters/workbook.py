"""The workbook that goes with a letter: every item of the months told, and the months of the year.

The same briefing gives the same bytes, since the times in the workbook and in its ZIP archive are those of the statement.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.notices.notice import Briefing, Enclosure, NoticeKind
from newswatch.core.text import bare, printable
from newswatch.report import figures
from newswatch.report.letters import periodic, sections
from newswatch.report.letters.archive import settled
from newswatch.report.letters.blocks import link
from newswatch.report.numbering import numbered
from newswatch.report.vi import item_names, ledger, sentences, terms

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ITEMS = (
    *(("TT", 5), ("Ngày", 11), ("Kênh", 12), ("Tiêu đề", 40), ("Đường dẫn", 8), ("Phân loại", 14), ("Lĩnh vực", 15)),
    *(("Thể loại", 9), ("Nguồn", 10), ("Được tính", 8), ("Lý do", 32), ("Địa chỉ", 30), ("Mã mục", 7)),
)
_LONGEST_CELL = 2000
_OPEN = "mở bài"  # not the title: LibreOffice does not wrap a cell that is a link
_HEADER_ROW = 3
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


def book(unit: Unit, briefing: Briefing) -> Enclosure:
    """The workbook for a briefing."""
    from openpyxl import Workbook

    year = briefing.year
    made = Workbook()
    made.properties.creator = "newswatch"
    made.properties.description = ledger.head(briefing.head) or None
    made.properties.created = year.as_of.astimezone(LOCAL).replace(tzinfo=None, microsecond=0)
    name = _told_name(briefing)
    first = made.worksheets[0]
    first.title = "Tin, bài"
    heading = f"DANH SÁCH TIN, BÀI CCHC {name.upper()} – {unit.title.upper()}"
    told = sections.months_told(briefing)
    kinds = _Made()
    _sheet(first, (heading, _note(briefing), _item_totals(year, told)), _ITEMS, _item_rows(year, told), kinds)
    months = made.create_sheet("Các tháng")
    title = f"TIN, BÀI CCHC TỪNG THÁNG NĂM {year.year} – {unit.title.upper()}"
    _sheet(months, (title, _note(briefing), " ".join(sentences.score(year))), _month_columns(year), _month_rows(year), kinds)
    return Enclosure(_file_name(unit, briefing), CONTENT_TYPE, _saved(made))


def _told_name(briefing: Briefing) -> str:
    due_notice = briefing.due_notice
    if due_notice.kind in (NoticeKind.QUARTER, NoticeKind.HALF_YEAR, NoticeKind.YEAR):
        return periodic.span_name(due_notice.period)
    return due_notice.months[-1].label


def _file_name(unit: Unit, briefing: Briefing) -> str:
    """`tin-bai-cchc-quang-tho-2026-03.xlsx`: ASCII, for old mail programs."""
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", bare(unit.name)).encode("ascii", "ignore").decode().lower()).strip("-")
    again = f"-lan-{briefing.due_notice.revision}" if briefing.due_notice.revision else ""
    return f"tin-bai-cchc-{slug[:60] or 'don-vi'}-{briefing.due_notice.period.lower()}{again}.xlsx"


def _note(briefing: Briefing) -> str:
    year = briefing.year
    rests_on = " ".join(filter(None, (*sentences.basis(year), ledger.head_in_short(briefing.head))))
    return f"{terms.capital(sentences.criterion(year.rule))}; số liệu tính đến {terms.moment(year.as_of)}. {rests_on}".strip()


def _item_rows(year: YearStatement, told: Sequence[MonthStatement]) -> Iterator[tuple[Any, ...]]:
    named = item_names.by_title(item_names.known(year))
    for number, line in numbered(year, told):
        item, counts = line.item, figures.counts(year.rule, line)
        yield (
            number,
            item.day or "không rõ",
            terms.CHANNELS[item.channel],
            item.title or "(không có tiêu đề)",
            (_OPEN, link(item.url)) if link(item.url) else "",
            terms.VERDICTS[item.verdict],
            terms.DOMAINS[item.domain] if item.domain else "",
            terms.TYPES[item.item_type] if item.item_type else "",
            terms.ORIGINS[item.origin],
            "có" if counts else "chờ xét" if line.awaiting else "không",
            "" if counts else item_names.why_not(line, named, phrases=True),
            item.url,
            item.id,
        )


def _item_totals(year: YearStatement, told: Sequence[MonthStatement]) -> str:
    """How many items are listed, count, await a person, and do neither."""
    lines = [line for _, line in numbered(year, told)]
    counted = sum(figures.counts(year.rule, line) for line in lines)
    waiting = sum(line.awaiting and not figures.counts(year.rule, line) for line in lines)
    return f"Tổng số {len(lines)} mục: được tính {counted}, chờ xét {waiting}, không tính {len(lines) - counted - waiting}."


def _month_columns(year: YearStatement) -> tuple[tuple[str, int], ...]:
    channels = ((terms.CHANNELS[c], 14) for c in year.rule.channels)
    result = ("Thiếu", 9), ("Trừ điểm", 10), ("Kết quả", 34)
    return (("Tháng", 12), ("Chỉ tiêu", 10), ("Được tính", 10), *channels, *result, *_log_column(year), ("Chờ xét", 9))


def _log_column(year: YearStatement) -> tuple[tuple[str, int], ...]:
    return (("Sổ phát thanh", 20),) if any(m.log for m in year.months) else ()


def _month_rows(year: YearStatement) -> Iterator[tuple[Any, ...]]:
    for month in year.months:
        name = terms.month(month.month)
        if not figures.has_begun(year.rule, month, figures.stated_on(year)):
            blank = [""] * (len(year.rule.channels) + 3)
            yield (name, year.rule.quota, *blank, terms.TO_COME, *[""] * len(_log_column(year)), "")
            continue
        short = month.state is State.SHORT
        cost = figures.cost(year, month)
        outcome = sentences.outcome(year, month)
        log = [terms.LOGS[month.log.state] if month.log else ""] if _log_column(year) else []
        yield (
            *(name, year.rule.quota, month.count.combined, *figures.by_channel(year.rule, month.count)),
            *(month.short if short else "", float(cost) if cost else "", outcome, *log, month.awaiting or ""),
        )


def _sheet(
    sheet: "Worksheet", said: tuple[str, str, str], columns: Sequence[tuple[str, int]], rows: Iterator[tuple[Any, ...]], made: _Made
) -> None:
    """A sheet for A4 landscape: title, note and totals (`said`), a header row that stays in sight, the rows, and where it is signed once printed."""
    from openpyxl.utils import get_column_letter

    styles, (title, note, totals) = _styles(), said
    _write(sheet, 1, 1, title, styles.title, made)
    _write(sheet, 2, 1, note, styles.note, made)
    for at, (name, width) in enumerate(columns, 1):
        _write(sheet, _HEADER_ROW, at, name, styles.header, made)
        sheet.column_dimensions[get_column_letter(at)].width = width
    last = _HEADER_ROW
    for last, row in enumerate(rows, _HEADER_ROW + 1):
        for at, value in enumerate(row, 1):
            _write(sheet, last, at, value, styles.row, made)
        sheet.row_dimensions[last].height = _LINE_POINTS * max(_lines(value, width) for value, (_, width) in zip(row, columns, strict=True))
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(columns))}{last}"
    _write(sheet, last + 1, 1, totals, styles.total, made)
    _signatures(sheet, last + 3, len(columns), made)
    _print_setup(sheet)


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
    if not isinstance(text, str) or len(line := printable(text, _LONGEST_CELL)) <= width:
        return 1
    return max(1, len(wrap(line, width)))


def _print_setup(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="Trang &P/&N"))
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.5)


def _write(sheet: "Worksheet", row: int, column: int, value: Any, style: _Style, made: _Made) -> None:
    """Writes one cell. A text stays a text even if it begins like a formula. `made` are the kinds of cells that the workbook has."""
    value, address = value if isinstance(value, tuple) else (value, "")
    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = printable(value, _LONGEST_CELL)
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


def _saved(book: "Workbook") -> bytes:
    """The workbook's archive. openpyxl makes it uncompressed, so that all is compressed once."""
    from openpyxl.writer.excel import ExcelWriter

    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED)).save()
    return settled(raw, f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode())
