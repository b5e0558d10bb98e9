"""How alike two texts are (rapidfuzz), and which pairs are worth comparing: found by an index of rare words, never all with all."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from newswatch.core.text import bare

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMPARED = 1500
_SHORTEST_TEXT = 200
_COMMON_SHARE = 0.1
_COMMON_LEAST = 12
_FEWEST_SHARED = 2
ALIKE_TITLE = 92.0
ALIKE_TEXT = 90.0
RETOLD = 55.0
RETOLD_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Telling:
    """A title and text made ready for comparison."""

    id: int
    day: date
    title: str
    text: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, id_: int, day: date, title: str, text: str) -> "Telling":
        """The telling of an item; only the first letters of a long text are compared."""
        plain = bare(title)
        return cls(id_, day, plain, bare(text[: _COMPARED * 2])[:_COMPARED], frozenset(_NUMBER.findall(plain)))


def alike(a: Telling, b: Telling) -> bool:
    """Whether two tellings are near the same: titles or texts that name other numbers (tháng 3, tháng 4) are two items of a series, whatever else
    is equal, and so are equal titles without texts.

    Else the titles differ by a word or a typo over texts that are near the same, or by more over texts that are equal but for a few words.
    """
    if a.numbers != b.numbers:
        return False
    if min(len(a.text), len(b.text)) < _SHORTEST_TEXT:
        return a.title != b.title and fuzz.token_sort_ratio(a.title, b.title) >= ALIKE_TITLE
    if _numbers(a.text) != _numbers(b.text):
        return False
    text = fuzz.ratio(a.text, b.text)
    return text >= ALIKE_TEXT or (text >= ALIKE_TEXT - 15 and fuzz.token_sort_ratio(a.title, b.title) >= ALIKE_TITLE)


def best_source(told: Telling, articles: Sequence[Telling], span: timedelta) -> int | None:
    """The article that a bulletin known to be told from one tells: the likest by a clear margin of those put up within `span`; None if unclear."""
    words = f"{told.title} {told.text}"
    near = [a for a in articles if abs(a.day - told.day) <= span]
    scores = sorted(((fuzz.token_set_ratio(words, f"{a.title} {a.text[:400]}"), a.id) for a in near), reverse=True)
    if not scores or scores[0][0] < RETOLD or (len(scores) > 1 and scores[0][0] - scores[1][0] < RETOLD_MARGIN):
        return None
    return scores[0][1]


def candidates(tellings: Sequence[Telling], span: timedelta) -> Iterator[tuple[Telling, Telling]]:
    """Pairs within `span` of each other that share at least two rare words of their titles."""
    words = {t.id: frozenset(_WORD.findall(t.title)) for t in tellings}
    rare = _rare(words.values())
    holders: dict[str, list[Telling]] = defaultdict(list)
    by_id: Mapping[int, Telling] = {t.id: t for t in tellings}
    for telling in tellings:
        shared: Counter[int] = Counter()
        for word in words[telling.id] & rare:
            shared.update(other.id for other in holders[word] if abs(other.day - telling.day) <= span)
            holders[word].append(telling)
        yield from ((by_id[id_], telling) for id_, n in shared.items() if n >= _FEWEST_SHARED)


def _rare(words: Collection[frozenset[str]]) -> frozenset[str]:
    counts = Counter(word for title in words for word in title)
    most = max(_COMMON_LEAST, int(len(words) * _COMMON_SHARE))
    return frozenset(word for word, n in counts.items() if n <= most)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)
