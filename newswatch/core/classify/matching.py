"""Decides which phrases of a lexicon stand in a title or text: syllable by syllable, longest first. A look-alike hides what is inside it.

What the phrases found add up to is decided in `classifier`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import ne
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from newswatch.core.classify.cue import Cue, Kind, Place
from newswatch.core.classify.lexicon import END, Lexicon, Trie
from newswatch.core.text import bare, clean, words

_T = TypeVar("_T")

TITLE = "title"
TEXT = "text"
MAX_WRONG_SYLLABLES = 1
"""How many syllables of a phrase may bear wrong marks: "cải canh hành chính" stood in a published title, worse ones were not met."""
MIN_MARKED_SHARE = 0.1
"""A text with a smaller share of words with marks was typed without marks. In tests/corpus the share is 0.5 or more, and 0 in the one text so typed."""
MAX_FOREIGN_SHARE = 0.38
"""A text with a larger share of impossible syllables is unreadable. In tests/corpus the share is at most 0.18; the damaged texts of
tests/core/classify/test_classify.py (TCVN3, VNI, lost letters, scrambled) have 0.52 or more."""
SPELLING_SAMPLE = range(6, 120)
"""How many words that share is taken of. Chosen by hand: of five words one foreign name is too much, and damage shows in the first lines."""
LIST_PIECES, LIST_WORDS = 5, 5
"""A text is a list from so many pieces on, if half of them have no more words. Of the texts of tests/corpus 23 are so, none of them PAR."""

_BREAK = re.compile(r"[.;:|•\n]")
_RANKS = dict.fromkeys(Kind, 2) | {Kind.REVIEW: 0, Kind.LOOKALIKE: 1}
_TAKEN = b"\1"
_new = tuple.__new__
_PLACES = frozenset(
    ["xã", "phường", "trấn", "huyện", "quận", "tỉnh", "phố", "thôn", "bản", "làng", "ấp", "buôn", "xóm", "đường", "sông", "núi"]
)
_NAME_REACH = 2  # "phường Tân Trồng Cây": the kind of place stands at most so many syllables before the topic in its name

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = frozenset("bcdđghklmnpqrstvx") | {normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES}
_WORD = re.compile(r"\w+")
_SYLLABLE = re.compile(r"(?:b|ch|c|d|gi|gh|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?[aeiouy]{1,3}(?:ch|c|k|m|nh|ng|n|p|t)?")


Term = str | tuple[str, str]
"""A word, or two that stand beside each other."""


class Hit(NamedTuple):
    """A cue found in a zone, from syllable `start` up to `end`. A tuple, since dozens are made for each text and a frozen class takes thrice as long."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Zone:
    """Title or text in folded syllables, with the cues found there; `marked` is False where it was typed without marks."""

    name: str
    words: list[str]
    hits: list[Hit]
    marked: bool


def find(name: str, text: str, lexicon: Lexicon) -> Zone:
    """The cues of a title or text. The longest is placed first, and no syllable is used twice.

    Of two phrases of one length, one that asks for a person goes before a look-alike, and a look-alike before the others.
    A topic that is the name of a place ("thị trấn Cầu Treo", not "cầu treo") is no cue.
    Text typed without marks is matched without marks. In other text a long PAR phrase is also found with wrong marks on one syllable ("cải canh
    hành chính"), if no phrase stands there as the lexicon writes it.
    """
    syllables = list(chain.from_iterable(map(_WORDS.__getitem__, text.split())))
    if not _is_marked(syllables):
        tokens = list(map(_BARE.__getitem__, syllables))
        return Zone(name, syllables, _here(_place(_candidates(tokens, lexicon.unmarked), len(tokens)), name), marked=False)
    exact = _not_named(_place(_candidates(syllables, lexicon.exact), len(syllables)), syllables, text)
    return Zone(name, syllables, _here(_place(_mistyped(syllables, lexicon.mistyped), len(syllables), exact), name), marked=True)


def terms(zone: Zone) -> list[Term]:
    """The words and pairs of neighbouring words of a zone, for the learned weights.

    Numbers are left out. So are syllables inside a look-alike: "hành chính" in "xử phạt vi phạm hành chính" teaches and tells nothing. A zone
    typed without marks has no terms, since its words are too ambiguous.
    """
    if not zone.marked:
        return []
    tokens = ["" if word.isdigit() else word for word in zone.words]
    for hit in zone.hits:
        if hit.cue.kind is Kind.LOOKALIKE:
            tokens[hit.start : hit.end] = [""] * (hit.end - hit.start)
    pairs = pairwise(tokens)
    return [*filter(None, tokens), *([(one, other) for one, other in pairs if one and other] if "" in tokens else pairs)]


def foreign_share(zone: Zone) -> float:
    """The share of words that can't be Vietnamese syllables. It is 0 for a zone too short to tell.

    It is high in legacy encodings (TCVN3, VNI), where letters were lost to `?`, in scrambled text, and in other languages.
    """
    sample = [word for word in zone.words[: SPELLING_SAMPLE.stop] if not word.isdigit()]
    if len(sample) < SPELLING_SAMPLE.start:
        return 0.0
    return 1 - sum(map(_SYLLABLES.__getitem__, sample)) / len(sample)


