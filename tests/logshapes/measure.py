"""Compares what was taken in of a log with what is true of it: airings right, told, and wrong or lost without a word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from logshapes.truth import Airing, Shape
from newswatch.core.bulletin import Bulletin
from newswatch.core.text import title_key


@dataclass
class Measured:
    """Airings by how they came out; `faults` names those wrong or lost, and what was taken in that is not so."""

    right: int = 0
    told: int = 0
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(self.right + other.right, self.told + other.told, self.faults + other.faults)


def measure(shape: Shape, bulletins: Iterable[Bulletin], problems: Sequence[str], *, refused: bool = False) -> Measured:
    """How a log came out. An airing is told if its row is named, or the sheet or file as not read."""
    left = list(bulletins)
    done = Measured()
    for airing in shape.airings:
        found = next((b for b in left if _is(b, airing)), None)
        if found is not None:
            left.remove(found)
            done.right += 1
        elif refused or any(_names(problem, airing.row) for problem in problems):
            done.told += 1
        else:
            done.faults.append(f"{shape.name}: lost {airing}")
    done.faults += [f"{shape.name}: wrong row {b.row} {b.aired_on} {b.aired_at} {b.session} {b.title!r} {b.origin}" for b in left]
    return done


def _is(bulletin: Bulletin, airing: Airing) -> bool:
    at = f"{bulletin.aired_at:%H:%M}" if bulletin.aired_at else ""
    said = (str(bulletin.aired_on), at, title_key(bulletin.title), bulletin.origin)
    return said == (airing.day, airing.time, title_key(airing.title), airing.origin)


def _names(problem: str, row: int) -> bool:
    return re.search(rf"\brow {row}\b", problem) is not None or "not read" in problem or "which column" in problem
