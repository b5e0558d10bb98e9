"""The pages of a listing, one after another: which follow, whether they overlap, where the archive ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from newswatch.core import dates
from newswatch.core.model import Entry, Page, SourceWarning, WarningKind
from newswatch.core.polling.changes import guard
from newswatch.core.polling.proof import Order
from newswatch.core.polling.prove import Walked, foot_of, order_of, prove
from newswatch.errors import FetchError
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.look_back import look_back
from newswatch.services.poll.task import Task
from newswatch.sources import listing
from newswatch.sources.http.answered import answered_at
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.listing import Listing
from newswatch.sources.read.entry_dates import KnownDay, Memory

_WALKS_AGAIN = 3
_JUDGED_EVERY = 5
_FEWEST_TO_JUMP = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """One page as it was read: the address it was asked for by, and its entries that no page of this walk showed before."""

    url: str
    page: Page
    listing: Listing
    fresh: tuple[Entry, ...]


@dataclass(slots=True)
class ListingWalk:
    """One walk over the pages of a listing. `walked` is what it has shown so far, also where it breaks off."""

    task: Task
    gathered: Gathered
    fetcher: Fetcher
    walked: Walked = field(default_factory=Walked)
    first_count: int = 0
    number: int = 0
    _shown: set[str] = field(default_factory=set)
    _highest: int = 0
    _goal: int = 0
    _first: Page | None = None
    _entries: list[Entry] = field(default_factory=list)
    _proved: Mapping[str, dates.Order] = field(default_factory=dict)

    def run(self, first: Page) -> None:
        """Reads the first page and those after it until its entries are older than needed; begins anew, three times, where entries slipped."""
        for again in range(_WALKS_AGAIN + 1):
            self.walked, self._shown, self._highest, self._goal, self._first = Walked(), set(), 0, 0, first
            self._entries.clear()
            if self._walks(first):
                return
            if again < _WALKS_AGAIN:
                first = self.fetcher.get(self.task.source.url)
        self.walked = replace(self.walked, slipped=True)

    def _walks(self, first: Page) -> bool:
        """Goes through the pages and looks back on those that were read, also where the walk breaks off; False as soon as an entry has slipped."""
        try:
            return self._through(first)
        finally:
            self.walked = look_back(self.gathered, self._entries, self.walked)

    def _through(self, page: Page) -> bool:
        """The pages from the first on; False as soon as an entry has slipped."""
        url, before, self.number = self.task.source.url, None, 1
        while True:
            read = self._read(url, page)
            if self.number == 1:
                self._guard(read.listing.entries)
            if not read.fresh:
                self._no_more(read)
                return True
            self._add(read)
            if before is not None and self._slipped(before, read):
                return False
            following = self._after(read)
            if following is None:
                return True
            url, page, before, self.number = *following, read, self.number + 1

    def _after(self, read: _Read) -> tuple[str, Page] | None:
        """The address and the page to read next; None where the walk is at its goal or its end."""
        url = read.listing.next_url
        if url is None:
            self._ends()
            return None
        if (self._enough() and self._looked_ahead()) or self._from_the_end(read):
            return None
        if self.number >= self.task.max_pages:
            self.walked = replace(self.walked, limited=True)
            self.gathered.warn([SourceWarning(WarningKind.PAGE_LIMIT, self.number)])
            return None
        page = self._following(url)
        if page is None:
            self._ends()
            return None
        return url, page

    def _read(self, url: str, page: Page) -> _Read:
        memory = Memory(answered_at(page), self._known_day, self._proved)
        profile, kind = self.task.source.profile, page.content_type
        read = listing.read(page.body, page.final_url, profile, content_type=kind, number=self.number, memory=memory)
        self._proved = read.proved
        self.gathered.warn(read.warnings)
        self._highest = max(self._highest, *read.pages, 0)
        rows = tuple(tuple(map(self.gathered.keys.known_key, row)) for row in read.rows)
        read = replace(read, entries=self.gathered.keys.as_known(read.entries), rows=rows)
        return _Read(url, page, read, tuple(e for e in read.entries if e.key not in self._shown))

    def _known_day(self, key: str) -> KnownDay | None:
        day = self.gathered.keys.known_day(key)
        return KnownDay(day, sure=not self.task.known[key].doubtful) if day else None

    def _guard(self, entries: Sequence[Entry]) -> None:
        self.first_count = len(entries)
        guard(entries, self.task.past.usual if self.task.past else None, self.task.source.url)

    def _add(self, read: _Read, *, upwards: bool = False) -> None:
        entries = read.listing.entries
        self.gathered.take(entries, read.page)
        self._shown |= {e.key for e in entries}
        row_of = {self.task.known.owner(key): number for number, row in enumerate(read.listing.rows) for key in row}
        ordered = entries[::-1] if upwards else entries
        self._entries += ordered
        shown = tuple(replace(e, row=row_of.get(e.key, 0)) for e in self.gathered.shown(ordered))
        self.walked = replace(self.walked, pages=(*self.walked.pages, shown), several=self.walked.several or read.listing.lists > 1)

    def _ends(self) -> None:
        """The page has no next one. Only a page that others led to is an end, and only if the pager shows no page behind it."""
        if len(self.walked.pages) < 2:
            self.walked = replace(self.walked, alone=True)
            self.gathered.warn([SourceWarning(WarningKind.NO_PAGER)])
        elif self._highest > self.number:
            self.walked = replace(self.walked, missing=True)
        else:
            self.walked = replace(self.walked, ended=True)

    def _no_more(self, read: _Read) -> None:
        """A page shows nothing that those before it had not: the end, unless it is another kind of page or there are entries behind it."""
        self.number -= 1
        first = self._first
        strange = not read.listing.entries and first is not None and not listing.alike(read.page.body, first.body, read.page.final_url)
        if strange or self._goes_on(read):
            self.walked = replace(self.walked, missing=True)
        else:
            self._ends()

    def _goes_on(self, read: _Read) -> bool:
        """Whether the page behind one that shows nothing new has entries; asked only where the pager tells nothing and pages are tried by number."""
        profile = self.task.source.profile
        if self._highest or profile.next_page or read.listing.next_url is None:
            return False
        page = self._following(read.listing.next_url)
        if page is None:
            return False
        behind = self._read(read.listing.next_url, page)
        self.gathered.take(behind.fresh, page)
        return bool(behind.fresh)

    def _slipped(self, before: _Read, now: _Read) -> bool:
        """Whether entries moved up onto a page already read, because others were taken away meanwhile; where new ground is walked.

        The page before is asked again. What neither page showed there, below an entry that is known, has slipped, and is taken now. So has all of a
        page on which nothing is known any more.
        """
        if all(self.task.known.was_named(e.key) for read in (before, now) for e in read.listing.entries):
            return False
        joined = self.walked  # the page joins those before it only once the one above it could be asked again
        self.walked = replace(joined, pages=joined.pages[:-1])
        again = self._read(before.url, self.fetcher.get(before.url))
        self.walked = joined
        known = next((n for n, e in enumerate(again.listing.entries) if e.key in self._shown), 0)
        slipped = [e for e in again.listing.entries[known:] if e.key not in self._shown]
        self.gathered.take(slipped, again.page)
        return bool(slipped)

    def _enough(self) -> bool:
        """Whether the walk has come as far back as it must."""
        pages = len(self.walked.pages)
        past, now = self.task.past, self.fetcher.now()
        displacement = past.displacement_days if past else 0
        foot = foot_of(self.walked, displacement)
        if foot is None and past is not None and past.proof is not None and past.proof.order is Order.ARRIVAL and not self.task.deep:
            proof = prove(self.walked, past, now)
            return proof.order is Order.ARRIVAL and proof.since != now
        if foot is None or foot > self.task.since or (pages > _JUDGED_EVERY and pages % _JUDGED_EVERY):
            return False
        found = order_of(self.walked, past.proof if past else None)
        exact = foot_of(self.walked, max(displacement, found.displacement_days))
        return found.order is Order.NEWEST_FIRST and exact is not None and exact <= self.task.since

    def _looked_ahead(self) -> bool:
        """Whether a walk over ground that no poll has proved went on for as many pages again: a second section may begin behind the first."""
        past = self.task.past
        if past is not None and past.proof is not None and not self.task.new_ground:
            return True
        self._goal = self._goal or 2 * len(self.walked.pages)
        return len(self.walked.pages) >= self._goal

    def _from_the_end(self, first: _Read) -> bool:
        """Reads an oldest-first list from its last page, if the pager names it. False if it doesn't, or the last page is older than the first."""
        past = self.task.past
        if self.number > 1 or self._highest < _FEWEST_TO_JUMP or self._highest not in first.listing.pages:
            return False
        if order_of(self.walked, past.proof if past else None).order is not Order.OLDEST_FIRST:
            return False
        forwards, self.number = self.walked, self._highest
        read = self._read(first.listing.pages[self.number], self.fetcher.get(first.listing.pages[self.number]))
        self.walked = Walked(backwards=True, last=self.number, ended=read.listing.next_url is None and self._highest == self.number)
        self._add(read, upwards=True)
        if not read.fresh or _newest(self.walked) < _newest(forwards):
            self.walked, self.number = forwards, 1
            return False
        self._backwards(read)
        return True

    def _backwards(self, read: _Read) -> None:
        while self.number > 1 and len(self.walked.pages) < self.task.max_pages:
            self.number -= 1
            url = self.task.source.url if self.number == 1 else read.listing.pages.get(self.number)
            if url is None:
                self.walked = replace(self.walked, missing=True)
                return
            read = self._read(url, self.fetcher.get(url))
            self._add(read, upwards=True)
            foot = foot_of(self.walked, self.task.past.displacement_days if self.task.past else 0)
            if foot is not None and foot <= self.task.since:
                return

    def _following(self, url: str) -> Page | None:
        """The next page, or None where a page number tried by pattern leads past the end; a page that was linked to and is missing is a fault."""
        try:
            return self.fetcher.get(url)
        except FetchError as error:
            if error.status in (404, 410) and not self.task.source.profile.next_page:
                return None
            raise


def _newest(walked: Walked) -> float:
    return max((e.at.timestamp() for page in walked.pages for e in page if e.at is not None), default=0.0)
