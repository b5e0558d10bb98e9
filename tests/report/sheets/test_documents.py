"""A criterion's row in a table of Word is found as it reads with all changes accepted, and filled in; nothing else of the file changes."""

import re
from collections.abc import Callable

import pytest
import sheets

from newswatch.errors import InputError

BODY = "word/document.xml"
ROW = 2
SCORE, EVIDENCE, EXPLANATION = 3, 5, 6
OURS = "Theo newswatch, tính đến hết ngày 20/10/2026: "


def rows(text: str) -> list[str]:
    """The rows of the table as they stand in the XML."""
    return re.findall(r"<w:tr>.*?</w:tr>", text, re.DOTALL)


def cells(row: str) -> list[str]:
    """The cells of a row as they stand in the XML."""
    return re.findall(r"<w:tc>.*?</w:tc>", row, re.DOTALL)


def holding(column: int, inside: str) -> bytes:
    """A document whose criterion's row holds this in one cell."""

    def change(text: str) -> str:
        row = rows(text)[ROW]
        there = cells(row)
        there[column] = re.sub(r"<w:p/>|<w:p>.*</w:p>", lambda _: inside, there[column], flags=re.DOTALL)
        return text.replace(row, f"<w:tr>{''.join(there)}</w:tr>")

    return sheets.bent(sheets.document(), BODY, change)


def with_row(change: Callable[[str], str]) -> bytes:
    """A document with the criterion's row written otherwise."""
    return sheets.bent(sheets.document(), BODY, lambda text: text.replace(rows(text)[ROW], change(rows(text)[ROW])))


def filled_cells(raw: bytes, at: int = ROW) -> list[str]:
    """The cells of a row in the XML once the criterion is filled in."""
    filled = sheets.fill(raw)
    assert sheets.changed(raw, filled.raw) == {BODY}
    return cells(rows(sheets.parts(filled.raw)[BODY].decode())[at])


