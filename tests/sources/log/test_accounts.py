"""Each filled row of a log is accounted for: taken in, told, or known furniture."""

import pytest
from logbook import ALIASES, csv_bytes, said, xlsx_bytes

from newswatch.sources.log.accounts import Account, accounts, is_furniture
from newswatch.sources.log.columns import meanings
from newswatch.sources.log.files import sheets
from newswatch.sources.log.reader import read
from newswatch.sources.log.tables import part

FURNITURE = {
    "a sum": ["", "", "Tổng cộng: 12"],
    "a page's sum": ["", "Cộng trang", "4"],
    "what is carried over": ["Mang sang", "", "12"],
    "a signature": ["", "Người lập", "", "Trưởng ban"],
    "who read": ["Người đọc: Nguyễn Thị Mai"],
    "a dateline": ["", "", "Phú Hòa, ngày 31 tháng 8 năm 2026"],
    "a stamp of printing": ["Ngày in: 31/08/2026 10:20"],
    "a page's number": ["Trang 1/3"],
    "a legend": ["Ghi chú: x là có phát lúc 5h00"],
    "a remark without a day": ["Trong tháng đã phát đủ tin, bài theo kế hoạch"],
    "numbers of columns": ["(1)", "(2)", "(3)", "(4)"],
    "a table of sums": ["Tin", "12"],
    "a heading": ["II", "Tiếp âm đài tỉnh"],
}
AIRINGS = {
    "an airing in a sentence": ["Ngoài ra ngày 25/8/2026 phát bài Mở lớp học nghề"],
    "a sentence with an hour": ["17h00 đọc thông báo cắt điện của thôn Hạ"],
    "more aired, without a day": ["Phát thêm: Mở lớp học nghề may"],
    "a note that names more": ["Ghi chú: ngày 25/8 phát bù bài Mở lớp học nghề may"],
    "a day and a text": ["25/8/2026", "Mở lớp"],
    "a title beside a word": ["Mở lớp học nghề may cho phụ nữ", "Mai"],
}


@pytest.mark.parametrize("cells", FURNITURE.values(), ids=FURNITURE)
def test_furniture_is_passed_over(cells: list[str]) -> None:
    """What a log holds beside its airings is no row of it."""
    assert is_furniture(cells, in_foot=False)


@pytest.mark.parametrize("cells", AIRINGS.values(), ids=AIRINGS)
def test_what_may_be_an_airing_is_no_furniture(cells: list[str]) -> None:
    """A line that names a day or an hour, more that was aired, or a title beside something, is not passed over."""
    assert not is_furniture(cells, in_foot=False)


def test_names_below_a_signature_are_furniture_and_days_are_not() -> None:
    """Below the signatures names are passed over; a row with a day and a text is told there too."""
    assert is_furniture(["", "Nguyễn thị thu hoa", "", "trần văn bình an"], in_foot=True)
    assert not is_furniture(["25/8/2026", "Mở lớp học nghề"], in_foot=True)


LOST = {
    "under an unknown header above the table": (
        "Hôm;Lúc;Đọc gì\n2/3/2026;5h00;Mở lớp học nghề may\nNgày;Giờ;Tin bài\n3/3/2026;5h00;Một",
        ["2 told ", "4 2026-03-03 05:00 own Một"],
    ),
    "in a line below the table": (
        "Ngày;Giờ;Tin bài\n2/3/2026;5h00;Một\n;;\nNgày 25/3/2026 có phát thêm bài Hai;;",
        ["2 2026-03-02 05:00 own Một", "4 told "],
    ),
    "below the signatures": (
        "Ngày;Giờ;Tin bài\n2/3/2026;5h00;Một\nNgười lập;;Trưởng ban\n;;\n25/3/2026 (bổ sung);Mở lớp học nghề may;",
        ["2 2026-03-02 05:00 own Một", "5 told "],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LOST.values(), ids=LOST)
def test_a_row_that_no_table_takes_is_told(text: str, expected: list[str]) -> None:
    """What stands outside a known table and may be an airing is told by its row."""
    assert [one.replace(" Ngày", " ") if "told" in one else one for one in said(text)] == expected


def test_a_sheet_without_a_header_is_named_with_the_row_it_begins_on() -> None:
    """A sheet of titles whose columns have no names is told from its first row on, beside a sheet that is read."""
    book = {"T7": [["Ngày", "Tin bài"], ["2/7/2026", "Một"]], "T8": [["Mở lớp học nghề may", "Hoa"], ["Sửa đường liên thôn Hạ", "Hoa"]]}
    (problem,) = read(xlsx_bytes(book), "so.xlsx", ALIASES).problems
    assert (problem.file, problem.row) == ("so.xlsx[T8]", 1)
    assert "nothing is taken in from row 1 on" in problem.reason


def test_a_table_beside_another_is_named_with_the_row_it_begins_on() -> None:
    """Titles beyond a blank column under a header that is not understood are told, and the table at the left is read."""
    rows = [["Ngày", "Tin bài", "", "Hôm", "Gì"]] + [[f"{day}/3/2026", "Một", "", str(day), "Mở lớp học nghề may"] for day in (2, 3)]
    found = read(csv_bytes(rows), "log.csv", ALIASES)
    assert len(found.bulletins) == 2
    assert [problem.row for problem in found.problems] == [2]


def test_each_filled_row_has_one_account() -> None:
    """The rows of a sheet with title, header, sums, headings and signatures are each accounted for once, and none is unknown."""
    rows = [
        ["SỔ PHÁT THANH THÁNG 3/2026"],
        [],
        ["TT", "Ngày", "Tin bài"],
        ["(1)", "(2)", "(3)"],
        ["I. Tin tự viết"],
        ["1", "2/3", "Một"],
        ["", "", "Cộng: 1"],
    ]
    foot = [[], ["", "Người lập", "Trưởng ban"], ["", "Nguyễn Thị Mai", "Trần Văn Bình"]]
    known = meanings(ALIASES)
    (one,) = part(sheets(csv_bytes([*rows, *foot]), "log.csv", known), known)
    assert [(number, account) for (number, _), account in accounts(one, {6})] == [
        (1, Account.TITLE), (3, Account.HEADER), (4, Account.FURNITURE), (5, Account.FURNITURE), (6, Account.TAKEN), (7, Account.FURNITURE),
        (9, Account.FURNITURE), (10, Account.FURNITURE),
    ]  # fmt: skip


def test_a_cover_gives_its_year_to_the_sheets_behind_it() -> None:
    """A first sheet of single lines is the cover of the log: it is no lost sheet, and days without a year are of the year it states."""
    book = {
        "Bìa": [["SỔ NHẬT KÝ PHÁT THANH"], ["Năm 2026"], ["Xã Phú Hòa"]],
        "T1": [["Ngày", "Tin bài"], ["5/1", "Một"]],
        "T2": [["Ngày", "Tin bài"], ["6/2", "Hai"]],
    }
    assert said(xlsx_bytes(book), "so.xlsx") == ["2 2026-01-05 own Một", "2 2026-02-06 own Hai"]
