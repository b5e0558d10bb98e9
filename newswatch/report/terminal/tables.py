"""Years, items, sources and bulletins as tables for a terminal, in Vietnamese."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from newswatch.config import Unit
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import ItemType, Origin, WarningKind
from newswatch.core.notices.notice import UnreadLog
from newswatch.core.polling.proof import Gap
from newswatch.core.polling.records import LastPoll, PollOutcome
from newswatch.errors import TlsFault
from newswatch.report import figures
from newswatch.report.terminal.cells import FAULT, STYLES, WAITING, table
from newswatch.report.tones import TONES, Tone
from newswatch.report.vi import evidence, logs, proofs, sentences, setup, terms
from newswatch.report.vi.reasons import technical

_POLLED = {
    PollOutcome.OK: "đọc được",
    PollOutcome.NOT_MODIFIED: "không đổi",
    PollOutcome.SUSPECT: "đáng ngờ",
    PollOutcome.FAILED: "không đọc được",
    None: "chưa xem",
}


_NO_SOURCE = "không có nguồn"


def title(unit: Unit) -> Text:
    """The unit at the head of what is told of it, where several are."""
    return Text(terms.capital(unit.title), "bold")


def overview(rows: Sequence[tuple[Unit, YearStatement, Sequence[LastPoll]]]) -> RenderableType:
    """Each unit in a line: how many months are met, short and unknown, the present month, the points, what awaits a person, the sources."""
    found = table("Đơn vị", "Đạt", "Thiếu", "Chưa rõ", "Tháng này", "Điểm", "Chờ xét", "Nguồn tin")
    for unit, statement, polls in rows:
        states = [m.state for m in statement.months]
        tones = ((State.MET, Tone.GOOD), (State.SHORT, Tone.BAD), (State.UNKNOWN, Tone.DOUBT))
        counts = [Text(str(states.count(state) or ""), STYLES[tone]) for state, tone in tones]
        present = next((m for m in statement.months if m.state is State.OPEN), None)
        waiting = sum(m.awaiting for m in statement.months) + sum(line.awaiting for line in statement.undated)
        now = sentences.so_far(statement.rule, present) if present else ""
        points = "" if statement.score is None else sentences.in_brief(statement)
        found.add_row(
            terms.capital(unit.title),
            *counts,
            now,
            points,
            str(waiting or ""),
            _sources(polls) if unit.watched else Text(_NO_SOURCE, WAITING),
        )
    return found


def _sources(polls: Sequence[LastPoll]) -> Text:
    spared = sum(poll.over_budget for poll in polls)
    failed, unseen = sum(poll.failed for poll in polls) - spared, sum(poll.polled_at is None for poll in polls)
    said = [f"{failed}/{len(polls)} không đọc được"] if failed else []
    said += [f"{spared}/{len(polls)} {setup.OVER_BUDGET}"] if spared else []
    said += [f"{unseen}/{len(polls)} chưa xem"] if unseen else []
    return Text(", ".join(said) or f"{len(polls)} đọc được", FAULT if failed else "")


def year(unit: Unit, statement: YearStatement) -> RenderableType:
    """The months of a year, the score with the range of all readings, and what is unsure about it."""
    rule = statement.rule
    heading = Text(
        f"{terms.capital(unit.title)} – {sentences.criterion(rule)}, năm {statement.year} (tối thiểu {rule.quota} tin, bài/tháng)",
        "bold",
    )
    lost = ["Trừ điểm"] if rule.max_points is not None else []
    months = table(
        "Tháng", "Được tính", *(terms.CHANNELS[c] for c in rule.channels), "Thiếu", *lost, "Kết quả", *_log_head(statement), "Chờ xét"
    )
    for month in statement.months:
        months.add_row(*_month_cells(month, statement))
    unseen = [] if unit.watched else filter(None, [sentences.unwatched(rule, watched=False)])
    return Group(heading, months, *map(Text, (*unseen, *_said(statement))))


def readings(statement: YearStatement) -> RenderableType:
    """The points under each of the seven readings; an empty text where no month is known."""
    if not statement.by_reading:
        return ""
    found = table("Cách tính", "Điểm")
    for reading, amount in statement.by_reading.items():
        mark = " (đang dùng)" if reading is statement.rule.reading else ""
        found.add_row(terms.READINGS[reading] + mark, terms.points(amount))
    return found


def sources(rows: Sequence[LastPoll]) -> RenderableType:
    """How the last poll of each source went."""
    found = table("Nguồn", "Lần xem cuối", "Kết quả", "Lần tốt gần nhất", "Ghi chú")
    for row in rows:
        found.add_row(
            row.source_id,
            _moment(row.polled_at),
            Text("chưa đọc hết", WAITING) if row.over_budget else Text(_POLLED[row.outcome], FAULT if row.failed else ""),
            _moment(row.last_good_at),
            _trouble(row),
        )
    return found


def _trouble(row: LastPoll) -> str:
    """What a failed poll means for the board, then the technical reason for the operator; or that sources contradict each other."""
    reason = technical(row.error or "")
    if row.outcome is PollOutcome.SUSPECT:
        return f"trang ít mục hơn hẳn thường lệ, mất bài vẫn còn trên trang, hoặc lỗi chữ; có thể đã đổi giao diện: {reason}"
    if row.outcome is PollOutcome.FAILED and (fault := next((w.text for w in row.warnings if w.kind is WarningKind.TLS), "")):
        return f"{setup.FAULTS[TlsFault(fault)]}, nên chưa đọc gì; {setup.TLS_ADVICE[TlsFault(fault)].format(url=row.url)}: {reason}"
    if row.outcome is PollOutcome.FAILED and row.proof and Gap.UNREAD_ARTICLES in row.proof.gaps and Gap.FAILED not in row.proof.gaps:
        return f"đọc được danh sách nhưng có bài chưa mở được, sẽ mở lại: {reason}"
    if row.over_budget:
        return f"{setup.OVER_BUDGET}; {setup.OVER_BUDGET_ADVICE}: {reason}"
    if row.outcome is PollOutcome.FAILED:
        return f"không kết nối hoặc không đọc được trang: {reason}"
    return proofs.contradiction(row.proof) if row.proof else ""


def unread_logs(files: Sequence[UnreadLog]) -> list[str]:
    """The loudspeaker logs that were not taken in whole, each with how many rows were not, or why nothing was; and how to be rid of them."""
    told = [logs.unread(one) + ("; chỗ sai: newswatch bulletin import --dry-run TỆP" if one.rows else "") for one in files]
    return [*told, *([f"Sửa rồi nộp lại tệp cùng tên; không cần nữa: {logs.IGNORE}"] if told else [])]


def items(lines: Iterable[Line]) -> RenderableType:
    """Items, each with whether it counts or why not."""
    found = table("Mục", "Ngày", "Kênh", "Tiêu đề", "Phân loại", "Được tính")
    for line in lines:
        item = line.item
        found.add_row(
            str(item.id),
            terms.day(item.day),
            terms.CHANNELS[item.channel],
            item.title,
            terms.VERDICTS[item.verdict] + (f" ({terms.DOMAINS[item.domain]})" if item.domain else ""),
            Text(terms.standing(line), STYLES[Tone.GOOD] if line.counted else WAITING if line.awaiting else ""),
        )
    return found


def bulletins(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The loudspeaker log, voided rows too."""
    found = table("Mục", "Ngày phát", "Giờ", "Thời lượng", "Tên tin, bài", "Thể loại", "Nguồn", "Người viết", "Ghi chú")
    for row in rows:
        minutes, seconds = divmod(row["duration"] or 0, 60)
        found.add_row(
            str(row["item_id"]),
            terms.day(date.fromisoformat(row["aired_on"])),
            (row["aired_at"] or "")[:5],
            f"{minutes} phút {seconds:02d} giây" if row["duration"] else "",
            row["title"],
            terms.TYPES[ItemType(row["item_type"])] if row["item_type"] else "",
            terms.made_by(Origin(row["origin"]), row["origin_raw"], row["author"]),
            row["author"],
            f"đã hủy: {row['void_reason']}" if row["voided_at"] else row["note"],
        )
    return found


