"""How far apart news that differs stands from news that is near the same, measured on the corpus."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from worlds import countable

from newswatch.core.count.duplicates import duplicates
from newswatch.core.count.similarity import _word_set
from newswatch.core.model import Countable

CORPUS = Path(__file__).parents[2] / "corpus"


def corpus() -> list[Countable]:
    """The rows of the corpus that are whole articles, as of one day: those of a kind are titles alone, menus and lists among others."""
    found = [json.loads(line) for name in ("train", "test") for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in found if "kind" not in row]
    return [countable(n, row["title"], "2026-10-05 08:00", text=row["text"]) for n, row in enumerate(rows, 1)]


def test_different_news_of_one_day_stays_apart() -> None:
    """The 813 items of the corpus are all different news, and no two are joined even if all appear on one day."""
    items = corpus()
    assert len(items) == 813
    assert duplicates(items) == []


def test_a_corrected_copy_of_each_item_is_found() -> None:
    """Put up again with a word more in the title and a sentence more in the text, each item of some length joins its first copy and no other."""
    items = [item for item in corpus() if len(item.text) >= 250]
    again = [countable(1000 + i.id, f"{i.title} (cập nhật)", "2026-10-06 08:00", text=f"{i.text} Ảnh: Hồ Thị Bưởi.", url="") for i in items]
    assert len(items) > 40
    assert {(pair.a, pair.b) for pair in duplicates([*items, *again])} == {(i.id, 1000 + i.id) for i in items}


@given(st.lists(st.sampled_from(["xã", "ra", "quân", "dọn", "vệ", "sinh", "đường", "làng"]), max_size=30), st.text("abc de", max_size=40))
def test_words_made_a_set_score_as_the_texts_do(words: list[str], other: str) -> None:
    """What is made once of each text scores to the last digit as the texts themselves."""
    text = " ".join(words)
    for a, b in ((text, other), (text, f"{other} {text}"), (f"{text} {other} {text}", text)):
        assert fuzz.token_set_ratio(_word_set(a), _word_set(b)) == fuzz.token_set_ratio(a, b)
