"""Why a row of a log was not taken in is Vietnamese where the keeper of the log reads it."""

import re

import pytest
from logbook import ALIASES
from wording import MARKS, english

from newswatch.core.bulletin import RowProblem
from newswatch.report.vi.reasons import logs, technical
from newswatch.sources.log.reader import read

_BRACES = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("reason", [english_ for english_, _ in logs._ROW])
def test_each_reason_is_told_with_file_row_column_and_cell(reason: str) -> None:
    """A reason is told in Vietnamese with its file, row, column and the text of its cell, and keeps every value in it."""
    problem = RowProblem("so.csv", 7, "Ngày phát", "32/10/2026", _BRACES.sub("MẪU", reason))
    told = technical(str(problem))
    assert told.startswith("so.csv: dòng 7, cột 'Ngày phát': ")
    assert "32/10/2026" in told
    assert MARKS.search(told)
    assert english(told) == [], told


LOGS = (
    "Ngày;Giờ;Tin bài;Trạng thái\n32/3/2026;5h;A;\n2/3;5h;B;\n;5h;C;\n2/3/2026;năm;D;\n2/3/2026;5h;;\n2/3/2026;5h;E;PARTIAL\n2/3/1926;5h;F;",
    'Ngày;Buổi;Giờ;Tin bài;Ghi chú\n2/3/2026;Sáng;17h;A;\n2/3/2026;;5h;"Khai mạc hội trại\nTrao quà hộ nghèo";\n2/3/2026;;5h;B;Mất điện',
    "Ngày;Tin bài;Số lần\n2/3/2026;A;nhiều\n3, 4/3/2026;B;3\nNgày 5/3/2026 phát thêm bài Một hai ba;;",
    "Lịch tuần 10;;\nBuổi;Thứ 2;Thứ 3;Thứ 4\nSáng;Một;Hai;Ba",
    "Tháng 3/2026;;\nNgày;Tin bài;\n2/4/2026;A;\n2/3/25;B;",
)


@pytest.mark.parametrize("text", LOGS)
def test_what_the_reader_tells_is_translated(text: str) -> None:
    """Each problem that the reader tells of a bad log has a Vietnamese form."""
    problems = [str(problem) for problem in read(text.encode(), "so.csv", ALIASES).problems]
    assert problems
    for problem in problems:
        assert technical(problem) != problem, problem
        assert "dòng" in technical(problem)


def test_a_problem_of_no_column_names_none() -> None:
    """A problem that no column is to blame for is told by its row alone, in both languages."""
    problem = str(RowProblem("so.csv", 4, "", "", "no date; every row needs its own"))
    assert problem == "so.csv: row 4: no date; every row needs its own"
    assert technical(problem) == "so.csv: dòng 4: thiếu ngày; mỗi dòng phải có ngày riêng"
