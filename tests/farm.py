"""A farm of virtual portals: one threaded server for all of loopback, where each address 127.a.b.c is a portal with a feed and two lists."""

import hashlib
import json
import threading
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from portal_pages import PROFILE

from newswatch.core.model import LOCAL
from newswatch.demo.portal import profile_toml

ITEMS = 20
"""Entries of each list; the feed names those of the first one."""

_NEWEST = datetime(2026, 11, 19, 16, 0, tzinfo=LOCAL)
_MENU = "".join(f'<li class="muc-{n}"><a href="/chuyen-muc/{n}" title="Chuyên mục {n}">Chuyên mục số {n}</a></li>' for n in range(120))
_SIDE = "".join(f'<div class="o-{n}"><span class="bieu-tuong"></span><a href="/tien-ich/{n}">Tiện ích {n}</a></div>' for n in range(150))
_SUBJECTS = (
    "Xã đẩy mạnh cải cách hành chính, rút ngắn thủ tục hành chính tại bộ phận một cửa đợt",
    "Thôn Đông họp bàn việc nước tưới cho vụ xuân lần",
    "Hội Nông dân ra quân nạo vét kênh mương, đợt",
    "Trạm Y tế tiêm phòng cho trẻ em dưới hai tuổi, buổi",
    "Giải bóng chuyền nam các thôn, trận thứ",
)


