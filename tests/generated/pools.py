"""All kinds of worlds, in two pools that take turns with the seeds apart, so that a seed keeps its world when the other pool grows."""

from collections.abc import Callable
from random import Random
from typing import Literal

from generated.answer_kinds import ANSWER_KINDS
from generated.date_kinds import DATE_KINDS
from generated.kinds import KINDS
from generated.world import World

Change = Callable[[Random, World], None]
Pool = Literal["lists", "items", "all"]


def _extraordinary(rng: Random, world: World) -> None:
    world.ordinary = False


def _mixed_items(rng: Random, world: World) -> None:
    """One or two kinds of items in a list of some kind."""
    for name in (*rng.sample(list(ITEM_KINDS), rng.randint(1, 2)), rng.choice([n for n in KINDS if n != "mixed"])):
        for change in EVERY_KIND[name]:
            change(rng, world)


ITEM_KINDS: dict[str, tuple[Change, ...]] = {name: (*changes, _extraordinary) for name, changes in (DATE_KINDS | ANSWER_KINDS).items()}
"""Kinds that differ from an ordinary portal in what is said of an item: its date, its article, its address."""

POOLS: dict[Pool, tuple[str, ...]] = {
    "lists": tuple(KINDS),
    "items": (*ITEM_KINDS, "mixed_items"),
    "all": (*KINDS, *ITEM_KINDS, "mixed_items"),
}
"""The kinds that take turns with the seeds, by the name of their pool: `lists` differ in what their lists show, `items` in what is said of an item."""

EVERY_KIND: dict[str, tuple[Change, ...]] = {**KINDS, **ITEM_KINDS, "mixed_items": (_mixed_items, _extraordinary)}
"""Each kind with the changes that make it of an ordinary world."""
