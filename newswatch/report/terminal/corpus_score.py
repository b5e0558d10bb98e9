"""How well a lexicon classifies labelled items, as lines for a terminal and as JSON: shares with their intervals, over all and by part."""

from collections.abc import Iterator, Mapping
from typing import Any

from newswatch.core.classify.corpus import CorpusScore, Figures, Share, Wrong
from newswatch.report.english import phrase

_SHARES = {
    "precision": "precision of par",
    "par_called_other": "true PAR ruled other",
    "nonpar_called_par": "non-PAR ruled par",
    "review": "sent to review",
}
_SHORT = ("precision", "PAR → other", "non-PAR → par", "review")


def lines(found: CorpusScore) -> Iterator[str]:
    """Everything that `lexicon score` says."""
    yield f"{'items':22} {found.figures.n}"
    for key, name in _SHARES.items():
        yield f"{name:22} {_told(getattr(found.figures, key))}"
    for name, parts in _parts(found).items():
        if parts:
            yield f"by {name}"
            yield from (f"  {part:20} n {figures.n:4}  {_brief(figures)}" for part, figures in parts.items())
    for domain, ruled in found.by_domain.items():
        yield f"  {domain:16} " + ", ".join(f"{d} {n}" for d, n in ruled.items())
    for wrong in found.wrong:
        yield f"row {wrong.row}, ruled {wrong.verdict}: {wrong.title}"
        yield f"    {'; '.join(map(phrase, wrong.phrases))}"


def shape(found: CorpusScore) -> dict[str, Any]:
    """The same as JSON; shares are numbers from 0 to 1, or null where there was nothing to divide by."""
    return _figures(found.figures) | {
        **{f"by_{name}": {part: _figures(figures) for part, figures in parts.items()} for name, parts in _parts(found).items()},
        "borderline": {str(verdict): n for verdict, n in found.borderline.items()},
        "by_domain": {str(true): {str(ruled): n for ruled, n in row.items()} for true, row in found.by_domain.items()},
        "wrong": list(map(_wrong, found.wrong)),
    }


def _parts(found: CorpusScore) -> dict[str, Mapping[str, Figures]]:
    return {"channel": found.by_channel, "length": found.by_length, "kind": found.by_kind}


def _told(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%}–{high:.1%})  {share.part} of {share.whole}"


def _brief(figures: Figures) -> str:
    shares = [getattr(figures, key) for key in _SHARES]
    return "  ".join(f"{name} {share.part}/{share.whole}" for name, share in zip(_SHORT, shares, strict=True))


def _figures(figures: Figures) -> dict[str, Any]:
    shares = {key: getattr(figures, key) for key in _SHARES}
    intervals = {key: list(share.interval) if share.interval else None for key, share in shares.items()}
    return {"n": figures.n, **{key: share.value for key, share in shares.items()}, "intervals": intervals}


def _wrong(wrong: Wrong) -> dict[str, Any]:
    told = {"row": wrong.row, "title": wrong.title, "par": wrong.par, "verdict": str(wrong.verdict)}
    return told | {"reasons": [phrase(p) for p in wrong.phrases]}
