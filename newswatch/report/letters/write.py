"""From a briefing to a notice: subject, text, HTML, chat text, and the workbook attached."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newswatch.config import Unit
from newswatch.core.notices.notice import Briefing, Notice, NoticeKind
from newswatch.core.quota.rule import Rule
from newswatch.core.text import printable
from newswatch.report import json_shapes, score_feed
from newswatch.report.letters import monthly, operator_notes, periodic, sections, trouble, upgrade, workbook
from newswatch.report.letters.blocks import Copy, Draft, Heading, Paragraph
from newswatch.report.letters.html import as_html
from newswatch.report.letters.text import as_text
from newswatch.report.vi import logs

SHORT_TEXT = 600
_PREVIEW = "BẢN XEM TRƯỚC"
_WITHOUT_WORKBOOK = (NoticeKind.WARNING, NoticeKind.TROUBLE)


def write(unit: Unit, briefing: Briefing, rules: Sequence[Rule] = (), *, preview: bool = False) -> Notice:
    """The notice that a briefing is for. The same briefing always gives the same notice, byte for byte.

    `rules` are further rules, besides the unit's, that a corrected result may rest on. A `preview` says so wherever it is read.
    """
    due_notice = briefing.due_notice
    draft = _draft(unit, briefing, rules)
    draft = _marked(draft) if preview else draft
    short = fitted(draft.short)
    copied = (Heading("Tin nhắn để dán vào nhóm Zalo"), Copy(short))
    unread = [Paragraph(logs.unread_in_short(briefing.unread_logs))] if briefing.unread_logs else []
    operator = operator_notes.section((*draft.operator, *operator_notes.logs(briefing.unread_logs)))
    letter = replace(draft.letter, blocks=(*draft.letter.blocks, *unread, *copied, *operator))
    return Notice(
        due_notice.kind,
        due_notice.period,
        due_notice.revision,
        printable(f"[{unit.name}] {draft.subject}"),
        as_text(letter),
        as_html(letter),
        short,
        () if due_notice.kind in _WITHOUT_WORKBOOK else (workbook.book(unit, briefing),),
        {**_facts(unit, briefing), **draft.facts},
    )


def _marked(draft: Draft) -> Draft:
    note = Paragraph("Đây là bản xem trước theo số liệu lúc lập, chưa gửi cho ai và không được lưu lại; khi gửi thật nội dung có thể khác.")
    letter = replace(draft.letter, title=f"{_PREVIEW}: {draft.letter.title}", blocks=(note, *draft.letter.blocks))
    return replace(
        draft, subject=f"{_PREVIEW} – {draft.subject}", letter=letter, short=(f"({_PREVIEW}) {draft.short[0]}", *draft.short[1:])
    )


def fitted(sentences: Iterable[str], most: int = SHORT_TEXT) -> str:
    """The sentences that fit into `most` characters. The first one always stands, cut short if it is too long."""
    first, *others = map(printable, sentences)
    text = printable(first, most)
    for sentence in filter(None, others):
        if len(text) + 1 + len(sentence) <= most:
            text = f"{text} {sentence}"
    return text


def _draft(unit: Unit, briefing: Briefing, rules: Sequence[Rule]) -> Draft:
    match briefing.due_notice.kind:
        case NoticeKind.SHORTFALL:
            return monthly.result(unit, briefing)
        case NoticeKind.WARNING:
            return monthly.warning(unit, briefing)
        case NoticeKind.REVISION:
            if briefing.due_notice.changes:
                return upgrade.corrections(unit, briefing)
            return monthly.revision(unit, briefing, (*unit.rules, *rules))
        case NoticeKind.TROUBLE:
            again = briefing.due_notice.recovered
            return trouble.recovered(unit, briefing, again) if again else trouble.trouble(unit, briefing)
        case NoticeKind.QUARTER | NoticeKind.HALF_YEAR | NoticeKind.YEAR:
            return periodic.result(unit, briefing)


def _facts(unit: Unit, briefing: Briefing) -> dict[str, object]:
    """The figures told, for machines: points as texts, days as ISO dates."""
    year, rule = briefing.year, briefing.year.rule
    told = sections.months_told(briefing)
    facts: dict[str, object] = {
        "unit": unit.id,
        "year": year.year,
        "rule": rule.id,
        "rule_digest": rule.digest,
        "quota": rule.quota,
        "scope": str(rule.scope),
        "reading": str(rule.reading),
        "score": json_shapes.points(year.score),
        "max_points": json_shapes.points(rule.max_points),
        "low": json_shapes.points(year.low),
        "high": json_shapes.points(year.high),
        "provisional": year.provisional,
        "as_of": json_shapes.utc(year.as_of),
        "months": [score_feed.month(m) for m in told],
        "ledger_head": briefing.head,
    }
    return facts | (score_feed.month(told[0]) if len(told) == 1 else {})
