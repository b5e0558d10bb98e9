"""Sitemaps: what is read from them, and how a broken or harmful one is named."""

import gzip
from datetime import UTC, datetime

import pytest

from newswatch.core.model import Page
from newswatch.errors import ParseError
from newswatch.sources import sitemap

URL = "https://xa.example.vn/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NS}><url><loc>https://xa.example.vn/a?x=1&amp;y=2</loc><lastmod>2026-03-01</lastmod></url>
<url><loc>https://other.example/b</loc></url><url><loc>https://xa.example.vn/a?x=1&amp;y=2</loc></url></urlset>"""
NEWS = f"""<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://xa.example.vn/tin-1.html</loc><news:news>
<news:publication><news:name>Xã</news:name><news:language>vi</news:language></news:publication>
<news:publication_date>2026-03-05T08:00:00+07:00</news:publication_date><news:title>Một cửa &amp; số</news:title></news:news></url></urlset>"""
INDEX = f"""<sitemapindex {NS}><sitemap><loc>https://xa.example.vn/s1.xml</loc></sitemap>
<sitemap><loc>https://other.example/s2.xml</loc></sitemap></sitemapindex>"""
BOMB = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + PLAIN.partition("?>\n")[2].replace(
    "2026-03-01", "&b;"
)


def page(body: str | bytes) -> Page:
    return Page(URL, URL, 200, body.encode() if isinstance(body, str) else body, "application/xml", datetime(2026, 3, 5, tzinfo=UTC))


@pytest.mark.parametrize("body", [PLAIN, "\ufeff\n" + PLAIN, gzip.compress(PLAIN.encode())])
def test_addresses_of_its_own_site_are_read_once(body: str | bytes) -> None:
    """Packed or not; `lastmod` dates nothing."""
    assert sitemap.read(page(body)) == sitemap.Sitemap((sitemap.Address("https://xa.example.vn/a?x=1&y=2"),))


def test_a_news_sitemap_tells_title_and_date() -> None:
    """Its publication date is that of the article."""
    found = sitemap.read(page(NEWS))
    (address,) = found.addresses
    assert found.news
    assert (address.title, address.published_at) == ("Một cửa & số", datetime(2026, 3, 5, 1, tzinfo=UTC))


def test_an_index_names_further_sitemaps_of_its_site() -> None:
    """Those of other sites are left out."""
    assert sitemap.read(page(INDEX)) == sitemap.Sitemap(further=("https://xa.example.vn/s1.xml",))


def test_as_many_addresses_as_the_standard_allows_are_read() -> None:
    """Fifty thousand are read; one more is refused by name."""
    urls = [f"<url><loc>https://xa.example.vn/{n}</loc></url>" for n in range(sitemap.MOST_ADDRESSES + 1)]
    whole = f"<urlset {NS}>{{}}</urlset>"
    assert len(sitemap.read(page(whole.format("".join(urls[1:])))).addresses) == sitemap.MOST_ADDRESSES
    with pytest.raises(ParseError, match="names 50001 addresses, more than the 50000"):
        sitemap.read(page(whole.format("".join(urls))))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<!doctype html><html><title>404</title></html>", "found a web page"),
        ("", "found an empty answer"),
        ("<rss><channel/></rss>", "found a text beginning '<rss>"),
        (PLAIN[:-20], "broken XML"),
        (PLAIN.replace("&amp;", "&"), "broken XML"),
        (BOMB, "has a document type or defines entities"),
        (gzip.compress(PLAIN.encode())[:-20], "gzip is damaged"),
        (gzip.compress(b" " * (51 * 1024 * 1024)), "larger than 52428800 bytes once unpacked"),
    ],
    ids=["page", "empty", "rss", "cut", "ampersand", "bomb", "gzip", "large"],
)
def test_what_is_no_whole_sitemap_is_named(body: str | bytes, said: str) -> None:
    """A page, a cut or broken file, a bomb: a ParseError that names the address and what was found; nothing is read in part."""
    with pytest.raises(ParseError, match=f"^{URL}: .*{said}"):
        sitemap.read(page(body))


def test_robots_names_sitemaps() -> None:
    """Lines of any case, relative or not, of the site itself, each once."""
    text = "User-agent: *\nDisallow: /x\nSitemap: /a.xml\nsitemap:https://www.xa.example.vn/b.xml\nSITEMAP: /a.xml\nSitemap: https://other.example/c.xml\n"
    assert sitemap.named_by(text, URL) == ("https://xa.example.vn/a.xml", "https://www.xa.example.vn/b.xml")
