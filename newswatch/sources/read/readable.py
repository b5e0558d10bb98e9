"""A captured page as a copy that a person can read: no script, nothing that is loaded from anywhere, its images inside. Made of the kept bytes alone."""

from base64 import b64encode
from collections.abc import Mapping
from html import escape

import nh3

from newswatch.sources.infer.dom import names
from newswatch.sources.read.page_parts import with_images

_KEPT = names(
    "a abbr article aside b blockquote br caption center cite code dd del div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img li"
    " main nav ol p pre q s section small span strong sub sup table tbody td tfoot th thead tr u ul"
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = (
    "body{max-width:60em;margin:1em auto;padding:0 1em;font-family:sans-serif;overflow-wrap:anywhere}"
    "img{max-width:100%}.copy{border:1px solid;padding:.5em}"
)

Image = tuple[str, bytes]
"""The type and the bytes of an image."""


def readable(body: bytes, url: str, content_type: str, images: Mapping[str, Image], head: str) -> str:
    """The copy as an HTML page. `images` are those kept, by address; one that was not is left out, and its text stands. `head` is a line above it.

    What is kept of the page are its texts, tables, links and images; nothing in it can run or load anything. Raises ParseError if it is no HTML page.
    """
    sources = {address: f"data:{type_};base64,{b64encode(data).decode()}" for address, (type_, data) in images.items()}
    whole = with_images(body, url, content_type, lambda address: sources.get(address, ""))
    clean = nh3.clean(
        whole,
        tags=set(_KEPT),
        attributes=_ATTRIBUTES,
        attribute_filter=_harmless,
        url_schemes={"http", "https", "data"},
        link_rel="noreferrer",
    )
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>{escape(url)}</title><style>{_STYLE}</style></head><body><p class='copy'>{escape(head)}</p>\n{clean}\n</body></html>\n"
    )


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """A link leads to the web, and an image lies within the copy; any other address is left out."""
    allowed = {"href": ("http://", "https://"), "src": ("data:image/",)}.get(name)
    return value if allowed is None or value.startswith(allowed) else None
