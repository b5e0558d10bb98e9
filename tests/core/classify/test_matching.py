"""Which texts are readable Vietnamese, and which were typed with marks: the margins on the corpus."""

import json
from pathlib import Path

import pytest

from newswatch.config import load_lexicon
from newswatch.core.classify.matching import MAX_FOREIGN_SHARE, find, foreign_share

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = [
    text
    for name in ("train", "test")
    for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()
    for row in (json.loads(line),)
    for text in (row["title"], row["text"])
]
LEXICON = load_lexicon()
ZONES = [find("text", text, LEXICON) for text in TEXTS]


def test_no_text_of_the_corpus_comes_near_being_unreadable() -> None:
    """Names, numbers and abbreviations of real news make no more than half the share from which a text counts as damaged."""
    assert max(map(foreign_share, ZONES)) <= MAX_FOREIGN_SHARE / 2


@pytest.mark.parametrize(
    "text",
    [
        "X· ®· niªm yÕt c«ng khai thñ tôc hµnh chÝnh t¹i trô së, bµ con ®Õn lµm viÖc nhanh h¬n tr­íc.",
        "Xaõ ñaõ nieâm yeát coâng khai thuû tuïc haønh chính taïi truï sôû ñeå baø con bieát.",
        "X? ?ã niêm y?t công khai th? t?c hành chính t?i tr? s?, bà con ??n làm vi?c nhanh h?n tr??c.",
        "Gbà mrw xpđg kzq hjfw brtk cvnm qwrt zxcv plkj mnbt fghj wqrt yplk",
    ],
    ids=["TCVN3", "VNI", "lost letters", "scrambled"],
)
def test_damage_lies_far_above_the_limit(text: str) -> None:
    """Each kind of damage gives a share a third above the limit or more."""
    assert foreign_share(find("text", text, LEXICON)) >= MAX_FOREIGN_SHARE * 4 / 3


def test_all_but_one_text_of_the_corpus_were_typed_with_marks() -> None:
    """The one title in capitals without marks is known as such, and no other text is taken for one."""
    unmarked = [text for text, zone in zip(TEXTS, ZONES, strict=True) if not zone.marked]
    assert len(unmarked) == 1
    assert unmarked[0].isascii()
