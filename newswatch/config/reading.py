"""Reads config.toml into settings: units, sources, rules and fetching."""

import gc
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from newswatch import private
from newswatch.config.feeding import feed_settings
from newswatch.config.fetching import evidence_settings, fetch_settings, networks
from newswatch.config.files import Rules, body_of, load_holidays, load_lexicon, load_presets, profile_of, shipped_rules, tables_of
from newswatch.config.logins import refuse_secrets
from newswatch.config.mailing import board, mail_settings, schedule_settings
from newswatch.config.page import web_settings
from newswatch.config.papers import templates_folder, templates_in
from newswatch.config.settings import KINDS, LAST_COMMON_DAY, Settings, Source, SourceKind, Unit
from newswatch.config.stamping import tsa_settings
from newswatch.config.trusting import shared_trust, trust_of
from newswatch.config.unit_rows import UnitsRead, cut, rows
from newswatch.core.bulletin import Broadcasts
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.hosts.own import named_site
from newswatch.core.identity import site_of
from newswatch.core.model import Profile
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table
from newswatch.core.text import clean
from newswatch.errors import ConfigError
from newswatch.masking import carries_login

_ROUTE = "/wp/v2/posts"  # of WordPress' list of posts (developer.wordpress.org/rest-api/reference/posts)
_OF_LISTINGS = ("entry", "link", "title", "date", "summary", "next_page", "page_pattern")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def load(path: Path) -> Settings:
    """Reads a configuration file. Raises ConfigError with every fault found in it and in the files it names."""
    body = body_of(path)
    values = tables_of(body, path)
    problems: list[str] = []
    top = Table(values, "", problems)
    base = path.parent
    lexicon_path = base / name if (name := top.text("lexicon", "")) else None
    holidays_path = base / name if (name := top.text("holidays", "")) else None
    columns_path = base / name if (name := top.text("log_columns", "")) else None
    if columns_path and not columns_path.is_file():
        top.problem("log_columns", f"{columns_path} is not there; copy newswatch/data/log_columns.toml and correct the copy")
    database, inbox = base / top.text("database", "newswatch.db"), base / top.text("inbox", "inbox")
    inner = networks(top)
    fetch = replace(fetch_settings(top.table("fetch")), networks=inner)
    evidence = evidence_settings(top.table("evidence"))
    mail, schedule = replace(mail_settings(top.table("mail"), base), networks=inner), schedule_settings(top.table("schedule"))
    tsa, web = tsa_settings(top.table("tsa"), base), web_settings(top.table("web"))
    templates = templates_folder(top.table("documents"), base)
    if schedule.heartbeat and private.read_by_anybody(path):
        top.problem(
            "schedule.heartbeat", f"is a secret, and every account of this machine can read this file; close it: chmod o-r '{path}'"
        )
    units_path = base / name if (name := top.text("units_file", "")) else None
    units, rule_files = _read_units(top, (path, body), units_path, database, problems)
    feed = feed_settings(top.table("feed"), base, [unit.id for unit in units], inbox)
    lexicon, holidays = _lexicon(lexicon_path, problems), _holidays(holidays_path, problems)
    if not units:
        top.problem("units", "is missing; a configuration needs at least one [[units]] table, or a units_file with a row")
    _unique([u.id for u in units], "units", problems)
    top.finish()
    if problems or lexicon is None or holidays is None:
        raise ConfigError([f"{path}: {p}" for p in problems])
    paths = (lexicon_path, holidays_path, columns_path)
    certificates = (source.trust.ca_file for unit in units for source in unit.sources)
    named = (units_path, *paths, *rule_files, mail.ca_file, tsa.certificate, *certificates, *templates_in(templates))
    files = (path, *dict.fromkeys(Path(file) for file in named if file))
    return Settings(
        path, database, inbox, units, fetch, mail, schedule, holidays, lexicon, *paths, evidence, tsa, feed, web, files, templates
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reads without Python's search for cycles, which thousands of units make long and in which it finds none: a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read_units(
    top: Table, of: tuple[Path, bytes], rows_path: Path | None, database: Path, problems: list[str]
) -> tuple[tuple[Unit, ...], tuple[Path, ...]]:
    """The units of a config.toml and its body, and the files of the rules that they name; those of many rows as they were kept, if nothing changed
    since."""
    (config, body), tables = of, top.tables("units")

    def anew() -> UnitsRead:
        before, rules = len(problems), Rules(config.parent)
        units = shared_trust(_units(tables, rows_path, config.parent, rules, problems), problems)
        return UnitsRead(units, tuple(rules.files.items()), sound=len(problems) == before)

    with _uncollected():
        if rows_path is None:
            read = anew()
        else:
            from newswatch.config import units_kept  # of use to those alone who watch hundreds

            read = units_kept.read(config, body, rows_path, database, anew)
    return read.units, tuple(path for path, _ in read.rules)


