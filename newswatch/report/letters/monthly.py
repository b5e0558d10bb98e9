"""The letters about one month: its result, a warning while it is open, and the correction of a result told before."""

from pathlib import Path

from newswatch.config import Unit, load_rule, shipped_rules
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month
from newswatch.core.notices.notice import Briefing
from newswatch.core.quota.clause import Scope
from newswatch.core.quota.rule import Rule
from newswatch.report.letters import operator_notes, sections
from newswatch.report.letters.blocks import Bars, Block, Callout, Draft, Heading, Letter, Paragraph, Points, clean
from newswatch.report.vi import item_names, sentences, terms


def result(unit: Unit, briefing: Briefing) -> Draft:
    """The monthly letter: what counts, what could close the gap, what was left out, the year so far, what to do next."""
    year = briefing.year
    month = sections.month_of(year, briefing)
    named = item_names.by_day(item_names.known(year, briefing.watched))
    told = f"{sentences.tally(year.rule, month.count)} – {sentences.outcome(year, month)}"
    blocks = [
        *_opening(unit, year, month),
        *sections.counted(year.rule, month.lines),
        *sections.to_settle(year, month, named),
        *_missing_log(year.rule, month),
        *sections.left_out(year.rule, month, named),
        *sections.year_bars(year, briefing.today),
        *sections.ahead(briefing),
        *sections.topics(year, [month]),
    ]
    title = f"Tin, bài CCHC {month.month.label}"
    letter, short = _letter(unit, briefing, title, blocks, attached=True), _short_result(unit, briefing, month)
    return Draft(f"{title}: {told}", letter, short, operator=_operator(year, month))


def warning(unit: Unit, briefing: Briefing) -> Draft:
    """The letter while something can still be done: what is missing, how long there is, what it would cost."""
    year = briefing.year
    month = sections.month_of(year, briefing)
    left = sentences.time_left(briefing.days_left, briefing.working_days_left)
    days = f"còn {briefing.days_left} ngày" if briefing.days_left else left
    have, title = _have(year.rule, month), f"Tin, bài CCHC {month.month.label}"
    floor = sections.floor(briefing, year, month)
    blocks: list[Block] = [
        Callout(f"{sections.capital(have)} – {left}", sections.TONES[month.state]),
        Paragraph(f"{_window(year.rule, month)} {have} tin, bài. {sentences.coverage(year.rule, month, watched=sections.watched(unit))}"),
        Points((*floor, *sections.stakes(briefing, year, month))),
        *sections.to_settle(year, month, item_names.by_day(item_names.known(year))),
        *_missing_log(year.rule, month),
        *sections.counted(year.rule, month.lines, "Đã được tính"),
        Bars((sections.bar(year, month),)),
        *sections.topics(year, [month]),
    ]
    waits = _short_waiting(year.rule, month)
    short = (
        f"{_who(unit)} – nhắc tin, bài CCHC {month.month.label}: {have}, {left}.",
        _blind_note(month),
        sections.risk(briefing, month),
        *floor,
        *_rests(briefing),
        waits,
    )
    facts = {"days_left": briefing.days_left, "working_days_left": briefing.working_days_left, "at_risk": _plain(briefing)}
    return Draft(
        f"{title}: {have} – {days}",
        _letter(unit, briefing, f"Nhắc việc: {title[:1].lower()}{title[1:]}", blocks, attached=False),
        short,
        facts,
        _operator(year, month),
    )


def revision(unit: Unit, briefing: Briefing) -> Draft:
    """The letter that corrects a result: what was told, what stands now, and why."""
    year = briefing.year
    month = sections.month_of(year, briefing)
    named = item_names.by_day(item_names.known(year, briefing.watched))
    now = f"{sentences.tally(year.rule, month.count)} – {sentences.outcome(year, month)}"
    former = _former(unit, year.rule, briefing.due_notice.before)
    before = _before(former, year.rule, briefing.due_notice.before)
    causes = [_cause(cause, named, former, year.rule, month.month) for cause in sorted(briefing.due_notice.causes, key=_rule_first)]
    title = f"Đính chính tin, bài CCHC {month.month.label}"
    blocks = [
        *_opening(unit, year, month, f"Trước đó đã báo: {before}." if before else ""),
        Heading("Vì sao thay đổi"),
        Points(tuple(causes)) if causes else Paragraph("Không ghi nhận nguyên nhân nào."),
        *sections.counted(year.rule, month.lines),
        *sections.to_settle(year, month, named),
        *sections.left_out(year.rule, month, named),
        *sections.year_bars(year, briefing.today),
    ]
    old = f" (trước đó: {before})" if before else ""
    short = (f"{_who(unit)} – {title[:1].lower()}{title[1:]}: {now}{old}.", *causes, *_short_score(year))
    letter = _letter(unit, briefing, title, blocks, attached=True)
    return Draft(
        f"{title}: {now}{old}",
        letter,
        short,
        {"before": before},
        tuple(operator_notes.review(sections.awaiting(year, month), sections.MOST_AWAITING)),
    )


