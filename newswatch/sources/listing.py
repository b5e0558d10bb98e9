"""Reads a listing page by its profile (selectolax): its entries and the address of its next page."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, item_key
from newswatch.core.model import DateOrigin, Entry, Profile, SourceWarning, WarningKind
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.sources.http import charset
from newswatch.sources.http.site import Site
from newswatch.sources.infer.unread_dates import like_date
from newswatch.sources.read import lists, paging, visible_date
from newswatch.sources.read.css import ITSELF, alternatives
from newswatch.sources.read.lists import Placed
from newswatch.sources.read.paging import PageLink
from newswatch.sources.read.visible_date import VisibleDate

_CUT = ("...", "…")
_TRIM = " \t()[]|-–—"
_LONGEST_DATE = 200
"""Characters. The longest printed forms of PORTALS.md 2 have fewer than 60; a listing puts author and section beside them."""

_LONGEST_PAGER = 60
_SAME_FRAME, _FRAME_DEPTH = 0.6, 4
_STAMPS = ("datetime", "content", "title")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page says. `next_url` is None on the last page. `warnings` are for the person who maintains the profile.

    `pages` are the addresses of other pages by the numbers that the page's pager shows. `lists` counts the lists that stand beside each other,
    `rows` are the keys of each container of entries.
    """

    entries: tuple[Entry, ...]
    next_url: str | None
    warnings: tuple[SourceWarning, ...] = ()
    pages: Mapping[int, str] = field(default_factory=dict)
    lists: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


def read(body: bytes, url: str, profile: Profile, *, content_type: str = "", number: int = 1) -> Listing:
    """The entries of a listing page that lie on its own site, in the page's order, each key once.

    `number` is this page's number; the first page is 1. Entry addresses are absolute. In a comma list of selectors the first one that finds
    something counts. A date is read from the entry's `date` element (`:scope` means the text directly in the entry), with the time of day of
    a `datetime`, `content` or `title` attribute of the same local day. Without a readable one it is read from the address by `url_date`.
    A page without entries is no error. Raises ParseError if the body is no HTML page or a selector of the profile is invalid.
    """
    tree = LexborHTMLParser(charset.utf8(body, url, content_type))
    page = _Page(tree, url, profile, number)
    return page.listing()


def alike(body: bytes, first: bytes, url: str) -> bool:
    """Whether a page has the frame of another page of its site: most of the elements that stand near the top of the tree, by tag and class.

    A notice of a protection service or of a fault has another frame, so that it is never taken for an empty page of the list.
    """
    frame, other = (_frame(LexborHTMLParser(charset.utf8(page, url, ""))) for page in (first, body))
    return len(frame & other) >= _SAME_FRAME * len(frame)


def _frame(tree: LexborHTMLParser) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    level = [tree.body] if tree.body else []
    for _ in range(_FRAME_DEPTH):
        level = [child for node in level for child in node.iter()]
        found |= {(node.tag or "", node.attributes.get("class") or node.attributes.get("id") or "") for node in level}
    return found


