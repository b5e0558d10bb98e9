"""A letter as HTML that mail programs show alike: tables with bgcolor and inline styles, at most 640 px wide. Nothing is fetched.

The one style sheet is for the printer alone, so that a program that drops it shows the same letter.
"""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from newswatch.core.text import printable
from newswatch.report.letters.blocks import (
    Bar,
    Bars,
    Block,
    Callout,
    Copy,
    Entries,
    Entry,
    Grid,
    Heading,
    Letter,
    Paragraph,
    Points,
)
from newswatch.report.links import link
from newswatch.report.tones import Tone


class _Colours(NamedTuple):
    """The colours of a tone: of its text and bars, and of the ground behind a callout."""

    strong: str
    soft: str


_FACE = "font-family:'Segoe UI',Arial,Helvetica,sans-serif"
_INK, _GREY, _LINE, _PALE, _LINK = "#1f2933", "#5b6770", "#d9dee3", "#f4f6f8", "#0b57a4"
_COLOURS = {
    Tone.GOOD: _Colours("#256b2a", "#e7f4e8"),
    Tone.BAD: _Colours("#b3261e", "#fdecea"),
    Tone.DOUBT: _Colours("#7a4a00", "#fff4dd"),
    Tone.OPEN: _Colours("#1f5fa8", "#e8f0fb"),
    Tone.NONE: _Colours(_GREY, _PALE),
}
_EMPTY = "#dfe3e7"
_BAR_PX, _MOST_CELLS = 120, 12
_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"'
# some programs drop the tags of a style sheet but not its rules: the signs of a comment hide the rules there
_PRINT = (
    "<style>\n<!--\n@media print {\n@page { size: A4; margin: 10mm }\n"
    "body { zoom: 0.9; -webkit-print-color-adjust: exact; print-color-adjust: exact }\nbody, body > table { background: #ffffff !important }\n"
    "table { max-width: none !important; border: 0 !important }\nbody > table > tbody > tr > td { padding: 0 !important }\n"
    "td, div { line-height: 1.2 !important }\ntr { break-inside: avoid }\nbody > table > tbody > tr { break-inside: auto }\n}\n-->\n</style>\n"
)
_HEAD = (
    '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    '<meta name="color-scheme" content="light">\n<title>{title}</title>\n{print}</head>\n'
    '<body bgcolor="#eef1f4" style="margin:0;padding:0;background-color:#eef1f4">\n'
    f'{_TABLE} bgcolor="#eef1f4"><tr><td align="center" style="padding:12px 6px">\n'
    '<!--[if mso]><table role="presentation" width="640" cellpadding="0" cellspacing="0"><tr><td><![endif]-->\n'
    f'{_TABLE} bgcolor="#ffffff" style="max-width:640px;background-color:#ffffff;border:1px solid {_LINE}">\n'
)
_TAIL = "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n"


def as_html(letter: Letter) -> str:
    """The letter as a whole HTML document."""
    rows = [_HEAD.format(title=_text(letter.title), print=_PRINT)]
    rows.append(
        _row(_styled(letter.sender, 13, _GREY) + _styled(letter.title, 20, _INK, "font-weight:bold;line-height:26px"), "10px 18px 4px")
    )
    rows += [_row(_block(block), "2px 18px" if isinstance(block, Heading) else "2px 18px 4px") for block in letter.blocks]
    rows.append(_row(_styled(letter.foot, 12, _GREY), f"10px 18px 14px;border-top:1px solid {_LINE}"))
    return "".join(rows) + _TAIL


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return _styled(text, 14, _INK, f"font-weight:bold;padding:5px 0 2px;border-bottom:1px solid {_LINE}")
        case Paragraph(text, small):
            return _styled(text, 12 if small else 13, _GREY if small else _INK)
        case Points(texts):
            return _table(f"<tr>{_cell('•', width=14)}{_cell(_text(text))}</tr>" for text in texts)
        case Callout():
            return _callout(block)
        case Entries(rows, more):
            return _table(map(_entry, rows)) + (_styled(more, 12, _GREY) if more else "")
        case Grid():
            return _grid(block)
        case Bars(rows):
            return _table(map(_bar, rows), width="")
        case Copy(text):
            return _copy(text)


