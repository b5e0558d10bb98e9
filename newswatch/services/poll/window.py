"""Hosts polled side by side: some at a time, the next as soon as one is done, so that a slow host holds up no other."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Semaphore
from typing import Generic, TypeVar

_BLINK = 0.2
"""Seconds after which a waiting thread looks up. On Windows Ctrl-C does not end a wait without a time-out."""

_Host = TypeVar("_Host")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Handover(Generic[_Result]):
    """Results on their way from the workers to the one thread that writes. A worker that is ahead of it waits, so that few are held at a time."""

    room: Semaphore
    waiting: deque[_Result] = field(default_factory=deque)
    there: Event = field(default_factory=Event)
    closed: Event = field(default_factory=Event)

    def give(self, result: _Result) -> None:
        """Hands a result over; called by a worker."""
        while not self.room.acquire(timeout=_BLINK) and not self.closed.is_set():
            pass
        self.waiting.append(result)
        self.there.set()

    def take(self, enter: Callable[[_Result], None]) -> None:
        """Enters all results that were handed over. One that is broken off in the middle stays the first of those that wait."""
        self.there.clear()
        while self.waiting:
            enter(self.waiting[0])
            self.waiting.popleft()
            self.room.release()


@dataclass(slots=True)
class Window(Generic[_Host, _Result]):
    """The hosts of a run. A worker gives each its `turn`, which hands over what it has with the function it is given, and says whether the host is
    silent: then it has another turn, a patient one, beside the others. `enter` is given each result in the calling thread.
    """

    workers: int
    halt: Event
    turn: Callable[[_Host, Callable[[_Result], None], bool], bool]
    enter: Callable[[_Result], None]
    _handover: Handover[_Result] = field(init=False)
    _prompt: dict["Future[bool]", _Host] = field(default_factory=dict)
    _patient: set["Future[bool]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._handover = Handover(Semaphore(self.workers))

    def run(self, hosts: Iterator[_Host]) -> None:
        """Gives every host its turn. After Ctrl-C, or once `halt` is set, no turn begins, and all that was read is entered before this returns.

        The iterator is asked for a host, in the calling thread, when a worker is free.
        """
        try:
            with ThreadPoolExecutor(self.workers) as prompt, ThreadPoolExecutor(self.workers) as patient:
                try:
                    self._through(hosts, prompt, patient)
                except KeyboardInterrupt:
                    self.halt.set()
                    self._through(iter(()), prompt, patient)
                    raise
                finally:
                    self.halt.set()
                    self._handover.closed.set()
        except KeyboardInterrupt:
            self._handover.take(self.enter)
            raise

    def _through(self, hosts: Iterator[_Host], prompt: ThreadPoolExecutor, patient: ThreadPoolExecutor) -> None:
        while True:
            while len(self._prompt) < self.workers and not self.halt.is_set() and (host := next(hosts, None)) is not None:
                self._prompt[self._begin(prompt, host, patiently=False)] = host
            if not (self._prompt or self._patient or self._handover.waiting):
                return
            self._handover.there.wait(_BLINK)
            self._handover.take(self.enter)
            for future in [future for future in self._prompt if future.done()]:
                silent, host = future.result(), self._prompt.pop(future)
                if silent and not self.halt.is_set():
                    self._patient.add(self._begin(patient, host, patiently=True))
            for future in [future for future in self._patient if future.done()]:
                future.result()
                self._patient.remove(future)

    def _begin(self, executor: ThreadPoolExecutor, host: _Host, *, patiently: bool) -> "Future[bool]":
        future = executor.submit(self.turn, host, self._handover.give, patiently)
        future.add_done_callback(lambda _: self._handover.there.set())
        return future