def tidy(body: bytes, url: str, content_type: str = "") -> str:
    """The HTML of a page as a browser builds it: elements closed, tables complete. Raises ParseError if the body is no HTML page."""
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
        self.placed: list[Placed] = []
        self.anchors: list[PageLink] | None = None

    def listing(self) -> Listing:
        if not self.profile.entry:
            raise ParseError(f"profile {self.profile.name!r} has no `entry` selector; run `newswatch probe {self.site.url}`")
        for node in self._css(self.tree, ", ".join(self.profile.drop), "drop"):
            node.decompose()
        entries = next(filter(None, map(self._entries, alternatives(self.profile.entry))), ())
        found = lists.find(self.placed)
        return Listing(entries, self._next(), tuple(self._warnings(entries)), paging.numbered(self._anchors()), found.count, found.rows)

    def _entries(self, selector: str) -> tuple[Entry, ...]:
        """One entry for each key. Of several entries for one article the first with a date is taken, else the first."""
        found: dict[str, Entry] = {}
        self.placed = []
        for node in self._css(self.tree, selector, "entry"):
            entry = self._entry(node)
            if entry is None:
                continue
            self.placed.append(Placed(node, entry.key, entry.published_at))
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
        """The links to other pages of this site inside an entry, in order. An entry that is a link itself counts as one."""
        for alternative in alternatives(selector):
            for found in self._css(node, alternative, "link"):
                url = self.site.absolute(found.attributes.get("href"))
                if url and canonical_url(url) != self.here and not any(skip.search(url) for skip in self.skips):
                    yield _Link(found, url, item_key(url, self.profile.id_pattern))

    def _link_title(self, link: _Link, node: LexborNode) -> str:
        """The text of a link, else of the entry's next link to the same article, else the link's title, else its picture's text."""
        shown = _full_title(clean(link.node.text()), link.node)
        if shown:
            return shown
        twins = (clean(twin.node.text()) for twin in self._links(node, "a[href]") if twin.key == link.key)
        image = link.node.css_first("img[alt]")
        stated = clean(link.node.attributes.get("title") or "")
        return next(filter(None, twins), "") or stated or clean((image.attributes.get("alt") or "") if image else "")

    def _date(self, node: LexborNode) -> tuple[LexborNode | None, VisibleDate]:
        """The first readable date by the first alternative that has one, with its element. Else what is printed in its place."""
        unread = VisibleDate()
        for alternative in alternatives(self.profile.date):
            for element, date in self._dated(node, alternative):
                if date.at is not None:
                    return element, date
                if not unread.raw and (any(map(str.isdigit, date.raw)) or like_date(date.raw)):
                    unread = date
        return None, unread

    def _dated(self, node: LexborNode, selector: str) -> Iterator[tuple[LexborNode | None, VisibleDate]]:
        if selector == ITSELF:
            if node.tag != "a":
                yield None, visible_date.read(node.text(deep=False, separator=" "))
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
            return paging.by_pattern(profile.page_pattern, self.site.url, self._anchors(), self.number)
        return None

    def _anchors(self) -> list[PageLink]:
        """The links of the page whose text can be that of a pager."""
        if self.anchors is None:
            shown = [(node, node.text()) for node in self.tree.css("a[href]")]
            found = [self._page_link(node) for node, text in shown if len(text) <= _LONGEST_PAGER]
            self.anchors = [link for link in found if link.url]
        return self.anchors

    def _page_link(self, node: LexborNode) -> PageLink:
        parent = node.parent.attributes if node.parent is not None else {}
        return PageLink.of(self.site.absolute(node.attributes.get("href")), clean(node.text()), node.attributes, parent)

    def _warnings(self, entries: Iterable[Entry]) -> Iterator[SourceWarning]:
        undated = [entry for entry in entries if entry.published_at is None]
        if undated and (self.profile.date or self.profile.url_date):
            raw = next((entry.published_raw for entry in undated if entry.published_raw), "")
            yield SourceWarning(WarningKind.UNDATED, len(undated), raw)
        if self.clashes:
            yield SourceWarning(WarningKind.DATES_CLASH, self.clashes)

    def _first(self, node: LexborNode, selector: str, field: str) -> tuple[LexborNode | None, str]:
        """The first element with text by the first alternative that finds one, and its text."""
        for alternative in alternatives(selector):
            for found in self._css(node, alternative, field):
                text = clean(found.text(separator=" ") if field == "summary" else found.text())
                if text:
                    return found, text
        return None, ""

    def _css(self, node: LexborHTMLParser | LexborNode, selector: str, field: str) -> list[LexborNode]:
        return css(node, selector, f"profile {self.profile.name!r}: {field}")


def css(node: LexborHTMLParser | LexborNode, selector: str, named: str) -> list[LexborNode]:
    """The elements that match a selector; none for an empty one. Raises ParseError with `named` in it if the selector is invalid."""
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
    """What an element prints as a date: its text without that of links inside it. Empty if it is as long as a paragraph."""
    if node.tag == "a" or not _has_elements(node) or node.css_first("a") is None:
        text = node.text(separator=" ")
    else:
        text = " ".join(inner.text(deep=False, separator=" ") for inner in node.traverse() if not _in_link(inner, node))
    return text if len(text) <= _LONGEST_DATE or len(clean(text)) <= _LONGEST_DATE else ""


def _has_elements(node: LexborNode) -> bool:
    return next(node.iter(), None) is not None


def _full_title(shown: str, link: LexborNode) -> str:
    """A title as shown. For one that is cut short, the link's title attribute, if that begins with it."""
    if not shown.endswith(_CUT):
        return shown
    full = clean(link.attributes.get("title") or "")
    return full if len(full) >= len(shown) and full.startswith(shown.rstrip(".… ")) else shown


def inside(node: LexborNode, other: LexborNode) -> bool:
    """Whether a node lies below another. Nodes are compared by `mem_id`: `==` compares their HTML, which is slow and the same for equal elements."""
    above = node.parent
    while above is not None and above.mem_id != other.mem_id:
        above = above.parent
    return above is not None


def _in_link(inner: LexborNode, top: LexborNode) -> bool:
    node: LexborNode | None = inner
    while node is not None and node.mem_id != top.mem_id:
        if node.tag == "a":
            return True
        node = node.parent
    return False
