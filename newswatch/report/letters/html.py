"""A letter as HTML that mail programs show alike: tables with bgcolor and inline styles, at most 640 px wide. Nothing is fetched.

The one style sheet is for the printer alone, so that a program that drops it shows the same letter. Some drop the tags of a style sheet but not its
rules: the signs of a comment hide the rules there. The template is `letter.html`.
"""

from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from newswatch.core.text import printable
from newswatch.report.letters.blocks import Bar, Letter
from newswatch.report.links import link
from newswatch.report.tones import Tone

_BAR_PX, _MOST_CELLS = 120, 12


class Colours(NamedTuple):
    """The colours of a tone: of its text and bars, and of the ground behind a callout."""

    strong: str
    soft: str


COLOURS = {
    Tone.GOOD: Colours("#256b2a", "#e7f4e8"),
    Tone.BAD: Colours("#b3261e", "#fdecea"),
    Tone.DOUBT: Colours("#7a4a00", "#fff4dd"),
    Tone.OPEN: Colours("#1f5fa8", "#e8f0fb"),
    Tone.NONE: Colours("#5b6770", "#f4f6f8"),
}
"""Those of the page, which has a dark set besides; each is held to the contrast of small print, on white and on its ground."""


class _Drawn(NamedTuple):
    """A bar as cells of `px` width, each full or not."""

    px: int
    cells: tuple[bool, ...]


def as_html(letter: Letter) -> str:
    """The letter as a whole HTML document."""
    return f"{_template().render(letter=letter, colours=COLOURS)}\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("newswatch.report.letters", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": printable, "link": link, "drawn": _drawn, "kind": lambda block: type(block).__name__}
    return environment.get_template("letter.html")


def _drawn(bar: Bar) -> _Drawn:
    full, of = bar.cells(_MOST_CELLS)
    count = min(bar.of, _MOST_CELLS) or 1
    each = max(of // count, 1)
    return _Drawn(_BAR_PX // count, tuple((n + 1) * each <= full for n in range(count)))
