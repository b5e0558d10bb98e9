"""One item of a source: its article is fetched, read, dated and classified → ItemUpdate."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.dates import choose
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, content_digest, text_digest
from newswatch.core.model import Article, Channel, DateOrigin, Dates, Entry, Origin, Page, Profile, Verdict
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.text import same_title
from newswatch.services.poll.receive import Received, Receiver

_LED_AWAY = frozenset({Answer.HOME, Answer.OTHER_PAGE, Answer.ERROR_PAGE})


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening an item's article brought. `update` is None if nothing of the item changes, since what was read before stands.

    `error` says why the article could not be had.
    """

    answer: Answer
    asked_at: datetime | None
    update: ItemUpdate | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the articles of one source."""

    profile: Profile
    receiver: Receiver
    lexicon: Lexicon

    def open(self, entry: Entry, before: Known | None = None, *, fresh: bool, listed: bool = True) -> Opened:
        """Opens the article of a new or changed entry.

        An article that could not be had leaves the item unread, unless it was read `before`: then that stands. Later polls ask for it again
        (`core.answer.schedule`). `fresh` says that a poll shortly before did not have the item (see `core.dates.choose`).
        """
        if not entry.url:
            return Opened(Answer.ENTRY, None, self._update(entry, None, fresh=fresh))
        received = self.receiver.ask(entry.url, entry.title)
        if received.article is None and ((before is not None and before.whole) or not listed):
            return Opened(received.answer, received.asked_at, None, received.error)
        update = replace(self._update(entry, received, fresh=fresh), listed=listed)
        return Opened(received.answer, received.asked_at, update, received.error)

    def unread(self, entry: Entry, answer: Answer, *, fresh: bool) -> ItemUpdate:
        """An item whose page turned out not to be its article, by what the list says of it."""
        return self._update(entry, Received(answer, self.receiver.fetcher.now()), fresh=fresh)

    def reopen(self, key: str, known: Known) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What became of an item that its source names no more.

        It is gone if there is no such page or its address leads elsewhere. It is unsure if the page can't be had now, or is not its article.
        """
        received = self.receiver.ask(known.url, known.title)
        led = received.page is not None and canonical_url(received.page.final_url) != canonical_url(known.url)
        if received.article is None or led:
            gone = received.answer is Answer.MISSING or (led and (not received.answer.unread or received.answer in _LED_AWAY))
            return ("gone" if gone else "unsure"), None
        entry = Entry(key=key, url=known.url, title=received.article.title or known.title)
        return "there", replace(self._update(entry, received, fresh=False), listed=False)

    def look(self, key: str, url: str) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What lies at an address of which nothing else is known. It is gone if there is no such page or it leads to the home page.

        It is unsure if the page can't be had, leads to another one or is no article.
        """
        received = self.receiver.ask(url, "")
        if received.page is None or received.article is None:
            led_home = received.page is not None and received.page.final_url != url and received.answer is Answer.HOME
            return ("gone" if received.answer is Answer.MISSING or led_home else "unsure"), None
        return "there", self._update(Entry(key=key, url=url, title=received.article.title), received, fresh=False)

    def _update(self, entry: Entry, received: Received | None, *, fresh: bool) -> ItemUpdate:
        return update_of(entry, received, self.profile, self.lexicon, self.receiver.fetcher.now(), fresh=fresh)


def update_of(
    entry: Entry, received: Received | None, profile: Profile, lexicon: Lexicon, now: datetime, *, fresh: bool, listed: bool = True
) -> ItemUpdate:
    """An item by what a list says of it and what was received for its article; None where it has no page of its own."""
    article, page = (received.article, received.page) if received else (None, None)
    answer = received.answer if received else Answer.ENTRY
    seen_at = page.fetched_at if page else now
    title = _title(entry, article)
    text, whole = _text(entry, title, article, answer, lexicon)
    dates = _dates(entry, article, page if article else None, profile)
    dating, sign = choose(dates, seen_at, fresh=fresh), repost_sign(title, text)
    return ItemUpdate(
        entry=entry,
        title=title,
        text=text,
        dates=dates,
        published_at=dating.at,
        date_origin=dating.origin,
        stated=dating.stated,
        classification=classify_item(Channel.PORTAL, title, text, lexicon, whole=whole),
        digest=content_digest(title, text, (dating.at.isoformat() if dating.at else "",)),
        seen_at=seen_at,
        whole=whole,
        origin=Origin.REPOST if sign else Origin.OWN,
        repost_sign=sign,
        capture=page,
        answer=answer,
        body=text_digest(text) if article else "",
        listed=listed,
    )


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


def _dates(entry: Entry, article: Article | None, page: Page | None, profile: Profile) -> Dates:
    return Dates(
        printed_raw=(article.published_raw if article else "") or entry.published_raw,
        printed_at=article.published_at if article else None,
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
