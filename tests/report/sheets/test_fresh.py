"""A fresh sheet holds the rows of its set and nothing that is not known; parents are sums that every reader sees."""

import io
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sheets
from assessed import criteria
from needs import program
from openpyxl import load_workbook

from newswatch.config import load_criteria
from newswatch.core.assessment.checking import check
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Fault, Sheet
from newswatch.report.sheets.fresh import Form, fresh
from newswatch.report.sheets.opened import opened
from newswatch.report.sheets.reading import read

AT = datetime(2026, 10, 1, 2, tzinfo=UTC)
NAME = "Tự chấm điểm"
ROWS: list[dict[str, Any]] = [
    {"code": "I", "title": "Chỉ đạo", "max": 10},
    {"code": "1", "title": "Tuyên truyền", "max": 6},
    {
        "code": "1.1",
        "title": "Tin, bài",
        "max": 2,
        "unit": "Ban biên tập",
        "deadline": "10-20",
        "method": "=4 tin mỗi tháng",
        "evidence": "danh mục",
    },
    {"code": "1.2", "title": "Loa", "max": 4, "min": -1, "unit": "Văn hóa"},
    {"code": "2", "title": "Kế hoạch", "max": 4, "unit": "Văn phòng"},
    {"code": "II", "title": "Tác động", "max": 5},
    {"code": "1", "title": "Hài lòng", "max": 5, "kind": "survey", "unit": "Sở Nội vụ"},
]


def whole() -> Criteria:
    """A set that is known whole."""
    return criteria(ROWS)


def seed() -> Criteria:
    """The shipped set."""
    return load_criteria("quang-dien-2614", Path())


def held(raw: bytes) -> Sheet:
    """The sheet as `assess check` reads it."""
    return read(opened(raw))


def scored(raw: bytes, scores: dict[str, float | None]) -> bytes:
    """The sheet with self-scores by row, as a person types them."""
    book = load_workbook(io.BytesIO(raw))
    for cell, value in scores.items():
        book[NAME][cell] = value
    return sheets.saved(book)


def test_the_seeds_sheet() -> None:
    """The known rows with their maxima and whose they are, the total of 100 to be typed, and that more rows are to come."""
    raw = fresh(Form(seed(), 2019, "xã Quảng Thọ"), AT)
    found = held(raw)
    assert {row.code: str(row.amount(Column.MOST)) for row in found.rows} == {
        "1.3.3": "2",
        "1.4": "6",
        "2.1": "11",
        "2.1.1.1": "1.5",
        "2.1.3": "4",
    }
    assert found.total
    assert (found.unit, found.total.amount(Column.MOST), found.total.amount(Column.SELF)) == ("Xã Quảng Thọ", Decimal(100), None)
    values = sheets.values(raw, NAME)
    assert "biểu chỉ có các dòng đã biết, 19/100 điểm" in str(values["A4"])
    assert not any(str(value).startswith("=") for value in values.values())
    assert "Năm 2018: 88,16/100 điểm, xếp thứ 01." in values.values()
    assert not any("Năm 2019" in str(value) for value in values.values())
    assert {one.fault for one in check(found, seed(), 2019, date(2019, 10, 1))} == {Fault.BLANK}


def test_the_last_known_result_stands_beside_the_rows() -> None:
    """The sheet of the year after says what each row got and where the unit stood; another unit's sheet, and one for nobody, say nothing."""
    notes = [
        str(value) for cell, value in sheets.values(fresh(Form(seed(), 2020, "Xã Quảng Thọ"), AT), NAME).items() if cell.startswith("J")
    ]
    assert "Năm 2019: 1,5/2 điểm." in notes
    assert "Năm 2019: 92,63/100 điểm, xếp thứ 01/11." in notes
    for unit in ("xã Quảng An", ""):
        assert not any("Năm 2019: " in str(v) for v in sheets.values(fresh(Form(seed(), 2020, unit), AT), NAME).values())
    assert "không có hiệu lực vào cuối năm 2020" in str(sheets.values(fresh(Form(seed(), 2020, ""), AT), NAME)["A5"])


