"""What a person types into the pages of the log and the queue, for tests."""

import re
from typing import Any

from werkzeug.test import TestResponse

from web.pages import Browser

UNSURE = (
    *("Ngày chuyển đổi số", "Hướng dẫn làm thủ tục", "Đối thoại với công dân", "Cổng thông tin của xã", "Ứng dụng công nghệ thông tin"),
    *("Họp xã đầu tuần", "Tiếp công dân định kỳ", "Hướng dẫn kê khai", "Thi đua trong cán bộ", "Tổ công nghệ đến từng nhà"),
    *("Cổng thông tin mở rộng", "Người dân hài lòng"),
)
"""Titles of which the rules are unsure, so that each waits for a person."""

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
