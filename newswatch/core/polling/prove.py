"""Decides what one poll proves, from what its pages showed and what earlier polls of the source left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from newswatch.core.months import local_day
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.order import Ordering, ordering
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk
from newswatch.core.polling.records import Past

_FEWEST_LAST = 3
_MOST_HEADS = 20
_FEWEST_ARRIVALS = 3
_MOST_CHANCE = 0.01
"""Chosen by hand: five entries that all descend are shown to be newest first, four are not; in shuffled lists of any length it is wrong once in a
hundred. The number of arrivals is that for which an arbitrary list of ten entries would be taken for one in the order of arrival once in a thousand."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a page showed it. `at` is None where it has no date, or one to come.

    `doubtful` says that its date changed or that its places state different days. `named` says that the source named it in an earlier poll. `row` is the
    number of the container it stands in, among those of its page.
    """

    key: str
    at: datetime | None
    doubtful: bool = False
    named: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Walked:
    """What a poll saw of a source: its pages in the order in which they were read, each with its entries from the newest end.

    `alone` says that nothing leads to a second page, as of a `feed`, `ended` that the walk came to the end of the archive, `several` that a page
    holds lists beside each other, `slipped` that entries kept moving, `missing` that a page could not be read as one of the list, `limited` that
    the walk was cut short, `broken` that a feed is damaged, so that entries can be missing anywhere. `backwards` says that the walk began at the
    last page, which is page `last`.
    """

    pages: tuple[tuple[Shown, ...], ...] = ()
    alone: bool = False
    ended: bool = False
    several: bool = False
    slipped: bool = False
    missing: bool = False
    limited: bool = False
    backwards: bool = False
    last: int = 0
    feed: bool = False
    broken: bool = False


def prove(walked: Walked, past: Past | None, at: datetime) -> Proof:
    """The proof of a poll made `at`, whose pages were read whole.

    Newest first, everything later than the dates at the foot of the last page was seen, later by the largest displacement. The foot is the last half
    of the page, because fewer than half of its entries can be old ones that were put there for good. Page 1 of several proves nothing alone.
    Where each poll overlaps the one before, everything put up since the first of them was seen. Once the end is proved, all of the archive was seen
    whatever its order, from the month of its first item on: what a portal held before, or before it moved here, nobody can see.
    A list whose end was seen to move on to younger entries shows its newest alone: its end is none, until it has grown beyond an end that stayed.
    Columns that were seen once are there still, also on a day on which their dates would fit one list.
    """
    before = past.proof if past else None
    walked = replace(walked, several=walked.several or (before is not None and Gap.SEVERAL_LISTS in before.gaps) or _columns(walked))
    sorted_, found = _sorted(walked, before), order_of(walked, before)
    displacement = max(sorted_.displacement_days, past.displacement_days if past else 0)
    dated = found.order is Order.OLDEST_FIRST if walked.backwards else sorted_.order is Order.NEWEST_FIRST
    foot = foot_of(walked, displacement) if dated else None
    proof = Proof(
        order=found.order,
        walk=Walk.SLIPPED if walked.slipped else Walk.ONE_PAGE if len(walked.pages) < 2 else Walk.OVERLAPPED,
        displacement_days=sorted_.displacement_days,
        pages=walked.last or len(walked.pages),
        front=foot_of(replace(walked, pages=walked.pages[:1], alone=True), displacement) if dated and not walked.backwards else None,
        heads=_heads(walked, found),
        first_day=_first_day(walked) if walked.ended else None,
    )
    slid = _slid(walked, proof, past)
    proof = replace(
        proof,
        end=End.CLAIMED if slid else _end(walked, proof, past),
        refutes=_refuted(proof, past),
        arrivals=_arrivals(entries_of(walked), before) or 0,
    )
    proof = replace(proof, foot=_foot(walked, proof, foot))
    proof = replace(proof, since=_since(walked, found, proof, past, at, displaced=displacement > 0))
    return replace(proof, reach=_reach(walked, proof, at), gaps=(*_gaps(walked, proof), *((Gap.NEWEST_ONLY,) if slid else ())))


def extends(past: Past, proof: Proof) -> bool:
    """Whether an unchanged first page shows that nothing new was put up since: only where the newest leads and nothing is displaced beyond it."""
    sound = proof.newest_leads and proof.reach is not None and proof.walk is not Walk.SLIPPED
    return sound and (proof.order is Order.ARRIVAL or (proof.front is not None and proof.front <= past.fetched_at))


def order_of(walked: Walked, before: Proof | None) -> Ordering:
    """The order of the entries, pins apart, if it is more than chance: by so many entries in order, by earlier polls, or by new entries on top.

    Where no dates can be read it is arrival, once new entries have come on top often enough.
    """
    found, arrivals = _sorted(walked, before), _arrivals(entries_of(walked), before) or 0
    if found.order is Order.UNKNOWN and not _dated(walked, before):
        return Ordering(Order.ARRIVAL) if arrivals >= _FEWEST_ARRIVALS else found
    arrived = found.order is Order.NEWEST_FIRST and arrivals >= _FEWEST_ARRIVALS
    shown = before is not None and before.order is found.order
    return found if shown or arrived or found.chance <= _MOST_CHANCE else replace(found, order=Order.UNKNOWN)


def _sorted(walked: Walked, before: Proof | None) -> Ordering:
    """The order of the entries by their dates, pins apart, be it chance or not; else as earlier polls showed it."""
    if not _dated(walked, before):
        return Ordering(Order.UNKNOWN)
    dates = [None if e.doubtful else e.at for e in entries_of(walked)]
    if not walked.backwards:
        return ordering(dates, before.order if before is not None and before.order is not Order.ARRIVAL else Order.UNKNOWN)
    found = ordering(dates, Order.NEWEST_FIRST)
    return replace(found, order=Order.OLDEST_FIRST if found.order is Order.NEWEST_FIRST else Order.UNKNOWN)


def _dated(walked: Walked, before: Proof | None) -> bool:
    """Whether the entries have dates enough to tell an order by: most of them, or some where earlier polls showed one."""
    entries = entries_of(walked)
    dated = sum(e.at is not None for e in entries)
    shown = before is not None and before.order in (Order.NEWEST_FIRST, Order.OLDEST_FIRST)
    return 2 * dated > len(entries) or (shown and dated > 0)


def foot_of(walked: Walked, displacement_days: int) -> datetime | None:
    """How far back the pages go, newest first. A date without a time leaves its whole day open: more of that day may stand on the next page."""
    if not walked.pages or (len(walked.pages) < 2 and not walked.alone):
        return None
    above = {e.key for page in walked.pages[:-1] for e in page}
    fresh = [e.at for e in walked.pages[-1] if e.key not in above and e.at is not None]
    if not fresh:
        return foot_of(replace(walked, pages=walked.pages[:-1]), displacement_days)
    half = (len(fresh) + 1) // 2
    latest = max(fresh[-(half if walked.alone else max(half, _FEWEST_LAST)) :])
    whole = latest if latest != midnight(local_day(latest)) else latest + timedelta(days=1)
    return whole + timedelta(days=displacement_days)


def entries_of(walked: Walked) -> list[Shown]:
    """The entries that only one page showed, each at its first place. What several pages show is pinned, or was moved on by a newer entry."""
    pages_of = Counter(key for page in walked.pages for key in {e.key for e in page})
    once = {e.key: e for page in walked.pages for e in reversed(page) if pages_of[e.key] == 1}
    order = [e.key for page in walked.pages for e in page]
    return [once[key] for key in dict.fromkeys(order) if key in once]


def _columns(walked: Walked) -> bool:
    """Whether the containers of a page are columns: the one after, also on the next page, has an entry younger than the middle of the one before.

    Of two middle ones the older is taken, so that a row of two is believed only if all after it are older than both. A first page that holds more
    containers than pages in the middle of the walk holds another list.
    """
    once = {e.key for e in entries_of(walked)}
    told: list[tuple[bool, list[datetime]]] = []
    for page in walked.pages:
        rows: dict[int, list[datetime]] = {}
        for e in page:
            if e.at is not None and not e.doubtful and e.key in once:
                rows.setdefault(e.row, []).append(e.at)
        told += [(len(rows) > 1, sorted(dates)) for dates in rows.values()]
    pairs = [(above, below) for (many, above), (more, below) in pairwise(told) if (many or more) and len(above) > 1]
    counts = [len({e.row for e in page}) for page in walked.pages]
    fewer = any(count < counts[0] for count in counts[1:-1])
    return fewer or any(below[-1] > above[(len(above) - 1) // 2] for above, below in pairs)


def _arrivals(entries: Sequence[Shown], before: Proof | None) -> int | None:
    """In how many polls so far new entries stood above all known ones. None where it is otherwise in this poll: then the count begins anew.

    Below the last known entry older ground may come into view, but only where that entry was not one of those that led the list.
    """
    if before is None or not before.heads or not any(e.named for e in entries):
        return None
    new = next(n for n, e in enumerate(entries) if e.named)
    last = max(n for n, e in enumerate(entries) if e.named)
    known = entries[new : last + 1]
    deeper = last + 1 < len(entries) and entries[last].key in before.heads
    if deeper or not all(e.named for e in known) or not any(e.key in before.heads for e in known):
        return None
    return before.arrivals + (new > 0)


def _heads(walked: Walked, found: Ordering) -> tuple[str, ...]:
    """The keys that lead the list: the first half of the first page, of those that stand in order."""
    if not walked.pages or walked.backwards:
        return ()
    first = {e.key for e in walked.pages[0]}
    entries = [(n, e) for n, e in enumerate(entries_of(walked)) if e.key in first]
    leading = [e.key for n, e in entries if found.order is not Order.NEWEST_FIRST or n in found.kept]
    return tuple(leading[: min((len(leading) + 1) // 2, _MOST_HEADS)])


def _first_day(walked: Walked) -> date | None:
    days = [local_day(e.at) for e in entries_of(walked) if e.at is not None]
    return min(days, default=None)


def _end(walked: Walked, proof: Proof, past: Past | None) -> End:
    """An end is proved by a poll that came to the same end as one before it, or, where the newest stand last, to no earlier page."""
    if not walked.ended:
        return End.NOT_REACHED
    before = past.end if past else None
    if before is None or walked.missing or (before.first_day != proof.first_day and not walked.backwards):
        return End.CLAIMED
    grown = proof.pages >= before.pages or proof.order is Order.NEWEST_FIRST
    return End.PROVED if grown else End.CLAIMED


def _slid(walked: Walked, proof: Proof, past: Past | None) -> bool:
    """Whether the entries at the end of a list fall off it: its last one is younger than at the end before, or was once and no longer list showed more."""
    before = past.end if past else None
    if before is None or before.first_day is None or walked.backwards:
        return False
    if not walked.ended or proof.first_day is None:
        return Gap.NEWEST_ONLY in before.gaps
    stayed = proof.first_day <= before.first_day
    return not stayed or (Gap.NEWEST_ONLY in before.gaps and proof.pages <= before.pages)


def _refuted(proof: Proof, past: Past | None) -> tuple[date, ...]:
    """The days that an earlier end had proved which was none: those up to the entry that was the last one then, unless polls overlapped so long."""
    before = past.end if past else None
    if (
        before is None
        or before.first_day is None
        or before.end is not End.PROVED
        or proof.first_day is None
        or proof.first_day <= before.first_day
    ):
        return ()
    first = before.first_day.replace(day=1)
    days = [first + timedelta(days=n) for n in range(before.first_day.day)]
    return tuple(day for day in days if before.since is None or day < local_day(before.since))


def _since(walked: Walked, found: Ordering, proof: Proof, past: Past | None, at: datetime, *, displaced: bool) -> datetime | None:
    """Since when the polls overlap: one that was the first, or that doesn't overlap, begins anew."""
    before = past.proof if past else None
    if walked.several or walked.broken or walked.backwards or found.order is Order.OLDEST_FIRST:
        return None
    if past is None or before is None or before.since is None or not before.heads or not _overlaps(walked, found, before):
        return at
    beyond = displaced and (proof.front is None or proof.front > past.fetched_at)
    return at if beyond else before.since


