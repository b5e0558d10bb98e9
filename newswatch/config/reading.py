"""Reads config.toml into settings: units, sources, rules and fetching."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from newswatch.config.files import load_holidays, load_lexicon, load_presets, load_rule, profile_of, read_toml, shipped_rules
from newswatch.config.mailing import board, mail_settings, schedule_settings
from newswatch.config.settings import KINDS, LAST_COMMON_DAY, FetchSettings, Settings, Source, SourceKind, Unit
from newswatch.config.trusting import shared_trust, trust_of
from newswatch.core.bulletin import Broadcasts
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.hosts import named_site
from newswatch.core.identity import site_of
from newswatch.core.model import Profile
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table
from newswatch.core.text import clean
from newswatch.errors import ConfigError

_ROUTE = "/wp/v2/posts"  # of WordPress' list of posts (developer.wordpress.org/rest-api/reference/posts)
_OF_LISTINGS = ("entry", "link", "title", "date", "summary", "next_page", "page_pattern")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def load(path: Path) -> Settings:
    """Reads a configuration file. Raises ConfigError with every fault found in it and in the files it names."""
    values = read_toml(path)
    problems: list[str] = []
    top = Table(values, "", problems)
    base = path.parent
    lexicon_path = base / name if (name := top.text("lexicon", "")) else None
    holidays_path = base / name if (name := top.text("holidays", "")) else None
    columns_path = base / name if (name := top.text("log_columns", "")) else None
    if columns_path and not columns_path.is_file():
        top.problem("log_columns", f"{columns_path} is not there; copy newswatch/data/log_columns.toml and correct the copy")
    database, inbox = base / top.text("database", "newswatch.db"), base / top.text("inbox", "inbox")
    fetch = _fetch(top.table("fetch"))
    mail, schedule = mail_settings(top.table("mail"), base), schedule_settings(top.table("schedule"))
    units = shared_trust(tuple(_unit(t, base) for t in top.tables("units")), problems)
    lexicon, holidays = _lexicon(lexicon_path, problems), _holidays(holidays_path, problems)
    if not units:
        top.problem("units", "is missing; a configuration needs at least one [[units]] table")
    _unique([u.id for u in units], "units", problems)
    top.finish()
    if problems or lexicon is None or holidays is None:
        raise ConfigError([f"{path}: {p}" for p in problems])
    return Settings(path, database, inbox, units, fetch, mail, schedule, holidays, lexicon, lexicon_path, holidays_path, columns_path)


def _fetch(table: Table) -> FetchSettings:
    default = FetchSettings()
    settings = FetchSettings(
        pace_seconds=table.number("pace_seconds", default.pace_seconds, most=60),
        timeout_seconds=table.number("timeout_seconds", default.timeout_seconds, least=0.1, most=600),
        max_bytes=table.whole("max_bytes", default.max_bytes, least=10_000),
        retries=table.whole("retries", default.retries, most=10),
        workers=table.whole("workers", default.workers, least=1, most=64),
        max_pages=table.whole("max_pages", default.max_pages, least=1, most=1000),
        sweep_days=table.whole("sweep_days", default.sweep_days, least=1, most=366),
        respect_robots=table.flag("respect_robots", default.respect_robots),
        contact=table.text("contact", default.contact),
        user_agent=_agent(table),
    )
    table.finish()
    return settings


def _agent(table: Table) -> str:
    value = table.text("user_agent", "")
    if value and not (value.isascii() and value.isprintable()):
        table.problem("user_agent", f"expected printable ASCII characters on one line, as browsers send them, found {value!r}")
    return value


def _unit(table: Table, base: Path) -> Unit:
    unit_id, kind = _identifier(table), _kind(table)
    names = table.texts("rules")
    if not names:
        table.problem("rules", f"is missing; name at least one of {', '.join(shipped_rules())}, or a path ending in .toml")
    overriding = table.table("rule")
    rules = tuple(r for n in names if (r := _rule(table, n, base, overriding)) is not None)
    overriding.finish()
    sources = tuple(_source(t, base) for t in table.tables("sources"))
    _unique([s.id for s in sources], table.at("sources"), table.problems)
    _consistent(sources, table)
    unit = Unit(
        id=unit_id,
        name=_own_name(table, kind),
        kind=kind,
        rules=tuple(sorted(rules, key=lambda r: r.effective_from or date.min)),
        sources=_together(sources),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        predecessors=table.texts("predecessors"),
        when_met=table.flag("when_met"),
        broadcasts=table.choice("broadcasts", Broadcasts, Broadcasts.LOGGED) or Broadcasts.LOGGED,
        log_closes_on=table.whole("log_closes_on", 10, most=LAST_COMMON_DAY),
        board=board(table.tables("board")),
    )
    table.finish()
    return unit


def _kind(table: Table) -> str:
    """The kind of a unit, with its Vietnamese marks: it stands in letters and documents."""
    kind = clean(table.text("kind", KINDS[0]))
    if kind not in KINDS:
        table.problem("kind", f"expected {', '.join(map(repr, KINDS))}, found {kind!r}")
    return kind


def _own_name(table: Table, kind: str) -> str:
    """The name of a unit without its kind, which many type along: "xã An Phước" is "An Phước"."""
    name = clean(table.text("name"))
    head, _, own = name.partition(" ") if " " not in kind else (name[: len(kind)], "", name[len(kind) + 1 :])
    return clean(own) if own and head.casefold() == kind.casefold() else name


def _rule(table: Table, name: str, base: Path, overriding: Table) -> Rule | None:
    overrides = overriding.table(name)
    try:
        rule = load_rule(name, base)
        return rule.with_overrides(overrides.values, overrides.path) if overrides.values else rule
    except ConfigError as error:
        table.problems.extend(f"{table.at('rules')}: {p}" for p in error.problems)
        return None


def _source(table: Table, base: Path) -> Source:
    source_id, kind = _identifier(table), table.choice("kind", SourceKind)
    url = table.text("url")
    if url and not (url.startswith(("http://", "https://")) and site_of(url)):
        table.problem("url", f"expected an address beginning with http:// or https://, found {url!r}")
    profile = _profile(table, source_id)
    if kind is SourceKind.WORDPRESS and url and _ROUTE not in unquote(url):
        table.problem("url", f"expected the address of WordPress' list of posts, ending in /wp-json{_ROUTE}, found {url!r}")
    if kind and kind.is_witness:
        _fitting(table, kind)
    if kind is SourceKind.LISTING and not profile.entry and url:
        table.problem("preset", f"a listing needs a preset or a profile with `entry`; `newswatch probe {url}` proposes one")
    required = kind is SourceKind.LISTING if not table.has("required") else table.flag("required")
    hosts, foreign = _hosts(table, "hosts"), _hosts(table, "foreign_hosts")
    source = Source(source_id, kind or SourceKind.LISTING, url, profile, required, hosts, foreign, trust_of(table, base))
    table.flag("required")
    table.finish()
    return source


def _hosts(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key)
    for host in found:
        if not named_site(host):
            table.problem(key, f"expected host names such as 'tin.xa.gov.vn', found {host!r}")
    return found


def _consistent(sources: tuple[Source, ...], table: Table) -> None:
    """Names the hosts that a unit's sources call both theirs and foreign."""
    own = {named_site(host) for s in sources for host in (s.url, *s.hosts)} - {""}
    for number, source in enumerate(sources):
        for host in source.foreign_hosts:
            if named_site(host) in own:
                where = f"{table.at('sources')}[{number}].foreign_hosts"
                table.problems.append(
                    f"{where}: {host!r} is the host of a source of this unit, or stands in `hosts`: take it out of one of them"
                )


