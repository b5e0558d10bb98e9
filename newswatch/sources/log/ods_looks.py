"""What the cells of an .ods say beside their texts: struck through, filled, commented. python-calamine reads their values alone."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from newswatch.core.text import clean
from newswatch.sources.log.sheet import PLAIN, Facts, Place

_NAMES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("table", "style", "office", "text")}
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_MOST_BYTES = 100_000_000
_MOST_REPEATED = 1000
_MOST_COLUMNS = 64


def looks(body: bytes) -> dict[str, dict[Place, Facts]]:
    """The facts of the cells of each sheet, by its name. Nothing if the archive is too large, or its content can't be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                return {}
            content = ET.fromstring(archive.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, OSError, RuntimeError):
        return {}
    styles = {style.get(_tag("style", "name"), ""): _style(style) for style in content.iter(_tag("style", "style"))}
    return {table.get(_tag("table", "name"), ""): dict(_cells(table, styles)) for table in content.iter(_tag("table", "table"))}


def _tag(space: str, name: str) -> str:
    return f"{{{_NAMES[space]}}}{name}"


def _style(style: ET.Element) -> Facts:
    struck, found = False, []
    for part in style:
        struck = struck or part.get(_tag("style", "text-line-through-style"), "none") != "none"
        fill, colour = part.get(f"{{{_FO}}}background-color", ""), part.get(f"{{{_FO}}}color", "")
        found += [f"fill:{fill[1:].upper()}"] if fill.startswith("#") and fill.lower() != "#ffffff" else []
        found += [f"font:{colour[1:].upper()}"] if colour.startswith("#") and colour != "#000000" else []
    return Facts(struck=struck, looks=frozenset(found))


def _cells(table: ET.Element, styles: dict[str, Facts]) -> Iterator[tuple[Place, Facts]]:
    """The cells that say anything, by row number and place. A row or cell written once for many is each of them, up to a thousand."""
    number = 0
    for row in table.iter(_tag("table", "table-row")):
        times = int(row.get(_tag("table", "number-rows-repeated"), "1"))
        found = list(_row(row, styles))
        for repeated in range(min(times, _MOST_REPEATED) if found else 0):
            yield from (((number + repeated + 1, column), facts) for column, facts in found)
        number += times


def _row(row: ET.Element, styles: dict[str, Facts]) -> Iterator[tuple[int, Facts]]:
    column = 0
    for cell in row:
        times = int(cell.get(_tag("table", "number-columns-repeated"), "1"))
        facts = _facts(cell, styles)
        for place in range(column, min(column + times, _MOST_COLUMNS)):
            if facts != PLAIN:
                yield place, facts
        column += times


def _facts(cell: ET.Element, styles: dict[str, Facts]) -> Facts:
    style = styles.get(cell.get(_tag("table", "style-name"), ""), PLAIN)
    note = cell.find(_tag("office", "annotation"))
    spans = [styles.get(span.get(_tag("text", "style-name"), ""), PLAIN).struck for span in cell.iter(_tag("text", "span"))]
    comment = clean(" ".join("".join(p.itertext()) for p in note.iter(_tag("text", "p")))) if note is not None else ""
    return Facts(
        struck=style.struck or (bool(spans) and all(spans)), partly_struck=any(spans) and not all(spans), comment=comment, looks=style.looks
    )
