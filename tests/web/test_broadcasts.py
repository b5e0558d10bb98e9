"""Truyền thanh: a bulletin by hand and from a file, its files, voiding, closing the month's log, the log on paper."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, audit, intake, staging
from newswatch.web import registry
from web.entries import logs, number_of
from web.pages import PASSWORD, Browser, Clock, Site, furnish

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
EVIL = '<script>alert("x")</script>'
LOG = (
    "Ngày phát;Giờ phát;Tên tin, bài;Nguồn;Zyx\n"
    "05/11/2026;05:30;Công khai thủ tục hành chính;Tự viết;a\n"
    "31/02/2026;05:30;Tin hỏng;Tự viết;b\n"
    "06/11/2026;05:30;Một cửa thêm giờ làm việc;Tự viết;c\n"
    "07/11/2026;hai mốt;=1+1 tin hỏng nữa;Tự viết;d\n"
)


def stored(site: Site) -> list[tuple[str, str]]:
    """Day and title of what the log holds and was not voided."""
    with site.store() as store:
        return [(row["aired_on"], row["title"]) for row in intake.listed(store, site.settings.units[0]) if not row["voided_at"]]


def staged(browser: Browser, text: str | bytes = LOG, name: str = "so.csv") -> str:
    """Hands a file in; gives where it is looked at."""
    body = text.encode() if isinstance(text, str) else text
    sent = browser.post("/truyen-thanh/nhap-tep", {"file": (io.BytesIO(body), name)})
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def test_four_fields_and_a_photo_make_a_bulletin(desk_office: Site, editor: Browser) -> None:
    """Day in short, hour, title and minutes are enough; the photo lies beside it; the banner echoes the day; the next entry has the last values."""
    sent = logs(editor, "Một cửa thêm giờ", "25/11", photo=(io.BytesIO(PNG), "trang.png"), announcer="Nam")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/truyen-thanh?thang=2026-11#so")
    page = editor.get("/truyen-thanh?thang=2026-11").text
    assert "Đã lưu “Một cửa thêm giờ”, thứ tư, 25/11/2026, 1 tệp" in page
    assert "ảnh trang sổ phát thanh" in page
    assert 'value="Nam"' in page
    assert stored(desk_office) == [("2026-11-25", "Một cửa thêm giờ")]


@pytest.mark.parametrize(("when", "day"), [("hôm nay", "2026-11-26"), ("hôm qua", "2026-11-25")])
def test_today_and_yesterday_are_one_press(desk_office: Site, editor: Browser, when: str, day: str) -> None:
    """Today and yesterday need no typing."""
    assert editor.post("/truyen-thanh", {"when": when, "title": "Một cửa"}).status_code == 303
    assert stored(desk_office) == [(day, "Một cửa")]


def test_save_and_go_on_keeps_the_day(editor: Browser) -> None:
    """After “Lưu và nhập tiếp” the form is open for the same day, without the title."""
    sent = logs(editor, "Một cửa", "20/11", act="next")
    page = editor.get(sent.headers["Location"].partition("#")[0]).text
    assert 'name="date" size="11" value="20/11/2026"' in page
    assert 'id="f-title" name="title" type="text" size="70" value=""' in page


def test_every_fault_is_told_and_all_input_kept(desk_office: Site, editor: Browser) -> None:
    """Four faults are told above and beside the fields in the words of the design; nothing typed is lost, nothing is recorded."""
    sent = logs(editor, "  ", "31/02", duration="lâu lắm", time="sáng tinh mơ", announcer="Nam")
    assert sent.status_code == 422
    assert "<title>Lỗi: Truyền thanh" in sent.text
    for told in ("Có 4 chỗ cần sửa", "Không có ngày 31/02", "Nhập tên mục", "Thời lượng ghi bằng số phút, ví dụ 15", "ghi như 6h30"):
        assert told in sent.text, told
    assert all(f'value="{text}"' in sent.text for text in ("31/02", "lâu lắm", "Nam"))
    assert logs(editor, "Tin", "27/11/2026").text.count("Ngày phát chưa tới") == 2
    assert "Nhập ngày phát" in editor.post("/truyen-thanh", {"when": "other", "title": "Tin"}).text
    assert stored(desk_office) == []


def test_a_day_that_is_said_twice_is_asked_for(desk_office: Site, editor: Browser) -> None:
    """A typed day beside “Hôm nay” is no guess: one is asked which it is."""
    assert editor.post("/truyen-thanh", {"when": "hôm nay", "date": "20/11", "title": "Tin"}).status_code == 422
    assert stored(desk_office) == []


def test_a_form_sent_twice_makes_one_bulletin(desk_office: Site, editor: Browser) -> None:
    """The second sending of one form records nothing and leads where the first one did; so does the same airing typed again."""
    for _ in range(2):
        assert logs(editor, "Một cửa", form_id="lan-mot").status_code == 303
    assert logs(editor, "Một cửa").status_code == 303
    assert "đã có trong sổ; chưa ghi thêm gì" in editor.get("/truyen-thanh").text
    assert len(stored(desk_office)) == 1


def test_a_file_that_is_none_of_its_kind_is_told_and_the_bulletin_kept(desk_office: Site, editor: Browser) -> None:
    """A page called .png is no photo: the bulletin is saved, its page tells which file was not taken, and nothing of it is served."""
    sent = logs(editor, "Một cửa", photo=(io.BytesIO(b"<html><script>1</script>"), f"{EVIL}.png"))
    place = sent.headers["Location"]
    page = editor.get(place).text
    assert "nội dung tệp không phải ảnh trang sổ phát thanh" in page
    assert "Chưa có tệp nào" in page
    assert EVIL not in page
    assert len(stored(desk_office)) == 1
    again = editor.post(place, {"photo": (io.BytesIO(PNG), "trang.png")})
    assert (again.status_code, "trang.png" in editor.get(place).text) == (303, True)
    assert editor.post(place, {}).status_code == 422


def test_what_is_too_large_is_refused(editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sending beyond the page's limit is refused whole; a log beyond that of logs is told beside the field. (Both limits are made small.)"""
    assert registry._PAGES["broadcasts.show"].kilobytes == 50 * 1024
    monkeypatch.setattr(staging, "MOST_BYTES", 100)
    sent = editor.post("/truyen-thanh/nhap-tep", {"file": (io.BytesIO(b"x" * 101), "so.csv")})
    assert (sent.status_code, sent.text.count("Tệp lớn hơn 10 MB")) == (422, 2)
    monkeypatch.setitem(registry._PAGES, "broadcasts.show", replace(registry._PAGES["broadcasts.show"], kilobytes=1))
    assert logs(editor, "Một cửa", audio=(io.BytesIO(b"x" * 2_000), "a.mp3")).status_code == 413


