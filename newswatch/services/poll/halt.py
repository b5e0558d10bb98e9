"""What ends a run before all was asked: the event it was given, a time limit, or the run itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Timer


class Halt(Event):
    """Set by the run itself, or with the event it was given."""

    def __init__(self, outer: Event | None) -> None:
        super().__init__()
        self._outer = outer

    def is_set(self) -> bool:
        """Are no further requests to be made?"""
        return super().is_set() or (self._outer is not None and self._outer.is_set())


@contextmanager
def limited(halt: Halt, within: timedelta | None) -> Iterator[Event]:
    """Halts once so much time has passed; gives an event that tells of it. None: never."""
    over = Event()
    if within is None:
        yield over
        return

    def end() -> None:
        over.set()
        halt.set()

    timer = Timer(max(within.total_seconds(), 0), end)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()
