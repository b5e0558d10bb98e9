"""Feeds in every encoding, broken and cut feeds, and answers that are no feed."""

import gzip
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from logbook import windows_1258

from newswatch.core.model import Entry
from newswatch.errors import ParseError
from newswatch.sources import feed

URL = "https://xa.vidu.vn/rss"
TITLE, SUMMARY = "Bữa cơm đoàn kết ở thôn Thượng, xã Đập Đá", "Bà con góp gạo, thịt và rau củ quả."
ITEM = f"<item><title>{TITLE}</title><link>/tin/1</link><description>{SUMMARY}</description></item>"
RSS = f'<rss version="2.0"><channel><title>Xã</title>{ITEM}</channel></rss>'
FEEDS = Path(__file__).parent / "feeds"


def declared(encoding: str) -> str:
    """The feed with an XML declaration."""
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{RSS}'


def rss(items: str) -> bytes:
    """An RSS feed of these items."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def refusal(body: bytes, content_type: str = "") -> str:
    """The sentence with which an answer is refused."""
    with pytest.raises(ParseError) as caught:
        feed.parse(body, URL, content_type=content_type)
    assert str(caught.value).startswith(f"{URL}: ")
    return str(caught.value)


ENCODED = {
    "declared": (declared("utf-8").encode(), ""),
    "undeclared": (RSS.encode(), ""),
    "undeclared in a declaration": (f'<?xml version="1.0"?>{RSS}'.encode(), ""),
    "mark": (b"\xef\xbb\xbf" + declared("utf-8").encode(), ""),
    "blank lines before": (b"\n\r\n  " + declared("utf-8").encode(), ""),
    "mark after blank lines": (b"\n\n\xef\xbb\xbf" + declared("utf-8").encode(), ""),
    "utf-16": (declared("utf-16").encode("utf-16"), ""),
    "utf-16, big end first": (b"\xfe\xff" + declared("utf-16").encode("utf-16-be"), ""),
    "utf-16 without mark": (declared("utf-16").encode("utf-16-le"), ""),
    "utf-16, big end first, without mark": (declared("utf-16").encode("utf-16-be"), ""),
    "windows-1258": (windows_1258(declared("windows-1258")), ""),
    "windows-1258 by header": (windows_1258(RSS), "text/xml; charset=windows-1258"),
    "windows-1258 undeclared": (windows_1258(RSS), ""),
    "decomposed": (unicodedata.normalize("NFD", declared("utf-8")).encode(), ""),
    "wrongly Latin-1": (declared("iso-8859-1").encode(), ""),
    "wrongly windows-1252": (declared("windows-1252").encode(), ""),
    "wrongly windows-1258": (declared("windows-1258").encode(), ""),
    "wrongly utf-16": (declared("utf-16").encode(), ""),
    "no such encoding": (declared("tcvn-abc").encode(), ""),
    "no character set": (declared("idna").encode(), ""),
    "no character set either": (declared("hex").encode(), "text/xml; charset=base64"),
    "header says Latin-1": (declared("utf-8").encode(), "application/rss+xml; charset=ISO-8859-1"),
    "header says windows-1252": (declared("utf-8").encode(), "application/xml; charset=windows-1252"),
    "header says ASCII": (declared("utf-8").encode(), "text/xml; charset=us-ascii"),
    "header says nothing": (declared("utf-8").encode(), "text/xml"),
    "header says HTML": (declared("utf-8").encode(), "text/html; charset=UTF-8"),
    "header says noise": (declared("utf-8").encode(), "\xff; charset=\xfe; charset"),
    "a letter cut in two": (declared("utf-8").encode().replace("quả.".encode(), "quả.".encode() + "ế".encode()[:2]), ""),
}


@pytest.mark.parametrize(("body", "content_type"), ENCODED.values(), ids=ENCODED)
def test_letters_are_right_in_every_encoding(body: bytes, content_type: str) -> None:
    """Vietnamese text is NFC whatever the encoding and whatever its label."""
    (entry,) = feed.parse(body, URL, content_type=content_type)
    assert (entry.title, entry.summary.rstrip("\ufffd")) == (TITLE, SUMMARY)


def test_a_json_feed_may_begin_with_a_mark() -> None:
    """A byte-order mark and blank lines before JSON change nothing."""
    body = b"\xef\xbb\xbf\n" + json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "title": TITLE}]}).encode()
    assert [e.title for e in feed.parse(body, URL)] == [TITLE]


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=utf-8", "text/plain", "application/json"])
@pytest.mark.parametrize(
    "body",
    [
        rss("<title>Xã</title>"),
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/></rdf:RDF>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Xa</title></feed>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    ],
)
def test_an_empty_feed_is_a_feed(body: bytes, content_type: str) -> None:
    """A feed without entries is an answer, whatever its content type."""
    assert feed.parse(body, URL, content_type=content_type) == ()


NO_FEED = {
    "nothing": (b"", "an empty answer"),
    "blank": (b" \n\r\n ", "an empty answer"),
    "login": ("<!DOCTYPE html><html><title>\n Đăng nhập </title><form>…</form></html>".encode(), "a web page titled 'Đăng nhập'; a login"),
    "error": (b"<html><body><h1>404</h1></body></html>", "found a web page; a login or error page"),
    "capitals": (b"<HTML><HEAD><TITLE>Loi &amp; sai</TITLE></HEAD></HTML>", "titled 'Loi & sai'"),
    "xhtml": (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><title>Tin</title></html>", "titled 'Tin'"),
    "text": (b"Loi ket noi co so du lieu", "beginning 'Loi ket noi co so du lieu'"),
    "sitemap": (b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "neither RSS, Atom nor JSON Feed"),
    "outline": (b"<opml version='1.0'><body/></opml>", "neither RSS, Atom nor JSON Feed"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "neither RSS, Atom nor JSON Feed"),
    "gzip cut off": (gzip.compress(RSS.encode())[:-20], "the gzip is damaged"),
    "gzip bomb": (gzip.compress(b" " * 17_000_000), "larger than 16000000 bytes once unpacked"),
    "gzip of a page": (gzip.compress(b"<html><title>Tin</title></html>"), "titled 'Tin'"),
    "list": (b'[{"title": "Tin"}]', "neither RSS, Atom nor JSON Feed"),
    "json": (b'{"items": [{"title": "Tin"}]}', "is JSON but no JSON Feed"),
    "json without items": (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "is JSON but no JSON Feed"),
    "json cut off": (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', "begins like JSON and is none"),
    "json too deep": (b'{"a":' + b"[" * 100_000, "begins like JSON and is none"),
    "cut in its head": (rss("<title>X\u00e3")[:-20], "no whole entry can be read"),
    "cut in its first entry": (rss(ITEM)[:-40], "no whole entry can be read"),
}


@pytest.mark.parametrize(("body", "found"), NO_FEED.values(), ids=NO_FEED)
def test_what_is_no_feed_is_an_error(body: bytes, found: str) -> None:
    """An answer that is no feed is an error that names the address and what came instead."""
    assert found in refusal(body)
    assert found in refusal(body, "application/rss+xml; charset=utf-8")


def whole(name: str) -> tuple[bytes, str, tuple[Entry, ...]]:
    """A saved feed, its address and its entries."""
    url = json.loads((FEEDS / f"{name}.expected.json").read_text("utf-8"))["url"]
    body = (FEEDS / name).read_bytes()
    return body, url, feed.parse(body, url)


@pytest.mark.parametrize("name", ["nukeviet.xml", "wordpress.xml", "atom10.xml", "rss10.xml"])
def test_a_feed_cut_anywhere_gives_only_whole_entries(name: str) -> None:
    """The whole entries before the break of a feed are read as in the whole feed, and never a part of one."""
    body, url, entries = whole(name)
    most = 0
    for length in range(0, len(body), 7):
        try:
            read = feed.parse(body[:length], url)
        except ParseError:
            read = ()
        assert read == entries[: len(read)]
        assert len(read) >= most
        most = len(read)
    assert most == len(entries)


BROKEN = {
    "a bare ampersand": "<item><title>Hỏi & đáp</title><link>/0</link></item>",
    "an entity of HTML": "<item><title>Hỏi &ndash; đáp&nbsp;&hellip;</title><link>/0</link></item>",
    "an unknown entity": "<item><title>Hỏi &dap; đáp</title><link>/0</link></item>",
    "an unclosed tag": "<item><title>Hỏi</title><link>/0</link><description><b>đáp</description></item>",
    "a control character": "<item><title>Hỏi\x0b\x02đáp</title><link>/0</link></item>",
    "a number without character": "<item><title>Hỏi &#0;&#xD800;&#x1F;&#99999999999;&#x110000; đáp</title><link>/0</link></item>",
    "an unknown prefix": "<item><title>Hỏi</title><link>/0</link><media:thumbnail url='x'/></item>",
    "an attribute without quotes": "<item><title>Hỏi</title><link>/0</link><enclosure url=/a.mp3 /></item>",
}


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN)
def test_a_fault_in_one_entry_costs_no_other(item: str) -> None:
    """A hand-made feed that isn't well-formed XML is read to its end."""
    entries = feed.parse(rss(item + ITEM), URL)
    assert [e.url for e in entries] == ["https://xa.vidu.vn/0", "https://xa.vidu.vn/tin/1"]
    assert entries[0].title.startswith("Hỏi")
    assert (entries[1].title, entries[1].summary) == (TITLE, SUMMARY)


