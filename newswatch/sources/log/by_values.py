"""Finds what a column holds by its values, where its header does not say it: whether it went on air, the kind of item, the hour.

Only a column whose every filled cell is such a value is taken, and only for a field that no header names.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from newswatch.core.text import bare, title_key
from newswatch.sources.log import values
from newswatch.sources.log.columns import header_key
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.head import Shape
from newswatch.sources.log.moments import clock, duration
from newswatch.sources.log.tables import Table
from newswatch.sources.log.wording import AGAIN_DATE, AGAIN_TIME

_RESULT = re.compile(r".*\b(?:ket qua|danh gia|tinh hinh|tinh trang|trang thai|hien trang|thuc te|result|outcome|state|status)\b.*")
_OTHER_HOUR = re.compile(
    r".*\b(?:ket thuc|den|xong|thu|ghi|duyet|nhan|gui|viet|tao|nhap|dang|sua|lai|luong|dai|end|stop|until|to|creat\w*|record\w*|updat\w*)\b.*"
)
_AGAIN = {AGAIN_DATE, AGAIN_TIME}
_HOUR = re.compile(r"(?:luc |sang |chieu |toi |trua )*\d{1,2} ?(?:h|g|gio|:)(?![a-z]).*")
_PART_OF_DAY = re.compile(r"(?:buoi )?(?:sang|trua|chieu|toi)\b(?:[ (,:-]*(?:luc |tu )?\d{1,2} ?(?:h|g|gio|:).{0,16})?")
_KIND = re.compile(
    r"(?:tin|bai|tb|thong bao|van ban|cong van|tieu pham|phong su|ban tin)(?: (?:ngan|van|nhanh|vua|dai|tuc|viet|phat thanh|tuyen truyen|anh))?"
)
_NEWS = re.compile(r"(?:tin|bai)\b.*")


def completed(table: Table, found: Sequence[Entry]) -> Iterator[Entry]:
    """The entries with the fields that columns without a telling header hold."""
    places = {name: at for name, is_it in _FINDERS if (at := _column(table, name, is_it)) is not None}
    rows = dict(table.rows) if places else {}
    for entry in found:
        cells = rows.get(entry.row, ())
        more = {name: cells[at] for name, at in places.items() if at < len(cells) and cells[at].strip()}
        coded = {name: text for name, text in more.items() if name == "status"}
        yield _with_kind(entry.but(fields={**more, **entry.fields, **coded}) if more else entry)


def _column(table: Table, name: str, is_it: Callable[[str, Sequence[str]], bool]) -> int | None:
    """The only column without a field of its own that holds nothing but values of this one."""
    head = table.head
    if (name in head.places and not (name == "status" and _are_codes(table))) or (
        name == "time" and (head.shape not in (Shape.ROWS, Shape.UNDATED) or _AGAIN & head.places.keys())
    ):
        return None
    used = {*head.places.values(), *head.axes, *head.more_titles, *head.more_times, *head.more_repeats, *head.more_dates}
    fitting = []
    for at, label in head.labels.items():
        held = [cells[at] for _, cells in table.rows if at not in used and at < len(cells) and cells[at].strip()]
        if held and is_it(header_key(label), held):
            fitting.append(at)
    return fitting[0] if len(fitting) == 1 else None


def _are_codes(table: Table) -> bool:
    """Whether the status is given in numbers alone, whose meaning another column may tell."""
    at = table.head.places["status"]
    return all(cells[at].strip().isdigit() for _, cells in table.rows if at < len(cells) and cells[at].strip())


def _is_status(key: str, held: Sequence[str]) -> bool:
    return _RESULT.fullmatch(key) is not None and all(values.aired(text) is not None for text in held)


def _is_kind(_: str, held: Sequence[str]) -> bool:
    keys = [title_key(text) for text in held]
    return all(map(_KIND.fullmatch, keys)) and any(map(_NEWS.match, keys))


def _is_hour(key: str, held: Sequence[str]) -> bool:
    return not _OTHER_HOUR.fullmatch(key) and all(_HOUR.fullmatch(bare(text).strip()) and clock(text) for text in held)


def _is_part_of_day(_: str, held: Sequence[str]) -> bool:
    return all(_PART_OF_DAY.fullmatch(bare(text).strip()) for text in held)


_FINDERS = (("status", _is_status), ("item_type", _is_kind), ("time", _is_hour), ("session", _is_part_of_day))


def _with_kind(entry: Entry) -> Entry:
    """The entry with a kind of item that stands in its column for the length: "TL" is short for both."""
    text = entry.fields.get("duration", "")
    if entry.fields.get("item_type", "").strip() or not _KIND.fullmatch(title_key(text)) or duration(text) is not None:
        return entry
    return entry.but(fields={**{name: held for name, held in entry.fields.items() if name != "duration"}, "item_type": text})
