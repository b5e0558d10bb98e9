"""Workbooks of Excel 97 and of LibreOffice are read like those of today: values, hidden sheets, struck, coloured and commented cells."""

import io
import zipfile
from datetime import date, time

import pytest
import xlwt
from logbook import ALIASES

from newswatch.core.bulletin import LogReading
from newswatch.errors import InputError
from newswatch.sources.log.reader import read

HEADER = ("Ngày phát", "Giờ", "Tên tin")
STYLES = """<style:style style:name="gach" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="xanh" style:family="table-cell"><style:table-cell-properties fo:background-color="#92d050"/></style:style>"""
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)


def xls() -> bytes:
    """A log of Excel 97: a plain row, a struck one, a green one with its legend below, a hidden sheet."""
    book = xlwt.Workbook()
    sheet, hidden = book.add_sheet("Tháng 3"), book.add_sheet("Cũ")
    hidden.visibility = 1
    day, hour = xlwt.easyxf(num_format_str="DD/MM/YYYY"), xlwt.easyxf(num_format_str="hh:mm")
    struck, green = xlwt.easyxf("font: struck_out on"), xlwt.easyxf("pattern: pattern solid, fore_colour light_green")
    for page in (sheet, hidden):
        for column, text in enumerate(HEADER):
            page.write(0, column, text)
        page.write(1, 0, date(2026, 3, 2), day)
        page.write(1, 1, time(5, 30), hour)
        page.write(1, 2, "Một" if page is sheet else "Ẩn")
    sheet.write(2, 0, "03/03/2026", struck)
    sheet.write(2, 2, "Hai", struck)
    sheet.write(3, 0, "04/03/2026", green)
    sheet.write(3, 2, "Ba", green)
    sheet.write(5, 0, "", green)
    sheet.write(5, 1, "Tiếp âm đài tỉnh")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    """The same log of LibreOffice, with a comment in place of the legend."""

    def cell(text: str, style: str = "", comment: str = "", **kind: str) -> str:
        kinds = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in (kind or {"value_type": "string"}).items())
        note = f"<office:annotation><text:p>{comment}</text:p></office:annotation>" if comment else ""
        named = f' table:style-name="{style}"' if style else ""
        return f"<table:table-cell{named}{kinds}>{note}<text:p>{text}</text:p></table:table-cell>"

    rows = [
        "".join(map(cell, HEADER)),
        cell("2/3/26", value_type="date", date_value="2026-03-02")
        + cell("5:30", value_type="time", time_value="PT05H30M00S")
        + cell("Một"),
        cell("03/03/2026", "gach") + cell("", "gach") + cell("Hai", "gach"),
        cell("04/03/2026", "xanh") + cell("") + cell("Ba", "xanh", "tiếp âm VOV"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES} office:version="1.2"><office:automatic-styles>{STYLES}</office:automatic-styles>'
        f'<office:body><office:spreadsheet><table:table table:name="Tháng 3">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><m:manifest xmlns:m="{manifest}"/>')
    return out.getvalue()


def shown(reading: LogReading) -> list[tuple[int, str, str, str]]:
    """Row, day, hour, title and origin of each bulletin."""
    return [(b.row, f"{b.aired_on} {b.aired_at or ''}".strip(), b.title, str(b.origin)) for b in reading.bulletins]


@pytest.mark.parametrize(("body", "name"), [(xls(), "so.xls"), (ods(), "so.ods")], ids=["xls", "ods"])
def test_an_old_workbook_is_read_like_one_of_today(body: bytes, name: str) -> None:
    """Real dates and times, a struck row that did not air, and a relay by colour or comment come out; a hidden sheet doesn't."""
    reading = read(body, name, ALIASES)
    assert shown(reading) == [(2, "2026-03-02 05:30:00", "Một", "own"), (4, "2026-03-04", "Ba", "relay")]
    assert reading.problems == ()
    assert reading.bulletins[0].file == f"{name}[Tháng 3]"


def test_a_cut_old_workbook_is_refused() -> None:
    """A file that breaks off is refused by name and kind."""
    with pytest.raises(InputError, match=r"so\.xls: "):
        read(xls()[:512] + bytes(512) + xls()[1024:], "so.xls", ALIASES)
    with pytest.raises(InputError, match=r"so\.ods: a damaged OpenDocument"):
        read(ods()[:-100], "so.ods", ALIASES)
