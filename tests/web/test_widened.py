"""Rights that an account is given after somebody got a way into it: the way ends."""

from pathlib import Path

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts
from web.pages import PASSWORD, Browser, Clock, Site, furnish

BY = Actor("kiểm thử")


def test_a_link_made_before_an_account_got_wider_rights_ends(tmp_path: Path, clock: Clock) -> None:
    """Who manages one unit can't enter, by a link kept in the drawer, an account that was given rights in another since."""
    furnish(tmp_path, ("Một", "Hai"), roles=())
    site, now = Site.of(tmp_path / "config.toml", clock), clock.now()
    with site.store() as store:
        accounts.add(store, "hoa", "Hoa", [Grant(Role.VIEWER, "unit")], now, BY)
        accounts.set_password(store, "hoa", PASSWORD, now, BY)
        token = accounts.reset_link(store, "hoa", now, BY)
        accounts.grant(store, "hoa", Grant(Role.MANAGER), now, BY)
    new = "mot cau khac de nho"
    browser = Browser(site.app())
    assert browser.post(f"{accounts.LINK_PATH}{token}", {"password": new, "password2": new}).status_code == 404
    assert browser.login("hoa").status_code == 303


def test_the_link_of_an_account_without_a_password_stays(tmp_path: Path, clock: Clock) -> None:
    """An account that was just made may be given more rights before its link is used."""
    furnish(tmp_path, ("Một", "Hai"), roles=())
    site, now = Site.of(tmp_path / "config.toml", clock), clock.now()
    with site.store() as store:
        accounts.add(store, "hoa", "Hoa", [Grant(Role.VIEWER, "unit")], now, BY)
        token = accounts.reset_link(store, "hoa", now, BY)
        accounts.grant(store, "hoa", Grant(Role.VIEWER, "unit1"), now, BY)
        assert accounts.link(store, token, now)
