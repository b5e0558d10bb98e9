"""How many items a second of CPU are classified, beside two floors: splitting the same texts into syllables, and naive search.

Run by hand: `python tests/benchmarks/bench_classify.py`. Items are made of the training corpus, about 1 KB each in UTF-8.
"""

import json
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.text import fold, words

ROOT = Path(__file__).parents[2]
SIZE = 1000
ROUNDS = 5


def main() -> None:
    """Prints items a second of each, and the ratios."""
    table = tomllib.loads((ROOT / "newswatch/data/lexicon.toml").read_text("utf-8"))
    started = time.process_time()
    lexicon = Lexicon.from_table(table, "lexicon.toml")
    print(f"building the lexicon: {time.process_time() - started:.3f} s, {len(lexicon.cues)} phrases, {len(lexicon.learned)} learned words")
    items = list(articles())
    size = sum(len((title + text).encode()) for title, text in items) / len(items)
    phrases = [cue.text for cue in lexicon.cues]
    ours = rate(items, lambda title, text: classify(title, text, lexicon))
    split = rate(items, lambda title, text: (words(title), words(text)))
    naive = rate(items, lambda title, text: naive_search(fold(f"{title} {text}"), phrases), rounds=1)
    print(f"{len(items)} items of {size:.0f} bytes on average")
    print(f"classify      {ours:8.0f} items/s of CPU  (≥ 3,000 wanted)")
    print(f"words alone   {split:8.0f} items/s  ×{split / ours:.2f}")
    print(f"`in` search   {naive:8.0f} items/s  ×{naive / ours:.2f}")


def naive_search(text: str, phrases: list[str]) -> list[str]:
    """The phrases that occur anywhere in a folded text, even across the borders of syllables."""
    return [phrase for phrase in phrases if phrase in text]


def articles() -> Iterator[tuple[str, str]]:
    """Titles with texts joined until an item has SIZE bytes."""
    text = ""
    for line in (ROOT / "tests/corpus/train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if text and len((row["title"] + text + row["text"]).encode()) > SIZE * 1.1:
            yield row["title"], text
            text = ""
        text = f"{text} {row['text']}".strip()


def rate(items: list[tuple[str, str]], work: Callable[[str, str], object], rounds: int = ROUNDS) -> float:
    """Items a second of CPU, the best of several rounds."""
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        for title, text in items:
            work(title, text)
        best = max(best, len(items) / (time.process_time() - started))
    return best


if __name__ == "__main__":
    main()
