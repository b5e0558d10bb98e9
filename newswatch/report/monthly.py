"""The letters about one month: its result, a warning while it is open, and the correction of a result told before."""

from pathlib import Path

from newswatch.config import Unit, load_rule, shipped_rules
from newswatch.core.clause import Scope
from newswatch.core.months import Month
from newswatch.core.notice import Briefing
from newswatch.core.revision import Cause, Kind, Stated
from newswatch.core.rule import Rule
from newswatch.core.statement import MonthStatement, State, YearStatement
from newswatch.report import keeper, parts, sentences, tellings, words
from newswatch.report.letter import Bars, Block, Callout, Draft, Heading, Letter, Paragraph, Points, clean


def result(unit: Unit, briefing: Briefing) -> Draft:
    """The monthly letter: what counts, what could close the gap, what was left out, the year so far, what to do next."""
    year = briefing.year
    month = parts.month_of(year, briefing)
    named = tellings.by_day(tellings.known(year, briefing.watched))
    told = f"{sentences.tally(year.rule, month.count)} – {sentences.outcome(year, month)}"
    blocks = [
        *_opening(unit, year, month),
        *parts.counted(year.rule, month.lines),
        *parts.to_settle(year, month, named),
        *_missing_log(year.rule, month),
        *parts.left_out(year.rule, month, named),
        *parts.year_bars(year, briefing.today),
        *parts.ahead(briefing),
        *parts.topics(year, [month]),
    ]
    title = f"Tin, bài CCHC {month.month.label}"
    letter, short = _letter(unit, briefing, title, blocks, attached=True), _short_result(unit, briefing, month)
    return Draft(f"{title}: {told}", letter, short, keeper=_keeper(year, month))


def warning(unit: Unit, briefing: Briefing) -> Draft:
    """The letter while something can still be done: what is missing, how long there is, what it would cost."""
    year = briefing.year
    month = parts.month_of(year, briefing)
    left = sentences.time_left(briefing.days_left, briefing.working_days_left)
    days = f"còn {briefing.days_left} ngày" if briefing.days_left else left
    have, title = _have(year.rule, month), f"Tin, bài CCHC {month.month.label}"
    floor = parts.floor(briefing, year, month)
    blocks: list[Block] = [
        Callout(f"{parts.capital(have)} – {left}", parts.TONES[month.state]),
        Paragraph(f"{_window(year.rule, month)} {have} tin, bài. {sentences.coverage(year.rule, month, watched=parts.watched(unit))}"),
        Points((*floor, *parts.stakes(briefing, year, month))),
        *parts.to_settle(year, month, tellings.by_day(tellings.known(year))),
        *_missing_log(year.rule, month),
        *parts.counted(year.rule, month.lines, "Đã được tính"),
        Bars((parts.bar(year, month),)),
        *parts.topics(year, [month]),
    ]
    waits = _short_waiting(year.rule, month)
    short = (
        f"{_who(unit)} – nhắc tin, bài CCHC {month.month.label}: {have}, {left}.",
        _blind_note(month),
        parts.risk(briefing, month),
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
        _keeper(year, month),
    )


def revision(unit: Unit, briefing: Briefing) -> Draft:
    """The letter that corrects a result: what was told, what stands now, and why."""
    year = briefing.year
    month = parts.month_of(year, briefing)
    named = tellings.by_day(tellings.known(year, briefing.watched))
    now = f"{sentences.tally(year.rule, month.count)} – {sentences.outcome(year, month)}"
    former = _former(unit, year.rule, briefing.occasion.before)
    before = _before(former, year.rule, briefing.occasion.before)
    causes = [_cause(cause, named, former, year.rule, month.month) for cause in sorted(briefing.occasion.causes, key=_rule_first)]
    title = f"Đính chính tin, bài CCHC {month.month.label}"
    blocks = [
        *_opening(unit, year, month, f"Trước đó đã báo: {before}." if before else ""),
        Heading("Vì sao thay đổi"),
        Points(tuple(causes)) if causes else Paragraph("Không ghi nhận nguyên nhân nào."),
        *parts.counted(year.rule, month.lines),
        *parts.to_settle(year, month, named),
        *parts.left_out(year.rule, month, named),
        *parts.year_bars(year, briefing.today),
    ]
    old = f" (trước đó: {before})" if before else ""
    short = (f"{_who(unit)} – {title[:1].lower()}{title[1:]}: {now}{old}.", *causes, *_short_score(year))
    letter = _letter(unit, briefing, title, blocks, attached=True)
    return Draft(
        f"{title}: {now}{old}", letter, short, {"before": before}, tuple(keeper.review(parts.awaiting(year, month), parts.MOST_AWAITING))
    )


