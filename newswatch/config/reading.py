"""Reads config.toml into settings: units, sources, rules and fetching."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from newswatch import private
from newswatch.config.feeding import feed_settings
from newswatch.config.fetching import evidence_settings, fetch_settings, networks
from newswatch.config.files import Rules, body_of, load_holidays, load_lexicon, tables_of
from newswatch.config.mailing import mail_settings, schedule_settings
from newswatch.config.page import web_settings
from newswatch.config.papers import templates_folder, templates_in
from newswatch.config.settings import Settings, Unit
from newswatch.config.stamping import tsa_settings
from newswatch.config.trusting import shared_trust
from newswatch.config.unit_rows import UnitsRead, cut, rows
from newswatch.config.unit_tables import units_of
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.notices.workdays import Holidays
from newswatch.core.table import Table
from newswatch.errors import ConfigError


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
    before = len(problems)
    units, rule_files = _read_units(top, (path, body), units_path, database, problems)
    if not units and len(problems) == before:
        top.problem("units", "is missing; a configuration needs at least one [[units]] table, or a units_file with a row")
    feed = feed_settings(top.table("feed"), base, [unit.id for unit in units], inbox)
    lexicon, holidays = _lexicon(lexicon_path, problems), _holidays(holidays_path, problems)
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
    units = units_of([*tables, *(rows(rows_path, found) if rows_path else ())], base, rules)
    problems += cut(found)
    return units


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
