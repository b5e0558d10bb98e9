"""WordPress' list of posts: what is read from it, and how another answer is named."""

import json
from datetime import UTC, datetime

import pytest

from newswatch.core.model import DateOrigin, Page
from newswatch.errors import ParseError
from newswatch.sources import wordpress

URL = "https://xa.example.vn/wp-json/wp/v2/posts"
POST = {
    "id": 7,
    "date_gmt": "2026-03-04T18:30:00",
    "link": "https://xa.example.vn/tin/mot-cua-7.html",
    "title": {"rendered": "Một cửa &#8211; <em>điện tử</em>"},
    "excerpt": {"rendered": "<p>Trích.</p>\n"},
}
COUNTS = (("X-WP-Total", "41"), ("x-wp-totalpages", "5"))


def page(body: object, headers: tuple[tuple[str, str], ...] = COUNTS) -> Page:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Page(URL, URL, 200, raw, "application/json", datetime(2026, 3, 5, tzinfo=UTC), headers=headers)


def test_a_post_is_read_with_its_exact_date() -> None:
    """Title and excerpt come without markup, the date is that of `date_gmt` in UTC, and the counts are those of the headers."""
    posts = wordpress.read(page([POST]))
    (entry,) = posts.entries
    assert (entry.title, entry.summary, entry.url) == ("Một cửa – điện tử", "Trích.", POST["link"])
    assert (entry.published_at, entry.date_origin) == (datetime(2026, 3, 4, 18, 30, tzinfo=UTC), DateOrigin.FEED)
    assert (posts.numbers, posts.total, posts.pages) == ((7,), 41, 5)


@pytest.mark.parametrize("stated", [None, "", "0000-00-00T00:00:00", 5])
def test_a_post_whose_date_is_none_is_undated(stated: object) -> None:
    """A date that can't be read dates nothing."""
    (entry,) = wordpress.read(page([POST | {"date_gmt": stated}])).entries
    assert (entry.published_at, entry.date_origin) == (None, DateOrigin.NONE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><title>Login</title></html>", "found no JSON"),
        (b"[" * 100_000, "found no JSON"),
        ({"code": "rest_cannot_access", "message": "Only authenticated users"}, "found another answer: Only authenticated users"),
        ("text", "found another answer"),
        ([{"id": 1}], "found a list of something else"),
        ([POST | {"link": "https://other.example/a"}], "lies on another site"),
    ],
)
def test_another_answer_is_named(body: object, said: str) -> None:
    """A web page, an error or a list of other things is a ParseError that names the address and what was found."""
    with pytest.raises(ParseError, match=f"^{URL}.*{said}"):
        wordpress.read(page(body))


@pytest.mark.parametrize("headers", [(), (("X-WP-Total", "41"),), (("X-WP-Total", "many"), ("X-WP-TotalPages", "5"))])
def test_a_list_without_its_total_is_refused(headers: tuple[tuple[str, str], ...]) -> None:
    """Without the server's own count nothing shows that the list is whole."""
    with pytest.raises(ParseError, match="says no total"):
        wordpress.read(page([POST], headers))


def test_both_forms_of_its_address_take_the_window_and_the_page() -> None:
    """The parameters join those that the address has, a day before the window for clocks of other zones."""
    plain, routed = wordpress.places("https://xa.example.vn/tin-tuc/")
    since = datetime(2026, 3, 1, tzinfo=UTC)
    wanted = "per_page=100&page=2&orderby=date&order=desc&after=2026-02-28T00:00:00&_fields=id,date_gmt,link,title,excerpt"
    assert wordpress.address(plain, 2, since) == f"{URL}?{wanted}"
    assert wordpress.address(routed, 2, since) == f"https://xa.example.vn/?rest_route=/wp/v2/posts&{wanted}"
