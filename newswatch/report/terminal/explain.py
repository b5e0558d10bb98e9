"""How a month came to its count, and the whole history of one item, as Vietnamese text for a terminal."""

from collections.abc import Iterable, Sequence
from typing import Any

from newswatch.core.count.evidenced import wanting
from newswatch.core.count.reasons import Line
from newswatch.core.count.revision import Cause
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Channel
from newswatch.core.polling.evidence import Watched
from newswatch.core.quota.readings import can_make_up
from newswatch.core.quota.rule import Rule
from newswatch.core.record.signatures import Signature
from newswatch.report import figures
from newswatch.report.terminal.cells import moment
from newswatch.report.terminal.files import copies
from newswatch.report.vi import evidence, history, logs, proofs, sentences, signing, statings, terms

_MOST_NAMED = 10


def month(
    year: YearStatement, statement: MonthStatement, sources: Sequence[Watched] = (), *, weights: bool = False, watched: bool = True
) -> list[str]:
    """A month: its points, the days that could not be polled, what polls of the sources prove of it, how its log stands, then its items with dates,
    verdicts and duplicates; with `weights` also what each phrase weighs. `watched`: does the unit have a required source?"""
    proved = [text for found in sources for text in proofs.source(found)]
    told = [
        *_result(year, statement),
        *_coverage(year.rule, statement, watched),
        *proved,
        *_log(year, statement),
        *_lacking(year, statement),
    ]
    return [*told, *_sections(statement.lines, weights=weights)]


def revisions(rows: Sequence[tuple[dict[str, Any], Sequence[Cause]]], signed: Sequence[Signature] = ()) -> list[str]:
    """When a month was stated, with which result, what changed it, and who signed it."""
    out = ["Các lần kết luận:"] if rows else []
    for row, causes in rows:
        told = statings.stating(row, causes, signed)
        out.append(f"  {terms.moment(told.at)} ({told.which}): {told.result}")
        out += [f"      {text}" for text in (*told.causes, *told.signed)]
    return [*out, *signing.warnings(signed)]


def item(trace: dict[str, list[dict[str, Any]]], line: Line | None, *, weights: bool = False) -> list[str]:
    """One item's history: what each poll saw, what was decided by whom, and what stands now."""
    head = trace["item"][0]
    out = [f"Mục {head['id']} – {terms.small(terms.CHANNELS[Channel(head['channel'])])}, thấy lần đầu {moment(head['first_seen_at'])}"]
    for event in history.events(trace, weights=weights):
        out += [f"{terms.moment(event.at)} · {event.who}: {event.what}", *(f"      {text}" for text in event.details)]
    out += copies(trace.get("page_parts", []), trace.get("page_copies", []))
    if line:
        out.append(f"Hiện nay: {terms.VERDICTS[line.item.verdict]}, {terms.standing(line)}; {history.dated(line)}.")
        out += [f"{evidence.HEADING}: {evidence.lack(line.lacks)}{_how(line)}."] if line.lacks else []
    return out


def _lacking(year: YearStatement, statement: MonthStatement) -> list[str]:
    """The items that count and lack evidence, with what lacks and how to add it."""
    found = wanting(year.rule, statement.lines)
    if not found:
        return []
    rows = [f"  mục {line.item.id}, {line.item.title}: thiếu {evidence.lack(line.lacks)}{_how(line)}" for line in found]
    return [f"{evidence.HEADING}: {len(found)} tin, bài được tính.", *rows, *filter(None, [evidence.points(year)])]


def _how(line: Line) -> str:
    how = evidence.how(line.item.id, line.lacks)
    return f"; bổ sung: {how}" if how else ""


