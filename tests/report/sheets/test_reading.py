"""A sheet of any office is read whole: rows, figures, totals, and what could not be read of it."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from newswatch.core.assessment.sheet import Column, Fault, Lack, Sheet
from newswatch.errors import InputError
from newswatch.report.sheets import reading
from newswatch.report.sheets.opened import opened
from newswatch.report.sheets.reading import read
from newswatch.report.vi.findings import address

HEAD = (
    "Mã",
    "Tiêu chí",
    "Điểm tối đa",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Tài liệu kiểm chứng",
    "Giải trình",
    "Bộ phận tham mưu",
    "Thời hạn",
)
ROWS: tuple[tuple[object, ...], ...] = (
    ("1", "Chỉ đạo", 8, 6.5, 6, None, None, None),
    ("1.1", "Tin, bài", 2, "1,5 điểm", 1, "Danh mục", "Thiếu 1", "Ban biên tập", "20/10/2026"),
    ("1.2", "Kiểm tra", 6, 5, 5, "Biên bản", "Chậm", "Đoàn kiểm tra"),
    (None, "Tổng cộng", 8, 6.5, 6),
)


def made(rows: Any = ROWS, head: tuple[str, ...] = HEAD, change: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """A workbook with one sheet: a title, whose it is, the head, rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Biểu"
    sheet.append(["BẢNG TỰ CHẤM ĐIỂM"])
    sheet.append(["Đơn vị:\u00a0Xã Quảng Thọ"])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    change(book)
    return sheets.saved(book)


def got(raw: bytes, year: int | None = None, table: str | None = None) -> Sheet:
    """What is read of a file."""
    return read(opened(raw, read_only=True), year, table)


def points(found: Sheet, column: Column = Column.SELF) -> dict[str, str]:
    """A column by code: the points, else why there are none."""
    rows = [*found.rows, *([found.total] if found.total else [])]
    return {found.name_of(row) if row.code else "": str(row.figure(column).amount or row.figure(column).lack or 0) for row in rows}


def faults(found: Sheet) -> list[tuple[Fault, str]]:
    """What reading met, and where."""
    return [(one.fault, address(one.at) if one.at else "") for one in found.met]


def test_a_plain_sheet() -> None:
    """Codes, titles, figures with their cells, what stands beside them, the total, whose it is."""
    found = got(made())
    assert points(found) == {"1": "6.5", "1.1": "1.5", "1.2": "5", "": "6.5"}
    assert points(found, Column.APPRAISED) == {"1": "6", "1.1": "1", "1.2": "5", "": "6"}
    row = found.rows[1]
    assert (row.title, row.evidence, row.explanation, row.unit, str(row.deadline)) == (
        "Tin, bài",
        "Danh mục",
        "Thiếu 1",
        "Ban biên tập",
        "2026-10-20",
    )
    assert (address(row.figure(Column.SELF).at), address(row.at), found.unit, found.met) == ("Biểu!D5", "Biểu, dòng 5", "Xã Quảng Thọ", ())


def two_rows(book: Workbook) -> None:
    """A head of two rows: points as a group, the others merged downwards."""
    sheet: Any = book["Biểu"]
    sheet.insert_rows(4)
    for cell, text in {"C3": "Điểm", "D3": None, "E3": None, "C4": "Tối đa", "D4": "Tự chấm", "E4": "Thẩm định"}.items():
        sheet[cell] = text
    sheet.merge_cells("C3:E3")
    for column in "ABFGHI":
        sheet.merge_cells(f"{column}3:{column}4")


def numbered_columns(book: Workbook) -> None:
    """A row under the head that numbers the columns, as printed forms have."""
    sheet: Any = book["Biểu"]
    sheet.insert_rows(4)
    for column, text in enumerate(("A", "B", 1, 2, "3 = 1 - 2", 4, 5, 6, 7), 1):
        sheet.cell(4, column, text)


def head_again(book: Workbook) -> None:
    """The head again in the middle, as where a page of the printed sheet ends."""
    sheet: Any = book["Biểu"]
    sheet.insert_rows(6)
    for column, text in enumerate(HEAD, 1):
        sheet.cell(6, column, text)


