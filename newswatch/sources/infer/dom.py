"""A page as a light tree of elements, independent of the parser that read it. The heuristics of an unknown page work on it."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from newswatch.core.text import clean


def names(text: str) -> frozenset[str]:
    """A set of names written as one text with spaces."""
    return frozenset(text.split())


NO_TEXT = names("script style noscript template svg iframe select option button object textarea head")
"""Elements whose text is no part of what a page says."""

HEADINGS = names("h1 h2 h3 h4 h5 h6")
BLOCKS = HEADINGS | names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin on a line of their own."""

DEEPEST = 512
"""Elements within each other, as in Chromium, which builds no deeper page (kMaximumHTMLParserDOMTreeDepth of Blink). Portals have about twenty."""

TITLE_WORDS = 5
"""Words. A link or heading with fewer is the name of a section. At 4 huecit_article is misread, at 2 also joomla_listing and pelican_listing."""

_MARK = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_WORD = re.compile(r"[^\W\d_]+")

Node = TypeVar("Node")


class Element:
    """One element: tag, attributes, parent, children (elements and texts, in order), `place`, its number in document order, and `index`, its place
    among the children of its parent."""

    __slots__ = ("attrs", "children", "index", "parent", "place", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Element | None" = None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.place = self.index = 0
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
        """The text directly inside this element, without that of child elements."""
        return clean(" ".join(child for child in self.children if isinstance(child, str)))

    @property
    def text(self) -> str:
        """The whole text on one line, with spaces around blocks and line breaks."""
        return clean("".join(_pieces(self)))

    def short(self, most: int) -> str | None:
        """The whole text if it has at most so many characters, else None. Of a long text no more is read than shows that."""
        pieces, length = list[str](), 0
        for piece in _pieces(self):
            pieces.append(piece)
            length += len(piece.strip())
            if length > most:
                return None
        text = clean("".join(pieces))
        return text if len(text) <= most else None

    @property
    def marks(self) -> frozenset[str]:
        """The words of class, id and role, see `marks`."""
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
        """Whether `other` is this element or one below it."""
        return other is self or any(above is self for above in other.ancestors())


@lru_cache(4096)
def marks(*values: str) -> frozenset[str]:
    """The words of attribute values in lower case, each alone and joined within its token: `lien-quan` gives lien, quan and lienquan."""
    split = [[word.lower() for word in _MARK.findall(token)] for token in " ".join(values).split()]
    return frozenset(mark for words in split for mark in (*words, "".join(words)))


def build(top: Node, read: Callable[[Node], tuple[str, dict[str, str], Iterable[Node | str]]]) -> Element:
    """The tree of a parsed element. `read` returns the tag, the attributes and the children (nodes and texts) of a parser's node.

    Below `DEEPEST` elements within each other there are texts alone, since the work on a tree grows with its depth.
    """
    tag, attrs, children = read(top)
    root = Element(tag, attrs)
    place = 0
    stack = [(root, children, 1)]
    while stack:
        element, children, depth = stack.pop()
        place += 1
        element.place = place
        below = []
        for child in children if depth < DEEPEST else _texts(children, read):
            if isinstance(child, str):
                element.children.append(child)
            else:
                tag, attrs, inner = read(child)
                made = Element(tag, attrs, element)
                made.index = len(element.children)
                element.children.append(made)
                below.append((made, inner, depth + 1))
        stack.extend(reversed(below))
    return root


def _texts(children: Iterable[Node | str], read: Callable[[Node], tuple[str, dict[str, str], Iterable[Node | str]]]) -> Iterator[str]:
    """The texts among these and in all below them, in their order."""
    stack = [iter(children)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child, str):
            yield child
        else:
            tag, _, inner = read(child)
            if tag not in NO_TEXT:
                stack.append(iter(inner))


def count_words(text: str) -> int:
    """How many words a text has. Numbers and signs are no words."""
    return len(_WORD.findall(text))


def common(elements: "list[Element]") -> "Element":
    """The lowest element that holds all of these elements, of which there must be one at least."""
    shared = [*reversed(list(elements[0].ancestors())), elements[0]]
    for element in elements[1:]:
        path = [*reversed(list(element.ancestors())), element]
        length = sum(1 for a, b in zip(shared, path, strict=False) if a is b)
        shared = shared[:length]
    return shared[-1]


def by_box(boxes: Iterable[Element], elements: Iterable[Element]) -> dict[Element, list[Element]]:
    """The elements inside each box, or equal to it, in their order. A box without any has no key."""
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
        elif node.tag not in NO_TEXT:
            apart = node.tag in BLOCKS or node.tag == "br"
            stack.extend([" "] * apart)
            stack.extend(reversed(node.children))
            stack.extend([" "] * apart)