def _opening(unit: Unit, year: YearStatement, month: MonthStatement, before: str = "") -> list[Block]:
    """The result at a glance, then result and coverage in sentences, then the year's score."""
    rule = year.rule
    tally, outcome = sentences.tally(rule, month.count), sentences.outcome(year, month)
    unsure = month.state is State.UNKNOWN
    split = f" ({sentences.by_channel(rule, month.count)})" if len(rule.channels) > 1 and rule.scope is not Scope.EACH_CHANNEL else ""
    told = f"{_window(rule, month)}: {'mới thấy ' if unsure else ''}{tally} tin, bài được tính{split} – {outcome}."
    seen = sentences.coverage(rule, month, watched=parts.watched(unit))
    floor = year.score is not None and year.score == rule.min_points and month.state is State.SHORT
    spent = [sentences.FLOOR] if floor else []
    score = [*sentences.score(year), *spent, *sentences.unknown(year), *sentences.basis(year)]
    result = f"{tally if ' ' in tally else f'{tally} tin, bài'} – {outcome}"
    return [
        Callout(parts.capital(result), parts.TONES[month.state]),
        Paragraph(" ".join(filter(None, (before, told, seen)))),
        Paragraph(f"Năm {year.year}, {sentences.criterion(rule)}. {' '.join(score)}"),
    ]


def _letter(unit: Unit, briefing: Briefing, title: str, blocks: list[Block], *, attached: bool) -> Letter:
    sender = f"{parts.capital(unit.title)} · gửi Ban biên tập · ngày {words.day(briefing.today)}"
    return Letter(sender, title, tuple(blocks), parts.foot(briefing.year, attached))


def _window(rule: Rule, month: MonthStatement) -> str:
    window = month.month.window(rule.cutoff_day)
    days = f" ({words.day(window.first)}–{words.day(window.last)})" if rule.cutoff_day is not None else ""
    return f"{parts.capital(month.month.label)}{days}"


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
    state, count = words.STATES[before.state], len(before.counted)
    if (former or rule).scope is not Scope.COMBINED:
        return state
    if former is None:
        return f"{count} tin, bài – {state}"
    return f"{count}/{former.quota} – {state}" + (f" {max(0, former.quota - count)}" if before.state is State.SHORT else "")


def _rule_first(cause: Cause) -> bool:
    return cause.kind is not Kind.RULE


def _cause(cause: Cause, named: words.Namer, former: Rule | None, rule: Rule, month: Month) -> str:
    """A cause in a sentence; of another rule also what it says of the quota and of the month's days, and what the former one said."""
    text = parts.capital(words.cause(cause, named))
    if cause.kind is not Kind.RULE:
        return f"{text}."
    past = f"trước đây {_demand(former, month)}; " if former and former.digest != rule.digest else ""
    return f"{text}: {past}nay {_demand(rule, month)}."


def _demand(rule: Rule, month: Month) -> str:
    window = month.window(rule.cutoff_day)
    return f"tối thiểu {rule.quota} tin, bài từ {words.day(window.first)} đến {words.day(window.last)}"


def _short_result(unit: Unit, briefing: Briefing, month: MonthStatement) -> tuple[str, ...]:
    year = briefing.year
    told = f"{sentences.tally(year.rule, month.count)}, {sentences.outcome(year, month)}"
    waits = _short_waiting(year.rule, month)
    points = [p.texts[0] for p in parts.ahead(briefing) if isinstance(p, Points)]
    return (f"{_who(unit)} – tin, bài CCHC {month.month.label}: {told}.", waits, *_short_score(year), *points, *_rests(briefing))


def _short_waiting(rule: Rule, month: MonthStatement) -> str:
    return f"Có {month.awaiting} mục chờ xét. {parts.gain(rule, month, month.awaiting)}" if month.awaiting and month.short else ""


def _short_score(year: YearStatement) -> tuple[str, ...]:
    if year.score is None:
        return ()
    so_far = f"Năm {year.year} đến nay: {words.points(year.score)}/{words.points(year.rule.max_points)} điểm"
    return (f"{so_far}{', chỉ để tham khảo' if sentences.basis(year) else ''}. {words.reading_note(year.rule)}",)


def _rests(briefing: Briefing) -> tuple[str, ...]:
    return (f"Nghỉ lễ: {sentences.rests(briefing.rests)}.",) if briefing.rests else ()


def _blind_note(month: MonthStatement) -> str:
    blind = len(month.coverage.blind)
    return f"Có {blind} ngày chưa xem được nguồn tin nên số thật có thể cao hơn." if blind else ""


def _missing_log(rule: Rule, month: MonthStatement) -> list[Block]:
    return [Paragraph(text) for text in parts.no_log(rule, month)]


def _keeper(year: YearStatement, month: MonthStatement) -> tuple[str, ...]:
    log = [keeper.IMPORT] if parts.no_log(year.rule, month) else []
    return (*keeper.review(parts.awaiting(year, month), parts.MOST_AWAITING), *log)


def _plain(briefing: Briefing) -> str | None:
    return None if briefing.at_risk is None else words.plain_points(briefing.at_risk)


def _who(unit: Unit) -> str:
    return parts.capital(clean(unit.title, 80))
