"""A letter as blocks, so that its plain text (`text`) and its HTML (`html`) say the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newswatch.report.tones import Tone


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `small` ones are for the operator."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences, one a line."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """The result, which is to be seen first."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: when and where it appeared, its title, its address (may be empty), and a note on it."""

    when: str
    where: str
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of items; `more` says how many are left out."""

    rows: tuple[Entry, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first column names the row. With `total` the last row is a sum."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as a bar: `filled` of `of` units are full; figure and state stand beside it in words."""

    label: str
    figure: str
    filled: int
    of: int
    tone: Tone
    state: str

    def cells(self, width: int) -> tuple[int, int]:
        """How many cells are full, and how many of at most `width` cells there are. Each unit takes a whole number of cells if they fit."""
        if self.of <= width:
            each = width // max(self.of, 1)
            return min(self.filled, self.of) * each, self.of * each
        return min(self.filled * width // self.of, width), width


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, one below the other."""

    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be copied as it is."""

    text: str


Block = Heading | Paragraph | Points | Callout | Entries | Grid | Bars | Copy


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to the board before it is rendered: `sender` and `title` stand above the blocks, `foot` below."""

    sender: str
    title: str
    blocks: tuple[Block, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is rendered.

    `short` are sentences for a chat group, the most needed first. `facts` are what only this kind of notice tells. `operator` are sentences for
    the operator of the machine, commands among them.
    """

    subject: str
    letter: Letter
    short: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    operator: tuple[str, ...] = ()
