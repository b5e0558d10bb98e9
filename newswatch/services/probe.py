"""Fetch one page and tell how newswatch reads it. Stores nothing.

fetch → what is it: feed, listing, article? → read by its preset, or by the profile that can be inferred → entries with verdicts
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.config import FetchSettings
from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, item_key, same_site, site_of
from newswatch.core.model import Article, Classification, DateOrigin, Entry, Page, Preset, Profile, SourceWarning, WarningKind
from newswatch.core.polling.order import ordering
from newswatch.core.polling.proof import Gap, Order
from newswatch.core.text import title_key
from newswatch.errors import ParseError, SourceError
from newswatch.report import english
from newswatch.sources import article, feed, listing
from newswatch.sources.http.answered import answered_at
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.infer import profile
from newswatch.sources.infer.sections import Section
from newswatch.sources.read.entry_dates import Memory

FEWEST_ENTRIES = 3
"""A page with fewer entries is not taken for a listing on the strength of a preset's marks alone."""


@dataclass(frozen=True, slots=True)
class Probe:
    """How a page is read: `kind` is feed, listing, article or unknown; `preset` the family it was read as, None if inferred.

    `several` says that its entries are several lists beside each other, `sections` are the links that may lead to the full list behind each.
    """

    page: Page
    kind: str
    preset: str | None
    entries: tuple[tuple[Entry, Classification], ...]
    profile: Profile | None
    feeds: tuple[str, ...]
    warnings: tuple[str, ...]
    several: bool = False
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    preset: str | None = None
    entries: tuple[tuple[Entry, str], ...] = ()
    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    several: bool = False


def run(url: str, settings: FetchSettings, lexicon: Lexicon, presets: Mapping[str, Preset], now: Callable[[], datetime]) -> Probe:
    """Fetches one page and reads it; with no `presets` its profile is inferred. Raises SourceError if it can't be had."""
    with Fetcher(settings, [site_of(url)], now) as fetcher:
        page = fetcher.get(url)
    return read(page, lexicon, presets)


def read(page: Page, lexicon: Lexicon, presets: Mapping[str, Preset]) -> Probe:
    """A page as `run` reads it."""
    found = _feed(page) or _by_preset(page, presets) or _inferred(page)
    classified = tuple((entry, classify(entry.title, text, lexicon)) for entry, text in found.entries)
    feeds = () if found.kind == "feed" else profile.feeds(page.body, page.final_url, content_type=page.content_type)
    behind: tuple[Section, ...] = ()
    if found.several and found.profile:
        keys = {entry.key for entry, _ in found.entries}
        behind = profile.sections(page.body, page.final_url, found.profile, keys, content_type=page.content_type)
    return Probe(page, found.kind, found.preset, classified, found.profile, feeds, found.warnings, found.several, behind)


