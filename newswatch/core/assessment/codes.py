"""Codes of criteria: how one is written, which row stands over which, and numbers that lost their last nought.

Codes are dotted numbers (`1.3.3`), small letters below them (`a`), and over them Roman numbers (`II`) and capital letters (`A`), in whichever order a
table first uses them. Under each of the latter numbers may begin anew.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from newswatch.core.text import clean

Path = tuple[str, ...]
"""A code with those over it that numbers may begin anew under: `("II", "1.1")`."""

_WORD = r"(?:(?:mã|tiêu chí(?: thành phần)?|tctp|mục|chỉ số|lĩnh vực|phần)\s*:?\s*)?"
_END = r"(?P<sign>\s?[.):–—-]+)?(?=\s|$|[^\W\d_])"
_NUMBER = re.compile(rf"{_WORD}(?P<code>\d{{1,2}}(?:\s?\.\s?\d{{1,2}})*){_END}", re.IGNORECASE)
_ROMAN = re.compile(rf"(?i:{_WORD})(?P<code>[IVX]{{1,6}})(?![/\w]){_END}")
_LETTER = re.compile(rf"(?i:{_WORD})(?P<code>[A-HK-UWYZĐ])(?![/\w]){_END}")
_SMALL = re.compile(rf"(?P<code>[a-zđ])(?![/\w]){_END}")


class Level(StrEnum):
    """What kind of code it is."""

    LETTER = "letter"
    ROMAN = "roman"
    NUMBER = "number"
    SMALL = "small"


class Code(NamedTuple):
    """A code as it begins a text. `alone`: it is marked as one, by a sign after it, a full stop in it, or nothing else there."""

    text: str
    level: Level
    alone: bool


def code_in(text: str) -> Code | None:
    """The code that a text begins with; None if with none."""
    line = clean(unicodedata.normalize("NFKC", text))
    for level, pattern in ((Level.NUMBER, _NUMBER), (Level.ROMAN, _ROMAN), (Level.LETTER, _LETTER), (Level.SMALL, _SMALL)):
        if found := pattern.match(line):
            code = re.sub(r"\s", "", found["code"])
            return Code(code, level, bool(found["sign"]) or "." in code or found.end() == len(line))
    return None


def level_of(code: str) -> Level:
    """What kind of code a bare code is; ValueError if it is none."""
    found = code_in(code)
    if found is None or found.text != code:
        raise ValueError(f"{code!r} is no code such as 1.3.3, II, A or a")
    return found.level


def paths(codes: Sequence[str]) -> list[Path]:
    """The path of each code, in the order of the table."""
    order: list[Level] = []
    over: dict[Level, str] = {}
    number, found = "", []
    for code in codes:
        level = level_of(code)
        if level in (Level.LETTER, Level.ROMAN):
            if level not in order:
                order.append(level)
            over = {one: text for one, text in over.items() if order.index(one) < order.index(level)} | {level: code}
            number = ""
        elif level is Level.NUMBER:
            number = code
        upper = tuple(over[one] for one in order if one in over)
        found.append({Level.NUMBER: (*upper, code), Level.SMALL: (*upper, *filter(None, [number]), code)}.get(level, upper))
    return found


def parents(found: Sequence[Path]) -> list[int | None]:
    """The row over each: the nearest that is there; None for those at the top. Of rows with one path the first stands for it."""
    at = {path: n for n, path in reversed(list(enumerate(found)))}
    return [next((at[over] for over in _over(path) if over in at), None) for path in found]


def missing(path: Path, there: set[Path]) -> str:
    """The code that should stand over this one and does not; empty if none is missing."""
    head, _, last = path[-1].rpartition(".")
    if not last.isdecimal() or not head or (*path[:-1], head) in there:
        return ""
    return "" if "." not in head and path[:-1] in there else head


def restored(codes: Sequence[tuple[str, bool]]) -> list[str]:
    """The codes, with the nought put back that a number (True) lost: 1.1 after 1.9 is 1.10."""
    latest: dict[str, int] = {}
    found = []
    for code, is_number in codes:
        whole, _, rest = code.partition(".")
        step = rest.partition(".")[0]
        if is_number and step and latest.get(whole, 0) + 1 == int(step) * 10:
            code, step = f"{code}0", f"{step}0"
        if step.isdecimal():
            latest[whole] = int(step)
        elif not rest:
            latest.pop(whole, None)
        found.append(code)
    return found


def _over(path: Path) -> list[Path]:
    """What may stand over a code, the nearest first."""
    above, code = path[:-1], path[-1]
    parts = code.split(".")
    shorter = [(*above, ".".join(parts[:n])) for n in range(len(parts) - 1, 0, -1)]
    return shorter + [path[:n] for n in range(len(path) - 1, 0, -1)]
