"""Makes an item of what a source says of it and what was received for its article: text, dates and verdict → ItemUpdate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.dates import Dating, choose, find
from newswatch.core.dates.address import dated_address
from newswatch.core.dates.digits import month_first
from newswatch.core.dates.memory import settle, still_open
from newswatch.core.dates.places import Places
from newswatch.core.identity import content_digest, text_digest
from newswatch.core.model import LOCAL, Article, Channel, DateOrigin, Dates, Entry, Origin, Page, Profile, Verdict
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.text import same_title
from newswatch.services.poll.receive import Received


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the items of one source. `places` tells where the site's articles print their dates, and grows with each that is read."""

    profile: Profile
    lexicon: Lexicon
    places: Places

    def update(
        self,
        entry: Entry,
        received: Received | None,
        before: Known | None,
        now: datetime,
        *,
        fresh: bool,
        listed: bool = True,
        cut: bool = False,
    ) -> ItemUpdate:
        """An item by what a list says of it, what was received for its article (None where it has no page of its own), and what was known `before`.

        `listed` is false where no source names it this time; `cut` says that the list's own text is too little to tell what the item is.
        """
        article, page = (received.article, received.page) if received else (None, None)
        answer = received.answer if received else Answer.ENTRY
        seen_at = page.fetched_at if page else now
        title = _title(entry, article)
        text, whole = ("", False) if cut else _text(entry, title, article, answer, self.lexicon)
        if article and before is None:
            self.places.note(article.bare_place, article.bare_at, seen_at, dated=article.published_at is not None)
        dates, dating = self._settled(entry, article, page if article else None, before, seen_at, fresh=fresh)
        made = self._item(entry, received, (title, text), dates, whole=whole, seen_at=seen_at)
        return dated(replace(made, listed=listed), dating)

    def _item(
        self, entry: Entry, received: Received | None, said: tuple[str, str], dates: Dates, *, whole: bool, seen_at: datetime
    ) -> ItemUpdate:
        """An item by its title and text, before it is dated."""
        title, text = said
        sign = repost_sign(title, text)
        return ItemUpdate(
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
            capture=received.page if received else None,
            answer=received.answer if received else Answer.ENTRY,
            body=text_digest(text) if received and received.article else "",
        )

    def _settled(
        self, entry: Entry, article: Article | None, page: Page | None, before: Known | None, seen_at: datetime, *, fresh: bool
    ) -> tuple[Dates, Dating]:
        read = self._dates(entry, article, page)
        first_seen_at, stood = (before.first_seen_at, before.dates) if before else (seen_at, None)
        dates, dating = settle(read, stood, first_seen_at, seen_at, fresh=fresh, alternatives=entry.alternatives)
        return dates, still_open(dating, before.stated) if before else dating

    def redate(self, update: ItemUpdate) -> ItemUpdate:
        """An update anew by what the articles read since have shown of the place where its article prints a date: whether it states publication."""
        dates = update.dates
        if self.places.refutes(dates):
            dates = replace(dates, printed_at=None)
        elif update.published_at is None and dates.bare_at is not None and self.places.is_usual(dates.bare_place):
            dates = replace(dates, printed_at=dates.bare_at)
        else:
            return update
        return dated(replace(update, dates=dates), choose(dates, update.seen_at, fresh=False))

    def _dates(self, entry: Entry, article: Article | None, page: Page | None) -> Dates:
        stated = Dates(
            printed_raw=entry.published_raw,
            listing_at=entry.published_at if entry.date_origin is DateOrigin.LISTING else None,
            feed_at=entry.published_at if entry.date_origin is DateOrigin.FEED else None,
            url_at=dated_address(entry.url, self.profile.url_date) if self.profile.url_date else None,
            modified_at=entry.published_at if entry.date_origin is DateOrigin.MODIFIED else None,
        )
        if article is None or page is None:
            return stated
        bare_at = article.bare_at if self.places.is_usual(article.bare_place) else None
        return replace(
            stated,
            printed_raw=article.published_raw or entry.published_raw,
            printed_at=_printed_at(entry, article) or bare_at,
            header_at=_http_date(page.last_modified),
            relative_at=article.relative_at,
            modified_at=min(filter(None, (stated.modified_at, article.modified_at)), default=None),  # the nearest to publication
            bare_at=article.bare_at,
            bare_place=article.bare_place,
        )


def without_page(known: Known) -> Known:
    """What is known of an item without the dates of a page that turned out not to be its article."""
    dates = replace(known.dates, printed_at=None, relative_at=None, modified_at=None, bare_at=None, bare_place=None)
    return replace(known, dates=dates)


def dated(update: ItemUpdate, dating: Dating) -> ItemUpdate:
    """An item of which this date stands, with the digest of what it then is."""
    digest = content_digest(update.title, update.text, _stated(dating))
    return replace(update, published_at=dating.at, date_origin=dating.origin, stated=dating.stated, digest=digest)


def _text(entry: Entry, title: str, article: Article | None, answer: Answer, lexicon: Lexicon) -> tuple[str, bool]:
    """An item's text and whether it is known: the article's, else that of the feed, if it leaves no doubt that the item is PAR news.

    A feed's text may be a part of the article, so that it shows what the item is and never what it is not.
    """
    if article is not None or not answer.unread:
        return (article.text if article else "") or entry.text, True
    if not entry.text or is_garbled(entry.text):
        return "", False
    told = classify_item(Channel.PORTAL, title, entry.text, lexicon)
    return (entry.text, True) if told.verdict is Verdict.PAR else ("", False)


def _title(entry: Entry, article: Article | None) -> str:
    """The listing's title, or the page's where the listing cut it short, has none, or has it in broken letters."""
    shown = article.title if article else ""
    if not shown:
        return entry.title
    better = not entry.title or is_garbled(entry.title) or (same_title(entry.title, shown) and len(shown) > len(entry.title))
    return shown if better else entry.title


def _stated(dating: Dating) -> Sequence[str]:
    """The date that stands, and each sign that states another day."""
    if dating.at is None:
        return ("",)
    others = (f"{origin} {day.isoformat()}" for origin, day in dating.stated if day != local_day(dating.at))
    return (dating.at.astimezone(LOCAL).isoformat(), *others)


def _printed_at(entry: Entry, article: Article) -> datetime | None:
    """The date that the article prints, with the month first where the dates of its list prove to be printed so and it is then the day that the list
    states: the article's own page may print dates otherwise than its list or feed."""
    told = month_first(article.published_raw) if entry.month_first else article.published_raw
    found = find(told) if told != article.published_raw else None
    agrees = found is not None and entry.published_at is not None and local_day(found[0]) == local_day(entry.published_at)
    return found[0] if found and agrees else article.published_at


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
