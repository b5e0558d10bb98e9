"""The parts that letters to the board are made of: what counts, what awaits a person, what was left out, the year as bars, what comes next."""

from collections.abc import Iterable, Sequence
from datetime import date

from newswatch.config import Unit
from newswatch.core.count.judgement import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement, accepted
from newswatch.core.model import Channel, Domain, Verdict
from newswatch.core.notices.notice import Briefing
from newswatch.core.quota.clause import Scope
from newswatch.core.quota.rule import Rule
from newswatch.report.letters.blocks import Bar, Bars, Block, Entries, Entry, Heading, Paragraph, Points, Tone, clean
from newswatch.report.vi import item_names, sentences, terms

TONES = {State.MET: Tone.GOOD, State.SHORT: Tone.BAD, State.UNKNOWN: Tone.DOUBT, State.OPEN: Tone.OPEN}
_MOST_LEFT_OUT = 6
_MOST_COUNTED = 16
MOST_AWAITING = 10
_MONTHS_BACK = 3
_A_HINT = 1.0


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def watched(unit: Unit) -> bool:
    """Has the unit a source that must be looked at?"""
    return any(source.required for source in unit.sources)


def month_of(year: YearStatement, briefing: Briefing) -> MonthStatement:
    """The month a briefing tells of."""
    return next(m for m in year.months if m.month == briefing.due_notice.months[-1])


def present(briefing: Briefing) -> tuple[YearStatement, MonthStatement] | None:
    """The month that today falls in, with its scoring year; None between two scoring years."""
    for year in filter(None, (briefing.watched, briefing.year)):
        for month in year.months:
            if briefing.today in month.month.window(year.rule.cutoff_day) and month.state is State.OPEN:
                return year, month
    return None


def counted(rule: Rule, lines: Iterable[Line], heading: str = "Các tin, bài được tính") -> list[Block]:
    """The items that count, with links."""
    rows = tuple(_entry(line) for line in lines if sentences.counts(rule, line))
    more = f"và {len(rows) - _MOST_COUNTED} tin, bài khác." if len(rows) > _MOST_COUNTED else ""
    return [
        Heading(f"{heading} ({len(rows)})"),
        Entries(rows[:_MOST_COUNTED], more) if rows else Paragraph("Chưa có tin, bài nào được tính."),
    ]


def awaiting(year: YearStatement, month: MonthStatement) -> list[Line]:
    """What may belong to a month and a person has yet to settle: its own items, then those without a day."""
    return [line for line in (*month.lines, *year.undated) if line.awaiting]


def to_settle(year: YearStatement, month: MonthStatement, named: terms.Namer) -> list[Block]:
    """What a person has yet to settle, why, and what it would change."""
    lines = awaiting(year, month)
    if not lines:
        return []
    own, undated = [line for line in month.lines if line.awaiting], [line for line in year.undated if line.awaiting]
    rows = tuple(_waiting(line, named) for line in lines[:MOST_AWAITING])
    more = f"và {len(lines) - MOST_AWAITING} mục khác." if len(lines) > MOST_AWAITING else ""
    texts = [gain(year.rule, month, len(own))] if own else []
    texts += [f"{len(undated)} mục không rõ ngày cũng có thể thuộc tháng này."] if undated else []
    return [
        Heading(f"Chờ xét{', có thể bù phần còn thiếu' if month.state is State.SHORT else ''} ({len(lines)})"),
        Paragraph(" ".join(texts)),
        Entries(rows, more),
    ]


def gain(rule: Rule, month: MonthStatement, waiting: int) -> str:
    """What the month would be if all that awaits a person were taken."""
    which = f"cả {waiting} mục" if waiting > 1 else "mục này"
    after, left = sentences.tally(rule, accepted(month)), sentences.still_short(rule, month)
    if not month.short:
        return f"Tháng đã đủ chỉ tiêu; nếu {which} được nhận thì được {after}."
    if not left:
        enough = f" (nhận thêm {month.short} là đủ)" if rule.scope is Scope.COMBINED and month.short < waiting else ""
        return f"Nếu {which} được nhận thì đạt {after}{enough}."
    rest = f", vẫn còn thiếu {left}" if month.state is State.SHORT or (month.state is State.OPEN and not month.coverage.blind) else ""
    return f"Nếu {which} được nhận thì được {after}{rest}."


def left_out(rule: Rule, month: MonthStatement, named: terms.Namer) -> list[Block]:
    """What does not count and why: repetitions, relays and look-alikes; what is plainly about something else only as a number."""
    lines = [line for line in month.lines if not line.awaiting and not sentences.counts(rule, line)]
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
    """The year so far, a bar a month."""
    begun = [m for m in year.months if has_begun(year.rule, m, today)]
    rest = year.months[len(begun) :]
    rows = [bar(year, m) for m in begun]
    if rest:
        span = f"{rest[0].month.month:02d}–{rest[-1].month.month:02d}/{rest[-1].month.year}" if len(rest) > 1 else _number(rest[0])
        rows.append(Bar(span, "", 0, rows[0].of if rows else year.rule.quota, Tone.NONE, "chưa tới"))
    return [Heading(f"Năm {year.year} đến nay"), Bars(tuple(rows))]


def has_begun(rule: Rule, month: MonthStatement, today: date) -> bool:
    """Is the first day of the month's window behind, or today?"""
    return month.month.window(rule.cutoff_day).first <= today


