"""Units, years and briefings for tests of what the board is written."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rule_tables import rule as rule_of
from worlds import ALL_YEAR, bulletin, countable, moment, phrase, watched, year_of

from newswatch.config import Source, SourceKind, Unit
from newswatch.core.count.logbook import Logbook
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Countable, Domain, ItemType, Origin, Profile, Verdict
from newswatch.core.months import Month
from newswatch.core.notices.notice import Briefing, DueNotice, Notice, NoticeKind
from newswatch.core.polling.records import Span
from newswatch.core.quota.rule import Rule
from newswatch.report import letters

TITLES = (
    "Quảng Thọ rút ngắn một nửa thời gian giải quyết thủ tục hành chính về đất đai",
    "Tổ công nghệ số cộng đồng về từng ngõ giúp bà con nộp hồ sơ trực tuyến",
    "Niêm yết công khai thủ tục hành chính tại nhà văn hóa các thôn",
    "Lấy ý kiến người dân về sự hài lòng đối với bộ phận một cửa",
    "Chủ tịch xã đối thoại với người dân về cải cách hành chính",
    "Kiểm tra kỷ luật, kỷ cương hành chính sau kỳ nghỉ Tết",
)
FIELDS = (Domain.PROCEDURES, Domain.DIGITAL, Domain.PROCEDURES, Domain.STEERING, Domain.STEERING, Domain.CIVIL_SERVICE)
A_HOLE = (watched("2025-12-01", "2026-03-09"), watched("2026-03-12", "2027-01-04"))
"""The year with two unseen days in March."""
SITE = Source("site", SourceKind.LISTING, "https://quangtho.example.vn/tin-tuc", Profile("joomla"), True)


def unit(rule: Rule | None = None, **changes: Any) -> Unit:
    """Quảng Thọ commune with one portal source."""
    values: dict[str, Any] = {"id": "quang-tho", "name": "Quảng Thọ", "kind": "xã", "rules": (rule or rule_of(),), "sources": (SITE,)}
    return Unit(**(values | changes))


def counting(month: int, n: int, aired: int = 0) -> list[Countable]:
    """`n` counted items (at most nine) in a month of 2026; the last `aired` of them are loudspeaker items."""
    found = []
    for i in range(n):
        number, title, at = month * 100 + i, f"{TITLES[i % len(TITLES)]} – đợt {month}.{i}", f"2026-{month:02d}-{3 + 3 * i:02d}"
        make = bulletin if i >= n - aired else countable
        found.append(make(number, title, f"{at} 05:30", domain=FIELDS[i % len(FIELDS)]))
    return found


EARLIER = [*counting(1, 4, 1), *counting(2, 5, 2)]
"""January and February, both met."""


def waiting(id_: int, at: str | None, title: str = "Xã sắp xếp lại các đơn vị hành chính thôn", **changes: Any) -> Countable:
    """An article that the rules are unsure of."""
    return countable(id_, title, at, **({"verdict": Verdict.UNSURE, "phrases": (phrase(2, "đơn vị hành chính"),)} | changes))


def excluded(month: int) -> list[Countable]:
    """A repetition, an announcement, a look-alike and plain other news in a month, to go with `counting(month, 1 or more)`."""
    at, base = f"2026-{month:02d}", month * 100 + 50
    return [
        bulletin(base, f"{TITLES[0]} – đợt {month}.0", f"{at}-22 17:00", origin=Origin.OWN),
        countable(base + 1, "Thông báo nghỉ lễ của bộ phận một cửa", f"{at}-24", item_type=ItemType.NOTICE),
        countable(
            base + 2,
            "Xử phạt vi phạm hành chính hai hộ lấn chiếm lòng đường",
            f"{at}-20",
            verdict=Verdict.OTHER,
            phrases=(phrase(-4, "xử phạt vi phạm hành chính"), phrase(1.2, "người dân", "text")),
        ),
        *(
            countable(base + 10 + n, f"Giải bóng chuyền nữ, ngày thi đấu thứ {n}", f"{at}-{10 + n}", verdict=Verdict.OTHER)
            for n in range(5)
        ),
    ]


def told(
    kind: NoticeKind,
    months: Sequence[int],
    year: YearStatement,
    today: str,
    *,
    period: str = "",
    revision: int = 0,
    due_notice: dict[str, Any] | None = None,
    **changes: Any,
) -> Briefing:
    """A briefing about months of 2026, for the day `today`."""
    names = tuple(Month(2026, m) for m in months)
    what = DueNotice(kind, period or (str(names[-1]) if names else today), names, revision, **(due_notice or {}))
    return Briefing(what, year, date.fromisoformat(today), **changes)


def march(
    items: Sequence[Countable],
    rule: Rule | None = None,
    spans: Sequence[Span] = ALL_YEAR,
    now: str = "2026-04-01 08:00",
    logbook: Logbook | None = None,
    **changes: Any,
) -> Briefing:
    """A briefing about the result of March 2026, by default for 1 April with all logs closed."""
    year = year_of(items, rule, spans, now, **({"logbook": logbook} if logbook else {}))
    ahead: dict[str, Any] = {"days_left": 29, "working_days_left": 20, "at_risk": Decimal(2)}
    return told(NoticeKind.SHORTFALL, [3], year, moment(now).date().isoformat(), **(ahead | changes))


def letter(briefing: Briefing, **changes: object) -> Notice:
    """The notice of a briefing of Quảng Thọ."""
    return letters.write(unit(briefing.year.rule, **changes), briefing)


def flat(notice: Notice) -> str:
    """The text part without its line breaks."""
    return " ".join(notice.text.split())
