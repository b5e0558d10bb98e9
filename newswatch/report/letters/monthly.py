"""The letters about one month: its result, a warning while it is open, and the correction of a result that was told before."""

from collections.abc import Iterable

from newswatch.config import Unit
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month
from newswatch.core.notices.notice import Briefing
from newswatch.core.quota.clause import Scope
from newswatch.core.quota.rule import Rule
from newswatch.report import figures, json_shapes
from newswatch.report.letters import evidence, open_log, operator_notes, sections
from newswatch.report.letters.blocks import Bars, Block, Callout, Draft, Heading, Paragraph, Points
from newswatch.report.vi import item_names, logs, sentences, terms


def result(unit: Unit, briefing: Briefing) -> Draft:
    """The monthly letter: what counts, what awaits a person, what was left out, the year so far, what to do next.

    Of a month whose log is open it says what would be missing. The result that follows says what was told then.
    """
    year = briefing.year
    month = sections.month_told(briefing)
    named = item_names.by_day(item_names.known(year, briefing.watched))
    before = _before(_former((year.rule, *unit.rules), briefing.due_notice.before), year.rule, briefing.due_notice.before)
    blocks = [
        *opening(unit, year, month, f"Thư trước đã báo: {before}." if before else ""),
        *open_log.section(unit, year, month),
        *sections.counted(year.rule, month),
        *sections.to_settle(year, month, named),
        *missing_log(year, month),
        *evidence.section(year, month),
        *sections.left_out(year.rule, month, named),
        *sections.year_bars(year, briefing.today),
        *sections.ahead(briefing),
        *sections.topics(year, [month]),
    ]
    title = f"{'Kết quả tin' if before else 'Tin'}, bài CCHC {month.month.label}"
    letter = sections.letter(unit, briefing, title, blocks, attached=True)
    subject = f"{title}: {sentences.result(year, month)}"
    return Draft(subject, letter, _short_result(unit, briefing, month), operator=_operator(year, month))


def warning(unit: Unit, briefing: Briefing) -> Draft:
    """The letter while something can still be done: what is missing, how many days are left, what is at risk."""
    year = briefing.year
    month = sections.month_told(briefing)
    left = sentences.time_left(briefing.days_left, briefing.working_days_left)
    days = f"sau hôm nay còn {briefing.days_left} ngày" if briefing.days_left else left
    have, title = _have(year.rule, month), f"Tin, bài CCHC {month.month.label}"
    floor = sections.floor(briefing, year, month)
    blocks: list[Block] = [
        Callout(f"{terms.capital(have)} – {left}", sections.tone(year, month)),
        Paragraph(f"{_window(year.rule, month)} {have}. {sentences.coverage(year.rule, month, watched=unit.watched)}"),
        *([] if logs.watched(year) else [Paragraph(logs.UNWATCHED)]),
        Points((*floor, *sections.stakes(briefing, year, month))),
        *sections.to_settle(year, month, item_names.by_day(item_names.known(year))),
        *missing_log(year, month),
        *sections.counted(year.rule, month, "Đã được tính"),
        *evidence.section(year, month),
        Bars((sections.bar(year, month),)),
        *sections.topics(year, [month]),
    ]
    short = (
        f"{sections.who(unit)} – nhắc tin, bài CCHC {month.month.label}: {have}, {left}.",
        _blind_note(month),
        sections.risk(briefing, month),
        *floor,
        *_rests(briefing),
        _short_waiting(year.rule, month),
    )
    facts = {
        "days_left": briefing.days_left,
        "working_days_left": briefing.working_days_left,
        "at_risk": json_shapes.points(briefing.at_risk),
    }
    letter = sections.letter(unit, briefing, f"Nhắc việc: {terms.small(title)}", blocks, attached=False)
    return Draft(f"{title}: {have} – {days}", letter, short, facts, _operator(year, month))


def revision(unit: Unit, briefing: Briefing, rules: Iterable[Rule]) -> Draft:
    """The letter that corrects a result: what was told, what stands now, and why.

    `rules` are those that the result told before may rest on, besides the present one: a statement keeps only the digest of its rule.
    """
    year = briefing.year
    month = sections.month_told(briefing)
    named = item_names.by_day(item_names.known(year, briefing.watched))
    now = sentences.result(year, month)
    former = _former((year.rule, *rules), briefing.due_notice.before)
    before = _before(former, year.rule, briefing.due_notice.before)
    causes = [_cause(cause, named, former, year.rule, month.month) for cause in sorted(briefing.due_notice.causes, key=_rule_first)]
    title = f"Đính chính tin, bài CCHC {month.month.label}"
    blocks = [
        *opening(unit, year, month, f"Trước đó đã báo: {before}." if before else ""),
        Heading("Vì sao thay đổi"),
        Points(tuple(causes)) if causes else Paragraph("Không ghi nhận nguyên nhân nào."),
        *open_log.section(unit, year, month),
        *sections.counted(year.rule, month),
        *sections.to_settle(year, month, named),
        *evidence.section(year, month),
        *sections.left_out(year.rule, month, named),
        *sections.year_bars(year, briefing.today),
    ]
    old = f" (trước đó: {before})" if before else ""
    short = (f"{sections.who(unit)} – {terms.small(title)}: {now}{old}.", *causes, *_short_score(year))
    letter = sections.letter(unit, briefing, title, blocks, attached=True)
    operator = _operator(year, month) if logs.awaited(month) else _operator_review(year, month)
    return Draft(f"{title}: {now}{old}", letter, short, {"before": before}, operator)


