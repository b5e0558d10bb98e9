"""Decides which of the dates that a portal states about an item stands, and when none does. Reading a date is done in `parsing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newswatch.core.model import LOCAL, DateOrigin, Dates
from newswatch.core.months import local_day

_CLOCK_ERROR = timedelta(days=1)  # a server's clock or zone may be wrong by less than a day
_TOLERANCE = timedelta(days=1)  # signs of neighbouring days may come from two time zones; a larger difference was met on pages that mislead

_BY_A_SOURCE = (DateOrigin.LISTING, DateOrigin.FEED, DateOrigin.MODIFIED)


@dataclass(frozen=True, slots=True)
class Dating:
    """The publication instant that stands, with its origin, and every local day stated. The instant is None, its origin `none`, if no date stands."""

    at: datetime | None
    origin: DateOrigin
    stated: tuple[tuple[DateOrigin, date], ...]


def choose(dates: Dates, fetched_at: datetime, *, fresh: bool, alternatives: Sequence[datetime] = ()) -> Dating:
    """The date to which an item is charged: the one printed on its page, else in the listing, the feed, the address, else a relative one.

    A printed date of the day of the poll itself may be a visitor clock, as several portals print one above old articles. It stands only if another
    sign states that day, or if the item is `fresh` (a complete poll shortly before did not have it). A sign later than the day after the poll
    can't be true and is passed over. Last-Modified never dates an item. A date without a time takes the time of another sign of the same day.
    The date of a change dates an item that states no other date, and contradicts none. Some programs state the day of the answer for it, so that one
    stands of a `fresh` item only. The days of `alternatives`, which the source's own statement can mean as well, are stated too, unless another sign
    agrees with the one that stands.
    """
    today = local_day(fetched_at)
    signs = [(origin, at) for origin, at in _signs(dates) if local_day(at) <= today + _CLOCK_ERROR]
    if not fresh and [origin for origin, at in signs if local_day(at) == today] == [DateOrigin.PAGE]:
        signs = signs[1:]
    signs = signs or _stand_ins(dates, today, fresh=fresh)
    if not signs:
        return Dating(None, DateOrigin.NONE, ())
    origin, at = signs[0]
    finer = [t for _, t in signs if local_day(t) == local_day(at) and _has_clock(t)]
    stated = tuple((o, local_day(t)) for o, t in signs) + _alternatives(alternatives, signs)
    return Dating(at if _has_clock(at) or not finer else finer[0], origin, stated)


def _stand_ins(dates: Dates, today: date, *, fresh: bool) -> list[tuple[DateOrigin, datetime]]:
    """What dates an item where no publication date stands: a relative date, which is rough, else that of a change."""
    if dates.relative_at is not None and local_day(dates.relative_at) <= today + _CLOCK_ERROR:
        return [(DateOrigin.PAGE, dates.relative_at)]
    at = dates.modified_at
    stands = at is not None and local_day(at) <= today + _CLOCK_ERROR and (fresh or local_day(at) < today)
    return [(DateOrigin.MODIFIED, at)] if at is not None and stands else []


def _alternatives(alternatives: Sequence[datetime], signs: list[tuple[DateOrigin, datetime]]) -> tuple[tuple[DateOrigin, date], ...]:
    """The other days that a date read from a listing or feed can mean. A page's own date, or another sign of the same day, settles that."""
    origin, day = signs[0][0], local_day(signs[0][1])
    if origin not in _BY_A_SOURCE or any(local_day(at) == day for _, at in signs[1:]):
        return ()
    others = sorted({local_day(at) for at in alternatives} - {day})
    return tuple((DateOrigin.ALTERNATIVE, other) for other in others)


def disagree(stated: tuple[tuple[DateOrigin, date], ...]) -> bool:
    """Whether signs lie more than one day apart. The other days that one sign can mean are no signs of their own."""
    days = [day for origin, day in stated if origin is not DateOrigin.ALTERNATIVE]
    return bool(days) and max(days) - min(days) > _TOLERANCE


def _signs(dates: Dates) -> list[tuple[DateOrigin, datetime]]:
    order = (
        (DateOrigin.PAGE, dates.printed_at),
        (DateOrigin.LISTING, dates.listing_at),
        (DateOrigin.FEED, dates.feed_at),
        (DateOrigin.URL, dates.url_at),
    )
    return [(origin, at) for origin, at in order if at is not None]


def _has_clock(at: datetime) -> bool:
    local = at.astimezone(LOCAL)
    return (local.hour, local.minute, local.second) != (0, 0, 0)
