"""What the tables of a terminal are made of: columns, moments, and one style for each tone."""

from datetime import datetime

from rich.table import Table

from newswatch.report.tones import Tone
from newswatch.report.vi import terms

STYLES = {Tone.GOOD: "green", Tone.BAD: "bold red", Tone.DOUBT: "bold yellow", Tone.OPEN: "cyan", Tone.NONE: "dim"}
WAITING, FAULT = "yellow", "red"
"""Styles of what awaits somebody, and of what went wrong on the way."""


def table(*headers: str) -> Table:
    """An empty table with these columns, without a frame."""
    made = Table(show_edge=False, pad_edge=False)
    for header in headers:
        made.add_column(header, overflow="fold")
    return made


def moment(text: str) -> str:
    """An instant as stored (ISO 8601), in local time: `17:30 05/03/2026`."""
    return terms.moment(datetime.fromisoformat(text))
