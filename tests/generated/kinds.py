"""The kinds of worlds: what each puts in the way of an ordinary portal or of the watching machine."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

from generated.site import A_PAGE
from generated.world import ARTICLES, EVERYTHING, Feed, How, Post, Trouble, Visit, World

Change = Callable[[Random, World], None]

_HALF_A_PAGE = A_PAGE / 2
_DAY = timedelta(days=1)


def _old(world: World) -> list[Post]:
    """The older half of what was up at the first visit."""
    up = sorted((p for p in world.posts if p.is_up(world.visits[0].at)), key=lambda p: p.at)
    return up[: max(1, len(up) // 2)]


def _some(rng: Random, posts: Sequence[Post], most: int) -> list[Post]:
    return rng.sample(list(posts), min(len(posts), rng.randint(1, most)))


def _pins_head(rng: Random, world: World) -> None:
    """Old posts are pinned above the list, on its first page or on each; others stand in their own place."""
    world.layout.pins = tuple(p.number for p in _some(rng, _old(world), 2))
    world.layout.pins_everywhere = rng.random() < 0.5


def _young_pins(rng: Random, world: World) -> None:
    """Any posts are pinned, young ones too."""
    world.layout.pins = tuple(p.number for p in _some(rng, world.posts, 3))
    world.layout.pins_everywhere, world.layout.pins_foot = rng.random() < 0.5, rng.random() < 0.5
    world.ordinary = False


def _pins_foot(rng: Random, world: World) -> None:
    """Old posts stand pinned at the foot of the page, often as many as a page has entries of its own."""
    old = _old(world)
    world.layout.pins = tuple(p.number for p in (old[: rng.randint(3, 5)] if rng.random() < 0.6 else _some(rng, old, 5)))
    world.layout.pins_everywhere, world.layout.pins_foot = rng.random() < 0.7, True
    world.ordinary = False


def _oldest_first(rng: Random, world: World) -> None:
    world.layout.order, world.ordinary = "oldest", False


def _shuffled(rng: Random, world: World) -> None:
    world.layout.order, world.ordinary = "shuffled", False


def _grouped(rng: Random, world: World) -> None:
    """The list shows one section after the other, each newest first."""
    world.layout.order, world.ordinary = "grouped", False


def _undated_list(rng: Random, world: World) -> None:
    """Dates stand in the articles alone; the order is any."""
    world.layout.list_dates, world.ordinary = False, False
    world.layout.order = rng.choice(("newest", "oldest", "shuffled"))


def _dateless(rng: Random, world: World) -> None:
    """No date can be read anywhere."""
    world.layout.list_dates, world.layout.article_dates, world.ordinary = False, False, False
    world.layout.order = rng.choice(("newest", "newest", "oldest", "shuffled"))


def _displaced(rng: Random, world: World) -> None:
    """The list is sorted by the day a post was begun; some were published days later and stand lower than their date."""
    for post in world.posts:
        if rng.random() < 0.3:
            post.placed_at -= timedelta(days=rng.uniform(1, 25))
    world.ordinary = False


def _columns(rng: Random, world: World) -> None:
    """The front page is made of columns of sections, some older than others; the pager, if any, continues one of them."""
    world.layout.columns, world.layout.columns_page_on = 2, rng.random() < 0.5
    share = rng.choice((0.2, 0.5))
    for post in world.posts:
        post.section = int(rng.random() < share)
    world.layout.paging, world.ordinary = (world.layout.paging if world.layout.columns_page_on else "none"), False


def _featured(rng: Random, world: World) -> None:
    """A block of chosen posts stands above the list, in a container of its own."""
    world.layout.featured, world.ordinary = tuple(p.number for p in _some(rng, world.posts, 3)), False


def _holes(rng: Random, world: World) -> None:
    """Some posts stand on no list. Nobody can know of them from a list alone."""
    for post in _some(rng, world.posts, 4):
        post.hidden = True


def _duplicates(rng: Random, world: World) -> None:
    """Some posts stand twice in the list, by the same address or by another."""
    for post in _some(rng, world.posts, 4):
        post.twice = rng.choice(("same", "other"))


def _zero_based(rng: Random, world: World) -> None:
    """Addresses of pages count from zero, and the profile tries them by a pattern."""
    world.layout.paging, world.ordinary = "zero", False


def _past_end(rng: Random, world: World) -> None:
    """No page links another; a number past the end gives any sort of answer."""
    world.layout.paging, world.ordinary = "blind", False
    world.layout.past_end = rng.choice(("404", "empty", "repeat_last", "repeat_first", "other_page"))


def _load_more(rng: Random, world: World) -> None:
    """The newest stand on one page with a button that leads nowhere without a script."""
    world.layout.paging, world.layout.one_page, world.ordinary = "load_more", rng.randint(3, 8), False


def _one_page(rng: Random, world: World) -> None:
    """The list has a single page: everything, the newest few, or everything where a profile tries a second page by a pattern."""
    world.layout.paging, world.layout.one_page = "none", rng.choice((None, rng.randint(4, 10)))
    if rng.random() < 0.3:
        world.layout.paging, world.layout.per_page = rng.choice(("pattern", "blind")), 100
    world.ordinary = False


def _archive_limit(rng: Random, world: World) -> None:
    """The list pages through the newest posts alone; older ones have fallen off its end."""
    world.layout.archive, world.ordinary = world.layout.per_page * rng.randint(2, 4) - rng.randint(0, 1), False


def _bad_page(rng: Random, world: World) -> None:
    """A page in mid-archive is empty, repeated or missing: in some visits, or in all where every page links the last."""
    if rng.random() < 0.4:
        world.layout.paging, chosen = "numbers", world.visits
    else:
        chosen = rng.sample(world.visits, rng.randint(1, len(world.visits) - 1))
    trouble = Trouble(rng.randint(2, 3), rng.choice(("empty", "repeat", "404")))
    _fails(world, [trouble], chosen)


def _blocked_list(rng: Random, world: World) -> None:
    """Some visits are given a protection notice for a page of the list."""
    _fails(world, [Trouble(rng.randint(1, 4), "block")], rng.sample(world.visits, rng.randint(1, len(world.visits) - 1)))


def _blocked_articles(rng: Random, world: World) -> None:
    """Some visits are given a protection notice for every article."""
    _fails(world, [Trouble(ARTICLES, "block")], rng.sample(world.visits, rng.randint(1, len(world.visits))))


def _outage(rng: Random, world: World) -> None:
    """The portal, one page or its articles can't be had in some visits."""
    how: How = rng.choice(("503", "drop"))
    page = rng.choice((EVERYTHING, EVERYTHING, 1, 2, 3, ARTICLES))
    _fails(world, [Trouble(page, how)], rng.sample(world.visits, rng.randint(1, len(world.visits))))


