"""The list as CSV for Excel: UTF-8 with a byte-order mark, and semicolons, which Excel takes where the comma is the decimal mark, as in Việt Nam."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.text import printable
from newswatch.report.books.items import ITEMS, item_rows
from newswatch.report.vi import terms

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LINKS = ("Đường dẫn",)


def csv_list(year: YearStatement, told: Sequence[MonthStatement]) -> bytes:
    """The rows of the list with its head; the column that opens an item is left out, since its address stands in one of its own."""
    names = [name for name, _ in ITEMS]
    kept = [at for at, name in enumerate(names) if name not in _LINKS]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([names[at] for at in kept])
    writer.writerows([_cell(row[at]) for at in kept] for row in item_rows(year, told))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """A cell's text. One that Excel would take for a formula gets an apostrophe before it."""
    text = terms.day(value) if isinstance(value, date) else printable(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
