"""The packaged demo: its portal, its texts, and the year they add up to."""

import json
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from newswatch.config import load_lexicon, shipped
from newswatch.core.classify import classify
from newswatch.core.model import LOCAL, Domain, Entry, Origin, Verdict
from newswatch.demo.content import log_bytes, posts
from newswatch.demo.portal import PROFILE, DemoPortal
from newswatch.sources import article, feed, listing
from newswatch.sources.log import reader

TRUTH: dict[str, Any] = json.loads(resources.files("newswatch").joinpath("data", "demo", "posts.json").read_bytes())
KINDS = {
    "own": Origin.OWN,
    "told": Origin.RETOLD,
    "notice": Origin.OWN,
    "other": Origin.OWN,
    "relay": Origin.RELAY,
    "rebroadcast": Origin.REBROADCAST,
}
LOG = reader.read(log_bytes(), "log.csv", reader.aliases_from_table(shipped("log_columns.toml"), "log_columns.toml"))


@pytest.fixture
def demo() -> Iterator[DemoPortal]:
    """The demo portal, up."""
    with DemoPortal() as running:
        yield running


def walk(url: str) -> Iterator[Entry]:
    """The entries of a listing and of all pages after it."""
    next_url: str | None = url
    number = 1
    while next_url:
        page = listing.read(requests.get(next_url, timeout=5).content, next_url, PROFILE, number=number)
        yield from page.entries
        next_url, number = page.next_url, number + 1


def test_reading_the_portal_gives_the_packaged_posts(demo: DemoPortal) -> None:
    """Listing pages and articles, read through PROFILE, give each post's title, instant and text, and nothing of the furniture."""
    entries = list(walk(demo.url))
    assert [(e.title, e.published_at) for e in entries] == [(p.title, p.published_at) for p in posts()]
    for entry, post in zip(entries, posts(), strict=True):
        read = article.read(requests.get(entry.url, timeout=5).content, entry.url, PROFILE)
        assert (read.title, read.published_at, tuple(read.text.split("\n"))) == (post.title, post.published_at, post.body)
    assert demo.requests == 7 + 62


def test_the_feed_has_the_newest_fifteen(demo: DemoPortal) -> None:
    """The feed tells the newest 15 posts with the addresses and local times of the pages."""
    entries = feed.parse(requests.get(demo.feed_url, timeout=5).content, demo.feed_url, id_pattern=PROFILE.id_pattern)
    assert [(e.url, e.published_at) for e in entries] == [(urljoin(demo.url, p.path), p.published_at) for p in posts()[:15]]


def test_validators_on_feed_and_articles_only(demo: DemoPortal) -> None:
    """Feed and article answer 304 to their own ETag although the visitor counter runs on; a listing page has none and always differs."""
    for url in (demo.feed_url, urljoin(demo.url, posts()[0].path)):
        tag = requests.get(url, timeout=5).headers["ETag"]
        again = requests.get(url, headers={"If-None-Match": tag}, timeout=5)
        assert (again.status_code, again.content) == (304, b"")
    one, two = (requests.get(demo.url, timeout=5) for _ in range(2))
    assert "ETag" not in one.headers
    assert one.content != two.content


@pytest.mark.parametrize("path", ["trang-8.html", "trang-0.html", "tin/khong-co-1.html", "chuyen-muc/khac.html", "posts.json"])
def test_other_addresses_are_404(demo: DemoPortal, path: str) -> None:
    """An address that leads nowhere is 404, past the last page too, and the data file is not served."""
    assert requests.get(demo.url + path, timeout=5).status_code == 404


def test_the_portal_says_that_it_is_sample_data(demo: DemoPortal) -> None:
    """A visitor of any page reads that commune and news are made up; robots may read everything."""
    for path in ("", posts()[0].path[1:], "chuyen-muc/kinh-te.html", "nowhere"):
        assert "Đây là dữ liệu mẫu" in requests.get(demo.url + path, timeout=5).text
    assert "Disallow" not in requests.get(demo.url + "robots.txt", timeout=5).text


def test_truth_is_never_served(demo: DemoPortal) -> None:
    """No page of the portal carries the verdicts that the data file keeps for the tests."""
    served = requests.get(demo.url, timeout=5).text + requests.get(urljoin(demo.url, posts()[0].path), timeout=5).text
    assert not [key for key in ('"par"', "domain", "civil_service", "true", "null") if key in served]


def test_the_log_reads_clean() -> None:
    """The loudspeaker log has 18 rows without a problem, with the origins that the truth names."""
    assert LOG.problems == ()
    assert [b.origin for b in LOG.bulletins] == [KINDS[a["kind"]] for a in TRUTH["airings"]]
    assert [b.row for b in LOG.bulletins] == [a["row"] for a in TRUTH["airings"]]


def test_retold_posts_have_their_title_and_follow_soon() -> None:
    """A bulletin that re-tells a post bears its title and airs within a week after it, in the same month."""
    rows, told = {b.row: b for b in LOG.bulletins}, {p.id: p for p in posts()}
    for airing in TRUTH["airings"]:
        if "post" in airing:
            post, aired = told[airing["post"]], rows[airing["row"]]
            assert aired.title == post.title
            assert 0 <= (aired.aired_on - post.published_at.astimezone(LOCAL).date()).days <= 7
            assert aired.aired_on.month == post.published_at.month


def test_september_is_one_short_and_no_other_month() -> None:
    """Both channels together, each story once: 3 items in September, 4 to 6 in the others; the portal alone is short in seven months."""
    portal = Counter(int(p["published"][5:7]) for p in TRUTH["posts"] if p["par"])
    rows = {b.row: b for b in LOG.bulletins}
    air = Counter(rows[a["row"]].aired_on.month for a in TRUTH["airings"] if a["kind"] == "own")
    assert [portal[m] + air[m] for m in range(1, 13)] == [4, 4, 5, 4, 4, 5, 4, 4, 3, 4, 4, 6]
    assert [m for m in range(1, 13) if portal[m] < 4] == [2, 4, 7, 8, 9, 10, 11]
    assert [p["published"][5:7] for p in TRUTH["posts"] if p["par"] is None] == ["03", "06"]


def test_all_seven_domains_are_told() -> None:
    """The year's PAR posts cover every domain of PAR."""
    assert {p["domain"] for p in TRUTH["posts"] if p["par"]} == {d.value for d in Domain}


def test_the_rules_agree_with_the_truth() -> None:
    """The shipped lexicon judges every post as a person would, and leaves exactly the two debatable ones to a person."""
    verdicts = {True: Verdict.PAR, False: Verdict.OTHER, None: Verdict.UNSURE}
    lexicon = load_lexicon()
    found = {p["title"]: classify(p["title"], "\n".join(p["body"]), lexicon).verdict for p in TRUTH["posts"]}
    assert found == {p["title"]: verdicts[p["par"]] for p in TRUTH["posts"]}


def test_the_rules_know_the_loudspeakers_own_stories() -> None:
    """Each own PAR story of the log is judged PAR by its title and summary, and no bulletin about something else is."""
    lexicon, kinds = load_lexicon(), {a["row"]: a["kind"] for a in TRUTH["airings"]}
    par = [b.row for b in LOG.bulletins if classify(b.title, f"{b.script}\n{b.summary}", lexicon).verdict is Verdict.PAR]
    assert [row for row, kind in kinds.items() if kind == "own" and row not in par] == []
    assert [row for row in par if kinds[row] in ("notice", "other")] == []
