"""The list of a period: every item of its months, and the months of the year. The workbook of a mail is this list, and so are CSV and evidence pack."""

from collections.abc import Iterator, Sequence
from typing import Any

from newswatch.config import Unit
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.report import figures
from newswatch.report.books.sheet import Book
from newswatch.report.links import link
from newswatch.report.numbering import numbered
from newswatch.report.vi import item_names, ledger, sentences, terms

ITEMS = (
    *(("TT", 5), ("Ngày", 11), ("Kênh", 12), ("Tiêu đề", 40), ("Đường dẫn", 8), ("Phân loại", 14), ("Lĩnh vực", 15)),
    *(("Thể loại", 9), ("Nguồn", 10), ("Được tính", 8), ("Lý do", 32), ("Địa chỉ", 30), ("Mã mục", 7)),
)
"""The columns of the list, with their widths."""
_OPEN = "mở bài"  # not the title: LibreOffice does not wrap a cell that is a link


def book(unit: Unit, year: YearStatement, told: Sequence[MonthStatement], span: str, head: str = "") -> bytes:
    """The list of the months `told`, which `span` names, as an .xlsx file. `head` is that of the unit's ledger."""
    made = Book(year.as_of, ledger.head(head))
    made.sheet("Tin, bài", (heading(unit, span), _note(year, head), item_totals(year, told)), ITEMS, item_rows(year, told))
    title = f"TIN, BÀI CCHC TỪNG THÁNG NĂM {year.year} – {unit.title.upper()}"
    made.sheet("Các tháng", (title, _note(year, head), " ".join(sentences.score(year))), _month_columns(year), _month_rows(year))
    return made.saved()


def heading(unit: Unit, span: str) -> str:
    """What stands above the list."""
    return f"DANH SÁCH TIN, BÀI CCHC {span.upper()} – {unit.title.upper()}"


def _note(year: YearStatement, head: str) -> str:
    rests_on = " ".join(filter(None, (*sentences.basis(year), ledger.head_in_short(head))))
    return f"{terms.capital(sentences.criterion(year.rule))}; số liệu tính đến {terms.moment(year.as_of)}. {rests_on}".strip()


def item_rows(year: YearStatement, told: Sequence[MonthStatement]) -> Iterator[tuple[Any, ...]]:
    """A row of the list for each item, with days and numbers as such; the cell that opens an item is its text and address."""
    named = item_names.by_title(item_names.known(year))
    for number, line in numbered(year, told):
        item, counts = line.item, figures.counts(year.rule, line)
        yield (
            number,
            item.day or "không rõ",
            terms.CHANNELS[item.channel],
            item.title or "(không có tiêu đề)",
            (_OPEN, link(item.url)) if link(item.url) else "",
            terms.VERDICTS[item.verdict],
            terms.DOMAINS[item.domain] if item.domain else "",
            terms.TYPES[item.item_type] if item.item_type else "",
            terms.ORIGINS[item.origin],
            "có" if counts else "chờ xét" if line.awaiting else "không",
            "" if counts else item_names.why_not(line, named, phrases=True),
            item.url,
            item.id,
        )


def item_totals(year: YearStatement, told: Sequence[MonthStatement]) -> str:
    """How many items are listed, count, await a person, and do neither."""
    lines = [line for _, line in numbered(year, told)]
    counted = sum(figures.counts(year.rule, line) for line in lines)
    waiting = sum(line.awaiting and not figures.counts(year.rule, line) for line in lines)
    return f"Tổng số {len(lines)} mục: được tính {counted}, chờ xét {waiting}, không tính {len(lines) - counted - waiting}."


def _month_columns(year: YearStatement) -> tuple[tuple[str, int], ...]:
    channels = ((terms.CHANNELS[c], 14) for c in year.rule.channels)
    result = ("Thiếu", 9), ("Trừ điểm", 10), ("Kết quả", 34)
    return (("Tháng", 12), ("Chỉ tiêu", 10), ("Được tính", 10), *channels, *result, *_log_column(year), ("Chờ xét", 9))


def _log_column(year: YearStatement) -> tuple[tuple[str, int], ...]:
    return (("Sổ phát thanh", 20),) if any(m.log for m in year.months) else ()


def _month_rows(year: YearStatement) -> Iterator[tuple[Any, ...]]:
    for month in year.months:
        name = terms.month(month.month)
        if not figures.has_begun(year.rule, month, figures.stated_on(year)):
            blank = [""] * (len(year.rule.channels) + 3)
            yield (name, year.rule.quota, *blank, terms.TO_COME, *[""] * len(_log_column(year)), "")
            continue
        short = month.state is State.SHORT
        cost = figures.cost(year, month)
        outcome = sentences.outcome(year, month)
        log = [terms.LOGS[month.log.state] if month.log else ""] if _log_column(year) else []
        yield (
            *(name, year.rule.quota, month.count.combined, *figures.by_channel(year.rule, month.count)),
            *(month.short if short else "", float(cost) if cost else "", outcome, *log, month.awaiting or ""),
        )
