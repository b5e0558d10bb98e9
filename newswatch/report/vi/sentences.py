"""Vietnamese sentences about a month and a year. A terminal and a letter say the same."""

from collections.abc import Sequence

from newswatch.core.count.figures import YearFigures
from newswatch.core.count.possible import leaves_unsure
from newswatch.core.count.reasons import Line, Why
from newswatch.core.count.settling import waiting_in
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Channel
from newswatch.core.notices.workdays import Rest
from newswatch.core.quota.clause import ReadingStatus, Scope
from newswatch.core.quota.forecast import Forecast
from newswatch.core.quota.readings import MonthCount, can_make_up
from newswatch.core.quota.rule import Rule
from newswatch.report import figures
from newswatch.report.vi import logs, terms

_SURE, _LOST = 0.9, 0.1
_UNSEEN = "có ngày chưa xem hoặc không đọc được nguồn tin nên không kết luận gì về phần chưa thấy"
_UNSURE_ITEMS = (
    "bài chưa đọc được",
    "bài ghi ngày đăng sau ngày đã thấy bài",
    "bài chưa rõ ngày đăng, có thể thuộc tháng này",
    "bài chờ xét, chưa chắc có thuộc tháng này không",
    "bài nằm trên máy chủ khác chưa rõ có thuộc trang TTĐT của đơn vị",
)
_MOVABLE = "tin, bài được tính có thể thuộc tháng trước"
_STAND_INS = "bài chỉ có ngày cập nhật về sau, có thể đăng từ tháng này"
_UNSURE = "có bài chưa đọc được hoặc chưa rõ ngày đăng nên chưa kết luận, chờ xét"
_ENDED = (State.MET, State.SHORT, State.UNKNOWN)
_NO_NUMBER = "chưa rõ"
FLOOR = "Điểm của tiêu chí đã ở mức thấp nhất, thiếu thêm không trừ thêm."
"""For a year in which a further missing item costs nothing."""


def score(statement: YearStatement) -> list[str]:
    """The points, the reading in use, and what the other readings give."""
    rule, spread = statement.rule, statement.by_reading.values()
    if rule.max_points is None:
        return ["Chỉ tiêu này không chấm điểm."]
    if statement.score is None:
        return ["Chưa có tháng nào đủ căn cứ để kết luận nên chưa có điểm."]
    known = sum(m.state in (State.MET, State.SHORT) for m in statement.months)
    of = "" if known == len(statement.months) else f" của {known} tháng đã rõ"
    lines = [
        f"Điểm{' tạm tính' if provisional(statement) else ''}{of}: {fraction(statement)} (trừ {terms.points(statement.deduction)}).",
        terms.reading_note(rule),
    ]
    if len(set(spread)) > 1 and rule.reading_status is not ReadingStatus.CONFIRMED:
        lines.append(f"Theo các cách tính khác nhau: {terms.points(min(spread))}–{terms.points(max(spread))} điểm.")
    return lines


def fraction(statement: YearStatement | YearFigures) -> str:
    """The points of a year with the most there are: `1,5/2`."""
    return f"{terms.points(statement.score)}/{terms.points(statement.rule.max_points)}"


def provisional(statement: YearStatement | YearFigures) -> bool:
    """Does the score rest on a rule that nobody has compared with its original, or that is not in force?"""
    return bool(_basis(statement))


def in_brief(statement: YearStatement | YearFigures) -> str:
    """The points of a year in a few words, with what limits them: `1,5/2 điểm`, `tạm tính 0/2 điểm (trong khoảng 0–2), 3/9 tháng đã rõ`."""
    known, ended = (sum(m.state in states for m in statement.months) for states in ((State.MET, State.SHORT), _ENDED))
    sure = "" if known == ended else f", {known}/{ended} tháng đã rõ"
    if not provisional(statement):
        return f"{fraction(statement)} điểm{sure}"
    return f"tạm tính {fraction(statement)} điểm{span(statement)}{sure}"


