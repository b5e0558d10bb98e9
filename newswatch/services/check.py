"""Poll every source once.

sources → by host → poll (ask, read, compare, open, classify), here or on other machines → one transaction a source → run closed
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from threading import Event

from newswatch import __version__
from newswatch.config import Settings, Source, Trust, Unit
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.hosts.own import Hosts
from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.program import program_digest
from newswatch.services.budgets import ledger
from newswatch.services.faults import Fault, attempt
from newswatch.services.pacing import Pair, by_host, may_wait, without
from newswatch.services.poll import Done, Job, Task, Turns, Window, backfill, daily, faulted, needed
from newswatch.services.poll.halt import Halt, limited
from newswatch.services.poll.marks import mark_of
from newswatch.services.poll.readers import Readers
from newswatch.sources.http.budget import Budget
from newswatch.store import decisions, polls, sound, texts, units
from newswatch.store import pacing as pacing_rows
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
    """A run's result, source by source: ok, partial (some failed), failed (all did) or stopped. `faults` are those of whole units.

    `waiting` counts the sources that need not be asked before a later check of the day, `unreached` those that a stop left unasked, `unfinished` those
    whose poll it broke off.
    """

    ending: Ending
    polled: tuple[Polled, ...]
    faults: tuple[Fault, ...] = ()
    waiting: int = 0
    unreached: int = 0

    @property
    def unfinished(self) -> int:
        """How many sources were not read to the end, because the run was."""
        return _unfinished(self.polled)

    @property
    def in_vain(self) -> bool:
        """Did all sources that were asked fail? Those that were left alone because of their budget tell nothing."""
        return self.ending is Ending.FAILED and not all(one.poll.over_budget for one in self.polled)


@dataclass(frozen=True, slots=True)
class _Round:
    """What all polls of a run share."""

    store: Store
    settings: Settings
    now: Callable[[], datetime]
    since: datetime | None
    sweep: bool
    halt: Halt
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
        unit_row = units.unit_row(self.store, unit)
        record = partial(polls.record, self.store, self.run_id, unit_row, row)
        besides = None if seen.quiet and not seen.updates else partial(self._index, unit, unit_row)
        stored = attempt(source.url, partial(record, seen, besides=besides))
        if isinstance(stored, Fault):
            seen = faulted(stored, self.now())
            stored = record(seen)
        self.polled[row] = Polled(unit.id, source.id, source.url, _slim(seen), *stored)
        if self.on_source:
            self.on_source(self.polled[row])

    def _index(self, unit: Unit, unit_row: int) -> None:
        from newswatch.store import item_index  # nothing is indexed of a page that is as it was

        item_index.keep_up(self.store, unit_row, [source.profile.id_pattern for source in unit.sources], program_digest())

    def left_out(self, groups: Sequence[Sequence[Pair]]) -> list[Pair]:
        """Those of the sources that were not polled."""
        return [pair for group in groups for pair in group if units.source_row(self.store, *pair) not in self.polled]

    def note_begun(self, groups: Sequence[Sequence[Pair]]) -> None:
        """Notes of each host whose turn was broken off that it was the turn of the unit it came to, so that others come before it the next time."""
        left = (self.left_out([group]) for group in groups)
        first = [[units.source_row(self.store, *pair) for pair in some if pair[0] is some[0][0]] for some in left if some]
        if first:
            with self.store.writing():
                pacing_rows.note_begun(self.store, chain.from_iterable(first), self.now())


def _slim(seen: Poll) -> Poll:
    """A poll without what was stored of it, so that a run over many sources holds little."""
    proof = seen.proof and replace(seen.proof, heads=())
    return replace(seen, updates=(), sighted=(), vain=(), proof=proof, etag="", last_modified="", sha256="", gist="", quiet="")


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
    adaptive: bool = False,
    within: timedelta | None = None,
) -> Report:
    """Polls every source of the units (default: all; else `only` some) and stores what it brings, a source a transaction.

    `since` makes it a backfill: the listings are walked back to that instant. `sweep` goes over all of the year covered before now, instead of
    when it is due. `now` is the clock; `on_source` hears of each source as it is done, `on_get` (from any thread) of each address before it is asked
    for; with `fetch.cluster` the workers of a dask scheduler poll, and it hears once they have asked. An `adaptive` run leaves out units that bring
    nothing new and may wait for a later check of the day (`pacing.may_wait`).
    Once `stop` is set, after `within`, or at Ctrl-C, the polls under way end before their next request, what they had read is kept, and the run is
    closed as stopped. Those that were asked last the longest ago come first, so that the next run begins with those that this one did not reach.
    What goes wrong with one source, foreseen or not, is its failed poll in the report (`Poll.traceback` tells of a fault nobody foresaw), and the
    others go on. Raises RunOpenError if another run is open, StoreError if the database can't be written, ClusterError if no worker can be had.
    """
    chosen = list(only if only is not None else settings.units)
    groups = by_host(store, chosen, now())
    sound.refuse_damaged_counts(store)
    with store.run("backfill" if since else "check", now, [units.unit_row(store, unit) for unit in chosen]) as run_:
        with store.writing():
            texts.keep_lexicon(store, settings.lexicon, now())
        book = _Book(store, run_.id, now, on_source)
        faults = [*_go_over(store, chosen, settings.lexicon, now, run_.id)]
        waiting = may_wait(store, settings, chosen, now()) if adaptive else frozenset[str]()
        round_ = _Round(store, settings, now, since, sweep, Halt(stop), settings.trust, on_get)
        left = _poll_all(without(groups, waiting), round_, book, within)
        polled = tuple(book.polled.values())
        run_.ending = Ending.STOPPED if round_.halt.ended(unreached=bool(left or _unfinished(polled))) else _ending(polled, faults)
        run_.note = "; ".join((*(f"{x.unit}/{x.source}: {x.poll.error}" for x in polled if x.failed), *map(str, faults)))
    return Report(run_.ending, polled, tuple(faults), sum(len(unit.sources) for unit in chosen if unit.id in waiting), len(left))


def _unfinished(polled: Sequence[Polled]) -> int:
    return sum(one.poll.stopped for one in polled)


def _ending(polled: Sequence[Polled], faults: Sequence[Fault]) -> Ending:
    failures = sum(entry.failed for entry in polled)
    if failures and failures == len(polled):
        return Ending.FAILED
    return Ending.PARTIAL if failures or faults else Ending.OK


def _poll_all(groups: Sequence[Sequence[Pair]], round_: _Round, book: _Book, within: timedelta | None) -> list[Pair]:
    """Polls all sources, some hosts at a time, and stores what a unit's brought as soon as it is there; gives those that were not polled."""
    settings, begun = round_.settings, list[Sequence[Pair]]()

    def hosts(readers: Readers) -> Iterator[list[Job]]:
        for group in groups:
            begun.append(group)
            if jobs := _jobs(group, round_, book, readers):
                held.hold(jobs)
                yield jobs

    def enter(done: Done) -> None:
        book.enter_all(done)
        for job, _ in done:
            held.settle(job)

    with Readers(round_.store) as readers, ledger(round_.store, settings.fetch, round_.now) as held:
        try:
            with limited(round_.halt, within):
                _go_round(round_, hosts(readers), len(groups), enter, held.budget)
        finally:
            book.note_begun(begun)
    return book.left_out(groups)


