"""What a log of an operator holds: its bytes, its name, and each airing in it as a person reads it."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from newswatch.core.model import Origin

HERE = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Airing:
    """One airing: the row it stands in (0 if it can't be told by a row), its local day, its time or an empty text, its title and origin."""

    row: int
    day: str
    time: str
    title: str
    origin: Origin = Origin.OWN


@dataclass(frozen=True, slots=True)
class Shape:
    """A log file and what is true of it. `unaired` are the titles of rows that never went on air."""

    name: str
    body: bytes
    airings: tuple[Airing, ...]
    unaired: tuple[str, ...] = ()


def air(row: int, when: str, title: str, origin: Origin = Origin.OWN) -> Airing:
    """An airing from `2026-03-02` or `2026-03-02 05:30`."""
    day, _, time = when.partition(" ")
    return Airing(row, day, time, title, origin)


def shape(name: str, body: bytes | str | Workbook, airings: Iterable[Airing], unaired: Sequence[str] = ()) -> Shape:
    """A log file from bytes, from text (UTF-8 with a byte-order mark) or from a workbook."""
    if isinstance(body, str):
        body = body.encode("utf-8-sig")
    elif isinstance(body, Workbook):
        out = io.BytesIO()
        body.save(out)
        body = out.getvalue()
    return Shape(name, body, tuple(airings), tuple(unaired))


def book(rows: Sequence[Sequence[Any]], title: str = "Sheet1", merged: Sequence[str] = ()) -> tuple[Workbook, Worksheet]:
    """A workbook with one filled sheet, and the sheet."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    put(sheet, rows)
    for area in merged:
        sheet.merge_cells(area)
    return made, sheet


def put(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """Writes rows of values from the first cell."""
    for row in rows:
        sheet.append(list(row))


def millis(local: str) -> int:
    """Epoch milliseconds of a local instant such as `2026-03-02 05:30`."""
    return int(datetime.fromisoformat(local).replace(tzinfo=HERE).timestamp() * 1000)
