"""The way in and out: limits, the place one came for, what was typed before the session ended."""

import re
from pathlib import Path

import pytest
from flask import Flask

from newswatch.core.rights import Actor
from newswatch.services import accounts
from newswatch.web.targets import safe_path
from web.pages import PASSWORD, Browser, Clock, Site


def test_a_login_leads_to_where_one_came_for(stranger: Browser) -> None:
    """A stranger who asks for a page is led to it after the login."""
    asked = stranger.get("/huong-dan?a=1")
    assert asked.headers["Location"] == "/dang-nhap?toi=/huong-dan?a%3D1"
    assert 'name="toi" value="/huong-dan?a=1"' in stranger.get(asked.headers["Location"]).text
    assert stranger.login("viewer", toi="/huong-dan?a=1").headers["Location"] == "/huong-dan?a=1"
    assert stranger.get("/dang-nhap").headers["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example/x", "https://evil.example/", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "evil.example", ""),
        *("/\t/evil.example", "///evil.example", "/x\r\nSet-Cookie: a=b", " //evil.example", "http:evil.example", "\x00//evil.example"),
    ],
)
def test_a_login_leads_to_no_other_site(stranger: Browser, path: str) -> None:
    """Whatever a link says, one is led to a path of this page."""
    assert stranger.login("viewer", toi=path).headers["Location"] == "/"


def test_paths_of_the_page_are_kept() -> None:
    """A path with a query and Vietnamese letters is one of this page."""
    assert safe_path("/tin-bai?thang=2026-11&tim=một cửa") == "/tin-bai?thang=2026-11&tim=một cửa"


def test_a_wrong_password_says_nothing_of_the_name(stranger: Browser) -> None:
    """A wrong password, an unknown name and a disabled account are told alike, with the name kept and the password not."""
    told = [stranger.login(name, "sai mat khau roi") for name in ("viewer", "khong-co")]
    assert [one.status_code for one in told] == [422, 422]
    for one in told:
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in one.text
        assert "<title>Lỗi: Đăng nhập" in one.text
        assert "sai mat khau" not in one.text
    assert 'value="khong-co"' in told[1].text


def test_passwords_can_be_tried_a_few_times_only(app: Flask) -> None:
    """After eight wrong ones the account is closed to that address for a while, also to the right one; other addresses get in."""
    browser = Browser(app)
    for _ in range(8):
        assert browser.login("viewer", "sai").status_code == 422
    refused = browser.login("viewer")
    assert refused.status_code == 429
    assert "Đã thử quá nhiều lần" in refused.text
    assert Browser(app, "10.0.0.9").login("viewer").status_code == 303
    assert browser.login("editor").status_code == 303


def test_good_logins_are_not_counted(app: Flask) -> None:
    """Whoever knows the password logs in as often as needed."""
    assert {Browser(app).login("viewer").status_code for _ in range(12)} == {303}


def test_a_login_begins_another_session(app: Flask) -> None:
    """What the cookie held before the login is worth nothing after it: neither token nor form."""
    browser = Browser(app)
    browser.get("/dang-nhap")
    before = browser.client.get_cookie("newswatch")
    old = browser.token()
    browser.login("viewer")
    after = browser.client.get_cookie("newswatch")
    assert before
    assert after
    assert before.value != after.value
    assert browser.post("/dang-xuat", {"csrf_token": old}, token=False).status_code == 400
    other = Browser(app)
    other.client.set_cookie("newswatch", before.value)
    assert other.get("/").status_code == 303


def test_leaving_ends_the_session_for_good(viewer: Browser, app: Flask) -> None:
    """After a logout the cookie of before opens nothing."""
    cookie = viewer.client.get_cookie("newswatch")
    assert cookie
    assert viewer.post("/dang-xuat").headers["Location"] == "/dang-nhap"
    again = Browser(app)
    again.client.set_cookie("newswatch", cookie.value)
    assert again.get("/").status_code == 303


