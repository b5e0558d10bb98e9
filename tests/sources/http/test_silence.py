"""A server that leaves requests without an answer is not waited for again and again; one that answers with an error is."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from fetching import NOW, SleepClock, sleepless
from wire import Asked, Wire, answer

from newswatch.config import FetchSettings
from newswatch.errors import FetchError
from newswatch.sources.http.fetch import Fetcher

BROKEN = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SleepClock:
    """Pauses take no time."""
    return sleepless(monkeypatch)


def tried(reply: Callable[[Asked], bytes], *paths: str, prompt: bool = False) -> tuple[list[str], bool]:
    """What came to a server when pages were asked for with two retries, and whether the fetcher calls it silent."""
    settings = FetchSettings(pace_seconds=0.0, timeout_seconds=5.0, retries=2, respect_robots=False)
    with Wire(reply) as wire, Fetcher(settings, [wire.host], lambda: NOW, prompt=prompt) as fetcher:
        for path in paths:
            with suppress(FetchError):
                fetcher.get(wire.base + path)
        return [asked.path for asked in wire.requests], fetcher.is_silent


def test_a_silent_server_is_given_up() -> None:
    """After one request with all its tries the next is tried once, and then none is made."""
    assert tried(lambda _: b"", "/1", "/2", "/3", "/4") == (["/1"] * 3 + ["/2"], False)


def test_an_address_that_hangs_up_alone_costs_the_others_nothing() -> None:
    """Where other addresses answer, each that doesn't has all its tries."""
    found, _ = tried(lambda asked: b"" if asked.path == "/1" else answer(b"<p>tin</p>"), "/1", "/2", "/1", "/2", "/1")
    assert found == ["/1"] * 3 + ["/2"] + ["/1"] * 3 + ["/2"] + ["/1"] * 3


def test_an_error_is_an_answer() -> None:
    """A server that answers 503 to everything is tried as often as before, also by a fetcher that does not wait for silent ones."""
    for prompt in (False, True):
        assert tried(lambda _: BROKEN, "/1", "/2", "/3", prompt=prompt) == (["/1"] * 3 + ["/2"] * 3 + ["/3"] * 3, False)


def test_a_prompt_fetcher_leaves_a_silent_server_at_once() -> None:
    """With `prompt` the first request that is left without an answer is the only one; one that is answered makes the fetcher like any other."""
    assert tried(lambda _: b"", "/1", "/2", prompt=True) == (["/1"], True)
    found, silent = tried(lambda asked: b"" if asked.path == "/2" else answer(b"<p>tin</p>"), "/1", "/2", prompt=True)
    assert (found, silent) == (["/1"] + ["/2"] * 3, False)
