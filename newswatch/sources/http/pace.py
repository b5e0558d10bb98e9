"""The pauses of a fetcher: between two requests, and before a request is tried again."""

import time
from email.utils import parsedate_to_datetime
from threading import Event

_LONGEST_BACK_OFF = 60.0
"""Seconds. A longer wait would hold up the other sources of the run; the next run asks again."""

_LONGEST_CRAWL_DELAY = 30.0
"""Seconds. A longer delay would stretch a listing of 40 pages (`fetch.max_pages`) beyond 20 minutes."""

_LONGEST_GROWTH, _LEAST_STEP = 20.0, 0.05

_BLINK = 0.1
"""Seconds after which a sleeper looks whether it is to stop. A person who presses Ctrl-C, and systemd, expect an answer at once."""


class Pace:
    """Lets at least `seconds` pass between the starts of two requests. Every sleep ends within 0.2 s once `stop` is set."""

    def __init__(self, seconds: float, stop: Event) -> None:
        self._stop = stop
        self._step = max(seconds, _LEAST_STEP)
        self._pause = seconds
        self._next_at = 0.0

    def take_turn(self) -> None:
        """Sleeps until the next request may start."""
        self._sleep(self._next_at - time.monotonic())
        self._next_at = time.monotonic() + self._pause

    def slow_down(self, crawl_delay: float) -> None:
        """Makes the pause as long as a robots.txt asks for, in seconds, up to 30; never shorter than it is."""
        self._pause = max(self._pause, min(crawl_delay, _LONGEST_CRAWL_DELAY))

    def back_off(self, attempt: int, retry_after: float) -> bool:
        """Sleeps before another try, as long as the server asked for, else twice as long each time; `attempt` is 0 after the first try.

        Returns False without sleeping if that would take more than a minute.
        """
        wait = retry_after or min(2.0**attempt, _LONGEST_GROWTH) * self._step
        if wait > _LONGEST_BACK_OFF:
            return False
        self._sleep(wait)
        return True

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
            self._stop.wait(min(left, _BLINK))


def seconds_to_wait(retry_after: str, server_date: str) -> float:
    """The Retry-After header in seconds (RFC 9110, 10.2.3), 0 if it can't be read. A date is measured against the server's own clock."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - parsedate_to_datetime(server_date)).total_seconds())
    except (TypeError, ValueError, OverflowError, IndexError):
        return 0.0
