"""Reads one unit with its sources from a [[units]] table or from the rows of `units_file`, and what units say of one another."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from newswatch.config.files import Rules, load_presets, profile_of, shipped_rules
from newswatch.config.logins import refuse_secrets
from newswatch.config.mailing import board
from newswatch.config.settings import KINDS, LAST_COMMON_DAY, Source, SourceKind, Unit
from newswatch.config.trusting import trust_of
from newswatch.core.bulletin import Broadcasts
from newswatch.core.hosts.own import named_site
from newswatch.core.identity import site_of
from newswatch.core.model import Profile
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table
from newswatch.core.text import clean
from newswatch.errors import ConfigError
from newswatch.masking import carries_login

_ROUTE = "/wp/v2/posts"  # of WordPress' list of posts (developer.wordpress.org/rest-api/reference/posts)
_OF_LISTINGS = ("entry", "link", "title", "date", "summary", "next_page", "page_pattern")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MOST_CIRCLES = 50


def units_of(tables: Sequence[Table], base: Path, known: Rules) -> tuple[Unit, ...]:
    """The units of all tables and rows, which lie beside config.toml in `base`. What is wrong is noted with each table."""
    units = tuple([_unit(table, base, known) for table in tables])
    _unique(tables, [unit.id for unit in units])
    for table, circle in islice(_circles(units, tables), _MOST_CIRCLES):
        table.problem("predecessors", f"lead in a circle: {', '.join(circle)}; a unit comes after its predecessors, so take one out")
    return units


def _circles(units: Sequence[Unit], tables: Sequence[Table]) -> Iterator[tuple[Table, list[str]]]:
    """The circles in which units name each other as predecessors, each with the table of the first unit in it. Ids that no unit has are no part."""
    own = dict(zip([unit.id for unit in units], tables, strict=True))
    graph = {unit.id: [id_ for id_ in unit.predecessors if id_ in own and id_ != unit.id] for unit in units if unit.predecessors}
    while True:
        try:
            return TopologicalSorter(graph).prepare()
        except CycleError as error:
            found: list[str] = error.args[1]
            yield own[found[0]], found
            told = frozenset(found)
            graph = {id_: [one for one in before if one not in told] for id_, before in graph.items() if id_ not in told}


def _unit(table: Table, base: Path, known: Rules) -> Unit:
    unit_id, kind = _identifier(table), _kind(table)
    names = _each_once(table, "rules")
    if not names:
        table.problem("rules", f"is missing; name at least one of {', '.join(shipped_rules())}, or a path ending in .toml")
    overriding = table.table("rule")
    rules = tuple(r for n in names if (r := _rule(table, n, known, overriding)) is not None)
    overriding.finish()
    tables = table.tables("sources")
    sources = tuple(_source(t, base) for t in tables)
    _unique(tables, [s.id for s in sources])
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
        predecessors=_predecessors(table, unit_id),
        when_met=table.flag("when_met"),
        broadcasts=table.choice("broadcasts", Broadcasts, Broadcasts.LOGGED) or Broadcasts.LOGGED,
        log_closes_on=table.whole("log_closes_on", 10, most=LAST_COMMON_DAY),
        board=board(table.tables("board")),
    )
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        table.problem("valid_to", f"{unit.valid_to} lies before {unit.valid_from}, which is valid_from; a unit ends after it begins")
    table.finish()
    return unit


def _predecessors(table: Table, unit_id: str) -> tuple[str, ...]:
    found = _each_once(table, "predecessors")
    if unit_id and unit_id in found:
        table.problem("predecessors", f"name the unit itself, {unit_id!r}; take it out")
    return found


def _each_once(table: Table, key: str) -> tuple[str, ...]:
    """A list of names, of which none may stand twice."""
    found = table.texts(key)
    times = Counter(found)
    for name in (name for name, n in times.items() if n > 1):
        table.problem(key, f"{name!r} stands there more than once; name it once")
    return tuple(times)


def _line(table: Table, key: str, default: str | None = "") -> str:
    """One line of text, without invisible characters. A control character is a sign of damage."""
    given = table.text(key, default)
    value = clean(given)
    if not value.isprintable() or any(unicodedata.category(sign) == "Cc" and not sign.isspace() for sign in given):
        table.problem(key, f"expected one line of text, found {given!r}")
    return value


def _kind(table: Table) -> str:
    """The kind of a unit, with its Vietnamese marks: it stands in letters and documents."""
    kind = clean(table.text("kind", KINDS[0]))
    if kind not in KINDS:
        table.problem("kind", f"expected {', '.join(map(repr, KINDS))}, found {kind!r}")
    return kind


def _own_name(table: Table, kind: str) -> str:
    """The name of a unit without its kind, which many type along: "xã An Phước" is "An Phước"."""
    name = _line(table, "name", None)
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
    required = table.flag("required", kind is SourceKind.LISTING)
    hosts, foreign = _hosts(table, "hosts"), _hosts(table, "foreign_hosts")
    source = Source(source_id, kind or SourceKind.LISTING, url, profile, required, hosts, foreign, trust_of(table, url, base))
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


def _unique(tables: Sequence[Table], ids: Sequence[str]) -> None:
    """Notes each id that stands already in a table before."""
    first: dict[str, Table] = {}
    for table, id_ in zip(tables, ids, strict=True):
        if id_ and (same := first.setdefault(id_, table)) is not table:
            table.problem("id", f"the id {id_!r} stands already in {same.path}; each must be its own")
