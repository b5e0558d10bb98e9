"""Finds out whether the entries of one page are one list or several that stand beside each other, such as the columns of a front page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, Protocol, Self

from newswatch.core.text import bare, clean

_NO_HEADING = re.compile(r"\b(thu|hai|ba|tu|nam|sau|bay|chu|nhat|ngay|thang|trang|xem|them|chi|tiet)\b|[^a-z]+")
_GOES_ON = re.compile(r"^\W*((cac|nhung) )?(tin|bai|tin bai|bai viet)( tuc)? (khac|cu hon|da dua|truoc do)")


class Node(Protocol):
    """An element of a parsed page, as selectolax gives it."""

    @property
    def mem_id(self) -> int:
        """What tells one element from another."""

    @property
    def parent(self) -> Self | None:
        """The element around it."""

    def text(self, deep: bool = True, separator: str = "") -> str:
        """Its text."""


class Placed(NamedTuple):
    """An entry of a page: its element, its key, its date."""

    node: Node
    key: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Lists:
    """How many lists the entries of a page are; `rows` are the keys of each container of entries, also where several are one list."""

    count: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


def find(entries: Sequence[Placed]) -> Lists:
    """The lists that the entries of a page are.

    Entries stand in one list if they have one container: the nearest element around an entry that holds another entry too. Several containers are
    still one list where they are its rows or its days: they have no headings of their own, and no row begins with entries younger than those of the
    row above it. A container that only repeats entries of another one is no list.
    """
    chains = [_above(entry.node) for entry in entries]
    held = Counter(node.mem_id for chain in chains for node in chain)
    groups: dict[int, list[int]] = {}
    for place, chain in enumerate(chains):
        box = next((node.mem_id for node in chain if held[node.mem_id] > 1), 0)
        groups.setdefault(box, []).append(place)
    around = {box: _around(box, chains[places[0]]) for box, places in groups.items()}
    inner = [box for box in groups if not any(box in above for above in around.values())]
    boxes = [groups[box] for box in inner if not _repeats(groups[box], [groups[b] for b in inner if b != box], entries)]
    if len(boxes) < 2:
        return Lists()
    rows = tuple(tuple(entries[place].key for place in box) for box in boxes)
    dates = [[at for place in box if (at := entries[place].at) is not None] for box in boxes]
    whole = sum(len(box) for box in boxes)
    headed = sum(_headed(box, chains, held, whole, entries) for box in boxes)
    if headed < 2 and not _beside(dates):
        return Lists(1, rows)
    return Lists(len(boxes), rows)


def _above(node: Node) -> list[Node]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def _around(box: int, chain: Sequence[Node]) -> set[int]:
    """The elements around a container."""
    ids = [node.mem_id for node in chain]
    return set(ids[ids.index(box) + 1 :]) if box in ids else set()


def _repeats(box: Sequence[int], others: Sequence[Sequence[int]], entries: Sequence[Placed]) -> bool:
    keys = {entries[place].key for place in box}
    return any(keys < {entries[place].key for place in other} for other in others)


def _headed(box: Sequence[int], chains: Sequence[Sequence[Node]], held: Counter[int], whole: int, entries: Sequence[Placed]) -> bool:
    """Whether a container, up to the element that holds all of them, has words besides its entries that are neither a date nor "other news"."""
    within = [node for node in chains[box[0]] if held[node.mem_id] < whole]
    if not within:
        return False
    words = clean(within[-1].text(separator=" "))
    for place in box:
        words = words.replace(clean(entries[place].node.text(separator=" ")), " ", 1)
    return bool(_NO_HEADING.sub("", bare(words))) and not _GOES_ON.match(bare(words))


def _beside(rows: Sequence[Sequence[datetime]]) -> bool:
    """Whether a container's newest entry is younger than the middle one of the container before it, of two middle ones the older."""
    told = [sorted(row) for row in rows if len(row) > 1]
    return any(after[-1] > before[(len(before) - 1) // 2] for before, after in pairwise(told))
