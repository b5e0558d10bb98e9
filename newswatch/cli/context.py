"""What every command shares: the settings, the store, the clock, and how results are printed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from newswatch.masking import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from newswatch.config import Settings, Unit
    from newswatch.core.months import Month
    from newswatch.services.faults import Fault
    from newswatch.store.store import Store


class Context:
    """One call of the program. Settings are read once, when first asked for."""

    def __init__(self, config_path: str | None) -> None:
        self._config_path = config_path
        self._settings: Settings | None = None

    @property
    def path(self) -> Path:
        """The configuration file, read or not."""
        from newswatch.config import locate

        return locate(self._config_path)

    @property
    def settings(self) -> Settings:
        """The configuration in force. Raises ConfigError with all problems."""
        if self._settings is None:
            from newswatch.config import load

            self._settings = load(self.path)
        return self._settings

    def use(self, settings: Settings) -> None:
        """Puts other settings in force for this call."""
        self._settings = settings

    def store(self, *, create: bool = False, in_person: bool = False) -> Store:
        """The open database of the configuration; only commands that put something in make it. `in_person`: a person waits for what it records."""
        from newswatch.services.opening import open_store

        return open_store(self.settings, create=create, in_person=in_person)

    def store_as_it_is(self) -> Store:
        """The open database, into which nothing of the configuration is written."""
        from newswatch.services.opening import open_as_it_is

        return open_as_it_is(self.settings)

    def units(self, unit_id: str | None) -> list[Unit]:
        """The named unit, or all."""
        return [self.settings.unit(unit_id)] if unit_id else list(self.settings.units)

    @staticmethod
    def now() -> datetime:
        """The present instant, in UTC: the program's one clock."""
        return datetime.now(UTC)

    def this_year(self) -> int:
        """The present year in Việt Nam."""
        from newswatch.core.model import LOCAL

        return self.now().astimezone(LOCAL).year


_UNWRAPPED = 100_000
"""Characters: no line of a table is longer."""


def show(*things: RenderableType) -> None:
    """Prints tables and texts; plain and unwrapped where standard output is no terminal. Nothing in a title or cell is markup or an emoji."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, emoji=False, highlight=False, width=_UNWRAPPED)
    for thing in things:
        console.print(thing, soft_wrap=True) if isinstance(thing, str) else console.print(thing)


def show_json(value: Any) -> None:
    """Prints JSON, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def together(told: Sequence[tuple[Unit, Any]], *, several: bool) -> Any:
    """What is told of one unit as it is; where `several` were asked for, a list, each with the unit's id."""
    if not several:
        return told[0][1]
    return [{"unit": unit.id, **(shape if isinstance(shape, dict) else {"items": shape})} for unit, shape in told]


def month_of(text: str | None) -> Month | None:
    """The month an option names; None if it names none."""
    return month_named(text) if text else None


def month_named(text: str) -> Month:
    """The month a text names."""
    from newswatch.core.months import Month

    try:
        return Month.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--month") from None


def log(text: str) -> None:
    """A line on standard error."""
    click.echo(masked(text), err=True)


def log_fault(fault: Fault) -> None:
    """An exception nobody foresaw, with its traceback, on standard error."""
    log(fault.told)


unit_option: Callable[[Any], Any] = click.option("--unit", "unit_id", metavar="ID", help="One unit, where the configuration has several.")
json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def needs_web() -> None:
    """Raises InputError where the packages of the page are not installed."""
    from importlib.util import find_spec

    from newswatch.errors import InputError

    missing = [name for name in ("waitress", "flask", "flask_wtf", "flask_login", "flask_limiter", "argon2") if find_spec(name) is None]
    if missing:
        raise InputError(
            f"the page needs packages that are not installed ({', '.join(missing)}); install them with: pip install 'newswatch[web]'"
        )
