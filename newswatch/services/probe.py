"""Fetch one page and tell how newswatch reads it. Stores nothing.

fetch → what is it: feed, listing, article? → read by its preset, or by the profile that can be inferred → entries with verdicts
unknown → what its head and scripts name for machines
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.config import USUAL, FetchSettings, SourceKind, Trust
from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import canonical_url, item_key, site_of
from newswatch.core.model import Article, Classification, DateOrigin, Entry, Page, Preset, Profile, WarningKind
from newswatch.core.polling.order import ordering
from newswatch.core.polling.proof import Gap, Order
from newswatch.core.text import title_key
from newswatch.errors import ParseError, SourceError
from newswatch.report import english
from newswatch.report.vi import setup as vi
from newswatch.services import rivals, shells
from newswatch.services.shells import Offer
from newswatch.sources import article, feed, listing, wordpress
from newswatch.sources.http.certificate import Certificate as SeenCertificate
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.http.session import certificate_of
from newswatch.sources.infer import profile
from newswatch.sources.infer.sections import Section

__all__ = [
    "Probe",
    "SeenCertificate",
    "certificate",
    "complete",
    "keys",
    "profile_toml",
    "read",
    "run",
    "shape",
    "write_fixture",
]

FEWEST_ENTRIES = 3
"""A page with fewer entries is not taken for a listing on the strength of a preset's marks alone."""


@dataclass(frozen=True, slots=True)
class Probe:
    """How a page is read: `kind` is feed, wordpress, listing, article or unknown; `preset` the family it was read as, None if inferred.

    `several` says that its entries are several lists beside each other, `sections` are the links that may lead to the full list behind each.
    `offers` are the lists for machines that an unknown page names.
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
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    preset: str | None = None
    entries: tuple[tuple[Entry, str], ...] = ()
    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    several: bool = False
    turns: bool = True


def run(
    url: str,
    settings: FetchSettings,
    lexicon: Lexicon,
    presets: Mapping[str, Preset],
    now: Callable[[], datetime],
    trust: Trust = USUAL,
) -> Probe:
    """Fetches one page and reads it; with no `presets` its profile is inferred. `trust` holds for its host alone.

    A page without a list may name one for machines, which is sought then. Raises SourceError if the page can't be had.
    """
    site = site_of(url)
    with Fetcher(settings, [site], now, trust={site: trust}) as fetcher:
        found = read(fetcher.get(url), lexicon, presets)
        if found.kind != "unknown":
            return found
        offers = found.offers or shells.offers(found.page, found.feeds, fetcher)
    told = [vi.offered(o.kind, o.url, o.entries) if o.kind else vi.unreadable_list(o.url, o.entries) for o in offers]
    shell = [vi.SHELL] if offers and not found.offers else []
    return replace(found, offers=offers, warnings=(*found.warnings, *shell, *told))


def certificate(url: str, settings: FetchSettings, *, legacy: bool = False) -> SeenCertificate:
    """The certificate that a server shows, trusted or not; no request is sent. Raises SourceError if it can't be seen."""
    return certificate_of(url, settings.timeout_seconds, legacy=legacy)


def read(page: Page, lexicon: Lexicon, presets: Mapping[str, Preset]) -> Probe:
    """A page as `run` reads it."""
    found = _feed(page) or _posts(page) or _json(page)
    if found is None:
        return _of_html(page, _by_preset(page, presets) or _inferred(page), lexicon)
    offer = shells.of_page(page) if found.kind == "unknown" else None
    return replace(_made(page, found, lexicon), offers=(offer,) if offer else ())


def _of_html(page: Page, found: _Reading, lexicon: Lexicon) -> Probe:
    """What was read of a page for people, with the feeds, sections and buttons on it."""
    feeds = profile.feeds(page.body, page.final_url, content_type=page.content_type)
    behind: tuple[Section, ...] = ()
    if found.several and found.profile:
        keys = {entry.key for entry, _ in found.entries}
        behind = profile.sections(page.body, page.final_url, found.profile, keys, content_type=page.content_type)
    button = "" if found.turns else profile.load_more(page.body, page.final_url, page.content_type)
    told = (vi.load_more(button, len(found.entries)),) if button else ()
    made = _made(page, found, lexicon)
    return replace(made, feeds=feeds, sections=behind, warnings=(*found.warnings, *told))


def _made(page: Page, found: _Reading, lexicon: Lexicon) -> Probe:
    classified = tuple((entry, classify(entry.title, text, lexicon)) for entry, text in found.entries)
    return Probe(page, found.kind, found.preset, classified, found.profile, (), found.warnings, found.several)