def run(text: str) -> str:
    """A run with a text."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


NESTED = f"<w:tbl><w:tr><w:tc><w:p>{run('1.3.3')}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
CONTROL = "<w:sdt><w:sdtPr>{mark}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
LOCK = '<w:lock w:val="sdtContentLocked"/>'
PLACEHOLDER = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Bấm để nhập</w:t></w:r>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(</w:instrText></w:r><w:r><w:instrText>ABOVE) </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("77")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def test_a_row_is_filled_in() -> None:
    """Score, evidence and explanation stand in their cells, in one part of the file alone; filling in again changes nothing."""
    raw = sheets.document()
    filled = sheets.fill(raw)
    row = sheets.word_rows(filled.raw)[ROW]
    assert (filled.where, row[SCORE], row[EVIDENCE]) == ("table 1, row 3", "1,5", f"{OURS}47 mục.")
    assert row[EXPLANATION] == f"{OURS}Một tháng <thiếu> 1 & trừ 0,5."
    assert sheets.changed(raw, filled.raw) == {BODY}
    assert sheets.fill(filled.raw).raw == filled.raw


READ: dict[str, Callable[[], bytes]] = {
    "inserted and deleted text": lambda: holding(
        0, f'<w:p>{run("1.")}<w:ins w:id="9">{run("3.3.")}</w:ins><w:del w:id="8"><w:r><w:delText>9</w:delText></w:r></w:del></w:p>'
    ),
    "moved text": lambda: holding(
        0, f'<w:p><w:moveFrom w:id="9">{run("2.")}</w:moveFrom><w:moveTo w:id="8">{run("1.3.3")}</w:moveTo></w:p>'
    ),
    "a hard hyphen and a tab": lambda: holding(0, "<w:p><w:r><w:t>1.3.3</w:t><w:tab/><w:noBreakHyphen/></w:r></w:p>"),
    "a nested table before it": lambda: holding(1, f"{NESTED}<w:p/>"),
    "a text box with the table": lambda: sheets.bent(
        sheets.document(),
        BODY,
        lambda x: x.replace("<w:body>", f"<w:body><w:p><w:r><w:pict><w:txbxContent>{NESTED}</w:txbxContent></w:pict></w:r></w:p>"),
    ),
    "a deleted row of the same code": lambda: with_row(
        lambda row: row.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', 1) + row
    ),
    "a row in a content control": lambda: with_row(lambda row: CONTROL.format(mark="", inside=row)),
    "a cell in a content control": lambda: with_row(
        lambda row: row.replace(cells(row)[SCORE], CONTROL.format(mark="", inside=cells(row)[SCORE]))
    ),
    "the table in a content control": lambda: sheets.bent(
        sheets.document(),
        BODY,
        lambda x: x.replace("<w:tbl>", f"{CONTROL.split('{inside}')[0].format(mark='')}<w:tbl>").replace(
            "</w:tbl>", "</w:tbl></w:sdtContent></w:sdt>"
        ),
    ),
    "strict": lambda: sheets.bent(
        sheets.document(),
        BODY,
        lambda x: x.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        ),
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_table_reads_as_accepted(name: str) -> None:
    """Deleted rows and text, text boxes and nested tables are not read; inserted and moved text and what controls hold is."""
    raw = READ[name]()
    filled = sheets.fill(raw)
    after = sheets.parts(filled.raw)[BODY].decode().replace(NESTED, "")
    assert after.count('<w:t xml:space="preserve">1,5</w:t>') == 1
    row = next(row for row in rows(after) if ">1,5<" in row)
    assert ">1,5<" in cells(row)[SCORE]
    assert sheets.changed(raw, filled.raw) == {BODY}


def test_merged_cells_are_told_apart() -> None:
    """A head of two rows, merged across and downwards, is read as it looks."""

    def change(made: object) -> None:
        table = made.tables[0]  # type: ignore[attr-defined]
        table.add_row()
        second = table.rows[-1]._tr
        table.rows[0]._tr.addnext(second)
        for column, text in {2: "Tối đa", 3: "Tự chấm", 4: "Thẩm định"}.items():
            table.cell(1, column).text = text
            table.cell(0, column).text = ""
        table.cell(0, 2).merge(table.cell(0, 4)).text = "Điểm"
        for column in (0, 1, 5, 6):
            table.cell(0, column).merge(table.cell(1, column))

    assert sheets.word_rows(sheets.fill(sheets.document(change)).raw)[3][SCORE] == "1,5"


@pytest.mark.parametrize("inside", [f"<w:p>{CONTROL.format(mark='<w:showingPlcHdr/><w:text/>', inside=PLACEHOLDER)}</w:p>", ""])
def test_a_content_control_stays_without_its_placeholder(inside: str) -> None:
    """What is put into a control that shows its placeholder stands in the control, which is no placeholder any more, in ordinary letters."""
    block = CONTROL.format(mark='<w:id w:val="5"/><w:showingPlcHdr/>', inside=f"<w:p>{PLACEHOLDER}</w:p>")
    cell = filled_cells(holding(SCORE, inside or block))[SCORE]
    assert "<w:sdt>" in cell
    assert "showingPlcHdr" not in cell
    assert "Placeholder" not in cell
    assert "Bấm" not in cell
    assert ">1,5</w:t></w:r>" in cell.split("<w:sdtContent>")[1]


def test_formats_bookmarks_comments_and_deleted_text_stay() -> None:
    """A score that stands there is replaced in its format; bookmarks, comments and tracked deletions around it stay."""
    note = '<w:r><w:commentReference w:id="2"/></w:r>'
    deleted = '<w:del w:id="3"><w:r><w:delText>0</w:delText></w:r></w:del>'
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>2</w:t></w:r>"
    inside = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:bookmarkStart w:id="1" w:name="a"/>{deleted}{bold}{note}<w:bookmarkEnd w:id="1"/></w:p>'
    cell = filled_cells(holding(SCORE, inside))[SCORE]
    made = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">1,5</w:t></w:r>'
    assert (
        f'<w:jc w:val="center"/></w:pPr>{made}<w:bookmarkStart w:id="1" w:name="a"/>{deleted}{note}<w:bookmarkEnd w:id="1"/></w:p>' in cell
    )


def test_what_people_wrote_stays_and_ours_is_put_once() -> None:
    """People's words stay as a paragraph of their own before ours, and filling in again replaces ours."""
    raw = holding(
        EXPLANATION, f'<w:p><w:pPr><w:jc w:val="both"/><w:pPrChange w:id="4"><w:pPr/></w:pPrChange></w:pPr>{run("Đã đối chiếu.")}</w:p>'
    )
    once = sheets.fill(raw, given=sheets.filling(explanation="lần một")).raw
    twice = sheets.fill(once, given=sheets.filling(explanation="lần hai")).raw
    assert sheets.word_rows(twice)[ROW][EXPLANATION] == f"Đã đối chiếu.\n{OURS}lần hai"
    assert sheets.parts(twice)[BODY].count(b"pPrChange w:id") == 1


