"""A set of criteria is read with every fault at once, and what is not known of it is not made up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from assessed import criteria, criteria_table

from newswatch.config import load_criteria, shipped_criteria
from newswatch.core.assessment.criteria import Criteria, Scored
from newswatch.errors import ConfigError

ROWS: list[dict[str, Any]] = [
    {"code": "1", "max": 10},
    {"code": "1.1", "max": 4, "unit": "Văn phòng", "deadline": "10-20"},
    {"code": "1.2", "max": 6, "min": -1},
    {"code": "2", "max": 5, "kind": "survey"},
]


def test_the_seeds_rows_are_shipped() -> None:
    """The shipped set holds the rows that the seed names with its figures, and says that it is known in part and not verified."""
    assert shipped_criteria() == ("quang-dien-2614",)
    found = load_criteria("quang-dien-2614", Path())
    assert {row.code: str(row.most) for row in found.rows} == {"1.3.3": "2", "1.4": "6", "2.1": "11", "2.1.1.1": "1.5", "2.1.3": "4"}
    assert (found.partial, found.verified, int(found.total), found.rows[2].partial) == (True, False, 100, True)
    first, second = found.results
    assert (first.total, second.total, (first.rank, first.among)) == (Decimal("92.63"), Decimal("88.16"), (1, 11))
    assert {code: str(points) for code, points in first.scores.items()} == {
        "1.3.3": "1.5",
        "1.4": "5",
        "2.1": "10",
        "2.1.1.1": "1",
        "2.1.3": "3.5",
    }
    assert all(row.unit for row in found.rows if row.code != "2.1")


def test_a_set_is_read() -> None:
    """Rows, who scores them, deadlines of a year, least points, bands."""
    found = criteria(ROWS, bands=[{"name": "tốt", "min": 8}, {"name": "xuất sắc", "min": 9.5}])
    assert [row.scored for row in found.rows] == [*[Scored.SELF] * 3, Scored.SURVEY]
    assert (found.rows[1].due(2026), found.rows[2].due(2026), int(found.rows[2].least)) == (date(2026, 10, 20), None, -1)
    assert [found.band(Decimal(points)) for points in ("9.5", "9.49", "8", "7.99")] == ["xuất sắc", "tốt", "tốt", ""]
    assert (found.in_force(date(2020, 1, 1)), found.in_force(date(2020, 1, 2))) == (False, True)


def test_a_criterion_is_found_by_its_code_where_the_set_tells_no_parts() -> None:
    """A sheet may set its domains under Roman numbers, which the set does without."""
    found = criteria(ROWS)
    assert found.of(("I", "1.1")) is found.of(("1.1",)) is found.rows[1]
    assert found.of(("I", "9")) is None


def test_a_criterion_is_found_by_its_code_where_the_table_tells_no_parts() -> None:
    """A set may tell parts that a table leaves out; a code that two parts bear is then nobody's."""
    rows = [{"code": code, "max": most} for code, most in (("I", 10), ("1", 10), ("1.1", 10), ("II", 5), ("1", 5))]
    found = criteria(rows)
    assert found.of(("1.1",)) is found.rows[2]
    assert found.of(("1",)) is None
    assert found.of(("II", "1.1")) is None


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no rows": ({"rows": []}, "rows: is missing"),
    "no code": ({"rows": [{"code": "1,2", "max": 1}]}, "rows[1].code: '1,2' is no code such as 1.3.3, II, A or a; write it as a text"),
    "code as a number": ({"rows": [{"code": 1.1, "max": 1}]}, "rows[1].code: expected a text, found 1.1"),
    "twice": ({"rows": [*ROWS, ROWS[3]]}, "rows[5]: code 2 stands in an earlier row"),
    "no parent": ({"rows": [*ROWS, {"code": "3.1", "max": 0}]}, "rows[5]: no row 3 stands over code 3.1"),
    "sum": ({"rows": [ROWS[0] | {"max": 11}, *ROWS[1:]], "total": 16}, "rows[1].max: expected 10, the sum of the rows below it, found 11"),
    "total": ({"total": 16}, "total: expected 15, the sum of the rows below it, found 16"),
    "too little of a part": ({"rows": [ROWS[0] | {"max": 9, "partial": True}, *ROWS[1:]], "total": 14}, "rows[1].max: expected 10"),
    "least above most": ({"rows": [{"code": "1", "max": 1, "min": 2}], "total": 1}, "rows[1]: expected min at most max 1, found 2"),
    "kind": ({"rows": [{"code": "1", "max": 1, "kind": "khảo sát"}]}, "rows[1].kind: expected one of self, survey, appraised"),
    "deadline": ({"rows": [{"code": "1", "max": 1, "deadline": "20/10"}]}, "rows[1].deadline: '20/10' is not a day of the year"),
    "points": ({"rows": [{"code": "1", "max": "nhiều"}]}, "rows[1].max: expected points such as 0.5, found 'nhiều'"),
    "too fine": ({"total": "15.00001"}, "total: expected at most 1000 points with at most four decimals"),
    "unknown key": ({"tota": 1}, "tota: unknown key, did you mean 'total'?"),
    "dates": ({"effective_to": "2019-01-01"}, "effective_to: 2019-01-01 lies before effective_from 2020-01-02"),
    "result of no row": ({"results": [{"unit": "x", "year": 2020, "source": "y", "scores": {"9": 1}}]}, "results[1]: scores code 9"),
    "result above": (
        {"results": [{"unit": "x", "year": 2020, "source": "y", "scores": {"2": 6}}]},
        "expected at most 5 points for 2, found 6",
    ),
    "total of a result": (
        {"results": [{"unit": "x", "year": 2020, "source": "y", "total": 16}]},
        "results[1]: expected a total of at most 15",
    ),
    "too many below one": (
        {"rows": [{"code": f"{n // 99 + 1}.{n % 99 + 1}.1", "max": 0} for n in range(201)], "partial": True},
        "rows: expected at most 200 rows right below one, found 201",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_under_their_path(name: str) -> None:
    """What is wrong in a criteria file is named with its place, what was found and what to do."""
    changes, told = FAULTS[name]
    table = criteria_table(**{"rows": ROWS} | changes)
    with pytest.raises(ConfigError) as refused:
        Criteria.from_table(table, "thu.toml")
    assert any(problem.startswith("thu.toml: ") and told in problem for problem in refused.value.problems), refused.value.problems


def test_all_faults_are_told_at_once() -> None:
    """One reading of the file tells every fault of it."""
    with pytest.raises(ConfigError) as refused:
        criteria([{"code": "x y", "title": "", "max": True}], id="", total="nhiều")
    assert len(refused.value.problems) == 5


def test_a_set_that_is_not_shipped_is_refused() -> None:
    """The names of those that are stand in the message."""
    with pytest.raises(ConfigError, match="no set of criteria 'hue'; shipped are quang-dien-2614, or give a path"):
        load_criteria("hue", Path())
