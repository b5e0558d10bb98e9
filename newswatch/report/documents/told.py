"""What a document is made of, and what all documents tell alike: who issues them, of which time, under which rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newswatch.config import Unit
from newswatch.core.bulletin import Bulletin
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.months import months_of_year
from newswatch.core.notices.notice import Briefing
from newswatch.core.periods import Period
from newswatch.core.quota.rule import Rule
from newswatch.core.text import printable
from newswatch.report import figures
from newswatch.report.letters import sections
from newswatch.report.letters.blocks import Block, Callout, Entries, Heading, Paragraph, Points
from newswatch.report.links import link
from newswatch.report.numbering import numbered, ranges
from newswatch.report.vi import evidence, sentences, spans, terms


@dataclass(frozen=True, slots=True)
class Told:
    """All that a document may say: the briefing of its months, and, for the log, the bulletins with their numbers and how many were voided."""

    unit: Unit
    period: Period
    briefing: Briefing
    aired: Sequence[tuple[int, Bulletin]] = ()
    voided: int = 0

    @property
    def year(self) -> YearStatement:
        """The scoring year that the months belong to."""
        return self.briefing.year

    @property
    def rule(self) -> Rule:
        """The rule that the year is judged by."""
        return self.year.rule

    @property
    def months(self) -> list[MonthStatement]:
        """The months told of, in order."""
        return sections.months_told(self.briefing)

    @property
    def name(self) -> str:
        """`tháng 03/2026`, `quý I/2026`, `năm 2026`."""
        return spans.name(self.period.text)

    @property
    def lacking(self) -> dict[int, str]:
        """What evidence the items that count lack, in words; an item with all that is asked for is left out."""
        return {line.item.id: evidence.lack(line.lacks) for line in counted(self) if line.lacks}

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each item in the list of these months ("TT")."""
        return {line.item.id: number for number, line in numbered(self.year, self.months)}


def common(told: Told) -> dict[str, Any]:
    """What every template may name."""
    unit, rule = told.unit, told.rule
    return {
        "unit": {"title": unit.title, "name": unit.name, "kind": unit.kind, "upper": unit.title.upper(), "province": unit.province},
        "place": unit.title.capitalize() if unit.name.isdigit() else unit.name,
        "period": told.name,
        "year": str(told.year.year),
        "issued_in": str(figures.stated_on(told.year).year),
        "as_of": terms.moment(told.year.as_of),
        "criterion": sentences.criterion_named(rule),
        "rule": _rule(rule),
        "quota": rule.quota,
    }


def uncounted(told: Told) -> list[str]:
    """The months of the period that are counted nowhere: outside of the time that is scored, or not lived through by the unit."""
    rule, year = told.rule, told.year.year
    whole = months_of_year(year, rule.window_start, rule.window_end, rule.cutoff_day)
    names = {month.month for month in told.months}
    out = [terms.month(month) for month in (whole if told.period.whole_year else told.period.months) if month not in names]
    return [f"Không tính tháng {', '.join(out)}: ngoài thời gian chấm điểm, hoặc không trọn trong thời gian có đơn vị."] if out else []


def rows(told: Told, lines: Sequence[Line], note: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """Items as rows, each with its number in the list."""
    numbers, notes = told.numbers, note or {}
    return [
        {
            "number": numbers.get(line.item.id, ""),
            "day": terms.day(line.item.day),
            "channel": terms.CHANNELS[line.item.channel],
            "title": printable(line.item.title) or "(không có tiêu đề)",
            "domain": terms.capital(terms.DOMAINS[line.item.domain]) if line.item.domain else "",
            "url": link(line.item.url),
            "note": notes.get(line.item.id, ""),
            "item": line.item.id,
        }
        for line in lines
    ]


def counted(told: Told, months: Sequence[MonthStatement] | None = None) -> list[Line]:
    """The items that count in the months told of, or in some of them."""
    return [line for month in (told.months if months is None else months) for line in month.lines if figures.counts(told.rule, line)]


def numbers_of(told: Told, lines: Sequence[Line]) -> str:
    """The numbers of items in the list: `1–3, 7`; a dash for none."""
    known = told.numbers
    return ranges(sorted(known[line.item.id] for line in lines)) or "–"


def parts(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks of a letter as sections: a heading each, with texts, points and rows below it."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading) or not found:
            found.append({"heading": block.text if isinstance(block, Heading) else "", "texts": [], "points": [], "rows": [], "more": ""})
        _put(found[-1], block)
    return found


def points(blocks: Sequence[Block]) -> list[str]:
    """The sentences of blocks, without their headings."""
    return [text for part in parts(blocks) for text in (*part["texts"], *part["points"])]


def _put(part: dict[str, Any], block: Block) -> None:
    if isinstance(block, Paragraph):
        part["texts"].append(block.text)
    elif isinstance(block, Callout):
        part["texts"].append(f"{block.text}.")
    elif isinstance(block, Points):
        part["points"] += [text for text in block.texts if text]
    elif isinstance(block, Entries):
        part["rows"] += [{"day": row.when, "channel": row.where, "title": row.title, "note": row.note} for row in block.rows]
        part["more"] = block.more


def _rule(rule: Rule) -> str:
    """The document that the rule comes from: `văn bản số 2614/QĐ-UBND ngày 05/12/2017 của UBND huyện Quảng Điền`."""
    basis = rule.legal_basis
    number = f"văn bản số {basis.number}" if basis.number else "văn bản chưa rõ số"
    return f"{number} ngày {terms.day(basis.date)} của {basis.issuer}"
