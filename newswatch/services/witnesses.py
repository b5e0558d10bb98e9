"""Seeks the second witnesses of a site: lists for machines that name all it holds, so that days can be proved that a page of news alone cannot prove."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from newswatch.config import FetchSettings, SourceKind
from newswatch.core.identity import site_of
from newswatch.errors import SourceError
from newswatch.sources import wordpress
from newswatch.sources.http.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness that was found: its kind, its address, and how many addresses it names."""

    kind: SourceKind
    url: str
    names: int


def find(url: str, settings: FetchSettings, now: Callable[[], datetime]) -> tuple[Witness, ...]:
    """The witnesses of the site of a page. One that can't be read, or names nothing, is none."""
    with Fetcher(replace(settings, retries=0), [site_of(url)], now) as fetcher:
        return tuple(filter(None, [_posts(url, fetcher)]))


def _posts(url: str, fetcher: Fetcher) -> Witness | None:
    for place in wordpress.places(url):
        try:
            posts = wordpress.read(fetcher.get(place))
        except SourceError:
            continue
        if posts.entries:
            return Witness(SourceKind.WORDPRESS, place, posts.total)
    return None
