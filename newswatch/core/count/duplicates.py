"""Decides which items tell the same news, so that it counts once.

Items that tell the same news form a cluster. What joins two items is a person's word, a link, a text, a title within some days, or a high similarity
(`similarity`). Which item of a cluster counts is decided in `judgement`.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from newswatch.core.classify import names_programme
from newswatch.core.count.similarity import Comparable, Recall, candidates, similar
from newswatch.core.identity import canonical_url, opening
from newswatch.core.model import Channel, Countable, Origin
from newswatch.core.text import letters, title_key

CROSS_CHANNEL_SPAN = timedelta(days=31)
"""One title on the portal and on air within this time is the same news. Chosen by hand: the length of a long month."""
AIRING_SPAN = timedelta(days=14)
"""One title on air twice within this time is one script, unless it is logged as a rebroadcast. Chosen by hand: a monthly column comes back later."""

# Both lengths count letters and digits and are chosen by hand; tests/core/count/test_duplicates.py pins what falls on either side.
_SHORTEST_TEXT = 80  # less is a caption or a line of summary, so the item counts as one without a text
_SHORTEST_LONE_TEXT = 200  # a text under two titles needs more: "Xem tệp đính kèm" and one sentence stand under many
_SAMPLE_PER_LETTER = 20  # bounds the work on a long text; a text has far fewer than 20 characters for each letter
_INDEX_LETTERS = 40  # long texts are first sorted by so many letters, which costs less than folding them whole
_Dated = tuple[date, int, Countable]


class Sameness(StrEnum):
    """Why two items are taken for the same news."""

    PERSON = "a person settled it"
    OPENING = "the same title and opening"
    TITLE = "the same title, told within days"
    TITLE_AND_DAY = "the same title on the same day"
    TEXT = "the same text"
    LINK = "the log links to the article"
    ALIKE = "near the same title and text"
    RETOLD = "told from the likest article"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two items that tell the same news, and why they are taken for it."""

    a: int
    b: int
    because: Sameness


