"""Pages, feeds, sitemaps and lists that are built to keep a reader busy are refused, or read within bounds of computing and memory."""

import gzip
import json
from textwrap import dedent

import pytest
from rlimits import held

from newswatch.core.model import Page, Profile
from newswatch.errors import ParseError
from newswatch.sources import article, feed, listing, sitemap, wordpress
from newswatch.sources.http.gunzip import MOST_MEMBERS, unpacked
from newswatch.sources.read import tree

URL = "https://xa.example/tin"
HEAD = b"<html><head><title>x</title></head><body>"
PROFILE = Profile(name="p", entry="li", date="span")

READ = """
from newswatch.core.model import Profile
from newswatch.errors import ParseError
from newswatch.sources import article, listing

HEAD = b"<html><head><title>x</title></head><body>"

def told(body, readers):
    for read in (lambda: listing.read(body, "https://xa.example/", Profile(name="p", entry="li", date="span")),
                 lambda: article.read(body, "https://xa.example/a", None, title_hint="Tin cua xa so 1"))[-readers:]:
        try:
            read()
            print("read")
        except ParseError as error:
            print(str(error).partition(": ")[2])
"""


def told(body: str, *, readers: int = 2, **bounds: int) -> list[str]:
    """What the readers of a listing and of an article, or of an article alone, say of a page, given as Python, within bounds of computing and memory."""
    return held(dedent(READ) + f"told(HEAD + {body}, {readers})", **bounds).splitlines()


TOO_MANY = {
    "nested tags": 'b"<div>" * 100_000',
    "paragraphs": 'b"<p>x" * 60_000',
    "comments": 'b"<!-- x -->" * 60_000',
}


@pytest.mark.parametrize("body", TOO_MANY.values(), ids=TOO_MANY)
def test_a_page_of_too_many_tags_is_refused(body: str) -> None:
    """A page of more than 50,000 tags, nested or not, is refused before it is parsed, with the number found."""
    said = told(body, seconds=5)
    assert len(said) == 2
    assert all(line.startswith("the page has ") and "tags, more than 50000; the portal's keeper" in line for line in said)


BUILT = {
    "nested": 'b"<div>" * 40_000',
    "nested and closed": 'b"<div>" * 20_000 + b"</p>" * 20_000',
    "nested blocks of unknown names": 'b"<x>" * 40_000',
    "nested in a picture": 'b"<svg>" + b"<g>" * 40_000',
    "formatting left open": 'b"".join(b"<p><b id=%d>x" % n for n in range(8000))',
    "formatting opened again": 'b"<p>" + b"".join(b"<i id=%d>" % n for n in range(2000)) + b"</p><p>x" * 10_000',
    "attributes": 'b"<div " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">"',
    "attributes without blanks": 'b"<div " + b"".join(b"a%d=\'1\'" % n for n in range(150_000)) + b">"',
}


@pytest.mark.parametrize("body", BUILT.values(), ids=BUILT)
def test_a_page_built_to_be_parsed_for_hours_is_refused(body: str) -> None:
    """Depth, open formatting and attributes, whose cost grows with their square, are tried in a process that is ended in time.

    Each trial takes its 3 s. All readers have the one parser: that the listing's is held to it too is shown by the first page.
    """
    readers = 2 if body == BUILT["nested"] else 1
    said = told(body, readers=readers, seconds=20)
    assert len(said) == readers
    assert all(line.startswith("the page is built so that parsing it takes more than 3 s or 700 MB, or nested deeper") for line in said)


LINEAR = {
    "headings": 'b"".join(b"<h1>Tin cua xa so %d</h1>" % n for n in range(4000))',
    "dates": 'b"<span>05/03/2026 08:00</span>" * 4000',
    "links": 'b"".join(b"<li><a href=/tin/%d>Tin cua xa so %d</a> <span>05/03/2026</span></li>" % (n, n) for n in range(1500))',
    "nested as deep as is read": 'b"<div>" * 4900 + b"<p>Noi dung cai cach hanh chinh cua xa ngay 05/03/2026. " * 40',
    "nested texts with dates": '(b"<div class=title>05/03/2026 " * 250) + b"Noi dung cua xa. " * 20_000',
    "blocks within each other": '(b"<div>" * 400 + b"Noi dung ngay 05/03/2026 " + b"</div>" * 400) * 4',
    "one long word": 'b"<p>" + b"a" * 1_000_000',
    "blanks": 'b"<p>" + b" " * 1_000_000',
    "numbers": 'b"<p>" + b"1/" * 200_000',
    "deep JSON": "b'<script type=\"application/ld+json\">' + b'[' * 1_000_000 + b'</script>'",
    "meta tags": 'b\'<meta property="og:title" content="x">\' * 5000',
    "an open quote": "b'<a \"' * 4000",
}


@pytest.mark.parametrize("body", LINEAR.values(), ids=LINEAR)
def test_a_large_page_is_read_in_bounded_time(body: str) -> None:
    """A page within the bounds is read in time that grows with its length and no faster, whatever its elements and texts are."""
    assert told(body, seconds=30) == ["read", "read"]


