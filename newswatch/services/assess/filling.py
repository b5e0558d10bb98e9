"""Fills the self-score of a year into the office's own assessment sheet. The file that was handed in is left as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, State, YearStatement, of_months
from newswatch.core.model import LOCAL
from newswatch.core.months import year_window
from newswatch.core.text import printable
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.report.sheets.filling import Filled, Filling
from newswatch.report.sheets.finding import Place
from newswatch.report.sheets.headings import Kind
from newswatch.report.sheets.opened import opened, place_of
from newswatch.report.vi import assess as said
from newswatch.report.vi import terms
from newswatch.services import statements
from newswatch.services.assess import files
from newswatch.store.store import Store

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be filled in: the year, the last local day that counts (None: the year's), why a score is stated that isn't sure, the row's code and
    its table where the file doesn't tell them by itself."""

    year: int
    until: date | None = None
    provisional: str = ""
    code: str = ""
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of the row: what its column holds, what stood there, what stands there then."""

    kind: Kind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A sheet with its row filled in, and the cells of the row that changed."""

    filled: Filled
    changes: tuple[Change, ...]


def fill(store: Store, unit: Unit, path: Path, out: Path, asked: Asked, now: datetime) -> Filled:
    """Writes a copy of a sheet with the row of the unit's criterion filled in, whole or not at all.

    Raises InputError: the file can't be filled in, its row is missing or ambiguous, the year isn't over and no day is named, no month is known, or the
    score needs a reason to be stated. Raises StoreError.
    """
    files.check_target(out, path.suffix)
    filled = ready(store, unit, str(path), files.read(path), asked, now).filled
    files.write(out, filled.raw)
    return filled


def ready(store: Store, unit: Unit, name: str, raw: bytes, asked: Asked, now: datetime) -> Ready:
    """The sheet of that name filled in, written nowhere. Raises as `fill` does, FieldFault for `provisional` where a reason is needed."""
    statement = statements.year_of(store, unit, asked.year, now)
    until = _until(statement, asked.until, now)
    statement = so_far(statement, until)
    if statement.score is None:
        raise InputError(_no_score(statement, until))
    code = asked.code or statement.rule.criterion
    try:
        sheet = opened(raw)
        place = place_of(sheet, code, asked.year, asked.table)
        filled = sheet.fill(place, _filling(statement, place, asked, until))
        return Ready(filled, _changes(place, place_of(opened(filled.raw), code, asked.year, asked.table)))
    except FieldFault as fault:
        raise FieldFault(f"{name}: {fault}", fault.field, fault.code, fault.value) from None
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _changes(before: Place, after: Place) -> tuple[Change, ...]:
    """What is otherwise in the row than before, in the order of its columns."""
    spots = sorted(before.spots.items(), key=lambda one: one[1])
    each = [Change(kind, before.grid.text(spot), after.grid.text(spot)) for kind, spot in spots]
    return tuple(one for one in each if one.before != one.after)


def so_far(statement: YearStatement, until: date) -> YearStatement:
    """The year as far as its months had ended on a local day: later ones are open."""
    rule = statement.rule
    months = tuple(_opened(m) if m.month.window(rule.cutoff_day).last > until else m for m in statement.months)
    return of_months(statement.year, rule, months, statement.undated, statement.as_of)


def _opened(month: MonthStatement) -> MonthStatement:
    return replace(month, state=State.OPEN, deduction=Decimal(0))


def _until(statement: YearStatement, asked: date | None, now: datetime) -> date:
    """The last day that counts. Raises InputError."""
    rule, today = statement.rule, now.astimezone(LOCAL).date()
    year = year_window(statement.year, rule.window_start, rule.window_end)
    if asked is None and today <= year.last:
        raise InputError(
            f"--until: {statement.year} ends on {year.last:%d/%m/%Y}; name the last day the sheet counts to state the year so far"
        )
    if asked is not None and asked > today:
        raise InputError(f"--until: {asked} has not come yet; name today or a day before it")
    if asked is not None and asked < year.first:
        raise InputError(f"--until: {asked} lies before {statement.year}, which begins on {year.first}")
    return min(asked or year.last, year.last)


def _no_score(statement: YearStatement, until: date) -> str:
    if statement.rule.max_points is None:
        return (
            f"rule {statement.rule.id}: sets a target without points, so no self-score can be filled in; name a rule with points in `rules`"
        )
    return f"no month of {statement.year} that ended by {until} is known, so there is no score; `newswatch status` says what is missing"


def _filling(statement: YearStatement, place: Place, asked: Asked, until: date) -> Filling:
    """What the row gets. Raises InputError: the score needs a reason to be stated, and none is given."""
    problems, reason = list(_problems(statement, place, asked)), printable(asked.provisional, _LONGEST_REASON)
    if problems and not reason:
        told = "; ".join(english for english, _ in problems)
        how = "To state the score all the same, give a reason with --provisional REASON: it stands in the explanation"
        raise FieldFault(f"{told}. {how}", "provisional", FieldCode.MISSING, "; ".join(vietnamese for _, vietnamese in problems))
    assert statement.score is not None, "a year without a score is refused before"
    return Filling(
        score=statement.score,
        decimals=statement.rule.display_decimals,
        evidence=said.evidence(statement),
        explanation=said.explanation(statement, [vietnamese for _, vietnamese in problems], reason),
        until=until,
        must_say=bool(reason) or said.limited(statement),
    )


def _problems(statement: YearStatement, place: Place, asked: Asked) -> Iterator[tuple[str, str]]:
    """Why the score isn't sure, in English and Vietnamese."""
    rule = statement.rule
    last = year_window(statement.year, rule.window_start, rule.window_end).last
    unknown = [m for m in statement.months if m.state is State.UNKNOWN]
    if not rule.verified:
        yield f"rule {rule.id}: nobody has read its clause in {rule.legal_basis}", said.unverified(statement)
    if not rule.in_force(last):
        yield f"rule {rule.id}: is not in force on {last:%d/%m/%Y}, the end of the year", said.not_in_force(statement)
    if unknown:
        yield f"it isn't known whether {', '.join(str(m.month) for m in unknown)} met the quota", said.unknown_months(unknown)
    if place.most is not None and place.most != rule.max_points:
        yield (
            f"{place.told}: states at most {place.most} points, rule {rule.id} {rule.max_points}",
            said.other_maximum(terms.points(place.most), terms.points(rule.max_points)),
        )
    if asked.code and asked.code != rule.criterion:
        yield f"{place.told}: is of criterion {asked.code}, rule {rule.id} of {rule.criterion}", said.other_code(asked.code, statement)
