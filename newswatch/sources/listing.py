"""Reads a known listing: page and profile in, entries and the address of the next page out (selectolax)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, item_key
from newswatch.core.model import DateOrigin, Entry, Profile
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.sources.http import charset
from newswatch.sources.http.site import Site
from newswatch.sources.read import paging, visible_date
from newswatch.sources.read.css import alternatives
from newswatch.sources.read.paging import PageLink
from newswatch.sources.read.visible_date import Printed

ITSELF = ":scope"
_CUT = ("...", "…")
_TRIM = " \t()[]|-–—"
_DATE_TEXT = 200
_STAMPS = ("datetime", "content", "title")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page says. `next_url` is None on the last page; `warnings` are sentences for the person who keeps the profile."""

    entries: tuple[Entry, ...]
    next_url: str | None
    warnings: tuple[str, ...] = ()


def read(body: bytes, url: str, profile: Profile, *, content_type: str = "", number: int = 1) -> Listing:
    """The entries of a listing page, in the page's order, each key once, only those on the listing's own site.

    `number` is this page's number, 1 the first. Entry addresses are absolute. Of a comma list in a selector the first part that finds
    something counts. A date is read from the entry's `date` element (`:scope` means the text directly in the entry), made finer by the
    `datetime` or `title` attribute of the same local day; else from the address by `url_date`.
    Zero entries are returned as such. Raises ParseError if the body is no HTML page or a selector of the profile is none.
    """
    tree = LexborHTMLParser(charset.utf8(body, url, content_type))
    page = _Page(tree, url, profile, number)
    return page.listing()


def tidy(body: bytes, url: str, content_type: str = "") -> str:
    """A page as a browser builds it: elements closed, tables complete. Raises ParseError if the body is no HTML page."""
    return LexborHTMLParser(charset.utf8(body, url, content_type)).html or ""


class _Link(NamedTuple):
    """A link to an article: its element, absolute address and item key."""

    node: LexborNode
    url: str
    key: str


class _Page:
    """One listing page being read."""

    def __init__(self, tree: LexborHTMLParser, url: str, profile: Profile, number: int) -> None:
        base = tree.head.css_first("base[href]") if tree.head else None
        self.tree = tree
        self.site = Site(url, (base.attributes["href"] or "") if base else "")
        self.profile = profile
        self.number = number
        self.here = canonical_url(url)
        self.skips = [re.compile(pattern, re.IGNORECASE) for pattern in profile.skip]
        self.clashes = 0

    def listing(self) -> Listing:
        if not self.profile.entry:
            raise ParseError(f"profile {self.profile.name!r} has no `entry` selector; run `newswatch probe {self.site.url}`")
        for node in self._css(self.tree, ", ".join(self.profile.drop), "drop"):
            node.decompose()
        entries = next(filter(None, map(self._entries, alternatives(self.profile.entry))), ())
        return Listing(entries, self._next() if entries else None, tuple(self._warnings(entries)))

    def _entries(self, selector: str) -> tuple[Entry, ...]:
        """One entry for each key; of two for one article the first with a date."""
        found: dict[str, Entry] = {}
        for entry in filter(None, map(self._entry, self._css(self.tree, selector, "entry"))):
            known = found.get(entry.key)
            if known is None or (known.published_at is None and entry.published_at is not None):
                found[entry.key] = entry
        return tuple(found.values())

    def _entry(self, node: LexborNode) -> Entry | None:
        link = next(self._links(node, self.profile.link), None)
        if link is None:
            return None
        title_node, shown = self._first(node, self.profile.title, "title")
        date_node, date = self._date(node)
        title = _full_title(shown, link.node) if shown else self._link_title(link, node)
        if date_node is not None and date.raw and inside(date_node, title_node or link.node):
            title = title.replace(clean(date_node.text()), "").rstrip(_TRIM)
        if not title:
            return None
        self.clashes += date.clash
        at, origin = date.at, DateOrigin.LISTING
        if at is None and self.profile.url_date:
            at, origin = dated_address(link.url, self.profile.url_date), DateOrigin.URL
        return Entry(
            key=link.key,
            url=link.url,
            title=title,
            summary=self._first(node, self.profile.summary, "summary")[1],
            published_raw=date.raw,
            published_at=at,
            date_origin=origin if at else DateOrigin.NONE,
        )

    def _links(self, node: LexborNode, selector: str) -> Iterator[_Link]:
        """The links to other articles of this site inside an entry (or the entry itself, where it is a link), first ones first."""
        for alternative in alternatives(selector):
            for found in self._css(node, alternative, "link"):
                url = self.site.absolute(found.attributes.get("href"))
                if url and canonical_url(url) != self.here and not any(skip.search(url) for skip in self.skips):
                    yield _Link(found, url, item_key(url, self.profile.id_pattern))

    def _link_title(self, link: _Link, node: LexborNode) -> str:
        """The text of a link, or of the entry's next link to the same article; else its title attribute or its picture's text."""
        shown = _full_title(clean(link.node.text()), link.node)
        if shown:
            return shown
        twins = (clean(twin.node.text()) for twin in self._links(node, "a[href]") if twin.key == link.key)
        image = link.node.css_first("img[alt]")
        stated = clean(link.node.attributes.get("title") or "")
        return next(filter(None, twins), "") or stated or clean((image.attributes.get("alt") or "") if image else "")

    def _date(self, node: LexborNode) -> tuple[LexborNode | None, Printed]:
        """The first readable date by the first alternative that has one, with its element; else what is printed in its place."""
        unread = Printed()
        for alternative in alternatives(self.profile.date):
            for element, date in self._dated(node, alternative):
                if date.at is not None:
                    return element, date
                if not unread.raw and any(map(str.isdigit, date.raw)):
                    unread = date
        return None, unread

    def _dated(self, node: LexborNode, selector: str) -> Iterator[tuple[LexborNode | None, Printed]]:
        if selector == ITSELF:
            if node.tag != "a":
                yield None, visible_date.read(node.text(deep=False, separator=" "), ())
            return
        for element in self._css(node, selector, "date"):
            yield element, visible_date.read(date_text(element), stamps(element))

    def _next(self) -> str | None:
        profile = self.profile
        for selector in alternatives(profile.next_page):
            nodes = self._css(self.tree, selector, "next_page")
            links = [link for link in map(self._page_link, nodes) if link.url]
            following = paging.choose_next(links, self.number, self.site.url)
            if following:
                return following
        if profile.page_pattern and not profile.next_page:
            hrefs = (self.site.absolute(n.attributes.get("href")) for n in self.tree.css("a[href]"))
            return paging.by_pattern(profile.page_pattern, self.site.url, hrefs, self.number)
        return None

    def _page_link(self, node: LexborNode) -> PageLink:
        own, parent = node.attributes, node.parent.attributes if node.parent is not None else {}
        marks = " ".join(filter(None, (own.get("class"), own.get("title"), own.get("aria-label"), parent.get("class"))))
        return PageLink(self.site.absolute(own.get("href")), clean(node.text()), own.get("rel") or "", marks)

    def _warnings(self, entries: Iterable[Entry]) -> Iterator[str]:
        undated = [entry for entry in entries if entry.published_at is None]
        if undated and (self.profile.date or self.profile.url_date):
            raw = next((entry.published_raw for entry in undated if entry.published_raw), "")
            example = f', e.g. "{raw}"' if raw else ""
            yield f"{len(undated)} entries show no date that can be read{example}"
        if self.clashes:
            yield f"in {self.clashes} entries the printed date and the one in the markup name different days; the printed one was taken"

    def _first(self, node: LexborNode, selector: str, field: str) -> tuple[LexborNode | None, str]:
        """The first element with text by the first alternative that has one, and that text."""
        for alternative in alternatives(selector):
            for found in self._css(node, alternative, field):
                text = clean(found.text(separator=" ") if field == "summary" else found.text())
                if text:
                    return found, text
        return None, ""

    def _css(self, node: LexborHTMLParser | LexborNode, selector: str, field: str) -> list[LexborNode]:
        return css(node, selector, f"profile {self.profile.name!r}: {field}")


