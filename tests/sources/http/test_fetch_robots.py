"""robots.txt (RFC 9309): whose rules hold, what its absence means, and its delays."""

import pytest
from fetching import failure, get, hasty, sleepless
from wire import Asked, Wire, answer

from newswatch.errors import FetchError

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
    assert "fetch.respect_robots = false" in str(error)


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


@pytest.mark.parametrize(("location", "allowed"), [("/luat.txt", False), ("http://luat.invalid/robots.txt", False), ("/khong-co", True)])
def test_a_robots_txt_elsewhere_is_followed_on_the_site(location: str, allowed: bool) -> None:
    """A redirected robots.txt counts like one in its place; one on another host can't be read and forbids."""
    rules = {"/luat.txt": answer(b"User-agent: *\nDisallow: /"), "/khong-co": answer(status="404 Not Found")}
    moved = answer(status="301 Moved", Location=location)
    with Wire(lambda asked: moved if asked.path == "/robots.txt" else rules.get(asked.path, answer(BODY))) as wire:
        if allowed:
            assert get(wire, "/tin", respect_robots=True).body == BODY
        else:
            assert "robots.txt" in str(failure(wire, "/tin", respect_robots=True))
            assert "/tin" not in wire.paths


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