def complete(settings: FetchSettings, probe: Probe, now: Callable[[], datetime]) -> tuple[Profile | None, tuple[str, ...]]:
    """The inferred profile of a listing with the article's selectors, read off one of its articles; and what is not sure about them."""
    if probe.kind != "listing" or probe.preset or probe.profile is None or not probe.entries:
        return probe.profile, ()
    own = [entry for entry, _ in probe.entries if same_site(entry.url, probe.page.final_url)]
    if not own:
        return probe.profile, ("its articles lie on another host, which was not asked for them",)
    entry = own[len(own) // 2]
    try:
        with Fetcher(settings, [site_of(probe.page.final_url)], now) as fetcher:
            page = fetcher.get(entry.url)
        proposal = profile.propose_article(
            page.body, page.final_url, title_hint=entry.title, content_type=page.content_type, into=probe.profile
        )
    except SourceError as error:
        return probe.profile, (f"its articles could not be read: {error}",)
    return proposal.profile or probe.profile, proposal.warnings


def shape(probe: Probe) -> dict[str, Any]:
    """The probe as JSON."""
    return {
        "url": probe.page.final_url,
        "kind": probe.kind,
        "preset": probe.preset,
        "entries": [
            {
                "title": entry.title,
                "url": entry.url,
                "published_at": entry.published_at.isoformat() if entry.published_at else None,
                "date_origin": str(entry.date_origin),
                "verdict": str(classification.verdict),
                "reasons": [english.phrase(p) for p in classification.phrases],
            }
            for entry, classification in probe.entries
        ],
        "profile": keys(probe.profile) if probe.profile else None,
        "feeds": list(probe.feeds),
        "sections": [{"name": section.name, "url": section.url} for section in probe.sections],
        "warnings": list(probe.warnings),
    }


def profile_toml(probe: Probe) -> str:
    """The inferred profile as it stands in config.toml; empty where a preset reads the page, or nothing does."""
    return "" if probe.preset or probe.profile is None else profile.to_toml(probe.profile)


def write_fixture(probe: Probe, folder: Path) -> tuple[Path, Path]:
    """Writes the page as received and what was read from it side by side, named by the address; gives both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    name = title_key(canonical_url(probe.page.final_url).removeprefix("https://")).replace(" ", "-")[:80] or "page"
    page, read_from_it = folder / f"{name}.{'xml' if probe.kind == 'feed' else 'html'}", folder / f"{name}.json"
    page.write_bytes(probe.page.body)
    read_from_it.write_text(json.dumps(shape(probe), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return page, read_from_it


def keys(of: Profile) -> dict[str, Any]:
    """The keys of a profile that say something."""
    return {f.name: value for f in fields(Profile)[1:] if (value := getattr(of, f.name)) not in (f.default, ())}


def _feed(page: Page) -> _Reading | None:
    try:
        entries = feed.parse(page.body, page.final_url, content_type=page.content_type)
    except ParseError:
        return None
    warnings = _elsewhere(entries, page) if entries else ("the feed has no entries",)
    return _Reading("feed", None, tuple((e, e.text or e.summary) for e in entries), None, warnings)


def _by_preset(page: Page, presets: Mapping[str, Preset]) -> _Reading | None:
    name = profile.detect(page.body, page.final_url, presets, content_type=page.content_type) if presets else None
    if name is None:
        return None
    known = presets[name].profile
    read_listing = listing.read(page.body, page.final_url, known, content_type=page.content_type, memory=Memory(answered_at(page)))
    if len(read_listing.entries) >= FEWEST_ENTRIES:
        return _listing(read_listing, page, name, known)
    inferred = profile.propose(page.body, page.final_url, content_type=page.content_type)
    if inferred.kind == "listing":
        return None
    return _article(page, name, known)


def _inferred(page: Page) -> _Reading:
    proposal = profile.propose(page.body, page.final_url, content_type=page.content_type)
    if proposal.profile is None or proposal.kind == "unknown":
        return _Reading("unknown", warnings=(*proposal.warnings, "no listing or article could be made out"))
    if proposal.kind == "article":
        return _article(page, None, proposal.profile, proposal.warnings)
    memory = Memory(answered_at(page))
    read_listing = listing.read(page.body, page.final_url, proposal.profile, content_type=page.content_type, memory=memory)
    return _listing(read_listing, page, None, proposal.profile, proposal.warnings)


def _listing(found: listing.Listing, page: Page, preset: str | None, known: Profile, warnings: tuple[str, ...] = ()) -> _Reading:
    entries = tuple((entry, "") for entry in found.entries)
    return _Reading("listing", preset, entries, known, (*warnings, *_doubts(found), *_elsewhere(found.entries, page)), found.lists > 1)


def _elsewhere(entries: Sequence[Entry], page: Page) -> tuple[str, ...]:
    """How many entries lie on each other host, and how a person settles it."""
    met = Counter(site_of(e.url) for e in entries if e.url and not same_site(e.url, page.final_url))
    return tuple(english.warning(SourceWarning(WarningKind.UNSETTLED_HOST, count, host)) for host, count in sorted(met.items()))


def _doubts(found: listing.Listing) -> tuple[str, ...]:
    """What was odd on a listing page, and what of it keeps days from being proved."""
    order = ordering([e.published_at for e in found.entries]).order
    dated = sum(e.published_at is not None for e in found.entries)
    gaps = [Gap.SEVERAL_LISTS] if found.lists > 1 else []
    gaps += [Gap.ORDER_UNKNOWN] if dated > 1 and order is Order.UNKNOWN and found.lists == 1 else []
    gaps += [Gap.NO_PAGER] if order is Order.OLDEST_FIRST and found.next_url is None and not found.pages else []
    return (*map(english.warning, found.warnings), *(f"this page can prove no day: {english.gap(gap)}" for gap in gaps))


def _article(page: Page, preset: str | None, known: Profile, warnings: tuple[str, ...] = ()) -> _Reading:
    read_article = article.read(page.body, page.final_url, known, content_type=page.content_type)
    entry = _entry(page, known, read_article)
    return _Reading("article", preset, ((entry, read_article.text),), known, (*warnings, *read_article.warnings))


def _entry(page: Page, known: Profile, read_article: Article) -> Entry:
    at, origin = read_article.published_at, DateOrigin.PAGE
    if at is None and known.url_date:
        at, origin = dated_address(page.final_url, known.url_date), DateOrigin.URL
    return Entry(
        key=item_key(page.final_url, known.id_pattern),
        url=page.final_url,
        title=read_article.title,
        published_raw=read_article.published_raw,
        published_at=at,
        date_origin=origin if at else DateOrigin.NONE,
    )
