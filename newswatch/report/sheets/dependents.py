"""Which formulas of a workbook rest on cells that were filled in, by whatever way."""

from collections.abc import Collection, Mapping, Sequence

from newswatch.report.sheets.addresses import Area
from newswatch.report.sheets.grid import Spot
from newswatch.report.sheets.worksheet import Formula

_MOST_COMPARED = 5_000_000
At = tuple[str, Spot]
"""A cell of a workbook: its sheet's name in small letters, and the spot."""


def dependents(formulas: Mapping[str, Sequence[Formula]], changed: Collection[At]) -> set[At]:
    """The cells whose formulas rest on the changed ones. One of which it can't be told rests on them, and all do where too many
    would have to be compared."""
    stale = {(sheet.lower(), f.spot) for sheet, found in formulas.items() for f in found if f.areas is None}
    waiting = {(sheet.lower(), f.spot): f for sheet, found in formulas.items() for f in found if f.areas is not None}
    fills = {(sheet.lower(), f.spot): f.fills for sheet, found in formulas.items() for f in found if f.fills}
    fresh = set(changed) | stale
    while fresh and waiting:
        if len(fresh) * len(waiting) > _MOST_COMPARED:
            return stale | set(waiting)
        touched = {at for at, formula in waiting.items() if any(_touches(area, at[0], fresh, fills) for area in formula.areas or ())}
        for at in touched:
            del waiting[at]
        stale |= touched
        fresh = touched
    return stale


def _touches(area: Area, own: str, fresh: Collection[At], fills: Mapping[At, Area]) -> bool:
    sheet = area.sheet.lower() or own
    if ":" in sheet or "[" in sheet:
        return True
    return any(name == sheet and (area.holds(spot) or _meet(area, fills.get((name, spot)))) for name, spot in fresh)


def _meet(area: Area, other: Area | None) -> bool:
    """Do two areas share a cell?"""
    if other is None:
        return False
    apart = area.last[0] < other.first[0] or other.last[0] < area.first[0] or area.last[1] < other.first[1] or other.last[1] < area.first[1]
    return not apart
