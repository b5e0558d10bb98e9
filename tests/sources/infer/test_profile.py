"""Unknown pages: what they are, the profile proposed for them, their feeds and family, and the profile as TOML."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved_pages import SavedPage, load, named, saved

from newswatch.config import load_presets
from newswatch.core.model import Article, Profile
from newswatch.errors import ParseError
from newswatch.sources import article, listing
from newswatch.sources.infer import profile

SELECTORS = ("entry", "link", "title", "date", "summary", "next_page", "article_title", "article_date", "article_body")
URL = "https://xa.example/"


def entries(page: SavedPage, proposed: Profile) -> listing.Listing:
    """A saved page read back with a proposed profile."""
    return listing.read(page.body, page.url, proposed)


@pytest.mark.parametrize("page", saved("listing"), ids=named)
def test_proposed_listing_profile_reads_exactly_the_list(page: SavedPage) -> None:
    """Without a preset the proposed selectors give the list's entries, titles, dates and next page, and nothing of the boxes beside it."""
    proposal = profile.propose(page.body, page.url)
    assert proposal.kind == "listing"
    assert proposal.profile is not None
    result = entries(page, proposal.profile)
    assert [(e.url, e.title, e.published_at.isoformat() if e.published_at else None) for e in result.entries] == page.rows(aside=False)
    assert result.next_url == page.expected["next_url"]


@pytest.mark.parametrize("page", saved("article"), ids=named)
def test_an_article_is_no_listing(page: SavedPage) -> None:
    """An article with menus, latest news and dated related links around it is an article, and its profile reads title, date and text."""
    proposal = profile.propose(page.body, page.url)
    assert proposal.kind == "article"
    assert proposal.profile is not None
    read = article.read(page.body, page.url, proposal.profile, title_hint=page.expected.get("hint", ""))
    assert read.title == page.expected["title"]
    assert (read.published_at.isoformat() if read.published_at else None) == page.expected["published"]
    assert (read.modified_at.isoformat() if read.modified_at else None) == page.expected.get("modified")
    assert read.text.split("\n") == page.expected["lines"]


@pytest.mark.parametrize("page", [p for kind in ("listing", "article") for p in saved(kind) if "propose_warning" in p.expected], ids=named)
def test_doubts_are_said(page: SavedPage) -> None:
    """What is not sure is left out of the profile and named in a warning."""
    proposal = profile.propose(page.body, page.url)
    assert any(page.expected["propose_warning"] in warning for warning in proposal.warnings), proposal.warnings


@pytest.mark.parametrize("name", ["hostile_undated", "hostile_two_dates", "webcenter_listing"])
def test_no_date_selector_rather_than_a_guess(name: str) -> None:
    """A list without dates, or with two different ones in each entry, gets no date selector and less confidence."""
    page = load(name)
    proposal = profile.propose(page.body, page.url)
    assert proposal.profile is not None
    assert proposal.profile.date == ""
    assert proposal.confidence < 0.75


@pytest.mark.parametrize("name", ["hostile_clock", "webcenter_article"])
def test_no_article_date_rather_than_a_clock(name: str) -> None:
    """An article page that prints only a visitor's clock gets no date selector."""
    page = load(name)
    proposal = profile.propose(page.body, page.url)
    assert proposal.profile is not None
    assert proposal.profile.article_date == ""


@pytest.mark.parametrize("page", saved("listing") + saved("article"), ids=named)
def test_selectors_are_stable(page: SavedPage) -> None:
    """No proposed selector names one item (post-123) or a position."""
    proposal = profile.propose(page.body, page.url)
    assert proposal.profile is not None
    for field in SELECTORS:
        selector = getattr(proposal.profile, field)
        assert ":nth" not in selector
        assert not re.search(r"\d\d|[-_]\d", selector)


@pytest.mark.parametrize("page", saved("unknown"), ids=named)
def test_a_page_without_news_is_unknown(page: SavedPage) -> None:
    """A login page is neither listing nor article: no profile, no confidence, a warning."""
    proposal = profile.propose(page.body, page.url)
    assert (proposal.kind, proposal.profile, proposal.confidence) == ("unknown", None, 0.0)
    assert proposal.warnings


@pytest.mark.parametrize("page", saved("article", preset=True), ids=named)
def test_a_listing_profile_is_completed_by_an_article(page: SavedPage) -> None:
    """`propose_article` adds the article's selectors and leaves those of the listing as they were."""
    before = Profile(name="x", entry="li", link="h2 a", date=".d", skip=("/print/",))
    proposal = profile.propose_article(page.body, page.url, title_hint=page.expected["title"], into=before)
    assert proposal.kind == "article"
    assert proposal.profile is not None
    after = proposal.profile
    assert (after.name, after.entry, after.link, after.date, after.skip) == ("x", "li", "h2 a", ".d", ("/print/",))
    assert stated(article.read(page.body, page.url, after)) == (page.expected["title"], page.expected["lines"])


def stated(read: Article) -> tuple[str, list[str]]:
    """Title and lines of an article."""
    return read.title, read.text.split("\n")


