"""Which notices and scores may have gone out already from a database that was lost, after the backup that took its place was made."""

from collections.abc import Iterable
from datetime import date, timedelta

from newswatch.core.months import Month
from newswatch.core.notices.board import NoticeKind

_REMEMBERED = timedelta(days=31)
"""For so long after a restoring people enter anew what was entered between the backup and the loss, and what follows from that was sent then."""

_RESULTS = (NoticeKind.SHORTFALL, NoticeKind.REVISION, NoticeKind.QUARTER, NoticeKind.HALF_YEAR, NoticeKind.YEAR)


def may_have_been_sent(kind: NoticeKind, period: str, restored_on: date, today: date, *, told: bool) -> bool:
    """Whether a notice may have been sent before the restoring on a local day. `told` says that the board has been told of all that was due by then.

    Of results those may have been whose months had ended by then, for 31 days: a decision or a bulletin that is entered anew makes the notice anew that
    it made before. Of all others the first ones may have been.
    """
    if not told:
        return True
    if kind not in _RESULTS or today - restored_on > _REMEMBERED:
        return False
    return _last_month(period) < Month(restored_on.year, restored_on.month)


def may_have_been_posted(months: Iterable[Month], restored_on: date, today: date) -> bool:
    """Whether a score may have been posted before the restoring on a local day that tells of these months, stated now: one of them had ended by then, and
    people enter anew for 31 days what was entered before."""
    return today - restored_on <= _REMEMBERED and any(month < Month(restored_on.year, restored_on.month) for month in months)


def _last_month(period: str) -> Month:
    """The last month of a period: a month, a quarter (`2026-Q3`), a half-year (`2026-H1`) or a year."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return Month(int(year), 3 * int(part[1:]))
    if part.startswith("H"):
        return Month(int(year), 6 * int(part[1:]))
    return Month(int(year), int(part[:2])) if part else Month(int(year), 12)
