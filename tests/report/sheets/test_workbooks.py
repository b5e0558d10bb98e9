"""A criterion's row in a workbook is found and filled in, and nothing else of the file changes."""

import re
from collections.abc import Callable

import pytest
import sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from newswatch.errors import InputError

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SIGNED = (
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_x/o.sigs"/>'
)


def two_rows(book: Workbook) -> None:
    """A head of two rows, merged as offices merge it: a group over three columns, the others downwards."""
    sheet = book["Tự chấm"]
    sheet.insert_rows(3)
    for cell, text in {"C2": "Điểm", "D2": None, "E2": None, "C3": "Tối đa", "D3": "Tự chấm", "E3": "Thẩm định"}.items():
        sheet[cell] = text
    sheet.merge_cells("C2:E2")
    for column in "ABFG":
        sheet.merge_cells(f"{column}2:{column}3")


def second_table(book: Workbook) -> None:
    """A hidden sheet of last year with the same code."""
    other = book.create_sheet("Năm trước")
    other.append(sheets.HEAD)
    other.append(("1.3.3", "Số lượng", 2, 1))
    other.sheet_state = "hidden"


def rows_of(*codes: object) -> list[tuple[object, ...]]:
    """Rows with these codes, the criterion the second."""
    return [(code, "Tiêu chí", 2, None) for code in codes]


def with_code(code: object) -> bytes:
    """A sheet in which the criterion bears its code so."""
    return sheets.workbook(rows=rows_of("1.3.2", code, "1.3.3.1", "11.3.3"))