def _callout(block: Callout) -> str:
    strong, soft = _COLOURS[block.tone]
    style = f"border-left:6px solid {strong};padding:7px 12px;{_font(17, strong)};font-weight:bold"
    return f'{_TABLE}><tr><td bgcolor="{soft}" style="{style}">{_text(block.text)}</td></tr></table>\n'


def _entry(row: Entry) -> str:
    title = f'<a href="{escape(link(row.url))}" style="color:{_LINK}">{_text(row.title)}</a>' if link(row.url) else _text(row.title)
    note = _styled(row.note, 12, _GREY) if row.note else ""
    lead = _styled(row.when, 12, _GREY) + _styled(row.where, 12, _GREY)
    return f"<tr>{_cell(lead, width=86)}{_cell(title + note)}</tr>"


def _grid(block: Grid) -> str:
    return _table(_grid_row(block, at, row) for at, row in enumerate((block.head, *block.rows)))


def _grid_row(block: Grid, at: int, row: tuple[str, ...]) -> str:
    strong = at == 0 or (block.total and at == len(block.rows))
    style = f"padding:2px 3px;border-bottom:1px solid {_LINE};{_font(13 if at else 12, _INK if at else _GREY)}"
    fill = f' bgcolor="{_PALE}"' if strong else ""
    weight = ";font-weight:bold" if strong else ""
    sides = ["left", *["right"] * (len(row) - 1)]
    columns = (f'<td{fill} align="{side}" style="{style}{weight}">{_text(cell)}</td>' for side, cell in zip(sides, row, strict=True))
    return f"<tr>{''.join(columns)}</tr>"


def _bar(bar: Bar) -> str:
    strong = _COLOURS[bar.tone].strong
    full, of = bar.cells(_MOST_CELLS)
    drawn_cells = min(bar.of, _MOST_CELLS) or 1
    px = _BAR_PX // drawn_cells
    each = max(of // drawn_cells, 1)
    drawn = "".join(_bar_cell(strong if (n + 1) * each <= full else _EMPTY, px) for n in range(drawn_cells))
    table = f'<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>{drawn}</tr></table>'
    tone = "" if bar.tone is Tone.NONE else ";font-weight:bold"
    return (
        f'<tr><td style="padding:1px 10px 1px 0;white-space:nowrap;{_font(13)}">{_text(bar.label)}</td>'
        f'<td style="padding:1px 10px 1px 0">{table}</td>'
        f'<td align="right" style="padding:1px 10px 1px 0;white-space:nowrap;{_font(13)}{tone}">{_text(bar.figure)}</td>'
        f'<td style="padding:1px 0;{_font(13, strong)}">{_text(bar.state)}</td></tr>\n'
    )


def _bar_cell(colour: str, px: int) -> str:
    style = "font-size:10px;line-height:12px;border-right:2px solid #ffffff"
    return f'<td width="{px}" height="12" bgcolor="{colour}" style="width:{px - 2}px;{style}">&nbsp;</td>'


def _copy(text: str) -> str:
    style = f"border:1px dashed {_GREY};padding:6px 10px;{_font(12)};word-break:break-word"
    return f'{_TABLE}><tr><td bgcolor="{_PALE}" style="{style}">{_text(text)}</td></tr></table>\n'


def _row(content: str, padding: str) -> str:
    return f'<tr><td style="padding:{padding};{_font()}">{content}</td></tr>\n'


def _cell(content: str, width: int = 0) -> str:
    size = f' width="{width}"' if width else ""
    return f'<td{size} valign="top" style="padding:1px 0;{_font()};word-break:break-word">{content}</td>'


def _table(rows: Iterator[str], width: str = ' width="100%"') -> str:
    return f'<table role="presentation" cellpadding="0" cellspacing="0" border="0"{width}>{"".join(rows)}</table>\n'


def _styled(text: str, size: int, colour: str, more: str = "") -> str:
    return f'<div style="{_font(size, colour)}{";" + more if more else ""};word-break:break-word">{_text(text)}</div>'


def _font(size: int = 13, colour: str = _INK) -> str:
    return f"{_FACE};font-size:{size}px;line-height:{round(size * 1.35)}px;color:{colour}"


def _text(text: str) -> str:
    return escape(printable(text))