def test_leaving_everywhere_ends_all_of_ones_sessions(app: Flask, viewer: Browser, manager: Browser) -> None:
    """“Đăng xuất khỏi mọi máy” ends the sessions of that account on every machine, and of no other."""
    phone = Browser(app)
    phone.login("viewer")
    told = viewer.post("/dang-xuat-moi-may")
    assert "Đã đăng xuất khỏi 2 máy" in viewer.get(told.headers["Location"]).text
    assert [one.get("/").status_code for one in (viewer, phone, manager)] == [303, 303, 200]


def test_what_was_typed_survives_the_end_of_a_session(desk_office: Site, editor: Browser, clock: Clock) -> None:
    """A form sent after the session ended is not lost: after the login there its page shows it, and nothing is sent by itself."""
    token = editor.token()
    clock.at = "2026-11-27 09:00"
    over = editor.post("/dang-xuat", {"csrf_token": token, "ly_do": "đã nghe băng", "trang": "/huong-dan"}, token=False)
    assert over.status_code == 401
    assert "Hết phiên; đăng nhập lại, nội dung vẫn còn" in over.text
    key = re.search(r'name="giu" value="([^"]+)"', over.text)
    assert key
    back = editor.login("editor", toi="/huong-dan", giu=key[1]).headers["Location"]
    assert back == f"/huong-dan?giu={key[1]}"
    from newswatch.web import stash

    kept = stash.take(key[1])
    assert kept is not None
    assert kept.to_dict() == {"ly_do": "đã nghe băng", "trang": "/huong-dan"}
    assert stash.take(key[1]) is None


def test_a_part_of_a_page_leads_the_whole_page_to_the_login(editor: Browser, clock: Clock) -> None:
    """What htmx asks for after the session ended is answered with where the whole page is to go, and nothing of a form is lost."""
    token = editor.token()
    clock.at = "2026-11-27 09:00"
    asked = editor.get("/huong-dan", HX_Request="true", HX_Current_URL="http://localhost/?a=1")
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (401, "/dang-nhap?toi=/?a%3D1")
    sent = editor.post("/dang-xuat", {"csrf_token": token, "ly_do": "x", "trang": "/huong-dan"}, token=False, HX_Request="true")
    shown = editor.get(sent.headers["HX-Redirect"])
    assert "nội dung vẫn còn" in shown.text
    assert 'name="giu" value="' in shown.text


def test_a_one_time_link_sets_a_password(desk_office: Site, stranger: Browser, clock: Clock) -> None:
    """A reset link takes a password once, logs in, and is worth nothing afterwards; neither page is kept by a browser."""
    with desk_office.store() as store:
        token = accounts.reset_link(store, "viewer", clock.now(), Actor("Người manager"))
    path = f"{accounts.LINK_PATH}{token}"
    shown = stranger.get(path)
    assert shown.status_code == 200
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    fields = {"password": "mot cau khac han", "password2": "mot cau khac ham"}
    assert "Hai lần gõ mật khẩu chưa giống nhau" in stranger.post(path, fields).text
    assert stranger.post(path, {"password": "ngan", "password2": "ngan"}).status_code == 422
    fields["password2"] = fields["password"]
    assert stranger.post(path, fields).status_code == 303
    assert stranger.get("/").status_code == 200
    assert stranger.get(path).status_code == 404
    assert stranger.post("/dang-xuat").status_code == 303
    assert stranger.login("viewer", PASSWORD).status_code == 422
    assert stranger.login("viewer", "mot cau khac han").status_code == 303


def test_the_first_manager_begins_with_a_link(tmp_path: Path, clock: Clock) -> None:
    """The first link makes the first account, who manages all; a second person can't use it."""
    from newswatch.config import load
    from web.pages import furnish

    furnish(tmp_path, roles=())
    site = Site(load(tmp_path / "config.toml"), clock)
    with site.store() as store:
        path = f"{accounts.LINK_PATH}{accounts.first_link(store, clock.now())}"
    browser = Browser(site.app())
    fields = {"password": "mot cau that de nho", "password2": "mot cau that de nho"}
    assert browser.post(path, fields).status_code == 422
    fields |= {"name": "hoa.tt", "display_name": "Trần Thị Hoa"}
    assert browser.post(path, fields).status_code == 303
    assert "Trần Thị Hoa" in browser.get("/").text
    assert Browser(site.app()).get(path).status_code == 404
