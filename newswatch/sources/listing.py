"""Reads a listing page by its profile (selectolax): its entries and the address of its next page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from newswatch.core.dates import Order
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, item_key
from newswatch.core.model import DateOrigin, Entry, Profile, SourceWarning, WarningKind
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.sources.http import charset
from newswatch.sources.http.site import Site
from newswatch.sources.read import lists, paging
from newswatch.sources.read.css import alternatives
from newswatch.sources.read.entry_dates import EntryDates, Memory
from newswatch.sources.read.lists import Placed
from newswatch.sources.read.paging import PageLink
from newswatch.sources.read.tree import parsed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CUT = ("...", "…")
_TRIM = " \t()[]|-–—"
_LONGEST_PAGER = 60
_SAME_FRAME, _FRAME_DEPTH = 0.6, 4

_NOTHING_KNOWN = Memory()
_LEADS = re.compile(rb"""\b(?:href|rel)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page says. `next_url` is None on the last page. `warnings` are for the person who maintains the profile.

    `pages` are the addresses of other pages by the numbers that the page's pager shows. `lists` counts the lists that stand beside each other,
    `rows` are the keys of each container of entries. `proved` is what its dates prove of the order of day and month (`core.dates.together`).
    """

    entries: tuple[Entry, ...]
    next_url: str | None
    warnings: tuple[SourceWarning, ...] = ()
    pages: Mapping[int, str] = field(default_factory=dict)
    lists: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    proved: Mapping[str, Order] = field(default_factory=dict)


def read(body: bytes, url: str, profile: Profile, *, content_type: str = "", number: int = 1, memory: Memory = _NOTHING_KNOWN) -> Listing:
    """The entries of a listing page in the page's order, each key once. One whose article lies on another site is an entry like the others.

    `number` is this page's number; the first page is 1. Entry addresses are absolute. In a comma list of selectors the first one that finds
    something counts. A date is read from the entry's `date` element (`:scope` means the text directly in the entry), with the time of day of
    a `datetime`, `content` or `title` attribute of the same local day. Without a readable one it is read from the address by `url_date`.
    All dates of the page are read together; those that count from the moment of reading need that moment in `memory`. A page without entries is
    no error. Raises ParseError if the body is no HTML page or a selector of the profile is invalid.
    """
    page = _Page(_tree(body, url, content_type), url, profile, number, memory)
    return page.listing()


def said(body: bytes, url: str, profile: Profile, *, content_type: str = "") -> list[bytes]:
    """All of a page that a reading of it takes in, as it stands: its entries, in which container each is, and where all links of the page lead. Nothing
    if no entry is found. Raises ParseError as `read` does."""
    text = charset.utf8(body, url, content_type)
    tree, boxes, told = parsed(text, url), dict[int, int](), list[bytes]()
    for node in (node for selector in alternatives(profile.entry) for node in css(tree, selector, "entry")):
        place = boxes.setdefault(node.parent.mem_id, len(boxes)) if node.parent is not None else 0
        told += [b"%d" % place, (node.html or "").encode()]
    return [*told, *_LEADS.findall(text)] if told else []


def alike(body: bytes, first: bytes, url: str) -> bool:
    """Whether a page has the frame of another page of its site: most of the elements that stand near the top of the tree, by tag and class.

    A notice of a protection service or of a fault has another frame, so that it is never taken for an empty page of the list.
    """
    frame, other = (_frame(_tree(page, url)) for page in (first, body))
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
    return _tree(body, url, content_type).html or ""


def _tree(body: bytes, url: str, content_type: str = "") -> LexborHTMLParser:
    return parsed(charset.utf8(body, url, content_type), url)


class _Link(NamedTuple):
    """A link to an article: its element, absolute address and item key."""

    node: LexborNode
    url: str
    key: str


class _Page:
    """One listing page being read."""

    def __init__(self, tree: LexborHTMLParser, url: str, profile: Profile, number: int, memory: Memory) -> None:
        base = tree.head.css_first("base[href]") if tree.head else None
        self.tree = tree
        self.site = Site(url, (base.attributes["href"] or "") if base else "")
        self.profile = profile
        self.number = number
        self.here = canonical_url(url)
        self.skips = [re.compile(pattern, re.IGNORECASE) for pattern in profile.skip]
        self.memory = memory
        self.dates = self._dates()
        self.placed: list[Placed] = []
        self.anchors: list[PageLink] | None = None

    def listing(self) -> Listing:
        if not self.profile.entry:
            raise ParseError(f"profile {self.profile.name!r} has no `entry` selector; run `newswatch probe {self.site.url}`")
        for node in self._css(self.tree, ", ".join(self.profile.drop), "drop"):
            node.decompose()
        entries = next(filter(None, map(self._entries, alternatives(self.profile.entry))), ())
        found = lists.find(self.placed)
        proved = self.dates.convention.proved if self.dates.convention else {}
        return Listing(
            entries, self._next(), tuple(self._warnings(entries)), paging.numbered(self._anchors()), found.count, found.rows, proved
        )

    def _dates(self) -> EntryDates:
        return EntryDates(lambda node, selector: self._css(node, selector, "date"), self.profile.date, self.memory)

    def _entries(self, selector: str) -> tuple[Entry, ...]:
        self.dates = self._dates()
        entries = self._dated_entries(selector)
        return self._dated_entries(selector) if self.dates.together() else entries

    def _dated_entries(self, selector: str) -> tuple[Entry, ...]:
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
        link = self._link(node)
        if link is None:
            return None
        title_node, shown = self._first(node, self.profile.title, "title")
        date_node, date = self.dates.of(node, link.key)
        title = _full_title(shown, link.node) if shown else self._link_title(link, node)
        if date_node is not None and date.raw and inside(date_node, title_node or link.node):
            title = title.replace(clean(date_node.text()), "").rstrip(_TRIM)
        if not title:
            return None
        at, origin = date.at, DateOrigin.LISTING
        if at is None and self.profile.url_date:
            at, origin = dated_address(link.url, self.profile.url_date), DateOrigin.URL
        if at is None:
            at, origin = date.modified_at, DateOrigin.MODIFIED
        return Entry(
            key=link.key,
            url=link.url,
            title=title,
            summary=self._first(node, self.profile.summary, "summary")[1],
            published_raw=date.raw,
            published_at=at,
            date_origin=origin if at else DateOrigin.NONE,
            alternatives=date.alternatives,
            month_first=self.dates.convention is not None and self.dates.convention.month_first(date.raw),
        )

    def _link(self, node: LexborNode) -> _Link | None:
        """The link to an entry's article: the first to this site; one to another site where there is none, or if it stands before and says more."""
        own, other = (next(self._links(node, self.profile.link, to), None) for to in (self.site.absolute, self.site.elsewhere))
        if not (own and other):
            return own or other
        ids = [found.mem_id for found in node.css("a[href]")]
        before = own.node.mem_id in ids and other.node.mem_id in ids[: ids.index(own.node.mem_id)]
        return other if before and len(clean(other.node.text())) > len(self._link_title(own, node)) else own

    def _links(self, node: LexborNode, selector: str, address: Callable[[str | None], str]) -> Iterator[_Link]:
        """The links inside an entry that `address` gives an address for, in order; none to this page. An entry that is a link itself counts as one."""
        for alternative in alternatives(selector):
            for found in self._css(node, alternative, "link"):
                url = address(found.attributes.get("href"))
                if url and canonical_url(url) != self.here and not any(skip.search(url) for skip in self.skips):
                    yield _Link(found, url, item_key(url, self.profile.id_pattern))

    def _link_title(self, link: _Link, node: LexborNode) -> str:
        """The text of a link, else of the entry's next link to the same article, else the link's title, else its picture's text."""
        shown = _full_title(clean(link.node.text()), link.node)
        if shown:
            return shown
        address = self.site.elsewhere if self.site.elsewhere(link.url) else self.site.absolute
        twins = (clean(twin.node.text()) for twin in self._links(node, "a[href]", address) if twin.key == link.key)
        image = link.node.css_first("img[alt]")
        stated = clean(link.node.attributes.get("title") or "")
        return next(filter(None, twins), "") or stated or clean((image.attributes.get("alt") or "") if image else "")

    def _next(self) -> str | None:
        profile = self.profile
        for selector in alternatives(profile.next_page):
            nodes = self._css(self.tree, selector, "next_page")
            links = [link for link in (self._page_link(node, node.text()) for node in nodes) if link.url]
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
            found = [self._page_link(node, text) for node, text in shown if len(text) <= _LONGEST_PAGER]
            self.anchors = [link for link in found if link.url]
        return self.anchors

    def _page_link(self, node: LexborNode, text: str) -> PageLink:
        above, own = node.parent, node.attributes
        return PageLink.of(self.site.absolute(own.get("href")), clean(text), own, above.attributes if above is not None else {})

    def _warnings(self, entries: Iterable[Entry]) -> Iterator[SourceWarning]:
        undated = [entry for entry in entries if entry.published_at is None]
        if undated and (self.profile.date or self.profile.url_date):
            raw = next((entry.published_raw for entry in undated if entry.published_raw), "")
            yield SourceWarning(WarningKind.UNDATED, len(undated), raw)
        if self.dates.clashes:
            yield SourceWarning(WarningKind.DATES_CLASH, self.dates.clashes)
        if self.dates.contradicted:
            yield SourceWarning(WarningKind.DATES_CONTRADICT, len(self.dates.contradicted), self.dates.contradicted[0])

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
    except _unreadable() as error:
        raise ParseError(f"{named}: {selector!r} is no CSS selector ({error}); correct it in config.toml") from error


def _unreadable() -> type[Exception]:
    from selectolax.lexbor import SelectolaxError

    return SelectolaxError


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
