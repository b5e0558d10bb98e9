"""Outboxes under test: a real database with notices to any number of recipients, without the work of closing a month."""

from datetime import UTC, datetime
from pathlib import Path

from newswatch.config import MailSettings, Unit
from newswatch.core.notices.notice import Enclosure, Notice, NoticeKind, Recipient, Role
from newswatch.mail import domain_of, message_id
from newswatch.store import notices, units
from newswatch.store.notices import Addressed
from newswatch.store.store import Store

UNIT = Unit("unit", "Thử", "xã", (), ())
BOARD = (
    Recipient("thuky@xa.example", "Thư ký", Role.SECRETARY),
    Recipient("truongban@xa.example", "Trưởng ban", Role.HEAD),
    Recipient("vanphong@xa.example", "Văn phòng", Role.OFFICE),
)
NOON = datetime(2026, 4, 1, 5, tzinfo=UTC)


def notice(period: str = "2026-03", kind: NoticeKind = NoticeKind.SHORTFALL, revision: int = 0) -> Notice:
    """A notice with every part a real one has."""
    subject = f"[Thử] Tin, bài CCHC {period}: 3/4 – thiếu 1, trừ 0,5 điểm"
    list_ = Enclosure(f"tin-bai-{period}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04 so lieu")
    return Notice(kind, period, revision, subject, f"{subject}\n", f"<p>{subject}</p>", subject, (list_,), {"count": 3})


def outbox(path: Path, mail: MailSettings, periods: list[str], board: tuple[Recipient, ...] = BOARD, now: datetime = NOON) -> Store:
    """An open database with one notice for each period, to each of the board; close it with `with`."""
    store = Store.open(path)
    keep(store, mail, periods, board, now)
    return store


def keep(store: Store, mail: MailSettings, periods: list[str], board: tuple[Recipient, ...] = BOARD, now: datetime = NOON) -> None:
    """Keeps one notice for each period, with a mail to each of the board."""
    units.enroll(store, [UNIT])
    row, domain = units.unit_row(store, UNIT), domain_of(mail)
    addressed = [
        Addressed(
            notice(period), 2026, 0, tuple((r, message_id("unit", NoticeKind.SHORTFALL, period, 0, r.address, domain)) for r in board)
        )
        for period in periods
    ]
    notices.add(store, row, now.date(), addressed, now)
