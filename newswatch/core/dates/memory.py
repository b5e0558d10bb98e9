"""Decides what one more reading of an item changes of its dates. A reading that states no date takes none away, and a change moves no item."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from newswatch.core.dates.standing import Dating, choose
from newswatch.core.model import DateOrigin, Dates
from newswatch.core.months import local_day

_PRINTED = frozenset({DateOrigin.LISTING, DateOrigin.PAGE})


def settle(
    read: Dates, before: Dates | None, first_seen_at: datetime, fetched_at: datetime, *, fresh: bool, alternatives: Sequence[datetime] = ()
) -> tuple[Dates, Dating]:
    """The dates of an item after a reading, and the one that stands (see `choose`).

    `before` are the dates that stood after the reading before, None at the first sight, which was `first_seen_at`. A printed date that may be a visitor
    clock does not replace one that stood. `alternatives` are other instants that the source's statement can mean.
    """
    dates = _remembered(read, before, first_seen_at)
    stood = before.printed_at if before else None
    known = stood is not None and dates.printed_at is not None and local_day(stood) == local_day(dates.printed_at)
    dating = choose(dates, fetched_at, fresh=fresh or known, alternatives=alternatives)
    if stood is None or known or (DateOrigin.PAGE, local_day(dates.printed_at or stood)) in dating.stated:
        return dates, dating
    dates = replace(dates, printed_at=stood)
    return dates, choose(dates, fetched_at, fresh=fresh, alternatives=alternatives)


def still_open(dating: Dating, before: Sequence[tuple[DateOrigin, date]]) -> Dating:
    """A dating with the other days that the item could be of `before`, if its list and page state what they stated then: a reading that does not see
    the whole list again settles nothing."""
    others = tuple(stated for stated in before if stated[0] is DateOrigin.ALTERNATIVE)
    told, then = ({one for one in stated if one[0] is not DateOrigin.ALTERNATIVE} for stated in (dating.stated, before))
    if told != then or not {origin for origin, _ in told} <= _PRINTED:
        return dating
    return replace(dating, stated=tuple(dict.fromkeys((*dating.stated, *others))))


def stood(dates: Dates, stated: Collection[tuple[DateOrigin, date]]) -> Dates:
    """What the next reading is to remember: the dates that are among those `stated`. One that may be the day of the answer (a visitor clock), or that
    was still to come, is none."""

    def kept(origin: DateOrigin, at: datetime | None) -> datetime | None:
        return at if at is not None and (origin, local_day(at)) in stated else None

    return replace(
        dates,
        printed_at=kept(DateOrigin.PAGE, dates.printed_at),
        listing_at=kept(DateOrigin.LISTING, dates.listing_at),
        feed_at=kept(DateOrigin.FEED, dates.feed_at),
        url_at=kept(DateOrigin.URL, dates.url_at),
        relative_at=kept(DateOrigin.PAGE, dates.relative_at),
        modified_at=kept(DateOrigin.MODIFIED, dates.modified_at),
    )


def _remembered(read: Dates, before: Dates | None, first_seen_at: datetime) -> Dates:
    """A reading with the dates of the places that it did not see, or that state none any more."""
    if before is None:
        return read
    if read.bare_place is None:
        read = replace(read, bare_at=before.bare_at, bare_place=before.bare_place)
    return replace(
        read,
        printed_raw=read.printed_raw or before.printed_raw,
        printed_at=read.printed_at or before.printed_at,
        listing_at=read.listing_at or before.listing_at,
        feed_at=read.feed_at or before.feed_at,
        url_at=read.url_at or before.url_at,
        relative_at=before.relative_at or read.relative_at,
        modified_at=before.modified_at or _unchanged_since(read.modified_at, first_seen_at),
    )


def _unchanged_since(modified_at: datetime | None, first_seen_at: datetime) -> datetime | None:
    """The date of the last change, if it is that of the first sight too: then nothing was changed since."""
    return modified_at if modified_at and local_day(modified_at) <= local_day(first_seen_at) else None
