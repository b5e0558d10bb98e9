"""Fetching over real sockets: what is asked for, what an answer becomes, and what a failure says."""

import hashlib
import socket

import pytest
from fetching import NOW, SleepClock, failure, get, hasty, sleepless
from wire import Asked, Wire, answer

from newswatch import __version__
from newswatch.config import FetchSettings
from newswatch.errors import FetchError
from newswatch.sources.http.fetch import Fetcher

BODY = "<p>Xã Quảng Thọ</p>".encode()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SleepClock:
    """The clock of the fetcher's pauses; only its own sleeping moves it."""
    return sleepless(monkeypatch)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_page_is_handed_on_as_received() -> None:
    """The bytes are neither decoded nor changed, and the page carries what the answer said about itself."""
    headers = {"Content_Type": "text/html", "ETag": '"a"', "Last_Modified": "Thu, 05 Mar 2026 01:00:00 GMT"}
    with Wire(lambda _: answer(BODY, **headers)) as wire:
        page = get(wire, "/tin.html")
    assert (page.url, page.final_url, page.status) == (f"{wire.base}/tin.html",) * 2 + (200,)
    assert (page.body, page.sha256) == (BODY, hashlib.sha256(BODY).hexdigest())
    assert (page.content_type, page.etag, page.last_modified) == ("text/html", '"a"', "Thu, 05 Mar 2026 01:00:00 GMT")
    assert (page.fetched_at, page.not_modified) == (NOW, False)


def test_an_answer_without_headers_is_a_page() -> None:
    """What a server doesn't say is empty, not missing."""
    with Wire(lambda _: b"HTTP/1.0 200 OK\r\n\r\n" + BODY) as wire:
        page = get(wire)
    assert (page.body, page.content_type, page.etag, page.last_modified) == (BODY, "", "", "")


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        (b'"33a64df5"', b"Thu, 05 Mar 2026 01:00:00 GMT"),
        (b'W/"33a64df5"', b""),
        (b"33a64df5-gzip", b""),
        ('"tin-số-1"'.encode(), b""),
        (b'"\xe1\xff\x80"', b""),
        (b"", b"thu,  5 mar 26 1:00:00 +0700"),
        (b"", "Thứ năm, 05/03/2026".encode()),
    ],
)
def test_validators_go_back_byte_for_byte(etag: bytes, last_modified: bytes) -> None:
    """ETag and Last-Modified are sent back as the bytes the server gave; a 304 is then a page that is not modified."""
    stated = {name: value for name, value in (("ETag", etag), ("Last-Modified", last_modified)) if value}
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in stated.items())

    def reply(asked: Asked) -> bytes:
        held = asked.headers.get("if-none-match", b""), asked.headers.get("if-modified-since", b"")
        if held == (etag, last_modified):
            return answer(status="304 Not Modified")
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + head + b"\r\n" + BODY

    with Wire(reply) as wire, hasty([wire.host]) as fetcher:
        first = fetcher.get(wire.base)
        again = fetcher.get(wire.base, etag=first.etag, last_modified=first.last_modified)
    assert (first.not_modified, first.body) == (False, BODY)
    assert (again.not_modified, again.status, again.body, again.sha256) == (True, 304, b"", "")


def test_no_validators_are_made_up() -> None:
    """A first request carries no conditions, and a 304 to it is a failure worth another try, not an empty page."""
    with Wire(lambda _: answer(status="304 Not Modified")) as wire:
        error = failure(wire)
    assert not {"if-none-match", "if-modified-since"} & set(wire.requests[0].headers)
    assert (error.status, error.temporary) == (304, True)


def test_a_validator_on_two_lines_is_left_away() -> None:
    """A folded header can't be sent back as received; the page is asked for without it."""
    with Wire(lambda _: b'HTTP/1.0 200 OK\r\nETag: "a\r\n b"\r\n\r\nok') as wire, hasty([wire.host]) as fetcher:
        page = fetcher.get(wire.base)
        assert fetcher.get(wire.base, etag=page.etag).body == b"ok"


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("vp@quangtho.gov.vn", b"+vp@quangtho.gov.vn"), ("Văn phòng xã\nĐại Lộc", b"+Van phong xa Dai Loc"), ("", b"commune office")],
)
def test_the_fetcher_says_who_it_is(contact: str, shown: bytes) -> None:
    """The User-Agent names newswatch, its version and whom to ask, in ASCII whatever the contact's letters."""
    with Wire(lambda _: answer(BODY)) as wire:
        get(wire, contact=contact)
    agent = wire.requests[0].headers["user-agent"]
    assert agent.startswith(f"newswatch/{__version__} (".encode())
    assert shown in agent


