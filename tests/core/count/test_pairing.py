"""Items compared again near what has changed: the same pairs as comparing all anew, from what was kept of them or without."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from item_worlds import worlds
from worlds import FILLER, countable

from newswatch.core.count import similarity
from newswatch.core.count.duplicates import relate
from newswatch.core.count.keeping import DamagedError
from newswatch.core.count.pairing import kept_pairs, pairing_digest, recall_of, related_by
from newswatch.core.count.similarity import Recall
from newswatch.core.model import Channel, Countable, DateOrigin, Origin, Verdict
from newswatch.core.months import Month


@given(worlds(), worlds(), st.data())
def test_what_is_recalled_changes_no_pair(before: list[Countable], after: list[Countable], data: st.DataObject) -> None:
    """Whatever was compared before, and whatever of it stands now: the pairs are those of comparing all anew."""
    mixed = [data.draw(st.sampled_from([one, *[b for b in before if b.id == one.id]])) for one in after]
    first, second = Recall(), Recall()
    kept = kept_pairs(relate(before, first), first)
    assert relate(mixed, recall_of(kept)) == relate(mixed)
    assert relate(mixed, second) == relate(mixed)
    assert related_by(kept_pairs(relate(mixed, second), second), mixed) == relate(mixed)


@given(worlds())
def test_equal_digests_mean_equal_pairs(items: list[Countable]) -> None:
    """What verdicts, stated days and people's other words are has no say in the digest, nor in the pairs."""
    other = [replace(i, verdict=Verdict.OTHER, stated=((DateOrigin.FEED, date(2026, 1, 1)),), dead_link=True, gone=True) for i in items]
    assert pairing_digest(other) == pairing_digest(items)
    assert relate(other) == relate(items)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tin khác"},
        {"text": "Chữ khác"},
        {"whole": False},
        {"channel": Channel.LOUDSPEAKER},
        {"origin": Origin.REBROADCAST},
        {"same_as": 7},
        {"url": "https://xa.example.vn/khac"},
        {"published_at": None},
    ],
)
def test_all_that_is_looked_at_is_in_the_digest(change: dict[str, Any]) -> None:
    """Each thing that may join two items makes another digest."""
    item = countable(1, "Tin", "2026-10-05")
    assert pairing_digest([replace(item, **change)]) != pairing_digest([item])


def test_a_bulletin_is_compared_again_only_near_what_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a year of retold bulletins those within fourteen days of one more article are compared again, and no other."""
    compared: list[int] = []
    real = similarity.most_similar

    def counting(bulletin: similarity.Comparable, articles: Sequence[similarity.Comparable], span: timedelta) -> int | None:
        compared.append(bulletin.id)
        return real(bulletin, articles, span)

    monkeypatch.setattr(similarity, "most_similar", counting)
    items = []
    for n in range(12):
        day = Month(2026, 1).plus(n).window(None).first
        items.append(countable(2 * n + 1, f"Bài về mùa thứ {n}", f"{day}", text=f"Chuyện {n}. {FILLER}"))
        told = f"{day + timedelta(days=2)}"
        items.append(countable(2 * n + 2, f"Đọc lại chuyện {n}", told, Channel.LOUDSPEAKER, origin=Origin.RETOLD, text=f"Kể {n}. {FILLER}"))
    recall = Recall()
    relate(items, recall)
    assert len(compared) == 12
    compared.clear()
    relate([*items, countable(99, "Bài thêm", "2026-06-05", text=f"Thêm. {FILLER}")], Recall(recall.found))
    assert compared == [12]


@pytest.mark.parametrize("body", [b"", b"x", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_damage_is_told(body: bytes) -> None:
    """Bytes that say nothing raise the one error that says so."""
    with pytest.raises(DamagedError):
        recall_of(body)
    with pytest.raises(DamagedError):
        related_by(body, [])
