"""Seeks what a page without a list of its own names for machines: a feed, WordPress' list of posts, or another list in JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newswatch.config import SourceKind
from newswatch.core.identity import canonical_url
from newswatch.core.model import Page
from newswatch.errors import ParseError, SourceError
from newswatch.sources import feed, wordpress
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.infer import profile

_MOST_SCRIPTS, _MOST_TRIED = 3, 10
"""How many scripts and addresses are asked for at most. A judgement: a shell page has one or two scripts of its own."""

_FEWEST_ROWS = 3
_TITLES = ("title", "tieude", "tieu_de", "tieuDe", "ten", "name", "subject", "headline")


@dataclass(frozen=True, slots=True)
class Offer:
    """A list for machines: its address and how many entries it holds. `kind` is None for one that no kind of source reads."""

    kind: SourceKind | None
    url: str
    entries: int


def offers(page: Page, feeds: Sequence[str], fetcher: Fetcher) -> tuple[Offer, ...]:
    """What the head of a page, its scripts and the scripts it loads name, as far as it is there; what can be read first."""
    found = [offer for url in _named(page, feeds, fetcher) if (offer := _offer(url, fetcher))]
    return tuple(sorted(found, key=lambda offer: offer.kind is None))


def of_page(page: Page) -> Offer | None:
    """The list for machines that a page itself is."""
    try:
        if entries := feed.parse(page.body, page.final_url, content_type=page.content_type):
            return Offer(SourceKind.FEED, page.final_url, len(entries))
    except ParseError:
        pass
    try:
        if entries := wordpress.read(page).entries:
            return Offer(SourceKind.WORDPRESS, page.final_url, len(entries))
    except ParseError:
        pass
    rows = json_rows(page.body)
    return Offer(None, page.final_url, rows) if rows else None


def json_rows(body: bytes) -> int:
    """How many entries the longest list with titles has that stands in a JSON text; 0 if there is none, or it is no JSON."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return 0
    try:
        return max((len(rows) for rows in _lists(json.loads(body)) if _titled(rows)), default=0)
    except (ValueError, RecursionError):
        return 0


def _named(page: Page, feeds: Sequence[str], fetcher: Fetcher) -> Iterator[str]:
    """The addresses to try, each once; those of loaded scripts only if nothing else names any."""
    shell = profile.shell(page.body, page.final_url, page.content_type)
    first = _each_once((*feeds, *shell.named))
    yield from first
    if first:
        return
    named: list[str] = []
    for script in shell.scripts[:_MOST_SCRIPTS]:
        try:
            named += profile.named_by_script(fetcher.get(script).body, page.final_url)
        except SourceError:
            continue
    yield from _each_once(named)


def _each_once(urls: Sequence[str]) -> list[str]:
    return list({canonical_url(url): url for url in reversed(urls)}.values())[::-1][:_MOST_TRIED]


def _offer(url: str, fetcher: Fetcher) -> Offer | None:
    try:
        return of_page(fetcher.get(url))
    except SourceError:
        return None


def _lists(value: Any) -> Iterator[list[dict[str, Any]]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
            if rows := [row for row in one if isinstance(row, dict)]:
                yield rows


def _titled(rows: Sequence[dict[str, Any]]) -> bool:
    titled = sum(any(title.lower() in name.lower() for title in _TITLES for name in row) for row in rows)
    return len(rows) >= _FEWEST_ROWS and 2 * titled > len(rows)
