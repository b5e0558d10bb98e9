"""What is wrong in a table of criteria is found, and what is right is left in peace."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from assessed import ALL, Points, criteria, sheet
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.assessment.checking import check, known_losses
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Fault, Lack, Sheet

TODAY = date(2026, 10, 1)
ROWS: dict[str, tuple[Points, ...]] = {
    "1": ("10", "9", None),
    "1.1": ("4", "3", None),
    "1.2": ("6", "6", None),
    "2": ("5", "5", None),
}
TOTAL: tuple[Points, ...] = ("15", "14", None)
SET: list[dict[str, Any]] = [
    {"code": "1", "max": 10},
    {"code": "1.1", "max": 4, "deadline": "09-15"},
    {"code": "1.2", "max": 6},
    {"code": "2", "max": 5},
]


def found(table: Sheet, of: Criteria | None = None) -> list[tuple[Fault, str, Column | None]]:
    """Faults with the code and the column."""
    return [(one.fault, one.code, one.column) for one in check(table, of, 2026, TODAY)]


def test_a_sound_table_has_no_findings() -> None:
    """A table whose parents and total add up, with evidence and explanation, is sound by itself and against its set."""
    assert check(sheet(ROWS, TOTAL), None, 2026, TODAY) == []
    assert check(sheet(ROWS, TOTAL), criteria(SET), 2026, TODAY) == []


WRONG: dict[str, tuple[dict[str, Any], list[tuple[Fault, str, Column | None]]]] = {
    "a parent that is no sum": ({"1": ("10", "9.5", None)}, [(Fault.SUM, "1", Column.SELF), (Fault.SUM, "", Column.SELF)]),
    "maxima that are no sum": ({"1": ("11", "9", None)}, [(Fault.SUM, "1", Column.MOST), (Fault.SUM, "", Column.MOST)]),
    "more than the maximum": ({"2": ("5", "5.5", None)}, [(Fault.ABOVE_MOST, "2", Column.SELF), (Fault.SUM, "", Column.SELF)]),
    "less than nothing": ({"2": ("5", "-1", None)}, [(Fault.BELOW_LEAST, "2", Column.SELF), (Fault.SUM, "", Column.SELF)]),
    "a blank score": ({"1.1": ("4", None, None)}, [(Fault.BLANK, "1.1", Column.SELF)]),
    "a blank maximum": ({"1.1": (None, "3", None)}, [(Fault.BLANK, "1.1", Column.MOST)]),
    "a blank parent": ({"1": ("10", None, None)}, [(Fault.BLANK, "1", Column.SELF)]),
    "nobody worked it out": ({"1": ("10", Lack.UNCALCULATED, None)}, [(Fault.UNCALCULATED, "1", Column.SELF)]),
    "no figure": ({"1.1": ("4", Lack.UNREADABLE, None)}, [(Fault.UNREADABLE, "1.1", Column.SELF)]),
    "merged": ({"1.2": ("6", Lack.MERGED, None)}, [(Fault.MERGED, "1.2", Column.SELF)]),
    "appraised in part": (
        {"2": ("5", "5", "5")},
        [(Fault.BLANK, "1.1", Column.APPRAISED), (Fault.BLANK, "1.2", Column.APPRAISED)],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_figures_that_are_wrong(name: str) -> None:
    """Sums, bounds, blanks and what can't be read as points; what is unknown makes no sum wrong."""
    changes, expected = WRONG[name]
    assert found(sheet(ROWS | changes, TOTAL)) == expected


