"""Finds addresses of lists for machines that scripts name: feeds, WordPress' REST list, JSON. No parser."""

import re
from collections.abc import Iterator

from newswatch.sources.http.site import Site

_QUOTED = re.compile(r"""(["'`])((?:https?:)?/?[^"'`\s<>\\]{3,200})\1""")
_LIKE = re.compile(
    r"(^|/)(api|apis|rest|restapi|services?|wp-json|odata|ajax)/|\.(json|rss|atom|ashx)(\?|$)|(^|/)(rss|feed|atom)(\.xml|/|\?|$)|rest_route=",
    re.I,
)
_NEVER = re.compile(
    r"\.(js|css|png|jpe?g|gif|svg|woff2?|map|ico|html?)(\?|$)|manifest|package\.json|/(auth|login|logout|token|user|captcha|upload)",
    re.IGNORECASE,
)
_NEWS = re.compile(r"tin|news|post|article|bai|rss|feed|atom", re.IGNORECASE)
_HOLE = re.compile(r"\$\{[^}]*\}|\{\w+\}|:\w+(?=/|$)")
_MOST = 40


def of_scripts(text: str, site: Site) -> list[str]:
    """The addresses on the page's own site that a script names as text, those that speak of news first. A hole in a template is filled with 1."""
    found: dict[str, None] = {}
    for stated in _stated(text):
        url = site.absolute(_HOLE.sub("1", stated))
        if url:
            found.setdefault(url)
        if len(found) >= _MOST:
            break
    return sorted(found, key=lambda url: _NEWS.search(url) is None)


def _stated(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text.replace("\\/", "/")):
        stated = match[2]
        if _LIKE.search(stated) and not _NEVER.search(stated):
            yield stated if stated.startswith(("http", "/")) else f"/{stated}"
