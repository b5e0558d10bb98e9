"""No news is taken for a notice, and every answer can be told."""

import json
from pathlib import Path

from newswatch.core.answer.decide import judge
from newswatch.core.answer.kinds import Answer, Showing
from newswatch.core.model import Article
from newswatch.report.vi.answers import ANSWERS

_FOLDER = Path(__file__).parents[2] / "corpus"
_ROWS = [json.loads(line) for name in ("train", "test") for line in (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
CORPUS = [row for row in _ROWS if "kind" not in row]
"""The rows that are whole articles: those of a kind are titles alone, menus and lists among others."""


def test_no_news_of_the_corpus_is_a_notice() -> None:
    """Each of the 813 items, cut to two lines too, is read under its own title, and under another in its place but for one about an upgrade."""
    own, other = [], []
    for row in CORPUS:
        for text in (row["text"], row["text"][:200]):
            said = Article(row["title"], text)
            own.append(judge(row["title"], said, Showing(titles=(row["title"],), in_place=True, body=True)))
            other.append(judge("Một nhan đề khác", said, Showing(titles=(row["title"],), in_place=True, body=True)))
    assert set(own) == {Answer.ARTICLE}
    assert [answer for answer in other if answer is not Answer.BODY] == [Answer.MAINTENANCE] * 2


def test_every_answer_has_its_words() -> None:
    """Whatever came back can be told in Vietnamese."""
    assert set(ANSWERS) == set(Answer) - {Answer.NONE}
