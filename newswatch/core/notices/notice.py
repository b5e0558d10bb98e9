"""The values of a notice: its kind, to whom it goes, what is known when it is written, and the notice as written. `due` decides when one is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from newswatch.core.count.revision import Cause, Stated
from newswatch.core.count.statement import YearStatement
from newswatch.core.months import Month
from newswatch.core.notices.board import NoticeKind as NoticeKind
from newswatch.core.notices.board import Recipient as Recipient
from newswatch.core.notices.board import Role as Role
from newswatch.core.notices.workdays import Rest
from newswatch.core.quota.forecast import Forecast


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source without a good poll since the local day `since`. `error` is what the last poll said, empty if none was tried.

    `last_good_at` is when it was last read well (UTC), None if never. `tried` says that somebody looked since then.
    """

    source: str
    url: str
    since: date
    error: str
    required: bool
    last_good_at: datetime | None = None
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Recovered:
    """Sources whose trouble was told (`period`, as of that notice) and of which each was read well again by `at` (UTC)."""

    period: str
    sources: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class UnreadLog:
    """A loudspeaker log that was not taken in whole: so many of its rows were not, or, with `rows` 0, nothing of it, and why."""

    file: str
    rows: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A stated month that stands otherwise than the board was told: what it was told, what stands, what has changed."""

    month: Month
    before: Stated
    after: Stated
    causes: tuple[Cause, ...]

    @property
    def revision(self) -> int:
        """The number of the statement that stands."""
        return self.after.revision


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice that is due, and what it is about.

    `period` names that: `2026-03` (month, revision), `2026-03-20` (month and warning day), `2026-03-w57` (month and item that awaits a person, in a
    warning), `2026-03-05` (the day since when sources are unreadable), `2026-Q1`, `2026-H1`, `2026`.
    Each (kind, period, revision) is given once per unit. `months` are those told of, in order. For a revision
    `before` is what was told last, and `causes` are what has changed since. Revisions that an upgrade made are told in one notice, whose period is the
    local day; `changes` are its months. The end of a trouble is told as revision 1 of its notice, with what has `recovered`.
    """

    kind: NoticeKind
    period: str
    months: tuple[Month, ...] = ()
    revision: int = 0
    before: Stated | None = None
    causes: tuple[Cause, ...] = ()
    sources: tuple[Unreadable, ...] = ()
    changes: tuple[Change, ...] = ()
    recovered: Recovered | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that a letter may say: the due notice, the year it belongs to, and what lies ahead, as of the local day `today`.

    `at_risk` are the points that the missing items of the open month would cost by the rule's reading, None without points. `forecast` is for the
    open month, None with too little history. `days_left` and `working_days_left` count the days of the open month after today. `rests` are the
    public holidays among them. `watched` is the scoring year in which `today` falls, if that is another than `year`. `unread_logs` are the logs that
    were handed in of late and not taken in whole. `head` is the head of the unit's ledger when the letter is written (hex; empty for none): it stands
    for all that was recorded up to then, the statements told among it.
    """

    due_notice: DueNotice
    year: YearStatement
    today: date
    forecast: Forecast | None = None
    at_risk: Decimal | None = None
    days_left: int = 0
    working_days_left: int = 0
    rests: tuple[Rest, ...] = ()
    watched: YearStatement | None = None
    unread_logs: tuple[UnreadLog, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a notice."""

    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as written, with its facts as they stood. `short_text` is for a chat group (at most 600 characters), `facts` are for machines."""

    kind: NoticeKind
    period: str
    revision: int
    subject: str
    text: str
    html: str
    short_text: str
    enclosures: tuple[Enclosure, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """How the outbox stands: mails waiting, mails refused for good, mails sent. `held` counts the waiting ones that can't reach the server, `laid` those
    that were laid into files and not sent, `in_doubt` those that may have been sent before the database was restored from a backup.

    `oldest` is when the oldest undelivered mail was written (UTC), `trouble` what the server said last while mails are held.
    """

    waiting: int
    held: int
    failed: int
    sent: int
    oldest: datetime | None
    trouble: str
    laid: int = 0
    in_doubt: int = 0
