"""A code is known however it is written, each row finds the one over it, and numbers get back the nought they lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.assessment.codes import Level, code_in, level_of, missing, parents, paths, restored


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("1.3.3", "1.3.3", Level.NUMBER),
        ("1.3.3. Số lượng tin", "1.3.3", Level.NUMBER),
        ("\u00a01.3.3\u00a0– Số lượng", "1.3.3", Level.NUMBER),
        ("1 . 3", "1.3", Level.NUMBER),
        ("１.３", "1.3", Level.NUMBER),
        ("Tiêu chí 1.10: A", "1.10", Level.NUMBER),
        ("LĨNH VỰC 2", "2", Level.NUMBER),
        ("I. CÔNG TÁC", "I", Level.ROMAN),
        ("Lĩnh vực IV", "IV", Level.ROMAN),
        ("A. PHẦN TỰ CHẤM", "A", Level.LETTER),
        ("a) Đủ tin", "a", Level.SMALL),
        ("đ)", "đ", Level.SMALL),
        ("100% hồ sơ", None, None),
        ("12/2026", None, None),
        ("V/v báo cáo", None, None),
        ("Xã Quảng Thọ", None, None),
        ("", None, None),
        ("Tổng cộng", None, None),
    ],
)
def test_a_code_begins_a_text(text: str, code: str | None, level: Level | None) -> None:
    """Numbers, Roman numbers and letters are told as codes where a text begins with them, and nothing else is."""
    found = code_in(text)
    assert (found.text if found else None, found.level if found else None) == (code, level)


def test_what_is_no_code_is_refused() -> None:
    """A criteria file may hold bare codes alone."""
    assert level_of("1.3") is Level.NUMBER
    with pytest.raises(ValueError, match=r"'1\.3\.' is no code"):
        level_of("1.3.")


@pytest.mark.parametrize(
    ("codes", "over"),
    [
        (["1", "1.1", "1.1.1", "1.2", "2", "2.1"], [None, 0, 1, 0, None, 4]),
        (["I", "1", "1.1", "2", "II", "1", "1.1", "2"], [None, 0, 1, 0, None, 4, 5, 4]),
        (["I", "1.1", "1.2", "II", "2.1"], [None, 0, 0, None, 3]),
        (["A", "I", "1", "B", "I", "1"], [None, 0, 1, None, 3, 4]),
        (["I", "A", "1", "B", "1", "II", "A", "1"], [None, 0, 1, 0, 3, None, 5, 6]),
        (["1", "1.1", "a", "b", "1.2", "a"], [None, 0, 1, 1, 0, 4]),
        (["1.3.3", "1.4", "2.1", "2.1.1.1", "2.1.3"], [None, None, None, 2, 2]),
        (["1", "1.3.3"], [None, 0]),
    ],
)
def test_each_row_finds_the_one_over_it(codes: list[str], over: list[int | None]) -> None:
    """The row over another is the nearest that is there, under the part both stand in."""
    assert parents(paths(codes)) == over


@pytest.mark.parametrize(
    ("codes", "lacking"),
    [
        (["1", "1.1", "1.1.1"], ["", "", ""]),
        (["1", "1.1.1"], ["", "1.1"]),
        (["1.1", "1.2"], ["1", "1"]),
        (["I", "1.1", "II", "2.1", "2.1.1"], ["", "", "", "", ""]),
        (["I", "1.1.1"], ["", "1.1"]),
        (["I", "1", "a"], ["", "", ""]),
    ],
)
def test_a_missing_parent_is_told(codes: list[str], lacking: list[str]) -> None:
    """A code of three parts needs one of two over it; one of two a single number, or the part it stands in."""
    found = paths(codes)
    assert [missing(path, set(found)) for path in found] == lacking


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([("1.9", True), ("1.1", True), ("1.11", True)], ["1.9", "1.10", "1.11"]),
        ([("1", True), ("1.1", True), ("1.2", True)], ["1", "1.1", "1.2"]),
        ([("1.9", False), ("1.9.2", False), ("1.1", True)], ["1.9", "1.9.2", "1.10"]),
        ([("1.19", True), ("1.2", True)], ["1.19", "1.20"]),
        ([("1.9", False), ("1.1", False)], ["1.9", "1.1"]),
        ([("1.9", True), ("2", True), ("2.1", True), ("1.1", True)], ["1.9", "2", "2.1", "1.10"]),
        ([("1.9", True), ("1", True), ("1.1", True)], ["1.9", "1", "1.1"]),
    ],
)
def test_a_number_gets_its_nought_back(codes: list[tuple[str, bool]], expected: list[str]) -> None:
    """1.1 held as a number right after 1.9 is 1.10, which Excel shows so and holds as 1.1; as a text it is what it says."""
    assert restored(codes) == expected


@given(st.integers(1, 60))
def test_codes_held_as_numbers_come_back(count: int) -> None:
    """Whatever many criteria a domain has, their codes held as numbers in order are those that were typed."""
    typed = [f"1.{n}" for n in range(1, count + 1)]
    assert restored([(f"{float(code):.12g}", True) for code in typed]) == typed


@given(st.lists(st.sampled_from(["I", "II", "A", "B", "1", "1.1", "1.1.1", "2", "2.10", "a", "b"]), max_size=30))
def test_no_row_stands_over_itself(codes: list[str]) -> None:
    """Whatever codes follow one another, going up from any row ends."""
    over = parents(paths(codes))
    for n in range(len(codes)):
        steps, at = 0, over[n]
        while at is not None:
            steps, at = steps + 1, over[at]
            assert steps <= len(codes)
