"""Weeks of the office in Chromium: a bulletin with a photo, a sheet with bad rows, the queue settled, the month met, signed, its papers fetched."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import needs
import pytest
import sheets
from communes import publishes
from office import Office
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright
from portal import Portal

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, statements
from web.entries import PNG, UNSURE
from web.pages import PASSWORD, Clock, Site
from web.test_browser import serve

SHEET = "Ngày phát;Zyx;Qwx\n" + "".join(
    f"{day};{title};{n}\n"
    for n, (day, title) in enumerate(
        [*((f"{1 + n:02d}/11/2026", title) for n, title in enumerate(UNSURE)), ("31/02/2026", "Họp xã"), ("mai", "Họp thôn")]
    )
)
"""Twelve rows of which the rules are unsure, two that can't be read, and two headers that mean nothing."""


@dataclass(frozen=True)
class Walk:
    """One window and its office. Without `js` every press of a key is a click on its button."""

    page: Page
    address: str
    js: bool
    wrong: list[str]

    def goes(self, path: str) -> None:
        """Opens a page."""
        self.page.goto(self.address + path)

    def presses(self, key: str, button: str) -> None:
        """Settles by a key, or by the button where keys are none."""
        if self.js:
            self.page.keyboard.press(key)
        else:
            self.page.locator(button).first.click()

    def told(self, text: str) -> None:
        """Waits until the status says so."""
        expect(self.page.locator("#bao")).to_contain_text(text)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for all walks."""
    path = needs.program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has one PAR article in November, with an editor."""
    office = Office(tmp_path, portal)
    publishes(portal, 2026, {10: 4, 11: 1})
    office.polls("2026-11-26 08:00", since="2026-01-01")
    with office.store() as store:
        accounts.add(store, "hoa", "Trần Thị Hoa", [Grant(Role.EDITOR)], office.now(), Actor("kiểm thử"))
        accounts.set_password(store, "hoa", PASSWORD, office.now(), Actor("kiểm thử"))
    return office


@pytest.mark.parametrize(("width", "js"), [(1280, True), (360, True), (1280, False), (360, False)])
def test_a_week_at_the_page(chromium: Chromium, office: Office, width: int, js: bool) -> None:
    """What the office does in a week works by mouse, keys and touch, on a wide screen and a phone, and without JavaScript."""
    site = Site(office.settings, Clock("2026-11-26 09:00"))
    with contextmanager(serve)(site.app()) as address:
        page = chromium.new_context(
            viewport={"width": width, "height": 760}, has_touch=True, java_script_enabled=js, locale="vi-VN"
        ).new_page()
        walk = Walk(page, address, js, [])
        page.on("pageerror", lambda error: walk.wrong.append(str(error)))
        page.on("console", lambda said: walk.wrong.append(said.text) if said.type == "error" and "422" not in said.text else None)
        _logs_in(walk)
        _logs_a_bulletin(walk)
        _imports_a_sheet(walk)
        _closes_october(walk)
        _settles(walk)
        with office.store() as store:
            assert len(statements.awaiting(store, office.unit, site.clock.now())) == 2
        site.clock.at = office.at = "2026-12-02 08:00"
        office.polls()
        _logs_in(walk, "Tháng 12/2026: 0 tin, bài (chỉ tiêu 4), cần thêm 4")
        _closes_november(walk)
        office.states()
        _signs(walk)
        _fetches(walk)
        _fills_the_sheet(walk)
        assert walk.wrong == []
        page.context.close()


def _logs_in(walk: Walk, heading: str = "Tháng 11/2026: 1 tin, bài (chỉ tiêu 4), cần thêm 3") -> None:
    walk.goes("/")
    walk.page.fill("#f-name", "hoa")
    walk.page.fill("#f-password", PASSWORD)
    walk.page.click("button.main")
    expect(walk.page.locator("h1")).to_have_text(heading)


def _logs_a_bulletin(walk: Walk) -> None:
    page = walk.page
    walk.goes("/truyen-thanh")
    page.click("button:has-text('Lưu mục phát thanh')")
    expect(page).to_have_title("Lỗi: Truyền thanh – Xã Thử")
    page.check("input[value='hôm qua']")
    page.fill("#f-time", "6h30")
    page.fill("#f-duration", "15")
    page.fill("#f-title", "Một cửa thêm giờ làm việc")
    page.click("summary:has-text('Thêm')")
    page.set_input_files("#f-photo", {"name": "trang.png", "mimeType": "image/png", "buffer": PNG})
    page.click("button:has-text('Lưu mục phát thanh')")
    walk.told("Đã lưu “Một cửa thêm giờ làm việc”, thứ tư, 25/11/2026, 1 tệp")
    expect(page.locator("table.log")).to_contain_text("ảnh trang sổ phát thanh")


