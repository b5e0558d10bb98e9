"""Seeks the second witnesses of a site: lists for machines that name all it holds, so that days can be proved that a page of news alone cannot prove."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from newswatch.config import USUAL, FetchSettings, SourceKind, Trust
from newswatch.core.identity import site_of
from newswatch.errors import SourceError
from newswatch.sources import sitemap, wordpress
from newswatch.sources.http.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness that was found: its kind, its address, and how many addresses it names; of an index of sitemaps how many `maps`."""

    kind: SourceKind
    url: str
    names: int
    maps: int = 0


def find(url: str, settings: FetchSettings, now: Callable[[], datetime], trust: Trust = USUAL) -> tuple[Witness, ...]:
    """The witnesses of the site of a page. One that can't be read, or names nothing, is none. `trust` holds for the site's host."""
    site = site_of(url)
    with Fetcher(replace(settings, retries=0), [site], now, trust={site: trust}) as fetcher:
        return tuple(filter(None, [_posts(url, fetcher), _map(url, fetcher)]))


def _posts(url: str, fetcher: Fetcher) -> Witness | None:
    for place in wordpress.places(url):
        try:
            posts = wordpress.read(fetcher.get(place))
        except SourceError:
            continue
        if posts.entries:
            return Witness(SourceKind.WORDPRESS, place, posts.total)
    return None


def _map(url: str, fetcher: Fetcher) -> Witness | None:
    for place in dict.fromkeys((*_named_by_robots(url, fetcher), *(urljoin(url, place) for place in sitemap.PLACES))):
        try:
            found = sitemap.read(fetcher.get(place))
        except SourceError:
            continue
        names, maps = len(found.addresses), len(found.further)
        if (names or maps) and not found.news:
            return Witness(SourceKind.SITEMAP, place, names, maps)
    return None


def _named_by_robots(url: str, fetcher: Fetcher) -> tuple[str, ...]:
    try:
        page = fetcher.get(urljoin(url, "/robots.txt"))
    except SourceError:
        return ()
    return sitemap.named_by(page.body.decode("utf-8-sig", "replace"), url)
