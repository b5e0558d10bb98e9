"""Where the fetcher goes: redirects within the site, the allow-list of hosts, and addresses of every kind."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from fetching import failure, get, hasty
from hypothesis import given, settings
from hypothesis import strategies as st
from wire import Asked, Wire, answer

from newswatch.core.model import Page
from newswatch.errors import FetchError
from newswatch.masking import masked

BODY = b"tin"


def to(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(status=status, Location=location)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize("location", ["/moi/1.html", "{base}/moi/1.html", "//{host}/moi/1.html", "moi/1.html"])
def test_redirects_within_the_site_are_followed(status: str, location: str) -> None:
    """The page keeps the address it was asked for by, and names the one it was found at."""

    def reply(asked: Asked) -> bytes:
        return to(location.format(base=wire.base, host=wire.host), status) if asked.path == "/cu" else answer(BODY)

    with Wire(reply) as wire:
        page = get(wire, "/cu")
    assert (page.url, page.final_url, page.body) == (f"{wire.base}/cu", f"{wire.base}/moi/1.html", BODY)


def test_validators_survive_a_redirect() -> None:
    """The validators are sent to the page behind the redirect too."""

    def reply(asked: Asked) -> bytes:
        return to("/b") if asked.path == "/a" else answer(status="304 Not Modified")

    with Wire(reply) as wire, hasty([wire.host]) as fetcher:
        assert fetcher.get(f"{wire.base}/a", etag='"1"').not_modified
    assert [asked.headers["if-none-match"] for asked in wire.requests] == [b'"1"'] * 2


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/tin/cải cách".encode(), "/tin/c%E1%BA%A3i%20c%C3%A1ch"),
        (b"/tin/c\xe1i", "/tin/c%C3%A1i"),
        (b"/a?b=%C3%A1&c=d e", "/a?b=%C3%A1&c=d%20e"),
    ],
)
def test_raw_letters_in_a_redirect_are_understood(location: bytes, path: str) -> None:
    """Servers send UTF-8, or Latin-1, where only ASCII is allowed."""

    def reply(asked: Asked) -> bytes:
        return b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n" if asked.path == "/" else answer(BODY)

    with Wire(reply) as wire:
        assert get(wire).body == BODY
    assert wire.paths == ["/", path]


def test_a_named_twin_is_the_same_portal() -> None:
    """A redirect to another host is followed if that host is on the list."""

    def reply(asked: Asked) -> bytes:
        return to(f"http://localhost:{port}/b") if asked.path == "/a" else answer(BODY)

    with Wire(reply) as wire:
        port = wire.host.partition(":")[2]
        with hasty([wire.host, f"localhost:{port}"]) as fetcher:
            assert fetcher.get(f"{wire.base}/a").final_url == f"http://localhost:{port}/b"
        assert "localhost" in str(failure(wire, "/a"))


@pytest.mark.parametrize(
    "location",
    ["http://{other}/x", "//{other}/x", "http://{host}@{other}/x", "http://{other}\\@{host}/x", "http://{other}#@{host}/"],
)
def test_a_redirect_to_another_host_is_refused(location: str) -> None:
    """The message names both addresses and the host to allow; that host gets no request, whatever form the address has."""
    with Wire(lambda _: answer(BODY)) as other, Wire(lambda _: to(location.format(host=wire.host, other=other.host))) as wire:
        error = failure(wire, "/tin", retries=2)
    assert (other.requests, len(wire.requests), error.temporary) == ([], 1, False)
    assert str(error).startswith(f"{wire.base}/tin (which redirects to http://")
    assert f"add '{other.host}' to the source's `hosts`" in str(error)


@pytest.mark.parametrize("location", ["ftp://{host}/x", "file:///etc/passwd", "javascript:alert(1)", "http://[::1", "http://{host}:99999/"])
def test_a_redirect_to_no_web_address_is_refused(location: str) -> None:
    """A redirect to something else than an http address is a FetchError that names the page."""
    with Wire(lambda _: to(location.format(host=wire.host))) as wire:
        error = failure(wire)
    assert (str(error).startswith(f"{wire.base}/: "), error.temporary, len(wire.requests)) == (True, False, 1)
    assert "no address that can be asked for" in str(error)


@pytest.mark.parametrize("loop", [lambda _: "/", lambda path: path + "a"])
def test_redirects_end(loop: Callable[[str], str]) -> None:
    """A circle of redirects, or a chain without end, is given up after the fifth."""
    with Wire(lambda asked: to(loop(asked.path))) as wire:
        error = failure(wire)
    assert "more than 5 redirects" in str(error)
    assert (len(wire.requests), error.temporary) == (6, False)


def test_another_host_is_not_even_asked_for_its_robots() -> None:
    """An address off the list is refused before anything is sent."""
    elsewhere = hasty(["portal.invalid"], respect_robots=True)
    with (
        Wire(lambda _: answer(BODY)) as wire,
        elsewhere,
        pytest.raises(FetchError, match=f"{wire.base}/a: lies on another host; add '{wire.host}'"),
    ):
        elsewhere.get(f"{wire.base}/a")
    assert wire.requests == []


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/tin tức/bài 1.html", "/tin%20t%E1%BB%A9c/b%C3%A0i%201.html"),
        ("/tin%20t%E1%BB%A9c", "/tin%20t%E1%BB%A9c"),
        ("?tên=xã Thọ&a=b", "/?t%C3%AAn=x%C3%A3%20Th%E1%BB%8D&a=b"),
        ("/a#/b", "/a"),
        ("/100%", "/100%25"),
        ("/a|b{c}[d]", "/a%7Cb%7Bc%7D%5Bd%5D"),
        ("/x\r\nHost: evil", "/x%0D%0AHost:%20evil"),
        ("", "/"),
    ],
)
def test_odd_paths_are_asked_for(path: str, asked: str) -> None:
    """Spaces, Vietnamese letters and the like are sent percent-encoded; what is encoded already stays."""
    with Wire(lambda _: answer(BODY)) as wire:
        assert get(wire, path).url == wire.base + path
    assert wire.paths == [asked]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "tin/1.html",
        "/tin/1.html",
        "mailto:vp@xa.vn",
        "ftp://127.0.0.1/",
        "http://",
        "http:///tin",
        "http://[::1/tin",
        "http://user[@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:cong/",
        "http://.xa.invalid/",
        "http://*.xa.invalid/",
        "http://xa..invalid/",
        "http://" + "a" * 64 + ".invalid/",
        "http://xã" + "a" * 64 + ".invalid/",
        "http://\u2488.invalid/",
        "http://xa.invalid\\@127.0.0.1/",
        "http://127.0.0.1:1/\ud800",
        "http://tênxã.invalid/tin",
    ],
)
def test_an_impossible_address_is_a_fetch_error(url: str) -> None:
    """Every odd address gives a FetchError that repeats it, without what looks like a login."""
    allowed = ["127.0.0.1", "127.0.0.1:1", "xa..invalid", "a" * 64 + ".invalid", "tênxã.invalid"]
    with hasty(allowed) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(url)
    assert str(caught.value).startswith(masked(url))


def test_an_impossible_allowed_host_is_a_fetch_error() -> None:
    """An impossible host on the list is named when it is first needed."""
    with hasty(["xa.vn", "[::1"]) as fetcher, pytest.raises(FetchError, match=r"\[::1"):
        fetcher.get("http://xa.vn/")


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=150)
def test_any_text_is_an_address_or_a_fetch_error(text: str) -> None:
    """An address that can't be asked for always ends in a FetchError."""
    with hasty(["127.0.0.1:1"]) as fetcher:
        for url in (text, f"http://{text}", f"http://127.0.0.1:1{text}", f"http://127.0.0.1:1/{text}"):
            with pytest.raises(FetchError):
                fetcher.get(url)


@given(st.binary(max_size=40).filter(lambda b: not set(b) & set(b"\r\n")))
@settings(deadline=None, max_examples=60)
def test_any_redirect_stays_on_the_site_or_is_a_fetch_error(location: bytes) -> None:
    """A redirect to any bytes ends in a page of the portal or a FetchError."""
    moved = b"HTTP/1.0 302 Found\r\nLocation: " + location + b"\r\n\r\n"
    page: Page | None = None
    with Wire(lambda asked: moved if asked.path == "/cu" else answer(BODY)) as wire, suppress(FetchError):
        page = get(wire, "/cu")
    assert page is None or page.final_url.startswith(wire.base)


def test_a_vietnamese_host_name_is_asked_for_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with Vietnamese letters is the same in the list, in the address and, as punycode, on the wire; a proxy in the settings is used."""
    with Wire(lambda _: answer(BODY)) as wire, hasty(["xã.vn"]) as fetcher:
        monkeypatch.setenv("http_proxy", wire.base)
        page = fetcher.get("http://www.xã.vn/tin")
    assert (page.url, page.body) == ("http://www.xã.vn/tin", BODY)
    assert wire.paths == ["http://www.xn--x-yfa.vn/tin"]
