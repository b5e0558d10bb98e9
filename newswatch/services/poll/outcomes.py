"""Polls that read nothing: of a first page that is as it was, and of a fault before any page."""

from dataclasses import replace
from datetime import datetime, timedelta

from newswatch.config import Source, SourceKind
from newswatch.core.model import Page
from newswatch.core.polling.proof import End, Gap, Proof
from newswatch.core.polling.records import Past, Poll, PollOutcome
from newswatch.services.faults import Fault

FRESH = timedelta(hours=1)
"""A page that a cache kept for longer says nothing of the time since."""


def is_unchanged(page: Page, past: Past, source: Source) -> bool:
    """Whether the first page says of articles what it said before: by its server, by its bytes, or by all of it that a reading would take in."""
    if page.not_modified:
        return True
    if age_of(page) > FRESH:
        return False
    same = bool(past.sha256) and page.sha256 == past.sha256
    if same or not past.gist:
        return same
    from newswatch.sources.gist import gist  # parses, for which a server that says "unchanged" leaves no need

    return gist(page, source.kind is SourceKind.FEED, source.profile) == past.gist


def quietly(past: Past, proof: Proof, page: Page) -> Poll:
    """The poll of an unchanged first page, when no item waits for anything: what the poll before it said, once more."""
    gaps = tuple(gap for gap in proof.gaps if gap is not Gap.UNREAD_ARTICLES)
    return replace(unchanged(past, replace(proof, gaps=gaps), page), warnings=past.warnings, quiet=past.quiet)


def age_of(page: Page) -> timedelta:
    """How old a page was when it was given, by a cache that says so (Age, RFC 9111 5.1)."""
    stated = {name.lower(): value.strip() for name, value in page.headers}.get("age", "")
    return timedelta(seconds=int(stated)) if stated.isdecimal() and len(stated) < 10 else timedelta()


def unchanged(past: Past, proof: Proof, page: Page) -> Poll:
    """A poll that found the first page as it was. It extends the proof before it, because the newest leads there."""
    return Poll(
        fetched_at=page.fetched_at,
        outcome=PollOutcome.NOT_MODIFIED,
        reach=proof.reach,
        proof=replace(proof, body=not page.not_modified),
        ended=proof.end is not End.NOT_REACHED,
        pages=1,
        entries=past.usual or 0,
        etag=page.etag or past.etag,
        last_modified=page.last_modified or past.last_modified,
        sha256=page.sha256 or past.sha256,
        gist=past.gist,
    )


def faulted(found: Fault, at: datetime) -> Poll:
    """A poll that a fault nobody foresaw has hit, before anything was read."""
    return Poll(at, PollOutcome.FAILED, str(found), traceback=found.traceback)
