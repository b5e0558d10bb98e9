"""Measures how well a lexicon classifies: its verdicts on labelled items, counted. Reading the labelled file is done at the door."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newswatch.core.classify.classifier import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Classification, Domain, Phrase, Verdict
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


@dataclass(frozen=True, slots=True)
class Wrong:
    """A labelled item classified the other way, with what drove the classification."""

    row: int
    title: str
    par: bool
    verdict: Verdict
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Verdicts against labels. Shares are from 0 to 1, and None where there was nothing to divide by.

    Rows marked borderline are debatable. They stand in `borderline` alone, which counts them by verdict. Over the other `n` rows `precision` is
    the share of PAR items among those called par, `par_called_other` the share of PAR items called other, `nonpar_called_par` the share of
    other items called par, and `review` the share called unsure. `by_domain` counts the PAR items called par by their labelled domain and, under it,
    by the domain found. `wrong` lists PAR items called other and the reverse.
    """

    n: int
    precision: float | None
    par_called_other: float | None
    nonpar_called_par: float | None
    review: float | None
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
    classification: Classification

    @property
    def verdict(self) -> Verdict:
        return self.classification.verdict


def score_corpus(rows: Iterable[Mapping[str, object]], lexicon: Lexicon) -> CorpusScore:
    """Classifies every row and compares the verdict with its label.

    A row has `title`, `par` (true or false) and `text` or `summary`; `borderline` and `domain` may be missing. Only its title and text are
    judged. Raises InputError, which names the row (counted from 1) and the field that can't be used.
    """
    cases = [_case(number, row, lexicon) for number, row in enumerate(rows, start=1)]
    clear = [case for case in cases if not case.borderline]
    verdicts = Counter((case.par, case.verdict) for case in clear)
    par, other = sum(case.par for case in clear), sum(not case.par for case in clear)
    called_par = verdicts[True, Verdict.PAR] + verdicts[False, Verdict.PAR]
    return CorpusScore(
        n=len(clear),
        precision=_share(verdicts[True, Verdict.PAR], called_par),
        par_called_other=_share(verdicts[True, Verdict.OTHER], par),
        nonpar_called_par=_share(verdicts[False, Verdict.PAR], other),
        review=_share(verdicts[True, Verdict.UNSURE] + verdicts[False, Verdict.UNSURE], len(clear)),
        borderline=Counter(case.verdict for case in cases if case.borderline),
        by_domain=_confusion(clear),
        wrong=tuple(_wrong(case) for case in clear if _is_wrong(case)),
    )


def _case(number: int, row: Mapping[str, object], lexicon: Lexicon) -> _Case:
    title, text = _string(number, row, "title"), _string(number, row, "text" if row.get("text") else "summary", default="")
    domain = DOMAIN_NAMES.get(_string(number, row, "domain", default=""))
    classification = classify(title, text, lexicon)
    return _Case(number, title, _flag(number, row, "par"), _flag(number, row, "borderline", default=False), domain, classification)


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


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
