"""Decides which phrases people's decisions could add to the lexicon: phrases of the items that the program got wrong.

They are proposals. A person edits the lexicon; nothing here changes it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newswatch.core.classify.cue import Cue, Kind
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.text import words

# Chosen by hand. Four in five phrases of the lexicon have two to five syllables, and an item says in its first lines what it is about.
_LENGTHS = (5, 4, 3, 2)
_LEAD_WORDS = 60
_SAME_ITEMS = 3
_FOR, _AGAINST = 3.0, -4.0
"""What a phrase would weigh: by the guide at the head of lexicon.toml "3 with a companion", and against PAR as most topics of that file do."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item that a person decided: the verdict of the program's classification, and the person's."""

    item_id: int
    title: str
    text: str
    classified: Verdict
    decided: Verdict


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that stands in items the program got wrong one way, and in none that people decided the other way."""

    phrase: str
    verdict: Verdict
    items: tuple[int, ...]

    @property
    def cue(self) -> Cue:
        """The phrase as it would stand in the lexicon."""
        par = self.verdict is Verdict.PAR
        return Cue(self.phrase, Kind.PAR if par else Kind.AGAINST, _FOR if par else _AGAINST)


@dataclass(frozen=True, slots=True)
class Flip:
    """An item that nobody decided and that would be classified otherwise."""

    item_id: int
    title: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Effect:
    """What a phrase would change: items that a person decided and the program would then see alike, items that nobody decided, months by their counts."""

    suggestion: Suggestion
    agreeing: tuple[int, ...]
    flips: tuple[Flip, ...]
    months: tuple[tuple[Month, int, int], ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What people's decisions teach; `decided` is how many there are, `overruled` in how many the program had said something else."""

    decided: int
    overruled: int
    effects: tuple[Effect, ...]


def suggest(judged: Sequence[Judged], lexicon: Lexicon, *, least: int = 2, most: int = 20) -> tuple[Suggestion, ...]:
    """Phrases of two to five syllables that stand in at least `least` overruled items of one verdict and in no item decided otherwise.

    The best come first, at most `most`: those of many items, then those of titles. Phrases that the lexicon has already are left out, and so are
    parts of a longer phrase of the same items, and what comes after `_SAME_ITEMS` phrases of one group of items.
    """
    known = {" ".join(cue.words) for cue in lexicon.cues}
    grams = {item.item_id: set(_grams(item)) for item in judged}
    found = [s for verdict in (Verdict.PAR, Verdict.OTHER) for s in _of_verdict(judged, verdict, grams, least) if s.phrase not in known]
    titles = {item.item_id: f" {' '.join(words(item.title))} " for item in judged}
    found.sort(key=lambda s: (-len(s.items), -sum(f" {s.phrase} " in titles[i] for i in s.items), -len(s.phrase.split()), s.phrase))
    return tuple(_longest(found))[:most]


def _of_verdict(judged: Sequence[Judged], verdict: Verdict, grams: dict[int, set[str]], least: int) -> Iterator[Suggestion]:
    overruled = [i for i in judged if i.decided is verdict and i.classified is not verdict]
    contrary = set().union(*(grams[i.item_id] for i in judged if i.decided is not verdict))
    counts = Counter(gram for item in overruled for gram in grams[item.item_id])
    for gram, n in counts.items():
        if n >= least and gram not in contrary:
            yield Suggestion(gram, verdict, tuple(sorted(i.item_id for i in overruled if gram in grams[i.item_id])))


def _grams(item: Judged) -> Iterator[str]:
    for zone in (words(item.title), words(item.text)[:_LEAD_WORDS]):
        for length in _LENGTHS:
            for start in range(len(zone) - length + 1):
                gram = zone[start : start + length]
                if not any(word.isdigit() for word in gram):
                    yield " ".join(gram)


def _longest(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    kept: list[Suggestion] = []
    for suggestion in found:
        beside = [k.phrase for k in kept if k.items == suggestion.items]
        if len(beside) < _SAME_ITEMS and not any(f" {suggestion.phrase} " in f" {phrase} " for phrase in beside):
            kept.append(suggestion)
            yield suggestion
