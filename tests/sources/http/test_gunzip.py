"""Files packed with gzip, as portals serve `.xml.gz`, are read like what lies in them."""

import gzip

import pytest
from fetching import get
from wire import Wire, answer

from newswatch.core.model import Page, Profile
from newswatch.errors import ParseError
from newswatch.sources import feed, listing, sitemap
from newswatch.sources.http.gunzip import unpacked

RSS = b"<rss version='2.0'><channel><item><title>Tin</title><link>/a.html</link></item></channel></rss>"
LIST = b"<html><body><ul><li class=e><a href='/a.html'>Tin</a></li></ul></body></html>"
MAP = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{base}/a.html</loc></url></urlset>"


def served(body: bytes, content_type: str, **headers: str) -> tuple[Page, str]:
    """What a server that serves a file at `/tin.gz` gives, and its address."""
    with Wire(lambda _: answer(made, **{"Content-Type": content_type}, **headers)) as wire:
        made = gzip.compress(body.replace(b"{base}", wire.base.encode()))
        return get(wire, "/tin.gz"), wire.base


@pytest.mark.parametrize("content_type", ["application/gzip", "application/x-gzip", "application/octet-stream", "text/xml", ""])
def test_a_packed_feed_list_or_sitemap_is_read(content_type: str) -> None:
    """A gzip file without Content-Encoding, under any content type, is read for what it holds."""
    page, base = served(RSS, content_type)
    assert [e.url for e in feed.parse(page.body, page.final_url, content_type=page.content_type)] == [f"{base}/a.html"]
    page, base = served(LIST, content_type)
    found = listing.read(page.body, page.final_url, Profile("p", entry="li.e"), content_type=page.content_type)
    assert [e.url for e in found.entries] == [f"{base}/a.html"]
    page, base = served(MAP, content_type)
    assert [a.url for a in sitemap.read(page).addresses] == [f"{base}/a.html"]


def test_a_packed_file_may_be_packed_for_the_way_too() -> None:
    """A gzip file that is sent in a gzip encoding is unpacked twice."""
    page, base = served(gzip.compress(RSS), "application/gzip", **{"Content-Encoding": "gzip"})
    assert [e.url for e in feed.parse(page.body, page.final_url)] == [f"{base}/a.html"]


@pytest.mark.parametrize(
    ("body", "said"),
    [(gzip.compress(b" " * 2000), "larger than 1000 bytes once unpacked"), (gzip.compress(b"tin")[:-4], "gzip is damaged")],
)
def test_a_bomb_or_a_cut_file_is_named(body: bytes, said: str) -> None:
    """What is too large once unpacked, or damaged, is an error that names the address."""
    with pytest.raises(ParseError, match=f"^https://xa.vn/tin.gz: .*{said}"):
        unpacked(body, "https://xa.vn/tin.gz", 1000)


def test_what_is_no_gzip_stays_as_it_is() -> None:
    """Other bytes are given back, and a gzip file at the very limit is whole."""
    assert unpacked(b"tin", "https://xa.vn/") == b"tin"
    assert unpacked(gzip.compress(b"t" * 1000), "https://xa.vn/", 1000) == b"t" * 1000
