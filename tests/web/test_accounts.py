"""Tài khoản, cài đặt, nhật ký: who may enter, one's own password, what is set, who wrote what."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, audit
from web.pages import PASSWORD, Browser, Clock, Site, furnish

LIST = "/cai-dat/tai-khoan"
EVIL = '<img src=x onerror="alert(1)">'


def number(site: Site, name: str) -> int:
    """The number of an account."""
    with site.store() as store:
        return accounts.found(store, name).id


def grants(site: Site, name: str) -> set[Grant]:
    """What an account may."""
    with site.store() as store:
        return set(accounts.found(store, name).grants)


def adds(browser: Browser, name: str = "moi", **fields: str) -> TestResponse:
    """Fills in the form of another account."""
    return browser.post(LIST, {"name": name, "display_name": "Người mới", "role": "viewer", "unit": "", **fields})


def link_of(page: str) -> str | None:
    """The path of the one-time link that a page shows."""
    found = re.search(r"http://localhost(/lien-ket/[\w-]+)", page)
    return found[1] if found else None


def test_an_account_is_added_and_its_link_shown_once(desk_office: Site, manager: Browser, stranger: Browser) -> None:
    """The link is shown on the page after the form and never again, kept by no browser, and sets a password once."""
    told = adds(manager, display_name=EVIL)
    assert told.status_code == 303
    first = manager.get(told.headers["Location"])
    assert first.headers["Cache-Control"] == "no-store"
    assert "<img src=x" not in first.text
    path = link_of(first.text)
    assert path
    assert link_of(manager.get(told.headers["Location"]).text) is None
    fields = {"password": "mot cau khac han", "password2": "mot cau khac han"}
    assert stranger.post(path, fields).status_code == 303
    assert Browser(desk_office.app()).login("moi", "mot cau khac han").status_code == 303
    assert "<img src=x" not in manager.get(LIST).text


def test_what_is_wrong_with_an_account_stands_beside_its_field(manager: Browser, desk_office: Site) -> None:
    """An empty, taken or too long name, a role or unit that there is not: nothing is added, and what was typed stays."""
    back = adds(manager, "")
    assert (back.status_code, 'href="#f-name"' in back.text, "Người mới" in back.text) == (422, True, True)
    assert "đã có người dùng" in adds(manager, "Viewer").text
    assert "Dài quá 100 ký tự" in adds(manager, "a" * 200).text
    assert adds(manager, role="root").status_code == 422
    assert adds(manager, unit="khong-co").status_code == 422
    assert adds(manager, role="appraiser", unit="unit").status_code == 422
    with desk_office.store() as store:
        assert len(accounts.listed(store)) == 4


def test_a_form_sent_twice_adds_once(manager: Browser, desk_office: Site) -> None:
    """The second sending of one form is told to have done nothing more."""
    assert [adds(manager, form_id="mot").status_code, adds(manager, form_id="mot").status_code] == [303, 303]
    with desk_office.store() as store:
        assert sum(write.object == "add moi" for write in audit.listed(store)) == 1


def test_rights_are_given_and_taken(manager: Browser, desk_office: Site) -> None:
    """A role in a unit is given and taken away; taking one that is not there, or the last manager's, is told."""
    at = f"{LIST}/{number(desk_office, 'viewer')}/quyen"
    assert manager.post(at, {"role": "editor", "unit": "unit"}).status_code == 303
    assert Grant(Role.EDITOR, "unit") in grants(desk_office, "viewer")
    assert manager.post(at, {"role": "editor", "unit": "unit", "bo": "1"}).status_code == 303
    assert grants(desk_office, "viewer") == {Grant(Role.VIEWER)}
    told = manager.post(at, {"role": "editor", "unit": "unit", "bo": "1"}).headers["Location"]
    assert "không còn quyền này" in manager.get(told).text
    own = f"{LIST}/{number(desk_office, 'manager')}/quyen"
    told = manager.post(own, {"role": "manager", "unit": "", "bo": "1"}).headers["Location"]
    assert "tài khoản cuối cùng quản lý mọi đơn vị" in manager.get(told).text.lower()
    assert grants(desk_office, "manager") == {Grant(Role.MANAGER)}


def test_an_account_is_locked_and_opened(manager: Browser, viewer: Browser, desk_office: Site) -> None:
    """A locked account is out at once, everywhere, gets no link, and can be opened again."""
    at = f"{LIST}/{number(desk_office, 'viewer')}"
    assert viewer.get("/").status_code == 200
    assert manager.post(f"{at}/khoa").status_code == 303
    assert viewer.get("/").status_code == 303
    assert "đang khóa" in manager.get(at).text
    assert "đang bị khóa; mở lại trước" in manager.get(manager.post(f"{at}/duong-dan").headers["Location"]).text
    assert manager.post(f"{at}/khoa", {"mo": "1"}).status_code == 303
    assert link_of(manager.get(manager.post(f"{at}/duong-dan").headers["Location"]).text)


@pytest.fixture
def two(tmp_path: Path) -> Site:
    """An office of two units: who manages the first alone, who sees the second, who manages all, who manages all too and edits the first."""
    furnish(tmp_path, ("Một", "Hai"), roles=(Role.MANAGER, Role.APPRAISER))
    site = Site.of(tmp_path / "config.toml", Clock())
    with site.store() as store:
        for name, held in (
            ("mot", [Grant(Role.MANAGER, "unit")]),
            ("hai", [Grant(Role.VIEWER, "unit1")]),
            ("ca", [Grant(Role.VIEWER, "unit"), Grant(Role.VIEWER, "unit1")]),
            ("nguoi", [Grant(Role.VIEWER, "unit")]),
        ):
            accounts.add(store, name, f"Người {name}", held, site.clock.now(), Actor("kiểm thử"))
            accounts.set_password(store, name, PASSWORD, site.clock.now(), Actor("kiểm thử"))
    return site


