"""How an item is named, and why it does not count. The board reads day and channel, since it knows no numbers; the workbook gives title and number."""

from collections.abc import Mapping

from newswatch.core.count.reasons import Line, Why
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Channel, Countable
from newswatch.core.text import printable, same_title
from newswatch.report import figures
from newswatch.report.vi import terms

LONGEST_TITLE = 160
_KINDS = {Channel.PORTAL: ("bài", "đăng"), Channel.LOUDSPEAKER: ("tin", "phát")}


def known(*years: YearStatement | None) -> Mapping[int, Countable]:
    """The items of some years by number."""
    lines = (line for year in years if year for line in (*(ln for m in year.months for ln in m.lines), *year.undated))
    return {line.item.id: line.item for line in lines}


def by_day(items: Mapping[int, Countable]) -> terms.Namer:
    """Names an item as `bài “Xã ra mắt tổ công nghệ số” đăng ngày 09/10/2026`. The title is left out beside an item of the same title."""

    def name(number: int, beside: int) -> str:
        item, other = items.get(number), items.get(beside)
        if item is None:
            return "một tin, bài đã ghi nhận"
        kind, appeared = _KINDS[item.channel]
        alike = other is not None and same_title(item.title, other.title)
        title = "" if alike or not item.title else f" “{printable(item.title, LONGEST_TITLE)}”"
        return f"{kind}{title} {f'{appeared} ngày {terms.day(item.day)}' if item.day else terms.day(None)}"

    return name


def by_title(items: Mapping[int, Countable]) -> terms.Namer:
    """Names an item as `“Xã ra mắt tổ công nghệ số” (mục 17)`."""

    def name(number: int, _beside: int) -> str:
        item = items.get(number)
        title = printable(item.title, LONGEST_TITLE) if item else ""
        return f"“{title}” ({terms.by_number(number)})" if title else terms.by_number(number)

    return name


def why_not(line: Line, named: terms.Namer, *, phrases: bool = False) -> str:
    """Why an item does not count. Of other news it tells what a person said or, with `phrases`, which phrases decided."""
    text = "; ".join(terms.reason(given, named, line.item.id) for given in line.because)
    if line.because[0].why is not Why.NOT_PAR:
        return text
    if figures.person_decided(line):
        return f"{text} – {printable(line.item.decided_by.name)} xét: {printable(line.item.decided_by.because, LONGEST_TITLE)}"
    drivers = terms.drivers(line.item.phrases) if phrases else ""
    return f"{text}: {drivers}" if drivers else text
