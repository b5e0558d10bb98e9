"""The sections that letters to the board share: what counts, what awaits a person, what was left out, the year as bars, what comes next."""

from collections.abc import Iterable, Sequence
from datetime import date

from newswatch.config import Unit
from newswatch.core.count.logbook import LogState
from newswatch.core.count.reasons import Line
from newswatch.core.count.settling import Settling, of_month
from newswatch.core.count.statement import MonthStatement, State, YearStatement, accepted
from newswatch.core.model import Channel, Domain, Verdict
from newswatch.core.notices.notice import Briefing
from newswatch.core.quota.clause import Scope
from newswatch.core.quota.rule import Rule
from newswatch.core.text import printable
from newswatch.report import figures
from newswatch.report.letters.blocks import Bar, Bars, Block, Entries, Entry, Heading, Letter, Paragraph, Points
from newswatch.report.tones import TONES, Tone
from newswatch.report.vi import item_names, ledger, logs, sentences, settling, terms

_MOST_LEFT_OUT = 6
_MOST_COUNTED = 16
MOST_AWAITING = 10
_MONTHS_BACK = 3
_LONGEST_NAME = 80
_A_HINT = 1.0


def letter(unit: Unit, briefing: Briefing, title: str, blocks: Iterable[Block], *, attached: bool) -> Letter:
    """The letter with its sender line and its foot; `attached` says that the workbook goes with it."""
    return Letter(f"{sender(unit)} · ngày {terms.day(briefing.today)}", title, tuple(blocks), _foot(briefing, attached))


def sender(unit: Unit) -> str:
    """The line above the title: who is written to."""
    return f"Kính gửi: Ban biên tập trang TTĐT {unit.title}"


def who(unit: Unit) -> str:
    """The unit at the head of a chat text."""
    return terms.capital(printable(unit.title, _LONGEST_NAME))


def months_told(briefing: Briefing) -> list[MonthStatement]:
    """The months a briefing is about, in order."""
    return [month for month in briefing.year.months if month.month in briefing.due_notice.months]


def month_told(briefing: Briefing) -> MonthStatement:
    """The month a briefing is about, the last one if there are several."""
    return next(month for month in briefing.year.months if month.month == briefing.due_notice.months[-1])


def present(briefing: Briefing) -> tuple[YearStatement, MonthStatement] | None:
    """The month that the briefing's day falls in, with its scoring year; None between two scoring years."""
    for year in filter(None, (briefing.watched, briefing.year)):
        for month in year.months:
            if briefing.today in month.month.window(year.rule.cutoff_day) and month.state is State.OPEN:
                return year, month
    return None


def counted(rule: Rule, month: MonthStatement, heading: str = "Các tin, bài được tính") -> list[Block]:
    """The items that count, with links."""
    rows = tuple(_entry(line) for line in month.lines if figures.counts(rule, line))
    more = f"và {len(rows) - _MOST_COUNTED} tin, bài khác." if len(rows) > _MOST_COUNTED else ""
    return [
        Heading(f"{heading} ({len(rows)})"),
        Entries(rows[:_MOST_COUNTED], more) if rows else Paragraph("Chưa có tin, bài nào được tính."),
    ]


def awaiting(year: YearStatement, month: MonthStatement) -> list[Line]:
    """The items that await a person and may belong to a month, in the order of what they decide."""
    return [one.line for one in of_month(year, month)]


def to_settle(year: YearStatement, month: MonthStatement, named: terms.Namer) -> list[Block]:
    """What awaits a person, why, and what it would change."""
    found = of_month(year, month)
    if not found:
        return []
    undated = sum(line.item.day is None for line in month.elsewhere)
    rows = tuple(_waiting(one, named) for one in found[:MOST_AWAITING])
    more = f"và {len(found) - MOST_AWAITING} mục khác." if len(found) > MOST_AWAITING else ""
    texts = [gain(year.rule, month, month.awaiting)] if month.awaiting else []
    texts += [f"{undated} mục không rõ ngày cũng có thể thuộc tháng này."] if undated else []
    others = len(month.elsewhere) - undated
    texts += [f"{others} mục ghi ngày của tháng khác cũng có thể thuộc tháng này."] if others else []
    may_fill = month.state is State.SHORT or (month.state is State.UNKNOWN and month.short > 0)
    return [
        Heading(f"Chờ xét{', có thể bù phần còn thiếu' if may_fill else ''} ({len(found)})"),
        Paragraph(" ".join(texts)),
        Entries(rows, more),
    ]


