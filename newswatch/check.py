"""Verb: look at every source that is due, once.

due sources → by host → look (fetch, parse, diff, open, rule) → one transaction a source → run closed
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from newswatch.config import Settings, Source, Unit
from newswatch.core.changes import Known
from newswatch.core.coverage import midnight
from newswatch.core.identity import site_of
from newswatch.core.lexicon import Lexicon
from newswatch.core.looking import Look, Outcome
from newswatch.core.model import LOCAL
from newswatch.core.months import month_of, year_window
from newswatch.core.ruling import rule
from newswatch.sources.fetch import Fetcher
from newswatch.sources.look import Task, look
from newswatch.store import looks
from newswatch.store.store import Store, enroll

_GROUPS_A_WORKER = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """What one source brought in one run: `new` and `changed` items."""

    unit: str
    source: str
    url: str
    look: Look
    new: int
    changed: int

    @property
    def failed(self) -> bool:
        """Could the source not be looked at as it should?"""
        return self.look.outcome in (Outcome.FAILED, Outcome.SUSPECT)


@dataclass(frozen=True, slots=True)
class Report:
    """A run's result, source by source; `state` is ok, partial (some failed) or failed (all did)."""

    state: str
    looked: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    unit: Unit
    unit_row: int
    source: Source
    source_row: int
    task: Task


class _Halt(Event):
    """Set by the run itself, or with the event it was given."""

    def __init__(self, outer: Event | None) -> None:
        super().__init__()
        self._outer = outer

    def is_set(self) -> bool:
        """Are no further requests to be made?"""
        return super().is_set() or (self._outer is not None and self._outer.is_set())


def run(
    store: Store,
    settings: Settings,
    now: Callable[[], datetime],
    *,
    units: Sequence[Unit] | None = None,
    since: datetime | None = None,
    sweep: bool = False,
    on_source: Callable[[Looked], None] | None = None,
    stop: Event | None = None,
) -> Report:
    """Looks at every source of the units (default: all) and stores what it brings, a source a transaction.

    `since` makes it a backfill: the listings are walked back to that instant. `sweep` goes over all of the year covered before now, instead of
    when it is due. `now` is the clock; `on_source` hears of each source as it is done.
    Once `stop` is set the looks under way end before their next request, what they had read is kept, and the run is closed as failed.
    Raises RunOpenError if another run is open. A source's expected failure is in the report; any other exception closes the run as failed.
    """
    chosen, halt = list(units if units is not None else settings.units), _Halt(stop)
    with store.run("backfill" if since else "check", now) as run_:
        rows = enroll(store, settings.units)
        for unit in chosen:
            _rule_anew(store, rows[unit.id, ""], settings.lexicon, now())
        prepare = partial(_job, store, settings, rows, since=since, sweep=sweep)
        looked: list[Looked] = []
        for job, seen in _looks(_groups(chosen), prepare, settings, now, halt):
            if halt.is_set() and seen.outcome is Outcome.FAILED and not seen.pages:
                continue
            new, changed = looks.record(store, run_.id, job.unit_row, job.source_row, seen)
            looked.append(Looked(job.unit.id, job.source.id, job.source.url, seen, new, changed))
            if on_source:
                on_source(looked[-1])
        stopped = stop is not None and stop.is_set()
        run_.state = "failed" if stopped else _state(looked)
        run_.note = "stopped; " * stopped + "; ".join(
            f"{entry.unit}/{entry.source}: {entry.look.error}" for entry in looked if entry.failed
        )
    return Report(run_.state, tuple(looked))


def _state(looked: Sequence[Looked]) -> str:
    failures = sum(entry.failed for entry in looked)
    if not failures:
        return "ok"
    return "failed" if failures == len(looked) else "partial"


def _groups(units: Sequence[Unit]) -> list[list[tuple[Unit, Source]]]:
    """The sources, those of one host together: politeness stays in one place."""
    groups: dict[str, list[tuple[Unit, Source]]] = defaultdict(list)
    for unit in units:
        for source in unit.sources:
            groups[site_of(source.url)].append((unit, source))
    return list(groups.values())


