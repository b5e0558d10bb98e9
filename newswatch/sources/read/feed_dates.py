"""Reads the dates that the entries of one feed state, each in all its places, and together; and tells a feed that wears a wrong zone."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from newswatch.core import dates
from newswatch.core.dates import Convention, Doubt
from newswatch.core.model import DateOrigin, SourceWarning, WarningKind
from newswatch.core.months import local_day

PUBLISHED = ("pubdate", "published", "date_published", "issued", "publicationdate", "date", "created")
"""The names of the places that state when an entry was published, in order of meaning: RSS 2.0, Atom, JSON Feed, Dublin Core (`issued` and then
`date` and `created`, which may be those of the work), and what Atom 0.3 and PRISM call them."""

MODIFIED = ("updated", "modified", "date_modified")
"""Those that state when it was changed last (Atom, also inside RSS, Dublin Core, JSON Feed)."""

_PREFIX = "nw."
_BUILT = "lastbuilddate"
_NAMES = "|".join((*PUBLISHED, *MODIFIED, _BUILT))
_TAG = re.compile(rf"<(/?)(?:([\w-]+):)?({_NAMES})(?=[\s/>])[^<>]*?(/?)>", re.IGNORECASE)
_CLOCK = re.compile(r"\d ?: ?\d\d|T\d\d|^\d{10,}$")

_LEAST_AHEAD = timedelta(minutes=30)  # two parts of one server differ by less, zones by this at least
_MOST_AHEAD = timedelta(hours=14)  # the easternmost zone
_VIETNAM_HOURS = 7  # how far local time lies ahead where it is called GMT


class Stated(NamedTuple):
    """What an entry states, in order of meaning: when it was published, and when it was changed."""

    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first date that is stated at all, read or not."""
        return next(iter((*self.published, *self.modified)), "")


class Read(NamedTuple):
    """The date of an entry: the text that it was read from (or the first stated), the instant, its origin, and others that it can mean."""

    raw: str
    at: datetime | None = None
    origin: DateOrigin = DateOrigin.NONE
    alternatives: tuple[datetime, ...] = ()
    month_first: bool = False


def apart(text: str) -> str:
    """The XML of a feed with each date in an element of its own name, which a feed reader hands on as it is instead of joining it to others."""
    return _TAG.sub(lambda m: f"<{m[1]}{_PREFIX}{(m[2] or '').lower()}.{m[3].lower()}{m[4]}>", text)


def of_entry(said: Mapping[str, object]) -> Stated:
    """The dates of an entry of a feed that was taken `apart`, or of a JSON Feed, whose names are those of `PUBLISHED` and `MODIFIED` themselves."""
    found: dict[str, list[str]] = {}
    for key, value in said.items():
        text = str(value).strip() if isinstance(value, str | int | float) else ""
        if text:
            found.setdefault(key.rpartition(".")[2] if key.startswith(_PREFIX) else key, []).append(text)
    return Stated(*(tuple(text for name in names for text in found.get(name, ())) for names in (PUBLISHED, MODIFIED)))


def built(said: Mapping[str, object]) -> tuple[str, ...]:
    """When a feed says that it was made or changed last."""
    names = (_BUILT, *MODIFIED, *PUBLISHED)
    return tuple(str(value) for key, value in said.items() if key.startswith(_PREFIX) and key.rpartition(".")[2] in names)


@dataclass(frozen=True, slots=True)
class FeedDates:
    """How the dates of one feed are to be read. `ahead` is by how much its times may lie ahead of the truth, None if nothing says so."""

    convention: Convention
    ahead: timedelta | None = None
    sign: SourceWarning | None = None

    def read(self, stated: Stated) -> Read:
        """The date of an entry: the first that can be read, those of publication before those of change."""
        for origin, texts in ((DateOrigin.FEED, stated.published), (DateOrigin.MODIFIED, stated.modified)):
            for text in texts:
                at = _read(self.convention, text)
                if at is not None:
                    return Read(text, at, origin, self._alternatives(text, at), self.convention.month_first(text))
        return Read(stated.first)

    def warnings(self, stated: Iterable[Stated]) -> Iterator[SourceWarning]:
        """What was odd: a wrong zone, and dates of which the others don't tell day from month."""
        if self.sign:
            yield self.sign
        lost = [s.first for s in stated if self.read(s).at is None and self.convention.tell(s.first).doubt is Doubt.CONTRADICTION]
        if lost:
            yield SourceWarning(WarningKind.DATES_CONTRADICT, len(lost), lost[0])

    def _alternatives(self, text: str, at: datetime) -> tuple[datetime, ...]:
        if self.ahead is None or not _CLOCK.search(text):
            return ()
        other = at - self.ahead
        return (other,) if local_day(other) != local_day(at) else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """When a feed was asked for: `at`, the moment of the answer, and `clock`, what its server's clock said then (None if it didn't tell).

    `doubted_hours` are those by which an earlier answer of this feed lay ahead of that clock, 0 if none did. `known` gives the local day that an
    earlier poll found for an item, by its key.
    """

    at: datetime | None = None
    clock: datetime | None = None
    doubted_hours: int = 0
    known: Callable[[str], date | None] = lambda _: None


def together(stated: Mapping[str, Stated], made: Sequence[str], asked: Asked) -> FeedDates:
    """How the dates of a feed are to be read, from what each entry states (by its key), and when the feed says that it was made.

    The future is no time at which anything was published or made: a feed that states it, by no more than a zone, wears a wrong one. How wrong is
    told by local time called GMT, or by more if it is more.
    """
    every = [(text, key) for key, one in stated.items() for text in (*one.published, *one.modified)]
    known = [(text, day) for text, key in every if (day := asked.known(key))]
    found = dates.convention((text for text, _ in every), local_day(asked.at) if asked.at else None, known=known)
    moments = ((text, _read(found, text)) for text in (*made, *(text for one in stated.values() for text in one.published[:1])))
    ahead = [(at - asked.clock, text) for text, at in moments if at and asked.clock and _CLOCK.search(text)]
    most, example = max(((by, text) for by, text in ahead if _LEAST_AHEAD <= by <= _MOST_AHEAD), default=(timedelta(), ""))
    hours = max(_VIETNAM_HOURS, -(-(most - _LEAST_AHEAD // 3) // timedelta(hours=1))) if example else 0
    sign = SourceWarning(WarningKind.ZONE_DOUBT, hours, example) if example else None
    doubted = max(hours, asked.doubted_hours)
    return FeedDates(found, timedelta(hours=doubted) if doubted else None, sign)


def _read(convention: Convention, text: str) -> datetime | None:
    told = convention.tell(text)
    return None if told.doubt else dates.parse(told.text)