def is_list(text: str) -> bool:
    """Whether a text is a menu, a form or a list rather than prose: many pieces, and half of them of a few words."""
    pieces = sorted([piece.count(" ") + 1 for piece in map(str.strip, _BREAK.split(text)) if piece])
    return len(pieces) >= LIST_PIECES and pieces[len(pieces) // 2] <= LIST_WORDS


class _Candidate(NamedTuple):
    """A cue that may be placed: fewer syllables, a lower rank and a later start come after the others, and no two are alike in all three."""

    shortness: int
    rank: int
    start: int
    cue: Cue


def _candidates(tokens: Sequence[str], trie: Trie) -> list[_Candidate]:
    found, count = list[_Candidate](), len(tokens)
    for start in _starts(tokens, trie):
        node, end = trie[tokens[start]], start + 1
        while True:
            if END in node:
                cue = node[END]
                found.append(_new(_Candidate, (start - end, _RANKS[cue.kind], start, cue)))
            if end == count or (node := node.get(tokens[end])) is None:
                break
            end += 1
    return found


def _starts(tokens: Sequence[str], trie: Trie) -> list[int]:
    """Where a cue may start: at its first syllable, if that is a cue or the next one follows. Most syllables end here, so it must be quick."""
    nodes = zip(map(trie.get, tokens), [*tokens[1:], END], strict=False)  # without tokens there is nothing to end
    return [start for start, (node, following) in enumerate(nodes) if node is not None and (following in node or END in node)]


def _mistyped(syllables: Sequence[str], trie: Trie) -> Iterator[_Candidate]:
    for found in _candidates(list(map(_BARE.__getitem__, syllables)), trie):
        there = syllables[found.start : found.start - found.shortness]
        if sum(map(ne, found.cue.words, there)) <= MAX_WRONG_SYLLABLES:
            yield found


def _place(candidates: Iterable[_Candidate], length: int, placed: Sequence[Hit] = ()) -> list[Hit]:
    """The cues that find a place among those placed before, in a zone of so many syllables, by where they stand."""
    waiting = sorted(candidates)
    if not waiting:
        return list(placed)
    taken, result = bytearray(length), list(placed)
    for hit in placed:
        taken[hit.start : hit.end] = _TAKEN * (hit.end - hit.start)
    for shortness, _, start, cue in waiting:
        end = start - shortness
        if taken.find(_TAKEN, start, end) < 0:
            taken[start:end] = _TAKEN * -shortness
            result.append(_new(Hit, (start, end, cue)))
    return sorted(result, key=_start)


def _start(hit: Hit) -> int:
    return hit.start


def _here(hits: Iterable[Hit], zone: str) -> list[Hit]:
    return [hit for hit in hits if hit.cue.only is Place.ANYWHERE or (zone == TITLE and hit.cue.only is Place.TITLE)]


def _not_named(hits: list[Hit], syllables: Sequence[str], text: str) -> list[Hit]:
    """The hits without topics that are the name of a place. A name is told by its capitals after a word such as "xã"."""
    doubtful = [hit for hit in hits if hit.cue.kind is Kind.AGAINST and not _PLACES.isdisjoint(syllables[_before(hit) : hit.start])]
    if not doubtful:
        return hits
    capital = [written[:1].isupper() and not written.isupper() for written in _WORD.findall(clean(text))]
    named = [hit for hit in doubtful if len(capital) == len(syllables) and _is_name(hit, syllables, capital)]
    return [hit for hit in hits if hit not in named]


def _is_name(hit: Hit, syllables: Sequence[str], capital: Sequence[bool]) -> bool:
    start = hit.start
    while start > _before(hit) and capital[start - 1] and syllables[start - 1] not in _PLACES:
        start -= 1
    return start > 0 and syllables[start - 1] in _PLACES and all(capital[start : hit.end])


def _before(hit: Hit) -> int:
    return max(0, hit.start - _NAME_REACH)


def _is_marked(syllables: Sequence[str]) -> bool:
    numbers, plain = sum(map(str.isdigit, syllables)), sum(map(str.isascii, syllables))
    letters = len(syllables) - numbers
    return letters < 3 or len(syllables) - plain > MIN_MARKED_SHARE * letters


class _Known(dict[str, _T]):
    """What was worked out of each word when it was first met. Looking up a dictionary takes a third of the time of calling a cached function."""

    def __init__(self, work: Callable[[str], _T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> _T:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = found = self._work(word)
        return found


def _is_syllable(word: str) -> bool:
    return _LETTERS.issuperset(word) and _SYLLABLE.fullmatch(_BARE[word]) is not None


_MOST_WORDS = 32768
_WORDS = _Known(words)
_BARE = _Known(bare)
_SYLLABLES = _Known(_is_syllable)
