"""Finds the addresses that a front page names for the full lists behind its columns. Whether a list stands there is for others to see. No parser."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newswatch.core.identity import canonical_url, item_key
from newswatch.core.text import clean
from newswatch.sources.http.site import Site
from newswatch.sources.infer.dom import Element

_FEWEST = 2
"""A box with one entry is the entry itself: a link in it names its author or its tag."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Section:
    """A link that stands in a column and is none of its entries. `keys` are the entries of the column."""

    name: str
    url: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Link:
    element: Element
    name: str
    url: str
    key: str


def behind(root: Element, site: Site, entries: Collection[str], id_pattern: str = "") -> tuple[Section, ...]:
    """The links that may lead to the list behind a column, in the page's order: a column's heading, or "more" at its foot.

    `entries` are the keys of all entries of the page. A link belongs to the smallest box around it that holds entries. Where that box holds all
    entries, a link in a heading belongs to the entries below it, down to the next such heading.
    """
    keys, links = set(entries), list(_links(root, site, id_pattern))
    holding: dict[Element, set[str]] = {}
    for link in links:
        for box in link.element.ancestors() if link.key in keys else ():
            holding.setdefault(box, set()).add(link.key)
    found = (_section(place, links, holding, keys) for place, link in enumerate(links) if link.key not in keys)
    return tuple({(canonical_url(s.url), s.keys): s for s in found if s is not None and _FEWEST <= len(s.keys) < len(keys)}.values())


def _links(root: Element, site: Site, id_pattern: str) -> Iterator[_Link]:
    here = canonical_url(site.url)
    for element in root.walk():
        target = site.absolute(element.attrs.get("href")) if element.tag == "a" else ""
        if target and canonical_url(target) != here:
            yield _Link(element, element.text or clean(element.attrs.get("title", "")), target, item_key(target, id_pattern))


def _section(place: int, links: Sequence[_Link], holding: Mapping[Element, set[str]], entries: set[str]) -> Section | None:
    link = links[place]
    if not _WORD.search(link.name):
        return None
    keys = _box(link, holding)
    if keys == entries and _heads(link):
        keys = set(_below(links[place + 1 :], holding, entries))
    return Section(link.name, link.url, frozenset(keys))


def _box(link: _Link, holding: Mapping[Element, set[str]]) -> set[str]:
    return next((holding[box] for box in link.element.ancestors() if box in holding), set())


def _below(links: Iterable[_Link], holding: Mapping[Element, set[str]], entries: set[str]) -> Iterator[str]:
    """The entries from here down to the next heading that stands beside all lists."""
    for link in links:
        if link.key in entries:
            yield link.key
        elif _heads(link) and _box(link, holding) == entries:
            return


def _heads(link: _Link) -> bool:
    return any(box.tag in _HEADINGS for box in link.element.ancestors())
