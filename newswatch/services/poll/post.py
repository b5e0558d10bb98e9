"""Sends the hosts of a run in parcels to those that poll them elsewhere, and enters what comes back. Only here is the database read and written."""

import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from threading import Event
from typing import Protocol

from newswatch.config import FetchSettings, Trust
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.months import local_day
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.errors import ClusterError, NewswatchError
from newswatch.services.poll.parcel import Broken, Left, Parcel, Ref, Reply, Used, polls_of, ref, sealed, trusted, visit
from newswatch.services.poll.turn import Done, Job
from newswatch.sources.http.budget import Budget

MOST_HOSTS = 50
"""Hosts of one parcel. Sending one costs some milliseconds; one that is lost is polled again whole."""

_MOST_SENT = 4 * 2**20
"""Bytes after which a parcel takes no further host."""

_ROUNDS = 2
"""Into how many parcels for each place what is left is divided, so that all end at about the same time."""

_BLINK, _GRACE, _PATIENCE = 0.2, 15.0, 60.0
"""Seconds after which a waiting sender looks up, for which it waits for what was read before a stop, and for a worker if none is there."""


class Lost(NewswatchError):
    """Whoever polled a parcel broke off, time and again."""


class Sent(Protocol):
    """A parcel on its way."""

    def done(self) -> bool:
        """Is there a reply, or will there be none?"""

    def reply(self) -> bytes:
        """The pickled reply. Raises Lost, or ClusterError if no other parcel will come back either."""


class Crew(Protocol):
    """Those that poll parcels elsewhere. What is still out when it is let go is given up, by whoever polls it as well."""

    def places(self) -> int:
        """How many parcels are polled at once, as things are. Raises ClusterError."""

    def send(self, parcel: bytes, there: Callable[[], None]) -> Sent:
        """Hands a pickled parcel on; `there` is called, from any thread, once it is done."""

    def stop(self) -> None:
        """Bids those at work make no further request and reply with what they have."""


@dataclass(frozen=True, slots=True)
class _Host:
    """A host to be polled: its jobs, and the visit as it travels. One that goes `alone` has a parcel of its own; a `silent` one is asked with patience."""

    jobs: tuple[Job, ...]
    data: bytes
    alone: bool = False
    silent: bool = False


