"""What the explanation of lost points tells: which points, in which months, which items lack evidence, what was difficult, what is asked for."""

from collections.abc import Iterator
from typing import Any

from newswatch.core.count.statement import State
from newswatch.report.documents.report import month, unknown
from newswatch.report.documents.told import Told, counted, rows, uncounted
from newswatch.report.vi import evidence, logs, sentences, terms


def values(told: Told) -> dict[str, Any]:
    """The points in a table, the months that cost some, the items without evidence, difficulties and proposals as far as they are on record."""
    year = told.year
    short = [one for one in told.months if one.state is State.SHORT]
    lacking = [line for line in counted(told) if line.item.id in told.lacking]
    return {
        "points": _points(told),
        "account": [
            *sentences.score(year),
            *sentences.unknown(year),
            *filter(None, [evidence.points(year)]),
            *sentences.basis(year),
            *uncounted(told),
        ],
        "short": [month(told, one) for one in short],
        "open": [one.month.label for one in told.months if one.state is State.OPEN],
        "counted": len(counted(told)),
        "lacking": rows(told, lacking, told.lacking),
        "shown": bool(counted(told) and evidence.asked(told.rule)),
        "asked": evidence.asked(told.rule),
        "difficulties": [*unknown(told, told.months), *logs.of_months(told.months)],
        "proposals": list(_proposals(told)),
    }


def _points(told: Told) -> dict[str, str]:
    """The row of the summary. Points that rest on an unsure rule are called provisional, and so is told of how many months they are."""
    year = told.year
    known = sum(one.state in (State.MET, State.SHORT) for one in year.months)
    limits = ["tạm tính"] if sentences.provisional(year) else []
    limits += [f"{known}/{len(year.months)} tháng đã rõ"] if known < len(year.months) else []
    sure = f" ({', '.join(limits)})" if limits else ""
    none = year.score is None
    return {
        "criterion": terms.capital(told.rule.title),
        "most": terms.points(told.rule.max_points),
        "score": "chưa có" if none else f"{terms.points(year.score)}{sure}{sentences.span(year)}",
        "lost": "–" if none else f"{terms.points(year.deduction)}{sure}",
        "why": _why(told),
    }


def _why(told: Told) -> str:
    year = told.year
    short = [one for one in year.months if one.state is State.SHORT]
    if year.score is None:
        return "chưa có tháng nào đủ căn cứ để kết luận"
    if not short:
        return "không tháng nào thiếu trong các tháng đã rõ"
    return "; ".join(f"tháng {terms.month(one.month)} {sentences.outcome(year, one)}" for one in short)


def _proposals(told: Told) -> Iterator[str]:
    """What people can still settle."""
    yield from sentences.awaiting(told.year)
    if told.lacking and any(line.item.id in told.lacking for line in counted(told)):
        yield "Cho phép bổ sung minh chứng của các tin, bài nêu tại mục 3."