def test_a_page_like_any_other_needs_no_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a portal's size are parsed at once; only one with much depth, formatting or attributes is tried before."""
    tried: list[bytes] = []

    def note(text: bytes) -> bool:
        tried.append(text)
        return True

    monkeypatch.setattr(tree, "_is_tried", note)
    row = b"<li><a href='/tin/%d' title='Tin so %d'><b>Tin</b></a> <span>05/03/2026</span></li>"
    listing.read(HEAD + b"".join(row % (n, n) for n in range(200)), URL, PROFILE)
    assert tried == []
    listing.read(HEAD + b"".join(row % (n, n) for n in range(2000)), URL, PROFILE)
    assert len(tried) == 1


def test_text_below_the_deepest_element_is_kept() -> None:
    """Of elements nested deeper than the light tree goes the text is read, in its order and without scripts."""
    text = b"Uy ban nhan dan xa kiem tra cong tac cai cach hanh chinh tai bo phan mot cua trong quy ba nam nay."
    body = HEAD + b"<div>" * 3000 + b"<p>" + text + b"</p><script>an()</script><p>" + text.replace(b"xa", b"phuong") + b"</p>"
    found = article.read(body, URL, None).text
    assert text.decode() in found.replace("\n", " ")
    assert found.index("xa kiem") < found.index("phuong kiem")
    assert "an()" not in found


def feed_of(entries: int, text: str = "") -> bytes:
    """A feed of so many entries."""
    items = "".join(
        f"<item><title>Tin {n}</title><link>https://xa.example/{n}</link><description>{text}</description></item>" for n in range(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_a_feed_of_too_many_entries_is_refused() -> None:
    """A feed of more than 2,000 entries, in XML or JSON, is refused with the number found; one of 2,000 is read."""
    rows = [{"id": str(n), "url": f"https://xa.example/{n}"} for n in range(2001)]
    for body in (feed_of(2001), json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": rows}).encode()):
        with pytest.raises(ParseError, match="has 2001 entries, more than 2000; the portal's keeper"):
            feed.parse(body, URL)
    assert len(feed.parse(feed_of(2000), URL)) == 2000


FEED = 'b"<rss version=\'2.0\'><channel><item>" + {} + b"</item></channel></rss>"'
ENTITIES = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><rss version='2.0'><item><title>&b;</title></item></rss>"
FEEDS = {
    "tags": FEED.format('b"<b>" * 50_000'),
    "nested tags in a text": FEED.format('b"<description>" + b"&lt;b>" * 50_000 + b"</description>"'),
    "a huge title": FEED.format('b"<title>" + b"tin " * 300_000 + b"</title>"'),
    "entities": repr(ENTITIES.encode()),
    "definitions": """b"<rss version='2.0'>" + b"<!ENTITY x " * 100_000""",
    "open comments": FEED.format('b"<description>" + b"&lt;!--" * 100_000 + b"</description>"'),
}
TRY_FEED = """
from newswatch.sources import feed
from newswatch.errors import ParseError
try:
    feed.parse({}, 'https://xa.example/rss')
except ParseError as error:
    print(error)
print('done')
"""


@pytest.mark.parametrize("body", FEEDS.values(), ids=FEEDS)
def test_a_hostile_feed_ends_in_time(body: str) -> None:
    """Feeds of nested tags, huge titles, entities and open comments are read or refused within bounds of computing and memory."""
    assert held(TRY_FEED.format(body), seconds=30).endswith("done\n")


def test_a_sitemap_of_too_many_tags_is_refused() -> None:
    """A sitemap of more tags than 50,000 addresses need is refused before it is parsed, packed or not."""
    body = b"<urlset>" + b"<a/>" * 2_000_001 + b"</urlset>"
    for packed in (body, gzip.compress(body)):
        with pytest.raises(ParseError, match="more than 50000 addresses need"):
            sitemap.read(Page(URL, URL, 200, packed, "application/xml", None))  # type: ignore[arg-type]


def test_a_list_of_too_many_posts_is_refused() -> None:
    """A list of more than 1,000 posts at once is no page of WordPress'."""
    posts = json.dumps([{"id": n, "link": f"https://xa.example/{n}"} for n in range(1001)]).encode()
    with pytest.raises(ParseError, match="has 1001 posts, more than 1000"):
        wordpress.read(Page(URL, URL, 200, posts, "application/json", None))  # type: ignore[arg-type]
    with pytest.raises(ParseError, match="found no JSON"):
        wordpress.read(Page(URL, URL, 200, b"[" * 1_000_000, "application/json", None))  # type: ignore[arg-type]


def test_a_gzip_of_many_members_is_refused() -> None:
    """A gzip file of thousands of empty members, whose cost grew with their square, is damaged; one of a thousand is read."""
    empty = gzip.compress(b"", mtime=0)
    assert unpacked(empty * (MOST_MEMBERS - 1) + gzip.compress(b"tin"), URL) == b"tin"
    with pytest.raises(ParseError, match="more than 1000 members"):
        unpacked(empty * 400_000, URL)


def test_a_gzip_within_a_gzip_is_not_unpacked_again() -> None:
    """What a gzip holds is taken as it is: no chain of archives is followed."""
    inner = gzip.compress(b"tin", mtime=0)
    assert unpacked(gzip.compress(inner), URL) == inner
