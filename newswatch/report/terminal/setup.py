"""The configuration in force, what a probe read and what the doctor found, as text for whoever sets newswatch up."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from newswatch.core.model import Classification, Entry
from newswatch.core.quota.clause import Reading, ReadingStatus
from newswatch.report import english
from newswatch.report.terminal import cells
from newswatch.report.tones import Tone
from newswatch.report.vi import people, terms
from newswatch.report.vi import setup as vi
from newswatch.report.vi.reasons import technical

_HEALTH = {"ok": ("ổn", cells.STYLES[Tone.GOOD]), "warn": ("lưu ý", cells.WAITING), "bad": ("lỗi", cells.STYLES[Tone.BAD])}


def lines(shown: dict[str, Any]) -> Iterable[str]:
    """The configuration for people, from its JSON shape (`json_shapes.configuration`). Names of keys stand as they do in config.toml."""
    yield f"Cấu hình:          {shown['config']}"
    yield f"Cơ sở dữ liệu:     {shown['database']}"
    yield f"Thư mục nhận sổ:   {shown['inbox']}"
    yield f"Từ vựng CCHC:      {_file(shown['lexicon']['file'])}, mã {shown['lexicon']['digest'][:12]}"
    yield f"Ngày nghỉ lễ:      {_file(shown['holidays'])}"
    yield f"Mẫu văn bản:       {_file(shown['documents']['templates'])}"
    for table in ("fetch", "evidence", "schedule", "mail"):
        yield f"[{table}]: " + ", ".join(f"{name} {_said(value)}" for name, value in shown[table].items() if value not in (None, ""))
    for host in shown["idle_hosts"]:
        yield f'[fetch.hosts."{host}"]: {vi.IDLE_HOST}'
    for unit in shown["units"]:
        yield f"Đơn vị {unit['id']}: {unit['kind']} {unit['name']}"
        yield from _rules(unit["rules"])
        yield from _sources(unit["sources"])
        for member in unit["board"]:
            yield f"  Ban biên tập: {member['address']}, {people.BOARD[member['role']]}, nhận {_said(member['notices'])}"
        if not unit["board"]:
            yield "  Ban biên tập: chưa gửi thư cho ai; khai báo ở [[units.board]]"


def _rules(rules: Iterable[dict[str, Any]]) -> Iterable[str]:
    for rule in rules:
        sure = "đã có văn bản xác nhận" if rule["reading_status"] == ReadingStatus.CONFIRMED else "chưa có văn bản xác nhận"
        reading = terms.READINGS[Reading(rule["reading"])]
        yield f"  Quy định {rule['id']}: {rule['quota']} tin, bài/tháng, cách tính {reading} ({sure}), mã {rule['digest'][:12]}"
        if rule["provisional"]:
            yield f"    {technical(rule['provisional'])}"


def _sources(sources: Iterable[dict[str, Any]]) -> Iterable[str]:
    for source in sources:
        needed = "bắt buộc" if source["required"] else "thêm"
        yield f"  Nguồn tin {source['id']} ({source['kind']}, {needed}): {source['url']}, mẫu đọc {source['profile']}"
        if trusted := [f"{key} {_said(value)}" for key, value in source["trust"].items() if value]:
            yield f"    được tin riêng cho máy chủ này: {', '.join(trusted)}"


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


def _file(named: str) -> str:
    return "có sẵn" if named == "shipped" else named


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
