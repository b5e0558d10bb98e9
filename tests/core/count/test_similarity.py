"""How far apart news that differs stands from news that is near the same, measured on the corpus."""

import json
from pathlib import Path

from worlds import countable

from newswatch.core.count.duplicates import duplicates
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
