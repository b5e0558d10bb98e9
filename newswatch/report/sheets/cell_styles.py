"""The formats of cells: which one a cell has, and whether it makes what stands there a text."""

from newswatch.report.sheets.grid import Spot
from newswatch.report.sheets.markup import Node
from newswatch.report.sheets.worksheet import Worksheet

_TEXT = "49"  # the built-in format "@"


def style_for(sheet: Worksheet, spot: Spot) -> str:
    """The number of the format of a cell: its own, else that of its row or column; empty for none."""
    if node := sheet.nodes.get(spot):
        return node.get("s")
    if (row := sheet.rows.get(spot[0])) and row.get("customFormat") in ("1", "true"):
        return row.get("s")
    columns = found.all("x:col") if (found := sheet.part.root.first("x:cols")) else []
    return next((c.get("style") for c in columns if _number(c, "min") <= spot[1] + 1 <= _number(c, "max")), "")


def _number(node: Node, name: str) -> int:
    return int(node.get(name)) if node.get(name).isdecimal() else 0


def is_text(styles: Node | None, sheet: Worksheet, spot: Spot) -> bool:
    """Does the format of a cell take whatever stands there as text?"""
    style = style_for(sheet, spot)
    formats = found.all("x:xf") if styles and (found := styles.first("x:cellXfs")) else []
    if not style.isdecimal() or int(style) >= len(formats):
        return False
    number = formats[int(style)].get("numFmtId")
    own = found.all("x:numFmt") if styles and (found := styles.first("x:numFmts")) else []
    return number == _TEXT or any(one.get("numFmtId") == number and one.get("formatCode") == "@" for one in own)
