"""Poll every source once.

sources → by host → poll (ask, read, compare, open, classify) → one transaction a source → run closed
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from threading import Event
from typing import Self

from newswatch import __version__
from newswatch.config import Settings, Source, Trust, Unit
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.revision import PROOF_VERSION
from newswatch.core.hosts import Hosts
from newswatch.core.identity import digest, site_of
from newswatch.core.model import Page
from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.services.faults import Fault, attempt
from newswatch.services.poll import Done, Items, Job, Task, Turns, Window, backfill, daily, faulted, judge_stored, needed
from newswatch.store import captures, decisions, known_items, polls, sound, texts, units
from newswatch.store.store import Store


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
    on_get: Callable[[str], None] | None


@dataclass(slots=True)
class _Book:
    """Stores each poll of a run once, whoever hands it over and however often, and keeps what came of it."""

    store: Store
    run_id: int
    now: Callable[[], datetime]
    on_source: Callable[[Polled], None] | None
    polled: dict[int, Polled] = field(default_factory=dict)

    def enter_all(self, done: Done) -> None:
        """Stores the polls of a unit on one host."""
        for job, seen in done:
            self.enter(job.unit, job.source, seen)

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
        self.polled[row] = Polled(unit.id, source.id, source.url, _slim(seen), *stored)
        if self.on_source:
            self.on_source(self.polled[row])


def _slim(seen: Poll) -> Poll:
    """A poll without what was stored of it, so that a run over many sources holds little."""
    proof = replace(seen.proof, heads=()) if seen.proof and seen.outcome is PollOutcome.NOT_MODIFIED else seen.proof
    return replace(seen, updates=(), sighted=(), vain=(), proof=proof)


def run(
    store: Store,
    settings: Settings,
    now: Callable[[], datetime],
    *,
    only: Sequence[Unit] | None = None,
    since: datetime | None = None,
    sweep: bool = False,
    on_source: Callable[[Polled], None] | None = None,
    on_get: Callable[[str], None] | None = None,
    stop: Event | None = None,
) -> Report:
    """Polls every source of the units (default: all; else `only` some) and stores what it brings, a source a transaction.

    `since` makes it a backfill: the listings are walked back to that instant. `sweep` goes over all of the year covered before now, instead of
    when it is due. `now` is the clock; `on_source` hears of each source as it is done, `on_get` (from any thread) of each
    address before it is asked for.
    Once `stop` is set, or at Ctrl-C, the polls under way end before their next request, what they had read is kept, and the run is closed as stopped.
    What goes wrong with one source, foreseen or not, is its failed poll in the report (`Poll.traceback` tells of a fault nobody foresaw), and the
    others go on. Raises RunOpenError if another run is open, StoreError if the database can't be written.
    """
    chosen = list(only if only is not None else settings.units)
    sound.refuse_damaged_counts(store)
    with store.run("backfill" if since else "check", now, [units.unit_row(store, unit) for unit in chosen]) as run_:
        with store.writing():
            texts.keep_lexicon(store, settings.lexicon, now())
        book = _Book(store, run_.id, now, on_source)
        faults = [*_go_over(store, chosen, settings.lexicon, now, run_.id)]
        _poll_all(chosen, _Round(store, settings, now, since, sweep, _Halt(stop), settings.trust, on_get), book)
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
    """Polls all sources, some hosts at a time, and stores what a unit's brought as soon as it is there."""
    settings = round_.settings
    with _Readers(round_.store) as readers:
        turns = Turns(settings.fetch, settings.lexicon, round_.now, round_.halt, round_.trust, round_.on_get)
        hosts = filter(None, (_jobs(group, round_, book, readers) for group in _groups(chosen)))
        Window(settings.fetch.workers, round_.halt, turns.take, book.enter_all).run(hosts)


