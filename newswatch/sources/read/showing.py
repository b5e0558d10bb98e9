"""What a page shows beside its main text: its own titles, the entries of lists, forms, how much it says. No parser: a light tree in, facts out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from newswatch.core.answer.kinds import Showing
from newswatch.sources.infer.dom import HEADINGS, NO_TEXT, Element

_LONGEST_TITLE = 300
_MOST_HEADINGS = 80
_OPENING = 4000
_FEWEST_LINKED = 2
"""So many headings, or entries of the site's list, that lead elsewhere show that one which leads to the page itself is an entry of a list."""

IsHere = Callable[[str], bool]
"""Whether a link leads to the page itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """An element that may show a title: its text, and the addresses of the links inside it and around it."""

    text: str
    links: tuple[str, ...] = ()

    @classmethod
    def of(cls, element: Element) -> "Head":
        """An element of a light tree."""
        anchors = (e for e in (*element.ancestors(), *element.walk()) if e.tag == "a")
        return cls(element.text, tuple(e.attrs["href"] for e in anchors if "href" in e.attrs))

    def elsewhere(self, is_here: IsHere) -> str:
        """The first address that is not the page's own; empty if there is none."""
        return next((href for href in self.links if not is_here(href)), "")


@dataclass(frozen=True, slots=True)
class Places:
    """What a profile's selectors found on a page: the elements of the title, whether the place of the text holds some, the entries of a list."""

    titles: Sequence[Head] = ()
    body: bool = False
    entries: Sequence[Head] = ()


def showing(root: Element, named: Iterable[str], places: Places, guessed: Element | None, is_here: IsHere) -> Showing:
    """The facts of a page. `named` are the titles that it states in its head, `guessed` is the element taken for its title where no profile tells."""
    heads = [Head.of(e) for e in root.walk() if e.tag in HEADINGS][:_MOST_HEADINGS]
    entries = {head.elsewhere(is_here) for head in places.entries} - {""}
    linked = {head.elsewhere(is_here) for head in heads} - {""}
    listed = max(len(entries), len(linked)) >= _FEWEST_LINKED
    placed = [head.text for head in places.titles if _is_own(head, listed, is_here)]
    others = [head.text for head in heads if _is_own(head, listed, is_here)]
    others += [guessed.text] if guessed and not Head.of(guessed).links else []
    letters, opening = _visible(root)
    inputs = [e.attrs.get("type", "").lower() for e in root.walk() if e.tag == "input"]
    return Showing(
        named=tuple(dict.fromkeys(filter(None, named))),
        titles=tuple(dict.fromkeys(text for text in (*placed, *others) if text and len(text) <= _LONGEST_TITLE)),
        in_place=any(placed),
        body=places.body,
        entries=len(entries),
        letters=letters,
        opening=opening,
        password="password" in inputs,
        scripts=any(e.tag == "script" and e.attrs.get("type", "") != "application/ld+json" for e in root.walk()),
    )


def _is_own(head: Head, listed: bool, is_here: IsHere) -> bool:
    """Whether a title is the page's own: it leads nowhere, or to the page itself where no list stands around it."""
    return not head.links or not (listed or head.elsewhere(is_here))


def _visible(root: Element) -> tuple[int, str]:
    """How many letters the visible text outside links has, and how all of it begins. What a page says where scripts are off is visible too."""
    letters, length = 0, 0
    shown: list[str] = []
    for text, linked in _texts(root):
        letters += 0 if linked else sum(map(str.isalpha, text))
        if length < _OPENING:
            shown.append(text)
            length += len(text)
    return letters, " ".join(" ".join(shown).split())[:_OPENING]


def _texts(root: Element) -> Iterator[tuple[str, bool]]:
    stack: list[tuple[Element | str, bool]] = [(root, False)]
    while stack:
        node, linked = stack.pop()
        if isinstance(node, str):
            if node.strip():
                yield node, linked
        elif node.tag not in NO_TEXT or node.tag == "noscript":
            inside = linked or node.tag == "a"
            stack.extend((child, inside) for child in reversed(node.children))