def parts_on_two_sheets(book: Workbook) -> None:
    """The last criterion and the total on a second sheet, whose columns stand elsewhere."""
    sheet: Any = book["Biểu"]
    sheet.delete_rows(6, 2)
    other = book.create_sheet("Biểu 2")
    other.append(("Mã", "Điểm tự chấm", "Điểm tối đa", "Tiêu chí", "Điểm thẩm định"))
    other.append(("1.2", 5, 6, "Kiểm tra", 5))
    other.append((None, 6.5, 8, "Tổng cộng", 6))


def merged_title(book: Workbook) -> None:
    """A domain's title merged over the columns of points."""
    sheet: Any = book["Biểu"]
    for cell in ("C4", "D4", "E4"):
        sheet[cell] = None
    sheet.merge_cells("B4:E4")


def last_year_hidden(book: Workbook) -> None:
    """A hidden column of last year beside this year's."""
    sheet: Any = book["Biểu"]
    sheet["J3"] = "Điểm tự chấm"
    for row in range(4, 8):
        sheet.cell(row, 10, 1)
    sheet.column_dimensions["J"].hidden = True


SHAPES: dict[str, Callable[[], bytes]] = {
    "head of two rows": lambda: made(change=two_rows),
    "numbers of columns": lambda: made(change=numbered_columns),
    "head again": lambda: made(change=head_again),
    "two sheets": lambda: made(change=parts_on_two_sheets),
    "last year hidden": lambda: made(change=last_year_hidden),
    "codes before titles": lambda: made([(n, f"{row[0] or ''} {row[1]}", *row[2:]) for n, row in enumerate(ROWS, 1)], ("STT", *HEAD[1:])),
    "no column of codes": lambda: made([(f"{row[0] or ''} {row[1]}".strip(), *row[2:]) for row in ROWS], HEAD[1:]),
    "codes as numbers": lambda: made([(float(str(row[0])) if row[0] else None, *row[1:]) for row in ROWS]),
    "points as texts": lambda: made([(*row[:2], *(str(x).replace(".", ",") for x in row[2:5])) for row in ROWS]),
    "words before codes": lambda: made([(f"Tiêu chí {row[0]}." if row[0] else None, *row[1:]) for row in ROWS]),
    "another name of the total": lambda: made([*ROWS[:3], ("TỔNG ĐIỂM:", None, 8, 6.5, 6)]),
    "a subtotal": lambda: made([*ROWS[:3], (None, "Cộng lĩnh vực 1", 8, 6.5, 6), ROWS[3]]),
    "totals of domains": lambda: made([*ROWS[:3], (None, "Tổng cộng mục I", 8, 1, 1), (None, "Tổng điểm lĩnh vực 1", 8, 1, 1), ROWS[3]]),
    "a total of another kind": lambda: made([*ROWS, (None, "Tổng điểm thưởng", 1, 1, 1)]),
    "a numbered total": lambda: made([*ROWS[:3], ("II", *ROWS[3][1:])]),
    "lines of a scale": lambda: made([*ROWS[:2], (None, "- Đủ 4 tin: 2 điểm", 2), (None, "- Thiếu 1: 1,5", 1.5), *ROWS[2:]]),
    "word": lambda: sheets.document(rows=(), change=lambda d: word_table(d)),
}


def word_table(made_: Any, rows: Any = ROWS) -> None:
    """The same table in Word."""
    table = made_.tables[0]
    while len(table.columns) < len(HEAD):
        table.add_column(100)
    for row in (HEAD, *rows):
        cells = table.rows[0].cells if row is HEAD else table.add_row().cells
        for cell, text in zip(cells, [*row, *[None] * (len(HEAD) - len(row))], strict=True):
            cell.text = "" if text is None else str(text)


@pytest.mark.parametrize("name", SHAPES)
def test_layouts_of_offices(name: str) -> None:
    """However head, codes, points and totals are laid out, the same rows are read, and nothing is told of."""
    found = got(SHAPES[name]())
    assert points(found) == {"1": "6.5", "1.1": "1.5", "1.2": "5", "": "6.5"}
    assert points(found, Column.APPRAISED) == {"1": "6", "1.1": "1", "1.2": "5", "": "6"}
    assert found.met == ()


def test_codes_held_as_numbers_are_told_apart() -> None:
    """1.10 held as the number 1.1 is not taken for 1.1."""
    found = got(made([(float(f"1.{n}"), "Tiêu chí", 1, 1) for n in range(1, 12)]))
    assert [row.code for row in found.rows] == [f"1.{n}" for n in range(1, 12)]


