"""What a printed date dates, by the words around it."""

from datetime import datetime

import pytest

from newswatch.core.model import LOCAL
from newswatch.sources.read import date_labels, visible_date


def at(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL) if text else None


@pytest.mark.parametrize(
    ("text", "published", "modified"),
    [
        ("12/11/2026", "2026-11-12", ""),
        ("Ngày đăng: 12/11/2026", "2026-11-12", ""),
        ("Đăng ngày 12/11/2026 08:15", "2026-11-12 08:15", ""),
        ("Xuất bản: 12/11/2026", "2026-11-12", ""),
        ("Cập nhật: 12/11/2026", "", "2026-11-12"),
        ("Ngày cập nhật 12/11/2026", "", "2026-11-12"),
        ("CẬP NHẬT LÚC 08:48, THỨ NĂM, 12/11/2026 (GMT+7)", "", "2026-11-12 08:48"),
        ("Cập nhật lần cuối: 12-11-2026 | 08:48:30", "", "2026-11-12 08:48:30"),
        ("Cập nhật lần cuối lúc 08:48 ngày 12 tháng 11 năm 2026", "", "2026-11-12 08:48"),
        ("Sửa lần cuối: 12/11/2026", "", "2026-11-12"),
        ("Last modified: 12 November 2026", "", "2026-11-12"),
        ("Last updated on Thursday, November 12, 2026", "", "2026-11-12"),
        ("Updated: 2026-11-12T08:48:00+07:00", "", "2026-11-12 08:48"),
        ("12/11/2026 (cập nhật)", "", "2026-11-12"),
        ("Ngày đăng: 02/11/2026 | Cập nhật: 12/11/2026", "2026-11-02", "2026-11-12"),
        ("Cập nhật: 12/11/2026 - Ngày đăng: 02/11/2026", "2026-11-02", "2026-11-12"),
        ("02/11/2026 08:00, cập nhật lúc 09:00 12/11/2026", "2026-11-02 08:00", "2026-11-12 09:00"),
        ("Posted: 02/11/2026 Last updated: 12/11/2026", "2026-11-02", "2026-11-12"),
        ("Ngày đăng: 02/11/2026 | Cập nhật:", "2026-11-02", ""),
        ("Cập nhật dữ liệu dân cư 12/11/2026", "2026-11-12", ""),
        ("Cập nhật: 31/02/2026", "", ""),
    ],
)
def test_a_change_is_told_from_publication(text: str, published: str, modified: str) -> None:
    """A label of a change keeps its date out of publication, and the other way round."""
    date = visible_date.read(text)
    assert (date.at, date.modified_at) == (at(published), at(modified))


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ("Cập nhật:", True),
        ("Cập nhật lần cuối", True),
        ("Tin tức | Cập nhật lúc ", True),
        ("Last updated on", True),
        ("Ngày đăng:", False),
        ("Cập nhật thông tin dân cư", False),
        ("Cập nhật: 12/11/2026 | Ngày đăng:", False),
        ("", False),
    ],
)
def test_a_label_may_stand_in_another_element(before: str, change: bool) -> None:
    """Words right before a date say whether it is that of a change."""
    assert date_labels.announces_change(before) is change


@pytest.mark.parametrize(
    ("text", "bare", "event"),
    [
        ("Ngày 20/11/2026", True, False),
        ("(Ngày 20/11/2026)", True, False),
        ("ngày 20 tháng 11 năm 2026", True, False),
        ("Ngày 20/11/2026 18:00:00", False, False),
        ("Ngày 20/11/2026, UBND xã tổ chức", True, True),
        ("Ngày 20/11/2026, lúc 08:00, UBND xã tổ chức", True, True),
        ("Ngày đăng: 20/11/2026", False, False),
        ("Ngày đăng 20/11/2026 | Tác giả: Ban biên tập", False, False),
        ("Đăng ngày 20/11/2026", False, False),
        ("20/11/2026", False, False),
        ("Thứ sáu, ngày 20/11/2026", False, False),
    ],
)
def test_an_unlabelled_day_may_be_an_events(text: str, bare: bool, event: bool) -> None:
    """ "Ngày …" with no label and no clock may be an event's day, and is one where a sentence begins with it."""
    date = visible_date.read(text)
    assert (date.bare, date.event) == (bare, event)
