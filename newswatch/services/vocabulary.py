"""Measure the PAR vocabulary on labelled items, and learn from people's decisions. Changes nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.config import Settings, Unit, load_lexicon
from newswatch.core.classify import classify_item
from newswatch.core.classify.corpus import CorpusScore, score_corpus
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.suggest import Effect, Flip, Suggested, Suggestion, suggest
from newswatch.core.model import Countable
from newswatch.core.months import Month
from newswatch.core.text import words
from newswatch.errors import InputError
from newswatch.services.judging import Knowledge, judged, knowledge
from newswatch.store import decisions, runs, units
from newswatch.store.store import Store


def score(file: Path, lexicon: Path | None) -> CorpusScore:
    """Classifies the labelled items of a JSON-lines file (title, summary or text, par, borderline, channel, domain, kind) and counts what is wrong.

    Raises InputError naming file and line, ConfigError if the lexicon can't be used.
    """
    return score_corpus(_rows(file), load_lexicon(lexicon))


def learn(store: Store, settings: Settings, unit: Unit) -> Suggested:
    """Phrases from the decisions in which people overruled the program, each with what it would change if it stood in the lexicon."""
    settled = decisions.judged_by_people(store, units.unit_row(store, unit))
    known, at = knowledge(store, unit), runs.last_stored(store)
    overruled = sum(one.classified is not one.decided for one in settled)
    effects = tuple(_effect(s, known, settings.lexicon, unit, at) for s in suggest(settled, settings.lexicon))
    return Suggested(len(settled), overruled, effects)


def _effect(suggestion: Suggestion, known: Knowledge, lexicon: Lexicon, unit: Unit, at: datetime) -> Effect:
    under = lexicon.changed(cues=(*lexicon.cues, suggestion.cue))
    concerned = [item for item in known.items if _holds(item, suggestion.phrase)]
    anew = {item.id: classify_item(item.channel, item.title, item.text, under, whole=item.whole) for item in concerned}
    agreeing = tuple(i.id for i in concerned if i.decided_by.is_person and anew[i.id].verdict is i.verdict and i.id in suggestion.items)
    changed = [i for i in concerned if not i.decided_by.is_person and anew[i.id].verdict is not i.verdict]
    flips = tuple(Flip(item.id, item.title, item.verdict, anew[item.id].verdict) for item in changed)
    items = {i.id: replace(i, verdict=anew[i.id].verdict, domain=anew[i.id].domain, phrases=anew[i.id].phrases) for i in changed}
    return Effect(suggestion, agreeing, flips, _months(known, items, unit, at) if items else ())


def _holds(item: Countable, phrase: str) -> bool:
    return any(f" {phrase} " in f" {' '.join(words(text))} " for text in (item.title, item.text))


def _months(known: Knowledge, anew: dict[int, Countable], unit: Unit, at: datetime) -> tuple[tuple[Month, int, int], ...]:
    """The months whose count would be another, with the counts before and after."""
    under = replace(known, items=tuple(anew.get(item.id, item) for item in known.items))
    found = []
    for year in sorted({item.day.year for item in anew.values() if item.day}):
        rule = unit.rule_for(year)
        before, after = judged(known, unit, year, rule, at), judged(under, unit, year, rule, at)
        pairs = zip(before.months, after.months, strict=True)
        found += [(b.month, b.count.combined, a.count.combined) for b, a in pairs if b.count.combined != a.count.combined]
    return tuple(found)


def _rows(file: Path) -> Sequence[dict[str, Any]]:
    rows = []
    try:
        for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
            if line.strip():
                rows.append(json.loads(line))
                if not isinstance(rows[-1], dict):
                    raise InputError(f"{file}: line {number} is no JSON object")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8: {error}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{file}: line {number} is no JSON: {error}") from error
    return rows
