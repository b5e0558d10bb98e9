"""Reads the files that settings are made of: TOML files, and the data that comes with newswatch."""

import os
import stat
import tomllib
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Preset, Profile
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table, raise_problems
from newswatch.errors import ConfigError

if TYPE_CHECKING:
    from newswatch.core.assessment.criteria import Criteria

_DATA = Path(__file__).parents[1] / "data"
MOST_BYTES = 5_000_000
"""Of one TOML file. The settings of a thousand units written out take about a million; many units stand in a CSV file (`units_file`)."""

ENVIRONMENT = "NEWSWATCH_CONFIG"
_PATTERNS = {"id_pattern": ("id",), "url_date": ("y", "ms")}


def locate(given: str | Path | None) -> Path:
    """The configuration file: the one given, else $NEWSWATCH_CONFIG, else ./config.toml."""
    return Path(given or os.environ.get(ENVIRONMENT) or "config.toml").expanduser().absolute()


def read_toml(path: Path) -> dict[str, object]:
    """The tables of a TOML file. Raises ConfigError with the file's name and, for a syntax error, the line."""
    return tables_of(body_of(path), path)


def body_of(path: Path) -> bytes:
    """What a TOML file holds. Raises ConfigError if it can't be read, or holds too much."""
    try:
        refuse_odd(path)
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file; `newswatch init` writes one, or name another with --config"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: can't be read as UTF-8 text: {error}"]) from error
    if len(body) > MOST_BYTES:
        raise ConfigError([f"{path}: has more than {MOST_BYTES // 1_000_000} MB; a file of settings is far smaller"])
    return body


def tables_of(body: bytes, path: Path) -> dict[str, object]:
    """The tables that the body of a TOML file holds. Raises ConfigError as `read_toml`."""
    try:
        return tomllib.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: can't be read as UTF-8 text: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is no TOML: {error}"]) from error
    except RecursionError as error:
        raise ConfigError([f"{path}: is no TOML of settings: its values are nested too deeply"]) from error


def refuse_odd(path: Path) -> None:
    """Raises ConfigError for what is there and no regular file: a folder holds no text, and reading a pipe would wait for whoever writes to it. Raises
    OSError if it can't be looked at."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ConfigError([f"{path}: is no regular file, but a folder, a pipe or the like; name a file that holds text"])


def content_of(path: Path) -> str:
    """The SHA-256 (hex) of what a file holds; empty where it can't be read."""
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def shipped(name: str) -> dict[str, object]:
    """The tables of a data file that comes with newswatch, such as `lexicon.toml`."""
    return tomllib.loads(_shipped_bytes(name).decode())


def _shipped_bytes(name: str) -> bytes:
    return (_DATA / name).read_bytes()


def score_schema() -> str:
    """The JSON Schema (draft 2020-12) of the score as JSON, as a text."""
    return _shipped_bytes("schemas/score.schema.json").decode()


@cache
def shipped_rules() -> tuple[str, ...]:
    """The names of the rules that come with newswatch."""
    return _names("rules")


@cache
def shipped_criteria() -> tuple[str, ...]:
    """The names of the sets of criteria that come with newswatch."""
    return _names("criteria")


def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(f.name.removesuffix(".toml") for f in (_DATA / folder).iterdir() if f.name.endswith(".toml")))


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon in a file, or the one that comes with newswatch. Raises ConfigError."""
    return Lexicon.from_table(read_toml(path), str(path)) if path else _shipped_lexicon()


def load_holidays(path: Path | None = None) -> Holidays:
    """The public holidays in a file, or those that come with newswatch. Raises ConfigError."""
    return Holidays.from_table(read_toml(path), str(path)) if path else _shipped_holidays()


def load_rule(name: str, base: Path) -> Rule:
    """A shipped rule by its name, or the rule in a file by a path ending in .toml, relative to `base`. Raises ConfigError."""
    if name.endswith(".toml"):
        return Rule.from_table(read_toml(base / name), name)
    if name not in shipped_rules():
        raise ConfigError([f"no rule {name!r}; shipped are {', '.join(shipped_rules())}, or give a path ending in .toml"])
    return Rule.from_table(shipped(f"rules/{name}.toml"), f"rules/{name}.toml")


def load_criteria(name: str, base: Path) -> "Criteria":
    """A shipped set of criteria by its name, or the set in a file by a path ending in .toml, relative to `base`. Raises ConfigError."""
    from newswatch.core.assessment.criteria import Criteria  # assessment sheets alone have a use for them

    if name.endswith(".toml"):
        return Criteria.from_table(read_toml(base / name), name)
    if name not in shipped_criteria():
        raise ConfigError([f"no set of criteria {name!r}; shipped are {', '.join(shipped_criteria())}, or give a path ending in .toml"])
    return Criteria.from_table(shipped(f"criteria/{name}.toml"), f"criteria/{name}.toml")


class Rules:
    """The rules that the units of one configuration name, each read once. Paths are relative to `base`.

    `files` are those that do not come with newswatch, each with the digest of what it held before it was read, empty where it can't be read.
    """

    def __init__(self, base: Path) -> None:
        self._base = base
        self._read: dict[str, Rule | ConfigError] = {}
        self.files: dict[Path, str] = {}

    def rule(self, name: str) -> Rule:
        """The rule as `load_rule` gives it. Raises ConfigError."""
        if name not in self._read:
            if name.endswith(".toml"):
                self.files[self._base / name] = content_of(self._base / name)
            try:
                self._read[name] = load_rule(name, self._base)
            except ConfigError as error:
                self._read[name] = error
        found = self._read[name]
        if isinstance(found, ConfigError):
            raise found
        return found


@cache
def load_presets() -> dict[str, Preset]:
    """The presets that come with newswatch, by the name of their family. Raises ConfigError."""
    problems: list[str] = []
    presets = Table(shipped("presets.toml"), "presets.toml", problems).named(_preset)
    raise_problems(problems)
    return presets


@cache
def _shipped_lexicon() -> Lexicon:
    """The lexicon that comes with newswatch. As long as its file is the one whose digest is noted beside it, it is read when something is classified."""
    noted = shipped("lexicon_digest.toml")
    if sha256(_shipped_bytes("lexicon.toml")).hexdigest() != noted["file"]:
        return Lexicon.from_table(_shipped_table(), "lexicon.toml")
    return Lexicon.of_known_digest(str(noted["digest"]), _shipped_table, "lexicon.toml")


def _shipped_table() -> dict[str, object]:
    return shipped("lexicon.toml")


@cache
def _shipped_holidays() -> Holidays:
    return Holidays.from_table(shipped("holidays.toml"), "holidays.toml")


def profile_of(table: Table, name: str, start: Profile | None = None) -> Profile:
    """The profile that a table describes. Keys that are missing keep their value in `start`."""
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