def span(statement: YearStatement | YearFigures) -> str:
    """The points that may come of it, in brackets: ` (trong khoảng 0–2)`; empty where they can't be another."""
    low, high = statement.low, statement.high
    return "" if low is None or high is None or low == high else f" (trong khoảng {terms.points(low)}–{terms.points(high)})"


def unknown(statement: YearStatement) -> list[str]:
    """The months that cannot be concluded, and what they leave open."""
    months = [m for m in statement.months if m.state is State.UNKNOWN]
    if not months:
        return []
    groups: dict[str, list[str]] = {
        _UNSEEN: [],
        _UNSURE: [],
        f"{logs.NOT_CLOSED} nên chưa kết luận": [],
        f"{logs.UNKEPT} nên không kết luận": [],
    }
    for month in months:
        items, log, seen = bool(unsure_items(month)), logs.awaited(month), not unseen_parts(month)
        why = list(groups)[1 if items and month.coverage.complete else 2 if log and seen else 3 if seen else 0]
        groups[why].append(month.month.label)
    lines = [f"Chưa rõ: {', '.join(names)}; {why}." for why, names in groups.items() if names]
    if statement.rule.max_points is not None:
        lines.append(f"Tính cả các tháng chưa rõ: từ {terms.points(statement.low)} đến {terms.points(statement.high)} điểm.")
    return lines


def awaiting(statement: YearStatement, how: str = "") -> list[str]:
    """How many items of the year await a person, `how` to see them, and what the score would be if all were taken."""
    lines = waiting_in(statement)
    waiting, undated = len(lines), sum(line.item.day is None for line in lines)
    if not waiting:
        return []
    among = f", trong đó {undated} mục không rõ ngày" if undated else ""
    gain = statement.if_accepted is not None and statement.if_accepted != statement.score
    end = f"; nếu đều được nhận thì đạt {terms.points(statement.if_accepted)} điểm." if gain else "."
    return [f"Cả năm còn {waiting} mục chờ xét{how}{among}{end}"]


def basis(statement: YearStatement) -> list[str]:
    """Why the score is only for information; empty if it is more."""
    return [*_basis(statement), *([] if logs.watched(statement) else [logs.UNWATCHED])]


def _basis(statement: YearStatement | YearFigures) -> list[str]:
    rule = statement.rule
    last = statement.months[-1].month.window(rule.cutoff_day).last if statement.months else figures.stated_on(statement)
    if not rule.verified:
        return ["Quy định này chưa được đối chiếu với văn bản gốc: điểm chỉ để tham khảo."]
    if not rule.in_force(last):
        return [f"Quy định {rule.legal_basis.number} không có hiệu lực trong năm {statement.year}: điểm chỉ để tham khảo."]
    return []


def criterion(rule: Rule) -> str:
    """The criterion by its number, or by its name if it has no number."""
    if rule.criterion == _NO_NUMBER:
        return "chưa rõ mã tiêu chí"
    return rule.criterion if rule.criterion.startswith(("chỉ tiêu", "tiêu chí")) else f"tiêu chí {rule.criterion}"


def criterion_named(rule: Rule) -> str:
    """The same as a document calls it in a sentence: one without a number is called by what it is about."""
    return "tiêu chí về tin, bài (chưa rõ mã)" if rule.criterion == _NO_NUMBER else criterion(rule)


def tally(rule: Rule, count: MonthCount) -> str:
    """The count against the quota, as the rule's scope takes it: `3/4`, `5 tin, bài (chỉ tiêu 4)`, or `trang TTĐT 3/4, truyền thanh 4/4`."""
    if rule.scope is Scope.EACH_CHANNEL and len(rule.channels) > 1:
        counts = zip(rule.channels, figures.by_channel(rule, count), strict=True)
        return ", ".join(f"{terms.small(terms.CHANNELS[channel])} {against(n, rule.quota)}" for channel, n in counts)
    n = sum(figures.faced(rule, count))
    return against(n, rule.quota) if n <= rule.quota else f"{n} tin, bài (chỉ tiêu {rule.quota})"


