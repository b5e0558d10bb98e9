"""The workbook that goes with a letter: dates are dates, texts are texts, the bytes are the same each time."""

import io
import sys
from datetime import UTC, datetime
from types import FrameType

import pytest
import time_machine
from letter_worlds import TITLES, counting, excluded, march, told, unit, waiting
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font
from rule_tables import rule
from worlds import bulletin, countable, watched, year_of

from newswatch.core.notices.notice import Briefing, Enclosure, NoticeKind
from newswatch.report import letters
from newswatch.report.letters import workbook

HEAD = 3


def opened(made: Enclosure) -> Workbook:
    """The workbook as Excel would read it."""
    return load_workbook(io.BytesIO(made.body))


def rows(book: Workbook, sheet: int = 0) -> list[tuple[object, ...]]:
    """The rows of the table: those below the header, up to the one that adds them up."""
    found: list[tuple[object, ...]] = list(book.worksheets[sheet].iter_rows(min_row=HEAD + 1, values_only=True))
    return found[: next(at for at, row in enumerate(found) if not any(row[1:]))]


def test_every_item_of_the_month_is_listed() -> None:
    """Counted, repeated, awaiting and plainly other items all stand there with their standing and number."""
    listed = rows(opened(workbook.book(unit(), march([*counting(3, 3, 1), *excluded(3), waiting(370, "2026-03-25"), waiting(371, None)]))))
    by_id = {row[-1]: row for row in listed}
    assert [row[0] for row in listed] == list(range(1, len(listed) + 1))
    assert len(by_id) == 3 + 8 + 2
    assert str(by_id[300][1]).startswith("2026-03-03")
    assert by_id[300][2:4] == ("Trang TTĐT", f"{TITLES[0]} – đợt 3.0")
    assert [by_id[n][9] for n in (300, 350, 370, 360)] == ["có", "không", "chờ xét", "không"]
    assert by_id[371][1] == "không rõ"
    assert "trùng với" in str(by_id[350][10])
    assert by_id[300][11] == "https://xa.example.vn/tin/300.html"


def test_a_list_is_added_up_and_can_be_signed() -> None:
    """Below the rows stand their totals, and below these places for the names of who made the list and of the head of the board."""
    for sheet, totals in zip(
        opened(workbook.book(unit(), march([*counting(3, 3, 1), *excluded(3), waiting(370, "2026-03-25"), waiting(371, None)]))).worksheets,
        ("Tổng số 13 mục: được tính 3, chờ xét 2, không tính 8.", "Chưa có tháng nào đủ căn cứ"),
        strict=True,
    ):
        texts = [str(cell.value) for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row if cell.value]
        assert any(text.startswith(totals) for text in texts)
        assert texts[-5:] == ["Ngày …… tháng …… năm ………", "NGƯỜI LẬP DANH SÁCH", "TRƯỞNG BAN BIÊN TẬP", *["(Ký, ghi rõ họ tên)"] * 2]


def test_dates_are_dates_and_links_stand_beside_titles() -> None:
    """Days are real dates shown as 05/03/2026; a web address is a link in its own cell, so that every program wraps the title."""
    items = [countable(1, "Một", "2026-03-05"), countable(2, "Hai", "2026-03-06", url="javascript:x"), bulletin(3, "Ba", "2026-03-07")]
    sheet = opened(workbook.book(unit(), march(items))).worksheets[0]
    assert (sheet.cell(4, 2).data_type, sheet.cell(4, 2).number_format) == ("d", "dd/mm/yyyy")
    links = [(c.value, c.hyperlink.target if c.hyperlink else None) for c in (sheet.cell(r, 5) for r in (4, 5, 6))]
    assert links == [("mở bài", "https://xa.example.vn/tin/1.html"), (None, None), (None, None)]
    assert [(sheet.cell(r, 4).value, sheet.cell(r, 4).hyperlink) for r in (4, 5, 6)] == [("Một", None), ("Hai", None), ("Ba", None)]


@pytest.mark.parametrize("title", ["=1+1", '=HYPERLINK("http://x")', "+84 5", "-1", "@SUM(A1)", "#N/A", "2026-03-05", "007", "a\x00b\x0bc"])
def test_a_title_is_never_taken_for_a_formula(title: str) -> None:
    """A title is a text, whatever it begins with; characters that a workbook cannot hold are dropped."""
    cell = opened(workbook.book(unit(), march([countable(1, title, "2026-03-05")]))).worksheets[0].cell(4, 4)
    assert cell.data_type == "s"
    assert cell.value == title.replace("\x00", "").replace("\x0b", " ")


