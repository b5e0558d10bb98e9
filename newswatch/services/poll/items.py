"""One item of a source: its article is fetched, read, dated and classified → ItemUpdate."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.dates import choose, find
from newswatch.core.dates.address import dated_address
from newswatch.core.dates.together import month_first
from newswatch.core.identity import canonical_url, content_digest
from newswatch.core.model import Article, Channel, DateOrigin, Dates, Entry, Origin, Profile, SourceWarning, WarningKind
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.text import same_title
from newswatch.errors import FetchError, ParseError, SourceError
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
    """Opens the articles of one source."""

    profile: Profile
    fetcher: Fetcher
    lexicon: Lexicon

    def open(self, entry: Entry, *, fresh: bool) -> Opened:
        """Opens the article of a new or changed entry.

        An article that could not be had stays unread, and every poll asks for it again. One that is no page (a PDF, say) is known by its title.
        `fresh` says that a poll shortly before did not have the item (see `core.dates.choose`).
        """
        if not entry.url:
            return Opened(self._update(entry, None, fresh=fresh, whole=True))
        try:
            fetched = self._fetch(entry.url, entry.title)
        except SourceError as error:
            update = self._update(entry, None, fresh=fresh, whole=isinstance(error, ParseError))
            if error.temporary:
                return Opened(update, trouble=str(error))
            return Opened(update, warning=SourceWarning(WarningKind.UNREAD_ARTICLE, text=str(error)))
        return Opened(self._update(entry, fetched, fresh=fresh, whole=True))

    def reopen(self, key: str, known: Known) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What became of an item that its source names no more.

        It is gone if there is no such page or its address leads elsewhere. It is unsure if the page can't be had now.
        """
        try:
            fetched = self._fetch(known.url, known.title)
        except FetchError as error:
            return ("gone" if error.status in (404, 410) else "unsure"), None
        except SourceError:
            return "unsure", None
        if canonical_url(fetched.page.final_url) != canonical_url(known.url) or not fetched.article.text:
            return "gone", None
        entry = Entry(key=key, url=known.url, title=fetched.article.title or known.title)
        return "there", self._update(entry, fetched, fresh=False, whole=True)

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
        return "there", self._update(Entry(key=key, url=url, title=fetched.article.title), fetched, fresh=False, whole=True)

    def _fetch(self, url: str, title: str) -> FetchedArticle:
        return fetch_article(url, self.profile, self.fetcher, title_hint=title)

    def _update(self, entry: Entry, fetched: FetchedArticle | None, *, fresh: bool, whole: bool) -> ItemUpdate:
        seen_at = fetched.page.fetched_at if fetched else self.fetcher.now()
        title = _title(entry, fetched)
        text = ((fetched.article.text if fetched else "") or entry.text) if whole else ""
        dates = _dates(entry, fetched, self.profile)
        dating, sign = choose(dates, seen_at, fresh=fresh, alternatives=entry.alternatives), repost_sign(title, text)
        return ItemUpdate(
            entry=entry,
            title=title,
            text=text,
            dates=dates,
            published_at=dating.at,
            date_origin=dating.origin,
            stated=dating.stated,
            classification=classify_item(Channel.PORTAL, title, text, self.lexicon, whole=whole),
            digest=content_digest(title, text, (dating.at.isoformat() if dating.at else "",)),
            seen_at=seen_at,
            whole=whole,
            origin=Origin.REPOST if sign else Origin.OWN,
            repost_sign=sign,
            capture=fetched.page if fetched else None,
        )


def _title(entry: Entry, fetched: FetchedArticle | None) -> str:
    """The listing's title, or the page's where the listing cut it short or has none."""
    shown = fetched.article.title if fetched else ""
    if not shown:
        return entry.title
    return shown if not entry.title or (same_title(entry.title, shown) and len(shown) > len(entry.title)) else entry.title


def _dates(entry: Entry, fetched: FetchedArticle | None, profile: Profile) -> Dates:
    return Dates(
        printed_raw=(fetched.article.published_raw if fetched else "") or entry.published_raw,
        printed_at=_printed_at(entry, fetched.article) if fetched else None,
        listing_at=entry.published_at if entry.date_origin is DateOrigin.LISTING else None,
        feed_at=entry.published_at if entry.date_origin is DateOrigin.FEED else None,
        url_at=dated_address(entry.url, profile.url_date) if profile.url_date else None,
        header_at=_http_date(fetched.page.last_modified) if fetched else None,
        modified_at=entry.published_at if entry.date_origin is DateOrigin.MODIFIED else None,
    )


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
