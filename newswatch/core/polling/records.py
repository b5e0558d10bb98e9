"""The values of a poll: what it is given, what it brings, and what it leaves behind. Nothing is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from newswatch.core.answer.kinds import Answer
from newswatch.core.model import Classification, DateOrigin, Dates, Entry, Origin, Page, SourceWarning
from newswatch.core.polling.proof import Proof
from newswatch.core.polling.repeats import times


class PollOutcome(StrEnum):
    """How one poll ended: the source answered, said nothing new, gave an answer that can't be believed, or gave none. The values are stored."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    SUSPECT = "suspect"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ItemUpdate:
    """A new or changed item of a portal, ready to store. `whole` is false if its text is not known, because its article could not be read.

    `answer` is what came back when the article was asked for, `body` a digest of its text by which equal ones are found. `listed` is false where no
    source named the item this time, and it was looked for by what is known of it. `moved_to` is the key of the address to which the item's own
    redirects, empty if it stands where it stood. `elsewhere` says that nobody settled its host, so that its article was not asked for and it is what
    its source says.
    """

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
    origin: Origin = Origin.OWN
    repost_sign: str = ""
    capture: Page | None = None
    named_on: Page | None = None
    moved_to: str = ""
    elsewhere: bool = False
    answer: Answer = Answer.ENTRY
    body: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Vain:
    """An item whose article was asked for and not had (`asked_at`, UTC), so that nothing of the item changes. None: it was not asked for."""

    key: str
    answer: Answer
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of one source brought.

    `reach` is how far back the poll is proved complete: it saw every item that the source showed with a later date. It is None if nothing proves that.
    `proof` tells how, or what is missing. `ended` says that the poll came to the end of the archive.
    `sighted` are known items that this source names for the first time. `gone` are the keys of known items whose address no longer exists,
    `unlisted` the keys of those that exist but are named by the source no more, `vain` items that were asked for in vain.
    `stopped` says that the run ended it, so it says little of the source. `gist` is a digest of what its first page says of articles,
    `quiet` the mark of the items if none of them waits for anything (see `services.poll.task`).
    `traceback` is that of an exception nobody foresaw; it is stored with the poll (column `fetches.traceback`).
    """

    fetched_at: datetime
    outcome: PollOutcome
    error: str = ""
    reach: datetime | None = None
    proof: Proof | None = None
    ended: bool = False
    pages: int = 0
    entries: int = 0
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    gist: str = ""
    quiet: str = ""
    updates: tuple[ItemUpdate, ...] = ()
    sighted: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    vain: tuple[Vain, ...] = ()
    warnings: tuple[SourceWarning, ...] = ()
    traceback: str = ""
    stopped: bool = False

    @property
    def over_budget(self) -> bool:
        """Did it fail because its site had had its requests of the day?"""
        return self.outcome is PollOutcome.FAILED and self.proof is not None and self.proof.over_budget


@dataclass(frozen=True, slots=True)
class Past:
    """The last good poll of a source: what makes the next one cheaper, and what is usual.

    `deepest` is how far back any poll ever reached. `read` are the recent polls that read pages anew, as (when, reach). `proof` is that of the last
    good poll, None for one made before proofs were kept. `displacement_days` is the largest of twelve months, `end` the last proof that came to
    the end of the archive and `ended_at` when that was, `body_at` when a page was last given and not only said to be the same. `zone_hours` are those
    by which the times of a feed lay ahead of its server's clock in the last three months, 0 if they didn't. `gist` is a digest of what the first page
    said of articles, empty if it is not to be compared, `quiet` the mark that it left, `warnings` those of the last poll of all.
    """

    fetched_at: datetime
    reach: datetime | None
    etag: str
    last_modified: str
    sha256: str
    usual: int | None
    deepest: datetime | None
    read: tuple[tuple[datetime, datetime], ...] = ()
    proof: Proof | None = None
    displacement_days: int = 0
    end: Proof | None = None
    body_at: datetime | None = None
    ended_at: datetime | None = None
    zone_hours: int = 0
    gist: str = ""
    quiet: str = ""
    warnings: tuple[SourceWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time (UTC) of which one poll of one source saw everything. `row` numbers the polls in the order in which they were made.

    Polls in a row that all found nothing new have one row (`polling.repeats`). Then the span is that of the last of them, `first` is when the first of
    them was made, and `nth` says which of them the span is of, from 0 on.
    """

    source_id: str
    start: datetime
    end: datetime
    row: int = 0
    nth: int = 0
    first: datetime | None = None
    repeats: bytes = b""

    @property
    def earliest(self) -> datetime:
        """The end of the span of the first poll of its row."""
        return min(self.first or self.end, self.end)

    def polls(self) -> Iterator["Span"]:
        """The span of each poll of its row, up to this one."""
        alone = replace(self, first=None, repeats=b"")
        if self.first is not None:
            for nth, at in enumerate((self.first, *(at for at, _ in times(self.first, self.repeats)))):
                if nth < self.nth:
                    yield replace(alone, nth=nth, end=min(at, self.end))
        yield alone

    def ended_before(self, at: datetime) -> Iterator["Span"]:
        """This span, if it ended before an instant; of polls that share its row, those that did."""
        if self.end < at:
            yield self
        elif self.earliest < at:
            yield from (one for one in self.polls() if one.end < at)


@dataclass(frozen=True, slots=True)
class Refutation:
    """A local day of which a witness named an item that lists had not shown. `row` numbers the witness's poll."""

    source_id: str
    day: date
    row: int


@dataclass(frozen=True, slots=True)
class LastPoll:
    """How the last poll of a source ended; `last_good_at` is the last one that read it, `first_at` the first one ever (UTC). None before the first."""

    source_id: str
    url: str
    polled_at: datetime | None = None
    outcome: PollOutcome | None = None
    error: str | None = None
    warnings: tuple[SourceWarning, ...] = ()
    entries: int | None = None
    last_good_at: datetime | None = None
    first_at: datetime | None = None
    proof: Proof | None = None

    @property
    def failed(self) -> bool:
        """Could the source not be read as it should the last time?"""
        return self.outcome in (PollOutcome.FAILED, PollOutcome.SUSPECT)

    @property
    def over_budget(self) -> bool:
        """Was it not read the last time because its site had had its requests of the day?"""
        return self.outcome is PollOutcome.FAILED and self.proof is not None and self.proof.over_budget
