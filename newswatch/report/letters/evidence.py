"""What a letter says of items that count and lack evidence that the rule asks for, while it can still be added."""

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.text import printable
from newswatch.report.letters.blocks import Block, Entries, Entry, Heading, Paragraph
from newswatch.report.vi import evidence, item_names, terms

_MOST = 10


def section(year: YearStatement, month: MonthStatement) -> list[Block]:
    """The items of a month that lack evidence, with what lacks, and the year's score with and without such items; no blocks where none lacks any."""
    found = evidence.lacking(month.lines)
    if not found:
        return []
    more = f"và {len(found) - _MOST} tin, bài khác." if len(found) > _MOST else ""
    told = f"Các tin, bài này vẫn được tính; cần bổ sung trước khi nộp hồ sơ tự chấm điểm. {evidence.points(year)}"
    return [
        Heading(f"{evidence.HEADING} ({len(found)})"),
        Paragraph(told.rstrip()),
        Entries(tuple(_entry(line) for line in found[:_MOST]), more),
    ]


def operator(month: MonthStatement) -> list[str]:
    """What the operator is to type to add it."""
    found = evidence.lacking(month.lines)[:_MOST]
    return [f"Bổ sung tài liệu kiểm chứng, mục {line.item.id}: {how}" for line in found if (how := evidence.how(line.item.id, line.lacks))]


def _entry(line: Line) -> Entry:
    item = line.item
    title = printable(item.title, item_names.LONGEST_TITLE) or f"(không có tiêu đề, mục {item.id})"
    return Entry(terms.day(item.day), terms.CHANNELS[item.channel], title, item.url, f"Mục {item.id}: thiếu {evidence.lack(line.lacks)}")
