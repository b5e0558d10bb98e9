"""Weekly grids, month matrices, cells with facts beyond their text, and workbooks of other programs."""

import io
import zipfile
from datetime import date, datetime

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from logshapes.books import TITLES as T
from logshapes.truth import Shape, air, book, put, shape
from newswatch.core.model import Origin

MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
GREEN = PatternFill("solid", fgColor="FFC6E0B4")
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def week_by_title() -> Shape:
    """Weekdays as columns, hours as rows; the title names the week."""
    rows = [
        ("LỊCH PHÁT THANH TUẦN (Từ ngày 06/4 đến ngày 12/4/2026)",),
        ("Giờ phát", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
        ("5h00", T[0], None, T[1], None, T[2], None, None),
        ("17h00", None, T[3], None, None, T[4], None, "Ca nhạc dân ca"),
    ]
    truth = [
        air(3, "2026-04-06 05:00", T[0]), air(3, "2026-04-08 05:00", T[1]), air(3, "2026-04-10 05:00", T[2]),
        air(4, "2026-04-07 17:00", T[3]), air(4, "2026-04-10 17:00", T[4]), air(4, "2026-04-12 17:00", "Ca nhạc dân ca"),
    ]  # fmt: skip
    return shape("tuan.xlsx", book(rows, merged=["A1:H1"])[0], truth)


def week_with_days() -> Shape:
    """The weekday columns carry day and month, the year is the sheet's."""
    rows = [
        ("Buổi", "Thứ 2 (04/5)", "Thứ 3 (05/5)", "Thứ 4 (06/5)", "Thứ 5 (07/5)", "Thứ 6 (08/5)"),
        ("Sáng", T[0], T[1], None, T[2], None),
        ("Chiều", None, None, T[3], None, T[4]),
    ]
    truth = [
        air(2, "2026-05-04", T[0]), air(2, "2026-05-05", T[1]), air(2, "2026-05-07", T[2]),
        air(3, "2026-05-06", T[3]), air(3, "2026-05-08", T[4]),
    ]  # fmt: skip
    return shape("lich.xlsx", book(rows, "Tuần 19 năm 2026")[0], truth)


def weeks_in_rows() -> Shape:
    """Each row is a weekday with its date; columns are the sessions."""
    rows = [
        ("CHƯƠNG TRÌNH PHÁT THANH",),
        ("Thứ", "Ngày", "Sáng (5h00)", "Chiều (17h00)"),
        ("Hai", "01/6/2026", T[0], T[1]),
        ("Ba", "02/6/2026", T[2], None),
        ("Tư", "03/6/2026", None, T[3]),
    ]
    truth = [
        air(3, "2026-06-01 05:00", T[0]), air(3, "2026-06-01 17:00", T[1]), air(4, "2026-06-02 05:00", T[2]), air(5, "2026-06-03 17:00", T[3]),
    ]  # fmt: skip
    return shape("chuong trinh.xlsx", book(rows)[0], truth)


def month_matrix() -> Shape:
    """Titles down, days of the month across, crosses where aired."""
    rows = [
        ("BẢNG THEO DÕI PHÁT THANH THÁNG 6 NĂM 2026",),
        ("STT", "Tên tin, bài", *range(1, 31)),
        (1, T[0], *("x" if day in (2, 3) else None for day in range(1, 31))),
        (2, T[1], *("x" if day == 15 else None for day in range(1, 31))),
        (3, T[2], *("x" if day in (20, 30) else None for day in range(1, 31))),
    ]
    truth = [
        air(3, "2026-06-02", T[0]), air(3, "2026-06-03", T[0]), air(4, "2026-06-15", T[1]), air(5, "2026-06-20", T[2]), air(5, "2026-06-30", T[2]),
    ]  # fmt: skip
    return shape("bang thang.xlsx", book(rows)[0], truth)


def coloured() -> Shape:
    """Green rows are relays, as the legend below says; yellow ones are nothing that is explained."""
    rows = [
        ("Ngày phát", "Tên tin"),
        ("07/7/2026", T[0]),
        ("08/7/2026", "Thời sự đài tỉnh tối qua"),
        ("09/7/2026", T[1]),
        (),
        (None, "Tiếp âm đài cấp trên"),
    ]
    made, sheet = book(rows)
    for place in ("A3", "B3", "A6"):
        sheet[place].fill = GREEN
    truth = [air(2, "2026-07-07", T[0]), air(3, "2026-07-08", "Thời sự đài tỉnh tối qua", Origin.RELAY), air(4, "2026-07-09", T[1])]
    return shape("mau.xlsx", made, truth)


def commented_and_struck() -> Shape:
    """A comment says relay, one says it was not aired, a row is struck through."""
    rows = [("Ngày phát", "Tên tin"), *((f"{day:02}/8/2026", T[n]) for n, day in enumerate((3, 4, 5, 6)))]
    made, sheet = book(rows)
    sheet["B3"].comment = Comment("Tiếp âm Đài huyện", "Mai")
    sheet["B4"].comment = Comment("hoãn, mất điện cả xã", "Mai")
    for place in ("A5", "B5"):
        sheet[place].font = Font(strike=True)
    truth = [air(2, "2026-08-03", T[0]), air(3, "2026-08-04", T[1], Origin.RELAY)]
    return shape("ghi chu.xlsx", made, truth, (T[2], T[3]))


def swapped_by_excel() -> Shape:
    """Days to the twelfth became real dates with day and month exchanged; later ones stayed text. The title names the month."""
    rows = [
        ("Sổ nhật ký tháng 5/2026",),
        ("Ngày", "Tên tin"),
        (datetime(2026, 4, 5), T[0]),  # noqa: DTZ001
        (datetime(2026, 8, 5), T[1]),  # noqa: DTZ001
        ("13/5/2026", T[2]),
        ("25/5/2026", T[3]),
    ]
    truth = [air(3, "2026-05-04", T[0]), air(4, "2026-05-08", T[1]), air(5, "2026-05-13", T[2]), air(6, "2026-05-25", T[3])]
    return shape("nk5.xlsx", book(rows)[0], truth)


def broken_cells() -> Shape:
    """Error values, formulas without values, absurd numbers, and a row below two thousand blanks."""
    made, sheet = book([
        ("Ngày phát", "Giờ", "Tên tin"),
        (datetime(2026, 9, 7), "5h30", T[0]),  # noqa: DTZ001
        ("#REF!", "5h30", T[1]),
        ("=A2+2", "5h30", T[2]),
        (1e15, "5h30", T[3]),
        (datetime(2026, 9, 11), "5h30", "=C2"),  # noqa: DTZ001
    ])  # fmt: skip
    sheet.cell(2100, 1, datetime(2026, 9, 28))  # noqa: DTZ001
    sheet.cell(2100, 3, T[5])
    truth = [
        air(2, "2026-09-07 05:30", T[0]), air(3, "2026-09-08 05:30", T[1]), air(4, "2026-09-09 05:30", T[2]),
        air(5, "2026-09-10 05:30", T[3]), air(6, "2026-09-11 05:30", T[0]), air(2100, "2026-09-28", T[5]),
    ]  # fmt: skip
    return shape("o hong.xlsx", made, truth)


def counted_from_1904() -> Shape:
    """A workbook of an old Mac, whose serial numbers count from 1904."""
    made, sheet = book([("Ngày phát", "Tên tin"), (date(2026, 10, 5), T[6]), (date(2026, 10, 26), T[7])])
    made.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    assert sheet["A2"].is_date
    return shape("mac.xlsx", made, [air(2, "2026-10-05", T[6]), air(3, "2026-10-26", T[7])])


def old_excel() -> Shape:
    """The format of Excel 97, with real dates and a second sheet."""
    import xlwt

    made = xlwt.Workbook()
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for label, month in (("T11", 11), ("T12", 12)):
        sheet = made.add_sheet(label)
        for column, text in enumerate(("Ngày phát", "Giờ phát", "Tên tin, bài")):
            sheet.write(0, column, text)
        for row, (day, title) in enumerate(((2, T[month - 10]), (16, T[month - 9])), 1):
            sheet.write(row, 0, date(2026, month, day), style)
            sheet.write(row, 1, "17h30")
            sheet.write(row, 2, title)
    out = io.BytesIO()
    made.save(out)
    truth = [air(row, f"2026-{month}-{day:02} 17:30", T[month - at]) for month in (11, 12) for row, day, at in ((2, 2, 10), (3, 16, 9))]
    return shape("cuoi nam.xls", out.getvalue(), truth)


def open_document() -> Shape:
    """A spreadsheet of LibreOffice with real dates and times."""

    def cell(text: str = "", **kind: str) -> str:
        attributes = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in kind.items())
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    rows = [
        cell("Ngày phát", value_type="string") + cell("Giờ", value_type="string") + cell("Tên tin bài", value_type="string"),
        *(
            cell(f"{day:02}/03/26", value_type="date", date_value=f"2026-03-{day:02}")
            + cell("05:15", value_type="time", time_value="PT05H15M00S")
            + cell(title, value_type="string")
            for day, title in ((3, T[8]), (17, T[9]))
        ),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Trang1">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><m:manifest xmlns:m="{MANIFEST}"/>',
        )
    return shape("loa.ods", out.getvalue(), [air(2, "2026-03-03 05:15", T[8]), air(3, "2026-03-17 05:15", T[9])])


def headless_sheets() -> Shape:
    """A sheet that goes on without a header, after one that has it, and a hidden copy of last year."""
    made, _ = book([("Ngày phát", "Giờ", "Tên tin"), ("05/10/2026", "5h30", T[0])], "Tờ 1")
    put(made.create_sheet("Tờ 2"), [("12/10/2026", "5h30", T[1]), ("19/10/2026", "5h30", T[2])])
    hidden = made.create_sheet("Cũ")
    put(hidden, [("Ngày phát", "Giờ", "Tên tin"), ("05/10/2025", "5h30", T[3])])
    hidden.sheet_state = "hidden"
    truth = [air(2, "2026-10-05 05:30", T[0]), air(1, "2026-10-12 05:30", T[1]), air(2, "2026-10-19 05:30", T[2])]
    return shape("hai to.xlsx", made, truth, (T[3],))


SHAPES = (
    week_by_title(), week_with_days(), weeks_in_rows(), month_matrix(), coloured(), commented_and_struck(), swapped_by_excel(), broken_cells(),
    counted_from_1904(), old_excel(), open_document(), headless_sheets(),
)  # fmt: skip