@dataclass(slots=True)
class Post:
    """One run's parcels. `enter` is given what each unit's polls brought, in the calling thread; `on_get` hears of addresses once they were asked for.

    No more parcels are out than there are places for, so that each is begun as it is sent. A parcel that is lost time and again is sent host by host; a
    host whose parcel is lost alone has failed, and the others go on.
    """

    crew: Crew
    settings: FetchSettings
    lexicon: Lexicon
    now: Callable[[], datetime]
    halt: Event
    trust: Mapping[str, Trust]
    enter: Callable[[Done], None]
    on_get: Callable[[str], None] | None = None
    budget: Budget = field(default_factory=Budget)
    _out: list[tuple[Sent, tuple[_Host, ...]]] = field(default_factory=list)
    _jobs: dict[Ref, Job] = field(default_factory=dict)
    _again: deque[_Host] = field(default_factory=deque)
    _silent: deque[tuple[Job, ...]] = field(default_factory=deque)
    _arrived: deque[bytes] = field(default_factory=deque)
    _there: Event = field(default_factory=Event)
    _manned_at: float = field(default_factory=time.monotonic)
    _hosts: Iterator[Sequence[Job]] = field(default_factory=lambda: iter(()))
    _left: int = 0
    _over: bool = False
    _shared: Parcel = field(init=False)

    def __post_init__(self) -> None:
        self._shared = Parcel((), self.settings, sealed(self.lexicon), trusted(self.trust), self.now())

    def run(self, hosts: Iterator[Sequence[Job]], count: int) -> None:
        """Has every host polled, about `count` of them. After Ctrl-C, or once `halt` is set, no parcel is sent, those at work end before their next
        request, and what they had read is entered before this returns, for 15 s at most. Raises ClusterError if the machines can't be had."""
        self._hosts, self._left = hosts, count
        try:
            self._through()
        except KeyboardInterrupt:
            self.halt.set()
            self._wind_up()
            raise
        finally:
            self._enter_arrived()

    def _through(self) -> None:
        while not self.halt.is_set():
            self._fill()
            if self._over:
                return
            self._there.wait(_BLINK)
            self._there.clear()
            self._take()
        self._wind_up()

    def _wind_up(self) -> None:
        """Takes what those at work have read when they are bidden to stop."""
        self._enter_arrived()
        self.crew.stop()
        until = time.monotonic() + _GRACE
        while self._out and time.monotonic() < until:
            self._take()
            self._there.wait(_BLINK)
            self._there.clear()

    def _fill(self) -> None:
        """Sends parcels while there are places for them."""
        places = 0 if self.halt.is_set() else self._places()
        while sum(not sent.done() for sent, _ in self._out) < places and len(self._out) < 2 * places:
            waiting = self._left + len(self._again) + len(self._silent)
            chosen = self._chosen(max(1, min(MOST_HOSTS, ceil(waiting / (places * _ROUNDS)))))
            if not chosen:
                self._over = not self._out
                return
            parcel = replace(self._shared, visits=tuple(host.data for host in chosen), at=self.now())
            self._out.append((self.crew.send(pickle.dumps(parcel), self._there.set), chosen))

    def _places(self) -> int:
        places = self.crew.places()
        if places:
            self._manned_at = time.monotonic()
        elif time.monotonic() - self._manned_at > _PATIENCE:
            raise ClusterError(
                f"no worker has been there for {_PATIENCE:g} s; start one, or check without --cluster; what was read is kept"
            )
        return places

    def _chosen(self, most: int) -> tuple[_Host, ...]:
        """The hosts of the next parcel: those to be gone on with, then others; silent ones once no other waits, or is out."""
        chosen: list[_Host] = []
        size = 0
        while len(chosen) < most and size < _MOST_SENT and not (self._again and self._again[0].alone and chosen):
            host = self._again.popleft() if self._again else self._next()
            if host is None:
                break
            chosen.append(host)
            size += len(host.data)
            if host.alone:
                break
        if not chosen and all(host.silent for _, hosts_out in self._out for host in hosts_out):
            asked = [self._silent.popleft() for _ in range(min(most, len(self._silent)))]
            chosen = [_Host(jobs, visit(jobs, self._lent(jobs), patiently=True), silent=True) for jobs in asked]
        return tuple(chosen)

    def _next(self) -> _Host | None:
        jobs = next(self._hosts, None)
        if jobs is None:
            self._left = 0
            return None
        self._left -= 1
        self._jobs.update((ref(job), job) for job in jobs)
        return _Host(tuple(jobs), visit(jobs, self._lent(jobs)))

    def _lent(self, jobs: Sequence[Job]) -> Used:
        """What of the budgets of a host's sites was used; until the reply tells what is used then, nobody else may ask them."""
        return self.budget.lend({site for job in jobs for site in job.task.hosts.own}, local_day(self.now()))

    def _take(self) -> None:
        """Takes the replies that are there. What they leave is read and sent before what they bring is entered, so that nobody waits for it."""
        for sent, hosts in [one for one in self._out if one[0].done()]:
            reply = _reply(sent)
            if isinstance(reply, Reply):
                self._tell(reply.asked)
                self.budget.settle(reply.used)
                if not self.halt.is_set():
                    self._leave(hosts, reply.left)
                self._arrived.extend(reply.done)
            self._out.remove((sent, hosts))
            if not isinstance(reply, Reply):
                self._failed(hosts, reply)
            self._fill()
            self._enter_arrived()

    def _tell(self, asked: Sequence[str]) -> None:
        if self.on_get:
            for url in asked:
                self.on_get(url)

    def _leave(self, hosts: Sequence[_Host], left: Sequence[Left]) -> None:
        for one in left:
            jobs = tuple(job for job in hosts[one.visit].jobs if ref(job) in one.jobs)
            if one.silent:
                self._silent.append(jobs)
            else:
                self._again.append(_Host(jobs, visit(jobs, self._lent(jobs), wanting=one.wanting)))

    def _enter_arrived(self) -> None:
        """Enters the polls that came. What is broken off in the middle stays the first of those that wait."""
        while self._arrived:
            done = polls_of(self._arrived[0], self._jobs)
            self.enter(done)
            self._arrived.popleft()
            for job, _ in done:
                self._jobs.pop(ref(job), None)

    def _failed(self, hosts: Sequence[_Host], why: "Lost | Broken") -> None:
        """A parcel without a reply: each of its hosts is tried by itself, and the one that goes alone has failed."""
        if len(hosts) > 1:
            self._again.extend(replace(host, alone=True) for host in hosts)
            return
        at = self.now()
        for job in hosts[0].jobs:
            self.enter([(job, _unpolled(job.source.url, why, at))])
            self._jobs.pop(ref(job), None)


def _reply(sent: Sent) -> "Reply | Lost | Broken":
    try:
        reply: Reply | Broken = pickle.loads(sent.reply())
    except Lost as error:
        return error
    return reply


def _unpolled(url: str, why: "Lost | Broken", at: datetime) -> Poll:
    if isinstance(why, Broken):
        return Poll(at, PollOutcome.FAILED, f"{url}: a fault nobody foresaw ({why.said}); please report it", traceback=why.traceback)
    return Poll(at, PollOutcome.FAILED, f"{url}: could not be polled on another machine: {why}")
