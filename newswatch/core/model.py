"""The nouns of newswatch: frozen dataclasses and closed vocabularies. Nothing is decided here.

Instants are aware datetimes. Calendar days are local days of Việt Nam (`LOCAL`, UTC+7, no daylight saving). Points are `Decimal`.
The values of the vocabularies are stored and stand in JSON.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from newswatch.core.answer.kinds import Answer
from newswatch.core.profile import Preset as Preset
from newswatch.core.profile import Profile as Profile

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Verdict(StrEnum):
    """Whether an item is PAR news. `unsure` waits for a person."""

    PAR = "par"
    OTHER = "other"
    UNSURE = "unsure"


class Domain(StrEnum):
    """The fields of PAR (Nghị quyết 76/NQ-CP of 15/7/2021, with `steering` for chỉ đạo, điều hành)."""

    STEERING = "steering"
    INSTITUTIONS = "institutions"
    PROCEDURES = "procedures"
    APPARATUS = "apparatus"
    CIVIL_SERVICE = "civil_service"
    PUBLIC_FINANCE = "public_finance"
    DIGITAL = "digital"


class Channel(StrEnum):
    """Where an item reached the public."""

    PORTAL = "portal"
    LOUDSPEAKER = "loudspeaker"


class ItemType(StrEnum):
    """What an office calls the item: tin, bài, thông báo, văn bản, tiểu phẩm."""

    TIN = "tin"
    BAI = "bai"
    NOTICE = "notice"
    DOCUMENT = "document"
    SKIT = "skit"


class Origin(StrEnum):
    """Who made an item: own production (tự sản xuất), retold from the unit's own portal (biên tập từ trang TTĐT xã), relay of a higher station
    (tiếp âm), repost (đăng lại), rebroadcast (phát lại)."""

    OWN = "own"
    RETOLD = "retold"
    RELAY = "relay"
    REPOST = "repost"
    REBROADCAST = "rebroadcast"


class Place(StrEnum):
    """Where an item's address lies: on its unit's portal, on a host that nobody settled yet, or on one that a person named as not the unit's."""

    OWN = "own"
    UNSETTLED = "unsettled"
    FOREIGN = "foreign"


class DateOrigin(StrEnum):
    """Where a publication date was read; `modified` is the date of a change, which stands in for one, `alternative` the other day that a statement
    can mean."""

    PAGE = "page"
    LISTING = "listing"
    FEED = "feed"
    URL = "url"
    MODIFIED = "modified"
    LOG = "log"
    PERSON = "person"
    ALTERNATIVE = "alternative"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon that fired. `where` is title, text or section, `start` its place in the folded words there."""

    text: str
    where: str
    start: int
    weight: float
    domain: Domain | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """The program's answer for one item, with what drove it."""

    verdict: Verdict
    domain: Domain | None
    phrases: tuple[Phrase, ...]
    lexicon_digest: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One HTTP answer as received at `fetched_at` (UTC): its `body`, or that `packed` for the database (empty if stored already) with its length."""

    url: str
    final_url: str
    status: int
    body: bytes
    content_type: str
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    not_modified: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    packed: tuple[bytes, int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says about one article. `published_at` is None if the source states no date that can be read for sure, not even of a change;
    `alternatives` are instants of other days that it can mean as well. `month_first` says that the other dates of its list prove them to begin with
    the month. `name` is what a feed tells it apart by from others of its address (see `core.namesakes`).
    """

    key: str
    url: str
    title: str
    summary: str = ""
    published_raw: str = ""
    published_at: datetime | None = None
    date_origin: DateOrigin = DateOrigin.NONE
    text: str = ""
    name: str = ""
    alternatives: tuple[datetime, ...] = ()
    month_first: bool = False