def so_far(rule: Rule, month: MonthStatement) -> str:
    """The same of a month that goes on: `3/4`, or `thấy 0/4, chưa xem đủ` where days of it were not looked at."""
    told = tally(rule, month.count)
    return terms.partly_seen(told) if month.coverage.blind else told


def items(rule: Rule, count: MonthCount) -> str:
    """The same with what is counted: `3/4 tin, bài`."""
    told = tally(rule, count)
    return told if "tin, bài" in told or " " in told else f"{told} tin, bài"


def against(n: int, quota: int) -> str:
    """A count against a quota: `3/4`, `5 (chỉ tiêu 4)`."""
    return f"{n}/{quota}" if n <= quota else f"{n} (chỉ tiêu {quota})"


def by_channel(rule: Rule, count: MonthCount) -> str:
    """How many items each channel had: `trang TTĐT 2, truyền thanh 1`."""
    each = ", ".join(each_channel(rule, count))
    twice = sum(figures.by_channel(rule, count)) > count.combined
    return f"{each}; tin, bài có ở cả hai kênh tính một lần" if twice and rule.scope is Scope.COMBINED else each


def result(statement: YearStatement, month: MonthStatement) -> str:
    """A month's count and outcome: `3/4 – thiếu 1, trừ 0,5 điểm`."""
    return f"{tally(statement.rule, month.count)} – {outcome(statement, month)}"


def outcome(statement: YearStatement, month: MonthStatement) -> str:
    """How a month ended: `đạt`; `thiếu 1, trừ 0,5 điểm`; `chưa rõ, có 2 ngày chưa xem được`; and what of its log is to be known."""
    if month.state is State.UNKNOWN:
        return f"chưa rõ, {unseen(month)}{logs.mark(month)}"
    if month.state is not State.SHORT:
        return state(statement, month) + logs.mark(month)
    lost = figures.cost(statement, month)
    sure = " (tạm tính)" if provisional(statement) else ""
    return f"thiếu {month.short}" + (f", trừ {terms.points(lost)} điểm{sure}" if lost else "") + logs.mark(month)


def state(statement: YearStatement, month: MonthStatement) -> str:
    """The state of a month in a word or two; one that has not begun is still to come."""
    begun = month.state is not State.OPEN or figures.has_begun(statement.rule, month, figures.stated_on(statement))
    return terms.STATES[month.state] if begun else terms.TO_COME


def unseen(month: MonthStatement) -> str:
    """What leaves a month unknown: days that could not be polled, articles that could not be read or have no sure date, an open log."""
    found = unseen_parts(month)
    texts = [f"có {' và '.join(found)}"] if found else []
    texts += [logs.NOT_CLOSED] if logs.awaited(month) else []
    return ", ".join(texts) or logs.UNKEPT


def unseen_parts(month: MonthStatement) -> list[str]:
    """How many days of a month could not be polled, and which items could change what is missing from it."""
    days = [f"{len(month.coverage.blind)} ngày chưa xem được"] if month.coverage.blind else []
    return days + unsure_items(month)


def unsure_items(month: MonthStatement) -> list[str]:
    """How many articles that may be of a month could not be read, were seen before the day that they state, have no day, or wait for another reason;
    and how many of those counted may be of an earlier month."""
    groups: dict[str, int] = dict.fromkeys(_UNSURE_ITEMS, 0)
    for line in (*month.lines, *month.elsewhere):
        if leaves_unsure(line):
            groups[_UNSURE_ITEMS[_kind(line)]] += 1
    groups |= {_MOVABLE: len(month.movable), _STAND_INS: month.stand_ins}
    return [f"{n} {text}" for text, n in groups.items() if n]


def _kind(line: Line) -> int:
    if any(r.why is Why.FOREIGN_HOST for r in line.because):
        return 4
    if not line.item.whole:
        return 0
    if any(r.why is Why.FUTURE for r in line.because):
        return 1
    return 2 if line.item.day is None else 3