class Farm:
    """The server, up within `with`. `bodies` says whether pages differ at every request though their entries don't; then they bear no validators.

    `asked` holds what was asked for: the address and the ETag sent. Hosts in `dead` take a connection and never answer. `front` is the port of a
    server that stands before the farm; the portals' addresses then name it.
    """

    def __init__(self) -> None:
        self.bodies = False
        self.front = 0
        self.asked: list[tuple[str, str]] = []
        self.grown: set[str] = set()
        self.dead: set[str] = set()
        self._count = 0
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(("0.0.0.0", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="farm", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def port(self) -> int:
        """The port of all portals."""
        assert self._server is not None
        return self._server.server_port

    def host(self, number: int) -> str:
        """The host of a portal, with its port."""
        return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}:{self.front or self.port}"

    def base(self, number: int) -> str:
        """A portal's address without a slash at the end."""
        return f"http://{self.host(number)}"

    def settings(self, portals: int, fetch: str = "") -> str:
        """A config.toml of so many units, each with a feed and two lists of its own portal."""
        units = "".join(_unit(number, self.base(number)) for number in range(portals))
        return f'database = "n.db"\n[fetch]\npace_seconds = 0\n{fetch}\n{units}'

    def answer(self, host: str, path: str, tag: str) -> tuple[int, str, str, bytes]:
        """Status, content type, ETag and body of one GET."""
        with self._lock:
            self.asked.append((f"http://{host}{path}", tag))
            self._count += 1
            seen = self._count if self.bodies else 0
        if host in self.dead:
            self._over.wait(60)
        kind, body = _page(host, path, host in self.grown)
        if not body:
            return 404, "text/html; charset=utf-8", "", b"<html><body><h1>404</h1></body></html>"
        if self.bodies:
            return 200, kind, "", body.replace(b"@@", f"{1_200_300 + seen}".encode())
        etag = f'"{hashlib.sha1(body).hexdigest()[:20]}"'
        return (304, kind, etag, b"") if tag == etag else (200, kind, etag, body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error."""


def _unit(number: int, base: str) -> str:
    profile = profile_toml(PROFILE)
    sources = "".join(
        f'[[units.sources]]\nid = "{id_}"\nkind = "{kind}"\nurl = "{base}{path}"\n[units.sources.profile]\n{profile}'
        for id_, kind, path in (("rss", "feed", "/rss"), ("tin", "listing", "/tin"), ("thong-bao", "listing", "/thong-bao"))
    )
    return f'[[units]]\nid = "xa-{number}"\nname = "Số {number}"\nkind = "xã"\nrules = ["quang-dien-2614"]\n{sources}'


@lru_cache(maxsize=4096)
def _page(host: str, path: str, grown: bool) -> tuple[str, bytes]:
    """The content type and body at an address; an empty body for none."""
    first = -1 if grown else 0
    if path == "/robots.txt":
        return "text/plain", b"User-agent: *\nAllow: /\n"
    if path == "/rss":
        return "application/rss+xml; charset=utf-8", _feed(host, first).encode()
    if path in ("/tin", "/thong-bao"):
        start = first if path == "/tin" else 500
        return "text/html; charset=utf-8", _frame(_list(range(start, start + ITEMS - min(start, 0))), host).encode()
    if path.startswith("/bai-"):
        return "text/html; charset=utf-8", _frame(_article(int(path.removesuffix(".html").rpartition("-")[2]) - 10_000), host).encode()
    return "", b""


def _at(n: int) -> datetime:
    return _NEWEST - timedelta(hours=7 * (n % 500))


def _title(n: int) -> str:
    return f"{_SUBJECTS[n % len(_SUBJECTS)]} {n + 2}"


def _teaser(n: int) -> str:
    return f"Sáng ngày {_at(n):%d/%m/%Y}, tại hội trường Ủy ban nhân dân xã, lãnh đạo xã cùng bà con bàn việc thứ {n + 2} của năm."


def _list(numbers: range) -> str:
    return '<div class="danh-sach">' + "".join(map(_entry, numbers)) + "</div>"


def _entry(n: int) -> str:
    return (
        f'<div class="tin"><a class="anh" href="/bai-{n + 10_000}.html"><img src="/anh/{n}.jpg" alt=""></a>'
        f'<a class="tieu-de" href="/bai-{n + 10_000}.html">{_title(n)}</a><span class="ngay">{_at(n):%d/%m/%Y %H:%M}</span>'
        f'<p class="trich">{_teaser(n)}</p></div>'
    )


def _article(n: int) -> str:
    paragraph = (
        "Bà con các thôn cùng cán bộ xã bàn bạc, ghi biên bản và phân công từng tổ thực hiện; hồ sơ được trả đúng hẹn tại bộ phận một cửa."
    )
    body = "".join(f"<p>{_teaser(n)} {paragraph} Việc thứ {part} giao tổ {n % 7 + part}.</p>" for part in range(8))
    return (
        f'<div class="chi-tiet"><h2 class="tieu-de">{_title(n)}</h2><p class="ngay-dang">{_at(n):%d/%m/%Y %H:%M}</p>'
        f'<div class="noi-dung">{body}</div></div>'
    )


def _frame(main: str, host: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Trang thông tin xã {host}</title></head><body>'
        f'<ul class="menu">{_MENU}</ul><div class="giua">{main}</div><div class="ben">{_SIDE}</div>'
        '<footer>Lượt truy cập: <b class="dem">@@</b></footer></body></html>'
    )


def _feed(host: str, first: int) -> str:
    items = "".join(
        f"<item><title>{_title(n)}</title><link>http://{host}/bai-{n + 10_000}.html</link><guid>http://{host}/bai-{n + 10_000}.html</guid>"
        f"<pubDate>{format_datetime(_at(n))}</pubDate><description>{_teaser(n)}</description></item>"
        for n in range(first, ITEMS)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Xã</title><generator>@@</generator>{items}</channel></rss>'


def _handler(farm: Farm) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path.startswith("/__"):
                return self._steer()
            status, kind, etag, body = farm.answer(self.headers.get("Host", ""), self.path, self.headers.get("If-None-Match", ""))
            self._send(status, kind, etag, body)

        def _send(self, status: int, kind: str, etag: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if etag:
                self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _steer(self) -> None:
            """What a benchmark in another process tells the farm and asks of it."""
            verb, _, value = self.path.removeprefix("/__").partition("=")
            if verb == "bodies":
                farm.bodies = value == "1"
            elif verb == "grown":
                farm.grown = {farm.host(n) for n in range(int(value))}
            told, farm.asked = farm.asked, []
            self._send(200, "application/json", "", json.dumps(told).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Prints nothing."""

    return Handler
