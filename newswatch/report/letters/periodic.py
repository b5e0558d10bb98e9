"""The letters about several months: a quarter, a half-year, a year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Domain
from newswatch.core.notices.notice import Briefing, NoticeKind
from newswatch.core.quota.clause import Reading, Scope
from newswatch.report import figures
from newswatch.report.letters import operator_notes, sections
from newswatch.report.letters.blocks import Block, Callout, Draft, Grid, Heading, Paragraph
from newswatch.report.tones import Tone
from newswatch.report.vi import evidence, logs, sentences, spans, terms

_WITH_MONTHLY_COST = (Reading.A_CUMULATIVE, Reading.B_DEFICIENT_MONTHS)
_NOTHING = Decimal(0)


def result(unit: Unit, briefing: Briefing) -> Draft:
    """The letter about several months: the score, a table by month with sums, the fields covered, what awaits a person."""
    year = briefing.year
    told = sections.months_told(briefing)
    name = spans.name(briefing.due_notice.period)
    found, title = summary(year, told), f"Tin, bài CCHC {name}"
    blocks: list[Block] = [
        Callout(found, _tone(year, told)),
        Paragraph(" ".join(account(unit, year, told, whole=briefing.due_notice.kind is NoticeKind.YEAR))),
        Heading("Từng tháng"),
        months_table(year, told, briefing.today),
        *once(year, told),
        Heading("Theo lĩnh vực"),
        by_domain(year, told),
        *waiting(told, year, name),
        *(sections.year_bars(year, briefing.today) if len(told) < len(year.months) else ()),
        *(sections.topics(year, told) if briefing.due_notice.kind is not NoticeKind.YEAR else ()),
        *sections.ahead(briefing),
    ]
    letter = sections.letter(unit, briefing, title, blocks, attached=True)
    short = (
        f"{sections.who(unit)} – tin, bài CCHC {name}: {found}.",
        *sentences.score(year)[1:],
        *sentences.unknown(year),
        *sentences.awaiting(year),
    )
    operator = operator_notes.review_any() if sentences.awaiting(year) else []
    operator += [operator_notes.close_log(month.month) for month in told if logs.awaited(month)]
    return Draft(f"{title}: {found}", letter, short, operator=tuple(operator))


def months_table(year: YearStatement, told: Sequence[MonthStatement], today: date) -> Grid:
    """A row for each month, and their sum."""
    rule = year.rule
    costly = rule.max_points is not None and rule.reading in _WITH_MONTHLY_COST
    channels = [terms.CHANNELS[c].removeprefix("Trang ") for c in rule.channels]
    head = ("Tháng", "Được tính", *channels, "Thiếu", *(["Trừ"] if costly else []), "Kết quả", "Chờ xét")
    rows = [tuple(_cells(year, m, costly)) if figures.has_begun(rule, m, today) else _to_come(m, len(head)) for m in told]
    return Grid(head, (*rows, tuple(_sums(year, told, costly))), total=True)


def once(year: YearStatement, told: Sequence[MonthStatement]) -> list[Block]:
    """Why the channels of the table don't add up to what is counted, where they don't."""
    twice = any(sum(figures.by_channel(year.rule, m.count)) > m.count.combined for m in told)
    return [Paragraph("Tin, bài có ở cả hai kênh tính một lần.")] if twice and year.rule.scope is Scope.COMBINED else []


def by_domain(year: YearStatement, told: Sequence[MonthStatement]) -> Grid:
    """How many counted items each field of PAR had."""
    found = Counter(line.item.domain for m in told for line in m.lines if figures.counts(year.rule, line))
    rows = [(terms.capital(terms.DOMAINS[domain]), str(found[domain])) for domain in Domain]
    rows += [("Chưa rõ lĩnh vực", str(found[None]))] if found[None] else []
    return Grid(("Lĩnh vực", "Tin, bài"), tuple(rows))


def _cells(year: YearStatement, month: MonthStatement, costly: bool) -> Iterator[str]:
    sure = month.state is State.SHORT
    yield terms.month(month.month)
    yield str(month.count.combined)
    yield from map(str, figures.by_channel(year.rule, month.count))
    yield str(month.short) if sure else "–"
    if costly:
        lost = figures.cost(year, month)
        yield terms.points(lost) if lost else "–"
    yield terms.STATES[month.state]
    yield str(month.awaiting or "–")


def _to_come(month: MonthStatement, columns: int) -> tuple[str, ...]:
    return (terms.month(month.month), *["–"] * (columns - 3), terms.TO_COME, str(month.awaiting or "–"))


def _sums(year: YearStatement, told: Sequence[MonthStatement], costly: bool) -> Iterator[str]:
    yield "Cộng"
    yield str(sum(m.count.combined for m in told))
    by_month = [figures.by_channel(year.rule, m.count) for m in told]
    yield from (str(sum(counts[at] for counts in by_month)) for at in range(len(year.rule.channels)))
    yield str(_missing(told) or "–")
    if costly:
        yield _lost(year, told) if _missing(told) else "–"
    ended = sum(m.state is not State.OPEN for m in told)
    yield f"{sum(m.state is State.MET for m in told)}/{ended} đạt" if ended else "–"
    yield str(sum(m.awaiting for m in told) or "–")


def _lost(year: YearStatement, told: Sequence[MonthStatement]) -> str:
    """The sum of what the months cost, which is never more than the criterion gives."""
    return terms.points(sum((figures.cost(year, m) for m in told), start=_NOTHING))


def _missing(told: Sequence[MonthStatement]) -> int:
    return sum(m.short for m in told if m.state is State.SHORT)


def summary(year: YearStatement, told: Sequence[MonthStatement]) -> str:
    """`2/3 tháng đạt, 1 tháng chưa rõ – điểm 2/2 của 2 tháng đã rõ`. A score that covers other months, too, is called the year's so far.

    Months that have not ended are counted apart.
    """
    unsure = sum(m.state is State.UNKNOWN for m in told)
    still_open = sum(m.state is State.OPEN for m in told)
    found = [_met(told)]
    found += [f"{still_open} tháng chưa kết thúc"] if 0 < still_open < len(told) else []
    found += [f"thiếu {_missing(told)}"] if _missing(told) else []
    found += [f"{unsure} tháng chưa rõ"] if unsure else []
    found[0] += "" if logs.watched(year) else f" ({logs.ALONE})"
    if year.score is None:
        return ", ".join(found)
    names = {m.month for m in told}
    whole = all(m.month in names for m in year.months if m.state in (State.MET, State.SHORT))
    sure = ("tạm tính ", sentences.span(year)) if sentences.provisional(year) else ("", "")
    known = sum(m.state in (State.MET, State.SHORT) for m in year.months)
    of = f" của {known} tháng đã rõ" if any(m.state is State.UNKNOWN for m in year.months) else ""
    return f"{', '.join(found)} – điểm {sure[0]}{'' if whole else 'từ đầu năm '}{sentences.fraction(year)}{of}{sure[1]}"


def _met(told: Sequence[MonthStatement]) -> str:
    """How many of the months that have ended were met: `2/3 tháng đạt`, `1/2 tháng đã hết đạt` where others are still open."""
    ended = [m for m in told if m.state is not State.OPEN]
    if not ended:
        return "chưa tháng nào kết thúc"
    which = "tháng" if len(ended) == len(told) else "tháng đã hết"
    return f"{sum(m.state is State.MET for m in ended)}/{len(ended)} {which} đạt"


def account(unit: Unit, year: YearStatement, told: Sequence[MonthStatement], *, whole: bool) -> Iterator[str]:
    """What was watched, the score with all that limits it, what is not known; of the `whole` year also why, and what the appraiser may give."""
    yield sentences.coverage_of(year.rule, told, watched=unit.watched)
    yield f"Năm {year.year}, {sentences.criterion(year.rule)}."
    yield from sentences.score(year)
    yield from sentences.unknown(year)
    yield from logs.of_months(told)
    yield from evidence.of_year(year)
    if whole:
        yield from (f"{terms.capital(m.month.label)}: {sentences.unseen(m)}." for m in told if m.state is State.UNKNOWN)
    if whole and year.low is not None and year.low != year.high and (year.low, year.high) != _spread(year):
        yield f"Cấp trên có thể chấm trong khoảng {terms.points(year.low)}–{terms.points(year.high)} điểm."
    yield from sentences.basis(year)


def _spread(year: YearStatement) -> tuple[Decimal, Decimal] | None:
    return (min(year.by_reading.values()), max(year.by_reading.values())) if year.by_reading else None


def waiting(told: Sequence[MonthStatement], year: YearStatement, name: str) -> list[Block]:
    """What awaits a person in the whole year, and how much of it in the months told: the table counts only these."""
    texts = sentences.awaiting(year)
    if not texts:
        return []
    within = ", ".join(f"{m.month.label} ({m.awaiting} mục)" for m in told if m.awaiting)
    if len(told) == len(year.months):
        where = f" Gồm {within}." if within else ""
    else:
        where = f" Trong đó thuộc {name}: {within}." if within else f" Trong đó không mục nào thuộc {name}."
    return [Heading("Chờ xét"), Paragraph(f"{texts[0]}{where}")]


def _tone(year: YearStatement, told: Sequence[MonthStatement]) -> Tone:
    """The tone of the worst month."""
    tones = {sections.tone(year, m) for m in told}
    return next((tone for tone in (Tone.BAD, Tone.DOUBT) if tone in tones), Tone.GOOD)