def _month_cells(month: MonthStatement, year: YearStatement) -> list[str | Text]:
    rule = year.rule
    name = terms.month(month.month)
    if not figures.has_begun(rule, month, figures.stated_on(year)):
        blank = [""] * (len(rule.channels) + (2 if rule.max_points is None else 3))
        return [name, *blank, Text(terms.TO_COME, STYLES[Tone.NONE]), *[""] * len(_log_head(year)), ""]
    counts = map(str, figures.by_channel(rule, month.count))
    short = str(month.short) if month.short and month.state is not State.UNKNOWN else ""
    deduction = [] if rule.max_points is None else [terms.points(month.deduction) if month.deduction else ""]
    state = Text(terms.STATES[month.state], STYLES[TONES[month.state]])
    log = [terms.LOGS[month.log.state] if month.log else ""] if _log_head(year) else []
    return [name, str(month.count.combined), *counts, short, *deduction, state, *log, str(month.awaiting or "")]


def _log_head(year: YearStatement) -> list[str]:
    return ["Sổ phát thanh"] if any(m.log for m in year.months) and logs.watched(year) else []


def _said(statement: YearStatement) -> list[str]:
    """The score, the unknown months, what awaits a person with the command for it, and what the rule rests on."""
    awaiting = sentences.awaiting(statement, " (newswatch review)")
    return [
        *sentences.score(statement),
        *sentences.unknown(statement),
        *logs.of_months(statement.months),
        *awaiting,
        *evidence.of_year(statement, "; xem từng tháng: newswatch explain --month NĂM-THÁNG"),
        *sentences.basis(statement),
    ]


def _moment(at: datetime | None) -> str:
    return terms.moment(at) if at else "–"
