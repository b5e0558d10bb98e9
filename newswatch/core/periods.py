"""The spans that offices report on: a month, a quarter, a half-year, a year, written as notices name them."""

import re
from dataclasses import dataclass
from typing import Self

from newswatch.core.months import Month

_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?")
_LENGTHS = {"Q": 3, "H": 6}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of a year; `text` is `2026-03`, `2026-Q1`, `2026-H1` or `2026`. Of a scoring year that does not begin in January, `2026` is the whole."""

    year: int
    part: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period that a text names. Raises ValueError for anything else."""
        match = _PERIOD.fullmatch(text)
        if not match or not int(match[1]):
            raise ValueError(
                f"{text!r} is no period: write a month as 2026-03, a quarter as 2026-Q1, a half-year as 2026-H1, a year as 2026"
            )
        return cls(int(match[1]), match[2] or "")

    @property
    def text(self) -> str:
        """The period as it is written."""
        return f"{self.year:04d}-{self.part}" if self.part else f"{self.year:04d}"

    @property
    def length(self) -> str:
        """What it is: `month`, `quarter`, `half-year` or `year`."""
        return "month" if self.is_month else {"Q": "quarter", "H": "half-year", "": "year"}[self.part[:1]]

    @property
    def whole_year(self) -> bool:
        """Is it a year?"""
        return not self.part

    @property
    def is_month(self) -> bool:
        """Is it a single month?"""
        return self.part.isdigit()

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the calendar that it spans; for a year those of January to December."""
        if self.is_month:
            return (Month(self.year, int(self.part)),)
        length = _LENGTHS[self.part[0]] if self.part else 12
        first = length * (int(self.part[1]) - 1) + 1 if self.part else 1
        return tuple(Month(self.year, first + n) for n in range(length))
