"""Makes a world from a seed. The seed alone settles the kind and everything else, so that a world can be made again."""

from datetime import date, datetime, timedelta
from random import Random

from generated.kinds import KINDS
from generated.world import Layout, Paging, PastEnd, Post, Validators, Visit, World

from newswatch.core.model import LOCAL
from newswatch.core.months import local_day

_LAST_INSTANT = datetime(2026, 12, 30, 20, tzinfo=LOCAL)  # the rule is in force in 2026 alone
_PAGINGS: tuple[Paging, ...] = ("next", "numbers", "pattern")
_SOUND_ENDS: tuple[PastEnd, ...] = ("404", "empty", "repeat_last")
_SOUND_VALIDATORS: tuple[Validators, ...] = ("none", "honest")
_GAPS = {"daily": (0.5, 1.5), "weekly": (3.0, 10.0), "sparse": (8.0, 40.0)}
_DAY = timedelta(days=1)


def make(seed: int, kind: str | None = None) -> World:
    """The world of a seed. Kinds take turns with the seeds unless one is named."""
    rng = Random(f"{seed}/{kind or ''}")
    name = kind or list(KINDS)[seed % len(KINDS)]
    first = datetime(2026, rng.randint(3, 9), rng.randint(1, 28), rng.randint(6, 20), rng.randint(0, 59), tzinfo=LOCAL)
    begin = first - rng.randint(30, 110) * _DAY
    visits = _visits(rng, first, begin)
    later = min(visits[-1].at + rng.uniform(0.1, 40) * _DAY, _LAST_INSTANT)
    world = World(seed, name, _posts(rng, begin, later), visits, later, _layout(rng), ordinary=True)
    for change in KINDS[name]:
        change(rng, world)
    if not any(p.is_up(first) and not p.hidden for p in world.posts):
        world.posts.append(_post(rng, len(world.posts) + 1, begin))
    return world


def _visits(rng: Random, first: datetime, begin: datetime) -> list[Visit]:
    """Some visits at days of their own, the first mostly a backfill; the gaps are of one sort in a world."""
    low, high = _GAPS[rng.choice(list(_GAPS))]
    at, visits = first, []
    for n in range(rng.randint(2, 5)):
        fills = n == 0 and rng.random() < 0.8 or rng.random() < 0.1
        visits.append(Visit(at, since=max(date(2026, 1, 1), local_day(begin).replace(day=1)) if fills else None))
        at = min(at + rng.uniform(low, high) * _DAY, _LAST_INSTANT - _DAY)
    return visits


def _posts(rng: Random, begin: datetime, end: datetime) -> list[Post]:
    """Posts from `begin` to `end`, some months richer than others, about half of them PAR."""
    posts: list[Post] = []
    month = begin
    share = rng.choice((0.3, 0.5, 0.7))
    while month < end:
        for _ in range(rng.randint(1, 8)):
            at = month + rng.uniform(0, 30) * _DAY
            if at < end:
                posts.append(_post(rng, len(posts) + 1, at, par=rng.random() < share))
        month += 30 * _DAY
    return posts


def _post(rng: Random, number: int, at: datetime, *, par: bool = False) -> Post:
    at = at.replace(second=0, microsecond=0)
    return Post(number, at, par, rng.random(), rng.randint(0, 1), at)


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


