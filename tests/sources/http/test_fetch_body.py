"""Bodies are bounded in size and time, decompressed, and never taken for whole when they are cut off."""

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest
from fetching import failure, get
from wire import Wire, answer, chunked, unsized


def zipped(body: bytes) -> bytes:
    """The gzip of a body, the same at each call."""
    return gzip.compress(body, mtime=0)


TEXT = "Xã Quảng Thọ cải cách thủ tục hành chính.\n".encode() * 200
ZIPPED = zipped(TEXT)
GZIP = {"Content_Encoding": "gzip"}
FORMS: dict[str, Callable[..., bytes]] = {"sized": answer, "chunked": chunked, "unsized": unsized}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


@every_form
def test_a_body_is_whole_however_it_is_sent(form: Callable[..., bytes]) -> None:
    """With a length, in chunks or up to the end of the connection, plain or compressed, the same bytes arrive."""
    with Wire(lambda a: form(TEXT) if a.path == "/" else form(ZIPPED, **GZIP)) as wire:
        assert get(wire, "/").body == TEXT
        assert get(wire, "/gz").body == TEXT


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (zipped(b"mot ") + zipped(b"hai"), "gzip", b"mot hai"),
        (zipped(b"mot") + b"\0" * 512, "gzip", b"mot"),
        (zipped(b"mot") + b"<!-- 0.1s -->", "gzip", b"mot"),
        (zipped(b"mot"), "x-gzip", b"mot"),
        (zipped(b"mot"), "GZIP", b"mot"),
        (zipped(b""), "gzip", b""),
        (b"", "gzip", b""),
        (b"mot", "identity", b"mot"),
        (b"mot", "utf-8", b"mot"),
        (b"mot", "", b"mot"),
    ],
)
def test_gzip_is_read_as_browsers_read_it(body: bytes, encoding: str, expected: bytes) -> None:
    """Several members are one body, and padding behind them is ignored; a label that names no compression changes nothing."""
    with Wire(lambda _: answer(body, Content_Encoding=encoding)) as wire:
        assert get(wire).body == expected


def test_members_cut_anywhere_are_one_body() -> None:
    """The pieces on the wire may end anywhere within gzip members."""
    body = zipped(b"mot ") + zipped(b"hai ") + zipped(b"ba")
    with Wire(lambda _: chunked(*(bytes([byte]) for byte in body), **GZIP)) as wire:
        assert get(wire).body == b"mot hai ba"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip, br"])
def test_a_compression_not_asked_for_is_refused(encoding: str) -> None:
    """Only gzip is offered; anything else is an error with its name, not a page of noise."""
    with Wire(lambda _: answer(b"\x1b\x03noise", Content_Encoding=encoding)) as wire:
        error = failure(wire)
    assert wire.requests[0].headers["accept-encoding"] == b"gzip"
    assert (f"is sent as {encoding!r}" in str(error), error.temporary) == (True, False)


@every_form
@pytest.mark.parametrize(("size", "fits"), [(10_000, True), (10_001, False), (300_000, False)])
def test_the_cap_is_on_the_body_as_read(form: Callable[..., bytes], size: int, fits: bool) -> None:
    """A page of exactly the limit is read, one byte more is refused, plain and compressed alike; trying again would not help."""
    body = b"x" * size
    with Wire(lambda a: form(body) if a.path == "/" else form(zipped(body), **GZIP)) as wire:
        for path in ("/", "/gz"):
            if fits:
                assert get(wire, path, max_bytes=10_000).body == body
            else:
                error = failure(wire, path, max_bytes=10_000)
                assert str(error) == f"{wire.base}{path}: larger than 10000 bytes (fetch.max_bytes)"
                assert not error.temporary


