"""Same story: which items tell one piece of news, so that it counts once."""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from newswatch.core.classify import names_programme
from newswatch.core.count.similarity import Telling, alike, best_source, candidates
from newswatch.core.identity import canonical_url, opening
from newswatch.core.model import Channel, Countable, Origin
from newswatch.core.text import bare, title_key

TELLING_SPAN = timedelta(days=31)
"""One title on the portal and on air within this time is one story."""
AIRING_SPAN = timedelta(days=14)
"""One title on air twice within this time is one script, unless it is logged as a rebroadcast; a monthly column comes back later than that."""

_SHORTEST_TEXT = 80
_TELLING_TEXT = 200
_ALIKE = 40
_Telling = tuple[date, int, Countable]


class Sameness(StrEnum):
    """Why two items are taken for one story."""

    PERSON = "a person settled it"
    OPENING = "the same title and opening"
    TITLE = "the same title, told within days"
    TITLE_AND_DAY = "the same title on the same day"
    TEXT = "the same text"
    LINK = "the log links to the article"
    ALIKE = "near the same title and text"
    RETOLD = "told from the likest article"


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

    What a person settled; a log row that links to the article; equal titles with equal openings; one long text under two titles; equal titles
    within `TELLING_SPAN` where one side is on air and the other on the portal, or one has no text, then the nearest; titles and texts near the
    same within `AIRING_SPAN`; a bulletin told from the portal with the article it is likest to. Equal titles over different texts of one
    channel are a series, not one story, and stay one whatever was aired between them.
    """
    ids = {item.id for item in items}
    matched = sorted((item for item in items if item.same_as != item.id), key=lambda i: i.id)
    found = [Twin(i.id, i.same_as, Sameness.PERSON) for i in matched if i.same_as is not None and i.same_as in ids]
    found += _linked(matched, {twin.a for twin in found})
    settled = {twin.a for twin in found}
    titled = _groups(matched, lambda i: title_key(i.title))
    for group in titled.values():
        found += _equal(group, lambda i: opening(i.text), settled, Sameness.OPENING, _SHORTEST_TEXT)
    for group in _groups(matched, lambda i: opening(i.text, _ALIKE)).values():
        found += _equal(group, lambda i: re.sub(r"\W+", "", bare(i.text)), settled, Sameness.TEXT, _TELLING_TEXT)
    texts = {item.id for item in items if _has_text(item)}
    posted = {item.id for item in items if item.channel is Channel.PORTAL}
    so_far = stories(items, found)
    told = {id_ for id_, story in so_far.items() if not texts.isdisjoint(story)}
    aired = {id_ for id_ in told if posted.isdisjoint(so_far[id_])}
    found += [twin for group in titled.values() for twin in _retold(group, told, aired, settled)]
    return found + _alike(items, found, settled)


def _linked(items: Sequence[Countable], settled: Collection[int]) -> list[Twin]:
    pages = {canonical_url(i.url): i.id for i in reversed(items) if i.channel is Channel.PORTAL and i.url}
    rows = [i for i in items if i.channel is Channel.LOUDSPEAKER and i.url and i.id not in settled]
    return [Twin(row.id, page, Sameness.LINK) for row in rows if (page := pages.get(canonical_url(row.url)))]


def _equal(
    group: Sequence[Countable], text_of: Callable[[Countable], str], settled: Collection[int], because: Sameness, least: int
) -> Iterator[Twin]:
    """Pairs of one text that is long enough to tell: each item with the first. What is settled stays out, but airings follow it."""
    for same in _groups(group, lambda i: text if len(text := text_of(i)) >= least else "").values():
        sure = [i for i in same if i.id in settled]
        free = [i for i in same if i.id not in settled]
        aired = [i for i in free if sure and i.channel is Channel.LOUDSPEAKER]
        rest = [i for i in free if not sure or i.channel is Channel.PORTAL]
        for tellings in (sure[:1] + aired, rest):
            yield from (Twin(tellings[0].id, item.id, because) for item in tellings[1:])


def _retold(group: Sequence[Countable], told: Collection[int], aired: Collection[int], settled: Collection[int]) -> Iterator[Twin]:
    """Pairs of items of one title where one has no text, or one is on air and the other on the portal: each with the nearest telling, and
    with one only, so that it joins no two.

    `told` are the items of stories that have a text, `aired` those of them that stand on no page yet. An item that has no telling near it is a
    telling for those after it, and what is settled is one for airings.
    """
    dated: list[_Telling] = [(i.day, i.id, i) for i in group if i.day is not None]
    tellings = sorted((t for t in dated if t[1] in told or t[1] in settled), key=_by_day)
    placed = [t for t in dated if t[1] not in settled and (t[1] not in told or t[1] in aired)]
    for day, id_, item in sorted(placed, key=lambda t: _place(t[2])):
        low = bisect_left(tellings, day - TELLING_SPAN, key=lambda t: t[0])
        high = bisect_right(tellings, day + TELLING_SPAN, key=lambda t: t[0])
        others = [t for t in tellings[low:high] if t[1] != id_ and (id_ not in told or t[2].channel is Channel.PORTAL)]
        near = [(abs(on - day), on, other.id, why) for on, _, other in others if (why := _one_title(other, item, settled))]
        if near:
            _, _, telling, because = min(near)
            yield Twin(telling, id_, because)
        elif id_ not in told:
            insort(tellings, (day, id_, item), key=_by_day)


def _alike(items: Sequence[Countable], found: Sequence[Twin], settled: Collection[int]) -> list[Twin]:
    """Pairs near the same, and for each bulletin told from the portal the article it is likest to; what is joined or settled stays out."""
    free = [i for i in items if i.day is not None and i.id not in settled and i.same_as is None]
    tellings = {i.id: Telling.of(i.id, i.day, i.title, i.text) for i in sorted(free, key=lambda i: i.id) if i.day is not None}
    joined = {id_ for story in stories(items, found).values() if len(story) > 1 for id_ in story}
    pairs = candidates(list(tellings.values()), AIRING_SPAN)
    near = [Twin(a.id, b.id, Sameness.ALIKE) for a, b in pairs if not joined & {a.id, b.id} and alike(a, b)]
    joined |= {id_ for twin in near for id_ in (twin.a, twin.b)}
    articles = [tellings[i.id] for i in free if i.channel is Channel.PORTAL]
    lone = [i.id for i in free if i.origin is Origin.RETOLD and i.channel is Channel.LOUDSPEAKER and i.id not in joined]
    told = [(id_, best_source(tellings[id_], articles, AIRING_SPAN)) for id_ in lone]
    return near + [Twin(article, id_, Sameness.RETOLD) for id_, article in told if article is not None]


def _by_day(telling: _Telling) -> tuple[date, int]:
    return telling[:2]


def _place(item: Countable) -> tuple[bool, bool, datetime, int]:
    """Articles before airings, first airings before rebroadcasts, then by time."""
    return item.channel is not Channel.PORTAL, item.origin is Origin.REBROADCAST, _at(item), item.id


def _at(item: Countable) -> datetime:
    return item.published_at or item.first_seen_at


def _one_title(telling: Countable, item: Countable, settled: Collection[int]) -> Sameness | None:
    """Whether an item of the same title repeats a telling that lies within `TELLING_SPAN`."""
    if telling.id in settled and item.channel is Channel.PORTAL:
        return None
    if telling.channel is item.channel is Channel.PORTAL:
        return Sameness.TITLE_AND_DAY if telling.day == item.day else None
    repeats = item.origin is Origin.REBROADCAST and _at(telling) <= _at(item)
    if names_programme(item.title) and telling.day != item.day and not repeats:
        return None
    near = telling.day is not None and item.day is not None and abs(telling.day - item.day) <= AIRING_SPAN
    return Sameness.TITLE if near or repeats or telling.channel is not item.channel else None


def _has_text(item: Countable) -> bool:
    return sum(map(str.isalnum, item.text[: _SHORTEST_TEXT * 20])) >= _SHORTEST_TEXT


def _groups(items: Iterable[Countable], key: Callable[[Countable], str]) -> dict[str, list[Countable]]:
    """The items that share a key with another, by key; those with an empty one share nothing."""
    grouped: dict[str, list[Countable]] = defaultdict(list)
    for item in items:
        if name := key(item):
            grouped[name].append(item)
    return {name: group for name, group in grouped.items() if len(group) > 1}


def _find(leader: dict[int, int], id_: int) -> int:
    while leader[id_] != id_:
        leader[id_] = leader[leader[id_]]
        id_ = leader[id_]
    return id_