def _imports_a_sheet(walk: Walk) -> None:
    page = walk.page
    walk.goes("/truyen-thanh/nhap-tep")
    page.set_input_files("#f-file", {"name": "so.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
    page.click("text=Xem trước")
    expect(page.locator("main")).to_contain_text("Chưa đọc được")
    for label, field in (("Cột “Zyx” là", "Tên mục"), ("Cột “Qwx” là", "Không dùng cột này")):
        page.get_by_label(label).select_option(label=field)
    page.click("text=Ghi nhớ cột")
    expect(page.locator("main")).to_contain_text("nhận 12, đã có 0, cần sửa 2")
    expect(page.locator("tr.bad")).to_have_count(2)
    page.click("text=Nhận 12 dòng")
    walk.told("Đã nhận 12 mục; 2 dòng cần sửa, chưa nhận")
    with page.expect_download() as got:
        page.click("text=Tải bảng lỗi")
    assert got.value.suggested_filename == "loi-so.xlsx"


def _closes_october(walk: Walk) -> None:
    walk.goes("/truyen-thanh?thang=2026-10")
    walk.page.click("text=Chốt sổ: không phát")
    walk.page.click("button:has-text('Chốt sổ: không phát')")
    walk.told("Đã chốt sổ tháng 10/2026: không phát tin, bài nào")


def _settles(walk: Walk) -> None:
    page = walk.page
    walk.goes("/cho-xet")
    for left in range(11, 1, -1):
        if left % 3:
            walk.presses("n", "[data-key=KeyN]")
        else:
            walk.presses("k", "[data-key=KeyK]")
        walk.told(f"còn {left}")
        if walk.js:
            assert page.evaluate("document.activeElement.id") == "muc"
            expect(page.locator(".menu .count")).to_contain_text(str(left))
    page.locator("[data-key=KeyK]").tap()
    walk.told("còn 1")
    walk.presses("h", "#bao button")
    walk.told("Đã hoàn tác")
    expect(page).to_have_title("Chờ xét (2) – Xã Thử")
    walk.goes("/")
    expect(page.locator("h1")).to_contain_text("đã đủ")


def _closes_november(walk: Walk) -> None:
    """Closes it from the task of the overview: all that was aired is in it."""
    page = walk.page
    walk.goes("/truyen-thanh?thang=2026-11")
    page.click("text=Chốt sổ: đã đủ")
    page.click("button:has-text('Chốt sổ: đã đủ')")
    walk.told("Đã chốt sổ tháng 11/2026")


def _signs(walk: Walk) -> None:
    page = walk.page
    walk.goes("/ket-qua/2026/11")
    expect(page.locator("main")).to_contain_text("đạt")
    page.click("a:has-text('Ký xác nhận')")
    page.get_by_label("Thư ký").check()
    page.click("button:has-text('Ký xác nhận')")
    expect(page.locator("main")).to_contain_text("Mới có thư ký ký số liệu hiện nay")


def _fetches(walk: Walk) -> None:
    """The statement as a document, and the pack of the month."""
    page = walk.page
    row = page.locator("dl.facts div", has_text="Thông báo kết quả")
    with page.expect_download() as got:
        row.locator("a", has_text="Word").click()
    assert got.value.path().read_bytes().startswith(b"PK"), got.value.suggested_filename
    with page.expect_download() as got:
        page.click("text=Làm và tải gói")
    with zipfile.ZipFile(got.value.path()) as pack:
        assert any(name.endswith("/data/muc-luc.html") for name in pack.namelist())


def _fills_the_sheet(walk: Walk) -> None:
    page = walk.page
    walk.goes("/ket-qua")
    page.click("text=Điền biểu tự chấm năm 2026")
    page.set_input_files("#f-file", {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": sheets.workbook()})
    page.fill("#f-until", "30/11/2026")
    page.fill("#f-reason", "Nộp theo yêu cầu của huyện")
    page.click("button:has-text('Xem trước')")
    expect(page.locator("main")).to_contain_text("Điểm tự chấm")
    with page.expect_download() as got:
        page.click("text=Tải bản đã điền")
    assert "Nộp theo yêu cầu của huyện" in str(sheets.values(got.value.path().read_bytes()))


def test_keys_help_and_their_switch(chromium: Chromium, office: Office) -> None:
    """`?` opens the list of keys, G leads into the field of the day, Telex letters in a field are text, and switched off the keys do nothing."""
    site = Site(office.settings, Clock("2026-11-26 09:00"))
    with contextmanager(serve)(site.app()) as address:
        page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
        walk = Walk(page, address, True, [])
        _logs_in(walk)
        for title in UNSURE[:2]:
            walk.goes("/truyen-thanh")
            page.fill("#f-title", title)
            page.click("button.main >> text=Lưu mục phát thanh")
        walk.goes("/cho-xet")
        page.keyboard.press("Shift+Slash")
        assert page.locator("#phim").get_attribute("open") is not None
        page.keyboard.press("g")
        expect(page.locator("#f-k-day")).to_be_focused()
        page.keyboard.type("nkbt")
        assert page.input_value("#f-k-day") == "nkbt"
        page.click("#tat-phim")
        page.locator("#muc").focus()
        page.keyboard.press("n")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#muc")).to_have_text(UNSURE[0])
        page.click("#tat-phim")
        page.locator("#muc").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#muc")).to_have_text(UNSURE[1])
        page.context.close()


def test_another_persons_decision_is_shown_by_htmx_too(chromium: Chromium, office: Office) -> None:
    """Of two windows the later one is told what the other decided, in place, and may choose again."""
    site = Site(office.settings, Clock("2026-11-26 09:00"))
    with contextmanager(serve)(site.app()) as address:
        one, other = (_window(chromium, address) for _ in range(2))
        one.goes("/truyen-thanh")
        one.page.fill("#f-title", UNSURE[0])
        one.page.click("button.main >> text=Lưu mục phát thanh")
        for walk in (one, other):
            walk.goes("/cho-xet")
        one.presses("n", "")
        one.told("còn 0")
        other.presses("k", "")
        expect(other.page.locator("#the")).to_contain_text("Trần Thị Hoa đã xét mục này")
        other.presses("k", "")
        other.told("Vừa ghi là không tính")
        for walk in (one, other):
            walk.page.context.close()


def _window(chromium: Chromium, address: str, **how: Any) -> Walk:
    walk = Walk(chromium.new_context(**how).new_page(), address, True, [])
    _logs_in(walk)
    return walk
