"""Tells by the marks of an element, or by the words right before it, that the date it prints is that of a change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, Self

from newswatch.sources.infer.dom import Element
from newswatch.sources.read import date_labels

_CHANGE = re.compile(r"updated|modified|lastmod|cap-?_?nhat|chinh-?_?sua", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|posted|created|pubdate|dang|^(?:(?:entry|post|news|article)[-_]?)?(?:date|time|ngay)$", re.IGNORECASE)
_NEAR = 60  # characters before a date; the longest labels of PORTALS.md 2 have fewer than 30
_LEVELS = 2  # a label stands beside the date, or beside the element that holds it alone


class Node(Protocol):
    """An element of a parsed page, as selectolax gives it."""

    @property
    def mem_id(self) -> int:
        """What tells one element from another."""

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """Its attributes."""

    @property
    def parent(self) -> Self | None:
        """The element around it."""

    @property
    def prev(self) -> Self | None:
        """The element or text before it."""

    def css(self, query: str) -> Sequence[Self]:
        """The elements that match a selector, it and those in it."""

    def text(self, deep: bool = True, separator: str = "") -> str:
        """Its text."""


def by_attributes(attrs: Mapping[str, str | None]) -> bool:
    """Whether `itemprop="dateModified"` or a class such as `updated` says so. A class of publication beside it outweighs that: themes of WordPress
    mark the day of publication with `class="entry-date published updated"`, since hAtom asks for `updated`."""
    stated = attrs.get("itemprop")
    if stated:
        return stated.strip().lower() == "datemodified"
    tokens = (attrs.get("class") or "").split()
    changed = [token for token in tokens if _CHANGE.search(token)]
    return bool(changed) and not any(_PUBLISHED.search(token) for token in tokens if token not in changed)


def of_node(node: Node) -> bool:
    """Whether a parsed element's date is that of a change."""
    inside = [inner.attributes for inner in node.css("time") if inner.mem_id != node.mem_id]
    return _by_marks(node.attributes, inside) or date_labels.announces_change(_before_node(node))


def of_element(element: Element) -> bool:
    """Whether the date of an element of a light tree is that of a change."""
    inside = [inner.attrs for inner in element.walk() if inner.tag == "time" and inner is not element]
    return _by_marks(element.attrs, inside) or date_labels.announces_change(_before_element(element))


def _by_marks(attrs: Mapping[str, str | None], inside: Sequence[Mapping[str, str | None]]) -> bool:
    """Whether the marks of an element say so, or those of every `time` in it."""
    return by_attributes(attrs) or (bool(inside) and all(map(by_attributes, inside)))


def _before_node(node: Node) -> str:
    above: Node | None = node
    for _ in range(_LEVELS):
        if above is None or above.parent is None:
            return ""
        text = _last(_texts_before(above))
        if text:
            return text
        above = above.parent
    return ""


def _texts_before(node: Node) -> Iterator[str]:
    sibling = node.prev
    while sibling is not None:
        yield sibling.text(separator=" ")
        sibling = sibling.prev


def _before_element(element: Element) -> str:
    above = element
    for _ in range(_LEVELS):
        if above.parent is None:
            return ""
        beside = above.parent.children
        before = (beside[n] for n in range(above.index - 1, -1, -1))
        text = _last(child if isinstance(child, str) else child.text for child in before)
        if text:
            return text
        above = above.parent
    return ""


def _last(texts: Iterator[str]) -> str:
    """The end of the nearest text that is not blank."""
    return next((text[-_NEAR:] for text in texts if text.strip()), "")
