"""Workbooks are read as a person sees them: real dates, times and lengths, merged cells, several sheets, nothing hidden."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from logbook import ALIASES, HEADER, ROWS, csv_bytes, fill, meaning, saved, xlsx_bytes
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from newswatch.errors import InputError
from newswatch.sources.log.reader import read

EXPECTED = [meaning(bulletin) for bulletin in read(csv_bytes([HEADER, *ROWS]), "log.csv", ALIASES).bulletins]


def book_of(rows: list[tuple[Any, ...]], title: str = "Sổ") -> tuple[Workbook, Worksheet]:
    """A workbook with one filled sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    fill(sheet, rows)
    return book, sheet


def test_texts_read_as_in_csv() -> None:
    """A sheet of texts gives the bulletins of the same CSV, under the name of file and sheet."""
    reading = read(xlsx_bytes({"Tháng 5": [HEADER, *ROWS]}), "log.xlsx", ALIASES)
    assert [meaning(bulletin) for bulletin in reading.bulletins] == EXPECTED
    assert {bulletin.file for bulletin in reading.bulletins} == {"log.xlsx[Tháng 5]"}


@pytest.mark.parametrize(
    ("day", "start", "aired_on", "aired_at"),
    [
        (date(2027, 5, 4), time(5, 30), date(2027, 5, 4), time(5, 30)),
        (datetime(2027, 5, 4, 5, 30), None, date(2027, 5, 4), time(5, 30)),  # noqa: DTZ001
        (datetime(2027, 5, 4, 5, 29, 59, 999_400), None, date(2027, 5, 4), time(5, 30)),  # noqa: DTZ001
        (46511, 0.22916666666666666, date(2027, 5, 4), time(5, 30)),
        (46511.75, None, date(2027, 5, 4), time(18, 0)),
        ("04/05/2027", "5h30", date(2027, 5, 4), time(5, 30)),
        (date(2027, 5, 4), datetime(2027, 5, 4, 5, 30), date(2027, 5, 4), time(5, 30)),  # noqa: DTZ001
        (date(2027, 5, 4), None, date(2027, 5, 4), None),
    ],
)
def test_real_dates_times_and_serial_numbers(day: object, start: object, aired_on: date, aired_at: time | None) -> None:
    """Cells with real dates and times, bare serial numbers and texts give the same day and time."""
    (bulletin,) = read(xlsx_bytes({"S": [("Ngày", "Giờ", "Tiêu đề"), (day, start, "Tin")]}), "log.xlsx", ALIASES).bulletins
    assert (bulletin.aired_on, bulletin.aired_at) == (aired_on, aired_at)


@pytest.mark.parametrize(
    ("value", "shape", "seconds"),
    [
        (time(3, 20), "h:mm", 200),
        (time(0, 3, 20), "h:mm:ss", 200),
        (time(0, 3, 20), "mm:ss", 200),
        (timedelta(minutes=3, seconds=20), "[h]:mm:ss", 200),
        (timedelta(hours=25), "[h]:mm:ss", 1500),
        (timedelta(hours=15), "[h]:mm", 900),
        (0.0023148148148148147, "General", 200),
        ("3 phút 20 giây", "General", 200),
    ],
)
def test_lengths_of_real_time_cells(value: object, shape: str, seconds: int) -> None:
    """3:20 in a length column is minutes and seconds, and so is 25:00, which Excel reads as more than a day."""
    book, sheet = book_of([("Ngày", "Tiêu đề", "Thời lượng"), (date(2027, 5, 4), "Tin", value)])
    sheet["C2"].number_format = shape
    (bulletin,) = read(saved(book), "log.xlsx", ALIASES).bulletins
    assert (bulletin.duration, bulletin.note) == (seconds, "")


def test_numbers_keep_their_digits() -> None:
    """Whole numbers show no decimal point, whether Excel stored them as whole or not; a header names their unit."""
    rows = [("Ngày", "Tiêu đề", "Cụm loa", "Thời lượng (phút)", "Ghi chú"), (date(2027, 5, 4), "Gọi 113", 12, 2.0, 1.5)]
    (bulletin,) = read(xlsx_bytes({"S": rows}), "log.xlsx", ALIASES).bulletins
    assert (bulletin.speaker_clusters, bulletin.duration, bulletin.note) == ("12", 120, "1.5")


