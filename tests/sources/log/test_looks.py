"""What cells of a workbook say beside their texts: colours with a legend, strokes, comments, formulas without values, numbers out of bounds."""

from datetime import datetime

import pytest
from logbook import ALIASES, fill, saved
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from newswatch.sources.log.reader import read

ROWS = [("Ngày", "Tên tin"), *((f"{day}/3/2026", f"Tin {day}") for day in (2, 3, 4, 5))]


def sheet_of(*below: tuple[object, ...]) -> tuple[Workbook, Worksheet]:
    """A log of four rows with lines below it."""
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [*ROWS, (), *below])
    return book, sheet


def origins(book: Workbook) -> dict[str, str]:
    """The origin of each bulletin by its title; `told` for those that are not sure."""
    reading = read(saved(book), "log.xlsx", ALIASES)
    told = {f"Tin {problem.row}": "told" for problem in reading.problems}
    return told | {bulletin.title: str(bulletin.origin) for bulletin in reading.bulletins}


def paint(colour: str | Color) -> PatternFill:
    """A fill."""
    return PatternFill("solid", fgColor=colour)


@pytest.mark.parametrize(
    "legend", ["Ô vàng = tiếp âm", "Vàng: tiếp âm; đỏ: không phát", "Ghi chú: những bài bôi vàng là bài tiếp sóng đài huyện"]
)
def test_a_legend_in_words_explains_a_colour(legend: str) -> None:
    """Rows of the colour that a line names are relays; colours without a legend say nothing."""
    book, sheet = sheet_of((legend,))
    sheet["B3"].fill, sheet["B4"].fill = paint("FFFFFF00"), paint("FF00B0F0")
    assert origins(book) == {"Tin 2": "own", "Tin 3": "relay", "Tin 4": "own", "Tin 5": "own"}


def test_a_legend_by_example_explains_a_colour_of_the_theme() -> None:
    """A cell of the same look beside an explanation is a legend, also where the colour is one of the theme, and for letters."""
    book, sheet = sheet_of((None, "Bài tiếp sóng"), ("Chữ đỏ: không phát",))
    green = paint(Color(theme=9, tint=0.6))
    sheet["A3"].fill = sheet["A7"].fill = green
    sheet["B4"].font = Font(color="FFFF0000")
    assert origins(book) == {"Tin 2": "own", "Tin 3": "relay", "Tin 5": "own"}


def test_strokes_and_comments_are_heeded() -> None:
    """A struck row and one whose comment says so did not air; a row struck in part is told; a comment says relay."""
    book, sheet = sheet_of()
    sheet["B2"].font = Font(strike=True)
    sheet["B3"].value = CellRichText("Tin ", TextBlock(InlineFont(strike=True), "3"))
    sheet["A4"].comment = Comment("Tiếp âm đài tỉnh", "x")
    sheet["B5"].comment = Comment("không phát, mất điện", "x")
    assert origins(book) == {"Tin 3": "told", "Tin 4": "relay"}


def test_a_comment_says_that_an_item_was_taken_over() -> None:
    """A comment that names the newspaper makes a repost; one that only denies that the station made it leaves that to a person."""
    book, sheet = sheet_of()
    sheet["B2"].comment = Comment("Bài này lấy lại của báo tỉnh, không phải xã viết", "x")
    sheet["A3"].comment = Comment("chép trên mạng", "x")
    sheet["B4"].comment = Comment("không do đài xã viết", "x")
    sheet["B5"].comment = Comment("đã gửi cho báo tỉnh", "x")
    assert origins(book) == {"Tin 2": "repost", "Tin 3": "repost", "Tin 4": "told", "Tin 5": "own"}


def test_cells_that_hold_nothing_usable_are_told() -> None:
    """Formulas nobody computed, error values and numbers out of bounds are told with their column and what was found."""
    book, sheet = sheet_of()
    sheet["A2"], sheet["A3"], sheet["B4"] = "=A1+1", "#REF!", "=B2"
    sheet["A5"] = 1e9
    sheet["A5"].number_format = "dd/mm/yyyy"
    problems = read(saved(book), "log.xlsx", ALIASES).problems
    assert [(p.row, p.column, p.value) for p in problems] == [
        (2, "Ngày", "=A1+1"), (3, "Ngày", "#REF!"), (4, "Tên tin", "=B2"), (5, "Ngày", "#VALUE!"),
    ]  # fmt: skip
    assert "never computed" in problems[0].reason


def test_serial_numbers_of_an_old_mac_count_from_1904() -> None:
    """Bare serial numbers of a workbook that counts from 1904 give its days."""
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    fill(book.worksheets[0], [("Ngày", "Tên tin"), (44622, "Tin")])
    (bulletin,) = read(saved(book), "log.xlsx", ALIASES).bulletins
    assert f"{bulletin.aired_on}" == "2026-03-03"


def test_a_row_below_two_thousand_blanks_is_read() -> None:
    """A gap of blank rows hides nothing."""
    book, sheet = sheet_of()
    sheet.cell(2500, 1, "9/3/2026")
    sheet.cell(2500, 2, "Tin 9")
    assert origins(book)["Tin 9"] == "own"


def test_a_cell_merged_over_days_is_each_of_them() -> None:
    """In a weekly grid a title over several days aired on each."""
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [("Lịch tuần (02/3 - 08/3/2026)",), ("Giờ", "Thứ 2", "Thứ 3", "Thứ 4"), ("5h", "Tin", None, None)])
    sheet.merge_cells("B3:C3")
    assert [f"{b.aired_on}" for b in read(saved(book), "log.xlsx", ALIASES).bulletins] == ["2026-03-02", "2026-03-03"]
