"""What one page is, and what stands on it: by its preset, or by the profile that can be inferred."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newswatch.config import SourceKind
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import item_key, same_site, site_of
from newswatch.core.model import Article, DateOrigin, Entry, Page, Preset, Profile, SourceWarning, WarningKind
from newswatch.core.polling.order import ordering
from newswatch.core.polling.proof import Gap, Order
from newswatch.errors import ParseError
from newswatch.report import english
from newswatch.report.vi import setup as vi
from newswatch.services.probe import rivals, shells
from newswatch.sources import article, feed, listing, wordpress
from newswatch.sources.http.answered import answered_at
from newswatch.sources.infer import profile
from newswatch.sources.read.entry_dates import Memory

FEWEST_ENTRIES = 3
"""A page with fewer entries is not taken for a listing on the strength of a preset's marks alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page was read as. `entries` have the text of the article, where there is one; `turns` says that a list has a second page."""

    kind: str
    preset: str | None = None
    entries: tuple[tuple[Entry, str], ...] = ()
    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    several: bool = False
    turns: bool = True


def for_machines(page: Page) -> Reading | None:
    """A feed, WordPress' list of posts, or another list in JSON, which is unknown. None for anything else."""
    return _feed(page) or _posts(page) or _json(page)


def for_people(page: Page, presets: Mapping[str, Preset]) -> Reading:
    """A page of HTML as a list or an article. Raises ParseError if it is none."""
    return _by_preset(page, presets) or _inferred(page)


def _feed(page: Page) -> Reading | None:
    try:
        entries = feed.parse(page.body, page.final_url, content_type=page.content_type)
    except ParseError:
        return None
    warnings = _elsewhere(entries, page) if entries else ("the feed has no entries",)
    return Reading("feed", None, tuple((e, e.text or e.summary) for e in entries), None, warnings)


def _posts(page: Page) -> Reading | None:
    try:
        posts = wordpress.read(page)
    except ParseError:
        return None
    return Reading(str(SourceKind.WORDPRESS), None, tuple((e, e.summary) for e in posts.entries))


def _json(page: Page) -> Reading | None:
    """A list in JSON that no kind of source reads."""
    return Reading("unknown") if shells.json_rows(page.body) else None


def _by_preset(page: Page, presets: Mapping[str, Preset]) -> Reading | None:
    """A page as the preset whose marks it bears reads it; None for a list of which the inferred profile reads more."""
    name = profile.detect(page.body, page.final_url, presets, content_type=page.content_type) if presets else None
    if name is None:
        return None
    known = presets[name].profile
    read_listing = listing.read(page.body, page.final_url, known, content_type=page.content_type, memory=Memory(answered_at(page)))
    inferred = profile.propose(page.body, page.final_url, content_type=page.content_type)
    other = rivals.inferred(page, inferred, known)
    if len(read_listing.entries) >= FEWEST_ENTRIES:
        if other and rivals.reads_more(other.listing, read_listing):
            told = vi.preset_gave_way(name, rivals.dated(read_listing), rivals.dated(other.listing))
            return _listing(other.listing, page, None, other.profile, (told, *inferred.warnings))
        return _listing(read_listing, page, name, known, unread=other.listing if other else None)
    if inferred.kind == "listing":
        return None
    found = _article(page, name, known)
    return found if found.entries[0][1] else None  # without a text it is no article, and inference names it so


def _inferred(page: Page) -> Reading:
    proposal = profile.propose(page.body, page.final_url, content_type=page.content_type)
    if proposal.profile is None or proposal.kind == "unknown":
        return Reading("unknown", warnings=(*proposal.warnings, "no listing or article could be made out"))
    if proposal.kind == "article":
        return _article(page, None, proposal.profile, proposal.warnings)
    memory = Memory(answered_at(page))
    read_listing = listing.read(page.body, page.final_url, proposal.profile, content_type=page.content_type, memory=memory)
    return _listing(read_listing, page, None, proposal.profile, proposal.warnings)


def _listing(
    found: listing.Listing,
    page: Page,
    preset: str | None,
    known: Profile,
    warnings: tuple[str, ...] = (),
    unread: listing.Listing | None = None,
) -> Reading:
    """A list; of one without any date `unread` is another reading of it, which may show the form that was not understood."""
    entries = tuple((entry, "") for entry in found.entries)
    turns = found.next_url is not None or bool(found.pages)
    told = (*warnings, *_undated(found, unread), *_doubts(found), *_elsewhere(found.entries, page))
    return Reading("listing", preset, entries, known, told, found.lists > 1, turns)


def _elsewhere(entries: Sequence[Entry], page: Page) -> tuple[str, ...]:
    """How many entries lie on each other host, and how a person settles it."""
    met = Counter(site_of(e.url) for e in entries if e.url and not same_site(e.url, page.final_url))
    return tuple(english.warning(SourceWarning(WarningKind.UNSETTLED_HOST, count, host)) for host, count in sorted(met.items()))


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


def _article(page: Page, preset: str | None, known: Profile, warnings: tuple[str, ...] = ()) -> Reading:
    read_article = article.read(page.body, page.final_url, known, content_type=page.content_type)
    entry = _entry(page, known, read_article)
    return Reading("article", preset, ((entry, read_article.text),), known, (*warnings, *read_article.warnings))


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
        text=read_article.text,
    )
