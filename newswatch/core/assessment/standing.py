"""Where units stand by the totals of their tables: which total is sure enough, ranks with ties, classes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from newswatch.core.assessment.checking import not_self_scored
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Fault, Lack, Row, Sheet, agree, summed
from newswatch.core.count.ranking import ranks


class Doubt(StrEnum):
    """Why a table gives no sure total, or its file none at all."""

    NO_TOTAL = "no_total"
    BLANK = "blank"
    UNCALCULATED = "uncalculated"
    UNREADABLE = "unreadable"
    NO_COLUMN = "no_column"
    TWO_TOTALS = "two_totals"
    NOT_THE_SUM = "not_the_sum"
    ABOVE_MOST = "above_maximum"
    UNREAD = "unread"
    SAME_FILE = "same_file"
    SAME_UNIT = "same_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A file's unit and its total, or why it has none that is sure.

    `unchecked`: the total can't be held against the rows, since they have not all its points (`listed` of them) or not all are scored. Of a doubt,
    `code` is the criterion it is of (empty: the total), `stated` what stands there and `counted` what speaks against it; `said` is what stands in a
    cell, or what a reader said of the file.
    """

    file: str
    unit: str
    total: Decimal | None = None
    most: Decimal | None = None
    listed: Decimal | None = None
    unchecked: bool = False
    doubt: Doubt | None = None
    code: str = ""
    stated: Decimal | None = None
    counted: Decimal | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A standing with its rank, None without a sure total, and its class, empty where the set gives none."""

    standing: Standing
    rank: int | None
    band: str


_LACKS = {
    Lack.BLANK: Doubt.BLANK,
    Lack.MERGED: Doubt.BLANK,
    Lack.UNCALCULATED: Doubt.UNCALCULATED,
    Lack.UNREADABLE: Doubt.UNREADABLE,
    Lack.NO_COLUMN: Doubt.NO_COLUMN,
}


def standing(file: str, sheet: Sheet, column: Column) -> Standing:
    """The total of a table as stated in its row of totals. It is sure only if nothing in the table speaks against it."""
    unit, total = sheet.unit or file.rpartition(".")[0], sheet.total
    if total is None:
        return Standing(file=file, unit=unit, doubt=Doubt.NO_TOTAL)
    figure, most = total.figure(column), total.amount(Column.MOST)
    if figure.amount is None:
        return Standing(file=file, unit=unit, most=most, doubt=_LACKS[figure.lack or Lack.BLANK], said=figure.text)
    top = sheet.children.get(None, [])
    others = not_self_scored(sheet, None) if column is Column.SELF else {}
    not_own = {id(sheet.rows[n]) for n in others}
    added, listed = _added(top, column, not_own), summed(top, Column.MOST)
    unchecked = added is None or most is None or listed is None or not agree(most, listed)
    found = Standing(file=file, unit=unit, total=figure.amount, most=most, listed=listed, unchecked=unchecked)
    if any(finding.fault is Fault.TWO_TOTALS and finding.column in (column, Column.MOST) for finding in sheet.met):
        return replace(found, doubt=Doubt.TWO_TOTALS)
    return next(_doubts(sheet, total, column, not_own, found), found)


def _doubts(sheet: Sheet, total: Row, column: Column, not_own: Collection[int], found: Standing) -> Iterator[Standing]:
    """What in a table speaks against its total: points above a maximum, and sums that are none though their maxima are."""
    over = [(sheet.rows[n], below) for n, below in sheet.children.items() if n is not None]
    for row in (total, *sheet.rows):
        given, most = row.amount(column), row.amount(Column.MOST)
        if given is not None and most is not None and given > most:
            yield replace(found, doubt=Doubt.ABOVE_MOST, code=_name(sheet, row), stated=given, counted=most)
    for row, below in ((total, sheet.children.get(None, [])), *over):
        most, listed = row.amount(Column.MOST), summed(below, Column.MOST)
        given, added = row.amount(column), _added(below, column, not_own)
        if most is None or listed is None or given is None or added is None:
            continue
        if agree(most, listed) and not agree(given, added):
            yield replace(found, doubt=Doubt.NOT_THE_SUM, code=_name(sheet, row), stated=given, counted=added)


def _name(sheet: Sheet, row: Row) -> str:
    return sheet.name_of(row) if row.path else ""


def _added(rows: Sequence[Row], column: Column, not_own: Collection[int]) -> Decimal | None:
    """The sum of rows without those that are `not_own` (by identity), as what a survey scores is no self-score. None if one is unknown, or none left."""
    own = [row for row in rows if id(row) not in not_own]
    return summed(own, column) if own else None


def ranked(found: Sequence[Standing], criteria: Criteria | None = None) -> list[Ranked]:
    """The standings by rank: the highest first, ties share a rank (1, 2, 2, 4), and at the end those without a sure total, by file."""
    sure = [one.total if one.doubt is None else None for one in found]
    each = [
        Ranked(one, rank, criteria.band(total) if criteria and total is not None else "")
        for one, total, rank in zip(found, sure, ranks(sure), strict=True)
    ]
    return sorted(each, key=lambda one: (one.rank is None, one.rank or 0, one.standing.unit, one.standing.file))
