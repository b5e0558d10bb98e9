"""What a parsed page shows (selectolax), read without a light tree of it: that costs as much as all else that is done with an article."""

from collections.abc import Iterator
from functools import cache, partial

from selectolax.lexbor import LexborNode

from newswatch.core.answer.kinds import Whole
from newswatch.sources.infer import dom
from newswatch.sources.infer.dom import HEADINGS, NO_TEXT, Element
from newswatch.sources.read.showing import MOST_HEADINGS, Facts, Head, letters, opening

_NUL = "\0"
"""What no text of a page holds: the parser replaces it."""

_HEADINGS = ", ".join(sorted(HEADINGS))
_SILENT = ", ".join(sorted(NO_TEXT - {"noscript"}))


def facts_of(body: LexborNode) -> Facts:
    """The facts of a page by its body. Once it was asked what it says as a whole, all that shows no text is taken away from the body: it is of no use
    after that."""
    heads = [_head(node) for node in body.css(_HEADINGS)[:MOST_HEADINGS]]
    return Facts(heads, cache(partial(_whole, body)))


def _whole(body: LexborNode) -> Whole:
    kinds = [(node.attributes.get("type") or "").lower() for node in body.css("input")]
    scripts = any((node.attributes.get("type") or "") != "application/ld+json" for node in body.css("script"))
    for node in body.css(_SILENT):
        node.decompose()
    shown = _texts(body)
    linked = letters(node.text() for node in body.css("a"))
    return Whole(letters(shown) - linked, opening(shown), "password" in kinds, scripts)


def _head(node: LexborNode) -> Head:
    """A heading: its text, and the links around and inside it."""
    around, above = list[str](), node.parent
    while above is not None:
        links = above.attributes if above.tag == "a" else {}
        around += [links["href"] or ""] if "href" in links else []
        above = above.parent
    inner = [found.attributes["href"] or "" for found in node.css("a[href]") if found.mem_id != node.mem_id]
    return Head(dom_of(node).text, (*around, *inner))


def dom_of(top: LexborNode) -> Element:
    """A parsed element and all below it as a light tree."""
    return dom.build(top, _read_node)


def _texts(node: LexborNode) -> list[str]:
    return [text for text in node.text(separator=_NUL).split(_NUL) if text.strip()]


def _read_node(node: LexborNode) -> tuple[str, dict[str, str], Iterator[LexborNode | str]]:
    return node.tag or "", {name: value or "" for name, value in node.attributes.items()}, _children(node)


def _children(node: LexborNode) -> Iterator[LexborNode | str]:
    for child in node.iter(include_text=True, skip_empty=False):
        if child.is_text_node:
            yield child.text_content or ""
        elif child.is_element_node:
            yield child