def test_the_months_of_the_year_stand_on_the_second_sheet() -> None:
    """Each month has a row with counts, missing items and state; unseen months cost nothing, months to come are empty."""
    spans = (watched("2025-12-01", "2026-02-09"), watched("2026-02-12", "2026-12-31"))
    book = opened(workbook.book(unit(), march([*counting(1, 4), *counting(2, 3), *counting(3, 3, 1)], spans=spans)))
    assert book.sheetnames == ["Tin, bài", "Các tháng"]
    months = rows(book, 1)
    assert months[0] == ("01/2026", 4, 4, 4, 0, None, None, "đạt", "đã chốt sổ", None)
    assert months[1] == ("02/2026", 4, 3, 3, 0, None, None, "chưa rõ, có 2 ngày chưa xem được", "đã chốt sổ", None)
    assert months[2] == ("03/2026", 4, 3, 2, 1, 1, 0.5, "thiếu 1, trừ 0,5 điểm", "đã chốt sổ", None)
    assert months[3][7] == "đang trong tháng"
    assert months[11] == ("12/2026", 4, None, None, None, None, None, "chưa tới", None, None)


def test_a_sheet_is_ready_for_the_printer() -> None:
    """Sheets are A4 across and as wide as the page; the header row stays in sight and is on every page."""
    for sheet in opened(workbook.book(unit(), march(counting(3, 4)))).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == ("landscape", "9", 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes == "A4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.cell(4, 4).alignment.wrap_text


def test_the_same_briefing_gives_the_same_bytes_at_any_time() -> None:
    """The clock of the computer leaves no trace in the workbook."""
    briefing = march([*counting(3, 3), *excluded(3)])
    made = set()
    for year in (2001, 2026, 2040):
        with time_machine.travel(datetime(year, 5, 6, 7, 8, 9, tzinfo=UTC), tick=False):
            made.add(workbook.book(unit(), briefing).body)
    assert len(made) == 1


def periodic(period: str, kind: NoticeKind = NoticeKind.QUARTER) -> Briefing:
    """A letter about the first three months."""
    return told(kind, [1, 2, 3], year_of(counting(3, 3), now="2026-04-01 08:00"), "2026-04-01", period=period)


@pytest.mark.parametrize(
    ("briefing", "name", "expected"),
    [
        (march([]), "Quảng Thọ", "tin-bai-cchc-quang-tho-2026-03.xlsx"),
        (periodic("2026-Q1"), "Đắk R'Lấp", "tin-bai-cchc-dak-r-lap-2026-q1.xlsx"),
        (periodic("2026", NoticeKind.YEAR), "Phước An", "tin-bai-cchc-phuoc-an-2026.xlsx"),
        (march([]), "北京", "tin-bai-cchc-don-vi-2026-03.xlsx"),
        (told(NoticeKind.REVISION, [3], year_of([]), "2026-04-20", revision=2), "Thọ", "tin-bai-cchc-tho-2026-03-lan-2.xlsx"),
    ],
)
def test_the_file_name_is_plain_ascii(briefing: Briefing, name: str, expected: str) -> None:
    """The file name is unit and period without marks or spaces, for old mail programs."""
    made = workbook.book(unit(name=name), briefing)
    assert made.name == expected
    assert made.name.isascii()


def test_each_channel_says_counted_of_what_its_channel_counts() -> None:
    """If each channel faces the quota, the item on the loudspeaker counts, too."""
    items = [countable(1, "Xã ra mắt tổ công nghệ số", "2026-03-03"), bulletin(2, "Xã ra mắt tổ công nghệ số", "2026-03-04")]
    each = rule(scope="each_channel")
    assert [row[9] for row in rows(opened(workbook.book(unit(each), march(items, each))))] == ["có", "có"]
    assert [row[9] for row in rows(opened(workbook.book(unit(), march(items))))] == ["có", "không"]


def test_the_workbook_goes_with_results_and_quarters() -> None:
    """A result and a quarter carry it."""
    for briefing in (march([]), periodic("2026-Q1")):
        (made,) = letters.write(unit(), briefing).enclosures
        assert made == workbook.book(unit(), briefing)
        assert made.content_type == workbook.CONTENT_TYPE


def styles_made(n: int) -> int:
    """How many fonts, borders and alignments are made for a workbook of `n` items."""
    makers, made = {Font.__init__.__code__, Border.__init__.__code__, Alignment.__init__.__code__}, 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal made
        made += event == "call" and frame.f_code in makers

    briefing = march([countable(400 + at, f"Tin số {at}", "2026-03-05") for at in range(n)])
    sys.setprofile(count)
    try:
        workbook.book(unit(), briefing)
    finally:
        sys.setprofile(None)
    return made


def test_cells_share_their_styles() -> None:
    """A longer list makes no more styles: openpyxl compares each new one with all it has, which is slow."""
    assert styles_made(40) == styles_made(4)
