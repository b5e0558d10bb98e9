"""How a month came to its count, and the whole history of one item, as Vietnamese text for a terminal."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from newswatch.core.count.evidenced import wanting
from newswatch.core.count.logbook import LogState
from newswatch.core.count.reasons import Line
from newswatch.core.count.revision import Cause, Stated
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Channel, DateOrigin, Origin, Phrase, Verdict
from newswatch.core.polling.evidence import Watched
from newswatch.core.quota.readings import can_make_up
from newswatch.core.record.signatures import Signature
from newswatch.report import figures
from newswatch.report.terminal.cells import moment
from newswatch.report.terminal.files import attached, copies
from newswatch.report.vi import evidence, logs, proofs, sentences, signing, terms

_RULES = "quy tắc"
_MOST_NAMED = 10
_DATE_FIELDS = {
    "printed_at": terms.DATE_ORIGINS[DateOrigin.PAGE],
    "relative_at": "ngày in trên bài, tính lùi từ lúc đọc",
    "listing_at": terms.DATE_ORIGINS[DateOrigin.LISTING],
    "feed_at": terms.DATE_ORIGINS[DateOrigin.FEED],
    "url_at": terms.DATE_ORIGINS[DateOrigin.URL],
    "modified_at": "ngày cập nhật",
    "bare_at": "ngày ghi gần tiêu đề",
}


def month(year: YearStatement, statement: MonthStatement, sources: Sequence[Watched] = (), *, weights: bool = False) -> list[str]:
    """A month: its points, the days that could not be polled, what polls of the sources prove of it, how its log stands, then its items with dates,
    verdicts and duplicates; with `weights` also what each phrase weighs."""
    proved = [text for found in sources for text in proofs.source(found)]
    told = [*_result(year, statement), *_coverage(statement), *proved, *_log(year, statement), *_lacking(year, statement)]
    return [*told, *_sections(statement.lines, weights=weights)]


def revisions(rows: Sequence[tuple[dict[str, Any], Sequence[Cause]]], signed: Sequence[Signature] = ()) -> list[str]:
    """When a month was stated, with which result, what changed it, and who signed it."""
    out = ["Các lần kết luận:"] if rows else []
    for row, causes in rows:
        counted = tuple(json.loads(row["counted"]))
        head = "lần đầu" if row["revision"] == 0 else f"sửa lần {row['revision']}"
        given = Stated(row["revision"], counted, State(row["state"]), row["rule_digest"], LogState(row["log"]) if row["log"] else None)
        out.append(f"  {moment(row['stated_at'])} ({head}): {len(counted)} tin, bài, {terms.stated(given)}")
        out += [f"      {terms.cause(cause)}" for cause in causes]
        out += [f"      {signing.line(one, moment(one.at.isoformat()))}" for one in signed if one.revision == row["revision"]]
    return [*out, *signing.warnings(signed)]


def item(trace: dict[str, list[dict[str, Any]]], line: Line | None, *, weights: bool = False) -> list[str]:
    """One item's history: what each poll saw, what was decided by whom, and what stands now."""
    head = trace["item"][0]
    out = [f"Mục {head['id']} – {terms.small(terms.CHANNELS[Channel(head['channel'])])}, thấy lần đầu {moment(head['first_seen_at'])}"]
    out += [text for row in trace["bulletin"] for text in _bulletin(row)]
    before: dict[str, Any] = {}
    events: list[tuple[str, int, list[str]]] = []
    for row in trace["observations"]:
        events.append((row["seen_at"], 0, _observation(row, before)))
        before = row
    events += [(row["decided_at"], 1, _decision(row, weights=weights)) for row in trace["decisions"]]
    events += [(row["attached_at"], 2, attached(row)) for row in trace.get("files", [])]
    out += [text for _, _, texts in sorted(events, key=lambda event: event[:2]) for text in texts]
    out += copies(trace.get("page_parts", []), trace.get("page_copies", []))
    if line:
        out.append(f"Hiện nay: {terms.VERDICTS[line.item.verdict]}, {terms.standing(line)}; {_dated(line)}.")
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
        makeup = "có thể bù ở tháng khác" if can_make_up(rule.reading) else "không bù được ở tháng khác"
        out.append(f"Còn thiếu {statement.short} tin, bài; theo cách tính đang dùng, thiếu của tháng này {makeup}.")
    if statement.awaiting:
        out.append(f"Còn {statement.awaiting} mục chờ xét.")
    if statement.elsewhere:
        numbers = ", ".join(str(line.item.id) for line in statement.elsewhere[:_MOST_NAMED])
        more = f" và {len(statement.elsewhere) - _MOST_NAMED} mục khác" if len(statement.elsewhere) > _MOST_NAMED else ""
        out.append(f"Có thể cũng thuộc tháng này, chờ xét: mục {numbers}{more}.")
    return out


