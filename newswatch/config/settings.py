"""The frozen settings that `config.load` reads from config.toml, with their defaults."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from pathlib import Path

from newswatch.config.feeding import FeedSettings
from newswatch.config.logins import Login
from newswatch.config.page import THIS_MACHINE, WebSettings
from newswatch.core.bulletin import Broadcasts
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.hosts.inner import Network
from newswatch.core.hosts.own import Hosts, named_site, said_of
from newswatch.core.identity import site_of
from newswatch.core.model import Profile
from newswatch.core.notices.agenda import Agenda
from newswatch.core.notices.board import NoticeKind, Recipient, Role
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.rule import Rule
from newswatch.errors import ConfigError

KINDS = ("xã", "phường", "thị trấn", "đặc khu")
"""The kinds of commune-level bodies: Luật Tổ chức chính quyền địa phương 2025, article 1, and the townships of the years before."""

LAST_COMMON_DAY = 28
"""The last day that every month has."""


class SourceKind(StrEnum):
    """What lies at a source's address: a feed (RSS, Atom, JSON Feed), a listing page, the list of posts that WordPress gives to machines, or a sitemap."""

    FEED = "feed"
    LISTING = "listing"
    WORDPRESS = "wordpress"
    SITEMAP = "sitemap"

    @property
    def is_witness(self) -> bool:
        """Does it name all that a site holds, and so prove days for the other sources of the site?"""
        return self in (SourceKind.WORDPRESS, SourceKind.SITEMAP)


class Security(StrEnum):
    """How the connection to the mail server is encrypted: STARTTLS (port 587), TLS from the first byte (port 465), or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Trust:
    """What a person trusts of one host beyond the usual: certificates in `ca_file` (an absolute path), or the one certificate with this SHA-256
    (64 small hex digits), whatever is wrong with it. `tls_legacy` allows protocols and ciphers that are no longer thought safe. `login` is a person's
    own on that host."""

    ca_file: Path | None = None
    certificate_sha256: str = ""
    tls_legacy: bool = False
    login: Login | None = None


USUAL = Trust()
"""The usual authorities and protocols, and nothing else."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a unit. A day counts as covered only if every `required` source was polled on it.

    `hosts` are further hosts of the same portal, `foreign_hosts` such as its pages link to and that are not the unit's. `trust` is that of all sources
    of its host.
    """

    id: str
    kind: SourceKind
    url: str
    profile: Profile
    required: bool
    hosts: tuple[str, ...] = ()
    foreign_hosts: tuple[str, ...] = ()
    trust: Trust = USUAL


@dataclass(frozen=True, slots=True)
class Member:
    """One mailbox of a unit's editorial board, with the kinds of notices it gets."""

    address: str
    name: str = ""
    role: Role = Role.SECRETARY
    notices: tuple[NoticeKind, ...] = tuple(NoticeKind)


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune-level body with its sources, the rules it is scored by (oldest first), and its editorial board.

    `when_met` means that the board also wants the monthly mail about a month that met its quota. `broadcasts` says whether what the loudspeakers air
    is logged; it bears on rules that count it. A month's log closes by itself on day `log_closes_on` of the next month (0: never).
    `province` tells the units of many apart; nothing is decided by it.
    """

    id: str
    name: str
    kind: str
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
    when_met: bool = False
    broadcasts: Broadcasts = Broadcasts.LOGGED
    log_closes_on: int = 10
    board: tuple[Member, ...] = ()
    province: str = ""

    @property
    def title(self) -> str:
        """Kind and name together: `xã Quảng Thọ`."""
        return f"{self.kind} {self.name}"

    @property
    def witnesses(self) -> dict[str, tuple[str, ...]]:
        """The ids of the sources that each witness bears witness of: the lists and feeds of its site."""
        return {
            w.id: tuple(s.id for s in self.sources if not s.kind.is_witness and site_of(s.url) == site_of(w.url))
            for w in self.sources
            if w.kind.is_witness
        }

    @property
    def hosts(self) -> Hosts:
        """The hosts that its sources name as the portal's, or as not the unit's."""
        own = [host for s in self.sources for host in (s.url, *s.hosts)]
        return Hosts.named(own, [host for s in self.sources for host in s.foreign_hosts])

    @property
    def watched(self) -> bool:
        """Does it have a source that must cover each day? A commune without a portal has none, and then no day of its portal is looked at."""
        return any(source.required for source in self.sources)

    def rule_for(self, year: int) -> Rule:
        """The rule in force at the end of a year. If none is, the last one that began before, else the first."""
        begun = [r for r in self.rules if r.effective_from is None or r.effective_from <= date(year, 12, 31)]
        in_force = [r for r in begun if r.effective_to is None or r.effective_to >= date(year, 12, 31)]
        return (in_force or begun or list(self.rules[:1]))[-1]

    def recipients(self, kind: NoticeKind) -> tuple[Recipient, ...]:
        """Who gets notices of a kind."""
        return tuple(Recipient(m.address, m.name, m.role) for m in self.board if kind in m.notices)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How fast, how long and how much is fetched: seconds, bytes, counts. An empty `user_agent` means one that names newswatch and `contact`.

    `hosts` gives the pause between two requests to single sites, in seconds. `requests_a_day` is how many requests a site is sent on one local day at
    most, 0 for any number, `budgets` gives that of single sites. In both a host without a port stands for all its ports (`core.hosts.own.said_of`).
    `adaptive` lets the daemon's checks leave out units that bring nothing new and will be asked later on the day. `cluster` is the address of a
    dask scheduler whose workers poll, each `workers` sites side by side; empty where this machine polls. `networks` are the office's, into which public
    names may lead.
    """

    pace_seconds: float = 1.0
    timeout_seconds: float = 20.0
    max_bytes: int = 8_000_000
    retries: int = 2
    workers: int = 4
    max_pages: int = 40
    sweep_days: int = 7
    respect_robots: bool = True
    contact: str = ""
    user_agent: str = ""
    hosts: Mapping[str, float] = field(default_factory=dict, hash=False)
    cluster: str = ""
    requests_a_day: int = 0
    budgets: Mapping[str, int] = field(default_factory=dict, hash=False)
    adaptive: bool = True
    networks: tuple[Network, ...] = ()

    def towards(self, hosts: Collection[str]) -> "FetchSettings":
        """The settings for whoever asks these hosts in turn: at the pace of the slowest one."""
        slowest = max((said_of(named_site(host), self.hosts, self.pace_seconds) for host in hosts), default=self.pace_seconds)
        return self if slowest == self.pace_seconds else replace(self, pace_seconds=slowest)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail goes out: through the server `host` or, if that is empty, as .eml files into `folder` (an absolute path).

    Mails come from `sender_name`, or from "Theo dõi tin, bài CCHC" with the unit's name. `port` 0 means the usual one of `security`. `ca_file`
    names certificates that are trusted besides the system's. The password of `login` is never part of the settings: see `config.mail_password`.
    `networks` are the office's, in which the server may lie though its name is a public one.
    """

    folder: Path
    host: str = ""
    port: int = 0
    security: Security = Security.STARTTLS
    login: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    sender: str = ""
    sender_name: str = ""
    unsubscribe: str = ""
    timeout_seconds: float = 30.0
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the daemon does what, in local time (UTC+7), and when the board is warned.

    A check begins up to `jitter_minutes` after its time, by a different delay each day. `warnings` are the days of the month on which the board
    is warned while items are missing; `first_warning` is the day on which it is warned if there is no item at all. The board hears of a source
    that nobody could read for `trouble_days`. `heartbeat` is an address that is asked for after each good round, with `/fail` after a bad one, as
    Healthchecks and Uptime Kuma take it; empty for none.
    """

    checks: tuple[time, ...] = (time(6, 30), time(17, 30))
    jitter_minutes: int = 10
    close: time = time(8)
    deliver_minutes: int = 5
    first_warning: int = 10
    warnings: tuple[int, ...] = (20, 25)
    trouble_days: int = 3
    heartbeat: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """What is kept of the pages of items besides their bytes: images of at most so many megabytes a unit and year (0: none), and, where there is a
    browser for it, pictures of the pages."""

    images_mb: int = 200
    pictures: bool = True


