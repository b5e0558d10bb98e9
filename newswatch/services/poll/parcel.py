"""Polls made elsewhere, as plain data: a parcel of hosts with all that their polls are given, and the reply with all that they brought.

It goes to another process or machine, which has neither the database nor the settings: `answer` is the whole of what is done there.
"""

import hashlib
import pickle
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from newswatch.config import USUAL, FetchSettings, Trust, Unit
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Page
from newswatch.core.polling.records import Poll, Span
from newswatch.services.faults import fault
from newswatch.services.poll.halt import Halt
from newswatch.services.poll.task import Heard, Items, not_sent
from newswatch.services.poll.turn import Done, Job, Turns, Unfinished
from newswatch.services.poll.window import Window
from newswatch.sources.http.budget import Budget
from newswatch.store import captures

MOST_BROUGHT = 32 * 2**20
"""Bytes that one reply brings at most, and one unit more: hosts whose turn has not begun by then are left for another parcel."""

_LEVEL = 1  # 0.1 of the size at 5 ms a megabyte: what is known of items is texts that repeat

Used = Mapping[tuple[str, date], int]
"""The requests that each site was sent, by local days, as in `Budget.asked`."""

Ref = tuple[str, str]
"""A job by the ids of its unit and its source."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The turn of one host. `heard` is what earlier polls of the first unit found in this run, where its turn goes on. `used` is what of the budgets of
    its sites was used."""

    jobs: tuple[Job, ...]
    patiently: bool = False
    heard: Heard | None = None
    used: Used = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trusted:
    """What a person trusts of a site; `authorities` are the bytes of its `ca_file`, None if it has none or it can't be read."""

    trust: Trust
    authorities: bytes | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Hosts to poll, as `packed` visits, and what all of them share. `at` is the sender's time as it is sent: polls are dated from there on by how long
    they take, whatever the clock says where they are made. One that is polled again, since a worker was lost, keeps it: then polls are dated earlier than
    they were made, which proves less and never more."""

    visits: tuple[bytes, ...]
    settings: FetchSettings
    lexicon: bytes
    trust: Mapping[str, Trusted]
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanting:
    """A unit's turn that needs items which were not sent: `heard` is what it found so far, and each poll that is left comes with its first page, if it
    has it, and the stretches that were claimed for it."""

    heard: Heard
    left: Mapping[Ref, tuple[Page | None, list[Span]]]


@dataclass(frozen=True, slots=True)
class Left:
    """What is to be sent again of a visit: its jobs, since its host was `silent`, a unit's items are `wanting`, or the reply was full."""

    visit: int
    jobs: tuple[Ref, ...]
    silent: bool
    wanting: Wanting | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a parcel brought: the polls by unit and host, each pickled by itself so that few are held at a time, what is left, the addresses that were
    asked for, and what of the budgets of its sites is used now."""

    done: tuple[bytes, ...]
    left: tuple[Left, ...]
    asked: tuple[str, ...]
    used: Used


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault that nobody foresaw, in place of a reply: kind and text of the exception, and its traceback. Texts travel whatever the exception was."""

    said: str
    traceback: str


def ref(job: Job) -> Ref:
    """By what a job is known on both sides."""
    return job.unit.id, job.source.id


def packed(thing: object) -> bytes:
    """A value as it travels where it is text that repeats. Replies are not: the pages in them are compressed already."""
    return zlib.compress(pickle.dumps(thing), _LEVEL)


def unpacked(data: bytes) -> Any:
    """The value that was packed, by the same program."""
    return pickle.loads(zlib.decompress(data))


def visit(jobs: Sequence[Job], used: Used, *, patiently: bool = False, wanting: Wanting | None = None) -> bytes:
    """The packed visit to a host. What is known of items is read and sent with the polls that cannot do without it, and with those that are `wanting`."""
    slim: dict[str, Unit] = {}
    sent = tuple(_sent(job, slim.setdefault(job.unit.id, _slim(job.unit)), wanting) for job in jobs)
    return packed(Visit(sent, patiently, wanting.heard if wanting else None, used))


def _slim(unit: Unit) -> Unit:
    """A unit without its people and rules, which no poll needs."""
    return replace(unit, board=(), rules=())


def _sent(job: Job, unit: Unit, wanting: Wanting | None) -> Job:
    task, pack = job.task, partial(captures.packed, stored=False)
    wanted = wanting is not None and ref(job) in wanting.left
    if wanting is not None and wanted:
        page, claims = wanting.left[ref(job)]
        task = replace(task, page=page, claims=claims)
    needed = task.items is None and (wanted or not task.quiet)
    load = partial(_given, _whole(task.load())) if needed else not_sent
    return Job(unit, job.source, replace(task, load=load, items=task.items and _whole(task.items), pack=pack))


def _whole(items: Items) -> Items:
    """Items that can travel: whoever polls elsewhere can ask for none."""
    return items._replace(known=items.known.whole())


def _given(items: Items) -> Items:
    return items


