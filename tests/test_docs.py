"""Docs that cannot lag: help, README and config.toml know what the program knows."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from newswatch.cli import newswatch
from newswatch.config import EvidenceSettings, FeedSettings, FetchSettings, Source, Trust, Unit, load, load_presets, shipped_rules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIG = (ROOT / "config.toml").read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "") -> list[tuple[str, click.Command]]:
    """Every command and subcommand by its full name."""
    found: list[tuple[str, click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((f"{prefix}{name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{prefix}{name} ")
    return found


@pytest.mark.parametrize(("name", "command"), commands(newswatch), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_and_stands_in_the_readme(name: str, command: click.Command) -> None:
    """Each command says what it does, each of its options too, and the README names it."""
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option))
    assert f"newswatch {name}" in README


def test_every_setting_stands_in_config_toml() -> None:
    """Each key a person may set stands in config.toml, live or as a comment."""
    keys = [
        f.name
        for kind in (EvidenceSettings, FeedSettings, FetchSettings, Unit, Source, Trust)
        for f in fields(kind)
        if f.name not in ("trust", "budgets")
    ] + [
        "database",
        "inbox",
        "lexicon",
    ]
    missing = [key for key in keys if not re.search(rf"^\W*(\[+(units\.)?)?{key.replace('profile', 'preset')}\b", CONFIG, re.MULTILINE)]
    assert missing == []


def test_config_toml_loads_clean() -> None:
    """The configuration at the top of the repository has no problems."""
    assert load(ROOT / "config.toml").units[0].name == "Quảng Thọ"


def test_readme_names_what_is_shipped() -> None:
    """Every shipped rule and preset stands in the README."""
    assert [name for name in (*shipped_rules(), *load_presets()) if f"`{name}`" not in README] == []


def test_top_level_holds_nothing_else() -> None:
    """The visible top level is the agreed one."""
    agreed = {"pyproject.toml", "newswatch", "config.toml", "tests", "README.md", "LICENSE"}
    made = {p.name for p in ROOT.glob("newswatch.db*")} | {"inbox", "outbox"}
    assert {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - made == agreed
