"""A login of a source: sent to its own server alone, and kept out of all that comes back."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from guarded import GuardedPortal
from portal import Portal

from newswatch.config import FetchSettings, Login, Trust
from newswatch.core.identity import origin_of, site_of
from newswatch.errors import FetchError
from newswatch.sources.http.fetch import Fetcher

NAME, PASSWORD = "thuky", "Cổng/của xã: 7%+&"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SETTINGS = FetchSettings(pace_seconds=0, retries=0, timeout_seconds=2)


@pytest.fixture
def guarded() -> Iterator[GuardedPortal]:
    """A portal that asks for the login, with one article."""
    with GuardedPortal((NAME, PASSWORD)) as running:
        running.article(1)
        yield running


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The file with the password."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def fetcher(portal: Portal, file: Path | None, *others: Portal, origin: str = "") -> Fetcher:
    """A fetcher with the login for one portal."""
    login = Login(NAME, origin or origin_of(portal.base), file)
    hosts = [site_of(one.base) for one in (portal, *others)]
    return Fetcher(SETTINGS, hosts, lambda: NOW, trust={hosts[0]: Trust(login=login)})


def sent(portal: Portal) -> set[str | None]:
    """What came as Authorization with the requests."""
    return {request.headers.get("authorization") for request in portal.requests}


def test_a_page_behind_a_login_is_read(guarded: GuardedPortal, secret: Path) -> None:
    """With the password from its file the page is read, and so is robots.txt; what the server says of the login is not kept with it."""
    with fetcher(guarded, secret) as opened:
        page = opened.get(guarded.listing_url)
    assert "Tin số 1" in page.body.decode()
    assert sent(guarded) == {guarded.header}
    kept = dict(page.headers)
    assert kept["Set-Cookie"] == kept["X-Said"].removeprefix("Basic ") == kept["X-Password"] == "…"
    assert kept["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("place", ["variable", "file", "credential"])
def test_where_the_password_comes_from(
    guarded: GuardedPortal, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A variable named by the host, a file that a variable names, or a credential of systemd give it as well."""
    host = site_of(guarded.base)
    named = host.replace(".", "_").replace(":", "_")
    if place == "credential":
        secret.rename(tmp_path / f"source-password-{host.replace(':', '-')}")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    elif place == "file":
        monkeypatch.setenv(f"NEWSWATCH_SOURCE_PASSWORD_{named}_FILE", str(secret))
    else:
        monkeypatch.setenv(f"NEWSWATCH_SOURCE_PASSWORD_{named}", PASSWORD)
    with fetcher(guarded, None) as opened:
        assert opened.get(guarded.listing_url).body


def test_without_a_password_nothing_is_asked(guarded: GuardedPortal, secret: Path) -> None:
    """No password, and a file that every account can read, are told with what to do, and not tried again; the server hears nothing."""
    secret.chmod(0o644)
    for file, told in ((None, "no password for the login thuky; name a file"), (secret, f"chmod 600 '{secret}'")):
        with fetcher(guarded, file) as opened, pytest.raises(FetchError) as raised:
            opened.get(guarded.listing_url)
        assert told in str(raised.value)
        assert not raised.value.temporary
    assert guarded.requests == []


def test_a_refused_login_is_told_without_the_password(guarded: GuardedPortal, secret: Path) -> None:
    """A server that refuses the login, and repeats it, is told by its status; no spelling of the password stands in the error."""
    guarded.login = (NAME, "another")
    with fetcher(guarded, secret) as opened, pytest.raises(FetchError) as raised:
        opened.get(guarded.listing_url)
    assert raised.value.status == 401
    assert PASSWORD not in str(raised.value)


@pytest.mark.parametrize("way", ["redirect", "link"])
def test_no_other_server_gets_it(guarded: GuardedPortal, secret: Path, portal: Portal, way: str) -> None:
    """A server to which the first redirects or links, be it another port of the same machine, is asked without the login."""
    portal.article(1)
    guarded.moved = portal.base if way == "redirect" else ""
    with fetcher(guarded, secret, portal) as opened:
        opened.get((guarded if way == "redirect" else portal).listing_url)
    assert portal.requests
    assert sent(portal) == {None}


@pytest.mark.parametrize(
    ("login", "asked", "same"),
    [
        ("https://xa.vn/tin", "https://xa.vn:443/rss", True),
        ("https://XA.vn/", "https://xa.vn/", True),
        ("https://tênxã.vn/", "https://xn--tnx-rma9r.vn/", None),
        ("https://xa.vn/", "http://xa.vn/", False),
        ("https://xa.vn/", "https://www.xa.vn/", False),
        ("https://xa.vn/", "https://xa.vn:8443/", False),
        ("http://127.0.0.1/", "http://127.0.0.1:8080/", False),
        ("http://[::1]:80/", "http://[::1]/", True),
    ],
)
def test_a_server_is_known_by_scheme_host_and_port(login: str, asked: str, same: bool | None) -> None:
    """Another protocol, name or port is another server."""
    assert same is None or (origin_of(login) == origin_of(asked)) is same


def test_a_netrc_file_gives_nothing(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that lies in the account's .netrc goes to no portal, unlike with requests by itself."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ketoan password bimat\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    portal.article(1)
    with Fetcher(SETTINGS, [site_of(portal.base)], lambda: NOW) as opened:
        opened.get(portal.listing_url)
    assert sent(portal) == {None}


def test_a_page_that_repeats_the_password_is_not_kept(guarded: GuardedPortal, secret: Path) -> None:
    """A page with the password, or the header that carried it, in its text is refused, and says so without it."""
    guarded.repeats = True
    with fetcher(guarded, secret) as opened, pytest.raises(FetchError, match="its text repeats the password") as raised:
        opened.get(guarded.listing_url)
    assert b64encode(f"{NAME}:{PASSWORD}".encode()).decode() not in str(raised.value)


def test_a_redirect_with_a_login_is_followed_without(portal: Portal) -> None:
    """A login that stands in the address of a redirect is not used, and the page bears its address without it."""
    portal.article(1)
    portal.serves("/cu", "", status=302, headers={"Location": f"http://ai:gidoday@{site_of(portal.base)}/"})
    with Fetcher(SETTINGS, [site_of(portal.base)], lambda: NOW) as opened:
        page = opened.get(f"{portal.base}/cu")
    assert page.final_url == portal.listing_url
    assert sent(portal) == {None}


def test_a_login_in_an_address_is_not_used(portal: Portal) -> None:
    """An address that carries a login is asked for without it; one too odd to take it off is refused, and the login not shown."""
    portal.article(1)
    with Fetcher(SETTINGS, [site_of(portal.base)], lambda: NOW) as opened:
        page = opened.get(portal.listing_url.replace("//", "//ai:gidoday@"))
        with pytest.raises(FetchError, match="carries a login") as raised:
            opened.get(portal.listing_url.replace("//", "//ai:gi/doday@"))
    assert page.url == portal.listing_url
    assert sent(portal) == {None}
    assert "doday" not in str(raised.value)
