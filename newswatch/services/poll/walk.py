"""One poll of one source: what is new on its pages, how far back they show everything, and what became of items they name no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newswatch.config import SourceKind
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Entry, Page, SourceWarning
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known, diff, guard, missing
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.records import ItemUpdate, Past, Poll, PollOutcome
from newswatch.errors import SourceError, Stopped, SuspectListing
from newswatch.services.faults import Fault, fault
from newswatch.services.poll.items import Opener
from newswatch.services.poll.listing_pages import NO_PAGER, listing_pages
from newswatch.services.poll.task import Task
from newswatch.sources import feed
from newswatch.sources.http.fetch import Fetcher

_FRESH = timedelta(days=3)
_TAIL = 3
_MOST_RECHECKS = 40


def poll(task: Task, fetcher: Fetcher, lexicon: Lexicon) -> Poll:
    """The poll of a source. What goes wrong with it is a Poll that says so, with all that was read before; so is a stop.

    An exception nobody foresaw is kept with its traceback.
    """
    past, walk = task.short_cut, _Walk(task, fetcher, Opener(task.source.profile, fetcher, lexicon))
    try:
        page = fetcher.get(task.source.url, etag=past.etag if past else "", last_modified=past.last_modified if past else "")
        if past and (page.not_modified or (past.sha256 and page.sha256 == past.sha256)):
            return _unchanged(past, page)
        walk.read(page)
        gone, unlisted = walk.recheck()
    except (SourceError, Stopped) as error:
        return walk.failed(error)
    except Exception as error:
        return walk.faulted(fault(task.source.url, error))
    return walk.done(page, gone, unlisted)


def faulted(found: Fault, at: datetime) -> Poll:
    """The poll of a source that a fault nobody foresaw ended before anything was read."""
    return Poll(at, PollOutcome.FAILED, str(found), traceback=found.traceback)


@dataclass(slots=True)
class _Walk:
    """What a poll has gathered so far; `troubles` are failures that trying again can mend."""

    task: Task
    fetcher: Fetcher
    opener: Opener
    updates: list[ItemUpdate] = field(default_factory=list)
    sighted: list[Entry] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    days: dict[str, datetime] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    reach: datetime | None = None
    ended: bool = False
    pages: int = 0
    first_count: int = 0

    def read(self, page: Page) -> None:
        """Reads the first page and, of a listing, those after it until its entries are older than needed."""
        if self.task.source.kind is SourceKind.FEED:
            self._read_feed(page)
        else:
            self._read_listing(page)

    def _read_feed(self, page: Page) -> None:
        source = self.task.source
        entries = feed.parse(page.body, page.final_url, id_pattern=source.profile.id_pattern, content_type=page.content_type)
        self._guard(entries)
        self.pages = 1
        self._take(entries, page)
        self.reach = self._reach(entries)

    def _read_listing(self, first: Page) -> None:
        for page in listing_pages(self.task, first, self.seen, self.fetcher):
            self.pages = page.number
            self.warnings += [w for w in page.warnings if w not in self.warnings]
            if page.number == 1:
                self._guard(page.entries)
            self._take(page.entries, page.page)
            self.reach = self._reach(page.entries, page.last, tail=1 if NO_PAGER in self.warnings else _TAIL) or self.reach
            self.ended = page.last
            if page.last or (self.reach is not None and self.reach <= self.task.since):
                return

    def _guard(self, entries: Sequence[Entry]) -> None:
        guard(entries, self.task.past.usual if self.task.past else None, self.task.source.url)
        self.first_count = len(entries)

    def _take(self, entries: Sequence[Entry], page: Page | None) -> None:
        """Notes the entries of one page; opens the articles of those that are new or changed."""
        known = self.task.known
        changes = diff([e for e in entries if e.key not in self.seen], known)
        for entry in (*changes.same, *changes.sighted):
            self._note(entry, entry.published_at or known[entry.key].published_at, self.fetcher.now())
        self.sighted += changes.sighted
        for entry in (*changes.new, *changes.changed):
            opened = self.opener.open(entry, fresh=self._is_fresh(entry))
            update = replace(opened.update, named_on=page if entry.key not in known else None)
            self.updates.append(update)
            self.troubles += filter(None, [opened.trouble])
            self.warnings += filter(None, [opened.warning])
            self._note(entry, update.published_at, update.seen_at)
            first_seen = known[entry.key].first_seen_at if entry.key in known else update.seen_at
            known[entry.key] = Known(0, "", first_seen, update.title, entry.url, update.published_at, update.whole)

    def _note(self, entry: Entry, published_at: datetime | None, now: datetime) -> None:
        """Notes an entry and its date; one in the future tells nothing of how far back the page goes."""
        self.seen.add(entry.key)
        if published_at is not None and published_at <= now:
            self.days[entry.key] = published_at

    def _is_fresh(self, entry: Entry) -> bool:
        """Whether a complete poll shortly before did not have the entry: then it can have been published today."""
        past, known = self.task.past, self.task.known
        return not self.task.new_ground and past is not None and entry.key not in known and self.fetcher.now() - past.fetched_at <= _FRESH

    def _reach(self, entries: Sequence[Entry], ended: bool = False, tail: int = _TAIL) -> datetime | None:
        """How far back the poll is complete: to the latest of the page's last dates, since a pinned or back-dated item may stand anywhere.

        A date without a time leaves its whole day open: other items of that day may stand on the next page. At the end of the archive it is the
        beginning of the oldest item's month: what a portal held before its first item, or before it moved here, nobody can see.
        """
        if ended:
            first = min(map(local_day, self.days.values()), default=None)
            return midnight(first.replace(day=1)) if first else None
        dated = [self.days[e.key] for e in entries if e.key in self.days]
        if not dated:
            return None
        latest = max(dated[-tail:])
        return latest if latest != midnight(local_day(latest)) else latest + timedelta(days=1)

    def recheck(self) -> tuple[list[str], list[str]]:
        """Asks for the items this source named before but names no more: keys of those gone, and of those only unlisted."""
        gone: list[str] = []
        unlisted: list[str] = []
        if self.reach is None:
            return gone, unlisted
        for key in missing(self.seen, self.task.known, self.reach)[:_MOST_RECHECKS]:
            state, update = self.opener.reopen(key, self.task.known[key])
            if state == "gone":
                gone.append(key)
            elif state == "there":
                unlisted.append(key)
                self.updates += filter(None, [update])
        return gone, unlisted

    def failed(self, error: SourceError | Stopped) -> Poll:
        """The poll as far as it came before an error, or before it was stopped."""
        outcome = PollOutcome.SUSPECT if isinstance(error, SuspectListing) else PollOutcome.FAILED
        reach = None if self.troubles else self.reach
        partial = Poll(self.fetcher.now(), outcome, str(error), reach, pages=self.pages, entries=self.first_count)
        return self._filled(replace(partial, stopped=isinstance(error, Stopped)))

    def faulted(self, found: Fault) -> Poll:
        """The poll as far as it came before a fault nobody foresaw. What was read is kept, but it proves nothing of any day."""
        return self._filled(replace(faulted(found, self.fetcher.now()), pages=self.pages, entries=self.first_count))

    def _filled(self, poll: Poll) -> Poll:
        return replace(poll, updates=tuple(self.updates), sighted=tuple(self.sighted), warnings=tuple(self.warnings))

    def done(self, page: Page, gone: Sequence[str], unlisted: Sequence[str]) -> Poll:
        """The poll at its end: failed if articles could not be read."""
        failed = bool(self.troubles)
        return Poll(
            fetched_at=page.fetched_at,
            outcome=PollOutcome.FAILED if failed else PollOutcome.OK,
            error=f"{len(self.troubles)} articles could not be read, first {self.troubles[0]}" if failed else "",
            reach=None if failed else self.reach,
            ended=self.ended and not failed,
            pages=self.pages,
            entries=self.first_count,
            etag=page.etag,
            last_modified=page.last_modified,
            sha256=page.sha256,
            updates=tuple(self.updates),
            sighted=tuple(self.sighted),
            gone=tuple(gone),
            unlisted=tuple(unlisted),
            warnings=tuple(self.warnings),
        )


def _unchanged(past: Past, page: Page) -> Poll:
    return Poll(
        fetched_at=page.fetched_at,
        outcome=PollOutcome.NOT_MODIFIED,
        reach=past.reach,
        ended=past.ended,
        pages=1,
        entries=past.usual or 0,
        etag=page.etag or past.etag,
        last_modified=page.last_modified or past.last_modified,
        sha256=page.sha256 or past.sha256,
    )
