"""Feeds of every kind: the texts, addresses and dates of their entries."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.dates import together
from newswatch.core.model import LOCAL, DateOrigin, Entry
from newswatch.sources import feed

FEEDS = Path(__file__).parent / "feeds"
NAMES = sorted(p.name for p in FEEDS.iterdir() if not p.name.endswith(".expected.json"))
URL = "https://xa.vidu.vn/rss"
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'


def rss(items: str) -> bytes:
    """An RSS 2.0 feed of these items."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {SPACES}><channel><title>Xã</title>{items}</channel></rss>'.encode()


def atom(entries: str) -> bytes:
    """An Atom 1.0 feed of these entries."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Xã</title>{entries}</feed>'.encode()


ONLY_CHANGED = ("Chỉ có ngày sửa", "Mức phí < 10.000 đồng", "Trời rét < 10 độ")
"""The titles of the saved entries that state when they were changed and no other date."""


def json_feed(*items: object) -> bytes:
    """A JSON Feed of these items."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}, ensure_ascii=False).encode()


def only(body: bytes, *, id_pattern: str = "", content_type: str = "") -> Entry:
    """The one entry of a feed."""
    (entry,) = feed.parse(body, URL, id_pattern=id_pattern, content_type=content_type)
    return entry


def meaning(entry: Entry) -> dict[str, str | None]:
    """An entry as the files of expected entries write it."""
    at = entry.published_at.isoformat() if entry.published_at else None
    names = ("key", "url", "title", "summary", "published_raw", "text")
    return {name: getattr(entry, name) for name in names} | {"published_at": at}


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_feed_says_what_was_read_in_it(name: str) -> None:
    """Each feed in feeds/ gives exactly the titles, addresses, texts and dates written beside it."""
    expected = json.loads((FEEDS / f"{name}.expected.json").read_text("utf-8"))
    entries = feed.parse((FEEDS / name).read_bytes(), expected["url"])
    assert [meaning(entry) for entry in entries] == expected["entries"]


@pytest.mark.parametrize("name", NAMES)
def test_a_date_has_its_origin(name: str) -> None:
    """A dated entry has local time and the origin `feed`, or `modified` where it states only when it was changed; an undated one has no origin."""
    url = json.loads((FEEDS / f"{name}.expected.json").read_text("utf-8"))["url"]
    for entry in feed.parse((FEEDS / name).read_bytes(), url):
        assert (entry.date_origin is DateOrigin.NONE) == (entry.published_at is None)
        assert (entry.date_origin is DateOrigin.MODIFIED) == (entry.title in ONLY_CHANGED)
        assert entry.published_at is None or entry.published_at.tzinfo is LOCAL


STAMPS: dict[str, Callable[[str], bytes]] = {
    "pubDate": lambda at: rss(f"<item><title>Tin</title><link>/1</link><pubDate>{escape(at)}</pubDate></item>"),
    "dc:date": lambda at: rss(f"<item><title>Tin</title><link>/1</link><dc:date>{escape(at)}</dc:date></item>"),
    "dcterms:issued": lambda at: rss(f"<item><title>Tin</title><link>/1</link><dcterms:issued>{escape(at)}</dcterms:issued></item>"),
    "dcterms:created": lambda at: rss(f"<item><title>Tin</title><link>/1</link><dcterms:created>{escape(at)}</dcterms:created></item>"),
    "published": lambda at: atom(f"<entry><title>Tin</title><link href='/1'/><published>{escape(at)}</published></entry>"),
    "updated": lambda at: atom(f"<entry><title>Tin</title><link href='/1'/><updated>{escape(at)}</updated></entry>"),
    "issued": lambda at: atom(f"<entry><title>Tin</title><link href='/1'/><issued>{escape(at)}</issued></entry>"),
    "modified": lambda at: atom(f"<entry><title>Tin</title><link href='/1'/><modified>{escape(at)}</modified></entry>"),
    "date_published": lambda at: json_feed({"id": "1", "title": "Tin", "date_published": at}),
    "date_modified": lambda at: json_feed({"id": "1", "title": "Tin", "date_modified": at}),
}
every_stamp = pytest.mark.parametrize("stamped", STAMPS.values(), ids=STAMPS)

