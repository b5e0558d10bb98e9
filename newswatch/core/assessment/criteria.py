"""A set of criteria read from its file: the rows with their maxima, who scores them and who is responsible, bands, and results that are known.

A set may be known in part alone: then it says so, and what is not known is not made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from newswatch.core.assessment.codes import Path, level_of, missing, parents, paths
from newswatch.core.months import year_window
from newswatch.core.quota.clause import LegalBasis
from newswatch.core.quota.rule_file import amount, legal_basis
from newswatch.core.table import Table, raise_problems
from newswatch.core.text import clean

_MOST_ROWS = 2000
_MOST_BELOW = 200  # rows right below one; SUM of Excel takes 255 arguments
_SOME_YEAR = 2023  # any year will do: `year_window` takes the same texts in each


class Scored(StrEnum):
    """Who scores a criterion: the unit itself and then the appraiser, a survey of people, or the appraiser alone."""

    SELF = "self"
    SURVEY = "survey"
    APPRAISED = "appraised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of a set. `partial`: not all rows below it are known. `deadline` is `MM-DD` of the scored year, empty if none is set."""

    code: str
    path: Path
    title: str
    most: Decimal
    least: Decimal
    scored: Scored
    unit: str
    deadline: str
    evidence: str
    method: str
    partial: bool

    def due(self, year: int) -> date | None:
        """The last day of a year on which it may be done; None if no deadline is set."""
        return year_window(year, self.deadline, self.deadline).last if self.deadline else None


@dataclass(frozen=True, slots=True)
class Band:
    """A class of totals: from `least` points on."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a unit was given in a year, as far as it is known: the total, its rank among how many, points by code, and the document that says so."""

    unit: str
    year: int
    total: Decimal | None
    rank: int | None
    among: int | None
    scores: Mapping[str, Decimal]
    source: str


