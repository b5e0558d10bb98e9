"""What one poll is given, and how far back it is to go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from newswatch.config import FetchSettings, Source, SourceKind, Unit
from newswatch.core.hosts.own import Hosts
from newswatch.core.model import LOCAL, Page, Place
from newswatch.core.months import local_day, month_of, year_window
from newswatch.core.polling.changes import Known
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.known import KnownItems
from newswatch.core.polling.proof import End, Order, Walk
from newswatch.core.polling.prove import extends
from newswatch.core.polling.records import Past, Span
from newswatch.errors import StoreError

_LOOKED_AGAIN = timedelta(days=3)
MOST_PAGES = 1000
"""How many pages a poll reads at most that has to come to the end of an archive."""


def _as_it_is(page: Page) -> Page:
    return page


class Items(NamedTuple):
    """What is known of a unit's items, and a mark that changes with all of it (see `Task.quiet`)."""

    known: KnownItems
    mark: str = ""


class Heard(NamedTuple):
    """What the polls of a unit found in one run: items by their keys, and the keys of those that moved by those of the addresses they moved to."""

    known: Mapping[str, Known]
    moved: Mapping[str, str]


NOTHING = Heard({}, {})


class NotSent(StoreError):
    """What is known of a unit's items is asked for where it is not to be had: it stayed with whoever sent the poll."""


def not_sent() -> Items:
    """Stands in a task for items that were not sent along. Raises NotSent."""
    raise NotSent("the unit's items were not sent along; whoever sent the poll has them")


@dataclass(slots=True)
class Task:
    """What one poll is given: the source, what earlier polls left, and how far back it must go.

    `known` is opened (`load`) once it is asked for, and grows. What the sources of the unit before this one found is `heard`. `mark` is that of the
    items as they stand, empty if an unchanged page may need them; `settled` says that people gave dates to items of the unit. A `deep` poll takes no
    short cut. One on `new_ground` goes where none went before, so that what it finds may be old. `body_wanted` says that no poll of this day has been
    given a page: then the server isn't asked whether the page has changed, since one that always says no would stop time.
    `hosts` are those that people settled for the unit.
    Items dated from `decides_from` on, or undated, can decide months that are not settled.
    `claims` are the stretches that lists of the site were proved to show whole, shortly before a witness of it is asked.
    `page` is the first page, once it is there: a poll that broke off for want of `load` goes on with it.
    """

    source: Source
    past: Past | None
    load: Callable[[], Items]
    since: datetime
    hosts: Hosts
    deep: bool = False
    new_ground: bool = False
    max_pages: int = 40
    body_wanted: bool = False
    claims: list[Span] = field(default_factory=list)
    mark: str = ""
    settled: bool = True
    pack: Callable[[Page], Page] = _as_it_is
    heard: Heard = NOTHING
    touched: set[str] = field(default_factory=set)
    items: Items | None = None
    decides_from: datetime | None = None
    page: Page | None = None

    @property
    def known(self) -> KnownItems:
        """The unit's items by their keys."""
        if self.items is None:
            self.items = self.load()
            self._catch_up(self.items)
        return self.items.known

    def _catch_up(self, items: Items) -> None:
        items.known.hear(self.heard.known, self.heard.moved)

    @property
    def list_pages(self) -> int:
        """How many requests its lists may take, by the poll before this one: so many are kept for them where a host's are counted."""
        if self.past is not None and self.past.proof is not None and not self.deep:
            return max(self.past.proof.pages, 1)
        return 1 if self.source.kind is SourceKind.FEED else self.max_pages

    def decides(self, item: Known) -> bool:
        """Whether an item can decide a month that is not settled."""
        return item.published_at is None or self.decides_from is None or item.published_at >= self.decides_from

    @property
    def quiet(self) -> bool:
        """Whether an unchanged first page needs no item: the poll before this one went over all of them and found none that waits for anything, and
        they, the settled hosts and the program are as they were."""
        return bool(self.mark) and self.past is not None and self.past.quiet == self.mark

    @property
    def mark_of_items(self) -> str:
        """The mark of the items as they were when they were read; none where the poll was told of others since."""
        return self.items.mark if self.items is not None and not self.heard.known else ""

    def hear(self, found: Mapping[str, Known], moved: Mapping[str, str]) -> None:
        """Takes over what sources of the unit found in this run before this one is read."""
        self.heard = Heard(dict(found), dict(moved))
        if found:
            self.mark = ""
        if self.items is not None:
            self._catch_up(self.items)

    def learn(self, key: str, item: Known) -> None:
        """Notes what the poll found out of an item."""
        self.known.put(key, item)
        self.touched.add(key)

    def told(self) -> Heard:
        """What the poll found out, for the sources after it; the items themselves and the page are let go."""
        self.page = None
        if self.items is None:
            return self.heard
        known, self.items = self.items.known, None
        return Heard({**self.heard.known, **{key: known[key] for key in self.touched}}, known.moves)

    def to_be_read(self, key: str) -> bool:
        """Whether an item was not asked for because nobody had settled its host, which people since named as the portal's."""
        item = self.known.get(key)
        return item is not None and item.elsewhere and not item.gone and self.hosts.place(item.url) is Place.OWN

    @property
    def short_cut(self) -> Past | None:
        """The last poll, if an unchanged first page proves that nothing is to be read: only if it went as deep as this one must, up to its own time."""
        past = self.past
        if (
            self.source.kind.is_witness
            or self.deep
            or past is None
            or past.proof is None
            or past.reach is None
            or past.proof.until is not None
            or not extends(past, past.proof)
            or (not self.quiet and (any(map(self.to_be_read, self.known.elsewhere())) or self._withheld(past)))
        ):
            return None
        whole = past.proof.end is End.PROVED or past.proof.walk is Walk.ONE_PAGE
        return past if self.source.kind is SourceKind.FEED or whole or past.reach <= self.since else None

    def _withheld(self, past: Past) -> bool:
        """Whether the date of a new item was withheld, because it printed the day of its poll: the next look at it tells whether that is a clock."""
        known = (k for k in self.known.undated().values() if k.withheld and k.digest and not k.gone)
        return any(past.fetched_at - k.first_seen_at <= _LOOKED_AGAIN for k in known)


