"""What `lexicon suggest` says: plain Vietnamese with what was found, what would change, and how to add it."""

from newswatch.core.classify.suggest import Effect, Flip, Suggested, Suggestion
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.report.vi import vocabulary

FLIPS = tuple(Flip(30 + n, f"Tổ nhanh tay về thôn {n}", Verdict.UNSURE, Verdict.PAR) for n in range(7))
FOUND = Suggested(
    12,
    4,
    (
        Effect(Suggestion("tổ nhanh tay", Verdict.PAR, (4, 9)), (4,), FLIPS, ((Month(2026, 3), 3, 4),)),
        Effect(Suggestion("hội bơi trải", Verdict.OTHER, (5, 6)), (5, 6), (), ()),
    ),
)


def test_each_phrase_is_told_with_what_it_would_change() -> None:
    """Side, items, how many would agree, undecided items that flip (a few by name), months by their counts, and the line to copy."""
    text = "\n".join(vocabulary.lines(FOUND))
    assert "Đã có 12 mục do người xét, trong đó 4 mục máy xét khác." in text
    assert "1. “tổ nhanh tay”: dấu hiệu của tin CCHC" in text
    assert "máy sẽ xét giống người ở 1/2 mục đó" in text
    assert "[30] Tổ nhanh tay về thôn 0: chờ xét → CCHC" in text
    assert "và 2 mục nữa" in text
    assert "Số tin, bài sẽ đổi ở 1 tháng: tháng 03/2026 từ 3 thành 4." in text
    assert 'kind = "par", domain = "…", weight = 3, text = ["tổ nhanh tay"]' in text
    assert "2. “hội bơi trải”: dấu hiệu không phải tin CCHC" in text
    assert "Không mục nào khác bị xét khác đi" in text


def test_nothing_found_is_said() -> None:
    """Without a phrase the sentence says what was looked for."""
    assert "Chưa thấy cụm từ nào" in "\n".join(vocabulary.lines(Suggested(3, 1, ())))


def test_the_json_names_phrases_items_flips_and_months() -> None:
    """The same facts as data."""
    first = vocabulary.shape(FOUND)[0]
    assert (first["phrase"], first["verdict"], first["items"], first["agreeing"]) == ("tổ nhanh tay", "par", [4, 9], [4])
    assert first["flips"][0] == {"id": 30, "title": "Tổ nhanh tay về thôn 0", "before": "unsure", "after": "par"}
    assert first["months"] == [{"month": "2026-03", "before": 3, "after": 4}]
