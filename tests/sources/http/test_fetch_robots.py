"""robots.txt (RFC 9309): whose rules hold, what its absence means, and its delays."""

from threading import Event

import pytest
from fetching import NOW, failure, get, hasty, sleepless
from wire import Asked, Wire, answer

from newswatch.core.model import Page
from newswatch.errors import FetchError
from newswatch.sources.http.pace import Pace
from newswatch.sources.http.robots import Robots

BODY = b"tin"


def site(robots: bytes | str) -> Wire:
    """A server with a robots.txt, given as its text or as the whole answer, and a page at every other path."""
    reply = robots if isinstance(robots, bytes) else answer(robots.encode())
    return Wire(lambda asked: reply if asked.path == "/robots.txt" else answer(BODY))


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /an/", "/an/tin", False),
        ("User-agent: *\nDisallow: /an/", "/tin", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/tin", True),
        ("User-agent: *\nDisallow: /\nAllow: /tin/", "/tin/1.html", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*?print=", "/tin?print=1", False),
        ("User-agent: *\nDisallow: /tin tức/", "/tin tức/1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newswatch\nDisallow: /an/", "/tin", True),
        ("User-agent: *\nDisallow:\n\nUser-agent: NewsWatch\nDisallow: /", "/tin", False),
        ("User-agent: Googlebot\nDisallow: /", "/tin", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/tin", False),
        ("user-agent : *\r\ndisallow : /an # bí mật\r\n", "/an", False),
        ("<!DOCTYPE html><title>404</title><p>Disallow: /</p>", "/tin", True),
        ("", "/tin", True),
    ],
)
def test_the_rules_for_newswatch_hold(robots: str, path: str, allowed: bool) -> None:
    """Rules for newswatch by name go before those for all; a forbidden page isn't asked for, and the message names robots.txt."""
    with site(robots) as wire:
        if allowed:
            assert get(wire, path, respect_robots=True).body == BODY
        else:
            error = failure(wire, path, respect_robots=True, retries=2)
            assert str(error).startswith(f"{wire.base}{path}: robots.txt of the site forbids it")
            assert (error.temporary, wire.paths) == (False, ["/robots.txt"])


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "401 Unauthorized", "204 No Content", "300 Choices"])
def test_a_missing_robots_txt_allows_all(status: str) -> None:
    """A site without a robots.txt (4xx) has no rules."""
    with site(answer(status=status)) as wire:
        assert get(wire, respect_robots=True).body == BODY


@pytest.mark.parametrize(
    "robots",
    [*(answer(status=s) for s in ("500 Error", "501 No", "503 Busy", "429 Slower")), b"", b"rac\r\n\r\n", answer(b"", Content_Length="9")],
)
def test_an_unreachable_robots_txt_forbids_for_now(robots: bytes) -> None:
    """Nothing is asked for while the rules can't be read; the failure is temporary and names the setting that overrules it."""
    with site(robots) as wire:
        error = failure(wire, "/tin", respect_robots=True)
    assert (error.temporary, wire.paths) == (True, ["/robots.txt"])
    assert str(error).startswith(f"{wire.base}/robots.txt: ")
    assert "respect_robots = false in [fetch]" in str(error)


def test_robots_txt_is_tried_again_like_a_page() -> None:
    """A robots.txt that fails once is asked for again before the page is."""
    replies = iter([answer(status="503 Busy"), answer(b"User-agent: *\nDisallow: /an")])
    with Wire(lambda asked: next(replies) if asked.path == "/robots.txt" else answer(BODY)) as wire:
        assert get(wire, "/tin", respect_robots=True, retries=1).body == BODY
    assert wire.paths == ["/robots.txt", "/robots.txt", "/tin"]


def test_robots_txt_is_read_once_a_turn() -> None:
    """A fetcher asks each site for its rules once."""
    with site("") as wire, hasty([wire.host], respect_robots=True) as fetcher:
        for path in ("/a", "/b", "/c"):
            fetcher.get(wire.base + path)
    assert wire.paths == ["/robots.txt", "/a", "/b", "/c"]