def test_parents_are_sums_that_every_reader_sees() -> None:
    """Maxima are sums with their values; sums of scores are empty texts until all that they add up is there, as Excel would show them."""
    raw = fresh(Form(whole(), 2026, ""), AT)
    formulas = sheets.values(raw, NAME)
    assert [formulas[cell] for cell in ("C6", "C7", "C13")] == ["=SUM(C7,C10)", "=SUM(C8:C9)", "=SUM(C6,C11)"]
    assert formulas["D6"] == '=IF(COUNT(D7,D10)<2,"",SUM(D7,D10))'
    assert "D11" not in formulas
    assert formulas["D13"] == '=IF(COUNT(D6)<1,"",SUM(D6))'
    shown = load_workbook(io.BytesIO(raw), data_only=True)[NAME]
    assert [shown[cell].value for cell in ("C6", "C7", "C11", "C13", "D6", "E13")] == [10, 6, 5, 15, None, None]
    found = held(raw)
    assert [str(row.amount(Column.MOST)) for row in found.rows] == ["10", "6", "2", "4", "4", "5", "5"]
    assert [(one.fault, one.code) for one in check(found, whole(), 2026, date(2026, 10, 1))] == [
        (Fault.BLANK, "1.1"),
        (Fault.BLANK, "1.2"),
        (Fault.BLANK, "2"),
    ]


def test_libreoffice_adds_up_what_is_typed(tmp_path: Path) -> None:
    """Scores that are typed come to the total in LibreOffice; where one is missing, the sums over it stay empty."""
    soffice = program("soffice", package="libreoffice-calc-nogui")
    raw = fresh(Form(whole(), 2026, ""), AT)
    (tmp_path / "all.xlsx").write_bytes(scored(raw, {"D8": 1.5, "D9": -0.25, "D10": 4}))
    (tmp_path / "some.xlsx").write_bytes(scored(raw, {"D8": 1.5, "D10": 4}))
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "all.xlsx"), str(tmp_path / "some.xlsx")], check=True, timeout=180
    )
    whole_sheet, some = (held((tmp_path / "out" / name).read_bytes()) for name in ("all.xlsx", "some.xlsx"))
    assert whole_sheet.total
    assert some.total
    assert [whole_sheet.rows[n].amount(Column.SELF) for n in (0, 1)] == [Decimal("5.25"), Decimal("1.25")]
    assert whole_sheet.total.amount(Column.SELF) == Decimal("5.25")
    assert [some.rows[0].amount(Column.SELF), some.total.amount(Column.SELF), some.rows[4].amount(Column.SELF)] == [None, None, 4]


def test_a_fresh_sheet_is_filled_in() -> None:
    """`assess fill` finds the row, writes into it, and drops the sums that rest on it; what is told of them then is that nobody worked them out."""
    for form, code in ((Form(seed(), 2026, ""), "1.3.3"), (Form(whole(), 2026, ""), "1.1")):
        filled = sheets.fill(fresh(form, AT), code)
        found = held(filled.raw)
        row = next(row for row in found.rows if row.code == code)
        assert (row.amount(Column.SELF), bool(row.evidence), bool(row.explanation)) == (Decimal("1.5"), True, True)
        faults = {(one.fault, one.code) for one in check(found, form.criteria, 2026, date(2026, 10, 1)) if one.fault is Fault.UNCALCULATED}
        assert faults == ({(Fault.UNCALCULATED, "I"), (Fault.UNCALCULATED, "I.1"), (Fault.UNCALCULATED, "")} if code == "1.1" else set())


def test_the_same_set_gives_the_same_bytes() -> None:
    """Made twice at one moment, a sheet has the same bytes."""
    assert fresh(Form(whole(), 2026, "xã A"), AT) == fresh(Form(whole(), 2026, "xã A"), AT)


def test_it_is_ready_for_screen_and_print() -> None:
    """The head stays in view and on each printed page, the page is landscape and one wide, and a text that looks like a formula is a text."""
    sheet: Any = load_workbook(io.BytesIO(fresh(Form(whole(), 2026, ""), AT)))[NAME]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (
        "C6",
        "$5:$5",
        "landscape",
        1,
    )
    assert (sheet["F8"].value, sheet["F8"].data_type) == ("=4 tin mỗi tháng", "s")
    assert [sheet.cell(5, n).value for n in (1, 3, 4, 5, 9, 10, 11)] == [
        *("Mã", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Bộ phận tham mưu", "Thời hạn", "Ghi chú")
    ]
    assert (sheet["J8"].value, sheet["I8"].value, sheet["K8"].value) == ("20/10/2026", "Ban biên tập", "Tài liệu cần có: danh mục.")


@pytest.mark.parametrize(
    ("cell", "kind", "bounds"), [("D8", "decimal", ("0", "C8")), ("D9", "decimal", ("-1", "C9")), ("D12", "custom", ("FALSE", None))]
)
def test_only_points_of_the_row_may_be_typed(cell: str, kind: str, bounds: tuple[str, str | None]) -> None:
    """A cell takes points from the row's least to its maximum; that of a survey takes none."""
    sheet: Any = load_workbook(io.BytesIO(fresh(Form(whole(), 2026, ""), AT)))[NAME]
    rule = next(one for one in sheet.data_validations.dataValidation if cell in str(one.sqref).split())
    assert (rule.type, (rule.formula1, rule.formula2)) == (kind, bounds)
