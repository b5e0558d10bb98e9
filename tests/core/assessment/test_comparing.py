"""Two scores of the same criteria are held against each other, row by row and by whose they are; what is unknown is no nought."""

from decimal import Decimal
from typing import Any

from assessed import Points, criteria, sheet
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.assessment.comparing import Comparison, compare
from newswatch.core.assessment.sheet import Column, Sheet

OLD = {"1": ("10", "9", None), "1.1": ("4", "4", None), "1.2": ("6", "5", None), "2": ("5", "3", None)}
NEW = {"1": ("10", "7", None), "1.1": ("4", "2.5", None), "1.2": ("6", "4.5", None), "2": ("5", "4", None)}


def held(old: Sheet, new: Sheet, columns: tuple[Column, Column] = (Column.SELF, Column.SELF)) -> Comparison:
    """Two tables by their self-scores."""
    return compare((old, columns[0]), (new, columns[1]))


def told(found: Comparison) -> list[tuple[str, str | None]]:
    """Codes with their differences, in order."""
    return [(change.code, None if change.difference is None else str(change.difference)) for change in found.changes]


def test_the_greatest_loss_comes_first() -> None:
    """Criteria that are scored by themselves, the greatest fall first, and what their owners lost together."""
    of: dict[str, Any] = {"_1_1": {"unit": "Văn phòng"}, "_1_2": {"unit": "Tư pháp"}, "_2": {"unit": "Văn phòng"}}
    found = held(sheet(OLD, ("15", "12", None), **of), sheet(NEW, ("15", "11", None), **of))
    assert told(found) == [("1.1", "-1.5"), ("1.2", "-0.5"), ("2", "1")]
    assert list(map(str, (found.old, found.new, found.difference, found.elsewhere))) == ["12", "11", "-1", "0.0"]
    assert [(s.unit, str(s.difference), str(s.lost), s.criteria) for s in found.shares] == [
        ("Văn phòng", "-0.5", "2.5", 2),
        ("Tư pháp", "-0.5", "1.5", 1),
    ]


def test_the_seeds_years() -> None:
    """92,63 against 88,16 is 4,47 more, of which the rows that are known tell what they can."""
    rows: dict[str, tuple[Points, ...]] = {"1.3.3": ("2", None, "1.5")}
    found = held(sheet(rows, ("100", None, "88.16")), sheet(rows, ("100", None, "92.63")), (Column.APPRAISED, Column.APPRAISED))
    assert (str(found.difference), str(found.elsewhere)) == ("4.47", "4.47")


def test_what_is_unknown_is_no_nought() -> None:
    """A blank on either side, or a row that one of the two has not, has no difference; neither has what is left over by the totals."""
    found = held(sheet(OLD | {"2": ("5", None, None)}, ("15", "12", None)), sheet(NEW | {"3": ("1", "1", None)}, ("16", None, None)))
    assert told(found) == [("1.1", "-1.5"), ("1.2", "-0.5"), ("2", None), ("3", None)]
    assert (found.difference, found.elsewhere) == (None, None)
    assert [(c.in_old, c.in_new, c.old) for c in found.changes[2:]] == [(True, True, None), (False, True, None)]
    assert [(s.criteria, s.unknown) for s in found.shares] == [(4, 2)]


def test_self_against_appraised_of_one_table() -> None:
    """What a unit gave itself against what it was given, in one table."""
    table = sheet({"1": ("10", "9", "7.5"), "2": ("5", "5", "5")}, ("15", "14", "12.5"))
    found = compare((table, Column.SELF), (table, Column.APPRAISED))
    assert (told(found), str(found.difference)) == ([("1", "-1.5"), ("2", "0")], "-1.5")


def test_totals_of_which_one_side_scores_more_are_not_compared() -> None:
    """A survey is appraised and never self-scored, so the totals differ by it; only the criteria that both score are summed."""
    table = sheet({"1": ("50", "45", "44"), "2": ("50", None, "40")}, ("100", "45", "84"))
    found = compare((table, Column.SELF), (table, Column.APPRAISED))
    assert (found.difference, found.elsewhere, found.known) == (None, None, Decimal(-1))
    years = held(table, table, (Column.SELF, Column.SELF))
    assert (years.difference, years.elsewhere) == (Decimal(0), None)


def test_a_row_that_was_split() -> None:
    """A criterion that got rows below it is compared itself; the rows below it have nothing to be compared with."""
    found = held(sheet({"1": ("10", "9", None)}), sheet({"1": ("10", "8", None), "1.1": ("10", "8", None)}))
    assert told(found) == [("1", "-1"), ("1.1", None)]


def test_the_set_says_whose_a_criterion_is_where_the_table_does_not() -> None:
    """The responsible unit is that of the later table, else the earlier one's, else the set's."""
    of = criteria(
        [{"code": "1", "max": 10}, {"code": "1.1", "max": 4, "unit": "Tư pháp"}, {"code": "1.2", "max": 6}, {"code": "2", "max": 5}]
    )
    old, new = sheet(OLD, _1_1={"unit": ""}, _1_2={"unit": "Cũ"}), sheet(NEW, _1_1={"unit": ""}, _1_2={"unit": ""})
    units = {change.code: change.unit for change in compare((old, Column.SELF), (new, Column.SELF), of).changes}
    assert units == {"1.1": "Tư pháp", "1.2": "Cũ", "2": "Văn phòng"}


POINTS = st.none() | st.decimals(0, 9, places=2).map(str)
TABLES = st.dictionaries(st.sampled_from(["1", "1.1", "1.2", "1.2.1", "2", "2.1", "3"]), POINTS, min_size=1).map(
    lambda scores: sheet({code: ("9", score, None) for code, score in sorted(scores.items())}, ("9", scores[min(scores)], None))
)


@given(TABLES, TABLES)
def test_compared_the_other_way_round_all_signs_turn(old: Sheet, new: Sheet) -> None:
    """Old against new and new against old tell the same of the same criteria, with the other sign."""
    one, other = held(old, new), held(new, old)

    def turned(found: Comparison) -> dict[str, Decimal | None]:
        return {change.code: None if change.difference is None else -change.difference for change in found.changes}

    assert {change.code: change.difference for change in one.changes} == turned(other)
    assert one.difference == (None if other.difference is None else -other.difference)
    assert one.elsewhere == (None if other.elsewhere is None else -other.elsewhere)


@given(TABLES)
def test_a_table_does_not_differ_from_itself(table: Sheet) -> None:
    """Compared with itself a table lost nothing, and what is unknown stays unknown."""
    found = held(table, table)
    assert {change.difference for change in found.changes} <= {Decimal(0), None}
    assert all((change.difference is None) == (change.old is None) for change in found.changes)
