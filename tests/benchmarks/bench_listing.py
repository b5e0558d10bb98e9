"""`listing.read` on a page of some 100 KB against beautifulsoup4 reading the same entries, and against the bare parse as floor.

Run by hand: `python tests/benchmarks/bench_listing.py`. Trust the ratios, not the milliseconds.
"""

import time
from collections.abc import Callable

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from newswatch.core import dates
from newswatch.core.identity import canonical_url, item_key
from newswatch.core.model import Profile
from newswatch.core.text import clean
from newswatch.sources import listing

URL = "https://xa.example/tin-tuc/"
PROFILE = Profile(
    name="bench", entry="article.tin", link="h2 a", date=".ngay", summary=".tom-tat", next_page=".phan-trang a", skip=("/the/",)
)
ENTRIES = 20
ROUNDS = 60


def page(minute: int = 0, size: int = 100_000) -> bytes:
    """A listing of 20 entries inside menus, side boxes and scripts as portals have them; `minute` makes all its dates others."""
    clock = f"{8 + minute // 60:02}:{minute % 60:02}"
    tin = "".join(
        f'<article class="tin post-{n}"><a href="/tin-tuc/bai-{n}.html"><img src="/anh/{n}.jpg" alt=""></a>'
        f'<h2><a href="/tin-tuc/bai-{n}.html">Bộ phận một cửa xã giải quyết xong {n} hồ sơ trong buổi sáng thứ Bảy</a></h2>'
        f'<div><span class="ngay">Ngày đăng: {n % 28 + 1:02}/{n % 12 + 1:02}/2026 {clock}</span> <span>Lượt xem: {n}</span></div>'
        f'<p class="tom-tat">Người dân được hướng dẫn từng bước, nhận giấy hẹn và kết quả ngay trong buổi, số thứ tự {n}.</p></article>'
        for n in range(ENTRIES)
    )
    trang = "".join(f'<a href="/tin-tuc/trang-{n}">{n}</a>' for n in range(1, 9))
    menu = '<ul class="menu"><li><a href="/cai-cach-hanh-chinh">Cải cách hành chính</a></li><li><a href="/tthc">Thủ tục hành chính</a></li></ul>'
    box = '<div class="hop"><h3>Tin xem nhiều</h3><p>Đang truy cập: 12. Hôm nay: 345. Tổng truy cập: 678.901</p><img src="/a.png"></div>'
    script = "<script>var a=[" + ",".join(map(str, range(300))) + "];</script>"
    head = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Tin tức</title><style>" + ".a{color:#123}" * 600 + "</style></head><body>"
    core = f'{head}{menu * 60}<main>{tin}<div class="phan-trang">{trang}</div></main>'
    rest = (box + menu + script) * 200
    return (core + rest)[: size - 3000].encode()[:size].decode(errors="ignore").encode() + b"</body></html>"


def by_selectolax(body: bytes) -> list[tuple[str, str, str]]:
    """The entries by `listing.read`."""
    read = listing.read(body, URL, PROFILE, content_type="text/html; charset=utf-8")
    return [(entry.url, entry.title, str(entry.published_at)) for entry in read.entries]


def by_bs4(body: bytes, parser: str = "html.parser") -> list[tuple[str, str, str]]:
    """The same entries with beautifulsoup4, the same core functions for keys and dates."""
    soup = BeautifulSoup(body, parser, from_encoding="utf-8")
    found = {}
    for node in soup.select(PROFILE.entry):
        link, date, summary = node.select_one("h2 a"), node.select_one(".ngay"), node.select_one(".tom-tat")
        if link is None or date is None or summary is None:
            continue
        url = f"https://xa.example{link['href']}"
        at = dates.find(clean(date.get_text(" ")))
        clean(summary.get_text(" "))
        found[item_key(url)] = (url, clean(link.get_text()), str(at[0] if at else None))
    _ = [canonical_url(str(a["href"])) for a in soup.select(PROFILE.next_page)]
    return list(found.values())


def parse_only(body: bytes) -> LexborHTMLParser:
    """The floor: bytes to a tree and nothing else."""
    return LexborHTMLParser(body)


def milliseconds(work: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """The median time of one call, over different pages."""
    times = []
    for body in bodies:
        start = time.perf_counter()
        work(body)
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


def main() -> None:
    """Prints times and ratios."""
    bodies = [page(minute) for minute in range(ROUNDS)]
    ours, theirs = by_selectolax(bodies[0]), by_bs4(bodies[0])
    if ours != theirs or len(ours) != ENTRIES:
        raise SystemExit(f"the two readings differ: {len(ours)} and {len(theirs)} entries")
    first, again = milliseconds(by_selectolax, bodies), milliseconds(by_selectolax, bodies)
    floor = milliseconds(parse_only, bodies)
    peer = milliseconds(by_bs4, bodies[:12])
    print(f"page {len(bodies[0]) / 1000:.0f} KB, {len(ours)} entries read alike")
    print(f"listing.read {first:.2f} ms, {again:.2f} ms where the dates were seen before; bare parse {floor:.2f} ms")
    print(f"bs4 {peer:.1f} ms: {peer / first:.0f} and {peer / again:.0f} times as long")


if __name__ == "__main__":
    main()
