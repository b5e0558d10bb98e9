"""Finds out whether the entries of one page are one list or several that stand beside each other, such as the columns of a front page."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, Self

from newswatch.core.polling.order import side_by_side
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


def rows(entries: Sequence[Placed]) -> list[list[str]]:
    """The keys of the entries of each container, in the order of the page; one for all where there is one container only.

    Entries stand in one container if it is the nearest element around each that holds another entry too. A container that only repeats entries of
    another one is none.
    """
    boxes, _ = _boxes(entries)
    return [[entries[place].key for place in box] for box in boxes] if len(boxes) > 1 else [[e.key for e in entries]]


def count(entries: Sequence[Placed]) -> int:
    """How many lists the entries of a page are.

    Several containers are still one list where they are its rows or its days: they have no headings of their own, and no row begins with entries
    younger than those of the row above it.
    """
    boxes, chains = _boxes(entries)
    if len(boxes) < 2:
        return 1
    held = Counter(node.mem_id for chain in chains for node in chain)
    whole = sum(len(box) for box in boxes)
    headed = sum(_headed(box, chains, held, whole, entries) for box in boxes)
    dates = [[at for place in box if (at := entries[place].at) is not None] for box in boxes]
    return len(boxes) if headed > 1 or side_by_side(dates) else 1


def _boxes(entries: Sequence[Placed]) -> tuple[list[list[int]], list[list[Node]]]:
    """The places of the entries of each container, and the elements around each entry."""
    chains = [_above(entry.node) for entry in entries]
    held = Counter(node.mem_id for chain in chains for node in chain)
    groups: dict[int, list[int]] = {}
    for place, chain in enumerate(chains):
        box = next((node.mem_id for node in chain if held[node.mem_id] > 1), 0)
        groups.setdefault(box, []).append(place)
    around = {box: _around(box, chains[places[0]]) for box, places in groups.items()}
    inner = [box for box in groups if not any(box in above for above in around.values())]
    return [groups[box] for box in inner if not _repeats(groups[box], [groups[b] for b in inner if b != box], entries)], chains


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
