"""Learns the word weights of lexicon.toml from the rows of this folder and writes them into the file's [learned] part.

Run by hand after changing the corpus or the look-alikes:

    python tests/corpus/train.py [--background FILE.jsonl] [--also FILE.jsonl]

`--background` names ordinary press articles (id, title, text), of which those without strong phrases teach as not PAR. `--also` names further
labelled rows. Neither file is part of the repository; what they were (rows used, SHA-256) is written above the weights. The same input gives the
same file, to the byte. Without files the rows of this folder alone teach.

A logistic regression over words and pairs of neighbouring words, with an L2 penalty, by stochastic gradient descent in a fixed order. Each row
teaches twice: with its text, and by its title alone, as bulletins and headings are judged. Rows marked borderline teach nothing.
"""

import argparse
import json
import math
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from newswatch.core.classify.classifier import features, phrase_points
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.matching import TEXT, TITLE, Zone, find

HERE = Path(__file__).parent
LEXICON = HERE.parents[1] / "newswatch" / "data" / "lexicon.toml"
TRAIN = HERE / "train.jsonl"
MARK = "# ---- [learned] begins: written by tests/corpus/train.py, not by hand ----\n"
EPOCHS, RATE, BIAS_RATE = 20, 4.0, 0.1
PENALTY = 0.1
"""The L2 penalty, shared by all rows. Cross-validated over kinds: 0.03 to 0.3 give the same figures within the noise, 1 is worse."""
BACKGROUND_WEIGHT = 0.15
"""What an article counts against a row of our own. Cross-validated: with 1 the words "xã" and "phường", which the press hardly uses, speak for PAR."""
SEEN_IN_ROWS = 2
SEEN_IN_PRESS = 4
"""A word or pair that only the background holds is learned from so many articles on, so that no text of theirs can be read back from the file."""
SMALLEST_WEIGHT = 0.2
BACKGROUND_ROWS = 2000
"""How many articles may teach: those whose ids have the smallest hashes. The others are kept for measuring."""
STRONG_POINTS = 2.0
"""An article whose phrases add up to so many points may be PAR news, and does not teach."""

Example = tuple[list[tuple[str, float]], float, float]
"""The features of a row, its label (1 for PAR), and what it counts."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that taught, by its kind, rows used and SHA-256: all that is kept of a file outside the repository."""

    kind: str
    rows: int
    sha256: str


def main() -> None:
    """Reads the rows, learns, and replaces everything below MARK in lexicon.toml."""
    parser = argparse.ArgumentParser(description="Learn the word weights of lexicon.toml.")
    parser.add_argument("--background", type=Path, metavar="FILE", help="ordinary press articles as JSON lines: id, title, text")
    parser.add_argument(
        "--also", type=Path, metavar="FILE", help="further labelled rows as JSON lines: title, text or summary, par, borderline"
    )
    given = parser.parse_args()
    written = LEXICON.read_text(encoding="utf-8").partition(MARK)[0]
    lexicon = Lexicon.from_table(tomllib.loads(written), LEXICON.name)
    learned = learned_part(lexicon, given.background, given.also)
    LEXICON.write_text(written + MARK + learned, encoding="utf-8")
    sys.stdout.write(f"{LEXICON}: written\n{learned.partition('[learned]')[0]}")


def learned_part(lexicon: Lexicon, background: Path | None, also: Path | None) -> str:
    """The [learned] part of the file, with a comment that names what taught."""
    own = [*labelled(TRAIN), *(labelled(also) if also else [])]
    press = negatives(read(background), lexicon) if background else []
    sources = [Source("own", len(labelled(TRAIN)), digest(TRAIN))]
    sources += [Source("also", len(labelled(also)), digest(also))] if also else []
    sources += [Source("background", len(press), digest(background))] if background else []
    weights, bias = learn(examples(own, press, lexicon))
    return table(weights, bias, sources, phrases_digest(lexicon))


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def labelled(file: Path) -> list[dict[str, str]]:
    """The rows that teach: those that are not debatable."""
    return [row for row in read(file) if not row.get("borderline")]


