"""The table of all units as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newswatch.core.count.figures import MonthFigures
from newswatch.core.count.statement import State
from newswatch.core.months import Month
from newswatch.report.json_shapes import points, utc
from newswatch.report.overview.line import UnitLine

SCHEMA = "newswatch.units/1"


def shape(found: Sequence[UnitLine], year: int, month: Month, as_of: datetime) -> dict[str, Any]:
    """The lines in their order: points are texts such as "1.5", instants in UTC, `rank` null where nothing is sure enough for one.

    `sure` is false where something other than news to come may change the count beside it. What was not judged has null for its figures.
    """
    return {"schema": SCHEMA, "year": year, "month": str(month), "as_of": utc(as_of), "units": [_line(line) for line in found]}


def _line(line: UnitLine) -> dict[str, Any]:
    year = line.year
    return {
        "unit": line.unit.id,
        "name": line.unit.title,
        "province": line.unit.province or None,
        "rank": line.rank,
        "rule": year.rule.id,
        "month": _month(line, line.month) if line.month else None,
        "counted": line.counted,
        "sure": line.sure,
        "months": {str(state): line.months(state) for state in (State.MET, State.SHORT, State.UNKNOWN)},
        "score": points(year.score),
        "range": {"low": points(year.low), "high": points(year.high)},
        "provisional": year.provisional,
        "trend": str(line.trend) if line.trend else None,
        "awaiting_review": line.waiting,
        "last_good": utc(line.last_good_at) if line.last_good_at else None,
    }


def _month(line: UnitLine, month: MonthFigures) -> dict[str, Any]:
    if line.to_come:
        return {"counted": None, "short": None, "state": "to_come", "looked_at": False, "sure": False}
    figures = {"counted": month.combined, "short": month.short, "state": str(month.state)}
    return figures | {"looked_at": line.looked_at, "sure": line.sure_month is not None}
