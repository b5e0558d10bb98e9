"""Reads assessment sheets of any office to check one, compare two, or rank a folder of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from newswatch.core.assessment import checking, comparing, standing
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import Column, Finding, Sheet
from newswatch.core.assessment.standing import Doubt, Ranked, Standing
from newswatch.core.text import fold
from newswatch.errors import InputError
from newswatch.report.sheets import reading
from newswatch.report.sheets.opened import opened
from newswatch.report.sheets.ranked import ranking_book
from newswatch.services.assess import files

_WITHOUT_TOTAL = (Doubt.BLANK, Doubt.NO_COLUMN, Doubt.NO_TOTAL, Doubt.UNREAD, Doubt.SAME_FILE)
_MOST_FILES = 5000  # the nation has 3,321 communes


@dataclass(frozen=True, slots=True)
class Compared:
    """Which column of which file was held against which."""

    old: Column
    new: Column
    comparison: comparing.Comparison


def check(path: Path, criteria: Criteria | None, year: int | None, table: str | None, today: date) -> tuple[Sheet, list[Finding]]:
    """A sheet and what is wrong in it on a local day. Without a year deadlines are those of the day's. Raises InputError: it can't be read."""
    sheet = _read(path, year, table)
    return sheet, checking.check(sheet, criteria, year or today.year, today)


def compare(
    old: Path,
    new: Path | None,
    columns: tuple[Column | None, Column | None] = (None, None),
    criteria: Criteria | None = None,
    years: tuple[int | None, int | None] = (None, None),
) -> Compared:
    """Two sheets by the columns named; without names what was given in appraisal, or what units gave themselves where one has no appraisal yet.

    One sheet is compared with itself: its self-scores with the appraisal, or its columns of two years. Raises InputError: one can't be read, or has no
    such column.
    """
    first = _read(old, years[0], None)
    apart = new is not None or years[0] != years[1]
    second = _read(new or old, years[1], None) if apart else first
    usual = _usual(first, second, same=not apart)
    chosen = (columns[0] or usual[0], columns[1] or usual[1])
    for sheet, column, path in ((first, chosen[0], old), (second, chosen[1], new or old)):
        if column not in sheet.columns:
            raise InputError(f"{path}: has no column of {column} points; name another one with --old and --new")
    return Compared(*chosen, comparing.compare((first, chosen[0]), (second, chosen[1]), criteria))


def rank(folder: Path, column: Column, criteria: Criteria | None, year: int | None, besides: Path | None = None) -> list[Ranked]:
    """The sheets right in a folder by their totals. What can't be read has no rank. `besides` is left out: the file to be written.

    Raises InputError: the folder can't be read, or holds no file or too many.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    except OSError as error:
        raise InputError(f"{folder}: can't be read: {error.strerror or error}; name a folder of sheets") from None
    paths = [path for path in paths if besides is None or path.absolute() != besides.absolute()]
    if not paths or len(paths) > _MOST_FILES:
        raise InputError(f"{folder}: holds {len(paths)} files; name a folder of 1 to {_MOST_FILES} sheets")
    return standing.ranked(_apart(list(_standings(paths, column, year))), criteria)


def write_ranking(found: Sequence[Ranked], out: Path, title: str, now: datetime) -> None:
    """Writes a ranking as a workbook. Raises InputError: the file lies there already, or can't be written."""
    files.check_target(out, ".xlsx")
    files.write(out, ranking_book(found, title, now))


def _read(path: Path, year: int | None, table: str | None) -> Sheet:
    try:
        return reading.read(opened(files.read(path), read_only=True), year, table)
    except InputError as error:
        told = str(error)
        raise InputError(told if told.startswith(str(path)) else f"{path}: {told}") from None


def _usual(old: Sheet, new: Sheet, *, same: bool) -> tuple[Column, Column]:
    if same:
        return Column.SELF, Column.APPRAISED
    both = _is_appraised(old) and _is_appraised(new)
    return (Column.APPRAISED, Column.APPRAISED) if both else (Column.SELF, Column.SELF)


def _is_appraised(sheet: Sheet) -> bool:
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    return any(row.amount(Column.APPRAISED) is not None for row in rows)


def _standings(paths: Sequence[Path], column: Column, year: int | None) -> Iterator[Standing]:
    seen: dict[str, str] = {}
    for path in paths:
        try:
            raw = files.read(path)
            first = seen.setdefault(sha256(raw).hexdigest(), path.name)
            if first != path.name:
                yield Standing(file=path.name, unit=path.stem, doubt=Doubt.SAME_FILE, said=first)
                continue
            yield standing.standing(path.name, reading.read(opened(raw, read_only=True), year), column)
        except InputError as error:
            yield Standing(file=path.name, unit=path.stem, doubt=Doubt.UNREAD, said=str(error).removeprefix(f"{path}: "))


def _apart(found: Sequence[Standing]) -> list[Standing]:
    """Those of one unit told apart: where two files with a total name it, neither is ranked, since nobody knows which stands."""
    by_unit: dict[str, list[Standing]] = {}
    for one in found:
        if one.doubt not in _WITHOUT_TOTAL:
            by_unit.setdefault(fold(one.unit), []).append(one)
    return [_beside(one, by_unit.get(fold(one.unit), [])) for one in found]


def _beside(one: Standing, of_unit: Sequence[Standing]) -> Standing:
    others = [other.file for other in of_unit if other.file != one.file]
    if one.doubt is not None or not others:
        return one
    return replace(one, doubt=Doubt.SAME_UNIT, said=others[0])
