"""What is said of a month and of a year, in whole Vietnamese sentences: the same in a terminal and in a letter."""

from collections.abc import Sequence
from decimal import Decimal

from newswatch.core.count.judgement import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement, accepted
from newswatch.core.model import LOCAL, Channel
from newswatch.core.notices.due import at_risk
from newswatch.core.notices.workdays import Rest
from newswatch.core.quota.clause import Reading, ReadingStatus, Scope
from newswatch.core.quota.forecast import Forecast
from newswatch.core.quota.readings import MonthCount, can_make_up, shortfall
from newswatch.core.quota.rule import Rule
from newswatch.report.vi import terms

_CHANNELS = {Channel.PORTAL: "trang TTĐT", Channel.LOUDSPEAKER: "truyền thanh"}
_SURE, _LOST = 0.9, 0.1
FLOOR = "Điểm của tiêu chí đã ở mức thấp nhất, thiếu thêm không trừ thêm."
"""Said where a missing item can cost nothing any more."""


def year(statement: YearStatement) -> list[str]:
    """All that is to be said of a year: the score, the months nobody could look at, what awaits a person, what the rule rests on."""
    return [*score(statement), *unknown(statement), *awaiting(statement, " (newswatch review)"), *basis(statement)]


def score(statement: YearStatement) -> list[str]:
    """The points, the reading, and what the other readings give."""
    rule, spread = statement.rule, statement.by_reading.values()
    if rule.max_points is None:
        return ["Chỉ tiêu này không chấm điểm."]
    if statement.score is None:
        return ["Chưa có tháng nào đủ căn cứ để kết luận nên chưa có điểm."]
    known = sum(m.state in (State.MET, State.SHORT) for m in statement.months)
    of = "" if known == len(statement.months) else f" của {known} tháng đã rõ"
    lines = [
        f"Điểm{of}: {terms.points(statement.score)}/{terms.points(rule.max_points)} (trừ {terms.points(statement.deduction)}).",
        terms.reading_note(rule),
    ]
    if len(set(spread)) > 1 and rule.reading_status is not ReadingStatus.CONFIRMED:
        lines.append(f"Theo các cách tính khác nhau: {terms.points(min(spread))}–{terms.points(max(spread))} điểm.")
    return lines


def unknown(statement: YearStatement) -> list[str]:
    """The months that cannot be concluded, and what they leave open."""
    months = [m for m in statement.months if m.state is State.UNKNOWN]
    if not months:
        return []
    names = ", ".join(m.month.label for m in months)
    lines = [f"Chưa rõ: {names}; có ngày chưa xem hoặc không đọc được nguồn tin nên không kết luận gì về phần chưa thấy."]
    if statement.rule.max_points is not None:
        lines.append(f"Tính cả các tháng chưa rõ: từ {terms.points(statement.low)} đến {terms.points(statement.high)} điểm.")
    return lines


def awaiting(statement: YearStatement, how: str = "") -> list[str]:
    """How many items of the year a person has yet to settle (and `how`), and what the score would be if all were taken."""
    undated = sum(1 for line in statement.undated if line.awaiting)
    waiting = sum(m.awaiting for m in statement.months) + undated
    if not waiting:
        return []
    among = f", trong đó {undated} mục không rõ ngày" if undated else ""
    gain = statement.if_accepted is not None and statement.if_accepted != statement.score
    end = f"; nếu đều được nhận thì đạt {terms.points(statement.if_accepted)} điểm." if gain else "."
    return [f"Cả năm còn {waiting} mục chờ người xét{how}{among}{end}"]


def basis(statement: YearStatement) -> list[str]:
    """Why the score is for information only, if it is."""
    rule = statement.rule
    last = statement.months[-1].month.window(rule.cutoff_day).last if statement.months else statement.as_of.astimezone(LOCAL).date()
    if not rule.verified:
        return ["Quy định này chưa được đối chiếu với văn bản gốc: điểm chỉ để tham khảo."]
    if not rule.in_force(last):
        return [f"Quy định {rule.legal_basis.number} không có hiệu lực trong năm {statement.year}: điểm chỉ để tham khảo."]
    return []


def criterion(rule: Rule) -> str:
    """The criterion by its number, or by the name it has instead."""
    return rule.criterion if rule.criterion.startswith(("chỉ tiêu", "tiêu chí")) else f"tiêu chí {rule.criterion}"


def tally(rule: Rule, count: MonthCount) -> str:
    """The count against the quota, as the rule's scope takes it: `3/4`, or `trang TTĐT 3/4, truyền thanh 4/4`."""
    if rule.scope is Scope.EACH_CHANNEL and len(rule.channels) > 1:
        return ", ".join(f"{_CHANNELS[c]} {count.by_channel.get(c, 0)}/{rule.quota}" for c in rule.channels)
    return f"{sum(faced(rule, count))}/{rule.quota}"


def faced(rule: Rule, count: MonthCount) -> tuple[int, ...]:
    """The counts that each face the quota."""
    if rule.scope is Scope.COMBINED:
        return (count.combined,)
    each = tuple(count.by_channel.get(channel, 0) for channel in rule.channels)
    return each if rule.scope is Scope.EACH_CHANNEL else (max(each),)


def by_channel(rule: Rule, count: MonthCount) -> str:
    """How many items each channel had: `trang TTĐT 2, truyền thanh 1`."""
    each = ", ".join(f"{_CHANNELS[c]} {count.by_channel.get(c, 0)}" for c in rule.channels)
    twice = sum(count.by_channel.get(c, 0) for c in rule.channels) > count.combined
    return f"{each}; tin, bài có ở cả hai kênh tính một lần" if twice and rule.scope is Scope.COMBINED else each