def test_a_setting_leaves_robots_txt_alone() -> None:
    """robots.txt is not fetched if respect_robots is off."""
    with site("User-agent: *\nDisallow: /") as wire:
        assert get(wire, respect_robots=False).body == BODY
    assert wire.paths == ["/"]


def test_a_redirect_does_not_lead_around_the_rules() -> None:
    """The address behind a redirect has to be allowed too."""
    replies = {"/robots.txt": answer(b"User-agent: *\nDisallow: /an/"), "/tin": answer(status="302 Found", Location="/an/tin")}
    with Wire(lambda asked: replies.get(asked.path, answer(BODY))) as wire:
        error = failure(wire, "/tin", respect_robots=True)
    assert wire.paths == ["/robots.txt", "/tin"]
    assert str(error).startswith(f"{wire.base}/tin (which redirects to {wire.base}/an/tin): robots.txt of the site forbids it")


def test_each_twin_has_its_own_rules() -> None:
    """Each host of a portal has its own rules."""

    def reply(asked: Asked) -> bytes:
        if asked.path == "/tin":
            return answer(status="302 Found", Location=f"http://localhost:{port}/tin-moi")
        forbidden = asked.path == "/robots.txt" and asked.headers["host"].startswith(b"localhost")
        return answer(b"User-agent: *\nDisallow: /" if forbidden else b"")

    with Wire(reply) as wire:
        port = wire.host.partition(":")[2]
        with (
            hasty([wire.host, f"localhost:{port}"], respect_robots=True) as fetcher,
            pytest.raises(FetchError, match=r"robots\.txt .* forbids"),
        ):
            fetcher.get(f"{wire.base}/tin")
    assert wire.paths == ["/robots.txt", "/tin", "/robots.txt"]


RULES = answer(b"User-agent: *\nDisallow: /cam/")


@pytest.mark.parametrize("hops", range(1, 6))
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_robots_txt_is_followed_to_any_host(host: str, hops: int) -> None:
    """A robots.txt behind up to five redirects, on the site or on another host that is in no allow-list, counts like one in its place."""

    def reply(asked: Asked) -> bytes:
        at = 0 if asked.path == "/robots.txt" else int(asked.path[2:]) if asked.path.startswith("/r") else -1
        if at < 0:
            return answer(BODY)
        return RULES if at == hops else answer(status="302 Found", Location=f"http://{host}:{port}/r{at + 1}")

    with Wire(reply) as wire:
        port = wire.host.partition(":")[2]
        assert get(wire, "/tin", respect_robots=True).body == BODY
        assert "robots.txt of the site forbids it" in str(failure(wire, "/cam/tin", respect_robots=True))
    assert wire.paths == [*(two := ["/robots.txt", *(f"/r{n}" for n in range(1, hops + 1))]), "/tin", *two]


