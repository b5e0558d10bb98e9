"""How often a password may be tried: the count is of the account and of who tries, however either is written."""

import pytest
from flask import Flask

from web.pages import PASSWORD, Browser

WAYS = ("viewer", "VIEWER", "vie\u200bwer", "\u202eviewer", "view\u00ader", "viewer\u2060", "\u200dviewer", "v\u200bi\u200bewer")


def test_one_account_is_counted_however_its_name_is_typed(app: Flask) -> None:
    """Names that the login takes for one account are one to the limits, also with signs in them that don't show."""
    browser = Browser(app)
    assert [browser.login(name, "sai").status_code for name in WAYS] == [422] * len(WAYS)
    assert browser.login("vi\u2061ewer").status_code == 429


def test_an_account_is_counted_over_all_addresses_however_it_is_typed(app: Flask) -> None:
    """Thirty wrong passwords close an account to every address."""
    for n in range(30):
        assert Browser(app, f"10.0.0.{n}").login("vie\u200bwer" + "\u200b" * n, "sai").status_code == 422
    assert Browser(app, "10.0.1.1").login("viewer").status_code == 429


@pytest.mark.parametrize(
    ("here", "there", "elsewhere"),
    [
        ("2001:db8:1:2::{:x}", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"),
        ("::ffff:10.0.0.1", "10.0.0.1", "::ffff:10.0.0.2"),
    ],
)
def test_addresses_of_one_network_are_one(app: Flask, here: str, there: str, elsewhere: str) -> None:
    """Whoever has one IPv6 address has all of its network, and an IPv4 address is the same one written as IPv6."""
    for n in range(8):
        assert Browser(app, here.format(n)).login("viewer", "sai").status_code == 422
    assert Browser(app, there).login("viewer").status_code == 429
    assert Browser(app, elsewhere).login("viewer").status_code == 303


def test_ones_own_password_is_counted_by_who_is_logged_in(viewer: Browser, editor: Browser) -> None:
    """At an unlocked machine the old password can't be tried without end by fields that the form does not have; others at the address are not kept out."""
    new = "mot cau khac de nho"
    for n in range(8):
        fields = {"old": "sai", "password": new, "password2": new, "name": f"x{n}"}
        assert viewer.post("/cai-dat/mat-khau", fields).status_code == 422
    tried = {"old": PASSWORD, "password": new, "password2": new}
    assert viewer.post("/cai-dat/mat-khau", {**tried, "name": "y"}).status_code == 429
    assert editor.post("/cai-dat/mat-khau", tried).status_code == 303


def test_who_is_logged_in_tries_others_passwords_no_oftener(app: Flask, editor: Browser) -> None:
    """At the way in the account of the name is counted, also where another one is logged in."""
    for _ in range(8):
        assert editor.login("viewer", "sai").status_code == 422
    assert Browser(app).login("viewer").status_code == 429
