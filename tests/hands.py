"""Stands for a cluster within this process: threads that poll parcels as they travel, pickled."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from newswatch.services.poll.parcel import Parcel, answer


class Handed:
    """A parcel on its way."""

    def __init__(self, future: "Future[bytes]") -> None:
        self._future = future

    def done(self) -> bool:
        return self._future.done()

    def reply(self) -> bytes:
        return self._future.result()


class Hands:
    """So many threads, each with a parcel at a time; `parcels` are those that were sent."""

    def __init__(self, places: int = 2) -> None:
        self._places, self._halt = places, Event()
        self._threads = ThreadPoolExecutor(max(places, 1))
        self.parcels: list[Parcel] = []

    @contextmanager
    def crew(self, _: str) -> Iterator["Hands"]:
        """Stands in for `crews.cluster`."""
        self._halt.clear()
        yield self

    def install(self, patch: pytest.MonkeyPatch) -> "Hands":
        """Puts it in the place of every cluster."""
        patch.setattr("newswatch.services.poll.crews.cluster", self.crew)
        return self

    def places(self) -> int:
        return self._places

    def send(self, parcel: bytes, there: Callable[[], None]) -> Handed:
        self.parcels.append(pickle.loads(parcel))
        future = self._threads.submit(answer, parcel, self._halt)
        future.add_done_callback(lambda _: there())
        return Handed(future)

    def stop(self) -> None:
        self._halt.set()
