"""What one poll is given, and how far back it is to go."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newswatch.config import FetchSettings, Source, SourceKind, Unit
from newswatch.core.model import LOCAL
from newswatch.core.months import month_of, year_window
from newswatch.core.polling.changes import Known
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.records import Past


@dataclass(slots=True)
class Task:
    """What one poll is given: the source, what earlier polls left, and how far back it must go.

    `known` is shared by the sources of one unit on one host and grows as they are read. A `deep` poll takes no short cut. One on `new_ground` goes
    where none went before, so that what it finds may be old.
    """

    source: Source
    past: Past | None
    known: dict[str, Known]
    since: datetime
    deep: bool = False
    new_ground: bool = False
    max_pages: int = 40

    @property
    def short_cut(self) -> Past | None:
        """The last poll, if an unchanged first page proves that nothing is to be read: only if it went as deep as this one must."""
        past = self.past
        if self.deep or past is None or past.reach is None:
            return None
        return past if self.source.kind is SourceKind.FEED or past.ended or past.reach <= self.since else None


def needed(unit: Unit, now: datetime) -> datetime:
    """How far back a daily poll goes: to the beginning of the month before the present one."""
    today = now.astimezone(LOCAL).date()
    cutoff = unit.rule_for(today.year).cutoff_day
    return midnight(month_of(today, cutoff).previous().window(cutoff).first)


def daily(task: Task, settings: FetchSettings, unit: Unit, now: datetime, sweep: bool) -> Task:
    """The task of a daily poll.

    Every `sweep_days` it goes as far back in the year as any poll ever did, for items back-dated, edited or taken away.
    """
    task = replace(task, max_pages=settings.max_pages)
    past = task.past
    if past is None or past.deepest is None:
        return task
    year = now.astimezone(LOCAL).year
    yearly = unit.rule_for(year)
    floor = min(midnight(year_window(year, yearly.window_start, yearly.window_end).first), task.since)
    target = max(past.deepest, floor)
    due = sweep or not any(reach <= target and now - at < timedelta(days=settings.sweep_days) for at, reach in past.read)
    return replace(task, since=min(target, task.since), deep=True) if sweep or (due and target < task.since) else task


def backfill(task: Task, settings: FetchSettings, since: datetime) -> Task:
    """The task of a poll that walks back to an instant, over ground where none may have gone before."""
    return replace(task, since=since, deep=True, new_ground=True, max_pages=max(settings.max_pages, 1000))