def test_merged_dates_cover_their_rows_and_banners_are_passed_over() -> None:
    """A date merged over several rows dates each of them, also with merged titles above the header and a header on two rows."""
    rows: list[tuple[Any, ...]] = [
        ("UBND XÃ TÂN PHONG", None, None, None, None),
        ("SỔ NHẬT KÝ PHÁT THANH THÁNG 5/2027", None, None, None, None),
        (),
        ("Ngày phát", "Giờ phát", "Tên tin, bài", "Người thực hiện", None),
        (None, None, None, "Người viết", "Người duyệt"),
        (date(2027, 5, 4), time(5, 30), "Một", "A", "B"),
        (None, time(17, 30), "Hai", "C", "D"),
        (None, None, None, None, None),
        (date(2027, 5, 5), time(5, 30), "Ba", None, None),
    ]
    book, sheet = book_of(rows)
    for merged in ("A1:E1", "A2:E2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "A6:A8"):
        sheet.merge_cells(merged)
    reading = read(saved(book), "log.xlsx", ALIASES)
    assert [(b.aired_on.day, b.title, b.author, b.approver, b.row) for b in reading.bulletins] == [
        (4, "Một", "A", "B", 6), (4, "Hai", "C", "D", 7), (5, "Ba", "", "", 9),
    ]  # fmt: skip
    assert (reading.problems, reading.skipped) == ((), 1)


def test_a_second_header_row_takes_no_column_away() -> None:
    """In a header merged over two rows the lower row does not replace the upper one's names."""
    rows: list[tuple[Any, ...]] = [
        ("Ngày phát", "Tên tin, bài", "Ghi chú", None),
        (None, None, "buổi sáng", "buổi chiều"),
        (date(2027, 5, 4), "Một", "đủ", "thiếu"),
    ]
    book, sheet = book_of(rows)
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(merged)
    reading = read(saved(book), "log.xlsx", ALIASES)
    assert [(bulletin.title, bulletin.note) for bulletin in reading.bulletins] == [("Một", "đủ")]
    assert (reading.problems, reading.skipped) == ((), 1)


def test_every_visible_sheet_with_a_header_is_read() -> None:
    """Two months on two sheets are both read; a sheet of instructions and a hidden sheet are not."""
    book, _ = book_of([HEADER, *ROWS], "Tháng 5")
    fill(book.create_sheet("Tháng 6"), [("Tiêu đề", "Ngày"), ("Bốn", date(2027, 6, 1))])
    fill(book.create_sheet("Hướng dẫn"), [("Ghi mỗi lượt phát một dòng",), ("Ghi chú", "xem mặt sau")])
    hidden = book.create_sheet("Năm ngoái")
    fill(hidden, [HEADER, *ROWS])
    hidden.sheet_state = "hidden"
    reading = read(saved(book), "log.xlsx", ALIASES)
    assert [(b.file, b.row) for b in reading.bulletins] == [*(("log.xlsx[Tháng 5]", row) for row in (2, 3, 4)), ("log.xlsx[Tháng 6]", 2)]
    assert reading.problems == ()
    assert (reading.columns["date"], reading.columns["title"]) == ("Ngày phát", "Tên tin, bài")


def test_a_sheet_that_looks_like_a_log_is_not_dropped_in_silence() -> None:
    """A sheet without the title column is a problem, and the other months are read."""
    book, _ = book_of([HEADER, *ROWS], "Tháng 5")
    fill(book.create_sheet("Tháng 6"), [("Ngày phát", "Tên sự kiện", "Nguồn"), (date(2027, 6, 1), "Bốn", "CTV")])
    reading = read(saved(book), "log.xlsx", ALIASES)
    assert len(reading.bulletins) == 3
    (problem,) = map(str, reading.problems)
    assert problem.startswith("log.xlsx[Tháng 6]: row 1: 'Ngày phát | Tên sự kiện | Nguồn' sheet not read: no column for title")
    assert "a weekly grid" in problem


def test_without_any_header_all_sheets_are_named() -> None:
    """A workbook with no log in it is refused with what each sheet shows."""
    book, _ = book_of([("Họ tên", "Chức vụ")], "Nhân sự")
    with pytest.raises(InputError, match=r"needed are columns for date .* found log\.xlsx\[Nhân sự\]: 'Họ tên', 'Chức vụ'"):
        read(saved(book), "log.xlsx", ALIASES)


def test_a_workbook_with_hidden_sheets_alone_is_refused() -> None:
    """The refusal says that no sheet is visible if every sheet with a log is hidden."""
    book, _ = book_of([("Bìa",)], "Bìa")
    hidden = book.create_sheet("Cũ")
    fill(hidden, [HEADER, *ROWS])
    hidden.sheet_state = "veryHidden"
    with pytest.raises(InputError, match=r"found log\.xlsx\[Bìa\]: 'Bìa'$"):
        read(saved(book), "log.xlsx", ALIASES)


def test_rows_far_below_and_margin_notes_do_no_harm() -> None:
    """A sheet formatted to its last row is read to its last filled row, and a remark beside the table shifts nothing."""
    book, sheet = book_of([HEADER, *ROWS])
    sheet["J3"] = "xem lại"
    sheet["A1048576"].number_format = "0.00"
    reading = read(saved(book), "log.xlsx", ALIASES)
    assert [meaning(bulletin) for bulletin in reading.bulletins] == EXPECTED
    assert (reading.problems, reading.skipped) == ((), 0)


def test_formulas_give_the_value_excel_computed() -> None:
    """A cell's cached result is read, not its formula."""
    plain = xlsx_bytes({"S": [("Ngày", "Tiêu đề"), (date(2027, 5, 4), "Bản tin số 5")]})
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(plain)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            target.writestr(
                part, source.read(part).replace(b'<c r="A2"', b'<c r="A2" ').replace(b"<v>46511</v>", b"<f>TODAY()-1</f><v>46511</v>")
            )
    (bulletin,) = read(out.getvalue(), "log.xlsx", ALIASES).bulletins
    assert bulletin.aired_on == date(2027, 5, 4)
    assert b"TODAY" not in plain
