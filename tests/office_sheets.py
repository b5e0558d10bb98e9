"""Twelve self-score files as offices keep them, each with something that a program might lose; every total that rests on the score holds a stale 99."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sheets
from docx import Document
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

OTHER = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_OFFICE}"><xdr:oneCellAnchor><xdr:from><xdr:col>9</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx='900000' cy='900000'/><xdr:pic><xdr:nvPicPr>"
    '<xdr:cNvPr id="1" name="Dấu"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
    '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>'
)


@dataclass(frozen=True)
class Kept:
    """A file: its bytes, how its name ends, the code of the row, the cell that gets 1.5 (Word: row and column), the totals that follow."""

    raw: bytes
    cell: str | tuple[int, int]
    totals: dict[tuple[str, str], float] = field(default_factory=dict)
    suffix: str = ".xlsx"
    code: str = "1.3.3"
    parts: frozenset[str] = frozenset({"xl/worksheets/sheet1.xml", OTHER, BOOK})


USUAL = {("Tự chấm", "D3"): 6.5, ("Tổng hợp", "B1"): 16.5}


RIGHT = {"SUM(C4:C5)": 8, "SUM(C5:C6)": 8, "C7": 11, "C8": 11, "C3": 11, "D7": 10, "D8": 10, "D3": 10, "1+1": 2, "C3+C6": 19}
"""What formulas come to that don't rest on the score."""


def stale(raw: bytes) -> bytes:
    """The workbook with 99 as the stored value of every formula that rests on the score, and what they come to of the others."""
    for name in sheets.parts(raw):
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            raw = sheets.bent(raw, name, lambda x: re.sub(r"<f>([^<]*)</f><v\s*(?:/>|></v>)", worth, x))
    return raw


def worth(found: re.Match[str]) -> str:
    """A formula with its stored value."""
    return f"<f>{found[1]}</f><v>{RIGHT.get(found[1], 99)}</v>"


def usual(change: Callable[[Any], object] = lambda _: None, **otherwise: Any) -> Kept:
    """The office's usual sheet, with something more on it."""
    raw = stale(sheets.workbook(lambda book: change(book["Tự chấm"])))
    return Kept(raw, **({"cell": "D4", "totals": USUAL} | otherwise))


def merged_head(sheet: Any) -> None:
    """A head of two rows, a group over the columns of points."""
    sheet.insert_rows(3)
    for cell, text in {"C2": "Điểm", "D2": None, "E2": None, "C3": "Tối đa", "D3": "Tự chấm", "E3": "Thẩm định"}.items():
        sheet[cell] = text
    sheet.merge_cells("C2:E2")
    for letter in "ABFG":
        sheet.merge_cells(f"{letter}2:{letter}3")
    sheet["C4"], sheet["D4"], sheet["C7"], sheet["D7"] = "=SUM(C5:C6)", "=SUM(D5:D6)", "=C8", "=D8"
    sheet.parent["Tổng hợp"]["B1"] = "='Tự chấm'!D4+'Tự chấm'!D7"


def two_sheets(book: Workbook) -> None:
    """The second domain on a sheet of its own, totals on a third."""
    sheet: Any = book["Tự chấm"]
    sheet.delete_rows(6, 2)
    other = book.create_sheet("Phần 2")
    other.append(sheets.HEAD)
    other.append(("2", "Xây dựng văn bản", "=C3", "=D3"))
    other.append(("2.1", "Ban hành văn bản", 11, 10))
    book["Tổng hợp"]["B1"] = "='Tự chấm'!D3+'Phần 2'!D2"


def numbers(sheet: Any) -> None:
    """Codes held as numbers, shown with two decimals."""
    for row, code in ((3, 1.0), (4, 1.3), (5, 1.4), (6, 2.0), (7, 2.1)):
        sheet.cell(row, 1, code).number_format = "0.0"


def hidden_columns(sheet: Any) -> None:
    """A hidden column of last year, and the appraiser's hidden."""
    sheet["H2"] = "Điểm tự chấm 2025"
    sheet["D2"] = "Điểm tự chấm 2026"
    for row in range(3, 8):
        sheet.cell(row, 8, 1)
    sheet.column_dimensions["H"].hidden = sheet.column_dimensions["E"].hidden = True


def totals(sheet: Any) -> None:
    """A row of totals, by sums of several kinds."""
    sheet.append((None, "Tổng cộng", "=C3+C6", "=SUM(D3,D6)"))
    sheet.append((None, "Tỷ lệ", None, "=ROUND(D8/C8*100,2)"))
    sheet.merge_cells("A8:B8")
    sheet["A8"] = "Tổng cộng"


def chart(sheet: Any) -> None:
    """A chart of the scores."""
    made = BarChart()
    made.add_data(Reference(sheet, min_col=4, min_row=2, max_row=7), titles_from_data=True)
    sheet.add_chart(made, "J2")