def _fitting(table: Table, kind: SourceKind) -> None:
    """Names the keys of a profile that tell how a listing page is read, which no witness is."""
    inner = table.values.get("profile")
    for key in _OF_LISTINGS:
        if isinstance(inner, dict) and key in inner:
            table.problem(f"profile.{key}", f"tells how a listing page is read; a source of kind {kind} has none: take it out")


def _profile(table: Table, source_id: str) -> Profile:
    name = table.text("preset", "")
    presets = load_presets() if name else {}
    if name and name not in presets:
        table.problem("preset", f"unknown preset {name!r}; known are {', '.join(sorted(presets))}")
    start = presets[name].profile if name in presets else None
    inner = table.table("profile")
    profile = profile_of(inner, name or source_id, start)
    inner.finish()
    return profile


def _together(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources of a unit, completed by one another.

    A feed is required if no listing of the unit is. A source without a profile of its own takes the profile of another source of its site, so
    that both read the site's articles alike and give them the same keys.
    """
    alone = not any(s.required for s in sources)
    profiles = {site_of(s.url): s.profile for s in reversed(sources) if s.profile != Profile(s.profile.name)}
    return tuple(
        replace(
            s,
            required=s.required or alone,
            profile=profiles.get(site_of(s.url), s.profile) if s.profile == Profile(s.profile.name) else s.profile,
        )
        for s in sources
    )


def _identifier(table: Table) -> str:
    value = table.text("id")
    if value and not _ID.fullmatch(value):
        table.problem("id", f"expected small letters, digits, - and _, found {value!r}")
    return value


def _lexicon(path: Path | None, problems: list[str]) -> Lexicon | None:
    try:
        return load_lexicon(path)
    except ConfigError as error:
        problems.extend(f"lexicon: {p}" for p in error.problems)
        return None


def _holidays(path: Path | None, problems: list[str]) -> Holidays | None:
    try:
        return load_holidays(path)
    except ConfigError as error:
        problems.extend(f"holidays: {p}" for p in error.problems)
        return None


def _unique(ids: list[str], where: str, problems: list[str]) -> None:
    problems.extend(
        f"{where}: the id {i!r} stands {ids.count(i)} times; each must be its own"
        for i in sorted({i for i in ids if i})
        if ids.count(i) > 1
    )
