"""One sheet of a workbook: its rows and cells with their places in the XML, what they show, and what is merged, hidden and protected."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from newswatch.errors import InputError
from newswatch.report.sheets.addresses import Area, area_of, areas_of, spot_of
from newswatch.report.sheets.grid import Cell, Grid, Spot
from newswatch.report.sheets.markup import Node, Part

_MOST_MERGED = 200_000
_LAST_COLUMN = 2**14
_NO = ("0", "false", "off")


def is_on(value: str, otherwise: bool = False) -> bool:
    """What an on-off attribute says."""
    return value.lower() not in _NO if value else otherwise


@dataclass(slots=True)
class Formula:
    """A formula: its cell, and what it refers to (None: can't be told). An array fills `fills`."""

    spot: Spot
    areas: list[Area] | None
    fills: Area | None


@dataclass(slots=True)
class Worksheet:
    """A sheet, its rows by number and its cells by spot."""

    name: str
    part: Part
    hidden: bool
    strings: list[str] = field(repr=False)
    rows: dict[int, Node] = field(default_factory=dict, repr=False)
    nodes: dict[Spot, Node] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        row = -1
        for node in data.all("x:row") if (data := self.part.root.first("x:sheetData")) else []:
            row = int(node.get("r")) - 1 if node.get("r").isdecimal() else row + 1
            self.rows[row] = node
            column = -1
            for cell in node.all("x:c"):
                spot = spot_of(cell.get("r"))
                column = spot[1] if spot else column + 1
                self.nodes[row, column] = cell

    @property
    def protected(self) -> bool:
        """Is the sheet protected against changes?"""
        found = self.part.root.first("x:sheetProtection")
        return found is not None and is_on(found.get("sheet"))

    def grid(self) -> Grid:
        """What it shows."""
        cells = {spot: shown for spot, node in self.nodes.items() if (shown := self.shown(node)) is not None}
        hidden = frozenset(row for row, node in self.rows.items() if is_on(node.get("hidden")))
        uncalculated = {spot for spot, node in self.nodes.items() if spot not in cells and _waits(node)}
        return Grid(self.name, cells, self._covered(), self.hidden, hidden, self._hidden_columns(), uncalculated)

    def shown(self, node: Node) -> Cell | None:
        """What a cell shows; None if nothing."""
        kind, value = node.get("t", "n"), node.first("x:v")
        text = value.text if value else ""
        if kind == "inlineStr":
            text = said(inside) if (inside := node.first("x:is")) else ""
        elif kind == "s":
            text = self.strings[int(text)] if text.strip().isdecimal() and int(text) < len(self.strings) else ""
        elif kind == "n" and text.strip():
            return _number(text.strip())
        return Cell(text) if text.strip() else None

    def formulas(self) -> list[Formula]:
        """The formulas of its cells; a shared one stands with its first cell and is moved along."""
        masters: dict[str, tuple[Spot, str]] = {}
        found = []
        for spot, cell in self.nodes.items():
            if (node := cell.first("x:f")) is None:
                continue
            if node.get("t") == "shared" and node.text.strip():
                masters[node.get("si")] = (spot, node.text)
            origin, text = masters.get(node.get("si"), (spot, "?")) if node.get("t") == "shared" else (spot, node.text)
            fills = area_of(node.get("ref")) if node.get("t") in ("array", "dataTable") else None
            moved = (spot[0] - origin[0], spot[1] - origin[1])
            found.append(Formula(spot, areas_of(text, moved) if text.strip(" ?") else None, fills))
        return found

    def _hidden_columns(self) -> frozenset[int]:
        columns = found.all("x:col") if (found := self.part.root.first("x:cols")) else []
        spans = [(c.get("min"), c.get("max")) for c in columns if is_on(c.get("hidden"))]
        return frozenset(
            n
            for first, last in spans
            if first.isdecimal() and last.isdecimal()
            for n in range(int(first) - 1, min(int(last), _LAST_COLUMN))
        )

    def _covered(self) -> dict[Spot, Spot]:
        covered: dict[Spot, Spot] = {}
        merges = found.all("x:mergeCell") if (found := self.part.root.first("x:mergeCells")) else []
        for area in filter(None, (area_of(node.get("ref")) for node in merges)):
            height, width = area.last[0] - area.first[0] + 1, area.last[1] - area.first[1] + 1
            if height * width + len(covered) > _MOST_MERGED:
                raise InputError(f"{self.name}: merges more than {_MOST_MERGED:,} cells; split those outside the table, and save the file")
            covered |= {(area.first[0] + r, area.first[1] + c): area.first for r in range(height) for c in range(width)}
        return covered


def _waits(node: Node) -> bool:
    """Does a cell hold a formula whose value nobody worked out, or whose value was dropped? One that came to an empty text says so by its type."""
    value = node.first("x:v")
    return node.first("x:f") is not None and not (value and (value.text or node.get("t") == "str"))


def said(node: Node) -> str:
    """The text of a string item, rich or plain, without the readings over its letters."""
    runs = [part for part in node.children if part.name in ("x:t", "x:r")]
    return "".join(part.text if part.name == "x:t" else "".join(t.text for t in part.all("x:t")) for part in runs)


def _number(text: str) -> Cell:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Cell(text)
    return Cell(text, found if found.is_finite() else None)
