"""Where units stand by the totals of their tables: which total is sure enough, ranks with ties, classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Lack, Sheet, agree, summed
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
    """A file's unit and its total, or why it has none that is sure. `listed` is the sum of the maxima of the rows at the top, where they are fewer
    points than the total has, so that the total can't be held against the rows. `said` is what a reader said of the file."""

    file: str
    unit: str
    total: Decimal | None = None
    most: Decimal | None = None
    listed: Decimal | None = None
    doubt: Doubt | None = None
    added: Decimal | None = None
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
    added, listed = summed(top, column), summed(top, Column.MOST)
    partly = most is None or listed is None or not agree(most, listed)
    doubt = None
    if any(finding.fault == "two_totals" for finding in sheet.met):
        doubt = Doubt.TWO_TOTALS
    elif most is not None and figure.amount > most:
        doubt = Doubt.ABOVE_MOST
    elif not partly and added is not None and not agree(figure.amount, added):
        doubt = Doubt.NOT_THE_SUM
    return Standing(file=file, unit=unit, total=figure.amount, most=most, listed=listed if partly else None, doubt=doubt, added=added)


def ranked(found: Sequence[Standing], criteria: Criteria | None = None) -> list[Ranked]:
    """The standings by rank: the highest first, ties share a rank (1, 2, 2, 4), and at the end those without a sure total, by file."""
    sure = [one.total if one.doubt is None else None for one in found]
    each = [
        Ranked(one, rank, criteria.band(total) if criteria and total is not None else "")
        for one, total, rank in zip(found, sure, ranks(sure), strict=True)
    ]
    return sorted(each, key=lambda one: (one.rank is None, one.rank or 0, one.standing.unit, one.standing.file))