FORMS = {
    # feedparser reads the time alone and takes the present day for it
    "04:09 11/11/2024": "2024-11-11T04:09:00+07:00",
    "07:22:35 30/05/2021 (GMT+7)": "2021-05-30T07:22:35+07:00",
    "04:09": None,
    "T10:30": None,
    "10:30 CH": None,
    # feedparser fills what is missing from the present day
    "--11-11": None,
    "---11": None,
    "24": None,
    # feedparser reads another day
    "11-11-2024 04:09": "2024-11-11T04:09:00+07:00",
    "2024/11/11 04:09:00": "2024-11-11T04:09:00+07:00",
    "1731294540": None,
    "2024-13-45": None,
    "2024-02-30T00:00:00Z": None,
    "2024-W46-1": None,
    "24-10-05": None,
    # feedparser makes a day of a month or a year
    "2024": None,
    "2024-03": None,
    # feedparser takes local time for UTC
    "2024-11-11T04:09:00": "2024-11-11T04:09:00+07:00",
    "2024-11-11 04:09:00": "2024-11-11T04:09:00+07:00",
    "2024-11-11": "2024-11-11T00:00:00+07:00",
    "Mon, 11 Nov 2024 04:09:00": "2024-11-11T04:09:00+07:00",
    # feedparser reads no date
    "Thứ hai - 11/11/2024 04:09": "2024-11-11T04:09:00+07:00",
    "11/11/2024 04:09": "2024-11-11T04:09:00+07:00",
    "11.11.2024": "2024-11-11T00:00:00+07:00",
    "11/11/2024 4:09:00 CH": "2024-11-11T16:09:00+07:00",
    "Mon, 11 Nov 2024 04:09:00 GMT+7": "2024-11-11T04:09:00+07:00",
    # other countries' forms that feedparser knows: not to be expected here, and not guessed at
    "2004년 05월 28일  01:31:15": None,
    "2004-05-25 오후 11:23:17": None,
    "Κυρ, 11 Ιούλ 2004 12:00:00 EST": None,
    "2004-július-13T9:15-05:00": None,
    # a form that can be read in one way only, alone in its feed
    "12/25/2024 10:00:00 AM": "2024-12-25T10:00:00+07:00",
    "2/1/2024 10:00:00 AM": None,
    # what RFC 2822 and ISO 8601 allow, and what they don't
    "Mon, 11 Nov 2024 04:09:00 +0700": "2024-11-11T04:09:00+07:00",
    "Mon, 11 Nov 24 04:09:00 GMT": "2024-11-11T11:09:00+07:00",
    "Mon, 11 Nov 2024 04:09:00 EST": "2024-11-11T16:09:00+07:00",
    "2024-11-11T04:09:00.5+07:00": "2024-11-11T04:09:00.500000+07:00",
    "Mon, 11 Nov 2024 24:00:00 +0700": None,
    "2024-11-11T24:00:00+07:00": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "Mon, 01 Jan 0001 00:00:00 GMT": None,
    "hôm nay": None,
    "": None,
    "   ": None,
}


@every_stamp
@pytest.mark.parametrize(("stated", "expected"), FORMS.items())
def test_a_printed_date_is_read_as_printed(stamped: Callable[[str], bytes], stated: str, expected: str | None) -> None:
    """A date in any element is kept as written and read only by `core.dates`: a date, or none, and never today."""
    entry = only(stamped(stated))
    assert entry.published_raw == stated.strip()
    assert (entry.published_at and entry.published_at.isoformat()) == expected
    assert entry.published_at == together.read([stated], None)[0][0]


@every_stamp
@given(
    stated=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30)
    | st.from_regex(r"[0-9:T/-]{1,20}", fullmatch=True)
)
@settings(max_examples=40, deadline=None)
def test_any_date_string_is_read_by_the_same_rules(stamped: Callable[[str], bytes], stated: str) -> None:
    """Any text gives the instant that `core.dates` reads in it, alone in its feed."""
    entry = only(stamped(stated))
    assert entry.published_at == together.read([entry.published_raw], None)[0][0]


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-03-31T16:59:59Z", date(2026, 3, 31)),
        ("2026-03-31T17:00:00Z", date(2026, 4, 1)),
        ("2025-12-31T23:59:59+00:00", date(2026, 1, 1)),
        ("Tue, 31 Mar 2026 16:59:59 GMT", date(2026, 3, 31)),
        ("Tue, 31 Mar 2026 17:00:00 GMT", date(2026, 4, 1)),
        ("Tue, 31 Mar 2026 23:30:00 +0700", date(2026, 3, 31)),
        ("2026-04-01T00:30:00+08:00", date(2026, 3, 31)),
    ],
)
def test_a_time_near_midnight_falls_on_its_local_day(utc: str, day: date) -> None:
    """The day of an item is the day in Việt Nam, whatever the zone of the portal's clock."""
    at = only(STAMPS["pubDate"](utc)).published_at
    assert at is not None
    assert (at.date(), at.utcoffset()) == (day, timedelta(hours=7))