def _result(year: YearStatement, statement: MonthStatement) -> list[str]:
    rule = year.rule
    name = terms.capital(statement.month.label)
    if not figures.has_begun(rule, statement, figures.stated_on(year)):
        return [f"{name} {terms.TO_COME}."]
    state = terms.STATES[statement.state]
    out = [f"{name}: {sentences.items(rule, statement.count)} được tính – {state}."]
    if statement.state is State.UNKNOWN and (unsure := sentences.unsure_items(statement)):
        out.append(f"Chưa kết luận vì có {' và '.join(unsure)}.")
    counts = ", ".join(f"{terms.CHANNELS[c]} {n}" for c, n in statement.count.by_channel.items())
    out.append(f"Theo kênh: {counts}.")
    if statement.state is State.SHORT:
        out.append(f"Thiếu {statement.short} tin, bài, trừ {terms.points(statement.deduction)} điểm. {terms.reading_note(rule)}")
    if statement.state is State.OPEN and statement.short:
        out.append(_still_short(statement, "có thể bù" if can_make_up(rule.reading) else "không bù được"))
    if statement.awaiting:
        out.append(f"Còn {statement.awaiting} mục chờ xét.")
    if statement.elsewhere:
        numbers = ", ".join(str(line.item.id) for line in statement.elsewhere[:_MOST_NAMED])
        more = f" và {len(statement.elsewhere) - _MOST_NAMED} mục khác" if len(statement.elsewhere) > _MOST_NAMED else ""
        out.append(f"Có thể cũng thuộc tháng này, chờ xét: mục {numbers}{more}.")
    return out


def _still_short(statement: MonthStatement, made_up: str) -> str:
    """What a month that goes on lacks: so far, if all its days were looked at; else by those that were."""
    told = f"theo cách tính đang dùng, thiếu của tháng này {made_up} ở tháng khác"
    if blind := len(statement.coverage.blind):
        unseen = f"có {blind} ngày chưa xem được nên số thật có thể cao hơn"
        return f"Theo những ngày đã xem thì còn thiếu {statement.short} tin, bài; {unseen}; {told}."
    return f"Còn thiếu {statement.short} tin, bài; {told}."


def _coverage(rule: Rule, statement: MonthStatement, watched: bool) -> list[str]:
    if told := sentences.unwatched(rule, watched):
        return [told]
    seen = statement.coverage
    if not seen.watched and not seen.blind:
        return []
    if seen.complete:
        return [f"Đã theo dõi đủ {seen.watched} ngày."]
    gap = f"dài nhất {seen.longest_gap} ngày liền"
    unseen = f"{len(seen.blind)} ngày chưa xem hoặc không đọc được nguồn tin ({gap}): {terms.days(seen.blind)}"
    return [f"Theo dõi được {seen.watched} ngày; {unseen}."]


def _log(year: YearStatement, statement: MonthStatement) -> list[str]:
    if not figures.has_begun(year.rule, statement, figures.stated_on(year)) or statement.log is None:
        return []
    if not logs.awaited(statement):
        return [logs.of_month(statement)]
    sure = not sentences.unseen_parts(statement)
    close = f"Chốt sổ: newswatch bulletin close --month {statement.month} --by TÊN (cả tháng không phát: thêm --none-aired)."
    return [logs.of_month(statement), logs.if_nothing_else(year, statement, sure=sure), close]


def _sections(lines: Iterable[Line], *, weights: bool) -> list[str]:
    groups: dict[str, list[Line]] = {"Được tính": [], "Chờ xét": [], "Trùng": [], "Không tính": []}
    for line in lines:
        name = "Được tính" if line.counted else "Chờ xét" if line.awaiting else "Trùng" if line.duplicate_of else "Không tính"
        groups[name].append(line)
    out = []
    for name, members in groups.items():
        if members:
            out.append(f"{name} ({len(members)}):")
            out += [text for line in members for text in _entry(line, weights=weights)]
    return out


def _entry(line: Line, *, weights: bool) -> list[str]:
    it = line.item
    out = [f"  [{it.id}] {it.title}", f"      {terms.CHANNELS[it.channel]}, {history.dated(line)}{', ' + it.url if it.url else ''}"]
    if not line.counted:
        out.append(f"      {terms.standing(line)}")
    out.append(f"      {history.judged(line, weights=weights)}")
    return out
