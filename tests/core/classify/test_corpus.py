"""The figures of a labelled corpus, and the floor the shipped lexicon must not fall below."""

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from corpus import train

from newswatch.core.classify.corpus import Share, score_corpus
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Domain, Verdict
from newswatch.errors import InputError

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests/corpus"
SHIPPED = ROOT / "newswatch/data/lexicon.toml"
TABLE = tomllib.loads(SHIPPED.read_text("utf-8"))
LEXICON = Lexicon.from_table(TABLE, "lexicon.toml")
TEST_SHA256 = "13f8acc43cdf61b95a936a35edc57fd18bbbd7bf37da78c13a83f7b9df2bea75"

PAR = {"title": "Xã đẩy mạnh cải cách hành chính", "text": "Bộ phận một cửa trả hồ sơ đúng hẹn cho bà con.", "par": True, "domain": "chung"}
OTHER = {
    "title": "Chung kết bóng đá thiếu niên",
    "text": "Đội thôn Hạ vô địch sau loạt luân lưu căng thẳng.",
    "par": False,
    "domain": "none",
}
DOUBT = {"title": "Lấy ý kiến về sắp xếp đơn vị hành chính", "text": "Phiếu phát đến từng hộ.", "par": False}


def corpus(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def test_the_shipped_lexicon_keeps_its_floor_on_the_test_corpus() -> None:
    """On our own unseen rows: precision of par, losses both ways and the share sent to a person stay within what was promised."""
    assert hashlib.sha256((CORPUS / "test.jsonl").read_bytes()).hexdigest() == TEST_SHA256, "the corpus changed: measure again, then pin it"
    score = score_corpus(corpus("test.jsonl"), LEXICON)
    assert score.figures.n == 154
    assert (score.figures.precision.value or 0) >= 0.99
    assert score.figures.par_called_other.value == 0
    assert score.figures.nonpar_called_par.value == 0
    assert (score.figures.review.value or 0) <= 0.06


def test_the_learned_words_are_those_of_the_corpus_and_phrases_of_today() -> None:
    """The [learned] part names the rows and phrases that taught it, so it can't go stale unseen. The background is named, its text is nowhere."""
    told = SHIPPED.read_text("utf-8").partition(train.MARK)[2].partition("[learned]")[0]
    rows = train.labelled(train.TRAIN)
    assert f"# own: {len(rows)} rows of the file with SHA-256 {train.digest(train.TRAIN)}\n" in told
    assert f"# phrases: SHA-256 {train.phrases_digest(LEXICON)}\n" in told
    assert re.search(r"# background: \d+ rows of the file with SHA-256 [0-9a-f]{64}\n", told)


def test_training_twice_gives_the_same_bytes() -> None:
    """Words are learned in a fixed order: the same rows give the same part of the file, with or without a background."""
    bare = Lexicon.from_table({key: value for key, value in TABLE.items() if key != "learned"}, "lexicon.toml")
    own = train.labelled(train.TRAIN)[::8]
    press = [{"id": str(n), "title": str(row["title"]), "text": str(row["text"])} for n, row in enumerate([OTHER, DOUBT])]
    for background in ([], train.negatives(press, bare)):
        parts = {train.table(*train.learn(train.examples(own, background, bare)), [], "") for _ in range(2)}
        assert len(parts) == 1


@pytest.mark.skipif("NEWSWATCH_BACKGROUND" not in os.environ, reason="the background file is no part of the repository")
def test_the_learned_words_are_those_of_the_background() -> None:
    """With the background at hand (NEWSWATCH_BACKGROUND names the file) training writes the [learned] part anew, to the byte."""
    written, _, learned = SHIPPED.read_text("utf-8").partition(train.MARK)
    bare = Lexicon.from_table(tomllib.loads(written), "lexicon.toml")
    assert train.learned_part(bare, Path(os.environ["NEWSWATCH_BACKGROUND"]), None) == learned


def test_no_text_can_be_read_back_from_the_learned_words() -> None:
    """Only single words and pairs are kept, and of the background alone only those that several articles hold."""
    assert all(1 <= len(name.split()) <= 2 for name in LEXICON.learned)
    bare = Lexicon.from_table({key: value for key, value in TABLE.items() if key != "learned"}, "lexicon.toml")
    rare = [{"id": str(n), "title": "Cò trắng", "text": "Đàn cò trắng bay qua đồng chiều."} for n in range(train.SEEN_IN_PRESS - 1)]
    weights, _ = train.learn(train.examples(train.labelled(train.TRAIN)[:8], rare, bare))
    assert "cò trắng" not in weights


def test_rows_of_the_corpus_are_whole() -> None:
    """Every row has its fields, no title stands twice, and PAR rows name a domain."""
    rows = corpus("train.jsonl") + corpus("test.jsonl") + corpus("test_kinds.jsonl")
    assert {frozenset(row) - {"kind"} for row in rows} == {frozenset({"title", "text", "par", "borderline", "domain", "channel", "hard"})}
    assert len({row["title"] for row in rows}) == len(rows)
    assert all(row["domain"] in set(Domain) for row in rows if row["par"])


def test_the_shipped_lexicon_keeps_its_floor_on_kinds_of_error() -> None:
    """On the rows of six kinds of error that taught nothing, written by another hand, hard ones throughout: few are wrong, few go to a person."""
    rows = corpus("test_kinds.jsonl")
    assert not {row["title"] for row in rows} & {row["title"] for row in corpus("train.jsonl")}
    score = score_corpus(rows, LEXICON)
    assert (score.figures.precision.value or 0) >= 0.9
    assert (score.figures.par_called_other.value or 0) <= 0.05
    assert (score.figures.review.value or 0) <= 0.15


def test_the_shares_are_those_of_the_rows() -> None:
    """One PAR row found, one mislabelled row each way, one doubtful: every figure follows by hand."""
    rows = [PAR, OTHER, PAR | {"par": False}, OTHER | {"par": True}, DOUBT]
    score = score_corpus(rows, LEXICON)
    assert (
        score.figures.n,
        score.figures.precision.value,
        score.figures.par_called_other.value,
        score.figures.nonpar_called_par.value,
        score.figures.review.value,
    ) == (5, 0.5, 0.5, 1 / 3, 0.2)
    assert [(wrong.row, wrong.par, wrong.verdict) for wrong in score.wrong] == [(3, False, Verdict.PAR), (4, True, Verdict.OTHER)]
    assert any((phrase.text, phrase.where) == ("cải cách hành chính", "title") for phrase in score.wrong[0].phrases)


INTERVALS = [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 400, 0.0004, 0.0140)]


