"""What changed between two scores of the same criteria: two years, or what a unit gave itself and what it was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from newswatch.core.assessment.checking import loss_of
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Row, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A criterion in both: its points then and now (None: unknown), the maxima, the difference (None if either is unknown), what is lost to the
    maximum now, and whose it is. `in_old` and `in_new` tell whether it has a row there at all."""

    code: str
    title: str
    unit: str
    old: Decimal | None
    new: Decimal | None
    old_most: Decimal | None
    new_most: Decimal | None
    difference: Decimal | None
    lost: Decimal | None
    in_old: bool
    in_new: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What the criteria of one responsible unit changed by and what they lost to their maxima now, as far as known; of how many the difference is
    unknown, and of how many the loss."""

    unit: str
    difference: Decimal
    lost: Decimal
    criteria: int
    unknown: int
    unknown_lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both totals, their difference, the criteria scored by themselves, the greatest fall first, and the units.

    `known` is the sum of the differences that are known, `elsewhere` what the totals differ by beyond all criteria; None where that is unknown. So is
    the difference of self-scores and appraised points, of which one side alone scores some criteria: their totals are no two figures of one thing.
    """

    old: Decimal | None
    new: Decimal | None
    difference: Decimal | None
    known: Decimal
    elsewhere: Decimal | None
    changes: tuple[Change, ...]
    shares: tuple[Share, ...]


def compare(old: tuple[Sheet, Column], new: tuple[Sheet, Column], criteria: Criteria | None = None) -> Comparison:
    """Compares a column of one table with one of another, or of the same. What is unknown on either side has no difference."""
    changes = sorted(_changes(old, new, criteria), key=lambda c: (c.difference is None, c.difference or 0, -(c.lost or 0)))
    totals = [total_of(sheet, column) for sheet, column in (old, new)]
    known = [change.difference for change in changes if change.difference is not None]
    whole, told = len(known) == len(changes), sum(known, Decimal(0))
    difference = less(totals[1], totals[0]) if whole or old[1] is new[1] else None
    return Comparison(
        old=totals[0],
        new=totals[1],
        difference=difference,
        known=told,
        elsewhere=less(difference, told) if whole else None,
        changes=tuple(changes),
        shares=tuple(sorted(_shares(changes), key=lambda share: (share.difference, -share.lost, share.unit))),
    )


def total_of(sheet: Sheet, column: Column) -> Decimal | None:
    """The stated total of a column; None if none is stated or known."""
    return sheet.total.amount(column) if sheet.total else None


def less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """One less the other; None if either is unknown."""
    return None if one is None or other is None else one - other


def _changes(old: tuple[Sheet, Column], new: tuple[Sheet, Column], criteria: Criteria | None) -> list[Change]:
    before, after = old[0].by_path(), new[0].by_path()
    leaves = {row.path for sheet in (old[0], new[0]) for row in sheet.leaves()}
    paths = [path for path in dict.fromkeys((*after, *before)) if path in leaves]
    return [_change((new if path in after else old)[0], before.get(path), after.get(path), (old[1], new[1]), criteria) for path in paths]


def _change(sheet: Sheet, old: Row | None, new: Row | None, columns: tuple[Column, Column], criteria: Criteria | None) -> Change:
    (before, after), row = columns, new or old
    assert row, "a path stands in one of the two"
    criterion = criteria.of(row.path) if criteria else None
    then, now = old.amount(before) if old else None, new.amount(after) if new else None
    return Change(
        code=sheet.name_of(row),
        title=row.title,
        unit=(new.unit if new else "") or (old.unit if old else "") or (criterion.unit if criterion else ""),
        old=then,
        new=now,
        old_most=old.amount(Column.MOST) if old else None,
        new_most=new.amount(Column.MOST) if new else None,
        difference=less(now, then),
        lost=loss_of(new, after) if new else None,
        in_old=old is not None,
        in_new=new is not None,
    )


def _shares(changes: Sequence[Change]) -> list[Share]:
    found = []
    for unit in dict.fromkeys(change.unit for change in changes):
        own = [change for change in changes if change.unit == unit]
        known = [change.difference for change in own if change.difference is not None]
        lost = [change.lost for change in own if change.lost is not None]
        found.append(Share(unit, sum(known, Decimal(0)), sum(lost, Decimal(0)), len(own), len(own) - len(known), len(own) - len(lost)))
    return found
