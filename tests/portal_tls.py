"""A small portal over TLS: a list, a feed and articles, under a certificate the test chooses."""

import ssl

from wire import Asked, Wire, answer

_BODY = "".join(
    f"<p>Ngày {n}, cán bộ bộ phận một cửa xã trả {n * 7} hồ sơ thủ tục hành chính đúng hẹn, bà con đến giao dịch đều hài lòng.</p>"
    for n in range(1, 6)
)
DAYS = (25, 20, 12, 9, 5)


def title(day: int) -> str:
    """The title of the article of a day of November 2026."""
    return f"Xã đẩy mạnh cải cách hành chính, đợt thứ {day} của tháng"


class TlsPortal(Wire):
    """Five items of November 2026 as a list at `/` and a feed at `/rss.xml`; `certificate` says how it proves who it is, None: no TLS at all.

    `robots` is its robots.txt, None for none; `moved` an address to which every page redirects.
    """

    def __init__(self, certificate: ssl.SSLContext | None) -> None:
        super().__init__(self._page, certificate)
        self.robots: str | None = None
        self.moved = ""

    def shows(self, certificate: ssl.SSLContext) -> None:
        """Shows another certificate from now on."""
        self._tls = certificate

    def _page(self, asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(b"", "404 Not Found") if self.robots is None else answer(self.robots.encode())
        if self.moved:
            return answer(b"", "301 Moved Permanently", Location=f"{self.moved}{asked.path}")
        if asked.path == "/rss.xml":
            return answer(_feed(self.base).encode(), Content_Type="application/rss+xml")
        if asked.path == "/":
            return _html(f"<ul>{''.join(map(_row, DAYS))}</ul>")
        day = next((day for day in DAYS if asked.path == f"/tin-{day}.html"), 0)
        if not day:
            return answer(b"", "404 Not Found")
        return _html(f"<h1 class=t>{title(day)}</h1><span class=ngay>{day:02}/11/2026 08:00</span><div class=nd>{_BODY}</div>")


def _row(day: int) -> str:
    return f"<li><a href=/tin-{day}.html>{title(day)}</a> <i>({day:02}/11/2026)</i></li>"


def _html(body: str) -> bytes:
    page = f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Xã Thử</title></head><body><div id=m>{body}</div></body></html>"
    return answer(page.encode(), Content_Type="text/html; charset=utf-8")


def _feed(base: str) -> str:
    items = "".join(
        f"<item><title>{title(day)}</title><link>{base}/tin-{day}.html</link><pubDate>{day:02} Nov 2026 08:00:00 +0700</pubDate></item>"
        for day in DAYS
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Xã</title><link>{base}/</link>{items}</channel></rss>'
