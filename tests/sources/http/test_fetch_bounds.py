"""A request is bounded as a whole: connecting, heads and bodies share one deadline, and neither a head nor a body can be sent without end."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from authority import Authority
from fetching import failure, get, hasty
from wire import Asked, Wire, answer, chunked

from newswatch.errors import FetchError, NoAnswer, TooLarge

QUICK = 0.2
"""Seconds of the time-out in these tests; the whole of a request may take six times as long."""

BEAT = 0.02
LATE = "1.2 s (6 × fetch.timeout_seconds)"
LONG = 2000
"""How many beats a server would go on for: 40 s."""

Reply = Callable[[Asked], bytes | Iterator[bytes]]


class Drip:
    """Sends bytes a beat apart and counts them: `sent` shows how long a client listened."""

    def __init__(self, start: bytes, each: bytes) -> None:
        self.start, self.each, self.sent = start, each, 0

    def __call__(self, _: object = None) -> Iterator[bytes]:
        yield self.start
        for _count in range(LONG):
            time.sleep(BEAT)
            self.sent += 1
            yield self.each

    @property
    def left_in_time(self) -> bool:
        """Was the client gone long before the end?"""
        return 0 < self.sent < LONG / 2


HEADS = {
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "a header": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X:y\r\n"),
    "100 Continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a redirect's head": (b"HTTP/1.1 302 Found\r\nLocation: /", b"a"),
}


@pytest.mark.parametrize(("start", "each"), HEADS.values(), ids=HEADS)
def test_a_head_that_drips_is_left_at_the_deadline(start: bytes, each: bytes) -> None:
    """A head that comes byte by byte, none of them late, ends the request after six time-outs; that is no answer, and hopeful."""
    drip = Drip(start, each)
    with Wire(drip) as wire:
        error = failure(wire, timeout_seconds=QUICK)
    assert str(error) == f"{wire.base}/: no answer within {LATE}"
    assert error.temporary
    assert drip.left_in_time


def test_a_head_that_drips_over_tls_is_left_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encryption keeps the deadline off no more than a clear connection does."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    for start in (b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"):
        drip = Drip(start, b"y")
        with Wire(drip, authority.server()) as wire:
            assert LATE in str(failure(wire, timeout_seconds=QUICK))
        assert drip.left_in_time


@contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """The host and port of a server that speaks no HTTP by itself."""

    def run() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    talk(connection)
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=run, name="raw", daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def test_a_handshake_that_drips_is_left() -> None:
    """A TLS server that sends its hello byte by byte is left in time."""
    drip = Drip(b"\x16\x03\x03\x40\x00", b"\x02")

    def talk(connection: socket.socket) -> None:
        connection.recv(5000)
        for piece in drip():
            connection.sendall(piece)

    with raw(talk) as host, hasty([host], timeout_seconds=QUICK) as fetcher, pytest.raises(FetchError) as error:
        fetcher.get(f"https://{host}/")
    assert error.value.temporary
    assert drip.left_in_time


def test_a_proxy_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer of a proxy to CONNECT is under the deadline as well."""
    drip = Drip(b"HTTP/1.1 200 ", b"O")
    with Wire(drip) as wire, hasty(["xa.example"], timeout_seconds=QUICK) as fetcher:
        monkeypatch.setenv("https_proxy", wire.base)
        with pytest.raises(FetchError) as error:
            fetcher.get("https://xa.example/")
    assert error.value.temporary
    assert drip.left_in_time


def test_redirects_share_one_deadline() -> None:
    """Answers that are each in time, but not together, end the request: a chain of redirects is no way around the deadline."""

    def reply(asked: Asked) -> Iterator[bytes]:
        at = int(asked.path[1:] or 0)
        yield b"HTTP/1.1 302 Found\r\n"
        for _ in range(25):
            time.sleep(BEAT)
            yield f"X: {at}\r\n".encode()
        yield f"Location: /{at + 1}\r\nContent-Length: 0\r\n\r\n".encode()

    with Wire(reply) as wire:
        error = failure(wire, timeout_seconds=QUICK)
    assert isinstance(error, NoAnswer)
    assert str(error).endswith(f"no answer within {LATE}")
    assert 2 <= len(wire.requests) < 6


