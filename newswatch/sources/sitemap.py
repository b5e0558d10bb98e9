"""Reads a sitemap (sitemaps.org, Google's news sitemaps) from its bytes (ultimate-sitemap-parser). It opens no address."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.parsers import expat

from newswatch.core import dates
from newswatch.core.identity import same_site
from newswatch.core.model import Page
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.masking import without_login
from newswatch.sources.http.gunzip import unpacked

if TYPE_CHECKING:
    from datetime import datetime

    from usp.objects.sitemap import AbstractSitemap

PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml.gz")
"""Where sitemaps lie that no robots.txt names."""

MOST_ADDRESSES = 50_000
"""How many addresses one sitemap may name (sitemaps.org/protocol.html)."""

_MOST_TAGS = 40 * MOST_ADDRESSES  # an address of a news sitemap has about twenty
_MOST_BYTES = 50 * 1024 * 1024  # of one sitemap, unpacked (sitemaps.org/protocol.html)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)

logging.getLogger("usp").setLevel(logging.CRITICAL)  # what it would log is raised here as an error that names the address


@dataclass(frozen=True, slots=True)
class Address:
    """One address that a sitemap names. Only news sitemaps tell title and publication date; `lastmod` is no publication date and isn't read."""

    url: str
    title: str = ""
    published_raw: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One sitemap: the addresses it names, or the further sitemaps that an index names. All lie on its own site.

    `news` says that it is a news sitemap, which names the articles of the last two days alone.
    """

    addresses: tuple[Address, ...] = ()
    further: tuple[str, ...] = ()
    news: bool = False


def named_by(robots: str, url: str) -> tuple[str, ...]:
    """The sitemaps of a site that its robots.txt names; `url` is any address of the site."""
    found = (without_login(urljoin(url, line)) for line in _LINE.findall(robots))
    return tuple(dict.fromkeys(place for place in found if same_site(place, url)))


def read(page: Page) -> Sitemap:
    """What one sitemap names, packed with gzip or not. Raises ParseError if it is none, is broken, or is larger than the standard allows."""
    text = _text(page)
    if (tags := text.count("<")) > _MOST_TAGS:
        raise ParseError(
            f"{page.url}: the sitemap has {tags} tags, more than {MOST_ADDRESSES} addresses need; the portal's keeper has to split it"
        )
    _check(text, page.url)
    from usp.tree import sitemap_from_str  # few sources are sitemaps

    parsed = sitemap_from_str(text)
    if "sitemapindex" in _root(text, page.url):
        return Sitemap(further=tuple(dict.fromkeys(without_login(s.url) for s in parsed.sub_sitemaps if same_site(s.url, page.url))))
    found = _addresses(parsed, page.url)
    return Sitemap(found, news=any(a.published_at or a.title for a in found))


def _text(page: Page) -> str:
    return unpacked(page.body, page.url, _MOST_BYTES).decode("utf-8-sig", "replace").lstrip()


def _root(text: str, url: str) -> str:
    found = _ROOT.search(text[:20_000])
    if found:
        return found[1]
    what = "a web page" if _PAGE.search(text[:20_000]) else f"a text beginning {text[:40]!r}" if text else "an empty answer"
    raise ParseError(
        f"{url}: expected a sitemap (urlset or sitemapindex), found {what}; open it in a browser and correct url in config.toml"
    )


def _check(text: str, url: str) -> None:
    """Refuses what would be read in part only, and definitions of entities, by which a small file grows to gigabytes."""
    _root(text, url)

    def refuse(*_: object) -> None:
        raise ParseError(f"{url}: the sitemap has a document type or defines entities, which no sitemap needs; it is not read")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise ParseError(f"{url}: the sitemap is broken XML ({error}); the portal's keeper has to mend it") from error


def _addresses(parsed: AbstractSitemap, url: str) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for one in parsed.all_pages():
        story = one.news_story
        raw = story.publish_date.isoformat() if story and story.publish_date else ""
        address = Address(without_login(one.url), clean(story.title or "") if story else "", raw, dates.parse(raw) if raw else None)
        if same_site(one.url, url):
            found.setdefault(address.url, address)
    if len(found) > MOST_ADDRESSES:
        raise ParseError(f"{url}: the sitemap names {len(found)} addresses, more than the {MOST_ADDRESSES} that the standard allows")
    return tuple(found.values())
