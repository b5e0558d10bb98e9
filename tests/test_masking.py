"""Logins in addresses: found in every spelling, hidden in texts, taken off links; nothing else is taken for one."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.errors import ConfigError, FetchError
from newswatch.masking import carries_login, hidden, masked, origin_shown, secret_parameter, without_address, without_login

WITH_LOGIN = [
    "http://u:pw@xa.vn/x",
    "https://u:p/w@xa.vn",
    "https://u:p@w@xa.vn/tin",
    "//u@xa.vn",
    "u:pw@xa.vn",
    "u@xa.vn/x",
    "HTTP://U:pw@XA.vn",
    "http://us\ner:pw@xa.vn",
    " http://u:pw@xa.vn",
    "http:\\\\u:pw@xa.vn",
    "http://u%3Apw@xa.vn",
    "https://xa.vn:8080@la.vn/",
    "http://u:pw@[::1]/",
    "http://u:pw\uff20xa.vn/",
    "ftp://u:pw@xa.vn",
]
WITHOUT = [
    "https://medium.com/@user/p",
    "http://xa.vn:8080/a@b",
    "http://xa.vn/tin@1",
    "http://[::1]:80/@x",
    "http://xa.vn/?q=u:p@h",
    "http://xa.vn#u:p@h",
    "/a/b@c",
    "xa.vn",
    "",
    "mailto",
]


@pytest.mark.parametrize("address", WITH_LOGIN)
def test_an_address_with_a_login_is_known(address: str) -> None:
    """Every spelling of a login before a host is found."""
    assert carries_login(address)


@pytest.mark.parametrize("address", WITHOUT)
def test_an_address_without_one_is_left(address: str) -> None:
    """An @ in a path, a query or a fragment is no login, and such an address stays as it is."""
    assert not carries_login(address)
    assert without_login(address) == masked(address) == address


@pytest.mark.parametrize("address", [a for a in WITH_LOGIN if "//" in a])
def test_a_link_loses_its_login(address: str) -> None:
    """What is left of a link has no login and leads to the same host; nothing is left of one whose host programs disagree on."""
    left = without_login(address)
    assert not carries_login(left)
    assert "pw" not in left
    assert not left or urlsplit(left).hostname == urlsplit(address).hostname
    assert bool(left) == (address not in ("https://u:p/w@xa.vn", "http://u:pw\uff20xa.vn/"))


@pytest.mark.parametrize("address", ["http://xa.invalid\\@127.0.0.1/", "http://user[@127.0.0.1/", "http://[::1]@127.0.0.1/"])
def test_a_host_that_is_in_doubt_is_none(address: str) -> None:
    """Where a browser and this program would ask different hosts, the address is taken for none."""
    assert without_login(address) == ""


@pytest.mark.parametrize("login", ["u:pw", "u:p/pw", "u:p@pw", "pw", "U%3Apw"])
def test_no_error_shows_a_login(login: str) -> None:
    """Any error of newswatch that tells an address tells it without its login."""
    address = f"https://{login}@xa.vn/tin"
    for error in (FetchError(f"{address}: no answer"), ConfigError([f"config.toml: url: found {address!r}"])):
        assert "https://…@xa.vn/tin" in str(error)
        assert login not in str(error)


@given(st.text(), st.text(), st.text())
def test_masking_twice_is_masking_once(before: str, middle: str, after: str) -> None:
    """Masking ends, changes nothing that is masked already, and leaves texts without an @ alone."""
    text = f"{before}//{middle}@{after}"
    assert masked(masked(text)) == masked(text)
    assert masked(text.replace("@", "")) == text.replace("@", "")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://xa.vn/rss?access_token=abc", "access_token"),
        ("https://xa.vn/rss?id=1&TOKEN=abc", "TOKEN"),
        ("https://xa.vn/rss?api-key=abc&x=1", "api-key"),
        ("https://xa.vn/rss?token=", ""),
        ("https://xa.vn/rss?key=tin-tuc&id=9", ""),
        ("https://xa.vn/token=1", ""),
    ],
)
def test_parameters_that_can_only_be_secrets(address: str, name: str) -> None:
    """A parameter named as tokens and passwords are, with a value, is a secret; others are not."""
    assert secret_parameter(address) == name


def test_an_address_that_is_a_secret_is_shown_by_its_host() -> None:
    """Neither the address nor a piece of it is left in a text; its host is."""
    address = "https://hc-ping.com/0a1b2c3d-4e5f/uptime?push=Zx81Qw77"
    text = f"{address}/fail (which redirects to /0a1b2c3d-4e5f/): url: /0a1b2c3d-4e5f/uptime?push=Zx81Qw77"
    told = without_address(text, address)
    assert origin_shown(address) == "https://hc-ping.com/…"
    assert told.startswith("https://hc-ping.com/…")
    assert not any(piece in told for piece in ("0a1b2c3d", "Zx81"))


def test_a_short_secret_is_not_sought_in_words() -> None:
    """What is shorter than six characters is left: it would hide parts of ordinary words."""
    assert hidden("tin của xã, mật khẩu dài-như-thế", ["xã", "dài-như-thế"]) == "tin của xã, mật khẩu …"