def test_voiding_asks_why_and_keeps_the_row(desk_office: Site, editor: Browser) -> None:
    """Without a reason nothing is voided; with one the row stays, struck, and counts no more; a second sending changes nothing."""
    logs(editor, "Một cửa")
    item = number_of(editor, "Một cửa")
    assert "Vì sao hủy mục này?" in editor.get(f"/truyen-thanh/{item}/huy").text
    assert "Nhập lý do" in editor.post(f"/truyen-thanh/{item}/huy", {"because": " "}).text
    assert stored(desk_office)
    assert editor.post(f"/truyen-thanh/{item}/huy", {"because": EVIL}).status_code == 303
    page = editor.get("/truyen-thanh").text
    assert ("đã hủy" in page, EVIL in page, stored(desk_office)) == (True, False, [])
    assert editor.post(f"/truyen-thanh/{item}/huy", {"because": "nữa"}).status_code == 303
    assert "Mục này đã hủy trước đó" in editor.get(f"/truyen-thanh/{item}").text


def test_the_banner_undoes_an_entry(desk_office: Site, editor: Browser) -> None:
    """“Hoàn tác” beside what was just saved voids it, with that as the reason."""
    logs(editor, "Một cửa")
    page = editor.get("/truyen-thanh").text
    form = re.search(r'<form method="post" action="([^"]+/huy)"><input type="hidden" name="because" value="([^"]+)"', page)
    assert form
    assert editor.post(form[1], {"because": form[2]}).status_code == 303
    assert stored(desk_office) == []


def test_a_file_is_voided_with_a_reason(editor: Browser) -> None:
    """A file laid there by mistake is marked void; it stays in the list."""
    logs(editor, "Một cửa", photo=(io.BytesIO(PNG), "trang.png"))
    item = number_of(editor, "Một cửa")
    path = re.search(r'href="([^"]+/tep/\d+/huy)"', editor.get(f"/truyen-thanh/{item}").text)
    assert path
    assert editor.post(path[1], {}).status_code == 422
    assert editor.post(path[1], {"because": "nhầm trang"}).status_code == 303
    assert "đã hủy: nhầm trang" in editor.get(f"/truyen-thanh/{item}").text
    assert editor.get(f"/truyen-thanh/{item}/tep/999/huy").status_code == 404


def test_a_months_log_is_closed_after_a_question(desk_office: Site, editor: Browser, clock: Clock) -> None:
    """A month that has not ended can't be closed; an ended one is, after a question; “không phát” only where nothing is logged."""
    logs(editor, "Một cửa", "20/11")
    assert "Tháng chưa hết" in editor.post("/truyen-thanh/chot", {"thang": "2026-11", "y": "du"}).text
    clock.at = "2026-12-02 08:00"
    editor.login("editor")
    page = editor.get("/truyen-thanh?thang=2026-11").text
    assert "Chốt sổ: đã đủ" in page
    assert "Chốt sổ: không phát" not in page
    assert "Sổ tháng 11/2026 đã đủ?" in editor.get("/truyen-thanh/chot?thang=2026-11&y=du").text
    assert "đã ghi 1 mục" in editor.post("/truyen-thanh/chot", {"thang": "2026-11", "y": "khong-phat"}).text
    for _ in range(2):
        assert editor.post("/truyen-thanh/chot", {"thang": "2026-11", "y": "du"}).status_code == 303
    assert "Người editor chốt sổ ngày 02/12/2026" in editor.get("/truyen-thanh?thang=2026-11").text
    assert editor.post("/truyen-thanh/chot", {"thang": "2026-10", "y": "khong-phat"}).status_code == 303
    assert "không phát tin, bài nào" in editor.get("/truyen-thanh?thang=2026-10").text


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


