"""A letter as plain text in lines of at most 78 characters. Only an address or a long word makes a longer line."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from newswatch.core.text import printable
from newswatch.report.letters.blocks import Bars, Block, Callout, Copy, Entries, Grid, Heading, Letter, Paragraph, Points
from newswatch.report.links import link

WIDTH = 78
_BAR = 12
_FULL, _EMPTY = "█", "░"
_GAP = "  "
_NUMBER = "    "


def as_text(letter: Letter) -> str:
    """The letter as lines of text, the last one ended."""
    out = [*_wrapped(letter.sender), *_wrapped(letter.title.upper())]
    for block in letter.blocks:
        out += ["", *_block(block)]
    out += ["", "-" * WIDTH, *_wrapped(letter.foot)]
    return "\n".join(out) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from _wrapped(text.upper())
        case Paragraph(text):
            yield from _wrapped(text)
        case Points(texts):
            for text in texts:
                yield from _wrapped(text, "  - ", _NUMBER)
        case Callout(text):
            yield from _wrapped(text, "*** ", _NUMBER)
        case Entries():
            yield from _entries(block)
        case Grid():
            yield from _grid(block)
        case Bars():
            yield from _bars(block)
        case Copy(text):
            yield from _wrapped(text, "  ", "  ")


def _entries(block: Entries) -> Iterator[str]:
    for number, row in enumerate(block.rows, 1):
        yield from _wrapped(f"{row.when}, {row.where}: {row.title}", f"{number:2d}. ", _NUMBER)
        if link(row.url) and row.url != row.title:
            yield _NUMBER + link(row.url)
        if row.note:
            yield from _wrapped(row.note, f"{_NUMBER}→ ", f"{_NUMBER}  ")
    if block.more:
        yield from _wrapped(block.more, _NUMBER, _NUMBER)


def _grid(block: Grid) -> Iterator[str]:
    rows = [tuple(map(printable, row)) for row in (block.head, *block.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    for at, row in enumerate(rows):
        if at == 1 or (block.total and at == len(rows) - 1):
            yield line
        yield _aligned(row, widths)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """The first column is set to the left, the others to the right."""
    return _GAP.join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])


def _bars(block: Bars) -> Iterator[str]:
    labels = max((len(printable(bar.label)) for bar in block.rows), default=0)
    figures = max((len(printable(bar.figure)) for bar in block.rows), default=0)
    width = max((bar.cells(_BAR)[1] for bar in block.rows), default=0)
    for bar in block.rows:
        full, of = bar.cells(_BAR)
        drawn = (_FULL * full + _EMPTY * (of - full)).ljust(width)
        head = f"  {printable(bar.label):<{labels}}{_GAP}{drawn}{_GAP}{printable(bar.figure):>{figures}}{_GAP}"
        yield from _wrapped(bar.state, head, " " * len(head))


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    whole = printable(text)
    return wrap(whole, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False) or [
        first.rstrip()
    ]
