"""What ends a run before all was asked: the event it was given, a time limit, or the run itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Timer


class Halt(Event):
    """Set by the run itself, by its time limit, or with the event it was given."""

    def __init__(self, outer: Event | None) -> None:
        super().__init__()
        self._outer, self._timed_out = outer, False

    def is_set(self) -> bool:
        """Are no further requests to be made?"""
        return super().is_set() or self._is_told

    def time_out(self) -> None:
        """The time is over."""
        self._timed_out = True
        self.set()

    def ended(self, *, unreached: bool) -> bool:
        """Was the run ended before its end: was it told to stop, or was its time over while some were still `unreached`, or not read to the end?"""
        return self._is_told or (self._timed_out and unreached)

    @property
    def _is_told(self) -> bool:
        return self._outer is not None and self._outer.is_set()


@contextmanager
def limited(halt: Halt, within: timedelta | None) -> Iterator[None]:
    """Halts once so much time has passed. None: never."""
    if within is None:
        yield
        return
    timer = Timer(max(within.total_seconds(), 0), halt.time_out)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