@pytest.mark.parametrize(
    ("stamps", "taken"),
    [
        ("<pubDate>2026-03-01</pubDate><dc:date>2026-03-09</dc:date>", "2026-03-01"),
        ("<dc:date>2026-03-09</dc:date><pubDate>2026-03-01</pubDate>", "2026-03-01"),
        ("<dcterms:modified>2026-03-09</dcterms:modified><dcterms:issued>2026-03-01</dcterms:issued>", "2026-03-01"),
        ("<dcterms:created>2026-03-01</dcterms:created><dcterms:modified>2026-03-09</dcterms:modified>", "2026-03-01"),
        ("<pubDate></pubDate><dc:date>2026-03-01</dc:date>", "2026-03-01"),
        ("<pubDate/>", ""),
    ],
)
def test_the_day_of_publication_goes_before_that_of_a_change(stamps: str, taken: str) -> None:
    """The date is the published one, else created, else updated; an empty element counts as missing."""
    assert only(rss(f"<item><title>Tin</title><link>/1</link>{stamps}</item>")).published_raw == taken


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://xa.vidu.vn/tin/1</link>", "https://xa.vidu.vn/tin/1"),
        ("<link>/tin/1</link>", "https://xa.vidu.vn/tin/1"),
        ("<link>tin/1</link>", "https://xa.vidu.vn/tin/1"),
        ("<link>?id=1&amp;cn=2</link>", "https://xa.vidu.vn/rss?id=1&cn=2"),
        ("<link>//xa.vidu.vn/1</link>", "https://xa.vidu.vn/1"),
        ("<link>\n  https://xa.vidu.vn/1\n</link>", "https://xa.vidu.vn/1"),
        ("<link><![CDATA[https://xa.vidu.vn/?a=1&b=2]]></link>", "https://xa.vidu.vn/?a=1&b=2"),
        ("<guid>https://xa.vidu.vn/1</guid>", "https://xa.vidu.vn/1"),
        ("<guid isPermaLink='false'>https://xa.vidu.vn/1</guid>", "https://xa.vidu.vn/1"),
        ("<guid>https://xa.vidu.vn/g</guid><link>/tin/1</link>", "https://xa.vidu.vn/tin/1"),
        ("<link></link><guid>https://xa.vidu.vn/1</guid>", "https://xa.vidu.vn/1"),
        ("<link>javascript:void(0)</link><guid isPermaLink='false'>7</guid>", ""),
        ("<link>http://[xa.vidu.vn/1</link>", ""),
        ("<link>https://xa.vidu.vn:99999/1</link>", ""),
        ("<guid isPermaLink='false'>http://[xa</guid>", ""),
        ("<guid isPermaLink='false'>tin-1</guid>", ""),
        ("", ""),
    ],
)
def test_an_entry_lies_where_its_link_says(item: str, url: str) -> None:
    """The address is the absolute link, else an id that is an address; what can't be opened is no address and no failure."""
    entry = only(rss(f"<item><title>Tin</title>{item}</item>"))
    assert entry.url == url
    assert entry.key


def test_an_entry_without_an_address_keeps_its_name() -> None:
    """The key of an entry without a link is made of its id, else of its text; it is the same at each poll and differs between entries."""
    items = "<item><guid isPermaLink='false'>7</guid></item><item><title>Một</title></item><item><description>Hai</description></item>"
    first, again = (feed.parse(rss(items), URL) for _ in range(2))
    assert first[0].key == "xa.vidu.vn#7"
    assert [e.key for e in first] == [e.key for e in again]
    assert len({e.key for e in first}) == 3


@pytest.mark.parametrize(
    ("base", "url"), [("/vi/", "https://xa.vidu.vn/vi/1"), ("https://www.xa.vidu.vn/b/", "https://www.xa.vidu.vn/b/1")]
)
def test_xml_base_is_where_links_start(base: str, url: str) -> None:
    """A relative link starts from the nearest xml:base, which may be relative itself."""
    assert only(atom(f"<entry xml:base='{base}'><title>Tin</title><link href='1'/></entry>")).url == url


def test_entries_of_other_sites_are_entries() -> None:
    """What a feed says of articles elsewhere is read like any other entry; how their hosts stand is not for the reader to say."""
    links = (
        "https://xa.vidu.vn/1",
        "http://www.xa.vidu.vn:8080/2",
        "https://tinh.vidu.vn/3",
        "//evil.vidu/4",
        "https://xa.vidu.vn.evil.vidu/5",
    )
    entries = feed.parse(rss("".join(f"<item><title>Tin</title><link>{link}</link></item>" for link in links)), URL)
    assert [e.url for e in entries] == [link if "://" in link else f"https:{link}" for link in links]


