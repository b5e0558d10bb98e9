"""Kết quả: what was stated and what stands, signatures, mails, papers, the pack."""

import io
import zipfile
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.model import Verdict
from newswatch.core.rights import Actor, Grant, Role
from newswatch.errors import RunOpenError
from newswatch.services import accounts, close, outbox
from newswatch.services.evidence import handing
from newswatch.store.locks import Lock
from web.pages import PASSWORD, Browser, Clock, Site

BOARD = ("thuky@xa.example", "truongban@xa.example")
EVIL = '<img src=x onerror="alert(1)"> & “tin” CCHC thủ tục hành chính'
OCTOBER = "/ket-qua/2026/10"


def has_people(office: Office) -> None:
    """An account of each role; the names are those of people."""
    with office.store() as store:
        for name, shown, role in (
            ("hoa", "Trần Thị Hoa", Role.EDITOR),
            ("nam", "Lê Văn Nam", Role.EDITOR),
            ("xem", "Người xem", Role.VIEWER),
            ("ql", "Người quản lý", Role.MANAGER),
        ):
            accounts.add(store, name, shown, [Grant(role)], office.now(), Actor("kiểm thử"))
            accounts.set_password(store, name, PASSWORD, office.now(), Actor("kiểm thử"))


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose October was stated and mailed with two items and one of a hostile title, and that has accounts."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    for n in range(2):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.par(2, "2026-10-08 08:00", title=EVIL)
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.closes_log("2026-10")
    office.polls("2026-11-02 06:35")
    office.decides(office.item("img").id, verdict=Verdict.PAR)
    office.at = "2026-11-02 08:00"
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
    has_people(office)
    return office


def entered(office: Office, name: str = "hoa", at: str = "2026-11-02 09:00") -> Browser:
    """A browser of one of the accounts."""
    browser = Browser(Site(office.settings, Clock(at)).app())
    assert browser.login(name).status_code == 303
    return browser


def rejects_one(office: Office) -> int:
    """A person says of one of October's items that it is none, and the month is stated anew; gives the item's number."""
    item = office.item("Xã 0").id
    office.decides(item, verdict=Verdict.OTHER)
    office.states()
    return item


def signs(browser: Browser, function: str, revision: int = 0, **fields: str) -> int:
    """Signs October's statement; gives the code of the answer."""
    return browser.post(f"{OCTOBER}/ky", {"function": function, "revision": str(revision), **fields}).status_code


def test_a_year_tells_what_stands_and_what_was_stated(office: Office) -> None:
    """Months stand with what was stated and when; quarters and the year are told in months; years beyond the next are not there."""
    browser = entered(office, "xem")
    page = browser.get("/ket-qua").text
    assert "Kết quả năm 2026" in page
    assert "02/11/2026: 3 tin, bài (chỉ tiêu 4), thiếu" in page
    assert "3/4 – thiếu 1, trừ 0,5 điểm" in page
    assert "Quý IV/2026" in page
    assert "chưa tới" in page
    assert "Điền biểu tự chấm" not in page
    assert "Kết quả năm 2025" in browser.get("/ket-qua?nam=2025").text
    assert [browser.get(f"/ket-qua?nam={year}").status_code for year in (1989, 2028, 99999)] == [404, 404, 404]


def test_a_month_tells_its_revisions_with_causes(office: Office) -> None:
    """After a decision the month shows both statements with their causes, and titles of strangers stay text."""
    browser = entered(office)
    before = browser.get(OCTOBER).text
    assert "3 tin, bài (chỉ tiêu 4), thiếu" in before
    assert "<img src=x" not in before
    assert "&lt;img src=x onerror=" in before
    rejected = rejects_one(office)
    page = browser.get(OCTOBER).text
    assert "sửa lần 1" in page
    assert f"Mục {rejected} không còn được tính: không phải tin, bài CCHC" in page
    assert "2 tin, bài (chỉ tiêu 4), thiếu" in page
    assert "Tháng này chưa chốt số liệu" in browser.get("/ket-qua/2026/11").text
    assert [browser.get(f"/ket-qua/{path}").status_code for path in ("2026/13", "1900/1", "2026/0")] == [404, 404, 404]


