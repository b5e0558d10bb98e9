"""The lexicon: phrases that speak for or against PAR news, read from a table that a person may edit, and made ready for matching.

Where the phrases stand in a text is found in `matching`; what they add up to is decided in `classifier`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from functools import cached_property, partial
from hashlib import sha256
from typing import Any

from newswatch.core.classify.cue import Cue, Kind, Place, Scoring
from newswatch.core.model import Domain
from newswatch.core.table import Table, raise_problems
from newswatch.core.text import bare, words
from newswatch.errors import ConfigError

END = ""
MAX_WEIGHT = 9
"""The scale of weights as the head of lexicon.toml explains it: 5 is enough in a title, and nothing needs twice as much."""
MISTYPED_WORDS = 4
MISTYPED_WEIGHT = 3
"""How long and heavy a PAR phrase must be to be found with a wrong mark. Chosen by hand: shorter phrases without marks also mean other things;
"cải canh hành chính" and "hành chinh" of real portal titles are found, as tests/core/classify/test_classify.py pins."""

_AS_FOR_TEXT = {"par_title": "par", "other_title": "other", "par_heading": "par"}
"""Limits that a lexicon written before them lacks, and whose limits it then shares."""

Trie = dict[str, Any]
"""Syllable → the syllables that may follow; under `END` the cue that ends here."""


@dataclass(frozen=True)
class _Content:
    """What a lexicon says."""

    scoring: Scoring
    cues: tuple[Cue, ...]
    learned: Mapping[str, float]
    learned_bias: float

    @cached_property
    def text(self) -> str:
        """All of it as JSON in one canonical form."""
        phrases = sorted([cue.text, cue.kind, cue.weight, cue.domain or "", cue.cancels, cue.only] for cue in self.cues)
        content = {"scoring": asdict(self.scoring), "phrases": phrases, "learned": dict(self.learned), "bias": self.learned_bias}
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of its text."""
        return sha256(self.text.encode()).hexdigest()


