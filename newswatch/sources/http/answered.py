"""Tells when an answer was made, by its own Date header."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from newswatch.core.model import Page

_LATE = timedelta(minutes=10)  # how far two clocks may differ
_NO_CLOCK = timedelta(days=1)  # a server's clock that is a day off says nothing of zones
_OLDEST = timedelta(days=31)  # a store on the way may hand on an answer with the Date it was made at; an older Date is a wrong clock's


def server_clock(page: Page) -> datetime | None:
    """What the server's clock said when it made an answer (the Date header, RFC 9110 6.6.1). None if it didn't tell, or is off by a day."""
    stated = _date(page)
    return stated if stated and abs(stated - page.fetched_at) < _NO_CLOCK else None


def answered_at(page: Page) -> datetime:
    """When an answer was made, from which its relative dates count: its Date header, unless that lies in the future or a month back."""
    stated = _date(page)
    return stated if stated and page.fetched_at - _OLDEST <= stated <= page.fetched_at + _LATE else page.fetched_at


def _date(page: Page) -> datetime | None:
    stated = next((value for name, value in page.headers if name.lower() == "date"), "")
    try:
        at = parsedate_to_datetime(stated)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