def _go_round(round_: _Round, hosts: Iterator[list[Job]], count: int, enter: Callable[[Done], None], budget: Budget) -> None:
    """Has every host polled, here or by the workers of a cluster."""
    fetch = round_.settings.fetch
    given = fetch, round_.settings.lexicon, round_.now, round_.halt, round_.trust
    if fetch.cluster:
        from newswatch.services.poll import crews, post  # with them comes what parcels take, which polls of this machine do without

        with crews.cluster(fetch.cluster) as crew:
            post.Post(crew, *given, enter, round_.on_get, budget).run(hosts, count)
    else:
        turns = Turns(*given, round_.on_get, budget)
        Window(fetch.workers, round_.halt, turns.take, enter).run(hosts)


def _jobs(group: Sequence[Pair], round_: _Round, book: _Book, readers: Readers) -> list[Job]:
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


def _job(unit: Unit, source: Source, hosts: Hosts, round_: _Round, readers: Readers) -> Job:
    store, fetch, now = round_.store, round_.settings.fetch, round_.now()
    row, unit_row = units.source_row(store, unit, source), units.unit_row(store, unit)
    load = partial(readers.load, hosts, unit_row, row, source.profile.id_pattern)
    stamp, settled = units.items_stamp(store, unit_row)
    mark = mark_of(hosts, stamp, settled=settled)
    task = Task(
        source,
        polls.past(store, row),
        load,
        needed(unit, now),
        hosts,
        mark=mark,
        settled=settled,
        pack=readers.pack,
        decides_from=needed(unit, now),
    )
    return Job(unit, source, backfill(task, fetch, round_.since) if round_.since else daily(task, fetch, unit, now, round_.sweep))


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
    from newswatch.services.poll.rejudge import judge_stored  # with it comes all that reads articles, and units are gone over once

    _classify_unit(store, unit, lexicon, now)
    judge_stored(store, unit, run_id, lexicon, now)


def _classify_unit(store: Store, unit: Unit, lexicon: Lexicon, now: datetime) -> None:
    stale = decisions.stale(store, units.unit_row(store, unit), lexicon.digest)
    if stale:
        anew = [(old.item_id, classify_item(old.channel, old.title, old.text, lexicon, whole=old.whole)) for old in stale]
        decisions.classify_anew(store, anew, now)
