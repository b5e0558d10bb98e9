"""One airing as a log's table holds it, before its texts are understood."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Self

from newswatch.sources.log.sheet import PLAIN, Facts


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row, or one cell of a grid, says.

    `fields` are texts by field and role. `others` are texts of columns that mean no field. `facts` are those of the cells read from, the title's and
    the date's apart. `section` are what headings above say, by field. `day` and `clock` are set once they are known. `fault` is a field and why
    the entry can't be taken. `aired` is False for what surely did not air. `nth` numbers airings that are alike. `daily` says that
    its number of airings is that of each day.
    """

    row: int
    fields: dict[str, str]
    others: tuple[str, ...] = ()
    title_facts: Facts = PLAIN
    date_facts: Facts = PLAIN
    faults: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()
    looks: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    section: dict[str, str] = field(default_factory=dict)
    block: str = ""
    stray: str = ""
    day: date | None = None
    clock: time | None = None
    fault: tuple[str, str] | None = None
    aired: bool = True
    nth: int = 1
    given: bool = False
    daily: bool = False

    def but(self, **changes: object) -> Self:
        """The entry with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def told(self, name: str, reason: str) -> Self:
        """The entry as one that can't be taken, for the first reason found."""
        return self if self.fault else self.but(fault=(name, reason))
