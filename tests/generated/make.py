"""Makes a world from a seed. The seed alone settles the kind and everything else, so that a world can be made again."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from generated.pools import EVERY_KIND, POOLS, Pool
from generated.world import Layout, Paging, PastEnd, Post, Validators, Visit, World
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day

_LAST_INSTANT = datetime(2026, 12, 30, 20, tzinfo=LOCAL)  # the rule is in force in 2026 alone
_PAGINGS: tuple[Paging, ...] = ("next", "numbers", "pattern")
_SOUND_ENDS: tuple[PastEnd, ...] = ("404", "empty", "repeat_last")
_SOUND_VALIDATORS: tuple[Validators, ...] = ("none", "honest")
_GAPS = {"daily": (0.5, 1.5), "weekly": (3.0, 10.0), "sparse": (8.0, 40.0)}
_DAY = timedelta(days=1)


def make(seed: int, kind: str | None = None, pool: Pool = "lists") -> World:
    """The world of a seed. The kinds of a pool take turns with the seeds unless one is named."""
    name = kind or POOLS[pool][seed % len(POOLS[pool])]
    rng = Random(f"{seed}/{name}")
    first = _first_visit(rng)
    begin = first - rng.randint(30, 110) * _DAY
    visits = _visits(rng, first, begin)
    later = min(visits[-1].at + rng.uniform(0.1, 40) * _DAY, _LAST_INSTANT)
    layout = _layout(rng)
    posts = [*_first_posts(rng, begin, layout.per_page + 1), *_posts(rng, begin, later)]
    posts += _posts_between(rng, visits)
    for number, post in enumerate(posts, 1):
        post.number = number
    world = World(seed, name, posts, visits, later, layout, ordinary=True)
    for change in EVERY_KIND[name]:
        change(rng, world)
    return world


def _first_visit(rng: Random) -> datetime:
    """An instant of 2026, in half of the worlds shortly before a month's end, where most can be stated wrongly."""
    day = 28 - rng.randint(0, 5) if rng.random() < 0.5 else rng.randint(1, 28)
    return datetime(2026, rng.randint(3, 9), day, rng.randint(6, 20), rng.randint(0, 59), tzinfo=LOCAL)


def _visits(rng: Random, first: datetime, begin: datetime) -> list[Visit]:
    """Some visits at days of their own, the first often a backfill; the gaps are of one sort in a world."""
    low, high = _GAPS[rng.choice(list(_GAPS))]
    at, visits = first, []
    for n in range(rng.randint(2, 6)):
        fills = rng.random() < (0.1 if n else 0.7)
        visits.append(Visit(at, since=_since(rng, begin, at) if fills else None))
        at = min(at + rng.uniform(low, high) * _DAY, _LAST_INSTANT - _DAY)
    return visits


def _since(rng: Random, begin: datetime, at: datetime) -> date:
    """The first day of some month of the year between the first post and the visit."""
    day = local_day(begin + (at - begin) * rng.choice((0.0, 0.0, rng.random())))
    return max(date(2026, 1, 1), day.replace(day=1))


def _posts(rng: Random, begin: datetime, end: datetime) -> list[Post]:
    """Posts from `begin` to `end`; in thirty days there are mostly about as many PAR posts as the quota."""
    posts: list[Post] = []
    month = begin
    while month < end:
        for par in (*[True] * rng.choice((0, 1, 2, 2, 3, 4)), *[False] * rng.randint(0, 3)):
            at = month + rng.uniform(0, 30) * _DAY
            if at < end:
                posts.append(_post(rng, at, par=par))
        month += 30 * _DAY
    return posts


def _first_posts(rng: Random, begin: datetime, count: int) -> list[Post]:
    """The portal's first posts, as many as fill a page and one more, so that its list has pages from the beginning."""
    return [_post(rng, begin - rng.uniform(0, 20) * _DAY) for _ in range(count)]


def _posts_between(rng: Random, visits: list[Visit]) -> list[Post]:
    """PAR posts put up between two visits, on which the next visit's news depends."""
    return [_post(rng, a.at + (b.at - a.at) * rng.random(), par=True) for a, b in pairwise(visits) if rng.random() < 0.35]


def _post(rng: Random, at: datetime, *, par: bool = False) -> Post:
    at = at.replace(second=0, microsecond=0)
    return Post(0, at, par, rng.random(), rng.randint(0, 1), at)


def _layout(rng: Random) -> Layout:
    """A list newest first, paged and answered soundly."""
    return Layout(
        per_page=rng.randint(2, 5),
        paging=rng.choice(_PAGINGS),
        past_end=rng.choice(_SOUND_ENDS),
        list_dates=rng.random() < 0.8,
        clock_times=rng.random() < 0.6,
        validators=rng.choice(_SOUND_VALIDATORS),
        counter=rng.random() < 0.3,
    )
