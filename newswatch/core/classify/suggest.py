"""What people's decisions could teach the lexicon: phrases of items the rules got wrong. A proposal; nothing changes without a person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Verdict
from newswatch.core.text import words

_LENGTHS = (5, 4, 3, 2)
_LEAD_WORDS = 60


@dataclass(frozen=True, slots=True)
class Judged:
    """An item a person decided: what the rules had said, what the person said."""

    item_id: int
    title: str
    text: str
    ruled: Verdict
    decided: Verdict


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that stands in items the rules got wrong one way, and in none decided the other way."""

    phrase: str
    verdict: Verdict
    items: tuple[int, ...]


def suggest(judged: Sequence[Judged], lexicon: Lexicon, *, least: int = 2, most: int = 20) -> tuple[Suggestion, ...]:
    """Phrases of two to five syllables found in at least `least` overruled items of one verdict and in no item decided otherwise, best first.

    Phrases the lexicon has already, and shorter parts of a longer phrase found in the same items, are left out.
    """
    known = {" ".join(cue.words) for cue in lexicon.cues}
    grams = {item.item_id: set(_grams(item)) for item in judged}
    found = [s for verdict in (Verdict.PAR, Verdict.OTHER) for s in _of_verdict(judged, verdict, grams, least) if s.phrase not in known]
    found.sort(key=lambda s: (-len(s.items), -len(s.phrase.split()), s.phrase))
    return tuple(_longest(found))[:most]


def _of_verdict(judged: Sequence[Judged], verdict: Verdict, grams: dict[int, set[str]], least: int) -> Iterator[Suggestion]:
    overruled = [i for i in judged if i.decided is verdict and i.ruled is not verdict]
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
        if not any(f" {suggestion.phrase} " in f" {k.phrase} " and k.items == suggestion.items for k in kept):
            kept.append(suggestion)
            yield suggestion
