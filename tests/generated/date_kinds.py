"""Kinds of worlds whose posts are undated, wrongly dated, or dated in other shapes and zones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from generated.world import Feed, Place, Post, World

Change = Callable[[Random, World], None]

_DAY = timedelta(days=1)
_EVERYWHERE: tuple[Place, ...] = ("list", "page", "feed")
_FEW = 0.3
_TELLING = 6


def some(rng: Random, world: World, most: int) -> list[Post]:
    """A few posts, PAR posts first."""
    posts = sorted(world.posts, key=lambda p: (not p.par, p.rank))
    return posts[: rng.randint(1, most)]


def quietly(rng: Random, world: World) -> None:
    """In half of the worlds some PAR posts have a title that tells nothing of their topic."""
    share = rng.choice((0.0, 0.4))
    for post in world.posts:
        post.quiet = rng.random() < share


def towards_the_edge(rng: Random, world: World) -> None:
    """Some PAR posts are put up in the evening of a month's last day."""
    for post in (p for p in world.posts if p.par and rng.random() < _FEW):
        last = (post.at.replace(day=1) + 32 * _DAY).replace(day=1) - _DAY
        moved = last.replace(hour=rng.randint(17, 23), minute=rng.randint(0, 59))
        if moved < world.visits[-1].at:
            post.at = post.placed_at = moved


def _other_month(rng: Random, at: datetime) -> datetime:
    return at + rng.choice((-1, 1)) * rng.uniform(20, 45) * _DAY


def _edits(rng: Random, world: World) -> None:
    """Some posts are changed once a visit has gone back to their day, mostly in another month: before that nobody could tell."""
    for post in some(rng, world, 6):
        if seen := world.first_sight(post):
            post.edits = tuple(seen + rng.uniform(1, 30) * _DAY for _ in range(rng.randint(1, 2)))


def _undated_some(rng: Random, world: World) -> None:
    """Some posts, or all of a month, are dated nowhere."""
    chosen = some(rng, world, 5)
    if rng.random() < 0.4:
        chosen = [p for p in world.posts if p.month == chosen[0].month]
    for post in chosen:
        post.says = dict.fromkeys(_EVERYWHERE)


def _undated_articles(rng: Random, world: World) -> None:
    """Dates stand in the list alone, which some posts leave while their pages stay."""
    world.layout.article_dates, world.layout.list_dates = False, True
    for post in some(rng, world, 5):
        post.unlisted_at = post.at + rng.uniform(1, 40) * _DAY


def _undated_but_feed(rng: Random, world: World) -> None:
    """Neither list nor articles are dated; a feed of the newest posts is."""
    world.layout.article_dates = world.layout.list_dates = False
    world.feed = Feed(rng.randint(3, 8), required=rng.random() < 0.5)


def _event_dates(rng: Random, world: World) -> None:
    """A few articles print no date of their own but the day of an event below the title; the list is dated or isn't."""
    world.layout.list_dates = rng.random() < 0.5
    for post in (p for p in world.posts if rng.random() < _FEW):
        post.event_at = _other_month(rng, post.at)


def _updated_moves(rng: Random, world: World) -> None:
    """Articles print when they were changed last, and call it so; the list prints the publication, that change, or nothing."""
    world.layout.modified, world.layout.list_dates = "label", rng.random() < 0.5
    _edits(rng, world)


def _date_modified(rng: Random, world: World) -> None:
    """Articles tell machines when they were changed last, and perhaps when they were published."""
    world.layout.modified, world.layout.list_dates = rng.choice(("json_ld", "json_ld_both")), rng.random() < 0.5
    _edits(rng, world)
    if world.layout.modified == "json_ld_both":
        for post in some(rng, world, 3):
            post.edits = (*post.edits, post.at + rng.uniform(0, 40) * _DAY)


def _list_against_page(rng: Random, world: World) -> None:
    """The list or the page of some posts states another month."""
    world.layout.list_dates, place = True, rng.choice(_EVERYWHERE[:2])
    for post in some(rng, world, 3):
        post.says = {place: _other_month(rng, post.at)}


def _feed_updated(rng: Random, world: World) -> None:
    """An Atom feed states the last change alone; articles are undated."""
    world.layout.article_dates, world.feed = False, Feed(rng.randint(5, 12), required=True, alone=rng.random() < 0.6, dated="updated")
    _edits(rng, world)


def _month_first(rng: Random, world: World) -> None:
    """Lists print the month before the day, articles too or nothing."""
    world.layout.list_form, world.layout.list_dates = "month_first", True
    world.layout.page_form, world.layout.article_dates = "month_first", rng.random() < 0.5


