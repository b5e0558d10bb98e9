"""Holds what a preset reads of a list against what the profile inferred from the page itself reads."""

from dataclasses import dataclass, replace

from newswatch.core.identity import canonical_url
from newswatch.core.model import Page, Profile
from newswatch.sources import listing
from newswatch.sources.http.answered import answered_at
from newswatch.sources.infer.profile import Proposal
from newswatch.sources.read.entry_dates import Memory

_FAR_FEWER = 2
"""The inferred profile reads so many times the entries or dates of the preset before the preset gives way. A judgement."""

_SAME_LIST = 0.8
"""The share of the preset's entries that must be among the inferred ones to be the same list, only shorter. A judgement."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """The inferred profile of a list, and what it reads."""

    profile: Profile
    listing: listing.Listing


def inferred(page: Page, proposal: Proposal, preset: Profile) -> Inferred | None:
    """What an inferred profile reads of a page; None if it takes it for no list. How addresses tell items is taken from the preset where that
    loses no entry."""
    if proposal.kind != "listing" or proposal.profile is None:
        return None
    plain = _read(page, proposal.profile)
    known = _read(page, replace(proposal.profile, id_pattern=preset.id_pattern, skip=preset.skip))
    return known if len(known.listing.entries) >= len(plain.listing.entries) else plain


def reads_more(other: listing.Listing, preset: listing.Listing) -> bool:
    """Whether an inferred profile reads dates where the preset reads none or few, or the same list with far more entries."""
    (dated_by, entries), (dated_by_preset, preset_entries) = dated(other), dated(preset)
    if dated_by and 2 * dated_by >= entries and dated_by > _FAR_FEWER * dated_by_preset:
        return True
    urls, preset_urls = ({canonical_url(entry.url) for entry in one.entries} for one in (other, preset))
    same = len(urls & preset_urls) >= _SAME_LIST * len(preset_urls)
    return same and entries >= _FAR_FEWER * preset_entries and dated_by >= dated_by_preset


def dated(found: listing.Listing) -> tuple[int, int]:
    """How many entries of a list have a date, and how many there are."""
    return sum(entry.published_at is not None for entry in found.entries), len(found.entries)


def _read(page: Page, profile: Profile) -> Inferred:
    return Inferred(
        profile, listing.read(page.body, page.final_url, profile, content_type=page.content_type, memory=Memory(answered_at(page)))
    )
