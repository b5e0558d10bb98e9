"""Rule tables for tests: a small sound one, and the shipped ones."""

import tomllib
from datetime import date
from pathlib import Path

import newswatch
from newswatch.core.quota.rule import Rule

RULES_FOLDER = Path(newswatch.__file__).parent / "data" / "rules"
SHIPPED = ("hue-3241", "phuoc-an-2026", "quang-dien-2614")


def rule_table(**changes: object) -> dict[str, object]:
    """A sound rule table of four items a month and two points, with keys changed or, given None, left out."""
    basis = {"number": "7/QĐ-UBND", "date": date(2020, 1, 2), "issuer": "UBND huyện Thử", "verified": True}
    table: dict[str, object] = {
        "id": "thu",
        "criterion": "9.9",
        "title": "Tin, bài thử",
        "legal_basis": basis,
        "effective_from": date(2020, 1, 2),
        "verified": True,
        "quota": 4,
        "channels": ["portal", "loudspeaker"],
        "max_points": 2,
        "penalty": 0.5,
    }
    return {key: value for key, value in (table | changes).items() if value is not None}


def rule(**changes: object) -> Rule:
    """The rule of `rule_table`."""
    return Rule.from_table(rule_table(**changes), "thu")


def shipped_table(name: str) -> dict[str, object]:
    """A shipped rule file as TOML gives it."""
    return tomllib.loads((RULES_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def shipped_rule(name: str) -> Rule:
    """A shipped rule."""
    return Rule.from_table(shipped_table(name), name)