def bar(year: YearStatement, month: MonthStatement) -> Bar:
    """One month as a bar: as long as it is full, its state in words beside it."""
    rule = year.rule
    of = sentences.faced(rule, month.count)
    state = "đang trong tháng" if month.state is State.OPEN else sentences.outcome(year, month)
    waits = f"; {month.awaiting} mục chờ xét" if month.awaiting and month.state is not State.MET else ""
    filled = sum(min(n, rule.quota) for n in of)
    return Bar(_number(month), " + ".join(f"{n}/{rule.quota}" for n in of), filled, rule.quota * len(of), TONES[month.state], state + waits)


def ahead(briefing: Briefing) -> list[Block]:
    """What the present month still needs."""
    found = present(briefing)
    if found is None:
        return []
    year, month = found
    need = _need(year.rule, month)
    texts = [f"{capital(month.month.label)}: {need}; {sentences.time_left(briefing.days_left, briefing.working_days_left)}."]
    return [Heading("Việc cần làm tiếp"), Points((*texts, *stakes(briefing, year, month)))]


def stakes(briefing: Briefing, year: YearStatement, month: MonthStatement) -> list[str]:
    """The holidays ahead, what is at risk, whether it can be made up, and how likely the month is to be met."""
    texts = [f"Nghỉ lễ trong những ngày còn lại: {sentences.rests(briefing.rests)}."] if briefing.rests else []
    if month.short and briefing.at_risk:
        texts.append(risk(briefing, month))
    if year.rule.max_points is not None:
        texts.append(sentences.makeup(year.rule))
    if briefing.forecast is not None and month.short:
        texts.append(sentences.forecast(briefing.forecast))
    return texts


def floor(briefing: Briefing, year: YearStatement, month: MonthStatement) -> list[str]:
    """That nothing more can be lost, where the year stands at its least."""
    lost = year.score is not None and year.score == year.rule.min_points
    return [sentences.FLOOR] if lost and month.short and not briefing.at_risk else []


def risk(briefing: Briefing, month: MonthStatement) -> str:
    """What it would cost if nothing more came; of a month with unseen days it is the most it can cost."""
    if not (briefing.at_risk and month.short):
        return ""
    most = "có thể mất đến" if month.coverage.blind else "mất"
    return f"Nếu không có thêm tin, bài được tính thì {most} {terms.points(briefing.at_risk)} điểm."


def topics(year: YearStatement, told: Sequence[MonthStatement]) -> list[Block]:
    """The fields of PAR without a counted item in the last three months up to those told; silent while fewer than two months are behind."""
    recent = [m for m in year.months if m.month <= told[-1].month][-_MONTHS_BACK:]
    if len(recent) < 2:
        return []
    covered = {line.item.domain for m in recent for line in m.lines if sentences.counts(year.rule, line)}
    missing = [terms.DOMAINS[d] for d in Domain if d not in covered]
    if not missing:
        return []
    text = f"{len(recent)} tháng gần đây chưa có tin, bài được tính về: {'; '.join(missing)}."
    return [Heading("Chủ đề kế hoạch CCHC lâu chưa có tin, bài"), Paragraph(text)]


def no_log(rule: Rule, month: MonthStatement) -> list[str]:
    """A reminder where a short month's loudspeaker log seems not to have been handed in."""
    silent = Channel.LOUDSPEAKER in rule.channels and not any(line.item.channel is Channel.LOUDSPEAKER for line in month.lines)
    told = "Chưa có mục phát thanh nào của tháng này trong máy; nếu đã phát thì nhờ người giữ máy nhập sổ phát thanh."
    return [told] if silent and month.short else []


def foot(year: YearStatement, attached: bool) -> str:
    """Where the figures come from, and as of when."""
    more = " Danh sách đầy đủ ở tệp .xlsx kèm theo." if attached else ""
    return f"Thư lập tự động bởi newswatch, số liệu tính đến {terms.moment(year.as_of)}.{more}"


def _number(month: MonthStatement) -> str:
    return f"{month.month.month:02d}/{month.month.year}"


def _need(rule: Rule, month: MonthStatement) -> str:
    tally = sentences.tally(rule, month.count)
    if not month.short:
        return f"đã đủ chỉ tiêu ({tally})"
    if month.coverage.blind:
        return f"đến nay mới thấy {tally}, có {len(month.coverage.blind)} ngày chưa xem được"
    return f"đến nay {tally}, cần thêm {month.short} tin, bài"


def _entry(line: Line, note: str = "") -> Entry:
    item = line.item
    title = clean(item.title, item_names.LONGEST_TITLE) or f"(không có tiêu đề, mục {item.id})"
    gone = "bài không còn trên trang, còn bản lưu" if item.gone else ""
    return Entry(terms.day(item.day), terms.CHANNELS[item.channel], title, item.url, "; ".join(filter(None, (note, gone))))


def _waiting(line: Line, named: terms.Namer) -> Entry:
    return _entry(line, f"Mục {line.item.id}: {item_names.why_not(line, named)}")


def _near(line: Line) -> bool:
    """Whether somebody may ask why it does not count: a story of PAR, one that a person ruled on, or one that speaks of PAR a little."""
    item = line.item
    return item.verdict is not Verdict.OTHER or item.decided_by != "rules" or _strength(line) >= _A_HINT


def _nearness(line: Line) -> tuple[bool, bool, float]:
    """Repetitions and the like first, then what a person ruled out, then look-alikes, the strongest first."""
    return line.item.verdict is Verdict.OTHER, line.item.decided_by == "rules", -_strength(line)


def _strength(line: Line) -> float:
    """The points that speak for PAR, by the rules; what a person wrote has none."""
    if line.item.decided_by != "rules":
        return 0.0
    return sum(float(reason.split()[0]) for reason in line.item.reasons if reason.startswith("+"))
