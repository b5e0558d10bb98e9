"""One item of a source: its article is fetched, read, dated and classified → ItemUpdate."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.dates import Dating, choose, find
from newswatch.core.dates.address import dated_address
from newswatch.core.dates.memory import settle
from newswatch.core.dates.places import Places
from newswatch.core.dates.together import month_first
from newswatch.core.hosts import Hosts
from newswatch.core.identity import canonical_url, content_digest, item_key
from newswatch.core.model import LOCAL, Article, Channel, DateOrigin, Dates, Entry, Origin, Page, Place, Profile, SourceWarning, WarningKind
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.polling.told import told
from newswatch.core.text import same_title
from newswatch.errors import FetchError, ParseError, SourceError
from newswatch.sources import article
from newswatch.sources.fetch_article import FetchedArticle, fetch_article
from newswatch.sources.http.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Opened:
    """A new or changed item. `trouble` says why its article could not be had where trying again can help, `warning` where it can't."""

    update: ItemUpdate
    trouble: str = ""
    warning: SourceWarning | None = None


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the articles of one source. `places` tells where the site's articles print their dates, and grows with each."""

    profile: Profile
    fetcher: Fetcher
    lexicon: Lexicon
    places: Places
    hosts: Hosts

    def open(self, entry: Entry, before: Known | None, *, fresh: bool, shared: bool = False) -> Opened:
        """Opens the article of a new entry, or of one that differs from what was known `before`.

        An article that could not be had stays unread, and every poll asks for it again. One that is no page (a PDF, say) is known by its title.
        `fresh` says that a poll shortly before did not have the item (see `core.dates.choose`).
        Nothing is asked for on a host that people have not named as the portal's, nor of a `shared` address, whose page is not this article's: such
        an item is what its source tells.
        """
        elsewhere = self.hosts.place(entry.url) is not Place.OWN
        if elsewhere or shared:
            return Opened(replace(self._told(entry, before, fresh=fresh), elsewhere=elsewhere))
        if not entry.url:
            return Opened(self._update(entry, None, before, fresh=fresh, whole=True))
        try:
            fetched = self._fetch(entry.url, entry.title)
        except SourceError as error:
            update = self._update(entry, None, before, fresh=fresh, whole=isinstance(error, ParseError))
            if error.temporary:
                return Opened(update, trouble=str(error))
            return Opened(update, warning=SourceWarning(WarningKind.UNREAD_ARTICLE, text=str(error)))
        return Opened(self._update(entry, fetched, before, fresh=fresh, whole=True))

    def reopen(self, key: str, known: Known) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What became of an item that its source names no more.

        It is gone if there is no such page or its address leads elsewhere than to the article's new place. It is unsure if the page can't be had now,
        or is not to be asked for.
        """
        if self.hosts.place(known.url) is not Place.OWN:
            return "unsure", None
        try:
            fetched = self._fetch(known.url, known.title)
        except FetchError as error:
            return ("gone" if error.status in (404, 410) else "unsure"), None
        except SourceError:
            return "unsure", None
        moved = canonical_url(fetched.page.final_url) != canonical_url(known.url)
        if not fetched.article.text or (moved and not self._is_article(fetched.page, known.title)):
            return "gone", None
        url = fetched.page.final_url if moved else known.url
        entry = Entry(key=key, url=url, title=fetched.article.title or known.title)
        update = self._update(entry, fetched, known, fresh=False, whole=True)
        return "there", replace(update, moved_to=item_key(url, self.profile.id_pattern) if moved else "")

    def redate(self, update: ItemUpdate) -> ItemUpdate:
        """An undated update anew, where its article prints a date at a place that was not known to state publication when it was read."""
        dates = update.dates
        if update.published_at is not None or dates.bare_at is None or not self.places.is_usual(dates.bare_place):
            return update
        dates = replace(dates, printed_at=dates.bare_at)
        return _dated(replace(update, dates=dates), choose(dates, update.seen_at, fresh=False))

    def leads_to(self, known: Known, url: str) -> bool:
        """Whether the address of a known item redirects to another one."""
        try:
            page = self.fetcher.get(known.url)
        except SourceError:
            return False
        return canonical_url(page.final_url) == canonical_url(url) != canonical_url(known.url)

    def _is_article(self, page: Page, title: str) -> bool:
        """Whether a page that an address redirects to bears the article's title, read without knowing it; a home page bears another."""
        read = article.read(page.body, page.final_url, self.profile, content_type=page.content_type)
        return urlsplit(page.final_url).path.strip("/") != "" and same_title(read.title, title)

    def look(self, key: str, url: str) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What lies at an address of which nothing else is known. It is gone if there is no such page or it leads to the home page.

        It is unsure if the page can't be had or leads to another one.
        """
        try:
            fetched = self._fetch(url, "")
        except FetchError as error:
            return ("gone" if error.status in (404, 410) else "unsure"), None
        except SourceError:
            return "unsure", None
        final = fetched.page.final_url
        if canonical_url(final) != canonical_url(url):
            return ("unsure" if urlsplit(final).path.strip("/") else "gone"), None
        return "there", self._update(Entry(key=key, url=url, title=fetched.article.title), fetched, None, fresh=False, whole=True)

    def _told(self, entry: Entry, before: Known | None, *, fresh: bool) -> ItemUpdate:
        text, whole = told(entry)
        return replace(self._update(replace(entry, text=text), None, before, fresh=fresh, whole=whole), entry=entry)

    def _fetch(self, url: str, title: str) -> FetchedArticle:
        return fetch_article(url, self.profile, self.fetcher, title_hint=title)

    def _update(self, entry: Entry, fetched: FetchedArticle | None, before: Known | None, *, fresh: bool, whole: bool) -> ItemUpdate:
        seen_at = fetched.page.fetched_at if fetched else self.fetcher.now()
        title = _title(entry, fetched)
        text = ((fetched.article.text if fetched else "") or entry.text) if whole else ""
        if fetched and before is None:
            self.places.note(fetched.article.bare_place)
        read, first_seen_at = self._dates(entry, fetched), before.first_seen_at if before else seen_at
        dates, dating = settle(read, before.dates if before else None, first_seen_at, seen_at, fresh=fresh, alternatives=entry.alternatives)
        sign = repost_sign(title, text)
        update = ItemUpdate(
            entry=entry,
            title=title,
            text=text,
            dates=dates,
            published_at=None,
            date_origin=DateOrigin.NONE,
            stated=(),
            classification=classify_item(Channel.PORTAL, title, text, self.lexicon, whole=whole),
            digest="",
            seen_at=seen_at,
            whole=whole,
            origin=Origin.REPOST if sign else Origin.OWN,
            repost_sign=sign,
            capture=fetched.page if fetched else None,
        )
        return _dated(update, dating)

    def _dates(self, entry: Entry, fetched: FetchedArticle | None) -> Dates:
        stated = Dates(
            printed_raw=entry.published_raw,
            listing_at=entry.published_at if entry.date_origin is DateOrigin.LISTING else None,
            feed_at=entry.published_at if entry.date_origin is DateOrigin.FEED else None,
            url_at=dated_address(entry.url, self.profile.url_date) if self.profile.url_date else None,
            modified_at=entry.published_at if entry.date_origin is DateOrigin.MODIFIED else None,
        )
        if fetched is None:
            return stated
        said = fetched.article
        bare_at = said.bare_at if self.places.is_usual(said.bare_place) else None
        return replace(
            stated,
            printed_raw=said.published_raw or entry.published_raw,
            printed_at=_printed_at(entry, said) or bare_at,
            header_at=_http_date(fetched.page.last_modified),
            relative_at=said.relative_at,
            modified_at=min(filter(None, (stated.modified_at, said.modified_at)), default=None),  # the nearest to publication
            bare_at=said.bare_at,
            bare_place=said.bare_place,
        )


def _dated(update: ItemUpdate, dating: Dating) -> ItemUpdate:
    digest = content_digest(update.title, update.text, _stated(dating))
    return replace(update, published_at=dating.at, date_origin=dating.origin, stated=dating.stated, digest=digest)


def _title(entry: Entry, fetched: FetchedArticle | None) -> str:
    """The listing's title, or the page's where the listing cut it short or has none."""
    shown = fetched.article.title if fetched else ""
    if not shown:
        return entry.title
    return shown if not entry.title or (same_title(entry.title, shown) and len(shown) > len(entry.title)) else entry.title


def _stated(dating: Dating) -> tuple[str, ...]:
    """The date that stands, and each sign that states another day."""
    if dating.at is None:
        return ("",)
    others = (f"{origin} {day.isoformat()}" for origin, day in dating.stated if day != local_day(dating.at))
    return (dating.at.astimezone(LOCAL).isoformat(), *others)


def _printed_at(entry: Entry, article: Article) -> datetime | None:
    """The date that the article prints, with the month first where the dates of its list prove that the site prints them so."""
    told = month_first(article.published_raw) if entry.month_first else article.published_raw
    found = find(told) if told != article.published_raw else None
    return found[0] if found else article.published_at


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