@dataclass(frozen=True)
class Criteria:
    """A set of criteria. `partial`: it holds only the rows that are known; `total` is the maximum of the whole set all the same."""

    id: str
    title: str
    legal_basis: LegalBasis
    effective_from: date
    effective_to: date | None
    verified: bool
    partial: bool
    total: Decimal
    rows: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    results: tuple[Result, ...]

    def in_force(self, day: date) -> bool:
        """Whether the set applies on this local day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    @cached_property
    def parents(self) -> list[int | None]:
        """The number of the row over each."""
        return parents([row.path for row in self.rows])

    def below(self, number: int | None) -> list[int]:
        """The numbers of the rows right below a row, or at the top for None."""
        return self._below.get(number, [])

    def of(self, path: Path) -> Criterion | None:
        """The criterion of a path. Where either the set or the table tells no parts, that of the code, if only one bears it."""
        if found := self._by_path.get(path) or (self._by_path.get(path[-1:]) if path else None):
            return found
        alike = self._by_code.get(path[-1], []) if len(path) == 1 else []
        return alike[0] if len(alike) == 1 else None

    def band(self, total: Decimal) -> str:
        """The class of a total; empty where the set gives none for it."""
        return next((band.name for band in sorted(self.bands, key=lambda b: b.least, reverse=True) if band.least <= total), "")

    @cached_property
    def _below(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = {}
        for n, parent in enumerate(self.parents):
            found.setdefault(parent, []).append(n)
        return found

    @cached_property
    def _by_path(self) -> dict[Path, Criterion]:
        return {row.path: row for row in self.rows}

    @cached_property
    def _by_code(self) -> dict[str, list[Criterion]]:
        found: dict[str, list[Criterion]] = {}
        for row in self.rows:
            found.setdefault(row.code, []).append(row)
        return found

    @classmethod
    def from_table(cls, values: object, where: str) -> "Criteria":
        """Raises ConfigError with every fault of the file."""
        problems: list[str] = []
        table = Table(values, "", problems)
        found = _criteria(table)
        table.finish()
        if not problems:
            _check_together(found, table)
        raise_problems(problems, where)
        return found


def _criteria(table: Table) -> Criteria:
    basis = table.table("legal_basis")
    rows = table.tables("rows")
    if not rows:
        table.problem("rows", "is missing; expected a table [[rows]] for each criterion")
    if len(rows) > _MOST_ROWS:
        table.problem("rows", f"expected at most {_MOST_ROWS} criteria, found {len(rows)}")
    return Criteria(
        id=table.text("id"),
        title=clean(table.text("title")),
        legal_basis=legal_basis(basis),
        effective_from=table.needed_day("effective_from"),
        effective_to=table.day("effective_to"),
        verified=table.flag("verified"),
        partial=table.flag("partial"),
        total=_needed(table, "total"),
        rows=_rows(rows[:_MOST_ROWS]),
        bands=tuple(_band(band) for band in table.tables("bands")),
        results=tuple(_result(result) for result in table.tables("results")),
    )


def _rows(tables: list[Table]) -> tuple[Criterion, ...]:
    codes = [_code(table) for table in tables]
    return tuple(_row(table, path) for table, path in zip(tables, paths(codes), strict=True))


def _code(table: Table) -> str:
    code = clean(table.text("code"))
    try:
        level_of(code)
    except ValueError as error:
        if code:
            table.problem("code", f"{error}; write it as a text in quotes")
        return "0"
    return code


def _row(table: Table, path: Path) -> Criterion:
    deadline = table.text("deadline", "")
    try:
        if deadline:
            year_window(_SOME_YEAR, deadline, deadline)
    except ValueError as error:
        table.problem("deadline", str(error))
        deadline = ""
    found = Criterion(
        code=path[-1],
        path=path,
        title=clean(table.text("title")),
        most=_needed(table, "max"),
        least=amount(table, "min") or Decimal(0),
        scored=table.choice("kind", Scored, Scored.SELF) or Scored.SELF,
        unit=clean(table.text("unit", "")),
        deadline=deadline,
        evidence=clean(table.text("evidence", "")),
        method=clean(table.text("method", "")),
        partial=table.flag("partial"),
    )
    table.finish()
    return found


def _band(table: Table) -> Band:
    found = Band(clean(table.text("name")), _needed(table, "min"))
    table.finish()
    return found


def _result(table: Table) -> Result:
    scores = table.table("scores")
    found = Result(
        unit=clean(table.text("unit")),
        year=table.whole("year", least=1990, most=2100),
        total=amount(table, "total"),
        rank=table.whole("rank", 0) or None,
        among=table.whole("among", 0) or None,
        scores={str(code): _needed(scores, str(code)) for code in scores.values},
        source=table.text("source"),
    )
    table.finish()
    return found


def _needed(table: Table, key: str) -> Decimal:
    if not table.has(key):
        table.problem(key, "is missing; expected points such as 0.5")
    return amount(table, key) or Decimal(0)


def _check_together(found: Criteria, table: Table) -> None:
    """Notes faults between keys that are each sound."""
    if found.effective_to and found.effective_to < found.effective_from:
        table.problem("effective_to", f"{found.effective_to} lies before effective_from {found.effective_from}")
    seen: set[Path] = set()
    there = {row.path for row in found.rows}
    for n, row in enumerate(found.rows):
        where = f"rows[{n + 1}]"
        if row.path in seen:
            table.problem(where, f"code {row.code} stands in an earlier row, too; give each criterion a code of its own")
        seen.add(row.path)
        if (over := missing(row.path, there)) and not found.partial:
            table.problem(where, f"no row {over} stands over code {row.code}; add it, or set partial = true if the set is known in part")
        if row.least > row.most:
            table.problem(where, f"expected min at most max {row.most}, found {row.least}")
        _check_sum(found, table, n)
    _check_sum(found, table, None)
    for n, result in enumerate(found.results, 1):
        _check_result(found, result, table, f"results[{n}]")


def _check_sum(found: Criteria, table: Table, number: int | None) -> None:
    """Notes a maximum that is not the sum of those below it; of a row known in part it may not be less."""
    below = [found.rows[n].most for n in found.below(number)]
    if not below:
        return
    if len(below) > _MOST_BELOW:
        table.problem("rows", f"expected at most {_MOST_BELOW} rows right below one, found {len(below)}")
    row = found.rows[number] if number is not None else None
    most, partial = (row.most, row.partial) if row else (found.total, found.partial)
    where, total = f"rows[{(number or 0) + 1}].max" if row else "total", sum(below, Decimal(0))
    if total > most or (total < most and not partial):
        table.problem(where, f"expected {total}, the sum of the rows below it, found {most}; mend it, or set partial = true")


def _check_result(found: Criteria, result: Result, table: Table, where: str) -> None:
    if result.total is not None and result.total > found.total:
        table.problem(where, f"expected a total of at most {found.total}, found {result.total}")
    for code, score in result.scores.items():
        row = next((row for row in found.rows if row.code == code), None)
        if row is None:
            table.problem(where, f"scores code {code}, of which the set has no row")
        elif score > row.most:
            table.problem(where, f"expected at most {row.most} points for {code}, found {score}")
