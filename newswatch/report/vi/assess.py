"""What stands in the office's own assessment sheet beside the self-score: the evidence, and how the score came about."""

from collections.abc import Iterable, Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Channel
from newswatch.core.quota.clause import ReadingStatus
from newswatch.report import figures
from newswatch.report.numbering import ranges
from newswatch.report.vi import logs, sentences, terms

_KNOWN = (State.MET, State.SHORT)


def evidence(statement: YearStatement) -> str:
    """Which items the score rests on: how many in each channel, and their numbers in the list of the year."""
    rule = statement.rule
    lines = [line for m in statement.months if m.state in _KNOWN for line in m.lines if figures.counts(rule, line)]
    if not lines:
        return f"không có tin, bài nào được tính trong các tháng đã rõ của năm {statement.year}."
    each = "; ".join(_of_channel(channel, lines) for channel in rule.channels)
    return f"danh mục tin, bài CCHC năm {statement.year}, {len(lines)} mục được tính, số mục theo cột “Mã mục”: {each}."


def explanation(statement: YearStatement, problems: Sequence[str], reason: str) -> str:
    """How the score came about, what it leaves out, what limits it, and why it is stated all the same."""
    return " ".join(
        [
            f"{terms.capital(sentences.criterion(statement.rule))}: {sentences.fraction(statement)} điểm, {_known(statement)}.",
            *_short(statement),
            *_open(statement),
            *sentences.unknown(statement),
            *sentences.awaiting(statement),
            *_reading(statement),
            *([] if logs.watched(statement) else [logs.UNWATCHED]),
            *([f"Số liệu tạm tính, lý do: {reason.rstrip('.')}."] if reason else []),
            *([f"Lưu ý: {'; '.join(problems)}."] if problems else []),
        ]
    )


def limited(statement: YearStatement) -> bool:
    """May the score not stand without its explanation: is a month left out, the reading assumed, does an item wait, or is a channel not watched?"""
    left_out = any(m.state not in _KNOWN for m in statement.months)
    assumed = statement.rule.reading_status is ReadingStatus.ASSUMED
    return left_out or assumed or bool(sentences.awaiting(statement)) or not logs.watched(statement)


def unverified(statement: YearStatement) -> str:
    """The rule was not compared with its original."""
    return f"quy định {statement.rule.legal_basis.number} chưa được đối chiếu với văn bản gốc"


def not_in_force(statement: YearStatement) -> str:
    """The rule is not in force at the end of the year."""
    return f"quy định {statement.rule.legal_basis.number} không có hiệu lực vào cuối năm {statement.year}"


def unknown_months(months: Iterable[MonthStatement]) -> str:
    """Months that can't be concluded."""
    return f"có tháng chưa rõ: {_names(months)}"


def other_maximum(stated: str, ours: str) -> str:
    """The sheet gives the criterion another maximum than the rule."""
    return f"điểm tối đa trong biểu là {stated}, theo quy định đang dùng là {ours}"


def other_code(stated: str, statement: YearStatement) -> str:
    """The row bears another code than the rule's criterion."""
    return f"điền vào dòng mã {stated}; quy định đang dùng ghi {sentences.criterion(statement.rule)}"


def _of_channel(channel: Channel, lines: Sequence[Line]) -> str:
    numbers = sorted(line.item.id for line in lines if line.item.channel is channel)
    return f"{terms.CHANNELS[channel]} {len(numbers)} mục" + (f" ({ranges(numbers)})" if numbers else "")


def _known(statement: YearStatement) -> str:
    met = sum(m.state is State.MET for m in statement.months)
    known = sum(m.state in _KNOWN for m in statement.months)
    return f"tính {known}/{len(statement.months)} tháng trong năm, {met} tháng đạt chỉ tiêu {statement.rule.quota} tin, bài"


def _short(statement: YearStatement) -> list[str]:
    short = [m for m in statement.months if m.state is State.SHORT]
    told = "; ".join(f"{terms.month(m.month)}: {sentences.result(statement, m)}" for m in short)
    return [f"Tháng thiếu: {told}."] if short else []


def _open(statement: YearStatement) -> list[str]:
    months = [m for m in statement.months if m.state is State.OPEN]
    return [f"Chưa tính các tháng chưa kết thúc: {_names(months)}."] if months else []


def _reading(statement: YearStatement) -> list[str]:
    spread = statement.by_reading.values()
    confirmed = statement.rule.reading_status is ReadingStatus.CONFIRMED
    several = f" Theo các cách tính khác nhau: {terms.points(min(spread))}–{terms.points(max(spread))} điểm."
    return [terms.reading_note(statement.rule) + (several if len(set(spread)) > 1 and not confirmed else "")]


def _names(months: Iterable[MonthStatement]) -> str:
    return ", ".join(terms.month(m.month) for m in months)
