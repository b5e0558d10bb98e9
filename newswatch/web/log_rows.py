"""One month of the loudspeaker log as its page shows it: the bulletins with how each counts and its files, and how the month's log stands."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import request

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.months import Month, Window, local_day, month_of
from newswatch.services import attach, intake, search, statements
from newswatch.web.desk import Desk
from newswatch.web.filters import sensible_month


@dataclass(frozen=True)
class Row:
    """A bulletin as stored, its line under the rule (None if it was voided or is of no month), and its files."""

    stored: dict[str, Any]
    line: Line | None
    files: list[dict[str, Any]]

    @property
    def day(self) -> date:
        """The local day on which it was aired."""
        return date.fromisoformat(self.stored["aired_on"])


@dataclass
class LogMonth:
    """The log of one month of the desk's unit."""

    at: Desk
    month: Month

    @classmethod
    def asked(cls, at: Desk) -> "LogMonth":
        """The month that the address names, else the present one."""
        today = local_day(at.now)
        present = month_of(today, at.unit.rule_for(today.year).cutoff_day)
        try:
            return cls(at, sensible_month(request.values.get("thang", "")))
        except ValueError:
            return cls(at, present)

    @property
    def window(self) -> Window:
        """Its local days."""
        return self.month.window(self.at.unit.rule_for(self.month.year).cutoff_day)

    @cached_property
    def _found(self) -> tuple[YearStatement, MonthStatement] | None:
        for year in (self.month.year, self.month.year + 1):
            statement = statements.in_brief(self.at.store, self.at.unit, year, self.at.now)
            for one in statement.months:
                if one.month == self.month:
                    return statement, one
        return None

    @property
    def statement(self) -> MonthStatement | None:
        """How the month stands; None if no scoring year counts it."""
        return self._found[1] if self._found else None

    @property
    def ended(self) -> bool:
        """Is it over, so that its log can be closed?"""
        return local_day(self.at.now) > self.window.last

    @cached_property
    def rows(self) -> list[Row]:
        """Its bulletins by airing, the voided ones too."""
        stored = intake.on_days(self.at.store, self.at.unit, self.window)
        if not stored:
            return []
        years = [self._found[0].year] if self._found else []
        lines = search.lines_of(self.at.store, self.at.unit, years, self.at.now)
        files = attach.standing(self.at.store, self.at.unit)
        return [Row(one, None if one["voided_at"] else lines.get(one["item_id"]), files.get(one["item_id"], [])) for one in stored]