def digest(file: Path) -> str:
    """SHA-256 of the file, in hex."""
    return sha256(file.read_bytes()).hexdigest()


def phrases_digest(lexicon: Lexicon) -> str:
    """SHA-256 of the phrases by which the features were made, in hex."""
    told = sorted(repr((cue.text, str(cue.kind), cue.weight, cue.cancels, str(cue.only))) for cue in lexicon.cues)
    return sha256("\n".join(told).encode()).hexdigest()


def ordered(press: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Press articles by the hash of their ids: the first BACKGROUND_ROWS may teach, the others measure."""
    return sorted(press, key=lambda row: sha256(row["id"].encode()).hexdigest())


def negatives(press: Iterable[dict[str, str]], lexicon: Lexicon) -> list[dict[str, str]]:
    """The articles that teach what is not PAR: of those that may, the ones without strong phrases."""
    return [row for row in ordered(press)[:BACKGROUND_ROWS] if phrase_points(zones(row, lexicon), lexicon) < STRONG_POINTS]


def zones(row: Mapping[str, str], lexicon: Lexicon) -> tuple[Zone, Zone]:
    """Title and text of a row."""
    return find(TITLE, row["title"], lexicon), find(TEXT, row.get("text") or row.get("summary") or "", lexicon)


def examples(own: Sequence[Mapping[str, str]], press: Sequence[Mapping[str, str]], lexicon: Lexicon) -> list[Example]:
    """What each row teaches, without words that too few rows hold. Own rows come again by their titles alone."""
    found = [(zones(row, lexicon), float(row["par"])) for row in own]
    whole = [features(each) for each, _ in found]
    articles = [features(zones(row, lexicon)) for row in press]
    kept = frequent(whole, articles)
    taught = [(each, label, 1.0) for each, (_, label) in zip(whole, found, strict=True)]
    taught += [(features((title, replace(text, words=[], hits=[]))), label, 1.0) for (title, text), label in found if text.words]
    taught += [(each, 0.0, BACKGROUND_WEIGHT) for each in articles]
    return [([(name, value) for name, value in each.items() if name in kept], label, weight) for each, label, weight in taught]


def frequent(own: Iterable[Mapping[str, float]], press: Iterable[Mapping[str, float]]) -> set[str]:
    """The words and pairs that enough rows hold."""
    rows, articles = (Counter(name for each in side for name in each) for side in (own, press))
    return {name for name in rows | articles if rows[name] + articles[name] >= (SEEN_IN_ROWS if rows[name] else SEEN_IN_PRESS)}


def learn(rows: Sequence[Example]) -> tuple[dict[str, float], float]:
    """Weights of the words, and the bias: the log-odds of PAR in a text without any of them."""
    weights: dict[str, float] = {}
    bias, scale = 0.0, 1.0
    order = list(range(len(rows)))
    shuffler = random.Random(1)
    for epoch in range(EPOCHS):
        shuffler.shuffle(order)
        rate = RATE / (1 + epoch)
        shrink = 1 - rate * PENALTY / len(rows)
        for i in order:
            each, label, weight = rows[i]
            odds = bias + scale * sum([weights.get(name, 0.0) * value for name, value in each])
            step = rate * weight * (label - 1 / (1 + math.exp(-odds)))
            scale *= shrink
            for name, value in each:
                weights[name] = weights.get(name, 0.0) + step / scale * value
            bias += step * BIAS_RATE
    return {name: weight * scale for name, weight in weights.items()}, bias


def table(weights: Mapping[str, float], bias: float, sources: Sequence[Source], phrases: str) -> str:
    """The [learned] part as TOML, heaviest words first, without those that hardly count."""
    told = "".join(f"# {source.kind}: {source.rows} rows of the file with SHA-256 {source.sha256}\n" for source in sources)
    told += f"# phrases: SHA-256 {phrases}\n"
    kept = sorted((-abs(round(weight, 2)), name) for name, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT)
    lines = (f'"{name}" = {weights[name]:.2f}\n' for _, name in kept)
    return f"{told}\n[learned]\nbias = {bias:.3f}\n\n[learned.words]\n{''.join(lines)}"


if __name__ == "__main__":
    main()
