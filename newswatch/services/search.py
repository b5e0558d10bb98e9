"""Finds items of a unit: by their words, with marks or without, by month, channel, verdict, field, and by how they stand under the rule.

What was written since is looked up first (`store.found` follows), so that nobody misses what one has just entered. How an item stands is read from the
kept year, which is decoded once for as long as it stands.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from newswatch.config import Unit
from newswatch.core.count.reasons import Line, Why
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import LOCAL, Channel, Countable, Domain, Verdict
from newswatch.core.months import Month
from newswatch.services import kept as years_kept
from newswatch.services.kept import Years
from newswatch.store import found, items, kept, units
from newswatch.store.store import Store

_AT_ONCE, _CHUNK = 1_000, 500
"""Items that a search takes in before it looks, and a transaction: a person's write waits for one at most. More are left to the next one."""

MOST_COUNTED = 1_000
"""Items that are counted one by one; of more it is told that they are more."""

_DECODED = 16
_FULL = 1_000_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty fields ask for nothing. `why` is a reason not to count, `counted` asks for those that count, or don't."""

    text: str = ""
    month: Month | None = None
    channel: Channel | None = None
    verdict: Verdict | None = None
    domain: Domain | None = None
    awaiting: bool = False
    why: Why | None = None
    counted: bool | None = None

    @property
    def of_lines(self) -> bool:
        """Is it asked how items stand under the rule?"""
        return self.awaiting or self.why is not None or self.counted is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One item that was found, and its line under the rule of its year; None if it is of no month of a year."""

    item: Countable
    line: Line | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, newest first, how many there are in all, and the token of the next page (empty for none).

    Beyond `MOST_COUNTED` items `total` is one more than that. `unsearched` items were written since and could not be looked through yet: something else
    was writing, or they were too many at once.
    """

    rows: tuple[Row, ...]
    total: int
    next: str = ""
    unsearched: int = 0


def find(store: Store, unit: Unit, filters: Filters, now: datetime, *, after: str = "", most: int = 50) -> Found:
    """The items of a unit that meet all filters, from after the one that a token names. A token that is none begins at the top."""
    left = refresh(store, _AT_ONCE)
    row = units.unit_row(store, unit)
    lines = lines_of(store, unit, _years(store, unit, filters, now), now) if filters.of_lines else {}
    with store.reading():
        where = _where(unit, filters, lines)
        if where is None:
            return Found((), 0, unsearched=left)
        picked = found.page(store, row, where, _place(after), most + 1)
        total = found.count(store, row, where, MOST_COUNTED + 1)
        there = [(one["day"], item) for one in picked[:most] if (item := items.countable(store, row, one["item_id"]))]
    last = picked[most - 1] if len(picked) > most else None
    lines = lines or lines_of(store, unit, sorted({year for day, _ in there for year in _years_of(unit, day, now)}), now)
    rows = tuple(Row(item, lines.get(item.id)) for _, item in there)
    return Found(rows, total, f"{last['day']}.{last['item_id']}" if last else "", left)


def counted(store: Store, unit: Unit, filters: Filters, now: datetime, total: int) -> int | None:
    """How many of the items that were found count; `total` is as `find` gave it. None where they are too many to be looked at one by one."""
    if filters.counted or filters.counted is False or filters.awaiting or filters.why:
        return total if filters.counted else 0
    if total > MOST_COUNTED:
        return None
    where = _where(unit, filters, {})
    picked = found.page(store, units.unit_row(store, unit), where, None, MOST_COUNTED) if where is not None else []
    lines = lines_of(store, unit, sorted({year for one in picked for year in _years_of(unit, one["day"], now)}), now)
    return sum(lines[one["item_id"]].counted for one in picked if one["item_id"] in lines)


def years_of(unit: Unit, item: Countable, now: datetime) -> list[int]:
    """The scoring years that may hold an item."""
    return _years_of(unit, item.day.isoformat() if item.day else "", now)


def years(store: Store, unit: Unit, now: datetime) -> list[int]:
    """The years in which a unit has items, and the present one, the first first."""
    told = {int(year) for year in found.years(store, units.unit_row(store, unit))}
    return sorted(told | {now.astimezone(LOCAL).year})


def matching(store: Store, unit: Unit, text: str) -> tuple[frozenset[int], int]:
    """All items of a unit that have the words of a text, and how many could not be looked through."""
    left, query, row = refresh(store), found.asked(text), units.unit_row(store, unit)
    return frozenset(found.matching(store, row, query) if query else ()), left


