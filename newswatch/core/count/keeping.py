"""A year's statement as bytes that can be kept beside the facts, and back: in brief, and apart from that all of its items, which few readers ask for.

In brief a statement has its figures and, of its items, those that wait for a person. The rule is in neither part: who reads a kept statement knows the
rule that it was made under. Nor are the items' texts, which take most room and which nobody who reads a statement asks for.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal

from newswatch.core.count.logbook import MonthLog
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Countable
from newswatch.core.months import Month
from newswatch.core.plain import plainly
from newswatch.core.polling.coverage import Coverage
from newswatch.core.quota.clause import Reading
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule

_LEVEL = 1  # of zlib; level 6 takes three times as long and saves a tenth (tests/benchmarks/bench_kept.py)
DAMAGE = (zlib.error, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)


class DamagedError(Exception):
    """Kept bytes that say nothing."""


@dataclass(frozen=True, slots=True)
class _Month:
    """What `MonthStatement` says but for its items."""

    month: Month
    count: MonthCount
    short: int
    deduction: Decimal
    state: State
    awaiting: int
    coverage: Coverage
    log: MonthLog | None
    movable: frozenset[int]
    stand_ins: int
    unevidenced: int


@dataclass(frozen=True, slots=True)
class _Year:
    """What `YearStatement` says but for its rule, its moment and its items."""

    year: int
    months: tuple[_Month, ...]
    score: Decimal | None
    deduction: Decimal | None
    by_reading: Mapping[Reading, Decimal]
    low: Decimal | None
    high: Decimal | None
    if_accepted: Decimal | None
    if_evidenced_only: Decimal | None
    provisional: str | None


@dataclass(frozen=True, slots=True)
class _Items:
    """Each line once, and by their places those of each month, those of other months that may be of it, and those without a date."""

    lines: tuple[Line, ...]
    of_months: tuple[tuple[int, ...], ...]
    elsewhere: tuple[tuple[int, ...], ...]
    undated: tuple[int, ...]

    def some(self, places: Sequence[int]) -> tuple[Line, ...]:
        """The lines at some places."""
        return tuple([self.lines[place] for place in places])


@dataclass(frozen=True, slots=True)
class _Brief:
    """A year in brief: its figures, and the items that wait for a person."""

    year: _Year
    waiting: _Items


_OF_MONTH = tuple(one.name for one in fields(_Month))
_OF_YEAR = tuple(one.name for one in fields(_Year) if one.name != "months")


def without_texts(statement: YearStatement) -> YearStatement:
    """The statement with its items' texts left out, as it is kept."""
    bare: dict[int, Line] = {}

    def of(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(bare.setdefault(line.item.id, without_text(line)) for line in lines)

    months = tuple(replace(m, lines=of(m.lines), elsewhere=of(m.elsewhere)) for m in statement.months)
    return replace(statement, months=months, undated=of(statement.undated))


def in_brief(statement: YearStatement) -> YearStatement:
    """The statement with those of its items alone that wait for a person."""
    months = tuple(replace(m, lines=_waiting(m.lines)) for m in statement.months)
    return replace(statement, months=months, undated=_waiting(statement.undated))


def kept_brief(statement: YearStatement) -> bytes:
    """A statement in brief as bytes."""
    brief = in_brief(statement)
    months = tuple(_Month(*(getattr(m, name) for name in _OF_MONTH)) for m in brief.months)
    year = _Year(months=months, **{name: getattr(brief, name) for name in _OF_YEAR})
    return _packed(plainly(_Brief).to(_Brief(year, _items(brief))))


def brief(body: bytes, rule: Rule, as_of: datetime) -> YearStatement:
    """The statement in brief that such bytes hold, of a rule as it could be applied, as it stands at a moment. Raises DamagedError."""
    try:
        told: _Brief = plainly(_Brief).back(_unpacked(body))
        pairs = zip(told.year.months, told.waiting.of_months, told.waiting.elsewhere, strict=True)
        months = tuple(_month(m, told.waiting.some(mine), told.waiting.some(others)) for m, mine, others in pairs)
        rest = {name: getattr(told.year, name) for name in _OF_YEAR}
        return YearStatement(rule=rule, months=months, undated=told.waiting.some(told.waiting.undated), as_of=as_of, **rest)
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def lacking(body: bytes) -> dict[Month, int]:
    """How many items each month lacked, as the bytes of a year in brief say; their items are not read. Raises DamagedError."""
    try:
        told = _unpacked(body)
        year: _Year = plainly(_Year).back(told[0] if isinstance(told, list) else told)
        return {m.month: m.short for m in year.months}
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def _month(m: _Month, lines: tuple[Line, ...], elsewhere: tuple[Line, ...]) -> MonthStatement:
    return MonthStatement(
        *(m.month, m.count, m.short, m.deduction, m.state, m.awaiting, lines, m.coverage, m.log, elsewhere, m.movable, m.stand_ins),
        m.unevidenced,
    )


def kept_items(statement: YearStatement) -> bytes:
    """All items of a statement as bytes, without their texts."""
    return _packed(plainly(_Items).to(_items(statement)))


def with_items(brief: YearStatement, body: bytes) -> YearStatement:
    """The whole statement: what it says in brief with the items that such bytes hold. Raises DamagedError."""
    try:
        told: _Items = plainly(_Items).back(_unpacked(body))
        pairs = zip(brief.months, told.of_months, told.elsewhere, strict=True)
        months = tuple(replace(m, lines=told.some(mine), elsewhere=told.some(others)) for m, mine, others in pairs)
        return replace(brief, months=months, undated=told.some(told.undated))
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def without_text(line: Line) -> Line:
    """A line with its item's text left out."""
    item: Countable = line.item
    return replace(line, item=replace(item, text="")) if item.text else line


def _waiting(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.awaiting)


def _items(statement: YearStatement) -> _Items:
    places: dict[int, int] = {}
    lines: list[Line] = []

    def of(some: Sequence[Line]) -> tuple[int, ...]:
        for line in some:
            if line.item.id not in places:
                places[line.item.id] = len(lines)
                lines.append(without_text(line))
        return tuple(places[line.item.id] for line in some)

    of_months = tuple(of(m.lines) for m in statement.months)
    elsewhere, undated = tuple(of(m.elsewhere) for m in statement.months), of(statement.undated)
    return _Items(tuple(lines), of_months, elsewhere, undated)


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def _unpacked(body: bytes) -> object:
    return json.loads(zlib.decompress(body))
