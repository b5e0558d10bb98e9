"""What the cells of an .xls say beside their texts: struck through, filled, commented (xlrd). python-calamine reads their values alone."""

from collections.abc import Iterator
from typing import Any

from newswatch.core.text import clean
from newswatch.sources.log.sheet import PLAIN, Facts, Place

_MOST_BYTES = 30_000_000
_MOST_COLUMNS = 64
_NO_FILL = 0


def looks(body: bytes) -> dict[str, dict[Place, Facts]]:
    """The facts of the cells of each sheet, by its name. Nothing if the file is too large for that, or of a version without them."""
    import xlrd

    if len(body) > _MOST_BYTES:
        return {}
    try:
        book = xlrd.open_workbook(file_contents=body, formatting_info=True, logfile=_Silent())
        return {sheet.name: dict(_cells(book, sheet)) for sheet in book.sheets()}
    except Exception:  # xlrd raises nearly anything for a file it doesn't understand; its values are read elsewhere
        return {}


class _Silent:
    """Where xlrd writes its remarks to."""

    def write(self, _: str) -> int:
        return 0

    def flush(self) -> None:
        return None


def _cells(book: Any, sheet: Any) -> Iterator[tuple[Place, Facts]]:
    for row in range(sheet.nrows):
        for column in range(min(sheet.row_len(row), _MOST_COLUMNS)):
            facts = _facts(book, sheet, row, column)
            if facts != PLAIN:
                yield (row + 1, column), facts


def _facts(book: Any, sheet: Any, row: int, column: int) -> Facts:
    form = book.xf_list[sheet.cell_xf_index(row, column)]
    font = book.font_list[form.font_index]
    note = sheet.cell_note_map.get((row, column))
    return Facts(
        struck=bool(font.struck_out),
        partly_struck=any(book.font_list[index].struck_out for _, index in sheet.rich_text_runlist_map.get((row, column), ())),
        comment=clean(note.text) if note else "",
        looks=frozenset(_looks(book, form, font)),
    )


def _looks(book: Any, form: Any, font: Any) -> Iterator[str]:
    if form.background.fill_pattern != _NO_FILL and (fill := _colour(book, form.background.pattern_colour_index)) not in ("", "FFFFFF"):
        yield f"fill:{fill}"
    if (colour := _colour(book, font.colour_index)) not in ("", "000000"):
        yield f"font:{colour}"
    if font.bold:
        yield "bold"


def _colour(book: Any, index: int) -> str:
    rgb = book.colour_map.get(index)
    return "".join(f"{part:02X}" for part in rgb) if rgb else ""
