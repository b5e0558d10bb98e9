"""Fetchers for tests: hasty and impatient ones, and a clock that only sleeping moves."""

from collections.abc import Collection
from datetime import UTC, datetime
from threading import Event

import pytest
from wire import Wire

from newswatch.config import FetchSettings
from newswatch.core.model import Page
from newswatch.errors import FetchError
from newswatch.sources.http import fetch, pace
from newswatch.sources.http.fetch import Fetcher

NOW = datetime(2026, 3, 5, 1, 2, 3, tzinfo=UTC)
HASTY = {"pace_seconds": 0.0, "timeout_seconds": 5.0, "retries": 0, "respect_robots": False}


class SleepClock(Event):
    """The clock and the stop of fetchers: time passes by waiting alone, and that in no time; `slept` holds each wait in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Seconds waited so far."""
        return sum(self.slept)

    def wait(self, timeout: float | None = None) -> bool:
        """Waits in no time."""
        assert timeout is not None
        self.slept.append(timeout)
        return self.is_set()


def sleepless(patch: pytest.MonkeyPatch) -> SleepClock:
    """Fetchers made from now on take their time from the clock given back."""
    clock = SleepClock()
    patch.setattr(pace, "time", clock)
    patch.setattr(pace, "_BLINK", float("inf"))
    patch.setattr(fetch, "Event", lambda: clock)
    return clock


def hasty(hosts: Collection[str], **settings: object) -> Fetcher:
    """A fetcher without pace, retries and robots.txt unless asked for; its present moment is `NOW`."""
    return Fetcher(FetchSettings(**(HASTY | settings)), hosts, lambda: NOW)  # type: ignore[arg-type]


def get(wire: Wire, path: str = "/", **settings: object) -> Page:
    """One page of a server."""
    with hasty([wire.host], **settings) as fetcher:
        return fetcher.get(wire.base + path)


def failure(wire: Wire, path: str = "/", **settings: object) -> FetchError:
    """The error a page gives; an AssertionError if it gives none."""
    try:
        page = get(wire, path, **settings)
    except FetchError as error:
        return error
    raise AssertionError(f"expected a FetchError, got {page}")
