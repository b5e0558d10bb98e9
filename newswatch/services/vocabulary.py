"""Measure the PAR vocabulary on labelled items, and learn from people's decisions. Changes nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newswatch.config import Settings, Unit, load_lexicon
from newswatch.core.classify.corpus import CorpusScore, score_corpus
from newswatch.core.classify.suggest import Suggestion, suggest
from newswatch.errors import InputError
from newswatch.store import decisions, units
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Suggested:
    """What people's decisions teach; `decided` is how many there are."""

    decided: int
    suggestions: tuple[Suggestion, ...]


def score(file: Path, lexicon: Path | None) -> CorpusScore:
    """Classifies the labelled items of a JSON-lines file (title, summary or text, par, borderline, channel, domain) and counts what is wrong.

    Raises InputError naming file and line, ConfigError if the lexicon can't be used.
    """
    return score_corpus(_rows(file), load_lexicon(lexicon))


def learn(store: Store, settings: Settings, unit: Unit) -> Suggested:
    """Phrases from the decisions in which people overruled the program."""
    judged = decisions.judged_by_people(store, units.unit_row(store, unit))
    return Suggested(len(judged), tuple(suggest(judged, settings.lexicon)))


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
