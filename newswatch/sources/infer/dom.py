"""A page as a light tree, whichever parser read it: what the heuristics of an unknown page work on."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from newswatch.core.text import clean


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "option", "button", "object", "textarea", "head"})
BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLE_WORDS = 5
"""Fewer words make a section's name rather than a title."""

_MARK = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_WORD = re.compile(r"[^\W\d_]+")


class Element:
    """One element: tag, attributes, children (elements and texts, in order), its parent and its place in the document."""

    __slots__ = ("attrs", "children", "parent", "place", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Element | None" = None, place: int = 0) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.place = place
        self.children: list[Element | str] = []

    def __repr__(self) -> str:
        return "<" + ".".join((self.tag, *self.classes)) + ">"

    @property
    def classes(self) -> tuple[str, ...]:
        """The class tokens as written."""
        return tuple(self.attrs.get("class", "").split())

    @property
    def elements(self) -> "list[Element]":
        """The child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def own(self) -> str:
        """The text directly inside, without that of child elements."""
        return clean(" ".join(child for child in self.children if isinstance(child, str)))

    @property
    def text(self) -> str:
        """The whole text on one line, blocks and line breaks set apart by spaces."""
        return clean("".join(_pieces(self)))

    @property
    def marks(self) -> frozenset[str]:
        """The words of the class, id and role, apart and joined: `lien-quan` is lien, quan, lienquan."""
        return marks(self.attrs.get("class", ""), self.attrs.get("id", ""), self.attrs.get("role", ""))

    def walk(self) -> "Iterator[Element]":
        """This element and all below it, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.elements))

    def ancestors(self) -> "Iterator[Element]":
        """The parent, its parent and so on."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    def holds(self, other: "Element") -> bool:
        """Whether `other` is this element or lies below it."""
        return other is self or any(above is self for above in other.ancestors())


@lru_cache(4096)
def marks(*names: str) -> frozenset[str]:
    """The words in class, id and role attributes, apart and joined within a token, in lower case."""
    tokens = " ".join(names).split()
    parts = [[word.lower() for word in _MARK.findall(token)] for token in tokens]
    return frozenset(word for words in parts for word in (*words, "".join(words)))


def words(text: str) -> int:
    """How many words a text has; numbers and signs are none."""
    return len(_WORD.findall(text))


def common(elements: "list[Element]") -> "Element":
    """The lowest element that holds all of these (one at least)."""
    shared = [*reversed(list(elements[0].ancestors())), elements[0]]
    for element in elements[1:]:
        path = [*reversed(list(element.ancestors())), element]
        length = sum(1 for a, b in zip(shared, path, strict=False) if a is b)
        shared = shared[:length]
    return shared[-1]


def by_box(boxes: Iterable[Element], elements: Iterable[Element]) -> dict[Element, list[Element]]:
    """Which of the elements lie in (or are) which of the boxes, in their order; boxes without any are missing."""
    known = set(boxes)
    found: dict[Element, list[Element]] = {}
    for element in elements:
        for above in (element, *element.ancestors()):
            if above in known:
                found.setdefault(above, []).append(element)
    return found


def _pieces(element: Element) -> Iterator[str]:
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag not in VOID:
            apart = node.tag in BLOCKS or node.tag == "br"
            stack.extend([" "] * apart)
            stack.extend(reversed(node.children))
            stack.extend([" "] * apart)
