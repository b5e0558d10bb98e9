"""Units as rows of a CSV file, for whoever watches hundreds: the same keys as [[units]] has, one column each, with faults told by row and column."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from newswatch.config.files import refuse_odd
from newswatch.config.settings import Unit
from newswatch.core.model import Profile
from newswatch.core.table import Table
from newswatch.errors import ConfigError

_UNIT = ("id", "name", "kind", "province", "rules", "valid_from", "valid_to", "predecessors", "when_met", "broadcasts", "log_closes_on")
_SOURCE = (
    "id",
    "kind",
    "url",
    "preset",
    "required",
    "hosts",
    "foreign_hosts",
    "ca_file",
    "certificate_sha256",
    "tls_legacy",
    "login",
    "password_file",
)
_PROFILE = tuple(f"profile.{field.name}" for field in fields(Profile)[1:])
_BOARD = ("address", "name", "role", "notices")
COLUMNS = (*_UNIT, *(f"source.{key}" for key in (*_SOURCE, *_PROFILE)), *(f"board.{key}" for key in _BOARD))
"""All columns that the file may have. Only `id`, `name`, `rules` and the unit's first source are needed."""

_SETS = {"source": "sources", "board": "board"}
_MOST_BYTES = 50_000_000
_MOST_TOLD = 50
_FLAGS = {"true": True, "false": False}
_LIST = ";"
_SIGNS = ",;\t"
_NAMED = re.compile(rf'"?sep=([{_SIGNS}])"?[ \t]*(?:\r?\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnitsRead:
    """The units of a configuration, the files of the rules that they name with the digest of each before it was read, and whether all was sound."""

    units: tuple[Unit, ...]
    rules: tuple[tuple[Path, str], ...]
    sound: bool


class Row(Table):
    """One row, or the part of it that is one source or mailbox, read as a table of settings. All that it holds are texts."""

    def __init__(self, values: Mapping[str, Any], place: tuple[str, int, str], problems: list[str]) -> None:
        self._file, self._number, self._prefix = place
        super().__init__(values, f"{self._file}: row {self._number}", problems)

    def at(self, key: str) -> str:
        """Row and column of a key."""
        return f"{self.path}, column {self._prefix}{key}" if key else self.path

    def table(self, key: str) -> Table:
        """The columns whose names begin with the key."""
        inner = self._take(key, dict, {}, needed=False)
        return Row(inner, (self._file, self._number, f"{self._prefix}{key}."), self.problems)

    def tables(self, key: str) -> list[Table]:
        """The sources or mailboxes of a unit, each with the row that it stands in."""
        single = next((column for column, many in _SETS.items() if many == key), key)
        found: Sequence[tuple[int, dict[str, Any]]] = self._take(key, list, None, needed=False) or ()
        return [Row(values, (self._file, number, f"{single}."), self.problems) for number, values in found]

    def _take(self, key: str, kind: type, default: object, *, needed: bool = True) -> Any:
        if kind is not str and isinstance(text := self.values.get(key), str):
            self.values = {**self.values, key: _meant(text, kind)}
        return super()._take(key, kind, default, needed=needed)


def _meant(text: str, kind: type) -> object:
    """The value of a cell, if it is one of the kind that is wanted; else its text."""
    if kind is bool:
        return _FLAGS.get(text.lower(), text)
    if kind is list:
        return [part.strip() for part in text.split(_LIST) if part.strip()]
    try:
        return kind(text) if kind in (int, float) else text
    except ValueError:
        return text


def rows(path: Path, problems: list[str]) -> list[Table]:
    """The units of a file, each as a table of settings; a further row of one id adds a source or a mailbox to it.

    It is UTF-8 text with a line of column names; cells are separated by commas, semicolons or tabs, texts of a list within a cell by semicolons.
    Notes what is wrong with the file as a whole, and gives no unit then. At most fifty problems of the file are told.
    """
    lines = _lines(path, problems)
    header = next(lines, None)
    if header is None:
        return []
    names = [name.strip() for name in header[1]]
    if found := list(_of_header(path.name, names)):
        problems += found
        return []
    return _units(path.name, names, lines, problems)


def cut(problems: Sequence[str]) -> list[str]:
    """The first fifty problems, and how many more there are."""
    rest = len(problems) - _MOST_TOLD
    return [*problems[:_MOST_TOLD], f"and {rest} more problems like these"] if rest > 0 else list(problems)


def _lines(path: Path, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers as a spreadsheet shows them, those without a word left out."""
    try:
        separator, text = _separated(_text(path))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        yield from ((number, cells) for number, cells in enumerate(reader, 1) if any(map(str.strip, cells)))
    except ConfigError as error:
        problems += error.problems
    except csv.Error as error:
        problems.append(
            f"{path.name}: is no CSV: {error}, near row {reader.line_num}; expected each text with quotes in it to be quoted whole"
        )


def _text(path: Path) -> str:
    try:
        refuse_odd(path)
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError([f"{path}: has more than {_MOST_BYTES // 1_000_000} MB; a list of all units of the country is far smaller"])
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([f"units_file: {path}: there is no such file; name the CSV file of the units, or take units_file out"]) from None
    except UnicodeDecodeError as error:
        raise ConfigError([f'units_file: {path}: can\'t be read as UTF-8 text: {error}; save it as "CSV UTF-8"']) from error
    except OSError as error:
        raise ConfigError([f"units_file: {path}: can't be read: {error}; let the account that runs newswatch read it"]) from error
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise ConfigError([f'units_file: {path}: has a NUL byte in line {line}, as no text has; save it as "CSV UTF-8"'])
    return text


def _separated(text: str) -> tuple[str, str]:
    """The sign between cells, and the text from its line of column names on: the sign that a line before names (`sep=;`, which Excel reads so and doesn't
    show as a row), else the one of comma, semicolon and tab that the first line has most of."""
    if named := _NAMED.match(text):
        return named[1], text[named.end() :]
    first = text.split("\n", 1)[0]
    return max(_SIGNS, key=first.count), text


def _of_header(file: str, names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            yield f"{file}: row 1, column {number}: unknown column {name!r}" + (f", did you mean {near[0]!r}?" if near else "")
        elif names.index(name) < number - 1:
            yield f"{file}: row 1, column {number}: {name!r} stands already in column {names.index(name) + 1}; take one of the two out"
    for name in ("id", "name", "rules"):
        if name not in names:
            yield f"{file}: row 1: has no column {name!r}; expected the names of the columns, such as id, name, kind, rules, source.url"


def _units(file: str, names: Sequence[str], lines: Iterator[tuple[int, list[str]]], problems: list[str]) -> list[Table]:
    units: dict[str, tuple[int, dict[str, Any]]] = {}
    same = dict[str, str]()  # one object for all equal cells: most columns say the same of thousands of units
    for number, cells in lines:
        if any(map(str.strip, cells[len(names) :])):
            problems.append(f"{file}: row {number}: has {len(cells)} cells, but there are {len(names)} columns; expected one cell a column")
            continue
        told = ((name, cell.strip()) for name, cell in zip(names, cells, strict=False))
        values = _nested({name: same.setdefault(cell, cell) for name, cell in told if cell})
        sets = {many: (number, values.pop(column)) for column, many in _SETS.items() if column in values}
        first, unit = units.setdefault(values.get("id", f"row {number}"), (number, values))
        for key in sorted(values.keys() - {"id"}):
            if values[key] != unit.get(key):
                was = f"{unit[key]!r} in row {first}" if key in unit else f"nothing in row {first}"
                problems.append(
                    f"{file}: row {number}, column {key}: expected it empty or as in the unit's first row, found {values[key]!r}, {was}"
                )
        for key, found in sets.items():
            unit.setdefault(key, []).append(found)
    return [Row(unit, (file, number, ""), problems) for number, unit in units.values()]


def _nested(values: Mapping[str, str]) -> dict[str, Any]:
    """Columns with dots in their names as tables within tables."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        *outer, key = name.split(".")
        inner = found
        for part in outer:
            inner = inner.setdefault(part, {})
        inner[key] = value
    return found
