"""Reads what a sheet says its abbreviations mean ("T: tin; B: bài; TSX: tự sản xuất"), and spells out the cells that hold one of them."""

import re
from collections.abc import Mapping

from newswatch.sources.log.entry import Entry
from newswatch.sources.log.sheet import Sheet

_MEANT = re.compile(
    r"(?:^|[;,.\n(]|:(?=\s*\S{1,6}\s*[:=]))\s*[\"“'(]?([A-ZĐ][A-ZĐa-z./]{0,5})[\"”')]?\s*(?:[:=]|là\s)\s*([^:=;,.\n)]{2,40})(?=$|[;,.\n)])"
)
_FEWEST = 2
_MOST_CELLS = 12
_FIELDS = ("item_type", "origin", "status", "session", "duration")

Abbreviations = Mapping[str, str]


def abbreviations(sheet: Sheet) -> dict[str, str]:
    """Each abbreviation that a line or the lines of a legend explain; one with two meanings is left out."""
    found: dict[str, set[str]] = {}
    for _, cells in sheet.rows:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > _MOST_CELLS:
            continue
        text = "; ".join(filled)
        pairs = _MEANT.findall(text)
        if len(pairs) >= _FEWEST:
            for short, meaning in pairs:
                found.setdefault(short, set()).add(meaning.strip())
    return {short: meanings.pop() for short, meanings in found.items() if len(meanings) == 1}


def spelled(entry: Entry, known: Abbreviations) -> Entry:
    """The entry with its kind, origin, status and part of the day in full."""
    full = {name: known[text.strip()] for name in _FIELDS if (text := entry.fields.get(name, "")).strip() in known}
    return entry.but(fields={**entry.fields, **full}) if full else entry
