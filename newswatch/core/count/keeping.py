"""A year's statement as bytes that can be kept beside the facts, and back: its figures apart from its items, which few readers ask for.

The rule is not among them: who reads a kept statement knows the rule that it was made under. Neither are the items' texts, which take most room and
which nobody who reads a statement asks for.
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
_DAMAGE = (zlib.error, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)


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


@dataclass(frozen=True, slots=True)
class _Year:
    """What `YearStatement` says but for its rule, its moment and its items; `waiting` counts those that wait for a person."""

    year: int
    months: tuple[_Month, ...]
    score: Decimal | None
    deduction: Decimal | None
    by_reading: Mapping[Reading, Decimal]
    low: Decimal | None
    high: Decimal | None
    if_accepted: Decimal | None
    provisional: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class _Items:
    """Each line once, and by their places those of each month, those of other months that may be of it, and those without a date."""

    lines: tuple[Line, ...]
    of_months: tuple[tuple[int, ...], ...]
    elsewhere: tuple[tuple[int, ...], ...]
    undated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InBrief:
    """A year's figures: the statement without its items, and how many of these wait for a person."""

    statement: YearStatement
    waiting: int


_OF_MONTH = tuple(one.name for one in fields(_Month))
_OF_YEAR = tuple(one.name for one in fields(_Year) if one.name not in ("months", "waiting"))


def without_texts(statement: YearStatement) -> YearStatement:
    """The statement with its items' texts left out, as it is kept."""
    bare: dict[int, Line] = {}

    def of(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(bare.setdefault(line.item.id, without_text(line)) for line in lines)

    months = tuple(replace(m, lines=of(m.lines), elsewhere=of(m.elsewhere)) for m in statement.months)
    return replace(statement, months=months, undated=of(statement.undated))


def in_brief(statement: YearStatement) -> InBrief:
    """The figures of a statement."""
    waiting = sum(m.awaiting for m in statement.months) + sum(line.awaiting for line in statement.undated)
    return InBrief(replace(statement, months=tuple(replace(m, lines=(), elsewhere=()) for m in statement.months), undated=()), waiting)


def kept_figures(brief: InBrief) -> bytes:
    """The figures as bytes."""
    year = brief.statement
    months = tuple(_Month(*(getattr(m, name) for name in _OF_MONTH)) for m in year.months)
    return _packed(plainly(_Year).to(_Year(months=months, waiting=brief.waiting, **{name: getattr(year, name) for name in _OF_YEAR})))


def figures(body: bytes, rule: Rule, as_of: datetime) -> InBrief:
    """The figures that such bytes hold, of a rule as it could be applied, as they stand at a moment. Raises DamagedError."""
    try:
        told: _Year = plainly(_Year).back(_unpacked(body))
    except _DAMAGE as error:
        raise DamagedError(str(error)) from error
    months = tuple(MonthStatement(lines=(), **{name: getattr(m, name) for name in _OF_MONTH}) for m in told.months)
    rest = {name: getattr(told, name) for name in _OF_YEAR}
    return InBrief(YearStatement(rule=rule, months=months, undated=(), as_of=as_of, **rest), told.waiting)


def kept_items(statement: YearStatement) -> bytes:
    """The items of a statement as bytes, without their texts."""
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
    return _packed(plainly(_Items).to(_Items(tuple(lines), of_months, elsewhere, undated)))


def with_items(brief: InBrief, body: bytes) -> YearStatement:
    """The whole statement: its figures with the items that such bytes hold. Raises DamagedError."""
    try:
        told: _Items = plainly(_Items).back(_unpacked(body))
        pairs = zip(brief.statement.months, told.of_months, told.elsewhere, strict=True)
        months = tuple(replace(m, lines=_some(told, mine), elsewhere=_some(told, others)) for m, mine, others in pairs)
        return replace(brief.statement, months=months, undated=_some(told, told.undated))
    except _DAMAGE as error:
        raise DamagedError(str(error)) from error


def _some(told: _Items, places: Sequence[int]) -> tuple[Line, ...]:
    return tuple(told.lines[place] for place in places)


def without_text(line: Line) -> Line:
    """A line with its item's text left out."""
    item: Countable = line.item
    return replace(line, item=replace(item, text="")) if item.text else line


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def _unpacked(body: bytes) -> object:
    return json.loads(zlib.decompress(body))
