"""Items, polls and statements for tests of what is counted: worlds built in a line each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from rule_tables import rule as rule_of

from newswatch.core.bulletin import Closing
from newswatch.core.count.logbook import Logbook
from newswatch.core.count.statement import MonthStatement, YearStatement, state_year
from newswatch.core.model import LOCAL, PROGRAM, Channel, Countable, DateOrigin, Decider, DeciderKind, Phrase, Verdict
from newswatch.core.months import Month
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.records import Span
from newswatch.core.quota.rule import Rule

SITE = "site"
FIRST_SEEN = datetime(2026, 12, 20, 8, tzinfo=LOCAL)
AFTER_THE_YEAR = "2027-01-05 08:00"
FILLER = (
    "Cán bộ bộ phận một cửa của xã hướng dẫn bà con nộp hồ sơ trực tuyến ngay tại nhà văn hóa thôn trong hai buổi tối cuối tuần vừa qua."
)


def moment(text: str) -> datetime:
    """A local instant written as `2026-10-05` or `2026-10-05 23:50`."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def countable(id_: int, title: str, at: str | None, channel: Channel = Channel.PORTAL, **changes: Any) -> Countable:
    """A PAR item dated `at` (as in `moment`): an article with a text of its own, or a bulletin logged by its title alone."""
    published_at = moment(at) if at else None
    on_air = channel is Channel.LOUDSPEAKER
    origin = DateOrigin.NONE if published_at is None else DateOrigin.LOG if on_air else DateOrigin.PAGE
    values: dict[str, Any] = {
        "id": id_,
        "channel": channel,
        "title": title,
        "text": "" if on_air else f"Bài số {id_} của xã. {FILLER}",
        "url": "" if on_air else f"https://xa.example.vn/tin/{id_}.html",
        "published_at": published_at,
        "date_origin": origin,
        "stated": () if published_at is None or on_air else ((origin, published_at.date()),),
        "first_seen_at": published_at + timedelta(hours=2) if published_at else FIRST_SEEN,
        "verdict": Verdict.PAR,
        "domain": None,
        "phrases": (),
        "decided_by": PROGRAM,
    }
    return Countable(**(values | changes))


def person(name: str, because: str = "") -> Decider:
    """A person who decided, with the reason given."""
    return Decider(DeciderKind.PERSON, name, because)


def phrase(weight: float, text: str, where: str = "title") -> Phrase:
    """A phrase of the lexicon that fired."""
    return Phrase(text, where, 0, weight)


def bulletin(id_: int, title: str, at: str, **changes: Any) -> Countable:
    """A loudspeaker item aired `at`, logged by its title."""
    return countable(id_, title, at, Channel.LOUDSPEAKER, **changes)


def watched(first: str, last: str, source: str = SITE) -> Span:
    """A stretch that polls cover over whole local days, both included."""
    return Span(source, midnight(date.fromisoformat(first)), midnight(date.fromisoformat(last) + timedelta(days=1)))


CLOSED = Logbook(closings={m: Closing(m, "Trần Thị Hoa", moment(f"{m.next()}-01 07:00")) for m in map(Month(2025, 12).plus, range(14))})
"""The log of every month, closed by a person on the morning after the month."""
ALL_YEAR = (watched("2025-12-01", "2027-01-04"),)


def year_of(
    items: Sequence[Countable], rule: Rule | None = None, spans: Sequence[Span] = ALL_YEAR, now: str = AFTER_THE_YEAR, **options: Any
) -> YearStatement:
    """The statement of 2026, covered whole and with all logs closed unless said otherwise."""
    return state_year(2026, rule or rule_of(), items, spans, [SITE], moment(now), **({"logbook": CLOSED} | options))


def month_in(year: YearStatement, number: int) -> MonthStatement:
    """One month of a statement."""
    return next(m for m in year.months if m.month == Month(year.year, number))