def cost(statement: YearStatement, month: MonthStatement) -> Decimal:
    """The points a short month costs by the rule's reading: of its own where a month can be told apart, else by how much the year would gain."""
    rule = statement.rule
    if month.state is not State.SHORT or rule.max_points is None:
        return Decimal(0)
    if rule.reading is Reading.A_CUMULATIVE:
        return month.deduction
    if rule.reading is Reading.B_DEFICIENT_MONTHS:
        return min(rule.penalty, rule.max_points - rule.min_points)
    return at_risk(statement, month) or Decimal(0)


def outcome(statement: YearStatement, month: MonthStatement) -> str:
    """A month's result in a few words: `đạt`; `thiếu 1, trừ 0,5 điểm`; `chưa rõ, có 2 ngày chưa xem được`."""
    if month.state is State.UNKNOWN:
        return f"chưa rõ, {unseen(statement, month)}"
    if month.state is not State.SHORT:
        return terms.STATES[month.state]
    lost = cost(statement, month)
    return f"thiếu {month.short}" + (f", trừ {terms.points(lost)} điểm" if lost else "")


def unseen(statement: YearStatement, month: MonthStatement) -> str:
    """What of a month nobody could look at or read."""
    unread = sum(not line.item.whole and line.awaiting for line in (*month.lines, *statement.undated))
    found = [f"{len(month.coverage.blind)} ngày chưa xem được"] if month.coverage.blind else []
    found += [f"{unread} bài chưa đọc được"] if unread else []
    return f"có {' và '.join(found)}" if found else "chưa theo dõi trang TTĐT"


def coverage(rule: Rule, month: MonthStatement, *, watched: bool) -> str:
    """Which days of a month were looked at; nothing can be said of what those unseen may hold. `watched`: has the unit sources at all?"""
    if unwatched := _unwatched(rule, watched):
        return unwatched
    seen, blind = month.coverage.watched, month.coverage.blind
    if not blind:
        whole = f"Đã xem đủ {seen} ngày" if month.state is State.OPEN else f"Đã xem đủ cả {seen} ngày của tháng"
        return f"{whole}." if seen else "Tháng mới bắt đầu, chưa có ngày nào trọn."
    missed = f"Xem được {seen}/{seen + len(blind)} ngày; {len(blind)} ngày chưa xem được nguồn tin ({terms.days(blind)})"
    if month.state is State.MET:
        return f"{missed}, nhưng đã đủ chỉ tiêu nên không đổi kết quả."
    return f"{missed}: những ngày đó có thể có tin, bài nên không kết luận gì về phần chưa thấy."


def coverage_of(rule: Rule, months: Sequence[MonthStatement], *, watched: bool) -> str:
    """The same of several ended months."""
    seen, blind = sum(m.coverage.watched for m in months), sum(len(m.coverage.blind) for m in months)
    if unwatched := _unwatched(rule, watched):
        return unwatched
    if not blind:
        return f"Đã xem đủ cả {seen} ngày."
    return f"Xem được {seen}/{seen + blind} ngày; {blind} ngày chưa xem được nguồn tin, không kết luận gì về những ngày đó."


def _unwatched(rule: Rule, watched: bool) -> str:
    if Channel.PORTAL not in rule.channels:
        return "Tính theo sổ phát thanh đã nhập."
    return "" if watched else "Chưa có nguồn tin nào của trang TTĐT được theo dõi."


def makeup(rule: Rule) -> str:
    """Whether items beyond the quota of another month make up for missing ones."""
    letter = terms.READINGS[rule.reading].partition(".")[0]
    if can_make_up(rule.reading):
        return f"Theo cách tính {letter}, phần thiếu của một tháng có thể bù bằng tin, bài vượt chỉ tiêu ở tháng khác trong năm."
    return f"Theo cách tính {letter}, phần thiếu của một tháng không bù được bằng tin, bài của tháng khác."


def forecast(given: Forecast) -> str:
    """The chance that the open month is met, with the method in a few words."""
    pace = terms.points(given.pace, 1)
    past = f"Theo nhịp {given.months} tháng gần đây (bình quân {pace} tin, bài/tháng)"
    return f"{past}, khả năng đủ chỉ tiêu {chance(given.chance)} (ước tính theo phân bố Poisson)."


def chance(given: float) -> str:
    """A chance in steps of five per cent, neither end closer than one in ten: it is surer of itself than it should be (see `core.forecast`)."""
    if given < _LOST:
        return "dưới 10%"
    return "trên 90%" if given > _SURE else f"khoảng {round(given * 20) * 5}%"


def time_left(days: int, working: int) -> str:
    """How long the month still lasts."""
    return f"còn {days} ngày ({working} ngày làm việc)" if days else "hôm nay là ngày cuối"


def rests(found: Sequence[Rest]) -> str:
    """Public holidays: `Tết Nguyên đán (16/02–20/02/2026)`."""
    return "; ".join(f"{r.name} ({terms.day(r.last) if r.first == r.last else f'{r.first:%d/%m}–{terms.day(r.last)}'})" for r in found)


def counts(rule: Rule, line: Line) -> bool:
    """Does an item count as the rule's scope takes it: among all together, or among its own channel's?"""
    return line.counted if rule.scope is Scope.COMBINED else line.counted_on_channel


def still_short(rule: Rule, month: MonthStatement) -> int:
    """What would be missing even if all that awaits a person were taken."""
    return shortfall(rule, accepted(month))
