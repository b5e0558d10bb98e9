"""Reads the entries of a feed (RSS, Atom, JSON Feed) from its bytes (feedparser). It opens no address."""

import html
import io
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXException

from newswatch.core.identity import digest, item_key, site_of
from newswatch.core.model import Entry, SourceWarning
from newswatch.core.namesakes import apart, name_of
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.masking import without_login
from newswatch.sources.http.charset import decode
from newswatch.sources.http.gunzip import unpacked
from newswatch.sources.read import feed_dates
from newswatch.sources.read.feed_dates import Asked, Read, Stated

MOST_ENTRIES = 2_000
"""Entries of one feed. Feeds have ten to a hundred; one takes feedparser half a millisecond."""

MOST_TAGS = 200_000
"""Tags of one feed, those in the texts of its entries among them."""

_UNMARKED = ((re.compile(rb"<\0[?\w]\0"), "utf-16-le"), (re.compile(rb"\0<\0[?\w]"), "utf-16-be"))
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY[^>]*>?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHARACTER = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|li|[ou]l|d[ldt]|h[1-6]|table|tr|blockquote|section|article|fig(?:ure|caption)|pre|hr|br)\b[^<>]*>", re.IGNORECASE
)
_CELL = re.compile(r"</?t[dh]\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!](?:(?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*+|[^<>]*)>")
_ESCAPED = re.compile(r"</?(?:p|br|div|span|strong|em|[biua]|img|font|li|[ou]l|table|t[rd]|h[1-6]|script|style)\b[^<>]*>", re.IGNORECASE)


_NOT_TOLD = Asked()


class Feed(NamedTuple):
    """The entries of a feed, and what was odd about it. `whole` is false if it is broken so that entries, or parts of them, can be missing."""

    entries: tuple[Entry, ...]
    warnings: tuple[SourceWarning, ...] = ()
    whole: bool = True


def parse(body: bytes, url: str, *, id_pattern: str = "", content_type: str = "", asked: Asked = _NOT_TOLD) -> tuple[Entry, ...]:
    """The entries of a feed, as `read` gives them."""
    return read(body, url, id_pattern=id_pattern, content_type=content_type, asked=asked).entries


def read(body: bytes, url: str, *, id_pattern: str = "", content_type: str = "", asked: Asked = _NOT_TOLD) -> Feed:
    """The entries of a feed received from `url`, in its own order, each key once; which of them lie on another host is not told apart.

    Only `core.dates` reads the stated dates, because feedparser turns some texts into the present moment; how, is told in `read.feed_dates`. An entry
    whose dates can't be read is undated. If a feed breaks off, the entries before the break are kept. A feed in a gzip file is unpacked. Raises
    ParseError if the bytes are no feed, such as a login page, or break off before the end of the first entry.
    """
    text = _text(unpacked(body, url), content_type)
    made, raws, whole = _json_entries(text, url) if text.startswith("{") else _xml_entries(text, url)
    named = [(_key(url, id_pattern, raw), raw) for raw in raws]
    found = feed_dates.together({key: raw.stated for key, raw in reversed(named)}, made, asked)
    entries = apart(_made(url, key, raw, found.read(raw.stated)) for key, raw in named)
    return Feed(entries, tuple(found.warnings(raw.stated for raw in raws)), whole)


class _Raw(NamedTuple):
    """What a feed says of one entry, as texts; `full` is its whole text as HTML."""

    link: str
    name: str
    title: str
    summary: str
    full: str
    stated: Stated


def _text(body: bytes, content_type: str) -> str:
    """The decoded feed without leading blanks and byte-order marks, which XML forbids before its declaration."""
    codec = next((codec for start, codec in _UNMARKED if start.match(body)), "")
    text = body.decode(codec, "replace") if codec else decode(body, content_type)
    return text.lstrip("\ufeff \t\r\n")


def _xml_entries(text: str, url: str) -> tuple[tuple[str, ...], list[_Raw], bool]:
    """When the feed says that it was made, what it says of each entry, and whether that is all of it."""
    _check_size(text.count("<"), MOST_TAGS, "tags", url)
    _check_size(len(_ENTRY.findall(text)), MOST_ENTRIES, "entries", url)
    parsed = _parsed(text, url) if _ROOT.search(text) else {}
    if not parsed.get("version"):
        raise ParseError(_no_feed(text, url))
    entries, fault = parsed["entries"], parsed.get("bozo_exception")
    if isinstance(fault, SAXException):
        entries = entries[:-1] if len(_ENTRY_END.findall(text)) < len(entries) else entries
        if not entries:
            raise ParseError(f"{url}: the feed is broken ({fault}) and no whole entry can be read; the portal's keeper has to mend it")
    raws = [_entry(raw) for raw in entries]
    whole = not isinstance(fault, SAXException) or (len(_ENTRY.findall(text)) == len(raws) and all(_is_sound(raw) for raw in raws))
    return feed_dates.built(parsed.get("feed", {})), raws, whole


def _is_sound(raw: _Raw) -> bool:
    """Whether an entry of a feed that is no sound XML has a title that did not swallow what follows it."""
    return bool(raw.title) and "<" not in raw.title


