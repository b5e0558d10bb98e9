"""The configuration in force, and what a probe read, as text."""

from collections.abc import Iterable, Sequence
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from newswatch.config import Settings, Unit
from newswatch.core.model import Classification, Entry
from newswatch.core.quota.rule import official_problem


def in_force(settings: Settings) -> dict[str, Any]:
    """The settings as JSON; they hold no secrets."""
    return {
        "config": str(settings.path),
        "database": str(settings.database),
        "inbox": str(settings.inbox),
        "lexicon": {"file": str(settings.lexicon_path or "shipped"), "digest": settings.lexicon.digest},
        "holidays": str(settings.holidays_path or "shipped"),
        "fetch": _fields(settings.fetch),
        "schedule": _fields(settings.schedule),
        "mail": _fields(settings.mail),
        "units": [_unit(unit) for unit in settings.units],
    }


def lines(shown: dict[str, Any]) -> Iterable[str]:
    """The same for people."""
    yield f"config    {shown['config']}"
    yield f"database  {shown['database']}"
    yield f"inbox     {shown['inbox']}"
    yield f"lexicon   {shown['lexicon']['file']}, digest {shown['lexicon']['digest'][:12]}"
    yield f"holidays  {shown['holidays']}"
    for part in ("fetch", "schedule", "mail"):
        yield f"{part:<10}" + ", ".join(f"{name} {_said(value)}" for name, value in shown[part].items() if value not in (None, ""))
    for unit in shown["units"]:
        yield f"unit      {unit['id']}: {unit['kind']} {unit['name']}"
        for rule in unit["rules"]:
            yield f"  rule    {rule['id']}: {rule['quota']} a month, {rule['reading']} ({rule['reading_status']}), digest {rule['digest'][:12]}"
            if rule["provisional"]:
                yield f"          {rule['provisional']}"
        for source in unit["sources"]:
            needed = "required" if source["required"] else "extra"
            yield f"  source  {source['id']}: {source['kind']}, {needed}, {source['url']}, read by {source['profile']}"
        for member in unit["board"]:
            yield f"  board   {member['address']}: {member['role']}, gets {_said(member['notices'])}"
        if not unit["board"]:
            yield "  board   nobody is written to; name them in [[units.board]]"


def probe_lines(url: str, kind: str, preset: str | None, entries: Sequence[tuple[Entry, Classification]]) -> Iterable[RenderableType]:
    """What a probe made of a page."""
    yield f"{url}: {kind}" + (f", read by preset {preset}" if preset else "") + f", {len(entries)} entries"
    table = Table(show_edge=False, pad_edge=False)
    for header in ("date", "from", "verdict", "title", "why"):
        table.add_column(header, overflow="fold")
    for entry, classification in entries:
        at = f"{entry.published_at:%d/%m/%Y %H:%M}" if entry.published_at else "undated"
        table.add_row(at, str(entry.date_origin), str(classification.verdict), entry.title, "; ".join(classification.reasons[:4]))
    yield table


def _fields(settings: Any) -> dict[str, Any]:
    """The fields of a settings dataclass in JSON's terms."""
    return {name: _plain(getattr(settings, name)) for name in settings.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, Path | StrEnum) else value


def _said(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "valid_from": str(unit.valid_from) if unit.valid_from else None,
        "valid_to": str(unit.valid_to) if unit.valid_to else None,
        "predecessors": list(unit.predecessors),
        "when_met": unit.when_met,
        "rules": [
            {
                "id": rule.id,
                "criterion": rule.criterion,
                "quota": rule.quota,
                "reading": str(rule.reading),
                "reading_status": str(rule.reading_status),
                "effective_from": str(rule.effective_from),
                "effective_to": str(rule.effective_to) if rule.effective_to else None,
                "digest": rule.digest,
                "provisional": official_problem(rule),
            }
            for rule in unit.rules
        ],
        "sources": [
            {"id": s.id, "kind": str(s.kind), "url": s.url, "required": s.required, "profile": s.profile.name, "hosts": list(s.hosts)}
            for s in unit.sources
        ],
        "board": [{"address": m.address, "name": m.name, "role": str(m.role), "notices": [str(n) for n in m.notices]} for m in unit.board],
    }
