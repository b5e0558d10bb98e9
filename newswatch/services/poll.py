"""One look at one source: ask, read, compare with what is known, open the articles of what is new or changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newswatch.config import Source, SourceKind
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.standing import local_day
from newswatch.core.model import Entry, Page
from newswatch.core.polling.changes import Known, diff, guard, missing
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.records import ItemUpdate, Past, Poll, PollOutcome
from newswatch.errors import FetchError, SourceError, SuspectListing
from newswatch.sources import feed, listing
from newswatch.sources.fetch_article import open_article, reopen
from newswatch.sources.http.fetch import Fetcher

_FRESH = timedelta(days=3)
_FIRST_FOLLOWED = 2
_NO_PAGER = "no way to a second page was found; what is older than this page was not looked at: run `newswatch probe` and set next_page or page_pattern"
_TAIL = 3
_MOST_RECHECKS = 40


@dataclass(slots=True)
class Task:
    """What one look is given: the source, what earlier looks left, and how far back it must go.

    `known` is shared by the sources of one unit on one host and grows as they are read. A `deep` look takes no short cut; one on `new_ground` goes
    where none went before, so that what it finds may be old.
    """

    source: Source
    past: Past | None
    known: dict[str, Known]
    since: datetime
    deep: bool = False
    new_ground: bool = False
    max_pages: int = 40


@dataclass(slots=True)
class _Walk:
    """What a look has gathered so far; `troubles` are failures that trying again can mend."""

    task: Task
    updates: list[ItemUpdate] = field(default_factory=list)
    sighted: list[Entry] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    days: dict[str, datetime] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reach: datetime | None = None
    ended: bool = False
    pages: int = 0
    first_count: int = 0


def poll(task: Task, fetcher: Fetcher, lexicon: Lexicon) -> Poll:
    """The Look at a source; an expected failure is a Look that says so, with all that was read before it."""
    past = None if task.deep or not _short_cut(task) else task.past
    walk = _Walk(task)
    try:
        page = fetcher.get(task.source.url, etag=past.etag if past else "", last_modified=past.last_modified if past else "")
        if past and (page.not_modified or (past.sha256 and page.sha256 == past.sha256)):
            return _unchanged(past, page)
        _read(walk, page, fetcher, lexicon)
    except SourceError as error:
        return _failed(walk, fetcher.now(), error)
    gone, unlisted = _recheck(walk, fetcher, lexicon)
    return _poll(walk, page, gone, unlisted)


def _short_cut(task: Task) -> bool:
    """Whether an unchanged first page proves that nothing is to be read: only if the last look went as deep as this one must."""
    past = task.past
    return past is not None and past.reach is not None and (task.source.kind is SourceKind.FEED or past.ended or past.reach <= task.since)


def _read(walk: _Walk, page: Page, fetcher: Fetcher, lexicon: Lexicon) -> None:
    """Reads the first page and, of a listing, those after it until its entries are older than needed."""
    task, url = walk.task, walk.task.source.url
    usual = task.past.usual if task.past else None
    if task.source.kind is SourceKind.FEED:
        told = feed.parse(page.body, page.final_url, id_pattern=task.source.profile.id_pattern, content_type=page.content_type)
        guard(told, usual, url)
        walk.pages, walk.first_count = 1, len(told)
        _take(walk, told, fetcher, lexicon)
        walk.reach = _reach(walk, told)
        return
    for entries, last in _listing_pages(walk, page, usual, fetcher):
        _take(walk, entries, fetcher, lexicon)
        walk.reach = _reach(walk, entries, last, tail=1 if _NO_PAGER in walk.warnings else _TAIL) or walk.reach
        walk.ended = last
        if last or (walk.reach is not None and walk.reach <= task.since):
            return


def _listing_pages(walk: _Walk, page: Page, usual: int | None, fetcher: Fetcher) -> Iterator[tuple[Sequence[Entry], bool]]:
    """The entries of one page after another, and whether the archive ends there: only a page that others led to can be the last."""
    profile = walk.task.source.profile
    while True:
        walk.pages += 1
        read = listing.read(page.body, page.final_url, profile, content_type=page.content_type, number=walk.pages)
        walk.warnings += [w for w in read.warnings if w not in walk.warnings]
        if walk.pages == 1:
            guard(read.entries, usual, walk.task.source.url)
            walk.first_count = len(read.entries)
        elif all(e.key in walk.seen for e in read.entries):
            yield (), walk.pages > _FIRST_FOLLOWED
            return
        walk.warnings += [_NO_PAGER] if read.next_url is None and walk.pages == 1 else []
        yield read.entries, read.next_url is None and walk.pages > 1
        if read.next_url is None:
            return
        if walk.pages >= walk.task.max_pages:
            walk.warnings.append(f"stopped after {walk.pages} pages (max_pages)")
            return
        following = _following(read.next_url, fetcher, linked=bool(profile.next_page))
        if following is None:
            yield (), walk.pages > 1
            return
        page = following


def _following(url: str, fetcher: Fetcher, *, linked: bool) -> Page | None:
    """The next page, or None where a page number tried by pattern leads past the end; a page that was linked to and is missing is a fault."""
    try:
        return fetcher.get(url)
    except FetchError as error:
        if error.status in (404, 410) and not linked:
            return None
        raise


def _take(walk: _Walk, entries: Sequence[Entry], fetcher: Fetcher, lexicon: Lexicon) -> None:
    """Notes the entries of one page; opens the articles of those that are new or changed."""
    changes = diff([e for e in entries if e.key not in walk.seen], walk.task.known)
    for entry in (*changes.same, *changes.sighted):
        _note(walk, entry, entry.published_at or walk.task.known[entry.key].published_at, fetcher.now())
    walk.sighted += changes.sighted
    for entry in (*changes.new, *changes.changed):
        fresh = _is_fresh(walk.task, entry, fetcher.now())
        update, trouble, warning = open_article(entry, walk.task.source.profile, fetcher, lexicon, fresh=fresh)
        walk.updates.append(update)
        walk.troubles += filter(None, [trouble])
        walk.warnings += filter(None, [warning])
        _note(walk, entry, update.published_at, update.seen_at)
        first_seen = walk.task.known[entry.key].first_seen_at if entry.key in walk.task.known else update.seen_at
        walk.task.known[entry.key] = Known(0, "", first_seen, update.title, entry.url, update.published_at, update.whole)


def _note(walk: _Walk, entry: Entry, published_at: datetime | None, now: datetime) -> None:
    """Notes an entry and its date; one in the future tells nothing of how far back the page goes."""
    walk.seen.add(entry.key)
    if published_at is not None and published_at <= now:
        walk.days[entry.key] = published_at


def _is_fresh(task: Task, entry: Entry, now: datetime) -> bool:
    """Whether a complete look shortly before did not have the entry: then it can have been published today."""
    return not task.new_ground and task.past is not None and entry.key not in task.known and now - task.past.fetched_at <= _FRESH


def _reach(walk: _Walk, entries: Sequence[Entry], ended: bool = False, tail: int = _TAIL) -> datetime | None:
    """How far back the look is complete: to the latest of the page's last dates, since a pinned or back-dated item may stand anywhere.

    A date without a time leaves its whole day open: other items of that day may stand on the next page. At the end of the archive it is the
    beginning of the oldest item's month: what a portal held before its first item, or before it moved here, nobody can see.
    """
    if ended:
        first = min(map(local_day, walk.days.values()), default=None)
        return midnight(first.replace(day=1)) if first else None
    dated = [walk.days[e.key] for e in entries if e.key in walk.days]
    if not dated:
        return None
    latest = max(dated[-tail:])
    return latest if latest != midnight(local_day(latest)) else latest + timedelta(days=1)


def _recheck(walk: _Walk, fetcher: Fetcher, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Asks for the items this source named before but names no more: keys of those gone, and of those only unlisted."""
    gone: list[str] = []
    unlisted: list[str] = []
    if walk.reach is None:
        return gone, unlisted
    for key in missing(walk.seen, walk.task.known, walk.reach)[:_MOST_RECHECKS]:
        known: Mapping[str, Known] = walk.task.known
        state, update = reopen(key, known[key], walk.task.source.profile, fetcher, lexicon)
        if state == "gone":
            gone.append(key)
        elif state == "there":
            unlisted.append(key)
            walk.updates += filter(None, [update])
    return gone, unlisted


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


