"""Chooses the limits of lexicon.toml: scores every row of train.jsonl by words learned without its kind, and finds the cheapest limits.

Run by hand: `python tests/corpus/crossvalidate.py [--background FILE.jsonl] [--also FILE.jsonl] [--show]`. It writes nothing.

Rows are kept together by their `kind`, those without one by the strongest phrase found in them, so that no near relative of a row teaches the
words it is judged by. Two settings of costs are told, in reviews by a person: `STRICT`, by which the shipped limits are chosen, since what is
said as sure must be sure, and `EVEN` for comparison.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from corpus import train

from newswatch.core.classify import classify
from newswatch.core.classify.classifier import extent
from newswatch.core.classify.cue import Extent
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Classification, Verdict

FOLDS = 5
STEP = 0.1
LOWEST, HIGHEST = -4.0, 4.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong verdict costs, in items that a person must look at."""

    wrong_par: float
    wrong_other: float


STRICT = Costs(wrong_par=20, wrong_other=10)
EVEN = Costs(wrong_par=5, wrong_other=5)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the score it has by words learned without its kind; `firm` says which verdicts its phrases allow."""

    row: Mapping[str, str]
    par: bool
    score: float
    known: Extent
    firm: frozenset[Verdict]
    classification: Classification


def main() -> None:
    """Prints, for each extent and cost setting, the cheapest limits and what they lead to beside those in force."""
    parser = argparse.ArgumentParser(description="Cross-validate the limits of lexicon.toml.")
    parser.add_argument("--background", type=Path, metavar="FILE")
    parser.add_argument("--also", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="list the rows judged wrongly or left to a person")
    given = parser.parse_args()
    lexicon = Lexicon.from_table(tomllib.loads(train.LEXICON.read_text(encoding="utf-8").partition(train.MARK)[0]), train.LEXICON.name)
    judged = list(cross(lexicon, given.background, given.also))
    for known in Extent:
        part = [each for each in judged if each.known is known]
        sys.stdout.write(f"{known}: in force {told(part, lexicon.scoring.limits(known))}\n")
        for name, costs in (("strict", STRICT), ("even", EVEN)):
            sys.stdout.write(f"    cheapest, {name} {told(part, cheapest(part, costs))}\n")
    if given.show:
        sys.stdout.writelines(shown(judged, lexicon))


def cross(lexicon: Lexicon, background: Path | None, also: Path | None) -> Iterator[Judged]:
    """Every row by words learned from the rows of other kinds. Rows without a text are judged both as headings and as titles."""
    own = train.labelled(train.TRAIN)
    press = train.negatives(train.read(background), lexicon) if background else []
    further = train.labelled(also) if also else []
    folds = [fold(row, lexicon) for row in own]
    for n in range(FOLDS):
        taught = [row for row, its in zip(own, folds, strict=True) if its != n]
        weights, bias = train.learn(train.examples([*taught, *further], press, lexicon))
        learned = lexicon.changed(learned=weights, learned_bias=bias)
        for row in (row for row, its in zip(own, folds, strict=True) if its == n):
            yield from (judge(row, text, learned) for text in ([row["text"]] if row["text"] else ["", row["title"]]))


def fold(row: Mapping[str, str], lexicon: Lexicon) -> int:
    """The part a row falls into, by its kind."""
    kind = row.get("kind") or strongest(row, lexicon)
    return int(sha256(kind.encode()).hexdigest(), 16) % FOLDS


def strongest(row: Mapping[str, str], lexicon: Lexicon) -> str:
    """The phrase that says most about a row; its title where none was found."""
    found = classify(row["title"], row["text"], lexicon).phrases
    return found[0].text if found else row["title"]


def judge(row: Mapping[str, str], text: str, lexicon: Lexicon) -> Judged:
    """A row with its score and the verdicts that remain open to it whatever the limits are."""
    limits = {"par": LOWEST, "other": LOWEST - 1} | {
        "par_title": LOWEST,
        "other_title": LOWEST - 1,
        "par_heading": LOWEST,
        "other_heading": LOWEST - 1,
    }
    low = classify(row["title"], text, lexicon.changed(scoring=replace(lexicon.scoring, **limits)))
    high = {name: HIGHEST + (name.startswith("par")) for name in limits}
    top = classify(row["title"], text, lexicon.changed(scoring=replace(lexicon.scoring, **high)))
    firm = frozenset({low.verdict, top.verdict})
    return Judged(row, bool(row["par"]), low.score, extent(row["title"], text), firm, classify(row["title"], text, lexicon))


def verdict(each: Judged, limits: tuple[float, float]) -> Verdict:
    """The verdict of a row under other limits."""
    par, other = limits
    if each.score >= par and Verdict.PAR in each.firm:
        return Verdict.PAR
    return Verdict.OTHER if each.score <= other and Verdict.OTHER in each.firm else Verdict.UNSURE


def cost(judged: Sequence[Judged], limits: tuple[float, float], costs: Costs) -> float:
    """What the verdicts under some limits cost."""
    total = 0.0
    for each in judged:
        found = verdict(each, limits)
        if found is Verdict.UNSURE:
            total += 1
        elif (found is Verdict.PAR) is not each.par:
            total += costs.wrong_other if each.par else costs.wrong_par
    return total


def cheapest(judged: Sequence[Judged], costs: Costs) -> tuple[float, float]:
    """The limits that cost least; of equally cheap ones those that leave more to a person."""
    grid = [round(LOWEST + STEP * n, 1) for n in range(int((HIGHEST - LOWEST) / STEP) + 1)]
    par = min(reversed(grid), key=lambda limit: cost(judged, (limit, LOWEST - 1), costs))
    other = min((limit for limit in grid if limit < par), key=lambda limit: cost(judged, (par, limit), costs))
    return par, other


def told(judged: Sequence[Judged], limits: tuple[float, float]) -> str:
    """Limits and what they lead to, in one line."""
    found = [(each.par, verdict(each, limits)) for each in judged]
    par, other = (sum(label is side for label, _ in found) for side in (True, False))
    called = sum(v is Verdict.PAR for _, v in found)
    wrong = found.count((False, Verdict.PAR))
    unsure = sum(v is Verdict.UNSURE for _, v in found)
    lost = found.count((True, Verdict.OTHER))
    return (
        f"par ≥ {limits[0]:.1f}, other ≤ {limits[1]:.1f}: precision {1 - wrong / max(called, 1):.1%}, non-PAR → PAR {wrong}/{other}, "
        f"PAR → other {lost}/{par}, review {unsure}/{len(found)} ({unsure / max(len(found), 1):.1%})"
    )


def shown(judged: Sequence[Judged], lexicon: Lexicon) -> Iterator[str]:
    """The rows that a person must look at or that are wrong, worst first."""
    for each in sorted(judged, key=lambda each: (each.par, each.score if each.par else -each.score)):
        found = verdict(each, lexicon.scoring.limits(each.known))
        if found is not (Verdict.PAR if each.par else Verdict.OTHER) and each.row["text"]:
            phrases = ", ".join(f"{p.text} ({p.where}) {p.weight:+.1f}" for p in each.classification.phrases[:6])
            label = "PAR" if each.par else "not PAR"
            yield f"{each.known}\t{label} → {found} {each.score:+.1f}\t{each.row.get('kind', '')}\t{each.row['title']}\t{phrases}\n"


if __name__ == "__main__":
    main()