class WarningKind(StrEnum):
    """What was odd on a source's pages though they could be read."""

    NO_PAGER = "no_pager"
    PAGE_LIMIT = "page_limit"
    UNDATED = "undated"
    DATES_CLASH = "dates_clash"
    DATES_CONTRADICT = "dates_contradict"
    ZONE_DOUBT = "zone_doubt"
    UNREAD_ARTICLE = "unread_article"
    UNSETTLED_HOST = "unsettled_host"
    FOREIGN_HOST = "foreign_host"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class SourceWarning:
    """One oddity: how many entries or pages it is about (0 where it counts nothing), and the text it was met in."""

    kind: WarningKind
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What an article's own page says. `text` is the main body alone, paragraphs on lines of their own.

    `modified_at` is when it says it was changed, `relative_at` the instant of a relative date ("3 ngày trước"), counted from the answer's own date.
    `bare_at` is an unlabelled "Ngày …" without a clock, which may be an event's day, and `bare_place` where in the page it stands.
    """

    title: str
    text: str
    published_raw: str = ""
    published_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    modified_at: datetime | None = None
    relative_at: datetime | None = None
    bare_at: datetime | None = None
    bare_place: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that a portal states about one item, each from its own place. `header_at` (Last-Modified) never dates an item.

    `relative_at` is counted from the first answer, `modified_at` the first date of a change. `bare_at` is an unlabelled "Ngày …" at `bare_place`
    (None where no article was read); it is in `printed_at` too where that place is known to state the day of publication.
    """

    printed_raw: str = ""
    printed_at: datetime | None = None
    listing_at: datetime | None = None
    feed_at: datetime | None = None
    url_at: datetime | None = None
    header_at: datetime | None = None
    relative_at: datetime | None = None
    modified_at: datetime | None = None
    bare_at: datetime | None = None
    bare_place: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about one item. It outranks every classification. Fields that are None settle nothing.

    `same_as` names the item that this one repeats. The item's own id says that it repeats none. `not_during` are spans of local days, both ends
    included, in which it was not published, whatever else is known of its date. `dead_link` says that its article can't be read any more.
    """

    item_id: int
    decided_by: str
    because: str
    verdict: Verdict | None = None
    domain: Domain | None = None
    published_on: date | None = None
    same_as: int | None = None
    origin: Origin | None = None
    item_type: ItemType | None = None
    not_during: tuple[tuple[date, date], ...] = ()
    dead_link: bool = False


class DeciderKind(StrEnum):
    """Whether the program's lexicon or a person decided."""

    PROGRAM = "program"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decided a verdict: the kind, and of a person the name and the reason given."""

    kind: DeciderKind
    name: str = ""
    because: str = ""

    @property
    def is_person(self) -> bool:
        """Does a person's verdict stand, rather than the lexicon's?"""
        return self.kind is DeciderKind.PERSON


PROGRAM = Decider(DeciderKind.PROGRAM)


@dataclass(frozen=True, slots=True)
class Countable:
    """A portal item or a bulletin with the verdict that stands.

    `stated` holds every local day that its sources state, with the origin of each. `whole` is false for an article that could not be read yet.
    `same_as` is what a person settled: the item that this one repeats, or its own id if it repeats none. `first_day` is the first local day
    that its portal ever stated for it, `first_source` the source that named it first, `dated_at` when the day that stands was first seen on it.
    `answer` is what came back when its article was last asked for. `first_poll` numbers the poll that named it first, in the order in which polls were
    made. `place` says whether its address lies on the portal. Polls up to number `dropped_until` were made by versions that dropped such items, so
    they tell nothing of when it was put up. `not_during` and `dead_link` are what people settled (see `Decision`).
    """

    id: int
    channel: Channel
    title: str
    text: str
    url: str
    published_at: datetime | None
    date_origin: DateOrigin
    stated: tuple[tuple[DateOrigin, date], ...]
    first_seen_at: datetime
    verdict: Verdict
    domain: Domain | None
    phrases: tuple[Phrase, ...]
    decided_by: Decider
    item_type: ItemType | None = None
    origin: Origin = Origin.OWN
    same_as: int | None = None
    whole: bool = True
    gone: bool = False
    first_source: str = ""
    first_day: date | None = None
    dated_at: datetime | None = None
    first_poll: int = 0
    place: Place = Place.OWN
    dropped_until: int = 0
    not_during: tuple[tuple[date, date], ...] = ()
    dead_link: bool = False
    answer: Answer = Answer.NONE

    @property
    def day(self) -> date | None:
        """The local day on which it was published or aired."""
        return self.published_at.astimezone(LOCAL).date() if self.published_at else None