def test_domains_in_roman_numbers() -> None:
    """Codes that begin anew under each domain are told apart."""
    rows = [("I", "Chỉ đạo", 2, 2), ("1", "Kế hoạch", 2, 2), ("II", "Thể chế", 3, 1), ("1", "Văn bản", 3, 1), ("Tổng cộng", None, 5, 3)]
    assert points(got(made(rows))) == {"I": "2", "I.1": "2", "II": "1", "II.1": "1", "": "3"}


def bent(change: Callable[[Any], object]) -> Callable[[], bytes]:
    """A workbook whose sheet is changed."""
    return lambda: made(change=lambda book: change(book["Biểu"]))


def test_a_domains_title_over_its_points_has_none() -> None:
    """A title merged over the columns of points is no figure."""
    assert got(made(change=merged_title)).rows[0].figure(Column.SELF).lack is Lack.BLANK


LACKS: dict[str, tuple[Callable[[], bytes], Lack]] = {
    "blank": (bent(lambda s: s.__setitem__("D6", None)), Lack.BLANK),
    "dash": (bent(lambda s: s.__setitem__("D6", "–")), Lack.BLANK),
    "words": (bent(lambda s: s.__setitem__("D6", "chưa chấm")), Lack.UNREADABLE),
    "formula without value": (bent(lambda s: s.__setitem__("D6", "=2+3")), Lack.UNCALCULATED),
    "merged with the row above": (bent(lambda s: s.merge_cells("D5:D6")), Lack.MERGED),
}


@pytest.mark.parametrize("name", LACKS)
def test_a_figure_that_lacks_is_no_nought(name: str) -> None:
    """Nothing, a dash, words, a formula that nobody worked out, a cell merged upwards: each is told for what it is."""
    make, lack = LACKS[name]
    figure = got(make()).rows[2].figure(Column.SELF)
    assert (figure.amount, figure.lack) == (None, lack)


def test_formulas_with_values_are_read_and_empty_ones_are_blank() -> None:
    """A formula is read by its stored value; one that came to an empty text is blank, as is seen."""
    raw = made(change=lambda book: book["Biểu"].__setitem__("D6", "=2+3"))
    held = sheets.bent(raw, "xl/worksheets/sheet1.xml", lambda x: re.sub(r"</f><v\s*/>|</f><v></v>", "</f><v>5</v>", x))
    assert got(held).rows[2].amount(Column.SELF) == 5
    empty = sheets.bent(raw, "xl/worksheets/sheet1.xml", lambda x: re.sub(r'r="D6"([^>]*)>([^v]*)</f><v', r'r="D6" t="str"\1>\2</f><v', x))
    assert got(empty).rows[2].figure(Column.SELF).lack is Lack.BLANK


MET: dict[str, tuple[Callable[[], bytes], list[tuple[Fault, str]]]] = {
    "points without a code": (lambda: made([*ROWS[:3], (None, "Khác", None, 1), ROWS[3]]), [(Fault.NO_CODE, "Biểu!D7")]),
    "a code merged over rows": (
        lambda: made([*ROWS[:3], (None, "tiếp", None, 1), ROWS[3]], change=lambda b: b["Biểu"].merge_cells("A6:A7")),
        [(Fault.NO_CODE, "Biểu!D7")],
    ),
    "two totals": (lambda: made([*ROWS, (None, "Tổng cộng", 8, 7, 6)]), [(Fault.TWO_TOTALS, "Biểu!D7")]),
    "a hidden table": (
        lambda: made(change=lambda b: hidden_copy(b)),
        [(Fault.UNREAD_TABLE, "Năm trước, dòng 3")],
    ),
    "a table without a head": (
        lambda: made(change=lambda b: goes_on(b)),
        [(Fault.UNREAD_TABLE, "Tiếp, dòng 1")],
    ),
}


def goes_on(book: Workbook) -> None:
    """Further criteria on a sheet without a head."""
    other = book.create_sheet("Tiếp")
    for code in ("1.3", "1.4"):
        other.append((code, "Khác", 1, 1))


def hidden_copy(book: Workbook) -> None:
    """Last year's sheet, hidden."""
    other: Any = book.copy_worksheet(book["Biểu"])
    other.title, other.sheet_state = "Năm trước", "hidden"


