"""Poll every source once.

sources → by host → poll (ask, read, compare, open, classify) → one transaction a source → run closed
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event

from newswatch.config import Settings, Source, Unit
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.identity import site_of
from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.services.poll import Task, backfill, daily, needed, poll
from newswatch.sources.http.fetch import Fetcher
from newswatch.store import decisions, polls, texts, units
from newswatch.store.store import Store

_GROUPS_A_WORKER = 8


@dataclass(frozen=True, slots=True)
class Polled:
    """What one source brought in one run: `new` and `changed` items."""

    unit: str
    source: str
    url: str
    poll: Poll
    new: int
    changed: int

    @property
    def failed(self) -> bool:
        """Could the source not be read as it should?"""
        return self.poll.outcome in (PollOutcome.FAILED, PollOutcome.SUSPECT)


@dataclass(frozen=True, slots=True)
class Report:
    """A run's result, source by source: ok, partial (some failed), failed (all did) or stopped."""

    ending: Ending
    polled: tuple[Polled, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    unit: Unit
    source: Source
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
    only: Sequence[Unit] | None = None,
    since: datetime | None = None,
    sweep: bool = False,
    on_source: Callable[[Polled], None] | None = None,
    stop: Event | None = None,
) -> Report:
    """Polls every source of the units (default: all; else `only` some) and stores what it brings, a source a transaction.

    `since` makes it a backfill: the listings are walked back to that instant. `sweep` goes over all of the year covered before now, instead of
    when it is due. `now` is the clock; `on_source` hears of each source as it is done.
    Once `stop` is set the polls under way end before their next request, what they had read is kept, and the run is closed as failed.
    Raises RunOpenError if another run is open. A source's expected failure is in the report; any other exception closes the run as failed.
    """
    chosen, halt = list(only if only is not None else settings.units), _Halt(stop)
    with store.run("backfill" if since else "check", now, [units.unit_row(store, unit) for unit in chosen]) as run_:
        with store.writing():
            texts.keep_lexicon(store, settings.lexicon, now())
        for unit in chosen:
            _classify_anew(store, unit, settings.lexicon, now())
        prepare = partial(_job, store, settings, since=since, sweep=sweep)
        polled: list[Polled] = []
        for job, seen in _polls(_groups(chosen), prepare, settings, now, halt):
            if halt.is_set() and seen.outcome is PollOutcome.FAILED and not seen.pages:
                continue
            unit_row, source_row = units.unit_row(store, job.unit), units.source_row(store, job.unit, job.source)
            new, changed = polls.record(store, run_.id, unit_row, source_row, seen)
            polled.append(Polled(job.unit.id, job.source.id, job.source.url, seen, new, changed))
            if on_source:
                on_source(polled[-1])
        stopped = stop is not None and stop.is_set()
        run_.ending = Ending.STOPPED if stopped else _ending(polled)
        run_.note = "; ".join(f"{entry.unit}/{entry.source}: {entry.poll.error}" for entry in polled if entry.failed)
    return Report(run_.ending, tuple(polled))


def _ending(polled: Sequence[Polled]) -> Ending:
    failures = sum(entry.failed for entry in polled)
    if not failures:
        return Ending.OK
    return Ending.FAILED if failures == len(polled) else Ending.PARTIAL


def _groups(units: Sequence[Unit]) -> list[list[tuple[Unit, Source]]]:
    """The sources, those of one host together: politeness stays in one place."""
    groups: dict[str, list[tuple[Unit, Source]]] = defaultdict(list)
    for unit in units:
        for source in unit.sources:
            groups[site_of(source.url)].append((unit, source))
    return list(groups.values())


def _job(store: Store, settings: Settings, unit: Unit, source: Source, now: datetime, *, since: datetime | None, sweep: bool) -> _Job:
    row = units.source_row(store, unit, source)
    task = Task(source, polls.past(store, row), polls.known(store, units.unit_row(store, unit), row), needed(unit, now))
    return _Job(unit, source, backfill(task, settings.fetch, since) if since else daily(task, settings.fetch, unit, now, sweep))


def _polls(
    groups: Sequence[list[tuple[Unit, Source]]],
    prepare: Callable[[Unit, Source, datetime], _Job],
    settings: Settings,
    now: Callable[[], datetime],
    halt: _Halt,
) -> Iterator[tuple[_Job, Poll]]:
    """The polls of all groups, some hosts at a time, so that what is known is held in memory of a few units only.

    If it is interrupted or told to stop, the polls under way end before their next request, and what they had read is given before the interrupt goes on.
    """
    step = settings.fetch.workers * _GROUPS_A_WORKER
    with ThreadPoolExecutor(settings.fetch.workers) as executor:
        try:
            for start in range(0, len(groups), step):
                if halt.is_set():
                    return
                jobs = [[prepare(unit, source, now()) for unit, source in group] for group in groups[start : start + step]]
                futures = [executor.submit(_poll_group, group, settings, now, halt) for group in jobs]
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


def _poll_group(group: list[_Job], settings: Settings, now: Callable[[], datetime], stop: Event) -> list[tuple[_Job, Poll]]:
    """One host after another's turn: its sources in a row through one session; what the first reads of a unit the next already knows."""
    hosts = {site_of(job.source.url) for job in group} | {host for job in group for host in job.source.hosts}
    shared: dict[str, dict[str, Known]] = {}
    done = []
    with Fetcher(settings.fetch, sorted(hosts), now, stop) as fetcher:
        for job in group:
            before = shared.setdefault(job.unit.id, {})
            for key, known in before.items():
                job.task.known.setdefault(key, known)
            done.append((job, poll(job.task, fetcher, settings.lexicon)))
            before.update(job.task.known)
    return done


def _classify_anew(store: Store, unit: Unit, lexicon: Lexicon, now: datetime) -> None:
    """Classifies again what another lexicon classified; people's decisions stand above it anyway."""
    stale = decisions.stale(store, units.unit_row(store, unit), lexicon.digest)
    if stale:
        anew = [(old.item_id, classify_item(old.channel, old.title, old.text, lexicon, whole=old.whole)) for old in stale]
        decisions.classify_anew(store, anew, now)
