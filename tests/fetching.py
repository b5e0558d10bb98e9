"""Fetchers for tests: hasty and impatient ones, and a clock that only sleeping moves."""

from collections.abc import Collection
from datetime import UTC, datetime

from wire import Wire

from newswatch.config import FetchSettings
from newswatch.core.model import Page
from newswatch.errors import FetchError
from newswatch.sources.http.fetch import Fetcher

NOW = datetime(2026, 3, 5, 1, 2, 3, tzinfo=UTC)
HASTY = {"pace_seconds": 0.0, "timeout_seconds": 5.0, "retries": 0, "respect_robots": False}


class SleepClock:
    """Stands in for the `time` module: time passes by sleeping alone; `slept` holds each sleep in seconds."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Seconds slept so far."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Sleeps in no time."""
        self.slept.append(seconds)


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
