"""Extracts running text from a tree: its lines as a reader sees them, the article in them, and the block of an unknown page that holds it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from newswatch.core.text import clean, title_key
from newswatch.sources.infer.dom import BLOCKS, HEADINGS, NO_TEXT, Element, names
from newswatch.sources.read import boilerplate, visible_date
from newswatch.sources.read.boilerplate import Line

_SMALL = 0.3
"""The largest share of the text that a boilerplate element may hold and be dropped. At 0 joomla_article and pelican_article are misread."""

_PARAGRAPHS = names("p blockquote center dd pre summary")
_CREDITS = {True: (0.0, 1.0, 0.5), False: (1.0, 0.5, 0.25)}
"""What the text of a paragraph, and of any other block, adds to that block, its parent and the next above. hostile_br, whose text is in no
paragraphs, and nukeviet_article depend on the second row, and six saved articles on the parent's share in the first."""

_MIN_BLOCK = 25
"""Characters. A block with fewer has no running text. A judgement: the saved articles are read alike with 0 and 50."""

_MIN_BODY = 60
"""Characters. An element with fewer is no main text. A judgement: the saved articles are read alike with 0 and 120."""

_MIN_LEAD = 40
"""Characters of a lead paragraph. At 0 drupal_article and liferay_article are misread."""

_LINKED_LEAD = 0.3
"""A lead with a larger share of text in links is a list. A judgement."""

_LINKED_PARENT = 0.5
"""A parent with a larger share of text in links is not taken. At 0 joomla_article and nukeviet_article are misread."""

_NEVER_WIDER = names("body html main tr tbody table")
_TITLE_MARKS = names("title tieude headline")
_HEAD_WORDS = 2
"""Words beside the date, such as an author's name, that a line above the article may have. A judgement."""


@dataclass(frozen=True, slots=True)
class _End:
    tag: str


def lines(root: Element) -> list[Line]:
    """The text of an element line by line as a reader sees it, without small boilerplate elements (menus, share bars, counters)."""
    limit = plain(root) * _SMALL
    out: list[Line] = []
    pieces: list[str] = []
    linked = inside = 0
    stack: list[Element | str | _End] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            linked += len(node.strip()) if inside else 0
            continue
        if isinstance(node, Element) and (node.tag in NO_TEXT or (node is not root and _drops(node, limit))):
            continue
        if node.tag in BLOCKS or node.tag == "br":
            _flush(out, pieces, linked)
            linked = 0
        if isinstance(node, _End):
            inside -= node.tag == "a"
        else:
            inside += node.tag == "a"
            stack.append(_End(node.tag))
            stack.extend(reversed(node.children))
    _flush(out, pieces, linked)
    return out


def story(elements: Sequence[Element], title: str) -> str:
    """The main text of the elements, a paragraph on each line. The title and a bare date above it are left out."""
    found = [line for element in elements for line in lines(element)]
    key = title_key(title)
    start = 0
    while start < len(found) and _is_head(found[start].text, key):
        start += 1
    return boilerplate.body(found[start:])


def plain(element: Element) -> int:
    """How many characters of text an element has outside links."""
    return sum(len(text) for text, _, linked in _texts(element) if not linked)


def link_share(element: Element) -> float:
    """The share of an element's text that is in links, 0 to 1."""
    whole = linked = 0
    for text, _, in_link in _texts(element):
        whole += len(text)
        linked += len(text) * in_link
    return linked / whole if whole else 0.0


def main_block(root: Element) -> Element | None:
    """The element with the densest prose, or its parent if that adds a lead paragraph above it. None if the page has no prose."""
    scores: dict[Element, float] = {}
    for block, length in _running(root).items():
        weights = _CREDITS[block.tag in _PARAGRAPHS]
        for element, weight in zip((block, *block.ancestors()), weights, strict=False):
            if weight and element.tag in BLOCKS:
                scores[element] = scores.get(element, 0.0) + length * weight
    best = max(scores, key=lambda e: scores[e] * (1 - link_share(e)), default=None)
    return None if best is None or plain(best) < _MIN_BODY else _with_lead(best)


def _flush(out: list[Line], pieces: list[str], linked: int) -> None:
    text = clean("".join(pieces))
    pieces.clear()
    if text:
        out.append(Line(text, min(linked, len(text))))


def _drops(element: Element, limit: float) -> bool:
    hidden = "hidden" in element.attrs or "display:none" in element.attrs.get("style", "").replace(" ", "").lower()
    return (hidden or boilerplate.bans(element.tag, element.marks)) and plain(element) <= limit


def _is_head(line: str, key: str) -> bool:
    """Whether a line above the article repeats the title, is noise, or is a date with its label and little else."""
    if title_key(line) == key or boilerplate.is_noise(line):
        return True
    is_dated = len(line) <= boilerplate.LONGEST_LABEL and visible_date.read(line).day_at is not None
    return is_dated and boilerplate.beside_date(line) <= _HEAD_WORDS


def _texts(root: Element, skips: Callable[[Element], bool] = lambda _: False) -> Iterator[tuple[str, Element, bool]]:
    """Every piece of visible text with its element, and whether it is in a link."""
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, linked = stack.pop()
        if element.tag in NO_TEXT or (element is not root and skips(element)):
            continue
        linked = linked or element.tag == "a"
        for child in element.children:
            if isinstance(child, Element):
                stack.append((child, linked))
            elif child.strip():
                yield child.strip(), element, linked


def _running(root: Element) -> dict[Element, int]:
    """How many characters of running text each block holds directly, outside links, headings and boilerplate regions."""
    found: dict[Element, int] = {}
    for text, owner, linked in _texts(root, lambda e: boilerplate.region(e.tag, e.marks)):
        block = owner if owner.tag in BLOCKS else next((above for above in owner.ancestors() if above.tag in BLOCKS), root)
        if not linked and block.tag not in HEADINGS:
            found[block] = found.get(block, 0) + len(text)
    return {block: length for block, length in found.items() if length >= _MIN_BLOCK}


def _with_lead(block: Element) -> Element:
    """The block, or its parent if that also holds a paragraph of prose right above the block."""
    parent = block.parent
    if parent is None or parent.tag in _NEVER_WIDER or link_share(parent) >= _LINKED_PARENT:
        return block
    above = [e for e in parent.elements if e.place < block.place and e.tag not in HEADINGS]
    lead = sum(plain(e) for e in above if _is_lead(e))
    stray = sum(plain(e) for e in above if not _is_lead(e))
    return parent if lead >= _MIN_LEAD and stray <= lead else block


def _is_lead(element: Element) -> bool:
    titled = not element.marks.isdisjoint(_TITLE_MARKS)
    if titled or boilerplate.region(element.tag, element.marks) or link_share(element) > _LINKED_LEAD:
        return False
    return any(len(line.text) >= _MIN_LEAD and boilerplate.beside_date(line.text) > boilerplate.DATE_WORDS for line in lines(element))