class _Readers:
    """The connections by which workers read what is known: one for each thread, so that none waits for what is being written."""

    def __init__(self, store: Store) -> None:
        self._store, self._of_thread = store, threading.local()
        self._opened: list[Store] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._opened:
            reader.close()

    def mine(self) -> Store:
        """The reader of the calling thread."""
        if not hasattr(self._of_thread, "reader"):
            self._of_thread.reader = self._store.beside()
            self._opened.append(self._of_thread.reader)
        return self._of_thread.reader  # type: ignore[no-any-return]


def _jobs(group: Sequence[tuple[Unit, Source]], round_: _Round, book: _Book, readers: _Readers) -> list[Job]:
    """What is to be polled of one host; a source of which that can't be said has failed."""
    jobs: list[Job] = []
    hosts = {unit.id: unit.hosts for unit, _ in group}
    for unit, source in group:
        job = attempt(source.url, partial(_job, unit, source, hosts[unit.id], round_, readers))
        if isinstance(job, Fault):
            book.enter(unit, source, faulted(job, round_.now()))
        else:
            jobs.append(job)
    return jobs


def _job(unit: Unit, source: Source, hosts: Hosts, round_: _Round, readers: _Readers) -> Job:
    store, fetch, now = round_.store, round_.settings.fetch, round_.now()
    row, unit_row = units.source_row(store, unit, source), units.unit_row(store, unit)
    load, pack = partial(_load, readers, hosts, unit_row, row), partial(_pack, readers)
    stamp, settled = units.items_stamp(store, unit_row)
    mark = "" if settled else _mark(hosts, stamp)
    task = Task(source, polls.past(store, row), load, needed(unit, now), hosts, mark=mark, settled=settled, pack=pack)
    return Job(unit, source, backfill(task, fetch, round_.since) if round_.since else daily(task, fetch, unit, now, round_.sweep))


def _mark(hosts: Hosts, stamp: int) -> str:
    """A mark that changes with a unit's items, the hosts that people settled, and the program."""
    settled = (",".join(sorted(some)) for some in (hosts.own, hosts.foreign))
    return digest((str(stamp), *settled, __version__, str(PROOF_VERSION)))


def _load(readers: _Readers, hosts: Hosts, unit_row: int, row: int) -> Items:
    """What is known of a unit's items, read at one moment."""
    store = readers.mine()
    with store.reading():
        stamp, settled = units.items_stamp(store, unit_row)
        known, moved = known_items.known(store, unit_row, row), known_items.moved(store, unit_row)
    return Items(known, moved, "" if settled else _mark(hosts, stamp))


def _pack(readers: _Readers, page: Page) -> Page:
    return captures.packed(page, stored=captures.has(readers.mine(), page.sha256))


def _go_over(store: Store, chosen: Sequence[Unit], lexicon: Lexicon, now: Callable[[], datetime], run_id: int) -> Iterator[Fault]:
    """Classifies again what another lexicon classified (people's decisions stand above it anyway), and holds what earlier versions stored as read
    against what an article must show. Units of which nothing was written since are passed over. Gives the faults of single units."""
    stamps, marks = units.items_stamps(store), units.gone_over(store)
    for unit in chosen:
        row, by = units.unit_row(store, unit), f"{__version__} {lexicon.digest}"
        if marks.get(row) == (stamps[row], by):
            continue
        outcome = attempt(f"unit {unit.id}", partial(_go_over_unit, store, unit, lexicon, now(), run_id))
        if isinstance(outcome, Fault):
            yield outcome
        else:
            with store.writing():
                units.note_gone_over(store, row, by)


def _go_over_unit(store: Store, unit: Unit, lexicon: Lexicon, now: datetime, run_id: int) -> None:
    _classify_unit(store, unit, lexicon, now)
    judge_stored(store, unit, run_id, lexicon, now)


def _classify_unit(store: Store, unit: Unit, lexicon: Lexicon, now: datetime) -> None:
    stale = decisions.stale(store, units.unit_row(store, unit), lexicon.digest)
    if stale:
        anew = [(old.item_id, classify_item(old.channel, old.title, old.text, lexicon, whole=old.whole)) for old in stale]
        decisions.classify_anew(store, anew, now)
