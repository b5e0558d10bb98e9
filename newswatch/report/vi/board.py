"""Vietnamese sentences of the page that opens first: how the month stands, what is to be done, how the sources and the mails are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from newswatch.config import SourceKind, Unit
from newswatch.core.count.figures import YearFigures
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import local_day
from newswatch.core.notices.to_do import Task, TaskKind
from newswatch.core.polling.records import LastPoll
from newswatch.core.quota.clause import Scope
from newswatch.report import figures
from newswatch.report.vi import sentences, setup, terms

_KINDS = {
    SourceKind.LISTING: "Trang TTĐT",
    SourceKind.FEED: "Kênh tin của trang",
    SourceKind.WORDPRESS: "Danh mục bài của trang",
    SourceKind.SITEMAP: "Sơ đồ của trang",
}
_UNSEEN_MAY = "phần chưa xem được có thể còn tin, bài"


def counted(year: YearStatement, month: MonthStatement) -> str:
    """The count of a month in a sentence: `3 tin, bài (chỉ tiêu 4)`; of each channel where each has a quota."""
    rule = year.rule
    if rule.scope is Scope.EACH_CHANNEL and len(rule.channels) > 1:
        each = zip(rule.channels, figures.by_channel(rule, month.count), strict=True)
        told = ", ".join(f"{terms.small(terms.CHANNELS[channel])} {n}" for channel, n in each)
        return f"{told} tin, bài (chỉ tiêu mỗi kênh {rule.quota})"
    return f"{sum(figures.faced(rule, month.count))} tin, bài (chỉ tiêu {rule.quota})"


def headline(year: YearStatement, month: MonthStatement) -> str:
    """The one sentence: `Tháng 11/2026: 3 tin, bài (chỉ tiêu 4), cần thêm 1`. Of a month with days that nobody saw only what was seen is said."""
    seen = "" if month.coverage.complete else "mới thấy "
    rest = f"cần thêm {month.short}" if month.short else "đã đủ"
    return f"{terms.capital(month.month.label)}: {seen}{counted(year, month)}, {rest}"


def left(month: MonthStatement, days: int, working: int, at_risk: Decimal | None) -> list[str]:
    """What is left of the month and what hangs on it, a sentence each."""
    told = [f"{terms.capital(sentences.time_left(days, working))}."]
    if month.short and at_risk:
        most = "mất" if month.coverage.complete else "có thể mất đến"
        told.append(f"Nếu không có thêm tin, bài được tính thì {most} {terms.points(at_risk)} điểm.")
    if not month.coverage.complete:
        told.append(f"Có {len(month.coverage.blind)} ngày chưa xem được nguồn tin: {_UNSEEN_MAY}.")
    return told


def tab(month: MonthStatement | None) -> str:
    """What stands before the name of the tab while something is missing: `(thiếu 1) `."""
    return f"(thiếu {month.short}) " if month and month.short else ""


def task(given: Task) -> str:
    """One thing to do, as the text of a link."""
    name = given.months[0].label if given.months else ""
    match given.kind:
        case TaskKind.SETTLE_ENDED:
            return f"Xét {given.count} mục, quyết định {name} đủ hay thiếu"
        case TaskKind.SETTLE_OPEN:
            return f"Xét {given.count} mục có thể bù {name}"
        case TaskKind.UNREAD:
            since = f"từ {given.since:%d/%m}" if given.since else "lần nào"
            return f"Không đọc được trang TTĐT {since}" if given.tried else f"Chưa ai xem trang TTĐT {since}"
        case TaskKind.CLOSE_LOG:
            return f"Chốt sổ phát thanh {_months(given)}"
        case TaskKind.FILL_LOG:
            return f"Nhập sổ phát thanh {name}"
        case TaskKind.MEND_LOG:
            return f"Sửa tệp sổ phát thanh {given.name}"
        case TaskKind.EVIDENCE:
            return f"Bổ sung tài liệu kiểm chứng cho {given.count} tin, bài được tính"
        case TaskKind.MAILS:
            return f"Xem lại {given.count} thư chưa gửi được"


def task_note(unit: Unit, given: Task) -> str:
    """A word or two beside it."""
    if given.points:
        return f"{terms.points(given.points)} điểm"
    return {
        TaskKind.SETTLE_ENDED: "chờ xét",
        TaskKind.SETTLE_OPEN: "chờ xét",
        TaskKind.UNREAD: _which(unit, given.name),
        TaskKind.CLOSE_LOG: "chưa chốt",
        TaskKind.FILL_LOG: "chưa nhập",
        TaskKind.MEND_LOG: "chưa đọc hết",
        TaskKind.EVIDENCE: "còn thiếu",
        TaskKind.MAILS: "chưa gửi",
    }[given.kind]


def _which(unit: Unit, source_id: str) -> str:
    """Which source it is, where the unit has several that must be read."""
    return terms.small(source_name(unit, source_id)) if sum(source.required for source in unit.sources) > 1 else "cần xem lại"


def score(year: YearStatement | YearFigures) -> str:
    """The points with their range: `2/2 (từ 1,5 đến 2), tạm tính`; that there are none yet."""
    if year.rule.max_points is None:
        return "Quy định này không chấm điểm"
    if year.score is None:
        low_high = "" if year.low is None else f" (từ {terms.points(year.low)} đến {terms.points(year.high)})"
        return f"Chưa có điểm{low_high}"
    same = year.low is None or year.low == year.high
    between = "" if same else f" (từ {terms.points(year.low)} đến {terms.points(year.high)})"
    interim = sentences.provisional(year) or any(m.state in (State.OPEN, State.UNKNOWN) for m in year.months)
    return f"{sentences.fraction(year)}{between}{', tạm tính' if interim else ''}"


def source_name(unit: Unit, source_id: str) -> str:
    """What a source is called: `Trang TTĐT`; with its id where the unit has several of its kind."""
    kinds = [source.kind for source in unit.sources]
    kind = next((source.kind for source in unit.sources if source.id == source_id), SourceKind.LISTING)
    return _KINDS[kind] if kinds.count(kind) < 2 else f"{_KINDS[kind]} “{source_id}”"


def source(poll: LastPoll, today: date) -> str:
    """When a source was last read well: `xem lúc 06:31 hôm nay`, `không đọc được từ 24/11`."""
    if poll.first_at is None:
        return "chưa xem lần nào"
    if poll.last_good_at is None:
        return f"chưa đọc được lần nào, thử từ {terms.moment(poll.first_at)}"
    at = "hôm nay" if local_day(poll.last_good_at) == today else f"ngày {local_day(poll.last_good_at):%d/%m}"
    told = f"xem lúc {terms.moment(poll.last_good_at)[:5]} {at}"
    if poll.over_budget:
        return f"{told}; lần sau đó {setup.OVER_BUDGET}"
    return f"{told}; lần sau đó không đọc được" if poll.failed else told


def mails(waiting: int, stuck: int, last_sent: date | None) -> str:
    """How the unit's mails stand."""
    told = [f"đã gửi ngày {last_sent:%d/%m}" if last_sent else "chưa gửi thư nào"]
    told += [f"{waiting} thư đang chờ"] if waiting else []
    told += [f"{stuck} thư chưa gửi được"] if stuck else []
    return ", ".join(told)


def bar(year: YearStatement, month: MonthStatement) -> str:
    """One month for who can't see its bar: `tháng 04: 3 tin, bài (chỉ tiêu 4), thiếu 1`."""
    return f"{terms.capital(month.month.label)}: {sentences.result(year, month)}"


def chart(year: YearStatement) -> str:
    """The whole year in one sentence, for who can't see the bars."""
    words = {State.MET: "đạt", State.SHORT: "thiếu", State.UNKNOWN: "chưa rõ"}
    each = [f"{sum(m.state is state for m in year.months)} tháng {word}" for state, word in words.items()]
    return f"Năm {year.year}, mỗi tháng một cột so với chỉ tiêu {year.rule.quota}: {', '.join(each)}"


def _months(given: Task) -> str:
    names: Sequence[str] = [terms.month(month) for month in given.months]
    return f"tháng {', '.join(names[:4])}" + (f" và {len(names) - 4} tháng khác" if len(names) > 4 else "")