@pytest.mark.parametrize(
    ("status", "temporary"),
    [
        ("400 Bad Request", False),
        ("401 Unauthorized", False),
        ("403 Forbidden", False),
        ("404 Not Found", False),
        ("408 Request Timeout", True),
        ("410 Gone", False),
        ("429 Too Many Requests", True),
        ("500 Internal Server Error", True),
        ("501 Not Implemented", False),
        ("502 Bad Gateway", True),
        ("503 Service Unavailable", True),
        ("522 ", True),
        ("204 No Content", False),
        ("302 Found", False),
        ("999 Ngh\xe9o", False),
    ],
)
def test_an_http_error_keeps_its_status(status: str, temporary: bool) -> None:
    """An answer that is no page is an error with the status, the address, and whether trying again can help."""
    with Wire(lambda _: answer(b"<h1>loi</h1>", status=status)) as wire:
        error = failure(wire, "/tin/9.html")
    assert (error.status, error.temporary) == (int(status[:3]), temporary)
    assert str(error).startswith(f"{wire.base}/tin/9.html: the server answered {status}".rstrip())


def test_a_page_may_be_fetched_through_a_proxy() -> None:
    """203 is a page like 200."""
    with Wire(lambda _: answer(BODY, status="203 Non-Authoritative Information")) as wire:
        assert get(wire).body == BODY


def test_a_server_that_recovers_is_read() -> None:
    """A temporary failure is tried again as often as the settings say, and the page is then an ordinary page."""
    replies = iter([answer(status="503 Busy"), b"", answer(BODY)])
    with Wire(lambda _: next(replies)) as wire:
        assert get(wire, retries=2).body == BODY
    assert len(wire.requests) == 3


@pytest.mark.parametrize(("status", "tries"), [("503 Busy", 3), ("404 Not Found", 1)])
def test_only_what_may_pass_is_tried_again(status: str, tries: int) -> None:
    """A permanent failure is asked for once, a temporary one once and then `retries` times."""
    with Wire(lambda _: answer(status=status)) as wire:
        assert failure(wire, retries=2).status == int(status[:3])
    assert len(wire.requests) == tries


DATE = "Thu, 05 Mar 2026 01:00:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "server_date", "slept"),
    [
        ("7", DATE, [7.0]),
        ("60", DATE, [60.0]),
        ("61", DATE, []),
        ("86400", DATE, []),
        ("Thu, 05 Mar 2026 01:00:09 GMT", DATE, [9.0]),
        ("Thu, 05 Mar 2026 00:00:00 GMT", DATE, [0.05]),
        ("Thu, 05 Mar 2026 01:00:09 GMT", "", [0.05]),
        ("0", DATE, [0.05]),
        ("-5", DATE, [0.05]),
        ("1e1", DATE, [0.05]),
        ("soon", DATE, [0.05]),
        ("\xb2", DATE, [0.05]),
        ("9" * 400, DATE, []),
        ("Thu, 05 Mar 2026 01:00:09 +99999999999999999999", DATE, [0.05]),
        ("Thu, 05 Mar 99999999999 01:00:09 GMT", DATE, [0.05]),
    ],
)
def test_retry_after_is_honoured_while_it_is_short(clock: SleepClock, retry_after: str, server_date: str, slept: list[float]) -> None:
    """Seconds, or a date by the server's own clock, are waited for up to a minute; a longer wait ends the attempt, and what can't be read is ignored."""
    headers = {"Retry_After": retry_after} | ({"Date": server_date} if server_date else {})
    with Wire(lambda _: answer(status="503 Busy", **headers)) as wire:
        error = failure(wire, retries=1)
    assert (error.status, clock.slept, len(wire.requests)) == (503, slept, 1 + len(slept))


def test_waits_between_tries_grow(clock: SleepClock) -> None:
    """Each wait is twice the one before, measured by the pace."""
    with Wire(lambda _: answer(status="503 Busy")) as wire:
        failure(wire, retries=3, pace_seconds=2.0)
    assert clock.slept == [2.0, 4.0, 8.0]


def test_pages_are_asked_for_at_a_pace(clock: SleepClock) -> None:
    """The pace separates the starts of two requests, also of different pages and after a redirect."""
    with Wire(lambda a: answer(status="302 Found", Location="/b") if a.path == "/a" else answer(BODY)) as wire:
        with hasty([wire.host], pace_seconds=3.0) as fetcher:
            fetcher.get(f"{wire.base}/a")
            fetcher.get(f"{wire.base}/c")
        assert (clock.slept, wire.paths) == ([3.0, 3.0], ["/a", "/b", "/c"])


