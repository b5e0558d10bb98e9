"""The table of all units as a workbook, with figures as figures, so that an office can sort and filter it further."""

import io
from collections.abc import Sequence
from typing import Any

from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL
from newswatch.report.books.sheet import for_print, shown
from newswatch.report.overview.line import AT_LEAST, TRENDS, UnitLine, points_of
from newswatch.report.vi import terms

_COLUMNS = (
    *(("Hạng", 7), ("Mã", 20), ("Đơn vị", 32), ("Tỉnh, thành phố", 20), ("Tháng {month}", 12), ("Kết quả tháng", 18)),
    *(("Cả năm", 9), ("Số cả năm là", 10), ("Tháng đạt", 10), ("Tháng thiếu", 11), ("Tháng chưa rõ", 13)),
    *(("Điểm", 8), ("Thấp nhất", 10), ("Cao nhất", 10)),
    *(("Ghi chú điểm", 44), ("Xu hướng", 10), ("Chờ xét", 9), ("Đọc được lần cuối", 18)),
)
_MOMENT = "dd/mm/yyyy hh:mm"


def book(found: Sequence[UnitLine], month: str, said: Sequence[str]) -> bytes:
    """An .xlsx file: what is said of the table above it, the head, a row for each unit."""
    from openpyxl import Workbook  # loads in half a second, and few ask for a workbook

    made = Workbook(write_only=True)
    sheet: Any = made.create_sheet("Các đơn vị")
    for n, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions[chr(ord("A") + n)].width = width
    for_print(sheet, len(said) + 1)  # before the first row, with which the sheet's properties are written
    for text in said:
        sheet.append([text])
    sheet.append([_headed(name.format(month=month), sheet) for name, _ in _COLUMNS])
    sheet.freeze_panes = f"D{len(said) + 2}"
    for line in found:
        sheet.append(_row(line, sheet))
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _headed(text: str, sheet: Any) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = _cell(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", vertical="top", wrap_text=True)
    return cell


def _row(line: UnitLine, sheet: Any) -> list[Any]:
    year, month, at = line.year, line.month, line.last_good_at
    points = (year.score, year.low, year.high)
    return [
        line.rank,
        _text(line.unit.id, sheet),
        _text(terms.capital(line.unit.title), sheet),
        _text(line.unit.province, sheet),
        month.combined if month and not line.to_come else None,
        _stands(line),
        line.least,
        None if line.sure or line.least is None else AT_LEAST,
        *(line.months(state) for state in (State.MET, State.SHORT, State.UNKNOWN)),
        *(None if amount is None else float(amount) for amount in points),
        points_of(year),
        TRENDS[line.trend],
        line.waiting,
        _dated(at.astimezone(LOCAL).replace(tzinfo=None, second=0, microsecond=0), sheet) if at else line.never_good,
    ]


def _stands(line: UnitLine) -> str | None:
    if line.month is None or line.to_come:
        return terms.TO_COME if line.month else None
    return terms.STATES[line.month.state] if line.looked_at or line.month.state is not State.OPEN else "chưa xem đủ"


def _text(text: str, sheet: Any) -> Any:
    """A text that is never read as a formula."""
    if not (told := shown(text)).startswith("="):
        return told
    cell = _cell(sheet, told)
    cell.data_type = "s"
    return cell


def _dated(at: Any, sheet: Any) -> Any:
    cell = _cell(sheet, at)
    cell.number_format = _MOMENT
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(sheet, value)