def test_nobody_gains_by_accounts_of_others(two: Site) -> None:
    """Who manages one unit gives rights there alone, and touches no account that may more: no link, no lock, no right of it."""
    browser = Browser(two.app())
    browser.login("mot")
    page = browser.get(LIST).text
    assert "Người nguoi" in page
    assert "Người ca" in page
    assert "Người hai" not in page
    for fields in ({"unit": ""}, {"unit": "unit1"}, {"unit": "", "role": "appraiser"}):
        assert adds(browser, **fields).status_code == 403
    assert adds(browser, unit="unit").status_code == 303
    for name, code in (("manager", 404), ("appraiser", 404), ("hai", 404), ("ca", 403)):
        at = f"{LIST}/{number(two, name)}"
        calls = [browser.get(at), browser.post(f"{at}/duong-dan"), browser.post(f"{at}/khoa"), browser.post(f"{at}/quyen", _RIGHT)]
        assert [one.status_code for one in calls] == [code] * 4, name
    own = f"{LIST}/{number(two, 'mot')}/quyen"
    assert browser.post(own, {"role": "manager", "unit": ""}).status_code == 403
    assert browser.post(own, {"role": "manager", "unit": "unit1"}).status_code == 403
    assert browser.post(f"{LIST}/{number(two, 'nguoi')}/quyen", _RIGHT).status_code == 303
    assert grants(two, "nguoi") == {Grant(Role.VIEWER, "unit"), Grant(Role.EDITOR, "unit")}


_RIGHT = {"role": "editor", "unit": "unit"}


def test_the_list_of_writes_is_of_ones_own_units(two: Site) -> None:
    """Who manages all sees every write in words; who manages one unit those of it; viewers none."""
    everything, one = Browser(two.app()), Browser(two.app())
    everything.login("manager")
    one.login("mot")
    page = everything.get("/nhat-ky").text
    assert "Đổi tài khoản" in page
    assert "thêm mot" in page
    assert "đăng nhập" in page
    assert "thêm mot" not in one.get("/nhat-ky").text
    viewer = Browser(two.app())
    viewer.login("nguoi")
    assert viewer.get("/nhat-ky").status_code == 403
    assert everything.get("/nhat-ky?truoc=-5").status_code == 200
    assert everything.get("/nhat-ky?truoc=99999999999999999999999").status_code == 200


def test_the_list_of_writes_has_pages(desk_office: Site, manager: Browser) -> None:
    """Fifty writes stand on a page, and the key of the last leads to those before; each stands on one page."""
    with desk_office.store() as store:
        for n in range(60):
            accounts.add(store, f"a{n:02d}", EVIL, [], desk_office.clock.now(), Actor(EVIL))
    first = manager.get("/nhat-ky").text
    older = re.search(r'href="(/nhat-ky\?truoc=\d+)"', first)
    assert older
    second = manager.get(older[1]).text
    found = [re.findall(r"thêm (a\d\d)", page) for page in (first, second)]
    assert sorted(found[0] + found[1]) == [f"a{n:02d}" for n in range(60)]
    assert "<img src=x" not in first
    assert len(first.encode()) <= 40_000


def test_ones_own_password_is_changed(desk_office: Site, viewer: Browser) -> None:
    """The old one is asked for, the new one twice; afterwards other machines are out, this one is not, and the new one alone works."""
    other = Browser(desk_office.app())
    other.login("viewer")
    path, fresh = "/cai-dat/mat-khau", "mot cau khac han"
    assert "chưa giống nhau" in viewer.post(path, {"old": PASSWORD, "password": fresh, "password2": "khac"}).text
    assert "Mật khẩu đang dùng chưa đúng" in viewer.post(path, {"old": "sai", "password": fresh, "password2": fresh}).text
    assert "ít nhất 10 ký tự" in viewer.post(path, {"old": PASSWORD, "password": "ngan", "password2": "ngan"}).text
    assert viewer.post(path, {"old": PASSWORD, "password": fresh, "password2": fresh}).status_code == 303
    assert [viewer.get("/").status_code, other.get("/").status_code] == [200, 303]
    assert [Browser(desk_office.app()).login("viewer", word).status_code for word in (PASSWORD, fresh)] == [422, 303]


def test_the_old_password_is_not_guessed_at_will(viewer: Browser) -> None:
    """After some wrong tries no more are taken for a while."""
    fields = {"old": "sai", "password": "mot cau khac han", "password2": "mot cau khac han"}
    codes = [viewer.post("/cai-dat/mat-khau", fields).status_code for _ in range(10)]
    assert codes[0] == 422
    assert codes[-1] == 429


def test_settings_are_told_to_who_may_see_them(manager: Browser, viewer: Browser, desk_office: Site) -> None:
    """Everybody has their own account there; a manager what stands in config.toml, and no secret of it."""
    page = manager.get("/cai-dat").text
    assert "n.db" in page
    assert "http://127.0.0.1:9/unit/" in page
    assert "2614/QĐ-UBND" in page
    assert "đổi trong" in page
    own = viewer.get("/cai-dat").text
    assert "Đổi mật khẩu" in own
    assert "n.db" not in own
    assert "Tài khoản của mọi người" not in own
    assert viewer.get("/cai-dat/don-vi").status_code == 403
    assert manager.get("/cai-dat/don-vi").status_code == 200
    assert desk_office.said == []