def _overlaps(walked: Walked, found: Ordering, before: Proof) -> bool:
    entries = entries_of(walked)
    if found.order is Order.NEWEST_FIRST:
        return any(e.key in before.heads for n, e in enumerate(entries) if n in found.kept)
    return _arrivals(entries, before) is not None


def _foot(walked: Walked, proof: Proof, foot: datetime | None) -> datetime | None:
    """How far back the dates go: to the beginning of the first item's month where all of the archive was read."""
    if walked.several or walked.slipped or (walked.backwards and proof.end is not End.PROVED):
        return None
    if proof.end is End.PROVED and not walked.backwards and proof.first_day is not None:
        return midnight(proof.first_day.replace(day=1))
    return foot


def _reach(walked: Walked, proof: Proof, at: datetime) -> datetime | None:
    if walked.several or walked.slipped or walked.broken:
        return None
    since = proof.since if proof.newest_leads and proof.since != at else None
    foot = proof.foot if proof.order is not Order.UNKNOWN or proof.end is End.PROVED else None
    return min(filter(None, (foot, since)), default=None)


def _gaps(walked: Walked, proof: Proof) -> tuple[Gap, ...]:
    told = {
        Gap.SEVERAL_LISTS: walked.several,
        Gap.PAGE_SLIPPED: walked.slipped,
        Gap.PAGE_MISSING: walked.missing or walked.broken,
        Gap.ORDER_UNKNOWN: proof.order is Order.UNKNOWN and (walked.backwards or proof.end is not End.PROVED),
        Gap.UNDATED_ENTRIES: any(e.at is None for page in walked.pages for e in page),
        Gap.NO_PAGER: walked.alone and not walked.feed,
        Gap.END_NOT_AGREED: proof.end is End.CLAIMED,
        Gap.PAGE_LIMIT: walked.limited,
    }
    return tuple(gap for gap, holds in told.items() if holds)
