"""Which link of a pager leads to the next page, and which pattern its addresses share."""

import pytest

from newswatch.sources.read.paging import PageLink, by_pattern, choose_next, find_pattern, looks_paging, numbered, page_number

HERE = "https://xa.example/tin-tuc"


def links(*pairs: tuple[str, str]) -> list[PageLink]:
    """Links as (path, text)."""
    return [PageLink(f"https://xa.example{path}", text) for path, text in pairs]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("Trang 3", 3),
        ("Page 12", 12),
        ("TRANG 3", 3),
        ("2026", 2026),
        ("12345", None),
        ("Trang sau", None),
        ("", None),
        ("3 ảnh", None),
    ],
)
def test_page_numbers(text: str, number: int | None) -> None:
    """A pager's link shows a bare number, with or without the word for page."""
    assert page_number(text) == number


@pytest.mark.parametrize(
    ("text", "paging"),
    [
        ("2", True),
        ("›", True),
        ("Trang sau", True),
        ("Tiếp theo →", True),
        ("« Trước", True),
        ("Cuối cùng", True),
        ("Đọc tiếp", False),
        ("Xem tiếp", False),
    ],
)
def test_what_can_belong_to_a_pager(text: str, paging: bool) -> None:
    """Numbers, arrows and words for next, back, first and last belong to pagers; "read more" does not."""
    assert looks_paging(PageLink("", text)) is paging


@pytest.mark.parametrize(
    ("rel", "marks", "text", "forward"),
    [
        ("next", "", "Bài trước đây", True),
        ("prev", "", "Bài sau", False),
        ("nofollow", "", "Tiếp", True),
        ("", "nav-previous", "Older posts", True),
        ("", "pager-previous", "Xem", False),
        ("", "next page-numbers", "", True),
    ],
)
def test_rel_outranks_text_and_text_outranks_class(rel: str, marks: str, text: str, forward: bool) -> None:
    """`rel` decides, else the text, else the class."""
    found = choose_next([PageLink(f"{HERE}/x", text, rel, marks)], 1, HERE)
    assert (found is not None) is forward


@pytest.mark.parametrize(
    ("pager", "pattern"),
    [
        (links(("/vi/news/tin/page-2/", "2"), ("/vi/news/tin/page-3/", "3")), "/vi/news/tin/page-{n}/"),
        (links(("/tin/p2", "2"), ("/tin/p142", "142")), "/tin/p{n}"),
        (links(("/tin-tuc?_cur=2", "2"), ("/tin-tuc?_cur=67", "67")), "?_cur={n}"),
        (links(("/tin-tuc?PageIndex=2&m=1", "2")), "?PageIndex={n}&m=1"),
        (links(("/tin.aspx?page=2", "Trang 2")), "/tin.aspx?page={n}"),
        (links(("/page/2/", "2"), ("/page/9/", "9")), "/page/{n}/"),
        (links(("/index2.html", "⟩"), ("/index10.html", "⟫")), "/index{n}.html"),
        (links(("/tin-tuc?page=1", "2"), ("/tin-tuc?page=2", "3")), ""),
        (links(("/tin-tuc?limitstart=10", "2"), ("/tin-tuc?limitstart=20", "3")), ""),
        (links(("/tin/page-2", "2"), ("/anh/page-2", "2")), ""),
        (links(("/bai/2", "2 bình luận")), ""),
    ],
    ids=["nukeviet", "pN", "liferay", "index-first", "webforms", "wordpress", "static", "from-zero", "offsets", "two-pagers", "no-pager"],
)
def test_patterns_of_page_addresses(pager: list[PageLink], pattern: str) -> None:
    """The forms of PORTALS.md 1 are recognised; a number that is not the shown one (zero-based, offsets) makes no pattern."""
    assert find_pattern(pager, HERE) == pattern


@pytest.mark.parametrize("pattern", ["?page={n}", "/tin-tuc?page={n}", "https://xa.example/tin-tuc?page={n}"])
def test_patterns_are_relative_to_the_listing(pattern: str) -> None:
    """A pattern may be a query, a path or an address."""
    assert by_pattern(pattern, HERE, links((f"{HERE}?page=2", "2"), (f"{HERE}?page=4", "4")), 3) == f"{HERE}?page=4"


@pytest.mark.parametrize(
    ("pager", "number", "following"),
    [
        ((("?page=1", "2"), ("?page=2", "3")), 1, "?page=1"),
        ((("?page=1", "2"), ("?page=2", "3")), 2, "?page=2"),
        ((("?page=1", "2"), ("?page=2", "3")), 3, None),
        ((("?page=0", "«"), ("?page=2", "»")), 2, "?page=2"),
        ((), 1, "?page=2"),
    ],
    ids=["the second page is number 1", "the third is number 2", "past the last", "arrows to number 0", "no links"],
)
def test_a_page_number_is_held_against_the_pages_own_links(pager: tuple[tuple[str, str], ...], number: int, following: str | None) -> None:
    """Where the site counts its pages from zero, so does the pattern; without links page 2 is number 2."""
    found = by_pattern("?page={n}", HERE, [PageLink(f"{HERE}{query}", text) for query, text in pager], number)
    assert found == (f"{HERE}{following}" if following else None)


def test_pages_are_numbered_by_what_links_show() -> None:
    """A number counts if it, or the one before it, stands in the address as a page; a day of a calendar doesn't."""
    pager = links(
        ("/tin?page=2", "2"), ("/tin?page=6", "7"), ("/lich/2026/11/25", "25"), ("/tin?page=9", "»"), ("/tin?page=1", "Tin nổi bật")
    )
    assert numbered(pager) == {2: "https://xa.example/tin?page=2", 7: "https://xa.example/tin?page=6", 9: "https://xa.example/tin?page=9"}


def test_a_pattern_matches_its_own_slot_only() -> None:
    """Dots and question marks in a pattern are no wildcards, and longer addresses are not its pages."""
    assert by_pattern("/tin.html?p={n}", HERE, links(("/tinxhtml?p=9", "9"), ("/tin.html?p=2&sort=1", "2")), 4) is not None
    assert by_pattern("/tin.html?p={n}", HERE, links(("/tin.html?p=4", "4")), 4) is None
