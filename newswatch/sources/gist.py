"""A digest of what the first page of a source says of articles, so that a page which differs in a counter, a clock or a token is known for the same."""

import hashlib
import re

from newswatch.core.model import Page, Profile
from newswatch.errors import ParseError
from newswatch.sources import listing

_ENTRIES = re.compile(rb"<(?:[\w.-]+:)?(item|entry)[\s>].*</(?:[\w.-]+:)?\1\s*>", re.IGNORECASE | re.DOTALL)
_MADE = re.compile(rb"<((?:[\w.-]+:)?(?:lastBuildDate|pubDate|updated|date|generator|ttl))\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def gist(page: Page, feed: bool, profile: Profile) -> str:
    """The digest (hex): of a list, its entries as they stand in their containers, and where all links of the page lead; of a feed, its entries, and
    what stands before them but for when it was made. Empty for a page that has no gist: its entries are not found, or it is a JSON feed."""
    said = _of_feed(page.body) if feed else _of_list(page, profile)
    return hashlib.sha256(b"\0".join((page.final_url.encode(), page.content_type.encode(), *said))).hexdigest() if said else ""


def _of_list(page: Page, profile: Profile) -> list[bytes]:
    try:
        return listing.said(page.body, page.final_url, profile, content_type=page.content_type)
    except ParseError:
        return []


def _of_feed(body: bytes) -> list[bytes]:
    found = _ENTRIES.search(body)
    return [_MADE.sub(b"", body[: found.start()]), found[0]] if found else []