def _coverage(statement: MonthStatement) -> list[str]:
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
    out = [f"  [{it.id}] {it.title}", f"      {terms.CHANNELS[it.channel]}, {_dated(line)}{', ' + it.url if it.url else ''}"]
    if not line.counted:
        out.append(f"      {terms.standing(line)}")
    by = it.decided_by.name if it.decided_by.is_person else _RULES
    out.append(f"      {terms.VERDICTS[it.verdict]} theo {by}: {terms.verdict_drivers(it, weights=weights) or 'không có cụm từ CCHC nào'}")
    return out


def _dated(line: Line) -> str:
    it = line.item
    return f"{terms.day(it.day)} ({terms.DATE_ORIGINS[it.date_origin]})"


def _observation(row: dict[str, Any], before: dict[str, Any]) -> list[str]:
    head = f"{moment(row['seen_at'])} · nguồn {row['source']}"
    if row["kind"] == "gone":
        return [f"{head}: bài không còn ở địa chỉ {row['url']}"]
    changed = [
        name
        for key, name in (("title", "tiêu đề"), ("published_at", "ngày đăng"), ("text", "nội dung"))
        if before and before[key] != row[key]
    ]
    what = f"đổi {', '.join(changed)}" if changed else "đọc lại" if before else "thấy bài"
    out = [f"{head}: {what}: {row['title']}"]
    dates = [f"{name} {moment(row[key])}" for key, name in _DATE_FIELDS.items() if row[key]]
    out.append("      " + ("; ".join(dates) or "không có ngày đăng") + (f'; in là "{row["printed_raw"]}"' if row["printed_raw"] else ""))
    out.append(
        f"      {row['url']}"
        + (f" · bản lưu {row['capture'][:12]}" if row["capture"] else "")
        + ("" if row["whole"] else " · chưa đọc được bài")
    )
    return out


def _bulletin(row: dict[str, Any]) -> list[str]:
    at = f" {row['aired_at'][:5]}" if row["aired_at"] else ""
    place = f"{row['file']}, dòng {row['file_row']}" if row["file"] else "dòng lệnh"
    out = [f"{moment(row['taken_in_at'])} · ghi vào từ {place}: {row['title']}"]
    out.append(
        f"      phát {terms.day(date.fromisoformat(row['aired_on']))}{at}; nguồn {terms.ORIGINS[Origin(row['origin'])]} {row['origin_raw']}".rstrip()
    )
    if row["voided_at"]:
        out.append(f"      hủy {moment(row['voided_at'])} bởi {row['voided_by']}: {row['void_reason']}")
    return out


def _day(text: str) -> str:
    return terms.day(date.fromisoformat(text))


def _decision(row: dict[str, Any], *, weights: bool) -> list[str]:
    by = _RULES if row["kind"] == "ruling" else row["decided_by"]
    decided = [terms.VERDICTS[Verdict(row["verdict"])]] if row["verdict"] else []
    decided += [f"ngày đăng {terms.day(date.fromisoformat(row['published_on']))}"] if row["published_on"] else []
    decided += [f"không đăng từ {_day(first)} đến {_day(last)}" for first, last in row["not_during"]]
    decided += ["bài không còn đọc được"] if row["dead_link"] else []
    decided += [f"trùng với mục {row['same_as']}"] if row["same_as"] else []
    decided += ["là tin, bài riêng"] if row["own_story"] else []
    decided += [f"nguồn {terms.ORIGINS[Origin(row['origin'])]}"] if row["origin"] else []
    why = (
        row["because"]
        if row["kind"] == "person"
        else terms.drivers([Phrase(p["text"], p["where"], p["start"], p["weight"]) for p in row["phrases"]], weights=weights)
    )
    withdrawn = (
        [f"      đã rút lại {moment(row['withdrawn_at'])}, người rút: {row['withdrawn_by']} – {row['withdrawn_because']}"]
        if row["withdrawn_at"]
        else []
    )
    number = f"quyết định {row['id']}, " if row["kind"] == "person" else ""
    return [f"{moment(row['decided_at'])} · {number}{by}: {', '.join(decided)} – {why or 'không có cụm từ nào'}", *withdrawn]
