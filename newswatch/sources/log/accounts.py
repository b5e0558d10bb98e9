"""Accounts for each filled row of a sheet: taken in, told, or known furniture. A row that is none of these is told, so that nothing is lost in silence.

Furniture is what a log holds beside its airings: its title and headers, headings, sums, numbering, datelines, signatures with the names below them,
stamps of printing, legends, remarks that name no day and no hour.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import bare, clean, title_key
from newswatch.sources.log import values
from newswatch.sources.log.days import is_date
from newswatch.sources.log.moments import clock
from newswatch.sources.log.sections import is_numeral, section_of
from newswatch.sources.log.sheet import Row
from newswatch.sources.log.tables import Parted, fits, is_titled, repeats_header

_DECIMAL = re.compile(r"\d+\.\d+")
_NAMES_DAY = re.compile(r"(?<![\d/])\d{1,2} ?/ ?\d{1,2}(?![\d/]*[a-z])|\bngay \d{1,2}\b|\b\d{1,2} ?(?:h|g|gio|:) ?\d\d\b|\b\d{1,2} ?gio\b")
_STAMP = re.compile(
    r"(?:ngay|gio|luc|thoi (?:gian|diem))? ?(?:in|xuat|ket xuat|lap|ky|tao|bao cao|cap nhat|export\w*|print\w*|generat\w*)\b.*|(?:trang|page) \d.*"
)
_REMARK = re.compile(r"(?:ghi chu|chu thich|ky hieu|quy uoc|luu y|noi nhan|legend|note)\b.*")
_MORE = re.compile(r"\bphat (?:them|bu|bo sung|dot xuat)\b")
_NOT_UNDERSTOOD = "looks like an airing and was not understood"
_ABOVE = "a row above the header is not read; put it below"
_LINE = "a line with a day or an hour that is no row of the table; if something was aired then, give it a row"


class Account(StrEnum):
    """What became of a filled row."""

    TAKEN = "taken"
    TITLE = "title"
    HEADER = "header"
    FURNITURE = "furniture"
    UNKNOWN = "unknown"


def accounts(one: Parted, seen: Collection[int]) -> Iterator[tuple[Row, Account]]:
    """The account of each filled row of a sheet with tables. `seen` are the rows that gave a bulletin or a problem, or surely did not air."""
    headers = {row for table in one.tables for row in range(table.head.top, table.head.row + 1)}
    first = min(headers, default=0)
    titles = _lines_above_headers(one, headers)
    in_foot = False
    for number, cells in one.sheet.rows:
        if not any(cell.strip() for cell in cells):
            continue
        in_foot = number not in seen and number not in headers and (in_foot or values.is_signature(cells))
        if number in seen:
            yield (number, cells), Account.TAKEN
        elif number in headers or any(repeats_header(table, cells) for table in one.tables):
            yield (number, cells), Account.HEADER
        elif number < first:
            rowlike = _is_row(cells) or any(fits(table.head, cells) for table in one.tables)
            yield (number, cells), Account.UNKNOWN if rowlike else Account.TITLE
        elif number in titles:
            yield (number, cells), Account.TITLE
        else:
            yield (number, cells), Account.FURNITURE if is_furniture(cells, in_foot=in_foot) else Account.UNKNOWN


def unaccounted(one: Parted, seen: Collection[int]) -> Iterator[RowProblem]:
    """A problem for each filled row of a sheet that is neither taken in, nor told, nor furniture."""
    if not one.tables:
        return
    first = min(table.head.top for table in one.tables)
    for (number, cells), account in accounts(one, seen):
        if account is Account.UNKNOWN:
            reason = _ABOVE if number < first else _LINE if len(_texts(cells)) == 1 else _NOT_UNDERSTOOD
            yield RowProblem(one.sheet.name, number, "", _shown(cells), reason)


def is_furniture(cells: Sequence[str], *, in_foot: bool) -> bool:
    """Whether a row below a header is known to be no airing. `in_foot` says that it stands below a signature."""
    if values.is_signature(cells) or values.is_total(cells) or values.is_dateline(cells) or values.is_numbering(cells):
        return True
    texts = _texts(cells)
    if len(texts) == 1:
        return _is_remark(texts[0])
    if any(map(is_date, texts)) and any(len(text) > 5 and not is_date(text) for text in texts):
        return False
    titled = any(map(is_titled, texts))
    return not titled or (in_foot and not any(_NAMES_DAY.search(bare(text)) for text in texts))


def _is_remark(text: str) -> bool:
    """Whether a lone text names no day and no hour on which something may have been aired."""
    key, plain = title_key(text), bare(text)
    if _STAMP.fullmatch(key) or section_of(text) or not _NAMES_DAY.search(plain):
        return not _MORE.search(key)
    return bool(_REMARK.fullmatch(key)) and not _MORE.search(key)


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a row above the first header is filled like one below it: a day or an hour, and a title."""
    texts = _texts(cells)
    return any(is_date(text) or clock(text) for text in texts) and any(map(is_titled, texts))


def _texts(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip() and not _DECIMAL.fullmatch(cell.strip()) and not is_numeral(cell)]


def _lines_above_headers(one: Parted, headers: Collection[int]) -> set[int]:
    """The rows of single texts right above a header that is not the first, which give the title of its table."""
    found: set[int] = set()
    rows = dict(one.sheet.rows)
    for top in {table.head.top for table in one.tables}:
        number = top - 1
        while number in rows and number not in headers and len([cell for cell in rows[number] if cell.strip()]) == 1:
            found.add(number)
            number -= 1
    return found


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(clean(cell) for cell in cells if cell.strip())[:100]
