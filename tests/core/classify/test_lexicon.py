"""Reading a lexicon table: every fault named at once, and a digest that follows the content alone."""

import copy
import pickle
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from newswatch.config import load_lexicon
from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Verdict
from newswatch.errors import ConfigError

SHIPPED = Path(__file__).parents[3] / "newswatch/data/lexicon.toml"
SCORING = {
    "par": 1.0,
    "other": 0.0,
    "lead": 0.5,
    "tail": 0.25,
    "lead_words": 10,
    "text_cap": 6.0,
    "cap": 9.0,
    "phrase_share": 1.0,
    "learned_share": 1.0,
    "par_phrases": 1.0,
    "title_alone": 3.0,
}


def small() -> dict[str, Any]:
    """A lexicon of two blocks and one learned word."""
    return {
        "scoring": dict(SCORING),
        "phrases": [
            {"kind": "par", "domain": "procedures", "weight": 4, "text": ["một cửa", "giấy hẹn"]},
            {"kind": "against", "weight": -3, "cancels": 4, "text": ["lừa đảo"]},
        ],
        "learned": {"bias": -0.5, "words": {"quầy": 1.5}},
    }


def read(table: dict[str, Any]) -> Lexicon:
    return Lexicon.from_table(table, "lexicon.toml")


FAULTS = [
    (["scoring", "par"], "x", "lexicon.toml: scoring.par: expected a number, found 'x'"),
    (["scoring", "par"], -1.0, "lexicon.toml: scoring.par: expected more than other (0), found -1"),
    (["scoring", "lead"], None, "lexicon.toml: scoring.lead: is missing; expected a number"),
    (["scoring", "leed"], 1.0, "lexicon.toml: scoring.leed: unknown key, did you mean 'lead'?"),
    (
        ["phrases", 0, "kind"],
        "pra",
        "lexicon.toml: phrases[1].kind: expected one of par, against, lookalike, review, outside, state, found 'pra'",
    ),
    (["phrases", 0, "domain"], "thu_tuc", "lexicon.toml: phrases[1].domain: expected one of steering, institutions, procedures"),
    (["phrases", 0, "weight"], "x", "lexicon.toml: phrases[1].weight: expected a number, found 'x'"),
    (["phrases", 0, "weight"], 12, "lexicon.toml: phrases[1].weight: expected -9 to 9, found 12"),
    (["phrases", 0, "weight"], -2, "lexicon.toml: phrases[1].weight: expected a number above 0 with kind par, found -2"),
    (["phrases", 0, "weight"], 0, "lexicon.toml: phrases[1].weight: expected a number above 0 with kind par, found 0"),
    (["phrases", 1, "weight"], 2, "lexicon.toml: phrases[2].weight: expected a number below 0 with kind against, found 2"),
    (["phrases", 1, "cancels"], -1, "lexicon.toml: phrases[2].cancels: expected at least 0, found -1"),
    (["phrases", 1, "only"], "body", "lexicon.toml: phrases[2].only: expected one of anywhere, title, found 'body'"),
    (["phrases", 1, "text"], [], "lexicon.toml: phrases[2].text: expected a list of phrases, found none"),
    (["phrases", 1, "text"], "lừa đảo", "lexicon.toml: phrases[2].text: expected a list, found 'lừa đảo'"),
    (["phrases", 1, "text"], ["…"], "lexicon.toml: phrases[2].text[1]: expected a phrase, found '…'"),
    (["phrases", 1, "text"], ["Một  Cửa"], "lexicon.toml: phrases[2].text[1]: 'một cửa' stands already in phrases[1].text[1]"),
    (["phrases", 1, "wieght"], 1, "lexicon.toml: phrases[2].wieght: unknown key, did you mean 'weight'?"),
    (["learned", "words", "quầy"], "x", "lexicon.toml: learned.words.quầy: expected a number, found 'x'"),
    (["frases"], [], "lexicon.toml: frases: unknown key, did you mean 'phrases'?"),
]


@pytest.mark.parametrize(("path", "value", "told"), FAULTS)
def test_a_fault_is_named_with_its_place(path: list[Any], value: object, told: str) -> None:
    """Each kind of fault gives a sentence with the dotted path, what was expected and what was found."""
    table = small()
    inner: Any = table
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(ConfigError) as caught:
        read(table)
    assert any(problem.startswith(told) for problem in caught.value.problems), caught.value.problems


def test_all_faults_are_told_at_once() -> None:
    """Whoever edits the file by hand sees every mistake in one run."""
    table = small()
    table["scoring"]["tail"] = "x"
    table["phrases"][0]["weight"] = "x"
    table["phrases"][1]["kind"] = "x"
    with pytest.raises(ConfigError) as caught:
        read(table)
    assert len(caught.value.problems) == 3


