"""What is wrong in a table of criteria, by itself and against the set it follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from newswatch.core.assessment.codes import missing
from newswatch.core.assessment.criteria import Criteria, Criterion, Scored
from newswatch.core.assessment.sheet import Column, Fault, Finding, Lack, Row, Sheet, agree, summed
from newswatch.core.text import bare

_POINTS = (Column.MOST, Column.SELF, Column.APPRAISED)
_LACKS = {Lack.UNCALCULATED: Fault.UNCALCULATED, Lack.UNREADABLE: Fault.UNREADABLE, Lack.MERGED: Fault.MERGED}
_SURVEYED = ("dieu tra xa hoi hoc", "dieu tra xhh", "khao sat xa hoi hoc", "dtxhh")


def check(sheet: Sheet, criteria: Criteria | None, year: int, today: date) -> list[Finding]:
    """Everything that is wrong in a table as it stands on a local day. Deadlines of the set are those of the scored year."""
    return list(_Check(sheet, criteria, year, today).all())


def known_losses(sheet: Sheet, column: Column) -> tuple[Decimal, Decimal] | None:
    """The points lost in all rows that are scored by themselves and known, and those lost by the total; None if the latter is unknown."""
    total = sheet.total
    if total is None or (most := total.amount(Column.MOST)) is None or (given := total.amount(column)) is None:
        return None
    lost = [loss for row in sheet.leaves() if (loss := loss_of(row, column)) is not None]
    return sum(lost, Decimal(0)), most - given


def loss_of(row: Row, column: Column) -> Decimal | None:
    """The points a row lost; None if unknown."""
    most, given = row.amount(Column.MOST), row.amount(column)
    return None if most is None or given is None else most - given


def not_self_scored(sheet: Sheet, criteria: Criteria | None) -> dict[int, Scored]:
    """The rows that the unit does not score, and who does: as the set says, else as their title or note says of a survey. What is below such a row is
    one, and what stands over such rows alone."""
    found: dict[int, Scored] = {}
    for n, row in enumerate(sheet.rows):
        criterion = criteria.of(row.path) if criteria else None
        by = criterion.scored if criterion else Scored.SURVEY if _says_survey(row) else Scored.SELF
        if by is Scored.SELF:
            by = found.get(parent, Scored.SELF) if (parent := sheet.parents[n]) is not None else by
        if by is not Scored.SELF:
            found[n] = by
    own = {id(sheet.rows[n]): by for n, by in found.items()}
    for n in range(len(sheet.rows) - 1, -1, -1):
        if (below := sheet.children.get(n)) and all(id(row) in own for row in below):
            found[n] = own[id(sheet.rows[n])] = own[id(below[0])]
    return found


def _says_survey(row: Row) -> bool:
    return any(word in bare(f"{row.title} {row.note}") for word in _SURVEYED)


@dataclass
class _Check:
    sheet: Sheet
    criteria: Criteria | None
    year: int
    today: date

    def __post_init__(self) -> None:
        self.others = not_self_scored(self.sheet, self.criteria)
        self.not_own = {id(self.sheet.rows[n]) for n in self.others}
        self.appraised = any(row.amount(Column.APPRAISED) is not None for row in self.sheet.leaves())

    def all(self) -> Iterator[Finding]:
        """Every finding: of the whole table, then row by row, then the totals."""
        yield from self.sheet.met
        yield from self._columns()
        yield from self._against()
        there = {row.path for row in self.sheet.rows}
        seen: dict[tuple[str, ...], Row] = {}
        for n, row in enumerate(self.sheet.rows):
            if (first := seen.setdefault(row.path, row)) is not row:
                yield Finding(fault=Fault.DUPLICATE, code=self._name(row), at=row.at, text=str(first.at.row + 1))
            if over := missing(row.path, there):
                yield from self._parentless(row, over)
            yield from self._figures(row, self._of(row))
            if n in self.sheet.children:
                yield from self._sums(row, self.sheet.children[n], self._of(row))
            else:
                yield from self._leaf(row, self.others.get(n, Scored.SELF), self._of(row))
        yield from self._total()

    def _of(self, row: Row) -> Criterion | None:
        return self.criteria.of(row.path) if self.criteria else None

    def _name(self, row: Row) -> str:
        return self.sheet.name_of(row)

    def _has(self, column: Column) -> bool:
        return column in self.sheet.columns

    def _columns(self) -> Iterator[Finding]:
        """Columns that are not there, of which something would have to be said."""
        named = self.criteria is not None and any(row.unit for row in self.criteria.rows)
        lost = any((loss_of(row, Column.SELF) or 0) > 0 for row in self.sheet.leaves())
        needed = {
            Column.MOST: True,
            Column.UNIT: not named,
            Column.EVIDENCE: self._has(Column.SELF),
            Column.EXPLANATION: lost and not self._has(Column.NOTE),
        }
        yield from (
            Finding(fault=Fault.NO_COLUMN, column=column) for column, is_needed in needed.items() if is_needed and not self._has(column)
        )

    def _against(self) -> Iterator[Finding]:
        """What the set has and the table has not, or the other way round."""
        if self.criteria is None:
            return
        met = {id(self._of(row)) for row in self.sheet.rows}
        yield from (
            Finding(fault=Fault.MISSING_ROW, code=".".join(row.path), text=row.title) for row in self.criteria.rows if id(row) not in met
        )
        for row in self.sheet.rows:
            criterion, most = self._of(row), row.figure(Column.MOST)
            if criterion is None and not self.criteria.partial:
                yield Finding(fault=Fault.UNKNOWN_ROW, code=self._name(row), at=row.at, text=row.title)
            if criterion and most.amount is not None and most.amount != criterion.most:
                yield Finding(
                    fault=Fault.OTHER_MOST, code=self._name(row), column=Column.MOST, at=most.at, found=most.amount, expected=criterion.most
                )

    def _parentless(self, row: Row, over: str) -> Iterator[Finding]:
        if self.criteria is None or not self.criteria.partial:
            yield Finding(fault=Fault.NO_PARENT, code=self._name(row), at=row.at, text=over)

    def _figures(self, row: Row, criterion: Criterion | None) -> Iterator[Finding]:
        """What stands in the cells of points of a row or the total."""
        most, least = row.amount(Column.MOST), criterion.least if criterion else Decimal(0)
        for column in _POINTS:
            figure = row.figure(column)
            if figure.lack in _LACKS:
                yield Finding(fault=_LACKS[figure.lack], code=self._name(row), column=column, at=figure.at, text=figure.text)
            if figure.amount is None:
                continue
            if most is not None and figure.amount > most:
                yield Finding(fault=Fault.ABOVE_MOST, code=self._name(row), column=column, at=figure.at, found=figure.amount, expected=most)
            if figure.amount < least:
                yield Finding(
                    fault=Fault.BELOW_LEAST, code=self._name(row), column=column, at=figure.at, found=figure.amount, expected=least
                )
        if row.hidden:
            yield Finding(fault=Fault.HIDDEN, code=self._name(row), at=row.at)

    def _leaf(self, row: Row, scored: Scored, criterion: Criterion | None) -> Iterator[Finding]:
        """A row that is scored by itself."""
        own, by_self = row.figure(Column.SELF), scored is Scored.SELF
        if not by_self and own.lack not in (Lack.BLANK, Lack.NO_COLUMN):
            yield Finding(fault=Fault.NOT_SELF_SCORED, code=self._name(row), column=Column.SELF, at=own.at, text=str(scored))
        asked = {Column.MOST: True, Column.SELF: by_self, Column.APPRAISED: self.appraised}
        for column, is_asked in asked.items():
            if is_asked and row.figure(column).lack is Lack.BLANK:
                yield Finding(fault=Fault.BLANK, code=self._name(row), column=column, at=row.figure(column).at)
        if self._has(Column.UNIT) and not row.unit and not (criterion and criterion.unit):
            yield Finding(fault=Fault.NO_UNIT, code=self._name(row), at=row.at)
        if by_self and self._has(Column.SELF):
            yield from self._grounds(row, criterion)

    def _grounds(self, row: Row, criterion: Criterion | None) -> Iterator[Finding]:
        """What stands beside a self-score: evidence, an explanation of what was lost; and whether it came in time."""
        own, evidenced = row.amount(Column.SELF), row.evidence or not self._has(Column.EVIDENCE)
        if own is not None and own > 0 and not evidenced:
            yield Finding(fault=Fault.NO_EVIDENCE, code=self._name(row), at=row.at, found=own)
        explained = row.explanation or not (self._has(Column.EXPLANATION) or self._has(Column.NOTE))
        if (loss := loss_of(row, Column.SELF)) is not None and loss > 0 and not explained:
            yield Finding(fault=Fault.NO_EXPLANATION, code=self._name(row), at=row.at, found=loss)
        due = row.deadline or (criterion.due(self.year) if criterion else None)
        if due and due < self.today and (row.figure(Column.SELF).lack is Lack.BLANK or not evidenced):
            yield Finding(fault=Fault.DEADLINE, code=self._name(row), at=row.at, day=due)

    def _sums(self, over: Row, below: Sequence[Row], criterion: Criterion | None) -> Iterator[Finding]:
        """Whether a row is the sum of those below it."""
        partial = criterion.partial if criterion else False
        yield from self._add_up(over, below, partial)

    def _total(self) -> Iterator[Finding]:
        """Whether the total is the sum of the rows at the top, and the one the set states."""
        total = self.sheet.total
        if total is None:
            yield Finding(fault=Fault.NO_TOTAL)
            return
        yield from self._figures(total, None)
        yield from self._add_up(total, self.sheet.children.get(None, []), self.criteria is not None and self.criteria.partial)
        most = total.figure(Column.MOST)
        if self.criteria and most.amount is not None and most.amount != self.criteria.total:
            yield Finding(fault=Fault.OTHER_MOST, column=Column.MOST, at=most.at, found=most.amount, expected=self.criteria.total)

    def _add_up(self, over: Row, below: Sequence[Row], partial: bool) -> Iterator[Finding]:
        own = [row for row in below if id(row) not in self.not_own]
        for column in _POINTS:
            rows, figure = own if column is Column.SELF else below, over.figure(column)
            total = summed(rows, column) if rows else None
            if total is None:
                continue
            if figure.lack is Lack.BLANK and not partial:
                yield Finding(fault=Fault.BLANK, code=self._name(over), column=column, at=figure.at, expected=total)
            if figure.amount is not None and not partial and not agree(figure.amount, total):
                yield Finding(fault=Fault.SUM, code=self._name(over), column=column, at=figure.at, found=figure.amount, expected=total)
        if partial:
            yield from self._losses(over, below)
            if over.figure(Column.SELF).lack is Lack.BLANK:
                yield Finding(fault=Fault.BLANK, code=self._name(over), column=Column.SELF, at=over.figure(Column.SELF).at)

    def _losses(self, over: Row, below: Sequence[Row]) -> Iterator[Finding]:
        """Of a row known in part: it can't have lost less than the rows below it that are known."""
        for column in (Column.SELF, Column.APPRAISED):
            losses = [loss_of(row, column) for row in below]
            lost, known = loss_of(over, column), sum((loss for loss in losses if loss), Decimal(0))
            if lost is not None and known > lost:
                at = over.figure(column).at
                yield Finding(fault=Fault.LOSS, code=self._name(over), column=column, at=at, found=lost, expected=known)