@every_form
def test_a_bomb_stays_small(form: Callable[..., bytes]) -> None:
    """64 MB of zeros, sent as 64 KB of gzip, are stopped at the cap; memory stays within a few times the cap."""
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(squeeze.compress(bytes(1 << 20)) for _ in range(64)), squeeze.flush()])
    with Wire(lambda _: form(bomb, **GZIP)) as wire:
        tracemalloc.start()
        try:
            error = failure(wire, max_bytes=500_000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert "larger than 500000 bytes" in str(error)
    assert peak < 4_000_000


def test_an_endless_redirect_body_is_not_read() -> None:
    """The body of a redirect is neither waited for nor stored."""

    def reply() -> Iterator[bytes]:
        yield b"HTTP/1.1 302 Found\r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"

    with Wire(lambda a: reply() if a.path == "/a" else answer(b"tin")) as wire:
        assert get(wire, "/a", max_bytes=10_000).body == b"tin"


CUT = {
    "length not reached": answer(TEXT, Content_Length=str(len(TEXT) + 1)),
    "nothing of it": answer(b"", Content_Length="10"),
    "inside a chunk": chunked(TEXT, end="ff\r\nabc"),
    "before a chunk": chunked(TEXT, end=""),
    "inside a chunk's size": chunked(TEXT, end="f"),
    "after a chunk's size": chunked(TEXT, end="ff\r\n"),
    "no chunk's size": chunked(TEXT, end="zz\r\nabc\r\n0\r\n\r\n"),
    "gzip, length not reached": answer(ZIPPED, Content_Length=str(len(ZIPPED) + 1), **GZIP),
    "gzip, before a chunk": chunked(ZIPPED, end="", **GZIP),
}


@pytest.mark.parametrize("reply", CUT.values(), ids=CUT)
def test_a_cut_body_is_never_whole(reply: bytes) -> None:
    """A body that breaks off is a temporary failure that says after how much, not a short page."""
    with Wire(lambda _: reply) as wire:
        error = failure(wire, "/tin")
    assert (str(error).startswith(f"{wire.base}/tin: broke off after "), error.temporary) == (True, True)


@pytest.mark.parametrize("length", [1, 9, 10, 11, 100, len(ZIPPED) - 9, len(ZIPPED) - 8, len(ZIPPED) - 1])
@every_form
def test_a_cut_gzip_is_never_whole(form: Callable[..., bytes], length: int) -> None:
    """A gzip stream that ends early is refused even if the connection ends properly."""
    with Wire(lambda _: form(ZIPPED[:length], **GZIP)) as wire:
        error = failure(wire)
    assert ("its gzip is damaged" in str(error), error.temporary) == (True, True)


def test_a_second_gzip_member_cut_short_is_noticed() -> None:
    """A whole member before it does not make the cut one padding."""
    with Wire(lambda _: unsized(ZIPPED + ZIPPED[:40], **GZIP)) as wire:
        assert "its gzip is damaged" in str(failure(wire))


@pytest.mark.parametrize("body", [TEXT, b"\x1f\x8b" + b"x" * 50, ZIPPED[:-8] + bytes(8), ZIPPED[:60] + b"\xff" * 20 + ZIPPED[80:]])
@every_form
def test_a_damaged_gzip_is_a_failure(form: Callable[..., bytes], body: bytes) -> None:
    """What isn't gzip, has a wrong check sum or is damaged within is a FetchError."""
    with Wire(lambda _: form(body, **GZIP)) as wire:
        error = failure(wire)
    assert (str(error).startswith(f"{wire.base}/: its gzip is damaged"), error.temporary) == (True, True)


@pytest.mark.parametrize("broken", CUT.values(), ids=CUT)
def test_a_body_that_broke_off_is_tried_again(broken: bytes) -> None:
    """The second try gives the whole page, without anything of the first."""
    replies = iter([broken, answer(TEXT)])
    with Wire(lambda _: next(replies)) as wire:
        assert get(wire, retries=1).body == TEXT


def drip(head: bytes, piece: bytes) -> Iterator[bytes]:
    """An answer that never ends and comes a little at a time."""
    yield head
    while True:
        time.sleep(0.01)
        yield piece


DRIPS = {
    "sized": (answer(b"", Content_Length="1000000"), b"x"),
    "chunked": (chunked(end=""), b"1\r\nx\r\n"),
    "unsized": (unsized(b""), b"x"),
    "gzip": (unsized(b"", **GZIP) + ZIPPED[:10], b"\0\0\0\xff\xff"),
}


@pytest.mark.parametrize(("head", "piece"), DRIPS.values(), ids=DRIPS)
def test_a_drip_is_ended(head: bytes, piece: bytes) -> None:
    """A server that never stops sending, and never lets a time-out pass, is given up after six time-outs."""
    with Wire(lambda _: drip(head, piece)) as wire:
        error = failure(wire, timeout_seconds=0.1)
    assert ("still sending after 0.6 s" in str(error), error.temporary) == (True, True)


@every_form
def test_a_body_that_falls_silent_is_given_up(form: Callable[..., bytes]) -> None:
    """The time-out holds between two pieces of a body as well as before the first."""

    def reply() -> Iterator[bytes]:
        yield form(TEXT)[:500]
        time.sleep(0.5)

    with Wire(lambda _: reply()) as wire:
        error = failure(wire, timeout_seconds=0.1)
    assert ("broke off after" in str(error), error.temporary) == (True, True)
