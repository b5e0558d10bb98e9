"""A letter as blocks, so that its plain text and its HTML say the same; `letter_text` and `letter_html` render it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from newswatch.core.text import clean as one_line

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LONGEST_LINK = 2000


class Tone(StrEnum):
    """How good the news is; never said by colour alone."""

    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part of the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `small` ones are for whoever keeps the computer."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences, each on a line of its own."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """The result, to be seen first."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: when and where, its title, its address if it has one, and what is to be said of it."""

    when: str
    where: str
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of items; `more` tells of those left out."""

    rows: tuple[Entry, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first column names the row; with `total`, its last row is a sum."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as a bar of `of` parts, `filled` of them full, with the figure and the state in words."""

    label: str
    figure: str
    filled: int
    of: int
    tone: Tone
    state: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below one another."""

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

    `short` are sentences for a chat group, the most needed first; `keeper` those for whoever keeps the computer, commands among them; `facts` are
    what its kind alone tells.
    """

    subject: str
    letter: Letter
    short: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    operator: tuple[str, ...] = ()


def clean(text: str, most: int = 0) -> str:
    """A text from outside on one line, without control, direction and zero-width characters; with `most`, cut to so many characters."""
    line = "".join(c for c in one_line(text) if unicodedata.category(c) not in _UNSEEN)
    return f"{line[: most - 1].rstrip()}…" if most and len(line) > most else line


def link(url: str) -> str:
    """The address if a reader may be sent there: http or https with a host, nothing in it that breaks a line; else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    sound = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= _LONGEST_LINK
    return url if sound and not any(c.isspace() or unicodedata.category(c) in _UNSEEN for c in url) else ""
