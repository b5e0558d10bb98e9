"""Opening one article: fetch, read, date, rule → Finding."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.standing import choose, dated_address
from newswatch.core.identity import canonical_url, content_digest
from newswatch.core.model import Article, Channel, DateOrigin, Dates, Entry, Page, Profile
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.text import same_title
from newswatch.errors import FetchError, ParseError, SourceError
from newswatch.sources import article
from newswatch.sources.http.fetch import Fetcher


def open_article(entry: Entry, profile: Profile, fetcher: Fetcher, lexicon: Lexicon, *, fresh: bool) -> tuple[ItemUpdate, str, str]:
    """The finding for a new or changed entry, the trouble if trying again soon can help, and a warning if its article can't be had.

    An article that could not be had stays unread and is asked for again by every look; one that is no page (a PDF, say) is known by its title.
    `fresh` says that a look shortly before did not have the item (see `core.dating.choose`).
    """
    if not entry.url:
        return _update(entry, None, None, profile, fetcher.now(), lexicon, fresh=fresh, whole=True), "", ""
    try:
        page = fetcher.get(entry.url)
        read = article.read(page.body, page.final_url, profile, content_type=page.content_type, title_hint=entry.title)
    except SourceError as error:
        update = _update(entry, None, None, profile, fetcher.now(), lexicon, fresh=fresh, whole=isinstance(error, ParseError))
        return update, str(error) if error.temporary else "", "" if error.temporary else str(error)
    return _update(entry, page, read, profile, page.fetched_at, lexicon, fresh=fresh, whole=True), "", ""


def reopen(
    key: str, known: Known, profile: Profile, fetcher: Fetcher, lexicon: Lexicon
) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
    """What became of an item its source names no more: gone (no such page, or its address leads elsewhere), still there, or not to be told now."""
    try:
        page = fetcher.get(known.url)
        read = article.read(page.body, page.final_url, profile, content_type=page.content_type, title_hint=known.title)
    except FetchError as error:
        return ("gone" if error.status in (404, 410) else "unsure"), None
    except SourceError:
        return "unsure", None
    if canonical_url(page.final_url) != canonical_url(known.url) or not read.text:
        return "gone", None
    entry = Entry(key=key, url=known.url, title=read.title or known.title)
    return "there", _update(entry, page, read, profile, page.fetched_at, lexicon, fresh=False, whole=True)


def _update(
    entry: Entry,
    page: Page | None,
    read: Article | None,
    profile: Profile,
    seen_at: datetime,
    lexicon: Lexicon,
    *,
    fresh: bool,
    whole: bool,
) -> ItemUpdate:
    title = _title(entry, read)
    text = ((read.text if read else "") or entry.text) if whole else ""
    dates = _dates(entry, page, read, profile)
    dating = choose(dates, seen_at, fresh=fresh)
    classification = classify_item(Channel.PORTAL, title, text, lexicon, whole=whole)
    return ItemUpdate(
        entry=entry,
        title=title,
        text=text,
        dates=dates,
        published_at=dating.at,
        date_origin=dating.origin,
        stated=dating.stated,
        classification=classification,
        digest=content_digest(title, text, (dating.at.isoformat() if dating.at else "",)),
        seen_at=seen_at,
        whole=whole,
        capture=page,
    )


def _title(entry: Entry, read: Article | None) -> str:
    """The listing's title, or the page's where the listing cut it short or has none."""
    if read is None or not read.title:
        return entry.title
    return read.title if not entry.title or (same_title(entry.title, read.title) and len(read.title) > len(entry.title)) else entry.title


def _dates(entry: Entry, page: Page | None, read: Article | None, profile: Profile) -> Dates:
    return Dates(
        printed_raw=(read.published_raw if read else "") or entry.published_raw,
        printed_at=read.published_at if read else None,
        listing_at=entry.published_at if entry.date_origin is DateOrigin.LISTING else None,
        feed_at=entry.published_at if entry.date_origin is DateOrigin.FEED else None,
        url_at=dated_address(entry.url, profile.url_date) if profile.url_date else None,
        header_at=_http_date(page.last_modified) if page else None,
    )


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
