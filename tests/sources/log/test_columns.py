"""Headers of logs are recognised in every spelling, and the alias file is checked as a whole."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logbook import ALIASES, SHIPPED

from newswatch.errors import ConfigError
from newswatch.sources.log.columns import FIELDS, aliases_from_table, find_header, match, meanings

KNOWN = meanings(ALIASES)


HEADERS = {
    "title": ("Tên tin, bài", "TEN TIN BAI", "  tên   tin/bài: ", "Tiêu đề", "Nội dung tin", "title"),
    "date": ("Ngày phát sóng", "NGÀY PHÁT\n(dd/mm/yyyy)", "broadcast_date", "createDate", "date"),
    "time": ("Giờ phát", "start_time"),
    "duration": ("Thời lượng", "Thời lượng (phút)"),
    "session": ("Buổi",),
    "section": ("Chuyên mục",),
    "summary": ("Tóm tắt",),
    "script": ("content",),
    "item_type": ("Thể loại", "item_type", "type"),
    "origin": ("Nguồn", "NGUON"),
    "author": ("Người viết", "Tác giả"),
    "editor": ("Biên tập",),
    "approver": ("Người duyệt",),
    "announcer": ("Phát thanh viên",),
    "approved_on": ("Ngày duyệt",),
    "speaker_clusters": ("Cụm loa", "speaker_clusters", "area"),
    "status": ("Trạng thái",),
    "web_link": ("Đường dẫn", "url"),
    "entered_by": ("Người ghi",),
    "note": ("Ghi chú",),
}


@pytest.mark.parametrize(("header", "field"), [(header, field) for field, headers in HEADERS.items() for header in headers])
def test_a_header_means_its_field(header: str, field: str) -> None:
    """Vietnamese headers with and without diacritics, English ones and the identifiers are recognised."""
    assert list(match([header], KNOWN)) == [field]


@pytest.mark.parametrize("header", ["", "STT", "Mã", "id", "(1)", "Kính thưa bà con " * 10])
def test_other_headers_mean_nothing(header: str) -> None:
    """Running numbers, codes and long texts name no field."""
    assert match([header], KNOWN) == {}


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["Tiêu đề", "Nội dung", "Ngày"], {"title": 0, "script": 1, "date": 2}),
        (["Nội dung", "Ngày"], {"title": 0, "date": 1}),
        (["Ngày", "Thời gian", "Tin"], {"date": 0, "time": 1}),
        (["Thời gian", "Nội dung"], {"date": 0, "title": 1}),
        (["createDate", "Ngày phát", "name"], {"date": 1, "title": 2}),
        (["Chương trình", "Tên bài", "Ngày"], {"programme": 0, "title": 1, "date": 2}),
        (["Ngày", "Ngày", "Tên bài"], {"date": 0, "title": 2}),
    ],
)
def test_ambiguous_headers_are_settled_by_rank(cells: list[str], places: dict[str, int]) -> None:
    """Of several headers for one field the one listed first wins; one with two meanings goes to the field that lacks a better one."""
    assert match(cells, KNOWN) == places


@given(st.permutations(["Ngày phát", "Giờ", "Tên bài", "Nội dung", "Nguồn", "STT", "Chương trình"]))
def test_places_follow_the_headers(cells: list[str]) -> None:
    """Each field is found at its header, in any order of columns."""
    names = {field: cells[at] for field, at in match(cells, KNOWN).items()}
    assert names == {
        "date": "Ngày phát", "time": "Giờ", "title": "Tên bài", "script": "Nội dung", "origin": "Nguồn", "programme": "Chương trình",
    }  # fmt: skip


def test_the_first_header_counts_not_a_fuller_one_far_below() -> None:
    """A second table further down with more columns does not hide the rows of the first."""
    small, large = ["Ngày", "Tiêu đề"], ["Ngày", "Tiêu đề", "Nguồn", "Ghi chú"]
    header = find_header([(1, small), *((n, ["01/01/2027", "Tin"]) for n in range(2, 10)), (10, large)], KNOWN)
    assert header is not None
    assert header.row == 1


def test_shipped_aliases_load() -> None:
    """The shipped alias file has no fault and names every field."""
    assert set(ALIASES) == set(FIELDS)
    assert all(ALIASES[field] for field in FIELDS)


def test_a_field_may_be_left_out() -> None:
    """A shorter alias file is sound, and identifiers still mean their fields."""
    aliases = aliases_from_table({"title": ["Tên"]}, "mine.toml")
    assert aliases["title"] == ("Tên",)
    assert match(["Tên", "date"], meanings(aliases)) == {"title": 0, "date": 1}


def test_every_fault_of_an_alias_file_is_reported_at_once() -> None:
    """Unknown fields, wrong types, empty and repeated aliases are all named with file and field."""
    table: dict[str, Any] = dict(SHIPPED) | {"titel": ["x"], "note": "Ghi chú", "author": ["…"], "editor": [3], "time": ["Giờ", "GIO"]}
    with pytest.raises(ConfigError) as caught:
        aliases_from_table(table, "log_columns.toml")
    reason = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 5
    for piece in ("log_columns.toml.titel: unknown key, did you mean 'title'?", "log_columns.toml.note: expected a list", "author: '…'"):
        assert piece in reason
    assert "editor: expected texts, found 3" in reason
    assert "time: one header is listed more than once: 'Giờ', 'GIO'" in reason
