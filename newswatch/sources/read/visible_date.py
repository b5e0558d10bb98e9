"""Reads a date as a page prints it, together with the one that the markup states for machines."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from newswatch.core import dates
from newswatch.core.dates import Doubt
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.text import clean
from newswatch.sources.read import date_labels

LONGEST_RAW = 80
"""Characters of a text that is kept to tell what was printed."""

_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class VisibleDate:
    """`raw` is the date as printed or, if nothing is printed, as stated for machines. `at` is None if it can't be read for sure.

    `clash` means that the date for machines names another day than the printed one. The printed one is taken then. `modified_at` is the date of a
    change ("Cập nhật: …"), which is never in `at`. `bare` marks an unlabelled "Ngày …" without a clock, `event` one that begins a sentence.
    `doubt` is why a date in digits is undated among the others of its list. A date that `counts` from the moment of reading can mean the days of
    `alternatives` too.
    """

    raw: str = ""
    at: datetime | None = None
    clash: bool = False
    modified_at: datetime | None = None
    bare: bool = False
    event: bool = False
    doubt: Doubt | None = None
    alternatives: tuple[datetime, ...] = ()
    counts: bool = False

    @property
    def day_at(self) -> datetime | None:
        """The date that stands here, be it of publication or of a change."""
        return self.at or self.modified_at


@lru_cache(4096)
def read(text: str, stamps: tuple[str, ...] = (), *, changed: bool = False) -> VisibleDate:
    """The date in a short text, with the time of day of the first readable stamp (`datetime`, `title`, `content`) of the same local day.

    `changed` says that words or marks beside the text make it the date of a change.
    Results are cached, because a listing shows nearly the same dates at the next poll, and portals print the same days (bench_listing).
    """
    said, change = ("", text) if changed else date_labels.parts(text)
    if not change:
        return _published(text, stamps)
    modified = _published(change, () if said else stamps)
    published = _published(said, stamps) if said else VisibleDate()
    return VisibleDate(
        published.raw if published.at else modified.raw, published.at, published.clash, modified.at, published.bare, published.event
    )


def _published(text: str, stamps: tuple[str, ...]) -> VisibleDate:
    found = dates.find(text)
    stamp = next((at for at in map(dates.parse, filter(None, stamps)) if at is not None), None)
    if found is None:
        shown = clean(text)
        return VisibleDate(shown[:LONGEST_RAW] or (stamp.isoformat() if stamp else ""), stamp)
    at, raw = found
    bare = date_labels.names_bare_day(text)
    event = bare and date_labels.is_sentence(text)
    if stamp is None:
        return VisibleDate(raw, at, bare=bare, event=event)
    clash = local_day(stamp) != local_day(at)
    return VisibleDate(
        raw, at if clash or stamp.astimezone(LOCAL).time() == _MIDNIGHT else stamp, clash, bare=bare and clash, event=event and clash
    )
