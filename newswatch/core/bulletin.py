"""The nouns of a loudspeaker log. Reading a log file is done in sources; whether a bulletin counts is decided in `count`."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from newswatch.core.model import ItemType, Origin
from newswatch.core.months import Month


class Broadcasts(StrEnum):
    """Whether a unit logs what its loudspeakers air, or nobody watches them."""

    LOGGED = "logged"
    UNWATCHED = "unwatched"


@dataclass(frozen=True, slots=True)
class Closing:
    """A person's word that the log of a month is complete (chốt sổ). `none_aired` says that nothing was aired in the month."""

    month: Month
    by: str
    at: datetime
    none_aired: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One row of a loudspeaker log (sổ nhật ký phát thanh): one airing of one item.

    No form of the log is fixed by law, so the fields are those that offices keep: who wrote, approved and read it, over which speakers, and where the
    text stands on the portal. `aired_on` is a local day, `duration` is in whole seconds. `key` names the row by its content, so that a row taken
    in twice is one. `script` is the text as read, if the log holds it.
    """

    key: str
    aired_on: date
    title: str
    aired_at: time | None = None
    duration: int | None = None
    session: str = ""
    programme: str = ""
    section: str = ""
    summary: str = ""
    script: str = ""
    item_type: ItemType | None = None
    origin: Origin = Origin.OWN
    origin_raw: str = ""
    author: str = ""
    editor: str = ""
    approver: str = ""
    announcer: str = ""
    approved_on: date | None = None
    speaker_clusters: str = ""
    web_link: str = ""
    entered_by: str = ""
    note: str = ""
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a log that could not be taken in. `column` is the header as written, empty if none is to blame, `row` counts the header as 1."""

    file: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = f" {self.value!r}" if self.value else ""
        column = f", column {self.column!r}" if self.column else ""
        return f"{self.file}: row {self.row}{column}:{shown} {self.reason}"


@dataclass(frozen=True, slots=True)
class LogReading:
    """What one log file holds: good rows, bad rows, and the number of rows that are no bulletins (blank lines, totals)."""

    bulletins: tuple[Bulletin, ...]
    problems: tuple[RowProblem, ...] = ()
    skipped: int = 0
    columns: dict[str, str] = field(default_factory=dict)
