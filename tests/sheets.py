"""Assessment sheets of an office for tests: workbooks and documents made by libraries and then bent as other programs would write them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from docx import Document as WordDocument
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from newswatch.report.sheets.filling import Filled, Filling
from newswatch.report.sheets.opened import opened, place_of

HEAD = (
    "Mã",
    "Lĩnh vực / tiêu chí / tiêu chí thành phần",
    "Điểm tối đa",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Tài liệu kiểm chứng",
    "Giải trình",
)
ROWS: tuple[tuple[object, ...], ...] = (
    ("1", "Công tác chỉ đạo, điều hành", "=SUM(C4:C5)", "=SUM(D4:D5)"),
    ("1.3.3", "Số lượng tin, bài tuyên truyền", 2, None),
    ("1.4", "Xử lý vấn đề phát hiện qua kiểm tra", 6, 5),
    ("2", "Xây dựng văn bản", "=C7", "=D7"),
    ("2.1", "Ban hành văn bản", 11, 10),
)


def filling(score: str = "1.5", *, must_say: bool = False, explanation: str = "Một tháng <thiếu> 1 & trừ 0,5.") -> Filling:
    """What is to be put into the row."""
    return Filling(
        score=Decimal(score), decimals=2, evidence="47 mục.", explanation=explanation, until=date(2026, 10, 20), must_say=must_say
    )


def fill(raw: bytes, code: str = "1.3.3", given: Filling | None = None, table: str | None = None) -> Filled:
    """The bytes with the row filled in."""
    sheet = opened(raw)
    return sheet.fill(place_of(sheet, code, 2026, table), given or filling())


def workbook(change: Callable[[Workbook], object] = lambda _: None, head: tuple[str, ...] = HEAD, rows: Any = ROWS) -> bytes:
    """A sheet as the office keeps it: a title over all columns, the head, five criteria, a total on another sheet. `change` bends it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tự chấm"
    sheet.append(["BẢNG TỰ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2026"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    total = book.create_sheet("Tổng hợp")
    total.append(["Tổng điểm", "='Tự chấm'!D3+'Tự chấm'!D6"])
    total.append(["Không liên quan", "=1+1"])
    change(book)
    return saved(book)


def rich(book: Workbook) -> None:
    """Gives a workbook what openpyxl itself would lose or keep: a chart, a validation, a comment, a table, a hidden column."""
    sheet: Any = book["Tự chấm"]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=7), titles_from_data=True)
    sheet.add_chart(chart, "J2")
    validation = DataValidation(type="decimal", operator="between", formula1="0", formula2="100")
    validation.add("D4:D7")
    sheet.add_data_validation(validation)
    sheet["B4"].comment = Comment("Ban biên tập", "Văn phòng")
    sheet.column_dimensions["E"].hidden = True
    other = book.create_sheet("Bảng phụ")
    other.append(["STT", "Tên"])
    other.append([1, "A"])
    other.add_table(Table(displayName="Phu", ref="A1:B2"))


def saved(book: Any) -> bytes:
    """A workbook or document as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def parts(raw: bytes) -> dict[str, bytes]:
    """What is in a package, by name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return {info.filename: packed.read(info) for info in packed.infolist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """A package of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in found.items():
            archive.writestr(name, body)
    return target.getvalue()


def bent(raw: bytes, name: str, change: Callable[[str], str], encoding: str = "utf-8") -> bytes:
    """The package with the text of one part changed, and written in an encoding."""
    found = parts(raw)
    return packed(found | {name: change(found[name].decode("utf-8")).encode(encoding)})


def changed(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that are not byte for byte as they were."""
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def values(raw: bytes, sheet: str = "Tự chấm") -> dict[str, object]:
    """What the cells of a sheet hold, as openpyxl reads them."""
    return {
        cell.coordinate: cell.value for row in load_workbook(io.BytesIO(raw))[sheet].iter_rows() for cell in row if cell.value is not None
    }


def document(change: Callable[[Any], object] = lambda _: None, rows: Any = ROWS) -> bytes:
    """The same table in Word, below a heading; `change` bends it."""
    made = WordDocument()
    made.add_heading("Bảng tự chấm điểm", 1)
    table = made.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = "" if text is None else str(text)
    change(made)
    return saved(made)


def word_rows(raw: bytes, table: int = 0) -> list[list[str]]:
    """The texts of a table, as python-docx reads them."""
    return [[cell.text for cell in row.cells] for row in WordDocument(io.BytesIO(raw)).tables[table].rows]