def sealed(lexicon: Lexicon) -> bytes:
    """A lexicon as it travels: what it says, without what was made ready of it here."""
    return packed(lexicon.changed())


def trusted(trust: Mapping[str, Trust]) -> dict[str, Trusted]:
    """What is trusted beyond the usual, with the files that it names."""
    return {site: Trusted(one, _bytes(one.ca_file)) for site, one in trust.items() if one != USUAL}


def _bytes(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def answer(parcel: bytes, halt: Event) -> bytes:
    """The pickled reply to a pickled parcel, or what broke it; nothing is raised."""
    try:
        return pickle.dumps(poll_parcel(pickle.loads(parcel), halt))
    except Exception as error:
        found = fault("", error)
        return pickle.dumps(Broken(found.said, found.traceback))


def poll_parcel(parcel: Parcel, halt: Event) -> Reply:
    """Polls the hosts of a parcel, some side by side. Once `halt` is set no further request is made, and what was read is in the reply."""
    work = _Work(parcel, halt)
    Window(parcel.settings.workers, work.halt, work.turn, work.keep).run(work.begin())
    return Reply(tuple(work.done), tuple(work.left(halted=halt.is_set())), tuple(work.asked), work.turns.budget.asked)


@dataclass(slots=True)
class _Work:
    """The work on one parcel."""

    parcel: Parcel
    outer: Event
    done: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    visits: dict[int, tuple[Ref, ...]] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)
    wanting: dict[int, Wanting] = field(default_factory=dict)
    brought: int = 0
    halt: Halt = field(init=False)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        parcel, began = self.parcel, time.monotonic()
        self.halt = Halt(self.outer)
        trust = {site: _here(one) for site, one in parcel.trust.items()}

        def now() -> datetime:
            return parcel.at + timedelta(seconds=time.monotonic() - began)

        budget = Budget(parcel.settings.budgets, parcel.settings.requests_a_day)
        self.turns = Turns(parcel.settings, _lexicon(parcel.lexicon), now, self.halt, trust, self.asked.append, budget)

    def begin(self) -> Iterator[tuple[int, Visit]]:
        """The visits, one after the other, until the reply is full."""
        for number, data in enumerate(self.parcel.visits):
            one: Visit = unpacked(data)
            self.visits[number] = tuple(map(ref, one.jobs))
            self.turns.budget.hear(one.used)
            if self.brought < MOST_BROUGHT:
                yield number, one

    def turn(self, begun: tuple[int, Visit], give: Callable[[tuple[int, Done]], None], patiently: bool) -> bool:  # noqa: ARG002 - asked by the sender
        """One host's turn, by a thread of its own. Patience is the sender's to order, so that nothing waits here for a silent host."""
        number, one = begun
        if one.heard is not None:
            self.halt.wait(self._pause(one))
        try:
            if self.turns.take(one.jobs, lambda done: give((number, done)), one.patiently or one.heard is not None, one.heard):
                self.silent.add(number)
        except Unfinished as error:
            self.wanting[number] = Wanting(error.heard, {ref(job): (job.task.page, job.task.claims) for job in error.left})
            give((number, error.done))
        return False

    def _pause(self, one: Visit) -> float:
        """The pause towards a host that was asked a moment ago, as it may have been."""
        return self.parcel.settings.towards({host for job in one.jobs for host in job.task.hosts.own}).pace_seconds

    def keep(self, brought: tuple[int, Done]) -> None:
        """Keeps what a unit brought."""
        number, done = brought
        polls = [(ref(job), seen) for job, seen in done]
        self.visits[number] = tuple(one for one in self.visits[number] if one not in {known for known, _ in polls})
        if polls:
            self.done.append(pickle.dumps(polls))
            self.brought += len(self.done[-1])

    def left(self, *, halted: bool) -> Iterator[Left]:
        """What is to be sent again: nothing once the run is being stopped."""
        for number, jobs in self.visits.items():
            if jobs and not halted:
                yield Left(number, jobs, number in self.silent, self.wanting.get(number))


def polls_of(data: bytes, jobs: Mapping[Ref, Job]) -> Done:
    """The polls of one unit with the sender's own jobs."""
    found: Iterable[tuple[Ref, Poll]] = pickle.loads(data)
    return [(jobs[one], seen) for one, seen in found]


@lru_cache(2)
def _lexicon(data: bytes) -> Lexicon:
    """The lexicon of a run, made ready once for all its parcels."""
    lexicon: Lexicon = unpacked(data)
    return lexicon


def _here(one: Trusted) -> Trust:
    return one.trust if one.authorities is None or one.trust.ca_file is None else replace(one.trust, ca_file=_file(one.authorities))


@cache
def _folder() -> "TemporaryDirectory[str]":
    """Where certificates lie that were sent along, until this process ends."""
    return TemporaryDirectory(prefix="newswatch-")


@lru_cache(256)
def _file(authorities: bytes) -> Path:
    path = Path(_folder().name) / f"{hashlib.sha256(authorities).hexdigest()}.pem"
    path.write_bytes(authorities)
    return path
