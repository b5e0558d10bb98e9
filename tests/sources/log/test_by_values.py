"""What a column holds whose header does not say it: the kind of item, found by the values."""

import pytest
from logbook import ALIASES

from newswatch.sources.log.reader import read

KINDS = {
    "TL, short for kind and for length": ("Ngay;ND;TL\n2/3/2026;A;tin\n3/3/2026;B;tb", [("tin", None), ("notice", None)]),
    "TL, with lengths": ("Ngay;ND;TL\n2/3/2026;A;3 phút\n3/3/2026;B;90 giây", [(None, 180), (None, 90)]),
    "TL, with both": ("Ngay;ND;TL\n2/3/2026;A;3 phút\n3/3/2026;B;bai", [(None, 180), ("bai", None)]),
    "both columns": ("Ngay;ND;TL;The loai\n2/3/2026;A;tin;bai", [("bai", None)]),
    "an abbreviated name": ("Ngay;ND;T.loai\n2/3/2026;A;Thông báo", [("notice", None)]),
    "an unknown name": ("Ngày;Tên tin;Dạng\n2/3/2026;A;Tin\n3/3/2026;B;Bài viết", [("tin", None), ("bai", None)]),
    "marks of quality": ("Ngày;Tên tin;Chất lượng\n2/3/2026;A;TB\n3/3/2026;B;Tốt", [(None, None), (None, None)]),
    "marks of quality alike": ("Ngày;Tên tin;Chất lượng\n2/3/2026;A;TB\n3/3/2026;B;TB", [(None, None), (None, None)]),
    "two such columns": ("Ngày;Tên tin;Dạng;Gốc\n2/3/2026;A;Tin;Bài", [(None, None)]),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.values(), ids=KINDS)
def test_a_column_of_kinds_is_known_by_its_values(text: str, expected: list[tuple[str | None, int | None]]) -> None:
    """Words for kinds make a column that of the kinds, also one for the length; other values, or two such columns, do not."""
    found = read(text.encode(), "log.csv", ALIASES).bulletins
    assert [(b.item_type and str(b.item_type), b.duration) for b in found] == expected
