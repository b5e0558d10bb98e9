"""Tổng quan: what stands first for each state of a month and a unit."""

from pathlib import Path

from communes import publishes
from flask import Flask
from office import Office
from portal import Portal

from newswatch.core.rights import Actor, Grant, Role
from newswatch.demo.page import Lived
from newswatch.services import accounts
from web.pages import PASSWORD, Browser, Clock, Site, furnish


def entered(office: Office, at: str) -> Browser:
    """A browser of the manager of an office at a local moment."""
    clock = Clock(at)
    site = Site(office.settings, clock)
    with office.store() as store:
        accounts.add(store, "manager", "Người quản lý", [Grant(Role.MANAGER)], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "manager", PASSWORD, clock.now(), Actor("kiểm thử"))
    browser = Browser(site.app())
    assert browser.login("manager").status_code == 303
    return browser


def test_before_the_first_poll_nothing_is_claimed(manager: Browser) -> None:
    """A unit whose portal nobody has looked at yet says when that will be; no month is told short, and days not seen are named."""
    page = manager.get("/").text
    assert "Chưa xem trang lần nào; lần đầu lúc 17:30" in page
    assert "Tháng 11/2026: mới thấy 0 tin, bài (chỉ tiêu 4), cần thêm 4" in page
    assert "phần chưa xem được có thể còn tin, bài" in page
    assert "chưa xem lần nào" in page
    assert "Chưa có điểm" in page


def test_a_short_month_says_what_is_missing_and_what_it_costs(tmp_path: Path, portal: Portal) -> None:
    """The sentence has count, quota and what is missing; below it the days that are left and the points; the tab tells how many are missing."""
    office = Office(tmp_path, portal)
    publishes(portal, 2026, {10: 4, 11: 3})
    office.polls("2026-11-26 08:00", since="2026-01-01")
    page = entered(office, "2026-11-26 09:00").get("/").text
    assert "<h1>Tháng 11/2026: 3 tin, bài (chỉ tiêu 4), cần thêm 1</h1>" in page
    assert "Sau hôm nay còn 4 ngày (2 ngày làm việc)." in page
    assert "Nếu không có thêm tin, bài được tính thì mất 0,5 điểm." in page
    assert "<title>(thiếu 1) Tổng quan – Xã Thử</title>" in page
    assert "Nhập sổ phát thanh tháng 11/2026" in page


def test_a_met_month_says_so(tmp_path: Path, portal: Portal) -> None:
    """A month that has its quota is told so, and the tab is quiet."""
    office = Office(tmp_path, portal)
    publishes(portal, 2026, {10: 4, 11: 5})
    office.polls("2026-11-26 08:00", since="2026-01-01")
    page = entered(office, "2026-11-26 09:00").get("/").text
    assert "<h1>Tháng 11/2026: 5 tin, bài (chỉ tiêu 4), đã đủ</h1>" in page
    assert "<title>Tổng quan" in page
    assert "thì mất" not in page


def test_a_portal_that_cannot_be_read_is_a_thing_to_do(tmp_path: Path, portal: Portal) -> None:
    """A source that fails is told with the day since when, and the days of then are not seen, never empty."""
    office = Office(tmp_path, portal)
    publishes(portal, 2026, {10: 2, 11: 1})
    office.polls("2026-11-20 08:00", since="2026-01-01")
    portal.fails(".*")
    office.polls("2026-11-26 08:00")
    page = entered(office, "2026-11-26 09:00").get("/").text
    assert "Không đọc được trang TTĐT từ 20/11" in page
    assert "chưa xem được" in page
    assert "mới thấy 1 tin, bài" in page


def test_bars_tell_states_by_shape_and_word(tmp_path: Path, portal: Portal) -> None:
    """Each month has the shape of its state; the table behind the bars says the same in words; a month to come has no bar."""
    office = Office(tmp_path, portal)
    publishes(portal, 2026, {10: 2, 11: 1})
    office.polls("2026-11-26 08:00", since="2026-01-01")
    office.closes_log("2026-10", "2026-11-26 08:30")
    page = entered(office, "2026-11-26 09:00").get("/").text
    assert page.count('<use href="#s-thieu" x=') == 1
    assert page.count('<use href="#s-chuaro" x=') == 9
    assert page.count('<use href="#s-dang" x=') == 1
    assert page.count('<use href="#s-toi" x=') == 1
    assert "2/4 – thiếu 2, trừ 1 điểm" in page
    assert 'role="img" aria-label="Năm 2026' in page


def test_several_units_are_chosen_from(tmp_path: Path, clock: Clock) -> None:
    """Who sees several units chooses one; each page then keeps to it; a unit of others is not there."""
    furnish(tmp_path, ("Một", "Hai", "Ba"), roles=(Role.APPRAISER,))
    site = Site.of(tmp_path / "config.toml", clock)
    with site.store() as store:
        accounts.add(store, "hai", "Người xã Hai", [Grant(Role.VIEWER, "unit1")], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "hai", PASSWORD, clock.now(), Actor("kiểm thử"))
    app: Flask = site.app()
    all_, one = Browser(app), Browser(app)
    all_.login("appraiser")
    one.login("hai")
    chooser = all_.get(all_.get("/").headers["Location"]).text
    assert 'href="/dv/unit2/">Xã Ba' in chooser
    page = all_.get("/dv/unit1/").text
    assert 'href="/dv/unit1/"' in page
    assert "Xã Hai" in page
    assert "Xã Hai" in one.get("/").text
    assert one.get("/dv/unit1/").status_code == 200
    assert one.get("/dv/unit2/").status_code == 404
    assert one.get("/dv/khong-co/").status_code == 404


def test_hostile_names_stay_text(tmp_path: Path, clock: Clock) -> None:
    """Markup in a unit's and a person's name is shown as text."""
    evil = "<script>alert(1)</script>"
    furnish(tmp_path, (evil,), roles=())
    site = Site.of(tmp_path / "config.toml", clock)
    with site.store() as store:
        accounts.add(store, "x", evil, [Grant(Role.MANAGER)], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "x", PASSWORD, clock.now(), Actor("kiểm thử"))
    browser = Browser(site.app())
    browser.login("x")
    page = browser.get("/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_demo_has_an_account_and_a_morning() -> None:
    """The demo's page is as of a day of its own year, with a name to log in as."""
    assert set(Lived.__dataclass_fields__) == {"settings", "password", "now"}
