"""What an examination finds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from newswatch.core.model import LOCAL

MEGABYTE = 1_000_000
_VIETNAMESE = str.maketrans(",.", ".,")
DATABASE, CONFIGURATION, CLOCK, MAIL = "cơ sở dữ liệu", "cấu hình", "đồng hồ", "máy chủ thư"
"""What several findings are about."""

LATE = timedelta(hours=1)
"""What should have been done so long ago is overdue."""


class Health(StrEnum):
    """How one thing is: as it should be, to be looked at, to be mended."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line, in Vietnamese: what was examined, how it is, what was found, and what to do."""

    about: str
    health: Health
    found: str
    advice: str = ""


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the unit people would say it in."""
    minutes = int((now - at).total_seconds() // 60)
    for size, unit in ((1440, "ngày"), (60, "giờ"), (1, "phút")):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit} trước"
    return "vừa xong" if minutes >= 0 else f"lúc {moment(at)}"


def megabytes(size: int, decimals: int = 0) -> str:
    """A size given in bytes, in megabytes as written in Việt Nam: `79.024 MB`, `0,5 MB`."""
    return f"{size / MEGABYTE:,.{decimals}f} MB".translate(_VIETNAMESE)


def moment(at: datetime) -> str:
    """An instant in local time."""
    return f"{at.astimezone(LOCAL):%d/%m/%Y %H:%M}"