def needed(unit: Unit, now: datetime) -> datetime:
    """How far back a daily poll goes: to the beginning of the month before the present one."""
    today = now.astimezone(LOCAL).date()
    cutoff = unit.rule_for(today.year).cutoff_day
    return midnight(month_of(today, cutoff).previous().window(cutoff).first)


def daily(task: Task, settings: FetchSettings, unit: Unit, now: datetime, sweep: bool) -> Task:
    """The task of a daily poll.

    Every `sweep_days` it goes as far back in the year as any poll ever did, for items back-dated, edited or taken away. It does so too, and into the
    year before, if no poll has proved anything yet (polls made before proofs were kept), and if the end of the archive was claimed by one poll and
    awaits another that agrees.
    """
    past = task.past
    wanted = past is None or past.body_at is None or local_day(past.body_at) != local_day(now)
    task = replace(task, max_pages=settings.max_pages, body_wanted=wanted)
    if past is not None and task.settled and (older := _dated_since(past, task.known.settled().values())):
        task = replace(task, since=min(task.since, *older), deep=True, max_pages=max(settings.max_pages, MOST_PAGES))
    if past is None or past.deepest is None:
        return replace(task, deep=task.deep or _awaits_end(past))
    year = local_day(now).year
    if past.proof is None:
        target = min(max(past.deepest, _begin(unit, year - 1)), task.since)
        return replace(task, since=target, deep=True, max_pages=max(settings.max_pages, MOST_PAGES))
    if past.proof.order is Order.OLDEST_FIRST:
        task = replace(task, max_pages=max(settings.max_pages, MOST_PAGES))
    target = max(past.deepest, min(_begin(unit, year), task.since))
    due = sweep or not any(reach <= target and now - at < timedelta(days=settings.sweep_days) for at, reach in past.read)
    if _awaits_end(past):
        return replace(task, since=min(target, task.since, _day_before(past)), deep=True, max_pages=max(settings.max_pages, MOST_PAGES))
    return replace(task, since=min(target, task.since), deep=True) if sweep or (due and target < task.since) else task


def _awaits_end(past: Past | None) -> bool:
    """Whether the last poll came to an end of the archive that no other poll has agreed to yet."""
    return past is not None and past.proof is not None and past.proof.end is End.CLAIMED


def _dated_since(past: Past, known: Iterable[Known]) -> list[datetime]:
    """The days before those that people gave to items of this source, older than all that had a date when a poll last came to the end of the archive.

    Until one comes there again, the end is known by other dates than it has.
    """
    if past.end is None or past.ended_at is None:
        return []
    named = [k for k in known if k.digest and not (k.gone or k.unlisted) and k.settled_at is not None and k.settled_at >= past.ended_at]
    first = past.end.first_day
    return [k.published_at - timedelta(days=1) for k in named if k.published_at and (first is None or local_day(k.published_at) < first)]


def _day_before(past: Past) -> datetime:
    """Before all that the archive showed, so that a poll back to it comes to the end again."""
    first = past.proof.first_day if past.proof else None
    return midnight(first) - timedelta(days=1) if first else past.fetched_at


def _begin(unit: Unit, year: int) -> datetime:
    rule = unit.rule_for(year)
    return midnight(year_window(year, rule.window_start, rule.window_end).first)


def backfill(task: Task, settings: FetchSettings, since: datetime) -> Task:
    """The task of a poll that walks back to an instant, over ground where none may have gone before."""
    return replace(task, since=since, deep=True, new_ground=True, max_pages=max(settings.max_pages, MOST_PAGES))