def test_the_log_on_paper_has_its_head_and_room_for_signatures(editor: Browser) -> None:
    """The printed log names its month, counts its rows without the voided ones, and has two places to sign."""
    logs(editor, "Một cửa")
    logs(editor, "Nhập nhầm", "24/11")
    editor.post(f"/truyen-thanh/{number_of(editor, 'Nhập nhầm')}/huy", {"because": "nhầm"})
    editor.get("/truyen-thanh")  # shows the banners
    page = editor.get("/truyen-thanh/in?thang=2026-11").text
    assert "Tổng cộng 1 mục, không kể 1 mục đã hủy" in page
    assert page.count("ký, ghi rõ họ tên") == 2
    assert "Nhập nhầm" not in page


def test_an_empty_month_says_so(viewer: Browser) -> None:
    """A month without bulletins is told so; a viewer sees the log and no form."""
    page = viewer.get("/truyen-thanh?thang=2026-10").text
    assert "Tháng này chưa nhập mục phát thanh nào" in page
    assert "Lưu mục phát thanh" not in page
    assert "Nhập từ tệp" not in page
    assert viewer.get("/truyen-thanh?thang=nay").status_code == 200


def test_another_units_bulletin_and_file_are_not_there(tmp_path: Path, clock: Clock) -> None:
    """Who edits one unit reaches neither bulletins nor staged files of another, by whatever address."""
    furnish(tmp_path, ("Một", "Hai"), roles=())
    site = Site.of(tmp_path / "config.toml", clock)
    app = site.app()
    with site.store() as store:
        for name, unit in (("hoa", "unit"), ("lan", "unit1")):
            accounts.add(store, name, name, [Grant(Role.EDITOR, unit)], clock.now(), Actor("kiểm thử"))
            accounts.set_password(store, name, PASSWORD, clock.now(), Actor("kiểm thử"))
    hoa, lan = Browser(app), Browser(app)
    hoa.login("hoa")
    lan.login("lan")
    logs(hoa, "Một cửa")
    item, place = number_of(hoa, "Một cửa"), staged(hoa)
    for path in (f"/truyen-thanh/{item}", f"/truyen-thanh/{item}/huy", place, f"{place}/loi"):
        assert hoa.get(path).status_code == 200, path
        assert lan.get(path).status_code == 404, path
    for path in (f"/truyen-thanh/{item}", f"/truyen-thanh/{item}/huy", place, f"{place}/cot"):
        assert lan.post(path, {"because": "x"}).status_code == 404, path
    assert len(stored(site)) == 1


def test_every_write_is_in_the_list(desk_office: Site, editor: Browser) -> None:
    """Logging, attaching, voiding, naming a column, taking in and closing each leave a row with who and from where."""
    logs(editor, "Một cửa", photo=(io.BytesIO(PNG), "trang.png"))
    editor.post(f"/truyen-thanh/{number_of(editor, 'Một cửa')}/huy", {"because": "nhầm"})
    place = staged(editor)
    editor.post(f"{place}/cot", {"cot-0": "-"})
    editor.post(place)
    editor.post("/truyen-thanh/chot", {"thang": "2026-10", "y": "khong-phat"})
    with desk_office.store() as store:
        found = audit.listed(store)[:6]
    assert [str(one.action) for one in found] == ["close_log", "import", "import", "void", "attach", "log"]
    assert {(one.name, one.address) for one in found} == {("Người editor", "127.0.0.1")}


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


def test_what_was_typed_comes_back_after_the_session_ended(desk_office: Site, editor: Browser) -> None:
    """A bulletin sent after the session had ended is not saved; after logging in there its fields are as they were typed, and can be sent."""
    token = editor.token()
    editor.post("/dang-xuat", {})
    sent = editor.post("/truyen-thanh", {"csrf_token": token, "when": "hôm qua", "title": "Một cửa thêm giờ", "announcer": "Nam"})
    if sent.status_code == 400:  # a token of the session that ended
        sent = editor.post("/truyen-thanh", {"when": "hôm qua", "title": "Một cửa thêm giờ", "announcer": "Nam"})
    assert sent.status_code == 401
    kept = re.search(r'name="giu" value="([^"]+)"', sent.text)
    assert kept
    back = editor.login("editor", toi="/truyen-thanh", giu=kept[1]).headers["Location"]
    page = editor.get(back).text
    assert 'value="Một cửa thêm giờ"' in page
    assert 'value="hôm qua" checked' in page
    assert stored(desk_office) == []
