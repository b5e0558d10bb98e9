"""The outbox as a table for a terminal, in Vietnamese."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from newswatch.core.notices.notice import Summary
from newswatch.report.vi import terms

_STATES = {"queued": "chờ gửi", "sending": "đang gửi", "sent": "đã gửi", "failed": "bị từ chối", "cancelled": "đã hủy"}
_STYLES = {"queued": "yellow", "sending": "cyan", "sent": "green", "failed": "bold red", "cancelled": "dim"}


def table(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The mails with where each stands; what a server said follows as it said it."""
    if not rows:
        return "Không có thư nào chờ gửi."
    found = Table(show_edge=False, pad_edge=False)
    for header in ("Thư", "Đơn vị", "Tiêu đề", "Người nhận", "Tình trạng", "Số lần", "Gửi lúc / gửi lại lúc", "Máy chủ trả lời"):
        found.add_column(header, overflow="fold")
    for row in rows:
        found.add_row(
            str(row["id"]),
            row["unit"],
            row["subject"],
            row["address"],
            _state(row),
            str(row["attempts"]),
            _when(row),
            Text(row["answer"], "red" if row["fault"] else ""),
        )
    return found


def lines(summary: Summary) -> list[str]:
    """What the board needs to know of its mails: nothing where all are delivered."""
    told = []
    if summary.held:
        told.append(f"{summary.held} thư được giữ lại vì chưa tới được máy chủ thư")
    if waiting := summary.waiting - summary.held:
        told.append(f"{waiting} thư chờ gửi")
    if summary.failed:
        told.append(f"{summary.failed} thư bị từ chối")
    return [f"Thư gửi Ban biên tập: {'; '.join(told)}. Xem: newswatch outbox list"] if told else []


def _state(row: dict[str, Any]) -> Text:
    if row["state"] == "queued" and row["fault"] == "server":
        return Text("giữ lại: chưa tới được máy chủ thư", "bold red")
    return Text(_STATES[row["state"]], _STYLES[row["state"]])


def _when(row: dict[str, Any]) -> str:
    at = row["sent_at"] or (row["due_at"] if row["state"] == "queued" else row["changed_at"])
    return terms.moment(datetime.fromisoformat(at))
