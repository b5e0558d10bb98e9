"""Same story: which items tell one piece of news, so that it counts once."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from newswatch.core.identity import canonical_url, digest, opening
from newswatch.core.model import Channel, Countable, Origin
from newswatch.core.text import bare, title_key

AIRING_SPAN = timedelta(days=31)
"""One title on air, or on air and on the portal, within this time is one script; a series comes back later than that."""

_SHORTEST_TEXT = 80
_GENERIC = re.compile(r"^(ban tin|chuong trinh|chuyen muc|chuyen trang|diem tin|thoi su|phat thanh|tin tuc|tin tong hop)\b")
_GENERIC_WORDS = 8


class Sameness(StrEnum):
    """Why two items are taken for one story."""

    PERSON = "a person settled it"
    OPENING = "the same title and opening"
    TITLE = "the same title within 31 days"
    TITLE_AND_DAY = "the same title on the same day"
    TEXT = "the same text"
    LINK = "the log links to the article"


@dataclass(frozen=True, slots=True)
class Twin:
    """Two items found to tell one story, and why."""

    a: int
    b: int
    because: Sameness


def stories(items: Sequence[Countable], pairs: Iterable[Twin]) -> dict[int, tuple[int, ...]]:
    """Each item's story as the ids of all its tellings, in ascending order; an item in no pair is alone."""
    leader = {item.id: item.id for item in items}
    for twin in pairs:
        a, b = _find(leader, twin.a), _find(leader, twin.b)
        leader[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for item in items:
        members[_find(leader, item.id)].append(item.id)
    return {id_: tuple(sorted(group)) for group in members.values() for id_ in group}


def twins(items: Sequence[Countable]) -> list[Twin]:
    """The pairs of items that tell one story, found through indexes, never by comparing all with all.

    Equal titles with equal openings; equal titles within `AIRING_SPAN` where one side has no text (a bulletin logged by its title); one text under
    two titles; a log row that links to the article; what a person settled. Equal titles over different texts are a series, not one story.
    """
    by_id = {item.id: item for item in items}
    found = [Twin(i.id, i.same_as, Sameness.PERSON) for i in items if i.same_as in by_id and i.same_as != i.id]
    free = [item for item in items if item.same_as is None]
    keyed = {item.id: (title_key(item.title), opening(item.text)) for item in free}
    for group in _groups(free, lambda i: keyed[i.id][0]):
        found += [Twin(a.id, b.id, because) for a, b in _close_pairs(group) if (because := _one_title(a, b, keyed))]
    for group in _groups(free, lambda i: _text_key(i.text)):
        found += [Twin(a.id, b.id, Sameness.TEXT) for a, b in pairwise(group)]
    return found + list(_linked(free))


def _one_title(a: Countable, b: Countable, keyed: Mapping[int, tuple[str, str]]) -> Sameness | None:
    (title, first), (_, second) = keyed[a.id], keyed[b.id]
    if min(len(first), len(second)) >= _SHORTEST_TEXT:
        return Sameness.OPENING if first == second else None
    if a.day is None or b.day is None or abs(a.day - b.day) > AIRING_SPAN:
        return None
    if a.channel is b.channel is Channel.PORTAL:
        return Sameness.TITLE_AND_DAY if a.day == b.day else None
    if _generic(title) and a.day != b.day and Origin.REBROADCAST not in (a.origin, b.origin):
        return None
    return Sameness.TITLE


def _generic(title: str) -> bool:
    """A title of a programme rather than of a story: it comes back every week over another script."""
    return bool(_GENERIC.match(title)) and len(title.split()) <= _GENERIC_WORDS


def _close_pairs(group: Sequence[Countable]) -> Iterable[tuple[Countable, Countable]]:
    """Neighbours in time, also over one another's heads, so that a series of many stays linear."""
    ordered = sorted(group, key=lambda i: (i.day is None, i.day or i.first_seen_at.date(), i.id))
    for distance in (1, 2, 3):
        yield from zip(ordered, ordered[distance:], strict=False)


def _linked(items: Sequence[Countable]) -> Iterable[Twin]:
    pages = {canonical_url(i.url): i.id for i in items if i.channel is Channel.PORTAL and i.url}
    for item in items:
        if item.channel is Channel.LOUDSPEAKER and item.url and (page := pages.get(canonical_url(item.url))):
            yield Twin(item.id, page, Sameness.LINK)


def _groups(items: Sequence[Countable], key: Callable[[Countable], str]) -> list[list[Countable]]:
    grouped: dict[str, list[Countable]] = defaultdict(list)
    for item in items:
        if name := key(item):
            grouped[name].append(item)
    return [group for group in grouped.values() if len(group) > 1]


def _text_key(text: str) -> str:
    letters = re.sub(r"\W+", "", bare(text))
    return digest((letters,)) if len(letters) >= _SHORTEST_TEXT else ""


def _find(leader: dict[int, int], id_: int) -> int:
    while leader[id_] != id_:
        leader[id_] = leader[leader[id_]]
        id_ = leader[id_]
    return id_
