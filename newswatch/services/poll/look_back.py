"""Looks back on the pages of a list once all were read: dates that their own page did not settle, and what the other pages tell of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, partial

from newswatch.core.dates import Dating, both_days, choose, find
from newswatch.core.dates.digits import month_first
from newswatch.core.model import LOCAL, DateOrigin, Dates, Entry
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known
from newswatch.core.polling.known import KnownItems
from newswatch.core.polling.out_of_place import Exchange, Reading, exchanges, neighbours, reading_of
from newswatch.core.polling.prove import Walked, entries_of, order_of
from newswatch.core.polling.records import ItemUpdate
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.made import dated

_BY_PRINT = frozenset({DateOrigin.LISTING, DateOrigin.PAGE, DateOrigin.ALTERNATIVE})


def look_back(gathered: Gathered, entries: Sequence[Entry], walked: Walked) -> Walked:
    """Dates the items of a walk anew, or leaves open which of two days they are of, where all its pages together speak against what was read.

    Items that earlier polls left as their pages were read then are opened again for it. The walk is given back with what is known of the dates then.
    """
    found = exchanges(entries, gathered.fetcher.now(), cache(partial(_readings, gathered.task.known)))
    updated = {update.entry.key for update in gathered.updates}
    for entry in entries:
        known = gathered.task.known.get(entry.key)
        if entry.key in found and entry.key not in updated and known is not None and _rests_on(known, found[entry.key]):
            gathered.open(entry, None)
    for n, update in enumerate(gathered.updates):
        if exchange := found.get(update.entry.key):
            gathered.updates[n] = _exchanged(gathered, update, exchange)
    return out_of_order(gathered, walked)


def out_of_order(gathered: Gathered, walked: Walked) -> Walked:
    """Leaves open whether an item is of its stated day or of those of its neighbours, where its page alone dates it, by an unlabelled day that may be
    an event's, and it stands out of the order of its list. Gives the walk back as `look_back` does."""
    walked, past = _anew(walked, gathered), gathered.task.past
    found = order_of(walked, past.proof if past else None)
    beside = neighbours(entries_of(walked), found, local_day(gathered.fetcher.now()))
    for n, update in enumerate(gathered.updates):
        days, dates = beside.get(update.entry.key, ()), update.dates
        if days and dates.bare_at is not None and update.published_at == dates.bare_at and len(update.stated) == 1:
            gathered.updates[n] = _left_open(gathered, update, days)
    return _anew(walked, gathered)


def _anew(walked: Walked, gathered: Gathered) -> Walked:
    days, doubtful = gathered.days, gathered.doubtful
    pages = (tuple(replace(e, at=days.get(e.key), doubtful=e.key in doubtful) for e in page) for page in walked.pages)
    return replace(walked, pages=tuple(pages))


def _readings(known: KnownItems) -> frozenset[Reading]:
    """How earlier polls read the dates of a source's items that can name two days."""
    found = set(filter(None, map(_reading, known.loaded.values())))
    return frozenset(r for r in Reading if r in found or any(_reading(one) is r for one in known.read_as(r)))


def _reading(known: Known) -> Reading | None:
    told = known.digest and known.settled_at is None
    return reading_of(known.dates.printed_raw, known.published_at, known.stated) if told else None


def _rests_on(known: Known, exchange: Exchange) -> bool:
    """Whether a known item is of the day that its list's date means with the day first, and nothing else says so."""
    day, dates = known.published_at and local_day(known.published_at), known.dates
    if day != exchange.days[0] or known.settled_at or dates.feed_at or dates.url_at:
        return False
    return (exchange.proved or not known.doubtful) and _ambiguous(dates)


def _exchanged(gathered: Gathered, update: ItemUpdate, exchange: Exchange) -> ItemUpdate:
    if not {origin for origin, _ in update.stated} <= _BY_PRINT or not _ambiguous(update.dates):
        return update
    if exchange.proved:
        return _month_first(gathered, update, exchange.days[1])
    told, today = update.published_at, local_day(update.seen_at)
    other = next((day for day in exchange.days if told is not None and day != local_day(told) and day <= today), None)
    if told is None or other is None or local_day(told) not in exchange.days:
        return update
    return _left_open(gathered, update, (other,))


def _left_open(gathered: Gathered, update: ItemUpdate, days: Iterable[date]) -> ItemUpdate:
    gathered.doubtful.add(update.entry.key)
    others = tuple((DateOrigin.ALTERNATIVE, day) for day in days)
    return dated(update, Dating(update.published_at, update.date_origin, (*update.stated, *others)))


def _month_first(gathered: Gathered, update: ItemUpdate, day: date) -> ItemUpdate:
    """An item of a list that is proved to print the month first, dated so. Its page prints dates as the list does, if they name the same two days."""
    entry, dates = update.entry, update.dates
    at = _instant(entry.published_raw, day)
    printed = dates.printed_at and _instant(dates.printed_raw, day)
    entry = replace(entry, published_at=at, date_origin=DateOrigin.LISTING, month_first=True)
    dates = replace(dates, listing_at=at, printed_at=printed)
    made = dated(replace(update, entry=entry, dates=dates), choose(dates, update.seen_at, fresh=True))
    gathered.days.pop(entry.key, None)
    if made.published_at is not None and made.published_at <= gathered.fetcher.now():
        gathered.days[entry.key] = made.published_at
    return made


def _instant(text: str, day: date) -> datetime:
    """The instant that a text names with the month first; the midnight before, where its clock can't be read so."""
    found = find(month_first(text))
    return found[0] if found and local_day(found[0]) == day else datetime.combine(day, time(), LOCAL)


def _ambiguous(dates: Dates) -> bool:
    """Whether the page of an item, if it is dated, prints a date in which day and month may change places too."""
    return dates.printed_at is None or both_days(dates.printed_raw, local_day(dates.printed_at)) is not None
