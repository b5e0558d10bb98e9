"""A workbook: its sheets as tables, and the row of a criterion filled in."""

from collections.abc import Sequence
from functools import cached_property

from newswatch.errors import InputError
from newswatch.report.figures import plain_points
from newswatch.report.sheets.addresses import address_of
from newswatch.report.sheets.cell_styles import is_text, style_for
from newswatch.report.sheets.dependents import At, dependents
from newswatch.report.sheets.filling import Filled, Filling, kept
from newswatch.report.sheets.finding import Place
from newswatch.report.sheets.grid import Cell, Grid, Spot
from newswatch.report.sheets.headings import Kind, number_in
from newswatch.report.sheets.markup import Node, Part, content
from newswatch.report.sheets.package import Package
from newswatch.report.sheets.recalculation import recalculate
from newswatch.report.sheets.worksheet import Formula, Worksheet, said

_LONGEST_CELL = 32_767
_CUT = " …"


class Workbook:
    """An .xlsx or .xlsm in which a row may be filled in."""

    def __init__(self, package: Package) -> None:
        """Raises InputError: a part is missing or can't be read."""
        self._package = package
        self._main = package.part(package.main)
        if self._main.root.name != "x:workbook":
            raise InputError("the file holds no workbook that can be filled in; open it in Excel and save it as .xlsx")
        self.sheets = self._sheets()

    def grids(self) -> list[Grid]:
        """Its sheets as tables."""
        return [sheet.grid() for sheet in self.sheets]

    def fill(self, place: Place, given: Filling) -> Filled:
        """The file with the row filled in. Raises InputError: the sheet is protected, or a cell holds a formula."""
        sheet = next(one for one in self.sheets if one.name == place.grid.name)
        if sheet.protected:
            raise InputError(f"{sheet.name}: is protected; take the protection off (Review, Unprotect Sheet), and save the file")
        texts = self._texts(place, given)
        spots = {kind: place.spots[kind] for kind in texts}
        formulas = {one.name: one.formulas() for one in self.sheets}
        for spot in spots.values():
            _refuse_formula(sheet, spot, formulas[sheet.name])
        stale = dependents(formulas, {(sheet.name.lower(), spot) for spot in spots.values()})
        self._drop(stale)
        number = None if self._as_text(sheet, place) else plain_points(given.score, given.decimals)
        put = [(spots[kind], text, number if kind is Kind.SELF else None) for kind, text in texts.items()]
        self._write(sheet, put)
        if any(formulas.values()):
            recalculate(self._main)
        told = tuple((address_of(spot), text) for spot, text, _ in put)
        return Filled(self._package.written(), place.told, told, given.without(place))

    def _texts(self, place: Place, given: Filling) -> dict[Kind, str]:
        """What the cells get: the score, and what people wrote into the others with ours after it."""
        texts = given.texts(place)
        for kind, text in texts.items():
            theirs = "" if kind is Kind.SELF else kept(place.grid.text(place.spots[kind]))
            whole = f"{theirs}\n{text}" if theirs else text
            texts[kind] = whole if len(whole) <= _LONGEST_CELL else whole[: _LONGEST_CELL - len(_CUT)] + _CUT
        return texts

    def _as_text(self, sheet: Worksheet, place: Place) -> bool:
        """Does the column of scores hold texts? By the format of the cell, else what stands in it, the column, or that of the maxima."""
        if is_text(self._styles, sheet, place.spots[Kind.SELF]):
            return True
        for column in (place.spots[kind][1] for kind in (Kind.SELF, Kind.MOST) if kind in place.spots):
            found = [cell for spot, cell in place.grid.cells.items() if spot[1] == column and spot[0] > place.head and _is_score(cell)]
            numbers = sum(cell.number is not None for cell in found)
            if found:
                return numbers * 2 < len(found)
        return False

    def _write(self, sheet: Worksheet, put: Sequence[tuple[Spot, str, str | None]]) -> None:
        by_row: dict[int, list[tuple[Spot, str, str | None]]] = {}
        for one in put:
            by_row.setdefault(one[0][0], []).append(one)
        for row, found in by_row.items():
            _write_row(sheet, sheet.rows[row], sorted(found, key=lambda one: one[0]))

    def _drop(self, stale: set[At]) -> None:
        """Takes the values off that were worked out of what was there before."""
        sheets = {sheet.name.lower(): sheet for sheet in self.sheets}
        for name, spot in stale:
            sheet, cell = sheets[name], sheets[name].nodes[spot]
            if value := cell.first("x:v"):
                sheet.part.put(value.start, value.end, "")
                if cell.get("t"):
                    sheet.part.retag(cell, {"t": None})

    @cached_property
    def _styles(self) -> Node | None:
        return self._by_kind("styles")

    def _by_kind(self, kind: str) -> Node | None:
        named = next((target for found, target in self._package.related(self._package.main).values() if found == kind), None)
        return self._package.part(named).root if named else None

    def _sheets(self) -> list[Worksheet]:
        root = self._by_kind("sharedStrings")
        strings = [said(item) for item in root.all("x:si")] if root else []
        related = self._package.related(self._package.main)
        listed = found.all("x:sheet") if (found := self._main.root.first("x:sheets")) else []
        return [
            Worksheet(node.get("name"), self._package.part(target), node.get("state") in ("hidden", "veryHidden"), strings)
            for node in listed
            for kind, target in [related.get(node.get("r:id"), ("", ""))]
            if kind == "worksheet"
        ]


