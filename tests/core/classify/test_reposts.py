"""Signs that an item was taken over from elsewhere."""

import pytest

from newswatch.core.classify.reposts import repost_sign

BODY = "Sáng nay, xã khai trương quầy hướng dẫn hồ sơ.\nTheo ông Lê Văn Ba, quầy mở cả thứ Bảy."


@pytest.mark.parametrize(
    ("title", "last", "shown"),
    [
        ("Tin", "Theo Baohatinh.vn", True),
        ("Tin", "(Theo TTXVN)", True),
        ("Tin", "Nguồn: Báo Thanh Hóa", True),
        ("Tin", "NGUỒN TIN: Cổng TTĐT huyện", True),
        ("Tin", "Nguồn: Internet", True),
        ("Tin", "Sưu tầm: Lan Anh", True),
        ("Điểm báo ngày 12/3", "Hết.", True),
        ("Tổng hợp tin trong tuần", "Hết.", True),
        ("Tin", "Nguồn: Ban biên tập xã", False),
        ("Tin", "Theo ông Lê Văn Ba, quầy mở cả thứ Bảy.", False),
        ("Tin", "Theo báo cáo của xã, có 5 hộ.", False),
        ("Tin", "Theo kế hoạch, quầy mở hết năm.", False),
        ("Tin", "Nguồn lực còn thiếu.", False),
        ("Tin", "Hồ sơ được trả sớm hẹn. Theo Báo Thừa Thiên Huế.", True),
        ("Tin", "Hồ sơ được trả sớm hẹn (Theo TTXVN)", True),
        ("Tin", "Theo Baohatinh.vn, " + "một câu chuyện dài về cải cách hành chính ở nhiều nơi trong tỉnh.", False),
        ("Báo cáo kết quả tháng 3", "", False),
    ],
)
def test_credit_lines_and_digests(title: str, last: str, shown: bool) -> None:
    """A short credit to somebody else at the end, or a digest's title, shows a repost; prose that begins alike does not."""
    assert bool(repost_sign(title, f"{BODY}\n{last}")) is shown


def test_a_credit_amid_the_text_is_prose() -> None:
    """Only the last lines can be credits."""
    assert repost_sign("Tin", "Nguồn: Báo Thanh Hóa\n" + "\n".join(["Một câu."] * 5)) == ""
