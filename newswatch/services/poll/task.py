"""What one poll is given, and how far back it is to go."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newswatch.config import FetchSettings, Source, SourceKind, Unit
from newswatch.core.hosts import Hosts
from newswatch.core.model import LOCAL, Place
from newswatch.core.months import local_day, month_of, year_window
from newswatch.core.polling.changes import Known
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.proof import End, Order, Walk
from newswatch.core.polling.prove import extends
from newswatch.core.polling.records import Past, Span

_LOOKED_AGAIN = timedelta(days=3)
MOST_PAGES = 1000
"""How many pages a poll reads at most that has to come to the end of an archive."""


@dataclass(slots=True)
class Task:
    """What one poll is given: the source, what earlier polls left, and how far back it must go.

    `known` is shared by the sources of one unit on one host and grows as they are read; so does `moved`, which gives the key of an item for that of
    the address it moved to. A `deep` poll takes no short cut. One on `new_ground` goes
    where none went before, so that what it finds may be old. `body_wanted` says that no poll of this day has been given a page: then the server isn't
    asked whether the page has changed, since one that always says no would stop time.
    `hosts` are those that people settled for the unit.
    `claims` are the stretches that lists of the site were proved to show whole, shortly before a witness of it is asked.
    """

    source: Source
    past: Past | None
    known: dict[str, Known]
    since: datetime
    hosts: Hosts
    deep: bool = False
    new_ground: bool = False
    max_pages: int = 40
    body_wanted: bool = False
    claims: list[Span] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def to_be_read(self, key: str) -> bool:
        """Whether an item was not asked for because nobody had settled its host, which people since named as the portal's."""
        item = self.known.get(key)
        return item is not None and item.elsewhere and not item.gone and self.hosts.place(item.url) is Place.OWN

    @property
    def short_cut(self) -> Past | None:
        """The last poll, if an unchanged first page proves that nothing is to be read: only if it went as deep as this one must."""
        past = self.past
        if (
            self.source.kind.is_witness
            or self.deep
            or past is None
            or past.proof is None
            or past.reach is None
            or any(map(self.to_be_read, self.known))
            or not extends(past, past.proof)
            or self._withheld(past)
        ):
            return None
        whole = past.proof.end is End.PROVED or past.proof.walk is Walk.ONE_PAGE
        return past if self.source.kind is SourceKind.FEED or whole or past.reach <= self.since else None

    def _withheld(self, past: Past) -> bool:
        """Whether the date of a new item was withheld, because it printed the day of its poll: the next look at it tells whether that is a clock."""
        known = (k for k in self.known.values() if k.withheld and k.digest and not k.gone)
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
    if past is not None and (older := _dated_since(past, task.known.values())):
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
