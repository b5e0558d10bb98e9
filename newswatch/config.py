"""config.toml and the data files → frozen settings; every problem is reported at once, with its dotted path."""

import os
import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

from newswatch.core.identity import site_of
from newswatch.core.lexicon import Lexicon
from newswatch.core.model import Preset, Profile
from newswatch.core.rule import Rule
from newswatch.core.tables import Table, raise_problems
from newswatch.errors import ConfigError

ENVIRONMENT = "NEWSWATCH_CONFIG"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_PATTERNS = {"id_pattern": ("id",), "url_date": ("y", "ms")}


class SourceKind(StrEnum):
    """What a source's address gives: a feed (RSS, Atom, JSON Feed) or a listing page."""

    FEED = "feed"
    LISTING = "listing"


@dataclass(frozen=True, slots=True)
class Source:
    """One feed or listing of a unit. A `required` source must have been looked at for a day to count as looked at."""

    id: str
    kind: SourceKind
    url: str
    profile: Profile
    required: bool
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune-level body with its sources and the rules it is scored by, oldest first."""

    id: str
    name: str
    kind: str
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The unit as people say it: `xã Quảng Thọ`."""
        return f"{self.kind} {self.name}"

    def rule_for(self, year: int) -> Rule:
        """The rule in force at the end of a year; where none is, the last one that began before it, else the first."""
        begun = [r for r in self.rules if r.effective_from is None or r.effective_from <= date(year, 12, 31)]
        in_force = [r for r in begun if r.effective_to is None or r.effective_to >= date(year, 12, 31)]
        return (in_force or begun or list(self.rules[:1]))[-1]


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Manners and limits towards the servers: seconds, bytes, counts."""

    pace_seconds: float = 1.0
    timeout_seconds: float = 20.0
    max_bytes: int = 8_000_000
    retries: int = 2
    workers: int = 4
    max_pages: int = 40
    sweep_days: int = 7
    respect_robots: bool = True
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in force: paths are absolute."""

    path: Path
    database: Path
    inbox: Path
    units: tuple[Unit, ...]
    fetch: FetchSettings
    lexicon: Lexicon
    lexicon_path: Path | None = None

    def unit(self, unit_id: str | None) -> Unit:
        """The named unit, or the only one. Raises ConfigError if that leaves a choice."""
        if unit_id is None and len(self.units) == 1:
            return self.units[0]
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        known = ", ".join(u.id for u in self.units)
        raise ConfigError([f"--unit: {'name one' if unit_id is None else f'no unit {unit_id!r}'}; {self.path} has: {known}"])


def locate(given: str | Path | None) -> Path:
    """The configuration file: the one given, else $NEWSWATCH_CONFIG, else ./config.toml."""
    return Path(given or os.environ.get(ENVIRONMENT) or "config.toml").expanduser().absolute()


def load(path: Path) -> Settings:
    """Reads a configuration file. Raises ConfigError with every problem found in it and in the files it names."""
    values = read_toml(path)
    problems: list[str] = []
    top = Table(values, "", problems)
    base = path.parent
    lexicon_path = base / name if (name := top.text("lexicon", "")) else None
    database, inbox = base / top.text("database", "newswatch.db"), base / top.text("inbox", "inbox")
    fetch = _fetch(top.table("fetch"))
    units = tuple(_unit(t, base) for t in top.tables("units"))
    lexicon = _lexicon(lexicon_path, problems)
    if not units:
        top.problem("units", "is missing; a configuration needs at least one [[units]] table")
    _unique([u.id for u in units], "units", problems)
    top.finish()
    if problems or lexicon is None:
        raise ConfigError([f"{path}: {p}" for p in problems])
    return Settings(path, database, inbox, units, fetch, lexicon, lexicon_path)