@pytest.mark.parametrize(
    "before", ["<br />\n<b>Warning</b>: mysql_connect() in <b>/www/rss.php</b> on line <b>3</b><br />\n", "<!-- 0.01s -->\n", "\x00"]
)
def test_noise_before_a_feed_is_passed_over(before: str) -> None:
    """A warning of the portal's own program before the feed does not hide it."""
    assert [e.title for e in feed.parse(before.encode() + declared("utf-8").encode(), URL)] == [TITLE]


def test_noise_after_a_feed_is_passed_over() -> None:
    """A comment of a cache or an advert behind the feed does not hide it."""
    assert [e.title for e in feed.parse(declared("utf-8").encode() + b"\n<!-- cached --><script>x</script>", URL)] == [TITLE]


@pytest.mark.parametrize(
    ("damage", "whole"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("Tin", "Tin &nbsp; xã"), True),
        (lambda text: text.replace("</title><link>", "<link>", 1), False),
        (lambda text: text[: text.rindex("<item>") + 20], False),
    ],
    ids=["sound", "an unknown entity", "an end tag missing", "cut off"],
)
def test_a_damaged_feed_says_whether_all_of_it_was_read(damage: Callable[[str], str], whole: bool) -> None:
    """Entries that may be lost, or run into one another, are told; a small fault that costs nothing is none."""
    items = "".join(f"<item><title>Tin {n}</title><link>https://xa.example/{n}</link></item>" for n in range(5))
    text = f'<rss version="2.0"><channel><title>Xã</title>{items}</channel></rss>'
    assert feed.read(damage(text).encode(), "https://xa.example/rss").whole is whole
