"""Opens the articles of one source: what is asked for, what comes of an item that its source names no more, what lies at an unknown address."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from newswatch.core.answer.kinds import Answer
from newswatch.core.hosts.own import Hosts
from newswatch.core.identity import canonical_url, item_key
from newswatch.core.model import DateOrigin, Entry, Page, Place
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.polling.told import told
from newswatch.errors import BudgetSpent, SourceError
from newswatch.services.poll.made import Maker, without_page
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
    """Opens the articles of one source. `hosts` are those that people settled for its unit."""

    receiver: Receiver
    maker: Maker
    hosts: Hosts

    def open(self, entry: Entry, before: Known | None, *, fresh: bool, listed: bool = True, shared: bool = False) -> Opened:
        """Opens the article of a new entry, or of one that differs from what was known `before`.

        An article that could not be had leaves the item unread, unless it was read `before`: then that stands. Later polls ask for it again
        (`core.answer.schedule`). `fresh` says that a poll shortly before did not have the item (see `core.dates.choose`).
        Nothing is asked for on a host that people have not named as the portal's, nor of a `shared` address, whose page is not this article's: such
        an item is what its source tells.
        """
        elsewhere = self.hosts.place(entry.url) is not Place.OWN
        if elsewhere or shared:
            return Opened(Answer.ENTRY, None, replace(self._told(entry, before, fresh=fresh), elsewhere=elsewhere))
        if not entry.url:
            return Opened(Answer.ENTRY, None, self._update(entry, None, before, fresh=fresh))
        received = self.receiver.ask(entry.url, entry.title)
        if received.article is None and ((before is not None and before.whole) or not listed):
            return Opened(received.answer, received.asked_at, None, received.error)
        update = replace(self._update(entry, received, before, fresh=fresh), listed=listed)
        return Opened(received.answer, received.asked_at, update, received.error)

    def unread(self, entry: Entry, before: Known, answer: Answer) -> ItemUpdate:
        """An item whose page turned out not to be its article, by what the list says of it."""
        return self._update(entry, Received(answer, self.receiver.fetcher.now()), without_page(before), fresh=False)

    def redate(self, update: ItemUpdate) -> ItemUpdate:
        """An update, dated by what the articles read since have shown of the place where it prints a date."""
        return self.maker.redate(update)

    def reopen(self, key: str, known: Known) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What became of an item that its source names no more.

        It is gone if there is no such page or its address leads elsewhere than to the article's new place, which bears its title. It is unsure if the
        page can't be had now, is not its article, or is not to be asked for.
        """
        if self.hosts.place(known.url) is not Place.OWN:
            return "unsure", None
        received = self.receiver.ask(known.url, known.title)
        led = _led(received.page, known.url)
        moved = led if received.answer is Answer.ARTICLE and urlsplit(led).path.strip("/") else ""
        if received.article is None or (led and not moved):
            gone = received.answer is Answer.MISSING or (led and (not received.answer.unread or received.answer in _LED_AWAY))
            return ("gone" if gone else "unsure"), None
        entry = Entry(key=key, url=moved or known.url, title=received.article.title or known.title)
        update = replace(self._update(entry, received, known, fresh=False), listed=False)
        return "there", replace(update, moved_to=item_key(moved, self.maker.profile.id_pattern) if moved else "")

    def leads_to(self, known: Known, url: str) -> bool:
        """Whether the address of a known item redirects to another one. Raises BudgetSpent if it may not be asked for today."""
        try:
            page = self.receiver.fetcher.get(known.url)
        except BudgetSpent:
            raise
        except SourceError:
            return False
        return canonical_url(page.final_url) == canonical_url(url) != canonical_url(known.url)

    def look(self, key: str, url: str) -> tuple[Literal["gone", "there", "unsure"], ItemUpdate | None]:
        """What lies at an address of which nothing else is known. It is gone if there is no such page or it leads to the home page.

        It is unsure if the page can't be had, leads to another one or is no article.
        """
        received = self.receiver.ask(url, "")
        if received.page is None or received.article is None:
            led_home = received.page is not None and received.page.final_url != url and received.answer is Answer.HOME
            return ("gone" if received.answer is Answer.MISSING or led_home else "unsure"), None
        if led := _led(received.page, url):
            return ("unsure" if urlsplit(led).path.strip("/") else "gone"), None
        return "there", self._update(Entry(key=key, url=url, title=received.article.title), received, None, fresh=False)

    def _told(self, entry: Entry, before: Known | None, *, fresh: bool) -> ItemUpdate:
        text, whole = told(entry)
        now = self.receiver.fetcher.now()
        return replace(self.maker.update(replace(entry, text=text), None, before, now, fresh=fresh, cut=not whole), entry=entry)

    def _update(self, entry: Entry, received: Received | None, before: Known | None, *, fresh: bool) -> ItemUpdate:
        return self.maker.update(entry, received, before, self.receiver.fetcher.now(), fresh=fresh)


def _led(page: Page | None, url: str) -> str:
    """Where a request was led to, if that is another address than the one asked for."""
    return page.final_url if page is not None and canonical_url(page.final_url) != canonical_url(url) else ""


def entry_of(key: str, known: Known) -> Entry:
    """What is known of an item as a list would say it."""
    dates = known.dates
    at, origin = (dates.listing_at, DateOrigin.LISTING) if dates.listing_at else (dates.feed_at, DateOrigin.FEED)
    return Entry(key, known.url, known.title, published_at=at, date_origin=origin if at else DateOrigin.NONE)
