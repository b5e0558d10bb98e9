"""What a report tells: how the time went as a whole, month by month with the numbers of the evidence, what is lacking, what is still to be done."""

from collections.abc import Iterator, Sequence
from typing import Any

from newswatch.core.count.statement import MonthStatement, State
from newswatch.report import figures
from newswatch.report.documents.told import Told, counted, numbers_of, points, uncounted
from newswatch.report.letters import periodic, sections
from newswatch.report.vi import sentences, terms


def values(told: Told) -> dict[str, Any]:
    """The account of the time, months and fields as tables, what is lacking, and what is to be done."""
    year, months = told.year, told.months
    grid = periodic.by_domain(year, months)
    return {
        "summary": terms.capital(periodic.summary(year, months)),
        "general": [text for text in (*periodic.account(told.unit, year, months, whole=True), *uncounted(told)) if text],
        "months": [month(told, one) for one in months],
        "total": _total(told),
        "once": points(periodic.once(year, months)),
        "domains": [{"name": name, "count": n} for name, n in grid.rows],
        "shortcomings": list(shortcomings(told)),
        "tasks": list(_tasks(told)),
    }


def month(told: Told, one: MonthStatement) -> dict[str, Any]:
    """A month as a row. What an unknown or open month lacks is not said to be missing."""
    year, begun = told.year, figures.has_begun(told.rule, one, figures.stated_on(told.year))
    sure = one.state is State.SHORT
    return {
        "month": terms.month(one.month),
        "counted": sentences.tally(told.rule, one.count) if begun else "–",
        "channels": ", ".join(sentences.each_channel(told.rule, one.count)) if begun else "–",
        "missing": one.short if sure else "–",
        "lost": terms.points(figures.cost(year, one)) if sure else "–",
        "outcome": sentences.outcome(year, one),
        "waiting": one.awaiting or "–",
        "numbers": numbers_of(told, counted(told, [one])),
    }


def shortcomings(told: Told) -> Iterator[str]:
    """Months that are short, months that are not known and why, what waits, what has no evidence."""
    year, months = told.year, told.months
    short = [one for one in months if one.state is State.SHORT]
    yield from (f"{terms.capital(one.month.label)}: {sentences.result(year, one)}." for one in short)
    if not short:
        known = any(one.state is State.MET for one in months)
        yield "Trong các tháng đã rõ không tháng nào thiếu." if known else "Chưa có tháng nào đủ căn cứ để kết luận."
    yield from unknown(told, months)
    yield from sentences.awaiting(year) if told.period.is_month else points(periodic.waiting(months, year, told.name))
    if lacking := [line for line in counted(told) if line.item.id in told.lacking]:
        yield f"{len(lacking)} tin, bài được tính còn thiếu minh chứng (số thứ tự {numbers_of(told, lacking)} trong danh sách)."


def unknown(told: Told, months: Sequence[MonthStatement]) -> list[str]:
    """The months that can't be concluded, each with why."""
    found = [one for one in months if one.state is State.UNKNOWN]
    return [f"{terms.capital(one.month.label)}: {sentences.outcome(told.year, one)}; chưa kết luận là đạt hay thiếu." for one in found]


def _total(told: Told) -> dict[str, Any]:
    """The sums below the months, of what is sure."""
    months = told.months
    ended = [one for one in months if one.state is not State.OPEN]
    met, missing = (sum(one.state is state for one in ended) for state in (State.MET, State.SHORT))
    lost = sum((figures.cost(told.year, one) for one in months), start=figures.NOTHING)
    return {
        "counted": sum(one.count.combined for one in months),
        "missing": sum(one.short for one in ended if one.state is State.SHORT) or "–",
        "lost": terms.points(lost) if missing and lost else "–",
        "outcome": f"{met}/{len(ended)} tháng đạt" if ended else "–",
        "waiting": sum(one.awaiting for one in months) or "–",
    }


def _tasks(told: Told) -> Iterator[str]:
    """What the present month needs, which fields had nothing of late, and what each month to come needs."""
    year, briefing = told.year, told.briefing
    yield from points(sections.ahead(briefing))
    yield from points(sections.topics(year, told.months))
    today = figures.stated_on(year)
    rest = [one.month for one in year.months if not figures.has_begun(year.rule, one, today)]
    if rest:
        last = terms.month(rest[-1])
        span = f"Từ tháng {rest[0].month:02d} đến tháng {last}" if len(rest) > 1 else f"Tháng {last}"
        yield f"{span}: mỗi tháng ít nhất {year.rule.quota} tin, bài ({terms.SCOPES[year.rule.scope]})."
