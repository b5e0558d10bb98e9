"""Hostile feeds and any bytes: nothing is fetched, nothing grows, and only ParseError is raised."""

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire import Wire, answer

from newswatch.errors import ParseError
from newswatch.sources import feed

URL = "https://xa.vidu.vn/rss"
ITEM = "<item><title>Bữa cơm đoàn kết</title><link>/tin/1</link></item>"
FEEDS = Path(__file__).parent / "feeds"


def rss(items: str, prolog: str = "") -> bytes:
    """An RSS feed of these items."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{prolog}<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def outcome(body: bytes, content_type: str = "") -> bool:
    """Whether an answer gives entries or a ParseError that names its address."""
    try:
        return isinstance(feed.parse(body, URL, content_type=content_type), tuple)
    except ParseError as error:
        return str(error).startswith(f"{URL}: ")


def test_nothing_outside_the_bytes_is_opened(tmp_path: Path) -> None:
    """Files and addresses in entities, document types and stylesheets are not read, and neither is a body that is an address."""
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    saved = tmp_path / "feed.xml"
    saved.write_bytes(rss(ITEM))
    with Wire(lambda _: answer(rss(ITEM))) as wire:
        prologs = (
            f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{secret.as_uri()}">\n]>\n',
            f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{wire.base}/x">\n]>\n',
            f'<!DOCTYPE rss [\n<!ENTITY % p SYSTEM "{wire.base}/p">\n%p;\n]>\n',
            f'<!DOCTYPE rss SYSTEM "{wire.base}/rss.dtd">\n',
            f'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "{wire.base}/rss.dtd">\n',
            f'<?xml-stylesheet href="{wire.base}/x.xsl"?>\n',
        )
        for prolog in prologs:
            (entry,) = feed.parse(rss("<item><title>Tin &x;</title><link>/1</link></item>", prolog), URL)
            assert (entry.title[:3], "bí mật" in entry.title) == ("Tin", False)
        for address in (wire.base, str(saved), saved.as_uri()):
            with pytest.raises(ParseError, match="neither RSS"):
                feed.parse(address.encode(), URL)
    assert wire.requests == []


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">\n' for n in range(1, 10))
BOMBS = {
    "nested": ('<!ENTITY a0 "ha">\n' + LAUGHS, "&a9;"),
    "nested by code": ('<!ENTITY a0 "ha">\n' + LAUGHS.replace("&", "&#38;"), "&a9;"),
    "long": (f'<!ENTITY a0 "{"ha" * 20_000}">\n', "&a0;" * 20_000),
    "long in single quotes": (f"<!ENTITY a0 '{'ha' * 20_000}'>\n", "&a0;" * 20_000),
}


@pytest.mark.parametrize(("entities", "text"), BOMBS.values(), ids=BOMBS)
def test_a_small_feed_stays_small(entities: str, text: str) -> None:
    """Entities that turn kilobytes into gigabytes are not expanded, whether nested or long and repeated."""
    body = rss(f"<item><title>Tin</title><link>/1</link><description>{text}</description></item>", f"<!DOCTYPE rss [\n{entities}]>\n")
    tracemalloc.start()
    try:
        (entry,) = feed.parse(body, URL)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "haha" not in entry.summary
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "<item>",
        "<title>",
        "<script>",
        "<a ",
        "<a \"'",
        "<!--",
        "<![CDATA[",
        "&#x",
        "<!ENTITY ",
        "</item>",
        "&lt;b&gt;",
        "<p>",
        "]]>",
        "<td",
        "&amp;",
    ],
)
def test_markup_without_end_is_a_feed_or_a_parse_error(piece: str) -> None:
    """Markup that begins thousands of times and never ends breaks nothing, in a feed, in an entry, or alone."""
    many = piece * 3_000
    assert outcome(rss(ITEM + many))
    assert outcome(rss(f"<item><title>Tin</title><description>{many}</description></item>"))
    assert outcome(many.encode())


MARKUP = st.sampled_from(
    [
        *("<rss version='2.0'>", "<channel>", "<item>", "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>"),
        *(
            "<title>",
            "</title>",
            "<link>",
            "</link>",
            "<link href='",
            "'/>",
            "<guid>",
            "http://[",
            "http://xa.vidu.vn:9/",
            "//",
            "<pubDate>",
        ),
        *(
            "<content type='xhtml'>",
            "<content:encoded>",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE x [",
            "<!ENTITY a '",
            ">",
            "&a;",
            "&#xD800;",
            "&#",
            "&amp;",
        ),
        *(
            "<?xml version='1.0' encoding='",
            "utf-7",
            "idna",
            "utf-16",
            "'?>",
            "xml:base='",
            "<svg>",
            "<math:x>",
            "<source>",
            "<image>",
            "\0",
            "ộ",
        ),
    ]
)


@given(st.binary(max_size=200) | st.lists(MARKUP, max_size=30).map(lambda parts: "".join(parts).encode()), st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes, content_type: str) -> None:
    """Any bytes give entries or a ParseError that names the address."""
    assert outcome(body, content_type)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_feed_is_a_feed_or_a_parse_error(data: st.DataObject) -> None:
    """A real feed with changed bytes gives entries or a ParseError."""
    body = bytearray((FEEDS / data.draw(st.sampled_from(["wordpress.xml", "atom10.xml", "jsonfeed11.json"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    assert outcome(bytes(body))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())) | st.just("http://["),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
KEYS = ("id", "url", "title", "summary", "content_html", "content_text", "date_published", "date_modified")


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8) | VALUES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_json_items_make_entries(items: list[object]) -> None:
    """Values of any kind in a JSON Feed, lone surrogates included, give entries that can be stored."""
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    for entry in feed.parse(body, URL):
        f"{entry.key}{entry.url}{entry.title}{entry.summary}{entry.text}{entry.published_raw}".encode()
