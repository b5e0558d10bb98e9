"""Decides how similar two items are (rapidfuzz), and which pairs are worth comparing.

An index of rare title words finds those pairs: `tests/benchmarks/bench_duplicates.py` counts 417 compared pairs among 1,500 items, of 1.1 million.
What similarity means for the count is decided in `duplicates`.
"""

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b

from newswatch.core.text import bare

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMPARED = 1500  # letters of a text that are compared; bounds the work on long texts
_SHORTEST_TEXT = 200  # letters; a shorter text says too little beside its title
# A word of more titles than this (a tenth, but at least 12) tells nothing. Two such words lose no pair of tests/core/count/test_duplicates.py.
_COMMON_SHARE = 0.1
_COMMON_LEAST = 12
_FEWEST_SHARED = 2

SIMILAR_TITLE = 92.0
SIMILAR_TEXT = 90.0
"""Scores of 0 to 100 from which titles and texts are near the same. Among the 813 items of tests/corpus, all of different news, titles with equal
numbers score at most 83.9 and texts at most 71.8."""
SIMILAR_TEXT_UNDER_ONE_TITLE = 75.0
"""A lower score is enough for texts whose titles are near the same."""
SOURCE_SCORE = 55.0
SOURCE_MARGIN = 8.0
"""The score an article needs to be the source of a retold bulletin, and its lead over the next one. The lead matters more: in tests/corpus every
item scores 55 or more with some other item, but one in 60 (1.6%) leads by 8."""
_SOURCE_OPENING = 400  # letters of an article that a bulletin retells; what stands further down is left out on air


@dataclass(frozen=True)
class Comparable:
    """A title and text made ready for comparison: without marks, the text cut to its first letters once it is asked for, as few are."""

    id: int
    day: date
    title: str
    written: str

    @classmethod
    def of(cls, id_: int, day: date, title: str, text: str) -> "Comparable":
        """An item made ready."""
        return cls(id_, day, bare(title), text)

    @cached_property
    def text(self) -> str:
        """The first letters of the text."""
        return bare(self.written[: _COMPARED * 2])[:_COMPARED]

    @cached_property
    def told(self) -> str:
        """What a bulletin may retell: the words of the title and of the text's opening."""
        return _word_set(f"{self.title} {self.text[:_SOURCE_OPENING]}")

    @cached_property
    def digest(self) -> bytes:
        """What tells whether the item still says the same."""
        return blake2b(f"{self.id} {self.title}\n{self.text}".encode(), digest_size=12).digest()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that the title names."""
        return frozenset(_NUMBER.findall(self.title))


def similar(a: Comparable, b: Comparable) -> bool:
    """Whether two items are near the same.

    They are not if their titles or texts name other numbers (tháng 3, tháng 4), or if they have equal titles and no texts: such items are a
    series. Else either the texts are near the same, or titles and texts are each close enough together.
    """
    from rapidfuzz import fuzz  # loads for as long as a tenth of a cold start, and most units have no two items alike

    if a.numbers != b.numbers:
        return False
    if min(len(a.text), len(b.text)) < _SHORTEST_TEXT:
        return a.title != b.title and fuzz.token_sort_ratio(a.title, b.title) >= SIMILAR_TITLE
    if _numbers(a.text) != _numbers(b.text):
        return False
    text = fuzz.ratio(a.text, b.text)
    return text >= SIMILAR_TEXT or (text >= SIMILAR_TEXT_UNDER_ONE_TITLE and fuzz.token_sort_ratio(a.title, b.title) >= SIMILAR_TITLE)


def most_similar(bulletin: Comparable, articles: Sequence[Comparable], span: timedelta) -> int | None:
    """The article that a retold bulletin retells: the most similar by a clear margin of those within `span` of it. None if no margin is clear."""
    from rapidfuzz import fuzz, process

    near = {a.id: a.told for a in articles if abs(a.day - bulletin.day) <= span}
    told, least = _word_set(f"{bulletin.title} {bulletin.text}"), SOURCE_SCORE - SOURCE_MARGIN
    best = process.extract(told, near, scorer=fuzz.token_set_ratio, limit=2, score_cutoff=least)
    if not best or best[0][1] < SOURCE_SCORE or (len(best) > 1 and best[0][1] - best[1][1] < SOURCE_MARGIN):
        return None
    return best[0][2]


def _word_set(text: str) -> str:
    """Each word of a text once, in order: what `token_set_ratio` makes of either text, made once instead of for each pair."""
    return " ".join(sorted(set(text.split())))


class Recall:
    """What was found of retold bulletins before, so that one is compared again only when it or an article near it has changed.

    `found` are the articles by the bulletins' ids, each with a digest (hex) of all that was compared for it.
    """

    def __init__(self, before: Mapping[int, tuple[str, int | None]] | None = None) -> None:
        self._before = before or {}
        self.found: dict[int, tuple[str, int | None]] = {}

    def source_of(self, bulletin: Comparable, articles: Sequence[Comparable], span: timedelta) -> int | None:
        """As `most_similar`."""
        seen = blake2b(bulletin.digest, digest_size=12)
        for article in articles:
            seen.update(article.digest)
        on, (was_on, was) = seen.hexdigest(), self._before.get(bulletin.id, ("", None))
        self.found[bulletin.id] = on, was if on == was_on else most_similar(bulletin, articles, span)
        return self.found[bulletin.id][1]


def candidates(items: Sequence[Comparable], span: timedelta) -> Iterator[tuple[Comparable, Comparable]]:
    """Pairs within `span` of each other that share at least two rare words of their titles.

    The holders of a word are kept by day, so that those of other years cost nothing: the work grows with the items of a month, not with all.
    """
    words = {item.id: frozenset(_WORD.findall(item.title)) for item in items}
    rare = _rare(words.values())
    holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    by_id: Mapping[int, Comparable] = {item.id: item for item in items}
    for item in items:
        shared: Counter[int] = Counter()
        day = item.day.toordinal()
        for word in words[item.id] & rare:
            held = holders[word]
            near = held[bisect_left(held, (day - span.days, 0)) : bisect_left(held, (day + span.days + 1, 0))]
            shared.update(id_ for _, id_ in near)
            insort(held, (day, item.id))
        yield from ((by_id[id_], item) for id_, n in shared.items() if n >= _FEWEST_SHARED)


def _rare(words: Collection[frozenset[str]]) -> frozenset[str]:
    counts = Counter(word for title in words for word in title)
    most = max(_COMMON_LEAST, int(len(words) * _COMMON_SHARE))
    return frozenset(word for word, n in counts.items() if n <= most)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)