def read_toml(path: Path) -> dict[str, object]:
    """The tables of a TOML file. Raises ConfigError naming the file, and the line where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file; `newswatch init` writes one, or name another with --config"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: can't be read as UTF-8 text: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is no TOML: {error}"]) from error


def shipped(name: str) -> dict[str, object]:
    """The tables of a data file that comes with newswatch, such as `lexicon.toml`."""
    return tomllib.loads(resources.files("newswatch").joinpath("data", name).read_text(encoding="utf-8"))


def shipped_rules() -> tuple[str, ...]:
    """The names of the rules that come with newswatch."""
    folder = resources.files("newswatch").joinpath("data", "rules")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_lexicon(path: Path | None = None) -> Lexicon:
    """A lexicon file, or the one that comes with newswatch. Raises ConfigError."""
    return Lexicon.from_table(read_toml(path), str(path)) if path else Lexicon.from_table(shipped("lexicon.toml"), "lexicon.toml")


def load_rule(name: str, base: Path) -> Rule:
    """A shipped rule by its name, or a rule file by a path ending in .toml. Raises ConfigError."""
    if name.endswith(".toml"):
        return Rule.from_table(read_toml(base / name), name)
    if name not in shipped_rules():
        raise ConfigError([f"no rule {name!r}; shipped are {', '.join(shipped_rules())}, or give a path ending in .toml"])
    return Rule.from_table(shipped(f"rules/{name}.toml"), f"rules/{name}.toml")


@cache
def load_presets() -> dict[str, Preset]:
    """The profiles that come with newswatch, by family. Raises ConfigError."""
    problems: list[str] = []
    presets = Table(shipped("presets.toml"), "presets.toml", problems).named(_preset)
    raise_problems(problems)
    return presets


def profile_of(table: Table, name: str, start: Profile | None = None) -> Profile:
    """The profile a table describes, over the values of `start`."""
    start = start or Profile(name=name)
    values = {f.name: _profile_key(table, f.name, getattr(start, f.name)) for f in fields(Profile)[1:]}
    return Profile(name, **values)  # type: ignore[arg-type]


def _profile_key(table: Table, key: str, before: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(before, tuple):
        return table.patterns(key, before) if key == "skip" else table.texts(key, before)
    return table.pattern(key, _PATTERNS[key], before) if key in _PATTERNS else table.text(key, before)


def _preset(table: Table) -> Preset:
    table.text("about")
    detect = table.table("detect")
    marks = detect.patterns("html"), detect.patterns("url")
    detect.finish()
    profile = profile_of(table, table.path.rpartition(".")[2])
    table.finish()
    return Preset(profile, *marks)


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
    )
    table.finish()
    return settings


def _unit(table: Table, base: Path) -> Unit:
    unit_id = _identifier(table)
    names = table.texts("rules")
    if not names:
        table.problem("rules", f"is missing; name at least one of {', '.join(shipped_rules())}, or a path ending in .toml")
    overriding = table.table("rule")
    rules = tuple(r for n in names if (r := _rule(table, n, base, overriding)) is not None)
    overriding.finish()
    sources = tuple(_source(t) for t in table.tables("sources"))
    _unique([s.id for s in sources], table.at("sources"), table.problems)
    unit = Unit(
        id=unit_id,
        name=table.text("name"),
        kind=table.text("kind", "xã"),
        rules=tuple(sorted(rules, key=lambda r: r.effective_from or date.min)),
        sources=_together(sources),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        predecessors=table.texts("predecessors"),
    )
    table.finish()
    return unit


def _rule(table: Table, name: str, base: Path, overriding: Table) -> Rule | None:
    overrides = overriding.table(name)
    try:
        rule = load_rule(name, base)
        return rule.with_overrides(overrides.values, overrides.path) if overrides.values else rule
    except ConfigError as error:
        table.problems.extend(f"{table.at('rules')}: {p}" for p in error.problems)
        return None


def _source(table: Table) -> Source:
    source_id, kind = _identifier(table), table.choice("kind", SourceKind)
    url = table.text("url")
    if url and not (url.startswith(("http://", "https://")) and site_of(url)):
        table.problem("url", f"expected an address beginning with http:// or https://, found {url!r}")
    profile = _profile(table, source_id)
    if kind is SourceKind.LISTING and not profile.entry and url:
        table.problem("preset", f"a listing needs a preset or a profile with `entry`; `newswatch probe {url}` proposes one")
    required = kind is SourceKind.LISTING if not table.has("required") else table.flag("required")
    source = Source(source_id, kind or SourceKind.LISTING, url, profile, required, table.texts("hosts"))
    table.flag("required")
    table.finish()
    return source


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
    """What sources take from one another: a feed is required where no listing of the unit is, and a source without a profile of its own reads
    its site's articles, and names them, as the other sources of that site do."""
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


def _unique(ids: list[str], where: str, problems: list[str]) -> None:
    problems.extend(
        f"{where}: the id {i!r} stands {ids.count(i)} times; each must be its own"
        for i in sorted({i for i in ids if i})
        if ids.count(i) > 1
    )
