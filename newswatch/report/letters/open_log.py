"""What a letter says of a month whose loudspeaker log is still open: what is seen, what would be missing and cost, how the log is closed."""

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.report.letters.blocks import Block, Heading, Points
from newswatch.report.vi import logs, sentences, terms


def section(unit: Unit, year: YearStatement, month: MonthStatement) -> list[Block]:
    """The section; none if the log could hide nothing."""
    if not logs.awaited(month) or month.log is None:
        return []
    seen = f"Đến nay thấy {sentences.items(year.rule, month.count)} được tính ({sentences.by_channel(year.rule, month.count)})."
    ask = (
        "Đã phát mà chưa ghi: ghi vào sổ phát thanh rồi gửi cán bộ phụ trách kỹ thuật nhập. Đã ghi đủ, hoặc cả tháng không phát tin, bài nào: "
        "báo cán bộ phụ trách kỹ thuật chốt sổ."
    )
    unless = terms.capital(f"{'nếu không ai chốt thì ' if month.log.closes_on else ''}{logs.closing_day(month.log)}.")
    return [Heading("Sổ phát thanh chưa chốt"), Points((seen, _at_stake(unit, year, month), ask, unless))]


def short(unit: Unit, year: YearStatement, month: MonthStatement) -> tuple[str, ...]:
    """The same for a chat group. Nothing is called missing while articles could be, too."""
    if not logs.awaited(month) or month.log is None:
        return ()
    stake = (_at_stake(unit, year, month),) if _sure(unit, month) else ()
    return (*stake, f"Phát rồi thì ghi sổ, ghi đủ thì báo chốt sổ phát thanh; {terms.small(logs.closing_day(month.log))}.")


def _at_stake(unit: Unit, year: YearStatement, month: MonthStatement) -> str:
    return logs.if_nothing_else(year, month, sure=_sure(unit, month))


def _sure(unit: Unit, month: MonthStatement) -> bool:
    return unit.watched and not sentences.unseen_parts(month)