TITLED = ("STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm", "Điểm thẩm định", "Ghi chú")
FOUND: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "plain": (sheets.workbook, "1.3.3", "D4"),
    "head of two rows": (lambda: sheets.workbook(two_rows), "1.3.3", "D5"),
    "all a workbook may hold": (lambda: sheets.workbook(sheets.rich), "1.3.3", "D4"),
    "hidden sheet of last year": (lambda: sheets.workbook(second_table), "1.3.3", "D4"),
    "code with a full stop": (lambda: with_code("1.3.3."), "1.3.3", "D4"),
    "code before the title": (lambda: with_code("1.3.3 Số lượng tin, bài"), "1.3.3", "D4"),
    "code with hard spaces": (lambda: with_code("\u00a01.3.3\u00a0–\u00a0Số lượng"), "1.3.3", "D4"),
    "code with a word before": (lambda: with_code("Tiêu chí 1.3.3: Số lượng"), "1.3.3", "D4"),
    "code as a number": (lambda: sheets.workbook(rows=rows_of(1.2, 1.3, 1.4)), "1.3", "D4"),
    "code in the column of titles": (
        lambda: sheets.workbook(head=TITLED, rows=[("1", "1.4 Khác", 2, None), ("2", "1.3.3\u00a0Số lượng", 2, None)]),
        "1.3.3",
        "D4",
    ),
    "columns of two years": (
        lambda: sheets.workbook(head=("TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm 2025", "Điểm tự chấm năm 2026", "Ghi chú")),
        "1.3.3",
        "E4",
    ),
    "names of the Ministry of Health": (
        lambda: sheets.workbook(head=("STT", "Tên tiêu chí", "Điểm tối đa", "Điểm đạt", "Tự đánh giá", "Liên kết", "Ghi chú")),
        "1.3.3",
        "E4",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_the_row_is_found(name: str) -> None:
    """The criterion's row is found by its code, however code and head are written, and the score stands in the column of self-scores."""
    make, code, cell = FOUND[name]
    raw = make()
    filled = sheets.fill(raw, code)
    assert filled.put[0] == (cell, "1,5")
    assert sheets.values(filled.raw)[cell] == 1.5
    assert sheets.changed(raw, filled.raw) <= {SHEET, "xl/worksheets/sheet2.xml", BOOK}


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "strict": lambda raw: sheets.bent(raw, SHEET, lambda x: x.replace(MAIN, STRICT)),
    "prefix": lambda raw: sheets.bent(raw, SHEET, lambda x: re.sub(r"<(/?)(\w)", r"<\1x:\2", x).replace("xmlns=", "xmlns:x=")),
    "bom": lambda raw: sheets.bent(raw, SHEET, lambda x: x, "utf-8-sig"),
    "utf-16": lambda raw: sheets.bent(raw, SHEET, lambda x: f'<?xml version="1.0" encoding="UTF-16"?>{x}', "utf-16"),
    "utf-16 without bom": lambda raw: sheets.bent(raw, SHEET, lambda x: f'<?xml version="1.0" encoding="UTF-16"?>{x}', "utf-16-be"),
    "us-ascii": lambda raw: sheets.bent(raw, SHEET, lambda x: f'<?xml version="1.0" encoding="us-ascii"?>{x}', "ascii"),
    "without r": lambda raw: sheets.bent(raw, SHEET, lambda x: re.sub(r' r="[A-Z]*\d+"', "", x)),
    "cdata": lambda raw: sheets.bent(raw, SHEET, lambda x: x.replace("<t>1.3.3</t>", "<t><![CDATA[1.3.3. ]]></t>")),
    "comments": lambda raw: sheets.bent(raw, SHEET, lambda x: x.replace('<row r="4"', "<!-- a > b --><?p q?><row\n r = '4'")),
    "other names": lambda raw: sheets.packed(
        {
            name.replace("sheet1.xml", "Bảng.xml"): body.replace(b"worksheets/sheet1.xml", "worksheets/Bảng.xml".encode())
            for name, body in sheets.parts(raw).items()
        }
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_xml_is_patched_however_it_is_written(name: str) -> None:
    """Prefixes, encodings, namespaces and names of parts stay, and what stands around the filled cells is byte for byte as it was."""
    raw = WRITTEN[name](sheets.workbook())
    filled = sheets.fill(raw)
    part = "xl/worksheets/Bảng.xml" if name == "other names" else SHEET
    before, after = sheets.parts(raw)[part], sheets.parts(filled.raw)[part]
    assert filled.put[0] == ("D4", "1,5")
    assert _around(before, after) > len(before) - 400 * (2 if "utf-16" in name else 1)
    if name != "strict":
        assert sheets.values(filled.raw)["D4"] == 1.5


def _around(before: bytes, after: bytes) -> int:
    """How many bytes stand as before at the beginning and the end."""
    start = next(i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    return start + next(i for i, (a, b) in enumerate(zip(reversed(before), reversed(after), strict=False)) if a != b)


def test_what_was_worked_out_before_is_dropped() -> None:
    """Cached totals that rest on the score go, on other sheets and through other formulas too; those that don't rest on it stay."""
    raw = sheets.workbook()
    for part in (SHEET, "xl/worksheets/sheet2.xml"):
        raw = sheets.bent(raw, part, lambda x: re.sub(r"</f><v\s*/>|</f><v></v>", "</f><v>99</v>", x))
    filled = sheets.parts(sheets.fill(raw).raw)
    assert re.findall(r'r="(\w+)"[^>]*><f>[^<]*</f><v>99', filled[SHEET].decode()) == ["C3", "C6", "D6"]
    assert re.findall(r'r="(\w+)"[^>]*><f>[^<]*</f><v>99', filled["xl/worksheets/sheet2.xml"].decode()) == ["B2"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="7"/>', '<calcPr calcId="7" fullCalcOnLoad="1"/>'),
        ('<calcPr calcMode="manual" iterate="1"/>', '<calcPr iterate="1" fullCalcOnLoad="1"/>'),
        ('<oleSize ref="A1"/>', '<calcPr fullCalcOnLoad="1"/><oleSize ref="A1"/>'),
    ],
)
def test_excel_is_told_to_work_everything_out(before: str, after: str) -> None:
    """The flag stands in its place in the workbook's part, and manual calculation, under which totals would show 0, is taken back."""
    raw = sheets.bent(sheets.workbook(), BOOK, lambda x: re.sub("<calcPr[^>]*>", before, x))
    assert after in sheets.parts(sheets.fill(raw).raw)[BOOK].decode()


@pytest.mark.parametrize(
    ("rows", "format_of", "expected"),
    [
        ([("1.3.3", "a", "2", "0,5"), ("1.4", "b", "6", "5,5")], "General", "1,5"),
        ([("1.3.3", "a", 2, "0,5"), ("1.4", "b", 6, 5.5), ("1.5", "b", 6, 5.5)], "General", 1.5),
        ([("1.3.3", "a", "2", None), ("1.4", "b", "6", None)], "General", "1,5"),
        ([("1.3.3", "a", 2, None), ("1.4", "b", 6, None)], "@", "1,5"),
        ([("1.3.3", "a", 2, None), ("1.4", "b", 6, None)], "0.00", 1.5),
    ],
)
def test_a_score_is_written_as_its_column_is(rows: list[tuple[object, ...]], format_of: str, expected: object) -> None:
    """A column of texts gets `1,5`, one of numbers 1.5, by format, by what stands in it, or by the column of maxima."""

    def change(book: Workbook) -> None:
        book["Tự chấm"]["D3"].number_format = format_of

    assert sheets.values(sheets.fill(sheets.workbook(change, rows=rows)).raw)["D3"] == expected


def test_what_people_wrote_stays_and_ours_is_put_once() -> None:
    """People's words in a cell stay before ours, and filling in again replaces ours."""
    raw = sheets.workbook(lambda book: book["Tự chấm"].__setitem__("G4", "Văn phòng đã đối chiếu."))
    once = sheets.fill(raw, given=sheets.filling(explanation="lần một")).raw
    twice = sheets.values(sheets.fill(once, given=sheets.filling(explanation="lần hai")).raw)["G4"]
    assert twice == "Văn phòng đã đối chiếu.\nTheo newswatch, tính đến hết ngày 20/10/2026: lần hai"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "missing": (lambda: sheets.workbook(rows=rows_of("1.3.2", "1.3.3.1")), "no row has the code 1.3.3"),
    "ambiguous": (lambda: sheets.workbook(rows=rows_of("1.3.3", "1.3.3")), "stands in 2 rows (Tự chấm, row 3; Tự chấm, row 4)"),
    "hidden": (lambda: sheets.workbook(lambda b: setattr(b["Tự chấm"].row_dimensions[4], "hidden", True)), "in a hidden row"),
    "formula": (lambda: sheets.workbook(lambda b: b["Tự chấm"].__setitem__("D4", "=1+1")), "D4: holds a formula"),
    "array": (
        lambda: sheets.bent(sheets.workbook(), SHEET, lambda x: x.replace("<f>SUM(D4:D5)</f>", '<f t="array" ref="D3:D5">C3:C5</f>')),
        "D4: holds a formula",
    ),
    "protected": (lambda: sheets.workbook(lambda b: b["Tự chấm"].protection.enable()), "is protected; take the protection off"),
    "merged upwards": (lambda: sheets.workbook(lambda b: b["Tự chấm"].merge_cells("D3:D4")), "self-score cell is merged"),
    "no head": (lambda: sheets.workbook(head=("Mã", "Tên", "x", "y", "z", "t", "u")), "no table has a column headed"),
    "another year": (lambda: sheets.workbook(head=("Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm 2025")), "headed “Điểm tự chấm 2025”"),
    "two self-scores": (lambda: sheets.workbook(head=("Mã", "Tiêu chí", "Điểm tự chấm", "Điểm tự đánh giá")), "2 columns may be"),
    "xls": (lambda: OLE + bytes(600), "is an .xls or .doc"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
    "signed": (
        lambda: sheets.bent(sheets.workbook(), "_rels/.rels", lambda x: x.replace("</Rel", f"{SIGNED}</Rel", 1)),
        "digitally signed",
    ),
    "doctype": (lambda: sheets.bent(sheets.workbook(), SHEET, lambda x: f'<!DOCTYPE a [<!ENTITY b "c">]>{x}'), "declares a document type"),
    "cut short": (lambda: sheets.bent(sheets.workbook(), SHEET, lambda x: x[:500]), "no XML that can be read"),
    "damaged": (lambda: b"PK" + bytes(600), "damaged or no file of Excel"),
    "text": (lambda: "Mã;Điểm".encode(), "no .xlsx or .docx"),
    "no parts": (lambda: sheets.packed({"a.txt": b"a"}), "names no workbook or document"),
    "deep": (
        lambda: sheets.bent(sheets.workbook(), SHEET, lambda x: x.replace("<sheetData>", "<x>" * 300 + "</x>" * 300 + "<sheetData>")),
        "nested deeper",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_filled_in_is_refused(name: str) -> None:
    """A row that is missing, ambiguous, hidden, worked out or protected, and a file that is none of ours, are refused with the reason and what to do."""
    make, reason = REFUSED[name]
    with pytest.raises(InputError, match=re.escape(reason)):
        sheets.fill(make())


def test_a_score_that_needs_words_is_refused_without_a_column_for_them() -> None:
    """Where the score may not stand without its explanation, a sheet without a column for it is refused; else what found no column is told."""
    raw = sheets.workbook(head=sheets.HEAD[:5])
    with pytest.raises(InputError, match="add one headed “Giải trình”"):
        sheets.fill(raw, given=sheets.filling(must_say=True))
    assert sheets.fill(raw).without == ("evidence", "explanation")


def test_a_named_table_decides_between_two() -> None:
    """Where two sheets bear the code, --table says which is meant; a name that is none is refused."""

    def change(book: Workbook) -> None:
        second_table(book)
        book["Năm trước"].sheet_state = "visible"

    raw = sheets.workbook(change)
    with pytest.raises(InputError, match="name one with --table"):
        sheets.fill(raw)
    assert sheets.fill(raw, table="Năm trước").where == "Năm trước, row 2"
    with pytest.raises(InputError, match="there are Tự chấm, Tổng hợp, Năm trước"):
        sheets.fill(raw, table="Sheet9")


CELLS = st.one_of(
    st.none(), st.integers(-5, 99), st.text("aăâ <&1.,", max_size=6), st.sampled_from(["=D3", "=SUM(D1:D9)", "=$B$9+1", "=1"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8), st.integers(0, 8))
def test_all_else_reads_as_before(others: list[list[object]], at: int) -> None:
    """Whatever stands around the row, only the parts with the row and its dependents change, and every other cell holds what it held."""
    plain = [("x", *row[1:]) for row in others]
    rows = [*plain[:at], ("1.3.3", "Tin, bài", 2, None), *plain[at:]]
    raw = sheets.workbook(sheets.rich, rows=rows)
    filled = sheets.fill(raw)
    put = {cell for cell, _ in filled.put}
    before, after = sheets.values(raw), sheets.values(filled.raw)
    assert {k: v for k, v in after.items() if k not in put} == {k: v for k, v in before.items() if k not in put}
    assert sheets.changed(raw, filled.raw) <= {SHEET, "xl/worksheets/sheet2.xml", BOOK}
    assert sheets.fill(filled.raw).raw == filled.raw
