"""The nouns of newswatch: frozen dataclasses and closed vocabularies. Nothing is decided here.

Instants are aware datetimes. Calendar days are local days of Việt Nam (`LOCAL`, UTC+7, no daylight saving). Points are `Decimal`.
The values of the vocabularies are stored and stand in JSON.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256

from newswatch.core.answer.kinds import Answer

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


class DateOrigin(StrEnum):
    """Where a publication date was read."""

    PAGE = "page"
    LISTING = "listing"
    FEED = "feed"
    URL = "url"
    LOG = "log"
    PERSON = "person"
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
    """One HTTP answer as received. `body` is bytes as they came, `fetched_at` is UTC."""

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


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read one family of pages: CSS selectors, and how an address tells an item's id and date.

    `entry` finds the repeating block of a listing. `link`, `title`, `date`, `summary` are searched inside it; an empty `title` means the link's
    own text. `next_page` is a selector of the link to the next page, `page_pattern` the address of page N with `{n}` for N, relative to the
    listing. `article_*` read an article; `drop` is removed before any text is taken. `id_pattern` and `url_date` are regular expressions
    over an address: the first captures the item's id in group `id`, the second its date in groups `y`, `m`, `d` or `ms` (epoch milliseconds).
    `skip` lists regular expressions of addresses that are no news.
    """

    name: str
    entry: str = ""
    link: str = "a[href]"
    title: str = ""
    date: str = ""
    summary: str = ""
    next_page: str = ""
    page_pattern: str = ""
    article_title: str = ""
    article_date: str = ""
    article_body: str = ""
    drop: tuple[str, ...] = ()
    id_pattern: str = ""
    url_date: str = ""
    skip: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that says how pages are read; the name says nothing of it."""
        content = {**asdict(self), "name": ""}
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Preset:
    """A named profile, and regular expressions over HTML and address by which its family is recognised."""

    profile: Profile
    html_marks: tuple[str, ...] = ()
    url_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says about one article. `published_at` is None if the source states no date that can be read for sure."""

    key: str
    url: str
    title: str
    summary: str = ""
    published_raw: str = ""
    published_at: datetime | None = None
    date_origin: DateOrigin = DateOrigin.NONE
    text: str = ""


class WarningKind(StrEnum):
    """What was odd on a source's pages though they could be read."""

    NO_PAGER = "no_pager"
    PAGE_LIMIT = "page_limit"
    UNDATED = "undated"
    DATES_CLASH = "dates_clash"
    UNREAD_ARTICLE = "unread_article"


@dataclass(frozen=True, slots=True)
class SourceWarning:
    """One oddity: how many entries or pages it is about (0 where it counts nothing), and the text it was met in."""

    kind: WarningKind
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What an article's own page says. `text` is the main body alone, paragraphs on lines of their own."""

    title: str
    text: str
    published_raw: str = ""
    published_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that a portal states about one item, each from its own place. `header_at` (Last-Modified) never dates an item."""

    printed_raw: str = ""
    printed_at: datetime | None = None
    listing_at: datetime | None = None
    feed_at: datetime | None = None
    url_at: datetime | None = None
    header_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about one item. It outranks every classification. Fields that are None settle nothing.

    `same_as` names the item that this one repeats. The item's own id says that it repeats none.
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
    `answer` is what came back when its article was last asked for.
    `first_poll` numbers the poll that named it first, in the order in which polls were made.
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
    answer: Answer = Answer.NONE

    @property
    def day(self) -> date | None:
        """The local day on which it was published or aired."""
        return self.published_at.astimezone(LOCAL).date() if self.published_at else None
