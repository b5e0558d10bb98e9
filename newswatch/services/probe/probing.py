"""Fetch one page and tell how newswatch reads it. Stores nothing.

fetch → what is it: feed, listing, article? → read by its preset, or by the profile that can be inferred → entries with verdicts
unknown → what its head and scripts name for machines
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from newswatch.config import USUAL, FetchSettings, Trust
from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.identity import same_site, site_of
from newswatch.core.model import Classification, Entry, Page, Preset, Profile
from newswatch.errors import SourceError
from newswatch.report.vi import setup as vi
from newswatch.services.probe import reading, shells
from newswatch.services.probe.reading import Reading
from newswatch.services.probe.shells import Offer
from newswatch.sources.http.certificate import Certificate as SeenCertificate
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.http.session import certificate_of
from newswatch.sources.infer import profile
from newswatch.sources.infer.sections import Section

__all__ = ["Probe", "SeenCertificate", "certificate", "complete", "read", "run"]

_SHORT = 300
"""Characters. An undated text that is shorter may only say that scripts are needed. A judgement."""


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
        if found.kind != "unknown" and not _hardly_an_article(found):
            return found
        offers = found.offers or shells.offers(found.page, found.feeds, fetcher)
    told = [vi.offered(o.kind, o.url, o.entries) if o.kind else vi.unreadable_list(o.url, o.entries) for o in offers]
    shell = [vi.SHELL] if offers and not found.offers else []
    return replace(found, offers=offers, warnings=(*found.warnings, *shell, *told))


def certificate(url: str, settings: FetchSettings, *, legacy: bool = False) -> SeenCertificate:
    """The certificate that a server shows, trusted or not; no request is sent. Raises SourceError if it can't be seen."""
    return certificate_of(url, settings, legacy=legacy)


def read(page: Page, lexicon: Lexicon, presets: Mapping[str, Preset]) -> Probe:
    """A page as `run` reads it."""
    found = reading.for_machines(page)
    if found is None:
        return _of_html(page, reading.for_people(page, presets), lexicon)
    offer = shells.of_page(page) if found.kind == "unknown" else None
    return replace(_made(page, found, lexicon), offers=(offer,) if offer else ())


def _of_html(page: Page, found: Reading, lexicon: Lexicon) -> Probe:
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


def _hardly_an_article(found: Probe) -> bool:
    """Whether what was taken for an article may be a shell that says no more than that scripts are needed."""
    return found.kind == "article" and all(entry.published_at is None and len(entry.text) < _SHORT for entry, _ in found.entries)


def _made(page: Page, found: Reading, lexicon: Lexicon) -> Probe:
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
    own = [entry for entry, _ in probe.entries if same_site(entry.url, probe.page.final_url)]
    if not own:
        return probe.profile, ("its articles lie on another host, which was not asked for them",)
    entry = own[len(own) // 2]
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
