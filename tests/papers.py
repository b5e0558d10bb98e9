"""Office documents for tests: a month, quarter or year of Quảng Thọ filled into a template, and what stands in the file."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import office_templates
from docx import Document
from letter_worlds import EARLIER, counting, excluded, told, unit, waiting
from rule_tables import rule as rule_of
from worlds import ALL_YEAR, year_of

from newswatch.core.bulletin import Bulletin
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Countable
from newswatch.core.notices.notice import NoticeKind
from newswatch.core.periods import Period
from newswatch.core.polling.records import Span
from newswatch.core.quota.rule import Rule
from newswatch.core.record.files import EvidenceKind
from newswatch.report.documents import contents
from newswatch.report.documents.filling import filled
from newswatch.report.documents.kinds import Kind, template_name
from newswatch.report.documents.told import Told

NOW = "2026-04-01 08:00"
ITEMS = (*EARLIER, *counting(3, 3, 1), *excluded(3), waiting(370, "2026-03-25"))
"""January and February are met, March lacks one item, and one waits."""
AIRED = tuple(
    (
        900 + n,
        Bulletin(
            key="",
            aired_on=date(2026, 3, n),
            title=f"Bản tin số {n}",
            aired_at=time(5, 30),
            duration=330,
            author="Trần Thị Hoa",
            speaker_clusters="Cụm loa thôn Phước Yên",
        ),
    )
    for n in range(1, 4)
)
ASKING = {"portal": "url + capture", "loudspeaker": "log line + (audio or script)"}
PAGE, READ = frozenset({EvidenceKind.CAPTURE}), frozenset({EvidenceKind.AUDIO, EvidenceKind.SCRIPT})
_KINDS = {"month": NoticeKind.SHORTFALL, "quarter": NoticeKind.QUARTER, "half-year": NoticeKind.HALF_YEAR, "year": NoticeKind.YEAR}


def paper(
    period: str = "2026-03",
    items: Sequence[Countable] = ITEMS,
    rule: Rule | None = None,
    spans: Sequence[Span] = ALL_YEAR,
    now: str = NOW,
    lacking: Mapping[int, frozenset[EvidenceKind]] = MappingProxyType({}),
    **changes: Any,
) -> Told:
    """What a document about a period may say, as of 1 April unless said otherwise. All evidence is there but what the items of `lacking` lack."""
    kept = {item.id: frozenset(EvidenceKind) - lacking.get(item.id, frozenset()) for item in items}
    year: YearStatement = year_of(items, rule or rule_of(evidence=ASKING), spans, now, evidence=kept)
    asked = Period.parse(period)
    months = [m.month for m in asked.months]
    ahead: dict[str, Any] = {"days_left": 29, "working_days_left": 20, "at_risk": Decimal(2)}
    briefing = told(_KINDS[asked.length], months, year, now[:10], period=period, **ahead)
    return Told(unit(rule, **changes), asked, briefing, AIRED, 1)


@cache
def shipped(kind: Kind) -> bytes:
    """The template of a kind, made by its generator."""
    return office_templates.TEMPLATES[template_name(kind)]().saved()


def made(kind: Kind, what: Told | None = None, template: bytes | None = None) -> bytes:
    """The document of a kind."""
    what = what or paper()
    raw = template or shipped(kind)
    return filled(raw, template_name(kind), contents.values(kind, what), contents.title(kind, what), what.year.as_of)


def texts(raw: bytes) -> list[str]:
    """The paragraphs of a document, with those in tables, in their order, empty ones left out."""
    body = Document(io.BytesIO(raw)).element.body
    found = ("".join(node.text or "" for node in p.iter() if node.tag.endswith("}t")) for p in body.iter() if p.tag.endswith("}p"))
    return [text for text in found if text.strip()]


def edited(kind: Kind, *changes: tuple[str, str]) -> bytes:
    """A template in which people replaced texts in Word: each in the run that holds it."""
    document = Document(io.BytesIO(shipped(kind)))
    for old, new in changes:
        nodes = [node for node in document.element.body.iter() if node.tag.endswith("}t") and node.text and old in node.text]
        assert nodes, old
        for node in nodes[:1]:
            node.text = node.text.replace(old, new)
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def renamed(what: Told, **changes: Any) -> Told:
    """The same of a unit with other names."""
    return replace(what, unit=replace(what.unit, **changes))