@pytest.mark.parametrize("name", MET)
def test_what_could_not_be_read_is_told(name: str) -> None:
    """Points that belong to no code, totals that differ, tables that are hidden or have no head are told with their place."""
    make, expected = MET[name]
    found = got(make())
    assert [(fault, at.replace("dòng 5", "dòng 3").replace("dòng 6", "dòng 3")) for fault, at in faults(found)] == expected


def test_hidden_rows_are_read_and_told() -> None:
    """A hidden row counts in every sum of Excel, so it is read; that it is hidden stands with it."""
    found = got(made(change=lambda b: setattr(b["Biểu"].row_dimensions[6], "hidden", True)))
    assert [row.hidden for row in found.rows] == [False, False, True]


def test_word_places_are_told_as_people_count() -> None:
    """A cell of Word has no name, so its table, row and column are told."""
    found = got(SHAPES["word"]())
    assert address(found.rows[1].figure(Column.SELF).at) == "bảng 1, dòng 3, cột 4"


def test_columns_of_two_years() -> None:
    """Of two columns that of the year asked for is read; without a year they are refused."""
    head = (*HEAD[:3], "Điểm tự chấm 2025", "Điểm tự chấm năm 2026")
    assert points(got(made(head=head), 2026))["1.2"] == "5"
    assert points(got(made([(*row[:3], 1, *row[4:]) for row in ROWS], head), 2025))["1.2"] == "1"
    with pytest.raises(InputError, match=r"2 columns may be the self-score .*name the year with --year"):
        got(made(head=head))


AMOUNTS = st.decimals(0, 20, places=2)
FORMS: list[Callable[[Decimal], object]] = [
    float,
    str,
    lambda x: str(x).replace(".", ","),
    lambda x: f"\u00a0{x:f} điểm".replace(".", ","),
    lambda x: f"{x:f}/20",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(FORMS)), min_size=1, max_size=12))
def test_points_come_back_however_they_are_written(scores: list[tuple[Decimal, Callable[[Decimal], object]]]) -> None:
    """Whatever points stand in a sheet, as numbers or in words, they are read as they were meant."""
    found = got(made([(f"1.{n}", "Tiêu chí", 20, form(amount)) for n, (amount, form) in enumerate(scores, 1)]))
    assert [row.amount(Column.SELF) for row in found.rows] == [amount for amount, _ in scores]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no head": (lambda: made(head=("Mã", "Tên", "x", "y")), "no table has rows with codes"),
    "no codes": (lambda: made([(None, "Tin, bài", 2, 1)]), "no table has rows with codes"),
    "twice": (
        lambda: made(change=lambda b: b.copy_worksheet(b["Biểu"])),
        "Biểu and Biểu Copy hold the same criteria; name one with --table",
    ),
    "two columns": (lambda: made(head=(*HEAD[:3], "Thẩm định lần 1", "Thẩm định lần 2")), "2 columns may be the appraised"),
    "xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an .xls or .doc"),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
    "text": (lambda: "Mã;Điểm".encode(), "no .xlsx or .docx"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused(name: str) -> None:
    """A file without such a table, with two of them or two columns, and one that is none of ours are refused with what to do."""
    make, reason = REFUSED[name]
    with pytest.raises(InputError, match=re.escape(reason)):
        got(make())


def test_a_table_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows with codes than any set has are no table of criteria."""
    monkeypatch.setattr(reading, "_MOST_ROWS", 2)
    with pytest.raises(InputError, match="Biểu: has more than 2 rows with codes"):
        got(made())


def test_a_table_may_be_named() -> None:
    """Of two tables with the same criteria the named one is read, also where it is hidden; a name that is none is refused."""
    raw = made(change=hidden_copy)
    assert got(raw, table="Năm trước").rows[0].at.table == "Năm trước"
    with pytest.raises(InputError, match="there is none named 'Sheet9'; there are Biểu, Năm trước"):
        got(raw, table="Sheet9")


def test_a_signed_file_is_read() -> None:
    """A signed sheet can't be filled in, but what was appraised and signed is read."""
    mark = '<Relationship Id="s" Type="http://x/digital-signature/origin" Target="s"/></Rel'
    raw = sheets.bent(made(), "_rels/.rels", lambda x: x.replace("</Rel", mark, 1))
    assert points(got(raw))["1.2"] == "5"
