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
from newswatch.store import found, items, kept, units
from newswatch.store.kept import Counters
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
    for lines in _LINES.of(store, unit, years, now):
        for item_id, line in lines.items():
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
    """Does a line meet the filters of lines? The cheapest is asked first, since this is asked of every item of a unit."""
    if filters.counted not in (None, line.counted) or (filters.awaiting and not line.awaiting):
        return False
    return filters.why is None or any(reason.why is filters.why for reason in line.because)


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


_Key = tuple[Path, str, int, str]


class _Lines:
    """The lines of years as they were last decoded, by what tells that they still stand. Any thread may ask."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, Mapping[int, Line]] = OrderedDict()
        self._lock = Lock()

    def of(self, store: Store, unit: Unit, years: Sequence[int], now: datetime) -> list[Mapping[int, Line]]:
        """The lines of a unit's years as they stand."""
        known = self._standing(store, unit, years, now)
        lacking = [year for year in years if year not in known]
        if lacking:
            told = years_kept.years(store, unit, lacking, now)
            known |= {year: _by_item(statement) for year, statement in zip(lacking, told.statements, strict=True)}
            for year, key in self._keys(store, unit, lacking, now, told.counters).items():
                self._keep(key, known[year])
        return [known[year] for year in years]

    def _standing(self, store: Store, unit: Unit, years: Sequence[int], now: datetime) -> dict[int, Mapping[int, Line]]:
        """Of those years that were decoded before, and stand."""
        keys = self._keys(store, unit, years, now)
        with self._lock:
            found = {year: self._known[key] for year, key in keys.items() if key in self._known}
            for year in found:
                self._known.move_to_end(keys[year])
        return found

    def _keys(self, store: Store, unit: Unit, years: Sequence[int], now: datetime, at: Counters | None = None) -> dict[int, _Key]:
        """What tells that lines stand, of those years that are kept and stand: the digest of what is kept. None if something was written since `at`."""
        row = units.unit_row(store, unit)
        with store.reading():
            on, counters = years_kept.rests_on(unit, units.source_labels(store, row)), kept.counters(store, row)
            asked = years if at in (None, counters) else ()
            kept_years = [one for year in asked if (one := kept.of_year(store, row, year, items=False))]
        return {one.year: (store.path, unit.id, one.year, one.items_seal) for one in kept_years if one.stands(on, counters, now)}

    def _keep(self, key: _Key, lines: Mapping[int, Line]) -> None:
        with self._lock:
            self._known[key] = lines
            while len(self._known) > _DECODED:
                self._known.popitem(last=False)


_LINES = _Lines()


def _by_item(statement: YearStatement) -> Mapping[int, Line]:
    elsewhere = (line for month in statement.months for line in month.elsewhere)
    return {line.item.id: line for line in (*elsewhere, *statement.lines)}
