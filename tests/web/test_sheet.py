"""Biểu tự chấm: the office's sheet goes in, the row that will change is shown, the filled copy comes out; nothing of it is recorded."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sheets
from office import Office
from portal import Portal
from werkzeug.test import TestResponse

from web.pages import Browser
from web.test_results import entered, has_people

PATH = "/ket-qua/2026/bieu"
REASON = "Nộp theo yêu cầu của huyện"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with three items in October, whose year is not over."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.closes_log("2026-10")
    office.polls("2026-11-02 06:35")
    has_people(office)
    return office


def sends(browser: Browser, raw: bytes, name: str = "biểu.xlsx", **fields: str) -> TestResponse:
    """Hands a sheet in, as a browser writes a form with a file."""
    given = {"until": "31/10/2026", "reason": REASON, "csrf_token": browser.token(), **fields}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode() for key, text in given.items()]
    shown = name.replace('"', "%22")
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body = b"".join([*parts, head.encode(), raw, b"\r\n--x--\r\n"])
    return browser.client.post(PATH, data=body, content_type="multipart/form-data; boundary=x")


def told_of(page: str) -> list[str]:
    """What a form says is wrong."""
    return re.findall(r'<p class="fault"[^>]*><b>Lỗi:</b> (.*?)</p>', page)


def bomb() -> bytes:
    """A small file that unpacks to far more than a sheet has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(7):
            packed.writestr(f"xl/{n}.xml", b"\0" * 10 * 2**20)
    return out.getvalue()


def test_a_sheet_is_looked_at_and_fetched(office: Office) -> None:
    """The cells that change are shown with what stands there and what will; the copy has its type and name, and no write is on record."""
    browser = entered(office)
    with office.store() as store:
        before = store.rows("SELECT count(*) AS n FROM writes")[0]["n"]
    told = sends(browser, sheets.workbook())
    assert told.status_code == 303, told_of(told.text)
    page = browser.get(told.headers["Location"]).text
    assert "Điểm tự chấm" in page
    assert "(trống)" in page
    assert REASON in page
    assert "tính đến hết 31/10/2026" in page
    fetch = re.search(r'class="button main" href="([^"]+)"', page)
    assert fetch
    got = browser.get(fetch[1].replace("&amp;", "&"))
    assert got.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "attachment" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert REASON in str(sheets.values(got.data))
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM writes")[0]["n"] == before


def test_a_word_file_is_filled_too(office: Office) -> None:
    """A .docx goes the same way."""
    browser = entered(office)
    place = sends(browser, sheets.document(), "biểu.docx").headers["Location"]
    parts = urlsplit(place)
    got = browser.get(f"{parts.path}/tai?{parts.query}")
    assert got.content_type.endswith("wordprocessingml.document")
    assert zipfile.is_zipfile(io.BytesIO(got.data))


def test_a_score_that_is_not_sure_needs_its_reason(office: Office) -> None:
    """Without a reason the form comes back with what is not sure, beside its field, and what was typed."""
    back = sends(entered(office), sheets.workbook(), reason="")
    assert back.status_code == 422
    assert "Điểm chưa chắc chắn vì" in back.text
    assert 'href="#f-reason"' in back.text
    assert 'value="31/10/2026"' in back.text


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b"MZ\x90", "biểu.exe", "Tệp phải là .xlsx hoặc .docx"),
        (b"<script>alert(1)</script>", "biểu.html", "Tệp phải là .xlsx hoặc .docx"),
        (b"<script>alert(1)</script>", "biểu.xlsx", "tệp không phải .xlsx hoặc .docx"),
        (b"", "biểu.xlsx", "Tệp không có nội dung"),
        (b"PK\x03\x04 half of it", "biểu.xlsx", "tệp hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "biểu.docx", "Office 97"),
        (b"x" * 10_000_001, "biểu.xlsx", "Tệp lớn hơn 10 MB"),
        (bomb(), "biểu.xlsx", "khi giải nén lớn hơn"),
        (b"MZ", '<img src=x onerror="alert(1)">.xlsx', "tệp không phải .xlsx hoặc .docx"),
    ],
    ids=["program", "page", "page named so", "empty", "broken", "old", "large", "bomb", "hostile name"],
)
def test_what_is_no_sheet_is_refused(office: Office, raw: bytes, name: str, told: str) -> None:
    """Other files, broken ones, large ones and such that unpack to much more are refused with the form kept; no name is markup."""
    back = sends(entered(office), raw, name)
    assert back.status_code == 422
    assert told in str(told_of(back.text))
    assert "<img src=x" not in back.text
    assert REASON in back.text


def test_more_than_the_form_takes_is_refused_unread(office: Office) -> None:
    """A body larger than the page takes is refused as such."""
    assert sends(entered(office), b"x" * (12 * 2**20)).status_code == 413


def test_days_are_typed_as_people_do(office: Office) -> None:
    """A short day is taken; one that there is not, or that has not come, stands beside its field."""
    browser = entered(office)
    assert sends(browser, sheets.workbook(), until="31/10").status_code == 303
    assert "Không có ngày này" in sends(browser, sheets.workbook(), until="31/02/2026").text
    back = sends(browser, sheets.workbook(), until="31/12/2026")
    assert "ngày này chưa tới" in back.text.lower()
    assert 'href="#f-until"' in back.text


def test_a_staged_sheet_is_gone_after_a_day(office: Office) -> None:
    """A token that is none, or too old, leads back to the form, which says so."""
    browser = entered(office)
    place = sends(browser, sheets.workbook()).headers["Location"]
    later = entered(office, at="2026-11-03 10:00")
    assert later.get(place).headers["Location"] == PATH
    assert "tệp chỉ giữ 24 giờ" in later.get(PATH).text.lower()
    assert browser.get(f"{PATH}/khong-co").status_code == 303
    assert browser.get(f"{PATH}/khong-co/tai").status_code == 303


def test_who_may_not_fill_is_refused(office: Office) -> None:
    """A viewer gets neither form nor sheet; a form without its token is refused; a year that can't be is not there."""
    viewer, editor = entered(office, "xem"), entered(office)
    assert [viewer.get(PATH).status_code, viewer.post(PATH).status_code, viewer.get(f"{PATH}/x").status_code] == [403, 403, 403]
    assert editor.post(PATH, {}, token=False).status_code == 400
    assert "Chọn tệp" in editor.post(PATH, {}).text
    assert editor.get("/ket-qua/1800/bieu").status_code == 404
