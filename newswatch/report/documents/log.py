"""What the printed log of the loudspeakers holds: each airing on record, and how the log of each month stands."""

from collections.abc import Sequence
from typing import Any

from newswatch.core.bulletin import Bulletin
from newswatch.core.count.statement import MonthStatement
from newswatch.report.documents.told import Told
from newswatch.report.vi import logs, terms


def values(told: Told) -> dict[str, Any]:
    """The airings as rows, numbered anew for each print, with their numbers on record."""
    rows = [_row(n, item, one) for n, (item, one) in enumerate(told.aired, 1)]
    voided = f" {told.voided} mục ghi nhầm đã hủy, không in ở đây." if told.voided else ""
    return {
        "rows": rows,
        "state": _state(told.months),
        "totals": f"Tổng số {len(rows)} lượt phát đã ghi, thời lượng {_duration(sum(one.duration or 0 for _, one in told.aired)) or '–'}.{voided}",
    }


def _state(months: Sequence[MonthStatement]) -> list[str]:
    """How the logs stand, a sentence once."""
    found = [logs.of_month(one) for one in months]
    return list(dict.fromkeys(text for text in found if text)) or ["Quy định không tính truyền thanh."]


def _row(number: int, item: int, one: Bulletin) -> dict[str, Any]:
    at = f"{one.aired_at:%H:%M}" if one.aired_at else one.session
    people = [("Viết", one.author), ("Biên tập", one.editor), ("Duyệt", one.approver), ("Đọc", one.announcer)]
    return {
        "number": number,
        "item": item,
        "day": terms.day(one.aired_on),
        "time": at,
        "duration": _duration(one.duration or 0),
        "programme": "; ".join(filter(None, (one.programme, one.section))),
        "title": one.title,
        "type": terms.TYPES[one.item_type] if one.item_type else "",
        "origin": terms.made_by(one.origin, one.origin_raw, one.author),
        "people": "; ".join(f"{what}: {who}" for what, who in people if who),
        "remarks": "; ".join(filter(None, (one.speaker_clusters, one.note))),
    }


def _duration(seconds: int) -> str:
    """`5 phút 30 giây`; empty for none."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(filter(None, (f"{minutes} phút" if minutes else "", f"{rest} giây" if rest else "")))