def _failed(walk: _Walk, now: datetime, error: SourceError) -> Poll:
    outcome = PollOutcome.SUSPECT if isinstance(error, SuspectListing) else PollOutcome.FAILED
    reach = None if walk.troubles else walk.reach
    partial = Poll(now, outcome, str(error), reach, pages=walk.pages, entries=walk.first_count)
    return replace(partial, updates=tuple(walk.updates), sighted=tuple(walk.sighted), warnings=tuple(walk.warnings))


def _poll(walk: _Walk, page: Page, gone: Sequence[str], unlisted: Sequence[str]) -> Poll:
    failed = bool(walk.troubles)
    return Poll(
        fetched_at=page.fetched_at,
        outcome=PollOutcome.FAILED if failed else PollOutcome.OK,
        error=f"{len(walk.troubles)} articles could not be read, first {walk.troubles[0]}" if failed else "",
        reach=None if failed else walk.reach,
        ended=walk.ended and not failed,
        pages=walk.pages,
        entries=walk.first_count,
        etag=page.etag,
        last_modified=page.last_modified,
        sha256=page.sha256,
        updates=tuple(walk.updates),
        sighted=tuple(walk.sighted),
        gone=tuple(gone),
        unlisted=tuple(unlisted),
        warnings=tuple(walk.warnings),
    )
