"""One host's turn: its sources in a row through one session, unit by unit; what the first reads of a unit the next already knows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from threading import Event

from newswatch.config import FetchSettings, Source, Trust, Unit
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import Poll, Span
from newswatch.errors import StoreError
from newswatch.services.faults import fault
from newswatch.services.poll.look import poll
from newswatch.services.poll.outcomes import faulted
from newswatch.services.poll.task import NOTHING, Heard, NotSent, Task
from newswatch.sources.http.budget import Budget
from newswatch.sources.http.fetch import Fetcher

Done = list[tuple["Job", Poll]]


@dataclass(frozen=True, slots=True)
class Job:
    """One poll to make: the unit, its source, and what the poll is given."""

    unit: Unit
    source: Source
    task: Task


class Unfinished(StoreError):
    """A unit's polls came to one that needs items which were not sent: `done` are those before it, `left` it and those after it, with what their
    tasks were given so far, and `heard` what those done found."""

    def __init__(self, done: Done, left: Sequence[Job], heard: Heard) -> None:
        super().__init__(f"{left[0].source.url}: its poll needs items that were not sent along")
        self.done = done
        self.left = tuple(left)
        self.heard = heard


@dataclass(frozen=True, slots=True)
class Turns:
    """What the turns of all hosts of a run share."""

    settings: FetchSettings
    lexicon: Lexicon
    now: Callable[[], datetime]
    halt: Event
    trust: Mapping[str, Trust]
    on_get: Callable[[str], None] | None = None
    budget: Budget = field(default_factory=Budget)

    def take(self, jobs: Sequence[Job], give: Callable[[Done], None], patiently: bool, heard: Heard | None = None) -> bool:
        """Polls the sources of one host and gives what each unit's brought, once all of them were polled. Gives True, and nothing else, if the first
        request is not answered at all: then the host is to be asked again later, `patiently`.

        A poll that failed hands on what it read all the same: that is stored, and before the next one. `heard` is what earlier polls of the first
        unit found in this run, where its turn goes on. Raises Unfinished where a task has no way to what is known and needs it.
        """
        prompt = self.settings.retries > 0 and not patiently
        left = [list(of_unit) for _, of_unit in groupby(jobs, key=lambda job: job.unit.id)]
        hosts = sorted({host for job in jobs for host in job.task.hosts.own})
        try:
            with Fetcher(self.settings, hosts, self.now, self.halt, self.trust, self.on_get, prompt=prompt, budget=self.budget) as fetcher:
                while left:
                    before, heard = heard or NOTHING, None
                    fetcher.share.others = sum(job.task.list_pages for of_unit in left[1:] for job in of_unit)
                    done = _Unit(self.lexicon, fetcher, known=before.known, moved=before.moved).polled(left[0])
                    if fetcher.is_silent:
                        return True
                    give(done)
                    left.pop(0)
        except StoreError:
            raise
        except Exception as error:  # of the session itself: its sources have failed, and no other host's
            for of_unit in left:
                give([(job, faulted(fault(job.source.url, error), self.now())) for job in of_unit])
        return False


@dataclass(slots=True)
class _Unit:
    """The polls of one unit on one host. What lists hide shows only once they were read, so witnesses are asked last."""

    lexicon: Lexicon
    fetcher: Fetcher
    done: Done = field(default_factory=list)
    known: Mapping[str, Known] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def polled(self, jobs: Sequence[Job]) -> Done:
        """The poll of each source; of the first alone, if the host is silent."""
        share, after = self.fetcher.share, sum(job.task.list_pages for job in jobs)
        later = share.others
        in_turn = sorted(jobs, key=lambda job: job.source.kind.is_witness)
        for n, job in enumerate(in_turn):
            after -= job.task.list_pages
            share.own, share.others = job.task.list_pages, later + after
            job.task.claims += self._claims(job)
            job.task.hear(self.known, self.moved)
            try:
                seen = poll(job.task, self.fetcher, self.lexicon)
            except NotSent as error:
                raise self._unfinished(in_turn[n:]) from error
            self.done.append((job, seen))
            if self.fetcher.is_silent:
                break
            told = job.task.told()
            self.known, self.moved = told.known, told.moved
        return self.done

    def _unfinished(self, left: Sequence[Job]) -> Unfinished:
        for job in left[1:]:
            job.task.claims += self._claims(job)
        return Unfinished(self.done, left, Heard(dict(self.known), dict(self.moved)))

    def _claims(self, job: Job) -> Iterator[Span]:
        """What the lists and feeds of a site were proved to show whole, for a witness of it."""
        attested = job.unit.witnesses.get(job.source.id, ())
        for other, seen in self.done:
            if other.source.id in attested and seen.reach:
                yield Span(other.source.id, seen.reach, seen.fetched_at)
