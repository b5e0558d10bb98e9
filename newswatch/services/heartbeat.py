"""Tells whoever watches the watcher how a round went; that nobody answers there harms nothing here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event

from newswatch.config import FetchSettings
from newswatch.core.identity import site_of
from newswatch.errors import SourceError, Stopped
from newswatch.masking import without_address

_SECONDS = 10.0


def beat(url: str, fetch: FetchSettings, now: Callable[[], datetime], stop: Event, *, well: bool) -> str:
    """Asks for the address, with /fail after a bad round; gives what went wrong, empty for nothing.

    The address is a secret: who knows it can speak for us.
    """
    from newswatch.sources.http.fetch import Fetcher  # with it comes requests, which a round without a check does without

    asked = url if well else f"{url.rstrip('/')}/fail"
    hasty = replace(fetch, retries=0, respect_robots=False, pace_seconds=0, timeout_seconds=_SECONDS)
    try:
        with Fetcher(hasty, [site_of(url)], now, stop) as fetcher:
            fetcher.get(asked)
    except (SourceError, Stopped) as error:
        return f"heartbeat: {without_address(str(error), url)}"
    return ""
