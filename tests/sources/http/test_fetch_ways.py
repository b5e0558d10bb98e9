"""How a fetcher asks beside what it asks for: cookies, what the environment says, connections; each found out once for a site."""

from collections import Counter
from pathlib import Path

import pytest
import requests
from farm import Farm
from fetching import hasty
from hypothesis import example, given
from hypothesis import strategies as st
from protego import Protego
from requests.adapters import HTTPAdapter
from wire import Asked, Wire, answer

from newswatch.core.hosts.inner import Named
from newswatch.network import Bounds, Dialer
from newswatch.sources.http import asked, session

PARTS = [
    "/",
    "//",
    ".",
    "..",
    "-",
    "~",
    "%20",
    "%2f",
    "%41",
    "?",
    "&",
    "=",
    "#",
    ";",
    ":",
    "@",
    "A",
    "bai",
    "1",
    "á",
    " ",
    "+",
    "[",
    "\\",
    "_",
]
ADDRESSES = st.builds(
    lambda scheme, host, port, rest: f"{scheme}://{host}{port}{rest}",
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.sampled_from(
        ["xa.gov.vn", "127.0.0.1", "a-b.vn", "-a.vn", "a..vn", "XA.vn", "xã.vn", "localhost", "a_b.vn", "1.2", "u:p@xa.vn", "[::1]"]
    ),
    st.sampled_from(["", ":8080", ":80", ":0", ":00080", ":59999", ":65536", ":"]),
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join),
)


@given(ADDRESSES)
@example("http://xa.gov.vn/tin/1.html?page=2")
@example("http://127.0.0.1:8080/")
@example("http://xa.gov.vn")
def test_an_address_that_is_sent_as_it_stands_is_the_one_requests_would_send(address: str) -> None:
    """What is not brought into the form of requests has that form already."""
    if asked._AS_SENT.fullmatch(address):
        assert requests.Request("GET", address).prepare().url == address


def test_usual_addresses_are_sent_as_they_stand() -> None:
    """Those of articles and lists on most portals take the short way."""
    for address in ("http://xa.gov.vn/", "https://xa.hanoi.gov.vn/tin-tuc/bai-1.html", "http://xa.vn:8080/index.php?nv=news&op=2"):
        assert asked._AS_SENT.fullmatch(address)


def test_a_cookie_comes_back_to_its_site() -> None:
    """A portal that sets a cookie is asked with it from then on, and only with what it set."""
    with Wire(lambda _: answer(b"tin", **{"Set-Cookie": "phien=7; Path=/"})) as wire, hasty([wire.host]) as fetcher:
        for _ in range(3):
            fetcher.get(wire.base + "/a")
    assert [asked.headers.get("cookie") for asked in wire.requests] == [None, b"phien=7", b"phien=7"]


def test_a_site_is_prepared_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment and the connections of a site are looked up for its first request alone."""
    done: Counter[str] = Counter()
    for owner, name in ((requests.Session, "merge_environment_settings"), (HTTPAdapter, "get_connection_with_tls_context")):
        real = getattr(owner, name)

        def counted(*args: object, real=real, name=name, **options: object) -> object:  # type: ignore[no-untyped-def]
            done[name] += 1
            return real(*args, **options)

        monkeypatch.setattr(owner, name, counted)
    with Farm() as farm, hasty([farm.host(0)]) as fetcher:
        for path in ("/rss", "/tin", "/thong-bao", "/bai-10001.html"):
            fetcher.get(farm.base(0) + path)
    assert done == {"merge_environment_settings": 1, "get_connection_with_tls_context": 1}


def test_one_fetcher_may_ask_many_sites() -> None:
    """urllib3 keeps the connections of ten sites; one fetcher may ask more, and come back to the first."""
    with Farm() as farm, hasty([farm.host(n) for n in range(13)]) as fetcher:
        pages = [fetcher.get(farm.base(n % 13) + "/rss") for n in range(26)]
    assert [page.body for page in pages[:13]] == [page.body for page in pages[13:]]


def test_a_file_of_authorities_is_looked_at_for_each_request() -> None:
    """How to connect to a site whose trust lies in a file is found out anew, since the file may change."""
    from newswatch.config import Trust

    trusting = session.SharedTls(Dialer(Named.of([]), Bounds()), {"xa.vn": Trust(ca_file=Path("goc.pem"))})
    assert [trusting._stays(f"https://{host}/") for host in ("xa.vn", "khac.vn")] == [False, True]


def test_a_robots_txt_that_forbids_nothing_is_held_against_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one with a line that forbids, however spelt, is asked for each address."""
    asked: list[str] = []
    real = Protego.can_fetch

    def counted(rules: Protego, url: str, agent: str) -> bool:
        asked.append(url)
        return real(rules, url, agent)

    monkeypatch.setattr(Protego, "can_fetch", counted)
    for text, times in ((b"User-agent: *\nAllow: /\n", 0), (b"User-agent: *\rDISSALOW: /x\n", 2), (b"", 0)):
        asked.clear()

        def reply(one: Asked, text: bytes = text) -> bytes:
            return answer(text if one.path == "/robots.txt" else b"tin")

        with Wire(reply) as wire, hasty([wire.host], respect_robots=True) as fetcher:
            fetcher.get(wire.base + "/a")
            fetcher.get(wire.base + "/b")
        assert len(asked) == times
