"""What the page is served of: the settings as they stand, the clock, and where faults are told."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from newswatch.config import Settings
from newswatch.services.opening import Enrolled

_SECONDS = 5.0
"""For how long settings are taken as they were: looking at their files costs more than a page."""


def present() -> datetime:
    """The present instant, in UTC: the page's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class World:
    """`read` gives the settings in force, `now` the present instant (UTC), `say` tells whoever keeps the machine. `problems` is what is wrong with the
    files of the settings as they lie there, so that older ones are in force."""

    read: Callable[[], Settings]
    say: Callable[[str], None]
    now: Callable[[], datetime] = present
    problems: Callable[[], Sequence[str]] = tuple
    enrolled: Enrolled = field(default_factory=Enrolled, init=False, repr=False, compare=False)
    _held: list[tuple[float, Settings]] = field(default_factory=list, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @property
    def settings(self) -> Settings:
        """The settings in force, at most a few seconds old."""
        with self._lock:
            at = time.monotonic()
            if not self._held or at - self._held[0][0] > _SECONDS:
                self._held[:] = [(at, self.read())]
            return self._held[0][1]