def _month_first_ambiguous(rng: Random, world: World) -> None:
    """The same where no day is above the twelfth, and the first visit can tell it from the order or a day to come."""
    _month_first(rng, world)
    for post in world.posts:
        post.at = post.placed_at = post.at.replace(day=(post.at.day - 1) % 12 + 1)
    first = world.visits[0].at
    newest = sorted((p for p in world.posts if p.at < first), key=lambda p: p.at)[-_TELLING:]
    turned = [p.at.replace(day=p.at.month, month=p.at.day) for p in newest]
    if turned == sorted(turned) and turned[-1] < first:
        newest[-1].at = newest[-1].placed_at = (first - _DAY) if first.day > 13 else first.replace(day=1) - _DAY


def _flips(rng: Random, world: World) -> None:
    """Some entries of a list print the month before the day, others the day first; articles print a sound date or none."""
    world.layout.list_dates, world.layout.article_dates = True, rng.random() < 0.3
    for post in world.posts:
        post.flipped = rng.random() < 0.4


def _flips_of_a_spreadsheet(rng: Random, world: World) -> None:
    """A list was filled from a spreadsheet that turned round what it could take for a date: each day up to the twelfth."""
    world.layout.list_dates, world.layout.article_dates, world.layout.clock_times = True, False, False
    for post in world.posts:
        post.flipped = post.at.day <= 12


def _short_years(rng: Random, world: World) -> None:
    world.layout.list_form, world.layout.list_dates = "short_year", True
    world.layout.page_form, world.layout.article_dates = "short_year", rng.random() < 0.5


def _machine_forms(rng: Random, world: World) -> None:
    """Dates are printed as machines write them."""
    towards_the_edge(rng, world)
    world.layout.list_form = world.layout.page_form = rng.choice(("iso_07", "iso_7", "sql", "odd_zone"))
    world.layout.list_dates, world.layout.article_dates = True, rng.random() < 0.5


def _relative(rng: Random, world: World) -> None:
    """The list says how long ago; articles print a date, the same, or nothing."""
    towards_the_edge(rng, world)
    world.layout.list_form, world.layout.list_dates = "relative", True
    world.layout.page_form, world.layout.article_dates = rng.choice(("day", "relative")), rng.random() < 0.6
    world.layout.by_day = rng.random() < 0.6


def _feed_in(rng: Random, world: World) -> Feed:
    """A feed, alone or beside the list, of a world whose posts lie at months' edges; articles are mostly undated."""
    towards_the_edge(rng, world)
    world.layout.article_dates = rng.random() < 0.2
    world.layout.list_dates &= rng.random() < 0.5
    world.feed = Feed(rng.randint(5, 12), required=True, alone=rng.random() < 0.6)
    return world.feed


def _feed_calls_local_gmt(rng: Random, world: World) -> None:
    """A feed writes local time and calls it GMT, also the time at which it was built."""
    feed = _feed_in(rng, world)
    feed.dated, feed.built = "gmt", True


def _feed_runs_ahead(rng: Random, world: World) -> None:
    """The same without the time at which it was built; shortly before each visit something is put up, so that it lies ahead of the answer."""
    _feed_in(rng, world).dated = "gmt"
    for visit in world.visits:
        at = visit.at - timedelta(minutes=rng.randint(5, 300))
        world.posts.append(Post(len(world.posts) + 1, at, par=False, rank=rng.random(), section=0, placed_at=at))


def _feed_forms(rng: Random, world: World) -> None:
    """A feed writes the zone's hours alone, or a sound date in a second field."""
    feed = _feed_in(rng, world)
    feed.dated, feed.built = rng.choice(("plus_07", "plus_7", "second")), rng.random() < 0.5


DATE_KINDS: dict[str, tuple[Change, ...]] = {
    "undated_some": (quietly, _undated_some),
    "undated_articles": (quietly, _undated_articles),
    "undated_but_feed": (quietly, _undated_but_feed),
    "event_dates": (_event_dates,),
    "updated_moves": (_updated_moves,),
    "date_modified": (_date_modified,),
    "list_against_page": (_list_against_page,),
    "feed_updated": (_feed_updated,),
    "month_first": (_month_first,),
    "month_first_ambiguous": (_month_first_ambiguous,),
    "flips": (_flips,),
    "flips_of_a_spreadsheet": (_flips_of_a_spreadsheet,),
    "short_years": (_short_years,),
    "machine_forms": (_machine_forms,),
    "relative": (_relative,),
    "feed_calls_local_gmt": (_feed_calls_local_gmt,),
    "feed_runs_ahead": (_feed_runs_ahead,),
    "feed_forms": (_feed_forms,),
}
"""Each kind with the changes that make it of an ordinary world."""