def opening(unit: Unit, year: YearStatement, month: MonthStatement, before: str = "") -> list[Block]:
    """The result at a glance, the result and the coverage in sentences, the year's score."""
    rule = year.rule
    items, outcome = sentences.items(rule, month.count), sentences.outcome(year, month)
    unsure = month.state is State.UNKNOWN
    split = f" ({sentences.by_channel(rule, month.count)})" if len(rule.channels) > 1 and rule.scope is not Scope.EACH_CHANNEL else ""
    told = f"{_window(rule, month)}: {'mới thấy ' if unsure else ''}{items} được tính{split} – {outcome}."
    begun = figures.has_begun(rule, month, figures.stated_on(year))
    seen = sentences.coverage(rule, month, watched=unit.watched) if begun else ""
    spent = [sentences.FLOOR] if figures.at_floor(year) and month.state is State.SHORT else []
    score = [*sentences.score(year), *spent, *sentences.unknown(year), *sentences.basis(year)]
    return [
        Callout(terms.capital(f"{items} – {outcome}"), sections.tone(year, month)),
        Paragraph(" ".join(filter(None, (before, told, seen, _log(year, month))))),
        Paragraph(f"Năm {year.year}, {sentences.criterion(rule)}. {' '.join(score)}"),
    ]


def _log(year: YearStatement, month: MonthStatement) -> str:
    """How the log stands, unless it is told elsewhere in the letter: as what the score rests on, or in a section of its own."""
    return logs.of_month(month) if logs.watched(year) and not logs.awaited(month) else ""


def _window(rule: Rule, month: MonthStatement) -> str:
    window = month.month.window(rule.cutoff_day)
    days = f" ({terms.day(window.first)}–{terms.day(window.last)})" if rule.cutoff_day is not None else ""
    return f"{terms.capital(month.month.label)}{days}"


def _have(rule: Rule, month: MonthStatement) -> str:
    """The count of an open month. Nothing is called missing while days could not be polled."""
    items = sentences.items(rule, month.count)
    alone = logs.alone(month)
    if not month.short:
        return f"đã có {items}{alone}"
    return f"mới thấy {items}{alone}" if month.coverage.blind else f"mới có {items}{alone}, còn thiếu {month.short}"


def _former(rules: Iterable[Rule], before: Stated | None) -> Rule | None:
    """The rule that the result told before rests on; None if it is not among `rules`."""
    return next((rule for rule in rules if before and rule.digest == before.rule_digest), None)


def _before(former: Rule | None, rule: Rule, before: Stated | None) -> str:
    """What was told. The count is given only for a rule that takes all channels together, since only that count is on record."""
    if before is None:
        return ""
    state, count = terms.stated(before), len(before.counted)
    if (former or rule).scope is not Scope.COMBINED:
        return state
    if former is None:
        return f"{count} tin, bài – {state}"
    if before.state is State.SHORT:
        state = state.replace(terms.STATES[State.SHORT], f"{terms.STATES[State.SHORT]} {max(0, former.quota - count)}", 1)
    told = f"{count}/{former.quota}" if count <= former.quota else f"{count} tin, bài (chỉ tiêu {former.quota})"
    return f"{told} – {state}"


def _rule_first(cause: Cause) -> bool:
    return cause.kind is not Kind.RULE


def _cause(cause: Cause, named: terms.Namer, former: Rule | None, rule: Rule, month: Month) -> str:
    """A cause in a sentence. For another rule it tells the quota and the month's days, now and before."""
    text = terms.capital(terms.cause(cause, named))
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
    log = open_log.short(unit, year, month)
    waits = _short_waiting(year.rule, month)
    points = [p.texts[0] for p in sections.ahead(briefing) if isinstance(p, Points)]
    return (
        f"{sections.who(unit)} – tin, bài CCHC {month.month.label}: {told}.",
        *log,
        waits,
        *_short_score(year),
        *points,
        *_rests(briefing),
    )


def _short_waiting(rule: Rule, month: MonthStatement) -> str:
    return f"Có {month.awaiting} mục chờ xét. {sections.gain(rule, month, month.awaiting)}" if month.awaiting and month.short else ""


def _short_score(year: YearStatement) -> tuple[str, ...]:
    if year.score is None:
        return ()
    so_far = f"Năm {year.year} đến nay: {sentences.in_brief(year)}"
    limits = "" if logs.watched(year) else f", {logs.ALONE}"
    return (f"{so_far}{limits}. {terms.reading_note(year.rule)}",)


def _rests(briefing: Briefing) -> tuple[str, ...]:
    return (f"Nghỉ lễ: {sentences.rests(briefing.rests)}.",) if briefing.rests else ()


def _blind_note(month: MonthStatement) -> str:
    blind = len(month.coverage.blind)
    return f"Có {blind} ngày chưa xem được nguồn tin nên số thật có thể cao hơn." if blind else ""


def missing_log(year: YearStatement, month: MonthStatement) -> list[Block]:
    """A reminder of the loudspeaker log, where it may not have been handed in."""
    return [Paragraph(text) for text in sections.no_log(year, month)]


def _operator(year: YearStatement, month: MonthStatement) -> tuple[str, ...]:
    log = [operator_notes.IMPORT] if sections.no_log(year, month) or logs.awaited(month) else []
    log += [operator_notes.close_log(month.month)] if logs.awaited(month) else []
    return (*_operator_review(year, month), *log)


def _operator_review(year: YearStatement, month: MonthStatement) -> tuple[str, ...]:
    return (*operator_notes.review(sections.awaiting(year, month), sections.MOST_AWAITING), *evidence.operator(year.rule, month))