def test_the_same_article_twice_is_one() -> None:
    """Entries with one address, or with one id by the pattern, are one entry: the first."""
    links = ("/tin/a-7.html", "http://www.xa.vidu.vn/tin/a-7.html?utm_source=zalo", "/print/tin/a-7.html", "/tin/ten-moi-7.html")
    body = rss("".join(f"<item><title>Tin {n}</title><link>{link}</link></item>" for n, link in enumerate(links)))
    assert [e.title for e in feed.parse(body, URL)] == ["Tin 0", "Tin 3"]
    assert [(e.title, e.key) for e in feed.parse(body, URL, id_pattern=r"-(?P<id>\d+)\.html")] == [("Tin 0", "xa.vidu.vn#7")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Một &amp; hai", "Một & hai"),
        ("<p>Một</p><p>hai</p>", "Một\nhai"),
        ("Một<p>hai<p>ba", "Một\nhai\nba"),
        ("Một<br>hai<br/>ba", "Một\nhai\nba"),
        ("<p>Một\n   hai</p>", "Một hai"),
        ("Một\nhai", "Một\nhai"),
        ("<b>M</b>ột <i>hai</i>", "Một hai"),
        ("<td>Một</td><td>hai</td>", "Một hai"),
        ("<tr><td>Một</td><td>hai</td></tr><tr><td>ba</td></tr>", "Một hai\nba"),
        ("Một<script>alert('<p>hai</p>')</script> ba", "Một ba"),
        ("Một<STYLE type='text/css'>p > b {}</STYLE> ba", "Một ba"),
        ("Một<script>hai", "Một"),
        ("Một<!-- hai > ba --> bốn", "Một bốn"),
        ("Một<!-- hai", "Một"),
        ('Một<img alt="a > b" src=x> hai', "Một hai"),
        ("Một<a title='5\" > 4'> hai</a>", "Một hai"),
        ('<p title="hỏng>Một</p>', "Một"),
        ("3 < 5 và 7 > 2", "3 < 5 và 7 > 2"),
        ("a<5 và b>2", "a<5 và b>2"),
        ("&nbsp;Một&#x20;&#7879;&hellip;", "Một ệ…"),
        ("&lt;p&gt;Một&lt;/p&gt;&lt;p&gt;hai&lt;/p&gt;", "Một\nhai"),
        ("viết &lt;khẩn&gt; ở trên", "viết <khẩn> ở trên"),
        ("<h2>Một</h2><ul><li>hai</li><li>ba</li></ul>", "Một\nhai\nba"),
        ("<div><div>Một</div></div>", "Một"),
        ("", ""),
    ],
)
def test_text_is_what_a_reader_sees(markup: str, text: str) -> None:
    """Each block is on its own line, scripts and comments are removed, HTML escaped twice is decoded; a lone `<` is no tag."""
    contents = {
        "description": rss(f"<item><title>Tin</title><link>/1</link><description><![CDATA[{markup}]]></description></item>"),
        "escaped": rss(f"<item><title>Tin</title><link>/1</link><description>{escape(markup)}</description></item>"),
        "title": rss(f"<item><title>{escape(markup)}</title><link>/1</link></item>"),
        "json": json_feed({"url": "/1", "title": markup, "summary": markup, "content_html": markup}),
        "atom": atom(f"<entry><title>Tin</title><link href='/1'/><content type='html'>{escape(markup)}</content></entry>"),
    }
    line = " ".join(text.split("\n"))
    assert only(contents["description"]).summary == only(contents["escaped"]).summary == line
    assert only(contents["title"]).title == line
    assert only(contents["atom"]).text == text
    in_json = only(contents["json"])
    assert (in_json.title, in_json.summary, in_json.text) == (line, line, text)


def test_a_full_text_is_no_summary() -> None:
    """The summary is empty if a feed gives only the whole text."""
    entry = only(atom("<entry><title>Tin</title><link href='/1'/><content type='html'>&lt;p&gt;Toàn văn.&lt;/p&gt;</content></entry>"))
    assert (entry.summary, entry.text) == ("", "Toàn văn.")


def test_entries_keep_the_feeds_order() -> None:
    """A feed of two thousand entries gives them all in order."""
    items = "".join(f"<item><title>Tin {n}</title><link>/tin/{n}</link><pubDate>05/03/2026</pubDate></item>" for n in range(2000))
    assert [e.url for e in feed.parse(rss(items), URL)] == [f"https://xa.vidu.vn/tin/{n}" for n in range(2000)]
