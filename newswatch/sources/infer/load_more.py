"""Finds the button that loads more entries by a script, on a list that has no link to a second page. No parser."""

import re

from newswatch.core.text import bare
from newswatch.sources.http.site import Site
from newswatch.sources.infer.dom import Element

_SAYS = re.compile(r"^\W*((xem|tai|hien thi|doc) (them|tiep)( \w+){0,4}|(load|show|view|see) more( \w+){0,3})\W*$")
_NAMED = re.compile(r"load-?_?more|show-?_?more|view-?_?more|xem-?_?them|tai-?_?them", re.IGNORECASE)
_MOST = 2
"""As often a page may show one such text: one that stands in each entry, or at each column, opens an article or a section."""


def find(root: Element, site: Site) -> str:
    """The text of a button that loads more; empty if there is none. A link that leads somewhere is no such button."""
    found = [text for element in root.walk() if (text := _text(element)) and _loads(element, text, site)]
    return next((text for text in found if found.count(text) <= _MOST), "")


def _text(element: Element) -> str:
    if element.tag == "input":
        return element.attrs.get("value", "")
    shown = element.text or " ".join(piece for piece in element.children if isinstance(piece, str)).strip()
    if not shown and element.tag == "button":
        shown = " ".join(inner.own for inner in element.elements).strip()
    return shown


def _loads(element: Element, text: str, site: Site) -> bool:
    pressed = element.tag == "button" or element.attrs.get("role") == "button" or "onclick" in element.attrs
    pressed |= element.tag == "input" and element.attrs.get("type", "").lower() in ("button", "submit")
    pressed |= (
        element.tag in ("a", "div", "span") and _NAMED.search(f"{element.attrs.get('class', '')} {element.attrs.get('id', '')}") is not None
    )
    pressed |= element.tag == "a"
    return pressed and not site.absolute(element.attrs.get("href")) and _SAYS.match(bare(text)) is not None
