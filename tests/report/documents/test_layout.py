"""Documents are laid out after Nghị định 30/2020/NĐ-CP, annex I: read back from the files as Word reads them."""

import io
from typing import Any

import office_templates
import papers
import pytest
import sheets
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from newswatch.report.documents.kinds import TEMPLATED, Kind, template_name
from newswatch.services.documents import shipped_template

ACROSS = (Kind.APPENDIX, Kind.LOG)
LETTERS = (Kind.NOTICE, Kind.REPORT, Kind.EXPLANATION)


def opened(kind: Kind) -> Any:
    """A document of a kind, filled in."""
    return Document(io.BytesIO(papers.made(kind)))


@pytest.mark.parametrize("kind", TEMPLATED)
def test_what_is_shipped_is_what_its_generator_makes(kind: Kind) -> None:
    """Each template in the package is what tests/office_templates.py writes: run it after a change."""
    made, shipped = sheets.parts(papers.shipped(kind)), sheets.parts(shipped_template(kind))
    assert [name for name in made | shipped if made.get(name) != shipped.get(name)] == []
    assert set(office_templates.TEMPLATES) == {template_name(one) for one in TEMPLATED}


@pytest.mark.parametrize("kind", TEMPLATED)
def test_paper_margins_and_face(kind: Kind) -> None:
    """A4, 20–25 mm at top and bottom, 30–35 left, 15–20 right, Times New Roman for every script; wide lists lie across."""
    document = opened(kind)
    for section in document.sections:
        sides = {round(section.page_width.mm), round(section.page_height.mm)}
        assert sides == {210, 297}
        assert (section.orientation == WD_ORIENT.LANDSCAPE) == (kind in ACROSS)
        assert all(20 <= round(margin.mm, 1) <= 25 for margin in (section.top_margin, section.bottom_margin))
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert {run.font.name for p in document.paragraphs for run in p.runs} <= {None, "Times New Roman"}


@pytest.mark.parametrize("kind", LETTERS)
def test_sizes_of_the_body(kind: Kind) -> None:
    """The body is of 13–14 points with a first line of 10 mm and 6 points below; a heading stays with what follows."""
    body = [p for p in opened(kind).paragraphs if p.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY and p.text]
    assert body
    for paragraph in body:
        assert {run.font.size.pt for run in paragraph.runs} <= {13, 14}
        assert round(paragraph.paragraph_format.first_line_indent.mm) == 10
        assert paragraph.paragraph_format.space_after.pt >= 6
    assert all(p.paragraph_format.keep_with_next for p in body if p.text.startswith(("I. ", "II. ")))


@pytest.mark.parametrize("kind", [*LETTERS, Kind.LOG])
def test_head_with_name_motto_and_drawn_rules(kind: Kind) -> None:
    """The issuing body stands left, name and motto of the nation right, each with a drawn rule below; none is an underline or a row of dashes."""
    table = opened(kind).tables[0]
    left, right = table.rows[0].cells
    assert [p.text for p in left.paragraphs if p.text] == ["ỦY BAN NHÂN DÂN", "XÃ QUẢNG THỌ"]
    assert [p.text for p in right.paragraphs if p.text] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    sizes = [[run.font.size.pt for p in cell.paragraphs for run in p.runs if run.text] for cell in (left, right)]
    assert sizes == [[13, 13], [13, 14]]
    for cell in (left, right):
        assert all(run.bold and not run.underline for p in cell.paragraphs for run in p.runs if run.text)
        assert cell.paragraphs[-1]._p.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) == "single"
    assert round(right.width.mm) >= 100
    assert table._tbl.tblPr.find(qn("w:tblCellMar")).find(qn("w:left")).get(qn("w:w")) == "0"


@pytest.mark.parametrize("kind", TEMPLATED)
def test_page_number_in_the_top_margin_from_the_second_page(kind: Kind) -> None:
    """The number is a field of 13–14 points in the middle of the head, and the first page has none."""
    section = opened(kind).sections[0]
    assert section.different_first_page_header_footer
    assert [p.text for p in section.first_page_header.paragraphs if p.text] == []
    paragraph = section.header.paragraphs[0]
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [node.text for node in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert {run.font.size.pt for run in paragraph.runs} <= {13, 14}


@pytest.mark.parametrize("kind", TEMPLATED)
def test_tables_repeat_their_head_and_split_no_row(kind: Kind) -> None:
    """Each table of data says its head on every page; none of its rows breaks across two."""
    grids = [table for table in opened(kind).tables if table.style.name == "Table Grid"]
    assert grids
    for table in grids:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.parametrize(("kind", "code"), [(Kind.NOTICE, "TB"), (Kind.REPORT, "BC"), (Kind.EXPLANATION, "BC")])
def test_blanks_for_clerk_and_chairman(kind: Kind, code: str) -> None:
    """The number, the day and the month are left to the clerk, the signature to the chairman; no name is filled in."""
    document = opened(kind)
    left, right = (cell.text for cell in document.tables[0].rows[1].cells)
    assert left.split() == ["Số:", f"/{code}-UBND"]
    assert " ".join(right.split()) == "Quảng Thọ, ngày tháng năm 2026"
    receivers, signed = document.tables[-1].rows[0].cells
    assert receivers.text.startswith("Nơi nhận:\n- ")
    assert receivers.text.endswith("- Lưu: VT.")
    assert signed.text.split("\n") == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "", ""]


def test_head_names_the_unit_as_configured() -> None:
    """Kind and name come from the configuration; a unit named by a figure is called in full in the line of the place."""
    ward = papers.renamed(papers.paper(), kind="phường", name="5")
    head = Document(io.BytesIO(papers.made(Kind.NOTICE, ward))).tables[0]
    assert "PHƯỜNG 5" in head.rows[0].cells[0].text
    assert head.rows[1].cells[1].text.startswith("Phường 5, ngày")
    assert "- Ban biên tập trang TTĐT phường;" in papers.texts(papers.made(Kind.NOTICE, ward))
