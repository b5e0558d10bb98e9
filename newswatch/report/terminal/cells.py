"""What the tables of a terminal are made of: columns, moments, and one style for each tone."""

from datetime import datetime

from rich.table import Table

from newswatch.report.tones import Tone
from newswatch.report.vi import terms

_DATED = ("Tháng", "Ngày", "Ngày phát", "Lần xem cuối", "Lần tốt gần nhất", "Gửi lúc / gửi lại lúc", "Hạn")
_DATE_WIDTH = 10  # 31/12/2026
STYLES = {Tone.GOOD: "green", Tone.BAD: "bold red", Tone.DOUBT: "bold yellow", Tone.OPEN: "cyan", Tone.NONE: "dim"}
WAITING, FAULT = "yellow", "red"
"""Styles of what awaits somebody, and of what went wrong on the way."""


def table(*headers: str) -> Table:
    """An empty table with these columns, without a frame. Where it is too wide for the terminal it breaks between words, and never within a date."""
    made = Table(show_edge=False, pad_edge=False)
    for header in headers:
        widest = max(map(len, header.split()), default=1)
        made.add_column(header, overflow="fold", min_width=max(widest, _DATE_WIDTH if header in _DATED else 1))
    return made


def moment(text: str) -> str:
    """An instant as stored (ISO 8601), in local time: `17:30 05/03/2026`."""
    return terms.moment(datetime.fromisoformat(text))
