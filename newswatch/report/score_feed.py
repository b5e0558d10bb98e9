"""The score for other systems: as JSON, held to `data/schemas/score.schema.json`, and as CSV. Letters and other commands tell months in the same shape."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import Channel
from newswatch.report.json_shapes import log, points, utc

SCORE_SCHEMA = "newswatch.score/1"


def score(unit: Unit, year: YearStatement) -> dict[str, Any]:
    """The score feed: points are texts such as "1.5", months in order, `as_of` in UTC."""
    rule = year.rule
    return {
        "schema": SCORE_SCHEMA,
        "unit": unit.id,
        "criterion": rule.criterion,
        "year": year.year,
        "rule": {"id": rule.id, "reading": str(rule.reading), "reading_status": str(rule.reading_status), "digest": rule.digest},
        "max_points": points(rule.max_points),
        "score": points(year.score),
        "deduction": points(year.deduction),
        "if_evidenced_only": points(year.if_evidenced_only),
        "range": {
            "low": points(year.low),
            "high": points(year.high),
            "by_reading": {str(reading): points(amount) for reading, amount in year.by_reading.items()},
        },
        "months": [month(m) for m in year.months],
        "provisional": year.provisional,
        "as_of": utc(year.as_of),
    }


def merged(unit: Unit, year: YearStatement, before: Iterable[tuple[Unit, YearStatement]], summed_with: Iterable[Unit]) -> dict[str, Any]:
    """The score of the year in which a unit was formed of others: with theirs beside it, or with the ids of those whose months are summed with its own."""
    beside, ids = [score(one, told) for one, told in before], [one.id for one in summed_with]
    return score(unit, year) | ({"predecessors": beside} if beside else {}) | ({"summed_with": ids} if ids else {})


def month(statement: MonthStatement) -> dict[str, Any]:
    """One month of the score feed."""
    return {
        "month": str(statement.month),
        "counted": statement.count.combined,
        "by_channel": {str(channel): n for channel, n in statement.count.by_channel.items()},
        "short": statement.short,
        "deduction": points(statement.deduction),
        "state": str(statement.state),
        "awaiting_review": statement.awaiting,
        "unevidenced": statement.unevidenced,
        "may_belong": len(statement.elsewhere),
        "blind_days": [day.isoformat() for day in statement.coverage.blind],
        "log": log(statement.log),
    }


_HEADS = (
    *("unit", "criterion", "year", "rule", "reading", "reading_status", "month", "state", "counted", *Channel, "short", "deduction"),
    *("awaiting_review", "unevidenced", "may_belong", "blind_days", "log", "max_points", "score", "low", "high", "if_evidenced_only"),
    *("provisional", "as_of"),
)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(scores: Sequence[dict[str, Any]]) -> bytes:
    """Scores as a table for Excel: a row a month, the figures of the year in each; UTF-8 with BOM, semicolons, decimals with a comma, as Excel in Việt Nam
    reads them.

    A text that Excel would take for a formula has an apostrophe before it. Predecessors have rows of their own.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(_HEADS)
    for one in scores:
        for told in (one, *one.get("predecessors", ())):
            rows.writerows([_cell(row.get(head)) for head in _HEADS] for row in _rows(told))
    return out.getvalue().encode("utf-8-sig")


def _rows(told: dict[str, Any]) -> Iterable[dict[str, Any]]:
    rule, span = told["rule"], told["range"]
    year = {head: told[head] for head in ("unit", "criterion", "year", "max_points", "score", "if_evidenced_only", "provisional", "as_of")}
    year |= {
        "rule": rule["id"],
        "reading": rule["reading"],
        "reading_status": rule["reading_status"],
        "low": span["low"],
        "high": span["high"],
    }
    year = {head: _comma(value) if head in _DECIMAL else value for head, value in year.items()}
    for one in told["months"]:
        own = {"deduction": _comma(one["deduction"]), "blind_days": len(one["blind_days"]), "log": one["log"] and one["log"]["state"]}
        yield year | one | one["by_channel"] | own


_DECIMAL = ("max_points", "score", "low", "high", "if_evidenced_only")


def _comma(value: str | None) -> str | None:
    return value.replace(".", ",") if value else value


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
