"""The letter after an upgrade: all months that stand otherwise than the board was told, in one letter."""

from newswatch.config import Unit
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.notices.notice import Briefing, Change
from newswatch.report.letters import sections
from newswatch.report.letters.blocks import Block, Callout, Draft, Grid, Heading, Paragraph, Points
from newswatch.report.tones import Tone
from newswatch.report.vi import item_names, sentences, terms

_MOST_CAUSES = 12


def corrections(unit: Unit, briefing: Briefing) -> Draft:
    """What was told of each month and what stands now, why, and the year's score."""
    changes, year = briefing.due_notice.changes, briefing.year
    named = item_names.by_day(item_names.known(year, briefing.watched))
    title = f"Đính chính kết quả {len(changes)} tháng sau khi cập nhật chương trình theo dõi"
    why = f"Chương trình theo dõi vừa được cập nhật ({_changed(changes)}) nên các tháng đã kết luận được xét lại."
    blocks: list[Block] = [
        Callout(f"{len(changes)} tháng có kết quả khác với kết quả đã báo", Tone.DOUBT),
        Paragraph(f"{why} Các tháng không nêu dưới đây giữ nguyên kết quả."),
        Grid(
            ("Tháng", "Đã báo", "Nay là"),
            tuple((f"{c.month.month:02d}/{c.month.year}", _stated(c.before), _stated(c.after)) for c in changes),
        ),
        Paragraph(f"Năm {year.year}, {sentences.criterion(year.rule)}. {' '.join([*sentences.score(year), *sentences.basis(year)])}"),
        Heading("Vì sao thay đổi"),
        Points(_causes(changes, named)),
        *sections.year_bars(year, briefing.today),
    ]
    short = (f"{sections.who(unit)} – {terms.small(title)}: {'; '.join(_in_short(c) for c in changes)}.", why)
    facts = {"told": {str(c.month): c.revision for c in changes}}
    return Draft(title, sections.letter(unit, briefing, title, blocks, attached=True), short, facts)


def _changed(changes: tuple[Change, ...]) -> str:
    changed = dict.fromkeys(name for c in changes for cause in c.causes if cause.kind is Kind.UPGRADE for name in cause.changed)
    return ", ".join(terms.UPGRADED[name] for name in changed)


def _stated(stated: Stated) -> str:
    return f"{len(stated.counted)} tin, bài – {terms.stated(stated)}"


def _in_short(change: Change) -> str:
    return f"{change.month.label} {_stated(change.before)} → {_stated(change.after)}"


def _causes(changes: tuple[Change, ...], named: terms.Namer) -> tuple[str, ...]:
    told = [
        f"{terms.capital(c.month.label)}: {_cause(cause, named)}." for c in changes for cause in c.causes if cause.kind is not Kind.UPGRADE
    ]
    more = [f"Và {len(told) - _MOST_CAUSES} thay đổi khác, xem trong danh sách kèm theo."] if len(told) > _MOST_CAUSES else []
    return tuple(told[:_MOST_CAUSES] + more) or ("Cách xác nhận các ngày đã theo dõi thay đổi; số tin, bài được tính giữ nguyên.",)


def _cause(cause: Cause, named: terms.Namer) -> str:
    return terms.small(terms.cause(cause, named))
