"""Reads the cells below headers that name a value: crosses, "Có" and "Không", hours; below "Tin", "Tiếp âm", "Sáng", "17h00", "Đã phát".

A cell that says neither yes nor no is left to a person, and so is a row without a mark that it aired, when, or whose it is, where others bear one.
"""

from collections.abc import Iterator, Mapping, Sequence

from newswatch.core.text import title_key
from newswatch.sources.log import values
from newswatch.sources.log.axis import Axis, Kind, is_mark
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.head import Shape
from newswatch.sources.log.moments import clock
from newswatch.sources.log.signs import mentions_relay
from newswatch.sources.log.tables import Table

_NO = frozenset({"", "khong", "chua", "0", "no", "k", "false"})
_YES = frozenset({"true", "co", "roi", "da", "da phat", "yes", "ok", "dat"})
_WHEN = (Kind.SESSION, Kind.CLOCK)


def marked(table: Table) -> dict[int, Axis]:
    """The columns of a table whose header names a value, and that are not blank as a whole."""
    if table.head.shape not in (Shape.ROWS, Shape.UNDATED):
        return {}
    return {at: axis for at, axis in table.head.axes.items() if any(at < len(cells) and cells[at].strip() for _, cells in table.rows)}


def with_marks(entry: Entry, cells: Sequence[str], columns: Mapping[int, Axis]) -> Iterator[Entry]:
    """The entry with what its marks say; one for each marked part of the day or hour."""
    told = [(axis, cells[at].strip() if at < len(cells) else "") for at, axis in sorted(columns.items())]
    answers = [(axis, text, _answer(axis, text)) for axis, text in told]
    unclear = next(((axis, text) for axis, text, answer in answers if answer is None), None)
    if unclear:
        entry = entry.told("title", f"{unclear[1]!r} under {unclear[0].text}: neither a mark nor blank")
    yes = [(axis, text) for axis, text, answer in answers if answer]
    denied = any(axis.kind is Kind.STATUS and text and answer is False for axis, text, answer in answers)
    if denied and not any(axis.kind is Kind.STATUS for axis, _ in yes):
        yield entry.but(aired=False)
        return
    entry = _with_values(entry, [axis for axis, _ in yes], columns)
    lacking = _unmarked(columns, [axis for axis, _ in yes])
    if lacking and "title" in entry.fields:
        entry = entry.told("title", f"nothing is marked under {lacking}; mark it, or leave the row out")
    airings = [(axis, text) for axis, text in yes if axis.kind in _WHEN]
    for axis, text in airings:
        own = {"time": text} if clock(text) else {}
        yield entry.but(fields={**entry.fields, **said_by(axis), **own})
    if not airings:
        yield entry


def _answer(axis: Axis, text: str) -> bool | None:
    """Whether a cell says yes to its header, or None if that can't be told."""
    key = title_key(text)
    if is_mark(text) or key in _YES:
        return True
    if key in _NO:
        return False
    if axis.kind in _WHEN and clock(text):
        return True
    if axis.kind is Kind.ORIGIN and mentions_relay(axis.text) and values.named_origin(key):
        return True
    return None


def _with_values(entry: Entry, yes: Sequence[Axis], columns: Mapping[int, Axis]) -> Entry:
    """The entry with the kind, origin and status that are marked."""
    for kind in (Kind.TYPE, Kind.ORIGIN, Kind.STATUS):
        said = [axis.text for axis in yes if axis.kind is kind]
        if len(said) > 1:
            entry = entry.told("title", f"more than one is marked: {', '.join(said)}")
        if said:
            entry = entry.but(fields={**entry.fields, str(kind): said[0]})
        elif kind is Kind.ORIGIN and sum(1 for axis in columns.values() if axis.kind is kind) > 1:
            entry = entry.told("title", "not marked whose it is")
    return entry


def _unmarked(columns: Mapping[int, Axis], yes: Sequence[Axis]) -> str:
    """The headers under which a row should bear a mark and bears none: that it aired, and when."""
    for kinds in ((Kind.STATUS,), _WHEN):
        names = [axis.text for axis in columns.values() if axis.kind in kinds]
        says_aired = kinds != (Kind.STATUS,) or any(values.aired(name) for name in names)
        if names and says_aired and not any(axis.kind in kinds for axis in yes):
            return " / ".join(names)
    return ""


def said_by(axis: Axis) -> dict[str, str]:
    """What a header for a part of the day, an hour, a kind of item or its maker says, by field."""
    if axis.kind in (Kind.TYPE, Kind.ORIGIN):
        return {str(axis.kind): axis.text}
    if axis.kind is Kind.CLOCK:
        return {"time": axis.text}
    return {"session": axis.text, **({"time": axis.clock} if axis.clock else {})}