LACKING: dict[str, tuple[dict[str, Any], Fault]] = {
    "whose it is": ({"unit": " ".strip()}, Fault.NO_UNIT),
    "evidence": ({"evidence": ""}, Fault.NO_EVIDENCE),
    "explanation": ({"explanation": ""}, Fault.NO_EXPLANATION),
    "shown": ({"hidden": True}, Fault.HIDDEN),
    "in time": ({"deadline": date(2026, 9, 30), "evidence": ""}, Fault.DEADLINE),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_stands_beside_a_score(name: str) -> None:
    """The responsible unit, the evidence of what was scored, the explanation of what was lost, the deadline."""
    told, fault = LACKING[name]
    assert (fault, "1.1", None) in found(sheet(ROWS, TOTAL, _1_1=told))


def test_a_full_score_needs_no_explanation_and_a_nought_no_evidence() -> None:
    """What lost nothing has nothing to explain; what got nothing has nothing to prove."""
    rows = ROWS | {"1": ("10", "6", None), "1.1": ("4", "0", None)}
    assert found(sheet(rows, ("15", "11", None), _1_2={"explanation": ""}, _1_1={"evidence": ""})) == []


def test_a_deadline_not_yet_over_is_no_fault() -> None:
    """The day itself still counts."""
    blank = ROWS | {"1.1": ("4", None, None)}
    assert (Fault.DEADLINE, "1.1", None) not in found(sheet(blank, TOTAL, _1_1={"deadline": TODAY}))
    assert (Fault.DEADLINE, "1.1", None) in found(sheet(blank, TOTAL), criteria(SET))
    assert (Fault.DEADLINE, "1.1", None) not in found(sheet(blank, TOTAL, _1_1={"deadline": TODAY}), criteria(SET))


def test_columns_that_are_not_there() -> None:
    """Of a column that is missing it is told once, and not row by row; a set that names the units stands in for theirs."""
    few = frozenset({Column.CODE, Column.TITLE, Column.MOST, Column.SELF})
    bare = {code: {"evidence": "", "explanation": "", "unit": ""} for code in ("_1_1", "_1_2", "_2")}
    expected = [(Fault.NO_COLUMN, "", column) for column in (Column.UNIT, Column.EVIDENCE, Column.EXPLANATION)]
    assert found(sheet(ROWS, TOTAL, few, **bare)) == expected
    named = criteria([one | {"unit": "Văn phòng"} for one in SET])
    assert (Fault.NO_COLUMN, "", Column.UNIT) not in found(sheet(ROWS, TOTAL, few, **bare), named)


def test_codes_twice_and_codes_alone() -> None:
    """A code that stands twice and one without the row over it are told, and neither is summed twice or lost."""
    rows = [*ROWS.items(), ("2", ("5", "5", None)), ("3.1", ("0", "0", None))]
    faults = found(sheet(rows, ("20", "19", None)))
    assert faults == [(Fault.DUPLICATE, "2", None), (Fault.NO_PARENT, "3.1", None)]


def test_no_total_and_another_total() -> None:
    """A table without totals says so; totals that differ from the set's are told."""
    assert found(sheet(ROWS)) == [(Fault.NO_TOTAL, "", None)]
    assert found(sheet(ROWS, TOTAL), criteria([*SET, {"code": "3", "max": 1}], total=16)) == [
        (Fault.MISSING_ROW, "3", None),
        (Fault.OTHER_MOST, "", Column.MOST),
    ]


def test_against_the_set() -> None:
    """Another maximum than the set's, a row that it has not, one that is missing."""
    of = criteria([{"code": "1", "max": 9}, {"code": "2", "max": 5}, {"code": "3", "max": 1}])
    assert found(sheet(ROWS, TOTAL), of)[:4] == [
        (Fault.MISSING_ROW, "3", None),
        (Fault.OTHER_MOST, "1", Column.MOST),
        (Fault.UNKNOWN_ROW, "1.1", None),
        (Fault.UNKNOWN_ROW, "1.2", None),
    ]


@pytest.mark.parametrize("by_set", [True, False])
def test_what_a_survey_scores_is_not_self_scored(by_set: bool) -> None:
    """A self-score of a survey is told; left blank it is right, and is no part of the self-scored sums. The set says which it is, else its title."""
    rows = ROWS | {"2": ("5", None, None)}
    of = criteria([*SET[:3], SET[3] | {"kind": "survey"}]) if by_set else None
    told: dict[str, Any] = {} if by_set else {"_2": {"title": "Điều tra xã hội học đối với người dân"}}
    assert found(sheet(rows, ("15", "9", None), **told), of) == []
    assert found(sheet(ROWS, ("15", "9", None), **told), of) == [(Fault.NOT_SELF_SCORED, "2", Column.SELF)]


def test_a_set_may_let_points_fall_below_nothing() -> None:
    """Points below 0 are a fault, save where the set gives the row a lower bound."""
    rows = {"1": ("10", "9", None), "2": ("5", "-1", None)}
    of = [{"code": "1", "max": 10}, {"code": "2", "max": 5, "min": -1}]
    assert found(sheet(rows, ("15", "8", None)), criteria(of)) == []
    assert found(sheet(rows, ("15", "8", None)), criteria([of[0], of[1] | {"min": 0}])) == [(Fault.BELOW_LEAST, "2", Column.SELF)]


def test_of_a_set_known_in_part_only_losses_are_compared() -> None:
    """Rows that are known need not add up, yet what is over them can't have lost less than they did."""
    of = criteria([{"code": "1", "max": 10, "partial": True}, {"code": "1.1.1", "max": 4}], partial=True)
    rows: dict[str, tuple[Points, ...]] = {"1": ("10", "9", None), "1.1.1": ("4", "3", None)}
    table = sheet(rows, ("15", "13", None))
    assert found(table, of) == []
    assert known_losses(table, Column.SELF) == (Decimal(1), Decimal(2))
    assert found(sheet(rows | {"1": ("10", "9.5", None)}, ("15", "14.75", None)), of) == [
        (Fault.LOSS, "1", Column.SELF),
        (Fault.LOSS, "", Column.SELF),
    ]


def test_codes_that_begin_anew_are_named_with_their_part() -> None:
    """Where two parts have a criterion 1 each, a finding says which it is of."""
    rows = [("I", ("4", "4", None)), ("1", ("4", "4", None)), ("II", ("6", "5", None)), ("1", ("6", "5", None))]
    assert found(sheet(rows, ("10", "9", None), _1={"evidence": ""})) == [
        (Fault.NO_EVIDENCE, "I.1", None),
        (Fault.NO_EVIDENCE, "II.1", None),
    ]


def test_a_sum_may_be_stated_in_two_decimals() -> None:
    """A total of 92,63 is that of parts with four decimals; one of 92,6 is not."""
    rows = {"1": ("50", "46.3142", None), "2": ("50", "46.3125", None)}
    assert found(sheet(rows, ("100", "92.63", None))) == []
    assert found(sheet(rows, ("100", "92.6", None))) == [(Fault.SUM, "", Column.SELF)]


LEAVES = st.lists(st.lists(st.decimals(0, 9, places=2), min_size=1, max_size=4), min_size=1, max_size=5)


def summed(leaves: list[list[Decimal]]) -> tuple[list[tuple[str, tuple[Points, ...]]], tuple[Points, ...]]:
    """A table of domains whose scores are the leaves, out of 9 each, with true sums."""
    rows: list[tuple[str, tuple[Points, ...]]] = []
    for n, scores in enumerate(leaves, 1):
        rows.append((f"{n}", (str(9 * len(scores)), str(sum(scores)), None)))
        rows += [(f"{n}.{m}", ("9", str(score), None)) for m, score in enumerate(scores, 1)]
    return rows, (str(9 * sum(map(len, leaves))), str(sum(map(sum, leaves))), None)


@given(LEAVES, st.data())
def test_sums_that_are_right_are_never_told_and_a_wrong_one_always_is(leaves: list[list[Decimal]], data: st.DataObject) -> None:
    """Whatever the scores, true sums have no finding; one score changed makes its parent wrong, and no other one."""
    rows, total = summed(leaves)
    assert [one for one in check(sheet(rows, total), None, 2026, TODAY) if one.fault is Fault.SUM] == []
    at = data.draw(st.sampled_from([n for n, (code, _) in enumerate(rows) if "." in code]))
    code, (most, score, _) = rows[at]
    rows[at] = (code, (most, str(Decimal(str(score)) + data.draw(st.sampled_from([-1, 1]))), None))
    wrong = [one for one in check(sheet(rows, total), None, 2026, TODAY) if one.fault is Fault.SUM]
    assert [one.code for one in wrong] == [code.partition(".")[0]]
    assert wrong[0].found == Decimal(str(rows[[c for c, _ in rows].index(wrong[0].code)][1][1]))


def test_a_large_table_is_checked_soon() -> None:
    """Five thousand rows take no more than some steps each."""
    rows: list[tuple[str, tuple[Points, ...]]] = [(f"{n // 99 + 1}.{n % 99 + 1}", ("1", "1", None)) for n in range(5000)]
    assert len(check(sheet(rows, ("5000", "5000", None), ALL), None, 2026, TODAY)) == 5000