def test_two_people_sign_and_a_revision_says_so(office: Office) -> None:
    """Secretary and head sign by name; nobody signs twice or in both; after a revision the page says that it changed and can be signed again."""
    hoa, nam = entered(office), entered(office, "nam")
    assert "Tên ghi dưới số liệu" in hoa.get(f"{OCTOBER}/ky").text
    assert signs(hoa, "secretary") == 303
    assert "Đã ký xác nhận số liệu tháng 10/2026 với tư cách thư ký" in hoa.get(OCTOBER).text
    assert signs(nam, "secretary") == 422
    again = hoa.post(f"{OCTOBER}/ky", {"function": "head", "revision": "0"})
    assert again.status_code == 422
    assert "Trần Thị Hoa đã ký rồi" in again.text
    assert signs(nam, "head") == 303
    page = nam.get(OCTOBER).text
    assert "Thư ký và trưởng ban đã ký số liệu hiện nay" in page
    assert "Đã ký xác nhận: Lê Văn Nam (trưởng ban), 09:00 02/11/2026" in page
    assert "thư ký, trưởng ban" in nam.get("/ket-qua").text
    rejects_one(office)
    page = hoa.get(OCTOBER).text
    assert "Số liệu đã đổi sau khi Trần Thị Hoa, Lê Văn Nam ký xác nhận; bản hiện nay chưa có ai ký." in page
    assert "số đã đổi sau khi ký" in hoa.get("/ket-qua").text
    assert signs(hoa, "secretary", 1) == 303


def test_what_is_signed_was_seen_and_once(office: Office) -> None:
    """A form that shows an older statement, a second sending, no function, an unstated month: nothing is signed by them."""
    hoa = entered(office)
    assert signs(hoa, "secretary", 7) == 409
    assert [signs(hoa, "secretary", form_id="mot"), signs(hoa, "secretary", form_id="mot")] == [303, 303]
    assert hoa.post(f"{OCTOBER}/ky", {}).status_code == 422
    assert hoa.post("/ket-qua/2026/11/ky", {"function": "head", "revision": "0"}).status_code == 422
    assert "chưa ký được" in hoa.get("/ket-qua/2026/11/ky").text
    assert entered(office, "xem").get(f"{OCTOBER}/ky").status_code == 403
    assert hoa.get(OCTOBER).text.count("Đã ký xác nhận: Trần Thị Hoa") == 1


def test_mails_are_read_as_they_were_sent(office: Office) -> None:
    """A month names its mails with how far they came; each is shown as text with its recipients; no number leads to another unit's or to none."""
    browser = entered(office, "xem")
    page = browser.get(OCTOBER).text
    assert "[Thử] Tin, bài CCHC tháng 10/2026" in page
    assert "2 chờ gửi" in page
    letter = browser.get("/ket-qua/thu/1")
    assert "thuky@xa.example" in letter.text
    assert "thiếu 1, trừ 0,5 điểm" in letter.text
    assert "<img src=x" not in letter.text
    assert browser.get("/ket-qua/thu/99").status_code == 404
    file = browser.get("/ket-qua/thu/1/0")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert zipfile.is_zipfile(io.BytesIO(file.data))
    assert browser.get("/ket-qua/thu/1/9").status_code == 404