def complete(
    settings: FetchSettings,
    probe: Probe,
    now: Callable[[], datetime],
    trust: Trust = USUAL,
) -> tuple[Profile | None, tuple[str, ...]]:
    """The inferred profile of a listing with the article's selectors, read off one of its articles; and what is not sure about them."""
    if probe.kind != "listing" or probe.preset or probe.profile is None or not probe.entries:
        return probe.profile, ()
    entry = probe.entries[len(probe.entries) // 2][0]
    try:
        site = site_of(probe.page.final_url)
        with Fetcher(settings, [site], now, trust={site: trust}) as fetcher:
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
        "offers": [{"kind": offer.kind and str(offer.kind), "url": offer.url, "entries": offer.entries} for offer in probe.offers],
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
    warnings = () if entries else ("the feed has no entries",)
    return _Reading("feed", None, tuple((e, e.text or e.summary) for e in entries), None, warnings)


def _posts(page: Page) -> _Reading | None:
    try:
        posts = wordpress.read(page)
    except ParseError:
        return None
    return _Reading(str(SourceKind.WORDPRESS), None, tuple((e, e.summary) for e in posts.entries))


def _json(page: Page) -> _Reading | None:
    """A list in JSON that no kind of source reads."""
    return _Reading("unknown") if shells.json_rows(page.body) else None


def _by_preset(page: Page, presets: Mapping[str, Preset]) -> _Reading | None:
    """A page as the preset whose marks it bears reads it; None for a list of which the inferred profile reads more."""
    name = profile.detect(page.body, page.final_url, presets, content_type=page.content_type) if presets else None
    if name is None:
        return None
    known = presets[name].profile
    read_listing = listing.read(page.body, page.final_url, known, content_type=page.content_type)
    inferred = profile.propose(page.body, page.final_url, content_type=page.content_type)
    other = rivals.inferred(page, inferred, known)
    if len(read_listing.entries) >= FEWEST_ENTRIES:
        if other and rivals.reads_more(other.listing, read_listing):
            told = vi.preset_gave_way(name, rivals.dated(read_listing), rivals.dated(other.listing))
            return _listing(other.listing, None, other.profile, (told, *inferred.warnings))
        return _listing(read_listing, name, known, unread=other.listing if other else None)
    return None if inferred.kind == "listing" else _article(page, name, known)


def _inferred(page: Page) -> _Reading:
    proposal = profile.propose(page.body, page.final_url, content_type=page.content_type)
    if proposal.profile is None or proposal.kind == "unknown":
        return _Reading("unknown", warnings=(*proposal.warnings, "no listing or article could be made out"))
    if proposal.kind == "article":
        return _article(page, None, proposal.profile, proposal.warnings)
    read_listing = listing.read(page.body, page.final_url, proposal.profile, content_type=page.content_type)
    return _listing(read_listing, None, proposal.profile, proposal.warnings)


def _listing(
    found: listing.Listing, preset: str | None, known: Profile, warnings: tuple[str, ...] = (), unread: listing.Listing | None = None
) -> _Reading:
    """A list; of one without any date `unread` is another reading of it, which may show the form that was not understood."""
    entries = tuple((entry, "") for entry in found.entries)
    turns = found.next_url is not None or bool(found.pages)
    return _Reading("listing", preset, entries, known, (*warnings, *_undated(found, unread), *_doubts(found)), found.lists > 1, turns)


def _undated(found: listing.Listing, unread: listing.Listing | None) -> tuple[str, ...]:
    """Which form of date was not understood."""
    undated = [entry for entry in found.entries if entry.published_at is None]
    forms = vi.forms(entry.published_raw for entry in undated)
    if undated and not forms and len(undated) == len(found.entries) and unread is not None:
        forms = vi.forms(entry.published_raw for entry in unread.entries if entry.published_at is None)
    return (vi.undated(len(undated), len(found.entries), forms),) if forms else ()


def _doubts(found: listing.Listing) -> tuple[str, ...]:
    """What was odd on a listing page, and what of it keeps days from being proved."""
    order = ordering([e.published_at for e in found.entries]).order
    dated = sum(e.published_at is not None for e in found.entries)
    gaps = [Gap.SEVERAL_LISTS] if found.lists > 1 else []
    gaps += [Gap.ORDER_UNKNOWN] if dated > 1 and order is Order.UNKNOWN and found.lists == 1 else []
    gaps += [Gap.NO_PAGER] if order is Order.OLDEST_FIRST and found.next_url is None and not found.pages else []
    told = (w for w in found.warnings if w.kind is not WarningKind.UNDATED or not w.text)  # `_undated` names its forms
    return (*map(english.warning, told), *(f"this page can prove no day: {english.gap(gap)}" for gap in gaps))


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
