"""Which poll tells best what is proved of a month."""

from datetime import date

from worlds import SITE, moment

from newswatch.core.months import Window
from newswatch.core.polling.evidence import Evidence, watched
from newswatch.core.polling.proof import Order, Proof

OCTOBER, NOW = Window(date(2026, 10, 1), date(2026, 10, 31)), moment("2026-12-01")


def poll(row: int, at: str, reach: str | None, source: str = SITE) -> Evidence:
    return Evidence(source, moment(at), Proof(Order.NEWEST_FIRST, reach=moment(reach) if reach else None), row)


def telling(*found: Evidence, believed: tuple[int, ...] = (1, 2, 3)) -> int | None:
    """The row of the poll that tells of October."""
    spans = [span for e in found if (span := e.span) is not None and e.row in believed]
    (of_site,) = watched(found, spans, [SITE], OCTOBER, NOW)
    return of_site.evidence.row if of_site.evidence else None


def test_the_poll_that_proves_most_of_the_month_tells() -> None:
    """Of several the one that proves the longest part of it, of equal ones the later, of none the last poll of all."""
    assert telling(poll(1, "2026-10-20", "2026-09-20"), poll(2, "2026-11-05", "2026-10-01"), poll(3, "2026-12-01", "2026-11-01")) == 2
    assert telling(poll(1, "2026-11-05", "2026-09-20"), poll(2, "2026-11-06", "2026-09-20")) == 2
    assert telling(poll(1, "2026-11-05", None), poll(2, "2026-11-06", None)) == 2
    assert telling() is None


def test_a_poll_whose_clock_is_not_believed_tells_nothing() -> None:
    """A poll that is left out of the spans proves no day, so it doesn't tell of one."""
    assert telling(poll(1, "2026-11-05", "2026-09-20"), poll(2, "2026-10-20", "2026-09-20"), believed=(2,)) == 2
