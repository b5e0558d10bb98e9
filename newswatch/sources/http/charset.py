"""Decodes the bytes of a page, and refuses a body that is no HTML.

The evidence for a character set, in order: a byte-order mark; bytes that decode as UTF-8, which text in no other Vietnamese encoding does;
the Content-Type header; `<meta charset>`; else Windows-1258. A label of Latin-1 or ASCII is doubted: servers add it by default, and Vietnamese
can't be written in it.
"""

import codecs
import re

from newswatch.errors import ParseError
from newswatch.sources.http.gunzip import unpacked

_HEAD = 4096
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DOUBTFUL = {"iso8859-1", "cp1252", "ascii", "iso8859-15"}
_CHARSETS = re.compile(r"utf-(8|16|32)(-[bl]e)?|cp\d+|iso8859-\d+|ascii|gb\w+|big5\w*|shift_\w+|euc_\w+|koi8-\w")
_WIDE = ("utf-16", "utf-32")
_BINARY = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
}
_FEED = re.compile(rb"<(rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(!doctype\s+html|html|head|body|title|div|table|ul|ol|main|section|article|p|a)[\s>/]", re.IGNORECASE)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page without a byte-order mark. Bytes that can't be decoded become U+FFFD."""
    name, start = _charset(body, content_type)
    return body[start:].decode(name, "replace")


def utf8(body: bytes, url: str, content_type: str = "") -> bytes:
    """The page in UTF-8 without a byte-order mark, for a parser; a gzip file is unpacked. Raises ParseError if the body is no HTML page."""
    body = unpacked(body, url)
    name, start = _charset(body, content_type)
    page = body[start:] if name == "utf-8" else body[start:].decode(name, "replace").encode()
    problem = _not_html(page)
    if problem:
        raise ParseError(f"{url}: expected an HTML page, got {problem}; open the address in a browser and correct it in config.toml")
    return page


def _charset(body: bytes, content_type: str) -> tuple[str, int]:
    """The codec of a page, and the length of its byte-order mark."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, len(mark)
    declared = _declared(body, content_type)
    if declared.startswith(_WIDE):
        return declared, 0
    if _decodes(body, "utf-8") or declared == "utf-8":
        return "utf-8", 0
    if declared and declared not in _DOUBTFUL and _decodes(body, declared):
        return declared, 0
    return "utf-8" if _mostly_utf8(body) else declared or "cp1258", 0


def _declared(body: bytes, content_type: str) -> str:
    header = _HEADER_CHARSET.search(content_type)
    meta = None if header else _META_CHARSET.search(body, 0, _HEAD)
    label = header[1] if header else meta[1].decode("ascii", "replace") if meta else ""
    name = _codec(label)
    return "utf-8" if meta and name.startswith(_WIDE) else name


def _codec(label: str) -> str:
    """The codec of a label. Empty for an unknown label, and for a codec in which no page is written (base64, say)."""
    try:
        name = codecs.lookup(label).name if label else ""
    except LookupError:
        return ""
    return name if _CHARSETS.fullmatch(name) else ""


def _decodes(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """Whether a body is UTF-8 with at most one broken letter for ten whole ones beyond ASCII.

    Old code cuts letters in two when it shortens a summary by bytes. In a one-byte encoding nearly every such letter would be broken.
    """
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 10 <= sum(c > "\x7f" for c in text) - broken


def _not_html(page: bytes) -> str:
    """What a body is instead of an HTML page, or an empty text if it is one."""
    start = page[:_HEAD].lstrip()
    if not start:
        return "an empty answer"
    for magic, name in _BINARY.items():
        if start.startswith(magic):
            return name
    if start[:1] in b"{[":
        return "JSON"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and _FEED.search(start):
        return "a feed (give it as a source of kind feed)"
    return "" if _TAG.search(page) else "plain text"