@dataclass(frozen=True, slots=True)
class TsaSettings:
    """The authority (RFC 3161) that stamps the heads of the ledgers with the time: its address, empty for none, the PEM file of its root certificate,
    and how long it may take to answer."""

    url: str = ""
    certificate: Path | None = None
    timeout_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force. Paths are absolute.

    `files` are those that the settings were read from: `path` first, then what it names. Files of passwords are none of them. `templates` is the
    folder of an office's own templates of documents, None where it has none.
    """

    path: Path
    database: Path
    inbox: Path
    units: tuple[Unit, ...]
    fetch: FetchSettings
    mail: MailSettings
    schedule: Schedule
    holidays: Holidays
    lexicon: Lexicon
    lexicon_path: Path | None = None
    holidays_path: Path | None = None
    log_columns_path: Path | None = None
    evidence: EvidenceSettings = EvidenceSettings()
    tsa: TsaSettings = TsaSettings()
    feed: FeedSettings = field(default_factory=FeedSettings)
    web: WebSettings = THIS_MACHINE
    files: tuple[Path, ...] = ()
    templates: Path | None = None

    @property
    def trust(self) -> dict[str, Trust]:
        """What a person trusts of each source's host, by its site."""
        return {site_of(source.url): source.trust for unit in self.units for source in unit.sources}

    @property
    def agenda(self) -> Agenda:
        """The daily duties; all daemons of one set of units draw the same jitter."""
        schedule = self.schedule
        return Agenda(schedule.checks, schedule.jitter_minutes, schedule.close, seed=",".join(unit.id for unit in self.units))

    def unit(self, unit_id: str | None) -> Unit:
        """The unit with an id or, for None, the only unit. Raises ConfigError if there is no such unit, or several to choose from."""
        if unit_id is None and len(self.units) == 1:
            return self.units[0]
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        known = ", ".join(u.id for u in self.units)
        raise ConfigError([f"--unit: {'name one' if unit_id is None else f'no unit {unit_id!r}'}; {self.path} has: {known}"])