def test_mails_that_could_not_go_are_told(office: Office) -> None:
    """What the overview sends one here for stands here: mails that were refused, with the server's words in the letter."""
    with office.store() as store, store.writing():
        store.run_sql("UPDATE deliveries SET state = 'failed', fault = 'recipient', answer = ? WHERE id = 1", "550 <b>no such user</b>")
    browser = entered(office, "xem")
    assert "bị từ chối" in browser.get("/ket-qua").text
    assert "550 &lt;b&gt;no such user&lt;/b&gt;" in browser.get("/ket-qua/thu/1").text
    with office.store() as store:
        assert outbox.listed(store, everything=False)


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        (
            "ky=2026-10&loai=danh-sach&dang=xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "danh-sach-thu-2026-10.xlsx",
        ),
        ("ky=2026-Q4&loai=danh-sach&dang=csv", "text/csv; charset=utf-8", "danh-sach-thu-2026-q4.csv"),
        (
            "ky=2026-10&loai=thong-bao&dang=docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "thong-bao-thu-2026-10.docx",
        ),
        (
            "ky=2026&loai=bao-cao&dang=xlsx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "bao-cao-thu-2026.docx",
        ),
    ],
)
def test_documents_are_handed_over_as_files(office: Office, query: str, kind: str, name: str) -> None:
    """A document has its type and name, is saved and never shown; one asked for in a form it is not had in comes in its usual one."""
    got = entered(office, "xem").get(f"/ket-qua/tai?{query}")
    assert (got.status_code, got.content_type) == (200, kind)
    assert got.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_what_is_no_document_is_refused(office: Office) -> None:
    """Periods and kinds that there are none of are not found; a notice of a year is told to be none."""
    browser = entered(office, "xem")
    assert [browser.get(f"/ket-qua/tai?{q}").status_code for q in ("", "ky=2026-13&loai=bao-cao", "ky=2026&loai=../../etc")] == [
        404,
        404,
        404,
    ]
    assert browser.get("/ket-qua/tai?ky=2026&loai=thong-bao").status_code == 422


def packs(office: Office) -> list[str]:
    """What lies where packs are handed over."""
    folder = handing.folder_of(office.settings)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_pack_is_made_handed_over_and_removed(office: Office) -> None:
    """The pack comes as a whole archive with its name, and nothing of it is left on the disk; what a killed process left goes with the next."""
    browser = entered(office, "xem")
    folder = handing.folder_of(office.settings)
    folder.mkdir()
    (folder / "999999999-cu.zip").write_bytes(b"left")
    got = browser.post("/ket-qua/goi", {"ky": "2026-10"})
    assert (got.status_code, got.content_type) == (200, "application/zip")
    assert got.headers["Content-Disposition"] == "attachment; filename=minh-chung-thu-2026-10.zip"
    with zipfile.ZipFile(io.BytesIO(got.data)) as packed:
        assert packed.testzip() is None
        assert any(name.endswith("bagit.txt") for name in packed.namelist())
    got.close()
    assert packs(office) == []
    assert browser.post("/ket-qua/goi", {}).status_code == 404
    assert browser.post("/ket-qua/goi", {"ky": "2026-10"}, token=False).status_code == 400


def test_a_second_pack_is_refused_politely(office: Office) -> None:
    """While another pack is made one is sent back to the page, which says so; so too while as many are fetched as may lie there."""
    browser = entered(office, "xem")
    with Lock(office.settings.database, "evidence").alone():
        back = browser.post("/ket-qua/goi", {"ky": "2026-10"})
    assert (back.status_code, back.headers["Location"]) == (303, OCTOBER)
    assert "Đang làm một gói minh chứng khác" in browser.get(OCTOBER).text
    assert packs(office) == []
    held = [handing._places.acquire(blocking=False) for _ in range(handing.MOST)]
    try:
        assert all(held)
        assert browser.post("/ket-qua/goi", {"ky": "2026-Q4"}).headers["Location"] == "/ket-qua?nam=2026"
    finally:
        for _ in held:
            handing._places.release()


def test_whoever_goes_away_leaves_nothing(office: Office) -> None:
    """A pack whose fetching is broken off is removed, and its place is free again."""
    from newswatch.core.periods import Period
    from newswatch.services.evidence.making import Asked

    with office.store() as store:
        asked = Asked(office.unit, Period.parse("2026-10"))
        kept = [handing.hand(store, office.settings, asked, office.now()) for _ in range(handing.MOST)]
        with pytest.raises(RunOpenError):
            handing.hand(store, office.settings, asked, office.now())
    assert len(packs(office)) == handing.MOST
    for one in kept:
        one.close()
        one.close()
    assert packs(office) == []
