"""What belongs to an article's page besides its bytes: the images in its text, the style sheets it names; and the page with these put in."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newswatch.core.identity import site_of
from newswatch.core.model import Profile
from newswatch.sources import article
from newswatch.sources.http import charset
from newswatch.sources.infer.dom import Element
from newswatch.sources.read.tree import parsed

MOST_IMAGES, MOST_STYLES = 20, 8
"""Addresses of one page. The saved articles have 14 images and 7 style sheets at most; a photo report may have more, and those are left."""

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "src")
"""Where scripts find the address of an image that is loaded when it comes into view; the first that is there holds."""

_LEAD = 'meta[property="og:image"], meta[name="og:image"]'
_DOTS = ("0", "1", "0px", "1px")


def images(body: bytes, url: str, profile: Profile, content_type: str = "") -> tuple[str, ...]:
    """The addresses of the images in an article's text, then of the one that it shows where it is shared; each once, in their order.

    Raises ParseError if the body is no HTML page.
    """
    tree = _parsed(body, url, content_type)
    base = _base(tree, url)
    lead = [node.attributes.get("content") or "" for node in tree.css(_LEAD)]
    elements = article.body_elements(tree, profile)
    shown = [_named(found.attrs) for element in elements for found in _all(element) if found.tag == "img" and not _is_dot(found.attrs)]
    return _addresses([*shown, *lead], base)[:MOST_IMAGES]


def styles(body: bytes, url: str, content_type: str = "") -> tuple[str, ...]:
    """The addresses of the style sheets of a page. Raises ParseError if the body is no HTML page."""
    tree = _parsed(body, url, content_type)
    links = (node.attributes for node in tree.css("link[href]"))
    named = [a.get("href") or "" for a in links if "stylesheet" in (a.get("rel") or "").lower().split() and not _is_other_medium(a)]
    return _addresses(named, _base(tree, url))[:MOST_STYLES]


def named(body: bytes, url: str, content_type: str = "") -> tuple[str, ...]:
    """The addresses of all images and style sheets of a page, those beside its article too. Raises ParseError if the body is no HTML page."""
    tree = _parsed(body, url, content_type)
    shown = [_named({name: value or "" for name, value in node.attributes.items()}) for node in tree.css("img")]
    return _addresses([*shown, *(node.attributes.get("href") or "" for node in tree.css("link[href]"))], _base(tree, url))


def without_scripts(body: bytes, url: str, content_type: str = "") -> bytes:
    """The page in UTF-8 with no script in it, and each image where a browser without scripts looks for it. Raises ParseError."""
    return _tidied(body, url, content_type, str).encode("utf-8", "replace")


def with_images(body: bytes, url: str, content_type: str, source_of: Callable[[str], str]) -> str:
    """The same as text: each image has the `source_of` its address; one that has none is left out. Raises ParseError."""
    return _tidied(body, url, content_type, source_of)


def _tidied(body: bytes, url: str, content_type: str, source_of: Callable[[str], str]) -> str:
    tree = _parsed(body, url, content_type)
    base = _base(tree, url)
    for node in tree.css("script, meta[http-equiv], base, source[srcset]"):
        node.decompose()
    for node in tree.css("img"):
        named = _named({name: value or "" for name, value in node.attributes.items()})
        _set(node, "src", named if named.startswith("data:image/") else source_of(_absolute(named, base)))
        _set(node, "srcset", "")
    for node in tree.css("a[href], link[href]"):
        _set(node, "href", _absolute(node.attributes.get("href") or "", base))
    return tree.html or ""


def _parsed(body: bytes, url: str, content_type: str) -> LexborHTMLParser:
    return parsed(charset.utf8(body, url, content_type), url)


def _set(node: LexborNode, name: str, value: str) -> None:
    if value:
        node.attrs[name] = value
    elif name in node.attributes:
        del node.attrs[name]


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return _absolute((node.attributes.get("href") or "") if node else "", url) or url


def _all(element: Element) -> Iterator[Element]:
    stack = [element]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(reversed(one.elements))


def _named(attributes: dict[str, str]) -> str:
    return next((attributes[name].strip() for name in _LAZY if attributes.get(name, "").strip()), "")


def _is_dot(attributes: dict[str, str]) -> bool:
    """Whether an image is a dot by which visitors are counted."""
    return any(attributes.get(side, "").strip() in _DOTS for side in ("width", "height"))


def _is_other_medium(attributes: dict[str, str | None]) -> bool:
    return (attributes.get("media") or "all").strip().lower() in ("print", "speech", "aural", "braille")


def _addresses(named: Iterable[str], base: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_absolute(one, base) for one in named))))


def _absolute(named: str, base: str) -> str:
    """An absolute address on the web without its fragment; empty for any other, and for one that is too damaged."""
    try:
        url = urldefrag(urljoin(base, named.strip()))[0] if named.strip() else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) and site_of(url) else ""