def validation(sheet: Any) -> None:
    """What may be typed into the scores, and colours by their value."""
    rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="C4")
    rule.add("D4:D7")
    sheet.add_data_validation(rule)
    colour: Any = CellIsRule
    sheet.conditional_formatting.add("D4:D7", colour(operator="lessThan", formula=["C4"], fill=PatternFill("solid", bgColor="FFEEAA")))


def comments(sheet: Any) -> None:
    """Notes of colleagues at the row's cells."""
    sheet["B4"].comment = Comment("Ban biên tập", "Văn phòng")
    sheet["D4"].comment = Comment("chờ số liệu tháng 12", "Thư ký")


def table(sheet: Any) -> None:
    """The rows as a table of Excel, a total by its names."""
    sheet.parent["Tổng hợp"]["B3"] = "=SUM(Bang[Điểm tự chấm])"
    sheet.add_table(Table(displayName="Bang", ref="A2:G7"))


def picture() -> bytes:
    """A stamp's picture on the sheet."""
    found = sheets.parts(stale(sheets.workbook()))
    sheet = found["xl/worksheets/sheet1.xml"].decode()
    mark = f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>'
    types = found["[Content_Types].xml"].decode()
    drawing = "application/vnd.openxmlformats-officedocument.drawing+xml"
    kinds = f'<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/drawings/drawing1.xml" ContentType="{drawing}"/></Types>'
    return sheets.packed(
        found
        | {
            "xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", mark).encode(),
            "[Content_Types].xml": types.replace("</Types>", kinds).encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": related("drawing", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": _DRAWING.encode(),
            "xl/drawings/_rels/drawing1.xml.rels": related("image", "../media/image1.png"),
            "xl/media/image1.png": _PNG,
        }
    )


def related(kind: str, target: str) -> bytes:
    """A part of relationships with one."""
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'.encode()


def macros() -> bytes:
    """A workbook with macros, whose bytes nobody but Excel knows."""
    raw = sheets.bent(
        stale(sheets.workbook()),
        "[Content_Types].xml",
        lambda x: x.replace("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main").replace(
            "</Types>", '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        ),
    )
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    raw = sheets.bent(
        raw,
        "xl/_rels/workbook.xml.rels",
        lambda x: x.replace("</Rel", f'<Relationship Id="rIdV" Type="{kind}" Target="vbaProject.bin"/></Rel', 1),
    )
    return sheets.packed(sheets.parts(raw) | {"xl/vbaProject.bin": bytes(range(256))})


def word() -> bytes:
    """A Word file with a table nested in a cell, tracked changes in the row, a deleted row of the same code, and a total."""
    made: Any = Document(io.BytesIO(sheets.document()))
    made.tables[0].rows[3].cells[1].add_table(1, 2).rows[0].cells[0].text = "1.3.3"
    made.tables[0].rows[1].cells[3].text = "TOTAL"
    raw = sheets.saved(made)
    run = "<w:r><w:t>{}</w:t></w:r>"
    tracked = f'{run.format("1.")}<w:ins w:id="91" w:author="Thư ký" w:date="2026-10-01T00:00:00Z">{run.format("3.3")}</w:ins>'
    gone = '<w:del w:id="92" w:author="Thư ký" w:date="2026-10-01T00:00:00Z"><w:r><w:delText>9</w:delText></w:r></w:del>'
    total = f'<w:fldSimple w:instr=" =SUM(D3:D5) ">{run.format("99")}</w:fldSimple>'

    def change(text: str) -> str:
        rows = re.findall(r"<w:tr>.*?</w:tr>", text, re.DOTALL)
        deleted = rows[2].replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="93" w:author="A" w:date="2026-10-01T00:00:00Z"/></w:trPr>', 1)
        row = rows[2].replace(run.format("1.3.3"), tracked + gone, 1)
        return text.replace(rows[2], deleted + row, 1).replace(run.format("TOTAL"), total, 1)

    return sheets.bent(raw, "word/document.xml", change)


def twelve() -> dict[str, Kept]:
    """The files by what is special about each."""
    head = usual(merged_head, cell="D5", totals={("Tự chấm", "D4"): 6.5, ("Tổng hợp", "B1"): 16.5})
    both = stale(sheets.workbook(two_sheets))
    more = USUAL | {("Tự chấm", "D8"): 16.5, ("Tự chấm", "D9"): 86.84}
    return {
        "merged headers": head,
        "two sheets": Kept(both, "D4", {("Tự chấm", "D3"): 6.5, ("Tổng hợp", "B1"): 16.5}),
        "codes as numbers": usual(numbers, code="1.3"),
        "hidden columns": usual(hidden_columns),
        "totals": usual(totals, totals=more),
        "chart": usual(chart),
        "picture": Kept(picture(), "D4", USUAL),
        "validation": usual(validation),
        "comments": usual(comments),
        "table": usual(table, totals=USUAL | {("Tổng hợp", "B3"): 33.0}),
        "xlsm": Kept(macros(), "D4", USUAL, ".xlsm"),
        "word": Kept(word(), (2, 3), {}, ".docx", parts=frozenset({"word/document.xml"})),
    }