def test_a_table_without_phrases_is_no_lexicon() -> None:
    """An empty file is refused, not taken for a lexicon that finds nothing."""
    with pytest.raises(ConfigError, match="phrases: is missing"):
        read({})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["scoring", "par"], 1.5),
        (["phrases", 0, "weight"], 3),
        (["phrases", 0, "domain"], "digital"),
        (["phrases", 0, "text"], ["một cửa"]),
        (["phrases", 1, "cancels"], 5),
        (["phrases", 1, "only"], "title"),
        (["learned", "bias"], 0.0),
        (["learned", "words", "quầy"], 1.25),
    ],
)
def test_the_digest_changes_with_the_content(path: list[Any], value: object) -> None:
    """Any change that could change a classification changes the digest."""
    table = small()
    inner: Any = table
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert read(table).digest != read(small()).digest


def test_the_digest_ignores_layout_and_order() -> None:
    """Blocks, phrases and keys in another order, and capitals in a phrase, say the same thing."""
    table = small()
    table["phrases"].reverse()
    table["phrases"][1]["text"] = ["Giấy hẹn", "MỘT CỬA"]
    table["scoring"] = dict(reversed(list(table["scoring"].items())))
    assert read(table) == read(small())
    assert len({read(table), read(small())}) == 1


def test_reading_leaves_the_table_as_it_was() -> None:
    """The parsed file can be read again."""
    table = small()
    before = copy.deepcopy(table)
    read(table)
    assert table == before


def test_weights_follow_the_place_and_the_cap() -> None:
    """A phrase counts in full in the title, by `lead` early in the text, by `tail` later, and the text stops at `text_cap`."""
    lexicon = read(small() | {"learned": {}})
    pad = "cò bay " * 10
    assert classify("một cửa", "x", lexicon).score == 4
    assert classify("x", "một cửa", lexicon).score == 2
    assert classify("x", f"{pad} một cửa", lexicon).score == 1
    generous = small() | {"learned": {}, "scoring": SCORING | {"text_cap": 1.5}}
    assert classify("x", "một cửa", read(generous)).score == 1.5


def test_a_cancelling_cue_silences_par_phrases_within_its_reach() -> None:
    """Four syllables away the PAR phrase is silent, further away it is heard."""
    lexicon = read(small() | {"learned": {}})
    near, far = "lừa đảo ở quầy một cửa", "lừa đảo ở chợ hôm qua rồi đến một cửa"
    assert [p.text for p in classify(near, "x", lexicon).phrases] == ["lừa đảo"]
    assert [p.text for p in classify(far, "x", lexicon).phrases] == ["một cửa", "lừa đảo"]


def test_an_other_without_phrases_says_that_none_fired() -> None:
    """With no phrase and no learned word in it a text is other, without reasons."""
    classification = classify("Cò bay", "Đàn cò trắng bay qua cánh đồng chiều.", read(small() | {"learned": {}}))
    assert (classification.verdict, classification.phrases) == (Verdict.OTHER, ())


def test_learned_words_speak_in_the_reasons() -> None:
    """What the learned words added stands among the phrases, with its place."""
    classification = classify("Chuyện ở quầy", "Cò bay.", read(small()))
    assert [(p.text, p.where, p.start) for p in classification.phrases] == [("quầy", "title", 2)]


def test_the_shipped_file_reads_clean_and_stays_small() -> None:
    """newswatch/data/lexicon.toml has no fault and is far below 300 KB."""
    assert read(tomllib.loads(SHIPPED.read_text("utf-8"))).cues
    assert SHIPPED.stat().st_size < 300_000


def test_the_noted_digest_is_that_of_the_shipped_file() -> None:
    """newswatch/data/lexicon_digest.toml names the bytes and the content of lexicon.toml; whoever changes one puts these lines into the other."""
    shipped = read(tomllib.loads(SHIPPED.read_text("utf-8")))
    wanted = f'file = "{sha256(SHIPPED.read_bytes()).hexdigest()}"\ndigest = "{shipped.digest}"\n'
    assert SHIPPED.with_name("lexicon_digest.toml").read_text("utf-8").endswith(wanted)


def test_a_lexicon_of_a_known_digest_is_read_when_it_is_asked_for_more() -> None:
    """Its digest costs no reading; the first question that the digest does not answer reads its table once, after a pickling too."""
    times = []

    def table() -> dict[str, Any]:
        times.append(1)
        return small()

    known = Lexicon.of_known_digest(read(small()).digest, table, "lexicon.toml")
    assert (known == read(small()), hash(known) == hash(read(small())), times) == (True, True, [])
    assert [cue.text for cue in known.cues] == [cue.text for cue in read(small()).cues]
    assert known.exact
    assert times == [1]
    assert pickle.loads(pickle.dumps(load_lexicon())).cues == load_lexicon().cues


def test_a_lexicon_of_another_digest_is_refused() -> None:
    """A table that does not have the digest it was said to have classifies nothing: what it ruled would be noted under a wrong name."""
    known = Lexicon.of_known_digest("0" * 64, small, "lexicon.toml")
    with pytest.raises(ConfigError, match=r"lexicon\.toml: expected a lexicon of digest 000"):
        classify("Chuyện ở quầy", "", known)
