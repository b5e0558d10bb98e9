"""What a look at a source is given, brings and leaves behind."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from newswatch.core.model import Classification, DateOrigin, Dates, Entry, Page


class PollOutcome(StrEnum):
    """How one look at a source ended: what it said, that it said the same, that it is not to be believed, that it said nothing."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    SUSPECT = "suspect"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ItemUpdate:
    """A new or changed item of a portal, ready to store. `whole` is false where its article could not be read this time."""

    entry: Entry
    title: str
    text: str
    dates: Dates
    published_at: datetime | None
    date_origin: DateOrigin
    stated: tuple[tuple[DateOrigin, date], ...]
    classification: Classification
    digest: str
    seen_at: datetime
    whole: bool
    capture: Page | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one look at one source brought.

    `reach` is how far back the look is complete: every item the portal showed with a later date was seen. None if it shows nothing so.
    `ended` says that the look came to the end of the archive.
    `sighted` are known items this source names for the first time, `gone` known items whose address no longer exists, `unlisted` those
    that exist but stand in the source no more; all by key.
    """

    fetched_at: datetime
    outcome: PollOutcome
    error: str = ""
    reach: datetime | None = None
    ended: bool = False
    pages: int = 0
    entries: int = 0
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    updates: tuple[ItemUpdate, ...] = ()
    sighted: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """The last complete look at a source: what makes the next one cheaper, and what is usual.

    `deepest` is how far back any look ever reached, `read` the recent looks that read pages anew, as (when, reach).
    """

    fetched_at: datetime
    reach: datetime | None
    ended: bool
    etag: str
    last_modified: str
    sha256: str
    usual: int | None
    deepest: datetime | None
    read: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time of which one look at one source saw everything (UTC)."""

    source_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class LastPoll:
    """How the last poll of a source ended; `last_good_at` is the last one that read it, `first_at` the first one ever (UTC). None before the first."""

    source_id: str
    url: str
    polled_at: datetime | None = None
    outcome: PollOutcome | None = None
    error: str | None = None
    entries: int | None = None
    last_good_at: datetime | None = None
    first_at: datetime | None = None

    @property
    def failed(self) -> bool:
        """Could the source not be read as it should the last time?"""
        return self.outcome in (PollOutcome.FAILED, PollOutcome.SUSPECT)
