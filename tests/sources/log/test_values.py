"""Cells name kinds, origins and statuses, with diacritics or without."""

import pytest

from newswatch.core.model import ItemType, Origin
from newswatch.sources.log.values import aired, is_dateline, is_numbering, is_signature, is_total, item_type, origin


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tin", ItemType.TIN), ("TIN NGẮN", ItemType.TIN), ("Tin, bài", ItemType.TIN), ("Bài", ItemType.BAI), ("bai viet", ItemType.BAI),
        ("Phóng sự", ItemType.BAI), ("Thông báo", ItemType.NOTICE), ("THONG BAO", ItemType.NOTICE), ("Văn bản", ItemType.DOCUMENT),
        ("Tiểu phẩm", ItemType.SKIT), ("notice", ItemType.NOTICE), ("Thông tin", None), ("Ca nhạc", None), ("", None), ("Tính", None),
    ],
)  # fmt: skip
def test_kind_of_item(text: str, kind: ItemType | None) -> None:
    """The first words of a cell name the kind; anything else names none."""
    assert item_type(text) is kind


ORIGINS = {
    Origin.RETOLD: ("Biên tập từ trang TTĐT xã", "bien tap lai theo bai tren trang xa", "Cổng thông tin điện tử phường"),
    Origin.OWN: ("Tự viết", "tu san xuat", "CTV thôn Hạ", "Biên tập: Hồ Thị Ba", "Đài truyền thanh xã", "", "Báo cáo", "Y tế"),
    Origin.RELAY: (
        "Tiếp âm", "TIEP SONG DAI TINH", "VOV1", "Đài PT-TH tỉnh", "Đài huyện", "Đài truyền thanh thị xã", "Hệ thống thông tin nguồn",
        "Đài Tiếng nói Việt Nam", "Tiếp âm đài xã bên",
    ),
    Origin.REBROADCAST: ("Phát lại", "phat lai buoi sang"),
    Origin.REPOST: ("Đăng lại", "Sưu tầm", "Theo báo Nông dân", "Báo Nông dân"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), [(text, found) for found, texts in ORIGINS.items() for text in texts])
def test_origin_of_an_item(text: str, found: Origin) -> None:
    """The origin cell distinguishes own, relayed, repeated and copied items; an item that nothing calls foreign is own."""
    assert origin(text) is found


@pytest.mark.parametrize(
    ("text", "note", "found"),
    [
        ("", "Phát lại", Origin.REBROADCAST),
        ("", "Tiếp âm", Origin.RELAY),
        ("Phòng Y tế", "sưu tầm", Origin.REPOST),
        ("Tự viết", "Phát lại lúc 17h", Origin.OWN),
        ("", "Theo bài trên trang xã", Origin.OWN),
        ("", "Báo trước một ngày", Origin.OWN),
    ],
)
def test_the_note_is_asked_only_where_the_origin_is_silent(text: str, note: str, found: Origin) -> None:
    """A note makes an item foreign only if its origin cell says nothing known."""
    assert origin(text, note) is found


STATUSES = {
    True: ("", "Đã phát", "DA PHAT", "đã phát 2 lần", "played", "Hoàn thành", "Phát lại", "Đã phát, sự cố loa thôn 3"),
    False: (
        "Không phát", "Chưa phát", "Sự cố", "Phát không thành công", "hủy", "Chờ duyệt", "Hoãn", "awaiting", "approved", "not played",
    ),
    None: ("xem sổ", "3"),
}  # fmt: skip


@pytest.mark.parametrize(("status", "answer"), [(status, answer) for answer, statuses in STATUSES.items() for status in statuses])
def test_only_what_went_on_air_is_aired(status: str, answer: bool | None) -> None:
    """An item with a status of played or finished, or without a status, has aired; one that waits or failed has not; an unknown status is neither."""
    assert aired(status) is answer


@pytest.mark.parametrize(
    ("cells", "total", "signature", "dateline", "numbering"),
    [
        (["Tổng cộng: 5 dòng", "", ""], True, False, False, False),
        (["", "Cộng", "12 phút", "3"], True, False, False, False),
        (["Tổng cộng", "Tin", "Lê Thị Mận"], False, False, False, False),
        (["Người lập", "", "TRƯỞNG ĐÀI"], False, True, False, False),
        (["", "(Ký, ghi rõ họ tên)"], False, True, False, False),
        (["KT. CHỦ TỊCH"], False, True, False, False),
        (["04/05/2027", "05:30", "Chủ tịch UBND xã tiếp công dân", "Tin"], False, False, False, False),
        (["", "Bình An, ngày 31 tháng 5 năm 2027"], False, False, True, False),
        (["Ngày 31 tháng 5 năm 2027"], False, False, False, False),
        (["(1)", "(2)", "(3)"], False, False, False, True),
        (["A", "B", "1", "2"], False, False, False, True),
        (["1", "2"], False, False, False, False),
        (["", ""], False, False, False, False),
    ],
)
def test_lines_of_a_form_that_are_no_bulletin(cells: list[str], total: bool, signature: bool, dateline: bool, numbering: bool) -> None:
    """Totals, signatures, place and date, and column numbers are distinguished from rows of a log."""
    assert (is_total(cells), is_signature(cells), is_dateline(cells), is_numbering(cells)) == (total, signature, dateline, numbering)