def refresh(store: Store, most: int = _FULL) -> int:
    """Takes in what was written since, so many items at most, the newest first; gives how many are left. Where it can't write, all are."""
    lacking, marks = found.due(store)
    done = 0
    for at in range(0, min(len(lacking), most), _CHUNK):
        chunk = lacking[at : min(at + _CHUNK, most)]
        wrote: list[int] = []

        def work(chunk: Sequence[int] = chunk, wrote: list[int] = wrote) -> None:
            found.put(store, chunk)
            wrote.extend(chunk)

        store.write_if_free(work)
        if not wrote:
            break
        done += len(chunk)
    if lacking and done == len(lacking):
        store.write_if_free(lambda: found.follow(store, marks))
    return len(lacking) - done


def lines_of(store: Store, unit: Unit, years: Sequence[int], now: datetime) -> Mapping[int, Line]:
    """The lines of a unit's years by their items; of an item that bears on two of them, the one that counts it."""
    told: dict[int, Line] = {}
    if not years:
        return told
    brief = years_kept.years(store, unit, years, now, brief=True)
    for year in years:
        for item_id, line in _LINES.of(store, unit, year, brief, now).items():
            if item_id not in told or (line.counted and not told[item_id].counted):
                told[item_id] = line
    return told


def _where(unit: Unit, filters: Filters, lines: Mapping[int, Line]) -> list[tuple[str, object]] | None:
    """The conditions of filters; None if nothing can meet them."""
    where: list[tuple[str, object]] = []
    if filters.month:
        days = filters.month.window(unit.rule_for(filters.month.year).cutoff_day)
        where.append(("day BETWEEN ? AND ?", (days.first.isoformat(), days.last.isoformat())))
    plain = {"channel": filters.channel, "verdict": filters.verdict, "domain": filters.domain}
    where += [(f"{name} = ?", str(value)) for name, value in plain.items() if value]
    if filters.of_lines:
        chosen = [item_id for item_id, line in lines.items() if _meets(line, filters)]
        where.append((f"item_id IN ({', '.join(map(str, chosen))})", ()))
    if filters.text.strip():
        query = found.asked(filters.text)
        if query is None:
            return None
        where.append((found.HAS_WORDS, query))
    return where


def _meets(line: Line, filters: Filters) -> bool:
    why = filters.why is None or any(reason.why is filters.why for reason in line.because)
    return why and (line.awaiting or not filters.awaiting) and filters.counted in (None, line.counted)


def _place(after: str) -> tuple[str, int] | None:
    day, _, number = after.partition(".")
    return (day, int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None


def _years(store: Store, unit: Unit, filters: Filters, now: datetime) -> list[int]:
    """The scoring years that a search looks through: those that may hold the month, else all that items are of, and the present one."""
    if filters.month:
        return _years_of(unit, str(filters.month), now)
    days = found.years(store, units.unit_row(store, unit))
    return sorted({year for day in (*days, "") for year in _years_of(unit, day, now)})


def _years_of(unit: Unit, day: str, now: datetime) -> list[int]:
    """The scoring years that may hold a day; of no day the present one."""
    year = int(day[:4]) if day else now.astimezone(LOCAL).year
    return [year] if unit.rule_for(year).by_calendar else [year, year + 1]


class _Lines:
    """The lines of years as they were last decoded, by what tells that they still stand. Any thread may ask."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Path, str, int, str], Mapping[int, Line]] = OrderedDict()
        self._lock = Lock()

    def of(self, store: Store, unit: Unit, year: int, brief: Years, now: datetime) -> Mapping[int, Line]:
        """The lines of a unit's year as it stands; `brief` was read just now."""
        one = kept.of_year(store, units.unit_row(store, unit), year, items=False)
        if one is None or not one.stands(brief.rests_on, brief.counters, now):
            return _by_item(years_kept.years(store, unit, [year], now).statements[0])
        key = (store.path, unit.id, year, one.items_seal)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = _by_item(years_kept.years(store, unit, [year], now).statements[0])
        with self._lock:
            self._known[key] = made
            while len(self._known) > _DECODED:
                self._known.popitem(last=False)
        return made


_LINES = _Lines()


def _by_item(statement: YearStatement) -> Mapping[int, Line]:
    elsewhere = (line for month in statement.months for line in month.elsewhere)
    return {line.item.id: line for line in (*elsewhere, *statement.lines)}