@pytest.mark.parametrize(("named", "slept"), [({}, 3.0), ({"own": 5.0}, 5.0), ({"own": 0.5}, 0.5), ({"other.example": 9.0}, 3.0)])
def test_a_host_may_have_a_pace_of_its_own(clock: SleepClock, named: dict[str, float], slept: float) -> None:
    """Where a person named a pause for the host, it holds in place of the usual one, longer or shorter."""
    with Wire(lambda _: answer(BODY)) as wire:
        paces = {wire.host if host == "own" else host: seconds for host, seconds in named.items()}
        with Fetcher(FetchSettings(pace_seconds=3.0, respect_robots=False, hosts=paces), [wire.host], lambda: NOW) as fetcher:
            fetcher.get(f"{wire.base}/a")
            fetcher.get(f"{wire.base}/b")
        assert clock.slept == [slept]


def test_several_hosts_are_asked_at_the_pace_of_the_slowest() -> None:
    """One session over several hosts of a portal takes the longest of their pauses, however they are written."""
    paces = FetchSettings(pace_seconds=2.0, hosts={"xa.example": 0.0, "tin.xa.example": 7.0})
    assert paces.towards(["https://www.xa.example/tin"]).pace_seconds == 0.0
    assert paces.towards(["xa.example", "tin.xa.example"]).pace_seconds == 7.0
    assert paces.towards(["xa.example", "b.example"]).pace_seconds == 2.0
    assert paces.towards([]) == paces


def test_a_silent_server_is_given_up() -> None:
    """No answer within the time-out is a temporary failure that names the address and the setting."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        with hasty([host], timeout_seconds=0.2) as fetcher, pytest.raises(FetchError) as caught:
            fetcher.get(f"http://{host}/tin")
    assert str(caught.value) == f"http://{host}/tin: no answer within 0.2 s (fetch.timeout_seconds)"
    assert caught.value.temporary


@pytest.mark.parametrize(
    ("host", "reason"),
    [("127.0.0.1:{port}", "Connection refused"), ("khong-co-xa-nay.invalid", "Failed to resolve 'khong-co-xa-nay.invalid'")],
)
def test_no_connection_is_temporary(host: str, reason: str) -> None:
    """A closed port and an unknown name are temporary; the message names only the address and the reason."""
    host = host.format(port=closed_port())
    with hasty([host]) as fetcher, pytest.raises(FetchError, match=reason) as caught:
        fetcher.get(f"http://{host}/rss")
    assert caught.value.temporary
    assert str(caught.value).startswith(f"http://{host}/rss: no connection: ")
    assert "object at 0x" not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"", "Remote end closed connection without response"),
        (b"khong phai HTTP\r\n\r\n", r"BadStatusLine('khong phai HTTP\r\n')"),
        (b"HTTP/1.1 hai tram OK\r\n\r\n", r"BadStatusLine('HTTP/1.1 hai tram OK\r\n')"),
    ],
)
def test_an_answer_that_is_no_http_is_a_failure(reply: bytes, reason: str) -> None:
    """Whatever comes instead of an HTTP answer is a temporary FetchError with the address and what came."""
    with Wire(lambda _: reply) as wire:
        error = failure(wire)
    assert (str(error), error.temporary) == (f"{wire.base}/: no connection: {reason}", True)


def test_odd_bytes_in_headers_are_no_failure() -> None:
    """A page is read in spite of header bytes beyond ASCII and lines that are no headers."""
    odd = b"HTTP/1.1 200 T\xe1\xbb\x91t\r\nContent-Type: text/html; charset=\xff\xfe\r\nServer: m\xc3\xa1y\r\nkhong co dau hai cham\r\n\r\n"
    with Wire(lambda _: odd + BODY) as wire:
        assert get(wire).body.endswith(BODY)


def test_settings_by_default_are_polite() -> None:
    """By default robots.txt is fetched first, and requests start a second apart."""
    defaults = FetchSettings()
    assert (defaults.respect_robots, defaults.pace_seconds) == (True, 1.0)
    with Wire(lambda _: answer(BODY)) as wire, Fetcher(FetchSettings(pace_seconds=0.01), [wire.host], lambda: NOW) as fetcher:
        fetcher.get(wire.base)
    assert wire.paths == ["/robots.txt", "/"]
