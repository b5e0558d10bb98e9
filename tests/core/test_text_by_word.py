"""Forms of texts word by word: the same as of the whole, and each word worked out once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core import text
from newswatch.core.identity import opening

_SAID = st.text(
    alphabet="aàÀảãạăâđĐeèoòóuùyỳýthqnc TNGH\u0300\u0301\u0303\u0309\u0323\u031b\u200b\u00ad\u00a0\u2003\u1ee3Ƣð“”’–-.,%0123İßﬁ",
    max_size=40,
)


def _whole(said: str) -> str:
    """`fold` of a text at once, not by word: the definition that reading by word has to meet."""
    folded = text.clean(said).casefold()
    return folded if folded.isascii() else text._OTHER_PLACE.sub(text._agreed, folded)


@given(_SAID)
def test_reading_by_word_is_reading_at_once(said: str) -> None:
    """Folding and baring word by word gives what the whole text gives, whatever marks, spaces and invisible characters stand in it.

    Only where a mark stands alone and is taken away no space is left over.
    """
    whole = _whole(said)
    assert text.fold(said) == whole
    assert text.bare(said) == " ".join(whole.translate(text._PLAIN).split())
    assert text.letters(said) == re.sub(r"\W+", "", text.bare(said))


def test_each_word_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word met again is looked up, not folded again; what is remembered is bounded, and overlong words are not."""
    made: list[str] = []
    forms = text._ByWord(lambda word: made.append(word) or word.upper())  # type: ignore[func-returns-value]
    assert [forms[w] for w in ("một", "cửa", "một")] == ["MỘT", "CỬA", "MỘT"]
    assert made == ["một", "cửa"]
    monkeypatch.setattr(text, "_MOST_WORDS", 3)
    for n in range(10):
        assert forms[f"từ{n}"] == f"TỪ{n}"
    assert len(forms) <= 3
    assert forms["x" * 500] == "X" * 500
    assert "x" * 500 not in forms


@given(st.text(alphabet="aà –ấ\u200b\n\t1.", max_size=400), st.integers(1, 30))
def test_the_opening_needs_no_more_than_the_beginning(said: str, count: int) -> None:
    """The first letters of a text are those of its first so many signs, with white space folded, however much of that there is."""
    sample = " ".join(said.split())[: count * 8]
    assert opening(said, count) == re.sub(r"\W+", "", text.bare(sample))[:count]
