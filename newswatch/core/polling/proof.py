"""What one poll of a source proves, as a value that is stored with the poll: the order of the list, the walk, the end, and what is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Order(StrEnum):
    """How a source sorts its entries. `arrival` is shown without dates: new entries came above all known ones. The values are stored."""

    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"
    ARRIVAL = "arrival"
    UNKNOWN = "unknown"


class Walk(StrEnum):
    """How the pages of a list hang together: there is one only, each overlapped the next, or entries kept slipping from page to page.

    A list that states its total is `counted`, a site whose sitemaps name all addresses is `mapped`.
    """

    ONE_PAGE = "one_page"
    OVERLAPPED = "overlapped"
    SLIPPED = "slipped"
    COUNTED = "counted"
    MAPPED = "mapped"


class End(StrEnum):
    """Whether a poll came to the end of the archive. An end is `claimed` by one poll, and `proved` once a later poll agrees."""

    NOT_REACHED = "not_reached"
    CLAIMED = "claimed"
    PROVED = "proved"


class Gap(StrEnum):
    """What keeps a poll from proving more. The values are stored."""

    ORDER_UNKNOWN = "order_unknown"
    SEVERAL_LISTS = "several_lists"
    PAGE_SLIPPED = "page_slipped"
    PAGE_MISSING = "page_missing"
    END_NOT_AGREED = "end_not_agreed"
    UNDATED_ENTRIES = "undated_entries"
    NO_PAGER = "no_pager"
    PAGE_LIMIT = "page_limit"
    NEWEST_ONLY = "newest_only"
    UNREAD_ARTICLES = "unread_articles"
    NOT_MODIFIED_ONLY = "not_modified_only"
    SUSPECT = "suspect"
    FAILED = "failed"
    OVER_BUDGET = "over_budget"
    LAST_DAYS_ONLY = "last_days_only"
    WITNESS_CONTRADICTS = "witness_contradicts"


@dataclass(frozen=True, slots=True)
class Proof:
    """What one poll proves.

    `reach` is the proof itself: every item that the source showed with a later date was seen. It is None if nothing is proved.
    `since` says since when each poll overlapped the one before: everything put up after it was seen, if the newest leads. `arrivals` counts the polls
    in which new entries stood above all known ones. `displacement_days` is how much younger an entry of this poll is than one that stands above it.
    `foot` is how far back the dates of the pages go, `front` how far those of the first page alone. `heads` are the keys that led the list,
    `first_day` is the local day of the oldest entry where the end was reached. `body` is false if the server said "not modified" and gave no page.
    `until` is where the stretch that is proved ends, if that is before the poll.
    `refutes` are the local days of which a witness named items that the lists had not shown, though they had proved those days, or which an earlier
    end of this list had proved that was none.
    """

    order: Order = Order.UNKNOWN
    walk: Walk = Walk.ONE_PAGE
    end: End = End.NOT_REACHED
    reach: datetime | None = None
    since: datetime | None = None
    arrivals: int = 0
    displacement_days: int = 0
    gaps: tuple[Gap, ...] = ()
    pages: int = 0
    foot: datetime | None = None
    front: datetime | None = None
    heads: tuple[str, ...] = ()
    first_day: date | None = None
    body: bool = True
    until: datetime | None = None
    refutes: tuple[date, ...] = ()

    @property
    def newest_leads(self) -> bool:
        """Is it shown that new entries come first, pins apart?"""
        return self.order in (Order.NEWEST_FIRST, Order.ARRIVAL)

    @property
    def over_budget(self) -> bool:
        """Was something not asked for because the site had had its requests of the day?"""
        return Gap.OVER_BUDGET in self.gaps
