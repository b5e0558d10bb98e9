"""Which poll is a ground for a month, as a secretary reads it."""

from datetime import date, datetime, timedelta

from newswatch.core.model import LOCAL
from newswatch.core.polling.coverage import Coverage
from newswatch.core.polling.evidence import Evidence, Watched
from newswatch.core.polling.proof import Gap, Order, Proof, Walk
from newswatch.report.vi import proofs

AT = datetime(2026, 4, 1, 7, tzinfo=LOCAL)
MARCH = tuple(date(2026, 3, 1) + timedelta(days=n) for n in range(31))


def told(proof: Proof, seen: int) -> str:
    """The text about March, whose first `31 - seen` days are blind."""
    return "\n".join(proofs.source(Watched("list", Coverage(seen, MARCH[: 31 - seen]), Evidence("list", AT, proof))))


def test_a_proof_names_what_it_rests_on() -> None:
    """A month that is proved whole names order, pages and how far back everything was seen, and nothing that is missing."""
    text = told(Proof(Order.NEWEST_FIRST, Walk.OVERLAPPED, reach=datetime(2026, 2, 24, 8, tzinfo=LOCAL), pages=4), 31)
    assert "đã xem đủ 31 ngày" in text
    assert all(words in text for words in ("xếp tin mới trước", "4 trang liền nhau", "24/02/2026"))
    assert "Còn thiếu" not in text


def test_a_proof_of_later_days_is_no_ground_for_a_month() -> None:
    """Where a poll proves later days alone, it is no ground for the month: from when on days are proved is told as what is missing."""
    text = told(Proof(Order.NEWEST_FIRST, reach=AT, gaps=(Gap.PAGE_MISSING,)), 0)
    assert "Căn cứ" not in text
    assert "có trang ở giữa danh sách không đọc được" in text
    assert "mới chứng minh được từ 07:00 01/04/2026 trở đi" in text
