"""The workbook that goes with a letter: the list of the months told."""

from newswatch.config import Unit
from newswatch.core.notices.notice import Briefing, Enclosure, NoticeKind
from newswatch.report.books import items
from newswatch.report.books.sheet import CONTENT_TYPE as CONTENT_TYPE
from newswatch.report.letters import sections
from newswatch.report.vi import spans


def book(unit: Unit, briefing: Briefing) -> Enclosure:
    """The workbook for a briefing. The same briefing gives the same bytes."""
    body = items.book(unit, briefing.year, sections.months_told(briefing), _told_name(briefing), briefing.head)
    return Enclosure(_file_name(unit, briefing), CONTENT_TYPE, body)


def _told_name(briefing: Briefing) -> str:
    due_notice = briefing.due_notice
    if due_notice.kind in (NoticeKind.QUARTER, NoticeKind.HALF_YEAR, NoticeKind.YEAR):
        return spans.name(due_notice.period)
    return due_notice.months[-1].label


def _file_name(unit: Unit, briefing: Briefing) -> str:
    """`tin-bai-cchc-quang-tho-2026-03.xlsx`: ASCII, for old mail programs."""
    again = f"-lan-{briefing.due_notice.revision}" if briefing.due_notice.revision else ""
    return f"tin-bai-cchc-{spans.slug(unit.name)}-{briefing.due_notice.period.lower()}{again}.xlsx"
