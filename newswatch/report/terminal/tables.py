"""Statements as tables for a terminal, in Vietnamese."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from newswatch.config import Unit
from newswatch.core.count.judgement import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import LOCAL, ItemType, Origin
from newswatch.core.polling.records import LastPoll, PollOutcome
from newswatch.report.vi import sentences, terms

_STYLES = {State.MET: "green", State.SHORT: "bold red", State.UNKNOWN: "bold yellow", State.OPEN: "cyan"}


def year(unit: Unit, statement: YearStatement) -> RenderableType:
    """The months of a year, the score with its spread, and what is not sure about it."""
    rule = statement.rule
    heading = Text(
        f"{unit.title[:1].upper()}{unit.title[1:]} – {sentences.criterion(rule)}, năm {statement.year} (tối thiểu {rule.quota} tin, bài/tháng)",
        "bold",
    )
    lost = ["Trừ điểm"] if rule.max_points is not None else []
    table = _table("Tháng", "Được tính", *(terms.CHANNELS[c] for c in rule.channels), "Thiếu", *lost, "Kết quả", "Chờ xét")
    for month in statement.months:
        table.add_row(*_month_cells(month, statement))
    return Group(heading, table, *(Text(line) for line in sentences.year(statement)))


def readings(statement: YearStatement) -> RenderableType:
    """The points under each of the seven readings; nothing where there are none."""
    if not statement.by_reading:
        return ""
    table = _table("Cách tính", "Điểm")
    for reading, amount in statement.by_reading.items():
        mark = " (đang dùng)" if reading is statement.rule.reading else ""
        table.add_row(terms.READINGS[reading] + mark, terms.points(amount))
    return table


def sources(rows: Sequence[LastPoll]) -> RenderableType:
    """How the last poll of each source went."""
    table = _table("Nguồn", "Lần xem cuối", "Kết quả", "Lần tốt gần nhất", "Ghi chú")
    names = {
        PollOutcome.OK: "đọc được",
        PollOutcome.NOT_MODIFIED: "không đổi",
        PollOutcome.SUSPECT: "đáng ngờ",
        PollOutcome.FAILED: "không đọc được",
        None: "chưa xem",
    }
    for row in rows:
        table.add_row(
            row.source_id,
            _moment(row.polled_at),
            Text(names[row.outcome], "red" if row.failed else ""),
            _moment(row.last_good_at),
            _trouble(row),
        )
    return table


def _trouble(row: LastPoll) -> str:
    """What the board needs to know of a failed poll; the technical reason follows for whoever keeps the computer."""
    if row.outcome is PollOutcome.SUSPECT:
        return f"trang ít mục hơn hẳn thường lệ, có thể đã đổi giao diện: {row.error}"
    return f"không kết nối hoặc không đọc được trang: {row.error}" if row.outcome is PollOutcome.FAILED else ""


def bad_rows(files: Sequence[tuple[str, int]]) -> list[str]:
    """What of the loudspeaker logs could not be taken in."""
    return [f"Sổ phát thanh {file}: {n} dòng hỏng chưa được ghi nhận; xem lại: newswatch bulletin import {file}" for file, n in files]


def items(lines: Iterable[Line]) -> RenderableType:
    """Items with their standing."""
    table = _table("Mục", "Ngày", "Kênh", "Tiêu đề", "Phân loại", "Tính")
    for line in lines:
        item = line.item
        table.add_row(
            str(item.id),
            terms.day(item.day),
            terms.CHANNELS[item.channel],
            item.title,
            terms.VERDICTS[item.verdict] + (f" ({terms.DOMAINS[item.domain]})" if item.domain else ""),
            Text(terms.standing(line), "green" if line.counted else "yellow" if line.awaiting else ""),
        )
    return table


def bulletins(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The loudspeaker log."""
    table = _table("Mục", "Ngày phát", "Giờ", "Thời lượng", "Tên tin, bài", "Thể loại", "Nguồn", "Người viết", "Ghi chú")
    for row in rows:
        minutes, seconds = divmod(row["duration"] or 0, 60)
        table.add_row(
            str(row["item_id"]),
            terms.day(date.fromisoformat(row["aired_on"])),
            (row["aired_at"] or "")[:5],
            f"{minutes} phút {seconds:02d} giây" if row["duration"] else "",
            row["title"],
            terms.TYPES[ItemType(row["item_type"])] if row["item_type"] else "",
            terms.ORIGINS[Origin(row["origin"])],
            row["author"],
            f"đã hủy: {row['void_reason']}" if row["voided_at"] else row["note"],
        )
    return table


def _month_cells(month: MonthStatement, year_statement: YearStatement) -> list[str | Text]:
    rule = year_statement.rule
    name = f"{month.month.month:02d}/{month.month.year}"
    if month.month.window(rule.cutoff_day).first > year_statement.as_of.astimezone(LOCAL).date():
        return [name, *[""] * (len(rule.channels) + (2 if rule.max_points is None else 3)), Text("chưa tới", "dim"), ""]
    counts = [str(month.count.by_channel.get(c, 0)) for c in rule.channels]
    short = str(month.short) if month.short else ""
    deduction = [] if rule.max_points is None else [terms.points(month.deduction) if month.deduction else ""]
    state = Text(terms.STATES[month.state], _STYLES[month.state])
    return [name, str(month.count.combined), *counts, short, *deduction, state, str(month.awaiting or "")]


def _table(*headers: str) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _moment(at: datetime | None) -> str:
    return terms.moment(at) if at else "–"
