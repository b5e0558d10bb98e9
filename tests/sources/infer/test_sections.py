"""The lists that a front page names behind its columns."""

import pytest

from newswatch.core.model import Profile
from newswatch.sources import listing
from newswatch.sources.infer import profile

PROFILE = Profile(name="t", entry="li", link="a[href]", date="i")


def rows(*names: str) -> str:
    return "<ul>" + "".join(f"<li><a href=/t/{name}>Tin {name}</a> <i>25/11/2026</i></li>" for name in names) + "</ul>"


def found(html: str) -> list[tuple[str, str, int]]:
    """Name, path and number of entries of each column's link."""
    page = f"<html><body><nav><a href=/lien-he>Liên hệ</a></nav><div id=m>{html}</div></body></html>".encode()
    url = "https://xa.example/"
    keys = {entry.key for entry in listing.read(page, url, PROFILE).entries}
    return [(s.name, s.url.removeprefix("https://xa.example"), len(s.keys)) for s in profile.sections(page, url, PROFILE, keys)]


@pytest.mark.parametrize(
    ("case", "html", "expected"),
    [
        (
            "headings that are links",
            f"<div><h2><a href=/cchc>Cải cách</a></h2>{rows('a', 'b')}</div><div><h2><a href=/vh>Văn hóa</a></h2>{rows('c', 'd', 'e')}</div>",
            [("Cải cách", "/cchc", 2), ("Văn hóa", "/vh", 3)],
        ),
        (
            "more at the foot",
            f"<div><h2>Cải cách</h2>{rows('a', 'b')}<p><a href=/cchc>Xem thêm</a></p></div><div><h2>Văn hóa</h2>{rows('c', 'd')}</div>",
            [("Xem thêm", "/cchc", 2)],
        ),
        (
            "headings beside their lists",
            f"<h2><a href=/cchc>Cải cách</a></h2>{rows('a', 'b')}<h2><a href=/vh>Văn hóa</a></h2>{rows('c', 'd')}",
            [("Cải cách", "/cchc", 2), ("Văn hóa", "/vh", 2)],
        ),
        ("a tag of one entry", "<ul><li><a href=/t/a>Tin a</a> <a href=/the/x>Thẻ mới</a></li><li><a href=/t/b>Tin b</a></li></ul>", []),
        ("numbers are no names", f"<div>{rows('a', 'b')}<a href=/x?p=2>2</a></div><div>{rows('c', 'd')}</div>", []),
    ],
)
def test_links_of_columns(case: str, html: str, expected: list[tuple[str, str, int]]) -> None:
    """A link in a column that is none of its entries may lead to its full list; a page's navigation, tags and pagers don't."""
    assert found(html) == expected, case
