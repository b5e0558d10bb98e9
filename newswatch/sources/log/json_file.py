"""Turns the JSON export of a smart-loudspeaker program into tables of text cells. A row is a record's place in its list, from 1.

The list may lie at any depth. A record within a record ("bulletin") gives its fields with its name before; records within a list of a record
("broadcasts" of a day) are rows of their own, with what their record says.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import clean
from newswatch.errors import InputError
from newswatch.sources.log.bounds import check_size
from newswatch.sources.log.columns import REQUIRED, Meanings, header_key, match, meaning_of
from newswatch.sources.log.sheet import Sheet
from newswatch.sources.log.tables import looks_like_log
from newswatch.sources.log.wording import is_made

_LIST_KEYS = ("bulletins", "data", "items", "rows", "result", "results", "records", "list")
_LABEL_KEYS = ("name", "title", "label", "value")
_DEEPEST = 6
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")

_Record = dict[str, object]


def json_sheets(text: str, name: str, known: Meanings) -> list[Sheet]:
    """The lists of records in a document that look like a log, else the first list. Raises InputError if there is none."""
    try:
        lists = list(_lists(_loaded(text), "", 0))
        if not lists:
            raise InputError(
                f"{name}: no list of bulletins; expected a list of objects, or an object with one under {', '.join(_LIST_KEYS[:3])}"
            )
        sheets = [_sheet(entries, f"{name}[{label}]" if label and len(lists) > 1 else name, known) for label, entries in lists]
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: no valid JSON ({error})") from error
    places = [(sheet, match(sheet.rows[0][1], known)) for sheet in sheets]
    whole = [sheet for sheet, found in places if all(name in found for name in REQUIRED)]
    chosen = whole or [sheet for sheet, found in places if len(found) >= len(REQUIRED)] or sheets[:1]
    return [sheet for sheet in sheets if any(sheet is one for one in chosen) or looks_like_log(sheet.rows[1:])]


def _loaded(text: str) -> object:
    """The document, or the documents of a file with one on each line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line) for line in lines]


def _lists(found: object, label: str, depth: int) -> Iterator[tuple[str, Sequence[object]]]:
    """The lists of records in a document: itself, or what lies under its keys, the usual ones first."""
    if isinstance(found, list) and (depth == 0 or not found or any(isinstance(entry, Mapping) for entry in found)):
        yield label, found
    elif isinstance(found, Mapping) and depth < _DEEPEST:
        keys = [key for key in _LIST_KEYS if key in found]
        days = [key for key in found if _DAY.fullmatch(str(key))]
        if days and len(days) == len(found):
            yield label, [{"date": key, **entry} for key in days for entry in _records(found[key])]
            return
        for key in (*keys, *(key for key in found if key not in keys)):
            yield from _lists(found[key], str(key), depth + 1) if isinstance(found[key], list | Mapping) else ()


def _records(held: object) -> list[Mapping[str, object]]:
    """The records under a day, which may be one or a list of them."""
    return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, Mapping)]


def _sheet(entries: Sequence[object], name: str, known: Meanings) -> Sheet:
    """Records as rows under a header of all their keys. Entries that are no objects are problems."""
    records: list[tuple[int, _Record]] = []
    odd: list[RowProblem] = []
    place = 0
    for entry in entries:
        rows = list(_unfolded(entry, known)) if isinstance(entry, Mapping) else []
        records.extend(enumerate(rows, place + 1))
        if not rows:
            odd.append(RowProblem(name, place + 1, "", json_text(entry), "not an object with fields"))
        place += len(rows) or 1
    keys = list(dict.fromkeys(key for _, record in records for key in record))
    check_size(name, len(records), len(keys))
    rows_ = [(number, tuple(json_text(record.get(key)) for key in keys)) for number, record in records]
    return Sheet(name, [(0, tuple(keys)), *rows_], unit="giây", problems=tuple(odd))


def _unfolded(entry: Mapping[Any, object], known: Meanings, depth: int = 0) -> Iterator[_Record]:
    """The rows of a record: itself, or the records in its list of titled records or of airings, each with what it says."""
    flat = dict(_flat(entry, "", known))
    inner = next((key for key, value in flat.items() if _is_titled(value, known)), None)
    if inner is None or any("title" in meaning_of(key, known) for key in flat if key != inner):
        inner = next((key for key, value in flat.items() if _are_airings(value, known)), None)
    if inner is None:
        yield flat
        return
    held = flat.pop(inner)
    for one in held if isinstance(held, list) else []:
        if isinstance(one, Mapping) and depth < _DEEPEST:
            yield from _unfolded({**flat, **dict(_flat(one, "", known))}, known, depth + 1)


def _are_airings(value: object, known: Meanings) -> bool:
    """Whether a list holds records of when an item was aired, each with a day of its own that is not the day it was made."""
    if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
        return False
    return any(not is_made(header_key(str(key))) and "date" in meaning_of(str(key), known) for key in value[0])


def _is_titled(value: object, known: Meanings, depth: int = 0) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
        return False
    named = any("title" in meaning_of(str(key), known) and not isinstance(held, list) for key, held in value[0].items())
    return named or (depth < _DEEPEST and any(_is_titled(held, known, depth + 1) for held in value[0].values()))


def _flat(entry: Mapping[object, object], before: str, known: Meanings, depth: int = 0) -> Iterator[tuple[str, object]]:
    """The fields of a record; those of a record within, if its name means no field, with that name before."""
    for key, value in entry.items():
        name = f"{before} {key}".strip()
        if isinstance(value, Mapping) and depth < _DEEPEST and not meaning_of(name, known):
            yield from _flat(value, str(key), known, depth + 1)
        else:
            yield name, value


def json_text(value: object) -> str:
    """A JSON value as a person would write it in a cell. An object gives its name, a list its values."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(clean(json_text(inner)) for inner in value)
    if isinstance(value, Mapping):
        label = next((value[key] for key in _LABEL_KEYS if isinstance(value.get(key), str)), None)
        return str(label) if label is not None else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