def _fails(world: World, troubles: Sequence[Trouble], visits: Sequence[object]) -> None:
    for visit in world.visits:
        if any(visit is v for v in visits):
            visit.troubles = (*visit.troubles, *troubles)
    world.ordinary = False


def _posts_in_mid_walk(rng: Random, world: World) -> None:
    """New posts push entries down onto the next page while a visit goes from page to page."""
    for visit in world.visits:
        for _ in range(rng.randint(0, 2)):
            at = visit.at + A_PAGE * rng.randint(1, 4) - _HALF_A_PAGE
            world.posts.append(Post(len(world.posts) + 1, at, rng.random() < 0.5, rng.random(), rng.randint(0, 1), at))


def _deletions_in_mid_walk(rng: Random, world: World) -> None:
    """Posts are taken down while a visit goes from page to page, so that others move up onto a page already read."""
    for visit in rng.sample(world.visits, rng.randint(1, len(world.visits))):
        up = sorted((p for p in world.posts if p.is_up(visit.at)), key=lambda p: p.at)
        for post in _some(rng, up[-world.layout.per_page * 2 :], 3):
            post.taken_down_at = visit.at + A_PAGE * rng.randint(1, 3) - _HALF_A_PAGE
    world.ordinary = False


def _deletions(rng: Random, world: World) -> None:
    """Posts are taken down between visits."""
    for post in _some(rng, world.posts, 5):
        post.taken_down_at = post.at + timedelta(days=rng.uniform(0.5, 60))


