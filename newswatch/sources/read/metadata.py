"""Reads what an article page states for machines: JSON-LD, Open Graph, Dublin Core, microdata. No parser: attribute values in, facts out."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.core import dates
from newswatch.core.text import clean

_NAMES = ("property", "name", "itemprop")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "dc.date.issued", "dcterms.created", "dc.date", "pubdate",
    "publishdate", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "og:article:modified_time", "dc.date.modified", "dcterms.modified", "last-modified",
    "lastmod",
)  # fmt: skip
_SITES = ("og:site_name", "application-name")
_SEPARATOR = re.compile(r"\s+(?:[|\-–—»·•]|::)\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts of an article. `published_raw` is the date as stated; `published_at` is None if no stated date can be read.

    `modified_at` is when it was changed. Neither date is ever taken for the other.
    """

    title: str = ""
    site: str = ""
    published_raw: str = ""
    published_at: datetime | None = None
    is_article: bool = False
    modified_at: datetime | None = None


def pairs(attrs: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """What the attributes of a `<meta>` state: each of its names (property, name, itemprop) with its content."""
    return ((name, attrs.get("content") or "") for key in _NAMES if (name := attrs.get(key)))


def gather(metas: Iterable[tuple[str, str]], scripts: Iterable[str]) -> Metadata:
    """The facts in JSON-LD scripts and in the pairs of `<meta>` elements, names in any case. JSON-LD comes first."""
    named: dict[str, str] = {}
    for name, content in metas:
        named.setdefault(name.strip().lower(), clean(content))
    linked = [thing for script in scripts for thing in _articles(script)]
    headline = next((clean(said) for thing in linked if (said := _said(thing.get("headline")))), "")
    raw, at = _first_date(linked, "datePublished", named, _PUBLISHED)
    _, modified_at = _first_date(linked, "dateModified", named, _MODIFIED)
    site = next((named[name] for name in _SITES if named.get(name)), "")
    title = headline or next((named[name] for name in _TITLES if named.get(name)), "")
    is_article = bool(linked) or named.get("og:type", "").lower() == "article"
    return Metadata(without_site(title, site), site, raw, at, is_article, modified_at)


def _first_date(
    linked: Iterable[Mapping[str, Any]], key: str, named: Mapping[str, str], names: Iterable[str]
) -> tuple[str, datetime | None]:
    """The first date that can be read under `key` of JSON-LD things, else under one of the names of `<meta>` elements."""
    stated = [said for thing in linked if (said := _said(thing.get(key)))]
    stated += [named[name] for name in names if named.get(name)]
    return next(((raw, at) for raw in stated if (at := dates.parse(raw)) is not None), ("", None))


def without_site(title: str, site: str = "", shown: str = "") -> str:
    """A title without what a separator puts behind it, if that is the site's name, or if the part before it is the `shown` title."""
    for found in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: found.start()], title[found.end() :]
        if (site and tail.casefold() == site.casefold()) or (shown and head.casefold() == shown.casefold()):
            return head
    return title


def _articles(script: str) -> Iterator[Mapping[str, Any]]:
    """The things of type Article (also NewsArticle, BlogPosting and the like) in a JSON-LD script.

    A broken script has none, nor has one nested deeper than Python reads (some 1000 levels).
    """
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    stack = [data]
    while stack:
        thing = stack.pop()
        if isinstance(thing, list):
            stack.extend(reversed(thing))
        elif isinstance(thing, dict):
            if _is_article(thing.get("@type")):
                yield thing
            stack.extend(thing[name] for name in ("mainEntity", "@graph") if name in thing)


def _said(value: object) -> str:
    """A value as text; empty for nothing, and for one nested too deep to be written out."""
    try:
        return str(value) if value else ""
    except RecursionError:
        return ""


def _is_article(kind: object) -> bool:
    names = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name.endswith(("Article", "BlogPosting")) for name in names)
