"""The index page of a pack says of evidence no more than the rule asks for."""

from dataclasses import replace

from newswatch.core.record.pack import Contents, Row
from newswatch.report.evidence.index import page

ROW = Row(
    1,
    7,
    "portal",
    "k",
    "Một cửa",
    "https://xa.example/7",
    "2026-11-03",
    "page",
    "2026-11-03T01:00:00+00:00",
    "",
    "counted",
    "",
    wanting=False,
)
PACK = Contents(
    unit="xa",
    title="Xã Thử",
    period="tháng 11/2026",
    months=("2026-11",),
    name="xa-2026-11",
    as_of="2026-12-01T01:00:00+00:00",
    head="0f" * 32,
    links=9,
    program="newswatch",
    asked="Trang TTĐT: địa chỉ bài đăng",
    rows=(ROW,),
)
WHOLE = "có đủ tài liệu kiểm chứng"


def test_evidence_is_called_whole_only_where_some_is_asked_for() -> None:
    """All evidence is said to be there if the rule asks for some, an item counts and none lacks it; a rule that asks for none is said to."""
    assert WHOLE in (told := page(PACK).decode())
    assert "Quy định yêu cầu: Trang TTĐT: địa chỉ bài đăng." in told
    assert WHOLE not in (nothing_asked := page(replace(PACK, asked="")).decode())
    assert "không nêu tài liệu kiểm chứng phải có" in nothing_asked
    assert WHOLE not in page(replace(PACK, rows=())).decode()
    assert WHOLE not in (lacking := page(replace(PACK, rows=(replace(ROW, wanting=True),))).decode())
    assert "1 mục được tính còn thiếu minh chứng: TT 1." in lacking
