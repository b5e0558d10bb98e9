"""What a page shows beside its main text: its own titles, the entries of lists, forms, how much it says. No parser: a light tree in, facts out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from newswatch.core.answer.kinds import Showing, Whole
from newswatch.sources.infer.dom import HEADINGS, NO_TEXT, Element

_LONGEST_TITLE = 300
MOST_HEADINGS = 80
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page shows, however it was read: its headings (`MOST_HEADINGS` at most), and what gives all that it says as a whole."""

    heads: Sequence[Head]
    whole: Callable[[], Whole]

    @classmethod
    def of(cls, root: Element) -> "Facts":
        """Those of a light tree."""
        return cls([Head.of(e) for e in root.walk() if e.tag in HEADINGS][:MOST_HEADINGS], cache(partial(whole_of, root)))


def whole_of(root: Element) -> Whole:
    """What a light tree says as a whole."""
    texts = list(_texts(root))
    return Whole(
        letters=letters(text for text, linked in texts if not linked),
        opening=opening(text for text, _ in texts),
        password=any(e.tag == "input" and e.attrs.get("type", "").lower() == "password" for e in root.walk()),
        scripts=any(e.tag == "script" and e.attrs.get("type", "") != "application/ld+json" for e in root.walk()),
    )


def showing(facts: Facts, named: Iterable[str], places: Places, guessed: Element | None, is_here: IsHere) -> Showing:
    """What a page shows. `named` are the titles that it states in its head, `guessed` is the element taken for its title where no profile tells."""
    entries = {head.elsewhere(is_here) for head in places.entries} - {""}
    linked = {head.elsewhere(is_here) for head in facts.heads} - {""}
    listed = max(len(entries), len(linked)) >= _FEWEST_LINKED
    placed = [head.text for head in places.titles if _is_own(head, listed, is_here)]
    others = [head.text for head in facts.heads if _is_own(head, listed, is_here)]
    others += [guessed.text] if guessed and not Head.of(guessed).links else []
    return Showing(
        named=tuple(dict.fromkeys(filter(None, named))),
        titles=tuple(dict.fromkeys(text for text in (*placed, *others) if text and len(text) <= _LONGEST_TITLE)),
        in_place=any(placed),
        body=places.body,
        entries=len(entries),
        whole=facts.whole,
    )


def _is_own(head: Head, listed: bool, is_here: IsHere) -> bool:
    """Whether a title is the page's own: it leads nowhere, or to the page itself where no list stands around it."""
    return not head.links or not (listed or head.elsewhere(is_here))


def letters(texts: Iterable[str]) -> int:
    """How many letters texts have."""
    return sum(map(str.isalpha, "".join(texts)))


def opening(texts: Iterable[str]) -> str:
    """How the visible text of a page begins, of its single texts in order. What a page says where scripts are off is visible too."""
    length, shown = 0, []
    for text in texts:
        if length >= _OPENING:
            break
        shown.append(text)
        length += len(text)
    return " ".join(" ".join(shown).split())[:_OPENING]


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
