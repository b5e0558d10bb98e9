"""Whether the entries of a page are one list or several beside each other."""

import pytest
from saved_pages import SavedPage, named, saved

from newswatch.config import load_presets
from newswatch.core.model import Profile
from newswatch.sources import listing
from newswatch.sources.infer import profile

PROFILE = Profile(name="test", entry="li, div.tin", link="a[href]", date="i")


def tins(tag: str, *days: str) -> str:
    return "".join(
        f"<{tag} class=tin><a href=/t/{day.replace('/', '-')}-{n}>Tin ngày {day}</a><i>{day}</i></{tag}>" for n, day in enumerate(days)
    )


def lists(html: str, entry: str = "li") -> int:
    """How many lists a page's body holds."""
    page = f"<html><body><div id=m>{html}</div></body></html>".encode()
    return listing.read(page, "https://xa.example/", Profile(name="t", entry=entry, link="a[href]", date="i")).lists


NEW, MID, OLD = ("25/11/2026", "20/11/2026", "12/11/2026"), ("24/11/2026", "18/11/2026"), ("01/08/2026", "10/03/2026")


@pytest.mark.parametrize(
    ("case", "html", "expected"),
    [
        ("one list", f"<h2>Tin tức</h2><ul>{tins('li', *NEW, *OLD)}</ul>", 1),
        ("columns with headings", "".join(f"<div><h2>Mục</h2><ul>{tins('li', *d)}</ul></div>" for d in (NEW, MID, OLD)), 3),
        ("columns that go on by chance", "".join(f"<div><h2>Mục</h2><ul>{tins('li', *d)}</ul></div>" for d in (NEW, OLD)), 2),
        ("columns without headings", "".join(f"<ul>{tins('li', *d)}</ul>" for d in (NEW, MID)), 2),
        ("rows of a grid", "".join(f"<ul class=row>{tins('li', *d)}</ul>" for d in (NEW, OLD)), 1),
        (
            "days with their dates as headings",
            "".join(f"<div><h3>Thứ tư, {d[0]}</h3><ul>{tins('li', *d)}</ul></div>" for d in (NEW, OLD)),
            1,
        ),
        (
            "other news below",
            f"<div><h2>Tin mới</h2><ul>{tins('li', *NEW)}</ul></div><div><b>Các tin khác</b><ul>{tins('li', *OLD)}</ul></div>",
            1,
        ),
        ("each entry in a box of its own", "".join(f"<div>{tins('li', day)}</div>" for day in NEW + OLD), 1),
    ],
)
def test_lists_of_a_page(case: str, html: str, expected: int) -> None:
    """Columns of categories are lists of their own; rows, days and a second part of the same list are not."""
    assert lists(html) == expected, case


@pytest.mark.parametrize("page", saved("listing"), ids=named)
def test_news_lists_of_real_portals_are_one_list(page: SavedPage) -> None:
    """The saved listing of each family is one list by its preset and by inference."""
    presets = load_presets()
    found = profile.detect(page.body, page.url, presets)
    profiles = [presets[found].profile] if found else []
    for known in (*profiles, profile.propose(page.body, page.url).profile):
        assert known is None or listing.read(page.body, page.url, known).lists == 1
