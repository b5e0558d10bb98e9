"""Decides when the board is told of items that await a person and would make the open month be met: on the first working morning after one was seen.

What an ended month hangs on is told with its result, or as a revision. An open month has its warnings, which may be weeks away.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from newswatch.core.count.possible import raised
from newswatch.core.count.settling import of_month
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.months import local_day
from newswatch.core.notices.notice import DueNotice, NoticeKind
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.readings import shortfall

_NEWS_DAYS = 7  # what was first seen longer ago is left to the month's warnings
_MARK = "w"


def waiting(
    year: YearStatement, month: MonthStatement, told: Collection[str], warned: Collection[date], holidays: Holidays, today: date
) -> Iterator[DueNotice]:
    """The notice of an open month, if items seen before `today` would make it be met and the newest of them was not told of yet.

    `told` are the periods of the warnings given, `warned` the days whose warnings of the month were given or are due: they tell of all that waited then.
    """
    found = [one.line for one in of_month(year, month)]
    if not found or not month.short or not holidays.is_working(today) or shortfall(year.rule, raised(month.count, found)):
        return
    prefix = f"{month.month}-{_MARK}"
    last = max((int(period.removeprefix(prefix)) for period in told if period.startswith(prefix)), default=0)
    seen = {line.item.id: local_day(line.item.first_seen_at) for line in found}
    news = [
        id_
        for id_, day in seen.items()
        if id_ > last and timedelta(0) < today - day <= timedelta(days=_NEWS_DAYS) and not any(day < other for other in warned)
    ]
    if news:
        yield DueNotice(NoticeKind.WARNING, f"{prefix}{max(news)}", (month.month,))