def _parsed(text: str, url: str) -> Mapping[str, Any]:
    """What feedparser reads from a feed. Entity definitions are removed first: a small feed could grow to gigabytes by them."""
    import feedparser  # loads for as long as all of a check of an unchanged list takes

    safe = feed_dates.apart(_CHARACTER.sub(_character, _CONTROL.sub(" ", _ENTITY.sub("", text))))
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(  # type: ignore[no-any-return]
            io.BytesIO(safe.encode("utf-8", "replace")), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser documents none, but lets many kinds through
        raise ParseError(f"{url}: the feed is damaged and can't be read: {type(error).__name__}: {error}") from error


def _character(reference: re.Match[str]) -> str:
    """A numeric character reference, or an empty text for a character that XML forbids."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits, base) if len(digits) < 9 else 0
    allowed = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
    return reference[0] if allowed else ""


def _entry(raw: Mapping[str, Any]) -> _Raw:
    said = {key: str(raw.get(key) or "") for key in ("title", "summary", "link", "id")}
    full = next((value for content in raw.get("content", ()) if (value := str(content.get("value") or ""))), "")
    summary = "" if said["summary"] == full else said["summary"]
    return _Raw(without_login(said["link"]), without_login(said["id"]), said["title"], summary, full, feed_dates.of_entry(dict(raw)))


def _json_entries(text: str, url: str) -> tuple[tuple[str, ...], list[_Raw], bool]:
    """What a JSON Feed (jsonfeed.org/version/1.1) says of each entry. It has no place to say when it was made."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{url}: begins like JSON and is none: {error}; it may have been cut off") from error
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise ParseError(f"{url}: is JSON but no JSON Feed (no jsonfeed.org version, or no list of items)")
    _check_size(len(feed["items"]), MOST_ENTRIES, "entries", url)
    return (), [_json_entry(raw) for raw in feed["items"] if isinstance(raw, dict)], True


def _check_size(found: int, most: int, what: str, url: str) -> None:
    if found > most:
        raise ParseError(f"{url}: the feed has {found} {what}, more than {most}; the portal's keeper has to shorten it")


def _json_entry(raw: Mapping[str, object]) -> _Raw:
    said = {key: _said(value) for key, value in raw.items()}
    full = said.get("content_html") or html.escape(said.get("content_text", ""))
    stated = feed_dates.of_entry({name: said.get(name, "") for name in ("date_published", "date_modified")})
    return _Raw(
        without_login(said.get("url", "")), without_login(said.get("id", "")), said.get("title", ""), said.get("summary", ""), full, stated
    )


def _said(value: object) -> str:
    """A JSON text or number as text, without the lone surrogates and control characters that JSON allows."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return _CONTROL.sub(" ", str(value).encode("utf-8", "replace").decode()).strip()


def _key(url: str, id_pattern: str, raw: _Raw) -> str:
    """The key of an entry. Without a link it is made of its id, else of its text."""
    address = _address(url, raw.link, raw.name)
    if address:
        return item_key(address, id_pattern)
    texts = (clean(_plain(raw.title)), clean(_plain(raw.summary)), _plain(raw.full))
    return f"{site_of(url)}#{raw.name or digest((next(filter(None, texts), ''), raw.stated.first))}"


def _made(url: str, key: str, raw: _Raw, date: Read) -> Entry:
    address = _address(url, raw.link, raw.name)
    return Entry(
        key=key,
        url=address,
        title=clean(_plain(raw.title)),
        summary=clean(_plain(raw.summary)),
        published_raw=date.raw,
        published_at=date.at,
        date_origin=date.origin,
        text=_plain(raw.full),
        alternatives=date.alternatives,
        month_first=date.month_first,
        name=name_of(raw.name, address) if address else "",
    )


def _address(url: str, link: str, name: str) -> str:
    """The address of an article: its link, or its id if that is a web address. Empty if neither can be opened."""
    for stated, base in ((link, url), (name, "")):
        try:
            address = urljoin(base, stated) if stated else ""
            if urlsplit(address).scheme in ("http", "https") and site_of(address):
                return address
        except ValueError:
            continue
    return ""


def _plain(markup: str) -> str:
    """The text of a piece of HTML, with a block on each line. HTML that was escaped twice is decoded twice."""
    text = _unmarked(markup)
    return _unmarked(text) if _ESCAPED.search(text) else text


def _unmarked(markup: str) -> str:
    said = _CELL.sub(" ", _SILENT.sub(" ", markup))
    if _BLOCK.search(said):
        said = _BLOCK.sub("\n", " ".join(said.split()))
    lines = (clean(line) for line in html.unescape(_TAG.sub("", said)).split("\n"))
    return "\n".join(line for line in lines if line)


def _no_feed(text: str, url: str) -> str:
    opening = text[:20_000]
    title = _TITLE.search(opening)
    if title or "<html" in opening.lower():
        shown = clean(html.unescape(title[1])) if title else ""
        named = f" titled {shown!r}" if shown else ""
        return f"{url}: expected a feed, found a web page{named}; a login or error page, or the wrong address: open it in a browser"
    found = f"a text that is neither RSS, Atom nor JSON Feed, beginning {text[:40]!r}" if text else "an empty answer"
    return f"{url}: expected a feed, found {found}; open the address in a browser and correct it in config.toml"