def test_an_article_page_without_text_completes_nothing() -> None:
    """A page of pictures keeps the profile as it was, with no confidence."""
    before = Profile(name="x", entry="li", article_body=".b")
    proposal = profile.propose_article(b"<html><body><h1>x</h1><img src=a></body></html>", URL, into=before)
    assert (proposal.kind, proposal.confidence) == ("unknown", 0.0)
    assert proposal.profile is not None
    assert proposal.profile.article_body == ".b"


@pytest.mark.parametrize("page", saved("listing", preset=True) + saved("article", preset=True), ids=named)
def test_each_family_is_recognised(page: SavedPage) -> None:
    """Listing and article of a family are recognised as that family among all presets."""
    assert profile.detect(page.body, page.url, load_presets()) == page.preset


@pytest.mark.parametrize("page", saved("listing", preset=False) + saved("article", preset=False) + saved("unknown"), ids=named)
def test_no_family_is_invented(page: SavedPage) -> None:
    """A page of no known family is recognised as none."""
    assert profile.detect(page.body, page.url, load_presets()) is None


@pytest.mark.parametrize("page", [p for p in saved("listing") if "feeds" in p.expected], ids=named)
def test_feeds_are_found_comments_last(page: SavedPage) -> None:
    """The feeds of a page are found with absolute addresses, those of comments after the others."""
    assert list(profile.feeds(page.body, page.url)) == page.expected["feeds"]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<a href="/vi/news/rss/">RSS</a>', ("https://xa.example/vi/news/rss/",)),
        ('<a href="/rss.xml">Tin</a><a href="/feed">Tin</a><a href="/tin.rss">Tin</a>', (f"{URL}rss.xml", f"{URL}feed", f"{URL}tin.rss")),
        ('<link rel="alternate" type="application/atom+xml" href="a.xml"><a href="/a.xml">Atom</a>', (f"{URL}a.xml",)),
        ('<link rel="alternate" type="application/rss+xml" href="https://khac.vn/rss">', ()),
        ('<link rel="alternate" type="application/json" href="/wp-json/x"><link rel="alternate" hreflang="en" href="/en">', ()),
        ('<a href="http://[x/rss">RSS</a><base href="http://[">', ()),
        ('<a href="/tin/rss-la-gi.html">RSS là gì</a><a href="/feedback">Góp ý</a>', ()),
        (
            '<link rel="alternate" type="application/rss+xml" title="Dòng phản hồi" href="/b"><a href="/feed/">Tin</a>',
            (f"{URL}feed/", f"{URL}b"),
        ),
    ],
    ids=["nukeviet", "visible", "both-once", "other-site", "no-feeds", "broken", "look-alikes", "comments-by-title"],
)
def test_feed_discovery(markup: str, found: tuple[str, ...]) -> None:
    """A feed is announced in the head, or linked by an address that ends like a feed's; only feeds of this site count, each once."""
    assert profile.feeds(f"<html><head></head><body>{markup}</body></html>".encode(), URL) == found


def test_what_is_no_page_is_refused() -> None:
    """A PDF raises ParseError."""
    with pytest.raises(ParseError, match="a PDF file"):
        profile.propose(b"%PDF-1.4", URL)


def test_toml_holds_what_differs_from_the_defaults() -> None:
    """Only changed keys are written, and regular expressions without doubled backslashes."""
    written = profile.to_toml(Profile(name="x", entry="li.tin", skip=("/print/",), id_pattern=r"tc=(?P<id>\d+)"))
    assert written == 'entry = "li.tin"\nid_pattern = \'tc=(?P<id>\\d+)\'\nskip = ["/print/"]\n'


PROFILES = st.builds(
    Profile,
    name=st.just("x"),
    entry=st.text(),
    link=st.text(),
    date=st.text(),
    page_pattern=st.text(),
    drop=st.tuples(st.text(), st.text()) | st.just(()),
    id_pattern=st.text(alphabet="\\'\"(?P<id>d+)\n\x00é"),
    skip=st.lists(st.text(), max_size=3).map(tuple),
)


@given(PROFILES)
def test_toml_reads_back_as_the_same_profile(written: Profile) -> None:
    """The TOML of any profile parses and gives the same values."""
    values = tomllib.loads(profile.to_toml(written))
    read: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    assert Profile(name="x", **read) == written


@given(
    st.lists(
        st.sampled_from(
            ["<li>", '<a href="/1">', "</a>", "<div class=a>", "Một tin dài hơn năm chữ", "02/11/2026", "</div>", "<tr>", "</li>"]
        ),
        max_size=60,
    )
)
def test_any_markup_gets_an_answer(pieces: list[str]) -> None:
    """Broken markup of any kind gives a proposal, and a proposed listing reads at least one entry."""
    body = f"<html><body>{''.join(pieces)}</body></html>".encode()
    proposal = profile.propose(body, URL)
    assert 0 <= proposal.confidence <= 1
    if proposal.kind == "listing":
        assert proposal.profile is not None
        assert listing.read(body, URL, proposal.profile).entries