@pytest.mark.parametrize(("part", "whole", "low", "high"), INTERVALS)
def test_a_share_has_its_wilson_interval(part: int, whole: int, low: float, high: float) -> None:
    """The bounds are those of published tables, also where nothing or everything was counted."""
    assert Share(part, whole).interval == pytest.approx((low, high), abs=0.0005)


def test_figures_are_given_by_channel_length_and_kind() -> None:
    """Each part counts its own rows; a bulletin without a text is one of a title alone, a portal item a heading, and rows without a kind are left out."""
    rows = [
        PAR | {"channel": "loa", "text": "", "kind": "desk"},
        PAR | {"channel": "portal", "text": ""},
        OTHER | {"text": "Cò bay. " * 100},
    ]
    score = score_corpus(rows, LEXICON)
    assert {name: figures.n for name, figures in score.by_channel.items()} == {"loa": 1, "portal": 1}
    assert {name: figures.n for name, figures in score.by_length.items()} == {"title": 1, "heading": 1, "150 words and more": 1}
    assert {name: figures.n for name, figures in score.by_kind.items()} == {"desk": 1}


def test_borderline_rows_are_counted_apart() -> None:
    """A debatable row changes no share, wherever its verdict falls."""
    score = score_corpus([PAR, OTHER, PAR | {"par": False, "borderline": True}, DOUBT | {"borderline": True}], LEXICON)
    assert (score.figures.n, score.figures.precision.value, score.figures.review.value, score.wrong) == (2, 1, 0, ())
    assert score.borderline == {Verdict.PAR: 1, Verdict.UNSURE: 1}


def test_domains_are_compared_under_either_name() -> None:
    """The domain names of the shared corpus and our own lead to the same confusion table."""
    ours = score_corpus([PAR | {"domain": "steering"}], LEXICON).by_domain
    theirs = score_corpus([PAR], LEXICON).by_domain
    assert ours == theirs
    assert sum(ours[Domain.STEERING].values()) == 1


def test_summary_stands_in_for_text() -> None:
    """A labelled row may keep its text under `summary`."""
    row = {"title": "Tin trong xã", "summary": PAR["text"], "par": True}
    assert score_corpus([row], LEXICON) == score_corpus([row | {"text": PAR["text"]}], LEXICON)


def test_nothing_to_divide_by_is_none() -> None:
    """Without rows there is no precision, rather than a perfect or a zero one."""
    score = score_corpus([], LEXICON)
    assert (
        score.figures.n,
        score.figures.precision.value,
        score.figures.par_called_other.value,
        score.figures.nonpar_called_par.value,
        score.figures.review.value,
    ) == (0, None, None, None, None)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"par": True}, r"row 2: title: expected a text in quotes, found None"),
        (PAR | {"par": "yes"}, r"row 2: par: expected true or false, found 'yes'"),
        ({"title": "Tin", "text": "x"}, r"row 2: par: expected true or false, found None"),
        (PAR | {"text": 3}, r"row 2: text: expected a text in quotes, found 3"),
        (PAR | {"borderline": 1}, r"row 2: borderline: expected true or false, found 1"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: dict[str, Any], told: str) -> None:
    """A bad row stops the scoring with its number, its field and what was found."""
    with pytest.raises(InputError, match=told):
        score_corpus([PAR, row], LEXICON)
