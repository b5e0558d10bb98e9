"""Recompute a year from the stored captures under another rule or lexicon, and tell the difference. Writes nothing.

captures → article → classification ─┐
bulletins ──────── classification ───┴→ the same items, classified anew → statement → difference
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from newswatch.config import Settings, Unit
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import Channel, Countable, Profile
from newswatch.core.months import Month
from newswatch.core.quota.rule import Rule
from newswatch.errors import SourceError
from newswatch.report import english, score_feed
from newswatch.services.statements import judged, knowledge
from newswatch.sources import article
from newswatch.store import captures, runs
from newswatch.store.store import Store

SCHEMA = "newswatch.replay/1"


@dataclass(frozen=True, slots=True)
class Replay:
    """A year as it stands and as it would stand; `lexicons` are the digests before and after, `month` the one asked about, None for all."""

    before: YearStatement
    after: YearStatement
    lexicons: tuple[str, str]
    month: Month | None = None

    @property
    def months(self) -> tuple[tuple[MonthStatement, MonthStatement], ...]:
        """The months asked about, before and after; under another window of days a month may be on one side only and is left out."""
        after = {m.month: m for m in self.after.months}
        return tuple((m, after[m.month]) for m in self.before.months if m.month in after and self.month in (None, m.month))

    @property
    def changed(self) -> tuple[tuple[Line, Line], ...]:
        """The items that stand otherwise, by id: verdict, counted or reason."""
        after = {line.item.id: line for line in self.after.lines}
        pairs = ((line, after[line.item.id]) for line in self.before.lines if line.item.id in after)
        asked = ((b, a) for b, a in pairs if self.month in (None, b.month, a.month))
        return tuple(sorted(((b, a) for b, a in asked if _standing(b) != _standing(a)), key=lambda pair: pair[0].item.id))


def run(
    store: Store, settings: Settings, unit: Unit, year: int, other_rule: Rule | None, lexicon: Lexicon | None, month: Month | None = None
) -> Replay:
    """Recomputes one year of a unit. The moment it is judged at is that of the last thing stored, so that the same database gives the same result.

    A person's decisions stand as they do. A capture that can no longer be read leaves the text that was read from it then.
    """
    known, at = knowledge(store, unit, under=[other_rule] if other_rule else ()), runs.last_stored(store)
    before = judged(known, unit, year, unit.rule_for(year), at)
    found = _classified(store, unit, known.items, lexicon) if lexicon else known.items
    after = judged(replace(known, items=tuple(found)), unit, year, other_rule or unit.rule_for(year), at)
    return Replay(before, after, (settings.lexicon.digest, (lexicon or settings.lexicon).digest), month)


def shape(unit: Unit, replay: Replay) -> dict[str, Any]:
    """The difference as JSON; points are texts."""
    before, after = score_feed.score(unit, replay.before), score_feed.score(unit, replay.after)
    months = [(score_feed.month(b), score_feed.month(a)) for b, a in replay.months]
    return {
        "schema": SCHEMA,
        "unit": unit.id,
        "year": replay.before.year,
        "as_of": before["as_of"],
        "rule": _pair(before["rule"], after["rule"]),
        "lexicon": _pair(*replay.lexicons),
        "score": _pair(before["score"], after["score"]),
        "range": _pair(before["range"], after["range"]),
        "months": [{"month": b["month"]} | _pair(_month(b), _month(a)) for b, a in months if _month(b) != _month(a)],
        "items": [
            {"id": b.item.id, "title": b.item.title}
            | _pair(dict(zip(_KEYS, _standing(b), strict=True)), dict(zip(_KEYS, _standing(a), strict=True)))
            for b, a in replay.changed
        ],
    }


_KEYS = ("verdict", "domain", "counted", "excluded_because")


def _standing(line: Line) -> tuple[str, str | None, bool, str]:
    item = line.item
    return str(item.verdict), item.domain and str(item.domain), line.counted, "; ".join(map(english.reason, line.because))


def _pair(before: object, after: object) -> dict[str, Any]:
    return {"before": before, "after": after}


def _month(shaped: dict[str, Any]) -> dict[str, Any]:
    return {key: shaped[key] for key in ("counted", "short", "deduction", "state", "awaiting_review")}


def _classified(store: Store, unit: Unit, found: Sequence[Countable], lexicon: Lexicon) -> list[Countable]:
    profiles = {source.id: source.profile for source in unit.sources}
    return [_classified_one(store, item, profiles, lexicon) for item in found]


def _classified_one(store: Store, item: Countable, profiles: dict[str, Profile], lexicon: Lexicon) -> Countable:
    text = _text(store, item, profiles) if item.channel is Channel.PORTAL else item.text
    item = replace(item, text=text)
    if item.decided_by.is_person:
        return item
    classification = classify_item(item.channel, item.title, text, lexicon, whole=item.whole)
    return replace(item, verdict=classification.verdict, domain=classification.domain, phrases=classification.phrases)


def _text(store: Store, item: Countable, profiles: dict[str, Profile]) -> str:
    found = captures.behind(store, item.id)
    if found is None or item.answer.unread:
        return item.text
    try:
        return (
            article.read(found.body, found.url, profiles.get(found.source), content_type=found.content_type, title_hint=item.title).text
            or item.text
        )
    except SourceError:
        return item.text
