"""Stating the ended months of a unit anew: what stands now against what was last stated."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Unit
from newswatch.core.count.revision import Revision, revise
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import LOCAL
from newswatch.store import reads, statements
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Anew:
    """The years that are not settled yet as they stand, and the months stated for the first time or otherwise than before."""

    years: tuple[YearStatement, ...]
    revisions: tuple[Revision, ...]


def reconcile(store: Store, unit: Unit, unit_row: int, now: datetime) -> Anew:
    """States the ended months of the last year and this one (and of the next, where its window has begun). Doing it twice changes nothing."""
    last = statements.last(store, unit_row)
    years, found = standing(store, unit, unit_row, now), []
    for year in years:
        due = [r for m in year.months if (r := revise(last.get(str(m.month)), m, year.rule)) is not None]
        if due:
            statements.add(store, unit_row, year.rule, due, now)
        found += due
    return Anew(years, tuple(found))


def standing(store: Store, unit: Unit, unit_row: int, now: datetime, also: int | None = None) -> tuple[YearStatement, ...]:
    """The years that are not settled yet, and the year `also`, as they stand; writes nothing."""
    known = reads.known(store, unit, unit_row)
    return tuple(reads.judged(known, unit, year, unit.rule_for(year), now) for year in _years(unit, now, also))


def _years(unit: Unit, now: datetime, also: int | None) -> list[int]:
    """A scoring year may begin in the calendar year before."""
    present = now.astimezone(LOCAL).year
    asked = {present - 1, present} | ({also} if also else set())
    begun = {year + 1 for year in asked if (rule := unit.rule_for(year + 1)).window_start > rule.window_end}
    return sorted(asked | begun)
