"""Pairs worth comparing are found by an index of words and days; comparing all with all is the truth that it has to meet."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.count import similarity
from newswatch.core.count.similarity import Comparable, candidates

SPAN = timedelta(days=14)
WORDS = ["xã", "bản", "lúa", "mùa", "chợ", "phiên", "trường", "học", "hồ", "sơ"]
titles = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
items = st.lists(st.tuples(st.integers(0, 60), titles), max_size=40)


@given(items)
def test_the_index_finds_what_comparing_all_finds(drawn: list[tuple[int, str]]) -> None:
    """The pairs within fourteen days that share two rare words of their titles, each once, the earlier item first."""
    ready = [Comparable.of(n, date(2026, 1, 1) + timedelta(days=day), title, "") for n, (day, title) in enumerate(drawn, 1)]
    words = {c.id: frozenset(similarity._WORD.findall(c.title)) for c in ready}
    rare = similarity._rare(words.values())
    truth = {(a.id, b.id) for a, b in combinations(ready, 2) if abs(a.day - b.day) <= SPAN and len(words[a.id] & words[b.id] & rare) >= 2}
    found = [(a.id, b.id) for a, b in candidates(ready, SPAN)]
    assert len(found) == len(set(found))
    assert set(found) == truth


def test_items_of_other_years_are_not_gone_through() -> None:
    """A word that many titles of earlier years bear costs what those of the month cost: no day outside of the span is looked at."""
    looked: list[int] = []

    class Watched(Comparable):
        """Tells when its day is asked for."""

        def __getattribute__(self, name: str) -> object:
            if name == "day":
                looked.append(1)
            return super().__getattribute__(name)

    ready = [Watched(n, date(2000, 1, 1) + timedelta(days=40 * n), f"lua mua {n}", "") for n in range(1, 101)]
    assert list(candidates(ready, SPAN)) == []
    assert len(looked) <= 2 * len(ready)
