"""Units rank by totals that are sure; what can't be read, or speaks against itself, has no rank and is never 0."""

from decimal import Decimal

import pytest
from assessed import Points, criteria, sheet
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.assessment.sheet import Column, Fault, Finding, Lack, Sheet
from newswatch.core.assessment.standing import Doubt, Standing, ranked, standing

ROWS: dict[str, tuple[Points, ...]] = {"1": ("60", None, "55"), "2": ("40", None, "37.63")}


def of(table: Sheet, column: Column = Column.APPRAISED) -> Standing:
    """Where a table stands."""
    return standing("xã-a.xlsx", table, column)


def test_a_total_that_adds_up_is_sure() -> None:
    """The total stated in the row of totals, held against the rows at the top."""
    found = of(sheet(ROWS, ("100", None, "92.63")))
    assert (found.unit, found.total, found.doubt, found.unchecked) == ("xã-a", Decimal("92.63"), None, False)


DOUBTS: dict[str, tuple[Sheet, Doubt]] = {
    "no total": (sheet(ROWS), Doubt.NO_TOTAL),
    "blank": (sheet(ROWS, ("100", None, None)), Doubt.BLANK),
    "not worked out": (sheet(ROWS, ("100", None, Lack.UNCALCULATED)), Doubt.UNCALCULATED),
    "no figure": (sheet(ROWS, ("100", None, Lack.UNREADABLE)), Doubt.UNREADABLE),
    "no such column": (sheet(ROWS, ("100", "90")), Doubt.NO_COLUMN),
    "not the sum": (sheet(ROWS, ("100", None, "93.63")), Doubt.NOT_THE_SUM),
    "a domain that is no sum": (sheet(ROWS | {"2.1": ("40", None, "37")}, ("100", None, "92.63")), Doubt.NOT_THE_SUM),
    "a criterion above its maximum": (
        sheet({"1": ("60", None, "55"), "1.1": ("50", None, "55"), "2": ROWS["2"]}, ("100", None, "92.63")),
        Doubt.ABOVE_MOST,
    ),
    "above the maximum": (sheet(ROWS, ("90", None, "92.63")), Doubt.ABOVE_MOST),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_total_that_is_not_sure(name: str) -> None:
    """No total, one that nobody worked out, and one against which the table speaks have a reason and no rank."""
    table, doubt = DOUBTS[name]
    found = ranked([of(table)])
    assert (found[0].standing.doubt, found[0].rank) == (doubt, None)


def test_two_totals_that_differ_are_not_sure() -> None:
    """Which of two rows of totals stands, nobody knows."""
    table = sheet(ROWS, ("100", None, "92.63"))
    two = Sheet(table.rows, table.total, table.columns, met=(Finding(fault=Fault.TWO_TOTALS, column=Column.APPRAISED),))
    assert of(two).doubt is Doubt.TWO_TOTALS


def test_a_table_of_some_rows_is_taken_at_its_word() -> None:
    """Where the rows at the top have fewer points than the total, it can't be held against them, and the standing says so."""
    found = of(sheet({"1.3.3": ("2", None, "1.5")}, ("100", None, "92.63")))
    assert (found.total, found.doubt, found.unchecked, found.listed) == (Decimal("92.63"), None, True, Decimal(2))


def test_a_total_of_rows_that_are_not_all_scored_is_taken_at_its_word() -> None:
    """A row without points makes the total no wrong one, but one that nobody can check."""
    found = of(sheet(ROWS | {"2": ("40", None, None)}, ("100", None, "92.63")))
    assert (found.doubt, found.unchecked) == (None, True)


def test_self_scores_are_summed_without_what_a_survey_scores() -> None:
    """The total of self-scores is held against the rows that the unit scores itself."""
    rows: dict[str, tuple[Points, ...]] = {"1": ("60", "55", None), "2": ("40", None, None)}
    surveyed = {"title": "Điều tra xã hội học"}
    assert of(sheet(rows, ("100", "55", None), _2=surveyed), Column.SELF).unchecked is False
    assert of(sheet(rows, ("100", "54", None), _2=surveyed), Column.SELF).doubt is Doubt.NOT_THE_SUM


def test_classes_are_the_sets() -> None:
    """A class is given where the set has bands, and to sure totals alone."""
    bands = [{"name": name, "min": least} for name, least in (("xuất sắc", 90), ("tốt", 80), ("yếu", 0))]
    rows = criteria([{"code": "1", "max": 60}, {"code": "2", "max": 40}], total=100, bands=bands)
    found = ranked([Standing(file=str(n), unit=str(n), total=Decimal(t)) for n, t in enumerate(("90", "89.99", "12"))], rows)
    assert [one.band for one in found] == ["xuất sắc", "tốt", "yếu"]
    assert ranked([Standing(file="a", unit="a", total=Decimal(90), doubt=Doubt.NOT_THE_SUM)], rows)[0].band == ""


@given(st.lists(st.none() | st.integers(0, 8)))
def test_ranks_with_ties(totals: list[int | None]) -> None:
    """A rank is one more than the number of higher totals, so equal ones share it and the next counts them all; None ranks last, without one."""
    found = ranked(
        [
            Standing(file=f"{n:03}", unit="", total=None if t is None else Decimal(t), doubt=Doubt.BLANK if t is None else None)
            for n, t in enumerate(totals)
        ]
    )
    known = [t for t in totals if t is not None]
    assert [one.rank for one in found if one.rank is not None] == sorted(1 + sum(other > t for other in known) for t in known)
    assert all((one.standing.total is None) == (one.rank is None) for one in found)
    assert [one.rank is None for one in found] == sorted(one.rank is None for one in found)


@given(st.lists(st.integers(0, 5), min_size=1), st.randoms())
def test_ranks_do_not_depend_on_the_order_of_files(totals: list[int], chance: object) -> None:
    """Whichever file is read first, each unit has the same rank."""
    files = [Standing(file=f"{n}", unit=f"{n}", total=Decimal(t)) for n, t in enumerate(totals)]
    shuffled = sorted(files, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert ranked(files) == ranked(shuffled)
