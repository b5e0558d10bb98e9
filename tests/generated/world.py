"""A generated world: the posts of a portal with their true instants, how its lists show them, and the visits that watch it. Plain data."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from newswatch.core.months import Month, local_day

QUOTA = 2
"""Items a month by the rule `phuoc-an-2026`, which counts the portal alone."""

Order = Literal["newest", "oldest", "shuffled", "grouped"]
Paging = Literal["next", "numbers", "zero", "pattern", "blind", "load_more", "none"]
PastEnd = Literal["404", "empty", "repeat_last", "repeat_first", "other_page"]
Validators = Literal["none", "honest", "frozen_304", "frozen_etag", "frozen_date", "etag_with_body"]
How = Literal[
    "503", "block", "empty", "repeat", "404", "drop", "403", "timeout", "large", "home", "login", "challenge", "maintenance", "parked",
    "soft_404", "shell", "other_host", "other_article", "file", "double_utf8", "tcvn3", "false_charset",
]  # fmt: skip
Form = Literal["day", "month_first", "short_year", "iso_07", "iso_7", "sql", "odd_zone", "relative"]
Place = Literal["list", "page", "feed"]
ARTICLES, EVERYTHING = 0, -1


@dataclass(slots=True)
class Post:
    """One post. It is put up at the instant it states. `placed_at` is what a list sorted by date sorts it by, `rank` its place in a shuffled one.

    `hidden` is a post that no list names. `taken_down_at` is when it left the portal, `unlisted_at` when it left the list alone. `twice` says that
    the list names it again some places lower, by the same address or by another. `quiet` is a title that tells nothing of its topic, `foreign` an
    address on another host, `shared` one that other posts have too. `says` holds the instants that places state instead of the true one, None where
    one states nothing; `flipped` has the list print the month before the day. `event_at` is a day that the page prints below the title instead of a
    date; `edits` are the instants at which the post was changed.
    """

    number: int
    at: datetime
    par: bool
    rank: float
    section: int
    placed_at: datetime
    hidden: bool = False
    taken_down_at: datetime | None = None
    twice: Literal["", "same", "other"] = ""
    unlisted_at: datetime | None = None
    quiet: bool = False
    foreign: bool = False
    shared: bool = False
    says: Mapping[Place, datetime | None] = field(default_factory=dict)
    flipped: bool = False
    event_at: datetime | None = None
    edits: tuple[datetime, ...] = ()

    @property
    def month(self) -> Month:
        """The month that its publication belongs to."""
        day = local_day(self.at)
        return Month(day.year, day.month)

    def is_up(self, now: datetime) -> bool:
        """Whether the portal holds it at an instant."""
        return self.at <= now and (self.taken_down_at is None or now < self.taken_down_at)

    def is_listable(self, now: datetime) -> bool:
        """Whether the list is to name it at an instant."""
        return self.is_up(now) and not self.hidden and (self.unlisted_at is None or now < self.unlisted_at)

    def stated(self, place: Place) -> datetime | None:
        """What a place states as its publication."""
        return self.says.get(place, self.at)

    def modified_at(self, now: datetime) -> datetime:
        """When it was changed last, as it is known at an instant."""
        return max((at for at in self.edits if at <= now), default=self.at)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one page of the list (by its number), all articles or everything fails during a visit; of articles only `posts`, if any are named."""

    page: int
    how: How
    posts: frozenset[int] = frozenset()


@dataclass(slots=True)
class Visit:
    """One run of the program at a true instant. `skew` is how far the watching machine's clock is wrong; `since` makes the run a backfill."""

    at: datetime
    since: date | None = None
    skew: timedelta = timedelta(0)
    troubles: tuple[Trouble, ...] = ()

    def trouble(self, page: int, post: int = 0) -> How | None:
        """How a page fails now, or None; `post` is the number of the article asked for."""
        return next((t.how for t in self.troubles if t.page in (page, EVERYTHING) and (not t.posts or post in t.posts)), None)


