"""Finds the header row of a loudspeaker log, and the field that each column holds.

The fields are those of a "sổ nhật ký chương trình phát thanh", for which the law fixes no form. The names of their columns are data
(`data/log_columns.toml`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from newswatch.core.table import Table, raise_problems
from newswatch.core.text import clean, title_key
from newswatch.sources.log.sheet import Row
from newswatch.sources.log.wording import MADE, by_words, is_made, spelled_out

FIELDS = (
    "date",
    "title",
    "time",
    "duration",
    "session",
    "programme",
    "section",
    "summary",
    "script",
    "item_type",
    "origin",
    "author",
    "editor",
    "approver",
    "announcer",
    "approved_on",
    "speaker_clusters",
    "status",
    "web_link",
    "entered_by",
    "note",
)
"""Field identifiers. If a header could mean two fields, the earlier field takes it."""

REQUIRED = ("date", "title")
HEADER_WITHIN = 40
"""In how many rows from the top the header is looked for. Banners and the office's name may come before it."""

HEADER_ROWS = 3
"""How many rows a header may span."""

_LONGEST = 100  # characters; a longer cell is a text and no header
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")

Aliases = Mapping[str, tuple[str, ...]]
Meanings = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its row number, its number of cells, and for each field its place and its name as written."""

    row: int
    width: int
    places: Mapping[str, int]
    columns: Mapping[str, str]

    def fields(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row that are not blank, as written, by field identifier."""
        filled = {field: cells[at] for field, at in self.places.items() if at < len(cells)}
        return {field: text for field, text in filled.items() if text.strip()}

    def beyond(self, cells: Sequence[str]) -> str:
        """The first text to the right of the last header, or an empty text."""
        return next((cell for cell in cells[self.width :] if cell.strip()), "")


def aliases_from_table(table: Mapping[str, object], where: str) -> dict[str, tuple[str, ...]]:
    """The column names of `log_columns.toml` by field. Raises ConfigError with every fault, each under `where`.

    A field may be missing. An unknown field, an empty name, and a name that a field lists twice are faults.
    """
    problems: list[str] = []
    reader = Table(table, where, problems)
    aliases = {field: reader.texts(field) for field in FIELDS}
    for field, names in aliases.items():
        keys = [header_key(name) for name in names]
        for name, key in zip(names, keys, strict=True):
            if not key:
                reader.problem(field, f"{name!r} has neither letter nor digit")
        for key in dict.fromkeys(k for k in keys if k and keys.count(k) > 1):
            same = ", ".join(repr(name) for name in names if header_key(name) == key)
            reader.problem(field, f"one header is listed more than once: {same}")
    reader.finish()
    raise_problems(problems)
    return aliases


def with_own(aliases: Aliases, own: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The names of columns with what a person said that headers mean (header → field), which outranks all else. One that tells nothing has none."""
    settled = {header_key(header) for header in own}
    kept = {field: tuple(name for name in aliases.get(field, ()) if header_key(name) not in settled) for field in FIELDS}
    named = {field: tuple(header for header, meant in own.items() if meant == field) for field in FIELDS}
    return {field: named[field] + kept[field] for field in FIELDS}


def meanings(aliases: Aliases) -> Meanings:
    """For each header key the fields it may mean, with its rank in each (0 is the best). A field identifier always means its field."""
    found: dict[str, dict[str, int]] = {}
    for field in FIELDS:
        for rank, alias in enumerate((*aliases.get(field, ()), field)):
            found.setdefault(header_key(alias), {}).setdefault(field, rank)
    found.pop("", None)
    return found


def header_key(header: str) -> str:
    """A header without diacritics, case, punctuation and repeated spaces; `playTime` is two words."""
    return title_key(_CAMEL.sub(" ", header).replace("_", " "))


def match(cells: Sequence[str], known: Meanings) -> dict[str, int]:
    """The place of each field. A field takes its best-ranked header that no earlier field has taken; of equals, the leftmost."""
    options = [meaning_of(cell, known) for cell in cells]
    places: dict[str, int] = {}
    for field in FIELDS:
        ranked = [(ranks[field], at) for at, ranks in enumerate(options) if field in ranks and at not in places.values()]
        if ranked:
            places[field] = min(ranked)[1]
    return places


def header_at(row: int, cells: Sequence[str], known: Meanings) -> Header | None:
    """A row as a header, if it has columns for all required fields."""
    places = match(cells, known)
    if not all(field in places for field in REQUIRED):
        return None
    return Header(row, len(cells), places, {field: clean(cells[at]) for field, at in places.items()})


def find_header(rows: Iterable[Row], known: Meanings) -> Header | None:
    """The first header near the top. If it spans several rows (merged cells), the one that names the most fields."""
    best: Header | None = None
    for row, cells in islice(rows, HEADER_WITHIN):
        header = header_at(row, cells, known)
        if header is not None and (best is None or (len(header.places) > len(best.places) and row < best.row + HEADER_ROWS)):
            best = header
    return best


def nearest_header(rows: Iterable[Row], known: Meanings) -> tuple[list[str], dict[str, int]]:
    """In a table without a header, the texts of the row most like one, and the fields it names."""
    top = [cells for _, cells in islice(rows, HEADER_WITHIN)]
    cells = max(top, key=lambda row: (len(match(row, known)), sum(1 for cell in row if cell.strip())), default=())
    return [clean(cell) for cell in cells if cell.strip()], match(cells, known)


def meaning_of(header: str, known: Meanings) -> Mapping[str, int]:
    """The fields that a header may mean, with its rank in each: by a listed name, else by its words."""
    if len(header) > _LONGEST:
        return {}
    for text in (header, _BRACKETED.sub(" ", header)):
        key = header_key(text)
        listed = known.get(key) or known.get(spelled_out(key))
        if listed and is_made(key):
            return {field: MADE + rank if field == "date" else rank for field, rank in listed.items()}
        if listed:
            return {**_by_both_words(key, listed), **listed}
    return by_words(header_key(header)) or by_words(header_key(_BRACKETED.sub(" ", header)))


def _by_both_words(key: str, listed: Mapping[str, int]) -> dict[str, int]:
    """Day and hour by a listed header's words, where it is listed for the other: "Thời điểm phát" beside "Ngày phát" is the hour."""
    words = by_words(key)
    day = {"date": words["date"]} if "date" in words and "time" in listed and "start" not in key else {}
    hour = {"time": words["time"]} if "time" in words and "date" in listed else {}
    return day | hour
