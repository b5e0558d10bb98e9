"""When an answer was made: its own Date header, where that can be true."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newswatch.core.model import Page
from newswatch.sources.http.answered import answered_at, server_clock

FETCHED_AT = datetime(2026, 11, 26, 2, 15, tzinfo=UTC)


def page(stated: str) -> Page:
    headers = (("Content-Type", "text/html"), *([("date", stated)] if stated else []))
    return Page("http://xa.example/", "http://xa.example/", 200, b"", "text/html", FETCHED_AT, headers=headers)


@pytest.mark.parametrize(
    ("off", "counts", "has_clock"),
    [
        (timedelta(), True, True),
        (timedelta(minutes=9), True, True),
        (timedelta(minutes=11), False, True),
        (timedelta(hours=7), False, True),
        (timedelta(days=1), False, False),
        (-timedelta(hours=20), True, True),
        (-timedelta(days=3), True, False),
        (-timedelta(days=32), False, False),
    ],
)
def test_an_answer_was_made_when_its_date_header_says(off: timedelta, counts: bool, has_clock: bool) -> None:
    """A store on the way hands on an older Date; one in the future, or a month back, is a wrong clock's, and then the moment of fetching counts."""
    stated = FETCHED_AT + off
    found = page(format_datetime(stated, usegmt=True))
    assert answered_at(found) == (stated if counts else FETCHED_AT)
    assert server_clock(found) == (stated if has_clock else None)


@pytest.mark.parametrize("stated", ["", "hôm nay", "Thu, 26 Nov 2026 02:15:00", "Thu, 99 Nov 2026 02:15:00 GMT"])
def test_a_date_header_that_says_nothing_is_passed_over(stated: str) -> None:
    """Without a Date header that names an instant, the moment of fetching counts and no clock is known."""
    assert (answered_at(page(stated)), server_clock(page(stated))) == (FETCHED_AT, None)