def _opening(unit: Unit, year: YearStatement, month: MonthStatement, before: str = "") -> list[Block]:
    """The result at a glance, then result and coverage in sentences, then the year's score."""
    rule = year.rule
    tally, outcome = sentences.tally(rule, month.count), sentences.outcome(year, month)
    unsure = month.state is State.UNKNOWN
    split = f" ({sentences.by_channel(rule, month.count)})" if len(rule.channels) > 1 and rule.scope is not Scope.EACH_CHANNEL else ""
    told = f"{_window(rule, month)}: {'mới thấy ' if unsure else ''}{tally} tin, bài được tính{split} – {outcome}."
    seen = sentences.coverage(rule, month, watched=sections.watched(unit))
    floor = year.score is not None and year.score == rule.min_points and month.state is State.SHORT
    spent = [sentences.FLOOR] if floor else []
    score = [*sentences.score(year), *spent, *sentences.unknown(year), *sentences.basis(year)]
    result = f"{tally if ' ' in tally else f'{tally} tin, bài'} – {outcome}"
    return [
        Callout(sections.capital(result), sections.TONES[month.state]),
        Paragraph(" ".join(filter(None, (before, told, seen)))),
        Paragraph(f"Năm {year.year}, {sentences.criterion(rule)}. {' '.join(score)}"),
    ]


def _letter(unit: Unit, briefing: Briefing, title: str, blocks: list[Block], *, attached: bool) -> Letter:
    sender = f"{sections.capital(unit.title)} · gửi Ban biên tập · ngày {terms.day(briefing.today)}"
    return Letter(sender, title, tuple(blocks), sections.foot(briefing.year, attached))


def _window(rule: Rule, month: MonthStatement) -> str:
    window = month.month.window(rule.cutoff_day)
    days = f" ({terms.day(window.first)}–{terms.day(window.last)})" if rule.cutoff_day is not None else ""
    return f"{sections.capital(month.month.label)}{days}"


def _have(rule: Rule, month: MonthStatement) -> str:
    """What an open month has: nothing is called missing while there are days that nobody could look at."""
    tally = sentences.tally(rule, month.count)
    if not month.short:
        return f"đã có {tally}"
    return f"mới thấy {tally}" if month.coverage.blind else f"mới có {tally}, còn thiếu {month.short}"


def _former(unit: Unit, rule: Rule, before: Stated | None) -> Rule | None:
    """The rule that the result told before rests on, as far as it is among the unit's or the shipped ones: only its digest is on record."""
    if before is None:
        return None
    at_hand = (rule, *unit.rules, *(load_rule(name, Path()) for name in shipped_rules()))
    return next((known for known in at_hand if known.digest == before.rule_digest), None)


def _before(former: Rule | None, rule: Rule, before: Stated | None) -> str:
    """What was told: the count where the rule takes all channels together, for it alone is on record."""
    if before is None:
        return ""
    state, count = terms.STATES[before.state], len(before.counted)
    if (former or rule).scope is not Scope.COMBINED:
        return state
    if former is None:
        return f"{count} tin, bài – {state}"
    return f"{count}/{former.quota} – {state}" + (f" {max(0, former.quota - count)}" if before.state is State.SHORT else "")


def _rule_first(cause: Cause) -> bool:
    return cause.kind is not Kind.RULE


def _cause(cause: Cause, named: terms.Namer, former: Rule | None, rule: Rule, month: Month) -> str:
    """A cause in a sentence; of another rule also what it says of the quota and of the month's days, and what the former one said."""
    text = sections.capital(terms.cause(cause, named))
    if cause.kind is not Kind.RULE:
        return f"{text}."
    past = f"trước đây {_demand(former, month)}; " if former and former.digest != rule.digest else ""
    return f"{text}: {past}nay {_demand(rule, month)}."


def _demand(rule: Rule, month: Month) -> str:
    window = month.window(rule.cutoff_day)
    return f"tối thiểu {rule.quota} tin, bài từ {terms.day(window.first)} đến {terms.day(window.last)}"


def _short_result(unit: Unit, briefing: Briefing, month: MonthStatement) -> tuple[str, ...]:
    year = briefing.year
    told = f"{sentences.tally(year.rule, month.count)}, {sentences.outcome(year, month)}"
    waits = _short_waiting(year.rule, month)
    points = [p.texts[0] for p in sections.ahead(briefing) if isinstance(p, Points)]
    return (f"{_who(unit)} – tin, bài CCHC {month.month.label}: {told}.", waits, *_short_score(year), *points, *_rests(briefing))


def _short_waiting(rule: Rule, month: MonthStatement) -> str:
    return f"Có {month.awaiting} mục chờ xét. {sections.gain(rule, month, month.awaiting)}" if month.awaiting and month.short else ""


def _short_score(year: YearStatement) -> tuple[str, ...]:
    if year.score is None:
        return ()
    so_far = f"Năm {year.year} đến nay: {terms.points(year.score)}/{terms.points(year.rule.max_points)} điểm"
    return (f"{so_far}{', chỉ để tham khảo' if sentences.basis(year) else ''}. {terms.reading_note(year.rule)}",)


def _rests(briefing: Briefing) -> tuple[str, ...]:
    return (f"Nghỉ lễ: {sentences.rests(briefing.rests)}.",) if briefing.rests else ()


def _blind_note(month: MonthStatement) -> str:
    blind = len(month.coverage.blind)
    return f"Có {blind} ngày chưa xem được nguồn tin nên số thật có thể cao hơn." if blind else ""


def _missing_log(rule: Rule, month: MonthStatement) -> list[Block]:
    return [Paragraph(text) for text in sections.no_log(rule, month)]


def _operator(year: YearStatement, month: MonthStatement) -> tuple[str, ...]:
    log = [operator_notes.IMPORT] if sections.no_log(year.rule, month) else []
    return (*operator_notes.review(sections.awaiting(year, month), sections.MOST_AWAITING), *log)


def _plain(briefing: Briefing) -> str | None:
    return None if briefing.at_risk is None else terms.plain_points(briefing.at_risk)


def _who(unit: Unit) -> str:
    return sections.capital(clean(unit.title, 80))