@pytest.mark.parametrize(
    "location",
    [
        "/robots.txt",
        "ftp://127.0.0.1/robots.txt",
        "mailto:a@xa.vn",
        "javascript:void(0)",
        "http://",
        "http://[",
        "/khong-co",
        "http://localhost:{port}/khong-co",
    ],
)
def test_a_robots_txt_that_may_not_be_followed_is_absent(location: str) -> None:
    """More than five redirects, one to no web address, or one to a page that does not exist (a single sign-on, say): the site has no rules."""

    def reply(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(status="302 Found", Location=location.format(port=port))
        return answer(status="404 Not Found") if asked.path == "/khong-co" else answer(BODY)

    with Wire(reply) as wire:
        port = wire.host.partition(":")[2]
        assert get(wire, "/tin", respect_robots=True).body == BODY


def test_a_login_page_for_a_robots_txt_holds_no_rules() -> None:
    """A page of HTML behind a redirect is a robots.txt without rules."""
    page = answer(b"<html><body>Disallow: /</body></html>")
    moved = answer(status="302 Found", Location="/login")
    with Wire(lambda asked: moved if asked.path == "/robots.txt" else page) as wire:
        assert get(wire, "/tin", respect_robots=True).status == 200


def test_a_robots_txt_behind_a_redirect_that_fails_forbids_for_now() -> None:
    """A host that a robots.txt leads to and that does not answer, or answers 503, leaves the rules unknown: the site is left alone."""
    gone = answer(status="302 Found", Location="http://luat.invalid/robots.txt")
    failing = {"/robots.txt": answer(status="302 Found", Location="/loi"), "/loi": answer(status="503 Busy")}
    for rules in ({"/robots.txt": gone}, failing):
        with Wire(lambda asked, rules=rules: rules.get(asked.path, answer(BODY))) as wire:  # type: ignore[misc]
            error = failure(wire, "/tin", respect_robots=True)
        assert error.temporary
        assert "/tin" not in wire.paths
        assert str(error).startswith(f"{wire.base}/robots.txt (which redirects to ")


@pytest.mark.parametrize(
    ("root", "target", "asked"),
    [
        ("https://xa.example.vn", "http://10.1.2.3/robots.txt", False),
        ("https://xa.example.vn", "http://127.0.0.1:8080/robots.txt", False),
        ("https://xa.example.vn", "http://[::1]/robots.txt", False),
        ("https://xa.example.vn", "http://localhost/robots.txt", False),
        ("https://xa.example.vn", "http://maychu/robots.txt", False),
        ("https://xa.example.vn", "http://maychu.local/robots.txt", False),
        ("https://xa.example.vn", "https://tinh.example.vn/robots.txt", True),
        ("http://10.1.2.3", "http://10.1.2.4/robots.txt", True),
    ],
)
def test_a_public_site_leads_nobody_into_the_office(root: str, target: str, asked: bool) -> None:
    """A public site's robots.txt that redirects into a private network is taken for absent; nothing in there is asked for."""
    seen: list[str] = []

    def ask(_named: str, url: str) -> Page | str:
        seen.append(url)
        return target if len(seen) == 1 else Page(url, url, 200, b"User-agent: *\nDisallow: /", "text/plain", NOW)

    assert Robots(ask, Pace(0.0, Event())).allows(f"{root}/tin") is not asked
    assert seen[1:] == [target] * asked


def test_a_crawl_delay_is_kept() -> None:
    """A site that asks for a delay of 0.15 s gets it."""
    with site("User-agent: *\nCrawl-delay: 0.15") as wire, hasty([wire.host], respect_robots=True) as fetcher:
        for path in ("/a", "/b", "/c"):
            fetcher.get(wire.base + path)
    a, b, c = (asked.at for asked in wire.requests[1:])
    assert min(b - a, c - b) >= 0.14


@pytest.mark.parametrize(
    ("robots", "slept"),
    [
        ("User-agent: *\nCrawl-delay: 4", 4.0),
        ("User-agent: *\nCrawl-delay: 1", 2.0),
        ("User-agent: *\nCrawl-delay: 86400", 30.0),
        ("User-agent: *\nCrawl-delay: nan", 2.0),
        ("User-agent: *\nCrawl-delay: -3", 2.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: newswatch\nCrawl-delay: 3", 3.0),
        ("User-agent: Bingbot\nCrawl-delay: 9", 2.0),
    ],
)
def test_a_crawl_delay_lengthens_the_pace(monkeypatch: pytest.MonkeyPatch, robots: str, slept: float) -> None:
    """The longer of the site's delay and our own pace holds, up to half a minute; a delay for other robots, or none at all, changes nothing."""
    clock = sleepless(monkeypatch)
    with site(robots) as wire, hasty([wire.host], respect_robots=True, pace_seconds=2.0) as fetcher:
        fetcher.get(f"{wire.base}/a")
        before = len(clock.slept)
        fetcher.get(f"{wire.base}/b")
    assert clock.slept[before:] == [slept]
