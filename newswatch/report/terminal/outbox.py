"""The outbox as a table for a terminal, in Vietnamese."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from newswatch.core.notices.notice import Summary
from newswatch.report.terminal import cells
from newswatch.report.terminal.cells import FAULT, STYLES, WAITING
from newswatch.report.tones import Tone
from newswatch.report.vi import mails
from newswatch.report.vi.mails import Way
from newswatch.report.vi.reasons import technical

_HEADERS = ("Thư", "Đơn vị", "Tiêu đề", "Người nhận", "Tình trạng", "Số lần", "Gửi lúc / gửi lại lúc", "Máy chủ trả lời")
_FED = {"feed_file": "Kết quả năm {year}, ghi ra tệp", "feed_post": "Kết quả năm {year}, gửi hệ thống khác"}
_WAYS = {
    Way.WAITING: WAITING,
    Way.SENDING: STYLES[Tone.OPEN],
    Way.SENT: STYLES[Tone.GOOD],
    Way.REFUSED: STYLES[Tone.BAD],
    Way.CANCELLED: STYLES[Tone.NONE],
    Way.RETRIED: STYLES[Tone.BAD],
    Way.HELD: STYLES[Tone.BAD],
    Way.LAID: WAITING,
    Way.DOUBTED: WAITING,
}


def table(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The mails with the state of each; the last column holds the server's own words, or why it was not reached."""
    if not rows:
        return "Không có thư hay kết quả nào chờ gửi."
    found = cells.table(*_HEADERS)
    for row in rows:
        found.add_row(
            str(row["id"]),
            row["unit"],
            row["subject"] or _FED[row["kind"]].format(year=row["period"]),
            row["address"],
            _state(row),
            str(row["attempts"]),
            _when(row),
            Text(technical(row["answer"]), FAULT if row["fault"] else ""),
        )
    return found


def fed(waiting: int, failed: int, in_doubt: int, trouble: str) -> list[str]:
    """How many scores for other systems are not delivered yet, and why the last one was not; empty if all are."""
    found = [f"{waiting} kết quả chờ chuyển"] if waiting else []
    found += [f"{failed} kết quả bị từ chối"] if failed else []
    found += [f"{in_doubt} kết quả có thể đã gửi trước khi khôi phục dữ liệu nên được giữ lại"] if in_doubt else []
    why = f" ({technical(trouble)})" if trouble else ""
    return [f"Kết quả chuyển cho hệ thống khác: {'; '.join(found)}{why}. Xem: newswatch outbox list"] if found else []


def corrected(mail_id: int, address: str, others: Sequence[str]) -> str:
    """That a mail is on its way to a mailbox that the settings name no more, and what sends it to the right one."""
    to = others[0] if len(others) == 1 else "ĐỊA_CHỈ"
    ways = f"gửi sang địa chỉ đúng: newswatch outbox retry {mail_id} --to {to}; không gửi nữa: newswatch outbox cancel {mail_id}"
    return f"Thư {mail_id} đang gửi tới {address}, nhưng config.toml không còn ghi địa chỉ này; {ways}"


def lines(summary: Summary) -> list[str]:
    """How many mails are not delivered yet and why; empty if all are."""
    found = []
    if summary.held:
        found.append(f"{summary.held} thư được giữ lại vì chưa tới được máy chủ thư")
    if waiting := summary.waiting - summary.held:
        found.append(f"{waiting} thư chờ gửi")
    if summary.failed:
        found.append(f"{summary.failed} thư bị từ chối")
    told = [f"Thư gửi Ban biên tập: {'; '.join(found)}. Xem: newswatch outbox list"] if found else []
    return [*told, *laid(summary.laid), *doubted(summary.in_doubt)]


def laid(number: int) -> list[str]:
    """How many mails lie in files only, and what sends them; nothing if there are none."""
    how = "khi đã khai báo máy chủ thư thì gửi bằng newswatch outbox send-laid (từng thư: thêm số của thư, xem newswatch outbox list --all)"
    return [f"{number} thư đã ghi ra tệp, chưa gửi; {how}"] if number else []


def doubted(number: int) -> list[str]:
    """How many mails may have been sent before the database was restored, and what settles each; nothing if there are none."""
    how = "xem newswatch outbox list; chưa ai nhận được thì gửi: newswatch outbox retry SỐ, đã nhận rồi thì bỏ: newswatch outbox cancel SỐ"
    return [f"{number} thư có thể đã gửi trước khi khôi phục dữ liệu nên được giữ lại; {how}"] if number else []


def _state(row: dict[str, Any]) -> Text:
    found = mails.way(row)
    return Text(mails.WAYS[found], _WAYS[found])


def _when(row: dict[str, Any]) -> str:
    at = row["sent_at"] or (row["due_at"] if row["state"] == "queued" else row["changed_at"])
    return cells.moment(at)
