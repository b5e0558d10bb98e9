"""A unit's results as people look them up: a year's months as they stand and as they were stated, and what the board was written of a month."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.months import Month
from newswatch.core.record.signatures import Signature
from newswatch.services import statements as standing
from newswatch.store import sent, signatures, statements, units
from newswatch.store.store import Store, instant

_MOST_MAILS = 40
_MOMENTS = ("made_at", "sent_at", "due_at", "changed_at")


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month as it stands, and its last statement as stored; None before the first. `signed` are all signatures under its statements."""

    month: MonthStatement
    stated: dict[str, Any] | None
    signed: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class YearResults:
    """The months of a scoring year, and the unit's mails that were refused or can't go out, newest first, a few at most."""

    year: YearStatement
    months: tuple[MonthResult, ...]
    undelivered: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice as it was written: its row, the mails it goes out as, and what went with it. Moments are in UTC, None where there is none."""

    notice: dict[str, Any]
    ways: tuple[dict[str, Any], ...]
    enclosed: tuple[dict[str, Any], ...]


def of_year(store: Store, unit: Unit, year: int, now: datetime) -> YearResults:
    """The results of a scoring year."""
    told, row = standing.year_of(store, unit, year, now), units.unit_row(store, unit)
    first = min((m.month for m in told.months), default=Month(year, 1))
    with store.reading():
        last = {stated["month"]: stated for stated in statements.revisions_since(store, row, str(first))}
        months = tuple(
            MonthResult(m, found, signatures.of_month(store, row, str(m.month)) if found else ())
            for m in told.months
            for found in [last.get(str(m.month))]
        )
        return YearResults(told, months, tuple(map(_timed, sent.undelivered(store, row, _MOST_MAILS))))


def letters_of(store: Store, unit: Unit, month: Month) -> tuple[Letter, ...]:
    """What the board was written of a month, newest first, the last forty at most; texts are left out."""
    row = units.unit_row(store, unit)
    with store.reading():
        found = sent.about(store, row, str(month), _MOST_MAILS)
        return tuple(Letter(_timed(notice), _ways(store, notice), ()) for notice in found)


def letter(store: Store, unit: Unit, number: int) -> Letter | None:
    """One notice of the unit with its text as it was written; None if the unit has none of this number."""
    with store.reading():
        notice = sent.one(store, units.unit_row(store, unit), number)
        if notice is None:
            return None
        return Letter(_timed(notice), _ways(store, notice), tuple(sent.enclosed(store, number)))


def enclosure(store: Store, unit: Unit, number: int, place: int) -> dict[str, Any] | None:
    """A file that went with a notice of the unit: `name`, `content_type`, `body`."""
    return sent.enclosure(store, units.unit_row(store, unit), number, place)


def _ways(store: Store, notice: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(map(_timed, sent.ways(store, notice["id"])))


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its moments as such."""
    return row | {name: instant(row[name]) for name in _MOMENTS if name in row}
