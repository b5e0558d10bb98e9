"""The outbox as a table: what the keeper reads of each mail."""

from typing import Any

import pytest
from rich.console import Console

from newswatch.report.terminal import outbox


def shown(**changed: Any) -> str:
    """The table of one mail as printed."""
    row = {
        "id": 7,
        "unit": "xa",
        "kind": "shortfall",
        "subject": "Thiếu 1",
        "address": "a@xa.example",
        "state": "queued",
        "fault": "server",
        "attempts": 1,
        "due_at": "2026-11-20T02:00:00+00:00",
        "sent_at": None,
        "changed_at": "2026-11-20T02:00:00+00:00",
        "answer": "",
        "laid": 0,
        "in_doubt": 0,
    }
    console = Console(width=600)
    with console.capture() as captured:
        console.print(outbox.table([row | changed]))
    return captured.get()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {
                "answer": "mail.example:25: no connection (it hung up); if that lasts, check mail.host and mail.port, and whether the server is up"
            },
            "mail.example:25: không kết nối được (máy chủ ngắt kết nối); nếu kéo dài, kiểm tra mail.host và mail.port",
        ),
        (
            {
                "state": "failed",
                "fault": "recipient",
                "answer": "m:25: refused the mail (554 too big); ask its keeper why, then run `newswatch outbox retry`",
            },
            "m:25: từ chối thư (554 too big); hỏi bên quản trị máy chủ thư vì sao",
        ),
        ({"state": "sent", "fault": "", "answer": "250 2.0.0 Ok: queued as 4XYZ"}, "250 2.0.0 Ok: queued as 4XYZ"),
    ],
    ids=["held", "refused", "sent"],
)
def test_why_a_mail_waits_is_vietnamese(changed: dict[str, Any], told: str) -> None:
    """Why a mail waits or was refused is Vietnamese; what a server answered is shown as it said it."""
    assert told in shown(**changed)
