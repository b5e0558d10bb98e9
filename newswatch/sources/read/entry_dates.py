"""Reads the dates of the entries of one listing page together (selectolax elements): one reading for all dates of a shape, and dates that count
from the moment of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from newswatch.core import dates
from newswatch.core.dates import Convention, Doubt, Order
from newswatch.core.dates.relative import relative
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.text import clean
from newswatch.sources.infer.unread_dates import like_date
from newswatch.sources.read import change_marks, date_labels, visible_date
from newswatch.sources.read.css import ITSELF, alternatives
from newswatch.sources.read.visible_date import LONGEST_RAW, VisibleDate

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST_DATE = 200
"""Characters. The longest printed forms of PORTALS.md 2 have fewer than 60; a listing puts author and section beside them."""

_STAMPS = ("datetime", "content", "title")


class KnownDay(NamedTuple):
    """The local day that an earlier poll found for an item. It is not `sure` if its places stated several days, or another day before."""

    day: date
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known when a page of a listing is read: the moment of the answer (its own Date header), what earlier polls found for an item
    by its key, and what earlier pages of the same walk proved of the order of day and month."""

    asked_at: datetime | None = None
    known: Callable[[str], KnownDay | None] = lambda _: None
    proved: Mapping[str, Order] = field(default_factory=dict)


@dataclass(slots=True)
class EntryDates:
    """The dates of one page's entries. They are read once one by one, and again if `together` says that this tells other days.

    `clashes` counts the entries whose printed date names another day than the one for machines, `contradicted` has the texts of those that stay
    undated because the others contradict each other.
    """

    css: Callable[[LexborNode, str], list[LexborNode]]
    selector: str
    memory: Memory
    convention: Convention | None = None
    clashes: int = 0
    contradicted: list[str] = field(default_factory=list)
    _shown: dict[tuple[str, str], None] = field(default_factory=dict)
    _has_days: bool = False
    _has_clocks: bool = False

    def together(self) -> bool:
        """Whether the dates that were read have to be read again, knowing them all."""
        texts = [text for _, text in self._shown]
        known = [(text, day.day) for key, text in self._shown if (day := self.memory.known(key))]
        asked_at = self.memory.asked_at
        today = local_day(asked_at) if asked_at else None
        found = dates.convention(texts, today, known=known, before=self.memory.proved, in_sequence=True)
        again = self.clashes or self._has_clocks or any(found.tell(text) != dates.Told(text) for text in texts)
        self.convention, self.clashes, self.contradicted = found, 0, []
        return bool(again)

    def of(self, node: LexborNode, key: str) -> tuple[LexborNode | None, VisibleDate]:
        """The first readable date of an entry by the first alternative that has one, with its element. Else that of a change, else what is printed in
        its place."""
        changed: tuple[LexborNode | None, VisibleDate] | None = None
        unread = VisibleDate()
        for alternative in alternatives(self.selector):
            for element, shown in self._dated(node, alternative, key):
                if shown.at is not None:
                    self.clashes += shown.clash
                    return element, shown
                if changed is None and shown.modified_at is not None:
                    changed = element, shown
                if not unread.raw and (any(map(str.isdigit, shown.raw)) or shown.counts or like_date(shown.raw)):
                    unread = shown
        if changed is None and unread.doubt is Doubt.CONTRADICTION:
            self.contradicted.append(unread.raw)
        return changed or (None, unread)

    def _dated(self, node: LexborNode, selector: str, key: str) -> Iterator[tuple[LexborNode | None, VisibleDate]]:
        if selector == ITSELF:
            if node.tag != "a":
                yield None, self._read(node.text(deep=False, separator=" "), (), key)
            return
        for element in self.css(node, selector):
            yield element, self._read(date_text(element), stamps(element), key, changed=change_marks.of_node(element))

    def _read(self, text: str, machine: tuple[str, ...], key: str, *, changed: bool = False) -> VisibleDate:
        if self.convention is None:
            self._shown[key, text] = None
            shown = visible_date.read(text, machine, changed=changed)
        else:
            told = self.convention.tell(text)
            if told.doubt is not None:
                return VisibleDate(clean(text)[:LONGEST_RAW], doubt=told.doubt)
            shown = visible_date.read(told.text, machine, changed=changed)
            shown = shown if told.text == text else replace(shown, raw=clean(text)[:LONGEST_RAW])
            if shown.clash and not self.convention.proves(text) and _swapped(text, machine):
                return replace(shown, at=None, doubt=Doubt.ORDER_UNKNOWN)
        self._has_days |= shown.at is not None
        of_change = changed or shown.modified_at is not None or date_labels.speaks_of_change(text)
        return shown if shown.at is not None or not text or of_change else self._counted(shown, text, key)

    def _counted(self, shown: VisibleDate, text: str, key: str) -> VisibleDate:
        """A date that counts from the moment of the answer. A time alone is one of today only in a list that prints days for other entries."""
        asked_at = self.memory.asked_at
        found = relative(text, asked_at) if asked_at else None
        if found is None:
            return shown
        self._has_clocks |= found.clock_only
        known = self.memory.known(key)
        if found.clock_only and (not self._has_days or self.convention is None):
            return shown
        day = _agreed(found, known)
        at = found.at if known is None or day is None or (found.at and found.at.date() == day) else datetime.combine(day, time(), LOCAL)
        others = () if at is None or (known and known.sure and known.day == at.date()) else (found.first, found.last)
        ends = tuple(datetime.combine(other, time(), LOCAL) for other in dict.fromkeys(others) if at and other != at.date())
        return replace(shown, at=at, alternatives=ends, counts=True)


def _agreed(found: dates.Relative, known: KnownDay | None) -> date | None:
    """The day that a relative date names: the one known already if it can mean that, so that an item keeps its day from poll to poll."""
    if known is not None and (found.clock_only or found.first <= known.day <= found.last):
        return known.day
    return found.at.date() if found.at else None


def _swapped(text: str, machine: tuple[str, ...]) -> bool:
    """Whether the date for machines is the printed one with day and month exchanged: then neither is sure."""
    return any(at is not None and dates.swapped(text, local_day(at)) for at in map(dates.parse, machine))


def stamps(node: LexborNode) -> tuple[str, ...]:
    """The dates for machines in an element's attributes, or in those of the first `time`, `abbr` or `meta` inside it."""
    inner = node.css_first("time[datetime], abbr[title], meta[content]") if _has_elements(node) else None
    places = [node] if inner is None else [node, inner]
    found = (place.attributes.get(name) for place in places for name in _STAMPS)
    return tuple(value for value in found if value and any(c.isdigit() for c in value))


def date_text(node: LexborNode) -> str:
    """What an element prints as a date: its text without that of links inside it. Empty if it is as long as a paragraph."""
    if node.tag == "a" or not _has_elements(node) or node.css_first("a") is None:
        text = node.text(separator=" ")
    else:
        text = " ".join(inner.text(deep=False, separator=" ") for inner in node.traverse() if not _in_link(inner, node))
    return text if len(text) <= _LONGEST_DATE or len(clean(text)) <= _LONGEST_DATE else ""


def _has_elements(node: LexborNode) -> bool:
    return next(node.iter(), None) is not None


def _in_link(inner: LexborNode, top: LexborNode) -> bool:
    node: LexborNode | None = inner
    while node is not None and node.mem_id != top.mem_id:
        if node.tag == "a":
            return True
        node = node.parent
    return False