class Lexicon:
    """Phrases and learned word weights; what matching needs is made ready when it is first asked for, since most commands classify nothing.

    `digest` is the SHA-256 (hex) over the canonical content. Files that say the same in another layout or order have equal digests, and lexicons
    of one digest are equal.
    """

    def __init__(self, digest: str, content: _Content | Callable[[], _Content]) -> None:
        self.digest = digest
        self._given = content

    @classmethod
    def from_table(cls, table: Mapping[str, object], where: str) -> "Lexicon":
        """Builds a lexicon from the parsed lexicon.toml. `where` names the file in messages.

        Raises ConfigError with every problem found, each under its path: `lexicon.toml: phrases[3].weight: expected a number, found 'x'`.
        """
        content = _content(table, where)
        return cls(content.digest, content)

    @classmethod
    def of_known_digest(cls, digest: str, read: Callable[[], Mapping[str, object]], where: str) -> "Lexicon":
        """A lexicon whose table is known to be sound and to have this digest; it is read when more than the digest is asked for."""
        return cls(digest, partial(_content_read, digest, read, where))

    def changed(
        self,
        *,
        scoring: Scoring | None = None,
        cues: tuple[Cue, ...] | None = None,
        learned: Mapping[str, float] | None = None,
        learned_bias: float | None = None,
    ) -> "Lexicon":
        """The same lexicon with other limits, phrases or learned words."""
        content = _Content(
            scoring or self.scoring,
            self.cues if cues is None else cues,
            self.learned if learned is None else learned,
            self.learned_bias if learned_bias is None else learned_bias,
        )
        return Lexicon(content.digest, content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def _content(self) -> _Content:
        return self._given if isinstance(self._given, _Content) else self._given()

    @cached_property
    def scoring(self) -> Scoring:
        """How phrases and words become a verdict."""
        return self._content.scoring

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """All phrases."""
        return self._content.cues

    @cached_property
    def learned(self) -> Mapping[str, float]:
        """The weights of words and pairs of words."""
        return self._content.learned

    @cached_property
    def weights(self) -> Mapping[str | tuple[str, str], float]:
        """The same by words and by pairs, which are made of a text in less time than texts of two words."""
        return {tuple(name.split(" ", 1)) if " " in name else name: weight for name, weight in self.learned.items()}  # type: ignore[misc]

    @cached_property
    def learned_bias(self) -> float:
        """The weight of a text without any of them."""
        return self._content.learned_bias

    @property
    def text(self) -> str:
        """Everything the lexicon says, as JSON in one canonical form; `digest` is its SHA-256."""
        return self._content.text

    @cached_property
    def exact(self) -> Trie:
        """Matches folded syllables."""
        return _trie((cue.words, cue) for cue in self.cues)

    @cached_property
    def unmarked(self) -> Trie:
        """Matches syllables without marks, for text typed without any."""
        return _trie((bare(cue.text).split(" "), cue) for cue in _doubtful_last(self.cues) if " " in cue.text)

    @cached_property
    def mistyped(self) -> Trie:
        """Does so for long PAR phrases only, to find single wrong marks."""
        return _trie((bare(cue.text).split(" "), cue) for cue in self.cues if _survives_typing(cue))


def _content_read(digest: str, read: Callable[[], Mapping[str, object]], where: str) -> _Content:
    content = _content(read(), where)
    if content.digest != digest:
        raise ConfigError([f"{where}: expected a lexicon of digest {digest}, found {content.digest}; is newswatch installed whole?"])
    return content


def _content(table: Mapping[str, object], where: str) -> _Content:
    top = Table(table, "", [])
    scoring = _scoring(top.table("scoring"))
    cues = _cues(top)
    learned, bias = _learned(top.table("learned"))
    top.finish()
    raise_problems(top.problems, where)
    return _Content(scoring, cues, learned, bias)


def _scoring(table: Table) -> Scoring:
    told: dict[str, float] = {}
    for key in fields(Scoring):
        default = told[_AS_FOR_TEXT[key.name]] if key.name in _AS_FOR_TEXT else None if key.default is MISSING else key.default
        told[key.name] = table.number(key.name, default, least=-1000, most=1000)
    scoring = Scoring(**told)
    for par, other in (("par", "other"), ("par_title", "other_title"), ("par_heading", "other_heading")):
        if table.has(par) and table.has(other) and told[par] <= told[other]:
            table.problem(par, f"expected more than {other} ({told[other]:g}), found {told[par]:g}")
    table.finish()
    return scoring


def _cues(top: Table) -> tuple[Cue, ...]:
    first: dict[str, str] = {}
    cues = []
    for block in top.tables("phrases"):
        for n, cue in enumerate(_block(block), start=1):
            stands = first.setdefault(cue.text, block.at(f"text[{n}]"))
            if stands != block.at(f"text[{n}]"):
                block.problem(f"text[{n}]", f"{cue.text!r} stands already in {stands}; keep one of the two")
            cues.append(cue)
    if not top.has("phrases"):
        top.problem("phrases", "is missing; expected [[phrases]] blocks")
    return tuple(cues)


def _block(block: Table) -> Iterator[Cue]:
    kind = block.choice("kind", Kind)
    weight = block.number("weight", least=-MAX_WEIGHT, most=MAX_WEIGHT)
    domain = block.choice("domain", Domain) if kind is Kind.PAR else None
    cancels = block.whole("cancels", 0)
    only = block.choice("only", Place, Place.ANYWHERE) or Place.ANYWHERE
    texts = block.texts("text")
    block.finish()
    if not texts:
        block.problem("text", "expected a list of phrases, found none")
    _check_sign(block, kind, weight)
    for n, text in enumerate(texts, start=1):
        phrase = " ".join(words(text))
        if not phrase:
            block.problem(f"text[{n}]", f"expected a phrase, found {text!r}")
        yield Cue(phrase, kind or Kind.REVIEW, weight, domain, cancels, only)


def _check_sign(block: Table, kind: Kind | None, weight: float) -> None:
    if not isinstance(block.values.get("weight"), int | float):
        return
    if kind is Kind.PAR and weight <= 0:
        block.problem("weight", f"expected a number above 0 with kind {kind}, found {weight:g}")
    if (kind is Kind.AGAINST and weight >= 0) or (kind in (Kind.LOOKALIKE, Kind.OUTSIDE) and weight > 0):
        block.problem("weight", f"expected a number below 0 with kind {kind}, found {weight:g}")
    if kind is Kind.STATE and weight != 0:
        block.problem("weight", f"expected 0 with kind {kind}, found {weight:g}")


def _learned(table: Table) -> tuple[dict[str, float], float]:
    bias = table.number("bias", 0.0, least=-MAX_WEIGHT)
    listed = table.table("words")
    table.finish()
    learned = {}
    for text, weight in listed.values.items():
        if isinstance(weight, int | float) and not isinstance(weight, bool):
            learned[text] = float(weight)
        else:
            listed.problem(text, f"expected a number, found {weight!r}")
    return learned, bias


def _doubtful_last(cues: Sequence[Cue]) -> list[Cue]:
    """The cues in an order in which, of two that are equal without marks, the one that speaks less for PAR comes last and stays in the trie."""
    return sorted(cues, key=lambda cue: (-cue.weight, cue.text))


def _survives_typing(cue: Cue) -> bool:
    return cue.kind is Kind.PAR and cue.weight >= MISTYPED_WEIGHT and len(cue.words) >= MISTYPED_WORDS


def _trie(entries: Iterable[tuple[Sequence[str], Cue]]) -> Trie:
    root: Trie = {}
    for path, cue in entries:
        node = root
        for word in path:
            node = node.setdefault(word, {})
        node[END] = cue
    return root