def gain(rule: Rule, month: MonthStatement, waiting: int) -> str:
    """What the month would be if all `waiting` items were taken."""
    which = f"cả {waiting} mục" if waiting > 1 else "mục này"
    after, left = sentences.tally(rule, accepted(month)), figures.still_short(rule, month)
    if not month.short:
        return f"Tháng đã đủ chỉ tiêu; nếu {which} được nhận thì được {after}."
    if not left:
        enough = f" (nhận thêm {month.short} là đủ)" if rule.scope is Scope.COMBINED and month.short < waiting else ""
        return f"Nếu {which} được nhận thì đạt {after}{enough}."
    rest = f", vẫn còn thiếu {left}" if month.state is State.SHORT or (month.state is State.OPEN and not month.coverage.blind) else ""
    return f"Nếu {which} được nhận thì được {after}{rest}."


def left_out(rule: Rule, month: MonthStatement, named: terms.Namer) -> list[Block]:
    """What does not count and why. Items that are plainly about something else are only counted."""
    lines = [line for line in month.lines if not line.awaiting and not figures.counts(rule, line)]
    if not lines:
        return []
    near = sorted((line for line in lines if _near(line)), key=_nearness)
    plain = len(lines) - len(near)
    texts = [f"{plain} mục thuộc chủ đề khác, không phải tin, bài CCHC (xem bảng kèm theo)."] if plain else []
    beyond = len(near) - _MOST_LEFT_OUT
    blocks: list[Block] = [Heading(f"Không tính ({len(lines)})")]
    if near:
        rows = tuple(_entry(line, item_names.why_not(line, named)) for line in near[:_MOST_LEFT_OUT])
        blocks.append(Entries(rows, f"và {beyond} mục khác trong bảng kèm theo." if beyond > 0 else ""))
    return [*blocks, *(Paragraph(text) for text in texts)]


def year_bars(year: YearStatement, today: date) -> list[Block]:
    """The year so far: a bar for each month that has begun, one row for the months to come."""
    begun = [m for m in year.months if figures.has_begun(year.rule, m, today)]
    rest = year.months[len(begun) :]
    rows = [bar(year, m) for m in begun]
    if rest:
        last = terms.month(rest[-1].month)
        span = f"{rest[0].month.month:02d}–{last}" if len(rest) > 1 else last
        rows.append(Bar(span, "", 0, rows[0].of if rows else year.rule.quota, Tone.NONE, terms.TO_COME))
    return [Heading(f"Năm {year.year} đến nay"), Bars(tuple(rows))]


def bar(year: YearStatement, month: MonthStatement) -> Bar:
    """One month as a bar with its state in words."""
    rule = year.rule
    of = figures.faced(rule, month.count)
    state = sentences.outcome(year, month)
    waits = f"; {month.awaiting} mục chờ xét" if month.awaiting and month.state is not State.MET else ""
    filled = sum(min(n, rule.quota) for n in of)
    return Bar(
        terms.month(month.month),
        " + ".join(f"{n}/{rule.quota}" if n <= rule.quota else str(n) for n in of),
        filled,
        rule.quota * len(of),
        tone(year, month),
        state + waits,
    )


def tone(year: YearStatement, month: MonthStatement) -> Tone:
    """The tone of a month: no alarm where what it would cost rests on a rule that is not sure."""
    found = TONES[month.state]
    return Tone.DOUBT if found is Tone.BAD and sentences.provisional(year) else found


def ahead(briefing: Briefing) -> list[Block]:
    """What the present month still needs; no blocks between two scoring years."""
    found = present(briefing)
    if found is None:
        return []
    year, month = found
    need = _need(year.rule, month)
    texts = [f"{terms.capital(month.month.label)}: {need}; {sentences.time_left(briefing.days_left, briefing.working_days_left)}."]
    return [Heading("Việc cần làm tiếp"), Points((*texts, *stakes(briefing, year, month)))]


def stakes(briefing: Briefing, year: YearStatement, month: MonthStatement) -> list[str]:
    """The holidays ahead, the points at risk, whether missing items can be made up, and how likely the month is to be met."""
    texts = [f"Nghỉ lễ trong những ngày còn lại: {sentences.rests(briefing.rests)}."] if briefing.rests else []
    if month.short and briefing.at_risk:
        texts.append(risk(briefing, month))
    if year.rule.max_points is not None:
        texts.append(sentences.makeup(year.rule))
    if briefing.forecast is not None and month.short:
        texts.append(sentences.forecast(briefing.forecast))
    return texts


def floor(briefing: Briefing, year: YearStatement, month: MonthStatement) -> list[str]:
    """That a missing item costs nothing more, if the year stands at its fewest points."""
    return [sentences.FLOOR] if figures.at_floor(year) and month.short and not briefing.at_risk else []


