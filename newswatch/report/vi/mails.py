"""Vietnamese for mails, and for scores for other systems, on their way. A terminal and the page say the same."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

_FED = "feed_"


class Way(StrEnum):
    """How far one has come, as people tell it apart."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RETRIED = "retried"
    HELD = "held"
    LAID = "laid"
    DOUBTED = "doubted"


WAYS = {
    Way.WAITING: "chờ gửi",
    Way.SENDING: "đang gửi",
    Way.SENT: "đã gửi",
    Way.REFUSED: "bị từ chối",
    Way.CANCELLED: "đã hủy",
    Way.RETRIED: "chưa chuyển được, sẽ thử lại",
    Way.HELD: "giữ lại: chưa tới được máy chủ thư",
    Way.LAID: "đã ghi ra tệp, chưa gửi",
    Way.DOUBTED: "giữ lại: có thể đã gửi",
}
_STORED = {"queued": Way.WAITING, "sending": Way.SENDING, "sent": Way.SENT, "failed": Way.REFUSED, "cancelled": Way.CANCELLED}


def way(row: dict[str, Any]) -> Way:
    """How far a row of the outbox has come."""
    if row.get("kind", "").startswith(_FED) and row["state"] == "queued" and row["answer"]:
        return Way.RETRIED
    if row["state"] == "queued" and row["fault"] == "server":
        return Way.HELD
    if row["laid"]:
        return Way.LAID
    if row["in_doubt"] and row["state"] == "failed":
        return Way.DOUBTED
    return _STORED[row["state"]]


def tally(rows: Sequence[dict[str, Any]]) -> str:
    """How far the mails of one notice have come: `2 đã gửi, 1 bị từ chối`; of one mail the word alone."""
    found = Counter(map(way, rows))
    if not found:
        return "không gửi cho ai"
    return ", ".join(f"{n} {WAYS[one]}" if len(rows) > 1 else WAYS[one] for one, n in found.items())
