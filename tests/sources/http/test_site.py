"""Links of a page as absolute addresses."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.identity import canonical_url
from newswatch.sources.http.site import Site

URL = "https://xa.example/vi/tin/"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("bai.html", f"{URL}bai.html"),
        (" /bai.html\n", "https://xa.example/bai.html"),
        ("../a/./b.html", "https://xa.example/vi/a/b.html"),
        ("?p=2#dau", f"{URL}?p=2"),
        ("/#/tin/5", "https://xa.example/#/tin/5"),
        ("http://www.xa.example:8080/a", "http://www.xa.example:8080/a"),
        ("/a\tb", "https://xa.example/ab"),
        ("https://khac.example/a", ""),
        ("https://xa.example.khac.vn/a", ""),
        ("//khac.vn/a", ""),
        ("JavaScript:void(0)", ""),
        ("mailto:a@xa.example", ""),
        ("tel:0234", ""),
        ("#", ""),
        ("", ""),
        (None, ""),
        ("http://[x/", ""),
        ("//[x", ""),
    ],
)
def test_where_a_link_leads(href: str | None, url: str) -> None:
    """A link on the page's own site becomes absolute, without its fragment unless that is a route; any other is empty."""
    assert Site(URL).absolute(href) == url


def test_links_are_relative_to_the_base() -> None:
    """A `<base href>` on the site moves relative links; one elsewhere leaves only absolute links on the site."""
    assert Site(URL, "/en/").absolute("a") == "https://xa.example/en/a"
    foreign = Site(URL, "https://cdn.example/")
    assert Site(URL, "http://[x").absolute("a") == f"{URL}a"
    assert (foreign.absolute("/a"), foreign.absolute("https://xa.example/a")) == ("", "https://xa.example/a")


@given(st.text(alphabet="/.?#&=a1ế%:", max_size=12))
def test_the_short_cut_agrees_with_urljoin(href: str) -> None:
    """For any path the result is that of urljoin, or empty."""
    found = Site(URL).absolute(f"/x{href}")
    assert found == "" or canonical_url(found) == canonical_url(urljoin(URL, f"/x{href}"))