def coverage(rule: Rule, month: MonthStatement, *, watched: bool) -> str:
    """Which days of a month were polled, and that nothing is concluded about the others. `watched`: does the unit have a required source?"""
    if told := unwatched(rule, watched):
        return told
    seen, blind = month.coverage.watched, month.coverage.blind
    if not blind:
        return f"Đã theo dõi đủ {seen} ngày." if seen else "Tháng mới bắt đầu, chưa có ngày nào trọn."
    missed = f"Xem được {seen}/{seen + len(blind)} ngày; {len(blind)} ngày chưa xem được nguồn tin ({terms.days(blind)})"
    if month.state is State.MET:
        return f"{missed}, nhưng đã đủ chỉ tiêu nên không đổi kết quả."
    return f"{missed}: những ngày đó có thể có tin, bài nên không kết luận gì về phần chưa thấy."


def coverage_of(rule: Rule, months: Sequence[MonthStatement], *, watched: bool) -> str:
    """The same for several months, as far as their days have passed."""
    seen, blind = sum(m.coverage.watched for m in months), sum(len(m.coverage.blind) for m in months)
    until = " đã qua" if any(m.state is State.OPEN for m in months) else ""
    if told := unwatched(rule, watched):
        return told
    if not blind:
        return f"Đã theo dõi đủ {seen} ngày{until}." if seen else ""
    return f"Xem được {seen}/{seen + blind} ngày{until}; {blind} ngày chưa xem được nguồn tin, không kết luận gì về những ngày đó."


def each_channel(rule: Rule, count: MonthCount) -> list[str]:
    """How many items each channel had, a text each."""
    found = zip(rule.channels, figures.by_channel(rule, count), strict=True)
    return [f"{terms.small(terms.CHANNELS[channel])} {n}" for channel, n in found]


def unwatched(rule: Rule, watched: bool) -> str:
    """What is said in the place of the days that were looked at, where none is: the portal counts for nothing, or the unit has no source of it."""
    if Channel.PORTAL not in rule.channels:
        return "Tính theo sổ phát thanh đã nhập."
    return "" if watched else "Chưa có nguồn tin nào của trang TTĐT được theo dõi."


def makeup(rule: Rule) -> str:
    """Whether items above the quota of another month make up for missing ones."""
    letter = terms.READINGS[rule.reading].partition(".")[0]
    if can_make_up(rule.reading):
        return f"Theo cách tính {letter}, phần thiếu của một tháng có thể bù bằng tin, bài vượt chỉ tiêu ở tháng khác trong năm."
    return f"Theo cách tính {letter}, phần thiếu của một tháng không bù được bằng tin, bài của tháng khác."


def forecast(given: Forecast) -> str:
    """The chance that the open month is met, and the method."""
    pace = terms.points(given.pace, 1)
    past = f"Theo nhịp {given.months} tháng đã rõ gần nhất (bình quân {pace} tin, bài/tháng)"
    return f"{past}, khả năng đủ chỉ tiêu {chance(given.chance)} (ước tính)."


def chance(given: float) -> str:
    """A chance in steps of five per cent, between 10% and 90%: the forecast is surer than it should be (see `core.quota.forecast`)."""
    if given < _LOST:
        return "dưới 10%"
    return "trên 90%" if given > _SURE else f"khoảng {round(given * 20) * 5}%"


def time_left(days: int, working: int) -> str:
    """How many days of the month are left after the day the text is written."""
    return f"sau hôm nay còn {days} ngày ({working} ngày làm việc)" if days else "hôm nay là ngày cuối"


def rests(found: Sequence[Rest]) -> str:
    """Public holidays: `Tết Nguyên đán (16/02–20/02/2026)`."""
    return "; ".join(f"{r.name} ({terms.day(r.last) if r.first == r.last else f'{r.first:%d/%m}–{terms.day(r.last)}'})" for r in found)