def _is_score(cell: Cell) -> bool:
    return cell.number is not None or number_in(cell.text) is not None


def _refuse_formula(sheet: Worksheet, spot: Spot, formulas: Sequence[Formula]) -> None:
    if any(formula.spot == spot or (formula.fills and formula.fills.holds(spot)) for formula in formulas):
        raise InputError(
            f"{sheet.name}!{address_of(spot)}: holds a formula; fill in the cells it is worked out of, or clear it, and save the file"
        )


def _write_row(sheet: Worksheet, row: Node, put: Sequence[tuple[Spot, str, str | None]]) -> None:
    """Puts cells into a row, those that are not there yet in their places."""
    part, prefix = sheet.part, f"{row.prefix}:" if row.prefix else ""
    there = {spot: node for spot, node in sheet.nodes.items() if node.parent is row}
    for spot, text, number in put:
        if node := there.get(spot):
            _rewrite(part, node, text, number)
            continue
        inside, kind = _value(prefix, text, number)
        style = style_for(sheet, spot)
        tag = f'<{prefix}c r="{address_of(spot)}"' + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
        later = [node.start for other, node in there.items() if other > spot]
        at = min(later, default=row.ending)
        part.put(at, at, f"{tag}>{inside}</{prefix}c>")
    first, _, last = row.get("spans").partition(":")
    if last.isdecimal() and put[-1][0][1] + 1 > int(last):
        part.retag(row, {"spans": f"{first}:{put[-1][0][1] + 1}"})


def _rewrite(part: Part, node: Node, text: str, number: str | None) -> None:
    """Puts a value into a cell that is there, whose format and other attributes stay, but for those of a value of a rich type."""
    prefix = f"{node.prefix}:" if node.prefix else ""
    inside, kind = _value(prefix, text, number)
    tag = part.tag(node, {"t": kind, "vm": None, "cm": None}).removesuffix(">").rstrip("/")
    part.put(node.start, node.end, f"{tag}>{inside}</{prefix}c>")


def _value(prefix: str, text: str, number: str | None) -> tuple[str, str | None]:
    """What a cell holds, and its type."""
    if number is not None:
        return f"<{prefix}v>{number}</{prefix}v>", None
    return f'<{prefix}is><{prefix}t xml:space="preserve">{content(text)}</{prefix}t></{prefix}is>', "inlineStr"
