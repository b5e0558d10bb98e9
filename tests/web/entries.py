"""What a person types into the pages of the log and the queue, for tests."""

import io
import re
from typing import Any

from werkzeug.test import TestResponse

from newswatch.services import intake
from web.pages import Browser, Site

UNSURE = (
    *("Ngày chuyển đổi số", "Hướng dẫn làm thủ tục", "Đối thoại với công dân", "Cổng thông tin của xã", "Ứng dụng công nghệ thông tin"),
    *("Họp xã đầu tuần", "Tiếp công dân định kỳ", "Hướng dẫn kê khai", "Thi đua trong cán bộ", "Tổ công nghệ đến từng nhà"),
    *("Cổng thông tin mở rộng", "Người dân hài lòng"),
)
"""Titles of which the rules are unsure, so that each waits for a person."""

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest picture."""

EVIL = '<script>alert("x")</script>'

LOG = (
    "Ngày phát;Giờ phát;Tên tin, bài;Nguồn;Zyx\n"
    "05/11/2026;05:30;Công khai thủ tục hành chính;Tự viết;a\n"
    "31/02/2026;05:30;Tin hỏng;Tự viết;b\n"
    "06/11/2026;05:30;Một cửa thêm giờ làm việc;Tự viết;c\n"
    "07/11/2026;hai mốt;=1+1 tin hỏng nữa;Tự viết;d\n"
)
"""A log of two sound rows and two bad ones, with a header that means nothing."""

_MARK = re.compile(r'name="mark" value="([^"]*)"')


def logs(browser: Browser, title: str, date: str = "25/11/2026", **fields: Any) -> TestResponse:
    """Saves a bulletin by the form."""
    return browser.post("/truyen-thanh", {"when": "other", "date": date, "title": title, "time": "6h30", "duration": "15", **fields})


def number_of(browser: Browser, title: str, month: str = "2026-11") -> int:
    """The number of the bulletin of a title in the month's log."""
    found = re.search(rf'/truyen-thanh/(\d+)">{re.escape(title)}</a>', browser.get(f"/truyen-thanh?thang={month}").text)
    assert found, title
    return int(found[1])


def mark_of(browser: Browser, item: int) -> str:
    """The mark that stands in the form of an item."""
    found = _MARK.search(browser.get(f"/cho-xet?muc={item}").text)
    assert found
    return found[1]


def settles(browser: Browser, item: int, act: str, mark: str | None = None, **fields: Any) -> TestResponse:
    """Presses a button of an item's form."""
    given = mark_of(browser, item) if mark is None else mark
    return browser.post("/cho-xet", {"muc": str(item), "mark": given, "act": act, **fields})


def stored(site: Site) -> list[tuple[str, str]]:
    """Day and title of what the log holds and was not voided."""
    with site.store() as store:
        return [(row["aired_on"], row["title"]) for row in intake.listed(store, site.settings.units[0]) if not row["voided_at"]]


def staged(browser: Browser, text: str | bytes = LOG, name: str = "so.csv") -> str:
    """Hands a file in; gives where it is looked at."""
    body = text.encode() if isinstance(text, str) else text
    sent = browser.post("/truyen-thanh/nhap-tep", {"file": (io.BytesIO(body), name)})
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]
