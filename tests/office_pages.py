"""A page of an office paper as python-docx makes it, laid out after Nghị định 30/2020/NĐ-CP, annex I.

A4, margins 20 mm at top and bottom, 30 left, 15 right; Times New Roman 13 and 14; the national name on one line with the motto and a drawn rule below it;
page numbers in the middle of the top margin from the second page on.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from newswatch.report.books.archive import settled

FACE, BODY, HEAD, TABLE = "Times New Roman", 14, 13, 12
CENTRE, RIGHT, JUSTIFY, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)


class Page:
    """A document being made: A4 with the decree's margins, its style and its page numbers."""

    def __init__(self, *, across: bool = False) -> None:
        self.made: Any = Document()
        section = self.made.sections[0]
        width, height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance, section.footer_distance = Mm(10), Mm(10)
        self.width = width.mm - 45
        _style(self.made)
        _number(section)

    def line(self, text: str = "", *, size: int = BODY, where: Any = JUSTIFY, indent: bool = True, **look: bool) -> Any:
        """A paragraph of the body: its first line is indented by 1 cm, 6 pt stand below it."""
        return _write(self.made.add_paragraph(), text, size, where, indent=indent, **look)

    def heading(self, text: str) -> None:
        """The heading of a part; it stays with what follows."""
        self.line(text, bold=True).paragraph_format.keep_with_next = True

    def tag(self, text: str) -> None:
        """A tag alone in its paragraph, which is gone once it is filled in."""
        _write(self.made.add_paragraph(), text, TABLE, LEFT, indent=False)

    def points(self, name: str) -> None:
        """A list of sentences, a dash before each."""
        self.tag(f"{{%p for text in {name} %}}")
        self.line("- {{ text }}")
        self.tag("{%p endfor %}")

    def texts(self, name: str) -> None:
        """A list of paragraphs."""
        self.tag(f"{{%p for text in {name} %}}")
        self.line("{{ text }}")
        self.tag("{%p endfor %}")

    def blanks(self, lines: int = 2) -> None:
        """Dotted lines for people to write on."""
        for _ in range(lines):
            blank = self.line("\t", where=LEFT, indent=False)
            blank.paragraph_format.tab_stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def table(self, columns: Sequence[tuple[str, float, str]], over: str, sums: Sequence[str] = (), left: Sequence[int] = ()) -> None:
        """A table with a row for each element of a list, called `row`, or one row where nothing is repeated. Columns are head, width in mm and tag;
        those of `left` are not centred."""
        table = _grid(self.made, [width for _, width, _ in columns])
        _row(table, [head for head, _, _ in columns], bold=True)
        _repeat(table.rows[0])
        if over:
            _across(table, f"{{%tr for row in {over} %}}")
        _row(table, [tag for _, _, tag in columns], left=left)
        if over:
            _across(table, "{%tr endfor %}")
        if sums:
            _row(table, sums, bold=True)
        _write(self.made.add_paragraph(), "", 6, LEFT, indent=False)

    def head(self, code: str, *, body: bool = True) -> None:
        """Who issues it, the national name and the motto with their rules, blanks for the number, the day and the month."""
        table = _bare(self.made, self._halves(65))
        left, right = table.rows[0].cells
        first = "ỦY BAN NHÂN DÂN"
        _fill(left, [(first, HEAD, {"bold": True}), ("{{ unit.upper }}", HEAD, {"bold": True})])
        _rule(left, (_inner(left) - 20) / 2)
        _fill(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", HEAD, {"bold": True}), ("Độc lập - Tự do - Hạnh phúc", BODY, {"bold": True})])
        _rule(right, (_inner(right) - 63) / 2)
        if body:
            left, right = table.add_row().cells
            _fill(left, [(f"Số:          /{code}", HEAD, {})])
            _fill(right, [("{{ place }}, ngày     tháng     năm {{ issued_in }}", HEAD, {"italic": True})])
        self.line("", size=6, indent=False)

    def title(self, kind: str, about: Sequence[str], *, rule: bool = True) -> None:
        """The kind of document and what it is about, with a rule below."""
        _write(self.made.add_paragraph(), kind, BODY, CENTRE, indent=False, bold=True, after=0)
        for text in about:
            _write(self.made.add_paragraph(), text, BODY, CENTRE, indent=False, bold=True, after=0)
        if rule:
            _rule_below(self.made.add_paragraph(), (self.width - 50) / 2)
        self.line("", size=6, indent=False)

    def signed(self, receivers: Sequence[str], place: Sequence[str] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")) -> None:
        """Who receives it on the left, who signs on the right, with room for a signature; nobody's name is filled in."""
        table = _bare(self.made, self._halves(80))
        left, right = table.rows[0].cells
        if receivers:
            _fill(left, [("Nơi nhận:", 12, {"bold": True, "italic": True}), *((text, 11, {}) for text in receivers)], where=LEFT)
        _fill(right, [*((text, BODY, {"bold": True}) for text in place), *[("", BODY, {})] * 4])
        _keep(table)
        self.made.paragraphs[-1].paragraph_format.keep_with_next = True

    def signers(self, *names: str) -> None:
        """Who signs, side by side, with room for signatures."""
        table = _bare(self.made, [self.width / len(names)] * len(names))
        for cell, text in zip(table.rows[0].cells, names, strict=True):
            _fill(cell, [(text, HEAD, {"bold": True}), ("(Ký, ghi rõ họ tên)", HEAD, {"italic": True}), *[("", HEAD, {})] * 4])
        _keep(table)
        self.made.paragraphs[-1].paragraph_format.keep_with_next = True

    def saved(self) -> bytes:
        """The bytes, without a trace of when and where they were made."""
        packed, properties = self.made.part.package.rels, self.made.core_properties
        for name in [name for name, relation in packed.items() if relation.reltype.endswith("/thumbnail")]:
            del packed[name]
        properties.author = properties.last_modified_by = "newswatch"
        properties.title = properties.comments = properties.keywords = ""
        properties.created = properties.modified = ISSUED.replace(tzinfo=None)
        raw = io.BytesIO()
        self.made.save(raw)
        return settled(raw, f"{ISSUED:%Y-%m-%dT%H:%M:%SZ}".encode())

    def _halves(self, left: float) -> tuple[float, float]:
        return left, self.width - left


def _style(made: Any) -> None:
    """Times New Roman for letters of every script, no colours of a theme, Vietnamese as the language of the spelling."""
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(BODY)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)
    for language in made.styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia"):
            language.set(qn(f"w:{script}"), "vi-VN")
    normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(6), Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _number(section: Any) -> None:
    """The page number: in the middle of the top margin, not on the first page."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(BODY)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _write(
    paragraph: Any, text: str, size: int, where: Any, *, indent: bool, bold: bool = False, italic: bool = False, after: int = 6
) -> Any:
    paragraph.alignment = where
    layout = paragraph.paragraph_format
    layout.first_line_indent = Mm(10) if indent else Mm(0)
    layout.space_after, layout.space_before, layout.line_spacing = Pt(after), Pt(0), 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if not text:
        mark = paragraph._p.get_or_add_pPr()
        properties = OxmlElement("w:rPr")
        height = OxmlElement("w:sz")
        height.set(qn("w:val"), str(size * 2))
        properties.append(height)
        mark.append(properties)
    return paragraph


def _fill(cell: Any, lines: Sequence[tuple[str, int, dict[str, bool]]], where: Any = CENTRE) -> None:
    for at, (text, size, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        _write(paragraph, text, size, where, indent=False, after=0, **look)


def _rule(cell: Any, aside: float) -> None:
    """A drawn line below what stands in a cell, with so many millimetres left free on each side."""
    _rule_below(cell.add_paragraph(), aside)


def _rule_below(paragraph: Any, aside: float) -> None:
    _write(paragraph, "", 2, CENTRE, indent=False, after=4)
    paragraph.paragraph_format.space_before = Pt(3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(aside)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    _before(paragraph._p.get_or_add_pPr(), borders, ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"))


def _before(parent: Any, child: Any, followers: Sequence[str]) -> None:
    """Puts a child where the schema wants it: before the first of its followers."""
    at = next((n for n, other in enumerate(parent) if other.tag in [qn(f) for f in followers]), len(parent))
    parent.insert(at, child)


def _inner(cell: Any) -> float:
    return float(cell.width.mm)


def _bare(made: Any, widths: Sequence[float]) -> Any:
    """A table without borders and paddings, of one row."""
    table = _padded(_table(made, widths), 0)
    for cell, width in zip(table.add_row().cells, widths, strict=True):
        cell.width = Mm(width)
    return table


def _grid(made: Any, widths: Sequence[float]) -> Any:
    table = _padded(_table(made, widths), 1)
    table.style = "Table Grid"
    return table


def _padded(table: Any, aside: float) -> Any:
    """The table with so many millimetres left free at both sides of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(round(Mm(aside).pt * 20)))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    _before(table._tbl.tblPr, margins, ("w:tblLook",))
    return table


def _table(made: Any, widths: Sequence[float]) -> Any:
    table = made.add_table(rows=0, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Any, texts: Sequence[str], *, bold: bool = False, left: Sequence[int] = ()) -> None:
    row = table.add_row()
    _whole(row)
    for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        _write(cell.paragraphs[0], text, TABLE, LEFT if at in left else CENTRE, indent=False, bold=bold, after=0)
        cell.width = table.columns[at].width


def _across(table: Any, tag: str) -> None:
    """A row that holds a tag alone; it is gone once it is filled in."""
    cells = table.add_row().cells
    _write(cells[0].merge(cells[-1]).paragraphs[0], tag, TABLE, LEFT, indent=False, after=0)


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep(table: Any) -> None:
    """Keeps a block of signatures on one page."""
    for row in table.rows:
        _whole(row)
        for cell in row.cells:
            for paragraph in cell.paragraphs[:-1]:
                paragraph.paragraph_format.keep_with_next = True
