"""What the board is written: a briefing → a notice with its subject, its text and HTML, the text for a chat group, and the list attached."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from newswatch.config import Unit
from newswatch.core.notices.notice import Briefing, Notice, NoticeKind
from newswatch.report import json_shapes
from newswatch.report.letters import html, monthly, operator_notes, periodic, trouble, workbook
from newswatch.report.letters import text as letter_text
from newswatch.report.letters.blocks import Copy, Draft, Heading, clean
from newswatch.report.vi.terms import plain_points

SHORT_TEXT = 600
_DRAFTS: Mapping[NoticeKind, Callable[[Unit, Briefing], Draft]] = {
    NoticeKind.SHORTFALL: monthly.result,
    NoticeKind.WARNING: monthly.warning,
    NoticeKind.REVISION: monthly.revision,
    NoticeKind.TROUBLE: trouble.trouble,
    NoticeKind.QUARTER: periodic.digest,
    NoticeKind.HALF_YEAR: periodic.digest,
    NoticeKind.YEAR: periodic.digest,
}
_WITHOUT_LIST = (NoticeKind.WARNING, NoticeKind.TROUBLE)


def write(unit: Unit, briefing: Briefing) -> Notice:
    """The notice on a briefing's occasion; the same briefing always gives the same notice, byte for byte."""
    due_notice = briefing.due_notice
    draft = _DRAFTS[due_notice.kind](unit, briefing)
    short = fitted(draft.short)
    copied = (Heading("Tin nhắn để dán vào nhóm Zalo"), Copy(short))
    letter = replace(draft.letter, blocks=(*draft.letter.blocks, *copied, *operator_notes.part(draft.operator)))
    return Notice(
        due_notice.kind,
        due_notice.period,
        due_notice.revision,
        clean(f"[{unit.name}] {draft.subject}"),
        letter_text.render(letter),
        html.render(letter),
        short,
        () if due_notice.kind in _WITHOUT_LIST else (workbook.book(unit, briefing),),
        {**_facts(unit, briefing), **draft.facts},
    )


def fitted(sentences: Iterable[str], most: int = SHORT_TEXT) -> str:
    """The sentences that fit into so many characters, the first one always, cut if it must be."""
    first, *others = (clean(sentence) for sentence in sentences)
    text = clean(first, most)
    for sentence in filter(None, others):
        if len(text) + 1 + len(sentence) <= most:
            text = f"{text} {sentence}"
    return text


def _facts(unit: Unit, briefing: Briefing) -> dict[str, object]:
    """The figures told, for machines: points as texts, days as ISO dates."""
    year, rule = briefing.year, briefing.year.rule
    told = [m for m in year.months if m.month in briefing.due_notice.months]
    facts: dict[str, object] = {
        "unit": unit.id,
        "year": year.year,
        "rule": rule.id,
        "rule_digest": rule.digest,
        "quota": rule.quota,
        "scope": str(rule.scope),
        "reading": str(rule.reading),
        "score": None if year.score is None else plain_points(year.score),
        "max_points": None if rule.max_points is None else plain_points(rule.max_points),
        "low": None if year.low is None else plain_points(year.low),
        "high": None if year.high is None else plain_points(year.high),
        "provisional": year.provisional,
        "as_of": json_shapes.utc(year.as_of),
        "months": [json_shapes.month(m) for m in told],
    }
    return facts | (json_shapes.month(told[0]) if len(told) == 1 else {})