def _units(tables: Sequence[Table], rows_path: Path | None, base: Path, rules: Rules, problems: list[str]) -> tuple[Unit, ...]:
    """The units of the [[units]] tables, then those of the rows of `units_file`."""
    found = list[str]()
    units = [_unit(table, base, rules) for table in tables]
    if rows_path:
        units += [_unit(row, base, rules) for row in rows(rows_path, found)]
        problems += cut(found)
    return tuple(units)


def _unit(table: Table, base: Path, known: Rules) -> Unit:
    unit_id, kind = _identifier(table), _kind(table)
    names = table.texts("rules")
    if not names:
        table.problem("rules", f"is missing; name at least one of {', '.join(shipped_rules())}, or a path ending in .toml")
    overriding = table.table("rule")
    rules = tuple(r for n in names if (r := _rule(table, n, known, overriding)) is not None)
    overriding.finish()
    tables = table.tables("sources")
    sources = tuple(_source(t, base) for t in tables)
    _unique([s.id for s in sources], table.at("sources"), table.problems)
    _consistent(sources, tables)
    unit = Unit(
        id=unit_id,
        name=_own_name(table, kind),
        kind=kind,
        province=_line(table, "province"),
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


def _line(table: Table, key: str) -> str:
    value = clean(table.text(key, ""))
    if not value.isprintable():
        table.problem(key, f"expected one line of text, found {value!r}")
    return value


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


def _rule(table: Table, name: str, known: Rules, overriding: Table) -> Rule | None:
    overrides = overriding.table(name)
    try:
        rule = known.rule(name)
        return rule.with_overrides(overrides.values, overrides.path) if overrides.values else rule
    except ConfigError as error:
        table.problems.extend(f"{table.at('rules')}: {p}" for p in error.problems)
        return None


def _source(table: Table, base: Path) -> Source:
    source_id, kind = _identifier(table), table.choice("kind", SourceKind)
    url = refuse_secrets(table, "url", table.text("url"))
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
    source = Source(source_id, kind or SourceKind.LISTING, url, profile, required, hosts, foreign, trust_of(table, url, base))
    table.flag("required")
    table.finish()
    return source


def _hosts(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key)
    for host in found:
        if carries_login(host):
            table.problem(key, "names a host with a login before it; write the host alone")
        elif not named_site(host):
            table.problem(key, f"expected host names such as 'tin.xa.gov.vn', found {host!r}")
    return found


def _consistent(sources: Sequence[Source], tables: Sequence[Table]) -> None:
    """Names the hosts that a unit's sources call both theirs and foreign."""
    own = {named_site(host) for s in sources for host in (s.url, *s.hosts)} - {""}
    for source, table in zip(sources, tables, strict=True):
        for host in source.foreign_hosts:
            if named_site(host) in own:
                what = f"{host!r} is the host of a source of this unit, or stands in `hosts`: take it out of one of them"
                table.problem("foreign_hosts", what)


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
    if not inner.values:
        return start or Profile(name or source_id)
    profile = _shared(profile_of(inner, name or source_id, start))
    refuse_secrets(inner, "page_pattern", profile.page_pattern)
    inner.finish()
    return profile


@lru_cache(4096)
def _shared(profile: Profile) -> Profile:
    """One object for all equal profiles: a country's portals share a few dozen, though each row states its own."""
    return profile


def _together(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources of a unit, completed by one another.

    A feed is required if no listing of the unit is. A source without a profile of its own takes the profile of another source of its site, so
    that both read the site's articles alike and give them the same keys.
    """
    alone = not any(s.required for s in sources)
    bare = [s for s in sources if s.profile == Profile(s.profile.name)]
    profiles = {site_of(s.url): s.profile for s in reversed(sources) if s not in bare}
    completed = {s.id: replace(s, profile=profiles.get(site_of(s.url), s.profile)) for s in bare}
    found = (completed.get(s.id, s) for s in sources)
    return tuple(replace(s, required=True) if alone else s for s in found)


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
    times = Counter(filter(None, ids))
    problems.extend(f"{where}: the id {i!r} stands {n} times; each must be its own" for i, n in sorted(times.items()) if n > 1)
