"""Decides what a second witness of a site proves: WordPress' list of posts, which states its total, and sitemaps.

What a list alone proves is decided in `prove`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from newswatch.core.months import local_day
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.evidence import Evidence
from newswatch.core.polling.proof import Gap, Order, Proof, Walk
from newswatch.core.polling.records import Refutation, Span

_Told = TypeVar("_Told", bound=Span | Evidence)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The witnesses of a unit: for the id of each, those of the sources it bears witness of, and what they `refuted`."""

    of: Mapping[str, Sequence[str]]
    refuted: tuple[Refutation, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a witness named of the ground from `since` on: the keys of its entries, with the instants of those that have one.

    `whole` says that nothing it has was left out, `limited` that its reading was cut short, `contradicted` that its own total, or another source,
    says otherwise. `older` says that it also has entries from before, `news_only` that it names the last days alone. `refutes` are days of which it
    named items that lists had not shown, though they claimed to have seen all. `walk` is how it was read.
    """

    since: datetime
    walk: Walk
    dates: Mapping[str, datetime | None]
    pages: int = 0
    whole: bool = False
    limited: bool = False
    contradicted: bool = False
    older: bool = False
    news_only: bool = False
    refutes: tuple[date, ...] = ()


def prove_named(named: Named) -> Proof:
    """The proof of a poll of a witness. If it was read whole and nothing contradicts it, every item dated from `since` on was seen.

    A site whose first item is younger than that is known from that item's month on, because what it held before nobody can see. Sitemaps are
    made anew now and then, or never again, and may leave out old addresses: they prove from the first item they name to the last.
    """
    days = [local_day(at) for at in named.dates.values() if at is not None]
    undated = any(at is None for at in named.dates.values())
    contradicted = named.contradicted or bool(named.refutes)
    mapped = named.walk is Walk.MAPPED
    proved = named.whole and not undated and not named.limited and not contradicted
    reach = _reach(named) if proved else None
    told = {
        Gap.UNDATED_ENTRIES: undated,
        Gap.PAGE_LIMIT: named.limited,
        Gap.LAST_DAYS_ONLY: named.news_only,
        Gap.WITNESS_CONTRADICTS: contradicted,
    }
    return Proof(
        order=Order.UNKNOWN,
        walk=named.walk,
        reach=reach,
        foot=reach,
        pages=named.pages,
        gaps=tuple(gap for gap, holds in told.items() if holds),
        first_day=min(days, default=None),
        until=max((at for at in named.dates.values() if at is not None), default=None) if mapped and reach else None,
        refutes=named.refutes,
    )


def attested(spans: Sequence[Span], witnesses: Witnesses) -> tuple[Span, ...]:
    """The spans, and those of each witness for every source that it bears witness of.

    A day on which a witness named what a list had not shown is taken from the list's own spans for good, and from those of the witness up to then.
    """
    if not witnesses.of and not witnesses.refuted:
        return tuple(spans)
    kept = spans
    for refutation in witnesses.refuted:
        kept = [part for span in kept for part in _struck(span, refutation, witnesses.of)]
    return lent(kept, witnesses.of)


def hidden(found: Iterable[datetime], claims: Sequence[Span]) -> tuple[date, ...]:
    """The local days of items, newly found, that lists claim to have seen all of. A date without a time stands for its whole day."""
    ends = ((at, at + timedelta(days=1) if at == midnight(local_day(at)) else at) for at in found)
    return tuple(sorted({local_day(at) for at, end in ends if any(c.start <= at and end <= c.end for c in claims)}))


def lent(found: Sequence[_Told], witnesses: Mapping[str, Sequence[str]]) -> tuple[_Told, ...]:
    """Spans or proofs of polls, and those of each witness once more for every source that it bears witness of.

    `witnesses` names these sources by the witness's id.
    """
    return tuple(one for told in found for one in (told, *_lent(told, witnesses.get(told.source_id, ()))))


def _struck(span: Span, refuted: Refutation, witnesses: Mapping[str, Sequence[str]]) -> list[Span]:
    own = span.source_id in witnesses.get(refuted.source_id, ())
    start, end = midnight(refuted.day), midnight(refuted.day + timedelta(days=1))
    if not (own or (span.source_id == refuted.source_id and span.row <= refuted.row)) or span.end <= start or end <= span.start:
        return [span]
    if span.first is not None:
        return [part for one in span.polls() for part in _struck(one, refuted, witnesses)]
    return [s for s in (replace(span, end=min(span.end, start)), replace(span, start=max(span.start, end))) if s.start < s.end]


def _lent(told: _Told, sources: Sequence[str]) -> list[_Told]:
    return [replace(told, source_id=source) for source in sources]


def _reach(named: Named) -> datetime | None:
    if named.older:
        return named.since
    first = min((at for at in named.dates.values() if at is not None), default=None)
    if first is None:
        return None
    return max(named.since, first if named.walk is Walk.MAPPED else midnight(local_day(first).replace(day=1)))
