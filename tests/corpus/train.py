"""Learns the word weights of lexicon.toml from train.jsonl and writes them into the file's [learned] part.

Run by hand after changing the corpus or the look-alikes: `python tests/corpus/train.py`. The same input gives the same file.
A logistic regression over words and pairs of neighbouring words, with an L2 penalty, by stochastic gradient descent in a fixed order.
Rows marked borderline teach nothing.
"""

import json
import math
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from newswatch.core.classify.classifier import features
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.matching import TEXT, TITLE, find

HERE = Path(__file__).parent
LEXICON = HERE.parents[1] / "newswatch" / "data" / "lexicon.toml"
MARK = "# ---- [learned] begins: written by tests/corpus/train.py, not by hand ----\n"
EPOCHS, RATE, PENALTY, BIAS_RATE = 60, 4.0, 3e-3, 0.1
SEEN_IN_ROWS = 2
SMALLEST_WEIGHT = 0.3

Example = tuple[list[tuple[str, float]], float]


def main() -> None:
    """Reads train.jsonl, learns, and replaces everything below MARK in lexicon.toml."""
    written = LEXICON.read_text(encoding="utf-8").partition(MARK)[0]
    lexicon = Lexicon.from_table(tomllib.loads(written), LEXICON.name)
    rows = [json.loads(line) for line in (HERE / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    weights, bias = learn(examples([row for row in rows if not row["borderline"]], lexicon))
    LEXICON.write_text(written + MARK + table(weights, bias), encoding="utf-8")
    sys.stdout.write(f"{LEXICON}: written from {len(rows)} rows\n")


def examples(rows: Sequence[Mapping[str, str]], lexicon: Lexicon) -> list[Example]:
    """The features of each row with its label (1 for PAR), without words that too few rows hold."""
    found = [features((find(TITLE, row["title"], lexicon), find(TEXT, row["text"], lexicon))) for row in rows]
    seen = Counter(name for each in found for name in each)
    kept = [[(name, value) for name, value in each.items() if seen[name] >= SEEN_IN_ROWS] for each in found]
    return [(each, float(row["par"])) for each, row in zip(kept, rows, strict=True)]


def learn(rows: Sequence[Example]) -> tuple[dict[str, float], float]:
    """Weights of the words, and the bias: the log-odds of PAR in a text without any of them."""
    weights: dict[str, float] = {}
    bias = 0.0
    order = list(range(len(rows)))
    shuffler = random.Random(1)
    for epoch in range(EPOCHS):
        shuffler.shuffle(order)
        rate = RATE / (1 + epoch / 10)
        for i in order:
            each, label = rows[i]
            odds = bias + sum(weights.get(name, 0.0) * value for name, value in each)
            step = rate * (label - 1 / (1 + math.exp(-odds)))
            for name, value in each:
                weights[name] = weights.get(name, 0.0) * (1 - rate * PENALTY) + step * value
            bias += step * BIAS_RATE
    return weights, bias


def table(weights: Mapping[str, float], bias: float) -> str:
    """The [learned] part as TOML, heaviest words first, without those that hardly count."""
    kept = sorted((-abs(w), name) for name, w in weights.items() if abs(w) >= SMALLEST_WEIGHT)
    lines = (f'"{name}" = {weights[name]:.2f}\n' for _, name in kept)
    return f"\n[learned]\nbias = {bias:.3f}\n\n[learned.words]\n{''.join(lines)}"


if __name__ == "__main__":
    main()
