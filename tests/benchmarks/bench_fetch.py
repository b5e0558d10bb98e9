"""Milliseconds an HTTPS request and microseconds a feed entry, beside their peers and floors in the same run.

Run by hand: `PYTHONPATH=tests .venv/bin/python tests/benchmarks/bench_fetch.py`. Every request is a new connection to a server on loopback in this
same process, whose own half of the handshake is in each figure alike. Needs the openssl command.
"""

import http.client
import io
import os
import ssl
import subprocess
import tempfile
import timeit
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import feedparser
import requests
from fetching import hasty
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from wire import Wire, answer

from newswatch.config import Trust
from newswatch.sources import feed
from newswatch.sources.http import tls as tls_contexts

REPEATS, REQUESTS = 5, 40
PAGE = b"<p>tin</p>" * 2_000
ITEM = """<item><title>Thôn Đông họp bàn việc nước số {n}</title><link>http://xa.vidu.vn/tin/{n}.html</link>
<guid isPermaLink="false">news_{n}</guid><pubDate>Thu, 05 Mar 2026 08:00:00 +0700</pubDate>
<description><![CDATA[<p><img src="/{n}.jpg" alt=""> Sáng nay bà con <b>thôn Đông</b> bàn việc dẫn nước về đồng.</p><p>Ba tổ cùng đào mương.</p>]]>
</description></item>
"""


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key."""
    pem = folder / "loopback.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    extension = ["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, *extension, "-keyout", str(pem), "-out", str(folder / "loopback.crt")], check=True, capture_output=True)
    pem.write_text(pem.read_text() + (folder / "loopback.crt").read_text())
    return pem


def best(work: Callable[[], object], number: int) -> float:
    """Seconds a call, the best of five measurements."""
    return min(timeit.repeat(work, repeat=REPEATS, number=number)) / number


def show(rows: dict[str, float], unit: str) -> None:
    """One line a row, with its ratio to the first."""
    first = next(iter(rows.values()))
    for name, value in rows.items():
        print(f"{name:52}{value:10.2f} {unit}{value / first:9.2f}")


def requests_table(folder: Path) -> dict[str, float]:
    """Milliseconds a request, each over a new TLS connection."""
    pem = certificate(folder)
    bundle = folder / "bundle.pem"
    bundle.write_text(Path(DEFAULT_CA_BUNDLE_PATH).read_text() + (folder / "loopback.crt").read_text())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    os.environ["REQUESTS_CA_BUNDLE"] = str(bundle)
    with Wire(lambda _: answer(PAGE), tls) as wire, hasty([wire.host], timeout_seconds=5.0) as kept:

        def fresh_fetcher() -> object:
            with hasty([wire.host], timeout_seconds=5.0) as fetcher:
                return fetcher.get(wire.base)

        def fresh_session() -> object:
            with requests.Session() as session:
                return session.get(wire.base, timeout=5).content

        def plain() -> object:
            connection = http.client.HTTPSConnection(wire.host, context=tls_contexts.context(str(bundle), Trust()), timeout=5)
            connection.request("GET", "/")
            body = connection.getresponse().read()
            connection.close()
            return body

        works: dict[str, Callable[[], object]] = {
            "a Fetcher, kept": lambda: kept.get(wire.base),
            "a Fetcher for each request": fresh_fetcher,
            "a requests.Session for each request": fresh_session,
            "http.client with the shared context (floor)": plain,
        }
        return {name: best(work, REQUESTS) * 1e3 for name, work in works.items()}


def feed_table(entries: int) -> dict[str, float]:
    """Microseconds an entry of a feed of so many."""
    items = "".join(ITEM.format(n=n) for n in range(entries))
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Xã</title>{items}</channel></rss>'.encode()
    works: dict[str, Callable[[], object]] = {
        "feed.parse": lambda: feed.parse(body, "http://xa.vidu.vn/rss"),
        "feedparser alone, as it comes": lambda: feedparser.parse(io.BytesIO(body)),
        "xml.etree (floor: no dates, no texts, no keys)": lambda: ET.fromstring(body),
    }
    return {name: best(work, max(1, 200 // entries)) / entries * 1e6 for name, work in works.items()}


def main() -> None:
    """Prints the requests, then feeds of 20 and of 2,000 entries; the last column is the ratio to the first line."""
    with tempfile.TemporaryDirectory() as folder:
        print("one page of 20 KB over a new TLS connection")
        show(requests_table(Path(folder)), "ms")
    for entries in (20, 2_000):
        print(f"a feed of {entries} entries, each")
        show(feed_table(entries), "µs")


if __name__ == "__main__":
    main()
