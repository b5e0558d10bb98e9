"""Reads a rule file: each key is read, checked by itself, and given its default. What keys must be together is checked in `rule`."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from newswatch.core.model import Channel, ItemType, Origin
from newswatch.core.months import whole_year, year_window
from newswatch.core.quota.clause import LegalBasis, Policy, Reading, ReadingStatus, Scope
from newswatch.core.quota.evidence import demands
from newswatch.core.table import Table
from newswatch.core.text import clean

_E = TypeVar("_E", bound=StrEnum)
MOST_POINTS = 1000  # far above any criteria set, which has 100 points in all
_STEPS = Decimal("0.0001")  # the finest step of points, finer than any score met (92,63)
_SOME_YEAR = 2023  # any year will do: `year_window` takes the same texts in each
# What the clause leaves open. No official text says whether relays and reposts count, so a person decides; a rebroadcast is the same script again.
_ORIGINS = {
    Origin.OWN: Policy.COUNT,
    Origin.RETOLD: Policy.COUNT,
    Origin.RELAY: Policy.REVIEW,
    Origin.REPOST: Policy.REVIEW,
    Origin.REBROADCAST: Policy.EXCLUDE,
}


def fields_of(table: Table) -> dict[str, Any]:
    """The fields of a Rule, by name. What is wrong is noted in the table."""
    return _clause(table) | _points(table) | _method(table) | _period(table)


def _clause(table: Table) -> dict[str, Any]:
    return {
        "id": table.text("id"),
        "criterion": clean(table.text("criterion")),
        "title": clean(table.text("title")),
        "legal_basis": legal_basis(table.table("legal_basis")),
        "effective_from": table.needed_day("effective_from"),
        "effective_to": table.day("effective_to"),
        "measure": _only(table, "measure", "count", "a quota counted in items"),
        "per": _only(table, "per", "month", "a quota due every month"),
        "quota": table.whole("quota", least=1, most=MOST_POINTS),
        "verified": table.flag("verified"),
    }


def _points(table: Table) -> dict[str, Any]:
    maximum, penalty = amount(table, "max_points"), amount(table, "penalty")
    if (maximum is None) != (penalty is None) and sound(table, "max_points", "penalty"):
        missing = "max_points" if maximum is None else "penalty"
        table.problem(missing, "is missing; give max_points and penalty, or neither for a target without points")
    if penalty is not None and penalty <= 0:
        table.problem("penalty", f"expected more than 0 for a missing item, found {penalty}")
    return {
        "max_points": maximum,
        "min_points": amount(table, "min_points") or Decimal(0),
        "penalty": penalty or Decimal(0),
        "round_step": amount(table, "round_step"),
        "display_decimals": table.whole("display_decimals", 2, most=4),
    }


def _method(table: Table) -> dict[str, Any]:
    return {
        "channels": _words(table, "channels", Channel, None),
        "scope": _word(table, "scope", Scope, Scope.COMBINED),
        "reading": _word(table, "reading", Reading, Reading.A_CUMULATIVE),
        "reading_status": _word(table, "reading_status", ReadingStatus, ReadingStatus.ASSUMED),
        "confirmed_by": clean(table.text("confirmed_by", "")),
        "types": _words(table, "types", ItemType, (ItemType.TIN, ItemType.BAI)),
        "origins": _origins(table.table("origins")),
        "backdating": _word(table, "backdating", Policy, Policy.REVIEW),
        "evidence": demands(table.table("evidence")),
    }


def _period(table: Table) -> dict[str, Any]:
    cutoff_day = _cutoff_day(table)
    start, end = _day_of_year(table, "window_start"), _day_of_year(table, "window_end")
    if bool(start) != bool(end) and sound(table, "window_start", "window_end"):
        table.problem("window_end" if start else "window_start", "is missing; give both ends of the window, or neither for twelve months")
    if not (start and end):
        start, end = whole_year(cutoff_day if sound(table, "cutoff_day") else None)
    return {"cutoff_day": cutoff_day, "window_start": start, "window_end": end}


def _origins(table: Table) -> dict[Origin, Policy]:
    policies = {origin: _word(table, origin.value, Policy, _ORIGINS[origin]) for origin in Origin}
    table.finish()
    return policies


def legal_basis(table: Table) -> LegalBasis:
    """The document that a table names, of a rule or of a set of criteria. What is wrong is noted in the table."""
    number, issuer, source = clean(table.text("number", "")), clean(table.text("issuer")), table.text("source", "")
    basis = LegalBasis(number, table.needed_day("date"), issuer, table.flag("verified"), source)
    table.finish()
    return basis


def amount(table: Table, key: str) -> Decimal | None:
    """Points without trailing zeros, so that a rule with 2 and one with 2.0 are equal. What is wrong is noted in the table."""
    found = table.points(key)
    if found is None:
        return None
    if abs(found) > MOST_POINTS or found % _STEPS:
        table.problem(key, f"expected at most {MOST_POINTS} points with at most four decimals, found {found}")
        return None
    return Decimal(f"{found.normalize() + 0:f}")


def sound(table: Table, *keys: str) -> bool:
    """Whether no problem of these keys was noted."""
    return not any(p.startswith(f"{table.at(key)}: ") for p in table.problems for key in keys)


def _only(table: Table, key: str, known: str, meaning: str) -> str:
    value = table.text(key, known)
    if value != known and sound(table, key):
        table.problem(key, f"only {known!r} ({meaning}) can be computed, found {value!r}")
    return known


def _word(table: Table, key: str, kind: type[_E], default: _E) -> _E:
    return table.choice(key, kind, default) or default


def _words(table: Table, key: str, kind: type[_E], default: tuple[_E, ...] | None) -> tuple[_E, ...]:
    """The words of a list in the order of their vocabulary."""
    found = table.choices(key, kind, default or ())
    if not found and sound(table, key):
        table.problem(key, f"is {'empty' if table.has(key) else 'missing'}; expected some of {', '.join(kind)}")
    return tuple(member for member in kind if member in found)


def _cutoff_day(table: Table) -> int | None:
    """The cut-off day. The last day of the month is None, whether it is written `last`, 31 or not at all."""
    if table.values.get("cutoff_day") == "last":
        table.text("cutoff_day")
        return None
    day = table.whole("cutoff_day", 31, least=1, most=31)
    return None if day == 31 else day


def _day_of_year(table: Table, key: str) -> str:
    text = table.text(key, "")
    try:
        if text:
            year_window(_SOME_YEAR, text, text)
    except ValueError as error:
        table.problem(key, str(error))
    return text
