"""Mails to send in tests, and settings that lead to a `Postbox`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from postbox import Postbox

from newswatch.config import MailSettings, Security
from newswatch.core.notices.notice import Enclosure, Notice, NoticeKind, Recipient, Role
from newswatch.errors import DeliveryError
from newswatch.mail import Carrier, Mail, carrier, message_id

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTICE = Notice(
    kind=NoticeKind.SHORTFALL,
    period="2026-03",
    revision=0,
    subject="[Quảng Thọ] Tin, bài CCHC tháng 03/2026: 3/4 – thiếu 1, trừ 0,5 điểm",
    text="Kính gửi Ban Biên tập,\n\n.một dòng có dấu chấm đứng đầu\nTháng 03/2026 có 3/4 tin, bài.\n",
    html="<p>Kính gửi <b>Ban Biên tập</b></p>",
    short_text="Tháng 03/2026: 3/4 tin, bài,\nthiếu 1.",
    enclosures=(Enclosure("Danh sách tin, bài tháng 03-2026.xlsx", WORKBOOK, bytes(range(256)) * 20),),
)
SECRETARY = Recipient("thu-ky@xa.example", "Trần Thị Hòa, Thư ký")
HEAD = Recipient("Truong.Ban@xa.example", "Nguyễn Văn Bình", Role.HEAD)
OFFICE = Recipient("vp@xa.example", "Văn phòng HĐND và UBND xã Quảng Thọ", Role.OFFICE)


def mail(recipient: Recipient = SECRETARY, notice: Notice = NOTICE, **changes: Any) -> Mail:
    """The March mail of a unit for one of its board."""
    number = message_id("quang-tho", notice.kind, notice.period, notice.revision, recipient.address, "xa.example")
    made = datetime(2026, 4, 1, 1, tzinfo=UTC)
    return replace(Mail(notice, recipient, (SECRETARY, HEAD), (OFFICE,), number, made, "quang-tho", "xã Quảng Thọ", 2026), **changes)


def mail_to(*addresses: str) -> Sequence[Mail]:
    """One mail for each address."""
    return [mail(Recipient(address)) for address in addresses]


def settings(box: Postbox | None = None, **changes: Any) -> MailSettings:
    """Settings for a server, or for a folder that can't be created."""
    base = MailSettings(
        Path("/dev/null/outbox"), security=Security.NONE, sender="bao-tin@xa.example", sender_name="newswatch – xã Quảng Thọ"
    )
    found: dict[str, Any] = {"host": "127.0.0.1", "port": box.port, "security": Security(box.protection)} if box else {}
    return replace(base, **(found | {"timeout_seconds": 10.0} | changes))


@contextmanager
def way(box: Postbox | None = None, **changes: Any) -> Iterator[Carrier]:
    """A carrier, closed at the end."""
    opened = carrier(settings(box, **changes))
    try:
        yield opened
    finally:
        opened.close()


def failure(opened: Carrier, sent: Mail | None = None) -> DeliveryError:
    """The error that sending a mail raises."""
    with pytest.raises(DeliveryError) as caught:
        opened.send(sent or mail())
    return caught.value


def meaning_of(error: DeliveryError) -> tuple[str, str]:
    """What an error means for delivery: whether it is permanent, and whether it concerns one mail or the server."""
    return "temporary" if error.temporary else "permanent", "server" if error.server else "mail"
