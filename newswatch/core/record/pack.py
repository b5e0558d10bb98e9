"""The evidence pack of a period: what lies where in it, what a row of its index cites, what is missing, and what verifying one may find.

Paths are those within the bag's payload (`data/`), with slashes. Instants are texts in UTC, as stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SCHEMA, LEDGER_SCHEMA = "newswatch.evidence/1", "newswatch.ledger/1"
INDEX, FACTS, STATEMENT = "muc-luc.html", "muc-luc.json", "ket-qua.json"
LIST, REPORT = "danh-sach.xlsx", "bao-cao.docx"
WEB, LEDGER = "trang-web.wacz", "so-ghi.jsonl"
RULE, LEXICON = "quy-tac/quy-tac.json", "quy-tac/tu-vung.json"
EARLIER = {"rule": "quy-tac/quy-tac", "lexicon": "quy-tac/tu-vung"}
"""How the paths of rules and vocabularies begin that are no more in force."""

ITEMS, LOGS = "muc", "so-phat-thanh"


class What(StrEnum):
    """What a file of the pack, or an answer in its web archive, is. The values stand in packs."""

    LISTING = "listing"
    """The page of a list that first named the item."""
    PAGE = "page"
    PART = "part"
    """An image or a style sheet of the page."""
    READABLE = "readable"
    """A copy of the page without scripts, made of the kept bytes."""
    DOCUMENT = "document"
    """The page itself, where it is a PDF or Word file."""
    SCREENSHOT = "screenshot"
    PRINT = "print"
    BULLETIN = "bulletin"
    """The row of a loudspeaker log as it was taken in."""
    LOG = "log"
    """A log file's bytes as they were taken in."""
    AUDIO = "audio"
    SCRIPT = "script"
    LOG_PAGE = "log-page"
    DECISION = "decision"
    PICTURE = "picture"
    """A picture that a person took."""
    PAPER = "paper"


MADE_HERE = frozenset({What.READABLE, What.BULLETIN, What.DOCUMENT})
"""What is made of kept facts when the pack is: the ledger holds no digest of it as a file. (A document is the body of a page in the web archive.)"""


class Lack(StrEnum):
    """What is missing of an item. The values stand in packs."""

    LISTING = "listing"
    PAGE = "page"
    UNREAD = "unread"
    """A page was kept, but the article could not be read in it."""
    PRUNED = "pruned"
    """A person let go of the body; digest, address and time are known."""
    BODY_CHANGED = "body_changed"
    READABLE = "readable"
    PICTURE = "picture"
    PART = "part"
    """An image or style sheet that was not had."""
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    """A kept file whose bytes are not those that were kept: it is named, and not in the pack."""
    LOG = "log"
    """No log file: the bulletin was typed in, or its file was taken in by a version that kept no bytes."""
    AUDIO = "audio"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing: what, which (an address, a file's name or digest), and how many of the kind."""

    what: Lack
    which: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the pack: its path, digest and size in bytes, what it is, since when it is known (received, attached, made), its name where it came
    from."""

    path: str
    sha256: str
    size: int
    what: What
    at: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A server's answer in the web archive: the record's id, the digest of its body, the address that answered, the one that was asked, when."""

    record: str
    sha256: str
    what: What
    url: str
    asked: str
    at: str
    status: int


@dataclass(frozen=True, slots=True)
class Row:
    """One item under its number in the list and the report, and its number in the database. `key` names it in the ledger.

    `day` is the local day that is charged, as `day_from` states it, `seen_at` when it was first seen, `gone_at` when its address was first found to exist
    no more (empty for never). `standing` is counted, waiting or not, and `why` tells why it doesn't count; `wanting` that it counts and lacks evidence
    that is asked for. `log_row` tells file and row of a bulletin.
    """

    number: int
    item: int
    channel: str
    key: str
    title: str
    url: str
    day: str
    day_from: str
    seen_at: str
    gone_at: str
    standing: str
    why: str
    wanting: bool
    log_row: str = ""
    pieces: tuple[Piece, ...] = ()
    captures: tuple[Capture, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The index of a pack: whose it is, the period in words and its months, as of when, the ledger's head and links, what evidence the rule asks for (in
    words, empty if it asks for none), the files that belong to no single item, and the rows."""

    unit: str
    title: str
    period: str
    months: tuple[str, ...]
    name: str
    as_of: str
    head: str
    links: int
    program: str
    asked: str
    rows: tuple[Row, ...]
    papers: Mapping[str, str] = field(default_factory=dict, hash=False)


class Wrong(StrEnum):
    """What verifying a pack may find. The values stand in JSON."""

    UNSAFE = "unsafe"
    """A name that leads out of the pack or is none that a pack has, a link, a device."""
    ZIP = "zip"
    """The archive is not, byte by byte, the one that its files give."""
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    TAG = "tag"
    """A file of the bag about the bag is not the one that the payload gives."""
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    WEB = "web"
    """The web archive, or a record in it, does not agree with its own digests."""
    LINK = "link"
    """The extract of the ledger does not lead to its head."""
    CITED = "cited"
    """A row cites what the pack does not hold, or what the ledger did not enter."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: what, where (a path, a row, a link), and what was found."""

    what: Wrong
    where: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What verifying a pack found: its files and their bytes, and what is wrong (a hundred are told, of so many).

    Whose it is and of which period as it says, its rows, answers and links, the head its ledger leads to, and how many links stand without their content
    since that would show a secret, are None where that was not looked at, since what lies before it is not sound.
    `asked` are the digits of a head that was asked after (empty for none), `stood` the heads that begin so, each with the link after which it stood.
    """

    files: int = 0
    size: int = 0
    unit: str | None = None
    period: str | None = None
    as_of: str | None = None
    rows: int | None = None
    records: int | None = None
    links: int | None = None
    head: str | None = None
    withheld: int | None = None
    flaws: tuple[Flaw, ...] = ()
    wrong: int = 0
    asked: str = ""
    stood: tuple[tuple[int, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Is nothing wrong at all?"""
        return not self.wrong