@dataclass(slots=True)
class Layout:
    """How the portal's list looks. `pins` are the numbers of pinned posts; `foot` puts them below the page's own entries.

    `columns` shows so many sections side by side on the first page; with `columns_page_on` the pager continues the first of them. `featured`
    are posts in a block of their own above the list. `one_page` is the length of a list without further pages, None for all posts. `archive` is
    how many of the newest posts a list with pages names at all. `list_form` and `page_form` are the shapes of printed dates; `by_day` has relative
    ones count calendar days instead of whole days gone by. `modified` is how an article tells of its last change: a label before its only date, or
    metadata, alone or beside the publication.
    """

    order: Order = "newest"
    per_page: int = 4
    paging: Paging = "next"
    past_end: PastEnd = "404"
    pins: tuple[int, ...] = ()
    pins_foot: bool = False
    pins_everywhere: bool = False
    columns: int = 0
    columns_page_on: bool = False
    featured: tuple[int, ...] = ()
    one_page: int | None = None
    archive: int | None = None
    list_dates: bool = True
    article_dates: bool = True
    clock_times: bool = True
    validators: Validators = "none"
    counter: bool = False
    list_form: Form = "day"
    page_form: Form = "day"
    by_day: bool = True
    modified: Literal["", "label", "json_ld", "json_ld_both"] = ""


@dataclass(slots=True)
class Feed:
    """The portal's feed. `frozen_at` is when it stopped to change; `lacks` and `shows_hidden` make it differ from the list.

    `dated` is how its entries state an instant: as they should, in local time that is called GMT, with the zone's hours alone, in a second field
    beside one that is no date, or by the last change alone. `built` has it state when it was built, in the same zone; `text` gives entries their
    text, `guids` names of their own, which may be others each day.
    """

    length: int = 6
    required: bool = False
    alone: bool = False
    frozen_at: datetime | None = None
    lacks: frozenset[int] = frozenset()
    shows_hidden: bool = False
    dated: Literal["right", "gmt", "plus_07", "plus_7", "second", "updated"] = "right"
    built: bool = False
    text: bool = False
    guids: Literal["", "lasting", "daily"] = ""


@dataclass(slots=True)
class World:
    """A whole world. `later` is an instant after the last visit at which the program is asked again without having looked.

    `ordinary` says that its list keeps newest first and answers, so that its ended months have to be known.
    """

    seed: int
    kind: str
    posts: list[Post]
    visits: list[Visit]
    later: datetime
    layout: Layout = field(default_factory=Layout)
    feed: Feed | None = None
    ordinary: bool = False

    def par(self, month: Month) -> Iterator[Post]:
        """The PAR posts published in a month."""
        return (post for post in self.posts if post.par and post.month == month)

    def most(self, month: Month) -> int:
        """How many PAR posts were published in a month, whether or not anybody could see them."""
        return sum(1 for _ in self.par(month))

    def listed(self, now: datetime) -> list[Post]:
        """The posts that the list names at an instant, on whatever page."""
        up = [post for post in self.posts if post.is_listable(now)]
        return up if self.layout.archive is None else sorted(up, key=lambda post: post.at)[-self.layout.archive :]

    def owed(self, month: Month, now: datetime, looked_at: datetime, shown: Collection[int]) -> int:
        """How many PAR posts of a month a program must not overlook at `now`, which looked last at `looked_at`.

        These are the posts once `shown` to a visit and those still up and on the list. Posts that fell off the end of a list with pages count
        once that was to be seen: once a post that was shown had fallen off, too, when the program looked.
        """
        listed, seen = self.listed(now), self.listed(looked_at)
        falls_off = any(p.number in shown and p.is_listable(looked_at) and p not in seen for p in self.posts)
        return sum(1 for p in self.par(month) if p.number in shown or p in listed or (falls_off and p.is_listable(now)))

    def first_sight(self, post: Post) -> datetime | None:
        """The first visit that goes back to the day of a post, which its list or feed shows to it."""
        return next((v.at for v in self.visits if v.at > post.at and _goes_back_to(v) <= local_day(post.at)), None)

    def provable(self) -> set[Month]:
        """The months that visits could prove by the last of them, where the list keeps newest first and answers.

        These ended before the last visit, and some visit was to go back to their first day. The month of the first post needs the end of the list
        read twice; it is left out unless the last visit lies eight days or more after a backfill, when the weekly sweep has come by.
        """
        last = self.visits[-1]
        floor = min(Month(d.year, d.month) for d in map(_goes_back_to, self.visits))
        first = min(post.month for post in self.posts if post.is_up(self.visits[0].at) and not post.hidden)
        agreed = any(v.since and last.at - v.at >= timedelta(days=8) for v in self.visits)
        begin = max(floor, first) if floor > first or agreed else first.plus(1)
        end = local_day(last.at)
        return {m for n in range(1, end.month) if (m := Month(end.year, n)) >= begin}


def _goes_back_to(visit: Visit) -> date:
    """The first day that a visit is to read."""
    day = local_day(visit.at)
    before = Month(day.year, day.month).plus(-1)
    return visit.since or date(before.year, before.month, 1)
