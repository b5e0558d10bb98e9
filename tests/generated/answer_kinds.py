"""Kinds of worlds whose articles can't be had, are answered by something else, lie on another host or share an address."""

from collections.abc import Callable
from random import Random
from typing import get_args

from generated.date_kinds import quietly, some
from generated.world import ARTICLES, Feed, How, Trouble, Visit, World

Change = Callable[[Random, World], None]

_UNREAD: tuple[How, ...] = ("403", "404", "timeout", "large")
_INSTEAD: tuple[How, ...] = (
    "home", "login", "challenge", "maintenance", "parked", "soft_404", "shell", "other_host", "other_article", "file",
    "double_utf8", "tcvn3", "false_charset",
)  # fmt: skip
assert set(_UNREAD + _INSTEAD) < set(get_args(How))


def _articles_are(world: World, rng: Random, how: How, visits: list[Visit]) -> None:
    """All articles, or those of some posts, are answered so in some visits."""
    quietly(rng, world)
    posts = frozenset(p.number for p in some(rng, world, 6)) if rng.random() < 0.4 else frozenset()
    for visit in visits:
        visit.troubles = (*visit.troubles, Trouble(ARTICLES, how, posts))


def _a_while(rng: Random, world: World) -> list[Visit]:
    """Some visits in a row, the first ones or later ones."""
    begin = rng.randint(0, len(world.visits) - 1)
    return world.visits[begin : begin + rng.randint(1, 3)]


def _unread(rng: Random, world: World) -> None:
    """Articles can't be had for a while."""
    _articles_are(world, rng, rng.choice(_UNREAD), _a_while(rng, world))


def _unread_for_ever(rng: Random, world: World) -> None:
    """Articles can never be had."""
    _articles_are(world, rng, rng.choice(_UNREAD), world.visits)


def _answered_by(how: How) -> Change:
    """Articles are answered by something else, for a while or for ever."""

    def change(rng: Random, world: World) -> None:
        _articles_are(world, rng, how, world.visits if rng.random() < 0.3 else _a_while(rng, world))

    return change


def _foreign_hosts(rng: Random, world: World) -> None:
    """Some entries link to another host; a feed beside the list, or alone, does so too."""
    for post in world.posts:
        post.foreign = rng.random() < 0.3
    if rng.random() < 0.6:
        world.feed = Feed(rng.randint(4, 12), required=rng.random() < 0.5, alone=rng.random() < 0.5, text=rng.random() < 0.5)


def _feed_of_one_link(rng: Random, world: World) -> None:
    """A feed alone carries the text of its posts, each under a name of its own; PAR posts, or all, link to one page about none of them."""
    world.feed = Feed(rng.randint(5, 12), required=True, alone=True, text=True, guids="lasting")
    every = rng.random() < 0.3
    for post in world.posts:
        post.shared = every or (post.par and rng.random() < 0.8)


def _feed_of_new_names(rng: Random, world: World) -> None:
    """A feed, alone or beside the list, gives its entries another name each day."""
    world.feed = Feed(rng.randint(4, 12), required=True, alone=rng.random() < 0.5, text=rng.random() < 0.5, guids="daily")


def _feed_with_text(rng: Random, world: World) -> None:
    """A feed, alone or beside the list, carries the text of posts whose articles are answered by something else."""
    world.feed = Feed(rng.randint(5, 12), required=True, alone=rng.random() < 0.5, text=True)
    how = rng.choice(_UNREAD + _INSTEAD)
    _articles_are(world, rng, how, world.visits if rng.random() < 0.5 else _a_while(rng, world))


ANSWER_KINDS: dict[str, tuple[Change, ...]] = {
    "unread": (_unread,),
    "unread_for_ever": (_unread_for_ever,),
    **{f"answered_{how}": (_answered_by(how),) for how in _INSTEAD},
    "foreign_hosts": (_foreign_hosts,),
    "feed_with_text": (_feed_with_text,),
    "feed_of_one_link": (_feed_of_one_link,),
    "feed_of_new_names": (_feed_of_new_names,),
}
"""Each kind with the changes that make it of an ordinary world."""
