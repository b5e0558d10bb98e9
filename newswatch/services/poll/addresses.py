"""The addresses that a site's sitemaps name: all are looked at until each is known with its date, and whether other sources agree."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from newswatch.core.identity import item_key, same_site
from newswatch.core.model import DateOrigin, Entry, Page, SourceWarning, WarningKind
from newswatch.core.polling.changes import guard
from newswatch.core.polling.proof import Walk
from newswatch.core.polling.witness import Named
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.task import Task
from newswatch.sources import sitemap
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.sitemap import Address

MOST_OPENED = 500
"""How many articles one poll opens to learn their dates. The next poll goes on with the others."""

_MOST_SITEMAPS = 60
_DEEPEST = 2  # an index names sitemaps (sitemaps.org); some portals name indexes in an index
_NO_NEWS = re.compile(r"/wp-sitemap-(?:posts-page|taxonomies|users)-|/(?:page|category|post_tag|author)-sitemap\d*\.xml")
"""Sitemaps of static pages, sections and authors, as WordPress itself, Yoast and Rank Math name them."""


@dataclass(slots=True)
class AddressesWalk:
    """One walk over the sitemaps of a site. `named` is what they have named so far, also where it breaks off."""

    task: Task
    gathered: Gathered
    fetcher: Fetcher
    named: Named = field(init=False)
    first_count: int = 0
    _opened: int = 0
    _complete: bool = False
    _dates: dict[str, datetime | None] = field(default_factory=dict)
    _undated: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.named = Named(self.task.since, Walk.MAPPED, self._dates)

    def run(self, first: Page) -> None:
        """Reads the sitemap and those that it names, a few levels deep; opens the articles that nobody knows."""
        self._sitemap(first, set(), 0)
        if not self.first_count:
            guard((), None, self.task.source.url)
        if self._undated:
            self.gathered.warn([SourceWarning(WarningKind.UNDATED, len(self._undated), self._undated[0])])
        lacking = self._complete and self.gathered.lacks(self.task.since, lambda url: same_site(url, self.task.source.url))
        self.named = replace(self.named, whole=self._complete, news_only=not self._complete, contradicted=lacking, older=self._older())

    def _older(self) -> bool:
        return any(at is not None and at <= self.task.since for at in self._dates.values())

    def _sitemap(self, page: Page, above: set[str], depth: int) -> None:
        found = sitemap.read(page)
        above.add(page.url)
        self.named = replace(self.named, pages=self.named.pages + 1)
        self._complete |= bool(found.addresses) and not found.news
        self._take(found.addresses, page)
        for url in found.further:
            if url in above or _NO_NEWS.search(url) or self._skipped(url):
                continue
            if self.named.pages >= _MOST_SITEMAPS or depth >= _DEEPEST:
                self.named = replace(self.named, limited=True)
                return
            self._sitemap(self.fetcher.get(url), above, depth + 1)

    def _take(self, addresses: tuple[Address, ...], page: Page) -> None:
        by_address = [(item_key(address.url, self.task.source.profile.id_pattern), address) for address in addresses]
        self.task.known.prepare([key for key, _ in by_address])
        for today, address in by_address:
            key = self.task.known.owner(self.gathered.keys.known_key(today))
            if key not in self._dates and self._concerns(address):
                self._look(key, address, page)

    def _concerns(self, address: Address) -> bool:
        """Whether an address can be an article's: not the home page, not skipped, and of the pattern of articles where there is one."""
        pattern = self.task.source.profile.id_pattern
        parts = urlsplit(address.url)
        if not (parts.path.strip("/") or parts.query) or self._skipped(address.url):
            return False
        return not pattern or re.search(pattern, address.url, re.IGNORECASE) is not None

    def _skipped(self, url: str) -> bool:
        return any(re.search(pattern, url) for pattern in self.task.source.profile.skip)

    def _look(self, key: str, address: Address, page: Page) -> None:
        known = self.task.known.get(key)
        if known is not None or address.published_at is not None:
            title = address.title or (known.title if known else "")
            origin = DateOrigin.FEED if address.published_at else DateOrigin.NONE
            entry = Entry(key, address.url, title, "", address.published_raw, address.published_at, origin)
            self.gathered.take([entry], page)
            self._note(key, self.task.known[key].published_at)
        elif self._opened >= MOST_OPENED:
            self.named = replace(self.named, limited=True)
        else:
            self._opened += 1
            self._open(key, address, page)

    def _open(self, key: str, address: Address, page: Page) -> None:
        state = self.gathered.discover(key, address.url, page)
        if state == "there":
            self._note(key, self.task.known[key].published_at)
        elif state != "gone":
            self._note(key, None)
            self._undated.append(address.url)

    def _note(self, key: str, at: datetime | None) -> None:
        self.first_count += 1
        self._dates[key] = at