def clusters(items: Sequence[Countable], pairs: Iterable[Duplicate]) -> dict[int, tuple[int, ...]]:
    """The cluster of each item, as ids in ascending order. An item in no pair is alone."""
    leader = {item.id: item.id for item in items}
    for pair in pairs:
        a, b = _find(leader, pair.a), _find(leader, pair.b)
        leader[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for item in items:
        members[_find(leader, item.id)].append(item.id)
    return {id_: tuple(sorted(group)) for group in members.values() for id_ in group}


@dataclass(frozen=True, slots=True)
class Related:
    """Which items of a unit tell one story: the pairs, and of each item its cluster. It holds under any rule, so it is worked out once."""

    pairs: tuple[Duplicate, ...]
    clusters: Mapping[int, tuple[int, ...]]


def relate(items: Sequence[Countable], recall: Recall | None = None) -> Related:
    """The duplicates and clusters of a unit's items; `recall` is what was found before, and of what is found now."""
    pairs = duplicates(items, recall)
    return Related(tuple(pairs), clusters(items, pairs))


def duplicates(items: Sequence[Countable], recall: Recall | None = None) -> list[Duplicate]:
    """The pairs of items that tell the same news. They are found through indexes; no item is compared with all others.

    These are pairs:

    - what a person settled;
    - a log row and the article it links to;
    - equal titles with equal openings, and one long text under two titles, whenever they appeared;
    - equal titles within `CROSS_CHANNEL_SPAN`, where one item is on air and the other on the portal, or one has no text (each with the nearest only);
    - similar titles and texts within `AIRING_SPAN`;
    - a bulletin retold from the portal and the article it is most similar to.

    Equal titles over different texts of one channel are a series. A series stays apart whatever was aired between its items. The text of an
    article that was not read joins nothing: it may be a notice that stood in place of many.
    """
    items = [item if item.whole or not item.text else replace(item, text="") for item in items]
    ids = {item.id for item in items}
    joinable = sorted((item for item in items if item.same_as != item.id), key=lambda i: i.id)
    found = [Duplicate(i.id, i.same_as, Sameness.PERSON) for i in joinable if i.same_as is not None and i.same_as in ids]
    found += _linked(joinable, {pair.a for pair in found})
    settled = {pair.a for pair in found}
    titled = _groups(joinable, lambda i: title_key(i.title))
    found += _same_texts(joinable, titled.values(), settled)
    found += _same_titles(items, titled.values(), found, settled)
    return found + _similar(items, found, settled, recall or Recall())


def _linked(items: Sequence[Countable], settled: Collection[int]) -> list[Duplicate]:
    rows = [i for i in items if i.channel is Channel.LOUDSPEAKER and i.url and i.id not in settled]
    if not rows:
        return []
    pages = {canonical_url(i.url): i.id for i in reversed(items) if i.channel is Channel.PORTAL and i.url}
    return [Duplicate(row.id, page, Sameness.LINK) for row in rows if (page := pages.get(canonical_url(row.url)))]


def _same_texts(items: Sequence[Countable], titled: Iterable[Sequence[Countable]], settled: Collection[int]) -> Iterator[Duplicate]:
    for group in titled:
        yield from _equal(group, lambda i: opening(i.text), settled, Sameness.OPENING, _SHORTEST_TEXT)
    for group in _groups(items, lambda i: opening(i.text, _INDEX_LETTERS)).values():
        yield from _equal(group, lambda i: letters(i.text), settled, Sameness.TEXT, _SHORTEST_LONE_TEXT)


def _equal(
    group: Sequence[Countable], text_of: Callable[[Countable], str], settled: Collection[int], because: Sameness, least: int
) -> Iterator[Duplicate]:
    """Pairs each item with the first of the same text, if the text has `least` letters. What is settled stays out, but airings follow it."""
    for same in _groups(group, lambda i: text if len(text := text_of(i)) >= least else "").values():
        sure = [i for i in same if i.id in settled]
        free = [i for i in same if i.id not in settled]
        aired = [i for i in free if sure and i.channel is Channel.LOUDSPEAKER]
        rest = [i for i in free if not sure or i.channel is Channel.PORTAL]
        for joined in (sure[:1] + aired, rest):
            yield from (Duplicate(joined[0].id, item.id, because) for item in joined[1:])


def _same_titles(
    items: Sequence[Countable], titled: Iterable[Sequence[Countable]], found: Sequence[Duplicate], settled: Collection[int]
) -> list[Duplicate]:
    """Pairs of one title that no text has joined so far."""
    with_text = {item.id for item in items if _has_text(item)}
    posted = {item.id for item in items if item.channel is Channel.PORTAL}
    so_far = clusters(items, found)
    texted = {id_ for id_, cluster in so_far.items() if not with_text.isdisjoint(cluster)}
    aired = {id_ for id_ in texted if posted.isdisjoint(so_far[id_])}
    return [pair for group in titled for pair in _by_title(group, texted, aired, settled)]


def _by_title(group: Sequence[Countable], texted: Collection[int], aired: Collection[int], settled: Collection[int]) -> Iterator[Duplicate]:
    """Pairs items of one title, each with the nearest anchor. An item is paired once, so that it joins no two clusters.

    `texted` are the items of clusters that have a text, `aired` those of them whose cluster stands on no page yet. An anchor has a text
    or is settled; an item without an anchor near it becomes one for those after it.
    """
    dated: list[_Dated] = [(i.day, i.id, i) for i in group if i.day is not None]
    anchors = sorted((d for d in dated if d[1] in texted or d[1] in settled), key=_by_day)
    open_ones = [d for d in dated if d[1] not in settled and (d[1] not in texted or d[1] in aired)]
    for entry in sorted(open_ones, key=lambda d: _turn(d[2])):
        if pair := _nearest(anchors, entry, texted, settled):
            yield pair
        elif entry[1] not in texted:
            insort(anchors, entry, key=_by_day)


def _nearest(anchors: Sequence[_Dated], entry: _Dated, texted: Collection[int], settled: Collection[int]) -> Duplicate | None:
    day, id_, item = entry
    low = bisect_left(anchors, day - CROSS_CHANNEL_SPAN, key=lambda d: d[0])
    high = bisect_right(anchors, day + CROSS_CHANNEL_SPAN, key=lambda d: d[0])
    others = [d for d in anchors[low:high] if d[1] != id_ and (id_ not in texted or d[2].channel is Channel.PORTAL)]
    near = [(abs(on - day), on, other.id, why) for on, _, other in others if (why := _title_sameness(other, item, settled))]
    if not near:
        return None
    _, _, anchor, because = min(near)
    return Duplicate(anchor, id_, because)


def _title_sameness(anchor: Countable, item: Countable, settled: Collection[int]) -> Sameness | None:
    """Why an item of the same title repeats an anchor that lies within `CROSS_CHANNEL_SPAN`; None if it doesn't."""
    if anchor.id in settled and item.channel is Channel.PORTAL:
        return None
    if anchor.channel is item.channel is Channel.PORTAL:
        return Sameness.TITLE_AND_DAY if anchor.day == item.day else None
    repeats = item.origin is Origin.REBROADCAST and _at(anchor) <= _at(item)
    if names_programme(item.title) and anchor.day != item.day and not repeats:
        return None
    near = anchor.day is not None and item.day is not None and abs(anchor.day - item.day) <= AIRING_SPAN
    return Sameness.TITLE if near or repeats or anchor.channel is not item.channel else None


def _similar(items: Sequence[Countable], found: Sequence[Duplicate], settled: Collection[int], recall: Recall) -> list[Duplicate]:
    """Pairs of similar items, and each retold bulletin with its most similar article. What is joined or settled stays out."""
    free = [i for i in items if i.day is not None and i.id not in settled and i.same_as is None]
    ready = {i.id: Comparable.of(i.id, i.day, i.title, i.text) for i in sorted(free, key=lambda i: i.id) if i.day is not None}
    joined = {id_ for cluster in clusters(items, found).values() if len(cluster) > 1 for id_ in cluster}
    pairs = candidates(list(ready.values()), AIRING_SPAN)
    near = [Duplicate(a.id, b.id, Sameness.ALIKE) for a, b in pairs if not joined & {a.id, b.id} and similar(a, b)]
    joined |= {id_ for pair in near for id_ in (pair.a, pair.b)}
    articles = sorted((ready[i.id] for i in free if i.channel is Channel.PORTAL), key=lambda c: (c.day, c.id))
    lone = [i.id for i in free if i.origin is Origin.RETOLD and i.channel is Channel.LOUDSPEAKER and i.id not in joined]
    sources = [(id_, recall.source_of(ready[id_], _within(AIRING_SPAN, articles, ready[id_].day), AIRING_SPAN)) for id_ in lone]
    return near + [Duplicate(article, id_, Sameness.RETOLD) for id_, article in sources if article is not None]


def _within(span: timedelta, by_day: Sequence[Comparable], day: date) -> Sequence[Comparable]:
    """Those within a span of a day, of some that are sorted by their days."""
    return by_day[bisect_left(by_day, day - span, key=lambda c: c.day) : bisect_right(by_day, day + span, key=lambda c: c.day)]


def _by_day(entry: _Dated) -> tuple[date, int]:
    return entry[:2]


def _turn(item: Countable) -> tuple[bool, bool, datetime, int]:
    """Articles come before airings, first airings before rebroadcasts, then the earlier before the later."""
    return item.channel is not Channel.PORTAL, item.origin is Origin.REBROADCAST, _at(item), item.id


def _at(item: Countable) -> datetime:
    return item.published_at or item.first_seen_at


def _has_text(item: Countable) -> bool:
    return any(sum(map(str.isalnum, item.text[: _SHORTEST_TEXT * n])) >= _SHORTEST_TEXT for n in (2, _SAMPLE_PER_LETTER))


def _groups(items: Iterable[Countable], key: Callable[[Countable], str]) -> dict[str, list[Countable]]:
    """The items that share a key with another, by key. Items with an empty key share nothing."""
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
