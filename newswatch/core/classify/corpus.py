"""Measures how well a lexicon classifies: its verdicts on labelled items, counted. Reading the labelled file is done at the door."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from sys import maxsize

from newswatch.core.classify.classifier import extent
from newswatch.core.classify.cue import Extent
from newswatch.core.classify.items import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Channel, Classification, Domain, Phrase, Verdict
from newswatch.core.text import words
from newswatch.errors import InputError

DOMAIN_NAMES = {
    "chung": Domain.STEERING,
    "tuyen_truyen": Domain.STEERING,
    "the_che": Domain.INSTITUTIONS,
    "thu_tuc": Domain.PROCEDURES,
    "bo_may": Domain.APPARATUS,
    "cong_vu": Domain.CIVIL_SERVICE,
    "tai_chinh_cong": Domain.PUBLIC_FINANCE,
    "chinh_quyen_so": Domain.DIGITAL,
    **{domain.value: domain for domain in Domain},
}
"""The names of PAR domains in labelled files: those of the shared corpus, and newswatch's own."""
_LOUDSPEAKER = ("loa", Channel.LOUDSPEAKER)
_LENGTHS = {"under 50 words": 50, "50 to 149 words": 150, "150 words and more": maxsize}
_DEVIATIONS = 1.96  # of the normal distribution, for 95 %


@dataclass(frozen=True, slots=True)
class Wrong:
    """A labelled item classified the other way, with what drove the classification."""

    row: int
    title: str
    par: bool
    verdict: Verdict
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A share as its counts."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where there was nothing to divide by."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval of 95 %: what share of all such items these counts allow; None where nothing was counted."""
        if not self.whole:
            return None
        share, spread = self.part / self.whole, _DEVIATIONS**2 / self.whole
        middle = share + spread / 2
        reach = _DEVIATIONS * sqrt(share * (1 - share) / self.whole + spread / self.whole / 4)
        return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))


@dataclass(frozen=True, slots=True)
class Figures:
    """Verdicts against labels over `n` clear rows.

    `precision` is the share of PAR items among those called par, `par_called_other` the share of PAR items called other, `nonpar_called_par` the
    share of other items called par, and `review` the share called unsure.
    """

    n: int
    precision: Share
    par_called_other: Share
    nonpar_called_par: Share
    review: Share


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """The figures of a labelled file, over all and by channel, length and kind of error.

    Rows marked borderline are debatable. They stand in `borderline` alone, which counts them by verdict. Lengths are those of `length`; rows
    without a channel or kind are in no part. `by_domain` counts the PAR items called par by their labelled domain and, under it, by the domain
    found. `wrong` lists PAR items called other and the reverse.
    """

    figures: Figures
    by_channel: Mapping[str, Figures]
    by_length: Mapping[str, Figures]
    by_kind: Mapping[str, Figures]
    borderline: Mapping[Verdict, int]
    by_domain: Mapping[Domain, Mapping[Domain, int]]
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    row: int
    title: str
    par: bool
    borderline: bool
    domain: Domain | None
    channel: str
    length: str
    kind: str
    classification: Classification

    @property
    def verdict(self) -> Verdict:
        return self.classification.verdict


def score_corpus(rows: Iterable[Mapping[str, object]], lexicon: Lexicon) -> CorpusScore:
    """Classifies every row and compares the verdict with its label.

    A row has `title`, `par` (true or false) and `text` or `summary`; `borderline`, `domain`, `channel` and `kind` may be missing. Only its title
    and text are judged, as of an item that was read; a bulletin (`channel` loa) without a text is judged by its title. Raises InputError, which
    names the row (counted from 1) and the field that can't be used.
    """
    cases = [_case(number, row, lexicon) for number, row in enumerate(rows, start=1)]
    clear = [case for case in cases if not case.borderline]
    return CorpusScore(
        figures=_figures(clear),
        by_channel=_parts(clear, lambda case: case.channel),
        by_length=_parts(clear, lambda case: case.length),
        by_kind=_parts(clear, lambda case: case.kind),
        borderline=Counter(case.verdict for case in cases if case.borderline),
        by_domain=_confusion(clear),
        wrong=tuple(_wrong(case) for case in clear if _is_wrong(case)),
    )


def length(title: str, text: str) -> str:
    """How much of an item there is to judge: `heading` and `title` as in `Extent`, else by the words of the text."""
    known = extent(title, text)
    if known is not Extent.TEXT:
        return known
    count = len(words(text))
    return next(name for name, most in _LENGTHS.items() if count < most)


def _figures(cases: Iterable[_Case]) -> Figures:
    verdicts = Counter((case.par, case.verdict) for case in cases)
    par, other = (sum(n for (label, _), n in verdicts.items() if label is side) for side in (True, False))
    return Figures(
        n=par + other,
        precision=Share(verdicts[True, Verdict.PAR], verdicts[True, Verdict.PAR] + verdicts[False, Verdict.PAR]),
        par_called_other=Share(verdicts[True, Verdict.OTHER], par),
        nonpar_called_par=Share(verdicts[False, Verdict.PAR], other),
        review=Share(verdicts[True, Verdict.UNSURE] + verdicts[False, Verdict.UNSURE], par + other),
    )


def _parts(cases: Sequence[_Case], name: Callable[[_Case], str]) -> dict[str, Figures]:
    return {part: _figures([case for case in cases if name(case) == part]) for part in sorted(set(map(name, cases)) - {""})}


def _case(number: int, row: Mapping[str, object], lexicon: Lexicon) -> _Case:
    title, text = _string(number, row, "title"), _string(number, row, "text" if row.get("text") else "summary", default="")
    channel = _string(number, row, "channel", default="")
    loudspeaker = channel in _LOUDSPEAKER
    return _Case(
        row=number,
        title=title,
        par=_flag(number, row, "par"),
        borderline=_flag(number, row, "borderline", default=False),
        domain=DOMAIN_NAMES.get(_string(number, row, "domain", default="")),
        channel=channel,
        length=length(title, title if loudspeaker and not text.strip() else text),
        kind=_string(number, row, "kind", default=""),
        classification=classify_item(Channel.LOUDSPEAKER if loudspeaker else Channel.PORTAL, title, text, lexicon),
    )


def _string(number: int, row: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = row.get(name)
    if value is None:
        value = default
    if isinstance(value, str):
        return value
    raise InputError(f"row {number}: {name}: expected a text in quotes, found {value!r}")


def _flag(number: int, row: Mapping[str, object], name: str, default: bool | None = None) -> bool:
    value = row.get(name, default)
    if isinstance(value, bool):
        return value
    raise InputError(f"row {number}: {name}: expected true or false, found {value!r}")


def _confusion(cases: Iterable[_Case]) -> dict[Domain, dict[Domain, int]]:
    counts: dict[Domain, dict[Domain, int]] = {}
    for case in cases:
        if case.par and case.domain and case.verdict is Verdict.PAR and case.classification.domain:
            row = counts.setdefault(case.domain, {})
            row[case.classification.domain] = row.get(case.classification.domain, 0) + 1
    return counts


def _is_wrong(case: _Case) -> bool:
    return case.verdict is (Verdict.OTHER if case.par else Verdict.PAR)


def _wrong(case: _Case) -> Wrong:
    return Wrong(case.row, case.title, case.par, case.verdict, case.classification.phrases)