def test_a_robots_txt_has_a_deadline_of_its_own() -> None:
    """A robots.txt that drips is given up in time, and the page behind one that took nearly all of it has its own."""
    drip = Drip(b"HTTP/1.1 200 OK\r\nX: ", b"y")
    with Wire(drip) as wire:
        error = failure(wire, "/tin", timeout_seconds=QUICK, respect_robots=True)
    assert LATE in str(error)
    assert (drip.left_in_time, wire.paths) == (True, ["/robots.txt"])

    def slow(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
        for _ in range(35):
            time.sleep(BEAT)
            yield b"X: y\r\n"
        yield b"Content-Length: 0\r\n\r\n"

    with Wire(slow) as wire:
        assert get(wire, "/tin", timeout_seconds=QUICK, respect_robots=True).status == 200


def test_each_try_has_the_whole_time() -> None:
    """A try after one that came too late begins with all the time again."""
    replies: list[bytes | Iterator[bytes]] = [answer(b"tin"), Drip(b"HTTP/1.1 200 OK\r\nX: ", b"y")()]
    with Wire(lambda _: replies.pop()) as wire:
        assert get(wire, timeout_seconds=QUICK, retries=1).body == b"tin"


def test_a_resolver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up of a name that never ends is left behind after the time-out: there was no answer."""
    hang = threading.Event()
    system = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **named: hang.wait(30) and system(host, *rest, **named))
    with hasty(["xa.example"], timeout_seconds=QUICK) as fetcher, pytest.raises(NoAnswer, match=r"no answer within 0\.2 s"):
        fetcher.get("http://xa.example/")
    hang.set()


LINES = {
    "many headers": b"X: y\r\n" * 101,
    "a long header": b"X: " + b"y" * 70_000 + b"\r\n",
    "long headers": (b"X: " + b"y" * 60_000 + b"\r\n") * 3,
    "a long status line": b"",
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_a_head_without_end_is_no_answer(lines: bytes) -> None:
    """A head of more than 100 lines, of a line beyond 65,536 bytes or of more than 131,072 bytes is refused and named."""
    status = b"HTTP/1.1 200 " + (b"OK" if lines else b"O" * 70_000) + b"\r\n"
    with Wire(lambda _: status + lines + b"Content-Length: 0\r\n\r\n") as wire:
        error = failure(wire)
    assert str(error).startswith(f"{wire.base}/: the head of its answer is longer than 131072 bytes or 100 lines; the portal's keeper")
    assert (error.temporary, isinstance(error, NoAnswer)) == (True, False)


def test_a_head_within_the_bounds_is_read() -> None:
    """A hundred headers, or 100,000 bytes of them, are an answer."""
    few, long = b"X: y\r\n" * 98, (b"X: " + b"y" * 50_000 + b"\r\n") * 2
    for lines in (few, long):
        with Wire(lambda _, lines=lines: b"HTTP/1.1 200 OK\r\n" + lines + b"Content-Length: 3\r\n\r\ntin") as wire:  # type: ignore[misc]
            assert get(wire).body == b"tin"


def test_continuations_without_end_are_no_answer() -> None:
    """A server that goes on saying "100 Continue" as fast as it can is left after 131,072 bytes."""
    with Wire(lambda _: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)) as wire:
        assert "the head of its answer is longer" in str(failure(wire))


def test_chunks_bring_no_flood() -> None:
    """Marks of chunks, and trailers behind them, are bytes too: one body may bring twice `fetch.max_bytes` over the wire."""
    marks = (b"1;" + b"x" * 60_000 + b"\r\na\r\n" for _ in itertools.count())
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    trailers = itertools.chain([head + b"0\r\n"], itertools.repeat(b"X: y\r\n" * 1000))
    for reply in (itertools.chain([head], marks), trailers):
        with Wire(lambda _, reply=reply: reply) as wire:  # type: ignore[misc]
            error = failure(wire, max_bytes=100_000)
        assert isinstance(error, TooLarge)
        assert "sends more than 2 × 100000 bytes (fetch.max_bytes) for one page" in str(error)
    with Wire(lambda _: chunked(*[b"tin "] * 5000)) as wire:
        assert get(wire, max_bytes=20_000).body == b"tin " * 5000
