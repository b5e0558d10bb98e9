"""The configuration in force, what a probe read and what the doctor found, as text for whoever sets newswatch up."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from newswatch.core.model import Classification, Entry
from newswatch.report import english
from newswatch.report.terminal import cells
from newswatch.report.tones import Tone

_HEALTH = {"ok": ("ổn", cells.STYLES[Tone.GOOD]), "warn": ("lưu ý", cells.WAITING), "bad": ("lỗi", cells.STYLES[Tone.BAD])}


def lines(shown: dict[str, Any]) -> Iterable[str]:
    """The configuration for people, from its JSON shape (`json_shapes.configuration`)."""
    yield f"config    {shown['config']}"
    yield f"database  {shown['database']}"
    yield f"inbox     {shown['inbox']}"
    yield f"lexicon   {shown['lexicon']['file']}, digest {shown['lexicon']['digest'][:12]}"
    yield f"holidays  {shown['holidays']}"
    for table in ("fetch", "schedule", "mail"):
        yield f"{table:<10}" + ", ".join(f"{name} {_said(value)}" for name, value in shown[table].items() if value not in (None, ""))
    for unit in shown["units"]:
        yield f"unit      {unit['id']}: {unit['kind']} {unit['name']}"
        for rule in unit["rules"]:
            yield f"  rule    {rule['id']}: {rule['quota']} a month, {rule['reading']} ({rule['reading_status']}), digest {rule['digest'][:12]}"
            if rule["provisional"]:
                yield f"          {rule['provisional']}"
        for source in unit["sources"]:
            needed = "required" if source["required"] else "extra"
            yield f"  source  {source['id']}: {source['kind']}, {needed}, {source['url']}, read by {source['profile']}"
            if trusted := [f"{key} {_said(value)}" for key, value in source["trust"].items() if value]:
                yield f"          a person trusts of its host: {', '.join(trusted)}"
        for member in unit["board"]:
            yield f"  board   {member['address']}: {member['role']}, gets {_said(member['notices'])}"
        if not unit["board"]:
            yield "  board   nobody is written to; name them in [[units.board]]"


def probe_lines(url: str, kind: str, preset: str | None, entries: Sequence[tuple[Entry, Classification]]) -> Iterable[RenderableType]:
    """What a probe read from a page: its entries with dates and verdicts."""
    yield f"{url}: {kind}" + (f", read by preset {preset}" if preset else "") + f", {len(entries)} entries"
    table = cells.table("date", "from", "verdict", "title", "why")
    for entry, classification in entries:
        at = f"{entry.published_at:%d/%m/%Y %H:%M}" if entry.published_at else "undated"
        table.add_row(
            at,
            str(entry.date_origin),
            str(classification.verdict),
            entry.title,
            "; ".join(english.phrase(p) for p in classification.phrases[:4]),
        )
    yield table


def findings(rows: Iterable[tuple[str, str, str, str]]) -> RenderableType:
    """What the doctor found: rows of health (ok, warn or bad), what it is about, what was found, and advice (may be empty)."""
    table = Table(show_edge=False, pad_edge=False, show_header=False, box=None)
    for health, about, found, advice in rows:
        advised = [Text(f"→ {advice}", "bold")] if advice else []
        table.add_row(Text(*_HEALTH[health]), about, Text("\n").join([Text(found), *advised]))
    return table


def _said(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
