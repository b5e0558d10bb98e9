"""What can be said of a unit: its years and months as they stand and as they were stated, what awaits a person, one item's line and history.

Everything that bears on a statement is read in one transaction, so that items and polls come from one moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from newswatch import __version__
from newswatch.config import Settings, Unit
from newswatch.core.count import keeping
from newswatch.core.count.reasons import Line
from newswatch.core.count.revision import PROOF_VERSION, Basis, Cause, Revision, revise
from newswatch.core.count.settling import Settling, to_settle
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.months import Month
from newswatch.core.polling.coverage import trusted
from newswatch.core.polling.evidence import Watched, watched
from newswatch.core.polling.witness import attested, lent
from newswatch.core.quota.rule import Rule
from newswatch.core.record.signatures import Signature
from newswatch.errors import InputError
from newswatch.services import kept
from newswatch.services.feed import intent
from newswatch.services.judging import judged as judged
from newswatch.services.judging import knowledge as knowledge
from newswatch.services.judging import required, witnesses_of
from newswatch.services.kept import Years
from newswatch.store import feeds, gaps, items, polls, signatures, statements, units
from newswatch.store.store import Store

_TRIES = 3
_STATE = "state"
_T = TypeVar("_T")

_ITEM_YEARS: dict[tuple[Path, int, int], tuple[int, list[int]]] = {}
"""The years of each unit's items in a database file, with the unit's stamp when they were looked for. Any thread may ask."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The years of a unit that are not settled yet, and its months stated for the first time or otherwise than before, all of one stamp."""

    unit: str
    at: Years
    revisions: tuple[Revision, ...]

    @property
    def stamp(self) -> int:
        """The unit's stamp when its years were judged."""
        return self.at.counters.stamp

    @property
    def years(self) -> tuple[YearStatement, ...]:
        """The years that are not settled yet."""
        return self.at.statements


@dataclass(frozen=True, slots=True)
class Explained:
    """How a month came to its count: the scoring year that counts it, what polls prove of it, every statement of it with its causes, and who signed."""

    year: YearStatement
    month: MonthStatement
    proofs: tuple[Watched, ...]
    stated: list[tuple[dict[str, Any], list[Cause]]]
    signed: tuple[Signature, ...] = ()


def year_of(store: Store, unit: Unit, year: int, now: datetime) -> YearStatement:
    """The statement of one unit and year as it stands at `now`, kept or judged anew. Its items are told of without their texts."""
    return kept.years(store, unit, [year], now).statements[0]


def in_brief(store: Store, unit: Unit, year: int, now: datetime) -> YearStatement:
    """The same in brief: of its items only those that wait for a person."""
    return kept.years(store, unit, [year], now, brief=True).statements[0]


def month_of(store: Store, unit: Unit, month: Month, now: datetime) -> tuple[YearStatement, MonthStatement]:
    """A month and the scoring year that counts it, which may begin in the calendar year before. Raises InputError if none does."""
    for year in (month.year, month.year + 1):
        statement = year_of(store, unit, year, now)
        for found in statement.months:
            if found.month == month:
                return statement, found
    raise InputError(f"--month: {month} is counted in no scoring year of this unit")


def explained(store: Store, unit: Unit, month: Month, now: datetime) -> Explained:
    """All that explains a month. Raises InputError if no scoring year counts it."""
    year, found = month_of(store, unit, month, now)
    signed = signatures.of_month(store, units.unit_row(store, unit), str(month))
    return Explained(year, found, proofs_of(store, unit, found, year.rule, now), revisions_of(store, unit, month), signed)


def proofs_of(store: Store, unit: Unit, month: MonthStatement, rule: Rule, now: datetime) -> tuple[Watched, ...]:
    """What polls prove of a month, source by source."""
    row = units.unit_row(store, unit)
    with store.reading():
        found, spans = polls.evidence(store, row), trusted(polls.spans(store, row), now)
        witnesses = witnesses_of(store, unit)
    sources = dict.fromkeys((*required(unit), *unit.witnesses))
    return watched(lent(found, unit.witnesses), attested(spans, witnesses), tuple(sources), month.month.window(rule.cutoff_day), now)


def revisions_of(store: Store, unit: Unit, month: Month) -> list[tuple[dict[str, Any], list[Cause]]]:
    """Every statement of a month with its causes, oldest first."""
    return [(row, statements.causes(row)) for row in statements.revisions(store, units.unit_row(store, unit), str(month))]


