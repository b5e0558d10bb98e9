"""Vietnamese sentences about the loudspeaker log of a month: who closed it, that nobody confirmed it, that it is still open, that nobody keeps it."""

from collections.abc import Sequence

from newswatch.core.count.logbook import LogState, MonthLog
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month, local_day
from newswatch.core.notices.notice import UnreadLog
from newswatch.report import figures
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical

ALONE = "chỉ tính trang TTĐT"
UNKEPT = "không ai ghi sổ phát thanh"
UNWATCHED = "Truyền thanh không được theo dõi (đơn vị không ghi sổ phát thanh): kết quả chỉ nói về trang TTĐT."
NOT_CLOSED = "chưa chốt sổ phát thanh"
IGNORE = "newswatch bulletin ignore TÊN_TỆP --by TÊN --because LÝ_DO"
BEFORE_WATCH = "tháng này có trước khi bắt đầu theo dõi"
UNCONFIRMED = "sổ phát thanh không ai xác nhận"


def unread(log: UnreadLog) -> str:
    """A log that was not taken in whole: `Sổ phát thanh so.csv: 3 dòng hỏng chưa được ghi nhận`, or the reason why nothing of it was."""
    told = f"{log.rows} dòng hỏng chưa được ghi nhận" if log.rows else f"chưa đọc được ({technical(log.why)})"
    return f"Sổ phát thanh {log.file}: {told}"


def unread_in_short(found: Sequence[UnreadLog]) -> str:
    """The same for the board, without reasons: what is in these logs is not counted yet."""
    files = ", ".join(f"{log.file} ({log.rows} dòng)" if log.rows else log.file for log in found)
    return f"Chưa đọc được hết sổ phát thanh: {files}. Tin, bài ghi trong phần chưa đọc được thì chưa được tính."


def mark(month: MonthStatement) -> str:
    """What is to stand beside a month's result: ` (sổ phát thanh không ai xác nhận)`, ` (chỉ tính trang TTĐT)`, or nothing."""
    if month.log is None or month.state is State.OPEN:
        return ""
    if month.log.state is LogState.UNWATCHED:
        return f" ({ALONE})"
    return f" ({UNCONFIRMED})" if month.log.state is LogState.UNCONFIRMED and month.state is State.SHORT else ""


def alone(month: MonthStatement) -> str:
    """The same beside the count of a month that has not ended."""
    return f" ({ALONE})" if month.log and month.log.state is LogState.UNWATCHED else ""


def watched(statement: YearStatement) -> bool:
    """Is what the loudspeakers air watched, as far as the rule counts it?"""
    return not any(m.log and m.log.state is LogState.UNWATCHED for m in statement.months)


def awaited(month: MonthStatement) -> bool:
    """Could the open log hide what is missing from an ended month?"""
    return month.state is State.UNKNOWN and month.short > 0 and month.log is not None and month.log.state is LogState.OPEN


def of_month(month: MonthStatement) -> str:
    """How the log of a month stands; empty where the rule counts no broadcasts."""
    if month.log is None:
        return ""
    if month.log.state is LogState.UNWATCHED:
        return UNWATCHED
    late = f" Sau khi chốt sổ có ghi thêm {month.log.late} mục." if month.log.late else ""
    return f"Sổ phát thanh {month.month.label}: {_stands(month.log, ended=month.state is not State.OPEN)}.{late}"


def closing_day(log: MonthLog) -> str:
    """When an open log closes by itself: `ngày 10/04/2026 sổ tự chốt, kết quả ghi là không ai xác nhận`."""
    if log.before_watch:
        return f"{BEFORE_WATCH} nên sổ không tự chốt; có nhập sổ hoặc chốt sổ thì mới có kết luận"
    if log.closes_on is None:
        return "sổ không tự chốt, chưa chốt thì chưa có kết luận"
    return f"ngày {terms.day(log.closes_on)} sổ tự chốt, kết quả ghi là không ai xác nhận"


def if_nothing_else(statement: YearStatement, month: MonthStatement, *, sure: bool) -> str:
    """What an unknown month would lack and cost if no more came to light. `sure`: could no article be missing, only broadcasts?"""
    lost = figures.would_cost(statement, month)
    more = "phát" if sure else "phát, không đăng"
    return f"Nếu ngoài ra không {more} tin, bài nào nữa thì thiếu {month.short}" + (f", trừ {terms.points(lost)} điểm." if lost else ".")


def of_months(months: Sequence[MonthStatement]) -> list[str]:
    """Which of several ended months nobody confirmed, and which are still open."""
    ended = [m for m in months if m.log and m.state is not State.OPEN]
    told = {LogState.UNCONFIRMED: "Sổ phát thanh tự chốt, không ai xác nhận", LogState.OPEN: "Sổ phát thanh chưa chốt"}
    found = {state: [m.month for m in ended if m.log and m.log.state is state] for state in told}
    return [f"{told[state]}: {_names(names)}." for state, names in found.items() if names]


def _stands(log: MonthLog, *, ended: bool) -> str:
    closed = terms.day(local_day(log.closed_at)) if log.closed_at else ""
    if log.state is LogState.CLOSED:
        return f"{log.by} chốt sổ ngày {closed}"
    if log.state is LogState.NONE_AIRED:
        return f"{log.by} chốt sổ ngày {closed}, xác nhận cả tháng không phát tin, bài nào"
    if log.state is LogState.UNCONFIRMED:
        return f"tự chốt ngày {closed}, không ai xác nhận"
    if log.before_watch:
        return f"chưa nhập, chưa chốt; {closing_day(log)}"
    return f"chưa chốt; nếu không ai chốt thì {closing_day(log)}" if ended and log.closes_on else "chưa chốt"


def _names(months: Sequence[Month]) -> str:
    """Months in order, unbroken runs as spans: `từ tháng 01 đến tháng 03/2026, tháng 05/2026`."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1].next() == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run(run[0], run[-1]) for run in runs)


def _run(first: Month, last: Month) -> str:
    if first == last:
        return f"tháng {terms.month(first)}"
    begin = f"{first.month:02d}" if first.year == last.year else terms.month(first)
    return f"từ tháng {begin} đến tháng {terms.month(last)}"
