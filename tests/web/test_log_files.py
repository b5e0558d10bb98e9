"""Nhập từ tệp: a spreadsheet is looked at row by row, its headers are named, its good rows go in and its bad ones come back."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from web.entries import EVIL, PNG, staged, stored
from web.pages import Browser, Site


def test_a_file_is_looked_at_row_by_row_before_it_counts(desk_office: Site, editor: Browser) -> None:
    """The preview tells what each row becomes and what is wrong, and asks what an unknown header means; nothing is recorded."""
    page = editor.get(staged(editor)).text
    assert "so.csv: 4 dòng</b>: nhận 2, đã có 0, cần sửa 2" in page
    assert "Không có ngày 31/02/2026" in page
    assert "Nhận 2 dòng" in page
    assert "Cột “Zyx” là" in page
    assert stored(desk_office) == []


def test_good_rows_go_in_at_once_and_bad_ones_come_back(desk_office: Site, editor: Browser) -> None:
    """Taking in records the good rows; the same file again is “đã có”; the bad rows come as a workbook with what is wrong, no cell of it computed."""
    place = staged(editor)
    assert editor.post(place).headers["Location"] == place
    page = editor.get(place).text
    assert "Đã nhận 2 mục; 2 dòng cần sửa, chưa nhận" in page
    assert "đã nhận từ trước" in page
    assert editor.post(place).status_code == 303
    assert len(stored(desk_office)) == 2
    sent = editor.get(f"{place}/loi")
    assert "filename=loi-so.xlsx" in sent.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(sent.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    assert rows[0] == ["Ngày phát", "Giờ phát", "Tên tin, bài", "Nguồn", "Zyx", "Lỗi"]
    assert [row[2] for row in rows[1:]] == ["Tin hỏng", "=1+1 tin hỏng nữa"]
    assert sheet.cell(3, 3).data_type == "s"  # type: ignore[union-attr]
    assert rows[1][5] == "Không có ngày 31/02/2026"


def test_mended_rows_are_handed_in_again(desk_office: Site, editor: Browser) -> None:
    """The workbook of bad rows, mended, is a log: its column “Lỗi” is settled once, and its rows go in."""
    body = editor.get(f"{staged(editor)}/loi").data
    book = load_workbook(io.BytesIO(body))
    sheet = book.active
    assert sheet is not None
    sheet["A2"], sheet["B3"], sheet["C3"] = "08/11/2026", "05:30", "Tin lành"
    mended = io.BytesIO()
    book.save(mended)
    place = staged(editor, mended.getvalue(), "sua.xlsx")
    assert "nhận 2, đã có 0, cần sửa 0" in editor.get(place).text
    assert editor.post(place).headers["Location"] == "/truyen-thanh?thang=2026-11#so"
    assert [title for _, title in stored(desk_office)] == ["Tin lành", "Tin hỏng"]


def test_an_unknown_header_is_named_once(editor: Browser) -> None:
    """A file whose title column is unknown is not read; once the header is named it is, and so is the next file."""
    strange = "Ngày phát;Zyx\n05/11/2026;Công khai thủ tục hành chính\n"
    place = staged(editor, strange)
    assert "Chưa đọc được" in editor.get(place).text
    assert editor.post(f"{place}/cot", {}).status_code == 422
    assert "Không có mục" in editor.post(f"{place}/cot", {"cot-0": "lạ", "cot-1": "lạ"}).text
    page = editor.get(place).text
    named = {f"cot-{n}": "title" if header == "Zyx" else "" for n, header in enumerate(re.findall(r"Cột “([^”]*)” là", page))}
    assert editor.post(f"{place}/cot", named).status_code == 303
    assert "nhận 1, đã có 0, cần sửa 0" in editor.get(place).text
    assert "nhận 1, đã có 0, cần sửa 0" in editor.get(staged(editor, strange.replace("05/11", "06/11"))).text


@pytest.mark.parametrize(
    ("body", "name", "told"),
    [
        (b"%PDF-1.4 x", "so.pdf", "Tệp phải là .xlsx, .xls, .ods hoặc .csv"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "so.xlsx",
            "Tệp có mật khẩu; bỏ mật khẩu rồi chọn lại",
        ),
        (PNG, f"{EVIL}.csv", "Tệp phải là .xlsx, .xls, .ods hoặc .csv"),
    ],
)
def test_a_file_that_is_no_log_is_told_in_words(editor: Browser, body: bytes, name: str, told: str) -> None:
    """A file of another type and one with a password are told so; a hostile name is inert."""
    page = editor.get(staged(editor, body, name)).text
    assert told in page
    assert EVIL not in page


def test_an_empty_sending_and_a_lost_file_are_told(editor: Browser) -> None:
    """Without a file, with an empty one, and for a file that is kept no more the form says so."""
    assert "Chọn tệp sổ phát thanh" in editor.post("/truyen-thanh/nhap-tep").text
    assert "Tệp rỗng" in editor.post("/truyen-thanh/nhap-tep", {"file": (io.BytesIO(b""), "so.csv")}).text
    lost = editor.get("/truyen-thanh/nhap-tep/khong-co")
    assert (lost.status_code, "Tệp không còn được giữ" in lost.text) == (404, True)


def test_hostile_cells_are_inert(editor: Browser) -> None:
    """Tags in titles and headers of a file stay text, in the preview and in the log."""
    text = f"Ngày phát;Tên tin, bài;{EVIL}\n05/11/2026;Một cửa <img src=x onerror=alert(1)>;a\n"
    place = staged(editor, text)
    assert editor.post(place).status_code == 303
    for path in (place, "/truyen-thanh", "/truyen-thanh/in"):
        page = editor.get(path).text
        assert "<img" not in page
        assert EVIL not in page


def test_a_long_log_is_shown_in_parts(editor: Browser) -> None:
    """A month of 100 bulletins, and a file of 300 rows, are shown in parts that stay small."""
    rows = "".join(f"{1 + n % 25:02d}/11/2026;{5 + n // 25:02d}:30;Một cửa thêm giờ làm việc lần thứ {n}\n" for n in range(100))
    place = staged(editor, f"Ngày phát;Giờ phát;Tên tin, bài\n{rows}")
    found = editor.get(place)
    assert (len(found.data) < 40_000, "Dòng sau" in found.text) == (True, True)
    assert "Dòng trước" in editor.get(f"{place}?tu=50").text
    editor.post(place)
    page = editor.get("/truyen-thanh?thang=2026-11")
    assert (len(page.data) < 40_000, "Cũ hơn" in page.text) == (True, True)
    assert "Mới hơn" in editor.get("/truyen-thanh?thang=2026-11&tu=40").text
    assert len(editor.get("/truyen-thanh/in?thang=2026-11").data) < 40_000


def test_a_workbook_with_a_header_of_its_own(editor: Browser) -> None:
    """A workbook is read like a CSV; a header that is told to mean nothing is not asked for again."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Ngày phát", "Tên tin, bài", "Qwx"], ["05/11/2026", "Một cửa", "1"]):
        sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    place = staged(editor, body.getvalue(), "so.xlsx")
    assert "Cột “Qwx” là" in editor.get(place).text
    editor.post(f"{place}/cot", {"cot-0": "-"})
    assert "Cột chưa rõ" not in editor.get(place).text
