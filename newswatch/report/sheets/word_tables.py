"""The tables of a Word document as they read once all changes are accepted: rows and cells with their places in the XML.

Deleted rows, text boxes and tables within cells are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from newswatch.report.sheets.grid import Cell, Grid, Spot
from newswatch.report.sheets.markup import Node
from newswatch.report.sheets.word_totals import has_formula
from newswatch.report.sheets.worksheet import is_on

_HOLDERS = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:hyperlink", "w:fldSimple")
_UNREAD = (
    *("w:del", "w:moveFrom", "w:tbl", "w:txbxContent", "w:pict", "w:drawing", "w:object", "mc:AlternateContent"),
    *("w:pPr", "w:rPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:instrText", "w:delText", "w:footnoteReference"),
)
_MARKS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_MOST_SPANNED = 100


@dataclass(slots=True)
class WordTable:
    """A table of the document's text: its cells by spot, and what they show."""

    node: Node = field(repr=False)
    grid: Grid
    cells: dict[Spot, Node] = field(default_factory=dict, repr=False)


def tables(root: Node) -> list[WordTable]:
    """The tables of a document's text, in its order; those within cells are no tables of their own here."""
    body = root.first("w:body")
    return [_table(node, number) for number, node in enumerate(below(body, "w:tbl") if body else (), 1)]


def below(node: Node, name: str) -> Iterator[Node]:
    """The elements of a name right below a node, or below what only holds them: content controls, inserted text."""
    for child in node.children:
        if child.name == name:
            yield child
        elif child.name in _HOLDERS:
            yield from below(child, name)


def text_of(cell: Node) -> str:
    """What a cell or paragraph shows, paragraphs as lines; a placeholder shows nothing."""
    pieces: list[str] = []
    _read(cell, pieces)
    return "".join(pieces).strip("\n")


def is_flag(node: Node | None) -> bool:
    """Is a property there and not turned off?"""
    return node is not None and is_on(node.get("w:val"), otherwise=True)


def placeholder(control: Node) -> Node | None:
    """The mark of a content control that shows its placeholder; None if it does not."""
    properties = control.first("w:sdtPr")
    found = properties.first("w:showingPlcHdr") if properties else None
    return found if is_flag(found) else None


def _read(node: Node, pieces: list[str]) -> None:
    for child in node.children:
        if child.name in _UNREAD or (child.name == "w:sdt" and placeholder(child)):
            continue
        if child.name == "w:t":
            pieces.append(child.text)
        elif child.name in _MARKS:
            pieces.append(_MARKS[child.name])
        else:
            _read(child, pieces)
            if child.name == "w:p":
                pieces.append("\n")


def _table(node: Node, number: int) -> WordTable:
    table = WordTable(node, Grid(f"table {number}"))
    open_merges: dict[int, Spot] = {}
    rows = (row for row in below(node, "w:tr") if not _deleted(row))
    for row, tr in enumerate(rows):
        column = _number(tr.first("w:trPr"), "w:gridBefore", 0)
        for cell in below(tr, "w:tc"):
            properties = cell.first("w:tcPr")
            width = max(1, _number(properties, "w:gridSpan", 1))
            merge = properties.first("w:vMerge") if properties else None
            goes_on = merge is not None and merge.get("w:val") != "restart" and column in open_merges
            _lay(table, cell, (row, column), width, open_merges[column] if goes_on else None)
            if merge is None:
                open_merges.pop(column, None)
            elif not goes_on:
                open_merges[column] = (row, column)
            column += width
    return table


def _lay(table: WordTable, cell: Node, spot: Spot, width: int, merged_into: Spot | None) -> None:
    if merged_into is None:
        table.cells[spot] = cell
        if text := text_of(cell):
            table.grid.cells[spot] = Cell(text)
        elif has_formula(cell):
            table.grid.uncalculated.add(spot)
    for column in range(spot[1], spot[1] + width):
        if merged_into or width > 1:
            table.grid.covered[spot[0], column] = merged_into or spot


def _deleted(row: Node) -> bool:
    """Was the row deleted, with the change still tracked, so that it goes when changes are accepted?"""
    properties = row.first("w:trPr")
    return properties is not None and properties.first("w:del") is not None


def _number(properties: Node | None, name: str, otherwise: int) -> int:
    found = properties.first(name) if properties else None
    value = found.get("w:val") if found else ""
    return min(int(value), _MOST_SPANNED) if value.isdecimal() else otherwise