def css(node: LexborHTMLParser | LexborNode, selector: str, named: str) -> list[LexborNode]:
    """The elements of a selector (none for an empty one). Raises ParseError, which says `named`, where it is no selector."""
    if not selector:
        return []
    try:
        return node.css(selector)
    except SelectolaxError as error:
        raise ParseError(f"{named}: {selector!r} is no CSS selector ({error}); correct it in config.toml") from error


def stamps(node: LexborNode) -> tuple[str, ...]:
    """The dates for machines in an element's attributes, or in those of the first `time`, `abbr` or `meta` inside it."""
    inner = node.css_first("time[datetime], abbr[title], meta[content]") if _has_elements(node) else None
    places = [node] if inner is None else [node, inner]
    found = (place.attributes.get(name) for place in places for name in _STAMPS)
    return tuple(value for value in found if value and any(c.isdigit() for c in value))


def date_text(node: LexborNode) -> str:
    """What an element prints as a date: its text without that of links inside it; nothing if it is as long as a paragraph."""
    if node.tag == "a" or not _has_elements(node) or node.css_first("a") is None:
        text = node.text(separator=" ")
    else:
        text = " ".join(part.text(deep=False, separator=" ") for part in node.traverse() if not _in_link(part, node))
    return text if len(text) <= _DATE_TEXT or len(clean(text)) <= _DATE_TEXT else ""


def _has_elements(node: LexborNode) -> bool:
    return next(node.iter(), None) is not None


def _full_title(shown: str, link: LexborNode) -> str:
    """A title as shown; one cut short gives way to the link's title attribute that begins with it."""
    if not shown.endswith(_CUT):
        return shown
    full = clean(link.attributes.get("title") or "")
    return full if len(full) >= len(shown) and full.startswith(shown.rstrip(".… ")) else shown


def inside(node: LexborNode, other: LexborNode) -> bool:
    """Whether a node lies below another. (`==` of selectolax compares the HTML of both, which is slow and true for twins.)"""
    above = node.parent
    while above is not None and above.mem_id != other.mem_id:
        above = above.parent
    return above is not None


def _in_link(part: LexborNode, top: LexborNode) -> bool:
    node: LexborNode | None = part
    while node is not None and node.mem_id != top.mem_id:
        if node.tag == "a":
            return True
        node = node.parent
    return False
