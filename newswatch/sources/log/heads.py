"""Finds the header of a table: on one row or two, by field and by what its columns name beside; and which shape (`head`) the table has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from newswatch.sources.log import values
from newswatch.sources.log.axis import Axis, Kind, axis_of
from newswatch.sources.log.columns import FIELDS, REQUIRED, Meanings, header_key, meaning_of
from newswatch.sources.log.days import is_date
from newswatch.sources.log.head import Head, Shape
from newswatch.sources.log.sheet import Sheet
from newswatch.sources.log.wording import AGAIN_DATE, AGAIN_TIME, COUNT, MADE, MINUTE, MONTH, NUMBER, REPEAT, UNTIL, WEEKDAY, YEAR

ROLES = (COUNT, UNTIL, REPEAT, WEEKDAY, MONTH, YEAR, MINUTE, NUMBER, AGAIN_DATE, AGAIN_TIME)
_FEWEST_DAYS = 3
_FEWEST_NUMBERS = 7
_LONGEST = 100
_LONGEST_LABEL = 40  # characters of a cell on the lower row of a header that is no name of a field
_NTH = re.compile(r"\b(?:lan|thu|so|phat|buoi|\d+|i+|mot|hai|ba|nhat|dau|sang|trua|chieu|toi)\b")
_SUPPLIED = frozenset({"date", "time", "session", "item_type", "origin", "status", "section", "title", COUNT})
"""What marks below a name can say; an upper header that means anything else is the header of its columns."""


def heads_at(sheet: Sheet, index: int, known: Meanings) -> tuple[Head, ...]:
    """The headers that begin on a row (by its place in the sheet): none, one, or those of tables side by side."""
    if not any(cell.strip() for cell in sheet.rows[index][1]):
        return ()
    here, both = _single(sheet, index, known), _pair(sheet, index, known)
    below = _single(sheet, index + 1, known) if index + 1 < len(sheet.rows) else ()
    if here and here[0].shape is Shape.ROWS and below and values.is_numbering(sheet.rows[index + 1][1]):
        below = ()
    if both and _fields(both) > _fields(below):
        below = ()
    if both and (_score(both), _repeats(sheet, index)) > (max(_score(here), _score(below)), False):
        counted = both[0].top if _fields(here) == _fields(both) else both[0].row
        return tuple(replace(head, counted=counted) for head in both)
    return here if _score(here) >= _score(below) else ()


def _repeats(sheet: Sheet, index: int) -> bool:
    """Whether the next row repeats a cell, as the lower row of a header does under cells merged downwards."""
    upper, lower = sheet.rows[index][1], sheet.rows[index + 1][1]
    return any(high.strip() and high == low for high, low in zip(upper, lower, strict=False))


def _fields(heads: Sequence[Head]) -> int:
    return sum(len(head.columns) for head in heads)


def _score(heads: Sequence[Head]) -> int:
    return sum(head.score for head in heads)


def _single(sheet: Sheet, index: int, known: Meanings) -> tuple[Head, ...]:
    number, cells = sheet.rows[index]
    if sum(1 for cell in cells if cell.strip()) < len(REQUIRED) or any(
        is_date(cell) for cell in cells if len(cell) > 5 and not axis_of(cell)
    ):
        return ()
    labels = {at: cell for at, cell in enumerate(cells) if cell.strip() and len(cell) <= _LONGEST}
    heads = _heads(number, number, labels, {at: dict(meaning_of(text, known)) for at, text in labels.items()}, _above(sheet, index))
    below = sheet.rows[index + 1][1] if index + 1 < len(sheet.rows) else ()
    return tuple(head for head in heads if not _are_rows(head, below))


def _are_rows(head: Head, below: Sequence[str]) -> bool:
    """Whether what looks like days across is a row of a log with columns of dates: below one of its dates stands a date again."""
    return any(at < len(below) and is_date(head.labels[at]) and is_date(below[at]) for at in head.axes)


def _above(sheet: Sheet, index: int) -> Mapping[int, str]:
    """The texts of the row above, each over all columns up to the next."""
    if index == 0:
        return {}
    found: dict[int, str] = {}
    text = ""
    cells = sheet.rows[index - 1][1]
    for at in range(max(len(cells), len(sheet.rows[index][1]))):
        text = cells[at] if at < len(cells) and cells[at].strip() else text
        found[at] = text
    return found


def _pair(sheet: Sheet, index: int, known: Meanings) -> tuple[Head, ...]:
    """Two rows as one header: the upper row's names over the lower's."""
    if index + 1 >= len(sheet.rows) or sheet.rows[index + 1][0] != sheet.rows[index][0] + 1:
        return ()
    (top, upper), (row, lower) = sheet.rows[index], sheet.rows[index + 1]
    if sum(1 for cell in upper if cell.strip()) < len(REQUIRED) or not _is_lower(upper, lower, known):
        return ()
    labels: dict[int, str] = {}
    meant: dict[int, dict[str, int]] = {}
    above = dict(_above(sheet, index))
    over = ""
    for at in range(max(len(upper), len(lower))):
        high, low = (row_[at].strip() if at < len(row_) else "" for row_ in (upper, lower))
        high = high or sheet.wide.get((top, at), "").strip() or (over if low else "")
        over = high
        labels[at], meant[at] = _joined(high, low, known)
        above[at] = high if axis_of(high) else above.get(at, "")
    return _heads(top, row, {at: text for at, text in labels.items() if text}, meant, above)


def _is_lower(upper: Sequence[str], lower: Sequence[str], known: Meanings) -> bool:
    """Whether a row can be the lower one of a header: names of fields and values, no dates and no long texts."""
    own = [text for at, text in enumerate(lower) if text.strip() and not (at < len(upper) and upper[at] == text)]
    if any("date" in meaning_of(high, known) and is_date(low) for high, low in zip(upper, lower, strict=False)):
        return False
    named = [text for text in own if meaning_of(text, known) or axis_of(text)]
    plain = all(len(text) <= _LONGEST_LABEL and (axis_of(text) or not is_date(text)) for text in own)
    days = sum(1 for text in own if (axis := axis_of(text)) and axis.kind is Kind.DAY)
    numbers = values.is_numbering(lower) and (days < _FEWEST_DAYS or _are_named(upper, lower, known))
    return plain and bool(named) and 2 * len(named) >= len(own) and not numbers


def _are_named(upper: Sequence[str], lower: Sequence[str], known: Meanings) -> bool:
    """Whether the columns that a row of numbers stands under have names of fields of their own: it numbers the columns of a form."""
    fields = {name for high, low in zip(upper, lower, strict=False) if low.strip() and high != low for name in meaning_of(high, known)}
    return {"date", "title"} <= fields


def _joined(high: str, low: str, known: Meanings) -> tuple[str, dict[str, int]]:
    """The label of a column under two header cells, and the fields it may mean."""
    if not low or low == high:
        return high, dict(meaning_of(high, known))
    below = dict(meaning_of(low, known))
    if below:
        return low, below
    over = set(meaning_of(high, known))
    day = axis_of(high)
    if day and day.number is not None and _is_weekday(low):
        return high, {}
    if axis_of(low) and over <= _SUPPLIED:
        return (f"{high} {low}" if _is_weekday(high) else low), {}
    return f"{high} {low}".strip(), dict(meaning_of(f"{high} {low}", known)) or (dict(meaning_of(high, known)) if over - _SUPPLIED else {})


def _is_weekday(text: str) -> bool:
    axis = axis_of(text)
    return axis is not None and axis.kind is Kind.DAY


def _heads(
    top: int, row: int, labels: Mapping[int, str], meant: Mapping[int, Mapping[str, int]], above: Mapping[int, str]
) -> tuple[Head, ...]:
    """One header, or those of tables side by side: parted by a blank column, or beginning again with the same name."""
    for windows in (_by_gaps(labels), _by_repetition(labels)):
        if len(windows) > 1:
            parts = [_head(top, row, {at: labels[at] for at in window if at in labels}, meant, above) for window in windows]
            sound = tuple(part for part in parts if part)
            if len(sound) > 1:
                return sound
    whole = _head(top, row, labels, meant, above)
    return tuple(_groups(whole, above)) if whole else ()


def _by_gaps(labels: Mapping[int, str]) -> list[range]:
    windows: list[range] = []
    for at in sorted(labels):
        windows = [*windows[:-1], range(windows[-1].start, at + 1)] if windows and at == windows[-1].stop else [*windows, range(at, at + 1)]
    return windows


def _by_repetition(labels: Mapping[int, str]) -> list[range]:
    places = sorted(labels)
    if not places:
        return []
    first = header_key(labels[places[0]])
    starts = [at for at in places if header_key(labels[at]) == first]
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], places[-1] + 1], strict=True)]


def _head(top: int, row: int, labels: Mapping[int, str], meant: Mapping[int, Mapping[str, int]], above: Mapping[int, str]) -> Head | None:
    axes = {at: axis for at, text in labels.items() if not meant.get(at) and (axis := axis_of(text))}
    meant = _without_programmes(meant)
    if _has_days(axes):
        places = _places({at: {f: r for f, r in meant.get(at, {}).items() if f != "date"} for at in labels})
        shape = Shape.MATRIX if "title" in places else Shape.DAYS
    else:
        days = _without_hours(meant)
        places = _places({at: days.get(at, {}) for at in labels})
        axes = {at: axis for at, axis in axes.items() if axis.kind is not Kind.DAY}
        found = _shape(places, axes, made=days.get(places.get("date", -1), {}).get("date", 0) >= MADE)
        if found is None:
            return None
        shape = found
    span = range(min(labels), max(labels) + 1)
    more = frozenset(at for at in labels if at not in places.values() and set(meant.get(at, {})) == {"title"} and shape is Shape.ROWS)
    left = [at for at in sorted(labels) if at not in places.values()]
    own = header_key(labels[places["date"]]) if "date" in places else None
    dates = tuple(at for at in left if header_key(labels[at]) == own)
    repeats = tuple(at for at in left if REPEAT in meant.get(at, {}))
    hours = [at for at in left if "time" in meant.get(at, {}) and "date" not in meant[at] and "time" in places]
    times = tuple(at for at in hours if _hour_key(labels[at]) == _hour_key(labels[places["time"]]))
    odd = tuple(at for at in hours if at not in times)
    return Head(top, row, span, shape, places, dict(labels), axes, above.get(span.start, ""), row, more, times, repeats, dates, odd)


def _hour_key(label: str) -> str:
    """The name of a column for hours without what tells it from others of its kind: "Giờ phát lần 2", "Giờ chiều"."""
    return " ".join(_NTH.sub(" ", header_key(label)).split())


def _without_programmes(meant: Mapping[int, Mapping[str, int]]) -> Mapping[int, Mapping[str, int]]:
    """The meanings without title for a column that may be the programme's, if another can only be the title's."""
    if not any("title" in ranks and "programme" not in ranks for ranks in meant.values()):
        return meant
    return {at: {f: r for f, r in ranks.items() if f != "title" or "programme" not in ranks} for at, ranks in meant.items()}


def _without_hours(meant: Mapping[int, Mapping[str, int]]) -> Mapping[int, Mapping[str, int]]:
    """The meanings without day for a column that may be the hour's, if another can only be the day's, and is not that of the making."""
    if not any("date" in ranks and "time" not in ranks and ranks["date"] < MADE for ranks in meant.values()):
        return meant
    return {at: {f: r for f, r in ranks.items() if f != "date" or "time" not in ranks} for at, ranks in meant.items()}


def _has_days(axes: Mapping[int, Axis]) -> bool:
    """Whether columns are days: at least three different weekdays or dates that follow each other, or the first seven days of a month."""
    days = [axis for _, axis in sorted(axes.items()) if axis.kind is Kind.DAY]
    numbers = [axis.number for axis in days if axis.number is not None]
    named = [(axis.weekday, axis.text) for axis in days if axis.number is None]
    steps = all(b - a == 1 for a, b in pairwise(numbers))
    return (len(named) >= _FEWEST_DAYS and len(set(named)) == len(named)) or (len(numbers) >= _FEWEST_NUMBERS and steps)


def _shape(places: Mapping[str, int], axes: Mapping[int, Axis], *, made: bool) -> Shape | None:
    if all(name in places for name in REQUIRED):
        return Shape.ROWS
    across = [axis for axis in axes.values() if axis.kind in (Kind.SESSION, Kind.CLOCK)]
    kinds = [axis for axis in axes.values() if axis.kind in (Kind.TYPE, Kind.ORIGIN)]
    if "date" in places and (across or (kinds and not made)):
        return Shape.SESSIONS
    named = [name for name in places if name in FIELDS]
    return Shape.UNDATED if "title" in places and len(named) > 1 else None


def _places(options: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    """The place of each field and role: its best-ranked header that no earlier field has taken; of equals, the leftmost."""
    places: dict[str, int] = {}
    for name in (*FIELDS, *ROLES):
        ranked = [(ranks[name], at) for at, ranks in options.items() if name in ranks and at not in places.values()]
        if ranked:
            places[name] = min(ranked)[1]
    return places


def _groups(head: Head, above: Mapping[int, str]) -> Iterator[Head]:
    """The head itself, or one for each time that its title's name comes again: "Sáng" and "Chiều" over "Giờ | Tên tin", with the day shared."""
    keys = {at: header_key(text) for at, text in head.labels.items()}
    title = keys.get(head.places.get("title", -1))
    times = sum(1 for key in keys.values() if key == title)
    if head.shape is not Shape.ROWS or title is None or times < 2:
        yield head
        return
    repeated = {key for key in keys.values() if sum(1 for other in keys.values() if other == key) == times}
    shared = {name: at for name, at in head.places.items() if keys[at] not in repeated}
    for nth in range(times):
        own = {key: [at for at, other in sorted(keys.items()) if other == key][nth] for key in repeated}
        places = {name: own[keys[at]] for name, at in head.places.items() if keys[at] in repeated}
        columns = {*shared.values(), *own.values()}
        yield Head(
            head.top, head.row, range(min(own.values()), max(own.values()) + 1), head.shape, {**shared, **places},
            {at: text for at, text in head.labels.items() if at in columns}, {}, above.get(min(own.values()), ""), head.counted,
        )  # fmt: skip
