"""How long and how much one talk with a server may take, over all its sockets. A time-out of a single read is no bound: a byte a second keeps it off."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf


class Overdue(TimeoutError):
    """The time for a talk is used up, though the server may still be sending."""


class Flood(OSError):
    """More bytes came than a talk may bring."""


class Bounds:
    """What is left of a talk: `left` seconds while it runs, with no single wait longer than `silence`, and `room` bytes."""

    def __init__(self, silence: float = inf, seconds: float = inf, room: float = inf) -> None:
        self.left, self.silence, self.room = seconds, silence, room
        self._ends = inf

    @contextmanager
    def running(self, room: float) -> Iterator[None]:
        """Lets the time of the talk run. `room` is how many bytes may come until `widen`."""
        self.room, self._ends = room, time.monotonic() + self.left
        try:
            yield
        finally:
            self.left, self._ends = max(0.0, self._ends - time.monotonic()), inf

    @property
    def is_over(self) -> bool:
        """Is the time used up?"""
        return time.monotonic() > self._ends

    def wait(self) -> float | None:
        """How long the next step may wait, in seconds; None for any time. Raises Overdue if no time is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise Overdue("timed out")
        shortest = min(left, self.silence)
        return None if shortest == inf else shortest

    def took(self, count: int) -> None:
        """Notes bytes that came. Raises Flood if they are too many."""
        self.room -= count
        if self.room < 0:
            raise Flood("too many bytes came")

    def widen(self, room: float) -> None:
        """Lets so many bytes more come."""
        self.room += room