def _frozen(rng: Random, world: World) -> None:
    """The server says for ever that nothing changed, or its ETag never changes; between the first visits there is news."""
    world.layout.validators = rng.choice(("frozen_304", "frozen_etag", "frozen_date", "etag_with_body"))
    first = world.visits[0].at
    world.visits = sorted([*world.visits, *(Visit(first + rng.uniform(1, 6.5) * _DAY) for _ in range(2))], key=lambda v: v.at)
    for _ in range(rng.randint(1, 3)):
        at = (first + rng.uniform(0, 4) * _DAY).replace(second=0, microsecond=0)
        world.posts.append(Post(len(world.posts) + 1, at, True, rng.random(), rng.randint(0, 1), at))
    world.ordinary = False


def _clock(rng: Random, world: World) -> None:
    """The watching machine's clock is minutes behind or hours ahead in some visits, less than a day: more could not be told from a right one."""
    for visit in rng.sample(world.visits, rng.randint(1, len(world.visits) - 1)):
        visit.skew = rng.choice((-timedelta(minutes=rng.randint(1, 90)), timedelta(hours=rng.randint(1, 20))))
    close = [v for v in world.visits if rng.random() < 0.5]
    world.visits = sorted([*world.visits, *(Visit(v.at + timedelta(minutes=rng.randint(2, 30))) for v in close)], key=lambda v: v.at)
    world.ordinary = False


def _feed_agrees(rng: Random, world: World) -> None:
    """A feed stands beside the list and names the same posts."""
    world.feed, world.ordinary = Feed(rng.randint(3, 8), required=rng.random() < 0.5), False


def _feed_differs(rng: Random, world: World) -> None:
    """A feed beside the list stopped long ago, lacks posts, or names some that the list hides."""
    _feed_agrees(rng, world)
    assert world.feed is not None
    some = _some(rng, world.posts, 5)
    how = rng.choice(("frozen", "lacks", "hidden"))
    if how == "frozen":
        world.feed.frozen_at = rng.choice(world.visits).at - 2 * _DAY
    elif how == "lacks":
        world.feed.lacks = frozenset(p.number for p in some)
    else:
        world.feed.shows_hidden = True
        for post in some:
            post.hidden = True


def _feed_alone(rng: Random, world: World) -> None:
    """The unit has a feed and no list."""
    world.feed, world.ordinary = Feed(rng.randint(4, 12), required=True, alone=True), False


KINDS: dict[str, tuple[Change, ...]] = {
    "ordinary": (),
    "pins_head": (_pins_head,),
    "holes": (_holes,),
    "duplicates": (_duplicates,),
    "posts_in_mid_walk": (_posts_in_mid_walk,),
    "pins_foot": (_pins_foot,),
    "young_pins": (_young_pins,),
    "oldest_first": (_oldest_first,),
    "shuffled": (_shuffled,),
    "grouped": (_grouped,),
    "undated_list": (_undated_list,),
    "dateless": (_dateless,),
    "displaced": (_displaced,),
    "columns": (_columns,),
    "featured": (_featured,),
    "zero_based": (_zero_based,),
    "past_end": (_past_end,),
    "load_more": (_load_more,),
    "one_page": (_one_page,),
    "archive_limit": (_archive_limit,),
    "bad_page": (_bad_page,),
    "blocked_list": (_blocked_list,),
    "blocked_articles": (_blocked_articles,),
    "outage": (_outage,),
    "deletions": (_deletions,),
    "deletions_in_mid_walk": (_deletions_in_mid_walk,),
    "frozen": (_frozen,),
    "clock": (_clock,),
    "feed_agrees": (_feed_agrees,),
    "feed_differs": (_feed_differs,),
    "feed_alone": (_feed_alone,),
}
"""Each kind with the changes that make it of an ordinary world. Further witnesses (sitemaps) take their place here, in `Site` and in `watch`."""


def _mixed(rng: Random, world: World) -> None:
    """Two or three kinds at once."""
    for name in rng.sample([n for n in KINDS if n != "mixed"], rng.randint(2, 3)):
        for change in KINDS[name]:
            change(rng, world)
    world.ordinary = False


KINDS["mixed"] = (_mixed,)