def risk(briefing: Briefing, month: MonthStatement) -> str:
    """The points lost if no more item comes; for a month with unseen days, the most that can be lost."""
    if not (briefing.at_risk and month.short):
        return ""
    most = "có thể mất đến" if month.coverage.blind else "mất"
    return f"Nếu không có thêm tin, bài được tính thì {most} {terms.points(briefing.at_risk)} điểm."


def topics(year: YearStatement, told: Sequence[MonthStatement]) -> list[Block]:
    """The fields of PAR without a counted item in the last three months up to those told that have begun.

    Before two months have passed there is no such section, nor where some of their days or logs are not known: an item may have been put up then.
    """
    today = figures.stated_on(year)
    recent = [m for m in year.months if m.month <= told[-1].month and figures.has_begun(year.rule, m, today)][-_MONTHS_BACK:]
    if len(recent) < 2 or any(m.state is State.UNKNOWN or m.coverage.blind for m in recent):
        return []
    covered = {line.item.domain for m in recent for line in m.lines if figures.counts(year.rule, line)}
    missing = [terms.DOMAINS[d] for d in Domain if d not in covered]
    if not missing:
        return []
    text = f"{len(recent)} tháng gần đây chưa có tin, bài được tính về: {'; '.join(missing)}."
    return [Heading("Chủ đề kế hoạch CCHC lâu chưa có tin, bài"), Paragraph(text)]


def no_log(year: YearStatement, month: MonthStatement) -> list[str]:
    """A reminder if a short month that has begun has no loudspeaker item at all and no person closed its log: it may not have been handed in."""
    rule, begun = year.rule, figures.has_begun(year.rule, month, figures.stated_on(year))
    confirmed = month.log is None or month.log.state in (LogState.CLOSED, LogState.NONE_AIRED)
    silent = not confirmed and not any(line.item.channel is Channel.LOUDSPEAKER for line in month.lines)
    told = "Sổ phát thanh tháng này chưa được nhập; nếu đã phát thì nhờ cán bộ phụ trách kỹ thuật nhập."
    return [told] if begun and silent and month.short and Channel.LOUDSPEAKER in rule.channels else []


def _foot(briefing: Briefing, attached: bool) -> str:
    """Who wrote the letter, as of when the figures are, where the full list is, and the head of the ledger they rest on."""
    more = " Danh sách đầy đủ ở tệp .xlsx kèm theo." if attached else ""
    said = f"Thư lập tự động bởi newswatch, số liệu tính đến {terms.moment(briefing.year.as_of)}.{more}"
    return f"{said} {ledger.head(briefing.head)}".strip()


def _need(rule: Rule, month: MonthStatement) -> str:
    tally = f"{sentences.tally(rule, month.count)}{logs.alone(month)}"
    if not month.short:
        return f"đã đủ chỉ tiêu ({tally})"
    if month.coverage.blind:
        return f"đến nay mới thấy {tally}, có {len(month.coverage.blind)} ngày chưa xem được"
    return f"đến nay {tally}, cần thêm {month.short} tin, bài"


def _entry(line: Line, note: str = "") -> Entry:
    item = line.item
    title = printable(item.title, item_names.LONGEST_TITLE) or f"(không có tiêu đề, mục {item.id})"
    gone = "bài không còn trên trang, còn bản lưu" if item.gone else ""
    return Entry(terms.day(item.day), terms.CHANNELS[item.channel], title, item.url, "; ".join(filter(None, (note, gone))))


def _waiting(one: Settling, named: terms.Namer) -> Entry:
    change = f"; {settling.decides(one)}" if one.stakes else ""
    return _entry(one.line, f"Mục {one.line.item.id}: {item_names.why_not(one.line, named)}{change}")


def _near(line: Line) -> bool:
    """May somebody ask why it does not count? So for PAR news, for what a person decided, and for what speaks of PAR a little."""
    return line.item.verdict is not Verdict.OTHER or figures.person_decided(line) or _strength(line) >= _A_HINT


def _nearness(line: Line) -> tuple[bool, bool, float]:
    """The order: repetitions and the like, then what a person ruled out, then look-alikes, the strongest first."""
    return line.item.verdict is Verdict.OTHER, not figures.person_decided(line), -_strength(line)


def _strength(line: Line) -> float:
    """The weights that speak for PAR; 0 if a person decided."""
    if figures.person_decided(line):
        return 0.0
    return sum(weight for phrase in line.item.phrases if (weight := round(phrase.weight, 1)) > 0)