def line_of(store: Store, unit: Unit, item_id: int, now: datetime) -> Line | None:
    """What stands of one item under the rule of its year, without its text; None for a voided bulletin."""
    item = items.countable(store, units.unit_row(store, unit), item_id)
    if item is None:
        return None
    year = item.day.year if item.day else now.astimezone(LOCAL).year
    told = year_of(store, unit, year, now)
    lines = (*told.lines, *(line for month in told.months for line in month.elsewhere))
    return next((line for line in lines if line.item.id == item_id), None) or _line_anew(store, unit, item_id, year, now)


def _line_anew(store: Store, unit: Unit, item_id: int, year: int, now: datetime) -> Line | None:
    """The same of an item that is of none of its year's months, since no month of that year holds its day."""
    lines = knowledge(store, unit).judge(unit.rule_for(year), now)
    return next((keeping.without_text(line) for line in lines if line.item.id == item_id), None)


def history_of(store: Store, item_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that was seen and decided of one item, oldest first: `item`, `observations`, `bulletin`, `decisions`. Raises InputError."""
    with store.reading():
        return items.history(store, item_id)


def awaiting(store: Store, unit: Unit, now: datetime) -> tuple[Settling, ...]:
    """Every item of a unit that waits for a person, under the rule of its own year, in the order of what it decides.

    It may decide months of its own year, and of those since the unit was first looked at. Where the kept years tell that nothing waits, no item is read.
    """
    return () if _nothing_waits(store, unit, now) else _awaiting(store, unit, now)


def _awaiting(store: Store, unit: Unit, now: datetime) -> tuple[Settling, ...]:
    """The same, judged anew."""
    known = kept.knowledge(store, unit, now)
    present = now.astimezone(LOCAL).year
    began = min((i.first_seen_at.astimezone(LOCAL).year for i in known.items), default=present)
    years = {i.id: i.day.year if i.day else present for i in known.items}
    lines = [line for year in set(years.values()) for line in known.judge(unit.rule_for(year), now) if years[line.item.id] == year]
    waiting = [line for line in lines if line.awaiting]
    concerned = {years[line.item.id] for line in waiting} | {year for year in _years(unit, now, None) if year >= began}
    return to_settle([judged(known, unit, year, unit.rule_for(year), now) for year in sorted(concerned)], waiting)


def queue(store: Store, unit: Unit, now: datetime) -> tuple[Settling, ...]:
    """The same as `awaiting`, but of the items without their texts: from the kept years, where they can tell it, so that few items or many cost alike."""
    years = _whole_years(store, unit, now)
    if years is None:
        return _awaiting(store, unit, now)
    present = now.astimezone(LOCAL).year
    lines = [
        line
        for year in years
        for line in dict.fromkeys((*year.lines, *(line for month in year.months for line in month.elsewhere)))
        if line.awaiting and (line.item.day.year if line.item.day else present) == year.year
    ]
    if not lines:
        return ()
    began = items.first_year(store, units.unit_row(store, unit))
    concerned = {line.item.day.year if line.item.day else present for line in lines}
    concerned |= {year for year in _years(unit, now, None) if year >= began}
    return to_settle([year for year in years if year.year in concerned], lines)


def _nothing_waits(store: Store, unit: Unit, now: datetime) -> bool:
    """Do the kept years tell that no item waits?"""
    years = _whole_years(store, unit, now)
    return years is not None and not any(year.undated or any(m.lines or m.elsewhere for m in year.months) for year in years)


def _whole_years(store: Store, unit: Unit, now: datetime) -> tuple[YearStatement, ...] | None:
    """All years of a unit's items and those that are not settled yet, in brief; None where they can't tell of all that waits.

    They can where years are those of the calendar and the unit lived through all: then each dated item is of a month of its own year. A year that nobody
    can have meant is left to who judges.
    """
    with store.reading():
        asked = sorted({*_item_years(store, units.unit_row(store, unit)), *_years(unit, now, None)})
        whole = all(1990 < year < 2100 and unit.rule_for(year).by_calendar for year in asked) and not (unit.valid_from or unit.valid_to)
        found = kept.look(store, unit, asked, now, brief=True) if whole else None
    if found:
        kept.keep(store, unit, found)
    return found.statements if found else None


def _item_years(store: Store, row: int) -> list[int]:
    """The years of a unit's items: all of them are walked only if something of the unit has changed since, in this very file."""
    file, stamp = (store.path, store.path.stat().st_ino, row), units.stamp_of(store, row)
    if file not in _ITEM_YEARS or _ITEM_YEARS[file][0] != stamp:
        _ITEM_YEARS[file] = stamp, items.years(store, row)
    return _ITEM_YEARS[file][1]


def reconcile(store: Store, settings: Settings, unit: Unit, now: datetime) -> Reconciled:
    """States the ended months of the last year and this one (and of the next, where its window has begun). Doing it twice changes nothing.

    Everything is read at one moment and stored only if the unit's stamp still stands, else judged again; at last with the writer's lock held.
    """
    return until_it_stands(store, lambda: _reconcile(store, settings, unit, now))


def restate(store: Store, settings: Settings, unit: Unit, now: datetime) -> Reconciled | None:
    """`reconcile`, unless nothing is to be stated anew since only polls came that the unit's items can't see: then None."""
    more = basis_of(settings), *intent.targets(settings.feed, unit)
    if kept.still_done(store, _STATE, unit, open_years(unit, now), now, lambda row: (*more, statements.last_row(store, row))):
        return None
    return reconcile(store, settings, unit, now)


def brief_of(store: Store, unit: Unit, now: datetime) -> Reconciled:
    """The years that are not settled yet in brief, of a unit for which there is nothing to state."""
    return Reconciled(unit.id, kept.years(store, unit, _years(unit, now, None), now, brief=True), ())


def unstated(store: Store, settings: Settings, chosen: Sequence[Unit], now: datetime) -> tuple[Unit, ...]:
    """Those of the units that `reconcile` may have something to state for: all but those it had nothing to state for, and of which nothing has
    changed since that bears on it."""
    with store.reading():
        last = statements.last_rows(store)
        basis, feed = basis_of(settings), settings.feed
        done = kept.done(store, _STATE, chosen, now, lambda unit, row: (basis, *intent.targets(feed, unit), last.get(row, 0)))
    return tuple(unit for unit in chosen if unit.id not in done)


def basis_of(settings: Settings) -> Basis:
    """What statements rest on besides what was seen."""
    return Basis(__version__, settings.lexicon.digest, PROOF_VERSION)


def until_it_stands(store: Store, once: Callable[[], _T | None]) -> _T:
    """What `once` gives, done again while it gives None because something was written in the meantime; at last with the writer's lock held."""
    for _ in range(_TRIES):
        if (done := once()) is not None:
            return done
    with store.writing():
        done = once()
    assert done is not None, "nobody else can write while the lock is held"
    return done


def _reconcile(store: Store, settings: Settings, unit: Unit, now: datetime) -> Reconciled | None:
    """The same, once; None if something was written in the meantime."""
    row, basis = units.unit_row(store, unit), basis_of(settings)
    with store.reading():
        last, before, last_row = statements.last(store, row), statements.basis(store, row), statements.last_row(store, row)
        at = kept.look(store, unit, _years(unit, now, None), now)
    upgraded, years = basis.differs(before or Basis()) if last else (), at.statements
    found = {
        year.year: [r for m in year.months if (r := revise(last.get(str(m.month)), m, year.rule, upgraded)) is not None] for year in years
    }
    to_feed = partial(intent.due, store, settings.feed, unit, row, years, found, now)
    if before != basis or any(found.values()) or to_feed():
        with store.writing_inside():
            if units.stamp_of(store, row) != at.counters.stamp or statements.last(store, row) != last:
                return None
            for year in years:
                statements.add(store, row, year.rule, found[year.year], basis, now)
            statements.rest_on(store, row, basis, now)
            feeds.add(store, row, to_feed(), gaps.DOUBT, now)
            last_row = statements.last_row(store, row)
    kept.note_done(store, unit, _STATE, at, basis, *intent.targets(settings.feed, unit), last_row)
    kept.keep(store, unit, at)
    return Reconciled(unit.id, at, tuple(r for revisions in found.values() for r in revisions))


def standing(store: Store, unit: Unit, now: datetime, also: int | None = None) -> tuple[YearStatement, ...]:
    """The years that are not settled yet, and the year `also`, as they stand; writes nothing."""
    return kept.years(store, unit, _years(unit, now, also), now).statements


def open_years(unit: Unit, now: datetime) -> list[int]:
    """The years of a unit that are not settled yet: the last, the present, and the next one if its window begins in the calendar year before."""
    return _years(unit, now, None)


def _years(unit: Unit, now: datetime, also: int | None) -> list[int]:
    present = now.astimezone(LOCAL).year
    asked = {present - 1, present} | ({also} if also else set())
    begun = {year + 1 for year in asked if (rule := unit.rule_for(year + 1)).window_start > rule.window_end}
    return sorted(asked | begun)