def test_totals_are_worked_out_anew() -> None:
    """A formula of the table no longer shows what it came to before, and Word is told to work it out; other fields are left alone."""
    date = '<w:p><w:fldSimple w:instr=" DATE "><w:r><w:t>05/01</w:t></w:r></w:fldSimple></w:p>'
    simple = '<w:p><w:fldSimple w:instr=" =SUM(ABOVE) "><w:r><w:t>78</w:t></w:r></w:fldSimple></w:p>'
    total = "".join(f"<w:tc><w:tcPr/>{inside}</w:tc>" for inside in (FIELD, simple, date))
    raw = sheets.bent(sheets.document(), BODY, lambda x: x.replace("</w:tbl>", f"<w:tr>{total}</w:tr></w:tbl>"))
    after = sheets.parts(sheets.fill(raw).raw)[BODY].decode()
    assert after.count('w:dirty="true"') == 2
    assert ">77<" not in after
    assert ">78<" not in after
    assert ">05/01<" in after


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "missing": (lambda: holding(0, "<w:p/>"), "no row has the code 1.3.3"),
    "ambiguous": (lambda: with_row(lambda row: row + row), "stands in 2 rows (table 1, row 3; table 1, row 4)"),
    "formula": (lambda: holding(SCORE, FIELD), "the cell of the self-score holds a formula"),
    "simple formula": (
        lambda: holding(EVIDENCE, '<w:p><w:fldSimple w:instr="=1+1"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p>'),
        "evidence holds a formula",
    ),
    "locked": (
        lambda: holding(SCORE, f"<w:p>{CONTROL.format(mark=LOCK, inside=run('0'))}</w:p>"),
        "locked content control",
    ),
    "bound": (
        lambda: holding(SCORE, f"<w:p>{CONTROL.format(mark='<w:dataBinding/>', inside=run('0'))}</w:p>"),
        "no free text (dataBinding)",
    ),
    "list": (
        lambda: holding(SCORE, f"<w:p>{CONTROL.format(mark='<w:dropDownList/>', inside=run('0'))}</w:p>"),
        "no free text (dropDownList)",
    ),
    "no cell": (lambda: with_row(lambda row: f"<w:tr>{''.join(cells(row)[:3])}</w:tr>"), "has no cell in the column of the self-score"),
    "protected": (
        lambda: sheets.bent(
            sheets.document(),
            "word/settings.xml",
            lambda x: x.replace("</w:settings>", '<w:documentProtection w:enforcement="1"/></w:settings>'),
        ),
        "the document is protected",
    ),
    "signed": (
        lambda: sheets.bent(
            sheets.document(),
            "_rels/.rels",
            lambda x: x.replace("</Rel", '<Relationship Id="z" Type="http://x/digital-signature/origin" Target="s"/></Rel'),
        ),
        "digitally signed",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_filled_in_is_refused(name: str) -> None:
    """A row that is missing or ambiguous, a formula, a control for no free text and a protected or signed file are refused with what to do."""
    make, reason = REFUSED[name]
    with pytest.raises(InputError, match=re.escape(reason)):
        sheets.fill(make())
