"""Poll every source once.

sources → by host → poll (ask, read, compare, open, classify) → one transaction a source → run closed
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event

from newswatch.config import Settings, Source, Trust, Unit
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.identity import site_of
from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.changes import Known, caught_up
from newswatch.core.polling.records import Poll, PollOutcome, Span
from newswatch.services.faults import Fault, attempt, fault
from newswatch.services.poll import Task, backfill, daily, faulted, judge_stored, needed, poll
from newswatch.sources.http.fetch import Fetcher
from newswatch.store import decisions, known_items, polls, texts, units
from newswatch.store.store import Store

_GROUPS_A_WORKER = 8
_BLINK = 0.2
"""Seconds after which the waiting main thread looks up. On Windows Ctrl-C does not end a wait without a time-out."""


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
    """A run's result, source by source: ok, partial (some failed), failed (all did) or stopped. `faults` are those of whole units."""

    ending: Ending
    polled: tuple[Polled, ...]
    faults: tuple[Fault, ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Round:
    """What all polls of a run share."""

    store: Store
    settings: Settings
    now: Callable[[], datetime]
    since: datetime | None
    sweep: bool
    halt: _Halt
    trust: Mapping[str, Trust]


@dataclass(slots=True)
class _Book:
    """Stores each poll of a run once, whoever hands it over and however often, and keeps what came of it."""

    store: Store
    run_id: int
    now: Callable[[], datetime]
    on_source: Callable[[Polled], None] | None
    polled: dict[int, Polled] = field(default_factory=dict)

    def enter(self, unit: Unit, source: Source, seen: Poll) -> None:
        """Stores one poll in a transaction of its own. One that was stopped before it read anything is none."""
        row = units.source_row(self.store, unit, source)
        if row in self.polled or (seen.stopped and not seen.pages):
            return
        record = partial(polls.record, self.store, self.run_id, units.unit_row(self.store, unit), row)
        stored = attempt(source.url, partial(record, seen))
        if isinstance(stored, Fault):
            seen = faulted(stored, self.now())
            stored = record(seen)
        self.polled[row] = Polled(unit.id, source.id, source.url, seen, *stored)
        if self.on_source:
            self.on_source(self.polled[row])


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
    Once `stop` is set, or at Ctrl-C, the polls under way end before their next request, what they had read is kept, and the run is closed as stopped.
    What goes wrong with one source, foreseen or not, is its failed poll in the report (`Poll.traceback` tells of a fault nobody foresaw), and the
    others go on. Raises RunOpenError if another run is open, StoreError if the database can't be written.
    """
    chosen = list(only if only is not None else settings.units)
    with store.run("backfill" if since else "check", now, [units.unit_row(store, unit) for unit in chosen]) as run_:
        with store.writing():
            texts.keep_lexicon(store, settings.lexicon, now())
        book = _Book(store, run_.id, now, on_source)
        faults = [*_classify_anew(store, chosen, settings.lexicon, now), *_judge_stored(store, chosen, settings.lexicon, now, run_.id)]
        _poll_all(chosen, _Round(store, settings, now, since, sweep, _Halt(stop), settings.trust), book)
        polled = tuple(book.polled.values())
        run_.ending = Ending.STOPPED if stop is not None and stop.is_set() else _ending(polled, faults)
        run_.note = "; ".join((*(f"{x.unit}/{x.source}: {x.poll.error}" for x in polled if x.failed), *map(str, faults)))
    return Report(run_.ending, polled, tuple(faults))


def _ending(polled: Sequence[Polled], faults: Sequence[Fault]) -> Ending:
    failures = sum(entry.failed for entry in polled)
    if failures and failures == len(polled):
        return Ending.FAILED
    return Ending.PARTIAL if failures or faults else Ending.OK


def _groups(units: Sequence[Unit]) -> list[list[tuple[Unit, Source]]]:
    """The sources, those of one host together: politeness stays in one place."""
    groups: dict[str, list[tuple[Unit, Source]]] = defaultdict(list)
    for unit in units:
        for source in unit.sources:
            groups[site_of(source.url)].append((unit, source))
    return list(groups.values())


def _poll_all(chosen: Sequence[Unit], round_: _Round, book: _Book) -> None:
    """Polls all sources, some hosts at a time, so that what is known is held in memory of a few units only."""
    groups, workers = _groups(chosen), round_.settings.fetch.workers
    step = workers * _GROUPS_A_WORKER
    with ThreadPoolExecutor(workers) as executor:
        try:
            for start in range(0, len(groups), step):
                if round_.halt.is_set():
                    return
                jobs = [_jobs(group, round_, book) for group in groups[start : start + step]]
                _poll_some(executor, jobs, round_, book)
        finally:
            round_.halt.set()


def _poll_some(executor: ThreadPoolExecutor, jobs: Sequence[list[_Job]], round_: _Round, book: _Book) -> None:
    """Polls some groups side by side. After Ctrl-C the polls under way end before their next request, and all that was read is stored first."""
    futures: list[Future[list[tuple[_Job, Poll]]]] = []
    try:
        for group in jobs:
            futures.append(executor.submit(_poll_group, group, round_))
        _enter(futures, book)
    except KeyboardInterrupt:
        round_.halt.set()
        _enter(futures, book)
        raise


def _enter(futures: Sequence[Future[list[tuple[_Job, Poll]]]], book: _Book) -> None:
    """Stores the polls of each group as it is done."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, _BLINK, FIRST_COMPLETED)
        for future in done:
            for job, seen in future.result():
                book.enter(job.unit, job.source, seen)


def _jobs(group: Sequence[tuple[Unit, Source]], round_: _Round, book: _Book) -> list[_Job]:
    """What is to be polled of one host; a source of which that can't be said has failed."""
    jobs = []
    for unit, source in group:
        job = attempt(source.url, partial(_job, unit, source, round_))
        if isinstance(job, Fault):
            book.enter(unit, source, faulted(job, round_.now()))
        else:
            jobs.append(job)
    return jobs


def _job(unit: Unit, source: Source, round_: _Round) -> _Job:
    store, fetch, now = round_.store, round_.settings.fetch, round_.now()
    row = units.source_row(store, unit, source)
    unit_row = units.unit_row(store, unit)
    moved = known_items.moved(store, unit_row)
    task = Task(source, polls.past(store, row), known_items.known(store, unit_row, row), needed(unit, now), unit.hosts, moved=moved)
    return _Job(unit, source, backfill(task, fetch, round_.since) if round_.since else daily(task, fetch, unit, now, round_.sweep))


def _claims(job: _Job, done: Sequence[tuple[_Job, Poll]]) -> Iterator[Span]:
    """What the lists and feeds of a site were proved to show whole, for a witness of it."""
    attested = job.unit.witnesses.get(job.source.id, ())
    for other, seen in done:
        if other.unit.id == job.unit.id and other.source.id in attested and seen.reach:
            yield Span(other.source.id, seen.reach, seen.fetched_at)


def _poll_group(group: list[_Job], round_: _Round) -> list[tuple[_Job, Poll]]:
    """One host after another's turn: its sources in a row through one session; what the first reads of a unit the next already knows.

    A poll that failed hands on what it read all the same: that is stored, and before the next one.
    """
    fetch, now = round_.settings.fetch, round_.now
    hosts = {host for job in group for host in job.task.hosts.own}
    shared: dict[str, dict[str, Known]] = {}
    moved: dict[str, dict[str, str]] = {}
    group = sorted(group, key=lambda job: job.source.kind.is_witness)  # what lists hide shows only once they were read
    done: list[tuple[_Job, Poll]] = []
    try:
        with Fetcher(fetch, sorted(hosts), now, round_.halt, round_.trust) as fetcher:
            for job in group:
                before, moves = shared.setdefault(job.unit.id, {}), moved.setdefault(job.unit.id, {})
                job.task.claims += _claims(job, done)
                for key, known in before.items():
                    job.task.known[key] = caught_up(job.task.known.get(key), known)
                job.task.moved.update(moves)
                done.append((job, poll(job.task, fetcher, round_.settings.lexicon)))
                before.update(job.task.known)
                moves.update(job.task.moved)
    except Exception as error:  # of the session itself: its sources have failed, and no other host's
        done += [(job, faulted(fault(job.source.url, error), now())) for job in group[len(done) :]]
    return done


def _judge_stored(store: Store, chosen: Sequence[Unit], lexicon: Lexicon, now: Callable[[], datetime], run_id: int) -> Iterator[Fault]:
    """Holds what earlier versions stored as read against what an article must show. Gives the faults of single units."""
    for unit in chosen:
        outcome = attempt(f"unit {unit.id}", partial(judge_stored, store, unit, run_id, lexicon, now()))
        if isinstance(outcome, Fault):
            yield outcome


def _classify_anew(store: Store, chosen: Sequence[Unit], lexicon: Lexicon, now: Callable[[], datetime]) -> Iterator[Fault]:
    """Classifies again what another lexicon classified; people's decisions stand above it anyway. Gives the faults of single units."""
    for unit in chosen:
        outcome = attempt(f"unit {unit.id}", partial(_classify_unit, store, unit, lexicon, now()))
        if isinstance(outcome, Fault):
            yield outcome


def _classify_unit(store: Store, unit: Unit, lexicon: Lexicon, now: datetime) -> None:
    stale = decisions.stale(store, units.unit_row(store, unit), lexicon.digest)
    if stale:
        anew = [(old.item_id, classify_item(old.channel, old.title, old.text, lexicon, whole=old.whole)) for old in stale]
        decisions.classify_anew(store, anew, now)
