"""The links of an unknown page that may lead to articles."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from newswatch.core.identity import canonical_url
from newswatch.core.text import clean
from newswatch.sources.http.site import Site
from newswatch.sources.infer.dom import Element

_FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|webp|mp[34]|wmv|flv)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A link that may lead to an article: its element, its absolute address, the canonical form of that address, and its text."""

    element: Element
    url: str
    key: str
    text: str


def find_anchors(root: Element, site: Site) -> list[Anchor]:
    """The links with text to other pages of the same site, in document order. Links to the page itself, the home page and files are left out."""
    excluded = {canonical_url(site.url), canonical_url(urljoin(site.url, "/"))}
    found = []
    for element in root.walk():
        target = site.absolute(element.attrs.get("href")) if element.tag == "a" else ""
        text = clean(element.text or element.attrs.get("title", "")) if target else ""
        if text and not _FILES.search(urlsplit(target).path) and (key := canonical_url(target)) not in excluded:
            found.append(Anchor(element, target, key, text))
    return found
