"""What polls ask of all items of a unit, and how it is answered where they are kept."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from newswatch.core.dates.places import Places
from newswatch.core.polling.changes import Known


class By(StrEnum):
    """By what items are found; each stands for a question with one parameter, or none."""

    TITLE = "title"
    KEY_TODAY = "key_today"
    ADDRESS = "address"
    BODY = "body"
    WAITS = "waits"
    UNDATED = "undated"
    ELSEWHERE = "elsewhere"
    SETTLED = "settled"
    PLACE = "place"
    SINCE = "since"
    NAMED_SINCE = "named_since"
    READING = "reading"
    OFF = "off"


class Tally(NamedTuple):
    """What the articles of a site show of the places of their dates, and the keys of the items that are not counted in it."""

    places: Places
    others: Sequence[str]


class Lookups(Protocol):
    """Finds the portal items of a unit where they are kept, with what one source said of each. What is not indexed there is named as an answer to
    every question; None says that nothing is, so that all has to be read."""

    def keys(self, by: By, what: object = "") -> Sequence[str] | None:
        """The keys of all items that may be meant: those whose title has the key `what` (TITLE), that would have the key `what` today and have another
        (KEY_TODAY), that share one of the addresses `what` with others (ADDRESS), whose text has this digest (BODY), whose article waits to be
        asked for, that have no date by what was read, that were not asked for because of their host, that people dated (SETTLED), that are dated by
        a bare day at the place `what` (PLACE), that are dated from the instant `what` on, and have no date by a person (SINCE), and that this source
        names (NAMED_SINCE), whose printed date was read so (READING), and that lie on none of the sites `what` (OFF)."""

    def read(self, keys: Collection[str]) -> Mapping[str, Known]:
        """The items with these keys that are there."""

    def read_all(self) -> Mapping[str, Known]:
        """All items, in the order of their keys."""

    def moved(self, keys: Collection[str]) -> Mapping[str, str]:
        """The keys of items by those of these addresses to which they moved."""

    def all_moved(self) -> Mapping[str, str]:
        """The same of all addresses."""

    def tally(self, site: str, besides: Collection[str]) -> Tally | None:
        """The tally of the articles on a site, less those with some keys."""