def _job(
    store: Store,
    settings: Settings,
    rows: dict[tuple[str, str], int],
    unit: Unit,
    source: Source,
    now: datetime,
    *,
    since: datetime | None,
    sweep: bool,
) -> _Job:
    row = rows[unit.id, source.id]
    task = Task(source, looks.past(store, row), looks.known(store, rows[unit.id, ""], row), _needed(unit, now))
    task = _backfill(task, settings, since) if since else _daily(task, settings, unit, now, sweep)
    return _Job(unit, rows[unit.id, ""], source, row, task)


def _needed(unit: Unit, now: datetime) -> datetime:
    """How far back a daily look goes: to the beginning of the month before the present one."""
    today = now.astimezone(LOCAL).date()
    cutoff = unit.rule_for(today.year).cutoff_day
    return midnight(month_of(today, cutoff).previous().window(cutoff).first)


def _daily(task: Task, settings: Settings, unit: Unit, now: datetime, sweep: bool) -> Task:
    """A daily look; every `sweep_days` it goes as far back in the year as any look ever did, for items back-dated, edited or taken away."""
    task = replace(task, max_pages=settings.fetch.max_pages)
    past = task.past
    if past is None or past.deepest is None:
        return task
    year = now.astimezone(LOCAL).year
    yearly = unit.rule_for(year)
    floor = min(midnight(year_window(year, yearly.window_start, yearly.window_end).first), task.since)
    target = max(past.deepest, floor)
    due = sweep or not any(reach <= target and now - at < timedelta(days=settings.fetch.sweep_days) for at, reach in past.read)
    return replace(task, since=min(target, task.since), deep=True) if sweep or (due and target < task.since) else task


def _backfill(task: Task, settings: Settings, since: datetime) -> Task:
    return replace(task, since=since, deep=True, new_ground=True, max_pages=max(settings.fetch.max_pages, 1000))


def _looks(
    groups: Sequence[list[tuple[Unit, Source]]],
    prepare: Callable[[Unit, Source, datetime], _Job],
    settings: Settings,
    now: Callable[[], datetime],
    halt: _Halt,
) -> Iterator[tuple[_Job, Look]]:
    """The looks at all groups, some hosts at a time, so that what is known is held in memory of a few units only.

    If it is interrupted or told to stop, the looks under way end before their next request, and what they had read is given before the interrupt goes on.
    """
    step = settings.fetch.workers * _GROUPS_A_WORKER
    with ThreadPoolExecutor(settings.fetch.workers) as executor:
        try:
            for start in range(0, len(groups), step):
                if halt.is_set():
                    return
                jobs = [[prepare(unit, source, now()) for unit, source in group] for group in groups[start : start + step]]
                futures = [executor.submit(_look_group, group, settings, now, halt) for group in jobs]
                try:
                    for future in as_completed(futures):
                        yield from future.result()
                except KeyboardInterrupt:
                    halt.set()
                    for future in futures:
                        yield from future.result()
                    raise
        finally:
            halt.set()


def _look_group(group: list[_Job], settings: Settings, now: Callable[[], datetime], stop: Event) -> list[tuple[_Job, Look]]:
    """One host after another's turn: its sources in a row through one session; what the first reads of a unit the next already knows."""
    hosts = {site_of(job.source.url) for job in group} | {host for job in group for host in job.source.hosts}
    shared: dict[str, dict[str, Known]] = {}
    done = []
    with Fetcher(settings.fetch, sorted(hosts), now, stop) as fetcher:
        for job in group:
            before = shared.setdefault(job.unit.id, {})
            for key, known in before.items():
                job.task.known.setdefault(key, known)
            done.append((job, look(job.task, fetcher, settings.lexicon)))
            before.update(job.task.known)
    return done


def _rule_anew(store: Store, unit_row: int, lexicon: Lexicon, now: datetime) -> None:
    """Rules again what another lexicon ruled; people's decisions stand above it anyway."""
    stale = looks.stale(store, unit_row, lexicon.digest)
    if stale:
        rulings = [(old.item_id, rule(old.channel, old.title, old.text, lexicon, whole=old.whole)) for old in stale]
        looks.rule_anew(store, rulings, now)
